-- The hours ledger, its Merkle tree and checkpoints; subsidy records; exports; audit log.

CREATE TABLE ledger_entry (
    entry_index BIGINT PRIMARY KEY,   -- place in the tree, from 0
    person_id TEXT NOT NULL REFERENCES person (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    class_id TEXT NOT NULL REFERENCES training_class (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    ms BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    body TEXT NOT NULL                -- canonical JSON of domain::ledger::Entry: the hashed bytes
);
CREATE INDEX ledger_entry_by_enrolment ON ledger_entry (enrolment_id, entry_index);
CREATE INDEX ledger_entry_by_class ON ledger_entry (class_id, entry_index);
CREATE INDEX ledger_entry_by_person ON ledger_entry (person_id, entry_index);

-- Verified time of an entry by local day: what "my hours" and exports sum up.
CREATE TABLE ledger_day (
    entry_index BIGINT NOT NULL REFERENCES ledger_entry (entry_index),
    day TEXT NOT NULL,
    ms BIGINT NOT NULL,
    PRIMARY KEY (entry_index, day)
);

-- Stored hashes of the tree, numbered as in the transparent-log tile scheme.
CREATE TABLE ledger_node (
    node_index BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);

-- One row: how many entries there are; locked by whoever appends.
CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL
);
INSERT INTO ledger_head (id, size) VALUES (1, 0);

CREATE TABLE ledger_checkpoint (
    size BIGINT PRIMARY KEY,
    root BYTEA NOT NULL,
    note TEXT NOT NULL,               -- the signed note, as handed to auditors
    made_at BIGINT NOT NULL
);

CREATE TABLE subsidy_record (
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    policy_version TEXT NOT NULL,
    verified_ms BIGINT NOT NULL,
    required_ms BIGINT NOT NULL,
    credit_tenths BIGINT NOT NULL,
    completed BOOLEAN NOT NULL,
    pay_mode TEXT NOT NULL,
    amount_fen BIGINT NOT NULL,
    reasoning TEXT NOT NULL,          -- JSON of domain::subsidy::Reason
    ledger_size BIGINT NOT NULL,      -- entries counted when it was computed
    computed_at BIGINT NOT NULL
);
CREATE INDEX subsidy_record_by_class ON subsidy_record (class_id);

CREATE TABLE export_run (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    class_id TEXT REFERENCES training_class (id),   -- absent: every class the requester may see
    region_id TEXT REFERENCES region (id),
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv')),
    full_numbers BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    ledger_size BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'building', 'ready', 'failed')),
    alive_at BIGINT,                  -- last sign of life of the job that builds it; without one it is built anew
    failure TEXT,
    file_name TEXT,
    row_count BIGINT,
    sha256 TEXT,
    manifest TEXT,
    finished_at BIGINT
);
CREATE INDEX export_run_by_account ON export_run (account_id, requested_at);
CREATE INDEX export_run_by_state ON export_run (state, requested_at);

-- How often a learner answered a check or let it pass: few rows among many beats.
CREATE INDEX study_record_of_checks ON study_record (session_id, at_ms) WHERE kind IN ('answer', 'ignored', 'expire');
CREATE INDEX study_session_by_enrolment ON study_session (enrolment_id);
-- What waits is little at any time, however long the history.
CREATE INDEX lesson_progress_waiting ON lesson_progress (enrolment_id) WHERE waiting_ms > 0;

-- Who did what, when, from where and why. Append-only.
CREATE TABLE audit_event (
    id TEXT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    account_id TEXT REFERENCES account (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX audit_event_by_time ON audit_event (at_ms);
