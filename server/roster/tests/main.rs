//! Every test of the reader of rosters and standards, in one program.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bank;
mod rosters;
mod standards;
