//! Words about published lists and the objections to them.

use domain::publication::ObjectionState;
use domain::workflow::NotTaken;

use super::Words;

impl Words {
    /// How an objection stands.
    pub fn objection_state(self, state: ObjectionState) -> &'static str {
        match state {
            ObjectionState::Open => self.t("等待答复", "Waits for an answer"),
            ObjectionState::Upheld => self.t("查实", "Upheld"),
            ObjectionState::Dismissed => self.t("不成立", "Dismissed"),
        }
    }

    /// What an objection is about.
    pub fn objection_about(self, n: Option<i64>) -> String {
        match (self, n) {
            (Self::Zh, Some(n)) => format!("名单第 {n} 号"),
            (Self::Zh, None) => "整个班级".to_owned(),
            (Self::En, Some(n)) => format!("number {n} of the list"),
            (Self::En, None) => "the whole class".to_owned(),
        }
    }

    /// Why an objection was not answered, and what to do.
    pub fn objection_not_taken(self, why: NotTaken) -> &'static str {
        match why {
            NotTaken::NotItsTurn => self.t(
                "这条异议刚才已经有人答复了，您的没有记下。下面是最新的情况。",
                "Somebody else was quicker; your answer was not taken. This is how it stands now.",
            ),
            NotTaken::NotThisPerson => self.t(
                "办过这份申领、发布过这份名单，或者本人在名单上的，不能答复。请同事来办。",
                "Whoever took part in the claim, published the list or is on it cannot answer. Please leave this one to a colleague.",
            ),
            NotTaken::NoReason => self.t("请写明查了什么、结果怎样。", "Please say what was looked into and what came of it."),
        }
    }
}
