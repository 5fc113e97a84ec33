//! Attacks on what is sealed: moved to another row or column, it does not open.

use super::{Attack, Kind, Named, all_are_caught};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    Kind {
        name: "the sealed documents of two people exchanged",
        attack: Attack::Sql(
            "UPDATE person SET document_sealed = (SELECT o.document_sealed FROM person o WHERE o.id <> person.id)",
        ),
        named: Named::As("person.document_sealed of person-li: the sealed value"),
    },
    Kind {
        name: "a phone put in the place of a document",
        attack: Attack::Sql("UPDATE person SET document_sealed = phone_sealed WHERE id = 'person-wang'"),
        named: Named::As("person.document_sealed of person-wang: the sealed value"),
    },
    Kind {
        name: "one changed byte",
        attack: Attack::Sql(
            "UPDATE person SET phone_sealed = phone_sealed || phone_sealed WHERE id = 'person-wang'",
        ),
        named: Named::As("person.phone_sealed of person-wang: the sealed value"),
    },
];

#[tokio::test]
async fn what_is_sealed_opens_only_in_its_place() {
    all_are_caught(
        async |site: &TestSite| {
            site.learner("li").await;
            site.learner("wang").await;
        },
        KINDS,
    )
    .await;
}
