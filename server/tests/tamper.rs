//! What the owner of the database can do to it, kind by kind, and what `verify` says of each: a table, run on both databases.
//!
//! People study once; each kind then attacks a copy of what they left. The owner is not stopped by triggers.

mod attack;
mod claim;
mod class_closing;
mod course_draft;
mod derived;
mod exam;
mod facts;
mod filing;
mod forger;
mod payee;
mod payment;
mod publication;
mod records;
mod schema;
mod sealed;
mod standard;
mod ways_in;

use attack::{Attack, Kind, Named, all_are_caught, owner};
