-- What the books keep by the million takes less room. Bodies of entries are packed from now on (store::packed);
-- those that are there stay as they are: a text that begins with '{'.

-- Every enrolment has one person and one class, so entries are found through it.
DROP INDEX ledger_entry_by_class;
DROP INDEX ledger_entry_by_person;

CREATE TABLE ledger_day_compact (
    entry_index BIGINT NOT NULL REFERENCES ledger_entry (entry_index),
    day TEXT NOT NULL,
    ms BIGINT NOT NULL,
    PRIMARY KEY (entry_index, day)
) WITHOUT ROWID;
INSERT INTO ledger_day_compact SELECT entry_index, day, ms FROM ledger_day ORDER BY entry_index, day;
DROP TABLE ledger_day;
ALTER TABLE ledger_day_compact RENAME TO ledger_day;
CREATE TRIGGER ledger_day_no_update BEFORE UPDATE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;
CREATE TRIGGER ledger_day_no_delete BEFORE DELETE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;

-- INTEGER, not BIGINT: then the key is the row's own number and needs no index.
CREATE TABLE ledger_node_compact (node_index INTEGER PRIMARY KEY, hash BLOB NOT NULL);
INSERT INTO ledger_node_compact SELECT node_index, hash FROM ledger_node ORDER BY node_index;
DROP TABLE ledger_node;
ALTER TABLE ledger_node_compact RENAME TO ledger_node;
CREATE TRIGGER ledger_node_no_update BEFORE UPDATE ON ledger_node BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END;
CREATE TRIGGER ledger_node_no_delete BEFORE DELETE ON ledger_node BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END;

CREATE TABLE audit_node_compact (node_index INTEGER PRIMARY KEY, hash BLOB NOT NULL);
INSERT INTO audit_node_compact SELECT node_index, hash FROM audit_node ORDER BY node_index;
DROP TABLE audit_node;
ALTER TABLE audit_node_compact RENAME TO audit_node;
CREATE TRIGGER audit_node_no_update BEFORE UPDATE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_node_no_delete BEFORE DELETE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;

-- The roll of checks is for lists and signals; what happened stands in the evidence. Decided checks that are old are
-- counted here and leave the roll.
CREATE TABLE check_tally (
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    answered BIGINT NOT NULL,
    unanswered BIGINT NOT NULL      -- offers that ran out
) WITHOUT ROWID;
CREATE INDEX attendance_check_decided ON attendance_check (answered_at) WHERE answered_at IS NOT NULL;

-- What the lists of the bureau sum up, class by class, lies in the index itself.
DROP INDEX subsidy_record_by_class;
CREATE INDEX subsidy_record_by_class
    ON subsidy_record (class_id, completed, verified_ms, credit_tenths, amount_fen);
