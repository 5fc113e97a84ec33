//! Files for banks and what comes back from them. No two banks take the same file: what one looks like is data
//! (`server/banks/*.toml`), a profile a file.

mod answer;
mod draw;
mod profile;

pub use answer::{Answer, AnswerFault, Answers, Expected, NoAnswer, Outcome, read_answer};
pub use draw::{BankFault, BankLine, bank_files};
pub use profile::{AnswerColumn, Encoding, Profile, profiles};
