//! Filings: recorded, suspended, lifted, and whether one covers a class that is to be opened. Each step is a line of the audit
//! log, each row a leaf of it.

use domain::course::Level;
use domain::filing::{self, Verdict};
use domain::id::{AccountId, FilingId, OrganisationId};
use domain::paper::PaperKind;
use domain::time::CHINA;

use crate::audit::{self, AuditEvent};
use crate::constraint::Constraint;
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::{execute, read_db, tx};

/// A filing about to be recorded.
#[derive(Clone, Debug)]
pub struct NewFiling {
    pub id: FilingId,
    pub organisation: OrganisationId,
    /// Of a trade that is known.
    pub trade_code: String,
    pub level: Level,
    /// 备案文号.
    pub number: String,
    /// The first and the last day; without a last one until further notice.
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub paper: Option<FilingPaper>,
}

/// The paper of a filing, sealed.
#[derive(Clone, Debug)]
pub struct FilingPaper {
    pub kind: PaperKind,
    pub bytes: i64,
    /// Of the file itself, in hexadecimal.
    pub sha256: String,
    pub name_sealed: Vec<u8>,
    pub content_sealed: Vec<u8>,
}

/// A filing as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Filing {
    #[sqlx(try_from = "String")]
    pub id: FilingId,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    pub trade_code: String,
    pub trade: String,
    pub trade_en: String,
    pub level: String,
    pub number: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub paper_sha256: Option<String>,
    pub recorded_at: i64,
    pub suspended_at: Option<i64>,
    pub suspended_reason: String,
    pub lifted_at: Option<i64>,
}

impl Filing {
    /// Whether it is suspended now.
    pub fn is_suspended(&self) -> bool {
        self.suspended_at.is_some() && self.lifted_at.is_none()
    }

    /// As the rule sees it; `None` for a level that this program does not know.
    pub fn as_rule(&self) -> Option<filing::Filing> {
        Some(filing::Filing {
            trade_code: self.trade_code.clone(),
            level: Level::from_code(&self.level)?,
            valid_from: self.valid_from.clone(),
            valid_to: self.valid_to.clone(),
            suspended_on: self.suspended_at.filter(|_| self.is_suspended()).map(|at_ms| CHINA.day(at_ms)),
        })
    }
}

/// What somebody did to a filing, as the log tells.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FilingStep {
    pub at_ms: i64,
    /// The code of the action.
    pub action: String,
    pub reason: String,
    /// Who did it; absent where their account is gone.
    pub who: Option<String>,
    pub filing: String,
    pub number: String,
    pub trade_code: String,
    pub trade: String,
    pub trade_en: String,
    pub level: String,
}

/// What became of recording a filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    Done,
    /// The same stands already; nothing changed.
    Already,
}

/// What became of suspending or lifting; nothing changed unless it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Done,
    /// Somebody else was a moment before: it stands so already.
    Already,
    /// It cannot be lifted: the same was recorded anew meanwhile.
    RecordedAnew,
}

const FILING: &str = "SELECT f.id, f.organisation_id, f.trade_code, t.name AS trade, t.name_en AS trade_en, f.level,
        f.number, f.valid_from, f.valid_to, f.paper_sha256, f.recorded_at, f.suspended_at, f.suspended_reason, f.lifted_at
    FROM filing f JOIN trade t ON t.code = f.trade_code";

impl Db {
    /// Records a filing, with its paper if there is one. The account of the event is who records it.
    pub async fn record_filing(&self, new: &NewFiling, event: &AuditEvent) -> Result<Recorded> {
        let mut tx = self.begin().await?;
        let by = event.account.as_ref().map(AccountId::as_str);
        let inserted = execute!(
            &mut tx,
            "INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, valid_to, paper_sha256,
                                 recorded_by, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            new.id.as_str(),
            new.organisation.as_str(),
            &new.trade_code,
            new.level.as_str(),
            &new.number,
            &new.valid_from,
            new.valid_to.as_deref(),
            new.paper.as_ref().map(|paper| paper.sha256.as_str()),
            by,
            event.at_ms
        );
        match inserted.map_err(StoreError::from) {
            Err(StoreError::Conflict(Constraint::FilingOnce)) => return Ok(Recorded::Already),
            other => other?,
        };
        if let Some(paper) = &new.paper {
            execute!(
                &mut tx,
                "INSERT INTO filing_paper (filing_id, kind, bytes, name_sealed, content_sealed)
                 VALUES ($1, $2, $3, $4, $5)",
                new.id.as_str(),
                paper.kind.as_str(),
                paper.bytes,
                &paper.name_sealed,
                &paper.content_sealed
            )?;
        }
        tx.changed(FactKind::Filing, new.id.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Recorded::Done)
    }

    /// Suspends a filing, for the reason of the event: no class is opened under it until that is lifted.
    pub async fn suspend_filing(&self, filing: &FilingId, event: &AuditEvent) -> Result<Changed> {
        let sql = "UPDATE filing SET suspended_at = $1, suspended_by = $2, suspended_reason = $3,
                       lifted_at = NULL, lifted_by = NULL, lifted_reason = ''
                   WHERE id = $4 AND (suspended_at IS NULL OR lifted_at IS NOT NULL)";
        self.change_filing(sql, filing, event).await
    }

    /// Lifts the suspension of a filing, for the reason of the event.
    pub async fn lift_filing(&self, filing: &FilingId, event: &AuditEvent) -> Result<Changed> {
        let sql = "UPDATE filing SET lifted_at = $1, lifted_by = $2, lifted_reason = $3
                   WHERE id = $4 AND suspended_at IS NOT NULL AND lifted_at IS NULL";
        self.change_filing(sql, filing, event).await
    }

    async fn change_filing(
        &self,
        sql: &'static str,
        filing: &FilingId,
        event: &AuditEvent,
    ) -> Result<Changed> {
        let mut tx = self.begin().await?;
        let by = event.account.as_ref().map(AccountId::as_str);
        let changed = execute!(&mut tx, sql, event.at_ms, by, &event.reason, filing.as_str());
        match changed.map_err(StoreError::from) {
            Ok(0) => return Ok(Changed::Already),
            Err(StoreError::Conflict(Constraint::FilingOnce)) => return Ok(Changed::RecordedAnew),
            other => other?,
        };
        tx.changed(FactKind::Filing, filing.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    /// The filings of an organisation, those that end last first.
    pub async fn filings_of(&self, organisation: &OrganisationId) -> Result<Vec<Filing>> {
        let sql = format!(
            "{FILING} WHERE f.organisation_id = $1
             ORDER BY COALESCE(f.valid_to, '9999-12-31') DESC, f.trade_code, f.level, f.recorded_at DESC, f.id"
        );
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(organisation.as_str()).fetch_all(pool).await
        })?)
    }

    /// The filings of several organisations.
    pub async fn filings_of_all(&self, organisations: &[OrganisationId]) -> Result<Vec<Filing>> {
        if organisations.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (1..=organisations.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "{FILING} WHERE f.organisation_id IN ({}) ORDER BY f.trade_code, f.id",
            places.join(", ")
        );
        Ok(read_db!(self, |pool| {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
            for organisation in organisations {
                query = query.bind(organisation.as_str());
            }
            query.fetch_all(pool).await
        })?)
    }

    /// What was done to the filings of an organisation, or to one of them, the latest first.
    pub async fn filing_steps(
        &self,
        organisation: &OrganisationId,
        filing: Option<&FilingId>,
    ) -> Result<Vec<FilingStep>> {
        let sql = "SELECT v.at_ms, v.action, v.reason, p.name AS who, f.id AS filing, f.number, f.trade_code, f.level,
                          t.name AS trade, t.name_en AS trade_en
                   FROM filing f JOIN trade t ON t.code = f.trade_code
                   JOIN audit_event v ON v.subject = 'filing:' || f.id
                   LEFT JOIN account a ON a.id = v.account_id LEFT JOIN person p ON p.id = a.person_id
                   WHERE f.organisation_id = $1 AND ($2 IS NULL OR f.id = $3)
                     AND v.action IN ('filing.record', 'filing.suspend', 'filing.lift')
                   ORDER BY v.at_ms DESC, v.id DESC LIMIT 200";
        let filing = filing.map(FilingId::as_str);
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sql).bind(organisation.as_str()).bind(filing).bind(filing).fetch_all(pool).await
        })?)
    }

    /// One filing.
    pub async fn filing(&self, id: &FilingId) -> Result<Filing> {
        let sql = format!("{FILING} WHERE f.id = $1");
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(pool).await
        })?)
    }

    /// The paper of a filing: its kind, its name and itself, sealed. The log gets its line first.
    pub async fn filing_paper(
        &self,
        id: &FilingId,
        event: &AuditEvent,
    ) -> Result<(String, Vec<u8>, Vec<u8>)> {
        let mut tx = self.begin().await?;
        let sql = "SELECT kind, name_sealed, content_sealed FROM filing_paper WHERE filing_id = $1";
        let paper: Option<(String, Vec<u8>, Vec<u8>)> =
            tx!(&mut tx, |c| sqlx::query_as(sql).bind(id.as_str()).fetch_optional(&mut **c).await)?;
        let paper = paper.ok_or(StoreError::NotFound)?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(paper)
    }
}

impl Tx {
    /// Whether an organisation is filed for a trade at a level on a day (`YYYY-MM-DD`). On PostgreSQL its filings stay as they
    /// are until the end of the transaction: a suspension at the same moment comes before or after, never between.
    pub async fn filing_verdict(
        &mut self,
        organisation: &OrganisationId,
        trade_code: &str,
        level: Level,
        on_day: &str,
    ) -> Result<Verdict> {
        let lock = self.text("", " FOR SHARE OF f");
        let sql = format!("{FILING} WHERE f.organisation_id = $1 AND f.trade_code = $2 ORDER BY f.id{lock}");
        let filings: Vec<Filing> = tx!(self, |c| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(organisation.as_str())
                .bind(trade_code)
                .fetch_all(&mut **c)
                .await
        })?;
        let filings: Vec<_> = filings.iter().filter_map(Filing::as_rule).collect();
        Ok(filing::covers(&filings, trade_code, level, on_day))
    }
}
