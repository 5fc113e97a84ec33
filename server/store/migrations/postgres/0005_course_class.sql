-- Courses with their lessons and question banks, classes and enrolments.

-- A course as it was published.
CREATE TABLE course (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    outcomes TEXT NOT NULL,           -- JSON array of texts
    outcomes_en TEXT NOT NULL,
    trade_code TEXT NOT NULL,
    trade TEXT NOT NULL,
    trade_en TEXT NOT NULL,
    level TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('online', 'blended')),
    cover TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    published_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    replaces TEXT REFERENCES course (id), -- the version before it
    CONSTRAINT course_replaced_once UNIQUE (replaces)
);

-- A category of people for whom a course is meant.
CREATE TABLE course_audience (
    course_id TEXT NOT NULL REFERENCES course (id),
    category_code TEXT NOT NULL REFERENCES person_category (code),
    PRIMARY KEY (course_id, category_code)
);

-- A one- or two-character stretch of a course's words, so that a two-character word is always found.
CREATE TABLE course_term (
    term TEXT NOT NULL,
    course_id TEXT NOT NULL REFERENCES course (id),
    weight BIGINT NOT NULL,
    PRIMARY KEY (term, course_id)
);

-- A lesson of a course: a video, a document to read, or a quiz of practice items with a nominal length each.
CREATE TABLE lesson (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL REFERENCES course (id),
    code TEXT NOT NULL UNIQUE,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('video', 'document', 'quiz')),
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    summary TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,      -- measured by the server when published
    media_path TEXT,
    media_bytes BIGINT NOT NULL,
    media_sha256 TEXT,                -- of the film, measured by the server when published
    captions_path TEXT,
    poster_path TEXT,
    pages TEXT NOT NULL,              -- JSON array of document pages or quiz items, empty for a video
    CONSTRAINT lesson_position_once UNIQUE (course_id, position)
);

-- An item of a lesson's question bank.
CREATE TABLE question (
    id TEXT PRIMARY KEY,
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    at_ms BIGINT NOT NULL,            -- asked only after this moment of the lesson was studied
    prompt TEXT NOT NULL,
    options TEXT NOT NULL,            -- JSON array of texts; the first is right
    explanation TEXT NOT NULL
);
CREATE INDEX question_by_lesson ON question (lesson_id, at_ms);

-- A class that studies a course between two days, under one version of the policy.
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

-- The day by which a class should have studied a lesson.
CREATE TABLE class_plan (
    class_id TEXT NOT NULL REFERENCES training_class (id),
    lesson_id TEXT NOT NULL REFERENCES lesson (id),
    due_on TEXT NOT NULL,
    PRIMARY KEY (class_id, lesson_id)
);

-- Somebody in a class.
CREATE TABLE enrolment (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES training_class (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    enrolled_at BIGINT NOT NULL,
    CONSTRAINT enrolment_once UNIQUE (class_id, person_id)
);
CREATE INDEX enrolment_by_person ON enrolment (person_id);
