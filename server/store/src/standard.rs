//! Dated standards and the funds they are paid out of: recorded, ended, and which apply to a training. Each step is a line of the
//! audit log, each row a leaf of it.

mod list;

pub use list::{ListedStandard, StandardSearch};

use domain::class_application::Programme;
use domain::course::Level;
use domain::id::{AccountId, FundSourceId, StandardId};
use domain::standard::{Living, Pay, Standard, Training};
use domain::subsidy::Fen;

use crate::audit::{self, AuditEvent};
use crate::constraint::Constraint;
use crate::db::{Db, Tx, TxConnection};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::{execute, read_db, tx};

/// Money for a purpose in a year.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FundSource {
    #[sqlx(try_from = "String")]
    pub id: FundSourceId,
    pub code: String,
    pub name: String,
    /// Empty where it has none.
    pub name_en: String,
    pub year: i64,
    pub budget_fen: i64,
}

/// What became of recording standards; nothing is recorded unless it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// So many are new; the others stand there already.
    Done { new: usize },
    /// The one at this place ties with one that is recorded.
    Tie { at: usize, with: StandardId },
}

/// What became of ending a standard; nothing changes unless it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Done,
    /// It is ended already.
    Already,
    /// That is no sooner than it ends anyway, or long before it begins.
    WrongDay,
}

/// A row as the rules need it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct RuleRow {
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
}

const RULE: &str =
    "SELECT id, trade_code, level, category_code, programme, valid_from, valid_to, pay, pay_fen, pay_max_fen,
        partial_percent, living_day_fen, living_max_fen, fund_id, source
    FROM subsidy_standard";

impl RuleRow {
    pub(super) fn rule(self) -> Result<Standard> {
        let unknown = || StoreError::Damaged(format!("standard {} has a code that is not known", self.id));
        let read = |code: &Option<String>| code.clone();
        let level = read(&self.level).map(|code| Level::from_code(&code).ok_or_else(unknown)).transpose()?;
        let programme =
            read(&self.programme).map(|code| Programme::from_code(&code).ok_or_else(unknown)).transpose()?;
        let fen = Fen(self.pay_fen);
        let pay = match (self.pay.as_str(), self.pay_max_fen) {
            ("per_person", None) => Pay::PerPerson { fen },
            ("per_credit_hour", Some(max)) => Pay::PerCreditHour { fen, max: Fen(max) },
            _ => return Err(unknown()),
        };
        let living = self.living_day_fen.zip(self.living_max_fen);
        Ok(Standard {
            id: self.id.into(),
            trade: self.trade_code,
            level,
            category: self.category_code,
            programme,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            pay,
            partial_percent: self.partial_percent,
            living: living.map(|(day, max)| Living { day_fen: Fen(day), max: Fen(max) }),
            fund: self.fund_id.into(),
            source: self.source,
        })
    }
}

/// All that hold on a day and leave a trade, a level and a programme open or name these.
fn for_training() -> String {
    format!(
        "{RULE} WHERE (trade_code IS NULL OR trade_code = $1) AND (level IS NULL OR level = $2)
             AND (programme IS NULL OR programme = $3) AND valid_from <= $4 AND (valid_to IS NULL OR valid_to >= $4)
         ORDER BY id"
    )
}

impl Db {
    /// Records a fund source; false where one of its code is there already. The account of the event is who records it.
    pub async fn record_fund(&self, new: &FundSource, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        let inserted = execute!(
            &mut tx,
            "INSERT INTO fund_source (id, code, name, name_en, year, budget_fen, recorded_by, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            new.id.as_str(),
            &new.code,
            &new.name,
            &new.name_en,
            new.year,
            new.budget_fen,
            event.account.as_ref().map(AccountId::as_str),
            event.at_ms
        );
        match inserted.map_err(StoreError::from) {
            Err(StoreError::Conflict(Constraint::FundSourceCodeOnce)) => return Ok(false),
            other => other?,
        };
        tx.changed(FactKind::FundSource, new.id.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The fund sources, the latest year first.
    pub async fn funds(&self) -> Result<Vec<FundSource>> {
        let sql =
            "SELECT id, code, name, name_en, year, budget_fen FROM fund_source ORDER BY year DESC, code";
        Ok(read_db!(self, |pool| sqlx::query_as(sql).fetch_all(pool).await)?)
    }

    /// Every standard, in the order of their ids.
    pub async fn all_standards(&self) -> Result<Vec<Standard>> {
        let sql = format!("{RULE} ORDER BY id");
        let rows: Vec<RuleRow> =
            read_db!(self, |pool| sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await)?;
        rows.into_iter().map(RuleRow::rule).collect()
    }

    /// Records standards, all of them or none: those that stand there already are left as they are. Each has an event of its own;
    /// its account is who records it.
    pub async fn record_standards(&self, new: &[(Standard, AuditEvent)]) -> Result<Recorded> {
        let mut tx = self.begin().await?;
        tx.lock_standards().await?;
        let sql = format!("{RULE} ORDER BY id");
        let rows: Vec<RuleRow> =
            tx!(&mut tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **c).await)?;
        let mut there = rows.into_iter().map(RuleRow::rule).collect::<Result<Vec<Standard>>>()?;
        let mut count = 0;
        for (at, (one, event)) in new.iter().enumerate() {
            if there.iter().any(|other| other.says_the_same(one)) {
                continue;
            }
            if let Some(other) = there.iter().find(|other| other.ties_with(one)) {
                return Ok(Recorded::Tie { at, with: other.id.clone() });
            }
            tx.insert_standard(one, event).await?;
            there.push(one.clone());
            count += 1;
        }
        tx.commit().await?;
        Ok(Recorded::Done { new: count })
    }

    /// Ends a standard, for the reason of the event: this is its last day. One that should never have been ends the day before
    /// its first.
    pub async fn end_standard(
        &self,
        id: &StandardId,
        last_day: &str,
        day_before_first: &str,
        event: &AuditEvent,
    ) -> Result<Ended> {
        let mut tx = self.begin().await?;
        let lock = tx.text("", " FOR UPDATE");
        let sql = format!("SELECT ended_at, valid_to FROM subsidy_standard WHERE id = $1{lock}");
        let found: Option<(Option<i64>, Option<String>)> = tx!(&mut tx, |c| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_optional(&mut **c).await
        })?;
        let (ended_at, valid_to) = found.ok_or(StoreError::NotFound)?;
        if ended_at.is_some() {
            return Ok(Ended::Already);
        }
        if last_day < day_before_first || valid_to.is_some_and(|until| until.as_str() <= last_day) {
            return Ok(Ended::WrongDay);
        }
        execute!(
            &mut tx,
            "UPDATE subsidy_standard SET valid_to = $1, ended_at = $2, ended_by = $3, ended_reason = $4 WHERE id = $5",
            last_day,
            event.at_ms,
            event.account.as_ref().map(AccountId::as_str),
            &event.reason,
            id.as_str()
        )?;
        tx.changed(FactKind::SubsidyStandard, id.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ended::Done)
    }
}

impl Tx {
    /// The standards among which one is chosen for a learner of this training, whatever their category.
    pub async fn standards_for(&mut self, training: &Training) -> Result<Vec<Standard>> {
        let sql = for_training();
        let rows: Vec<RuleRow> = tx!(self, |c| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(&training.trade)
            .bind(training.level.as_str())
            .bind(training.programme.as_str())
            .bind(&training.starts_on)
            .fetch_all(&mut **c)
            .await)?;
        rows.into_iter().map(RuleRow::rule).collect()
    }

    /// Whoever else records standards waits until the end of the transaction. SQLite has one writer anyway.
    async fn lock_standards(&mut self) -> Result<()> {
        if let TxConnection::Postgres(connection) = self.connection() {
            // The number that the trigger takes too.
            sqlx::query("SELECT pg_advisory_xact_lock(710073)").execute(&mut **connection).await?;
        }
        Ok(())
    }

    async fn insert_standard(&mut self, one: &Standard, event: &AuditEvent) -> Result<()> {
        let (pay, fen, max) = match one.pay {
            Pay::PerPerson { fen } => ("per_person", fen, None),
            Pay::PerCreditHour { fen, max } => ("per_credit_hour", fen, Some(max.0)),
        };
        execute!(
            self,
            "INSERT INTO subsidy_standard (id, trade_code, level, category_code, programme, valid_from, valid_to, pay,
                 pay_fen, pay_max_fen, partial_percent, living_day_fen, living_max_fen, fund_id, source, recorded_by,
                 recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            one.id.as_str(),
            one.trade.as_deref(),
            one.level.map(Level::as_str),
            one.category.as_deref(),
            one.programme.map(Programme::as_str),
            &one.valid_from,
            one.valid_to.as_deref(),
            pay,
            fen.0,
            max,
            one.partial_percent,
            one.living.map(|living| living.day_fen.0),
            one.living.map(|living| living.max.0),
            one.fund.as_str(),
            &one.source,
            event.account.as_ref().map(AccountId::as_str),
            event.at_ms
        )?;
        self.changed(FactKind::SubsidyStandard, one.id.as_str(), event.at_ms);
        audit::write(self, event).await
    }
}
