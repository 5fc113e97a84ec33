//! The reader's language. Both languages stand where they are used: `w.t("我的学时", "My hours")`.

mod appeal;
mod application;
mod audit;
mod claim;
pub mod course;
pub mod course_draft;
mod evidence;
mod fact;
mod film;
mod institution;
pub mod official;
mod person;
mod player;
mod policy;
mod publication;
mod roster;
mod signal;
mod standard;
pub mod study;
pub mod subsidy;

use serde::{Deserialize, Serialize};

/// Which language the reader chose (cookie `lang`); Chinese unless they asked for English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Words {
    #[default]
    Zh,
    En,
}

impl Words {
    /// The language a cookie or form names; Chinese where it names none.
    pub fn of(tag: Option<&str>) -> Self {
        if tag == Some("en") { Self::En } else { Self::Zh }
    }

    /// The sentence in the reader's language.
    pub fn t(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The same for texts that come from the database in both languages.
    pub fn either(self, zh: &str, en: &str) -> String {
        if self == Self::Zh || en.is_empty() { zh.to_owned() } else { en.to_owned() }
    }

    /// Value of `<html lang>`.
    pub fn tag(self) -> &'static str {
        self.t("zh-CN", "en")
    }
}
