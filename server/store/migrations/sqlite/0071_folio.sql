-- The books at rest. What all entries of an enrolment have in common stands once, on its folio; the views ledger_line and
-- ledger_line_day read as if every entry said it all. Bodies keep what is left (domain::ledger::compact); those that are
-- there stay as they are.

CREATE TABLE ledger_folio (
    folio INTEGER PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    person_digest BLOB NOT NULL,      -- as entries name the person; empty on folios of entries from before
    policy TEXT NOT NULL,             -- in force when they were made; empty likewise
    CONSTRAINT ledger_folio_once UNIQUE (enrolment_id, policy, person_digest)
);
INSERT INTO ledger_folio (enrolment_id, class_id, person_id, person_digest, policy)
SELECT enrolment_id, MIN(class_id), MIN(person_id), x'', '' FROM ledger_entry GROUP BY enrolment_id ORDER BY MIN(entry_index);

CREATE TABLE ledger_lesson (lesson INTEGER PRIMARY KEY, lesson_id TEXT NOT NULL UNIQUE REFERENCES lesson (id));
INSERT INTO ledger_lesson (lesson_id) SELECT DISTINCT lesson_id FROM ledger_entry ORDER BY lesson_id;

CREATE TABLE ledger_entry_compact (
    entry_index INTEGER PRIMARY KEY,  -- place in the tree, from 0
    at_ms BIGINT NOT NULL,
    folio INTEGER NOT NULL REFERENCES ledger_folio (folio),
    lesson INTEGER NOT NULL REFERENCES ledger_lesson (lesson),
    ms INTEGER NOT NULL,
    day TEXT,                         -- the local day; absent if there are several (ledger_day)
    body BLOB NOT NULL
);
INSERT INTO ledger_entry_compact (entry_index, at_ms, folio, lesson, ms, day, body)
SELECT y.entry_index, y.at_ms, f.folio, l.lesson, y.ms,
       (SELECT MIN(d.day) FROM ledger_day AS d WHERE d.entry_index = y.entry_index HAVING COUNT(*) = 1), y.body
FROM ledger_entry AS y JOIN ledger_folio AS f ON f.enrolment_id = y.enrolment_id JOIN ledger_lesson AS l ON l.lesson_id = y.lesson_id
ORDER BY y.entry_index;

CREATE TABLE ledger_day_compact (
    entry_index INTEGER NOT NULL REFERENCES ledger_entry_compact (entry_index),
    day TEXT NOT NULL,
    ms BIGINT NOT NULL,
    PRIMARY KEY (entry_index, day)
) WITHOUT ROWID;
INSERT INTO ledger_day_compact
SELECT d.entry_index, d.day, d.ms FROM ledger_day AS d JOIN ledger_entry_compact AS y ON y.entry_index = d.entry_index
WHERE y.day IS NULL ORDER BY d.entry_index, d.day;

CREATE TABLE appeal_grant_compact (
    appeal_id TEXT PRIMARY KEY REFERENCES appeal (id),
    entry_index BIGINT NOT NULL REFERENCES ledger_entry_compact (entry_index),
    ms BIGINT NOT NULL CHECK (ms > 0),
    CONSTRAINT appeal_grant_once UNIQUE (entry_index)
);
INSERT INTO appeal_grant_compact SELECT appeal_id, entry_index, ms FROM appeal_grant;

DROP TABLE appeal_grant;
DROP TABLE ledger_day;
DROP TABLE ledger_entry;
ALTER TABLE ledger_entry_compact RENAME TO ledger_entry;
ALTER TABLE ledger_day_compact RENAME TO ledger_day;
ALTER TABLE appeal_grant_compact RENAME TO appeal_grant;
CREATE INDEX ledger_entry_by_folio ON ledger_entry (folio);

CREATE VIEW ledger_line AS
SELECT y.entry_index, f.person_id, f.enrolment_id, f.class_id, l.lesson_id, CAST(y.ms AS BIGINT) AS ms, y.at_ms,
       f.person_digest, f.policy, y.day, y.body
FROM ledger_folio AS f JOIN ledger_entry AS y ON y.folio = f.folio LEFT JOIN ledger_lesson AS l ON l.lesson = y.lesson;
CREATE VIEW ledger_line_day AS
SELECT y.entry_index, f.person_id, f.enrolment_id, f.class_id, l.lesson_id, COALESCE(y.day, d.day) AS day,
       CAST(COALESCE(d.ms, y.ms) AS BIGINT) AS ms
FROM ledger_folio AS f JOIN ledger_entry AS y ON y.folio = f.folio LEFT JOIN ledger_lesson AS l ON l.lesson = y.lesson
     LEFT JOIN ledger_day AS d ON y.day IS NULL AND d.entry_index = y.entry_index;

CREATE TRIGGER ledger_folio_no_update BEFORE UPDATE ON ledger_folio BEGIN SELECT RAISE(ABORT, 'ledger_folio is append-only'); END;
CREATE TRIGGER ledger_folio_no_delete BEFORE DELETE ON ledger_folio BEGIN SELECT RAISE(ABORT, 'ledger_folio is append-only'); END;
CREATE TRIGGER ledger_lesson_no_update BEFORE UPDATE ON ledger_lesson BEGIN SELECT RAISE(ABORT, 'ledger_lesson is append-only'); END;
CREATE TRIGGER ledger_lesson_no_delete BEFORE DELETE ON ledger_lesson BEGIN SELECT RAISE(ABORT, 'ledger_lesson is append-only'); END;
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_day_no_update BEFORE UPDATE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;
CREATE TRIGGER ledger_day_no_delete BEFORE DELETE ON ledger_day BEGIN SELECT RAISE(ABORT, 'ledger_day is append-only'); END;
CREATE TRIGGER appeal_grant_no_update BEFORE UPDATE ON appeal_grant BEGIN SELECT RAISE(ABORT, 'appeal_grant is append-only'); END;
CREATE TRIGGER appeal_grant_no_delete BEFORE DELETE ON appeal_grant BEGIN SELECT RAISE(ABORT, 'appeal_grant is append-only'); END;

-- No hours for nobody: an answer on its way while somebody closes an account that left nothing comes too late.
CREATE TRIGGER ledger_entry_of_somebody BEFORE INSERT ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'ledger_entry: nobody is known any more under this person') WHERE EXISTS (
        SELECT 1 FROM ledger_folio f JOIN person p ON p.id = f.person_id
        WHERE f.folio = NEW.folio AND p.closed_at IS NOT NULL AND p.kept_until IS NULL);
END;

-- No contra entry without a confirmed grant, and never more than was refused.
CREATE TRIGGER appeal_grant_confirmed BEFORE INSERT ON appeal_grant BEGIN
    SELECT RAISE(ABORT, 'appeal_grant: not granted by two people, or more than was refused') WHERE NOT EXISTS (
        SELECT 1 FROM appeal p
        JOIN appeal_step s ON s.appeal_id = p.id AND s.kind = 'confirm' AND s.verdict = 'grant'
        JOIN ledger_line y ON y.entry_index = NEW.entry_index AND y.person_id = p.person_id
             AND y.enrolment_id = p.enrolment_id AND y.lesson_id = p.lesson_id AND y.ms = NEW.ms
        JOIN refusal f ON f.enrolment_id = p.enrolment_id AND f.lesson_id = p.lesson_id
             AND f.day = p.day AND f.code = p.code AND f.ms >= NEW.ms
        WHERE p.id = NEW.appeal_id);
END;

-- The tree keeps every hash of its last, incomplete tile of 256 entries. Of complete tiles those below the tile's own
-- can be computed from its entries, and go; nothing else does.
DROP TRIGGER ledger_node_no_delete;
CREATE TRIGGER ledger_node_no_delete BEFORE DELETE ON ledger_node
WHEN OLD.node_index >= 512 * ((SELECT size FROM ledger_head WHERE id = 1) / 256)
BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END;

-- A person's evidence of a month that is long over, bound into one volume: together it packs better. Only what a volume
-- holds may leave the table of single segments.
CREATE TABLE evidence_volume (
    person_id TEXT NOT NULL REFERENCES person (id),
    first_n BIGINT NOT NULL,
    last_n BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (person_id, first_n)
) WITHOUT ROWID;
CREATE TRIGGER evidence_volume_no_update BEFORE UPDATE ON evidence_volume BEGIN SELECT RAISE(ABORT, 'evidence_volume is append-only'); END;
CREATE TRIGGER evidence_volume_no_delete BEFORE DELETE ON evidence_volume BEGIN SELECT RAISE(ABORT, 'evidence_volume is append-only'); END;
CREATE INDEX evidence_by_time ON evidence (last_at);
CREATE VIEW evidence_kept AS
SELECT person_id, first_n, last_n, last_at, body FROM evidence_volume
UNION ALL SELECT person_id, first_n, last_n, last_at, body FROM evidence;
DROP TRIGGER evidence_no_delete;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM evidence_volume v
                 WHERE v.person_id = OLD.person_id AND v.first_n <= OLD.first_n AND v.last_n >= OLD.last_n)
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
