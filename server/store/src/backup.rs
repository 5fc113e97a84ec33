//! Copies of a SQLite database as one file each, and what to know before a file takes the place of another.
//! PostgreSQL has tools of its own for this.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{ConnectOptions, Connection};

use crate::audit::{self, AuditEvent};
use crate::db::{Db, SqlitePools};
use crate::error::{Result, StoreError};
use crate::read_db;

/// The file of a SQLite database; `None` for PostgreSQL and for a database in memory.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let is_file = url.starts_with("sqlite:") && !url.contains(":memory:");
    let options = is_file.then(|| SqliteConnectOptions::from_str(url).ok())??;
    Some(options.get_filename().to_owned())
}

/// Folds the write-ahead log of a file into it and takes the log away, so that the file alone is the database. [`StoreError::Away`]
/// says that another program has it open.
pub async fn fold_into_one_file(path: &Path) -> Result<()> {
    let mut alone = alone(path).connect().await?;
    let folded = sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut alone).await;
    alone.close().await?;
    folded?;
    Ok(())
}

/// Whether nobody ever used a database: no account, no entry, no line of the audit log.
pub async fn is_unused(path: &Path) -> Result<bool> {
    let mut alone = alone(path).connect().await?;
    let used = sqlx::query_scalar::<_, bool>(
        "SELECT EXISTS (SELECT 1 FROM account) OR (SELECT size FROM ledger_head WHERE id = 1) > 0
             OR (SELECT size FROM audit_head WHERE id = 1) > 0",
    )
    .fetch_one(&mut alone)
    .await;
    alone.close().await?;
    Ok(!used?)
}

fn alone(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(1))
}

impl Db {
    /// Copies a SQLite database as it is at one moment into a file that is not there yet or is empty. Whoever writes
    /// meanwhile does not wait. What was erased is not in the copy.
    pub async fn copy_into(&self, path: &Path) -> Result<()> {
        let Self::Sqlite(pools) = self else { return Err(StoreError::UnknownAddress) };
        let path = path.to_str().ok_or(StoreError::UnknownAddress)?;
        sqlx::query("VACUUM INTO $1").bind(path).execute(&pools.readers).await?;
        Ok(())
    }

    /// Opens a copy that nobody writes, without changing a byte of it.
    pub async fn open_copy(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
        let readers = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self::Sqlite(SqlitePools::new(readers.clone(), readers)))
    }

    /// How far the schema of this database is: its newest migration.
    pub async fn schema_version(&self) -> Result<i64> {
        let sql = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).fetch_one(p).await)?)
    }

    /// Writes into the audit log that this database came back from a backup.
    pub async fn record_restore(&self, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }
}
