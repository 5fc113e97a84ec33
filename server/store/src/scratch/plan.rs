//! How a database goes about a statement, and how much it holds: for measurements and tests.

use std::collections::BTreeMap;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Row};

use crate::db::{Db, PostgresPool};
use crate::error::Result;

impl Db {
    /// How many rows each table has.
    pub async fn table_rows(&self) -> Result<BTreeMap<String, i64>> {
        let names: Vec<String> = match self {
            Self::Sqlite(pools) => {
                sqlx::query_scalar(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                )
                .fetch_all(&pools.readers)
                .await?
            }
            Self::Postgres(PostgresPool { pool, .. }) => {
                sqlx::query_scalar(
                    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'",
                )
                .fetch_all(pool)
                .await?
            }
        };
        let mut rows = BTreeMap::new();
        for name in names {
            let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM \"{name}\""));
            let count: i64 = crate::read_db!(self, |pool| sqlx::query_scalar(sql).fetch_one(pool).await)?;
            rows.insert(name, count);
        }
        Ok(rows)
    }

    /// Tables that a statement reads from end to end, whatever its values are.
    pub async fn scans(&self, statement: &str) -> Result<Vec<String>> {
        let lines: Vec<String> = match self {
            Self::Sqlite(pools) => {
                let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
                let rows = sqlx::query(sql).fetch_all(&pools.readers).await?;
                rows.iter().map(|row| row.try_get("detail")).collect::<sqlx::Result<_>>()?
            }
            Self::Postgres(PostgresPool { pool, .. }) => {
                generic_plan(&mut *pool.acquire().await?, statement).await?
            }
        };
        let scanned = |line: &String| {
            let line = line.trim().trim_start_matches("->").trim();
            let name = match self {
                // "SCAN e", but not "SCAN 3-ROW VALUES CLAUSE", a list given, or an index read in its order.
                Self::Sqlite(_) => line.strip_prefix("SCAN ").filter(|rest| {
                    !rest.contains(" USING ") && !rest.contains(" VIRTUAL ") && !rest.contains("CONSTANT ROW")
                }),
                Self::Postgres(_) => line.trim_start_matches("Parallel ").strip_prefix("Seq Scan on "),
            }?;
            // PostgreSQL names the table first, SQLite only its alias.
            let first = name.split_whitespace().next()?;
            Some(match self {
                Self::Sqlite(_) => table_named(statement, first),
                Self::Postgres(_) => first.to_owned(),
            })
        };
        Ok(lines.iter().filter_map(scanned).collect())
    }

    /// Rows that PostgreSQL has read from all tables so far; nothing on SQLite, which does not count them.
    pub async fn rows_read(&self) -> Result<Option<i64>> {
        let Self::Postgres(PostgresPool { pool, .. }) = self else { return Ok(None) };
        let mut connection = pool.acquire().await?;
        sqlx::query("SELECT pg_stat_clear_snapshot()").execute(&mut *connection).await?;
        let sum = "SELECT CAST(COALESCE(SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0)), 0) AS BIGINT)
                   FROM pg_stat_user_tables";
        Ok(Some(sqlx::query_scalar(sum).fetch_one(&mut *connection).await?))
    }

    /// Bytes of the database, with its indexes; room that was freed for what comes next is not counted.
    pub async fn bytes(&self) -> Result<i64> {
        Ok(match self {
            Self::Sqlite(pools) => {
                let pages = "SELECT (SELECT page_count FROM pragma_page_count())
                             - (SELECT freelist_count FROM pragma_freelist_count())";
                let used: i64 = sqlx::query_scalar(pages).fetch_one(&pools.writer).await?;
                let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&pools.writer).await?;
                used * size
            }
            Self::Postgres(PostgresPool { pool, .. }) => {
                // What updates left behind is given back first, as the server's own cleaning does all the time.
                sqlx::query("VACUUM").execute(pool).await?;
                // Of what is compacted every day the freed room lies among the rest.
                sqlx::query("VACUUM FULL person_study, attendance_check, evidence, ledger_node")
                    .execute(pool)
                    .await?;
                sqlx::query_scalar("SELECT pg_database_size(current_database())").fetch_one(pool).await?
            }
        })
    }

    /// Brings what the planner knows up to date, as the server's own cleaning does all the time.
    pub async fn analyze(&self) -> Result<()> {
        if let Self::Postgres(PostgresPool { pool, .. }) = self {
            sqlx::query("VACUUM ANALYZE").execute(pool).await?;
        }
        Ok(())
    }
}

/// The plan that PostgreSQL keeps for a prepared statement.
async fn generic_plan(connection: &mut PgConnection, statement: &str) -> Result<Vec<String>> {
    sqlx::raw_sql("SET plan_cache_mode = force_generic_plan").execute(&mut *connection).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("PREPARE looked_at AS {statement}")))
        .execute(&mut *connection)
        .await?;
    let count: i64 = sqlx::query_scalar(
        "SELECT CAST(COALESCE(CARDINALITY(parameter_types), 0) AS BIGINT) FROM pg_prepared_statements WHERE name = 'looked_at'",
    )
    .fetch_one(&mut *connection)
    .await?;
    let nulls = vec!["NULL"; usize::try_from(count).unwrap_or(0)].join(", ");
    let call = if count == 0 { String::new() } else { format!("({nulls})") };
    let rows = sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN EXECUTE looked_at{call}")))
        .fetch_all(&mut *connection)
        .await;
    sqlx::raw_sql("DEALLOCATE looked_at; RESET plan_cache_mode").execute(&mut *connection).await?;
    Ok(rows?.iter().map(|row| row.try_get(0)).collect::<sqlx::Result<_>>()?)
}

/// The table behind an alias.
fn table_named(statement: &str, alias: &str) -> String {
    let words: Vec<&str> = statement.split(|c: char| c.is_whitespace() || "(),".contains(c)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let at = words.windows(3).find_map(|three| {
        let behind_as = three[1].eq_ignore_ascii_case("as") && three[2] == alias;
        let keyword = |word: &str| word.eq_ignore_ascii_case("from") || word.eq_ignore_ascii_case("join");
        (behind_as || (keyword(three[0]) && three[2] == alias))
            .then(|| if behind_as { three[0] } else { three[1] })
    });
    at.unwrap_or(alias).to_owned()
}

#[cfg(test)]
mod tests {
    use super::table_named;

    #[test]
    fn an_alias_leads_to_its_table() {
        let sql = "SELECT 1 FROM ledger_entry e JOIN person AS p ON p.id = e.person_id WHERE EXISTS (SELECT 1 FROM refusal)";
        assert_eq!(table_named(sql, "e"), "ledger_entry");
        assert_eq!(table_named(sql, "p"), "person");
        assert_eq!(table_named(sql, "refusal"), "refusal");
    }
}
