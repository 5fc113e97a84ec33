//! Lists the files that the binary carries: the icon always, the films of the demo courses where they are asked for, the
//! browser's files in a release build, after `.ci/build site release` has made them. A debug build reads those from a folder, so
//! that a change of style relinks nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    let variable = |name| env::var_os(name).map(PathBuf::from);
    let here = variable("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = here.join("../..");
    let target = variable("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    println!("cargo::rerun-if-env-changed=CARGO_TARGET_DIR");

    let films = env::var_os("CARGO_FEATURE_DEMO").is_some();
    let mut lists = list("PUBLIC", &root.join("public"), |path| films || !path.starts_with("media/"))?;
    let site = target.join("site");
    if env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        lists += &list("SITE", &site, |_| true)?;
        if !site.join("pkg/manifest.json").is_file() {
            println!(
                "cargo::warning=no browser files in {}: `.ci/build site release` makes them",
                site.display()
            );
        }
    } else {
        lists += "static SITE: &[Carried] = &[];\n";
    }
    fs::write(variable("OUT_DIR").unwrap_or_default().join("carried.rs"), lists)
}

/// A sorted list of the files of a folder that are wanted, as Rust.
fn list(name: &str, folder: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    if folder.is_dir() {
        find(&folder.canonicalize()?, "", &mut found)?;
    }
    found.retain(|(path, _)| wanted(path));
    found.sort();
    let mut text = format!("static {name}: &[Carried] = &[\n");
    for (path, file) in found {
        let source = file.to_string_lossy();
        let tag = &hex::encode(Sha256::digest(fs::read(&file)?))[..32];
        let _ = writeln!(
            text,
            "    Carried {{ path: {path:?}, tag: \"\\\"{tag}\\\"\", content: include_bytes!({source:?}) }},"
        );
    }
    text += "];\n";
    Ok(text)
}

fn find(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            find(&entry.path(), &format!("{prefix}{name}/"), found)?;
        } else if !name.starts_with('.') {
            found.push((format!("{prefix}{name}"), entry.path()));
        }
    }
    Ok(())
}
