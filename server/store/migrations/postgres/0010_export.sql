-- Exports of hours.

-- A table that somebody asked for, built by a job. Its line, fingerprint and manifest stay when the file is erased.
CREATE TABLE export_run (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    class_id TEXT REFERENCES training_class (id),   -- absent: every class the requester may see
    region_id TEXT REFERENCES region (id),
    ended_from TEXT NOT NULL DEFAULT '',            -- classes that end in this month (YYYY-MM) or later; empty: whenever they end
    ended_until TEXT NOT NULL DEFAULT '',           -- and in this month or earlier
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv', 'csv_raw')),
    full_numbers BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    ledger_size BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'building', 'ready', 'failed')),
    failure TEXT,
    file_name TEXT,
    row_count BIGINT,
    sha256 TEXT,
    manifest TEXT,
    finished_at BIGINT,
    erased_at BIGINT                  -- when its file was erased
);
CREATE INDEX export_run_by_account ON export_run (account_id, requested_at);
CREATE INDEX export_run_by_state ON export_run (state, requested_at);
