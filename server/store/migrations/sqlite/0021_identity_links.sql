-- Who an account is at an outside provider of sign-ins (OpenID Connect). It opens the account and gives it no rights.
CREATE TABLE identity_link (
    issuer TEXT NOT NULL,
    -- What the provider calls the person.
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject),
    CONSTRAINT identity_link_once UNIQUE (issuer, account_id)
);
