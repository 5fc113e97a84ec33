//! Attacks on what is kept for lists and pages. It follows from the raw records: what differs is named, and made anew.

use server::rebuild::rebuild;

use super::{Attack, Kind, Named, all_are_caught, owner};
use crate::site::{TestSite, on_both};
use crate::verify::busy_days;

const KINDS: &[Kind] = &[
    kind(
        "how far a lesson has come",
        "UPDATE lesson_progress SET covered = '[[0,999999]]' WHERE lesson_id = 'crab-3'",
        "in lesson crab-3: how far it has come",
    ),
    kind("progress deleted", "DELETE FROM lesson_progress", "how far it has come"),
    kind("a refusal made smaller", "UPDATE refusal SET ms = ms - 1000", "refusal.ms"),
    kind("a refusal deleted", "DELETE FROM refusal", "refusal of enrolment"),
    kind(
        "a refusal invented",
        "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
         SELECT id, 'crab-2', '2026-11-20', 'day_cap', 600000, 1 FROM enrolment WHERE person_id = 'person-li'",
        "none: nothing in the records says so",
    ),
    kind("sessions deleted", "DELETE FROM study_session", "study_session"),
    kind(
        "a session at another time",
        "UPDATE study_session SET opened_at = opened_at - 3600000 WHERE person_id = 'person-li'",
        "study_session.opened_at",
    ),
    kind(
        "a session of somebody else",
        "UPDATE study_session SET person_id = 'person-wang' WHERE person_id = 'person-li'",
        "of person person-li: the row",
    ),
    kind(
        "a session that never ended",
        "UPDATE study_session SET ended_at = NULL, end_reason = NULL WHERE person_id = 'person-zhao'",
        "study_session.ended_at",
    ),
    kind("the roll deleted", "DELETE FROM attendance_check", "check_tally of enrolment"),
    kind(
        "a wrong answer made right on the roll",
        "UPDATE attendance_check SET outcome = 'passed' WHERE outcome = 'wrong'",
        "attendance_check.outcome",
    ),
    kind(
        "an answer on the roll",
        "UPDATE attendance_check SET given_answer = 'x' WHERE outcome = 'passed'",
        "attendance_check.given_answer",
    ),
    kind(
        "an offer that ran out unseen",
        "UPDATE attendance_check SET offer = 1, ignored_at = NULL WHERE offer > 1",
        "attendance_check.offer",
    ),
    kind(
        "a tally of checks that never were",
        "INSERT INTO check_tally (enrolment_id, answered, unanswered)
         SELECT id, 40, 0 FROM enrolment WHERE person_id = 'person-wang'",
        "check_tally of enrolment",
    ),
    kind(
        "a hold lifted beside the state",
        "UPDATE person_study SET held = NOT held WHERE person_id = 'person-wang'",
        "person_study.held",
    ),
    kind(
        "the lesson that somebody is before",
        "UPDATE person_study SET live_lesson_id = 'crab-3' WHERE person_id = 'person-wang'",
        "person_study.live_lesson_id",
    ),
    kind(
        "the time of the last beat",
        "UPDATE person_study SET last_beat_at = last_beat_at + 1 WHERE person_id = 'person-wang'",
        "person_study.last_beat_at",
    ),
    kind(
        "the amount of a subsidy",
        "UPDATE subsidy_record SET amount_fen = amount_fen + 100 WHERE person_id = 'person-li'",
        "the amount in fen",
    ),
    kind("a subsidy record deleted", "DELETE FROM subsidy_record WHERE person_id = 'person-li'", "the record"),
    kind(
        "the days of an entry",
        "UPDATE ledger_day SET ms = ms + 1",
        "its days (ledger_day)",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_follows_from_the_records_cannot_be_changed_unseen() {
    all_are_caught(busy_days, KINDS).await;
}

#[tokio::test]
async fn what_was_broken_is_made_anew_from_the_records() {
    on_both(async |site: &TestSite| {
        busy_days(site).await;
        let before = site.verify(&[]).await.unwrap();
        // All but the days of entries, which never change and so are no list.
        for kind in KINDS.iter().filter(|kind| !kind.name.contains("days of an entry")) {
            let Attack::Sql(sql) = kind.attack else { continue };
            owner(&site.site.db, sql).await;
        }
        site.verify(&[]).await.unwrap_err();
        assert_eq!(rebuild(&site.site, &mut |_| {}).await.unwrap(), 3);
        let after = site.verify(&[]).await.unwrap();
        assert_eq!(
            (after.verified_ms, after.waiting_ms, after.amount_fen, after.records),
            (before.verified_ms, before.waiting_ms, before.amount_fen, before.records)
        );
        assert_eq!(site.audit_lines("books.rebuild").await.len(), 1);
        // Once more changes nothing.
        rebuild(&site.site, &mut |_| {}).await.unwrap();
        site.verify(&[]).await.unwrap();
    })
    .await;
}
