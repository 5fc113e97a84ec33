//! Standards as a bureau keeps them in a workbook: the table somewhere under its titles, a line a standard. What the lines say is
//! read by the rules (`domain::standard_line`).

use domain::roster::Unreadable;
use domain::standard_line::{StandardField, Written, WrittenLine};
use domain::typed::{plain, visible};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

use crate::header::{Headed, Header, Names, is_head};
use crate::judge::FOOTERS;
use crate::table::{self, Cell, TableRow};

/// So many standards of one file, at most: all of them are seen before they are recorded.
pub const STANDARDS_MAX: usize = 1_000;
/// Lines of the template that are ready to be filled in.
const TEMPLATE_LINES: u32 = 200;

/// What each column may be called, without spaces, signs and what stands in brackets.
const NAMES: [(StandardField, &[&str]); 14] = [
    (StandardField::Trade, &["工种编码", "工种", "工种代码", "职业编码", "职业工种", "职业工种编码"]),
    (StandardField::Level, &["等级", "技能等级", "职业技能等级", "级别"]),
    (StandardField::Category, &["人员类别", "人员类型", "培训对象"]),
    (StandardField::Programme, &["项目", "培训项目", "项目类别"]),
    (StandardField::Pay, &["计发方式", "计发办法"]),
    (StandardField::Sum, &["标准", "补贴标准", "标准元"]),
    (StandardField::Max, &["最高", "最高元", "最多"]),
    (StandardField::Partial, &["部分完成比例"]),
    (StandardField::LivingDay, &["生活费", "生活费补贴", "生活费每天"]),
    (StandardField::LivingMax, &["生活费最高", "生活费最多", "生活费补贴最高"]),
    (StandardField::Fund, &["资金渠道", "资金来源"]),
    (StandardField::From, &["起始日", "起始日期", "开始日期"]),
    (StandardField::Until, &["截止日", "截止日期", "终止日期"]),
    (StandardField::Source, &["文号", "文件号", "依据文号"]),
];
/// All of them: a column that is called otherwise must not be read as left open.
const NEEDED: [StandardField; 14] = StandardField::ALL;
/// Without any of these a row is hardly a standard.
const TELLING: [StandardField; 5] =
    [StandardField::Pay, StandardField::Sum, StandardField::Fund, StandardField::From, StandardField::Source];

/// The head of a column, as the template has it.
pub fn standards_head(field: StandardField) -> &'static str {
    match field {
        StandardField::Trade => "工种编码",
        StandardField::Level => "等级",
        StandardField::Category => "人员类别",
        StandardField::Programme => "项目",
        StandardField::Pay => "计发方式",
        StandardField::Sum => "标准(元)",
        StandardField::Max => "最高(元)",
        StandardField::Partial => "部分完成比例",
        StandardField::LivingDay => "生活费(元/天)",
        StandardField::LivingMax => "生活费最高(元)",
        StandardField::Fund => "资金渠道",
        StandardField::From => "起始日",
        StandardField::Until => "截止日",
        StandardField::Source => "文号",
    }
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardLines {
    pub lines: Vec<WrittenLine>,
    /// Rows below the head that are no standards, with how they begin.
    pub passed: Vec<(u32, String)>,
    /// Sheets that have such a head too, and were not read.
    pub others: Vec<String>,
}

/// Why a file holds no standards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoStandards {
    Unreadable(Unreadable),
    /// No row names these columns.
    NoHeader(Vec<StandardField>),
}

impl From<Unreadable> for NoStandards {
    fn from(why: Unreadable) -> Self {
        Self::Unreadable(why)
    }
}

/// Reads a file: the lines below the head, without notes at the foot.
pub fn read_standards(bytes: &[u8]) -> Result<StandardLines, NoStandards> {
    let names: &Names<StandardField> = &NAMES;
    let Headed { table, header, others } =
        Headed::among(table::sheets(bytes)?, names, &NEEDED).map_err(NoStandards::NoHeader)?;
    let (mut lines, mut passed) = (Vec::new(), Vec::new());
    for row in &table.rows[header.at + 1..] {
        let Some((_, first)) = row.filled().next() else { continue };
        if is_head(row, names, &NEEDED) {
            continue;
        }
        if is_note(row, &header) {
            passed.push((row.number, visible(&first.text())));
            continue;
        }
        lines.push(written(row, &header));
    }
    if lines.is_empty() {
        return Err(Unreadable::NoRows.into());
    }
    if lines.len() > STANDARDS_MAX {
        return Err(Unreadable::TooManyRows.into());
    }
    Ok(StandardLines { lines, passed, others })
}

/// Whether a row is a note: it begins as notes do and says little of a standard, or is one text and nothing that tells.
fn is_note(row: &TableRow, header: &Header<StandardField>) -> bool {
    let said = |field: &StandardField| header.column(*field).is_some_and(|at| row.cell(at).is_some());
    let telling = TELLING.iter().filter(|field| said(field)).count();
    let first = row.filled().next().map_or_else(String::new, |(_, cell)| plain(&cell.text()));
    let begins = FOOTERS.iter().any(|footer| first.starts_with(footer));
    (begins && telling < 3) || (telling == 0 && row.filled().count() == 1)
}

fn written(row: &TableRow, header: &Header<StandardField>) -> WrittenLine {
    let cell = |field: &StandardField| {
        let column = header.column(*field)?;
        let read = match row.cell(column)? {
            Cell::Formula(text) | Cell::Error(text) => Written::NoValue(text.clone()),
            cell => Written::Text(cell.text()),
        };
        Some((*field, read))
    };
    WrittenLine {
        row: row.number,
        columns: header.columns.clone(),
        cells: StandardField::ALL.iter().filter_map(cell).collect(),
    }
}

/// The words of the template.
pub struct StandardsTemplateWords<'a> {
    /// The name of the sheet.
    pub sheet: &'a str,
    pub title: &'a str,
    /// What can be chosen in a column.
    pub choices: &'a [(StandardField, Vec<String>)],
    /// The sheet of explanations, and its lines.
    pub help: &'a str,
    pub lines: &'a [&'a str],
}

/// Draws the empty table. Every cell is a text, so that it is kept as it is typed.
pub fn standards_template(words: &StandardsTemplateWords<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let line = Format::new().set_border(FormatBorder::Thin).set_num_format("@");
    let sheet = workbook.add_worksheet();
    sheet.set_name(words.sheet)?;
    sheet.merge_range(0, 0, 0, 13, words.title, &title)?;
    sheet.set_row_height(0, 30)?;
    for (column, field) in (0_u16..).zip(StandardField::ALL) {
        sheet.write_string_with_format(1, column, standards_head(field), &head)?;
        let wide = matches!(field, StandardField::Category | StandardField::Source);
        sheet.set_column_width(column, if wide { 26 } else { 15 })?;
        for row in 2..TEMPLATE_LINES + 2 {
            sheet.write_blank(row, column, &line)?;
        }
        let Some((_, choices)) = words.choices.iter().find(|(one, _)| *one == field) else { continue };
        let list = DataValidation::new().allow_list_strings(choices);
        // Excel takes lists of 255 characters at most; without one the reader still knows the names.
        if let Ok(list) = list {
            let list = list.set_error_style(DataValidationErrorStyle::Warning);
            sheet.add_data_validation(2, column, TEMPLATE_LINES + 1, column, &list)?;
        }
    }
    sheet.set_freeze_panes(2, 0)?;
    sheet.set_repeat_rows(0, 1)?;
    let help = workbook.add_worksheet();
    help.set_name(words.help)?;
    help.set_column_width(0, 100)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, text) in (0_u32..).zip(words.lines) {
        help.write_string_with_format(row, 0, *text, &wrapped)?;
    }
    workbook.save_to_buffer()
}
