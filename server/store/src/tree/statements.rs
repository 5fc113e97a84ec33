//! The statements by which each of the two trees is kept.

use store_read::ledger_lines;

/// A tree, by the statements that keep it: every tree has the same three tables under its own name.
#[derive(Debug)]
pub struct Tree {
    /// The table of the head.
    pub(super) head: &'static str,
    /// Reads and locks the head; SQLite has one writer anyway.
    pub(super) lock: [&'static str; 2],
    /// What rows that speak of either tree call it: `ledger` or `audit`.
    pub(crate) code: &'static str,
    pub(super) grow: &'static str,
    pub(crate) size: &'static str,
    pub(super) insert_node: &'static str,
    /// The beginning of a statement that ends with a list of numbers.
    pub(super) some_nodes: &'static str,
    pub(crate) insert_checkpoint: &'static str,
    pub(crate) checkpoint: &'static str,
    pub(crate) latest_checkpoint: &'static str,
    /// How complete tiles are compacted; absent where all hashes stay.
    pub(super) compact: Option<Compact>,
}

/// The statements by which the hashes below the top of a complete tile are taken away, and computed again from its leaves.
#[derive(Debug)]
pub(super) struct Compact {
    pub(super) delete_nodes: &'static str,
    /// The leaves of a tile, as lines of the ledger.
    pub(super) leaves: &'static str,
}

macro_rules! tree {
    ($name:literal, $compact:expr) => {
        Tree {
            head: concat!($name, "_head"),
            lock: [
                concat!("SELECT size, checkpoints, mac FROM ", $name, "_head WHERE id = 1"),
                concat!("SELECT size, checkpoints, mac FROM ", $name, "_head WHERE id = 1 FOR UPDATE"),
            ],
            grow: concat!("UPDATE ", $name, "_head SET size = $1, checkpoints = $2, mac = $3 WHERE id = 1"),
            code: $name,
            size: concat!("SELECT size FROM ", $name, "_head WHERE id = 1"),
            insert_node: concat!("INSERT INTO ", $name, "_node (node_index, hash) VALUES ($1, $2)"),
            some_nodes: concat!("SELECT node_index, hash FROM ", $name, "_node WHERE node_index IN ("),
            // Two servers may make the same one at once: the first is kept.
            insert_checkpoint: concat!(
                "INSERT INTO ",
                $name,
                "_checkpoint (size, root, note, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING"
            ),
            checkpoint: concat!("SELECT size, root, note, made_at FROM ", $name, "_checkpoint WHERE size = $1"),
            latest_checkpoint: concat!(
                "SELECT size, root, note, made_at FROM ",
                $name,
                "_checkpoint ORDER BY size DESC LIMIT 1"
            ),
            compact: $compact,
        }
    };
}

/// The hours ledger: a leaf is the canonical JSON of an entry.
pub static LEDGER: Tree = tree!(
    "ledger",
    // By millions of entries, two hashes for each would be a third of what they take.
    Some(Compact {
        delete_nodes: "DELETE FROM ledger_node WHERE node_index >= $1 AND node_index < $2",
        leaves: ledger_lines!("WHERE entry_index >= $1 AND entry_index < $2 ORDER BY entry_index"),
    })
);
/// The audit log: a leaf is the canonical JSON of an event.
pub static AUDIT: Tree = tree!("audit", None);
