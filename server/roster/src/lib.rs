//! A class's roster as schools have it: a workbook of Excel, new or old, or a text. Reads any bytes into a table, finds the head
//! under its titles, and makes of each row an invitation, or says at its cell what is wrong and what to do. Nothing is guessed:
//! what can be mended surely is mended and said.
//!
//! The table of standards that a bureau keeps is read the same way (`read_standards`); its lines are judged by the rules.
//!
//! So are the questions of a lesson (`read_questions`).
//!
//! The same reader reads what banks answer to a payment, and the files they are given are drawn here ([`bank`]).
//!
//! No database, no web, no sentences: what is wrong is an enum of the rules (`domain::roster`), put into words where pages are drawn.

pub mod bank;
mod columns;
mod copy;
mod header;
mod judge;
mod old_workbook;
mod questions;
mod standards;
mod table;
mod template;
mod text;
mod values;
mod workbook;

pub use copy::{CopyWords, corrected_copy};
pub use judge::{Category, Roster, Row, Rules, read};
pub use questions::{NoQuestions, QuestionLine, question_workbook, read_questions};
pub use standards::{
    NoStandards, STANDARDS_MAX, StandardLines, StandardsTemplateWords, read_standards, standards_head,
    standards_template,
};
pub use template::{TemplateWords, template};

/// The largest file that is read.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;
/// The same in megabytes, for people.
pub const MEGABYTES_MAX: usize = 4;
/// So many rows with something in them, at most.
pub const ROWS_MAX: usize = 20_000;
