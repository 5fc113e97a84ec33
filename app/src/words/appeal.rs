//! Words about appeals.

use domain::appeal::{Ground, NotTaken, Stage, Verdict};

use super::Words;

impl Words {
    /// On what ground time counts after all.
    pub fn ground(self, ground: Ground) -> &'static str {
        match ground {
            Ground::Device => self.t("停电或设备坏了", "Power or device failed"),
            Ground::Network => self.t("网络断了", "Network failed"),
            Ground::Illness => self.t("生病或意外", "Illness or accident"),
            Ground::Check => {
                self.t("抽查看不见、听不清或没法回答", "The check could not be seen, heard or answered")
            }
            Ground::System => self.t("系统出了差错", "This system made a mistake"),
        }
    }

    /// How far an appeal has come.
    pub fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::First => self.t("等初审", "Waits for the first reviewer"),
            Stage::Second => self.t("等复核", "Waits for the second reviewer"),
            Stage::Granted => self.t("申诉成立", "Granted"),
            Stage::Refused => self.t("没有通过", "Refused"),
        }
    }

    /// What one step was.
    pub fn appeal_step(self, kind: &str, verdict: Option<Verdict>) -> &'static str {
        match (kind, verdict) {
            ("comment", _) => self.t("培训机构说明", "The institution says"),
            ("propose", Some(Verdict::Grant)) => self.t("初审：建议认定", "First review: count it"),
            ("propose", _) => self.t("初审：建议不认定", "First review: do not count it"),
            ("send_back", _) => self.t("复核：退回重审", "Second review: look again"),
            (_, Some(Verdict::Grant)) => self.t("复核：同意认定", "Second review: counted"),
            _ => self.t("复核：同意不认定", "Second review: not counted"),
        }
    }

    /// Why nothing can be given back now, for whoever looks at an appeal.
    pub fn not_grantable(self, why: NotTaken) -> &'static str {
        match why {
            NotTaken::Studying => self.t(
                "学员正在学习，现在算不出来，请过两三分钟再看。",
                "Not known while the learner is studying: look again in two or three minutes.",
            ),
            _ => self.t(
                "没有：后来补学过了，或者按真实时间不可能学这么多，或者当天已满。",
                "Nothing: it was studied again since, or real time does not allow it, or the day is full.",
            ),
        }
    }

    /// Why a step was not taken, and what to do.
    pub fn not_taken(self, why: NotTaken) -> &'static str {
        match why {
            NotTaken::NotItsTurn => self.t(
                "这件申诉已经有人处理过了，请看最新的进展。",
                "Somebody else was quicker: see how the appeal stands now.",
            ),
            NotTaken::NotThisPerson => self.t(
                "您不能处理这件申诉：自己的申诉不能自己定，说明、初审、复核必须是不同的人。",
                "You cannot take this step: nobody decides their own appeal, and comment, first and second review must be different people.",
            ),
            NotTaken::NothingLeft => self.t(
                "已经没有可以认定的时间：这一段后来补学过了，或者按真实时间不可能学这么多，或者当天已满。请退回初审，建议不认定。",
                "Nothing is left that could count: it was studied again since, or real time does not allow it, or the day is full. Send it back so that a refusal is proposed.",
            ),
            NotTaken::Studying => self.t(
                "学员正在学习，请等两三分钟再确认。",
                "The learner is studying just now. Confirm in two or three minutes.",
            ),
        }
    }
}
