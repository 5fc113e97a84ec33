//! Attacks on where people are paid.

use super::{Attack, Kind, Named, all_are_caught};
use crate::payee::{CARD, OTHER_CARD, gives};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind(
        "another number put into an account",
        "UPDATE payee SET number_digest = salt WHERE person_id = 'person-li' AND n = 2",
        "number",
    ),
    kind("another bank", "UPDATE payee SET bank = '别的银行' WHERE person_id = 'person-wang'", "number"),
    kind(
        "an account of somebody else",
        "UPDATE payee SET person_id = 'person-sun' WHERE person_id = 'person-wang'",
        "person",
    ),
    kind(
        "an account that had ended",
        "UPDATE payee SET ended_at = given_at WHERE person_id = 'person-li' AND n = 2;
         UPDATE payee SET ended_at = NULL WHERE person_id = 'person-li' AND n = 1",
        "ended_at_ms",
    ),
    kind("an account taken away", "DELETE FROM payee WHERE person_id = 'person-wang'", "the row of its leaf in the audit log"),
    kind(
        "an account invented",
        "INSERT INTO payee (id, person_id, n, kind, bank, number_digest, number_sealed, last_four, salt, given_by, given_at)
         SELECT 'x', 'person-sun', 1, kind, bank, salt, number_sealed, last_four, salt, 'account-sun', 1 FROM payee
         WHERE person_id = 'person-wang'",
        "payee x: its leaf in the audit log",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn where_people_are_paid_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            site.with_crab_class().await;
            site.teacher("sun").await;
            let (li, wang) = (site.learner("li").await, site.learner("wang").await);
            for number in ["6222021001112223349", CARD] {
                gives(&li, number, &[]).await.is(303);
            }
            gives(&wang, OTHER_CARD, &[]).await.is(303);
        },
        KINDS,
    )
    .await;
}
