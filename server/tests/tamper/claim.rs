//! Attacks on claims: what is paid is what two people passed, and follows from what was frozen.

use super::{Attack, Kind, Named, all_are_caught};
use crate::claim::{a_closed_class, claimed, passes};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind("more money in a line", "UPDATE claim_line SET amount_fen = 99900 WHERE n = 1", "learner 1: the amount of its row"),
    kind(
        "more money in what was reckoned",
        "UPDATE claim_line SET line = REPLACE(line, '\"amount\":100', '\"amount\":900')",
        "step 1: the digest of its texts",
    ),
    kind("another sum", "UPDATE claim SET amount_fen = 99900", "the sum in fen"),
    kind("more learners who are paid", "UPDATE claim SET paid = 2", "learners who are owed something"),
    kind(
        "somebody else's money",
        "UPDATE claim_line SET person_id = 'person-qian' WHERE n = 1",
        "learner 1: whose it is",
    ),
    kind("a learner taken off the list", "DELETE FROM claim_line WHERE n = 2", "step 1: the digest of its texts"),
    kind("a review of nobody", "DELETE FROM claim_step WHERE kind = 'pass'", "steps that the audit log tells of"),
    kind(
        "a second review that nobody made",
        "INSERT INTO claim_step (claim_id, n, kind, account_id, person_id, role, reason, head, sha256, at_ms)
         SELECT claim_id, 3, 'confirm', 'account-wu', 'person-wu', 'city_second_reviewer', '', '', sha256, at_ms
         FROM claim_step WHERE n = 2; UPDATE claim SET state = 'approved'",
        "steps that the audit log tells of",
    ),
    kind("passed by another", "UPDATE claim_step SET account_id = 'account-qian' WHERE n = 2", "who the audit log says did it"),
    kind("a claim that stands otherwise", "UPDATE claim SET state = 'approved'", "how it stands"),
    kind(
        "a claim taken away",
        "DELETE FROM claim_line; DELETE FROM claim_step; DELETE FROM claim",
        "the row of its leaves in the audit log",
    ),
    kind(
        "a claim invented",
        "INSERT INTO claim (id, class_id, organisation_id, region_id, state, submission, people, paid, amount_fen, made_by,
             made_at, submitted_at, since)
         SELECT 'other', class_id, organisation_id, region_id, 'withdrawn', 1, 1, 1, 500, made_by, 1, 1, 1 FROM claim",
        "claim other: how it stands",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_is_claimed_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            let head = a_closed_class(site).await;
            let there = claimed(&head).await;
            let ji = site.county_reviewer("ji", "county").await;
            assert!(passes(&ji, &there).await);
        },
        KINDS,
    )
    .await;
}
