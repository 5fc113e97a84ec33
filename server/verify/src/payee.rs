//! With the key file: the number of an account is the one that its owner gave, and the money of a batch goes to it.

use serde::Deserialize;
use store_read::digest::Purpose;
use store_read::evidence::Snapshot;
use store_read::sealed::{PAYEE_NUMBER, PAYMENT_TO};

use crate::error::{Mismatch, VerifyError, holds};
use crate::options::Options;

const PAGE: i64 = 500;

/// To whom a line goes, as far as it is compared.
#[derive(Deserialize)]
struct To {
    number: String,
}

/// Goes through every account and every line of a batch. Values that do not open are told of by themselves.
pub async fn verify(books: &mut Snapshot, options: &Options<'_>) -> Result<(), VerifyError> {
    let Some(keys) = options.keys else { return Ok(()) };
    let mut after = String::new();
    loop {
        let page = books.payee_numbers(&after, PAGE).await?;
        for row in &page {
            let Some(number) = keys.open(PAYEE_NUMBER.of(&row.id), &row.number_sealed) else { continue };
            let place = format!("payee {}", row.id);
            let given = keys.digest(Purpose::Payee, &number)[..] == row.number_digest[..];
            holds(&place, "the number", given, "the one that its owner gave", "another")?;
        }
        match page.last() {
            Some(last) => after.clone_from(&last.id),
            None => break,
        }
    }
    let mut after = String::new();
    loop {
        let page = books.payment_accounts(&after, PAGE).await?;
        for row in &page {
            let place = format!("payment {}, line {}", row.payment_id, row.n);
            let Some(to) = keys.open(PAYMENT_TO.of(&row.id), &row.to_sealed) else { continue };
            let to: To = serde_json::from_str(&to)
                .map_err(|error| Mismatch::new(&place, "to whom it goes", "what can be read", error))?;
            // Of an account that was emptied since only the last digits are left.
            let same = row.number_digest.is_empty()
                || keys.digest(Purpose::Payee, &to.number)[..] == row.number_digest[..];
            let ends = to.number.ends_with(&row.last_four);
            holds(&place, "the account it goes to", same && ends, "the one that its owner gave", "another")?;
        }
        match page.last() {
            Some(last) => after.clone_from(&last.id),
            None => break,
        }
    }
    Ok(())
}
