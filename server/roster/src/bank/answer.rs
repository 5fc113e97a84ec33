//! The file that comes back from a bank: which lines were paid, which were not and why. Rows may stand in any order, be missing
//! or said twice; a line has one answer at most, and nothing is an answer to a line that was not sent.

use std::collections::HashMap;

use domain::roster::Unreadable;
use domain::standard_line::yuan;
use domain::subsidy::Fen;
use domain::typed::{number, plain, visible};

use super::profile::{AnswerColumn, Profile, Unit};
use crate::header::bare;
use crate::table::{self, Cell, Table, TableRow};

/// A head stands within so many rows that have something in them.
const LOOKED_AT: usize = 40;
/// No single payment is as much.
const FEN_MAX: i64 = 10_000_000_000;
/// How much of a reason is kept.
const REASON_CHARS_MAX: usize = 200;

/// A line that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub reference: String,
    /// The last digits of the account.
    pub last_four: String,
    pub amount: Fen,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Paid,
    /// In the words of the bank; may be empty.
    Failed(String),
}

/// The answer to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands in the file.
    pub row: u32,
    /// Which of the lines that were sent, from 0.
    pub line: usize,
    pub outcome: Outcome,
}

/// Why a row is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// It names no line that was sent.
    UnknownReference(String),
    /// It says another amount than was sent; absent: none that can be read.
    OtherAmount { sent: Fen, says: Option<Fen> },
    /// It is for an account with other last digits.
    OtherAccount,
    /// Whether it was paid is said in words that nobody knows.
    UnknownWords(String),
    /// Another row says something else of the same line: neither counts.
    Contradicts { other_row: u32 },
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// In the order of the lines that were sent, one a line at most.
    pub answers: Vec<Answer>,
    /// In the order of rows.
    pub faults: Vec<(u32, AnswerFault)>,
}

/// Why a file is no answer at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    Unreadable(Unreadable),
    /// No row names these columns.
    NoHeader(Vec<AnswerColumn>),
}

struct Head {
    at: usize,
    columns: [u32; 4],
    reason: Option<u32>,
}

/// Reads a file against the lines that were sent.
pub fn read_answer(bytes: &[u8], profile: &Profile, expected: &[Expected]) -> Result<Answers, NoAnswer> {
    let sheets = table::sheets(bytes).map_err(NoAnswer::Unreadable)?;
    let mut nearest = AnswerColumn::ALL.to_vec();
    let mut found = None;
    for sheet in &sheets {
        match head(sheet, profile) {
            Ok(head) => {
                found = Some((sheet, head));
                break;
            }
            Err(lacking) if lacking.len() < nearest.len() => nearest = lacking,
            Err(_) => {}
        }
    }
    let Some((sheet, head)) = found else { return Err(NoAnswer::NoHeader(nearest)) };
    let by_reference: HashMap<String, usize> =
        expected.iter().enumerate().map(|(at, line)| (plain(&line.reference), at)).collect();
    let mut said: HashMap<usize, Vec<(u32, Outcome)>> = HashMap::new();
    let mut answers = Answers::default();
    for row in &sheet.rows[head.at + 1..] {
        let [reference, account, amount, result] = head.columns.map(|column| row.cell(column));
        let reference = reference.map(Cell::text).unwrap_or_default();
        // Sums and notes at the foot name no line and no result.
        if reference.is_empty() && result.is_none() {
            continue;
        }
        let fault = match by_reference.get(&plain(&reference)) {
            None => Err(AnswerFault::UnknownReference(visible(&reference).chars().take(60).collect())),
            Some(line) => outcome(row, &head, profile, &expected[*line], (account, amount, result))
                .map(|outcome| (*line, outcome)),
        };
        match fault {
            Err(fault) => answers.faults.push((row.number, fault)),
            Ok((line, outcome)) => said.entry(line).or_default().push((row.number, outcome)),
        }
    }
    for (line, mut rows) in said {
        let (first_row, first) = rows.remove(0);
        match rows.iter().find(|(_, other)| *other != first) {
            None => answers.answers.push(Answer { row: first_row, line, outcome: first }),
            Some((other_row, _)) => {
                answers.faults.push((first_row, AnswerFault::Contradicts { other_row: *other_row }));
                for (row, _) in &rows {
                    answers.faults.push((*row, AnswerFault::Contradicts { other_row: first_row }));
                }
            }
        }
    }
    answers.answers.sort_by_key(|answer| answer.line);
    answers.faults.sort_by_key(|(row, _)| *row);
    Ok(answers)
}

/// Where the head is, or which columns the likeliest row lacks.
fn head(sheet: &Table, profile: &Profile) -> Result<Head, Vec<AnswerColumn>> {
    let mut nearest = AnswerColumn::ALL.to_vec();
    for (at, row) in sheet.rows.iter().take(LOOKED_AT).enumerate() {
        let heads: Vec<(u32, String)> =
            row.filled().map(|(column, cell)| (column, bare(&cell.text()))).collect();
        let find = |names: &[String]| {
            heads.iter().find(|(_, head)| names.iter().any(|name| name == head)).map(|(column, _)| *column)
        };
        let found = AnswerColumn::ALL.map(|column| find(profile.answer.names(column)));
        if let [Some(reference), Some(account), Some(amount), Some(result)] = found {
            let columns = [reference, account, amount, result];
            return Ok(Head { at, columns, reason: find(&profile.answer.reason) });
        }
        let lacking: Vec<AnswerColumn> = AnswerColumn::ALL
            .into_iter()
            .zip(found)
            .filter(|(_, found)| found.is_none())
            .map(|(column, _)| column)
            .collect();
        if lacking.len() < nearest.len() {
            nearest = lacking;
        }
    }
    Err(nearest)
}

/// What a row says of the line that it names.
fn outcome(
    row: &TableRow,
    head: &Head,
    profile: &Profile,
    sent: &Expected,
    (account, amount, result): (Option<&Cell>, Option<&Cell>, Option<&Cell>),
) -> Result<Outcome, AnswerFault> {
    let says = amount.and_then(|cell| fen(profile.unit, cell));
    if says != Some(sent.amount) {
        return Err(AnswerFault::OtherAmount { sent: sent.amount, says });
    }
    // A number of so many digits that was kept as one has lost the last of them. Banks may mask the others.
    let account = account.filter(|cell| matches!(cell, Cell::Text(_))).map(Cell::text).unwrap_or_default();
    if !number(&account).ends_with(&sent.last_four) || sent.last_four.is_empty() {
        return Err(AnswerFault::OtherAccount);
    }
    let words = result.map(Cell::text).unwrap_or_default();
    let said = bare(&words);
    let means = |words: &[String]| words.iter().any(|word| bare(word) == said);
    if means(&profile.answer.paid) {
        return Ok(Outcome::Paid);
    }
    if means(&profile.answer.failed) {
        let reason = head.reason.and_then(|column| row.cell(column)).map(Cell::text).unwrap_or_default();
        let reason: String = visible(&reason).chars().filter(|c| !c.is_control()).collect();
        return Ok(Outcome::Failed(reason.chars().take(REASON_CHARS_MAX).collect()));
    }
    Err(AnswerFault::UnknownWords(visible(&words).chars().take(60).collect()))
}

fn fen(unit: Unit, cell: &Cell) -> Option<Fen> {
    let scale = match unit {
        Unit::Yuan => 100.0,
        Unit::Fen => 1.0,
    };
    match (cell, unit) {
        (Cell::Number(number), _) => {
            let fen = number * scale;
            let whole = fen.round();
            let fits = (0.0..=FEN_MAX as f64).contains(&whole) && (fen - whole).abs() < 1e-6 * (1.0 + whole);
            fits.then_some(Fen(whole as i64))
        }
        (Cell::Text(text), Unit::Yuan) => yuan(text, FEN_MAX).ok(),
        (Cell::Text(text), Unit::Fen) => number_of(text).filter(|fen| (0..=FEN_MAX).contains(fen)).map(Fen),
        (Cell::Formula(_) | Cell::Error(_), _) => None,
    }
}

fn number_of(text: &str) -> Option<i64> {
    plain(text).replace(',', "").parse().ok()
}
