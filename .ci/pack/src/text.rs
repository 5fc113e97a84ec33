//! Styles and scripts as they go over the wire: without comments and indentation. More is not worth a parser: brotli finds the
//! rest.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// Reads a text, naming the file when that fails.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Whose pages a style is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Learners and visitors: without what is marked as of desks.
    Phones,
    /// Staff: all of it.
    Desks,
}

/// Behind an import of what only the pages of staff have.
const OF_DESKS: &str = " /* desks */";

/// A style file with those that it imports in their places, one level deep.
pub fn styles(main: &Path, of: For, release: bool) -> Result<String> {
    let folder = main.parent().unwrap_or(Path::new("."));
    let mut all = String::new();
    for line in read(main)?.lines() {
        let line = match line.strip_suffix(OF_DESKS) {
            Some(_) if of == For::Phones => continue,
            Some(import) => import,
            None => line,
        };
        match line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) {
            Some(name) => all.push_str(&read(&folder.join(name))?),
            None => all.push_str(line),
        }
        all.push('\n');
    }
    ensure!(!all.contains("@import"), "a style file that is imported imports another");
    if release { style(&all) } else { Ok(all) }
}

/// Style text without comments, and without spaces where none is needed.
fn style(text: &str) -> Result<String> {
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['/', '"', '\'']) {
        close_up(&mut short, &rest[..start]);
        let quote = &rest[start..=start];
        rest = &rest[start + 1..];
        if quote != "/" {
            let end = rest.find(quote).context("a string in the styles does not end")?;
            short.push_str(quote);
            short.push_str(&rest[..=end]);
            rest = &rest[end + 1..];
        } else if let Some(comment) = rest.strip_prefix('*') {
            rest = comment.split_once("*/").context("a comment in the styles does not end")?.1;
        } else {
            short.push('/');
        }
    }
    close_up(&mut short, rest);
    Ok(short.trim().replace(";}", "}"))
}

/// Adds text outside of strings with one space for many, and none beside what separates anyway.
fn close_up(short: &mut String, text: &str) {
    for c in text.chars() {
        let after = short.chars().next_back();
        if c.is_whitespace() {
            if !after.is_none_or(|after| after.is_whitespace() || "{};,".contains(after)) {
                short.push(' ');
            }
        } else {
            if "{};,".contains(c) && after == Some(' ') {
                short.pop();
            }
            short.push(c);
        }
    }
}

/// A script without comment lines and indentation. What this cannot tell apart it refuses: text over several lines, and code
/// beside a comment of several lines.
pub fn script(text: &str) -> Result<String> {
    let mut short = String::with_capacity(text.len());
    let mut in_comment = false;
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.matches('`').count() % 2 == 1 {
            bail!("line {number}: text over several lines");
        }
        let begins = !in_comment && line.starts_with("/*");
        if in_comment || begins {
            in_comment = !line.contains("*/");
            ensure!(in_comment || line.ends_with("*/"), "line {number}: code behind a comment");
        } else if !line.is_empty() && !line.starts_with("//") {
            short.push_str(line);
            short.push('\n');
        }
    }
    Ok(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_comments_and_spaces_but_no_meaning() {
        let text = "/* a */\na , b > c { margin: 0 calc(1px + 2px); }\n\n@media (min-width: 1em) {\n  a::after { content: \"; }  /* kept */\"; }\n}";
        let short = "a,b > c{margin: 0 calc(1px + 2px)}@media (min-width: 1em){a::after{content: \"; }  /* kept */\"}}";
        assert_eq!(style(text).unwrap(), short);
        assert_eq!(
            style("a { aspect-ratio: 16 / 9; background: url('/x y') }").unwrap(),
            "a{aspect-ratio: 16 / 9;background: url('/x y')}"
        );
        assert!(style("a { content: \"").is_err() && style("/* a").is_err());
    }

    #[test]
    fn scripts_lose_comment_lines_and_indentation() {
        let text = "/**\n * What it does.\n */\nfunction a() {\n    // why\n    return `${1} // 2`;\n}\n/* one line */\n";
        assert_eq!(script(text).unwrap(), "function a() {\nreturn `${1} // 2`;\n}\n");
        assert!(script("const a = `\n  b`;").is_err());
        assert!(script("/* a\n*/ b()").is_err());
    }
}
