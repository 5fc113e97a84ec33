-- Dated standards (补贴标准) and the funds (资金渠道) that they are paid out of.

-- Money for a purpose in a year.
CREATE TABLE fund_source (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',     -- empty: it has none
    year BIGINT NOT NULL,
    budget_fen BIGINT NOT NULL CHECK (budget_fen >= 0),
    recorded_by TEXT NOT NULL REFERENCES account (id),
    recorded_at BIGINT NOT NULL,
    CONSTRAINT fund_source_code_once UNIQUE (code)
);
CREATE TRIGGER fund_source_no_update BEFORE UPDATE ON fund_source BEGIN SELECT RAISE(ABORT, 'fund_source is append-only'); END;
CREATE TRIGGER fund_source_no_delete BEFORE DELETE ON fund_source BEGIN SELECT RAISE(ABORT, 'fund_source is append-only'); END;
CREATE TRIGGER fund_source_no_replace BEFORE INSERT ON fund_source BEGIN
    SELECT RAISE(ABORT, 'fund_source is append-only') WHERE EXISTS (SELECT 1 FROM fund_source o WHERE o.id = NEW.id);
    SELECT RAISE(ABORT, 'fund_source_code_once: there is one of this code') WHERE EXISTS (SELECT 1 FROM fund_source o WHERE o.code = NEW.code);
END;

-- What training pays. What it does not name it leaves open. It is ended once, with a reason, and nothing else of it changes.
CREATE TABLE subsidy_standard (
    id TEXT PRIMARY KEY,
    trade_code TEXT REFERENCES trade (code),
    level TEXT CHECK (level IN ('special', 'five', 'four', 'three')),
    category_code TEXT REFERENCES person_category (code),
    programme TEXT CHECK (programme IN ('general', 'project', 'gold_collar', 'other')),
    valid_from TEXT NOT NULL,
    valid_to TEXT,                        -- the last day; absent: until further notice; before the first: never in force
    pay TEXT NOT NULL CHECK (pay IN ('per_person', 'per_credit_hour')),
    pay_fen BIGINT NOT NULL CHECK (pay_fen >= 0),
    pay_max_fen BIGINT CHECK (pay_max_fen >= 0),          -- the most for one class, where hours are paid
    partial_percent BIGINT NOT NULL CHECK (partial_percent >= 0 AND partial_percent <= 100),
    living_day_fen BIGINT CHECK (living_day_fen >= 0),    -- absent: no living allowance
    living_max_fen BIGINT CHECK (living_max_fen >= 0),
    fund_id TEXT NOT NULL REFERENCES fund_source (id),
    source TEXT NOT NULL,                 -- the number of the document that sets it
    recorded_by TEXT NOT NULL REFERENCES account (id),
    recorded_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT REFERENCES account (id),
    ended_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT subsidy_standard_days CHECK (valid_to IS NULL OR valid_to >= valid_from OR ended_at IS NOT NULL),
    CONSTRAINT subsidy_standard_most CHECK ((pay_max_fen IS NULL) = (pay = 'per_person')),
    CONSTRAINT subsidy_standard_living CHECK ((living_day_fen IS NULL) = (living_max_fen IS NULL)),
    CONSTRAINT subsidy_standard_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL OR valid_to IS NOT NULL))
);
CREATE INDEX subsidy_standard_by_trade ON subsidy_standard (trade_code, level, valid_from);

-- Two that name equally much and could both apply to one training are never both there (app/domain/src/standard.rs, ties_with).
CREATE TRIGGER subsidy_standard_tie BEFORE INSERT ON subsidy_standard WHEN EXISTS (
    SELECT 1 FROM subsidy_standard o
    WHERE (o.trade_code IS NOT NULL) + (o.level IS NOT NULL) + (o.category_code IS NOT NULL) + (o.programme IS NOT NULL)
          = (NEW.trade_code IS NOT NULL) + (NEW.level IS NOT NULL) + (NEW.category_code IS NOT NULL) + (NEW.programme IS NOT NULL)
      AND (o.trade_code IS NULL OR NEW.trade_code IS NULL OR o.trade_code = NEW.trade_code)
      AND (o.level IS NULL OR NEW.level IS NULL OR o.level = NEW.level)
      AND (o.category_code IS NULL OR NEW.category_code IS NULL OR o.category_code = NEW.category_code)
      AND (o.programme IS NULL OR NEW.programme IS NULL OR o.programme = NEW.programme)
      AND o.valid_from <= COALESCE(o.valid_to, '9999-12-31')
      AND o.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(o.valid_to, '9999-12-31'))
BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard_tie: another one names as much and could apply to the same training');
END;
CREATE TRIGGER subsidy_standard_begins BEFORE INSERT ON subsidy_standard WHEN NEW.ended_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard: it is recorded before it is ended');
END;
CREATE TRIGGER subsidy_standard_once_ended BEFORE UPDATE ON subsidy_standard
WHEN NOT (NEW.id IS OLD.id AND NEW.trade_code IS OLD.trade_code AND NEW.level IS OLD.level
          AND NEW.category_code IS OLD.category_code AND NEW.programme IS OLD.programme
          AND NEW.valid_from IS OLD.valid_from AND NEW.pay IS OLD.pay AND NEW.pay_fen IS OLD.pay_fen
          AND NEW.pay_max_fen IS OLD.pay_max_fen AND NEW.partial_percent IS OLD.partial_percent
          AND NEW.living_day_fen IS OLD.living_day_fen AND NEW.living_max_fen IS OLD.living_max_fen
          AND NEW.fund_id IS OLD.fund_id AND NEW.source IS OLD.source
          AND NEW.recorded_by IS OLD.recorded_by AND NEW.recorded_at IS OLD.recorded_at
          AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
          AND NEW.valid_to < COALESCE(OLD.valid_to, '9999-12-31'))
BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard: it is ended once, sooner than it would, and nothing else of it changes');
END;
CREATE TRIGGER subsidy_standard_no_delete BEFORE DELETE ON subsidy_standard BEGIN SELECT RAISE(ABORT, 'subsidy_standard is append-only'); END;
CREATE TRIGGER subsidy_standard_no_replace BEFORE INSERT ON subsidy_standard BEGIN
    SELECT RAISE(ABORT, 'subsidy_standard is append-only') WHERE EXISTS (SELECT 1 FROM subsidy_standard o WHERE o.id = NEW.id);
END;
