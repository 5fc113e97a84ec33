//! The schema of the database, compared with the one that this version makes: a trigger that was dropped, or says something
//! else, no longer keeps anything.

use store_read::evidence::Snapshot;

use crate::error::{Mismatch, VerifyError, holds};

/// Compares the schema both ways; how many definitions there are.
pub async fn verify(books: &mut Snapshot) -> Result<usize, VerifyError> {
    let (expected, mut found) = (books.expected_schema(), books.schema().await?);
    for (name, definition) in &expected {
        let kept = found.remove(name);
        let fits = kept.as_ref() == Some(definition);
        holds(
            "the schema",
            name,
            fits,
            definition,
            kept.unwrap_or_else(|| "nothing: it was dropped".to_owned()),
        )?;
    }
    match found.into_iter().next() {
        Some((name, definition)) => {
            Err(Mismatch::new("the schema", name, "nothing: this version makes no such thing", definition)
                .into())
        }
        None => Ok(expected.len()),
    }
}
