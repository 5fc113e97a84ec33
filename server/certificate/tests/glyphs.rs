//! Every character of a name is printed, or the missing one is named and nothing is issued.

use certificate::{CertificateError, Fonts, compare, draw, read};

use crate::sheet::{noto, proof, record};

#[test]
fn rare_characters_and_dots_in_names_are_printed_and_read_back() {
    for name in ["䶮文博", "𠮷田明", "𰻞小麦", "买买提·艾力", "Anna Müller-Öz", "古丽"] {
        let content = record(name, 3);
        let file = draw(&content, &noto(), Some(proof())).unwrap();
        let found = read(&file).unwrap();
        assert!(found.text.contains(name), "{name}: {}", found.text);
        assert_eq!(compare(&content, &noto(), &found), Ok(Vec::new()), "{name}");
    }
}

#[test]
fn a_character_that_no_font_has_is_named() {
    assert_eq!(draw(&record("田明𓀀", 1), &noto(), None), Err(CertificateError::NoGlyph('𓀀')));
}

#[test]
fn what_is_no_font_is_said_with_its_name() {
    for path in ["/nowhere.ttf", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#99", "Cargo.toml"] {
        assert_eq!(Fonts::read(&[path]).unwrap_err(), CertificateError::Font(path.into()));
    }
}

#[test]
fn the_same_content_gives_the_same_bytes_and_long_ones_several_pages() {
    let content = record("王秀兰", 90);
    let (once, twice) = (draw(&content, &noto(), Some(proof())), draw(&content, &noto(), Some(proof())));
    assert_eq!(once, twice);
    let found = read(&once.unwrap()).unwrap();
    assert!(found.text.contains("第 3 页，共") && found.text.contains("第 90 课"), "{}", found.text);
    assert_eq!(compare(&content, &noto(), &found), Ok(Vec::new()));
    assert_eq!(found.attachments, [proof().bytes]);
}
