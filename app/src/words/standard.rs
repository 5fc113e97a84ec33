//! Words about standards: what each field is called, and what is wrong at one.

use domain::standard::Pay;
use domain::standard_line::{LineFault, StandardField};

use super::Words;
use crate::format;

impl Words {
    /// What a field of a standard is called.
    pub fn standard_field(self, field: StandardField) -> &'static str {
        match field {
            StandardField::Trade => self.t("工种", "Trade"),
            StandardField::Level => self.t("等级", "Level"),
            StandardField::Category => self.t("人员类别", "Category of people"),
            StandardField::Programme => self.t("项目", "Programme"),
            StandardField::Pay => self.t("计发方式", "How it pays"),
            StandardField::Sum => self.t("标准（元）", "Sum (yuan)"),
            StandardField::Max => self.t("每人每班最多（元）", "Most a person and class (yuan)"),
            StandardField::Partial => {
                self.t("没学完付百分之几", "Percent paid to who did not complete the class")
            }
            StandardField::LivingDay => self.t("生活费（元/天）", "Living allowance (yuan a day)"),
            StandardField::LivingMax => self.t("生活费最多（元）", "Most of it (yuan)"),
            StandardField::Fund => self.t("资金渠道", "Fund"),
            StandardField::From => self.t("从哪天起", "First day"),
            StandardField::Until => self.t("到哪天为止", "Last day"),
            StandardField::Source => self.t("文号", "Number of the document"),
        }
    }

    /// What is wrong at a field, and what to do.
    pub fn standard_fault(self, field: StandardField, fault: &LineFault) -> String {
        match fault {
            LineFault::Missing => match self {
                Self::Zh => format!("请填{}。", self.standard_field(field)),
                Self::En => format!("Please fill in: {}.", self.standard_field(field)),
            },
            LineFault::TradeUnknown(near) if near.is_empty() => self
                .t(
                    "职业目录里没有这个工种。请核对编码或名称；不限工种就空着。",
                    "No such trade is known. Please compare code and name, or leave it empty for any trade.",
                )
                .to_owned(),
            LineFault::TradeUnknown(near) => match self {
                Self::Zh => format!("没有正好叫这个的工种。是不是：{}？请填编码。", near.join("；")),
                Self::En => {
                    format!("No trade is exactly this. Is it: {}? Please write the code.", near.join("; "))
                }
            },
            LineFault::LevelUnknown => self
                .t(
                    "没有这个等级。请填专项职业能力、五级、四级或三级；不限就空着。",
                    "No such level is known. Please compare it, or leave it open for any.",
                )
                .to_owned(),
            LineFault::CategoryUnknown => self
                .t(
                    "没有这个人员类别。请照系统里的名称填；不限就空着。",
                    "No such category. Please write it as it is called here, or leave it empty for any.",
                )
                .to_owned(),
            LineFault::ProgrammeUnknown => self
                .t(
                    "没有这个项目。请填普通补贴培训、项目制、金蓝领或其他；不限就空着。",
                    "No such programme is known. Please compare it, or leave it open for any.",
                )
                .to_owned(),
            LineFault::PayUnknown => self
                .t("请填“按人”或“按学时”。", "Please write 按人 (a person) or 按学时 (a credit hour).")
                .to_owned(),
            LineFault::FundUnknown => self
                .t(
                    "没有登记过这个资金渠道。请先登记，或者核对编码。",
                    "No such fund is recorded. Please record it first, or compare its code.",
                )
                .to_owned(),
            LineFault::NotMoney => self
                .t(
                    "请只填数字，单位是元，如 1500 或 1500.50。",
                    "Please write figures only, in yuan, as 1500 or 1500.50.",
                )
                .to_owned(),
            LineFault::Decimals => {
                self.t("最多两位小数，到分为止。", "Two decimals at most: down to the fen.").to_owned()
            }
            LineFault::TooMuch => self
                .t("超过一百万元，请核对单位。", "More than a million yuan: please compare the unit.")
                .to_owned(),
            LineFault::MaxNotNeeded => self
                .t(
                    "按人计发的不用填最多多少，请空着。",
                    "Paid a person, it needs no most: please leave it empty.",
                )
                .to_owned(),
            LineFault::LivingDayMissing => self
                .t(
                    "填了生活费最多多少，也要填每天多少；没有生活费就都空着。",
                    "With a most it needs what a day pays; leave both empty where there is none.",
                )
                .to_owned(),
            LineFault::Percent => self
                .t(
                    "请填 0 到 100 的整数，如 60 或 60%。",
                    "Please write a whole number from 0 to 100, as 60 or 60%.",
                )
                .to_owned(),
            LineFault::NotADay => {
                self.t("请填日期，如 20260301。", "Please write the day, as 20260301.").to_owned()
            }
            LineFault::Backwards => {
                self.t("最后一天早于第一天，请核对。", "The last day lies before the first.").to_owned()
            }
            LineFault::SourceTooLong => {
                self.t("文号太长，最多 60 个字。", "Too long: 60 characters at most.").to_owned()
            }
            LineFault::Ties(source) => match self {
                Self::Zh => format!(
                    "和 {source} 的一条标准日期重叠，同一个班会同时对得上，分不出先后。请先停用那一条，或者把范围写得更细。"
                ),
                Self::En => format!(
                    "A standard of {source} holds on the same days and could apply to the same class, and neither comes first. End that one, or name more here."
                ),
            },
            LineFault::TiesRow(row) => match self {
                Self::Zh => format!(
                    "和第 {row} 行日期重叠，同一个班会同时对得上，分不出先后。请删掉一行，或者把范围写得更细。"
                ),
                Self::En => format!(
                    "It holds on the same days as row {row} and could apply to the same class, and neither comes first. Remove one, or name more."
                ),
            },
            LineFault::NotAValue => self
                .t(
                    "这里是公式或出错提示，不是填的内容。请复制这一格，“选择性粘贴”为“数值”。",
                    "This is a formula or an error. Copy the cell and paste it as a value.",
                )
                .to_owned(),
            LineFault::Already => {
                self.t("已经登记过，一模一样。", "Recorded already, exactly the same.").to_owned()
            }
        }
    }

    /// What a standard pays for one: `每人 ¥880.00`.
    pub fn standard_rate(self, pay: Pay) -> String {
        match pay {
            Pay::PerPerson { .. } => self.standard_pay(pay),
            Pay::PerCreditHour { fen, .. } => {
                format!("{} {}", self.t("每学时", "each hour"), format::money(fen.0))
            }
        }
    }

    /// The same, with its most: `每学时 ¥15.00，最多 ¥600.00`.
    pub fn standard_pay(self, pay: Pay) -> String {
        match (self, pay) {
            (Self::Zh, Pay::PerPerson { fen }) => format!("每人 {}", format::money(fen.0)),
            (Self::Zh, Pay::PerCreditHour { fen, max }) => {
                format!("每学时 {}，最多 {}", format::money(fen.0), format::money(max.0))
            }
            (Self::En, Pay::PerPerson { fen }) => format!("{} a person", format::money(fen.0)),
            (Self::En, Pay::PerCreditHour { fen, max }) => {
                format!("{} a credit hour, {} at most", format::money(fen.0), format::money(max.0))
            }
        }
    }
}
