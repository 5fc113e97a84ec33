-- The audit log becomes the leaves of a Merkle tree like that of the ledger, with checkpoints of its own.
-- Events that are there already become its first leaves when the server starts (store::audit).

-- What stood there before a change, and what stands there since.
ALTER TABLE audit_event ADD COLUMN before_value TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_event ADD COLUMN after_value TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_event_by_action ON audit_event (action, at_ms);

-- The place of every event in the tree, from 0.
CREATE TABLE audit_leaf (
    leaf_index BIGINT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES audit_event (id),
    CONSTRAINT audit_leaf_once UNIQUE (event_id)
);

CREATE TABLE audit_node (
    node_index BIGINT PRIMARY KEY,
    hash BLOB NOT NULL
);

CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL
);
INSERT INTO audit_head (id, size) VALUES (1, 0);

CREATE TABLE audit_checkpoint (
    size BIGINT PRIMARY KEY,
    root BLOB NOT NULL,
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TRIGGER audit_leaf_no_update BEFORE UPDATE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_leaf_no_delete BEFORE DELETE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_node_no_update BEFORE UPDATE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_node_no_delete BEFORE DELETE ON audit_node BEGIN SELECT RAISE(ABORT, 'audit_node is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
