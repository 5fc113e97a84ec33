//! Facts that hours are worth something by, read from their rows in the form in which they are leaves of the audit log.
//!
//! Whoever writes a row reads it back so, and makes the leaf of it; whoever verifies reads every row so and compares.

mod account;
mod exam;
mod kind;
pub mod mark;
mod payee;
mod rows;
mod standard;
mod ways_in;

use domain::audit::{AuditAction, AuditKind, AuditSubject, LinkFact};
use domain::policy::Policy;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use vault::Keys;

use crate::digest::Purpose;
use crate::error::Result;
use account::{AccountRow, GrantRow, LinkRow, Parts, PasskeyRow, passkey_sha256};
use mark::MARK_BYTES;
use rows::FactRow;
use ways_in::{LinkWay, PasskeyWay, PhoneWay, RecoveryCodeWay, SecondFactorWay, WayIn};

pub use exam::{exam_answers_sha256, exam_paper_sha256};
pub use kind::FactKind;

/// Which rows.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// This one.
    One(&'a str),
    /// So many after this one, in the database's order.
    After(&'a str, i64),
}

/// What a row says.
#[derive(Clone, Debug)]
pub struct Fact {
    pub action: AuditAction,
    /// What of the row bears no mark that fits, by its name; always nothing without the keys.
    pub unmarked: Option<String>,
}

/// A connection to read facts over.
pub enum Reader<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Runs one statement with two values on whichever connection it is.
macro_rules! fetch {
    ($reader:expr, $sql:expr, $first:expr, $second:expr) => {
        match $reader {
            Reader::Sqlite(c) => {
                sqlx::query_as(AssertSqlSafe($sql)).bind($first).bind($second).fetch_all(&mut **c).await?
            }
            Reader::Postgres(c) => {
                sqlx::query_as(AssertSqlSafe($sql)).bind($first).bind($second).fetch_all(&mut **c).await?
            }
        }
    };
}

impl Reader<'_> {
    /// What rows of a kind say. Digests by the site's key are empty without it.
    pub async fn facts(
        &mut self,
        kind: FactKind,
        which: Which<'_>,
        keys: Option<&Keys>,
    ) -> Result<Vec<Fact>> {
        match kind {
            FactKind::Organisation => self.plain::<rows::OrganisationRow>(which, keys).await,
            FactKind::Filing => self.plain::<rows::FilingRow>(which, keys).await,
            FactKind::FundSource => self.plain::<standard::FundSourceRow>(which, keys).await,
            FactKind::SubsidyStandard => self.plain::<standard::StandardRow>(which, keys).await,
            FactKind::Payee => self.plain::<payee::PayeeRow>(which, keys).await,
            FactKind::Course => self.plain::<rows::CourseRow>(which, keys).await,
            FactKind::Lesson => self.plain::<rows::LessonRow>(which, keys).await,
            FactKind::Question => self.plain::<rows::QuestionRow>(which, keys).await,
            FactKind::Class => self.plain::<rows::ClassRow>(which, keys).await,
            FactKind::Person => self.plain::<rows::PersonRow>(which, keys).await,
            FactKind::Enrolment => self.plain::<rows::EnrolmentRow>(which, keys).await,
            FactKind::Certificate => self.plain::<rows::CertificateRow>(which, keys).await,
            FactKind::ClassClosing => self.plain::<rows::ClassClosingRow>(which, keys).await,
            FactKind::ClassExam => self.plain::<exam::ClassExamRow>(which, keys).await,
            FactKind::ExamPaper => self.plain::<exam::ExamPaperRow>(which, keys).await,
            FactKind::Device => self.plain::<rows::DeviceRow>(which, keys).await,
            FactKind::Account => self.accounts(which, keys).await,
        }
    }

    async fn plain<R: FactRow>(&mut self, which: Which<'_>, keys: Option<&Keys>) -> Result<Vec<Fact>> {
        let rows: Vec<R> = self.rows(which).await?;
        Ok(rows.into_iter().map(|row| Fact { action: row.action(keys), unmarked: None }).collect())
    }

    async fn rows<R: FactRow>(&mut self, which: Which<'_>) -> Result<Vec<R>> {
        let select = R::SELECT;
        let (sql, id, limit) = match which {
            Which::One(id) => (format!("{select} WHERE id = $1 LIMIT $2"), id, 1),
            Which::After(id, limit) => (format!("{select} WHERE id > $1 ORDER BY id LIMIT $2"), id, limit),
        };
        Ok(fetch!(self, sql, id, limit))
    }

    /// Accounts, each with its roles, passkeys and links.
    async fn accounts(&mut self, which: Which<'_>, keys: Option<&Keys>) -> Result<Vec<Fact>> {
        let accounts: Vec<AccountRow> = self.rows(which).await?;
        let (Some(first), Some(last)) = (accounts.first(), accounts.last()) else { return Ok(Vec::new()) };
        let sql = format!(
            "{} WHERE account_id >= $1 AND account_id <= $2 ORDER BY account_id, granted_at, role",
            GrantRow::SELECT
        );
        let mut grants: Vec<GrantRow> = fetch!(self, sql, &first.id, &last.id);
        let sql = format!(
            "{} WHERE account_id >= $1 AND account_id <= $2 ORDER BY account_id, created_at, id",
            PasskeyRow::SELECT
        );
        let mut passkeys: Vec<PasskeyRow> = fetch!(self, sql, &first.id, &last.id);
        let sql = format!(
            "{} WHERE account_id >= $1 AND account_id <= $2 ORDER BY account_id, linked_at, issuer",
            LinkRow::SELECT
        );
        let mut links: Vec<LinkRow> = fetch!(self, sql, &first.id, &last.id);
        Ok(accounts
            .into_iter()
            .map(|account| {
                let parts = Parts {
                    grants: grants.extract_if(.., |grant| grant.account_id == account.id).collect(),
                    passkeys: passkeys.extract_if(.., |passkey| passkey.account_id == account.id).collect(),
                    links: links.extract_if(.., |link| link.account_id == account.id).collect(),
                };
                account.fact(parts, keys)
            })
            .collect())
    }

    /// What of these accounts, from the first to the last, bears no mark that fits, by its name: a passkey, a link, a phone, a
    /// second factor or a recovery code that opens nothing.
    pub async fn strange_way_in(&mut self, first: &str, last: &str, keys: &Keys) -> Result<Option<String>> {
        let mut strange = self.strange::<PasskeyWay>(first, last, keys).await?;
        strange = strange.or(self.strange::<LinkWay>(first, last, keys).await?);
        strange = strange.or(self.strange::<PhoneWay>(first, last, keys).await?);
        strange = strange.or(self.strange::<SecondFactorWay>(first, last, keys).await?);
        Ok(strange.or(self.strange::<RecoveryCodeWay>(first, last, keys).await?))
    }

    async fn strange<W: WayIn>(&mut self, first: &str, last: &str, keys: &Keys) -> Result<Option<String>> {
        let sql = format!("{} WHERE account_id >= $1 AND account_id <= $2 ORDER BY account_id", W::SELECT);
        let rows: Vec<W> = fetch!(self, sql, first, last);
        Ok(rows
            .into_iter()
            .find(|row| !row.is_ours(keys))
            .map(|row| format!("{} of account {}", W::NAME, row.account())))
    }

    /// The marks that an account and each of its roles should bear.
    pub async fn marks(
        &mut self,
        account: &str,
        keys: &Keys,
    ) -> Result<Option<([u8; MARK_BYTES], Vec<(String, [u8; MARK_BYTES])>)>> {
        let accounts: Vec<AccountRow> = self.rows(Which::One(account)).await?;
        let Some(row) = accounts.into_iter().next() else { return Ok(None) };
        let sql = format!("{} WHERE account_id = $1 AND account_id = $2", GrantRow::SELECT);
        let grants: Vec<GrantRow> = fetch!(self, sql, account, account);
        let roles = grants.into_iter().map(|grant| {
            let (role, _) = grant.role();
            let mark = mark::of_role(keys, account, &role);
            (role.role, mark)
        });
        Ok(Some((row.mark(keys), roles.collect())))
    }

    /// What the last leaf of a kind says of a subject.
    pub async fn last_leaf(&mut self, kind: AuditKind, subject: &AuditSubject) -> Result<Option<String>> {
        let sql = "SELECT v.detail FROM audit_event v JOIN audit_leaf f ON f.event_id = v.id
                   WHERE v.action = $1 AND v.subject = $2 ORDER BY f.leaf_index DESC LIMIT 1";
        let details: Vec<(String,)> = fetch!(self, sql, kind.code(), subject.to_string());
        Ok(details.into_iter().next().map(|(detail,)| detail))
    }
}

/// The same fact as whoever has no key reads it from the row: without the digests that take the key.
pub fn without_digests(action: AuditAction) -> AuditAction {
    match action {
        AuditAction::FactPerson {
            person,
            category,
            category_since,
            category_paper,
            region,
            identity_seen_at_ms,
            identity_seen_by,
            ..
        } => AuditAction::FactPerson {
            person,
            document: String::new(),
            name: String::new(),
            birth: String::new(),
            phone: String::new(),
            category,
            category_since,
            category_paper,
            region,
            identity_seen_at_ms,
            identity_seen_by,
        },
        AuditAction::FactAccount {
            account,
            person,
            active,
            roles,
            passkeys,
            links,
            second_factor_since_ms,
            ..
        } => AuditAction::FactAccount {
            account,
            person,
            active,
            sign_in: String::new(),
            roles,
            passkeys,
            links: links.into_iter().map(|link| LinkFact { identity: String::new(), ..link }).collect(),
            second_factor_since_ms,
        },
        AuditAction::FactQuestion { question, lesson, at_ms, .. } => {
            AuditAction::FactQuestion { question, lesson, at_ms, item: String::new() }
        }
        AuditAction::FactPayee { payee, person, n, given_by, given_at_ms, ended_at_ms, .. } => {
            let number = String::new();
            AuditAction::FactPayee { payee, person, n, number, given_by, given_at_ms, ended_at_ms }
        }
        other => other,
    }
}

/// What a policy says, as its leaf tells.
pub fn of_policy(policy: &Policy) -> AuditAction {
    AuditAction::FactPolicy {
        policy: policy.version.clone(),
        profile: policy.profile,
        effective_from: policy.effective_from.clone(),
        sha256: rows::sha256(&[&policy.canonical()]),
    }
}

/// A digest of texts by the site's key, sixteen bytes in hexadecimal; empty without the key.
fn keyed(keys: Option<&Keys>, texts: &[&str]) -> String {
    let Some(keys) = keys else { return String::new() };
    let digest = keys.digest(Purpose::Fact, &serde_json::json!(texts).to_string());
    hex::encode(&digest[..16])
}
