-- One-time codes sent to phones. Neither number nor code stands here: both are known by keyed digest.

-- When a code sent to the number was typed right; until then the number is only what somebody wrote down.
ALTER TABLE account_phone ADD COLUMN verified_at BIGINT;

-- The newest code of a number for a purpose; one that was used is gone.
CREATE TABLE one_time_code (
    phone_digest BLOB NOT NULL,
    purpose TEXT NOT NULL,
    code_digest BLOB NOT NULL,
    sent_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (phone_digest, purpose)
);

-- Sendings of the last day, each counted for the number and for the network that asked.
CREATE TABLE code_sending (
    id TEXT PRIMARY KEY,
    whom TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX code_sending_by_whom ON code_sending (whom, at_ms);
CREATE INDEX code_sending_by_time ON code_sending (at_ms);
