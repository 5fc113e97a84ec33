//! Recording of study, shared by the video player and the document reader: what was played becomes
//! beats, beats wait until the server has answered them, and what the server says is shown.
//!
//! The rule behind everything here: nothing runs uncounted in silence. Either study is recorded
//! (or kept for later, and the learner is told so), or the media stops and says why.

pub mod api;
pub mod device;
pub mod offline_queue;
pub mod recorder;
pub mod seek;
pub mod state;
pub mod tally;
pub mod tracker;
pub mod wake;
