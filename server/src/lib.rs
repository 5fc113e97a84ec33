//! The server: configuration, router, background work. The rules are in `domain`, the SQL in `store`.

pub mod accept;
pub mod api;
pub mod backup;
pub mod beat_writer;
pub mod cli;
pub mod config;
pub mod export;
pub mod holidays;
pub mod jobs;
pub mod key_file;
pub mod media;
pub mod origin;
pub mod policies;
pub mod progress;
pub mod rebuild;
pub mod retention;
pub mod rotate_keys;
pub mod rotate_signing_key;
pub mod router;
pub mod serve;
pub mod system;
pub mod text_messages;
#[cfg(feature = "tools")]
pub mod tools;
pub mod verify_command;
pub mod witness_command;
