//! A transparency log: a Merkle tree (RFC 6962) over a list that only grows, its hashes as they are stored, signed
//! checkpoints of it, cosignatures of those who watch it, and the notes by which one signing key hands over to the next. It
//! knows neither what the leaves say nor where the hashes stand.

mod cosignature;
mod error;
mod hand_over;
mod hashes;
mod note;
pub mod number;
pub mod tile;
mod watched;

pub use cosignature::{Cosigner, cosign};
pub use error::{Error, Result};
pub use hand_over::{HandOver, HandOverKind};
pub use hashes::{Hashes, consistency, empty_root, frontier, inclusion, leaf_hash, root};
pub use note::{checkpoint, is_name, is_signed_by_all, public_key, renamed, signed};
pub use tlog_tiles::Hash;
pub use watched::{LogKey, SignedCheckpoint, continues};
