-- Appeals against refused time, and signals: patterns for a human look.

-- A learner's appeal against one reason for which time was refused, in one lesson on one day. How it stands is what its
-- last step says.
CREATE TABLE appeal (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL,
    day TEXT NOT NULL,
    code TEXT NOT NULL CHECK (code IN ('check_ignored', 'day_cap', 'faster_than_time')),
    refused_ms BIGINT NOT NULL CHECK (refused_ms > 0),   -- as it stood when it was made
    reason TEXT NOT NULL CHECK (LENGTH(reason) >= 4),
    made_at BIGINT NOT NULL,
    CONSTRAINT appeal_once_per_span UNIQUE (enrolment_id, lesson_id, day, code),
    FOREIGN KEY (enrolment_id, lesson_id, day, code) REFERENCES refusal (enrolment_id, lesson_id, day, code)
);
CREATE INDEX appeal_by_person ON appeal (person_id, made_at);
CREATE INDEX appeal_by_time ON appeal (made_at);
CREATE TRIGGER appeal_append_only BEFORE UPDATE OR DELETE ON appeal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER appeal_no_truncate BEFORE TRUNCATE ON appeal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A step in the decision of an appeal, each by another person of the bureau; comments come from the school.
CREATE TABLE appeal_step (
    appeal_id TEXT NOT NULL REFERENCES appeal (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'propose', 'send_back', 'confirm')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('grant', 'refuse')),
    ground TEXT,
    reason TEXT NOT NULL CHECK (LENGTH(reason) >= 4),
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (appeal_id, n),
    CONSTRAINT appeal_step_verdict CHECK ((kind IN ('propose', 'confirm')) = (verdict IS NOT NULL)),
    CONSTRAINT appeal_step_ground CHECK ((verdict IS NOT NULL AND verdict = 'grant') = (ground IS NOT NULL))
);
CREATE TRIGGER appeal_step_append_only BEFORE UPDATE OR DELETE ON appeal_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER appeal_step_no_truncate BEFORE TRUNCATE ON appeal_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who works on an appeal; the last row of an appeal counts.
CREATE TABLE appeal_holder (
    appeal_id TEXT NOT NULL REFERENCES appeal (id),
    n BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    CONSTRAINT appeal_holder_once PRIMARY KEY (appeal_id, n)
);
CREATE INDEX appeal_holder_by_account ON appeal_holder (account_id);
CREATE TRIGGER appeal_holder_append_only BEFORE UPDATE OR DELETE ON appeal_holder FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER appeal_holder_no_truncate BEFORE TRUNCATE ON appeal_holder FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The entry that an appeal became whose grant was confirmed.
CREATE TABLE appeal_grant (
    appeal_id TEXT PRIMARY KEY REFERENCES appeal (id),
    entry_index BIGINT NOT NULL REFERENCES ledger_entry (entry_index),
    ms BIGINT NOT NULL CHECK (ms > 0),
    CONSTRAINT appeal_grant_once UNIQUE (entry_index)
);
CREATE TRIGGER appeal_grant_append_only BEFORE UPDATE OR DELETE ON appeal_grant FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER appeal_grant_no_truncate BEFORE TRUNCATE ON appeal_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Nobody but the learner appeals, and only what was refused to them.
CREATE FUNCTION appeal_of_ones_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM enrolment e
        JOIN account a ON a.person_id = e.person_id
        JOIN refusal f ON f.enrolment_id = e.id
        WHERE e.id = NEW.enrolment_id AND e.person_id = NEW.person_id AND a.id = NEW.account_id
          AND f.lesson_id = NEW.lesson_id AND f.day = NEW.day AND f.code = NEW.code AND f.ms >= NEW.refused_ms)
    THEN RAISE EXCEPTION 'appeal: not the learner''s own refused time'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER appeal_of_ones_own BEFORE INSERT ON appeal FOR EACH ROW EXECUTE FUNCTION appeal_of_ones_own();

-- Who may take which step, and when: each by another person, in turn, in the role for it.
CREATE FUNCTION appeal_step_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two people at the same appeal take their steps one after another.
    PERFORM 1 FROM appeal p WHERE p.id = NEW.appeal_id FOR UPDATE;
    IF NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'appeal_step: the account is another person''s'; END IF;
    IF EXISTS (SELECT 1 FROM appeal p WHERE p.id = NEW.appeal_id AND p.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'appeal_step: nobody decides their own appeal'; END IF;
    IF NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = NEW.account_id AND g.role = NEW.role)
    THEN RAISE EXCEPTION 'appeal_step: the role is not held'; END IF;
    IF NOT ((NEW.kind = 'comment' AND NEW.role IN ('teacher', 'institution_admin', 'enterprise'))
        OR (NEW.kind = 'propose' AND NEW.role = 'city_first_reviewer')
        OR (NEW.kind IN ('send_back', 'confirm') AND NEW.role = 'city_second_reviewer'))
    THEN RAISE EXCEPTION 'appeal_step: not a step of this role'; END IF;
    IF NEW.n <> (SELECT COUNT(*) FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id) + 1
    THEN RAISE EXCEPTION 'appeal_step: not the next number'; END IF;
    IF EXISTS (SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.kind = 'confirm')
    THEN RAISE EXCEPTION 'appeal_step: it is decided'; END IF;
    IF EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.person_id = NEW.person_id
          AND CASE s.kind WHEN 'send_back' THEN 'confirm' ELSE s.kind END
              <> CASE NEW.kind WHEN 'send_back' THEN 'confirm' ELSE NEW.kind END)
    THEN RAISE EXCEPTION 'appeal_step: one person, one kind of step'; END IF;
    IF NEW.kind <> 'comment' AND (NEW.kind = 'propose') =
        ('propose' = COALESCE((SELECT s.kind FROM appeal_step s
                               WHERE s.appeal_id = NEW.appeal_id AND s.kind <> 'comment'
                               ORDER BY s.n DESC LIMIT 1), ''))
    THEN RAISE EXCEPTION 'appeal_step: not its turn'; END IF;
    IF NEW.kind = 'confirm' AND NOT EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = NEW.appeal_id AND s.verdict = NEW.verdict
          AND COALESCE(s.ground, '') = COALESCE(NEW.ground, '')
          AND s.n = (SELECT MAX(m.n) FROM appeal_step m WHERE m.appeal_id = NEW.appeal_id AND m.kind = 'propose'))
    THEN RAISE EXCEPTION 'appeal_step: not what was proposed'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER appeal_step_duties BEFORE INSERT ON appeal_step FOR EACH ROW EXECUTE FUNCTION appeal_step_duties();

-- A step belongs to a post that has not ended.
CREATE FUNCTION appeal_step_in_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('city_first_reviewer', 'city_second_reviewer') OR g.invited_by IS NULL
               OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'appeal_step_in_post: the post has ended'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER appeal_step_in_post BEFORE INSERT ON appeal_step FOR EACH ROW EXECUTE FUNCTION appeal_step_in_post();

-- No grant becomes an entry without a confirmed step, and never more than was refused.
CREATE FUNCTION appeal_grant_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM appeal p
        JOIN appeal_step s ON s.appeal_id = p.id AND s.kind = 'confirm' AND s.verdict = 'grant'
        JOIN ledger_line y ON y.entry_index = NEW.entry_index AND y.person_id = p.person_id
             AND y.enrolment_id = p.enrolment_id AND y.lesson_id = p.lesson_id AND y.ms = NEW.ms
        JOIN refusal f ON f.enrolment_id = p.enrolment_id AND f.lesson_id = p.lesson_id
             AND f.day = p.day AND f.code = p.code AND f.ms >= NEW.ms
        WHERE p.id = NEW.appeal_id)
    THEN RAISE EXCEPTION 'appeal_grant: not granted by two people, or more than was refused'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER appeal_grant_confirmed BEFORE INSERT ON appeal_grant FOR EACH ROW EXECUTE FUNCTION appeal_grant_confirmed();

-- From where somebody registered themselves. Kept for the look for signals alone.
CREATE TABLE registration_trace (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    at_ms BIGINT NOT NULL,
    number_digest BYTEA NOT NULL,      -- of what neighbouring document numbers share
    device_digest BYTEA,
    network_digest BYTEA
);
CREATE INDEX registration_trace_by_time ON registration_trace (at_ms);

-- A pattern that somebody should look at, and what came of the look. It changes no hours.
CREATE TABLE signal (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,            -- what it is about, `person:…`, `device:…`: with the kind, once while open
    class_id TEXT REFERENCES training_class (id),
    day TEXT,                         -- the local day, where it is about one
    found_at BIGINT NOT NULL,
    evidence TEXT NOT NULL,           -- JSON: the numbers of its sentence
    looked_at BIGINT,
    looked_by TEXT REFERENCES account (id),
    verdict TEXT CHECK (verdict IN ('nothing', 'follow_up')),
    note TEXT
);
CREATE UNIQUE INDEX signal_open_once ON signal (kind, subject) WHERE looked_at IS NULL;
CREATE INDEX signal_by_time ON signal (found_at);

-- Whom a signal concerns.
CREATE TABLE signal_person (
    signal_id TEXT NOT NULL REFERENCES signal (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (signal_id, person_id)
);
