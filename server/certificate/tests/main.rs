//! Certificates drawn, read back, and forged.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod forged;
mod glyphs;
mod sheet;
