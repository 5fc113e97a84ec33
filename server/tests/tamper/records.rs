//! Attacks on what was studied: evidence, entries, the state of a study, the tree.

use super::{Attack, Kind, Named, all_are_caught};
use crate::verify::busy_days;

const KINDS: &[Kind] = &[
    Kind {
        name: "the milliseconds beside an entry",
        attack: Attack::Sql("UPDATE ledger_entry SET ms = ms + 60000 WHERE entry_index = 1"),
        named: Named::As("ledger entry 1: the hash of its bytes in the tree"),
    },
    Kind {
        name: "two entries exchange their bodies",
        attack: Attack::Sql(
            "UPDATE ledger_entry SET body = (SELECT y.body FROM ledger_entry y WHERE y.entry_index = 1 - ledger_entry.entry_index)
             WHERE entry_index IN (0, 1)",
        ),
        named: Named::As("ledger entry 0: the hash of its bytes in the tree"),
    },
    Kind {
        name: "a day's total of progress",
        attack: Attack::Sql("UPDATE lesson_progress SET covered = '[[0,999999]]' WHERE lesson_id = 'crab-3'"),
        named: Named::As("in lesson crab-3: how far it has come"),
    },
];

#[tokio::test]
async fn what_was_studied_cannot_be_changed_unseen() {
    all_are_caught(busy_days, KINDS).await;
}
