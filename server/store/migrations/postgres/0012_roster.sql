-- Rosters: who is invited to a class. A row is an invitation, never a person.

-- Somebody whom a class invites. Of the document there is a digest and what may be seen of the number; name and phone go as soon
-- as they have accepted, and all of it some time after the class.
CREATE TABLE class_invitation (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES training_class (id),
    document_type TEXT NOT NULL,
    document_digest BYTEA NOT NULL,
    document_masked TEXT NOT NULL,
    name_sealed BYTEA NOT NULL,
    phone_sealed BYTEA NOT NULL,
    phone_masked TEXT NOT NULL,
    category_code TEXT REFERENCES person_category (code),
    row_digest BYTEA NOT NULL,        -- of name, phone and category: whether a later roster says something new
    code_digest BYTEA NOT NULL,       -- of the code in the link
    place BIGINT NOT NULL,            -- in the order of the roster
    invited_at BIGINT NOT NULL,
    invited_by TEXT NOT NULL REFERENCES account (id),
    until_ms BIGINT NOT NULL,         -- the end of the class
    accepted_at BIGINT,
    enrolment_id TEXT,                -- what came of it
    withdrawn_at BIGINT,
    withdrawn_by TEXT REFERENCES account (id),
    reason TEXT NOT NULL DEFAULT '',  -- why it was withdrawn
    CONSTRAINT class_invitation_state CHECK (accepted_at IS NULL OR withdrawn_at IS NULL),
    CONSTRAINT class_invitation_taken CHECK ((accepted_at IS NULL) = (enrolment_id IS NULL)),
    CONSTRAINT class_invitation_once UNIQUE (class_id, document_type, document_digest),
    CONSTRAINT class_invitation_code_once UNIQUE (code_digest)
);
CREATE INDEX class_invitation_by_place ON class_invitation (class_id, invited_at, place);
CREATE INDEX class_invitation_by_end ON class_invitation (until_ms);

-- A roster that was sent, for a day: its faults are told and its copy made from it.
CREATE TABLE roster_import (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES training_class (id),
    file_sealed BYTEA NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    invited BIGINT NOT NULL,          -- so many new ones
    changed BIGINT NOT NULL           -- so many of which name, phone or category changed
);
CREATE INDEX roster_import_by_class ON roster_import (class_id, made_at);
CREATE INDEX roster_import_by_time ON roster_import (made_at);
