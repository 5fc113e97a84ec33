//! One database, either of two engines.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Postgres, Sqlite, SqliteConnection, Transaction};
use store_read::evidence::Snapshot;
use vault::Keys;

use crate::error::{Result, StoreError};
use crate::fact::{self, Changed};
use crate::row_keys::RowKeys;

/// How often the write-ahead log is copied into the file.
const WAL_CHECKPOINT_EVERY: Duration = Duration::from_millis(500);
/// How long to wait when it cannot be copied at all.
const WAL_CHECKPOINT_AGAIN: Duration = Duration::from_secs(10);
/// Readers of a SQLite database at once.
const READERS: u32 = 4;

// A migration of a release is never edited (`server/tests/upgrade.rs`); what changes is a new pair.
static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// How far the schema is that this program brings a SQLite database up to.
pub fn newest_schema() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The typed pools. `read_db!` reads from either, `write_db!` writes.
#[derive(Clone, Debug)]
pub enum Db {
    Sqlite(SqlitePools),
    Postgres(PostgresPool),
}

/// SQLite has one writer at a time, and readers that it need not wait for: a long read (an export, a verification) never
/// holds up a beat.
#[derive(Clone, Debug)]
pub struct SqlitePools {
    /// One connection: several writers would wait for each other far longer than in this queue.
    pub writer: SqlitePool,
    /// Connections that cannot write.
    pub readers: SqlitePool,
    pub(crate) keys: RowKeys,
}

/// PostgreSQL's connections.
#[derive(Clone, Debug)]
pub struct PostgresPool {
    pub pool: PgPool,
    pub(crate) keys: RowKeys,
}

impl SqlitePools {
    /// A database whose keys are not known yet.
    pub(crate) fn new(writer: SqlitePool, readers: SqlitePool) -> Self {
        Self { writer, readers, keys: RowKeys::default() }
    }

    async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        match self.writer.begin_with(BEGIN).await {
            // A full disk ends a transaction by itself, and the connection still believes in it: another one takes its place.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.writer.acquire().await?.close().await?;
                Ok(self.writer.begin_with(BEGIN).await?)
            }
            begun => Ok(begun?),
        }
    }
}

/// Runs the same reading body on whichever pool there is: `read_db!(self, |p| { … fetch_one(p).await })`.
///
/// The body is compiled twice, once for each engine, so the SQL text is one and the types stay exact.
#[macro_export]
macro_rules! read_db {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite($crate::SqlitePools { readers: $pool, .. }) => $body,
            $crate::Db::Postgres($crate::PostgresPool { pool: $pool, .. }) => $body,
        }
    };
}

/// The same for one statement that writes. More than one belong into [`Db::begin`].
#[macro_export]
macro_rules! write_db {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite($crate::SqlitePools { writer: $pool, .. }) => $body,
            $crate::Db::Postgres($crate::PostgresPool { pool: $pool, .. }) => $body,
        }
    };
}

/// An open transaction on either engine. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
pub struct Tx {
    connection: TxConnection,
    keys: RowKeys,
    /// Rows that state a fact, written in this transaction: their leaves are added when it ends.
    pub(crate) changed: Vec<Changed>,
}

/// The connection of a transaction.
#[derive(Debug)]
pub enum TxConnection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one statement inside a transaction: `tx!(tx, |c| sqlx::query("…").execute(&mut **c).await)`.
#[macro_export]
macro_rules! tx {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $crate::Tx::connection($tx) {
            $crate::db::TxConnection::Sqlite($connection) => $body,
            $crate::db::TxConnection::Postgres($connection) => $body,
        }
    };
}

/// Runs one statement that changes rows inside a transaction, with its values in their order, and says how many rows it
/// changed: `execute!(tx, "DELETE FROM … WHERE id = $1", id)`.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::tx!($tx, |connection| sqlx::query($sql)
            $(.bind($value))*
            .execute(&mut **connection)
            .await
            .map(|done| done.rows_affected()))
    };
}

impl Tx {
    /// Makes everything since [`Db::begin`] durable, and with it the leaf of every fact that changed.
    pub async fn commit(mut self) -> Result<()> {
        fact::write_changed(&mut self).await?;
        match self.connection {
            TxConnection::Sqlite(tx) => tx.commit().await?,
            TxConnection::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Undoes everything since [`Db::begin`], and waits until that is done.
    pub async fn roll_back(self) -> Result<()> {
        match self.connection {
            TxConnection::Sqlite(tx) => tx.rollback().await?,
            TxConnection::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// The connection, for [`tx!`].
    pub fn connection(&mut self) -> &mut TxConnection {
        &mut self.connection
    }

    /// The site's keys.
    pub(crate) fn keys(&self) -> Result<Arc<Keys>> {
        self.keys.get()
    }

    /// Waits for whoever else compacts old rows, until the end of the transaction: what two count at once
    /// would be counted twice. SQLite has one writer anyway.
    pub(crate) async fn compact_alone(&mut self) -> Result<()> {
        if let TxConnection::Postgres(connection) = &mut self.connection {
            sqlx::query("SELECT pg_advisory_xact_lock(710071)").execute(&mut **connection).await?;
        }
        Ok(())
    }

    /// The text for this engine, for the few statements that must differ.
    pub fn text(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.connection {
            TxConnection::Sqlite(_) => sqlite,
            TxConnection::Postgres(_) => postgres,
        }
    }

    /// The keys of the MACs of rows.
    pub(crate) fn row_keys(&self) -> &RowKeys {
        &self.keys
    }
}

impl Db {
    /// A handle of its own for whoever has the keys: what only the running server may write bears a MAC under them.
    #[must_use]
    pub fn with_keys(self, keys: Arc<Keys>) -> Self {
        let keys = RowKeys::of(keys);
        match self {
            Self::Sqlite(pools) => Self::Sqlite(SqlitePools { keys, ..pools }),
            Self::Postgres(pools) => Self::Postgres(PostgresPool { keys, ..pools }),
        }
    }

    /// The text for this engine, for the few statements that must differ.
    pub(crate) fn text(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        }
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once, so that it
    /// never fails halfway because another process wrote in between.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(pools) => {
                let connection = TxConnection::Sqlite(pools.begin().await?);
                Tx { connection, keys: pools.keys.clone(), changed: Vec::new() }
            }
            Self::Postgres(PostgresPool { pool, keys }) => {
                let connection = TxConnection::Postgres(pool.begin().await?);
                Tx { connection, keys: keys.clone(), changed: Vec::new() }
            }
        })
    }

    /// Begins a transaction that only reads, for what is read by several statements that must agree. It waits for no writer,
    /// and nothing can be written in it on SQLite; it is dropped or rolled back, never committed.
    pub(crate) async fn begin_reading(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(pools) => {
                let connection = TxConnection::Sqlite(pools.readers.begin().await?);
                Tx { connection, keys: pools.keys.clone(), changed: Vec::new() }
            }
            Self::Postgres(PostgresPool { pool, keys }) => {
                let mut begun = pool.begin().await?;
                sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .execute(&mut *begun)
                    .await?;
                Tx { connection: TxConnection::Postgres(begun), keys: keys.clone(), changed: Vec::new() }
            }
        })
    }

    /// Tells the database, by all its handles, the site's keys. What states a fact or opens something is not written before.
    pub fn know_keys(&self, keys: Arc<Keys>) {
        // Whoever told them before told the same: there is one key file.
        self.known_keys().set(keys);
    }

    fn known_keys(&self) -> &RowKeys {
        match self {
            Self::Sqlite(pools) => &pools.keys,
            Self::Postgres(pool) => &pool.keys,
        }
    }

    /// The site's keys.
    pub(crate) fn keys(&self) -> Result<Arc<Keys>> {
        self.known_keys().get()
    }

    /// Opens `sqlite:PATH`, `sqlite::memory:` or `postgres://…`. Creates a SQLite file, never a PostgreSQL database.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = PgPoolOptions::new()
                .max_connections(8)
                .acquire_timeout(Duration::from_secs(10))
                .connect(url)
                .await?;
            Ok(Self::Postgres(PostgresPool { pool, keys: RowKeys::default() }))
        } else {
            Err(StoreError::UnknownAddress)
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?.create_if_missing(true);
        Self::open_sqlite(options, url.contains(":memory:")).await
    }

    /// Opens a SQLite database by its file, which must be there.
    pub async fn open_file(path: &Path) -> Result<Self> {
        Self::open_sqlite(SqliteConnectOptions::new().filename(path), false).await
    }

    async fn open_sqlite(options: SqliteConnectOptions, in_memory: bool) -> Result<Self> {
        let reading = options.clone().create_if_missing(false).read_only(true);
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            // What is acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            // Rows of people who study are changed again and again: they stay in memory, and the log is copied into
            // the file seldom enough that a page changed often is copied once.
            .pragma("cache_size", "-65536")
            .pragma("wal_autocheckpoint", "16384")
            // A batch's rows come over at once, instead of fifty at a time with a wait for each fifty.
            .row_buffer_size(1024)
            // What is erased is overwritten, not only forgotten.
            .pragma("secure_delete", "ON")
            // What a statement of many rows would need to be undone stays in memory too, not in a file made for each.
            .pragma("temp_store", "MEMORY")
            .foreign_keys(true);
        let lasting = || {
            SqlitePoolOptions::new()
                .min_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                // A file does not hang up.
                .test_before_acquire(false)
        };
        let writer = lasting().max_connections(1).connect_with(options).await?;
        // A database in memory belongs to its one connection.
        let readers = if in_memory {
            writer.clone()
        } else {
            let options = reading.busy_timeout(Duration::from_secs(5));
            lasting().max_connections(READERS).connect_with(options).await?
        };
        Ok(Self::Sqlite(SqlitePools::new(writer, readers)))
    }

    /// Brings the schema up to this binary's version.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite(pools) => SQLITE.run(&pools.writer).await?,
            Self::Postgres(postgres) => POSTGRES.run(&postgres.pool).await?,
        }
        Ok(())
    }

    /// Opens a view of the database that does not change and can change nothing.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        Ok(match self {
            Self::Sqlite(pools) => Snapshot::of_sqlite(&pools.readers).await?,
            Self::Postgres(postgres) => Snapshot::of_postgres(&postgres.pool).await?,
        })
    }

    /// Copies SQLite's write-ahead log into the file bit by bit, beside the writer, until the database is closed: when
    /// the writer's own turn comes, little is left, and no beat waits for it.
    pub async fn checkpoint_wal_beside(self) {
        let Self::Sqlite(pools) = self else { return };
        let options = pools.writer.connect_options();
        if options.get_filename().as_os_str().to_string_lossy().contains(":memory:") {
            return;
        }
        let mut beside = None;
        while !pools.writer.is_closed() {
            let wait = match wal_checkpoint(&mut beside, &options).await {
                Ok(()) => WAL_CHECKPOINT_EVERY,
                Err(error) => {
                    // Nothing is lost: the writer copies the log itself when it has grown, and beats wait for it.
                    tracing::warn!(%error, "the write-ahead log cannot be copied beside the writer; trying again");
                    beside = None;
                    WAL_CHECKPOINT_AGAIN
                }
            };
            tokio::time::sleep(wait).await;
        }
        if let Some(beside) = beside {
            drop(beside.close().await);
        }
    }

    /// Whether SQLite waits for the disk before it says that something is stored: not while books are filled that can be
    /// filled anew. Going back to waiting brings everything to the disk. PostgreSQL does as its operator has set it.
    pub async fn wait_for_disk(&self, wait: bool) -> Result<()> {
        let Self::Sqlite(pools) = self else { return Ok(()) };
        if wait {
            sqlx::query("PRAGMA synchronous = FULL").execute(&pools.writer).await?;
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pools.writer).await?;
        } else {
            sqlx::query("PRAGMA synchronous = OFF").execute(&pools.writer).await?;
        }
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        read_db!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(drop))?;
        Ok(())
    }

    /// The clock of a database that several nodes share; a file has none of its own.
    pub async fn clock_ms(&self) -> Result<Option<i64>> {
        let Self::Postgres(PostgresPool { pool, .. }) = self else { return Ok(None) };
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        Ok(Some(sqlx::query_scalar(sql).fetch_one(pool).await?))
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        read_db!(self, |pool| pool.close().await);
        write_db!(self, |pool| pool.close().await);
    }
}

/// Copies what can be copied without waiting for anybody, over a connection that is opened if there is none.
async fn wal_checkpoint(
    beside: &mut Option<SqliteConnection>,
    options: &SqliteConnectOptions,
) -> Result<(), sqlx::Error> {
    let connection = match beside {
        Some(connection) => connection,
        none => none.insert(SqliteConnection::connect_with(options).await?),
    };
    sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(connection).await.map(drop)
}
