//! Words about the subsidy: each step of the reasoning as a line a person can check.

use domain::subsidy::{PayMode, Reason};

use super::Words;
use crate::format;

/// One line of a reckoning.
#[derive(Clone, Debug)]
pub struct ReckoningLine {
    pub what: String,
    pub value: String,
    /// Why: the rule and its source, in a sentence; empty for none.
    pub why: String,
    /// The line takes something away or refuses it.
    pub refused: bool,
}

impl Words {
    /// One step of the reasoning.
    pub fn reckoning(self, reason: &Reason) -> ReckoningLine {
        let w = self;
        let line = |what: &str, value: String, why: String, refused: bool| ReckoningLine {
            what: what.to_owned(),
            value,
            why,
            refused,
        };
        match *reason {
            Reason::Hours { verified_ms, credit_hour_minutes, hours } => line(
                w.t("认定的学时", "Verified credit hours"),
                format::credit_hours(w, hours.tenths),
                match w {
                    Self::Zh => format!(
                        "抽查答对的学习时间一共 {}，每 {credit_hour_minutes} 分钟算 1 学时，不到 0.1 学时的零头不算。",
                        format::duration(w, verified_ms)
                    ),
                    Self::En => format!(
                        "{} of study confirmed by checks; {credit_hour_minutes} minutes are one credit hour; less than 0.1 is left out.",
                        format::duration(w, verified_ms)
                    ),
                },
                false,
            ),
            Reason::Share { verified_ms, required_ms, needed_percent, reached } => line(
                w.t("学完了多少", "How much of the class"),
                format::percent(verified_ms, required_ms),
                match (w, reached) {
                    (Self::Zh, true) => {
                        format!("全部课程长 {}，学满 {needed_percent}% 就算学完，您已经够了。", format::duration(w, required_ms))
                    }
                    (Self::Zh, false) => {
                        format!("全部课程长 {}，学满 {needed_percent}% 才算学完。", format::duration(w, required_ms))
                    }
                    (Self::En, true) => format!(
                        "All lessons last {}; {needed_percent}% completes the class, and you have it.",
                        format::duration(w, required_ms)
                    ),
                    (Self::En, false) => {
                        format!("All lessons last {}; {needed_percent}% completes the class.", format::duration(w, required_ms))
                    }
                },
                !reached,
            ),
            Reason::NoTest => line(
                w.t("结业考试", "Final test"),
                w.t("不用考", "None").to_owned(),
                w.t("这个班没有结业考试。", "This class has no final test.").to_owned(),
                false,
            ),
            Reason::TestMissing { needed } => line(
                w.t("结业考试", "Final test"),
                w.t("还没有考", "Not taken yet").to_owned(),
                match w {
                    Self::Zh => format!("{needed} 分合格。"),
                    Self::En => format!("{needed} points pass."),
                },
                true,
            ),
            Reason::Test { mark, needed } => line(
                w.t("结业考试", "Final test"),
                match w {
                    Self::Zh => format!("{mark} 分"),
                    Self::En => format!("{mark} points"),
                },
                match w {
                    Self::Zh => format!("{needed} 分合格。"),
                    Self::En => format!("{needed} points pass."),
                },
                mark < needed,
            ),
            Reason::Pay { hours, rate, percent, amount } => line(
                w.t("按学时算钱", "Pay for the hours"),
                format::money(amount.0),
                match (w, percent) {
                    (Self::Zh, 100) => {
                        format!("{} × 每学时 {}。", format::credit_hours(w, hours.tenths), format::money(rate.0))
                    }
                    (Self::Zh, _) => format!(
                        "{} × 每学时 {} × {percent}%（没有结业，按这个比例）。",
                        format::credit_hours(w, hours.tenths),
                        format::money(rate.0)
                    ),
                    (Self::En, 100) => {
                        format!("{} × {} each.", format::credit_hours(w, hours.tenths), format::money(rate.0))
                    }
                    (Self::En, _) => format!(
                        "{} × {} each × {percent}% (the class is not completed).",
                        format::credit_hours(w, hours.tenths),
                        format::money(rate.0)
                    ),
                },
                false,
            ),
            Reason::Capped { max } => line(
                w.t("一个班的上限", "Limit for one class"),
                format::money(max.0),
                w.t("超过上限，按上限算。", "It was more than the limit, so the limit applies.").to_owned(),
                true,
            ),
            Reason::NothingYet => line(
                w.t("现在能不能领", "Pay so far"),
                format::money(0),
                w.t(
                    "还没有达到上面的要求，先只报学时，不算钱。都达到了，金额会自动算出来。",
                    "What is asked for above is not reached: the hours are reported, nothing is paid yet. Once it is, the amount appears by itself.",
                )
                .to_owned(),
                true,
            ),
            Reason::IdentityUnseen { withheld } => line(
                w.t("证件还没有核对", "Identity document not seen yet"),
                w.t("暂不计钱", "No pay yet").to_owned(),
                match (w, withheld.0) {
                    (Self::Zh, 0) => "学时照常认定。领补贴以前，要带身份证件到培训机构当面核对一次。".to_owned(),
                    (Self::En, 0) => {
                        "The hours count as they are. Before any subsidy, bring your identity document to the school once.".to_owned()
                    }
                    (Self::Zh, _) => format!(
                        "学时照常认定。带身份证件到培训机构当面核对一次，核对后 {} 自动算上。",
                        format::money(withheld.0)
                    ),
                    (Self::En, _) => format!(
                        "The hours count as they are. Bring your identity document to the school once; {} is added by itself then.",
                        format::money(withheld.0)
                    ),
                },
                true,
            ),
            Reason::Standard { ref source, .. } => line(
                w.t("按哪条标准算", "The standard"),
                source.clone(),
                w.t("开班那天管用的补贴标准，上面是文号。", "The standard in force on the first day of the class, by the number of its document.").to_owned(),
                false,
            ),
            Reason::StandardsTie { ref sources } => line(
                w.t("有几条标准都对得上", "Several standards apply"),
                sources.join(w.t("、", ", ")),
                w.t(
                    "分不出该按哪一条，先不算钱。人社局停用多出来的那条，就会重新算。",
                    "None of them comes first, so nothing is paid yet. Once the bureau ends the one too many, it is worked out anew.",
                )
                .to_owned(),
                true,
            ),
            Reason::GeneralRate => line(
                w.t("按哪条标准算", "The standard"),
                w.t("通用标准", "The general rate").to_owned(),
                w.t(
                    "没有专门针对这个工种、等级和人员类别的标准，按规则里通用的每学时补贴算。",
                    "No standard is recorded for this trade, level and category, so the general rate for a credit hour applies.",
                )
                .to_owned(),
                false,
            ),
            Reason::PerPerson { fen, percent, amount } => line(
                w.t("培训补贴", "Pay for the training"),
                format::money(amount.0),
                match (w, percent) {
                    (Self::Zh, 100) => "这条标准每人给一个固定的数。".to_owned(),
                    (Self::Zh, _) => format!("每人 {} × {percent}%（没有结业，按这个比例）。", format::money(fen.0)),
                    (Self::En, 100) => "This standard pays one sum for each person.".to_owned(),
                    (Self::En, _) => {
                        format!("{} a person × {percent}% (the class is not completed).", format::money(fen.0))
                    }
                },
                false,
            ),
            Reason::Living { days, day, amount } => line(
                w.t("生活费补贴", "Living allowance"),
                format::money(amount.0),
                match w {
                    Self::Zh => format!("来学习的 {days} 天 × 每天 {}。", format::money(day.0)),
                    Self::En => format!("{days} days present × {} a day.", format::money(day.0)),
                },
                false,
            ),
            Reason::LivingCapped { max } => line(
                w.t("生活费补贴的上限", "Limit of the living allowance"),
                format::money(max.0),
                w.t("超过上限，按上限算。", "It was more than the limit, so the limit applies.").to_owned(),
                true,
            ),
            Reason::CategoryUnproved { withheld, .. } => line(
                w.t("人员类别还没有证明", "Category not proved yet"),
                w.t("暂不计钱", "No pay yet").to_owned(),
                match (w, withheld.0) {
                    (Self::Zh, 0) => "这条标准只给这类人员。把类别证明交上来，核对以后才能算钱。".to_owned(),
                    (Self::En, 0) => {
                        "This standard is for one category of people. Hand in the proof; nothing is paid before it is checked.".to_owned()
                    }
                    (Self::Zh, _) => format!(
                        "这条标准只给这类人员。把类别证明交上来，核对以后 {} 就能算上。",
                        format::money(withheld.0)
                    ),
                    (Self::En, _) => format!(
                        "This standard is for one category of people. Hand in the proof; {} is added once it is checked.",
                        format::money(withheld.0)
                    ),
                },
                true,
            ),
            Reason::TooOften { ref year, trainings, most } => line(
                w.t("一年几次", "How often in a year"),
                w.t("不补", "No pay").to_owned(),
                match w {
                    Self::Zh => format!("{year} 年已经有 {trainings} 次补贴培训，每人每年最多 {most} 次，这次不再补。"),
                    Self::En => format!(
                        "{trainings} trainings of {year} are subsidised already; {most} a year are paid, so this one is not."
                    ),
                },
                true,
            ),
            Reason::TaughtBefore { ref class_code } => line(
                w.t("同一工种、同一等级", "The same trade and level"),
                w.t("不补", "No pay").to_owned(),
                match w {
                    Self::Zh => format!("同一工种、同一等级只补一次，在班级 {class_code} 已经补过，或者已经申请了。"),
                    Self::En => format!(
                        "A trade at a level is paid once; class {class_code} was subsidised or is claimed already."
                    ),
                },
                true,
            ),
            Reason::DaysOverlap { ref class_code } => line(
                w.t("日期和别的班重叠", "Days of another class"),
                w.t("不补", "No pay").to_owned(),
                match w {
                    Self::Zh => format!("和班级 {class_code} 的日期重叠，同一天只能补一个班。"),
                    Self::En => format!("Its days overlap those of class {class_code}; only one class is paid for a day."),
                },
                true,
            ),
            Reason::TooYoung { age } => line(
                w.t("年龄", "Age"),
                w.t("不补", "No pay").to_owned(),
                match w {
                    Self::Zh => format!("开班那天 {age} 岁，不满 {} 岁不补。", domain::working_age::YOUNGEST),
                    Self::En => format!(
                        "{age} years old on the first day of the class; nobody under {} is paid for.",
                        domain::working_age::YOUNGEST
                    ),
                },
                true,
            ),
            Reason::Retired { age } => line(
                w.t("年龄", "Age"),
                w.t("不补", "No pay").to_owned(),
                match w {
                    Self::Zh => format!("开班那天 {age} 岁，已经到了法定退休年龄，不补。"),
                    Self::En => {
                        format!("{age} years old on the first day of the class, which is the age of retirement by law.")
                    }
                },
                true,
            ),
        }
    }

    /// How a record pays, in a few words. Whoever has studied enough lacks the final test, and reads that.
    pub fn pay_mode(self, mode: PayMode, reasoning: &[Reason]) -> &'static str {
        let studied = reasoning.iter().any(|reason| matches!(reason, Reason::Share { reached: true, .. }));
        match mode {
            PayMode::Partial if studied => self.t("考试没有合格，按比例", "Test not passed, a share"),
            PayMode::HoursOnly if studied => {
                self.t("考试还没有合格，先报学时", "Test not passed, hours only")
            }
            PayMode::Full => self.t("已学完，全额", "Completed, full rate"),
            PayMode::Partial => self.t("没有学完，按比例", "Not completed, a share"),
            PayMode::Withheld => self.t("等核对证件，暂不计钱", "Document to be seen, no pay yet"),
            PayMode::HoursOnly => self.t("还没有学完，先报学时", "Not completed, hours only"),
            PayMode::NotOwed => self.t("按规定不补", "Not paid by the rules"),
        }
    }

    /// The same from its code.
    pub fn pay_mode_of(self, code: &str, reasoning: &[Reason]) -> &'static str {
        PayMode::from_code(code).map_or("", |mode| self.pay_mode(mode, reasoning))
    }
}
