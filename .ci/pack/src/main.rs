//! Makes the browser's files: the wasm and its glue, scripts, styles. Each is named by its content, compressed, and listed in
//! `manifest.json`.
//!
//! usage, from the root of the project: `pack WASM OUT_DIR dev|release`

mod files;
mod glue;
mod text;

use std::path::Path;

use anyhow::{Context, Result, bail};

use files::Built;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wasm, out, mode] = arguments.as_slice() else { bail!("usage: pack WASM OUT_DIR dev|release") };
    let release = match mode.as_str() {
        "release" => true,
        "dev" => false,
        _ => bail!("{mode:?} is neither dev nor release"),
    };
    let glue = glue::make(Path::new(wasm), release).with_context(|| format!("the glue of {wasm}"))?;
    let main_css = Path::new("style/main.css");
    let built = [
        Built::new("app.css", text::styles(main_css, text::For::Phones, release)?),
        Built::new("staff.css", text::styles(main_css, text::For::Desks, release)?),
        Built::new("boot.js", script("app/src/boot.js", release)?),
        Built::new("passkey.js", script("app/src/passkey.js", release)?),
        Built::new("device.js", script("app/src/device.js", release)?),
        Built::new("upload.js", script("app/src/upload.js", release)?),
        Built::new("page.js", script("app/src/page.js", release)?),
        Built::new("app.js", if release { text::script(&glue.js)? } else { glue.js }),
        Built::new("app.wasm", glue.wasm),
    ];
    files::write(Path::new(out), &built, release)
}

fn script(path: &str, release: bool) -> Result<String> {
    let text = text::read(Path::new(path))?;
    if release { text::script(&text).with_context(|| path.to_owned()) } else { Ok(text) }
}
