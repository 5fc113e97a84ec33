-- Accounts: ways to sign in, with the rights they have, and everything by which somebody proves who they are.

-- A way of a person's to sign in.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    told_at BIGINT,                   -- until when they were told of changes to password and second factor; absent: never
    mark BYTEA NOT NULL DEFAULT '',   -- by the site's key, over this row: one that was not made by the program opens nothing
    CONSTRAINT account_login_once UNIQUE (login)
);
CREATE INDEX account_by_person ON account (person_id);

-- Nobody says of themselves that their document was seen; and nobody begins as somebody who was seen.
CREATE FUNCTION person_seen_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.identity_seen_by IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.identity_seen_by AND a.person_id <> NEW.id)
    THEN RAISE EXCEPTION 'person_seen_by_another: it takes an account of somebody else'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER person_seen_by_another BEFORE UPDATE OF identity_seen_by ON person
    FOR EACH ROW EXECUTE FUNCTION person_seen_by_another();
CREATE FUNCTION person_begins_unseen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.identity_seen_by IS NOT NULL
    THEN RAISE EXCEPTION 'person_begins_unseen: it takes an account of somebody else'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER person_begins_unseen BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_begins_unseen();

-- A role of an account. It stays when the post ends: history keeps the name.
CREATE TABLE role_grant (
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisation (id),
    region_id TEXT REFERENCES region (id),
    granted_at BIGINT NOT NULL,
    ends_at BIGINT,                   -- absent: not yet known
    invited_by TEXT REFERENCES account (id),    -- by whose invitation; absent: since the site was set up
    confirmed_at BIGINT,
    confirmed_by TEXT REFERENCES account (id),  -- the second person, without whom no post that reviews or pays gives a right
    mark BYTEA NOT NULL DEFAULT '',   -- by the site's key, over this row: a role without it gives no right
    CONSTRAINT role_grant_confirmed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    PRIMARY KEY (account_id, role)
);

-- Whoever runs the system neither reviews nor pays nor audits, under whichever account.
CREATE FUNCTION role_grant_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A post that is only ended or shortened offends nobody.
    IF TG_OP = 'UPDATE' AND NEW.account_id = OLD.account_id AND NEW.role = OLD.role
       AND NEW.ends_at IS NOT NULL AND (OLD.ends_at IS NULL OR NEW.ends_at <= OLD.ends_at)
    THEN RETURN NEW; END IF;
    -- One post of a person at a time: of two given at once the second waits here, and then sees the first.
    PERFORM 1 FROM person p JOIN account a ON a.person_id = p.id WHERE a.id = NEW.account_id FOR NO KEY UPDATE OF p;
    IF EXISTS (
        SELECT 1 FROM account a JOIN account b ON b.person_id = a.person_id JOIN role_grant g ON g.account_id = b.id
        WHERE a.id = NEW.account_id AND (g.ends_at IS NULL OR g.ends_at > NEW.granted_at)
          AND ((NEW.role = 'system_administrator' AND g.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))
            OR (g.role = 'system_administrator' AND NEW.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))))
    THEN RAISE EXCEPTION 'role_grant_apart: whoever runs the system neither reviews nor pays'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER role_grant_apart BEFORE INSERT OR UPDATE ON role_grant FOR EACH ROW EXECUTE FUNCTION role_grant_apart();

-- Whoever confirms somebody in a post is a second person.
CREATE FUNCTION role_grant_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.confirmed_by IS NOT NULL AND EXISTS (
        SELECT 1 FROM account c JOIN account o ON o.person_id = c.person_id
        WHERE c.id = NEW.confirmed_by AND o.id IN (NEW.account_id, NEW.invited_by))
    THEN RAISE EXCEPTION 'role_grant_by_two: the second person is neither the holder nor who invited'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER role_grant_by_two BEFORE INSERT OR UPDATE OF confirmed_by ON role_grant
    FOR EACH ROW EXECUTE FUNCTION role_grant_by_two();

-- An official who was invited by a link that opens once.
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    code_digest BYTEA NOT NULL,
    name TEXT NOT NULL,               -- who is meant; empty once the time is over
    role TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    invited_by TEXT REFERENCES account (id),    -- absent: by whoever sets the site up, while nobody runs the system
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    accepted_by TEXT REFERENCES account (id),
    CONSTRAINT invitation_code_once UNIQUE (code_digest)
);
CREATE INDEX invitation_by_time ON invitation (made_at);

-- Without an inviter there are only those to the first who runs the system, and only until there is one.
CREATE FUNCTION invitation_by_somebody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.invited_by IS NULL AND (NEW.role <> 'system_administrator'
       OR EXISTS (SELECT 1 FROM role_grant g WHERE g.role = 'system_administrator'))
    THEN RAISE EXCEPTION 'invitation: somebody invites, but for the first who runs the system'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER invitation_by_somebody BEFORE INSERT ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_by_somebody();

-- Nobody accepts their own invitation, and it opens once and in time; after its time the name of who was meant may go,
-- and nothing else.
CREATE FUNCTION invitation_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.name = '' AND NEW.code_digest = OLD.code_digest AND NEW.role = OLD.role
       AND NEW.organisation_id = OLD.organisation_id AND NEW.region_id = OLD.region_id
       AND NEW.invited_by IS NOT DISTINCT FROM OLD.invited_by AND NEW.made_at = OLD.made_at AND NEW.expires_at = OLD.expires_at
       AND NEW.accepted_at IS NOT DISTINCT FROM OLD.accepted_at AND NEW.accepted_by IS NOT DISTINCT FROM OLD.accepted_by
    THEN RETURN NEW; END IF;
    IF OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.role <> OLD.role OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id
       OR NEW.invited_by IS DISTINCT FROM OLD.invited_by OR NEW.expires_at <> OLD.expires_at
       OR (OLD.invited_by IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM account a JOIN account b ON b.id = OLD.invited_by
                           WHERE a.id = NEW.accepted_by AND a.person_id <> b.person_id))
       OR (OLD.invited_by IS NULL
           AND EXISTS (SELECT 1 FROM role_grant g WHERE g.role = 'system_administrator'))
    THEN RAISE EXCEPTION 'invitation: it opens once, for somebody else, in time'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER invitation_once BEFORE UPDATE ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_once();
CREATE TRIGGER invitation_no_delete BEFORE DELETE ON invitation FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invitation_no_truncate BEFORE TRUNCATE ON invitation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A sign-in that is open: whoever has its token is the account.
CREATE TABLE login_session (
    token_digest BYTEA PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT NOT NULL DEFAULT '',  -- a rough kind such as `android/wechat`, so that people know their own
    mark BYTEA NOT NULL DEFAULT ''    -- by the site's key, over this row: one that was not made by the program is nobody's
);
CREATE INDEX login_session_by_account ON login_session (account_id);
CREATE INDEX login_session_by_end ON login_session (expires_at);

-- A sign-in that ended within the last minute, for nodes that still believe it.
CREATE TABLE login_ended (
    token_digest BYTEA PRIMARY KEY,
    at_ms BIGINT NOT NULL             -- by the clock of the database
);
CREATE INDEX login_ended_by_time ON login_ended (at_ms);
CREATE FUNCTION login_session_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_ms BIGINT := CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT);
BEGIN
    -- Whoever ends one at the same time clears away the same: nobody waits for that.
    DELETE FROM login_ended WHERE token_digest IN (
        SELECT token_digest FROM login_ended WHERE at_ms < now_ms - 60000 FOR UPDATE SKIP LOCKED);
    INSERT INTO login_ended (token_digest, at_ms) VALUES (OLD.token_digest, now_ms)
    ON CONFLICT (token_digest) DO UPDATE SET at_ms = excluded.at_ms;
    RETURN NULL;
END;
$$;
CREATE TRIGGER login_session_ends AFTER DELETE ON login_session FOR EACH ROW EXECUTE FUNCTION login_session_ends();

-- How often a login failed, to slow guessing down.
CREATE TABLE login_failure (
    login TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

-- The phone number that opens an account. A family may share a number, but only one of them signs in by it.
CREATE TABLE account_phone (
    phone_digest BYTEA NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    verified_at BIGINT,               -- when a code sent to it was typed right; until then it is only what somebody wrote
    mark BYTEA NOT NULL DEFAULT '',   -- by the site's key, over this row: one that was not made by the program opens nothing
    CONSTRAINT account_phone_once UNIQUE (phone_digest)
);
CREATE INDEX account_phone_by_account ON account_phone (account_id);

-- The newest one-time code of a number for a purpose; one that was used is gone.
CREATE TABLE one_time_code (
    phone_digest BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    code_digest BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,            -- by everybody but the owner
    PRIMARY KEY (phone_digest, purpose)
);

-- Tries at the newest code of a number, by who typed them: a stranger uses up their own.
CREATE TABLE one_time_code_try (
    phone_digest BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    asker TEXT NOT NULL,              -- a digest: of a network, or of the login whose owner types
    tries BIGINT NOT NULL,
    PRIMARY KEY (phone_digest, purpose, asker)
);

-- A sending of the last day, counted for the number and for the network that asked; or something else of which there may be
-- so many a day.
CREATE TABLE code_sending (
    id TEXT PRIMARY KEY,
    whom TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX code_sending_by_whom ON code_sending (whom, at_ms);
CREATE INDEX code_sending_by_time ON code_sending (at_ms);

-- A second factor: the secret that an authenticator app shares.
CREATE TABLE second_factor (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    secret_sealed BYTEA NOT NULL,
    last_step BIGINT NOT NULL,        -- the half minute whose code was used last: a code opens once
    since BIGINT NOT NULL,
    mark BYTEA NOT NULL DEFAULT ''    -- by the site's key, over whose secret it is since when: no code opens one made beside the program
);

-- A code for the day the phone is lost; it opens once.
CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id),
    code_digest BYTEA NOT NULL,
    used_at BIGINT,
    mark BYTEA NOT NULL DEFAULT '',   -- by the site's key, over this row: one that was not made by the program opens nothing
    PRIMARY KEY (account_id, code_digest)
);

-- A passkey (WebAuthn): a device confirms its owner by fingerprint, face or screen lock. Nothing biometric comes here. One
-- that was removed stays, so that what it once confirmed can be proved.
CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    credential_id TEXT NOT NULL,      -- what the device calls it, base64url
    name TEXT NOT NULL,               -- what its owner calls it
    public_key TEXT NOT NULL,         -- with what else must be kept of it, JSON
    counter BIGINT NOT NULL,          -- how often the device says it was used; always 0 with many devices
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    removed_at BIGINT,
    mark BYTEA NOT NULL DEFAULT '',   -- by the site's key, over whose key it is: one that was not made by the program opens nothing
    CONSTRAINT passkey_credential_once UNIQUE (credential_id)
);
CREATE INDEX passkey_by_account ON passkey (account_id);

-- A key with which a device of the learner's signs what was studied on it; the private part never leaves the device. One
-- that is removed stays: what it signed is checked for ever.
CREATE TABLE device_key (
    id TEXT PRIMARY KEY,              -- half of the SHA-256 of the public point, hexadecimal
    account_id TEXT NOT NULL REFERENCES account (id),
    public_key TEXT NOT NULL,         -- P-256, the uncompressed point, base64url
    device TEXT NOT NULL,             -- a rough kind such as `android/wechat`, so that people know their own
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX device_key_by_account ON device_key (account_id, created_at);

-- What a device is asked to sign. Taken away by the first answer: it serves once, on whichever node.
CREATE TABLE passkey_challenge (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('add', 'sign_in', 'check', 'hold')),
    account_id TEXT NOT NULL,         -- whose device is asked; empty at sign-in, where the answer says who it is
    subject TEXT NOT NULL,            -- the check it answers, or the name of the passkey to be added
    state TEXT NOT NULL,              -- what the answer must fit, JSON
    until_ms BIGINT NOT NULL
);
CREATE INDEX passkey_challenge_by_end ON passkey_challenge (until_ms);
CREATE INDEX passkey_challenge_by_account ON passkey_challenge (account_id);

-- Who an account is at an outside provider of sign-ins (OpenID Connect). It opens the account and gives it no rights.
CREATE TABLE identity_link (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,            -- what the provider calls the person
    account_id TEXT NOT NULL REFERENCES account (id),
    linked_at BIGINT NOT NULL,
    mark BYTEA NOT NULL DEFAULT '',   -- by the site's key, over this row: one that was not made by the program opens nothing
    CONSTRAINT identity_link_subject_once PRIMARY KEY (issuer, subject),
    CONSTRAINT identity_link_account_once UNIQUE (issuer, account_id)
);

-- A device on which somebody of the staff signs in.
CREATE TABLE staff_device (
    device_digest BYTEA NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    last_at BIGINT NOT NULL,
    PRIMARY KEY (device_digest, account_id)
);
CREATE INDEX staff_device_by_time ON staff_device (last_at);

-- A form that was sent and not done: what was typed and what was answered, until its page has shown both again.
CREATE TABLE kept_form (
    number TEXT PRIMARY KEY,          -- stands in the address of the page, and tells nothing
    owner TEXT NOT NULL DEFAULT '',   -- whose it is: an account, or a browser that nobody has signed in with; empty: whoever comes first
    path TEXT NOT NULL,               -- the page that shows it
    form_sealed BYTEA NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX kept_form_by_end ON kept_form (until_ms);
CREATE INDEX kept_form_by_owner ON kept_form (owner, until_ms);
