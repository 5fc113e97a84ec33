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
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event BEGIN
    SELECT RAISE(ABORT, 'audit_event is append-only') WHERE EXISTS (SELECT 1 FROM audit_event o WHERE o.id = NEW.id);
END;

-- The place of an event in the tree, from 0.
CREATE TABLE audit_leaf (
    leaf_index BIGINT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES audit_event (id),
    mac BLOB NOT NULL DEFAULT x'',    -- MAC of the event at its place (store_read::row_mac)
    CONSTRAINT audit_leaf_once UNIQUE (event_id)
);
CREATE TRIGGER audit_leaf_no_update BEFORE UPDATE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_leaf_no_delete BEFORE DELETE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_leaf_no_replace BEFORE INSERT ON audit_leaf BEGIN
    SELECT RAISE(ABORT, 'audit_leaf is append-only') WHERE EXISTS (SELECT 1 FROM audit_leaf o WHERE o.leaf_index = NEW.leaf_index);
    SELECT RAISE(ABORT, 'audit_leaf is append-only') WHERE EXISTS (SELECT 1 FROM audit_leaf o WHERE o.event_id = NEW.event_id);
END;

-- One row: how many leaves and checkpoints there are; locked by whoever appends.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    checkpoints BIGINT NOT NULL,      -- how many were signed
    mac BLOB                          -- MAC of both (store_read::row_mac); absent while both are 0
);
INSERT INTO audit_head (id, size, checkpoints) VALUES (1, 0, 0);

-- A stored hash of the tree, numbered as in the transparent-log tile scheme.
CREATE TABLE audit_node (
    node_index INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
);
CREATE TRIGGER audit_node_no_update BEFORE UPDATE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_node_no_delete BEFORE DELETE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_node_no_replace BEFORE INSERT ON audit_node BEGIN
    SELECT RAISE(ABORT, 'audit_node is append-only') WHERE EXISTS (SELECT 1 FROM audit_node o WHERE o.node_index = NEW.node_index);
END;

-- A signed statement of what the log was at a size.
CREATE TABLE audit_checkpoint (
    size BIGINT PRIMARY KEY,
    root BLOB NOT NULL,
    note TEXT NOT NULL,               -- the signed note, as handed to auditors
    made_at BIGINT NOT NULL
);
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
-- The one there is stays, also where REPLACE would put another in its place.
CREATE TRIGGER audit_checkpoint_no_replace BEFORE INSERT ON audit_checkpoint BEGIN
    SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM audit_checkpoint o WHERE o.size = NEW.size);
END;
