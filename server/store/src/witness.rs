//! Witnesses of the two trees: what they cosigned, how each stands, and the alarm when one refuses.

use domain::audit::AuditAction;
use domain::ledger::WitnessTrouble;
use domain::signal::SignalKind;

use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::tree::Tree;
use crate::{execute, read_db};

/// A witness that no server has asked for so long is asked no more: even one that is away is asked several times within it.
pub const ASKED_WITHIN_MS: i64 = 3_600_000;
/// A witness `w`, which stands to the ledger as `l`, refuses, or is away and still asked since `$asked`.
pub(crate) const IN_TROUBLE: &str = "w.silent_since IS NOT NULL
    AND (w.trouble IN ('shorter', 'rewritten') OR l.asked_at >= $asked)";

/// While a controller has not looked, and for a day after the last, a refusal is no new signal.
const ALARM_AGAIN_AFTER_MS: i64 = 24 * 3_600_000;

/// A cosignature of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Cosignature {
    /// Of the checkpoint.
    pub size: i64,
    /// The witness, `name+id+base64`.
    pub public_key: String,
    /// When, by the witness's clock, in unix seconds.
    pub at_s: i64,
    /// The signature line, with its line feed.
    pub line: String,
}

/// How a witness stands to one tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub public_key: String,
    /// When it was asked last.
    pub asked_at: i64,
    /// Since when it is asked in vain, and why.
    pub silent: Option<(i64, WitnessTrouble)>,
    /// What it cosigned last: how many leaves, and when in unix seconds.
    pub seen: Option<(i64, i64)>,
}

/// A refusal: a witness was shown a tree of `size` leaves and had seen one of `seen`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    pub trouble: WitnessTrouble,
    pub size: i64,
    pub seen: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    public_key: String,
    asked_at: i64,
    silent_since: Option<i64>,
    trouble: Option<String>,
    size: Option<i64>,
    at_s: Option<i64>,
}

impl Db {
    /// What a witness cosigned last of a tree.
    pub async fn last_cosigned(&self, tree: &'static Tree, public_key: &str) -> Result<Option<Cosignature>> {
        let sql = "SELECT size, public_key, at_s, line FROM cosignature WHERE public_key = $1 AND tree = $2
                   ORDER BY size DESC, at_s DESC LIMIT 1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(public_key).bind(tree.code).fetch_optional(p).await)?)
    }

    /// The newest cosignature of each witness of the checkpoint of a size.
    pub async fn cosignatures(&self, tree: &'static Tree, size: i64) -> Result<Vec<Cosignature>> {
        let sql = "SELECT c.size, c.public_key, c.at_s, c.line FROM cosignature AS c
                   WHERE c.tree = $1 AND c.size = $2 AND c.at_s =
                       (SELECT MAX(o.at_s) FROM cosignature AS o
                        WHERE o.tree = c.tree AND o.size = c.size AND o.public_key = c.public_key)
                   ORDER BY c.public_key";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(tree.code).bind(size).fetch_all(p).await)?)
    }

    /// The size of the newest checkpoint that any witness cosigned.
    pub async fn newest_cosigned(&self, tree: &'static Tree) -> Result<Option<i64>> {
        let sql = "SELECT MAX(size) FROM cosignature WHERE tree = $1";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(tree.code).fetch_one(p).await)?)
    }

    /// How every witness stands to a tree that was ever asked, by name.
    pub async fn witnesses(&self, tree: &'static Tree) -> Result<Vec<Standing>> {
        let sql = "SELECT w.public_key, w.asked_at, w.silent_since, w.trouble,
                       (SELECT MAX(c.size) FROM cosignature AS c
                        WHERE c.public_key = w.public_key AND c.tree = w.tree) AS size,
                       (SELECT MAX(c.at_s) FROM cosignature AS c
                        WHERE c.public_key = w.public_key AND c.tree = w.tree) AS at_s
                   FROM witness AS w WHERE w.tree = $1 ORDER BY w.public_key";
        let rows: Vec<Row> = read_db!(self, |p| { sqlx::query_as(sql).bind(tree.code).fetch_all(p).await })?;
        let standing = |row: Row| Standing {
            public_key: row.public_key,
            asked_at: row.asked_at,
            silent: row.silent_since.zip(row.trouble.as_deref().and_then(WitnessTrouble::from_code)),
            seen: row.size.zip(row.at_s),
        };
        Ok(rows.into_iter().map(standing).collect())
    }

    /// Keeps what a witness said.
    pub async fn keep_cosignature(&self, tree: &'static Tree, said: &Cosignature, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        execute!(
            &mut tx,
            "INSERT INTO cosignature (tree, size, public_key, at_s, line) SELECT $1, $2, $3, $4, $5
             WHERE NOT EXISTS (SELECT 1 FROM cosignature WHERE tree = $6 AND size = $7 AND public_key = $8 AND at_s = $9)",
            tree.code,
            said.size,
            &said.public_key,
            said.at_s,
            &said.line,
            tree.code,
            said.size,
            &said.public_key,
            said.at_s,
        )?;
        stands(&mut tx, tree, &said.public_key, None, now_ms).await?;
        tx.commit().await
    }

    /// Keeps that a witness was asked in vain.
    pub async fn keep_silence(
        &self,
        tree: &'static Tree,
        public_key: &str,
        trouble: WitnessTrouble,
        now_ms: i64,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        stands(&mut tx, tree, public_key, Some(trouble), now_ms).await?;
        tx.commit().await
    }

    /// Keeps that a witness refused, and raises the alarm if it is a new one: a signal for the controller and a line of the
    /// audit log, together. Says whether it is new.
    pub async fn keep_refusal(
        &self,
        tree: &'static Tree,
        public_key: &str,
        refused: Refused,
        signal: &str,
        event: &AuditEvent,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let now_ms = event.at_ms;
        stands(&mut tx, tree, public_key, Some(refused.trouble), now_ms).await?;
        let kind = SignalKind::WitnessRefuses.as_str();
        let subject = format!("witness:{public_key} of {}", tree.code);
        let of_audit = i64::from(tree.code == crate::tree::AUDIT.code);
        let evidence = serde_json::to_string(&[of_audit, refused.size, refused.seen]).unwrap_or_default();
        let new = execute!(
            &mut tx,
            "INSERT INTO signal (id, kind, subject, found_at, evidence) SELECT $1, $2, $3, $4, $5
             WHERE NOT EXISTS (SELECT 1 FROM signal WHERE kind = $6 AND subject = $7
                                 AND (found_at >= $8 OR looked_at IS NULL))",
            signal,
            kind,
            &subject,
            now_ms,
            evidence,
            kind,
            &subject,
            now_ms - ALARM_AGAIN_AFTER_MS,
        )? == 1;
        if new {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(new)
    }
}

/// The line of the audit log about a refusal by the witness of this name, of the log of this name.
pub fn refusal_line(witness: &str, log: &str, refused: Refused) -> AuditAction {
    let Refused { trouble, size, seen } = refused;
    AuditAction::WitnessRefuse { witness: witness.to_owned(), log: log.to_owned(), trouble, size, seen }
}

/// Writes down how a witness stands after it was asked.
async fn stands(
    tx: &mut Tx,
    tree: &'static Tree,
    public_key: &str,
    trouble: Option<WitnessTrouble>,
    now_ms: i64,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO witness (public_key, tree, asked_at, silent_since, trouble) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (public_key, tree) DO UPDATE SET
             asked_at = excluded.asked_at, trouble = excluded.trouble,
             silent_since = CASE WHEN excluded.trouble IS NULL THEN NULL
                                 ELSE COALESCE(witness.silent_since, excluded.silent_since) END",
        public_key,
        tree.code,
        now_ms,
        trouble.map(|_| now_ms),
        trouble.map(WitnessTrouble::as_str),
    )?;
    Ok(())
}
