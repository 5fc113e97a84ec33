-- Facts about the database itself, and its keys. A name that ends in _sealed is encrypted under a data key; one that ends
-- in _digest is a keyed digest, for looking for what equals it; times are unix milliseconds; days are local, as 2026-11-26.

-- What must never change, cannot: the tables of the books refuse UPDATE, DELETE and TRUNCATE by triggers that call this.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;

-- A fact about the database itself, written once: which key file belongs to it, which demo city it holds.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- A key of the site. The key itself stands in wrapped_key.
CREATE TABLE data_key (
    id TEXT PRIMARY KEY,              -- hexadecimal, in every value sealed under it; the two roots have a name instead
    purpose TEXT NOT NULL CHECK (purpose IN ('seal', 'digest', 'checkpoint')),
    cipher TEXT NOT NULL CHECK (cipher IN ('aes-256-gcm', 'sm4-gcm')),
    created_at BIGINT NOT NULL,
    retired_at BIGINT                 -- since then nothing is sealed under it
);

-- A key, wrapped by the master key of a key file, which stands elsewhere. While a site changes its key file, each is
-- wrapped twice.
CREATE TABLE wrapped_key (
    key_id TEXT NOT NULL REFERENCES data_key (id),
    master TEXT NOT NULL,             -- which key file: a digest of it
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (key_id, master)
);
