-- Hand-overs of the key that signs checkpoints: signed notes, each by the key before and the key after it, so that whoever
-- trusts one of them can follow to the others. Public; the keys themselves stand in data_key, wrapped.

CREATE TABLE ledger_key_note (
    n BIGINT PRIMARY KEY,             -- place in the list, from 0: a hand-over, its end, the next hand-over
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TRIGGER ledger_key_note_no_update BEFORE UPDATE ON ledger_key_note BEGIN SELECT RAISE(ABORT, 'ledger_key_note is append-only'); END;
CREATE TRIGGER ledger_key_note_no_delete BEFORE DELETE ON ledger_key_note BEGIN SELECT RAISE(ABORT, 'ledger_key_note is append-only'); END;
