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
CREATE FUNCTION course_draft_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft'
    THEN RAISE EXCEPTION 'course_draft_begins: it begins as a draft'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER course_draft_begins BEFORE INSERT ON course_draft FOR EACH ROW EXECUTE FUNCTION course_draft_begins();
CREATE FUNCTION course_draft_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('published', 'withdrawn') OR (OLD.state = 'submitted' AND NEW.content <> OLD.content)
    THEN RAISE EXCEPTION 'course_draft_closed: nothing of it changes now'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER course_draft_closed BEFORE UPDATE ON course_draft FOR EACH ROW EXECUTE FUNCTION course_draft_closed();
CREATE FUNCTION course_draft_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'course_draft_kept: it is withdrawn, never deleted';
END;
$$;
CREATE TRIGGER course_draft_kept BEFORE DELETE ON course_draft FOR EACH ROW EXECUTE FUNCTION course_draft_kept();

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
CREATE TRIGGER course_draft_step_append_only BEFORE UPDATE OR DELETE ON course_draft_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER course_draft_step_no_truncate BEFORE TRUNCATE ON course_draft_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who may take which step, and when: in turn, in the role for it, and nobody on both sides.
CREATE FUNCTION course_draft_step_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two people at the same draft take their steps one after another.
    PERFORM 1 FROM course_draft q WHERE q.id = NEW.draft_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'course_draft_step: the account is another person''s'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.role NOT IN ('county_reviewer', 'city_first_reviewer') OR g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'course_draft_step: the role is not held'; END IF;
    IF NOT (
        (NEW.kind IN ('submit', 'withdraw') AND NEW.role IN ('institution_admin', 'enterprise', 'teacher'))
        OR (NEW.kind IN ('return', 'publish') AND NEW.role IN ('county_reviewer', 'city_first_reviewer')))
    THEN RAISE EXCEPTION 'course_draft_step: not a step of this role'; END IF;
    IF NEW.n <>
        (SELECT COUNT(*) FROM course_draft_step s WHERE s.draft_id = NEW.draft_id) + 1
    THEN RAISE EXCEPTION 'course_draft_step: not the next number'; END IF;
    IF NEW.kind IN ('return', 'publish') AND EXISTS (
        SELECT 1 FROM course_draft_hand h WHERE h.draft_id = NEW.draft_id AND h.person_id = NEW.person_id
        UNION ALL SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
          AND s.person_id = NEW.person_id AND s.kind IN ('submit', 'withdraw'))
    THEN RAISE EXCEPTION 'course_draft_step: nobody decides on their own'; END IF;
    IF NEW.kind IN ('submit', 'withdraw') AND EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.person_id = NEW.person_id
          AND s.kind IN ('return', 'publish'))
    THEN RAISE EXCEPTION 'course_draft_step: who decided does not write'; END IF;
    IF (CASE WHEN NEW.kind IN ('submit', 'withdraw') THEN 'return' ELSE 'submit' END) <>
        COALESCE((SELECT s.kind FROM course_draft_step s WHERE s.draft_id = NEW.draft_id
                  ORDER BY s.n DESC LIMIT 1), 'return')
    THEN RAISE EXCEPTION 'course_draft_step: not its turn'; END IF;
    IF NEW.kind IN ('return', 'publish') AND NOT EXISTS (
        SELECT 1 FROM course_draft_step s WHERE s.draft_id = NEW.draft_id AND s.n = NEW.n - 1
          AND s.sha256 = NEW.sha256)
    THEN RAISE EXCEPTION 'course_draft_step: not what was submitted'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER course_draft_step_duties BEFORE INSERT ON course_draft_step FOR EACH ROW EXECUTE FUNCTION course_draft_step_duties();

-- It stands as its last step says.
CREATE FUNCTION course_draft_by_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NEW.state <>
        COALESCE((SELECT CASE s.kind WHEN 'submit' THEN 'submitted' WHEN 'return' THEN 'returned'
                                     WHEN 'publish' THEN 'published' ELSE 'withdrawn' END
                  FROM course_draft_step s WHERE s.draft_id = NEW.id ORDER BY s.n DESC LIMIT 1), 'draft')
    THEN RAISE EXCEPTION 'course_draft_by_step: no step leads there'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER course_draft_by_step BEFORE UPDATE OF state ON course_draft FOR EACH ROW EXECUTE FUNCTION course_draft_by_step();
