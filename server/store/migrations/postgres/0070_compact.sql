-- What the books keep by the million takes less room. Bodies of entries are packed from now on (store::packed);
-- those that are there stay as they are: a text that begins with '{'.
ALTER TABLE ledger_entry ALTER COLUMN body TYPE BYTEA USING convert_to(body, 'UTF8');

-- Every enrolment has one person and one class, so entries are found through it.
DROP INDEX ledger_entry_by_class;
DROP INDEX ledger_entry_by_person;

-- The roll of checks is for lists and signals; what happened stands in the evidence. Decided checks that are old are
-- counted here and leave the roll.
CREATE TABLE check_tally (
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    answered BIGINT NOT NULL,
    unanswered BIGINT NOT NULL      -- offers that ran out
);
CREATE INDEX attendance_check_decided ON attendance_check (answered_at) WHERE answered_at IS NOT NULL;

-- What the lists of the bureau sum up, class by class, lies in the index itself.
DROP INDEX subsidy_record_by_class;
CREATE INDEX subsidy_record_by_class
    ON subsidy_record (class_id, completed, verified_ms, credit_tenths, amount_fen);
