-- Publications: what passed both reviews is shown to the public before it is paid, and anybody may object.

-- A list of who is to be paid, shown to the public for some working days. Nothing of it ever changes once it has its sums.
CREATE TABLE publication (
    id TEXT PRIMARY KEY,
    people BIGINT NOT NULL,           -- how many stand in it; 0 while it is being written
    amount_fen BIGINT NOT NULL,       -- what they are owed together
    sha256 TEXT NOT NULL,             -- of its lines, in hex
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX publication_by_time ON publication (at_ms);
CREATE TRIGGER publication_kept BEFORE DELETE ON publication BEGIN
    SELECT RAISE(ABORT, 'publication_kept: it is never deleted');
END;

-- Somebody in it.
CREATE TABLE publication_line (
    publication_id TEXT NOT NULL REFERENCES publication (id),
    n BIGINT NOT NULL,                -- place in the list, from 1
    claim_id TEXT NOT NULL REFERENCES claim (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    PRIMARY KEY (publication_id, n),
    -- Nobody is published twice for the same.
    CONSTRAINT publication_line_once UNIQUE (claim_id, enrolment_id)
);
CREATE INDEX publication_line_by_enrolment ON publication_line (enrolment_id);
CREATE INDEX publication_line_by_person ON publication_line (person_id);
CREATE TRIGGER publication_line_no_update BEFORE UPDATE ON publication_line BEGIN SELECT RAISE(ABORT, 'publication_line is append-only'); END;
CREATE TRIGGER publication_line_no_delete BEFORE DELETE ON publication_line BEGIN SELECT RAISE(ABORT, 'publication_line is append-only'); END;
CREATE TRIGGER publication_line_no_replace BEFORE INSERT ON publication_line BEGIN
    SELECT RAISE(ABORT, 'publication_line is append-only') WHERE EXISTS (SELECT 1 FROM publication_line o WHERE o.publication_id = NEW.publication_id AND o.n = NEW.n);
    SELECT RAISE(ABORT, 'publication_line is append-only') WHERE EXISTS (SELECT 1 FROM publication_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id);
END;

-- What somebody objects to it, and what came of that.
CREATE TABLE objection (
    id TEXT PRIMARY KEY,
    publication_id TEXT NOT NULL REFERENCES publication (id),
    claim_id TEXT NOT NULL REFERENCES claim (id),
    n BIGINT,                         -- one place in the list; none: all of the claim
    words TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
    account_id TEXT REFERENCES account (id),  -- who answered it
    person_id TEXT REFERENCES person (id),
    role TEXT,
    reason TEXT,                      -- the answer
    answered_at BIGINT
);
CREATE INDEX objection_by_state ON objection (state, at_ms);
CREATE INDEX objection_by_claim ON objection (claim_id);
CREATE TRIGGER objection_kept BEFORE DELETE ON objection BEGIN
    SELECT RAISE(ABORT, 'objection_kept: it is answered, never deleted');
END;

-- Who is not paid because an objection was right.
CREATE TABLE objection_struck (
    publication_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    objection_id TEXT NOT NULL REFERENCES objection (id),
    PRIMARY KEY (publication_id, n),
    FOREIGN KEY (publication_id, n) REFERENCES publication_line (publication_id, n)
);
CREATE TRIGGER objection_struck_no_update BEFORE UPDATE ON objection_struck BEGIN SELECT RAISE(ABORT, 'objection_struck is append-only'); END;
CREATE TRIGGER objection_struck_no_delete BEFORE DELETE ON objection_struck BEGIN SELECT RAISE(ABORT, 'objection_struck is append-only'); END;
CREATE TRIGGER objection_struck_no_replace BEFORE INSERT ON objection_struck BEGIN
    SELECT RAISE(ABORT, 'objection_struck is append-only') WHERE EXISTS (SELECT 1 FROM objection_struck o WHERE o.publication_id = NEW.publication_id AND o.n = NEW.n);
END;

-- It begins without sums, by somebody in the post for it.
CREATE TRIGGER publication_begins BEFORE INSERT ON publication BEGIN
    SELECT RAISE(ABORT, 'publication_begins: it begins without its lines') WHERE NEW.people <> 0 OR NEW.amount_fen <> 0;
    SELECT RAISE(ABORT, 'publication_begins: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'publication_begins: the role is not held') WHERE NEW.role <> 'city_first_reviewer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'publication_begins: it is there') WHERE EXISTS (SELECT 1 FROM publication o WHERE o.id = NEW.id);
END;

-- It gets its sums once, those of its lines, and nobody publishes a list that they stand in.
CREATE TRIGGER publication_sums BEFORE UPDATE ON publication BEGIN
    SELECT RAISE(ABORT, 'publication_sums: that of it never changes') WHERE OLD.people > 0 OR NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256 OR NEW.account_id <> OLD.account_id
        OR NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.at_ms <> OLD.at_ms;
    SELECT RAISE(ABORT, 'publication_sums: not the sums of its lines') WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM publication_line l WHERE l.publication_id = NEW.id) AS t
        WHERE t.people = NEW.people AND t.fen = NEW.amount_fen AND t.people > 0);
    SELECT RAISE(ABORT, 'publication_sums: nobody publishes their own money') WHERE EXISTS (
        SELECT 1 FROM publication_line l WHERE l.publication_id = NEW.id AND l.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'publication_sums: somebody of a claim is left out') WHERE EXISTS (
        SELECT 1 FROM publication_line l JOIN claim q ON q.id = l.claim_id
        JOIN claim_line c ON c.claim_id = q.id AND c.submission = q.submission AND c.amount_fen > 0
        WHERE l.publication_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM publication_line o WHERE o.publication_id = NEW.id AND o.claim_id = q.id AND o.enrolment_id = c.enrolment_id));
END;

-- A line is that of a claim that passed both reviews.
CREATE TRIGGER publication_line_belongs BEFORE INSERT ON publication_line BEGIN
    SELECT RAISE(ABORT, 'publication_line_belongs: the list is written') WHERE NOT EXISTS (
        SELECT 1 FROM publication p WHERE p.id = NEW.publication_id AND p.people = 0);
    SELECT RAISE(ABORT, 'publication_line_belongs: not the next place') WHERE NEW.n <>
        (SELECT COALESCE(MAX(o.n), 0) FROM publication_line o WHERE o.publication_id = NEW.publication_id) + 1;
    SELECT RAISE(ABORT, 'publication_line_belongs: not what passed both reviews') WHERE NOT EXISTS (
        SELECT 1 FROM claim q JOIN claim_line c ON c.claim_id = q.id AND c.submission = q.submission
        WHERE q.id = NEW.claim_id AND q.state = 'approved' AND c.enrolment_id = NEW.enrolment_id
          AND c.person_id = NEW.person_id AND c.amount_fen = NEW.amount_fen);
END;

-- It is about somebody in the list, and nobody has answered it.
CREATE TRIGGER objection_begins BEFORE INSERT ON objection BEGIN
    SELECT RAISE(ABORT, 'objection_begins: it begins unanswered') WHERE NEW.state <> 'open' OR NEW.account_id IS NOT NULL OR NEW.person_id IS NOT NULL OR NEW.role IS NOT NULL
        OR NEW.reason IS NOT NULL OR NEW.answered_at IS NOT NULL;
    SELECT RAISE(ABORT, 'objection_begins: not of this list') WHERE NOT EXISTS (
        SELECT 1 FROM publication_line l JOIN publication p ON p.id = l.publication_id
        WHERE l.publication_id = NEW.publication_id AND l.claim_id = NEW.claim_id AND (NEW.n IS NULL OR l.n = NEW.n)
          AND p.people > 0 AND NEW.at_ms >= p.at_ms);
    SELECT RAISE(ABORT, 'objection_begins: it is there') WHERE EXISTS (SELECT 1 FROM objection o WHERE o.id = NEW.id);
END;

-- It is answered once, with a reason, by somebody in the post for it who has no part in the claim.
CREATE TRIGGER objection_answer BEFORE UPDATE ON objection BEGIN
    SELECT RAISE(ABORT, 'objection_answer: that of it never changes') WHERE OLD.state <> 'open' OR NEW.id <> OLD.id OR NEW.publication_id <> OLD.publication_id OR NEW.claim_id <> OLD.claim_id
        OR COALESCE(NEW.n, 0) <> COALESCE(OLD.n, 0) OR NEW.words <> OLD.words OR NEW.at_ms <> OLD.at_ms;
    SELECT RAISE(ABORT, 'objection_answer: an answer has a reason and a time') WHERE NEW.state = 'open' OR COALESCE(TRIM(NEW.reason), '') = '' OR NEW.answered_at IS NULL OR NEW.role IS NULL;
    SELECT RAISE(ABORT, 'objection_answer: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'objection_answer: the role is not held') WHERE COALESCE(NEW.role, '') <> 'internal_controller' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.answered_at));
    SELECT RAISE(ABORT, 'objection_answer: nobody answers for their own part') WHERE EXISTS (
        SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM claim_line l WHERE l.claim_id = NEW.claim_id AND l.person_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM publication p WHERE p.id = NEW.publication_id AND p.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'objection_answer: it is right where somebody is struck off') WHERE (NEW.state = 'upheld') <> EXISTS (SELECT 1 FROM objection_struck k WHERE k.objection_id = NEW.id);
END;

-- Struck off is who stands in the claim that an open objection is about.
CREATE TRIGGER objection_struck_belongs BEFORE INSERT ON objection_struck BEGIN
    SELECT RAISE(ABORT, 'objection_struck_belongs: not of what the objection is about') WHERE NOT EXISTS (
        SELECT 1 FROM objection o JOIN publication_line l ON l.publication_id = o.publication_id AND l.claim_id = o.claim_id
        WHERE o.id = NEW.objection_id AND o.state = 'open' AND l.publication_id = NEW.publication_id AND l.n = NEW.n
          AND (o.n IS NULL OR o.n = NEW.n));
END;
