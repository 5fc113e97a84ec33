//! Every test of the store, in one program that is linked once: a module a noun, each on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_possible_wrap,
    reason = "a test that cannot go on fails, and its numbers are small"
)]

mod audit;
mod class;
mod constraint;
mod course;
mod exposure;
mod film;
mod fixture;
mod job;
mod learner;
mod ledger;
mod register;
mod roster;
mod schema;
mod signal;
mod study;
mod tls;
mod worth;
