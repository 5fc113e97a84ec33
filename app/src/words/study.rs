//! Words about time that was not counted: why, and what to do.

use domain::study::RefusalCode;

use super::Words;

/// A reason in plain words, and the way to make up for it.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    pub why: &'static str,
    pub help: &'static str,
}

impl Words {
    /// Why time was not counted and what to do, in one go. `code` is one of [`domain::study::RefusalCode`].
    pub fn refusal(self, code: &str) -> String {
        let Reason { why, help } = self.refused(code);
        format!("{why}{}{help}", self.t("", " "))
    }

    /// The same in its two halves.
    pub fn refused(self, code: &str) -> Reason {
        let Some(code) = RefusalCode::from_code(code) else {
            return Reason {
                why: self.t("这段时间没有算。", "This time was not counted."),
                help: self.t(
                    "想知道原因，请打 12333 或问培训机构。",
                    "To learn why, call 12333 or ask the school.",
                ),
            };
        };
        match code {
            RefusalCode::FasterThanTime => Reason {
                why: self.t(
                    "看得比实际时间快（快进或跳过），多出来的部分没有算。",
                    "It went faster than real time (skipping or fast play). The surplus was not counted.",
                ),
                help: self.t(
                    "按正常速度把这一段再看一遍，就算数。",
                    "Watch that part again at normal speed and it counts.",
                ),
            },
            RefusalCode::CheckWaiting => Reason {
                why: self.t(
                    "当时有一道抽查题在等您回答，等的时候看的没有算。",
                    "A check was waiting for your answer. What played meanwhile was not counted.",
                ),
                help: self.t(
                    "先回答抽查，再把这一段看一遍，就算数。",
                    "Answer the check first, then watch that part again and it counts.",
                ),
            },
            RefusalCode::Held => Reason {
                why: self.t(
                    "抽查连着答错，要先确认是您本人，确认之前看的没有算。",
                    "Wrong answers in a row: we must first be sure it is you. What played before that was not counted.",
                ),
                help: self.t(
                    "打开课程输入登录密码，或请培训机构老师帮您确认，再把这一段看一遍。以前的时间不会丢。",
                    "Open the lesson and enter your password, or ask your teacher to confirm; then watch that part again. Earlier time is safe.",
                ),
            },
            RefusalCode::DayCap => Reason {
                why: self.t(
                    "那天的学时已经满了，超出的没有算。",
                    "That day had reached its limit. The surplus was not counted.",
                ),
                help: self.t("换一天再看一遍，就算数。", "Watch it again on another day and it counts."),
            },
            RefusalCode::OutsideWindow => Reason {
                why: self.t(
                    "不在规定的学习时间里，所以没有算。",
                    "It was outside the hours in which study counts.",
                ),
                help: self.t(
                    "在规定的时间里再看一遍，就算数。",
                    "Watch it again within the hours and it counts.",
                ),
            },
            RefusalCode::CheckIgnored => Reason {
                why: self.t(
                    "抽查问了几次都没有人回答，这一段没有算。",
                    "The check was offered several times and nobody answered. This part was not counted.",
                ),
                help: self.t("这一段可以重新学，学了照样算。", "You can study this part again, and it counts."),
            },
            RefusalCode::CheckFailed => Reason {
                why: self.t(
                    "同一次抽查里两回都要核对身份，这一段没有算。",
                    "Identity had to be confirmed twice over one check. This part was not counted.",
                ),
                help: self.t("这一段可以重新学，学了照样算。", "You can study this part again, and it counts."),
            },
            RefusalCode::ClassClosed => Reason {
                why: self.t(
                    "班级结班时，这一段还没有通过抽查，没有算。",
                    "When the class was closed, no check had confirmed this part. It was not counted.",
                ),
                help: self.t(
                    "班级已经结班，不能再学。有疑问请问培训机构。",
                    "The class is closed and cannot be studied any more. Ask your institution.",
                ),
            },
        }
    }
}
