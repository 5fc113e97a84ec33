-- What people who register themselves leave behind: the phone they sign in with, and what they agreed to.

-- A number opens one account, known by keyed digest; a family may share a number, but only one of them signs in by it.
CREATE TABLE account_phone (
    phone_digest BYTEA NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    CONSTRAINT account_phone_once UNIQUE (phone_digest)
);
CREATE INDEX account_phone_by_account ON account_phone (account_id);

-- Agreed or taken back, each a line of its own; the newest of a purpose counts.
CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    text_version TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX consent_by_person ON consent (person_id, at_ms);

CREATE TRIGGER consent_append_only BEFORE UPDATE OR DELETE ON consent FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consent_no_truncate BEFORE TRUNCATE ON consent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The household place of people from elsewhere. No class is held there.
INSERT INTO region (id, name, name_en, kind, parent_id) VALUES ('elsewhere', '外地', 'Elsewhere', 'city', NULL);
