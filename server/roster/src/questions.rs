//! Questions of a lesson as teachers keep them in a workbook: the table somewhere under its titles, a line a question. What the
//! lines say is read by the rules (`domain::course_draft`).

use domain::course_draft::{QuestionContent, QuestionField, WrittenQuestion};
use domain::roster::Unreadable;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::header::{Headed, Header, Names, is_head};
use crate::table::{self, TableRow};

/// Lines of the workbook that are ready to be filled in, besides those that are there.
const EMPTY_LINES: u32 = 100;

/// What each column may be called, without spaces, signs and what stands in brackets.
const NAMES: [(QuestionField, &[&str]); 7] = [
    (QuestionField::At, &["出题时刻", "时刻", "时间", "出题时间", "moment"]),
    (QuestionField::Prompt, &["题目", "题干", "问题", "question"]),
    (QuestionField::Right, &["正确答案", "答案", "rightanswer"]),
    (QuestionField::WrongFirst, &["错误答案1", "错误答案", "干扰项1", "wronganswer1"]),
    (QuestionField::WrongSecond, &["错误答案2", "干扰项2", "wronganswer2"]),
    (QuestionField::WrongThird, &["错误答案3", "干扰项3", "wronganswer3"]),
    (QuestionField::Explanation, &["讲解", "解析", "说明", "explanation"]),
];

/// A line that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionLine {
    /// As the program shows it: from 1.
    pub row: u32,
    /// Which part stands in which column, from 0.
    pub columns: Vec<(QuestionField, u32)>,
    pub written: WrittenQuestion,
}

/// Why a file holds no questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoQuestions {
    Unreadable(Unreadable),
    /// No row names these columns.
    NoHeader(Vec<QuestionField>),
}

impl From<Unreadable> for NoQuestions {
    fn from(why: Unreadable) -> Self {
        Self::Unreadable(why)
    }
}

/// Reads a file: the lines below the head, at most so many.
pub fn read_questions(bytes: &[u8], most: usize) -> Result<Vec<QuestionLine>, NoQuestions> {
    let names: &Names<QuestionField> = &NAMES;
    let needed = QuestionField::NEEDED;
    let Headed { table, header, .. } =
        Headed::among(table::sheets(bytes)?, names, &needed).map_err(NoQuestions::NoHeader)?;
    let rows = table.rows[header.at + 1..].iter();
    let rows = rows.filter(|row| row.filled().next().is_some() && !is_head(row, names, &needed));
    let lines: Vec<QuestionLine> = rows.map(|row| line(row, &header)).collect();
    if lines.is_empty() {
        return Err(Unreadable::NoRows.into());
    }
    if lines.len() > most {
        return Err(Unreadable::TooManyRows.into());
    }
    Ok(lines)
}

fn line(row: &TableRow, header: &Header<QuestionField>) -> QuestionLine {
    let mut written = WrittenQuestion::default();
    for (field, column) in &header.columns {
        if let Some(cell) = row.cell(*column) {
            written.set(*field, cell.text());
        }
    }
    QuestionLine { row: row.number, columns: header.columns.clone(), written }
}

/// Draws the questions as a workbook to be filled in further. Every cell is a text, so that a moment stays as it is typed.
pub fn question_workbook(
    sheet_name: &str,
    head: impl Fn(QuestionField) -> &'static str,
    questions: &[QuestionContent],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let text = Format::new().set_border(FormatBorder::Thin).set_num_format("@").set_text_wrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name)?;
    for (column, field) in (0_u16..).zip(QuestionField::ALL) {
        sheet.write_string_with_format(0, column, head(field), &bold)?;
        sheet.set_column_width(column, if field == QuestionField::At { 10 } else { 28 })?;
        let mut row = 1;
        for question in questions {
            let written = WrittenQuestion::of(question);
            sheet.write_string_with_format(row, column, written.get(field), &text)?;
            row += 1;
        }
        for row in row..row + EMPTY_LINES {
            sheet.write_blank(row, column, &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}
