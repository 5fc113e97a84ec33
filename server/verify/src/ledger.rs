//! The ledger: its entries are the leaves of its tree, and what stands beside them says the same.

use std::collections::VecDeque;

use domain::device::SignatureState;
use domain::ledger::Entry;
use store_read::evidence::{DayRow, EntryRow, Snapshot};
use store_read::row_mac::RowText;
use store_read::tree::LEDGER;

use crate::error::{Mismatch, VerifyError, same};
use crate::keys::Chain;
use crate::options::Options;
use crate::tree::{Kept, TreeReport, Walk};
use crate::witness::Watch;

const PAGE: i64 = 500;

/// Recomputes the ledger's tree and compares what is stored of it and beside its entries.
pub async fn verify(
    books: &mut Snapshot,
    keys: Option<&Chain>,
    kept: &[&Kept],
    options: &Options<'_>,
    watch: Watch,
) -> Result<TreeReport, VerifyError> {
    let mut walk = Walk::begin(books, &LEDGER, keys, kept, watch).await?;
    loop {
        let page = books.entries(walk.size(), PAGE).await?;
        let Some((first, last)) = page.first().zip(page.last()) else { break };
        let mut days = VecDeque::from(books.days(first.entry_index, last.entry_index).await?);
        for row in &page {
            let place = format!("ledger entry {}", row.entry_index);
            walk.made_at(&place, row.at_ms)?;
            walk.add(books, &place, row.entry_index, &row.body).await?;
            let entry = compare_columns(&place, row)?;
            compare_days(&place, &entry, row.entry_index, &mut days)?;
            options.mac(&place, &RowText::entry(row.entry_index, &row.person_id, &row.body), &row.mac)?;
        }
        if let Some(day) = days.front() {
            let place = format!("ledger entry {}", day.entry_index);
            return Err(Mismatch::new(place, "days beside the entry", "no more", &day.day).into());
        }
    }
    walk.end(books, "the ledger", options).await
}

/// What stands beside the body must say the same as the body.
fn compare_columns(place: &str, row: &EntryRow) -> Result<Entry, Mismatch> {
    let entry: Entry = serde_json::from_str(&row.body)
        .map_err(|error| Mismatch::new(place, "the body", "an entry", error))?;
    let again = serde_json::to_string(&entry).unwrap_or_default();
    same(place, "the canonical body", &again, &row.body.0)?;
    same(place, "its enrolment", &entry.enrolment.0, &row.enrolment_id)?;
    same(place, "its class", &entry.class.0, &row.class_id)?;
    same(place, "its lesson", &entry.lesson.0, &row.lesson_id)?;
    let signed = match entry.check.as_ref().map(|check| check.signed) {
        Some(SignatureState::Signed) => Some(true),
        Some(SignatureState::Differs) => Some(false),
        Some(SignatureState::Unsigned) | None => None,
    };
    same(place, "whether the learner's device signed it", &signed, &row.signed)?;
    same(place, "its milliseconds", &entry.ms, &row.ms)?;
    same(place, "its time", &entry.at_ms, &row.at_ms)?;
    Ok(entry)
}

fn compare_days(place: &str, entry: &Entry, index: i64, rows: &mut VecDeque<DayRow>) -> Result<(), Mismatch> {
    let mut expected: Vec<(String, i64)> = entry
        .days
        .iter()
        .map(|day| (day.day.clone(), day.ranges.as_slice().iter().map(|[from, to]| to - from).sum()))
        .collect();
    expected.sort();
    let mut found = Vec::new();
    while rows.front().is_some_and(|row| row.entry_index == index) {
        found.extend(rows.pop_front().map(|row| (row.day, row.ms)));
    }
    found.sort();
    same(place, "its days (ledger_day)", &expected, &found)?;
    same(place, "the sum of its days", &entry.ms, &expected.iter().map(|(_, ms)| ms).sum::<i64>())
}
