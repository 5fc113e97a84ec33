//! Certificates drawn, read back, and forged.

mod forged;
mod glyphs;
mod sheet;
