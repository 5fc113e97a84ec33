//! The empty roster that schools fill in.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

/// Rows that are ready to be filled in.
const LINES: u32 = 500;

/// The words of the template.
pub struct TemplateWords<'a> {
    /// The name of the sheet.
    pub sheet: &'a str,
    pub title: &'a str,
    /// Number, name, document number, phone, category, remarks: as the reader knows them.
    pub head: [&'a str; 6],
    pub categories: &'a [String],
    /// What Excel says of something else in that column.
    pub not_a_category: &'a str,
    /// The sheet of explanations, and its lines.
    pub help: &'a str,
    pub lines: &'a [&'a str],
}

/// Draws it. Numbers are texts from the start, so that none loses its last digits.
pub fn template(words: &TemplateWords<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let line = Format::new().set_border(FormatBorder::Thin).set_num_format("@");
    let sheet = workbook.add_worksheet();
    sheet.set_name(words.sheet)?;
    sheet.merge_range(0, 0, 0, 5, words.title, &title)?;
    sheet.set_row_height(0, 30)?;
    for (column, name) in (0_u16..).zip(words.head) {
        sheet.write_string_with_format(1, column, name, &head)?;
        sheet.set_column_width(column, [6, 14, 24, 16, 36, 20][usize::from(column)])?;
    }
    for row in 2..LINES + 2 {
        sheet.write_number_with_format(row, 0, row - 1, &Format::new().set_border(FormatBorder::Thin))?;
        for column in 1..6 {
            sheet.write_blank(row, column, &line)?;
        }
    }
    if !words.categories.is_empty() {
        let choices = DataValidation::new()
            .allow_list_strings(words.categories)
            .map(|list| list.set_error_style(DataValidationErrorStyle::Warning));
        // Excel takes lists of 255 characters at most; without one the reader still knows the names.
        if let Ok(list) = choices.and_then(|list| list.set_error_message(words.not_a_category)) {
            sheet.add_data_validation(2, 4, LINES + 1, 4, &list)?;
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
