-- People, organisations, accounts and rights.
-- A person is a human being, known by a document; an account is a way to sign in.
-- Personal numbers are sealed (encrypted); equality is searched by keyed digest.

CREATE TABLE region (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('city', 'county', 'zone')),
    parent_id TEXT REFERENCES region (id)
);

CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bureau', 'institution', 'enterprise', 'college', 'partner')),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    region_id TEXT NOT NULL REFERENCES region (id),
    credit_code TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL
);

CREATE TABLE person_category (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL
);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    sex TEXT NOT NULL CHECK (sex IN ('f', 'm')),
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
    created_at BIGINT NOT NULL,
    CONSTRAINT person_document_once UNIQUE (document_type, document_digest)
);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT account_login_once UNIQUE (login)
);
CREATE INDEX account_by_person ON account (person_id);

CREATE TABLE role_grant (
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisation (id),
    region_id TEXT REFERENCES region (id),
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, role)
);

CREATE TABLE login_session (
    token_digest BYTEA PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX login_session_by_account ON login_session (account_id);

-- Failed sign-ins, to slow guessing down per account.
CREATE TABLE login_failure (
    login TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
