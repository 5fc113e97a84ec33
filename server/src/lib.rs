//! The server: configuration, router, background work. The rules are in `domain`, the SQL in `store`.

pub mod api;
pub mod backup;
pub mod beat_writer;
pub mod bench;
pub mod config;
pub mod demo;
pub mod export;
pub mod jobs;
pub mod key_file;
pub mod media;
pub mod origin;
pub mod policies;
pub mod progress;
pub mod retention;
pub mod rotate_keys;
pub mod rotate_signing_key;
pub mod router;
pub mod serve;
pub mod studying;
pub mod system;
pub mod text_messages;
pub mod verify_command;
