//! The reading side of the store, for whoever recomputes what the database says: one consistent snapshot that can write
//! nothing, and the forms in which entries and records are stored. What writes is in `store`, which this crate does not know.

pub mod derived;
pub mod digest;
pub mod error;
#[macro_use]
pub mod evidence;
pub mod facts;
pub mod line;
pub mod packed;
pub mod records;
pub mod row_mac;
pub mod schema;
pub mod sealed;
pub mod tree;

pub use error::{ReadError, Result};
