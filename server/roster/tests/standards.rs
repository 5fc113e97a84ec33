//! Tables of standards as bureaus keep them.

use domain::roster::Unreadable;
use domain::standard_line::StandardField;
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
