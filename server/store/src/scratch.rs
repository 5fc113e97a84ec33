//! A database of its own for a measurement: made, used and removed.

mod adopt;
mod plan;

use std::path::Path;

use sqlx::postgres::{PgPool, PgPoolOptions};
use store_read::evidence::Records;

use crate::db::{Db, PostgresPool};
use crate::error::{Result, StoreError};
use crate::tx;

/// A temporary database, with the schema of this version.
#[derive(Debug)]
pub struct Scratch {
    pub db: Db,
    /// The server and the name of a PostgreSQL database that has to be dropped.
    made: Option<(PgPool, String)>,
}

impl Scratch {
    /// A SQLite file in a folder, which the caller removes.
    pub async fn sqlite(folder: &Path) -> Result<Self> {
        Self::at(Db::connect(&format!("sqlite:{}/scratch.db", folder.display())).await?).await
    }

    /// The same, but it does not wait for the disk: for filling books whose writing is not measured.
    pub async fn hasty_sqlite(folder: &Path) -> Result<Self> {
        let db = Db::connect(&format!("sqlite:{}/scratch.db", folder.display())).await?;
        db.wait_for_disk(false).await?;
        Self::at(db).await
    }

    async fn at(db: Db) -> Result<Self> {
        db.migrate().await?;
        Ok(Self { db, made: None })
    }

    /// A database on the server of `url`, on which the user may create databases.
    pub async fn postgres(url: &str, name: &str) -> Result<Self> {
        let server = PgPoolOptions::new().max_connections(1).connect(url).await?;
        // Only letters, digits and underscores reach the statement.
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&server).await?;
        let (address, options) = url.split_once('?').map_or((url, ""), |(left, right)| (left, right));
        let (host, _) = address.rsplit_once('/').ok_or(StoreError::UnknownAddress)?;
        let options = if options.is_empty() { String::new() } else { format!("?{options}") };
        let db = Db::connect(&format!("{host}/{name}{options}")).await?;
        db.migrate().await?;
        Ok(Self { db, made: Some((server, name)) })
    }

    /// What the database does before it says that something is stored.
    pub async fn durability(&self) -> Result<String> {
        Ok(match &self.db {
            Db::Sqlite(pools) => {
                let level: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&pools.writer).await?;
                format!("WAL, synchronous {}", if level == 2 { "FULL" } else { "OFF" })
            }
            Db::Postgres(PostgresPool { pool, .. }) => {
                let fsync: String = sqlx::query_scalar("SHOW fsync").fetch_one(pool).await?;
                let commit: String = sqlx::query_scalar("SHOW synchronous_commit").fetch_one(pool).await?;
                format!("synchronous_commit {commit}, fsync {fsync}")
            }
        })
    }

    /// How many beats are stored.
    pub async fn beats(&self) -> Result<i64> {
        let mut books = self.db.snapshot().await?;
        let (mut beats, mut after) = (0, String::new());
        loop {
            let people = books.people(&after, 1000).await?;
            let Some(last) = people.last() else { return Ok(beats) };
            after.clone_from(last);
            for person in &people {
                let mut n = 0;
                while let Some(Records::Closed { records, .. } | Records::Open(records)) =
                    books.records(person, n).await?
                {
                    beats += records.iter().filter(|record| record.answer.is_some()).count() as i64;
                    n = records.last().map_or(i64::MAX, |record| record.n);
                }
            }
        }
    }

    /// Multiplies the ledger until it has so many entries, for looking at how pages read a large one. The copies are
    /// in no tree: nothing verifies afterwards.
    pub async fn multiply_ledger(&self, entries: i64) -> Result<()> {
        let size = self.db.ledger_size().await?;
        for first in (size..entries).step_by(usize::try_from(size).unwrap_or(1).max(1)) {
            let mut tx = self.db.begin().await?;
            for sql in [
                "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, day, body)
                 SELECT entry_index + $1, at_ms, entry_group, lesson, ms, day, body FROM ledger_entry
                 WHERE entry_index < $2 ORDER BY entry_index",
                "INSERT INTO ledger_day (entry_index, day, ms)
                 SELECT entry_index + $1, day, ms FROM ledger_day WHERE entry_index < $2 ORDER BY entry_index, day",
            ] {
                tx!(&mut tx, |c| {
                    sqlx::query(sql)
                        .bind(first)
                        .bind(size.min(entries - first))
                        .execute(&mut **c)
                        .await
                        .map(drop)
                })?;
            }
            tx!(&mut tx, |c| {
                sqlx::query("UPDATE ledger_head SET size = $1")
                    .bind(entries.min(first + size))
                    .execute(&mut **c)
                    .await
                    .map(drop)
            })?;
            tx.commit().await?;
        }
        self.db.analyze().await
    }

    /// Closes the database and drops it.
    pub async fn remove(self) -> Result<()> {
        self.db.close().await;
        if let Some((server, name)) = self.made {
            let drop = sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
            sqlx::query(drop).execute(&server).await?;
            server.close().await;
        }
        Ok(())
    }
}
