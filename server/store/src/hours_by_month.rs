//! The ledger's time by class and local month, summed once: entries are only ever added, so what was summed stays summed, and a
//! page reads no more than what came since the last one.

use std::collections::{BTreeMap, HashMap};

use domain::id::ClassId;
use tokio::sync::Mutex;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// Entries that one statement reads: after a start the whole ledger is to be summed, and no statement should take long.
const ENTRIES_AT_ONCE: i64 = 100_000;

/// The sums of a process.
#[derive(Debug, Default)]
pub struct HoursByMonth(Mutex<Summed>);

#[derive(Debug, Default)]
struct Summed {
    /// Entries below this one are in.
    upto: i64,
    by_class: HashMap<ClassId, BTreeMap<String, i64>>,
}

/// Verified time of a class in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassMonth {
    pub class: ClassId,
    /// `2026-11`.
    pub month: String,
    pub ms: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    class_id: String,
    month: String,
    ms: i64,
}

const SUMS: &str =
    "SELECT g.class_id, SUBSTR(COALESCE(y.day, d.day), 1, 7) AS month, CAST(SUM(COALESCE(d.ms, y.ms)) AS BIGINT) AS ms
    FROM ledger_entry y JOIN ledger_entry_group g ON g.entry_group = y.entry_group
    LEFT JOIN ledger_day d ON y.day IS NULL AND d.entry_index = y.entry_index
    WHERE y.entry_index >= $1 AND y.entry_index < $2 GROUP BY g.class_id, SUBSTR(COALESCE(y.day, d.day), 1, 7)";

impl Db {
    /// Verified time of these classes by month, between two local months, both included; the ledger as it is now.
    pub async fn hours_by_month(
        &self,
        kept: &HoursByMonth,
        classes: impl Iterator<Item = &ClassId>,
        (from, to): (&str, &str),
    ) -> Result<Vec<ClassMonth>> {
        let mut summed = kept.0.lock().await;
        let size: i64 = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT size FROM ledger_head WHERE id = 1").fetch_one(pool).await
        })?;
        while summed.upto < size {
            let upto = (summed.upto + ENTRIES_AT_ONCE).min(size);
            let rows: Vec<Row> = read_db!(self, |pool| {
                sqlx::query_as(SUMS).bind(summed.upto).bind(upto).fetch_all(pool).await
            })?;
            for row in rows {
                *summed.by_class.entry(ClassId(row.class_id)).or_default().entry(row.month).or_default() +=
                    row.ms;
            }
            summed.upto = upto;
        }
        let mut found = Vec::new();
        for class in classes {
            let months = summed.by_class.get(class).into_iter().flatten();
            let within = months.filter(|(month, _)| from <= month.as_str() && month.as_str() <= to);
            found.extend(within.map(|(month, ms)| ClassMonth {
                class: class.clone(),
                month: month.clone(),
                ms: *ms,
            }));
        }
        Ok(found)
    }
}
