//! Excel with typed cells. Rows go to a temporary file as they come, so a city fits in memory.

use std::fs::File;
use std::path::Path;

use anyhow::Result;
use domain::export::Manifest;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::Column;
use super::manifest::lines;
use super::rows::{Cell, DAYS, LEDGER};

/// Rows a sheet of Excel holds.
const ROWS_MAX: u32 = 1_048_576;
/// A column is never wider than this, in half-width characters.
const WIDTH_MAX: usize = 42;

/// A workbook on its way to a file.
pub struct ExportWorkbook {
    workbook: Workbook,
    formats: Formats,
    ledger: Sheet,
    days: Sheet,
}

/// One table: where the next row goes, and how wide its columns have become.
struct Sheet {
    index: usize,
    name: &'static str,
    /// How many sheets this table has filled and continued on.
    part: usize,
    columns: &'static [Column],
    next_row: u32,
    widths: Vec<usize>,
}

struct Formats {
    header: Format,
    text: Format,
    count: Format,
    hours: Format,
    seconds: Format,
    money: Format,
    day: Format,
    wrapped: Format,
}

impl Formats {
    fn new() -> Self {
        let line = Color::RGB(0x00C9_C3B4);
        let body = || Format::new().set_border(FormatBorder::Thin).set_border_color(line);
        Self {
            header: body()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E7_EFEC)),
            // Text format keeps long numbers as they are, also when someone edits the cell.
            text: body().set_num_format("@"),
            count: body().set_num_format("0"),
            hours: body().set_num_format("0.0"),
            seconds: body().set_num_format("0.000"),
            money: body().set_num_format("#,##0.00"),
            day: body().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

impl ExportWorkbook {
    /// Begins a workbook. `scratch` is where rows wait until the end.
    pub fn begin(scratch: &Path) -> Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch)?;
        let formats = Formats::new();
        let ledger = Sheet::add(&mut workbook, "台账", &LEDGER, &formats)?;
        let days = Sheet::add(&mut workbook, "每日明细", &DAYS, &formats)?;
        Ok(Self { workbook, formats, ledger, days })
    }

    /// Adds a row to 台账.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.ledger.row(&mut self.workbook, &self.formats, cells)
    }

    /// Adds a row to 每日明细.
    pub fn day(&mut self, cells: &[Cell]) -> Result<()> {
        self.days.row(&mut self.workbook, &self.formats, cells)
    }

    /// Adds the manifest as the last sheet and writes the file. The time of creation is given:
    /// the clock would make every file another.
    pub fn finish(mut self, manifest: &Manifest, created_seconds: i64, file: File) -> Result<File> {
        self.ledger.close(&mut self.workbook)?;
        self.days.close(&mut self.workbook)?;
        let sheet = self.workbook.add_worksheet();
        sheet.set_name("清单")?;
        sheet.set_column_width(0, 22)?;
        sheet.set_column_width(1, 80)?;
        sheet.set_landscape();
        for (row, (label, value)) in (0u32..).zip(lines(manifest)) {
            sheet.write_string_with_format(row, 0, label, &self.formats.wrapped)?;
            sheet.write_string_with_format(row, 1, value, &self.formats.wrapped)?;
        }
        let created = ExcelDateTime::from_timestamp(created_seconds)?;
        let properties = DocProperties::new()
            .set_title("实名制台账")
            .set_company("学时")
            .set_comment(manifest.generator.as_str())
            .set_creation_datetime(&created);
        self.workbook.set_properties(&properties);
        self.workbook.save_to_writer(&file)?;
        Ok(file)
    }
}

impl Sheet {
    fn add(
        book: &mut Workbook,
        name: &'static str,
        columns: &'static [Column],
        formats: &Formats,
    ) -> Result<Self> {
        let index = book.worksheets().len();
        let sheet = book.add_worksheet_with_low_memory()?;
        sheet.set_name(name)?;
        head(sheet, columns, formats)?;
        let widths = columns.iter().map(|column| column.width.max(width(column.title) + 4)).collect();
        Ok(Self { index, name, part: 1, columns, next_row: 1, widths })
    }

    fn row(&mut self, book: &mut Workbook, formats: &Formats, cells: &[Cell]) -> Result<()> {
        if self.next_row == ROWS_MAX {
            self.continue_on(book, formats)?;
        }
        let sheet = book.worksheet_from_index(self.index)?;
        for ((column, cell), wide) in (0u16..).zip(cells).zip(&mut self.widths) {
            write(sheet, self.next_row, column, cell, formats)?;
            if let Cell::Text(text) = cell {
                *wide = (*wide).max(width(text) + 2).min(WIDTH_MAX.max(*wide));
            }
        }
        self.next_row += 1;
        Ok(())
    }

    /// The sheet is full: the table goes on in another of the same form.
    fn continue_on(&mut self, book: &mut Workbook, formats: &Formats) -> Result<()> {
        self.close(book)?;
        self.index = book.worksheets().len();
        self.part += 1;
        self.next_row = 1;
        let sheet = book.add_worksheet_with_low_memory()?;
        sheet.set_name(format!("{} {}", self.name, self.part))?;
        head(sheet, self.columns, formats)
    }

    /// What can only be known at the end: the filtered range and the widths.
    fn close(&self, book: &mut Workbook) -> Result<()> {
        let sheet = book.worksheet_from_index(self.index)?;
        let last = u16::try_from(self.columns.len() - 1)?;
        sheet.autofilter(0, 0, self.next_row - 1, last)?;
        for (column, wide) in (0u16..).zip(&self.widths) {
            sheet.set_column_width(column, u32::try_from(*wide)?)?;
        }
        Ok(())
    }
}

fn head(sheet: &mut Worksheet, columns: &[Column], formats: &Formats) -> Result<()> {
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_row_height(0, 24)?;
    for (column, title) in (0u16..).zip(columns.iter().map(|column| column.title)) {
        sheet.write_string_with_format(0, column, title, &formats.header)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<()> {
    match cell {
        // Always a string, never a formula or a link, whatever it begins with.
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, &formats.text)?,
        Cell::Count(count) => sheet.write_number_with_format(row, column, *count as f64, &formats.count)?,
        Cell::Hours(hours) => {
            sheet.write_number_with_format(row, column, hours.tenths as f64 / 10.0, &formats.hours)?
        }
        Cell::Seconds(ms) => {
            sheet.write_number_with_format(row, column, *ms as f64 / 1000.0, &formats.seconds)?
        }
        Cell::Money(fen) => {
            sheet.write_number_with_format(row, column, fen.0 as f64 / 100.0, &formats.money)?
        }
        Cell::Day(day) => match date(day) {
            Some(date) => sheet.write_datetime_with_format(row, column, &date, &formats.day)?,
            None => sheet.write_string_with_format(row, column, day, &formats.text)?,
        },
    };
    Ok(())
}

fn date(day: &str) -> Option<ExcelDateTime> {
    let mut parts = day.splitn(3, '-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?).ok()
}

/// How wide a text is, in half-width characters: Chinese ones take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
