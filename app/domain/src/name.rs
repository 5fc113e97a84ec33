//! Names as they stand on an identity document.

use unicode_normalization::UnicodeNormalization;

use crate::typed::visible;

/// The longest name that is taken. Names of several parts reach forty characters; nobody's stops being theirs by its length.
pub const NAME_CHARS_MAX: usize = 100;

/// Why something is not a name as it stands on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameRefusal {
    #[error("nothing was typed")]
    Empty,
    /// More than any card has room for.
    #[error("too long")]
    Long,
    /// A space where the card may have a dot: only its holder knows.
    #[error("a space between two parts")]
    Space,
    /// A dot before the first part, behind the last, or two in a row.
    #[error("a dot that joins nothing")]
    Dot,
    /// Latin letters, where the card has Chinese characters.
    #[error("latin letters")]
    Latin,
    /// Both kinds of writing in one name.
    #[error("chinese characters and latin letters")]
    Mixed,
    /// A character that no name has.
    #[error("{0:?} is no part of a name")]
    Character(char),
}

/// The name on a card in Chinese: characters in their normal form, with one kind of dot between the parts of a longer name.
pub fn read_name(typed: &str) -> Result<String, NameRefusal> {
    let normal: String = visible(typed).chars().flat_map(whole_character).nfc().map(one_dot).collect();
    let parts: Vec<&str> = normal.split('·').map(str::trim).collect();
    if normal.is_empty() {
        return Err(NameRefusal::Empty);
    }
    if let Some(odd) = normal.chars().find(|c| !is_han(*c) && *c != '·' && !c.is_whitespace()) {
        return Err(if odd.is_ascii_alphabetic() { NameRefusal::Latin } else { NameRefusal::Character(odd) });
    }
    if parts.iter().any(|part| part.is_empty()) {
        return Err(NameRefusal::Dot);
    }
    // Two or three characters set apart are the habit of lists, which makes all names equally wide.
    let set_apart = |part: &str| part.split_whitespace().all(|one| one.chars().count() == 1);
    if parts.iter().any(|part| part.contains(char::is_whitespace) && !set_apart(part)) {
        return Err(NameRefusal::Space);
    }
    let name: String = parts.join("·").chars().filter(|c| !c.is_whitespace()).collect();
    if name.chars().count() > NAME_CHARS_MAX { Err(NameRefusal::Long) } else { Ok(name) }
}

/// A name in Latin letters as a passport has it: capital letters, one space between its parts.
pub fn read_latin_name(typed: &str) -> Result<String, NameRefusal> {
    let typed = visible(typed);
    let parts = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，'));
    let parts = parts.filter(|part| !part.is_empty());
    let name = parts.map(crate::typed::plain).collect::<Vec<_>>().join(" ").replace(['’', '‘', '`'], "'");
    if name.is_empty() {
        return Err(NameRefusal::Empty);
    }
    if let Some(odd) = name.chars().find(|c| !c.is_ascii_uppercase() && !matches!(c, ' ' | '-' | '\'')) {
        return Err(if is_han(odd) { NameRefusal::Mixed } else { NameRefusal::Character(odd) });
    }
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Err(NameRefusal::Character(name.chars().next().unwrap_or(' ')));
    }
    if name.chars().count() > NAME_CHARS_MAX { Err(NameRefusal::Long) } else { Ok(name) }
}

/// The character that a copied radical stands for; any other stays.
fn whole_character(c: char) -> impl Iterator<Item = char> {
    let is_radical = matches!(c, '\u{2e80}'..='\u{2fdf}');
    std::iter::once(c).nfkc().filter(move |_| is_radical).chain((!is_radical).then_some(c))
}

/// The dot of the standard for every one that a keyboard or a form has in its place.
fn one_dot(c: char) -> char {
    match c {
        '•' | '‧' | '・' | '･' | '∙' | '⋅' | '●' | '․' | '᛫' | '⸱' | '⸰' | 'ㆍ' | '﹒' | '.' | '．' => {
            '·'
        }
        c => c,
    }
}

/// Chinese characters: the unified ones to extension J, those twelve that stand among the compatible ones, and 〇.
fn is_han(c: char) -> bool {
    matches!(
        c,
        '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '\u{323b0}'..='\u{3347f}'
            | '\u{fa0e}' | '\u{fa0f}' | '\u{fa11}' | '\u{fa13}' | '\u{fa14}' | '\u{fa1f}' | '\u{fa21}' | '\u{fa23}'
            | '\u{fa24}' | '\u{fa27}'..='\u{fa29}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_as_on_the_card() {
        assert_eq!(read_name(" 王 芳").as_deref(), Ok("王芳"));
        assert_eq!(read_name("王　小　明").as_deref(), Ok("王小明"));
        assert_eq!(read_name("一").as_deref(), Ok("一"), "people of one character exist");
        let long = format!("{}·{}", "买".repeat(32), "提".repeat(33));
        assert_eq!((long.chars().count(), read_name(&long).as_deref()), (66, Ok(long.as_str())));
        assert_eq!(read_name(&"王".repeat(101)), Err(NameRefusal::Long));
    }

    #[test]
    fn every_dot_that_keyboards_have_is_the_one_of_the_card() {
        for dot in "·•‧・･∙⋅●․᛫⸱.．".chars() {
            assert_eq!(read_name(&format!("阿不都{dot}热合曼")).as_deref(), Ok("阿不都·热合曼"), "{dot}");
            assert_eq!(read_name(&format!("阿不都 {dot} 热合曼")).as_deref(), Ok("阿不都·热合曼"), "{dot}");
        }
    }

    #[test]
    fn rare_characters_are_taken_in_their_normal_form() {
        // The twelve unified ones among the compatible, and one of each extension, J included.
        for whole in [
            "﨑",
            "﨎",
            "﨩",
            "㐀",
            "𠀀",
            "𪜀",
            "𫝀",
            "𫠠",
            "𬺰",
            "𰀀",
            "𱍐",
            "\u{2ebf0}",
            "\u{323b0}",
            "\u{33479}",
        ] {
            assert_eq!(read_name(&format!("山{whole}")).as_deref(), Ok(&*format!("山{whole}")), "{whole}");
        }
        assert_eq!(
            read_name("\u{f914}\u{2f81a}").as_deref(),
            Ok("樂冬"),
            "compatible ones have a normal form"
        );
        assert_eq!(read_name("王\u{2f00}").as_deref(), Ok("王一"), "a radical copied from a PDF");
        assert_eq!(read_name("\u{200e}王\u{feff}芳\u{202c}").as_deref(), Ok("王芳"));
    }

    #[test]
    fn a_space_asks_and_each_refusal_is_its_own() {
        assert_eq!(read_name("买买提 艾力"), Err(NameRefusal::Space));
        assert_eq!(read_name(" \u{feff}"), Err(NameRefusal::Empty));
        assert_eq!(read_name("王芳·"), Err(NameRefusal::Dot));
        assert_eq!(read_name("买买提··艾力"), Err(NameRefusal::Dot));
        assert_eq!(read_name("Wang Fang"), Err(NameRefusal::Latin));
        assert_eq!(read_name("王芳1"), Err(NameRefusal::Character('1')));
    }

    #[test]
    fn a_latin_name_has_capitals_and_single_spaces() {
        assert_eq!(read_latin_name("o’brien,  Mary–Ann").as_deref(), Ok("O'BRIEN MARY-ANN"));
        assert_eq!(read_latin_name("Wang 方"), Err(NameRefusal::Mixed));
        assert_eq!(read_latin_name("R2D2"), Err(NameRefusal::Character('2')));
        assert_eq!(read_latin_name("-A"), Err(NameRefusal::Character('-')));
    }
}
