//! The wasm that browsers load, and the JavaScript that gives it what it imports.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

/// What belongs together: one does not work with another's half.
pub struct Glue {
    pub js: String,
    pub wasm: Vec<u8>,
}

/// Makes the pair from what the compiler left.
pub fn make(wasm: &Path, release: bool) -> Result<Glue> {
    // Without wasm-opt: it makes the file smaller on the disk, and larger once it is compressed for the wire.
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false).out_name("app");
    bindgen.remove_name_section(release).remove_producers_section(release);
    let mut output = bindgen.generate_output()?;
    // They would be files of their own, which `files::write` does not know.
    let snippets = output.snippets().values().map(Vec::len).sum::<usize>() + output.local_modules().len();
    ensure!(snippets == 0, "a crate brings JavaScript of its own");
    let mut js = output.js().to_owned();
    if release {
        js = with_short_names(&js, output.wasm_mut()).context("the names between wasm and glue")?;
    }
    Ok(Glue { js, wasm: output.wasm_mut().emit_wasm() })
}

/// Gives each name that only wasm and glue know a short one. The long ones end with a hash each, which no compression shortens,
/// and stand in both files.
fn with_short_names(js: &str, wasm: &mut walrus::Module) -> Result<String> {
    ensure!(!js.replace("${", "").contains('$'), "the glue has names with a dollar sign of its own");
    let mut short = BTreeMap::new();
    let imports = wasm.imports.iter_mut().map(|import| &mut import.name);
    let exports = wasm.exports.iter_mut().map(|export| &mut export.name);
    for name in imports.chain(exports).filter(|name| is_private(name)) {
        let next = format!("${}", short.len());
        short.entry(name.clone()).or_insert(next).clone_into(name);
    }
    Ok(renamed(js, &short))
}

/// Whether a name comes from wasm-bindgen: islands and `hydrate` are called by pages.
fn is_private(name: &str) -> bool {
    ["__wb", "wasm_bindgen__", "intounderlying"].iter().any(|start| name.starts_with(start))
}

/// The text with every whole word that has a short form in that form.
fn renamed(js: &str, short: &BTreeMap<String, String>) -> String {
    let mut result = String::with_capacity(js.len());
    let mut rest = js;
    while let Some(start) = rest.find(is_word) {
        let end = rest[start..].find(|c| !is_word(c)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        result.push_str(&rest[..start]);
        result.push_str(short.get(word).map_or(word, String::as_str));
        rest = &rest[end..];
    }
    result.push_str(rest);
    result
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_become_short() {
        let short = BTreeMap::from([("__wbg_a".to_owned(), "$0".to_owned())]);
        assert_eq!(renamed("wasm.__wbg_a(__wbg_ab, x.__wbg_a)", &short), "wasm.$0(__wbg_ab, x.$0)");
        assert!(is_private("__wbindgen_malloc") && !is_private("hydrate") && !is_private("LessonPlayer_12"));
    }
}
