-- Lessons may be quizzes: practice items with a nominal length each.
ALTER TABLE lesson DROP CONSTRAINT lesson_kind_check;
ALTER TABLE lesson ADD CONSTRAINT lesson_kind_check CHECK (kind IN ('video', 'document', 'quiz'));
