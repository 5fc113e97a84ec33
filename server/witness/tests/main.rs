//! Every test of the witness, in one program.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod protocol;
mod state;
