-- Raw records are kept packed: those of the open segment beside the person's state, those of a
-- closed one as one evidence record. A beat changes one row; an hour of study takes a few kilobytes.

CREATE TABLE evidence (
    person_id TEXT NOT NULL REFERENCES person (id),
    first_n BIGINT NOT NULL,           -- number of its first record among the person's
    last_n BIGINT NOT NULL,
    last_at BIGINT NOT NULL,           -- time of its last record
    body BLOB NOT NULL,                -- domain::study::RecordLog, compressed
    PRIMARY KEY (person_id, first_n)
) WITHOUT ROWID;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;

-- Moments at which an offer of the check ran out unanswered (JSON).
ALTER TABLE attendance_check ADD COLUMN ignored_at TEXT;
UPDATE attendance_check SET ignored_at =
    (SELECT json_group_array(r.at_ms ORDER BY r.n) FROM study_record AS r
     WHERE r.session_id = attendance_check.session_id AND r.kind = 'ignored'
       AND r.body ->> '$.check' = attendance_check.id);
UPDATE attendance_check SET ignored_at = NULL WHERE ignored_at = '[]';

-- What was kept one row a record becomes one evidence record a person, in plain JSON.
INSERT INTO evidence (person_id, first_n, last_n, last_at, body)
SELECT person_id, MIN(n), MAX(n), MAX(at_ms),
       CAST(json_group_array(json_object('n', n, 'at_ms', at_ms, 'session', session_id, 'seq', seq,
                                         'body', body, 'answer', answer) ORDER BY n) AS BLOB)
FROM study_record GROUP BY person_id;
DROP TABLE study_record;

-- The log of the open segment, and how far the live lesson has come: what a beat changes.
ALTER TABLE person_study ADD COLUMN log BLOB;
ALTER TABLE person_study ADD COLUMN live_progress TEXT;                        -- JSON of domain::study::LessonProgress
ALTER TABLE person_study ADD COLUMN live_counted_ms BIGINT NOT NULL DEFAULT 0; -- of it not yet in lesson_progress
