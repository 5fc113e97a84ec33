//! Every test of the server, in one program that is linked once: a module a noun. They share a process, so nothing here
//! changes what belongs to all of it; what has to is in `own_process.rs`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_cmp,
    reason = "a test that cannot go on fails, and cells hold exactly what was written"
)]

mod account;
mod appeal;
mod appeal_desk;
mod audit;
mod audit_names;
mod availability;
mod backup;
mod bench;
mod bounds_table;
mod bundle;
mod certificate;
mod cheats;
mod check_list;
mod claim;
mod class_application;
mod class_closing;
mod class_wall;
mod closing;
mod completion;
mod course_draft;
mod crash;
mod deadlines;
mod demo;
mod device_signature;
mod document_exchange;
mod evidence_archive;
mod exam;
mod export;
mod film;
mod flood;
mod fuzz;
mod guessing;
mod hardships;
mod hours_ledger;
mod http_learner;
mod identity;
mod init;
mod institution;
mod jobs;
mod key_file;
mod leaks;
mod learner;
mod ledger;
mod media;
mod officials;
mod oidc;
mod one_file;
mod one_time_code;
mod open_api;
mod own_process;
mod paper_desk;
mod papers;
mod passkey_checks;
mod passkey_device;
mod passkeys;
mod payee;
mod payment;
mod people;
mod policies;
mod publication;
mod quiz;
mod register;
mod retention;
mod reveal;
mod rights;
mod roster;
mod rotate_keys;
mod rotate_signing_key;
mod rules;
mod second_factor;
mod second_opinion;
mod sent_forms;
mod server_process;
mod sign_in;
mod signals;
mod signing_device;
mod site;
mod standard;
mod statement;
mod store_learner;
mod study;
mod tamper;
mod tasks;
mod text_messages;
mod upgrade;
mod verify;
mod verify_export;
mod witness;
mod words;

/// What the tests of the store begin with.
#[path = "../store/tests/fixture"]
mod store_fixture {
    pub mod city;
    pub mod courses;
    pub mod databases;
}
