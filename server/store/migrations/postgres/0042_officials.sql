-- Officials: invited by a link that opens once, replaced when they change their post, never impersonated.

-- When a role ends; absent: not yet known. The row stays: history keeps the name.
ALTER TABLE role_grant ADD COLUMN ends_at BIGINT;

CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    code_digest BYTEA NOT NULL,
    name TEXT NOT NULL,                -- who is meant
    role TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    invited_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    accepted_by TEXT REFERENCES account (id),
    CONSTRAINT invitation_code_once UNIQUE (code_digest)
);
CREATE INDEX invitation_by_time ON invitation (made_at);

-- Who works on an appeal; the last line of an appeal counts.
CREATE TABLE appeal_holder (
    appeal_id TEXT NOT NULL REFERENCES appeal (id),
    n BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (appeal_id, n)
);
CREATE INDEX appeal_holder_by_account ON appeal_holder (account_id);

-- Whoever runs the system neither reviews nor pays nor audits, under whichever account.
CREATE FUNCTION role_grant_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM account a JOIN account b ON b.person_id = a.person_id JOIN role_grant g ON g.account_id = b.id
        WHERE a.id = NEW.account_id AND (g.ends_at IS NULL OR g.ends_at > NEW.granted_at)
          AND ((NEW.role = 'system_administrator' AND g.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))
            OR (g.role = 'system_administrator' AND NEW.role IN ('county_reviewer', 'city_first_reviewer',
                'city_second_reviewer', 'finance_officer', 'internal_controller', 'external_auditor'))))
    THEN RAISE EXCEPTION 'role_grant: whoever runs the system neither reviews nor pays'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER role_grant_apart BEFORE INSERT ON role_grant FOR EACH ROW EXECUTE FUNCTION role_grant_apart();

-- Nobody accepts their own invitation; an invitation opens once and in time.
CREATE FUNCTION invitation_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR NEW.accepted_at >= OLD.expires_at
       OR NEW.role <> OLD.role OR NEW.organisation_id <> OLD.organisation_id OR NEW.region_id <> OLD.region_id
       OR NEW.invited_by <> OLD.invited_by OR NEW.expires_at <> OLD.expires_at
       OR NOT EXISTS (SELECT 1 FROM account a JOIN account b ON b.id = OLD.invited_by
                      WHERE a.id = NEW.accepted_by AND a.person_id <> b.person_id)
    THEN RAISE EXCEPTION 'invitation: it opens once, for somebody else, in time'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER invitation_once BEFORE UPDATE ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_once();
CREATE TRIGGER invitation_no_delete BEFORE DELETE ON invitation FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invitation_no_truncate BEFORE TRUNCATE ON invitation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A step belongs to a post that has not ended.
CREATE FUNCTION appeal_step_in_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms))
    THEN RAISE EXCEPTION 'appeal_step: the post has ended'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER appeal_step_in_post BEFORE INSERT ON appeal_step FOR EACH ROW EXECUTE FUNCTION appeal_step_in_post();

CREATE TRIGGER appeal_holder_append_only BEFORE UPDATE OR DELETE ON appeal_holder FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER appeal_holder_no_truncate BEFORE TRUNCATE ON appeal_holder FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
