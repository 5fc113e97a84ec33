-- Regions, organisations, and people: human beings, known by a document.

-- A city, county or zone.
CREATE TABLE region (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('city', 'county', 'zone')),
    parent_id TEXT REFERENCES region (id)
);
-- The household place of people from elsewhere. No class is held there.
INSERT INTO region (id, name, name_en, kind, parent_id) VALUES ('elsewhere', '外地', 'Elsewhere', 'city', NULL);

-- A bureau, a school, an enterprise: whoever holds classes or answers for them.
CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bureau', 'institution', 'enterprise', 'college', 'partner')),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    region_id TEXT NOT NULL REFERENCES region (id),
    credit_code TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL
);

-- A category of people who are trained at public cost, with the days on which it holds.
CREATE TABLE person_category (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL              -- the rule that names it
);

-- A human being. When their account is closed, what the rules of archives want kept stays sealed until a day, and
-- everything else goes.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,               -- empty once the account is closed
    name_sealed BYTEA,                -- the name of somebody whose account is closed
    sex TEXT NOT NULL CHECK (sex IN ('', 'f', 'm')),   -- of somebody who is gone it is not known
    birth_date TEXT NOT NULL,
    document_type TEXT NOT NULL,
    document_digest BYTEA NOT NULL,
    document_sealed BYTEA NOT NULL,
    document_masked TEXT NOT NULL,
    phone_sealed BYTEA NOT NULL,
    phone_masked TEXT NOT NULL,
    region_id TEXT NOT NULL REFERENCES region (id),
    category_code TEXT REFERENCES person_category (code),
    category_since TEXT,
    category_paper_id TEXT,           -- the accepted paper that proves it; absent: the person says so
    identity_seen_at BIGINT,          -- when an official saw them with their document; absent: hours count, no money
    identity_seen_by TEXT,            -- the official's account, never one's own (0003_account.sql)
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    kept_until BIGINT,                -- absent where nothing of somebody is kept (any more), and for everybody else
    -- A random number in the digests of this row that stand in the audit log: once it is gone, nobody can tell of whom they are.
    fact_salt BYTEA NOT NULL DEFAULT '',
    CONSTRAINT person_identity_seen CHECK ((identity_seen_at IS NULL) = (identity_seen_by IS NULL)),
    CONSTRAINT person_document_once UNIQUE (document_type, document_digest)
);
CREATE INDEX person_by_end ON person (kept_until) WHERE kept_until IS NOT NULL;

-- A number that somebody's document had before it was renewed: nobody registers with it as somebody else. It goes with the
-- person's name and number.
CREATE TABLE former_document (
    person_id TEXT NOT NULL REFERENCES person (id),
    document_type TEXT NOT NULL,
    document_digest BYTEA NOT NULL,
    at_ms BIGINT NOT NULL,            -- when it was exchanged for another
    PRIMARY KEY (document_type, document_digest)
);
CREATE INDEX former_document_by_person ON former_document (person_id);

-- What somebody agreed to or took back; the newest of a purpose counts.
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
