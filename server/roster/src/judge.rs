//! From a table to invitations: each row for itself, and what is wrong with it at its cell.

use std::collections::BTreeMap;

use domain::document::{Document, DocumentKind, DocumentRefusal};
use domain::person::{Phone, PhoneRefusal, ResidentIdRefusal};
use domain::typed::{number, plain, visible};
use domain::working_age::{AgeRefusal, working_age};

use crate::header::{Header, NEEDED, bare};
use crate::table::{self, Cell, Table, TableRow};
use domain::roster::{Fault, Field, Unreadable, Weight, What};

/// How the first cell of a line begins that stands below the people.
const FOOTERS: [&str; 28] = [
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
/// More digits than a number of Excel keeps.
const DIGITS_LOST_FROM: f64 = 1e15;

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
    pub(crate) header: Header,
}

impl Roster {
    /// Adds what only the class knows of a row, which is then taken no more if the fault refuses it.
    pub fn refuse(&mut self, row: u32, column: u32, what: What) {
        if what.weight() == Weight::Refused {
            self.rows.retain(|one| one.number != row);
        }
        self.faults.push(Fault { row, column: Some(column), what });
        self.faults.sort_by_key(|fault| (fault.row, fault.column));
    }

    /// How many rows are not taken because of something at them.
    pub fn refused(&self) -> usize {
        self.people - self.rows.len()
    }

    /// The same, after many: see [`Roster::refuse`].
    pub fn refuse_all(&mut self, faults: Vec<Fault>) {
        let gone: std::collections::BTreeSet<u32> = faults
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
    let mut nearest: Option<Vec<Field>> = None;
    let mut found: Option<(Table, Header)> = None;
    let mut faults = Vec::new();
    for sheet in table::sheets(bytes)? {
        match Header::find(&sheet) {
            Ok(header) if found.is_none() => found = Some((sheet, header)),
            Ok(_) => faults.push(Fault { row: 0, column: None, what: What::OtherSheet(sheet.name) }),
            Err(lacking) if nearest.as_ref().is_none_or(|near| lacking.len() < near.len()) => {
                nearest = Some(lacking)
            }
            Err(_) => {}
        }
    }
    let Some((table, header)) = found else {
        return Err(Unreadable::NoHeader(nearest.unwrap_or_else(|| NEEDED.to_vec())));
    };
    let mut roster = Roster { rows: Vec::new(), faults, people: 0, table, header };
    let mut seen: BTreeMap<(&'static str, String), u32> = BTreeMap::new();
    for row in &roster.table.rows[roster.header.at + 1..] {
        match sort_of(row, &roster.header) {
            Sort::Nobody => {}
            Sort::Text(column) => {
                roster.faults.push(Fault { row: row.number, column: Some(column), what: What::TextSkipped });
            }
            Sort::Person => {
                roster.people += 1;
                let mut judged = Judged { row, header: &roster.header, rules, faults: Vec::new() };
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

fn sort_of(row: &TableRow, header: &Header) -> Sort {
    let at = |field| header.column(field).and_then(|column| row.cell(column));
    if header.is_repeated(row) {
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
    header: &'a Header,
    rules: &'a Rules<'a>,
    faults: Vec<Fault>,
}

impl Judged<'_> {
    fn say(&mut self, column: Option<u32>, what: What) {
        self.faults.push(Fault { row: self.row.number, column, what });
    }

    fn row(&mut self, seen: &mut BTreeMap<(&'static str, String), u32>) -> Option<Row> {
        if self.row.hidden {
            self.say(None, What::HiddenRow);
        }
        if let Some(column) = self.header.column(Field::Sequence)
            && self.row.cell(column).is_none()
        {
            self.say(Some(column), What::NoSequence);
        }
        let kind = self.kind();
        let name = self.needed(Field::Name, |cell| read_name(cell, kind.unwrap_or_default()));
        let made_up = self.rules.made_up;
        let document = self.needed(Field::Document, |cell| read_document(cell, kind?, made_up));
        let phone = self.needed(Field::Phone, |cell| read_phone(cell, made_up));
        let category = self.category();
        self.level();
        self.others();
        let (name, document, phone) = (name?, document?, phone?);
        let document_column = self.header.column(Field::Document)?;
        if let Some((birth, _)) = &document.says
            && let Err(refusal) = working_age(birth, self.rules.day)
        {
            self.say(
                Some(document_column),
                match refusal {
                    AgeRefusal::TooYoung(age) => What::TooYoung(age),
                    AgeRefusal::TooOld(age) => What::TooOld(age),
                },
            );
        }
        let first = *seen.entry((document.kind.as_str(), document.number.clone())).or_insert(self.row.number);
        if first != self.row.number {
            self.say(Some(document_column), What::Duplicate(first));
        }
        Some(Row { number: self.row.number, name, document, phone, category: category?, document_column })
    }

    /// A column in which something must stand: its value, mended where it can be.
    fn needed<T>(
        &mut self,
        field: Field,
        read: impl Fn(&Cell) -> Option<Result<(T, Option<String>), What>>,
    ) -> Option<T> {
        let column = self.header.column(field)?;
        let read = match self.row.cell(column) {
            None => Some(Err(What::Missing(field))),
            Some(Cell::Formula(_)) => Some(Err(What::Formula)),
            Some(Cell::Error(error)) => Some(Err(What::ErrorCell(error.clone()))),
            Some(cell) => read(cell),
        };
        match read? {
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

    /// The category; the outer nothing is a fault.
    fn category(&mut self) -> Option<Option<String>> {
        let Some(column) = self.header.column(Field::Category) else { return Some(None) };
        let cell = match self.row.cell(column) {
            None => return Some(None),
            Some(Cell::Formula(_)) => {
                self.say(Some(column), What::Formula);
                return None;
            }
            Some(Cell::Error(error)) => {
                self.say(Some(column), What::ErrorCell(error.clone()));
                return None;
            }
            Some(cell) => cell.text(),
        };
        let name = bare(&cell);
        let everyday = EVERYDAY.iter().find(|(said, _)| *said == name).map(|(_, official)| *official);
        let is_called = |category: &&Category, name: &str| bare(&category.name) == name;
        let found = self.rules.categories.iter().find(|category| is_called(category, &name)).or_else(|| {
            self.rules
                .categories
                .iter()
                .find(|category| everyday.is_some_and(|name| is_called(category, name)))
        });
        let Some(category) = found else {
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
        Some(Some(category.code.clone()))
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

/// A text as it was meant: without the apostrophe or the `="…"` by which people make Excel keep a number as it is.
fn as_meant(cell: &Cell) -> String {
    let text = cell.text();
    let text = text.trim_start_matches(['\'', '’', '‘', '＇']);
    let quoted = text.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(text).to_owned()
}

/// A number of Excel of which nothing is lost; or that some is.
fn digits(cell: &Cell) -> Result<String, What> {
    match cell {
        Cell::Number(value) if value.abs() >= DIGITS_LOST_FROM => Err(What::LostDigits),
        Cell::Number(value) => Ok(format!("{value}")),
        _ => {
            let text = as_meant(cell);
            let bare = plain(&text);
            let (mantissa, exponent) = bare.split_once('E').unwrap_or_default();
            let numeric = |part: &str| {
                !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            };
            if numeric(mantissa) && numeric(exponent.trim_start_matches('+')) {
                return Err(What::LostDigits);
            }
            Ok(text)
        }
    }
}

/// What is said of a value that was not written as it is read.
fn mended(cell: &Cell, read: &str) -> Option<String> {
    match cell {
        Cell::Number(_) => None,
        _ => (cell.text() != read).then(|| read.to_owned()),
    }
}

type Read<T> = Option<Result<(T, Option<String>), What>>;

fn read_name(cell: &Cell, kind: DocumentKind) -> Read<String> {
    let read = kind.read_name(&as_meant(cell)).map_err(What::Name);
    Some(read.map(|name| (name.clone(), mended(cell, &name))))
}

fn read_phone(cell: &Cell, made_up: bool) -> Read<Phone> {
    let read = digits(cell).and_then(|text| Phone::read(&text).map_err(What::Phone));
    Some(read.and_then(|phone| {
        if phone.is_made_up() && !made_up {
            return Err(What::Phone(PhoneRefusal::Beginning));
        }
        let shown = mended(cell, &phone.0);
        Ok((phone, shown))
    }))
}

fn read_document(cell: &Cell, kind: DocumentKind, made_up: bool) -> Read<Document> {
    let text = match digits(cell) {
        Ok(text) => text,
        Err(what) => return Some(Err(what)),
    };
    let bare = number(&text);
    let read = Document::read(kind, &text).map_err(|refusal| match refusal {
        DocumentRefusal::Empty => What::Missing(Field::Document),
        DocumentRefusal::Shape(kind) => What::DocumentShape(kind),
        DocumentRefusal::Resident(ResidentIdRefusal::Region) => What::DocumentRegion,
        DocumentRefusal::Resident(ResidentIdRefusal::Birth) => What::DocumentBirth,
        DocumentRefusal::Resident(ResidentIdRefusal::CheckCharacter) => What::DocumentCheck,
        DocumentRefusal::Resident(ResidentIdRefusal::Shape) => {
            let length = bare.chars().count();
            let all_digits = bare.bytes().all(|byte| byte.is_ascii_digit());
            match length {
                15 if all_digits => What::DocumentOld,
                18 => What::DocumentShape(kind),
                _ if bare.trim_end_matches('X').bytes().all(|byte| byte.is_ascii_digit()) => {
                    What::DocumentLength(length)
                }
                _ => What::DocumentShape(kind),
            }
        }
    });
    Some(read.and_then(|document| {
        if document.is_made_up() && !made_up {
            return Err(What::DocumentRegion);
        }
        // Of a renewed permit the last two digits are left out when it is compared; what was written is not wrong.
        let as_written = if document.says.is_some() { document.number.clone() } else { bare.clone() };
        let shown = mended(cell, &as_written).map(|shown| visible(&shown));
        Ok((document, shown))
    }))
}
