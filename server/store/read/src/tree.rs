//! What is stored of the two trees, the hours ledger and the audit log: hashes, checkpoints, and the notes by which the
//! keys that sign them handed over.

use crate::error::Result;
use crate::evidence::Snapshot;
use crate::row_mac::RowText;

/// A tree, by the statements that read it.
#[derive(Debug)]
pub struct Tree {
    /// What rows that speak of either tree call it: `ledger` or `audit`.
    pub(crate) code: &'static str,
    head_table: &'static str,
    head: &'static str,
    nodes_from: &'static str,
    checkpoints_above: &'static str,
    compacts: bool,
}

macro_rules! tree {
    ($name:literal, compacts: $compacts:literal) => {
        Tree {
            code: $name,
            head_table: concat!($name, "_head"),
            head: concat!("SELECT size, checkpoints, mac FROM ", $name, "_head WHERE id = 1"),
            nodes_from: concat!(
                "SELECT node_index, hash FROM ",
                $name,
                "_node WHERE node_index >= $1 ORDER BY node_index LIMIT $2"
            ),
            checkpoints_above: concat!(
                "SELECT size, root, note, made_at FROM ",
                $name,
                "_checkpoint WHERE size > $1 ORDER BY size LIMIT $2"
            ),
            compacts: $compacts,
        }
    };
}

/// The hours ledger: a leaf is the canonical JSON of an entry.
pub static LEDGER: Tree = tree!("ledger", compacts: true);
/// The audit log: a leaf is the canonical JSON of an event.
pub static AUDIT: Tree = tree!("audit", compacts: false);

impl Tree {
    /// Whether the hashes below the top of a complete tile are computed from its leaves instead of stored.
    pub fn compacts(&self) -> bool {
        self.compacts
    }

    /// The table of its head.
    pub fn head_table(&self) -> &'static str {
        self.head_table
    }
}

/// The head of a tree.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// How many leaves there are.
    pub size: i64,
    /// How many checkpoints were signed.
    pub checkpoints: i64,
    mac: Option<Vec<u8>>,
}

impl Head {
    /// What its MAC is over.
    pub fn text(&self, table: &str) -> RowText {
        RowText::head(table, self.size, self.checkpoints)
    }

    /// Its MAC; `None` for a tree to which nothing was ever added, as the migration made it without a key.
    pub fn mac(&self) -> Option<&[u8]> {
        let is_new = (self.size, self.checkpoints, &self.mac) == (0, 0, &None);
        (!is_new).then(|| self.mac.as_deref().unwrap_or_default())
    }
}

/// A stored cosignature of a witness.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CosignatureRow {
    /// Of the checkpoint that it covers.
    pub size: i64,
    /// The witness, `name+id+base64`.
    pub public_key: String,
    /// When, by the witness's clock, in unix seconds.
    pub at_s: i64,
    /// The signature line.
    pub line: String,
}

impl CosignatureRow {
    /// Before every row there can be.
    pub fn before_all() -> Self {
        Self { size: -1, public_key: String::new(), at_s: 0, line: String::new() }
    }
}

/// A stored checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Checkpoint {
    /// How many leaves it covers.
    pub size: i64,
    /// The root of their tree.
    pub root: Vec<u8>,
    /// The signed note, as handed to auditors.
    pub note: String,
    /// When it was made.
    pub made_at: i64,
}

impl Snapshot {
    /// How many leaves the head of a tree counts.
    pub async fn tree_size(&mut self, tree: &'static Tree) -> Result<i64> {
        Ok(self.tree_head(tree).await?.size)
    }

    /// The head of a tree.
    pub async fn tree_head(&mut self, tree: &'static Tree) -> Result<Head> {
        Ok(read!(self, |c| sqlx::query_as(tree.head).fetch_one(&mut **c).await)?)
    }

    /// Stored hashes of a tree from one on, in order.
    pub async fn nodes(&mut self, tree: &'static Tree, from: i64, limit: i64) -> Result<Vec<(i64, Vec<u8>)>> {
        Ok(read!(self, |c| {
            sqlx::query_as(tree.nodes_from).bind(from).bind(limit).fetch_all(&mut **c).await
        })?)
    }

    /// Stored checkpoints of sizes above one, by size.
    pub async fn checkpoints(
        &mut self,
        tree: &'static Tree,
        above: i64,
        limit: i64,
    ) -> Result<Vec<Checkpoint>> {
        Ok(read!(self, |c| {
            sqlx::query_as(tree.checkpoints_above).bind(above).bind(limit).fetch_all(&mut **c).await
        })?)
    }

    /// Stored cosignatures of a tree after one of them, by size.
    pub async fn cosignatures(
        &mut self,
        tree: &'static Tree,
        after: &CosignatureRow,
        limit: i64,
    ) -> Result<Vec<CosignatureRow>> {
        let sql = "SELECT size, public_key, at_s, line FROM cosignature
                   WHERE tree = $1 AND (size, public_key, at_s) > ($2, $3, $4)
                   ORDER BY size, public_key, at_s LIMIT $5";
        Ok(read!(self, |c| {
            sqlx::query_as(sql)
                .bind(tree.code)
                .bind(after.size)
                .bind(&after.public_key)
                .bind(after.at_s)
                .bind(limit)
                .fetch_all(&mut **c)
                .await
        })?)
    }

    /// The notes by which signing keys handed over, in order.
    pub async fn key_notes(&mut self) -> Result<Vec<String>> {
        let sql = "SELECT note FROM ledger_key_note ORDER BY n";
        Ok(read!(self, |c| sqlx::query_scalar(sql).fetch_all(&mut **c).await)?)
    }
}
