//! A file as the city knows it: what its lines say, what is wrong at which cell, and what stands there already.

use domain::standard::Standard;
use domain::standard_line::{LineFault, StandardField, WrittenLine};
use roster::{NoStandards, read_standards};
use tokio::sync::Semaphore;
use web::Site;
use web::error::AppError;

use crate::standard::known::Offered;

/// Files that are read at once: each may take some hundred megabytes for a moment.
static READING: Semaphore = Semaphore::const_new(1);

/// How a line stands to what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    New,
    /// Recorded already, exactly the same.
    Already,
    /// The line of this row says the same.
    AsRow(u32),
}

/// A line without a fault.
pub struct Line {
    pub row: u32,
    pub standard: Standard,
    pub stands: Stands,
}

/// Something wrong with a line.
pub struct Wrong {
    pub row: u32,
    /// The field, its column from 0, and what stands there; absent for the line as a whole.
    pub cell: Option<(StandardField, Option<u32>, String)>,
    /// Where the sentence about it begins.
    pub field: StandardField,
    pub fault: LineFault,
}

/// A file that was read.
pub struct Judged {
    pub lines: Vec<Line>,
    pub wrong: Vec<Wrong>,
    /// Rows that are no standards, with how they begin.
    pub passed: Vec<(u32, String)>,
    /// Sheets that were not read.
    pub others: Vec<String>,
}

impl Judged {
    /// How many lines are new.
    pub fn new_lines(&self) -> usize {
        self.lines.iter().filter(|line| line.stands == Stands::New).count()
    }
}

/// Reads a file and judges every line of it, or says why there are none.
pub async fn judged(
    site: &Site,
    offered: &Offered,
    bytes: Vec<u8>,
) -> Result<Result<Judged, NoStandards>, AppError> {
    let _place = READING.acquire().await.map_err(|error| AppError::Internal(error.into()))?;
    let read = tokio::task::spawn_blocking(move || read_standards(&bytes));
    let file = match read.await.map_err(|error| AppError::Internal(error.into()))? {
        Ok(file) => file,
        Err(why) => return Ok(Err(why)),
    };
    let (known, there) = (offered.known(), site.db.all_standards().await?);
    let mut judged =
        Judged { lines: Vec::new(), wrong: Vec::new(), passed: file.passed, others: file.others };
    for line in file.lines {
        let wrong = match line.read(&known) {
            Ok(standard) => match stands(&standard, &judged.lines, &there) {
                Ok(stands) => {
                    judged.lines.push(Line { row: line.row, standard, stands });
                    continue;
                }
                Err(fault) => vec![Wrong { row: line.row, cell: None, field: StandardField::Trade, fault }],
            },
            Err(faults) => faults.into_iter().map(|(field, fault)| at_cell(&line, field, fault)).collect(),
        };
        judged.wrong.extend(wrong);
    }
    Ok(Ok(judged))
}

fn at_cell(line: &WrittenLine, field: StandardField, fault: LineFault) -> Wrong {
    let cell = Some((field, line.column(field), line.text(field).to_owned()));
    Wrong { row: line.row, cell, field, fault }
}

/// How a line stands to what is recorded and to the lines above it.
fn stands(one: &Standard, above: &[Line], there: &[Standard]) -> Result<Stands, LineFault> {
    if there.iter().any(|other| other.says_the_same(one)) {
        return Ok(Stands::Already);
    }
    if let Some(line) = above.iter().find(|line| line.standard.says_the_same(one)) {
        return Ok(Stands::AsRow(line.row));
    }
    if let Some(other) = there.iter().find(|other| other.ties_with(one)) {
        return Err(LineFault::Ties(other.source.clone()));
    }
    match above.iter().find(|line| line.standard.ties_with(one)) {
        Some(line) => Err(LineFault::TiesRow(line.row)),
        None => Ok(Stands::New),
    }
}
