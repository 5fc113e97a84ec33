-- Claims: an institution claims the subsidy of a class that was closed, and two people review it one after the other.

-- A claim. Once it is decided nothing of it ever changes.
CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES class_closing (class_id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'reviewed', 'approved', 'returned', 'withdrawn')),
    submission BIGINT NOT NULL,       -- the number of the step that submitted it last
    people BIGINT NOT NULL,           -- learners of that submission
    paid BIGINT NOT NULL,             -- those of them who are owed something
    amount_fen BIGINT NOT NULL,       -- what they are owed together
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,     -- the last time
    since BIGINT NOT NULL             -- since when it stands as it does
);
-- A class is claimed once, unless the institution gave the claim up.
CREATE UNIQUE INDEX claim_once ON claim (class_id) WHERE state <> 'withdrawn';
CREATE INDEX claim_by_organisation ON claim (organisation_id, since);
CREATE INDEX claim_by_state ON claim (state, since);
CREATE FUNCTION claim_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' OR NEW.submission <> 0
    THEN RAISE EXCEPTION 'claim_begins: it begins as a draft'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM training_class k WHERE k.id = NEW.class_id AND k.organisation_id = NEW.organisation_id
          AND k.region_id = NEW.region_id)
    THEN RAISE EXCEPTION 'claim_begins: not of its class'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER claim_begins BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION claim_begins();
CREATE FUNCTION claim_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('approved', 'withdrawn') OR NEW.id <> OLD.id OR NEW.class_id <> OLD.class_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id OR NEW.made_by <> OLD.made_by
        OR NEW.made_at <> OLD.made_at
    THEN RAISE EXCEPTION 'claim_closed: that of it never changes'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER claim_closed BEFORE UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION claim_closed();
CREATE FUNCTION claim_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.submission > 0 AND NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, COUNT(CASE WHEN l.amount_fen > 0 THEN 1 END) AS paid,
                              CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM claim_line l WHERE l.claim_id = NEW.id AND l.submission = NEW.submission) AS t
        WHERE t.people = NEW.people AND t.paid = NEW.paid AND t.fen = NEW.amount_fen)
    THEN RAISE EXCEPTION 'claim_sums: not the sums of its lines'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER claim_sums BEFORE UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION claim_sums();
CREATE FUNCTION claim_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'claim_kept: it is withdrawn, never deleted';
END;
$$;
CREATE TRIGGER claim_kept BEFORE DELETE ON claim FOR EACH ROW EXECUTE FUNCTION claim_kept();
CREATE TRIGGER claim_no_truncate BEFORE TRUNCATE ON claim FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was done with it.
CREATE TABLE claim_step (
    claim_id TEXT NOT NULL REFERENCES claim (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'withdraw', 'pass', 'return', 'confirm', 'send_back', 'refer')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    head TEXT NOT NULL,               -- JSON: what a submission was computed from, but for its learners
    sha256 TEXT NOT NULL,             -- of that head and the lines of the submission, in hex
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (claim_id, n)
);
CREATE TRIGGER claim_step_append_only BEFORE UPDATE OR DELETE ON claim_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER claim_step_no_truncate BEFORE TRUNCATE ON claim_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A learner of a submission: what is known of them, what follows, and why.
CREATE TABLE claim_line (
    claim_id TEXT NOT NULL REFERENCES claim (id),
    submission BIGINT NOT NULL,
    n BIGINT NOT NULL,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    amount_fen BIGINT NOT NULL CHECK (amount_fen >= 0),
    line TEXT NOT NULL,               -- JSON: all of it, as it is hashed
    PRIMARY KEY (claim_id, submission, n),
    CONSTRAINT claim_line_once UNIQUE (claim_id, submission, enrolment_id)
);
CREATE INDEX claim_line_by_person ON claim_line (person_id);
CREATE INDEX claim_line_by_enrolment ON claim_line (enrolment_id);
CREATE TRIGGER claim_line_append_only BEFORE UPDATE OR DELETE ON claim_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER claim_line_no_truncate BEFORE TRUNCATE ON claim_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A line belongs to the submission that is being written, and to a learner of the class.
CREATE FUNCTION claim_line_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.submission <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1
    THEN RAISE EXCEPTION 'claim_line: not of the submission that comes next'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM enrolment e JOIN claim q ON q.id = NEW.claim_id
        WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id AND e.class_id = q.class_id)
    THEN RAISE EXCEPTION 'claim_line: not a learner of the class'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER claim_line_belongs BEFORE INSERT ON claim_line FOR EACH ROW EXECUTE FUNCTION claim_line_belongs();

-- Who may take which step, and when: in turn, in the role for it, nobody on two sides, and nobody for their own money.
CREATE FUNCTION claim_step_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two people at the same claim take their steps one after another.
    PERFORM 1 FROM claim q WHERE q.id = NEW.claim_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'claim_step: the account is another person''s'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer', 'city_second_reviewer') OR g.invited_by IS NULL
               OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'claim_step: the role is not held'; END IF;
    IF NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise'))
        OR (NEW.kind IN ('pass', 'return') AND NEW.role IN ('county_reviewer', 'city_first_reviewer'))
        OR (NEW.kind IN ('confirm', 'send_back', 'refer') AND NEW.role = 'city_second_reviewer'))
    THEN RAISE EXCEPTION 'claim_step: not a step of this role'; END IF;
    IF NEW.n <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1
    THEN RAISE EXCEPTION 'claim_step: not the next number'; END IF;
    IF NEW.kind NOT IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM claim_line l WHERE l.claim_id = NEW.claim_id AND l.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'claim_step: nobody reviews their own money'; END IF;
    IF EXISTS (
        SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = NEW.person_id
          AND CASE WHEN s.kind IN ('submit', 'withdraw') THEN 0 WHEN s.kind IN ('pass', 'return') THEN 1 ELSE 2 END
           <> CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 0 WHEN NEW.kind IN ('pass', 'return') THEN 1 ELSE 2 END)
    THEN RAISE EXCEPTION 'claim_step: nobody takes part on two sides'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM (SELECT COALESCE((SELECT s.kind FROM claim_step s WHERE s.claim_id = NEW.claim_id
                                        ORDER BY s.n DESC LIMIT 1), 'none') AS last) AS t
        WHERE CASE NEW.kind WHEN 'submit' THEN t.last IN ('none', 'return', 'refer')
                            WHEN 'withdraw' THEN t.last IN ('return', 'refer')
                            WHEN 'pass' THEN t.last IN ('submit', 'send_back')
                            WHEN 'return' THEN t.last IN ('submit', 'send_back')
                            ELSE t.last = 'pass' END)
    THEN RAISE EXCEPTION 'claim_step: not its turn'; END IF;
    IF NEW.kind NOT IN ('submit', 'withdraw') AND NEW.sha256 <> COALESCE((
        SELECT s.sha256 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.kind = 'submit'
        ORDER BY s.n DESC LIMIT 1), '')
    THEN RAISE EXCEPTION 'claim_step: not what was submitted'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER claim_step_duties BEFORE INSERT ON claim_step FOR EACH ROW EXECUTE FUNCTION claim_step_duties();

-- It stands as its last step says.
CREATE FUNCTION claim_by_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NEW.state <> COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'send_back' THEN 'submitted' WHEN 'pass' THEN 'reviewed'
                                     WHEN 'confirm' THEN 'approved' WHEN 'withdraw' THEN 'withdrawn' ELSE 'returned' END
                  FROM claim_step s WHERE s.claim_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft')
    THEN RAISE EXCEPTION 'claim_by_step: no step leads there'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER claim_by_step BEFORE UPDATE OF state ON claim FOR EACH ROW EXECUTE FUNCTION claim_by_step();
