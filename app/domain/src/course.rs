//! Courses: their kinds in codes, and how their words become search terms.
//!
//! Chinese is written without spaces, so a word cannot be cut out by a rule. Every run of Chinese characters is
//! indexed by its single characters and its pairs; a query is cut into pairs the same way, and all of them must
//! be there. So a two-character word is always found, without a dictionary.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::codes::codes;

/// The most terms of a query that are looked up: a search, not a copied page.
pub const QUERY_TERMS_MAX: usize = 16;

codes! {
    /// What a completed course certifies.
    Level {
        /// 专项职业能力: one occupational skill.
        Special = "special",
        /// 五级/初级工.
        Five = "five",
        /// 四级/中级工.
        Four = "four",
        /// 三级/高级工.
        Three = "three",
    }
}

codes! {
    /// Where a course is taught.
    Mode {
        /// Wholly in the browser.
        Online = "online",
        /// In the browser and in a classroom.
        Blended = "blended",
    }
}

codes! {
    /// What a lesson is made of.
    LessonKind {
        /// A video with its own length.
        Video = "video",
        /// Pages to read, each with a nominal length.
        Document = "document",
        /// Items to practise on, each with a nominal length.
        Quiz = "quiz",
    }
}

/// A page of a document lesson, or an item of a quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPage {
    /// Its heading.
    pub title: String,
    /// Nominal time: so much of it counts at most.
    pub seconds: i64,
    /// So long it is shown at least before the next; absent: all of its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_min: Option<i64>,
    /// Plain text: a blank line ends a paragraph, a line that begins with "- " is a list item.
    pub body: String,
    /// What is to be practised; only items of a quiz have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Exercise>,
}

/// Something to practise. It is no check: nothing depends on it, so what is right goes to the page with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    /// What is asked.
    pub question: String,
    /// In the order in which they are shown.
    pub options: Vec<ExerciseOption>,
}

/// An answer to choose, and what is said to whoever chooses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseOption {
    pub text: String,
    /// Why it is right, or what to think of again.
    pub why: String,
    #[serde(default)]
    pub right: bool,
}

/// How many answers an exercise may have.
pub const EXERCISE_OPTIONS: std::ops::RangeInclusive<usize> = 2..=4;

/// Why a page cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageFlaw {
    #[error("its time must be more than nothing")]
    NoTime,
    #[error("its least time must be more than nothing and no more than its time")]
    LeastTime,
    #[error("a quiz asks something on every page, and nothing else does")]
    Exercise,
    #[error("an exercise has 2 to 4 answers, each with its reason")]
    Options,
    #[error("exactly one answer is right")]
    Right,
}

impl DocumentPage {
    /// How long it is shown at least, in milliseconds.
    pub fn least_ms(&self) -> i64 {
        self.seconds_min.unwrap_or(self.seconds) * 1000
    }

    /// Whether it can stand in a lesson of this kind.
    pub fn checked(&self, kind: LessonKind) -> Result<(), PageFlaw> {
        if self.seconds <= 0 {
            return Err(PageFlaw::NoTime);
        }
        if !(1..=self.seconds).contains(&self.seconds_min.unwrap_or(self.seconds)) {
            return Err(PageFlaw::LeastTime);
        }
        let Some(exercise) = &self.exercise else {
            return if kind == LessonKind::Quiz { Err(PageFlaw::Exercise) } else { Ok(()) };
        };
        let has_gap = exercise.options.iter().any(|option| option.text.is_empty() || option.why.is_empty());
        if kind != LessonKind::Quiz || exercise.question.is_empty() {
            Err(PageFlaw::Exercise)
        } else if has_gap || !EXERCISE_OPTIONS.contains(&exercise.options.len()) {
            Err(PageFlaw::Options)
        } else if exercise.options.iter().filter(|option| option.right).count() != 1 {
            Err(PageFlaw::Right)
        } else {
            Ok(())
        }
    }
}

/// The terms under which a text is indexed: single characters and pairs of every Chinese run, and whole Latin words.
pub fn index_terms(text: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for run in runs(text) {
        match run {
            Run::Chinese(chars) => {
                terms.extend(chars.iter().map(char::to_string));
                terms.extend(chars.windows(2).map(String::from_iter));
            }
            Run::Latin(word) => {
                terms.insert(word);
            }
        }
    }
    terms
}

/// The terms that must all be found for a query: pairs, or the character itself where it stands alone.
pub fn query_terms(text: &str) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for run in runs(text) {
        let found: Vec<String> = match run {
            Run::Chinese(chars) if chars.len() == 1 => vec![chars[0].to_string()],
            Run::Chinese(chars) => chars.windows(2).map(String::from_iter).collect(),
            Run::Latin(word) => vec![word],
        };
        for term in found {
            if terms.len() < QUERY_TERMS_MAX && !terms.contains(&term) {
                terms.push(term);
            }
        }
    }
    terms
}

enum Run {
    Chinese(Vec<char>),
    Latin(String),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let (mut chinese, mut latin) = (Vec::new(), String::new());
    // The last turn, with a separator, closes whatever run is open.
    for c in text.chars().map(half_width).chain([' ']) {
        let is_chinese = is_chinese(c);
        let is_latin = !is_chinese && c.is_alphanumeric();
        if !is_chinese && !chinese.is_empty() {
            runs.push(Run::Chinese(std::mem::take(&mut chinese)));
        }
        if !is_latin && !latin.is_empty() {
            runs.push(Run::Latin(std::mem::take(&mut latin)));
        }
        if is_chinese {
            chinese.push(c);
        } else if is_latin {
            latin.extend(c.to_lowercase());
        }
    }
    runs
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '々')
}

/// Chinese keyboards also type full-width letters and figures: Ａ is A.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_is_cut_into_pairs() {
        assert_eq!(query_terms("大闸蟹 养殖"), ["大闸", "闸蟹", "养殖"]);
        assert_eq!(query_terms("蟹"), ["蟹"]);
        assert_eq!(query_terms("Excel表格,ＷＰＳ 2026"), ["excel", "表格", "wps", "2026"]);
        assert_eq!(query_terms(" ,。!"), Vec::<String>::new());
    }

    #[test]
    fn codes_come_back_as_they_went() {
        for level in Level::ALL {
            assert_eq!(Level::from_code(level.as_str()), Some(level));
        }
        assert_eq!(Mode::from_code("elsewhere"), None);
    }

    #[test]
    fn a_page_is_published_only_whole() {
        let option = |right| ExerciseOption { text: "甲".into(), why: "因为".into(), right };
        let exercise = |rights: &[bool]| {
            Some(Exercise {
                question: "哪个对？".into(),
                options: rights.iter().map(|right| option(*right)).collect(),
            })
        };
        let page = DocumentPage { seconds: 40, ..DocumentPage::default() };
        let item = DocumentPage { seconds_min: Some(15), exercise: exercise(&[false, true]), ..page.clone() };
        assert_eq!((page.least_ms(), item.least_ms()), (40_000, 15_000));
        assert_eq!(page.checked(LessonKind::Document), Ok(()));
        assert_eq!(item.checked(LessonKind::Quiz), Ok(()));
        assert_eq!(page.checked(LessonKind::Quiz), Err(PageFlaw::Exercise));
        assert_eq!(item.checked(LessonKind::Document), Err(PageFlaw::Exercise));
        let with = |seconds, seconds_min, rights: &[bool]| {
            DocumentPage { seconds, seconds_min, exercise: exercise(rights), ..page.clone() }
                .checked(LessonKind::Quiz)
        };
        assert_eq!(with(0, None, &[true, false]), Err(PageFlaw::NoTime));
        assert_eq!(with(40, Some(41), &[true, false]), Err(PageFlaw::LeastTime));
        assert_eq!(with(40, Some(0), &[true, false]), Err(PageFlaw::LeastTime));
        assert_eq!(with(40, None, &[true]), Err(PageFlaw::Options));
        assert_eq!(with(40, None, &[true, false, false, false, false]), Err(PageFlaw::Options));
        assert_eq!(with(40, None, &[true, true]), Err(PageFlaw::Right));
        assert_eq!(with(40, None, &[false, false]), Err(PageFlaw::Right));
        let mut silent = item.clone();
        silent.exercise.as_mut().unwrap().options[0].why.clear();
        assert_eq!(silent.checked(LessonKind::Quiz), Err(PageFlaw::Options));
        // What a page does not say, it does not have.
        let plain: DocumentPage = serde_json::from_str(r#"{"title":"一","seconds":9,"body":"文"}"#).unwrap();
        assert_eq!((plain.least_ms(), plain.exercise), (9_000, None));
    }

    proptest! {
        /// Whatever stretch of a title a person types, every term of it is in the title's index.
        #[test]
        fn any_stretch_of_chinese_is_found(title in "[\u{4e00}-\u{4fff}]{2,24}", from in 0usize..24, length in 1usize..8) {
            let chars: Vec<char> = title.chars().collect();
            let from = from % chars.len();
            let typed: String = chars.iter().skip(from).take(length).collect();
            let index = index_terms(&title);
            prop_assert!(query_terms(&typed).iter().all(|term| index.contains(term)), "{typed} in {title}");
        }
    }
}
