//! Rosters as schools send them, good and bad.

use std::io::Write;
use std::time::Instant;

use domain::person::PhoneRefusal;
use domain::roster::{Fault, Field, Unreadable, Weight, What, column_letters};
use proptest::prelude::*;
use roster::{Category, CopyWords, ROWS_MAX, Roster, Rules, TemplateWords, corrected_copy, read, template};

const CLEAN: &[u8] = include_bytes!("files/clean-30-title-rows-footer.xlsx");
const LARGE: &[u8] = include_bytes!("files/clean-10000.xlsx");
const SEEDED: &[u8] = include_bytes!("files/seeded-errors-30.xlsx");
const OLD: &[u8] = include_bytes!("files/old-biff8.xls");
const TEXT: &[u8] = include_bytes!("files/utf8-bom.csv");

fn categories() -> Vec<Category> {
    let names = ["农村转移就业劳动者", "失业人员", "高校毕业生", "两后生", "脱贫劳动力", "企业职工"];
    let category = |name: &&str| Category { code: (*name).to_owned(), name: (*name).to_owned(), meant: true };
    names.iter().map(category).collect()
}

fn judged_on(bytes: &[u8], day: &str) -> Result<Roster, Unreadable> {
    read(bytes, &Rules { day, categories: &categories(), made_up: false })
}

fn judged(bytes: &[u8]) -> Result<Roster, Unreadable> {
    judged_on(bytes, "2026-11-30")
}

/// What is said of a cell.
fn said(roster: &Roster, place: &str) -> Vec<What> {
    let at = |fault: &&Fault| {
        format!("{}{}", fault.column.map(column_letters).unwrap_or_default(), fault.row) == place
    };
    roster.faults.iter().filter(at).map(|fault| fault.what.clone()).collect()
}

#[test]
fn clean_rosters_give_no_alarm() {
    for (bytes, people) in [(CLEAN, 30), (OLD, 20), (TEXT, 20)] {
        let roster = judged(bytes).unwrap();
        assert_eq!(roster.faults, [], "{people}");
        assert_eq!((roster.people, roster.rows.len()), (people, people));
    }
    let roster = judged(CLEAN).unwrap();
    let first = &roster.rows[0];
    assert_eq!((first.number, first.name.as_str()), (4, "𠮷田明"));
    assert_eq!(
        (first.document.number.as_str(), first.phone.0.as_str()),
        ("370502198603138413", "18612633920")
    );
    assert_eq!(first.category.as_deref(), Some("高校毕业生"));
}

#[test]
fn every_seeded_fault_is_named_at_its_cell() {
    let roster = judged(SEEDED).unwrap();
    let expected = [
        ("F5", What::DocumentLength(17)),
        ("F6", What::Missing(Field::Document)),
        ("F7", What::DocumentBirth),
        ("F8", What::DocumentCheck),
        ("F9", What::LostDigits),
        // Full-width digits and an apostrophe alone would be mended; both numbers have a wrong last digit besides.
        ("F10", What::DocumentCheck),
        ("F11", What::DocumentCheck),
        ("F12", What::DocumentOld),
        ("B13", What::Missing(Field::Name)),
        ("B14", What::Mended("王建国".to_owned())),
        ("B15", What::Mended("买买提·艾力".to_owned())),
        ("G16", What::Phone(PhoneRefusal::Length(7))),
        ("H17", What::CategoryUnknown),
        ("H18", What::Mended("企业职工".to_owned())),
        ("K19", What::Mended("五级/初级工".to_owned())),
        ("A20", What::NoSequence),
        // The ages seeded here stand in numbers whose last digit is wrong, which is what is to be mended first.
        ("F21", What::DocumentCheck),
        ("F22", What::DocumentCheck),
        ("F24", What::Duplicate(23)),
        ("F25", What::Formula),
        ("E26", What::ErrorElsewhere("#N/A".to_owned())),
        ("27", What::HiddenRow),
    ];
    for (place, what) in &expected {
        assert_eq!(said(&roster, place), std::slice::from_ref(what), "{place}");
    }
    assert_eq!(roster.faults.len(), expected.len(), "{:?}", roster.faults);
    assert_eq!((roster.people, roster.refused()), (30, 15));
    assert!(roster.rows.iter().any(|row| row.number == 27), "a hidden row is read");
}

/// A roster as text.
fn rows(lines: &[&str]) -> Vec<u8> {
    format!("序号,姓名,身份证号码,联系电话\n{}", lines.join("\n")).into_bytes()
}

#[test]
fn what_can_be_mended_surely_is_taken_and_said() {
    let roster = judged(&rows(&[
        "1,王芳,３７０５０２１９８００１０１１２３９,1380546 2201",
        "2,李建,'370502199202136884,+86 13805462202",
        "3,周勇,=\"370503199206221556\",13805462203",
        "4,孙丽,37052319780502464９ ,13805462204",
        "5,赵军,37050219861028059x,13805462205",
    ]))
    .unwrap();
    assert_eq!(roster.refused(), 0, "{:?}", roster.faults);
    assert_eq!(said(&roster, "C2"), [What::Mended("370502198001011239".to_owned())]);
    assert_eq!(said(&roster, "D2"), [What::Mended("13805462201".to_owned())]);
    assert_eq!(said(&roster, "C5"), [What::Mended("370523197805024649".to_owned())]);
    assert_eq!(said(&roster, "C6"), [What::Mended("37050219861028059X".to_owned())]);
    assert!(roster.faults.iter().all(|fault| fault.what.weight() == Weight::Mended));
}

#[test]
fn lost_digits_are_never_guessed() {
    let roster =
        judged(&rows(&["1,王芳,3.70502E+17,13805462201", "2,李建,370502199202136884,1.38E+10"])).unwrap();
    assert_eq!(said(&roster, "C2"), [What::LostDigits]);
    assert_eq!(said(&roster, "D3"), [What::LostDigits]);
    assert!(roster.rows.is_empty());
}

#[test]
fn ages_and_categories_have_their_limits() {
    let young = judged_on(&rows(&["1,王芳,370502198001011239,13805462201"]), "1995-12-31").unwrap();
    assert_eq!(said(&young, "C2"), [What::TooYoung(15)]);
    let old = judged_on(&rows(&["1,王芳,370502198001011239,13805462201"]), "2043-01-01").unwrap();
    assert_eq!(said(&old, "C2"), [What::TooOld(63)]);
    let mut categories = categories();
    categories[1].meant = false;
    let text = "姓名,身份证号,手机号,人员类别\n王芳,370502198001011239,13805462201,失业人员\n李建,370502199202136884,13805462202,";
    let roster =
        read(text.as_bytes(), &Rules { day: "2026-11-30", categories: &categories, made_up: false }).unwrap();
    assert_eq!(said(&roster, "D2"), [What::CategoryNotMeant("失业人员".to_owned())]);
    assert_eq!((roster.rows.len(), roster.rows[0].category.as_deref()), (1, None));
}

#[test]
fn an_everyday_name_of_a_category_is_written_as_the_books_have_it() {
    let official = [("unemployed", "城镇登记失业人员"), ("poor", "脱贫家庭（贫困家庭）劳动力")];
    let categories =
        official.map(|(code, name)| Category { code: code.to_owned(), name: name.to_owned(), meant: true });
    let text = "姓名,身份证号,手机号,人员类别\n王芳,370502198001011239,13805462201,失业人员\n李建,370502199202136884,13805462202,脱贫劳动力";
    let roster =
        read(text.as_bytes(), &Rules { day: "2026-11-30", categories: &categories, made_up: false }).unwrap();
    assert_eq!(said(&roster, "D3"), [What::Mended("脱贫家庭（贫困家庭）劳动力".to_owned())]);
    assert_eq!(roster.rows[0].category.as_deref(), Some("unemployed"));
}

#[test]
fn other_documents_are_taken_by_their_kind() {
    let text = "姓名,证件类型,证件号码,手机\n陈大文,港澳居民来往内地通行证,H12345678,13805462201\n\
                林一,台胞证,01234567,13805462202\n王芳,身份证,370502198001011239,13805462203\n\
                SMITH,护照,E1234567,13805462204\n孙丽,驾驶证,123456,13805462205";
    let roster = judged(text.as_bytes()).unwrap();
    assert_eq!(roster.rows.len(), 3, "{:?}", roster.faults);
    assert_eq!(said(&roster, "B5"), [What::Passport]);
    assert_eq!(said(&roster, "B6"), [What::KindUnknown]);
}

#[test]
fn a_text_is_read_in_whichever_encoding_excel_wrote_it() {
    let text = String::from_utf8(TEXT.to_vec()).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let (gb, _, lost) = encoding_rs::GB18030.encode(text);
    assert!(!lost);
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes));
    for bytes in [gb.as_ref(), &utf16, text.replace(',', ";").as_bytes()] {
        let roster = judged(bytes).unwrap();
        assert_eq!((roster.people, roster.faults.len()), (20, 0));
        assert_eq!(roster.rows[6].name, "𠮷田明", "a rare character comes through");
    }
}

#[test]
fn titles_footers_repeated_heads_and_empty_lines_are_nobody() {
    let text = "花名册,,,\n培训机构（公章）：,,,\n\n序号,姓 名,*身份证号码（18位）,联系电话\n\
                1,王芳,370502198001011239,13805462201\n序号,姓 名,*身份证号码（18位）,联系电话\n2,,,\n3,,,\n\
                合计,1人,,\n制表人：李四,,审核人：王五,2026年11月30日\n填表人：王五,,,13800000000\n补充名单,,,\n2,李建,370502199202136884,13805462202\n";
    let roster = judged(text.as_bytes()).unwrap();
    assert_eq!((roster.people, roster.rows.len()), (2, 2), "{:?}", roster.faults);
    assert_eq!(roster.faults.iter().map(|fault| &fault.what).collect::<Vec<_>>(), [&What::TextSkipped]);
    assert_eq!(said(&roster, "A12"), [What::TextSkipped]);
}

#[test]
fn a_name_without_a_number_is_said_and_never_passed_over() {
    let roster = judged(&rows(&["1,王芳,,", "2,李建,没带,"])).unwrap();
    assert_eq!(said(&roster, "C2"), [What::Missing(Field::Document)]);
    assert_eq!(said(&roster, "D2"), [What::Missing(Field::Phone)]);
    assert_eq!((roster.people, roster.rows.len()), (2, 0));
}

#[test]
fn what_is_no_roster_says_why() {
    assert_eq!(judged(b"").unwrap_err(), Unreadable::Empty);
    assert_eq!(judged(b" \n\n").unwrap_err(), Unreadable::Empty);
    assert_eq!(judged(b"%PDF-1.7\x00\x01").unwrap_err(), Unreadable::NotATable);
    assert_eq!(judged(b"<html><body><table><tr><td>x").unwrap_err(), Unreadable::Html);
    assert_eq!(judged(&vec![b'a'; roster::BYTES_MAX + 1]).unwrap_err(), Unreadable::TooLarge);
    let lacking = judged("姓名,手机号\n王芳,13805462201".as_bytes()).unwrap_err();
    assert_eq!(lacking, Unreadable::NoHeader(vec![Field::Document]));
    assert_eq!(judged("姓名,身份证,手机号\n".as_bytes()).unwrap_err(), Unreadable::NoRows);
    assert_eq!(judged(&CLEAN[..CLEAN.len() / 2]).unwrap_err(), Unreadable::Damaged);
    assert_eq!(judged(&zipped("word/document.xml", b"<x/>")).unwrap_err(), Unreadable::NotATable);
    let many = "1,王芳,370502198001011239,13805462201\n".repeat(ROWS_MAX + 1);
    assert_eq!(judged(&rows(&[&many])).unwrap_err(), Unreadable::TooManyRows);
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_file_that_unpacks_to_far_more_than_it_is_ends_early() {
    let bomb = zipped("xl/worksheets/sheet1.xml", &vec![b' '; 200 * 1024 * 1024]);
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    assert_eq!(judged(&bomb).unwrap_err(), Unreadable::TooLarge);
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["姓名", "身份证号", "手机号"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (column, value) in (0..).zip(["王芳", "370502198001011239"]) {
        sheet.write_string(1, column, value).unwrap();
    }
    sheet.write_number(1, 2, 13_805_462_201_f64).unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    sheet.write_string(1_048_575, 3, "x").unwrap();
    let roster = judged(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((roster.people, roster.rows.len()), (1, 1), "{:?}", roster.faults);
    assert_eq!(roster.rows[0].phone.0, "13805462201", "a phone is short enough for a number");
}

#[test]
fn the_first_visible_sheet_with_a_head_is_read_and_another_one_said() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let mut sheet = |name: &str, people: &[(&str, &str)]| {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        if people.is_empty() {
            sheet.write_string(0, 0, "请看第二页").unwrap();
        } else {
            for (column, title) in (0..).zip(["姓名", "身份证号", "手机号"]) {
                sheet.write_string(0, column, title).unwrap();
            }
        }
        for (row, (name, number)) in (1..).zip(people) {
            for (column, text) in (0..).zip([*name, *number, "13805462201"]) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
    };
    sheet("封面", &[]);
    sheet("旧名单", &[("赵军", "370523197805024649")]);
    sheet("名单", &[("王芳", "370502198001011239"), ("李建", "370502199202136884")]);
    sheet("二班", &[("孙丽", "370503199206221556")]);
    book.worksheet_from_index(1).unwrap().set_hidden(true);
    let roster = judged(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(roster.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["王芳", "李建"]);
    assert_eq!(said(&roster, "0"), [What::OtherSheet("二班".to_owned())]);
}

#[test]
fn the_second_of_two_is_told_though_the_first_has_another_fault() {
    let twice = ["1,王芳,370502198001011239,138", "2,王芳,370502198001011239,13805462201"];
    let roster = judged(&rows(&twice)).unwrap();
    assert_eq!(said(&roster, "C3"), [What::Duplicate(2)]);
    assert!(roster.rows.is_empty());
}

/// Whatever the bytes, the answer comes, and soon.
#[test]
fn cut_and_spoiled_files_are_answered() {
    for whole in [CLEAN, SEEDED, OLD, TEXT] {
        for end in (0..whole.len()).step_by(311) {
            let _ = judged(&whole[..end]);
        }
        for at in (0..whole.len()).step_by(197) {
            let mut spoiled = whole.to_vec();
            spoiled[at] ^= 0xff;
            let _ = judged(&spoiled);
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(start in 0_usize..4, rest in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let starts: [&[u8]; 4] = [b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], b"\xff\xfe", b""];
        let _ = judged(&[starts[start], &rest].concat());
    }

    #[test]
    fn any_text_under_a_head_is_answered(lines in proptest::collection::vec(".{0,60}", 0..20)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let _ = judged(&rows(&lines));
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn ten_thousand_rows_are_judged_in_no_time() {
    let start = Instant::now();
    let roster = judged(LARGE).unwrap();
    let took = start.elapsed();
    assert_eq!(roster.people, 10_000);
    let duplicates = roster.faults.iter().filter(|fault| matches!(fault.what, What::Duplicate(_))).count();
    assert_eq!(
        duplicates,
        roster.faults.len(),
        "made at random, a few numbers are the same: {:?}",
        &roster.faults[..1]
    );
    // Two seconds as it is shipped; a build for tests is ten times as slow.
    assert!(took.as_secs() < 20, "{took:?}");
}

fn copy_of(roster: &Roster) -> Vec<u8> {
    let say = |fault: &Fault| format!("{:?}", fault.what);
    corrected_copy(roster, &CopyWords { column: "问题与处理", say: &say }).unwrap()
}

#[test]
fn the_copy_keeps_the_layout_and_reads_as_the_file_did() {
    let before = judged(SEEDED).unwrap();
    let bytes = copy_of(&before);
    let after = judged(&bytes).unwrap();
    assert_eq!(after.rows, {
        let mut rows = before.rows.clone();
        rows.sort_by_key(|row| row.number);
        rows
    });
    assert_eq!((after.people, after.refused()), (before.people, before.refused()));
    assert!(said(&after, "B14").is_empty(), "what was mended stands mended in the copy");
    assert_eq!(said(&after, "F8"), [What::DocumentCheck], "in the same cell as before");
    // A note at each fault, and the titles merged as they were.
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    assert!(part("xl/comments1.xml").contains(r#"ref="F8""#));
    assert!(part("xl/worksheets/sheet1.xml").contains(r#"<mergeCell ref="A1:K1"/>"#));
}

#[test]
fn a_formula_never_comes_back_as_one() {
    let text = "姓名,身份证号,手机号,备注\n王芳,370502198001011239,13805462201,\"=cmd|' /C calc'!A0\"\n李建,1,13805462202,+1";
    let bytes = copy_of(&judged(text.as_bytes()).unwrap());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
    assert!(!sheet.contains("<f>"), "{sheet}");
}

#[test]
fn the_template_is_read_once_it_is_filled_in() {
    let categories: Vec<String> = categories().into_iter().map(|category| category.name).collect();
    let bytes = template(&TemplateWords {
        sheet: "花名册",
        title: "学员花名册",
        head: ["序号", "姓名", "身份证号码", "联系电话", "人员类别", "备注"],
        categories: &categories,
        not_a_category: "请从列表中选择",
        help: "填写说明",
        lines: &["一行一人。"],
    })
    .unwrap();
    assert_eq!(judged(&bytes).unwrap_err(), Unreadable::NoRows, "the head is found, and nobody is made up");
}
