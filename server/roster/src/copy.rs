//! The school's own roster back: every cell in its place, what was mended put in, what is wrong coloured and told.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use crate::judge::Roster;
use crate::table::Cell;
use domain::roster::{Fault, Field, Weight, What};

/// Longer texts fit no cell.
const TEXT_CHARS_MAX: usize = 32_000;

/// The words of the copy.
pub struct CopyWords<'a> {
    /// The head of the column that is added at the end.
    pub column: &'a str,
    /// What is said of a fault.
    pub say: &'a dyn Fn(&Fault) -> String,
}

/// Draws the copy. Refused cells are red, mended ones green, worth a look yellow; each has a note, and a column at the end says
/// the same for paper.
pub fn corrected_copy(roster: &Roster, words: &CopyWords<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    // A name that Excel does not take stays its own.
    let _unnamed = sheet.set_name(&roster.table.name);
    let header_row = roster.table.rows[roster.header.at].number - 1;
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Center);
    let title = Format::new().set_bold().set_align(FormatAlign::Center);
    let body = Format::new().set_border(FormatBorder::Thin).set_num_format("@");
    let plain = Format::new();
    let coloured = |weight: Weight| {
        body.clone().set_background_color(match weight {
            Weight::Refused => Color::RGB(0x00f8_d7d3),
            Weight::Mended => Color::RGB(0x00d9_ead3),
            Weight::Noted => Color::RGB(0x00ff_f2cc),
        })
    };
    let (refused, mended, noted) =
        (coloured(Weight::Refused), coloured(Weight::Mended), coloured(Weight::Noted));
    let of_weight = |weight: Weight| match weight {
        Weight::Refused => &refused,
        Weight::Mended => &mended,
        Weight::Noted => &noted,
    };
    let last_column = roster
        .table
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|(column, _)| *column))
        .max()
        .unwrap_or(0);
    let told_at = last_column + 1;
    for (first, last, left, right) in &roster.table.merged {
        let titles = *last < header_row && (first != last || left != right);
        if titles {
            sheet.merge_range(*first, *left as u16, *last, *right as u16, "", &title)?;
        }
    }
    let mut faults: BTreeMap<u32, Vec<&Fault>> = BTreeMap::new();
    for fault in &roster.faults {
        faults.entry(fault.row).or_default().push(fault);
    }
    let merged_titles: BTreeSet<(u32, u32)> =
        roster.table.merged.iter().filter(|one| one.1 < header_row).map(|one| (one.0, one.2)).collect();
    for row in &roster.table.rows {
        let at = row.number - 1;
        let of_row = faults.get(&row.number).map_or(&[][..], Vec::as_slice);
        let is_person = at > header_row;
        let format = match at.cmp(&header_row) {
            std::cmp::Ordering::Less
                if merged_titles.contains(&(at, row.cells.first().map_or(0, |one| one.0))) =>
            {
                &title
            }
            std::cmp::Ordering::Less => &plain,
            std::cmp::Ordering::Equal => &head,
            std::cmp::Ordering::Greater => &body,
        };
        for (column, cell) in &row.cells {
            let fault = of_row
                .iter()
                .filter(|fault| fault.column == Some(*column))
                .min_by_key(|fault| fault.what.weight());
            let format = fault.map_or(format, |fault| of_weight(fault.what.weight()));
            match fault.map(|fault| &fault.what) {
                Some(What::Mended(to)) => write_text(sheet, at, *column, to, format)?,
                _ => write_cell(sheet, at, *column, cell, format)?,
            }
        }
        for fault in of_row {
            let Some(column) = fault.column else { continue };
            if row.cell(column).is_none() {
                sheet.write_blank(at, column as u16, of_weight(fault.what.weight()))?;
            }
        }
        let mut told: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for fault in of_row {
            told.entry(fault.column.unwrap_or(told_at)).or_default().push((words.say)(fault));
        }
        for (column, said) in told.iter().filter(|(column, _)| **column != told_at) {
            let note =
                Note::new(cut(&said.join("\n"))).add_author_prefix(false).set_width(260).set_height(110);
            sheet.insert_note(at, *column as u16, &note)?;
        }
        if at == header_row {
            write_text(sheet, at, told_at, words.column, &head)?;
        } else if is_person && !told.is_empty() {
            let all: Vec<String> = told.into_values().flatten().collect();
            write_text(sheet, at, told_at, &all.join(" "), &body)?;
        }
    }
    for (field, column) in &roster.header.columns {
        let width = match field {
            Field::Sequence => 6,
            Field::Document => 22,
            Field::Phone | Field::Level => 14,
            Field::Name => 12,
            Field::Category | Field::DocumentKind => 24,
        };
        sheet.set_column_width(*column as u16, width)?;
    }
    sheet.set_column_width(told_at as u16, 60)?;
    sheet.set_freeze_panes(header_row + 1, 0)?;
    workbook.save_to_buffer()
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u32,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(number) if number.is_finite() => {
            sheet.write_number_with_format(
                row,
                column as u16,
                *number,
                &format.clone().set_num_format("General"),
            )?;
        }
        // A formula goes back as a text: nothing in the copy is worked out.
        other => write_text(sheet, row, column, &other.text(), format)?,
    }
    Ok(())
}

fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u32,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, column as u16, cut(text), format)?;
    Ok(())
}

fn cut(text: &str) -> String {
    text.chars().take(TEXT_CHARS_MAX).collect()
}
