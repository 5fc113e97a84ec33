//! What in a file differs from the record, by the name of the part.

use crate::CertificateError;
use crate::content::Content;
use crate::fonts::Fonts;
use crate::layout::layout;
use crate::read::{FileRead, read};

/// A part of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Issuer,
    /// The term of a field.
    Term(usize),
    /// The value of a field.
    Field(usize),
    /// The heads of the table.
    Heads,
    Line(usize),
    Note(usize),
    LinkSays,
    Link,
    Seal,
    Page,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A part says something else, or is gone (empty).
    Part { part: Part, in_file: String },
    /// The file says something that no record says.
    Added(String),
    /// Each word is as recorded, but the picture is not: something was drawn over it, or its letters look like others.
    Picture,
}

/// Compares a file with the record; nothing where nobody touched what it shows.
pub fn compare(
    content: &Content,
    fonts: &Fonts,
    file: &FileRead,
) -> Result<Vec<Difference>, CertificateError> {
    let placed = layout(content, fonts)?;
    let mut expected: Vec<(Part, String)> = Vec::new();
    for text in &placed.texts {
        let said = squeezed(&text.text);
        match expected.last_mut() {
            Some((part, all)) if *part == text.part => all.push_str(&said),
            _ => expected.push((text.part, said)),
        }
    }
    let found = words(&expected, &squeezed(&file.text));
    if !found.is_empty() {
        return Ok(found);
    }
    let drawn = read(&crate::draw(content, fonts, None)?)?;
    Ok(if drawn.picture == file.picture { Vec::new() } else { vec![Difference::Picture] })
}

/// Walks through what is expected, in its order.
fn words(expected: &[(Part, String)], mut rest: &str) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut at = 0;
    while let Some((part, said)) = expected.get(at) {
        at += 1;
        if let Some(after) = rest.strip_prefix(said.as_str()) {
            rest = after;
            continue;
        }
        // Everything until the next part that is found is what stands in its place.
        let next = (at..expected.len())
            .filter(|next| expected[*next].1.chars().count() > 1)
            .find_map(|next| rest.find(expected[next].1.as_str()).map(|place| (next, place)));
        let (next, place) = next.unwrap_or((expected.len(), rest.len()));
        let (instead, after) = rest.split_at(place);
        let added = instead.strip_prefix(said.as_str()).or_else(|| instead.strip_suffix(said.as_str()));
        differences.push(match added {
            Some(added) => Difference::Added(added.to_owned()),
            None => Difference::Part { part: *part, in_file: instead.to_owned() },
        });
        for (gone, _) in expected.iter().take(next).skip(at) {
            if *gone != *part {
                differences.push(Difference::Part { part: *gone, in_file: String::new() });
            }
        }
        (at, rest) = (next, after);
    }
    if !rest.is_empty() {
        differences.push(Difference::Added(rest.to_owned()));
    }
    differences
}

/// Without any spaces: programs that save a file again set them as they like.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
