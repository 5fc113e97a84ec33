//! Study: sessions, beats and checks. Each function is one transaction around one pure transition
//! of `domain::study`, and nothing is acknowledged before it is committed.

mod archive;
mod beats;
mod check_list;
mod checks;
mod closed;
mod evidence;
mod grants;
mod items;
mod json;
mod owed;
mod repeats;
mod rule_input;
mod sessions;
mod tally;
mod unit_of_work;

pub use beats::BeatArrived;
pub use checks::{Identity, vouch_within};
pub(crate) use closed::close_class_within;
pub(crate) use grants::{Granting, grant_within};
pub(crate) use json::{stored, to_store};
pub use owed::Owed;
pub use repeats::Repeats;
pub use rule_input::RuleInput;
pub(crate) use unit_of_work::save_as_recorded;
