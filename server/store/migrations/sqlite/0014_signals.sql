-- What an auditor may want to look at, apart from everything that counts seconds.

-- On which device and over which network a study session was opened: keyed digests, nothing readable.
CREATE TABLE study_trace (
    session_id TEXT PRIMARY KEY REFERENCES study_session (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    opened_at BIGINT NOT NULL,
    device_digest BLOB,
    network_digest BLOB
);
CREATE INDEX study_trace_by_time ON study_trace (opened_at);

-- Devices on which somebody of the staff signs in.
CREATE TABLE staff_device (
    device_digest BLOB NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    last_at BIGINT NOT NULL,
    PRIMARY KEY (device_digest, account_id)
);

-- A pattern for a human look, and what came of the look.
CREATE TABLE signal (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,             -- what it is about, `person:…`, `device:…`: with the kind, once while open
    class_id TEXT REFERENCES training_class (id),
    day TEXT,                          -- the local day, where it is about one
    found_at BIGINT NOT NULL,
    evidence TEXT NOT NULL,            -- JSON: the numbers of its sentence
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

CREATE INDEX study_session_by_lesson ON study_session (lesson_id, opened_at);
CREATE INDEX attendance_check_by_time ON attendance_check (issued_at);
