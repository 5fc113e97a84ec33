//! Storage: one public function is one transaction, and every SQL statement of the product stands in this crate.
//!
//! One SQL text serves both databases: `$1` parameters in ascending order, `RETURNING`, `ON CONFLICT`, explicit
//! `CAST(SUM(..) AS BIGINT)`; times are unix milliseconds, ids text.

pub mod account;
pub mod account_phone;
pub mod appeal;
pub mod audit;
pub mod backup;
pub mod certificate;
pub mod checkpoint;
pub mod claim;
pub mod class;
pub mod class_application;
pub mod class_closing;
pub mod class_hours;
pub mod class_invitation;
pub mod closing;
pub mod consent;
pub mod constraint;
pub mod course;
pub mod data_key;
pub mod db;
pub mod device_key;
pub mod document_exchange;
pub mod enrolment;
pub mod error;
pub mod export;
pub mod exposure;
pub mod fact;
pub mod filing;
pub mod former_sign_in;
pub mod hours;
pub mod hours_by_month;
pub mod identity;
pub mod identity_link;
pub mod institution;
pub mod job;
pub mod kept_form;
pub mod ledger;
mod nullable_text;
pub mod official;
pub mod one_time_code;
pub mod paper;
pub mod passkey;
pub mod payee;
pub mod person;
mod rebuild;
pub mod register;
pub mod renewed_document;
pub mod reseal;
pub mod retention;
pub mod reveal;
pub mod roster;
pub mod roster_import;
mod row_keys;
#[cfg(feature = "scratch")]
pub mod scratch;
pub mod second_factor;
pub mod set_up;
pub mod setting;
pub mod sign_in;
pub mod signal;
pub mod signing_key;
pub mod standard;
pub mod statement;
pub mod study;
pub mod subsidy;
pub mod task;
pub mod trade;
pub mod tree;
pub mod witness;

pub use constraint::Constraint;
pub use db::{Db, PostgresPool, SqlitePools, Tx};
pub use error::{Result, StoreError};
pub use store_read::{digest, sealed};
