//! The rules of Xueshi, pure: no input or output, no clock, no randomness, no database.
//!
//! Everything that decides whether a second counts, whether an hour is verified and what it
//! pays stands here, so that it can be read, tested and replayed on its own.

pub mod access;
pub mod appeal;
pub mod audit;
pub mod budget;
pub mod certificate;
pub mod check;
pub mod claim;
pub mod class;
pub mod class_application;
pub mod class_closing;
mod codes;
pub mod consent;
pub mod course;
pub mod course_draft;
pub mod coverage;
pub mod credit_code;
pub mod device;
pub mod document;
pub mod entitlement;
pub mod exam;
pub mod export;
pub mod filing;
pub mod film;
pub mod id;
pub mod ledger;
pub mod name;
pub mod official;
pub mod one_time_code;
pub mod paper;
pub mod passkey;
pub mod password;
pub mod payee;
pub mod payment;
pub mod person;
pub mod policy;
pub mod publication;
pub mod question;
pub mod retention;
pub mod roster;
pub mod rules;
pub mod sign_in;
pub mod signal;
pub mod standard;
pub mod standard_line;
pub mod study;
pub mod subsidy;
pub mod task;
pub mod time;
pub mod trade;
pub mod typed;
pub mod wire;
pub mod workflow;
pub mod working_age;
pub mod working_day;
