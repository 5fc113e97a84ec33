//! Reading the audit log: by page, by line, and from end to end for an export.

use domain::audit::Leaf;

use crate::db::Db;
use crate::error::Result;
use crate::on;

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
    /// Exactly this deed.
    pub action: String,
    /// In the network address it came from.
    pub address: String,
    pub from_ms: i64,
    pub until_ms: i64,
}

/// What is read of a line.
macro_rules! columns {
    () => {
        "f.leaf_index, v.id, v.at_ms, v.account_id, a.login, p.name, v.action, v.subject, v.reason, v.detail,
         v.before_value, v.after_value, v.address"
    };
}

/// A statement over the lines that a search finds; every one takes the same six values first.
macro_rules! found {
    ($select:expr, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM audit_event v
             LEFT JOIN audit_leaf f ON f.event_id = v.id
             LEFT JOIN account a ON a.id = v.account_id
             LEFT JOIN person p ON p.id = a.person_id
             WHERE v.at_ms >= $1 AND v.at_ms < $2
               AND ($3 = '%%' OR LOWER(v.action) LIKE $3 ESCAPE '\\' OR LOWER(v.subject) LIKE $3 ESCAPE '\\'
                    OR LOWER(v.reason) LIKE $3 ESCAPE '\\' OR LOWER(v.detail) LIKE $3 ESCAPE '\\'
                    OR LOWER(v.before_value) LIKE $3 ESCAPE '\\' OR LOWER(v.after_value) LIKE $3 ESCAPE '\\')
               AND ($4 = '%%'
                    OR LOWER(COALESCE(a.login, '') || ' ' || COALESCE(p.name, '')) LIKE $4 ESCAPE '\\')
               AND ($5 = '' OR v.action = $5)
               AND ($6 = '%%' OR LOWER(v.address) LIKE $6 ESCAPE '\\')",
            $rest
        )
    };
}

/// Binds the six values of a search.
macro_rules! bound {
    ($query:expr, $search:expr) => {
        $query
            .bind($search.from_ms)
            .bind($search.until_ms)
            .bind(pattern(&$search.text))
            .bind(pattern(&$search.actor))
            .bind($search.action.clone())
            .bind(pattern(&$search.address))
    };
}

impl Db {
    /// A page of the log, newest first, and how many lines there are in all.
    pub async fn search_audit(
        &self,
        search: &AuditSearch,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<AuditLine>, i64)> {
        let page =
            found!(columns!(), " ORDER BY v.at_ms DESC, COALESCE(f.leaf_index, -1) DESC LIMIT $7 OFFSET $8");
        let lines = on!(self, |pool| {
            bound!(sqlx::query_as(page), search).bind(limit).bind(offset).fetch_all(pool).await
        })?;
        let count = on!(self, |pool| {
            bound!(sqlx::query_scalar(found!("COUNT(*)", "")), search).fetch_one(pool).await
        })?;
        Ok((lines, count))
    }

    /// The lines a search finds among the leaves `after + 1..size`, in the order of the tree.
    pub async fn audit_lines(
        &self,
        search: &AuditSearch,
        after: i64,
        size: i64,
        limit: i64,
    ) -> Result<Vec<AuditLine>> {
        let sql =
            found!(columns!(), " AND f.leaf_index > $7 AND f.leaf_index < $8 ORDER BY f.leaf_index LIMIT $9");
        Ok(on!(self, |pool| {
            bound!(sqlx::query_as(sql), search).bind(after).bind(size).bind(limit).fetch_all(pool).await
        })?)
    }

    /// The line at a place of the tree.
    pub async fn audit_line(&self, index: i64) -> Result<AuditLine> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM audit_leaf f JOIN audit_event v ON v.id = f.event_id
             LEFT JOIN account a ON a.id = v.account_id LEFT JOIN person p ON p.id = a.person_id
             WHERE f.leaf_index = $1"
        );
        Ok(on!(self, |pool| sqlx::query_as(sql).bind(index).fetch_one(pool).await)?)
    }

    /// Every kind of deed that stands in the log.
    pub async fn audit_actions(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT action FROM audit_event ORDER BY action";
        Ok(on!(self, |pool| sqlx::query_scalar(sql).fetch_all(pool).await)?)
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
