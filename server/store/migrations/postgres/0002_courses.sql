-- Courses, lessons, question bank, classes and enrolments.

CREATE TABLE course (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    outcomes TEXT NOT NULL,      -- JSON array of texts
    outcomes_en TEXT NOT NULL,
    trade_code TEXT NOT NULL,
    trade TEXT NOT NULL,
    trade_en TEXT NOT NULL,
    level TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('online', 'blended')),
    cover TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    published_at BIGINT NOT NULL
);

CREATE TABLE course_audience (
    course_id TEXT NOT NULL REFERENCES course (id),
    category_code TEXT NOT NULL REFERENCES person_category (code),
    PRIMARY KEY (course_id, category_code)
);

-- One- and two-character pieces of a course's words, so that a two-character word is always found.
CREATE TABLE course_term (
    term TEXT NOT NULL,
    course_id TEXT NOT NULL REFERENCES course (id),
    weight BIGINT NOT NULL,
    PRIMARY KEY (term, course_id)
);

CREATE TABLE lesson (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES course (id),
    code TEXT NOT NULL UNIQUE,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('video', 'document')),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,   -- measured by the server when published
    media_path TEXT,
    media_bytes BIGINT NOT NULL,
    captions_path TEXT,
    poster_path TEXT,
    pages TEXT NOT NULL,           -- JSON array of document pages, empty for a video
    CONSTRAINT lesson_position_once UNIQUE (course_id, position)
);

CREATE TABLE question (
    id TEXT PRIMARY KEY,
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    at_ms BIGINT NOT NULL,         -- asked only after this moment of the lesson was studied
    prompt TEXT NOT NULL,
    options TEXT NOT NULL,         -- JSON array of texts; the first is right
    explanation TEXT NOT NULL
);
CREATE INDEX question_by_lesson ON question (lesson_id, at_ms);

CREATE TABLE training_class (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    course_id TEXT NOT NULL REFERENCES course (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    region_id TEXT NOT NULL REFERENCES region (id),
    teacher_id TEXT REFERENCES account (id),
    title TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    policy_version TEXT NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE INDEX training_class_by_course ON training_class (course_id);
CREATE INDEX training_class_by_organisation ON training_class (organisation_id);

CREATE TABLE class_plan (
    class_id TEXT NOT NULL REFERENCES training_class (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    due_on TEXT NOT NULL,
    PRIMARY KEY (class_id, lesson_id)
);

CREATE TABLE enrolment (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    enrolled_at BIGINT NOT NULL,
    CONSTRAINT enrolment_once UNIQUE (class_id, person_id)
);
CREATE INDEX enrolment_by_person ON enrolment (person_id);
