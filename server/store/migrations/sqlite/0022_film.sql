-- Films of institutions.

-- A film from the first byte of its upload. What has arrived of it lies in a file; so much of that as stands here is durable.
-- A film that is ready stays what it is, until it is deleted; its line stays.
CREATE TABLE film (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,                   -- of the file, as it is shown
    bytes_total BIGINT NOT NULL CHECK (bytes_total > 0),
    bytes_received BIGINT NOT NULL CHECK (bytes_received BETWEEN 0 AND bytes_total),
    state TEXT NOT NULL CHECK (state IN ('receiving', 'measuring', 'ready', 'refused')),
    sha256 TEXT,                          -- of the file that is served, without what the camera wrote
    duration_ms BIGINT,                   -- measured by the server
    refusal TEXT,                         -- a code: why it cannot be used
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT,                    -- when it goes by itself; absent while it is looked at, and where it is ready
    deleted_at BIGINT,
    CONSTRAINT film_ready_whole CHECK ((state = 'ready') = (sha256 IS NOT NULL)),
    CONSTRAINT film_ready_measured CHECK ((state = 'ready') = (duration_ms IS NOT NULL)),
    CONSTRAINT film_refused_why CHECK ((state = 'refused') = (refusal IS NOT NULL)),
    CONSTRAINT film_arrived CHECK (state = 'receiving' OR bytes_received = bytes_total),
    CONSTRAINT film_deleted_ready CHECK (deleted_at IS NULL OR state = 'ready')
);
CREATE INDEX film_by_organisation ON film (organisation_id, made_at);
CREATE INDEX film_by_digest ON film (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX film_by_expiry ON film (expires_at) WHERE expires_at IS NOT NULL;
CREATE TRIGGER film_stays BEFORE UPDATE ON film BEGIN
    SELECT RAISE(ABORT, 'film: what it is of does not change')
    WHERE NOT (NEW.id = OLD.id AND NEW.organisation_id = OLD.organisation_id AND NEW.name = OLD.name
          AND NEW.bytes_total = OLD.bytes_total AND NEW.made_by = OLD.made_by AND NEW.made_at = OLD.made_at);
    SELECT RAISE(ABORT, 'film: one that is ready stays so, until it is deleted once')
    WHERE OLD.state = 'ready' AND NOT (NEW.state = 'ready' AND NEW.sha256 = OLD.sha256 AND NEW.duration_ms = OLD.duration_ms
          AND NEW.expires_at IS NULL AND OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL);
END;
CREATE TRIGGER film_no_delete BEFORE DELETE ON film BEGIN
    SELECT RAISE(ABORT, 'film: one that was ready keeps its line') WHERE OLD.state = 'ready';
END;
