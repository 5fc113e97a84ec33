-- Trades, and the filings (备案) by which an institution may teach one at public cost.

-- An occupation of the national classification, or a trade of the bureau's own catalogue.
CREATE TABLE trade (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',  -- empty: it has none
    valid_from TEXT NOT NULL,
    valid_to TEXT                     -- the last day; absent: not known
);

-- An institution is filed for a trade at a level, from a day until a day. It is suspended and lifted again, and nothing else of
-- it changes: what was recorded wrongly is suspended and recorded anew.
CREATE TABLE filing (
    id TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    trade_code TEXT NOT NULL REFERENCES trade (code),
    level TEXT NOT NULL CHECK (level IN ('special', 'five', 'four', 'three')),
    number TEXT NOT NULL,             -- 备案文号
    valid_from TEXT NOT NULL,
    valid_to TEXT,                    -- the last day; absent: until further notice
    paper_sha256 TEXT,                -- of the paper itself (filing_paper), where one was added
    recorded_by TEXT NOT NULL REFERENCES account (id),
    recorded_at BIGINT NOT NULL,
    suspended_at BIGINT,              -- the last suspension; the ones before it stand in the audit log
    suspended_by TEXT REFERENCES account (id),
    suspended_reason TEXT NOT NULL DEFAULT '',
    lifted_at BIGINT,                 -- when that suspension ended
    lifted_by TEXT REFERENCES account (id),
    lifted_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT filing_days CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT filing_suspended CHECK ((suspended_at IS NULL) = (suspended_by IS NULL)),
    CONSTRAINT filing_lifted CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL OR suspended_at IS NOT NULL))
);
CREATE INDEX filing_by_organisation ON filing (organisation_id, trade_code);
-- What stands is recorded once.
CREATE UNIQUE INDEX filing_once ON filing (organisation_id, trade_code, level, number)
    WHERE suspended_at IS NULL OR lifted_at IS NOT NULL;

CREATE FUNCTION filing_suspend_or_lift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.organisation_id IS NOT DISTINCT FROM OLD.organisation_id
          AND NEW.trade_code IS NOT DISTINCT FROM OLD.trade_code AND NEW.level IS NOT DISTINCT FROM OLD.level
          AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.valid_from IS NOT DISTINCT FROM OLD.valid_from
          AND NEW.valid_to IS NOT DISTINCT FROM OLD.valid_to AND NEW.paper_sha256 IS NOT DISTINCT FROM OLD.paper_sha256
          AND NEW.recorded_by IS NOT DISTINCT FROM OLD.recorded_by AND NEW.recorded_at IS NOT DISTINCT FROM OLD.recorded_at
          AND (((OLD.suspended_at IS NULL OR OLD.lifted_at IS NOT NULL)
                AND NEW.suspended_at IS NOT NULL AND NEW.lifted_at IS NULL AND NEW.lifted_reason = '')
            OR (OLD.suspended_at IS NOT NULL AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
                AND NEW.suspended_at IS NOT DISTINCT FROM OLD.suspended_at AND NEW.suspended_by IS NOT DISTINCT FROM OLD.suspended_by
                AND NEW.suspended_reason IS NOT DISTINCT FROM OLD.suspended_reason)))
    THEN RAISE EXCEPTION 'filing: it is suspended or lifted, and nothing else of it changes'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER filing_suspend_or_lift BEFORE UPDATE ON filing FOR EACH ROW EXECUTE FUNCTION filing_suspend_or_lift();
CREATE FUNCTION filing_begins_unsuspended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.suspended_at IS NOT NULL OR NEW.lifted_at IS NOT NULL
    THEN RAISE EXCEPTION 'filing: it begins without a suspension'; END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER filing_begins_unsuspended BEFORE INSERT ON filing FOR EACH ROW EXECUTE FUNCTION filing_begins_unsuspended();
CREATE TRIGGER filing_no_delete BEFORE DELETE ON filing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER filing_no_truncate BEFORE TRUNCATE ON filing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The paper of a filing, apart, so that lists never read it.
CREATE TABLE filing_paper (
    filing_id TEXT PRIMARY KEY REFERENCES filing (id),
    kind TEXT NOT NULL CHECK (kind IN ('jpg', 'png', 'pdf')),
    bytes BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,        -- a file's name may hold somebody's number
    content_sealed BYTEA NOT NULL
);
CREATE TRIGGER filing_paper_no_delete BEFORE DELETE ON filing_paper FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER filing_paper_no_truncate BEFORE TRUNCATE ON filing_paper FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
