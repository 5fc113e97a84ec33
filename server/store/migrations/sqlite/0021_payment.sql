-- Payments: what was published, and is over, is put into batches for a bank, and the bank's answer to each line is taken once.

-- A batch, out of one fund. Nothing of it ever changes once it has its sums.
CREATE TABLE payment (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL,           -- stands in the references at the bank
    fund_id TEXT NOT NULL REFERENCES fund_source (id),
    people BIGINT NOT NULL,           -- how many lines it has; 0 while it is being written
    amount_fen BIGINT NOT NULL,       -- what they come to
    sha256 TEXT NOT NULL,             -- of fund and lines, in hex
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    CONSTRAINT payment_number_once UNIQUE (number)
);
CREATE INDEX payment_by_fund ON payment (fund_id, at_ms);

-- What a bank answered to a batch, as one file says it.
CREATE TABLE payment_answer (
    id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL REFERENCES payment (id),
    file_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,             -- of the lines it answers, in hex
    paid BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX payment_answer_by_payment ON payment_answer (payment_id, at_ms);

-- Somebody in a batch.
CREATE TABLE payment_line (
    id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL REFERENCES payment (id),
    n BIGINT NOT NULL,                -- place in the batch, from 1
    publication_id TEXT NOT NULL,
    publication_n BIGINT NOT NULL,
    claim_id TEXT NOT NULL REFERENCES claim (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    payee_id TEXT NOT NULL REFERENCES payee (id),
    last_four TEXT NOT NULL,          -- of the account that the money goes to
    to_sealed BLOB NOT NULL,          -- name, bank and number as they were frozen, JSON
    state TEXT NOT NULL CHECK (state IN ('sent', 'paid', 'failed')),
    reason TEXT NOT NULL DEFAULT '',  -- why it failed, in the words of the bank
    answer_id TEXT REFERENCES payment_answer (id),
    answered_at BIGINT,
    CONSTRAINT payment_line_place_once UNIQUE (payment_id, n),
    CONSTRAINT payment_line_answered CHECK ((state = 'sent') = (answer_id IS NULL) AND (answer_id IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (publication_id, publication_n) REFERENCES publication_line (publication_id, n)
);
-- Nobody is paid twice for the same: of a claim's line there is one that did not fail.
CREATE UNIQUE INDEX payment_line_living ON payment_line (claim_id, enrolment_id) WHERE state <> 'failed';
CREATE INDEX payment_line_by_person ON payment_line (person_id);
CREATE INDEX payment_line_by_state ON payment_line (state, payment_id);
CREATE INDEX payment_line_by_publication ON payment_line (publication_id, publication_n);
CREATE TRIGGER payment_begins BEFORE INSERT ON payment BEGIN
    SELECT RAISE(ABORT, 'payment_begins: it begins without its lines') WHERE NEW.people <> 0 OR NEW.amount_fen <> 0;
    SELECT RAISE(ABORT, 'payment_begins: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'payment_begins: the role is not held') WHERE NEW.role <> 'finance_officer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'payment_begins: not the next number') WHERE NEW.number <> (SELECT COALESCE(MAX(o.number), 0) FROM payment o) + 1;
    SELECT RAISE(ABORT, 'payment_begins: it is there') WHERE EXISTS (SELECT 1 FROM payment o WHERE o.id = NEW.id);
END;
CREATE TRIGGER payment_sums BEFORE UPDATE ON payment BEGIN
    SELECT RAISE(ABORT, 'payment_sums: that of it never changes') WHERE OLD.people > 0 OR NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.fund_id <> OLD.fund_id OR NEW.sha256 <> OLD.sha256
        OR NEW.account_id <> OLD.account_id OR NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.at_ms <> OLD.at_ms;
    SELECT RAISE(ABORT, 'payment_sums: not the sums of its lines') WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT COUNT(*) AS people, CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) AS fen
                       FROM payment_line l WHERE l.payment_id = NEW.id) AS t
        WHERE t.people = NEW.people AND t.fen = NEW.amount_fen AND t.people > 0);
    SELECT RAISE(ABORT, 'payment_sums: more than is left of the fund') WHERE (SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM payment_line l JOIN payment p ON p.id = l.payment_id
        WHERE p.fund_id = NEW.fund_id AND l.state <> 'failed') > (SELECT f.budget_fen FROM fund_source f WHERE f.id = NEW.fund_id);
END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment BEGIN
    SELECT RAISE(ABORT, 'payment_kept: it is never deleted');
END;
CREATE TRIGGER payment_line_belongs BEFORE INSERT ON payment_line BEGIN
    SELECT RAISE(ABORT, 'payment_line_belongs: it is there') WHERE EXISTS (SELECT 1 FROM payment_line o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'payment_line_belongs: it begins unanswered') WHERE NEW.state <> 'sent' OR NEW.reason <> '';
    SELECT RAISE(ABORT, 'payment_line_belongs: the batch is written') WHERE NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND p.people = 0);
    SELECT RAISE(ABORT, 'payment_line_belongs: not the next place') WHERE NEW.n <> (SELECT COALESCE(MAX(o.n), 0) FROM payment_line o WHERE o.payment_id = NEW.payment_id) + 1;
    SELECT RAISE(ABORT, 'payment_line_belongs: not what was published, or not long enough ago') WHERE NOT EXISTS (
        SELECT 1 FROM publication_line l JOIN publication b ON b.id = l.publication_id JOIN payment p ON p.id = NEW.payment_id
        WHERE l.publication_id = NEW.publication_id AND l.n = NEW.publication_n AND l.claim_id = NEW.claim_id
          AND l.enrolment_id = NEW.enrolment_id AND l.person_id = NEW.person_id AND l.amount_fen = NEW.amount_fen
          AND b.people > 0 AND b.at_ms + 432000000 <= p.at_ms);
    SELECT RAISE(ABORT, 'payment_line_belongs: somebody objects to it, or was right to') WHERE EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = NEW.claim_id AND o.state = 'open' AND (o.n IS NULL OR o.n = NEW.publication_n))
        OR EXISTS (SELECT 1 FROM objection_struck k WHERE k.publication_id = NEW.publication_id AND k.n = NEW.publication_n);
    SELECT RAISE(ABORT, 'payment_line_belongs: not the account that counts') WHERE NOT EXISTS (SELECT 1 FROM payee y WHERE y.id = NEW.payee_id AND y.person_id = NEW.person_id AND y.ended_at IS NULL
          AND y.last_four = NEW.last_four);
    SELECT RAISE(ABORT, 'payment_line_belongs: it failed to this account before') WHERE EXISTS (SELECT 1 FROM payment_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id
          AND o.state = 'failed' AND o.payee_id = NEW.payee_id);
    SELECT RAISE(ABORT, 'payment_line_belongs: it stands in another batch') WHERE EXISTS (SELECT 1 FROM payment_line o WHERE o.claim_id = NEW.claim_id AND o.enrolment_id = NEW.enrolment_id
          AND o.state <> 'failed');
    SELECT RAISE(ABORT, 'payment_line_belongs: nobody pays what they had a part in') WHERE EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND (
          EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = NEW.claim_id AND s.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM claim_line c WHERE c.claim_id = NEW.claim_id AND c.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM publication b WHERE b.id = NEW.publication_id AND b.person_id = p.person_id)
          OR EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = NEW.claim_id AND o.person_id = p.person_id)));
END;
CREATE TRIGGER payment_line_answer BEFORE UPDATE ON payment_line BEGIN
    SELECT RAISE(ABORT, 'payment_line_answer: that of it never changes') WHERE NEW.id <> OLD.id OR NEW.payment_id <> OLD.payment_id OR NEW.n <> OLD.n OR NEW.publication_id <> OLD.publication_id
        OR NEW.publication_n <> OLD.publication_n OR NEW.claim_id <> OLD.claim_id OR NEW.enrolment_id <> OLD.enrolment_id
        OR NEW.person_id <> OLD.person_id OR NEW.amount_fen <> OLD.amount_fen OR NEW.payee_id <> OLD.payee_id
        OR NEW.last_four <> OLD.last_four OR LENGTH(NEW.to_sealed) = 0;
    SELECT RAISE(ABORT, 'payment_line_answer: it is answered once, by a file for its batch') WHERE NEW.state <> OLD.state AND (OLD.state <> 'sent' OR NOT EXISTS (
          SELECT 1 FROM payment_answer a JOIN payment p ON p.id = a.payment_id
          WHERE a.id = NEW.answer_id AND a.payment_id = NEW.payment_id AND a.at_ms = NEW.answered_at AND p.people > 0));
    SELECT RAISE(ABORT, 'payment_line_answer: an answer stays') WHERE NEW.state = OLD.state AND (NEW.reason <> OLD.reason OR COALESCE(NEW.answer_id, '') <> COALESCE(OLD.answer_id, '') OR COALESCE(NEW.answered_at, 0) <> COALESCE(OLD.answered_at, 0));
    SELECT RAISE(ABORT, 'payment_line_answer: only what failed has a reason') WHERE NEW.state = 'paid' AND NEW.reason <> '';
END;
CREATE TRIGGER payment_line_kept BEFORE DELETE ON payment_line BEGIN
    SELECT RAISE(ABORT, 'payment_line_kept: it is never deleted');
END;
CREATE TRIGGER payment_answer_begins BEFORE INSERT ON payment_answer BEGIN
    SELECT RAISE(ABORT, 'payment_answer_begins: it is there') WHERE EXISTS (SELECT 1 FROM payment_answer o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'payment_answer_begins: it answers something') WHERE NEW.paid < 0 OR NEW.failed < 0 OR NEW.paid + NEW.failed = 0;
    SELECT RAISE(ABORT, 'payment_answer_begins: the account is another person''s') WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.person_id = NEW.person_id);
    SELECT RAISE(ABORT, 'payment_answer_begins: the role is not held') WHERE NEW.role <> 'finance_officer' OR NOT EXISTS (SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id
        WHERE g.account_id = NEW.account_id AND g.role = NEW.role AND a.active
          AND (g.invited_by IS NULL OR g.confirmed_at IS NOT NULL)
          AND (g.ends_at IS NULL OR g.ends_at > NEW.at_ms));
    SELECT RAISE(ABORT, 'payment_answer_begins: nobody answers for their own money') WHERE EXISTS (SELECT 1 FROM payment_line l WHERE l.payment_id = NEW.payment_id AND l.person_id = NEW.person_id);
END;
CREATE TRIGGER payment_answer_kept BEFORE UPDATE ON payment_answer BEGIN
    SELECT RAISE(ABORT, 'payment_answer is append-only');
END;
CREATE TRIGGER payment_answer_stays BEFORE DELETE ON payment_answer BEGIN
    SELECT RAISE(ABORT, 'payment_answer is append-only');
END;
