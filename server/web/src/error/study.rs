//! What the rules of study refuse, put into words.

use domain::study::StudyRefusal;

use super::AppError;

impl From<StudyRefusal> for AppError {
    fn from(refusal: StudyRefusal) -> Self {
        match refusal {
            StudyRefusal::Malformed => Self::invalid(
                "malformed",
                "学习记录的格式不对，没有改动，可以继续学习。",
                "The beat is malformed. Nothing was changed; the session is still usable.",
            ),
            StudyRefusal::ClassNotOpen => Self::conflict(
                "class_not_open",
                "这个班还没开始，或者已经结束，现在学习不记学时。",
                "This class has not begun or is over: study would not count now.",
            ),
            StudyRefusal::Superseded => Self::conflict(
                "superseded",
                "您在另一个页面或设备上开始了学习，这里已经停止记录。",
                "You began to study on another page or device, so recording stopped here.",
            ),
            StudyRefusal::ConflictingSeq => Self::conflict(
                "conflicting_seq",
                "同一个序号已经记过另一段内容，以先到的为准。",
                "Another beat was recorded under this number; the first one stands.",
            ),
            StudyRefusal::Ended => Self::gone(
                "ended",
                "这次学习已经结束。再点一次开始学习，就接着记。",
                "This session has ended. Start again to go on.",
            ),
            StudyRefusal::NoSuchCheck => {
                Self::gone("check_over", "这次抽查已经结束。", "This check is over.")
            }
            StudyRefusal::NotShown => {
                Self::conflict("not_shown", "请先打开抽查再回答。", "Ask for the check before answering it.")
            }
            StudyRefusal::NotExtendable => Self::conflict(
                "not_extendable",
                "这次抽查的时间不能再延长了。",
                "This check cannot be given more time.",
            ),
            StudyRefusal::NotByPasskey => Self::conflict(
                "not_by_passkey",
                "这次抽查不能用通行密钥，请直接回答。",
                "This check takes no passkey. Please answer it.",
            ),
            StudyRefusal::NotHeld => {
                Self::conflict("not_held", "现在不需要确认身份。", "There is nothing to confirm now.")
            }
        }
    }
}
