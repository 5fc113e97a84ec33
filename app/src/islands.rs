//! The few live parts of a page. Data and words come with the page ([`parcel`]); nothing here knows a rule's secret.

pub mod check_dialog;
pub mod document_reader;
pub mod http;
pub mod json;
pub mod lesson_player;
pub mod live;
pub mod live_region;
pub mod page_events;
pub mod parcel;
pub mod parts;
pub mod player_props;
pub mod recording;
pub mod say;
pub mod slot;
