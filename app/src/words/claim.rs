//! Words about claims for the subsidy of a closed class.

use domain::claim::{ClaimState, ClaimStep};
use domain::workflow::NotTaken;

use super::Words;

impl Words {
    /// How a claim stands, for those who work on it.
    pub fn claim_state(self, state: ClaimState) -> &'static str {
        match state {
            ClaimState::Draft => self.t("草稿", "Draft"),
            ClaimState::Submitted => self.t("待初审", "First review"),
            ClaimState::Reviewed => self.t("待复核", "Second review"),
            ClaimState::Approved => self.t("复核通过", "Passed"),
            ClaimState::Returned => self.t("退回补正", "Returned"),
            ClaimState::Withdrawn => self.t("已撤回", "Withdrawn"),
        }
    }

    /// A step that was taken.
    pub fn claim_step(self, step: ClaimStep) -> &'static str {
        match step {
            ClaimStep::Submit => self.t("提交申领", "Submitted"),
            ClaimStep::Withdraw => self.t("撤回申领", "Withdrawn"),
            ClaimStep::Pass => self.t("初审通过", "Passed the first review"),
            ClaimStep::Return => self.t("初审退回机构", "Returned by the first review"),
            ClaimStep::Confirm => self.t("复核通过", "Passed the second review"),
            ClaimStep::SendBack => self.t("复核退回初审", "Sent back to the first review"),
            ClaimStep::Refer => self.t("复核退回机构", "Returned by the second review"),
        }
    }

    /// The commitment (真实性承诺) that is made with a claim, of the version [`domain::claim::COMMITMENT_VERSION`].
    pub fn claim_commitment(self) -> &'static str {
        self.t(
            "我代表本单位承诺：名单上的学员都是本人参加了培训，没有替学、代考和虚报；这个班没有向学员收过应由补贴负担的费用，也没有在别处重复申领。如有不实，愿意退回补贴并承担责任。",
            "On behalf of this institution: everybody on this list took part in person; nobody studied or sat a test for another, and nothing is made up. No learner paid for what the subsidy pays, and it is claimed nowhere else. If anything of this is untrue, the institution pays it back and answers for it.",
        )
    }

    /// Why a step of a claim was not taken, and what to do.
    pub fn claim_not_taken(self, why: NotTaken) -> &'static str {
        match why {
            NotTaken::NotItsTurn => self.t(
                "这份申领刚才已经有人办过了，您这一步没有记下。下面是最新的情况。",
                "Somebody else was quicker; your step was not taken. This is how it stands now.",
            ),
            NotTaken::NotThisPerson => self.t(
                "申领、初审、复核要由不同的人办，本人在名单上的也不能审。这份请同事来办。",
                "Claim, first and second review are done by different people, and nobody reviews a list they are on. Please leave this one to a colleague.",
            ),
            NotTaken::NoReason => self.t("退回要写明原因。", "To return it, please say why."),
        }
    }

    /// Where a learner's subsidy stands, and who has it.
    pub fn claim_for_learner(self, state: ClaimState) -> (&'static str, &'static str) {
        match state {
            ClaimState::Submitted => (
                self.t("人社局正在初审", "First review at the bureau"),
                self.t("5 个工作日内审完", "done within 5 working days"),
            ),
            ClaimState::Reviewed => (
                self.t("初审通过，正在复核", "Passed the first review, second review under way"),
                self.t(
                    "由另一位工作人员再审一遍，5 个工作日内审完",
                    "by another official, within 5 working days",
                ),
            ),
            ClaimState::Approved => (
                self.t("两次审核都通过了", "Both reviews passed it"),
                self.t("接下来由人社局公示", "the bureau publishes it next"),
            ),
            ClaimState::Draft | ClaimState::Returned | ClaimState::Withdrawn => (
                self.t("退回培训机构补正", "Returned to your school"),
                self.t(
                    "培训机构改好以后再交，不用您办什么",
                    "the school mends it and submits it anew; you need do nothing",
                ),
            ),
        }
    }
}
