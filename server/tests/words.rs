//! The words that people read: one term for each thing, and full-width marks in Chinese sentences. What is read here is every
//! text in the code that has a Chinese character in it, outside tests.

use std::fs;
use std::path::{Path, PathBuf};

/// What is never said, and what is said instead.
const NEVER: [(&str, &str); 12] = [
    ("班期", "班级"),
    ("班次", "班级"),
    ("复审", "复核"),
    ("补交", "补记"),
    ("脱敏", "遮挡"),
    ("打码", "遮挡"),
    ("考勤抽查", "学习抽查"),
    ("讲师", "老师"),
    ("教师", "老师"),
    ("你", "您"),
    ("官员", "工作人员"),
    ("点击", "点"),
];

/// Marks that a Chinese sentence has in full width.
const HALF: &str = ",;:?!()";

/// Folders whose texts are shown.
const SHOWN: [&str; 5] = ["app/src", "app/domain/src", "server/src", "server/web/src", "server/desks"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// The texts of a source with the lines they begin in, without those of its tests and comments.
fn texts(source: &str) -> Vec<(usize, String)> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let (mut found, mut chars, mut line) = (Vec::new(), source.chars().peekable(), 1);
    while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            '/' if chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        line += 1;
                        break;
                    }
                }
            }
            // A character: '"' begins no text; a lifetime has no second mark.
            '\'' => {
                let mut ahead = chars.clone();
                let one = ahead.next();
                if one == Some('\\') || ahead.next() == Some('\'') {
                    for _ in 0..if one == Some('\\') { 3 } else { 2 } {
                        chars.next();
                    }
                }
            }
            '"' => {
                let (begin, mut text) = (line, String::new());
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' if chars.peek() == Some(&'\n') => {
                            line += 1;
                            while chars.next_if(|c| c.is_whitespace()).is_some() {}
                        }
                        '\\' => text.extend(chars.next()),
                        '\n' => {
                            line += 1;
                            text.push(' ');
                        }
                        c => text.push(c),
                    }
                }
                found.push((begin, text));
            }
            _ => {}
        }
    }
    found
}

/// What is wrong with a text that has Chinese characters.
fn faults(text: &str) -> Vec<String> {
    if !text.chars().any(is_han) {
        return Vec::new();
    }
    let never = NEVER.iter().filter(|(word, _)| text.contains(word));
    let mut faults: Vec<String> = never.map(|(word, instead)| format!("{word}: say {instead}")).collect();
    let chars: Vec<char> = text.chars().collect();
    let beside = |at: usize| [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let half = (0..chars.len()).find(|at| {
        HALF.contains(chars[*at]) && beside(*at).any(|other| chars.get(other).is_some_and(|c| is_han(*c)))
    });
    faults.extend(half.map(|at| format!("half-width {}", chars[at])));
    faults
}

#[test]
fn one_term_for_each_thing_and_full_width_marks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = Vec::new();
    for folder in SHOWN {
        files(&root.join(folder), &mut sources);
    }
    let (mut read, mut wrong) = (0, Vec::new());
    for path in sources {
        for (line, text) in texts(&fs::read_to_string(&path).unwrap()) {
            read += usize::from(text.chars().any(is_han));
            for fault in faults(&text) {
                let name = path.strip_prefix(&root).unwrap().display();
                wrong.push(format!("{name}:{line}: {fault}: {text}"));
            }
        }
    }
    assert!(read > 1000, "{read} texts were read");
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_search_finds_what_it_is_for() {
    assert_eq!(faults("请选择班期。"), ["班期: say 班级"]);
    assert_eq!(faults("完成,全额"), ["half-width ,"]);
    assert!(faults("2026-11-30 10:00，共 3 人（含 1 人）").is_empty());
    assert!(faults("hours, verified (all)").is_empty());
    let source = "let a = '\"'; // \"注释,里\"\nlet b: &'static str = w.t(\"一\\\n  二\", \"two\");\n#[cfg(test)]\n\"测,试\"";
    assert_eq!(texts(source), [(2, "一二".to_owned()), (3, "two".to_owned())]);
}
