-- Hand-overs of the key that signs checkpoints: signed notes, each by the key before and the key after it, so that whoever
-- trusts one of them can follow to the others. Public; the keys themselves stand in data_key, wrapped.

CREATE TABLE ledger_key_note (
    n BIGINT PRIMARY KEY,             -- place in the list, from 0: a hand-over, its end, the next hand-over
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TRIGGER ledger_key_note_append_only BEFORE UPDATE OR DELETE ON ledger_key_note FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_key_note_no_truncate BEFORE TRUNCATE ON ledger_key_note FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
