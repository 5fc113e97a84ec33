//! From a table to invitations: each row for itself, and what is wrong with it at its cell.

use std::collections::{BTreeMap, BTreeSet};

use domain::document::{Document, DocumentKind};
use domain::person::Phone;
use domain::typed::plain;
use domain::working_age::{AgeRefusal, working_age};

use crate::columns::{NAMES, NEEDED};
use crate::header::{Headed, Header, bare, is_head};
use crate::table::{self, Cell, Table, TableRow};
use crate::values::{Read, read_document, read_name, read_phone};
use domain::roster::{Fault, Field, Unreadable, Weight, What};

/// How the first cell of a line begins that stands below the people.
pub(crate) const FOOTERS: [&str; 28] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总人数",
    "人数",
    "制表",
    "填表",
    "填报",
    "审核",
    "复核",
    "负责人",
    "经办",
    "班主任",
    "单位",
    "培训机构",
    "培训单位",
    "机构",
    "联系人",
    "日期",
    "备注",
    "注",
    "说明",
    "以上",
    "签字",
    "盖章",
    "第",
    "填写说明",
];
/// What people write for a category, and what it is called in the books.
const EVERYDAY: [(&str, &str); 8] = [
    ("失业人员", "城镇登记失业人员"),
    ("登记失业人员", "城镇登记失业人员"),
    ("高校毕业生", "毕业年度高校毕业生"),
    ("脱贫劳动力", "脱贫家庭劳动力"),
    ("贫困劳动力", "脱贫家庭劳动力"),
    ("企业职工", "企业在职职工"),
    ("在职职工", "企业在职职工"),
    ("农村转移劳动力", "农村转移就业劳动者"),
];
/// The five levels, each with what else it is called.
const LEVELS: [(&str, &[&str]); 5] = [
    ("五级/初级工", &["五级初级工", "五级", "初级工", "初级", "5级", "五级工"]),
    ("四级/中级工", &["四级中级工", "四级", "中级工", "中级", "4级", "四级工"]),
    ("三级/高级工", &["三级高级工", "三级", "高级工", "高级", "3级", "三级工"]),
    ("二级/技师", &["二级技师", "二级", "技师", "2级"]),
    ("一级/高级技师", &["一级高级技师", "一级", "高级技师", "1级"]),
];

/// A category of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub code: String,
    pub name: String,
    /// Whether the course is meant for them.
    pub meant: bool,
}

/// By what rows are judged.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    /// The day on which ages count (`YYYY-MM-DD`): the first of the class.
    pub day: &'a str,
    pub categories: &'a [Category],
    /// Whether numbers that belong to nobody are taken, as in a demo.
    pub made_up: bool,
}

/// A row that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As the program shows it.
    pub number: u32,
    pub name: String,
    pub document: Document,
    pub phone: Phone,
    /// Code of the category; absent where the column or the cell is empty.
    pub category: Option<String>,
    /// The column of the document's number: where faults are told that only the class knows of.
    pub document_column: u32,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Roster {
    /// Rows without a fault that refuses them.
    pub rows: Vec<Row>,
    /// By row and column.
    pub faults: Vec<Fault>,
    /// How many rows are people.
    pub people: usize,
    pub(crate) table: Table,
    pub(crate) header: Header<Field>,
}

impl Roster {
    /// How many rows are not taken because of something at them.
    pub fn refused(&self) -> usize {
        self.people - self.rows.len()
    }

    /// Adds what only the class knows of rows; those that a fault refuses are taken no more.
    pub fn add(&mut self, faults: Vec<Fault>) {
        let gone: BTreeSet<u32> = faults
            .iter()
            .filter(|fault| fault.what.weight() == Weight::Refused)
            .map(|fault| fault.row)
            .collect();
        self.rows.retain(|row| !gone.contains(&row.number));
        self.faults.extend(faults);
        self.faults.sort_by_key(|fault| (fault.row, fault.column));
    }
}

/// Reads a file and judges each row.
pub fn read(bytes: &[u8], rules: &Rules<'_>) -> Result<Roster, Unreadable> {
    let Headed { table, header, others } =
        Headed::among(table::sheets(bytes)?, &NAMES, &NEEDED).map_err(Unreadable::NoHeader)?;
    let other = |name| Fault { row: 0, column: None, what: What::OtherSheet(name) };
    let faults = others.into_iter().map(other).collect();
    let mut roster = Roster { rows: Vec::new(), faults, people: 0, table, header };
    let mut seen = Seen::new();
    let categories: Vec<(String, &Category)> =
        rules.categories.iter().map(|category| (bare(&category.name), category)).collect();
    for row in &roster.table.rows[roster.header.at + 1..] {
        match sort_of(row, &roster.header) {
            Sort::Nobody => {}
            Sort::Text(column) => {
                roster.faults.push(Fault { row: row.number, column: Some(column), what: What::TextSkipped });
            }
            Sort::Person => {
                roster.people += 1;
                let mut judged = Judged {
                    row,
                    header: &roster.header,
                    rules,
                    categories: &categories,
                    faults: Vec::new(),
                };
                let taken = judged.row(&mut seen);
                let faults = judged.faults;
                let refused = faults.iter().any(|fault| fault.what.weight() == Weight::Refused);
                roster.rows.extend(taken.filter(|_| !refused));
                roster.faults.extend(faults);
            }
        }
    }
    if roster.people == 0 {
        return Err(Unreadable::NoRows);
    }
    roster.faults.sort_by_key(|fault| (fault.row, fault.column));
    Ok(roster)
}

/// What a row below the head is.
enum Sort {
    Person,
    /// Empty, a number printed in advance, a sum, a signature, the head again.
    Nobody,
    /// Something else, that is said to be passed over.
    Text(u32),
}

fn sort_of(row: &TableRow, header: &Header<Field>) -> Sort {
    let at = |field| header.column(field).and_then(|column| row.cell(column));
    if is_head(row, &NAMES, &NEEDED) {
        return Sort::Nobody;
    }
    let numbered = |field| at(field).is_some_and(is_number);
    let first =
        row.filled().find(|(_, cell)| !is_count(cell)).map(|(column, cell)| (column, plain(&cell.text())));
    // A signature may have somebody's phone beside it, but never a document.
    let is_footer = |column: u32, text: &str| {
        let begins = FOOTERS.iter().any(|footer| text.starts_with(footer));
        let is_label =
            header.column(Field::Name) != Some(column) || text.contains(':') || FOOTERS.contains(&text);
        begins && is_label || text.contains("签字") || text.contains("盖章")
    };
    if !numbered(Field::Document) && first.as_ref().is_some_and(|(column, text)| is_footer(*column, text)) {
        return Sort::Nobody;
    }
    if numbered(Field::Document) || numbered(Field::Phone) {
        return Sort::Person;
    }
    let Some((column, _)) = first else { return Sort::Nobody };
    // A name alone is a person whose number is missing; a line of text elsewhere is nobody.
    if at(Field::Name).is_some() { Sort::Person } else { Sort::Text(column) }
}

/// Whether a cell holds what may be meant as somebody's number; below the people texts stand in these columns too.
fn is_number(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => {
            plain(text).bytes().filter(u8::is_ascii_digit).count() >= 5 && !text.contains(['年', '月'])
        }
        _ => true,
    }
}

/// Whether a cell holds a small number, as those that count the rows.
fn is_count(cell: &Cell) -> bool {
    match cell {
        Cell::Number(_) | Cell::Formula(_) => true,
        Cell::Text(text) => plain(text).bytes().all(|byte| byte.is_ascii_digit()) && text.len() < 8,
        Cell::Error(_) => false,
    }
}

/// A row as it is judged.
struct Judged<'a> {
    row: &'a TableRow,
    header: &'a Header<Field>,
    rules: &'a Rules<'a>,
    /// By their names without signs.
    categories: &'a [(String, &'a Category)],
    faults: Vec<Fault>,
}

/// Documents by kind and number, with the row of each.
type Seen = BTreeMap<(&'static str, String), u32>;

/// A cell that holds a value, and not what a formula makes of others.
fn plain_value(cell: &Cell) -> Result<&Cell, What> {
    match cell {
        Cell::Formula(_) => Err(What::Formula),
        Cell::Error(error) => Err(What::ErrorCell(error.clone())),
        cell => Ok(cell),
    }
}

impl Judged<'_> {
    fn say(&mut self, column: Option<u32>, what: What) {
        self.faults.push(Fault { row: self.row.number, column, what });
    }

    fn row(&mut self, seen: &mut Seen) -> Option<Row> {
        if self.row.hidden {
            self.say(None, What::HiddenRow);
        }
        if let Some(column) = self.header.column(Field::Sequence)
            && self.row.cell(column).is_none()
        {
            self.say(Some(column), What::NoSequence);
        }
        let (kind, made_up) = (self.kind(), self.rules.made_up);
        let name = self.needed(Field::Name, |cell| read_name(cell, kind.unwrap_or_default()));
        let document =
            kind.and_then(|kind| self.needed(Field::Document, |cell| read_document(cell, kind, made_up)));
        let phone = self.needed(Field::Phone, |cell| read_phone(cell, made_up));
        let category = self.category();
        self.level();
        self.others();
        let document_column = self.header.column(Field::Document)?;
        let document = document?;
        self.limits(document_column, &document, seen);
        Some(Row { number: self.row.number, name: name?, document, phone: phone?, category, document_column })
    }

    /// Whether the holder of a document is of working age, and stands here for the first time.
    fn limits(&mut self, column: u32, document: &Document, seen: &mut Seen) {
        if let Some((birth, _)) = &document.says
            && let Err(refusal) = working_age(birth, self.rules.day)
        {
            let what = match refusal {
                AgeRefusal::TooYoung(age) => What::TooYoung(age),
                AgeRefusal::TooOld(age) => What::TooOld(age),
            };
            self.say(Some(column), what);
        }
        let first = *seen.entry((document.kind.as_str(), document.number.clone())).or_insert(self.row.number);
        if first != self.row.number {
            self.say(Some(column), What::Duplicate(first));
        }
    }

    /// A column in which something must stand: its value, mended where it can be.
    fn needed<T>(&mut self, field: Field, read: impl Fn(&Cell) -> Read<T>) -> Option<T> {
        let column = self.header.column(field)?;
        let read = match self.row.cell(column) {
            None => Err(What::Missing(field)),
            Some(cell) => plain_value(cell).and_then(read),
        };
        match read {
            Ok((value, mended)) => {
                if let Some(mended) = mended {
                    self.say(Some(column), What::Mended(mended));
                }
                Some(value)
            }
            Err(what) => {
                self.say(Some(column), what);
                None
            }
        }
    }

    /// The kind of the document; without a column for it, everybody's is the resident's card.
    fn kind(&mut self) -> Option<DocumentKind> {
        let Some(column) = self.header.column(Field::DocumentKind) else {
            return Some(DocumentKind::Resident);
        };
        let Some(cell) = self.row.cell(column) else { return Some(DocumentKind::Resident) };
        let name = bare(&cell.text());
        let short = [
            ("身份证", DocumentKind::Resident),
            ("港澳通行证", DocumentKind::HongKongMacau),
            ("台胞证", DocumentKind::Taiwan),
        ];
        let found = DocumentKind::ALL
            .into_iter()
            .find(|kind| kind.name_zh() == name)
            .or_else(|| short.into_iter().find(|(short, _)| *short == name).map(|(_, kind)| kind));
        match found {
            Some(DocumentKind::Passport) => self.say(Some(column), What::Passport),
            None => self.say(Some(column), What::KindUnknown),
            Some(_) => return found,
        }
        None
    }

    /// The category; nothing where none is said or something is wrong with it.
    fn category(&mut self) -> Option<String> {
        let column = self.header.column(Field::Category)?;
        let cell = match plain_value(self.row.cell(column)?) {
            Ok(cell) => cell.text(),
            Err(what) => {
                self.say(Some(column), what);
                return None;
            }
        };
        let name = bare(&cell);
        let everyday = EVERYDAY.iter().find(|(said, _)| *said == name).map(|(_, official)| *official);
        let called = |name: &str| self.categories.iter().find(|(bare, _)| bare == name);
        let Some((_, category)) = called(&name).or_else(|| called(everyday?)) else {
            self.say(Some(column), What::CategoryUnknown);
            return None;
        };
        if !category.meant {
            self.say(Some(column), What::CategoryNotMeant(category.name.clone()));
            return None;
        }
        if category.name != cell {
            self.say(Some(column), What::Mended(category.name.clone()));
        }
        Some(category.code.clone())
    }

    /// The level is the class's own; here it is only written as the others are.
    fn level(&mut self) {
        let Some(column) = self.header.column(Field::Level) else { return };
        let Some(Cell::Text(text)) = self.row.cell(column) else { return };
        let name = bare(text);
        let found = LEVELS.iter().find(|(_, others)| others.contains(&name.as_str()));
        match found {
            Some((level, _)) if level == text => {}
            Some((level, _)) => self.say(Some(column), What::Mended((*level).to_owned())),
            None => self.say(Some(column), What::LevelUnknown),
        }
    }

    /// Errors where nothing is needed: the row is taken without them.
    fn others(&mut self) {
        let needed = [Field::Name, Field::Document, Field::DocumentKind, Field::Phone, Field::Category];
        let is_needed = |column: &u32| needed.iter().any(|field| self.header.column(*field) == Some(*column));
        let found: Vec<(u32, String)> = self
            .row
            .filled()
            .filter_map(|(column, cell)| match cell {
                Cell::Error(error) if !is_needed(&column) => Some((column, error.clone())),
                _ => None,
            })
            .collect();
        for (column, error) in found {
            self.say(Some(column), What::ErrorElsewhere(error));
        }
    }
}
