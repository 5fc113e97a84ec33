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
                w.t("结业测验", "Final test"),
                w.t("不用考", "None").to_owned(),
                w.t("这个班没有结业测验。", "This class has no final test.").to_owned(),
                false,
            ),
            Reason::TestMissing { needed } => line(
                w.t("结业测验", "Final test"),
                w.t("还没有考", "Not taken yet").to_owned(),
                match w {
                    Self::Zh => format!("{needed} 分合格。"),
                    Self::En => format!("{needed} points pass."),
                },
                true,
            ),
            Reason::Test { mark, needed } => line(
                w.t("结业测验", "Final test"),
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
                        "{} × 每学时 {} × {percent}%（没有学完，按这个比例）。",
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
                    "还没有学完，先只报学时，不算钱。学满上面的比例，金额会自动算出来。",
                    "The class is not completed: the hours are reported, nothing is paid yet. Once you reach the share above, the amount appears by itself.",
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
        }
    }

    /// How a record pays, in a few words.
    pub fn pay_mode(self, mode: PayMode) -> &'static str {
        match mode {
            PayMode::Full => self.t("已学完，全额", "Completed, full rate"),
            PayMode::Partial => self.t("没有学完，按比例", "Not completed, a share"),
            PayMode::Withheld => self.t("等核对证件，暂不计钱", "Document to be seen, no pay yet"),
            PayMode::HoursOnly => self.t("还没有学完，先报学时", "Not completed, hours only"),
        }
    }

    /// The same from its code.
    pub fn pay_mode_of(self, code: &str) -> &'static str {
        PayMode::from_code(code).map_or("", |mode| self.pay_mode(mode))
    }
}
