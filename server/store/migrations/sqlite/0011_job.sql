-- Work that is done beside requests. What is done once has a row of its own subject; what recurs has one row for its kind,
-- with the time of its next turn, so that of several nodes one does it.
CREATE TABLE job (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,            -- the id of what it is about; empty for what recurs
    payload TEXT NOT NULL,            -- JSON, where the subject does not say everything
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    run_after BIGINT NOT NULL,
    attempts BIGINT NOT NULL,         -- since it last succeeded
    lease_until BIGINT,               -- when its worker is taken for dead, unless it gives a sign of life
    leased_by TEXT,                   -- host and process of that worker
    last_error TEXT,
    steps_done BIGINT,                -- how far its worker has come, where it says so
    steps BIGINT,                     -- of so many
    created_at BIGINT NOT NULL,
    finished_at BIGINT,               -- of what recurs: when it last ended well
    PRIMARY KEY (kind, subject)
);
CREATE INDEX job_by_turn ON job (kind, state, run_after);
