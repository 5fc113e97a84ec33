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

CREATE TRIGGER filing_suspend_or_lift BEFORE UPDATE ON filing
WHEN NOT (NEW.id IS OLD.id AND NEW.organisation_id IS OLD.organisation_id
          AND NEW.trade_code IS OLD.trade_code AND NEW.level IS OLD.level
          AND NEW.number IS OLD.number AND NEW.valid_from IS OLD.valid_from
          AND NEW.valid_to IS OLD.valid_to AND NEW.paper_sha256 IS OLD.paper_sha256
          AND NEW.recorded_by IS OLD.recorded_by AND NEW.recorded_at IS OLD.recorded_at
          AND (((OLD.suspended_at IS NULL OR OLD.lifted_at IS NOT NULL)
                AND NEW.suspended_at IS NOT NULL AND NEW.lifted_at IS NULL AND NEW.lifted_reason = '')
            OR (OLD.suspended_at IS NOT NULL AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
                AND NEW.suspended_at IS OLD.suspended_at AND NEW.suspended_by IS OLD.suspended_by
                AND NEW.suspended_reason IS OLD.suspended_reason)))
BEGIN
    SELECT RAISE(ABORT, 'filing: it is suspended or lifted, and nothing else of it changes');
END;
CREATE TRIGGER filing_begins_unsuspended BEFORE INSERT ON filing WHEN NEW.suspended_at IS NOT NULL OR NEW.lifted_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'filing: it begins without a suspension');
END;
CREATE TRIGGER filing_no_delete BEFORE DELETE ON filing BEGIN SELECT RAISE(ABORT, 'filing is append-only'); END;
CREATE TRIGGER filing_no_replace BEFORE INSERT ON filing BEGIN
    SELECT RAISE(ABORT, 'filing is append-only') WHERE EXISTS (SELECT 1 FROM filing o WHERE o.id = NEW.id);
END;

-- The paper of a filing, apart, so that lists never read it.
CREATE TABLE filing_paper (
    filing_id TEXT PRIMARY KEY REFERENCES filing (id),
    kind TEXT NOT NULL CHECK (kind IN ('jpg', 'png', 'pdf')),
    bytes BIGINT NOT NULL,
    name_sealed BLOB NOT NULL,        -- a file's name may hold somebody's number
    content_sealed BLOB NOT NULL
);
CREATE TRIGGER filing_paper_no_delete BEFORE DELETE ON filing_paper BEGIN SELECT RAISE(ABORT, 'filing_paper is append-only'); END;
CREATE TRIGGER filing_paper_no_replace BEFORE INSERT ON filing_paper BEGIN
    SELECT RAISE(ABORT, 'filing_paper is append-only') WHERE EXISTS (SELECT 1 FROM filing_paper o WHERE o.filing_id = NEW.filing_id);
END;
