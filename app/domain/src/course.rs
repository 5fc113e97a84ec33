//! Courses: their kinds in codes, and how their words become search terms.
//!
//! Chinese is written without spaces, so a word cannot be cut out by a rule. Every run of Chinese characters is
//! indexed by its single characters and its pairs; a query is cut into pairs the same way, and all of them must
//! be there. So a two-character word is always found, without a dictionary.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The most terms of a query that are looked up: a search, not a copied page.
pub const QUERY_TERMS_MAX: usize = 16;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$case_doc])* #[serde(rename = $code)] $case),+
        }

        impl $name {
            /// Every case, in the order in which people are shown them.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];

            /// The stable code of the database and of links.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$case => $code),+
                }
            }

            /// The case a code stands for.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == code)
            }
        }
    };
}

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
    }
}

/// A page of a document lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPage {
    /// Its heading.
    pub title: String,
    /// Nominal reading time.
    pub seconds: i64,
    /// Plain text: a blank line ends a paragraph, a line that begins with "- " is a list item.
    pub body: String,
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
            assert_eq!(Level::from_code(level.as_str()), Some(*level));
        }
        assert_eq!(Mode::from_code("elsewhere"), None);
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
