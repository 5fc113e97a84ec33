-- Study: sessions, how far everyone has come, the evidence, checks and what was refused.

-- A session: somebody before one lesson, from opening to closing it.
CREATE TABLE study_session (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    policy_version TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT CHECK (end_reason IN ('closed', 'superseded'))
);
CREATE INDEX study_session_by_person ON study_session (person_id, opened_at);
CREATE INDEX study_session_by_enrolment ON study_session (enrolment_id);
CREATE INDEX study_session_by_lesson ON study_session (lesson_id, opened_at);

-- On which device and over which network a session was opened. Apart from everything that counts seconds.
CREATE TABLE study_trace (
    session_id TEXT PRIMARY KEY REFERENCES study_session (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    opened_at BIGINT NOT NULL,
    device_digest BYTEA,
    network_digest BYTEA
);
CREATE INDEX study_trace_by_time ON study_trace (opened_at);

-- Where a person's study stands: the one row that a beat changes.
CREATE TABLE person_study (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    state TEXT NOT NULL,              -- JSON of domain::study::PersonStudy
    log BYTEA,                        -- domain::study::RecordLog of the open segment
    live_progress TEXT,               -- JSON of domain::study::LessonProgress of the live lesson
    live_counted_ms BIGINT NOT NULL DEFAULT 0,   -- of it not yet in lesson_progress
    -- What lists need of the state:
    live_enrolment_id TEXT,
    live_lesson_id TEXT,
    last_beat_at BIGINT NOT NULL,
    open_check_id TEXT,
    held BOOLEAN NOT NULL,
    -- MAC of state, log and live progress (store_read::row_mac): what was not written by the running server is not counted on.
    mac BYTEA NOT NULL DEFAULT ''
-- A beat rewrites the row in its own page, without touching an index; rows of a few kilobytes stay in it.
) WITH (fillfactor = 50, toast_tuple_target = 8160);
CREATE INDEX person_study_by_live ON person_study (live_enrolment_id);

-- How far somebody has come in a lesson.
CREATE TABLE lesson_progress (
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    covered TEXT NOT NULL,            -- JSON of domain::coverage::Ranges
    position_ms BIGINT NOT NULL,
    credited_to_ms BIGINT NOT NULL,
    waiting_ms BIGINT NOT NULL,
    verified_ms BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, lesson_id)
);
-- What waits is little at any time, however long the history.
CREATE INDEX lesson_progress_waiting ON lesson_progress (enrolment_id) WHERE waiting_ms > 0;

-- The raw records of a closed segment: everything that happened, in order and chained by hash.
CREATE TABLE evidence (
    person_id TEXT NOT NULL REFERENCES person (id),
    first_n BIGINT NOT NULL,          -- number of its first record among the person's
    last_n BIGINT NOT NULL,
    last_at BIGINT NOT NULL,          -- time of its last record
    body BYTEA NOT NULL,              -- domain::study::RecordLog, packed (store::packed)
    mac BYTEA NOT NULL DEFAULT '',    -- MAC of the row (store_read::row_mac)
    PRIMARY KEY (person_id, first_n)
);
CREATE INDEX evidence_by_time ON evidence (last_at);

-- A person's segments of a month that is long over, in one row: together they pack better.
CREATE TABLE evidence_archive (
    person_id TEXT NOT NULL REFERENCES person (id),
    first_n BIGINT NOT NULL,
    last_n BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    mac BYTEA NOT NULL DEFAULT '',
    PRIMARY KEY (person_id, first_n)
);
CREATE TRIGGER evidence_archive_append_only BEFORE UPDATE OR DELETE ON evidence_archive FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_archive_no_truncate BEFORE TRUNCATE ON evidence_archive FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- All evidence, wherever it lies.
CREATE VIEW evidence_kept AS
SELECT person_id, first_n, last_n, last_at, body, mac FROM evidence_archive
UNION ALL SELECT person_id, first_n, last_n, last_at, body, mac FROM evidence;

-- Evidence never changes, and only what an archive holds may leave the table of single segments.
CREATE FUNCTION evidence_is_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM evidence_archive v
                   WHERE v.person_id = OLD.person_id AND v.first_n <= OLD.first_n AND v.last_n >= OLD.last_n)
    THEN RAISE EXCEPTION 'evidence is append-only'; END IF;
    RETURN OLD;
END;
$$;
CREATE TRIGGER evidence_append_only BEFORE UPDATE ON evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_is_archived BEFORE DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_is_archived();
CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An attendance check and what became of it, for lists and signals: what counts stands in the evidence. Decided checks that
-- are old are counted in check_tally and leave this list.
CREATE TABLE attendance_check (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    session_id TEXT NOT NULL REFERENCES study_session (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    class_id TEXT,                    -- the enrolment's
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    kind TEXT NOT NULL,
    question_id TEXT,
    offer BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    shown_at BIGINT,
    ignored_at TEXT,                  -- moments at which an offer of it ran out unanswered, JSON
    answered_at BIGINT,
    outcome TEXT CHECK (outcome IN ('passed', 'wrong', 'hold', 'expired')),
    given_answer TEXT,
    hasty BOOLEAN NOT NULL DEFAULT FALSE,   -- answered faster than it can be read
    reply TEXT                        -- the stored answer to a final answer, returned if it is sent again
);
CREATE INDEX attendance_check_by_person ON attendance_check (person_id, issued_at);
CREATE INDEX attendance_check_by_enrolment ON attendance_check (enrolment_id);
CREATE INDEX attendance_check_by_question ON attendance_check (question_id, class_id, shown_at) WHERE question_id IS NOT NULL;
CREATE INDEX attendance_check_by_time ON attendance_check (issued_at);
CREATE INDEX attendance_check_decided ON attendance_check (answered_at) WHERE answered_at IS NOT NULL;

-- How many old checks of an enrolment have left attendance_check.
CREATE TABLE check_tally (
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    answered BIGINT NOT NULL,
    unanswered BIGINT NOT NULL        -- offers that ran out
);

-- How often a question was asked in a week (of seven days since 1970) by checks that have left attendance_check, for the report
-- on exposure alone: by the seconds to the right answer, -1 where the answer was wrong, -2 where there was none.
CREATE TABLE question_tally (
    question_id TEXT NOT NULL REFERENCES question (id),
    week BIGINT NOT NULL,
    took_s BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    PRIMARY KEY (question_id, week, took_s)
);

-- Seconds that were refused, summed by day and reason.
CREATE TABLE refusal (
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    day TEXT NOT NULL,
    code TEXT NOT NULL,
    ms BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, lesson_id, day, code)
);
