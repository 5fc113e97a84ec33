//! Components that pages and islands share. Those of pages only are in the crate `web`.

pub mod hours_bar;
pub mod icon;

pub use hours_bar::{Hours, HoursBar, HoursSize, HoursUnit};
pub use icon::{Drawing, Icon};
