//! Attacks on final tests: a mark is what the answers say, by the questions that the seed drew, and all of it is on record.

use super::{Attack, Kind, Named, all_are_caught};
use crate::exam::{ready, sits};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind("a mark raised", "UPDATE exam_paper SET mark = 100", "mark"),
    kind("passed without the mark", "UPDATE exam_paper SET passed = TRUE", "passed"),
    kind(
        "an answer changed after it was handed in",
        "UPDATE exam_answer SET place = 1 - place WHERE n = 1 AND place < 2;
         UPDATE exam_answer SET place = 0 WHERE n = 1 AND place = 2",
        "the digest of its answers",
    ),
    kind("an answer taken out", "DELETE FROM exam_answer WHERE n = 2", "the digest of its answers"),
    kind(
        "an answer slipped in",
        "INSERT INTO exam_answer (paper_id, seq, n, place, at_ms) SELECT id, 4, 1, 0, started_at FROM exam_paper",
        "the digest of its answers",
    ),
    kind("a paper of another seed", "UPDATE exam_paper SET seed = '00000000000000ff'", "paper_sha256"),
    kind("a paper with other questions", "UPDATE exam_paper SET questions = '[]'", "paper_sha256"),
    kind("more time", "UPDATE exam_paper SET ends_at = ends_at + 60000", "ends_at_ms"),
    kind("another's paper", "UPDATE exam_paper SET enrolment_id = 'e-liu'", "enrolment"),
    kind(
        "a paper taken out",
        "DELETE FROM exam_answer; DELETE FROM exam_paper",
        "the row of its leaf in the audit log",
    ),
    kind(
        "a right answer exchanged afterwards",
        "UPDATE question SET options = '[\"错\",\"对\",\"不知道\"]' WHERE id = 'crab-1-q1'",
        "question crab-1-q1: item",
    ),
    kind(
        "a test taken away from a class",
        "DELETE FROM class_exam",
        "class_exam crab-k: the row of its leaf in the audit log",
    ),
    kind(
        "a completion without a pass",
        "UPDATE subsidy_record SET completed = TRUE",
        "whether the class is completed",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn no_mark_is_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            let (_, _, there) = ready(site).await;
            let li = site.signed_in("li").await;
            sits(&li, &there, "错").await;
        },
        KINDS,
    )
    .await;
}
