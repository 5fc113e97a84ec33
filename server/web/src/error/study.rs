//! What the rules of study refuse, put into words.

use domain::study::StudyRefusal;

use super::{AppError, Sentence};

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
            StudyRefusal::NotByAnswer => Self::conflict(
                "not_by_answer",
                "这次抽查是确认您本人：请用指纹、锁屏密码或登录密码确认。",
                "This check asks who you are. Please confirm it with a passkey or your password.",
            ),
            StudyRefusal::NotYet { wait_ms } => Self::TooMany {
                code: "not_yet",
                wait_seconds: (wait_ms + 999) / 1000,
                say: Sentence::new("下一题马上就来，请等几秒。", "The next question comes in a few seconds."),
            },
            StudyRefusal::StrongerProof => Self::conflict(
                "stronger_proof_needed",
                "今天已经只凭密码确认过一次了。请用指纹或锁屏密码确认，或者请班级老师帮您确认。学过的时间都在。",
                "The password alone has confirmed you once today. Please use a passkey, or ask a teacher of your class to confirm you. Nothing is lost.",
            ),
            StudyRefusal::NotHeld => {
                Self::conflict("not_held", "现在不需要确认身份。", "There is nothing to confirm now.")
            }
        }
    }
}
