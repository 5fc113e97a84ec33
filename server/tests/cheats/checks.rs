//! Cheats who attack the checks: what is verified without a pass must be nothing.

use serde_json::json;

use super::TABLE;
use crate::cheats::cheat_and_honest::CheatAndHonest;
use crate::site::TestSite;

#[tokio::test]
async fn a_silent_script_that_blocks_every_check() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for _ in 0..160 {
            it.pass(15).await;
            it.cheat.report(&[[it.cheat.at, it.cheat.at + 15]]).await;
        }
        let (waiting, verified) = it.cheat.hours().await;
        assert!(waiting <= 900, "what waits never exceeds the largest interval: {waiting}");
        verified.max(it.verified().await)
    };
    TABLE.row("a silent script that blocks every check (verified)", 0, play).await;
}

#[tokio::test]
async fn dodging_a_check_by_reload_other_lesson_and_sign_out() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let check = it.cheat.watch_until_check().await;
        let waiting = it.cheat.counted().await;
        for lesson in ["crab-1", "crab-2", "crab-3", "crab-1"] {
            let opened = it.cheat.open(lesson).await;
            assert_eq!(opened["check"]["id"], json!(check), "the check follows the person");
            it.pass(60).await;
            let from = it.cheat.at;
            it.cheat.report(&[[from, from + 60]]).await;
            it.cheat.close().await;
            assert_eq!(it.cheat.check.as_deref(), Some(check.as_str()));
        }
        assert!(it.cheat.counted().await <= waiting + 45, "credit stops soon after the check is known");
        it.cheat.hours().await.1
    };
    TABLE.row("dodging a check by reload or another lesson (verified)", 0, play).await;
}

#[tokio::test]
async fn answering_a_check_that_was_never_shown() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let check = it.cheat.watch_until_check().await;
        for answer in ["0", "1", "2", "", "passed", "null", "\u{0}", "１"] {
            assert_eq!(it.cheat.submit_answer(&check, answer).await.is(409).json()["code"], "not_shown");
        }
        it.cheat.submit_answer("no-such-check", "0").await.is(404);
        it.cheat.hours().await.1
    };
    TABLE.row("auto-clicking a check that was never shown (verified)", 0, play).await;
}

#[tokio::test]
async fn late_double_and_replayed_answers() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let check = it.cheat.watch_until_check().await;
        it.cheat.show_check(&check).await.is(200);
        let key = it.cheat.right_answer().await;
        site.clock.forward_s(186);
        assert_eq!(it.cheat.submit_answer(&check, &key).await.is(200).json()["result"], "late");
        assert_eq!(it.cheat.hours().await.1, 0);
        assert_eq!(it.cheat.answer_check(true).await["result"], "passed");
        let verified = it.cheat.hours().await.1;
        // The same answer again, and another one, and ten at once: nothing is verified twice.
        let cheat = &it.cheat;
        cheat.submit_answer(&check, &key).await.is(200);
        cheat.submit_answer(&check, "other").await.is(410);
        tokio::join!(
            cheat.submit_answer(&check, &key),
            cheat.submit_answer(&check, &key),
            cheat.submit_answer(&check, "other")
        );
        it.cheat.hours().await.1 - verified
    };
    TABLE.row("late, double and replayed answers (verified twice)", 0, play).await;
}

#[tokio::test]
async fn trying_answers_until_one_fits() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.cheat.watch_until_check().await;
        assert_eq!(it.cheat.answer_check(false).await["result"], "wrong");
        assert_eq!(it.cheat.answer_check(false).await["result"], "hold");
        // Held: no answer is heard, nothing counts, and a wrong password leads nowhere.
        assert!(it.cheat.check.is_none());
        it.pass(60).await;
        assert_eq!(it.cheat.report(&[[3000, 3060]]).await, 0);
        it.cheat.actor.json("/api/study/identity", json!({ "password": "guess" })).await.is(401);
        it.verified().await
    };
    TABLE.row("trying answers until one fits (verified)", 0, play).await;
}

#[tokio::test]
async fn reading_the_answer_from_what_is_sent() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let check = it.cheat.watch_until_check().await;
        let shown = it.cheat.show_check(&check).await.is(200).json();
        let mut names: Vec<&str> = shown.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["answer_by", "answer_in_ms", "extendable", "kind", "options", "prompt"]);
        let lesson = it.cheat.actor.get(&format!("/learn/{}/crab-1", it.cheat.enrolment)).await;
        for secret in ["老师讲过", "due_ms", "\"key\""] {
            assert!(
                !lesson.is(200).text().contains(secret) && !shown.to_string().contains(secret),
                "{secret}"
            );
        }
        it.cheat.hours().await.1
    };
    TABLE.row("reading the answer from what is sent (verified)", 0, play).await;
}

#[tokio::test]
async fn staff_clicking_for_learners() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let check = it.cheat.watch_until_check().await;
        it.cheat.show_check(&check).await.is(200);
        let key = it.cheat.right_answer().await;
        let beat = it.cheat.next_beat(&[[900, 1000]]);
        for staff in [site.teacher("chen").await, site.reviewer("zhou").await, site.learner("mate").await] {
            staff.json("/api/study/beats", beat.clone()).await.is(404);
            let path = format!("/api/study/checks/{check}");
            staff.json(&format!("{path}/answer"), json!({ "answer": key })).await.is(404);
            staff.json(&format!("{path}/shown"), json!({})).await.is(404);
            staff.json(&format!("{path}/extend"), json!({})).await.is(404);
        }
        it.cheat.hours().await.1
    };
    TABLE.row("staff and friends clicking for a learner (verified)", 0, play).await;
}
