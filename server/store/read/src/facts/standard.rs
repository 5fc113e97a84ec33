//! Fund sources and dated standards, as they are read, and what each says.

use domain::audit::AuditAction;
use sqlx::FromRow;
use vault::Keys;

use super::rows::FactRow;

#[derive(FromRow)]
pub(super) struct FundSourceRow {
    id: String,
    code: String,
    name: String,
    name_en: String,
    year: i64,
    budget_fen: i64,
    recorded_by: String,
    recorded_at: i64,
}

impl FactRow for FundSourceRow {
    const SELECT: &'static str =
        "SELECT id, code, name, name_en, year, budget_fen, recorded_by, recorded_at FROM fund_source";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactFundSource {
            fund: self.id.into(),
            code: self.code,
            name: self.name,
            name_en: self.name_en,
            year: self.year,
            budget_fen: self.budget_fen,
            recorded_by: self.recorded_by.into(),
            recorded_at_ms: self.recorded_at,
        }
    }
}

#[derive(FromRow)]
pub(super) struct StandardRow {
    id: String,
    trade_code: Option<String>,
    level: Option<String>,
    category_code: Option<String>,
    programme: Option<String>,
    valid_from: String,
    valid_to: Option<String>,
    pay: String,
    pay_fen: i64,
    pay_max_fen: Option<i64>,
    partial_percent: i64,
    living_day_fen: Option<i64>,
    living_max_fen: Option<i64>,
    fund_id: String,
    source: String,
    recorded_by: String,
    recorded_at: i64,
    ended_at: Option<i64>,
    ended_by: Option<String>,
    ended_reason: String,
}

impl FactRow for StandardRow {
    const SELECT: &'static str = "SELECT id, trade_code, level, category_code, programme, valid_from, valid_to, pay, \
                                  pay_fen, pay_max_fen, partial_percent, living_day_fen, living_max_fen, fund_id, \
                                  source, recorded_by, recorded_at, ended_at, ended_by, ended_reason \
                                  FROM subsidy_standard";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactStandard {
            standard: self.id.into(),
            trade_code: self.trade_code,
            level: self.level,
            category: self.category_code,
            programme: self.programme,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            pay: self.pay,
            pay_fen: self.pay_fen,
            pay_max_fen: self.pay_max_fen,
            partial_percent: self.partial_percent,
            living_day_fen: self.living_day_fen,
            living_max_fen: self.living_max_fen,
            fund: self.fund_id.into(),
            source: self.source,
            recorded_by: self.recorded_by.into(),
            recorded_at_ms: self.recorded_at,
            ended_at_ms: self.ended_at,
            ended_by: self.ended_by.map(Into::into),
            ended_reason: self.ended_reason,
        }
    }
}
