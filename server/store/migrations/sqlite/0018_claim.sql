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
CREATE TRIGGER claim_begins BEFORE INSERT ON claim BEGIN
    SELECT RAISE(ABORT, 'claim_begins: it begins as a draft') WHERE NEW.state <> 'draft' OR NEW.submission <> 0;
    SELECT RAISE(ABORT, 'claim_begins: not of its class') WHERE NOT EXISTS (
        SELECT 1 FROM training_class k WHERE k.id = NEW.class_id AND k.organisation_id = NEW.organisation_id
          AND k.region_id = NEW.region_id);
    SELECT RAISE(ABORT, 'claim_begins: it is there') WHERE EXISTS (SELECT 1 FROM claim o WHERE o.id = NEW.id);
END;
CREATE TRIGGER claim_closed BEFORE UPDATE ON claim WHEN OLD.state IN ('approved', 'withdrawn') OR NEW.id <> OLD.id OR NEW.class_id <> OLD.class_id
        OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id OR NEW.made_by <> OLD.made_by
        OR NEW.made_at <> OLD.made_at BEGIN
    SELECT RAISE(ABORT, 'claim_closed: that of it never changes');
END;
CREATE TRIGGER claim_sums BEFORE UPDATE ON claim WHEN NEW.submission > 0 AND NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, COUNT(CASE WHEN l.amount_fen > 0 THEN 1 END) AS paid,
                              CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM claim_line l WHERE l.claim_id = NEW.id AND l.submission = NEW.submission) AS t
        WHERE t.people = NEW.people AND t.paid = NEW.paid AND t.fen = NEW.amount_fen) BEGIN
    SELECT RAISE(ABORT, 'claim_sums: not the sums of its lines');
END;
CREATE TRIGGER claim_kept BEFORE DELETE ON claim BEGIN
    SELECT RAISE(ABORT, 'claim_kept: it is withdrawn, never deleted');
END;

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
CREATE TRIGGER claim_step_no_update BEFORE UPDATE ON claim_step BEGIN SELECT RAISE(ABORT, 'claim_step is append-only'); END;
CREATE TRIGGER claim_step_no_delete BEFORE DELETE ON claim_step BEGIN SELECT RAISE(ABORT, 'claim_step is append-only'); END;
CREATE TRIGGER claim_step_no_replace BEFORE INSERT ON claim_step BEGIN
    SELECT RAISE(ABORT, 'claim_step is append-only') WHERE EXISTS (SELECT 1 FROM claim_step o WHERE o.claim_id = NEW.claim_id AND o.n = NEW.n);
END;

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
CREATE TRIGGER claim_line_no_update BEFORE UPDATE ON claim_line BEGIN SELECT RAISE(ABORT, 'claim_line is append-only'); END;
CREATE TRIGGER claim_line_no_delete BEFORE DELETE ON claim_line BEGIN SELECT RAISE(ABORT, 'claim_line is append-only'); END;
CREATE TRIGGER claim_line_no_replace BEFORE INSERT ON claim_line BEGIN
    SELECT RAISE(ABORT, 'claim_line is append-only') WHERE EXISTS (SELECT 1 FROM claim_line o WHERE o.claim_id = NEW.claim_id AND o.submission = NEW.submission AND o.n = NEW.n);
    SELECT RAISE(ABORT, 'claim_line is append-only') WHERE EXISTS (SELECT 1 FROM claim_line o WHERE o.claim_id = NEW.claim_id AND o.submission = NEW.submission AND o.enrolment_id = NEW.enrolment_id);
END;

-- A line belongs to the submission that is being written, and to a learner of the class.
CREATE TRIGGER claim_line_belongs BEFORE INSERT ON claim_line BEGIN
    SELECT RAISE(ABORT, 'claim_line: not of the submission that comes next') WHERE NEW.submission <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1;
    SELECT RAISE(ABORT, 'claim_line: not a learner of the class') WHERE NOT EXISTS (
        SELECT 1 FROM enrolment e JOIN claim q ON q.id = NEW.claim_id
        WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id AND e.class_id = q.class_id);
END;

-- Who may take which step, and when: in turn, in the role for it, nobody on two sides, and nobody for their own money.
CREATE TRIGGER claim_step_duties BEFORE INSERT ON claim_step BEGIN
    SELECT RAISE(ABORT, 'claim_step: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'claim_step: the role is not held') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer', 'city_second_reviewer') OR g.invited_by IS NULL
               OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'claim_step: not a step of this role') WHERE NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise'))
        OR (NEW.kind IN ('pass', 'return') AND NEW.role IN ('county_reviewer', 'city_first_reviewer'))
        OR (NEW.kind IN ('confirm', 'send_back', 'refer') AND NEW.role = 'city_second_reviewer'));
    SELECT RAISE(ABORT, 'claim_step: not the next number') WHERE NEW.n <>
        (SELECT COUNT(*) FROM claim_step s WHERE s.claim_id = NEW.claim_id) + 1;
    SELECT RAISE(ABORT, 'claim_step: nobody reviews their own money') WHERE NEW.kind NOT IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM claim_line l WHERE l.claim_id = NEW.claim_id AND l.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'claim_step: nobody takes part on two sides') WHERE EXISTS (
        SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = NEW.person_id
          AND CASE WHEN s.kind IN ('submit', 'withdraw') THEN 0 WHEN s.kind IN ('pass', 'return') THEN 1 ELSE 2 END
           <> CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 0 WHEN NEW.kind IN ('pass', 'return') THEN 1 ELSE 2 END);
    SELECT RAISE(ABORT, 'claim_step: not its turn') WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT COALESCE((SELECT s.kind FROM claim_step s WHERE s.claim_id = NEW.claim_id
                                        ORDER BY s.n DESC LIMIT 1), 'none') AS last) AS t
        WHERE CASE NEW.kind WHEN 'submit' THEN t.last IN ('none', 'return', 'refer')
                            WHEN 'withdraw' THEN t.last IN ('return', 'refer')
                            WHEN 'pass' THEN t.last IN ('submit', 'send_back')
                            WHEN 'return' THEN t.last IN ('submit', 'send_back')
                            ELSE t.last = 'pass' END);
    SELECT RAISE(ABORT, 'claim_step: not what was submitted') WHERE NEW.kind NOT IN ('submit', 'withdraw') AND NEW.sha256 <> COALESCE((
        SELECT s.sha256 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.kind = 'submit'
        ORDER BY s.n DESC LIMIT 1), '');
END;

-- It stands as its last step says.
CREATE TRIGGER claim_by_step BEFORE UPDATE OF state ON claim WHEN NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'claim_by_step: no step leads there') WHERE NEW.state <> COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'send_back' THEN 'submitted' WHEN 'pass' THEN 'reviewed'
                                     WHEN 'confirm' THEN 'approved' WHEN 'withdraw' THEN 'withdrawn' ELSE 'returned' END
                  FROM claim_step s WHERE s.claim_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft');
END;
