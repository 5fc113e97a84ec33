//! Attacks on what was frozen when a class was closed: it is all that is claimed.

use super::{Attack, Kind, Named, all_are_caught};
use crate::class_closing::{admin, close, studied_and_over};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind(
        "more hours frozen than the ledger has",
        "UPDATE class_closing_line SET verified_ms = verified_ms + 60000",
        "line 1 of closing crab-k: verified_ms, by the ledger",
    ),
    kind(
        "a learner who completed the class",
        "UPDATE class_closing_line SET completed = TRUE",
        "line 1 of closing crab-k: completed",
    ),
    kind(
        "a document that was seen",
        "UPDATE class_closing_line SET identity_seen = TRUE",
        "closing crab-k: the digest of its lines",
    ),
    kind(
        "a category that was proved",
        "UPDATE class_closing_line SET category_proved = TRUE",
        "closing crab-k: the digest of its lines",
    ),
    kind(
        "frozen for somebody else",
        "UPDATE class_closing_line SET person_id = 'person-qian'",
        "line 1 of closing crab-k: its person",
    ),
    kind("a line taken out", "DELETE FROM class_closing_line", "closing crab-k: people"),
    kind(
        "another sum",
        "UPDATE class_closing SET verified_ms = verified_ms + 1",
        "closing crab-k: verified_ms",
    ),
    kind("closed by another", "UPDATE class_closing SET account_id = 'account-li'", "closing crab-k: account"),
    kind(
        "a closing taken back",
        "DELETE FROM class_closing_line; DELETE FROM class_closing",
        "closing crab-k: the row of its leaf in the audit log",
    ),
    kind(
        "a class closed beside the program",
        "INSERT INTO class_closing (class_id, account_id, person_id, role, note, people, completed, verified_ms,
             ledger_size, sha256, at_ms)
         SELECT 'other-k', account_id, person_id, role, note, people, completed, verified_ms, ledger_size, sha256, at_ms
         FROM class_closing",
        "closing other-k: its leaf in the audit log",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_was_frozen_of_a_class_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            studied_and_over(site).await;
            admin(site).await;
            close(site).await.unwrap();
        },
        KINDS,
    )
    .await;
}
