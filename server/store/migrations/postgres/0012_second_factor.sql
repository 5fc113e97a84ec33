-- A second factor: the secret an authenticator app shares, sealed, and codes for the day the phone is lost.

CREATE TABLE second_factor (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    secret_sealed BYTEA NOT NULL,
    -- The half minute whose code was used last: a code opens once.
    last_step BIGINT NOT NULL,
    since BIGINT NOT NULL
);

-- Known by keyed digest; each opens once.
CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id),
    code_digest BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_digest)
);
