//! Reading the audit log: by page, by line, and from end to end for an export.

use domain::audit::{AuditAction, AuditKind, FACTS, Leaf};

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// One line of the log, to be read.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditLine {
    /// Its place in the tree, from 0; absent for a row that this program did not write.
    pub leaf_index: Option<i64>,
    pub id: String,
    pub at_ms: i64,
    pub account_id: Option<String>,
    pub login: Option<String>,
    pub name: Option<String>,
    pub action: String,
    pub subject: String,
    pub reason: String,
    pub detail: String,
    /// What stood there before, where something changed, and what stands there since.
    pub before_value: String,
    pub after_value: String,
    pub address: String,
}

impl AuditLine {
    /// What was done; `None` for an action that this program does not know.
    pub fn read(&self) -> Option<AuditAction> {
        AuditAction::read(&self.action, &self.subject, &self.detail)
    }

    /// The line as it is hashed into the tree.
    pub fn leaf(&self) -> Leaf {
        Leaf {
            id: self.id.clone(),
            at_ms: self.at_ms,
            account: self.account_id.clone(),
            action: self.action.clone(),
            subject: self.subject.clone(),
            reason: self.reason.clone(),
            detail: self.detail.clone(),
            before: self.before_value.clone(),
            after: self.after_value.clone(),
            address: self.address.clone(),
        }
    }
}

/// What to look for; an empty text looks for everything.
#[derive(Clone, Debug, Default)]
pub struct AuditSearch {
    /// In what, to what, why, detail, and the values before and after.
    pub text: String,
    /// In sign-in and name of who did it.
    pub actor: String,
    /// Exactly this action.
    pub action: String,
    /// Facts too, which stand beside every row that states one: without them where no action is asked for.
    pub facts: bool,
    /// Everything but sign-ins, which are most of a log.
    pub without_sign_ins: bool,
    /// Exactly this object, `noun:id`.
    pub subject: String,
    /// In the network address it came from.
    pub address: String,
    pub from_ms: i64,
    pub until_ms: i64,
}

/// A place in the list, newest first: what follows it is older. Deep pages cost no more than the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditPlace {
    pub at_ms: i64,
    /// -1 for a row that is not in the tree.
    pub leaf_index: i64,
}

impl AuditLine {
    /// Where it stands in the list.
    pub fn place(&self) -> AuditPlace {
        AuditPlace { at_ms: self.at_ms, leaf_index: self.leaf_index.unwrap_or(-1) }
    }
}

/// What is bound to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    Number(i64),
    Text(String),
}

/// A statement and what is bound to it. Only what is looked for stands in it: so an index is found for it.
#[derive(Clone, Debug)]
pub struct Statement {
    pub sql: String,
    pub bound: Vec<Bound>,
}

impl Statement {
    fn text(&mut self, text: &str) -> String {
        self.bound.push(Bound::Text(text.to_owned()));
        format!("${}", self.bound.len())
    }

    fn number(&mut self, number: i64) -> String {
        self.bound.push(Bound::Number(number));
        format!("${}", self.bound.len())
    }
}

/// What is read of a line.
const COLUMNS: &str = "f.leaf_index, v.id, v.at_ms, v.account_id, a.login, p.name, v.action, v.subject, v.reason, \
    v.detail, v.before_value, v.after_value, v.address";
/// How many lines are counted: beyond that nobody asks how many.
pub const COUNT_MAX: i64 = 1000;

/// Binds what belongs to a statement.
macro_rules! bound {
    ($query:expr, $statement:expr) => {{
        let mut query = $query;
        for bound in &$statement.bound {
            query = match bound {
                Bound::Number(number) => query.bind(*number),
                Bound::Text(text) => query.bind(text.clone()),
            };
        }
        query
    }};
}

impl AuditSearch {
    /// The statement for lines that are found: `who` is the one account that the actor's words fit, where it is one.
    fn found(&self, select: &str, who: Option<&str>) -> Statement {
        let mut s = Statement { sql: String::new(), bound: Vec::new() };
        let (from, until) = (s.number(self.from_ms), s.number(self.until_ms));
        let mut holds = vec![format!("v.at_ms >= {from} AND v.at_ms < {until}")];
        if self.action.is_empty() && !self.facts {
            holds.push(format!("v.action NOT LIKE '{FACTS}%'"));
        }
        if self.without_sign_ins {
            holds.push(format!("v.action <> '{}'", AuditKind::SignIn.code()));
        }
        if !self.action.is_empty() {
            holds.push(format!("v.action = {}", s.text(&self.action)));
        }
        if !self.subject.is_empty() {
            holds.push(format!("v.subject = {}", s.text(self.subject.trim())));
        }
        if let Some(account) = who {
            holds.push(format!("v.account_id = {}", s.text(account)));
        } else if !self.actor.trim().is_empty() {
            let like = s.text(&pattern(&self.actor));
            holds.push(format!(
                "v.account_id IN (SELECT x.id FROM account x JOIN person y ON y.id = x.person_id
                 WHERE LOWER(x.login || ' ' || y.name) LIKE {like} ESCAPE '\\')"
            ));
        }
        if !self.text.trim().is_empty() {
            let like = s.text(&pattern(&self.text));
            let columns = ["action", "subject", "reason", "detail", "before_value", "after_value"];
            let any = columns.map(|column| format!("LOWER(v.{column}) LIKE {like} ESCAPE '\\'"));
            holds.push(format!("({})", any.join(" OR ")));
        }
        if !self.address.trim().is_empty() {
            let like = s.text(&pattern(&self.address));
            holds.push(format!("LOWER(v.address) LIKE {like} ESCAPE '\\'"));
        }
        s.sql = format!(
            "SELECT {select} FROM audit_event v
             LEFT JOIN audit_leaf f ON f.event_id = v.id
             LEFT JOIN account a ON a.id = v.account_id
             LEFT JOIN person p ON p.id = a.person_id
             WHERE {}",
            holds.join(" AND ")
        );
        s
    }

    /// The statement for a page, newest first, of what is older than a place.
    pub fn page(&self, who: Option<&str>, limit: i64, before: Option<AuditPlace>) -> Statement {
        let mut s = self.found(COLUMNS, who);
        let older = before.map_or_else(String::new, |place| {
            let (at, leaf) = (s.number(place.at_ms), s.number(place.leaf_index));
            format!(" AND v.at_ms <= {at} AND (v.at_ms < {at} OR COALESCE(f.leaf_index, -1) < {leaf})")
        });
        let limit = s.number(limit);
        let order = "ORDER BY v.at_ms DESC, COALESCE(f.leaf_index, -1) DESC";
        s.sql = format!("{}{older} {order} LIMIT {limit}", s.sql);
        s
    }
}

impl Db {
    /// A page of the log, newest first, of what is older than a place; and how many lines there are in all, as far as
    /// [`COUNT_MAX`].
    pub async fn search_audit(
        &self,
        search: &AuditSearch,
        limit: i64,
        before: Option<AuditPlace>,
    ) -> Result<(Vec<AuditLine>, i64)> {
        let who = self.only_actor(search).await?;
        let page = search.page(who.as_deref(), limit, before);
        let lines: Vec<AuditLine> = read_db!(self, |pool| {
            bound!(sqlx::query_as(sqlx::AssertSqlSafe(page.sql.clone())), page).fetch_all(pool).await
        })?;
        if before.is_none() && (lines.len() as i64) < limit {
            let count = lines.len() as i64;
            return Ok((lines, count));
        }
        let mut count = search.found("1 AS one", who.as_deref());
        let most = count.number(COUNT_MAX);
        let sql = format!("SELECT COUNT(*) FROM ({} LIMIT {most}) c", count.sql);
        let count = read_db!(self, |pool| {
            bound!(sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone())), count).fetch_one(pool).await
        })?;
        Ok((lines, count))
    }

    /// The account that the actor's words fit, if it is one alone: its lines are then read by an index.
    async fn only_actor(&self, search: &AuditSearch) -> Result<Option<String>> {
        if search.actor.trim().is_empty() {
            return Ok(None);
        }
        let sql = "SELECT x.id FROM account x JOIN person y ON y.id = x.person_id
                   WHERE LOWER(x.login || ' ' || y.name) LIKE $1 ESCAPE '\\' LIMIT 2";
        let mut found: Vec<String> = read_db!(self, |pool| {
            sqlx::query_scalar(sql).bind(pattern(&search.actor)).fetch_all(pool).await
        })?;
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    /// The lines a search finds among the leaves `after + 1..size`, in the order of the tree.
    pub async fn audit_lines(
        &self,
        search: &AuditSearch,
        after: i64,
        size: i64,
        limit: i64,
    ) -> Result<Vec<AuditLine>> {
        let who = self.only_actor(search).await?;
        let mut lines = search.found(COLUMNS, who.as_deref());
        let (after, size, limit) = (lines.number(after), lines.number(size), lines.number(limit));
        lines.sql = format!(
            "{} AND f.leaf_index > {after} AND f.leaf_index < {size} ORDER BY f.leaf_index LIMIT {limit}",
            lines.sql
        );
        Ok(read_db!(self, |pool| {
            bound!(sqlx::query_as(sqlx::AssertSqlSafe(lines.sql.clone())), lines).fetch_all(pool).await
        })?)
    }

    /// The line at a place of the tree.
    pub async fn audit_line(&self, index: i64) -> Result<AuditLine> {
        let sql = format!(
            "SELECT {COLUMNS} FROM audit_leaf f JOIN audit_event v ON v.id = f.event_id
             LEFT JOIN account a ON a.id = v.account_id LEFT JOIN person p ON p.id = a.person_id
             WHERE f.leaf_index = $1"
        );
        Ok(read_db!(self, |pool| sqlx::query_as(sqlx::AssertSqlSafe(sql.clone()))
            .bind(index)
            .fetch_one(pool)
            .await)?)
    }

    /// Every kind of action that stands in the log.
    pub async fn audit_actions(&self) -> Result<Vec<String>> {
        // From each kind to the next by the index: a plain DISTINCT would read every line of the log.
        let sql = "WITH RECURSIVE kind (action) AS (
                       SELECT MIN(action) FROM audit_event
                       UNION ALL
                       SELECT (SELECT MIN(v.action) FROM audit_event v WHERE v.action > k.action)
                       FROM kind k WHERE k.action IS NOT NULL)
                   SELECT action FROM kind WHERE action IS NOT NULL ORDER BY action";
        Ok(read_db!(self, |pool| sqlx::query_scalar(sql).fetch_all(pool).await)?)
    }
}

/// A text to be found anywhere, with the wildcards of LIKE taken as themselves.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
