-- Applications to open a class: an institution writes one, the bureau decides on it, and what is approved is a class.

-- An application. While it waits nothing of it changes, and once it is decided nothing ever does.
CREATE TABLE class_application (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    form TEXT NOT NULL,               -- JSON: every field as it was typed
    title TEXT NOT NULL,              -- what lists show of it, as far as it can be read
    course_id TEXT REFERENCES course (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'withdrawn')),
    version BIGINT NOT NULL,          -- counts the changes
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    submitted_at BIGINT,              -- the last time
    class_id TEXT REFERENCES training_class (id),
    CONSTRAINT class_application_opens CHECK ((state = 'approved') = (class_id IS NOT NULL)),
    CONSTRAINT class_application_once UNIQUE (class_id)
);
CREATE INDEX class_application_by_organisation ON class_application (organisation_id, state, changed_at);
CREATE INDEX class_application_by_state ON class_application (state, submitted_at);
CREATE TRIGGER class_application_begins BEFORE INSERT ON class_application WHEN NEW.state <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'class_application_begins: it begins as a draft');
END;
CREATE TRIGGER class_application_closed BEFORE UPDATE ON class_application
WHEN OLD.state IN ('approved', 'withdrawn') OR (OLD.state = 'submitted' AND NEW.form <> OLD.form) BEGIN
    SELECT RAISE(ABORT, 'class_application_closed: nothing of it changes now');
END;
CREATE TRIGGER class_application_kept BEFORE DELETE ON class_application BEGIN
    SELECT RAISE(ABORT, 'class_application_kept: it is withdrawn, never deleted');
END;

-- Everybody who has written on it: none of them decides.
CREATE TABLE class_application_hand (
    application_id TEXT NOT NULL REFERENCES class_application (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (application_id, person_id)
);

-- What was done with it. A submission holds exactly what was submitted; its digest is in the audit log.
CREATE TABLE class_application_step (
    application_id TEXT NOT NULL REFERENCES class_application (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'return', 'approve', 'withdraw')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    reasons TEXT NOT NULL,            -- JSON: reasons by field
    content TEXT NOT NULL,            -- JSON: what was submitted
    sha256 TEXT NOT NULL,             -- of what was submitted, in hex
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (application_id, n)
);
CREATE TRIGGER class_application_step_no_update BEFORE UPDATE ON class_application_step BEGIN SELECT RAISE(ABORT, 'class_application_step is append-only'); END;
CREATE TRIGGER class_application_step_no_delete BEFORE DELETE ON class_application_step BEGIN SELECT RAISE(ABORT, 'class_application_step is append-only'); END;
CREATE TRIGGER class_application_step_no_replace BEFORE INSERT ON class_application_step BEGIN
    SELECT RAISE(ABORT, 'class_application_step is append-only') WHERE EXISTS (SELECT 1 FROM class_application_step o WHERE o.application_id = NEW.application_id AND o.n = NEW.n);
END;

-- Who may take which step, and when: in turn, in the role for it, and nobody on both sides.
CREATE TRIGGER class_application_step_duties BEFORE INSERT ON class_application_step BEGIN
    SELECT RAISE(ABORT, 'class_application_step: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'class_application_step: the role is not held') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer') OR g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'class_application_step: not a step of this role') WHERE NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise'))
        OR (NEW.kind IN ('return', 'approve') AND NEW.role IN ('county_reviewer', 'city_first_reviewer')));
    SELECT RAISE(ABORT, 'class_application_step: not the next number') WHERE NEW.n <>
        (SELECT COUNT(*) FROM class_application_step s WHERE s.application_id = NEW.application_id) + 1;
    SELECT RAISE(ABORT, 'class_application_step: nobody decides on their own') WHERE NEW.kind IN ('return', 'approve') AND EXISTS (
        SELECT 1 FROM class_application_hand h WHERE h.application_id = NEW.application_id AND h.person_id = NEW.person_id
        UNION ALL SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id
          AND s.person_id = NEW.person_id AND s.kind IN ('submit', 'withdraw'));
    SELECT RAISE(ABORT, 'class_application_step: who decided does not apply') WHERE NEW.kind IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id AND s.person_id = NEW.person_id
          AND s.kind IN ('return', 'approve'));
    SELECT RAISE(ABORT, 'class_application_step: not its turn') WHERE
        CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 'return' ELSE 'submit' END <>
        COALESCE((SELECT s.kind FROM class_application_step s WHERE s.application_id = NEW.application_id
                  ORDER BY s.n DESC LIMIT 1), 'return');
    SELECT RAISE(ABORT, 'class_application_step: not what was submitted') WHERE NEW.kind IN ('return', 'approve') AND NOT EXISTS (
        SELECT 1 FROM class_application_step s WHERE s.application_id = NEW.application_id AND s.n = NEW.n - 1
          AND s.sha256 = NEW.sha256);
END;

-- It stands as its last step says.
CREATE TRIGGER class_application_by_step BEFORE UPDATE OF state ON class_application WHEN NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'class_application_by_step: no step leads there') WHERE NEW.state <>
        COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'return' THEN 'returned'
                                     WHEN 'approve' THEN 'approved' ELSE 'withdrawn' END
                  FROM class_application_step s WHERE s.application_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft');
END;

-- A file of an application. What was part of a submission is only marked as removed.
CREATE TABLE class_application_paper (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES class_application (id),
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'teachers', 'materials', 'assessment')),
    name_sealed BLOB NOT NULL,        -- a file's name may hold somebody's number
    file_kind TEXT NOT NULL CHECK (file_kind IN ('jpg', 'png', 'pdf')),
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    sent_by TEXT NOT NULL REFERENCES account (id),
    sent_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX class_application_paper_by_application ON class_application_paper (application_id, sent_at);

-- The file itself, apart, so that lists never read it.
CREATE TABLE class_application_file (
    paper_id TEXT PRIMARY KEY REFERENCES class_application_paper (id),
    content_sealed BLOB NOT NULL
);
