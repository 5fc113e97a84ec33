//! The few live parts of a page. Data and words come with the page ([`island_props`]); nothing here knows a rule's secret.

pub mod check_dialog;
pub mod document_reader;
pub mod erased_signal;
pub mod http;
pub mod island_props;
pub mod json;
pub mod lesson_player;
pub mod live;
pub mod live_region;
pub mod message;
pub mod page_events;
pub mod parts;
pub mod player_props;
pub mod recording;
