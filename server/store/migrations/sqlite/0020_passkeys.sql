-- Passkeys (WebAuthn): a device confirms its owner by fingerprint, face or screen lock. Nothing biometric comes here.
-- A passkey that was removed stays, so that what it once confirmed can be proved.

CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    -- What the device calls it, base64url.
    credential_id TEXT NOT NULL,
    -- What its owner calls it.
    name TEXT NOT NULL,
    -- The public key and what else must be kept of it, as JSON.
    public_key TEXT NOT NULL,
    -- How often the device says it was used; always 0 with many devices.
    counter BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    removed_at BIGINT,
    CONSTRAINT passkey_credential_once UNIQUE (credential_id)
);
CREATE INDEX passkey_by_account ON passkey (account_id);

-- What a device is asked to sign. Taken away by the first answer: it serves once, on whichever node.
CREATE TABLE passkey_challenge (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('add', 'sign_in', 'check', 'hold')),
    -- Whose device is asked; empty at sign-in, where the answer says who it is.
    account_id TEXT NOT NULL,
    -- The check it answers, or the name of the passkey to be added.
    subject TEXT NOT NULL,
    -- What the answer must fit, as JSON.
    state TEXT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX passkey_challenge_by_end ON passkey_challenge (until_ms);
CREATE INDEX passkey_challenge_by_account ON passkey_challenge (account_id);
