//! Tables of standards as bureaus keep them.

use domain::roster::Unreadable;
use domain::standard_line::{StandardField, Written};
use roster::{
    NoStandards, STANDARDS_MAX, StandardsTemplateWords, read_standards, standards_head, standards_template,
};

fn head() -> String {
    StandardField::ALL.map(standards_head).join(",")
}

const LINE: &str = "6-18-02-04,五级,,,按人,\"1,880\",,60%,,,ZJ-01,20260101,,河人社〔2026〕7号";

#[test]
fn the_table_is_found_under_titles_and_above_notes() {
    let text = format!(
        "补贴标准表,,,,,,,,,,,,,\n单位：元,,,,,,,,,,,,,\n{}\n{LINE}\n,,,,,,,,,,,,,\n{}\n{LINE}\n\
         注：按开班那天算,,,,,,,,,,,,,\n制表人：周,,,审核：吴,,,,,,,,,,\n河口市人社局,,,,,,,,,,,,,\n",
        head(),
        head()
    );
    let read = read_standards(text.as_bytes()).unwrap();
    assert_eq!(read.lines.iter().map(|line| line.row).collect::<Vec<_>>(), [4, 7]);
    let line = &read.lines[0];
    assert_eq!((line.text(StandardField::Sum), line.column(StandardField::Sum)), ("1,880", Some(5)));
    assert_eq!(line.text(StandardField::Max), "");
    let passed: Vec<u32> = read.passed.iter().map(|(row, _)| *row).collect();
    assert_eq!(passed, [8, 9, 10], "{:?}", read.passed);
}

#[test]
fn a_line_that_is_not_finished_is_no_note() {
    let text = format!("{}\n焊工,五级,,,,,,,,,,,,\n", head());
    assert_eq!(read_standards(text.as_bytes()).unwrap().lines.len(), 1);
    // Nor is one that begins as notes do, and says what it pays.
    let text = format!("{}\n{}\n", head(), LINE.replace("6-18-02-04", "注塑工"));
    assert_eq!(read_standards(text.as_bytes()).unwrap().lines.len(), 1);
}

#[test]
fn a_column_that_is_called_otherwise_is_asked_for() {
    let text = format!("{}\n{LINE}\n", head().replace("截止日", "到期"));
    let why = read_standards(text.as_bytes()).unwrap_err();
    assert_eq!(why, NoStandards::NoHeader(vec![StandardField::Until]));
    assert_eq!(read_standards(head().as_bytes()).unwrap_err(), Unreadable::NoRows.into());
    let many = format!("{}\n{}", head(), format!("{LINE}\n").repeat(STANDARDS_MAX + 1));
    assert_eq!(read_standards(many.as_bytes()).unwrap_err(), Unreadable::TooManyRows.into());
}

#[test]
fn the_template_is_read_again_once_it_is_filled_in() {
    let words = StandardsTemplateWords {
        sheet: "补贴标准",
        title: "补贴标准",
        choices: &[(StandardField::Pay, vec!["按人".to_owned()])],
        help: "填写说明",
        lines: &["一行一条标准。"],
    };
    let empty = standards_template(&words).unwrap();
    assert_eq!(read_standards(&empty).unwrap_err(), Unreadable::NoRows.into());
}

#[test]
fn days_and_sums_that_excel_keeps_as_numbers_are_read_and_formulas_are_not() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, field) in (0..).zip(StandardField::ALL) {
        sheet.write_string(0, column, standards_head(field)).unwrap();
    }
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let percent = rust_xlsxwriter::Format::new().set_num_format("0%");
    sheet.write_string(1, 4, "按人").unwrap();
    sheet.write_number(1, 5, 1880.5).unwrap();
    sheet.write_number_with_format(1, 7, 0.6, &percent).unwrap();
    sheet.write_number_with_format(1, 11, 46023.0, &day).unwrap();
    sheet.write_number(1, 12, 20_261_231.0).unwrap();
    sheet.write_formula(1, 13, "=\"河人社\"&7").unwrap();
    let read = read_standards(&book.save_to_buffer().unwrap()).unwrap();
    let text = |field| read.lines[0].text(field).to_owned();
    assert_eq!((text(StandardField::Sum), text(StandardField::Partial)), ("1880.5".into(), "0.6".into()));
    assert_eq!(
        (text(StandardField::From), text(StandardField::Until)),
        ("2026-01-01".into(), "20261231".into())
    );
    let source = read.lines[0].cells.iter().find(|(field, _)| *field == StandardField::Source).unwrap();
    assert!(matches!(source.1, Written::NoValue(_)), "{source:?}");
}
