-- The closing of a class (结班): what may be claimed for it is frozen, and nothing counts for it any more.

-- A class that was closed: by whom, and what its lines come to.
CREATE TABLE class_closing (
    class_id TEXT PRIMARY KEY REFERENCES training_class (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL,          -- whose account it is
    role TEXT NOT NULL,
    note TEXT NOT NULL,               -- what they say of it; may be empty
    people BIGINT NOT NULL,
    completed BIGINT NOT NULL,
    verified_ms BIGINT NOT NULL,
    ledger_size BIGINT NOT NULL,      -- entries of the ledger that were counted
    sha256 TEXT NOT NULL,             -- of all lines as canonical JSON (domain::class_closing), in hex
    at_ms BIGINT NOT NULL
);

-- What is frozen of one learner of it.
CREATE TABLE class_closing_line (
    class_id TEXT NOT NULL REFERENCES class_closing (class_id),
    n BIGINT NOT NULL,                -- place in the list, from 1
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL,
    verified_ms BIGINT NOT NULL,
    required_ms BIGINT NOT NULL,
    credit_tenths BIGINT NOT NULL,
    days_studied BIGINT NOT NULL,
    completed BOOLEAN NOT NULL,
    identity_seen BOOLEAN NOT NULL,
    category_code TEXT REFERENCES person_category (code),   -- that held on the day of enrolment
    category_proved BOOLEAN NOT NULL, -- by an accepted paper
    PRIMARY KEY (class_id, n),
    CONSTRAINT class_closing_line_once UNIQUE (enrolment_id)
);
CREATE INDEX class_closing_line_by_person ON class_closing_line (person_id);
CREATE TRIGGER class_closing_no_update BEFORE UPDATE ON class_closing BEGIN SELECT RAISE(ABORT, 'class_closing is append-only'); END;
CREATE TRIGGER class_closing_no_delete BEFORE DELETE ON class_closing BEGIN SELECT RAISE(ABORT, 'class_closing is append-only'); END;
CREATE TRIGGER class_closing_no_replace BEFORE INSERT ON class_closing BEGIN
    SELECT RAISE(ABORT, 'class_closing_once: class_closing is append-only') WHERE EXISTS (SELECT 1 FROM class_closing o WHERE o.class_id = NEW.class_id);
END;
CREATE TRIGGER class_closing_line_no_update BEFORE UPDATE ON class_closing_line BEGIN SELECT RAISE(ABORT, 'class_closing_line is append-only'); END;
CREATE TRIGGER class_closing_line_no_delete BEFORE DELETE ON class_closing_line BEGIN SELECT RAISE(ABORT, 'class_closing_line is append-only'); END;
CREATE TRIGGER class_closing_line_no_replace BEFORE INSERT ON class_closing_line BEGIN
    SELECT RAISE(ABORT, 'class_closing_line is append-only') WHERE EXISTS (SELECT 1 FROM class_closing_line o WHERE o.class_id = NEW.class_id AND o.n = NEW.n);
    SELECT RAISE(ABORT, 'class_closing_line is append-only') WHERE EXISTS (SELECT 1 FROM class_closing_line o WHERE o.enrolment_id = NEW.enrolment_id);
END;

-- By who may, when nothing counts any more. Which days are working days only the program knows: here it is three days at least.
CREATE TRIGGER class_closing_duties BEFORE INSERT ON class_closing BEGIN
    SELECT RAISE(ABORT, 'class_closing: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'class_closing: the role is not held') WHERE NEW.role NOT IN ('institution_admin', 'enterprise') OR NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        JOIN training_class k ON k.id = NEW.class_id AND k.organisation_id = g.organisation_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'class_closing: its make-up is not over') WHERE NOT EXISTS (
        SELECT 1 FROM training_class k WHERE k.id = NEW.class_id
          AND date((NEW.at_ms + 28800000) / 1000, 'unixepoch') > date(k.ends_on, '+3 days'));
    SELECT RAISE(ABORT, 'class_closing: not everybody of the class') WHERE NEW.people <>
        (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = NEW.class_id);
END;

-- Each line is of somebody in the class, and there are no more than the closing counts.
CREATE TRIGGER class_closing_line_of_class BEFORE INSERT ON class_closing_line BEGIN
    SELECT RAISE(ABORT, 'class_closing_line: not of this class, or not of its list') WHERE NOT EXISTS (
        SELECT 1 FROM class_closing k JOIN enrolment e ON e.class_id = k.class_id
        WHERE k.class_id = NEW.class_id AND e.id = NEW.enrolment_id AND e.person_id = NEW.person_id
          AND NEW.n BETWEEN 1 AND k.people);
END;

-- Nobody comes into a closed class.
CREATE TRIGGER enrolment_class_closed BEFORE INSERT ON enrolment BEGIN
    SELECT RAISE(ABORT, 'enrolment_class_closed: the class is closed') WHERE EXISTS (
        SELECT 1 FROM class_closing k WHERE k.class_id = NEW.class_id);
END;

-- No study counts for a closed class; what two people grant to an appeal does, and leaves the closing as it was.
CREATE TRIGGER ledger_entry_class_closed BEFORE INSERT ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'ledger_entry_class_closed: the class is closed') WHERE EXISTS (
        SELECT 1 FROM ledger_entry_group g JOIN class_closing k ON k.class_id = g.class_id
        WHERE g.entry_group = NEW.entry_group AND NOT EXISTS (
            SELECT 1 FROM appeal p JOIN appeal_step s ON s.appeal_id = p.id AND s.kind = 'confirm' AND s.verdict = 'grant'
            JOIN ledger_lesson l ON l.lesson_id = p.lesson_id
            WHERE p.enrolment_id = g.enrolment_id AND l.lesson = NEW.lesson
              AND NOT EXISTS (SELECT 1 FROM appeal_grant t WHERE t.appeal_id = p.id)));
END;

-- Nobody has a certificate of completion but who completed, as it was frozen.
CREATE TRIGGER certificate_of_completion BEFORE INSERT ON certificate WHEN NEW.kind = 'completion' BEGIN
    SELECT RAISE(ABORT, 'certificate: the class was not completed') WHERE NOT EXISTS (
        SELECT 1 FROM class_closing_line l WHERE l.enrolment_id = NEW.enrolment_id AND l.completed);
END;
