-- Lessons may be quizzes: practice items with a nominal length each. The kinds stand in a CHECK, which SQLite changes only
-- with the whole table. Rows that point at lessons are looked at when all of them are back.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE lesson_before AS SELECT * FROM lesson;
DROP TABLE lesson;
CREATE TABLE lesson (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES course (id),
    code TEXT NOT NULL UNIQUE,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('video', 'document', 'quiz')),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,   -- measured by the server when published
    media_path TEXT,
    media_bytes BIGINT NOT NULL,
    captions_path TEXT,
    poster_path TEXT,
    pages TEXT NOT NULL,           -- JSON array of document pages or quiz items, empty for a video
    CONSTRAINT lesson_position_once UNIQUE (course_id, position)
);
INSERT INTO lesson (id, course_id, code, position, kind, title, title_en, summary, duration_ms, media_path, media_bytes,
                    captions_path, poster_path, pages)
SELECT id, course_id, code, position, kind, title, title_en, summary, duration_ms, media_path, media_bytes,
       captions_path, poster_path, pages FROM lesson_before;
DROP TABLE lesson_before;
