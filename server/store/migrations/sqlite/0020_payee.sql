-- Accounts at a bank on which people are paid (收款账户).

-- A version of somebody's account. The newest counts: it has not ended. Nothing of a version changes but that it ends, and that
-- it is emptied when the person's account here is closed.
CREATE TABLE payee (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    n BIGINT NOT NULL,                    -- the number of the version, from 1
    kind TEXT NOT NULL CHECK (kind IN ('card', 'passbook')),
    bank TEXT NOT NULL,
    number_digest BLOB NOT NULL,
    number_sealed BLOB NOT NULL,
    last_four TEXT NOT NULL,
    salt BLOB NOT NULL,                   -- random, in the digest that stands in the audit log
    given_by TEXT NOT NULL REFERENCES account (id),
    given_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT payee_version_once UNIQUE (person_id, n)
);
CREATE UNIQUE INDEX payee_one_living ON payee (person_id) WHERE ended_at IS NULL;
-- The same account for two people is allowed for nobody.
CREATE UNIQUE INDEX payee_number_once ON payee (number_digest) WHERE ended_at IS NULL;
CREATE TRIGGER payee_own BEFORE INSERT ON payee BEGIN
    SELECT RAISE(ABORT, 'payee: nobody gives an account for somebody else') WHERE NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.given_by AND a.person_id = NEW.person_id AND a.active);
    SELECT RAISE(ABORT, 'payee: not the next version') WHERE NEW.ended_at IS NOT NULL OR NEW.n <>
        (SELECT COUNT(*) FROM payee o WHERE o.person_id = NEW.person_id) + 1;
    SELECT RAISE(ABORT, 'payee is append-only') WHERE EXISTS (SELECT 1 FROM payee o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'payee: the version before has not ended') WHERE EXISTS (
        SELECT 1 FROM payee o WHERE o.person_id = NEW.person_id AND o.ended_at IS NULL);
    SELECT RAISE(ABORT, 'payee_number_once: somebody else is paid on it') WHERE EXISTS (
        SELECT 1 FROM payee o WHERE o.number_digest = NEW.number_digest AND o.ended_at IS NULL);
END;
CREATE TRIGGER payee_ends BEFORE UPDATE ON payee BEGIN
    SELECT RAISE(ABORT, 'payee: a version ends or is emptied, and nothing else of it changes')
    WHERE NOT (NEW.id = OLD.id AND NEW.person_id = OLD.person_id AND NEW.n = OLD.n AND NEW.kind = OLD.kind
          AND NEW.given_by = OLD.given_by AND NEW.given_at = OLD.given_at
          AND (NEW.ended_at IS OLD.ended_at OR (OLD.ended_at IS NULL AND NEW.ended_at >= OLD.given_at))
          AND ((NEW.bank = OLD.bank AND NEW.number_digest = OLD.number_digest AND NEW.last_four = OLD.last_four
                AND NEW.salt = OLD.salt AND LENGTH(NEW.number_sealed) > 0)
               OR (NEW.ended_at IS NOT NULL AND NEW.bank = '' AND NEW.last_four = '' AND LENGTH(NEW.number_digest) = 0
                   AND LENGTH(NEW.salt) = 0 AND LENGTH(NEW.number_sealed) = 0)));
END;
CREATE TRIGGER payee_no_delete BEFORE DELETE ON payee BEGIN SELECT RAISE(ABORT, 'payee is append-only'); END;
