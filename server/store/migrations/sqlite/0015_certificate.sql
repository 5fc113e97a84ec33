-- Certificates that were issued.

-- What was issued, of whom, up to which entry of the ledger. It stays; an official may take it back, once.
CREATE TABLE certificate (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('learning_record', 'completion')),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    until_entry BIGINT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    content_digest BLOB NOT NULL,           -- by the site's key, over what it says
    issued_at BIGINT NOT NULL,
    revoked_at BIGINT,
    revoked_by TEXT REFERENCES account (id),
    revoked_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT certificate_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CONSTRAINT certificate_once UNIQUE (kind, enrolment_id, until_entry, language)
);
CREATE INDEX certificate_by_enrolment ON certificate (enrolment_id, until_entry);

-- What it says, with the name of the person: it goes when they close their account.
CREATE TABLE certificate_content (
    certificate_id TEXT PRIMARY KEY REFERENCES certificate (id),
    content_sealed BLOB NOT NULL
);

CREATE TRIGGER certificate_once_taken_back BEFORE UPDATE ON certificate
WHEN OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
     OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.until_entry <> OLD.until_entry OR NEW.language <> OLD.language
     OR NEW.content_digest <> OLD.content_digest OR NEW.issued_at <> OLD.issued_at
BEGIN SELECT RAISE(ABORT, 'certificate: it is taken back once, and nothing else of it changes'); END;
CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, 'certificate is append-only'); END;
CREATE TRIGGER certificate_no_replace BEFORE INSERT ON certificate BEGIN
    SELECT RAISE(ABORT, 'certificate is append-only') WHERE EXISTS (SELECT 1 FROM certificate o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'certificate is append-only') WHERE EXISTS (SELECT 1 FROM certificate o WHERE o.kind = NEW.kind
        AND o.enrolment_id = NEW.enrolment_id AND o.until_entry = NEW.until_entry AND o.language = NEW.language);
END;
