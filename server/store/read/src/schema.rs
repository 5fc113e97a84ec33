//! The schema that this version makes, and the one that a database has: one line for each table, column, key, index, trigger,
//! function and view, `kind name: definition`.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::evidence::Snapshot;

/// What the migrations make of an empty SQLite database; a test keeps it current.
pub const SQLITE: &str = include_str!("schema/sqlite.txt");
/// The same for PostgreSQL.
pub const POSTGRES: &str = include_str!("schema/postgres.txt");

const OF_SQLITE: &str = "SELECT type || ' ' || name || ': ' || sql FROM sqlite_master
     WHERE sql IS NOT NULL AND tbl_name <> '_sqlx_migrations' AND SUBSTR(name, 1, 7) <> 'sqlite_'";

/// What belongs to an extension is not the product's. Rules and policies are never made by it.
const OF_POSTGRES: &str = "WITH ours AS (
         SELECT c.oid, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND SUBSTR(c.relname, 1, 5) <> '_sqlx')
     SELECT 'column ' || c.relname || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
            || COALESCE(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
            || CASE a.attidentity WHEN '' THEN '' ELSE ' identity ' || CAST(a.attidentity AS TEXT) END
     FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
     UNION ALL SELECT 'constraint ' || c.relname || '.' || k.conname || ': ' || pg_get_constraintdef(k.oid)
     FROM ours c JOIN pg_constraint k ON k.conrelid = c.oid WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
     UNION ALL SELECT 'index ' || c.relname || ': ' || pg_get_indexdef(c.oid) FROM ours c WHERE c.relkind = 'i'
     UNION ALL SELECT 'trigger ' || c.relname || '.' || t.tgname || ': ' || pg_get_triggerdef(t.oid)
            || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' (not enabled)' END
     FROM ours c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal
     UNION ALL SELECT 'view ' || c.relname || ': ' || pg_get_viewdef(c.oid) FROM ours c WHERE c.relkind IN ('v', 'm')
     UNION ALL SELECT 'rule ' || c.relname || '.' || r.rulename || ': ' || pg_get_ruledef(r.oid)
     FROM ours c JOIN pg_rewrite r ON r.ev_class = c.oid WHERE r.rulename <> '_RETURN'
     UNION ALL SELECT 'policy ' || c.relname || '.' || p.polname || ': of rows'
     FROM ours c JOIN pg_policy p ON p.polrelid = c.oid
     UNION ALL SELECT 'function ' || p.proname || ': ' || p.prosrc
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')";

/// Definitions by `kind name`.
pub type Schema = BTreeMap<String, String>;

impl Snapshot {
    /// The schema that the database has.
    pub async fn schema(&mut self) -> Result<Schema> {
        let facts: Vec<String> = match self {
            Self::Sqlite(c) => sqlx::query_scalar(OF_SQLITE).fetch_all(&mut **c).await?,
            Self::Postgres(c) => sqlx::query_scalar(OF_POSTGRES).fetch_all(&mut **c).await?,
        };
        Ok(facts.iter().filter_map(|fact| by_name(fact)).map(|fact| self.plain(fact)).collect())
    }

    /// The schema that this version makes.
    pub fn expected_schema(&self) -> Schema {
        let text = match self {
            Self::Sqlite(_) => SQLITE,
            Self::Postgres(_) => POSTGRES,
        };
        text.lines().filter_map(by_name).map(|fact| self.plain(fact)).collect()
    }

    /// Versions of PostgreSQL set brackets and the names of tables differently into the text of a view.
    fn plain(&self, (name, definition): (String, String)) -> (String, String) {
        if matches!(self, Self::Sqlite(_)) || !name.starts_with("view ") {
            return (name, definition);
        }
        let words = definition.split(|c: char| c.is_whitespace() || "(),;".contains(c));
        let words = words.filter(|word| !word.is_empty());
        let words = words.map(|word| word.rsplit_once('.').map_or(word, |(_, column)| column));
        (name, words.collect::<Vec<_>>().join(" "))
    }
}

/// In one line.
fn by_name(fact: &str) -> Option<(String, String)> {
    let (name, definition) = fact.split_once(": ")?;
    Some((name.to_owned(), definition.split_whitespace().collect::<Vec<_>>().join(" ")))
}
