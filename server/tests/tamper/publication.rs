//! Attacks on published lists and objections: who is paid is who was shown, and who is struck off is so by an answer in the log.

use super::{Attack, Kind, Named, all_are_caught};
use crate::publication::{a_list, controller, objected, objection};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind("another sum", "UPDATE publication SET amount_fen = 99900", "its sum in fen, as the audit log says"),
    kind(
        "more money in a line",
        "UPDATE publication_line SET amount_fen = 99900",
        "what the claim says is owed",
    ),
    kind(
        "shown earlier than it was",
        "UPDATE publication SET at_ms = at_ms - 864000000",
        "when, as the audit log says",
    ),
    kind(
        "published by another",
        "UPDATE publication SET account_id = 'account-wu', person_id = 'person-wu'",
        "who the audit log says published it",
    ),
    kind(
        "somebody else's place",
        "UPDATE publication_line SET person_id = 'person-liu'",
        "who the claim says it is",
    ),
    kind("a place taken away", "DELETE FROM publication_line", "its claims, as the audit log says"),
    kind(
        "a place invented",
        "INSERT INTO publication_line (publication_id, n, claim_id, enrolment_id, person_id, amount_fen)
         SELECT publication_id, 2, claim_id, 'e-liu', 'person-liu', 5 FROM publication_line",
        "place 2: what the claim says is owed",
    ),
    kind(
        "a list taken away",
        "DELETE FROM objection; DELETE FROM publication_line; DELETE FROM publication",
        "the row of its leaves in the audit log",
    ),
    kind(
        "a list invented",
        "INSERT INTO publication (id, people, amount_fen, sha256, account_id, person_id, role, at_ms)
         SELECT 'other', people, amount_fen, sha256, account_id, person_id, role, at_ms FROM publication",
        "publication other: times that the audit log tells of it",
    ),
    kind("other words", "UPDATE objection SET words = '没有问题'", "the digest of its words"),
    kind(
        "about nobody in particular",
        "UPDATE objection SET n = NULL",
        "its place in the list, as the audit log says",
    ),
    kind(
        "an answer that nobody gave",
        "UPDATE objection SET state = 'dismissed', account_id = 'account-jian', person_id = 'person-jian',
             role = 'internal_controller', reason = '没有问题', answered_at = at_ms",
        "how often the audit log says it was answered",
    ),
    kind(
        "somebody struck off by nobody",
        "INSERT INTO objection_struck (publication_id, n, objection_id) SELECT publication_id, n, id FROM objection",
        "who is struck off by what nobody answered",
    ),
    kind("an objection taken away", "DELETE FROM objection", "the row of its leaves in the audit log"),
];

const ANSWERED: &[Kind] = &[
    kind(
        "whoever was struck off is paid after all",
        "DELETE FROM objection_struck",
        "who is struck off, as the audit log says",
    ),
    kind(
        "right made wrong",
        "DELETE FROM objection_struck; UPDATE objection SET state = 'dismissed'",
        "how the audit log says it was answered",
    ),
    kind("another reason", "UPDATE objection SET reason = '误会'", "why, as the audit log says"),
    kind(
        "answered by another",
        "UPDATE objection SET account_id = 'account-wu', person_id = 'person-wu'",
        "who the audit log says answered it",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_is_published_and_objected_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            let (_, list) = a_list(site).await;
            controller(site).await;
            objected(site, &list, "1").await;
        },
        KINDS,
    )
    .await;
}

#[tokio::test]
async fn what_was_answered_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            let (_, list) = a_list(site).await;
            let button = format!("{}/answer", objection(&objected(site, &list, "1").await));
            let jian = controller(site).await;
            jian.post(&button, &[("step", "uphold"), ("reason", "核实过，情况属实")]).await.is(303);
        },
        ANSWERED,
    )
    .await;
}
