//! What a row of the ledger says, column by column. The words are those of the bureau's own
//! tables: a file is Chinese whoever asks for it.

use domain::document::DocumentKind;
use domain::export::age_on;
use domain::subsidy::{Assessment, CreditHours, Fen, PayMode};
use store::export::contents::{ExportClass, ExportLearner, ExportLesson};

use super::Column;

/// A typed cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Count(i64),
    /// Credit hours, one decimal.
    Hours(CreditHours),
    /// Milliseconds shown as seconds, three decimals.
    Seconds(i64),
    /// Yuan, two decimals.
    Money(Fen),
    /// A local day, `YYYY-MM-DD`.
    Day(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Columns of the sheet 台账: one row for a learner in a class.
pub const LEDGER: [Column; 35] = [
    Column { title: "序号", width: 6 },
    Column { title: "姓名", width: 10 },
    Column { title: "证件类型", width: 12 },
    Column { title: "证件号", width: 20 },
    Column { title: "证件核对", width: 12 },
    Column { title: "性别", width: 6 },
    Column { title: "年龄", width: 6 },
    Column { title: "户籍地", width: 12 },
    Column { title: "联系电话", width: 14 },
    Column { title: "人员类别", width: 18 },
    Column { title: "类别起始日期", width: 12 },
    Column { title: "本人填报类别（未证明）", width: 20 },
    Column { title: "培训类型", width: 14 },
    Column { title: "班级编号", width: 14 },
    Column { title: "班级名称", width: 20 },
    Column { title: "机构名称", width: 24 },
    Column { title: "统一社会信用代码", width: 21 },
    Column { title: "开班县区", width: 12 },
    Column { title: "职业（工种）编码", width: 16 },
    Column { title: "职业（工种）名称", width: 18 },
    Column { title: "等级", width: 14 },
    Column { title: "开班日期", width: 12 },
    Column { title: "结班日期", width: 12 },
    Column { title: "应修学时", width: 10 },
    Column { title: "线上认定学时", width: 14 },
    Column { title: "线上认定秒数", width: 14 },
    Column { title: "其中设备签名秒数", width: 16 },
    Column { title: "认定规则版本", width: 14 },
    Column { title: "抽查应答次数", width: 14 },
    Column { title: "抽查未答次数", width: 14 },
    Column { title: "抽查认定次数", width: 14 },
    Column { title: "其中输入数字", width: 14 },
    Column { title: "是否完成", width: 10 },
    Column { title: "补贴方式", width: 18 },
    Column { title: "应补金额（元）", width: 14 },
];

/// Columns of the sheet 每日明细: one row for a learner, a class, a lesson and a local day.
pub const DAYS: [Column; 8] = [
    Column { title: "台账序号", width: 10 },
    Column { title: "姓名", width: 10 },
    Column { title: "证件号", width: 20 },
    Column { title: "班级编号", width: 14 },
    Column { title: "课节", width: 6 },
    Column { title: "课节名称", width: 28 },
    Column { title: "日期", width: 12 },
    Column { title: "认定秒数", width: 12 },
];

/// Name and numbers of a learner as this file may show them.
pub struct Shown {
    pub name: String,
    pub document: String,
    pub phone: String,
}

/// What the ledger and the raw records say of a learner in a class.
pub struct Verified<'a> {
    pub ms: i64,
    /// Of them those that the learner's own device signed.
    pub signed_ms: i64,
    pub assessment: &'a Assessment,
    pub required: CreditHours,
    pub answered: i64,
    pub unanswered: i64,
    /// Checks that verified something here, and those of them passed by a number to type.
    pub passed: i64,
    pub by_number: i64,
}

/// A row of 台账.
pub fn ledger_row(
    number: i64,
    class: &ExportClass,
    learner: &ExportLearner,
    shown: &Shown,
    verified: &Verified<'_>,
) -> Vec<Cell> {
    let text = |text: &str| Cell::from(text);
    // What somebody says of themselves never stands where a fact does.
    let category = learner.category.as_deref();
    let (proved, claimed) = if learner.category_proved { (category, None) } else { (None, category) };
    vec![
        Cell::Count(number),
        text(&shown.name),
        text(document_type(&learner.document_type)),
        text(&shown.document),
        text(if learner.identity_seen_at.is_some() { "已核对" } else { "未核对" }),
        text(sex(&learner.sex)),
        age_on(&learner.birth_date, &class.starts_on).map_or(text(""), Cell::Count),
        text(&learner.home),
        text(&shown.phone),
        text(proved.unwrap_or("")),
        learner
            .category_since
            .as_ref()
            .filter(|_| proved.is_some())
            .map_or(text(""), |day| Cell::Day(day.clone())),
        text(claimed.unwrap_or("")),
        text(mode(&class.mode)),
        text(&class.code),
        text(&class.title),
        text(&class.organisation),
        text(&class.credit_code),
        text(&class.region),
        text(&class.trade_code),
        text(&class.trade),
        text(level(&class.level)),
        Cell::Day(class.starts_on.clone()),
        Cell::Day(class.ends_on.clone()),
        Cell::Hours(verified.required),
        Cell::Hours(verified.assessment.hours),
        Cell::Seconds(verified.ms),
        Cell::Seconds(verified.signed_ms),
        text(&class.policy_version),
        Cell::Count(verified.answered),
        Cell::Count(verified.unanswered),
        Cell::Count(verified.passed),
        Cell::Count(verified.by_number),
        text(if verified.assessment.completed { "是" } else { "否" }),
        text(pay_mode(verified.assessment.pay_mode)),
        Cell::Money(verified.assessment.amount),
    ]
}

/// A row of 每日明细.
pub fn day_row(
    number: i64,
    class: &ExportClass,
    shown: &Shown,
    lesson: Option<&ExportLesson>,
    (day, ms): (&str, i64),
) -> Vec<Cell> {
    vec![
        Cell::Count(number),
        Cell::from(shown.name.as_str()),
        Cell::from(shown.document.as_str()),
        Cell::from(class.code.as_str()),
        lesson.map_or(Cell::from(""), |lesson| Cell::Count(lesson.position)),
        Cell::from(lesson.map_or("", |lesson| lesson.title.as_str())),
        Cell::Day(day.to_owned()),
        Cell::Seconds(ms),
    ]
}

fn document_type(code: &str) -> &str {
    match code {
        // As the first version wrote it.
        "resident_id" => DocumentKind::Resident.name_zh(),
        other => DocumentKind::from_code(other).map_or(other, |kind| kind.name_zh()),
    }
}

fn sex(code: &str) -> &str {
    match code {
        "f" => "女",
        "m" => "男",
        // The account is closed.
        _ => "",
    }
}

fn mode(code: &str) -> &str {
    match code {
        "online" => "线上培训",
        "blended" => "线上线下结合",
        other => other,
    }
}

fn level(code: &str) -> &str {
    match code {
        "special" => "专项职业能力",
        "five" => "五级/初级工",
        "four" => "四级/中级工",
        "three" => "三级/高级工",
        other => other,
    }
}

fn pay_mode(mode: PayMode) -> &'static str {
    match mode {
        PayMode::Full => "完成，全额",
        PayMode::Partial => "未完成，按比例",
        PayMode::Withheld => "证件未核对，暂不计钱",
        PayMode::HoursOnly => "未完成，只报学时",
        PayMode::NotOwed => "按规定不补",
    }
}
