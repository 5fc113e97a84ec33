-- Papers that prove a person category.

-- A paper that somebody sent: looked at by an official, accepted or refused with a reason.
CREATE TABLE category_paper (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    category_code TEXT NOT NULL REFERENCES person_category (code),
    since TEXT NOT NULL,              -- the day since which the category holds, as the person says
    name_sealed BYTEA NOT NULL,       -- a file's name may hold somebody's number
    kind TEXT NOT NULL CHECK (kind IN ('jpg', 'png', 'pdf')),
    bytes BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('open', 'accepted', 'refused')),
    decided_at BIGINT,
    decided_by TEXT REFERENCES account (id),
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX category_paper_by_person ON category_paper (person_id, sent_at);
CREATE INDEX category_paper_open ON category_paper (standing, sent_at);
CREATE INDEX category_paper_by_decision ON category_paper (decided_at) WHERE decided_at IS NOT NULL;

-- The file itself, apart, so that lists never read it.
CREATE TABLE paper_content (
    paper_id TEXT PRIMARY KEY REFERENCES category_paper (id),
    content_sealed BYTEA NOT NULL
);

-- An official who has looked at a paper: nobody decides on what they have not seen.
CREATE TABLE paper_seen (
    paper_id TEXT NOT NULL REFERENCES category_paper (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (paper_id, account_id)
);
