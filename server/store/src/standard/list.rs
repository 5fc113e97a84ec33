//! Standards as pages show them.

use domain::class_application::Programme;
use domain::course::Level;
use domain::id::StandardId;
use domain::standard::Standard;

use super::RuleRow;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// A standard with the names of what it names.
#[derive(Clone, Debug)]
pub struct ListedStandard {
    pub rule: Standard,
    pub trade: String,
    pub trade_en: String,
    pub category: String,
    pub category_en: String,
    pub fund: String,
    pub fund_en: String,
    pub recorded_at: i64,
    /// Absent where the account is gone.
    pub recorded_by: Option<String>,
    pub ended_at: Option<i64>,
    pub ended_by: Option<String>,
    pub ended_reason: String,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    rule: RuleRow,
    trade: String,
    trade_en: String,
    category: String,
    category_en: String,
    fund: String,
    fund_en: String,
    recorded_at: i64,
    recorded_by: Option<String>,
    ended_at: Option<i64>,
    ended_by: Option<String>,
    ended_reason: String,
}

/// Which standards.
#[derive(Clone, Debug, Default)]
pub struct StandardSearch {
    /// Those that name this trade, by code or by a part of its name.
    pub trade: Option<String>,
    pub level: Option<Level>,
    /// The code of a category.
    pub category: Option<String>,
    pub programme: Option<Programme>,
    /// Those in force on this day.
    pub day: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

const COLUMNS: &str = "s.id, s.trade_code, s.level, s.category_code, s.programme, s.valid_from, s.valid_to, s.pay, s.pay_fen,
        s.pay_max_fen, s.partial_percent, s.living_day_fen, s.living_max_fen, s.fund_id, s.source,
        COALESCE(t.name, '') AS trade, COALESCE(t.name_en, '') AS trade_en, COALESCE(k.name, '') AS category,
        COALESCE(k.name_en, '') AS category_en, m.name AS fund, m.name_en AS fund_en, s.recorded_at, s.ended_at,
        s.ended_reason,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = s.recorded_by) AS recorded_by,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = s.ended_by) AS ended_by";
const TABLES: &str =
    "subsidy_standard s JOIN fund_source m ON m.id = s.fund_id LEFT JOIN trade t ON t.code = s.trade_code
        LEFT JOIN person_category k ON k.code = s.category_code";
const FOUND: &str = "(CAST($1 AS TEXT) IS NULL OR s.trade_code = $1 OR (INSTR_OF))
        AND (CAST($2 AS TEXT) IS NULL OR s.level = $2) AND (CAST($3 AS TEXT) IS NULL OR s.category_code = $3)
        AND (CAST($4 AS TEXT) IS NULL OR s.programme = $4)
        AND (CAST($5 AS TEXT) IS NULL OR s.valid_from <= $5 AND (s.valid_to IS NULL OR s.valid_to >= $5))";

impl ListedRow {
    fn listed(self) -> Result<ListedStandard> {
        Ok(ListedStandard {
            rule: self.rule.rule()?,
            trade: self.trade,
            trade_en: self.trade_en,
            category: self.category,
            category_en: self.category_en,
            fund: self.fund,
            fund_en: self.fund_en,
            recorded_at: self.recorded_at,
            recorded_by: self.recorded_by,
            ended_at: self.ended_at,
            ended_by: self.ended_by,
            ended_reason: self.ended_reason,
        })
    }
}

impl Db {
    /// A page of the standards that were looked for, and how many there are: the latest first, by trade, level and what else
    /// they name.
    pub async fn standards(&self, search: &StandardSearch) -> Result<(Vec<ListedStandard>, i64)> {
        let found = FOUND.replace("INSTR_OF", self.text("INSTR(t.name, $1) > 0", "STRPOS(t.name, $1) > 0"));
        let sql = format!("SELECT COUNT(*) FROM {TABLES} WHERE {found}");
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(&search.trade)
            .bind(search.level.map(Level::as_str))
            .bind(&search.category)
            .bind(search.programme.map(Programme::as_str))
            .bind(&search.day)
            .fetch_one(p)
            .await)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE {found}
             ORDER BY s.valid_from DESC, COALESCE(s.trade_code, ''), COALESCE(s.level, ''), COALESCE(s.category_code, ''),
                      COALESCE(s.programme, ''), s.id
             LIMIT $6 OFFSET $7"
        );
        let rows: Vec<ListedRow> = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(&search.trade)
            .bind(search.level.map(Level::as_str))
            .bind(&search.category)
            .bind(search.programme.map(Programme::as_str))
            .bind(&search.day)
            .bind(search.limit)
            .bind(search.offset)
            .fetch_all(p)
            .await)?;
        Ok((rows.into_iter().map(ListedRow::listed).collect::<Result<_>>()?, count))
    }

    /// One standard.
    pub async fn standard(&self, id: &StandardId) -> Result<ListedStandard> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE s.id = $1");
        let row: ListedRow = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .fetch_one(p)
            .await)?;
        row.listed()
    }
}
