-- Courses as institutions make them: written as a draft, looked over by the bureau, and published as a version of a course.

-- A draft. While it waits nothing of it changes, and once it is decided nothing ever does.
CREATE TABLE course_draft (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    content TEXT NOT NULL,            -- JSON: the whole course
    title TEXT NOT NULL,              -- what lists show of it
    replaces TEXT REFERENCES course (id), -- the version that it is to follow
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'published', 'withdrawn')),
    version BIGINT NOT NULL,          -- counts the changes
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    submitted_at BIGINT,              -- the last time
    course_id TEXT REFERENCES course (id),
    CONSTRAINT course_draft_publishes CHECK ((state = 'published') = (course_id IS NOT NULL)),
    CONSTRAINT course_draft_once UNIQUE (course_id)
);
CREATE INDEX course_draft_by_organisation ON course_draft (organisation_id, state, changed_at);
CREATE INDEX course_draft_by_state ON course_draft (state, submitted_at);
-- Two people who change the same course change one draft.
CREATE UNIQUE INDEX course_draft_one_open ON course_draft (replaces) WHERE state IN ('draft', 'submitted', 'returned');
CREATE TRIGGER course_draft_begins BEFORE INSERT ON course_draft WHEN NEW.state <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'course_draft_begins: it begins as a draft');
END;
CREATE TRIGGER course_draft_closed BEFORE UPDATE ON course_draft
WHEN OLD.state IN ('published', 'withdrawn') OR (OLD.state = 'submitted' AND NEW.content <> OLD.content) BEGIN
    SELECT RAISE(ABORT, 'course_draft_closed: nothing of it changes now');
END;
CREATE TRIGGER course_draft_kept BEFORE DELETE ON course_draft BEGIN
    SELECT RAISE(ABORT, 'course_draft_kept: it is withdrawn, never deleted');
END;

-- Everybody who has written on it: none of them decides.
CREATE TABLE course_draft_hand (
    draft_id TEXT NOT NULL REFERENCES course_draft (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (draft_id, person_id)
);

-- What was done with it. A submission holds exactly what was submitted; its digest is in the audit log.
CREATE TABLE course_draft_step (
    draft_id TEXT NOT NULL REFERENCES course_draft (id),
    n BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'return', 'publish', 'withdraw')),
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    reasons TEXT NOT NULL,            -- JSON: reasons by part
    content TEXT NOT NULL,            -- JSON: what was submitted
    sha256 TEXT NOT NULL,             -- of what was submitted, in hex
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (draft_id, n)
);
CREATE TRIGGER course_draft_step_no_update BEFORE UPDATE ON course_draft_step BEGIN SELECT RAISE(ABORT, 'course_draft_step is append-only'); END;
CREATE TRIGGER course_draft_step_no_delete BEFORE DELETE ON course_draft_step BEGIN SELECT RAISE(ABORT, 'course_draft_step is append-only'); END;
CREATE TRIGGER course_draft_step_no_replace BEFORE INSERT ON course_draft_step BEGIN
    SELECT RAISE(ABORT, 'course_draft_step is append-only') WHERE EXISTS (SELECT 1 FROM course_draft_step o WHERE o.draft_id = NEW.draft_id AND o.n = NEW.n);
END;

-- Who may take which step, and when: in turn, in the role for it, and nobody on both sides.
CREATE TRIGGER course_draft_step_duties BEFORE INSERT ON course_draft_step BEGIN
    SELECT RAISE(ABORT, 'course_draft_step: the account is another person''s') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'course_draft_step: the role is not held') WHERE NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer') OR g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'course_draft_step: not a step of this role') WHERE NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise', 'teacher'))
        OR (NEW.kind IN ('return', 'publish') AND NEW.role IN ('county_reviewer', 'city_first_reviewer')));
    SELECT RAISE(ABORT, 'course_draft_step: not the next number') WHERE NEW.n <>
        (SELECT COUNT(*) FROM course_draft_step s WHERE s.draft_id = NEW.draft_id) + 1;
    SELECT RAISE(ABORT, 'course_draft_step: nobody decides on their own') WHERE NEW.kind IN ('return', 'publish') AND EXISTS (
        SELECT 1 FROM course_draft_hand h WHERE h.draft_id = NEW.draft_id AND h.person_id = NEW.person_id
        UNION ALL SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
          AND s.person_id = NEW.person_id AND s.kind IN ('submit', 'withdraw'));
    SELECT RAISE(ABORT, 'course_draft_step: who decided does not write') WHERE NEW.kind IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.person_id = NEW.person_id
          AND s.kind IN ('return', 'publish'));
    SELECT RAISE(ABORT, 'course_draft_step: not its turn') WHERE
        CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 'return' ELSE 'submit' END <>
        COALESCE((SELECT s.kind FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
                  ORDER BY s.n DESC LIMIT 1), 'return');
    SELECT RAISE(ABORT, 'course_draft_step: not what was submitted') WHERE NEW.kind IN ('return', 'publish') AND NOT EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.n = NEW.n - 1
          AND s.sha256 = NEW.sha256);
END;

-- It stands as its last step says.
CREATE TRIGGER course_draft_by_step BEFORE UPDATE OF state ON course_draft WHEN NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'course_draft_by_step: no step leads there') WHERE NEW.state <>
        COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'return' THEN 'returned'
                                     WHEN 'publish' THEN 'published' ELSE 'withdrawn' END
                  FROM course_draft_step s WHERE s.draft_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft');
END;
