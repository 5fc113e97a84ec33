//! The Merkle trees of the database (RFC 6962) over lists that only grow: the hours ledger and the audit log.
//!
//! The hashes are stored as in the transparent-log scheme, each written once and never changed; what is computed from them
//! is in `translog`. Signed checkpoints are in [`crate::checkpoint`].

mod append;
mod nodes;
mod proofs;
mod statements;

pub(crate) use append::{append, count_checkpoint};
pub use statements::{AUDIT, LEDGER, Tree};
