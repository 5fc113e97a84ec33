//! Every test of the rules, in one program that is linked once: a module a noun, and learners who study by the rules alone.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod appeal;
mod audit;
mod check_rules;
mod entitlement;
mod entitlement_properties;
mod exam;
mod guessing;
mod hard_cases;
mod imports;
mod invariants;
mod record_log;
mod rules_document;
mod simulation;
mod study_rules;
mod test_learner;
mod workflow;
mod working_day;
