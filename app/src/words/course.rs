//! Words about courses and classes.

use domain::class::EnrolRefusal;
use domain::course::{LessonKind, Level, Mode};

use super::Words;
use crate::format;

impl Words {
    /// Which classes, by the months in which they end; `None` for all of them.
    pub fn ending_in(self, from: &str, until: &str) -> Option<String> {
        let months = format::months(self, from, until)?;
        Some(match self {
            Self::Zh => format!("{months}结束的班级"),
            Self::En => {
                format!("classes that end {}", if from == until { format!("in {months}") } else { months })
            }
        })
    }

    /// What a completed course certifies.
    pub fn level(self, level: Level) -> &'static str {
        match level {
            Level::Special => self.t("专项职业能力", "One occupational skill"),
            Level::Five => self.t("五级（初级工）", "Level 5, junior worker"),
            Level::Four => self.t("四级（中级工）", "Level 4, intermediate worker"),
            Level::Three => self.t("三级（高级工）", "Level 3, senior worker"),
        }
    }

    /// The same from its code; an unknown code says nothing.
    pub fn level_of(self, code: &str) -> &'static str {
        Level::from_code(code).map_or("", |level| self.level(level))
    }

    /// Where a course is taught.
    pub fn mode(self, mode: Mode) -> &'static str {
        match mode {
            Mode::Online => self.t("手机上学", "Online"),
            Mode::Blended => self.t("手机上学 + 到场上课", "Online and in class"),
        }
    }

    /// The same from its code.
    pub fn mode_of(self, code: &str) -> &'static str {
        Mode::from_code(code).map_or("", |mode| self.mode(mode))
    }

    /// What a lesson is made of, from its code.
    pub fn kind_of(self, code: &str) -> &'static str {
        match LessonKind::from_code(code) {
            Some(LessonKind::Document) => self.t("图文", "Reading"),
            Some(LessonKind::Quiz) => self.t("练习", "Practice"),
            _ => self.t("视频", "Video"),
        }
    }

    /// Why somebody could not enrol, and what they can do.
    pub fn enrol_refused(self, refusal: EnrolRefusal) -> &'static str {
        match refusal {
            EnrolRefusal::NotBegun => self.t(
                "这个班还没有开始，到开班那天再来报名。",
                "This class has not begun yet. Come back on its first day.",
            ),
            EnrolRefusal::Over => self.t(
                "这个班已经结束，不能再报名。请看看别的班或别的课程。",
                "This class is over. Please look at another class or course.",
            ),
            EnrolRefusal::Full => self.t(
                "这个班的名额刚刚满了。请看看别的班，或者打电话问培训机构。",
                "The last seat of this class has just been taken. Please look at another class, or call the school.",
            ),
            EnrolRefusal::Already => {
                self.t("您已经在这个班里了，直接学习就行。", "You are in this class already. Just go on studying.")
            }
        }
    }
}
