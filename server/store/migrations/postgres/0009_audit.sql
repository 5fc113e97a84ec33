-- The audit log: the leaves of a Merkle tree like that of the ledger, with checkpoints of its own.

-- Who did what, when, from where and why.
CREATE TABLE audit_event (
    id TEXT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    account_id TEXT REFERENCES account (id),   -- absent for what the system does by itself
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    before_value TEXT NOT NULL DEFAULT '',     -- what stood there before a change, and what stands there since
    after_value TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL
);
CREATE INDEX audit_event_by_time ON audit_event (at_ms);
CREATE INDEX audit_event_by_action ON audit_event (action, at_ms);
CREATE INDEX audit_event_by_account ON audit_event (account_id, at_ms);
CREATE INDEX audit_event_by_subject ON audit_event (subject, at_ms);
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The place of an event in the tree, from 0.
CREATE TABLE audit_leaf (
    leaf_index BIGINT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES audit_event (id),
    mac BYTEA NOT NULL DEFAULT '',    -- MAC of the event at its place (store_read::row_mac)
    CONSTRAINT audit_leaf_once UNIQUE (event_id)
);
CREATE TRIGGER audit_leaf_append_only BEFORE UPDATE OR DELETE ON audit_leaf FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_leaf_no_truncate BEFORE TRUNCATE ON audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- No event without its leaf, whoever else writes to this database. Looked at when the transaction ends; a SQLite file has
-- one program.
CREATE FUNCTION audit_event_has_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_leaf f WHERE f.event_id = NEW.id)
    THEN RAISE EXCEPTION 'audit_event: it is no leaf of its tree'; END IF;
    RETURN NULL;
END;
$$;
CREATE CONSTRAINT TRIGGER audit_event_has_leaf AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_event_has_leaf();

-- One row: how many leaves and checkpoints there are; locked by whoever appends.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    checkpoints BIGINT NOT NULL,      -- how many were signed
    mac BYTEA                         -- MAC of both (store_read::row_mac); absent while both are 0
);
INSERT INTO audit_head (id, size, checkpoints) VALUES (1, 0, 0);

-- A stored hash of the tree, numbered as in the transparent-log tile scheme.
CREATE TABLE audit_node (
    node_index BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);
CREATE TRIGGER audit_node_append_only BEFORE UPDATE OR DELETE ON audit_node FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_node_no_truncate BEFORE TRUNCATE ON audit_node FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A signed statement of what the log was at a size.
CREATE TABLE audit_checkpoint (
    size BIGINT PRIMARY KEY,
    root BYTEA NOT NULL,
    note TEXT NOT NULL,               -- the signed note, as handed to auditors
    made_at BIGINT NOT NULL
);
CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
