//! A standard as people write it, in a form or copied from a workbook: read field by field, and what is wrong said at the field.
//! Nothing is guessed.

use crate::class_application::Programme;
use crate::codes::codes;
use crate::course::Level;
use crate::document::read_day;
use crate::id::{FundSourceId, StandardId};
use crate::standard::{FEN_MAX, Living, Pay, SOURCE_CHARS_MAX, Standard};
use crate::subsidy::Fen;
use crate::trade::{Found, find};
use crate::typed::{plain, visible};

codes! {
    /// A field of the form.
    StandardField {
        Trade = "trade",
        Level = "level",
        Category = "category",
        Programme = "programme",
        Pay = "pay",
        Sum = "sum",
        Max = "max",
        Partial = "partial",
        LivingDay = "living_day",
        LivingMax = "living_max",
        Fund = "fund",
        From = "from",
        Until = "until",
        Source = "source",
    }
}

/// What is wrong at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// Nothing stands where something must.
    Missing,
    /// No trade has this code or name; these are near.
    TradeUnknown(Vec<String>),
    LevelUnknown,
    CategoryUnknown,
    ProgrammeUnknown,
    PayUnknown,
    FundUnknown,
    /// A text where a sum of money must stand.
    NotMoney,
    /// Parts of a fen.
    Decimals,
    /// Above a million yuan.
    TooMuch,
    /// A most where one sum a person is paid.
    MaxNotNeeded,
    /// A most of the living allowance without what a day pays.
    LivingDayMissing,
    /// No whole percentage from 0 to 100.
    Percent,
    NotADay,
    /// The last day lies before the first.
    Backwards,
    SourceTooLong,
    /// It could apply to the same training as the one of this document, and names as much.
    Ties(String),
    /// The same with a line above it, in this row of the file.
    TiesRow(u32),
    /// It is recorded already.
    Already,
    /// A formula or an error of the program where a value must stand.
    NotAValue,
}

/// What stands in a cell of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    Text(String),
    /// A formula or an error: it cannot be read.
    NoValue(String),
}

/// A line of a file, before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLine {
    /// As the program shows it: from 1.
    pub row: u32,
    /// Where each field stands in the file, from 0.
    pub columns: Vec<(StandardField, u32)>,
    /// What stands there; nothing for empty cells.
    pub cells: Vec<(StandardField, Written)>,
}

impl WrittenLine {
    /// What is seen in the cell of a field.
    pub fn text(&self, field: StandardField) -> &str {
        match self.cells.iter().find(|(one, _)| *one == field) {
            Some((_, Written::Text(text) | Written::NoValue(text))) => text,
            None => "",
        }
    }

    /// The column of a field, from 0.
    pub fn column(&self, field: StandardField) -> Option<u32> {
        self.columns.iter().find(|(one, _)| *one == field).map(|(_, column)| *column)
    }

    /// The standard that it says, without an id; or what is wrong with which cell, all of it.
    ///
    /// # Errors
    ///
    /// The faults, in the order of the fields.
    pub fn read(&self, known: &Known) -> Result<Standard, Vec<(StandardField, LineFault)>> {
        let no = |field: StandardField| {
            self.cells.iter().any(|(one, cell)| *one == field && matches!(cell, Written::NoValue(_)))
        };
        let read = read_line(|field| self.text(field).to_owned(), known);
        let unread: Vec<StandardField> = StandardField::ALL.into_iter().filter(|field| no(*field)).collect();
        if unread.is_empty() {
            return read;
        }
        let mut faults: Faults = read.err().unwrap_or_default();
        faults.retain(|(field, _)| !unread.contains(field));
        faults.extend(unread.into_iter().map(|field| (field, LineFault::NotAValue)));
        faults.sort_by_key(|(field, _)| *field);
        Err(faults)
    }
}

/// What names may be written, each with its code.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Code and name.
    pub trades: Vec<(String, String)>,
    pub categories: Vec<(String, String)>,
    /// Id, code and name.
    pub funds: Vec<(FundSourceId, String, String)>,
}

/// Said for a field that is left open.
const ANY: [&str; 6] = ["不限", "全部", "所有", "任何", "ANY", "ALL"];
/// What levels are called, without signs.
const LEVELS: [(Level, &[&str]); 4] = [
    (Level::Special, &["SPECIAL", "专项职业能力", "专项", "专项能力"]),
    (Level::Five, &["FIVE", "五级初级工", "五级", "初级工", "初级", "5级", "五级工", "5"]),
    (Level::Four, &["FOUR", "四级中级工", "四级", "中级工", "中级", "4级", "四级工", "4"]),
    (Level::Three, &["THREE", "三级高级工", "三级", "高级工", "高级", "3级", "三级工", "3"]),
];
const PROGRAMMES: [(Programme, &[&str]); 4] = [
    (Programme::General, &["GENERAL", "普通补贴培训", "普通", "一般"]),
    (Programme::Project, &["PROJECT", "项目制培训", "项目制"]),
    (Programme::GoldCollar, &["GOLDCOLLAR", "金蓝领培训", "金蓝领"]),
    (Programme::Other, &["OTHER", "其他", "其它"]),
];
const PER_PERSON: [&str; 6] = ["PERPERSON", "按人", "每人", "按人数", "定额", "人"];
const PER_HOUR: [&str; 5] = ["PERCREDITHOUR", "按学时", "每学时", "按课时", "学时"];

type Faults = Vec<(StandardField, LineFault)>;

/// The standard that these fields say, without an id; or what is wrong with which field, all of it.
pub fn read_line(field: impl Fn(StandardField) -> String, known: &Known) -> Result<Standard, Faults> {
    let mut faults = Faults::new();
    let open = |at| Some(field(at)).filter(|text| !is_open(text));
    let trade = open(StandardField::Trade).map(|typed| trade(&typed, known));
    let level = open(StandardField::Level).map(|typed| named(&typed, &LEVELS).ok_or(LineFault::LevelUnknown));
    let category = open(StandardField::Category).map(|typed| {
        let found = known.categories.iter().find(|(code, name)| same(&typed, code) || same(&typed, name));
        found.map(|(code, _)| code.clone()).ok_or(LineFault::CategoryUnknown)
    });
    let programme = open(StandardField::Programme)
        .map(|typed| named(&typed, &PROGRAMMES).ok_or(LineFault::ProgrammeUnknown));

    let written = |at| Some(field(at)).filter(|text| !visible(text).is_empty());
    let needed = |at| written(at).ok_or(LineFault::Missing);
    let per_person = needed(StandardField::Pay).and_then(|typed| match bare(&typed) {
        typed if PER_PERSON.contains(&typed.as_str()) => Ok(true),
        typed if PER_HOUR.contains(&typed.as_str()) => Ok(false),
        _ => Err(LineFault::PayUnknown),
    });
    let sum = needed(StandardField::Sum).and_then(|typed| money(&typed));
    let max = match per_person {
        Ok(true) if written(StandardField::Max).is_some() => Err(LineFault::MaxNotNeeded),
        Ok(false) => needed(StandardField::Max).and_then(|typed| money(&typed)).map(Some),
        _ => Ok(None),
    };
    let partial = written(StandardField::Partial).map_or(Ok(0), |typed| percent(&typed));
    let day = written(StandardField::LivingDay).map(|typed| money(&typed)).transpose();
    let most = written(StandardField::LivingMax).map(|typed| money(&typed)).transpose();
    let fund = needed(StandardField::Fund).and_then(|typed| {
        let found = known.funds.iter().find(|(_, code, name)| same(&typed, code) || same(&typed, name));
        found.map(|(id, ..)| id.clone()).ok_or(LineFault::FundUnknown)
    });
    let from = needed(StandardField::From).and_then(|typed| read_day(&typed).ok_or(LineFault::NotADay));
    let until = written(StandardField::Until)
        .map(|typed| {
            let last = read_day(&typed).ok_or(LineFault::NotADay)?;
            let backwards = from.as_ref().is_ok_and(|first| last < *first);
            if backwards { Err(LineFault::Backwards) } else { Ok(last) }
        })
        .transpose();
    let source = needed(StandardField::Source).and_then(|typed| {
        let source = visible(&typed);
        if source.chars().count() > SOURCE_CHARS_MAX { Err(LineFault::SourceTooLong) } else { Ok(source) }
    });

    let trade = keep(&mut faults, StandardField::Trade, trade.transpose());
    let level = keep(&mut faults, StandardField::Level, level.transpose());
    let category = keep(&mut faults, StandardField::Category, category.transpose());
    let programme = keep(&mut faults, StandardField::Programme, programme.transpose());
    let per_person = keep(&mut faults, StandardField::Pay, per_person);
    let sum = keep(&mut faults, StandardField::Sum, sum);
    let max = keep(&mut faults, StandardField::Max, max);
    let partial = keep(&mut faults, StandardField::Partial, partial);
    let day = keep(&mut faults, StandardField::LivingDay, day);
    let most = keep(&mut faults, StandardField::LivingMax, most);
    let living = day.zip(most).and_then(|living| match living {
        (None, None) => Some(None),
        (Some(day_fen), Some(max)) => Some(Some(Living { day_fen, max })),
        (Some(_), None) => keep(&mut faults, StandardField::LivingMax, Err(LineFault::Missing)),
        (None, Some(_)) => keep(&mut faults, StandardField::LivingDay, Err(LineFault::LivingDayMissing)),
    });
    let fund = keep(&mut faults, StandardField::Fund, fund);
    let from = keep(&mut faults, StandardField::From, from);
    let until = keep(&mut faults, StandardField::Until, until);
    let source = keep(&mut faults, StandardField::Source, source);
    let pay = per_person.zip(sum).zip(max).map(|((_, fen), max)| match max {
        None => Pay::PerPerson { fen },
        Some(max) => Pay::PerCreditHour { fen, max },
    });
    let whole = (|| {
        Some(Standard {
            id: StandardId::default(),
            trade: trade?,
            level: level?,
            category: category?,
            programme: programme?,
            valid_from: from?,
            valid_to: until?,
            pay: pay?,
            partial_percent: partial?,
            living: living?,
            fund: fund?,
            source: source?,
        })
    })();
    whole.ok_or(faults)
}

/// The value, or its fault kept at the field.
fn keep<T>(faults: &mut Faults, at: StandardField, value: Result<T, LineFault>) -> Option<T> {
    value.map_err(|fault| faults.push((at, fault))).ok()
}

/// Without spaces and signs, in capitals.
fn bare(text: &str) -> String {
    plain(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

fn same(typed: &str, name: &str) -> bool {
    bare(typed) == bare(name)
}

/// Whether a field says nothing, or that it does not matter.
fn is_open(text: &str) -> bool {
    let bare = bare(text);
    bare.is_empty() || ANY.contains(&bare.as_str())
}

fn named<T: Copy>(typed: &str, names: &[(T, &[&str])]) -> Option<T> {
    let typed = bare(typed);
    names.iter().find(|(_, names)| names.contains(&typed.as_str())).map(|(what, _)| *what)
}

/// The trade of exactly this code or name.
fn trade(typed: &str, known: &Known) -> Result<String, LineFault> {
    let exact =
        known.trades.iter().find(|(code, name)| plain(typed) == plain(code) || visible(typed) == *name);
    if let Some((code, _)) = exact {
        return Ok(code.clone());
    }
    let names: Vec<(&str, &str)> =
        known.trades.iter().map(|(code, name)| (code.as_str(), name.as_str())).collect();
    let near = match find(typed, &names) {
        Found::One(place) => vec![place],
        Found::Several(places) => places,
        Found::Nothing => Vec::new(),
    };
    let say = |place: usize| known.trades.get(place).map(|(code, name)| format!("{code} {name}"));
    Err(LineFault::TradeUnknown(near.into_iter().take(3).filter_map(say).collect()))
}

/// A sum of a standard.
fn money(typed: &str) -> Result<Fen, LineFault> {
    yuan(typed, FEN_MAX)
}

/// A sum in yuan, as 1,500 or 1500.50 or ￥1500元, in fen: so many at most.
pub fn yuan(typed: &str, fen_max: i64) -> Result<Fen, LineFault> {
    let typed = plain(typed);
    let bare = typed.trim_start_matches(['¥', '￥']).trim_end_matches('元').replace([',', '，', ' '], "");
    let (yuan, parts) = bare.split_once('.').unwrap_or((&bare, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || !digits(yuan) || !digits(parts) || (parts.is_empty() && bare.contains('.')) {
        return Err(LineFault::NotMoney);
    }
    if parts.len() > 2 {
        return Err(LineFault::Decimals);
    }
    let fen: i64 = format!("{yuan}{parts:0<2}").parse().map_err(|_| LineFault::TooMuch)?;
    if fen > fen_max { Err(LineFault::TooMuch) } else { Ok(Fen(fen)) }
}

/// A whole percentage: 60, 60%, or 0.6 as Excel keeps 60%. What may be 1% or 100% is asked for again.
fn percent(typed: &str) -> Result<i64, LineFault> {
    let typed = plain(typed);
    let (number, signed) = match typed.strip_suffix(['%', '％']) {
        Some(number) => (number.trim(), true),
        None => (typed.trim(), false),
    };
    let percent = match number.split_once('.') {
        Some(("0", parts)) if !signed && parts.len() <= 2 => format!("{parts:0<2}").parse().ok(),
        Some(_) => None,
        None => number.parse().ok().filter(|percent| signed || *percent != 1),
    };
    percent.filter(|percent| (0..=100).contains(percent)).ok_or(LineFault::Percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            trades: vec![("6-18-02-04".into(), "焊工".into()), ("4-10-01-05".into(), "养老护理员".into())],
            categories: vec![("rural".into(), "农村转移就业劳动者".into())],
            funds: vec![("fund-1".into(), "ZJ-01".into(), "就业补助资金".into())],
        }
    }

    /// A line that is right, with these fields instead.
    fn line(instead: &[(StandardField, &str)]) -> Result<Standard, Faults> {
        use StandardField as F;
        let right = [
            (F::Trade, "6-18-02-04"),
            (F::Level, "五级/初级工"),
            (F::Category, ""),
            (F::Programme, "不限"),
            (F::Pay, "按人"),
            (F::Sum, "1,880.50"),
            (F::Partial, "0.6"),
            (F::LivingDay, "20"),
            (F::LivingMax, "300元"),
            (F::Fund, "zj－01"),
            (F::From, "2026年1月1日"),
            (F::Until, ""),
            (F::Source, " 河人社〔2026〕7号 "),
        ];
        let field = |at| {
            let of = |all: &[(F, &str)]| {
                all.iter().find(|(one, _)| *one == at).map(|(_, text)| (*text).to_owned())
            };
            of(instead).or(of(&right)).unwrap_or_default()
        };
        read_line(field, &known())
    }

    #[test]
    fn a_line_is_read_as_people_write_it() {
        let read = line(&[]).unwrap();
        let wanted = Standard {
            id: StandardId::default(),
            trade: Some("6-18-02-04".into()),
            level: Some(Level::Five),
            category: None,
            programme: None,
            valid_from: "2026-01-01".into(),
            valid_to: None,
            pay: Pay::PerPerson { fen: Fen(188_050) },
            partial_percent: 60,
            living: Some(Living { day_fen: Fen(2_000), max: Fen(30_000) }),
            fund: "fund-1".into(),
            source: "河人社〔2026〕7号".into(),
        };
        assert_eq!(read, wanted);
        assert_eq!(read.checked(), Ok(()));
        let hourly = line(&[(StandardField::Pay, "每学时"), (StandardField::Max, "600")]).unwrap();
        assert_eq!(hourly.pay, Pay::PerCreditHour { fen: Fen(188_050), max: Fen(60_000) });
        // By name, and by code as a form sends it.
        let named = [
            (StandardField::Trade, "焊工"),
            (StandardField::Level, "four"),
            (StandardField::Category, "农村转移就业劳动者"),
            (StandardField::Programme, "gold_collar"),
            (StandardField::Pay, "per_person"),
            (StandardField::Fund, "就业补助资金"),
        ];
        let named = line(&named).unwrap();
        assert_eq!((named.level, named.programme), (Some(Level::Four), Some(Programme::GoldCollar)));
        assert_eq!(named.category.as_deref(), Some("rural"));
        let neither = line(&[(StandardField::LivingDay, ""), (StandardField::LivingMax, "")]).unwrap();
        assert_eq!(neither.living, None);
    }

    #[test]
    fn a_formula_is_no_value_even_where_any_text_would_do() {
        use StandardField as F;
        let text = |text: &str| Written::Text(text.to_owned());
        let mut line = WrittenLine {
            row: 3,
            columns: vec![(F::Sum, 5)],
            cells: vec![
                (F::Pay, text("按人")),
                (F::Sum, text("880")),
                (F::Fund, text("ZJ-01")),
                (F::From, text("2026-01-01")),
                (F::Source, text("河人社〔2026〕7号")),
            ],
        };
        assert_eq!(line.read(&known()).map(|one| one.names()), Ok(0));
        line.cells[4].1 = Written::NoValue("=A1".to_owned());
        assert_eq!(line.read(&known()), Err(vec![(F::Source, LineFault::NotAValue)]));
        line.cells[1].1 = Written::NoValue("#N/A".to_owned());
        let both = vec![(F::Sum, LineFault::NotAValue), (F::Source, LineFault::NotAValue)];
        assert_eq!(line.read(&known()), Err(both));
        assert_eq!((line.text(F::Sum), line.column(F::Sum), line.column(F::Pay)), ("#N/A", Some(5), None));
    }

    #[test]
    fn each_fault_is_said_at_its_field() {
        use StandardField as F;
        for (at, typed, fault) in [
            (F::Trade, "6-18-02-09", LineFault::TradeUnknown(vec![])),
            (F::Trade, "养老护理", LineFault::TradeUnknown(vec!["4-10-01-05 养老护理员".into()])),
            (F::Level, "二级", LineFault::LevelUnknown),
            (F::Category, "农民", LineFault::CategoryUnknown),
            (F::Programme, "以工代训", LineFault::ProgrammeUnknown),
            (F::Pay, "看情况", LineFault::PayUnknown),
            (F::Pay, "", LineFault::Missing),
            (F::Sum, "", LineFault::Missing),
            (F::Sum, "八百", LineFault::NotMoney),
            (F::Sum, "-5", LineFault::NotMoney),
            (F::Sum, "880.", LineFault::NotMoney),
            (F::Sum, "880.005", LineFault::Decimals),
            (F::Sum, "1000000.01", LineFault::TooMuch),
            (F::Sum, "99999999999999999999", LineFault::TooMuch),
            (F::Max, "600", LineFault::MaxNotNeeded),
            (F::Partial, "1", LineFault::Percent),
            (F::Partial, "101", LineFault::Percent),
            (F::Partial, "60.5%", LineFault::Percent),
            (F::Partial, "六成", LineFault::Percent),
            (F::LivingMax, "", LineFault::Missing),
            (F::LivingDay, "", LineFault::LivingDayMissing),
            (F::Fund, "ZJ-02", LineFault::FundUnknown),
            (F::From, "2026-02-30", LineFault::NotADay),
            (F::Until, "2025-12-31", LineFault::Backwards),
            (F::Until, "长期", LineFault::NotADay),
            (F::Source, "", LineFault::Missing),
        ] {
            assert_eq!(line(&[(at, typed)]), Err(vec![(at, fault)]), "{at:?} {typed:?}");
        }
        let max_missing = line(&[(F::Pay, "按学时")]);
        assert_eq!(max_missing, Err(vec![(F::Max, LineFault::Missing)]));
        // All of them at once.
        let both = line(&[(F::Sum, "x"), (F::Fund, "")]).unwrap_err();
        assert_eq!(both, [(F::Sum, LineFault::NotMoney), (F::Fund, LineFault::Missing)]);
        let all = line(&[(F::LivingDay, "x"), (F::Fund, "")]).unwrap_err();
        assert_eq!(all, [(F::LivingDay, LineFault::NotMoney), (F::Fund, LineFault::Missing)]);
        for (typed, percent) in [("100", 100), ("100%", 100), ("1%", 1), ("0", 0), ("0.05", 5), ("60％", 60)]
        {
            assert_eq!(line(&[(F::Partial, typed)]).unwrap().partial_percent, percent, "{typed}");
        }
    }
}
