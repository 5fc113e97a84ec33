//! The rules as a document say what the code does: their sections are those that code and policies cite, the tests they
//! name exist, and their numbers are those of the default policy.

use std::path::{Path, PathBuf};

use domain::policy::difference::numbers;
use domain::rules::{CHINESE, ENGLISH, SECTIONS};

use crate::test_learner::standard;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Paths and texts of the files below a folder that end in one of these.
fn texts(folder: &Path, endings: &[&str], into: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, endings, into);
        } else if path.extension().is_some_and(|end| endings.iter().any(|known| end == *known)) {
            into.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The files of both halves of the house.
fn tree(endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    for half in ["app", "server"] {
        texts(&root().join(half), endings, &mut all);
    }
    all
}

/// The numbers of a document's sections, in their order.
fn sections(document: &str) -> Vec<usize> {
    let heads = document.lines().filter_map(|line| line.strip_prefix("## "));
    heads.map(|head| head.split_once(". ").unwrap().0.parse().unwrap()).collect()
}

/// What follows each place where a text says this.
fn after<'a>(text: &'a str, said: &str) -> Vec<&'a str> {
    text.split(said).skip(1).collect()
}

#[test]
fn both_languages_have_the_same_sections_each_with_an_address() {
    let expected: Vec<usize> = (1..=SECTIONS.len()).collect();
    assert_eq!(sections(ENGLISH), expected);
    assert_eq!(sections(CHINESE), expected);
}

#[test]
fn every_section_that_code_and_policies_cite_exists() {
    let own = Path::new(file!()).file_name().unwrap();
    let mut cited = 0;
    for (path, text) in tree(&["rs", "toml", "md", "sql"]) {
        if path.ends_with("src/rules.rs") || path.file_name() == Some(own) {
            continue;
        }
        let place = path.display();
        for (words, ending) in [("RULES.md, section ", ""), ("学习认定规则第 ", " 节")] {
            for rest in after(&text, words).into_iter().filter(|rest| !rest.starts_with('N')) {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                let number: usize = digits.parse().unwrap_or(0);
                assert!((1..=SECTIONS.len()).contains(&number), "{place} cites section {digits:?}");
                assert!(rest[digits.len()..].starts_with(ending), "{place} cites section {number} oddly");
                cited += 1;
            }
        }
        assert!(!text.contains("study rules, section"), "{place} cites what the document was called before");
    }
    assert!(cited >= 31, "the citations were looked for in the wrong place: {cited}");
}

#[test]
fn every_test_that_the_rules_name_exists() {
    let code: String = tree(&["rs"]).into_iter().map(|(_, text)| text).collect();
    // Tests are sentences: backticked words with underscores, in a table whose last column names tests.
    let rows = ENGLISH.split("\n## ").filter(|part| part.contains("Test")).flat_map(str::lines);
    let last_cells = rows.filter_map(|row| row.strip_suffix(" |")?.rsplit_once("| ").map(|(_, cell)| cell));
    let named: Vec<&str> = last_cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .filter(|name| name.contains('_'))
        .collect();
    assert!(named.len() > 60, "{}", named.len());
    for name in named {
        assert!(code.contains(&format!("fn {name}(")), "RULES.md names {name}, which is no test");
    }
}

#[test]
fn the_numbers_are_those_of_the_default_policy() {
    let policy = standard();
    for (language, document) in [("English", ENGLISH), ("Chinese", CHINESE)] {
        let rows: Vec<&str> = document.lines().filter(|line| line.starts_with("| ")).collect();
        for number in numbers(&policy, &policy) {
            let (field, value) = (format!("`{}`", number.field), number.after.unwrap().value);
            let row = rows.iter().find(|row| row.contains(&field));
            let row = row.unwrap_or_else(|| panic!("the {language} rules do not name {field}"));
            assert!(row.split('|').any(|cell| cell.trim() == value), "{language}: {field} is {value}: {row}");
        }
        assert!(document.contains(&format!("server/policies/{}.toml", policy.version)), "{language}");
    }
}
