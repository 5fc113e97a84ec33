-- The final test of a class (结业考试): which classes have one, each try at it, and each answer as it was saved.

-- A class that has a final test. It has it before anybody is in it, and for good.
CREATE TABLE class_exam (
    class_id TEXT PRIMARY KEY REFERENCES training_class (id),
    set_by TEXT NOT NULL REFERENCES account (id),
    set_at BIGINT NOT NULL
);
CREATE TRIGGER class_exam_append_only BEFORE UPDATE OR DELETE ON class_exam FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER class_exam_no_truncate BEFORE TRUNCATE ON class_exam FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION class_exam_before_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM enrolment e WHERE e.class_id = NEW.class_id)
    THEN RAISE EXCEPTION 'class_exam: somebody is in the class already'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER class_exam_before_all BEFORE INSERT ON class_exam FOR EACH ROW EXECUTE FUNCTION class_exam_before_all();

-- One try of one learner. What was drawn never changes; handing in fills the rest, once.
CREATE TABLE exam_paper (
    id TEXT PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    n BIGINT NOT NULL,                -- which try, from 1
    seed TEXT NOT NULL,               -- by which it was drawn: sixteen hexadecimal digits
    questions TEXT NOT NULL,          -- JSON: ids, and in which order the choices stand; choice 0 is right
    count BIGINT NOT NULL,            -- how many
    started_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,          -- until when it may be worked on
    submitted_at BIGINT,
    answers_sha256 TEXT,              -- of all answers as they were saved, with the seed
    mark BIGINT,                      -- whole percent
    passed BOOLEAN,
    CONSTRAINT exam_paper_once UNIQUE (enrolment_id, n),
    CONSTRAINT exam_paper_marked CHECK (
        (submitted_at IS NULL) = (mark IS NULL) AND (submitted_at IS NULL) = (passed IS NULL)
        AND (submitted_at IS NULL) = (answers_sha256 IS NULL)),
    CONSTRAINT exam_paper_bounds CHECK (mark BETWEEN 0 AND 100 AND count > 0 AND ends_at > started_at)
);
CREATE INDEX exam_paper_open ON exam_paper (ends_at) WHERE submitted_at IS NULL;
CREATE TRIGGER exam_paper_no_delete BEFORE DELETE ON exam_paper FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER exam_paper_no_truncate BEFORE TRUNCATE ON exam_paper FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION exam_paper_hands_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.submitted_at IS NOT NULL OR NEW.submitted_at IS NULL OR NEW.submitted_at < OLD.started_at
  OR NEW.id <> OLD.id OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.n <> OLD.n OR NEW.seed <> OLD.seed
  OR NEW.questions <> OLD.questions OR NEW.count <> OLD.count OR NEW.started_at <> OLD.started_at
  OR NEW.ends_at <> OLD.ends_at
    THEN RAISE EXCEPTION 'exam_paper: it is handed in once, and nothing else of it changes'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER exam_paper_hands_in BEFORE UPDATE ON exam_paper FOR EACH ROW EXECUTE FUNCTION exam_paper_hands_in();
CREATE FUNCTION exam_paper_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.submitted_at IS NOT NULL
    THEN RAISE EXCEPTION 'exam_paper: it begins with nothing handed in'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM enrolment e JOIN class_exam x ON x.class_id = e.class_id
        WHERE e.id = NEW.enrolment_id
          AND NOT EXISTS (SELECT 1 FROM class_closing k WHERE k.class_id = e.class_id))
    THEN RAISE EXCEPTION 'exam_paper: the class has no test, or is closed'; END IF;
    IF NEW.n <>
        (SELECT COUNT(*) FROM exam_paper o WHERE o.enrolment_id = NEW.enrolment_id) + 1
    THEN RAISE EXCEPTION 'exam_paper: not the next try'; END IF;
    IF EXISTS (
        SELECT 1 FROM exam_paper o WHERE o.enrolment_id = NEW.enrolment_id AND (o.submitted_at IS NULL OR o.passed))
    THEN RAISE EXCEPTION 'exam_paper: one is not handed in, or was passed'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER exam_paper_begins BEFORE INSERT ON exam_paper FOR EACH ROW EXECUTE FUNCTION exam_paper_begins();

-- An answer as it was saved, at once, with the server's time; the last one to a question counts.
CREATE TABLE exam_answer (
    paper_id TEXT NOT NULL REFERENCES exam_paper (id),
    seq BIGINT NOT NULL,              -- from 1, in the order of saving
    n BIGINT NOT NULL,                -- to which question of the paper, from 1
    place BIGINT NOT NULL,            -- which of the choices as they stood, from 0
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (paper_id, seq)
);
CREATE TRIGGER exam_answer_append_only BEFORE UPDATE OR DELETE ON exam_answer FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER exam_answer_no_truncate BEFORE TRUNCATE ON exam_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION exam_answer_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <>
        (SELECT COUNT(*) FROM exam_answer o WHERE o.paper_id = NEW.paper_id) + 1
    THEN RAISE EXCEPTION 'exam_answer: not the next one'; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM exam_paper p WHERE p.id = NEW.paper_id AND p.submitted_at IS NULL
          AND NEW.at_ms BETWEEN p.started_at AND p.ends_at + 30000 AND NEW.n BETWEEN 1 AND p.count AND NEW.place >= 0)
    THEN RAISE EXCEPTION 'exam_answer: the paper was handed in, or its time is over'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER exam_answer_in_time BEFORE INSERT ON exam_answer FOR EACH ROW EXECUTE FUNCTION exam_answer_in_time();

-- What is frozen of a class that has a test: the mark that counts, absent of who did not sit it.
ALTER TABLE class_closing_line ADD COLUMN has_exam BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE class_closing_line ADD COLUMN exam_mark BIGINT;
CREATE FUNCTION class_closing_line_exam() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.has_exam <> EXISTS (SELECT 1 FROM class_exam x WHERE x.class_id = NEW.class_id)
        OR COALESCE(NEW.exam_mark, -1) <> COALESCE(
            (SELECT MAX(p.mark) FROM exam_paper p WHERE p.enrolment_id = NEW.enrolment_id), -1)
        OR EXISTS (SELECT 1 FROM exam_paper p WHERE p.enrolment_id = NEW.enrolment_id AND p.submitted_at IS NULL)
    THEN RAISE EXCEPTION 'class_closing_line: not the mark of its test'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER class_closing_line_exam BEFORE INSERT ON class_closing_line FOR EACH ROW EXECUTE FUNCTION class_closing_line_exam();
