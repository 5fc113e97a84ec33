//! What people type and paste, as it was meant: one cleaner for every field, number and code.

/// What somebody sees of a pasted text: without the marks that cannot be seen (direction, width, order of bytes) and without
/// the space around it. What joins letters of some scripts and parts of one emoji stays.
pub fn visible(typed: &str) -> String {
    let hidden = |c: char| is_invisible(c) && !matches!(c, '\u{200c}' | '\u{200d}');
    let seen: String = typed.chars().filter(|c| !hidden(*c)).collect();
    seen.trim().to_owned()
}

/// Letters and digits as they were meant: without spaces or invisible marks, no full-width forms, one kind of dash, capital
/// letters.
pub fn plain(typed: &str) -> String {
    let seen = typed.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c));
    seen.map(narrow).collect::<String>().to_ascii_uppercase()
}

/// The same without what people put between the groups of a number.
pub fn number(typed: &str) -> String {
    plain(typed).chars().filter(|c| !matches!(c, '-' | '(' | ')' | '.' | '·' | '_')).collect()
}

/// Marks that nobody sees and that come along with a copied number: zero width, direction, joiners, byte order, soft hyphens,
/// variants of a shape.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The character of an English keyboard that was meant.
fn narrow(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '－' => '-',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a copied number may have in it that nobody sees.
    const MARKS: [char; 11] = [
        '\u{200e}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2060}', '\u{feff}',
        '\u{200b}', '\u{2066}', '\u{fe0f}',
    ];

    #[test]
    fn marks_that_nobody_sees_are_no_part_of_a_number() {
        for mark in MARKS {
            let typed = format!("{mark}138{mark}0546 2201{mark}");
            assert_eq!(plain(&typed), "13805462201", "{mark:?}");
            assert_eq!(visible(&typed), "1380546 2201", "{mark:?}");
        }
    }

    #[test]
    fn dashes_and_full_width_forms_are_what_was_meant() {
        for dash in ['-', '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－'] {
            assert_eq!(plain(&format!("ab{dash}１２")), "AB-12", "{dash}");
            assert_eq!(number(&format!("ab{dash}１２")), "AB12", "{dash}");
        }
        assert_eq!(number("（+86）"), "+86");
    }

    #[test]
    fn a_text_keeps_what_is_seen_of_it() {
        assert_eq!(visible(" \u{feff}停电了，\u{200b}没学成 \n"), "停电了，没学成");
        assert_eq!(visible("👩\u{200d}🌾 ok"), "👩\u{200d}🌾 ok");
    }
}
