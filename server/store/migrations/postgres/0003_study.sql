-- Study: sessions, raw records, checks and how far everyone has come.

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

-- The state of a person's study (JSON of domain::study::PersonStudy), with what lists need beside it.
CREATE TABLE person_study (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    state TEXT NOT NULL,
    live_enrolment_id TEXT,
    live_lesson_id TEXT,
    last_beat_at BIGINT NOT NULL,
    open_check_id TEXT,
    held BOOLEAN NOT NULL
);
CREATE INDEX person_study_by_live ON person_study (live_enrolment_id);

CREATE TABLE lesson_progress (
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    covered TEXT NOT NULL,         -- JSON of domain::coverage::Ranges
    position_ms BIGINT NOT NULL,
    credited_to_ms BIGINT NOT NULL,
    waiting_ms BIGINT NOT NULL,
    verified_ms BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, lesson_id)
);

-- Everything that happened, in order and chained by hash. Append-only.
CREATE TABLE study_record (
    person_id TEXT NOT NULL REFERENCES person (id),
    n BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    session_id TEXT NOT NULL,
    seq BIGINT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    answer TEXT,                   -- the stored answer to a beat
    PRIMARY KEY (person_id, n),
    CONSTRAINT study_record_beat_once UNIQUE (session_id, seq)
);

-- Every attendance check and what became of it.
CREATE TABLE attendance_check (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    session_id TEXT NOT NULL REFERENCES study_session (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    kind TEXT NOT NULL,
    question_id TEXT,
    offer BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    shown_at BIGINT,
    answered_at BIGINT,
    outcome TEXT CHECK (outcome IN ('passed', 'wrong', 'hold', 'expired')),
    given_answer TEXT,
    reply TEXT                     -- the stored answer to a final answer, returned if it is sent again
);
CREATE INDEX attendance_check_by_person ON attendance_check (person_id, issued_at);
CREATE INDEX attendance_check_by_enrolment ON attendance_check (enrolment_id);

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
