//! Attacks on courses that institutions made: what is taught is to the letter what the bureau had before it.

use super::{Attack, Kind, Named, all_are_caught};
use crate::course_draft::{a_school, published, submitted, whole};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind(
        "other words about the course",
        "UPDATE course SET summary = '随便' WHERE id <> 'crab'",
        "its summary, as it was submitted",
    ),
    kind(
        "other words about a lesson",
        "UPDATE lesson SET summary = '别的' WHERE course_id <> 'crab'",
        "its summary, as it was submitted",
    ),
    kind(
        "a film of elsewhere",
        "UPDATE lesson SET media_path = 'crab-1.mp4' WHERE media_path LIKE 'films/%'",
        "where its film is",
    ),
    kind(
        "somebody else's course",
        "INSERT INTO course_audience (course_id, category_code)
         SELECT id, (SELECT MIN(code) FROM person_category) FROM course WHERE id <> 'crab'",
        "for whom it is, as it was submitted",
    ),
    kind(
        "published by another",
        "UPDATE course_draft_step SET account_id = 'account-head', person_id = 'person-head' WHERE kind = 'publish'",
        "who took it",
    ),
    kind(
        "a step taken away",
        "DELETE FROM course_draft_step WHERE n = 2",
        "steps that the audit log tells of",
    ),
    kind(
        "other content behind the same digest",
        "UPDATE course_draft_step SET content = '{}' WHERE kind = 'submit'",
        "the digest of what was submitted",
    ),
    kind(
        "back to a draft",
        "UPDATE course_draft SET state = 'draft', course_id = NULL",
        "how it stands, by its steps",
    ),
    kind(
        "a draft taken away",
        "DELETE FROM course_draft_step; DELETE FROM course_draft_hand; DELETE FROM course_draft",
        "the row of its leaves in the audit log",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_was_reviewed_is_what_is_taught() {
    all_are_caught(
        async |site: &TestSite| {
            let head = a_school(site).await;
            let here = whole(&head).await;
            submitted(&head, &here).await;
            let ji = site.county_reviewer("ji", "county").await;
            published(&ji, &here).await;
        },
        KINDS,
    )
    .await;
}
