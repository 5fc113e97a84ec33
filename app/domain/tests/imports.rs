//! The rules import each other in one direction only: whoever reads a file can read what lies below it
//! first. A re-export is followed to the file that defines the item.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every source file by its module path, `study::state` for `src/study/state.rs`.
fn sources(folder: &Path, prefix: &str, into: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let module = format!("{prefix}{}", path.file_stem().unwrap().to_str().unwrap());
        if path.is_dir() {
            sources(&path, &format!("{module}::"), into);
        } else if module != "lib" {
            into.insert(module, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The paths that statements beginning with `keyword` name, braces written out, without `;`.
fn named(text: &str, keyword: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let mut paths = Vec::new();
    for statement in code.split(';') {
        let Some((_, rest)) = statement.rsplit_once(keyword) else { continue };
        let Some(before) = statement.strip_suffix(&format!("{keyword}{rest}")) else { continue };
        if !(before.is_empty() || before.ends_with('\n')) {
            continue;
        }
        match rest.split_once('{') {
            Some((path, items)) => paths
                .extend(items.trim_end_matches('}').split(',').map(|item| format!("{path}{}", item.trim()))),
            None => paths.push(rest.trim().to_owned()),
        }
    }
    paths
}

/// The file in which an item of the crate is defined.
fn home(item: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let (module, name) = item.rsplit_once("::")?;
    let Some(text) = files.get(module) else { return home(module, files) };
    let child = named(text, "pub use ").into_iter().find(|path| path.rsplit("::").next() == Some(name));
    match child {
        Some(path) => home(&format!("{module}::{path}"), files),
        None => Some(module.to_owned()),
    }
}

/// What each file imports of the others.
fn imports(files: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let of = |module: &String, text: &String| {
        let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
        let own = named(text, "use crate::").into_iter();
        let above = named(text, "use super::").into_iter().map(|item| format!("{parent}::{item}"));
        own.chain(above).filter_map(|item| home(&item, files)).filter(|other| other != module).collect()
    };
    files.iter().map(|(module, text)| (module.clone(), of(module, text))).collect()
}

#[test]
fn the_rules_import_each_other_without_a_circle() {
    let mut files = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    let mut left = imports(&files);
    assert!(
        left["check"].contains("study::state"),
        "imports are followed to their file: {:?}",
        left["check"]
    );
    // Whatever imports nothing that is left can be read; in a circle nothing can.
    while let Some(next) = left.iter().find(|(_, below)| below.is_empty()).map(|(module, _)| module.clone()) {
        left.remove(&next);
        for below in left.values_mut() {
            below.remove(&next);
        }
    }
    assert!(left.is_empty(), "a circle lies among these imports: {left:#?}");
}
