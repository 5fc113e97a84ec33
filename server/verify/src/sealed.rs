//! What is sealed: every value opens, in the row and column in which it stands.

use store_read::evidence::Snapshot;
use store_read::sealed::SEALED;

use crate::error::{Mismatch, VerifyError};
use crate::options::Options;

/// Opens every sealed value; how many there were. `None` without the key file.
pub async fn verify(books: &mut Snapshot, options: &Options<'_>) -> Result<Option<i64>, VerifyError> {
    let Some(keys) = options.keys else { return Ok(None) };
    let mut opened = 0;
    for column in SEALED {
        let mut after = String::new();
        loop {
            let page = books.sealed_values(&column, &after).await?;
            for (row, sealed) in &page {
                if keys.open_bytes(column.of(row), sealed).is_none() {
                    let place = format!("{} of {row}", column.name);
                    let found = "one that opens nowhere, or only in another row or column";
                    return Err(
                        Mismatch::new(place, "the sealed value", "one sealed for this place", found).into()
                    );
                }
                opened += 1;
            }
            match page.last() {
                Some((last, _)) => after.clone_from(last),
                None => break,
            }
        }
    }
    Ok(Some(opened))
}
