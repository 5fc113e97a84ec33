//! Words for institutions and what they are filed for.

use domain::credit_code::CreditCodeRefusal;
use domain::filing::{State, Verdict};

use super::Words;

impl Words {
    /// What kind of organisation it is, from its code; an unknown code is shown as it is.
    pub fn organisation_kind(self, kind: &str) -> String {
        match kind {
            "bureau" => self.t("人社部门", "Bureau"),
            "institution" => self.t("培训学校", "Training school"),
            "enterprise" => self.t("企业", "Enterprise"),
            "college" => self.t("院校", "College"),
            "partner" => self.t("合作部门", "Partner department"),
            other => other,
        }
        .to_owned()
    }

    /// How a filing stands.
    pub fn filing_state(self, state: State) -> &'static str {
        match state {
            State::Valid => self.t("有效", "Valid"),
            State::Suspended => self.t("已暂停", "Suspended"),
            State::Later => self.t("还没生效", "Not yet valid"),
            State::Over => self.t("已到期", "Ended"),
        }
    }

    /// Why no class of this trade at this level can be opened, and what to do; for a filing that covers it, that it does.
    pub fn filing_verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Covered => self.t("备案有效。", "It is filed."),
            Verdict::NotFiled => self.t(
                "机构没有备案这个工种。请先向人社部门申请备案，再开班。",
                "The institution is not filed for this trade. File it with the bureau first.",
            ),
            Verdict::OtherLevel => self.t(
                "机构备案了这个工种，但不是这个等级。请换备案过的等级，或者先申请备案。",
                "The institution is filed for this trade at another level. Choose that level, or file this one first.",
            ),
            Verdict::NotYet => self.t(
                "备案还没生效。请把开班日期改到生效以后。",
                "The filing is not valid yet. Let the class begin after its first day.",
            ),
            Verdict::Expired => self.t(
                "备案已经到期。请先向人社部门续备案，再开班。",
                "The filing has ended. Renew it with the bureau first.",
            ),
            Verdict::Suspended => self.t(
                "备案已被人社部门暂停。整改并恢复以后才能开班。",
                "The bureau has suspended the filing. No class can be opened until that is lifted.",
            ),
        }
    }

    /// What is wrong with a unified social credit code.
    pub fn credit_code_refused(self, refusal: CreditCodeRefusal) -> String {
        match (self, refusal) {
            (Self::Zh, CreditCodeRefusal::Empty) => {
                "请填统一社会信用代码，在营业执照或登记证书上。".to_owned()
            }
            (Self::En, CreditCodeRefusal::Empty) => {
                "Please write the unified social credit code that stands on the licence.".to_owned()
            }
            (Self::Zh, CreditCodeRefusal::Length(count)) => {
                format!("统一社会信用代码是 18 位，现在是 {count} 位。请对照证书核对。")
            }
            (Self::En, CreditCodeRefusal::Length(count)) => {
                format!(
                    "A credit code has 18 characters, this one {count}. Please compare it with the licence."
                )
            }
            (Self::Zh, CreditCodeRefusal::Character(c)) => {
                format!("统一社会信用代码里没有“{c}”（也没有字母 I、O、S、V、Z）。请对照证书核对。")
            }
            (Self::En, CreditCodeRefusal::Character(c)) => {
                format!(
                    "No credit code has {c:?} in it, nor the letters I, O, S, V, Z. Please compare it with the licence."
                )
            }
            (Self::Zh, CreditCodeRefusal::Check) => {
                "统一社会信用代码对不上，有一位写错了。请对照证书核对。".to_owned()
            }
            (Self::En, CreditCodeRefusal::Check) => {
                "One character of the credit code is wrong. Please compare it with the licence.".to_owned()
            }
        }
    }
}
