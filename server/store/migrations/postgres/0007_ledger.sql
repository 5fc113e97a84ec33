-- The hours ledger, its Merkle tree and checkpoints, and what it is worth.

-- What all entries of an enrolment have in common, said once; the view ledger_line reads as if every entry said it.
CREATE TABLE ledger_entry_group (
    entry_group INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    person_digest BYTEA NOT NULL,     -- as entries name the person
    policy TEXT NOT NULL,             -- the version in force when they were made
    CONSTRAINT ledger_entry_group_once UNIQUE (enrolment_id, policy, person_digest)
);
CREATE TRIGGER ledger_entry_group_append_only BEFORE UPDATE OR DELETE ON ledger_entry_group FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_group_no_truncate BEFORE TRUNCATE ON ledger_entry_group FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The short number of a lesson in the ledger.
CREATE TABLE ledger_lesson (
    lesson INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson_id TEXT NOT NULL UNIQUE REFERENCES lesson (id)
);
CREATE TRIGGER ledger_lesson_append_only BEFORE UPDATE OR DELETE ON ledger_lesson FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_lesson_no_truncate BEFORE TRUNCATE ON ledger_lesson FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Verified time: a segment of study that ended with a passed check, or a grant.
CREATE TABLE ledger_entry (
    entry_index BIGINT PRIMARY KEY,   -- place in the tree, from 0
    at_ms BIGINT NOT NULL,
    entry_group INTEGER NOT NULL REFERENCES ledger_entry_group (entry_group),
    lesson INTEGER NOT NULL REFERENCES ledger_lesson (lesson),
    ms INTEGER NOT NULL,
    day TEXT,                         -- the local day; absent if there are several (ledger_day)
    signed BOOLEAN,                   -- the learner's device signed it; false: its signature differs; absent: there is none
    body BYTEA NOT NULL,              -- the rest of the entry (domain::ledger::compact), or all of it packed (store::packed)
    mac BYTEA NOT NULL DEFAULT ''     -- MAC of the entry at its place (store_read::row_mac)
);
CREATE INDEX ledger_entry_by_group ON ledger_entry (entry_group);
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The time of an entry on one of its days, where it has several.
CREATE TABLE ledger_day (
    entry_index BIGINT NOT NULL REFERENCES ledger_entry (entry_index),
    day TEXT NOT NULL,
    ms BIGINT NOT NULL,
    PRIMARY KEY (entry_index, day)
);
CREATE TRIGGER ledger_day_append_only BEFORE UPDATE OR DELETE ON ledger_day FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_day_no_truncate BEFORE TRUNCATE ON ledger_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Entries, whole.
CREATE VIEW ledger_line AS
SELECT y.entry_index, g.person_id, g.enrolment_id, g.class_id, l.lesson_id, CAST(y.ms AS BIGINT) AS ms, y.at_ms,
       g.person_digest, g.policy, y.day, y.signed, y.body, y.mac
FROM ledger_entry_group AS g JOIN ledger_entry AS y ON y.entry_group = g.entry_group
     LEFT JOIN ledger_lesson AS l ON l.lesson = y.lesson;

-- Entries by local day: what "my hours" and exports sum up.
CREATE VIEW ledger_line_day AS
SELECT y.entry_index, g.person_id, g.enrolment_id, g.class_id, l.lesson_id, COALESCE(y.day, d.day) AS day,
       CAST(COALESCE(d.ms, y.ms) AS BIGINT) AS ms
FROM ledger_entry_group AS g JOIN ledger_entry AS y ON y.entry_group = g.entry_group
     LEFT JOIN ledger_lesson AS l ON l.lesson = y.lesson
     LEFT JOIN ledger_day AS d ON y.day IS NULL AND d.entry_index = y.entry_index;

-- No hours for nobody: an answer on its way while somebody closes an account that left nothing comes too late.
CREATE FUNCTION ledger_entry_of_somebody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_entry_group g JOIN person p ON p.id = g.person_id
               WHERE g.entry_group = NEW.entry_group AND p.closed_at IS NOT NULL AND p.kept_until IS NULL)
    THEN RAISE EXCEPTION 'ledger_entry_of_somebody: nobody is known any more under this person'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER ledger_entry_of_somebody BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_of_somebody();

-- One row: how many entries and checkpoints there are; locked by whoever appends.
CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    checkpoints BIGINT NOT NULL,      -- how many were signed
    mac BYTEA                         -- MAC of both (store_read::row_mac); absent while both are 0
);
INSERT INTO ledger_head (id, size, checkpoints) VALUES (1, 0, 0);

-- A stored hash of the tree, numbered as in the transparent-log tile scheme.
CREATE TABLE ledger_node (
    node_index BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);

-- The tree keeps every hash of its last, incomplete tile of 256 entries. Of complete tiles those below the tile's own
-- can be computed from its entries, and go; nothing else does.
CREATE FUNCTION ledger_node_compacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.node_index >= 512 * ((SELECT size FROM ledger_head WHERE id = 1) / 256)
    THEN RAISE EXCEPTION 'ledger_node is append-only'; END IF;
    RETURN OLD;
END;
$$;
CREATE TRIGGER ledger_node_append_only BEFORE UPDATE ON ledger_node FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_node_compacts BEFORE DELETE ON ledger_node FOR EACH ROW EXECUTE FUNCTION ledger_node_compacts();
CREATE TRIGGER ledger_node_no_truncate BEFORE TRUNCATE ON ledger_node FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A signed statement of what the ledger was at a size.
CREATE TABLE ledger_checkpoint (
    size BIGINT PRIMARY KEY,
    root BYTEA NOT NULL,
    note TEXT NOT NULL,               -- the signed note, as handed to auditors
    made_at BIGINT NOT NULL
);
CREATE TRIGGER ledger_checkpoint_append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a witness said of a checkpoint (C2SP tlog-cosignature): it continues all that the witness had seen, as of that time.
CREATE TABLE cosignature (
    tree TEXT NOT NULL CHECK (tree IN ('ledger', 'audit')),
    size BIGINT NOT NULL,             -- of the checkpoint
    public_key TEXT NOT NULL,         -- of the witness, name+id+base64
    at_s BIGINT NOT NULL,             -- unix seconds, by the witness's clock
    line TEXT NOT NULL,               -- the signature line
    PRIMARY KEY (tree, size, public_key, at_s)
);
CREATE INDEX cosignature_by_witness ON cosignature (public_key, tree, size, at_s);
CREATE TRIGGER cosignature_append_only BEFORE UPDATE OR DELETE ON cosignature FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cosignature_no_truncate BEFORE TRUNCATE ON cosignature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How a witness that is asked stands. It can be told again by asking it.
CREATE TABLE witness (
    public_key TEXT NOT NULL,
    tree TEXT NOT NULL CHECK (tree IN ('ledger', 'audit')),
    asked_at BIGINT NOT NULL,         -- when it was asked last
    silent_since BIGINT,              -- when it first was asked in vain, since it last cosigned
    trouble TEXT CHECK (trouble IN ('away', 'unknown', 'clock', 'shorter', 'rewritten')),
    PRIMARY KEY (public_key, tree),
    CONSTRAINT witness_silent CHECK ((silent_since IS NULL) = (trouble IS NULL))
);

-- A hand-over of the key that signs checkpoints: a note signed by the key before and the key after it, so that whoever
-- trusts one of them can follow to the others. Public; the keys themselves stand in data_key, wrapped.
CREATE TABLE ledger_key_note (
    n BIGINT CONSTRAINT ledger_key_note_once PRIMARY KEY,   -- place in the list, from 0: a hand-over, its end, the next hand-over
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE TRIGGER ledger_key_note_append_only BEFORE UPDATE OR DELETE ON ledger_key_note FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_key_note_no_truncate BEFORE TRUNCATE ON ledger_key_note FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What the verified time of an enrolment is worth, computed anew with every entry.
CREATE TABLE subsidy_record (
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    policy_version TEXT NOT NULL,
    verified_ms BIGINT NOT NULL,
    required_ms BIGINT NOT NULL,
    credit_tenths BIGINT NOT NULL,
    identity_seen BOOLEAN NOT NULL,   -- whether an official had seen the learner's document: without it no money
    completed BOOLEAN NOT NULL,
    pay_mode TEXT NOT NULL,
    amount_fen BIGINT NOT NULL,
    reasoning TEXT NOT NULL,          -- JSON of domain::subsidy::Reason
    ledger_size BIGINT NOT NULL,      -- entries counted when it was computed
    computed_at BIGINT NOT NULL
);
-- What the lists of the bureau sum up, class by class, lies in the index itself.
CREATE INDEX subsidy_record_by_class
    ON subsidy_record (class_id, completed, verified_ms, credit_tenths, amount_fen);
