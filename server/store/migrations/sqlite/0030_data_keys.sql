-- The keys under which personal numbers are sealed, each wrapped by the master key, which stands in a file elsewhere.

CREATE TABLE data_key (
    -- In hexadecimal; every sealed value begins with a version byte and this. The two roots have a name instead.
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('seal', 'digest', 'checkpoint')),
    cipher TEXT NOT NULL CHECK (cipher IN ('aes-256-gcm', 'sm4-gcm')),
    created_at BIGINT NOT NULL,
    -- Nothing is sealed under it any more.
    retired_at BIGINT
);

-- While a site changes its key file, each key is wrapped twice.
CREATE TABLE wrapped_key (
    key_id TEXT NOT NULL REFERENCES data_key (id),
    -- Which key file: a digest of it.
    master TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (key_id, master)
);
