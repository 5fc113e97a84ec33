//! The vectors of RULES.md and the outcomes of a check, over HTTP, on both databases.

use serde_json::{Value, json};
use verify::{Options, verify};

use crate::http_learner::{HttpLearner, long_lessons};
use crate::site::{PASSWORD, TestSite, on_both};
use crate::store_fixture::city::run;

/// A learner in front of the first lesson, made an hour long for the vectors.
async fn at_study(site: &TestSite) -> HttpLearner<'_> {
    site.with_crab_class().await;
    run(&site.site.db, "UPDATE lesson SET duration_ms = 3600000 WHERE code = 'crab-1'").await;
    site.adopt_rows().await;
    HttpLearner::begin(site, "li").await
}

#[tokio::test]
async fn v1_v2_v3_v4_v5_and_v15_hold_over_http() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        // V1, then V5: a tunnel.
        for from in [0, 15, 30] {
            assert_eq!(li.report_after(15, &[[from, from + 15]]).await, 15);
        }
        assert_eq!(li.report_after(105, &[[45, 150]]).await, 105);
        // V3: double speed earns real time.
        assert_eq!(li.report_after(15, &[[150, 180]]).await, 15);
        // V4: stalls lose nothing.
        assert_eq!(li.report_after(15, &[[180, 186]]).await, 6);
        assert_eq!(li.report_after(15, &[]).await, 0);
        assert_eq!(li.report_after(15, &[[186, 200]]).await, 14);
        // V2: a final packet gains what is in the credit budget at most, and says why the rest is not counted.
        site.clock.forward_s(1);
        let beat = li.next_beat(&[[0, 3600]]);
        let answer = li.actor.json("/api/study/beats", beat).await.is(200).json();
        assert!(answer["counted_ms"].as_i64().unwrap() <= 41_000, "{answer}");
        assert_eq!(answer["refused"][0]["code"], "faster_than_time");
        assert!(answer["refused"][0]["text"].as_str().unwrap().contains("实际时间"));
    })
    .await;
}

#[tokio::test]
async fn v15_a_slow_network_and_v7_repeats_in_parallel() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        assert_eq!(li.report_after(35, &[[0, 15]]).await, 15);
        assert_eq!(li.report_after(1, &[[15, 30]]).await, 15);
        assert_eq!(li.report_after(10, &[[30, 45]]).await, 15);
        site.clock.forward_s(45);
        let beats: Vec<Value> = [45, 60, 75].map(|from| li.next_beat(&[[from, from + 15]])).into();
        for _ in 0..5 {
            let (a, b, c) = tokio::join!(
                li.actor.json("/api/study/beats", beats[2].clone()),
                li.actor.json("/api/study/beats", beats[0].clone()),
                li.actor.json("/api/study/beats", beats[1].clone()),
            );
            assert!([a, b, c].iter().all(|answer| answer.json()["counted_ms"] == 15_000));
        }
        let batch = li.actor.json("/api/study/beats/batch", Value::from(beats.clone())).await.is(200).json();
        assert_eq!(batch.as_array().map(Vec::len), Some(3));
        let classes = li.actor.get("/api/study/enrolments").await.json();
        assert_eq!(classes[0]["lessons"][0]["counted_ms"], 90_000);
        let mut other = beats[0].clone();
        other["position_ms"] = json!(7);
        assert_eq!(li.actor.json("/api/study/beats", other).await.is(409).json()["code"], "conflicting_seq");
    })
    .await;
}

#[tokio::test]
async fn v8_two_sessions_of_one_person_count_once() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        let older = li.session.clone();
        let opened = li.open("crab-1").await;
        assert_eq!(opened["superseded"], json!(older));
        let newer = li.session.clone();
        let mut counted = 0;
        for from in [0, 15, 30] {
            site.clock.forward_s(15);
            let mut beat = li.next_beat(&[[from, from + 15]]);
            beat["session"] = json!(older);
            assert_eq!(li.actor.json("/api/study/beats", beat).await.is(409).json()["code"], "superseded");
            li.session.clone_from(&newer);
            counted += li.report_after(0, &[[from, from + 15]]).await;
        }
        assert_eq!(counted, 45);
    })
    .await;
}

#[tokio::test]
async fn a_check_is_passed_and_the_hours_say_so() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        let check = li.watch_until_check().await;
        let shown = li.show_check(&check).await.is(200).json();
        assert_eq!(shown["answer_in_ms"], 180_000);
        assert!(shown.get("key").is_none() && shown["extendable"] == true);
        assert_eq!(li.actor.json(&format!("/api/study/checks/{check}/extend"), json!({})).await.is(200).json()["answer_in_ms"], 360_000);
        site.clock.forward_s(300);
        let passed = li.answer_check(true).await;
        assert_eq!(passed["result"], "passed");
        let verified = passed["verified_ms"].as_i64().unwrap();
        assert!(verified >= 480_000);
        let hours = li.actor.get("/api/study/hours").await.is(200).json();
        assert_eq!((hours[0]["verified_ms"].as_i64(), hours[0]["day"].as_str()), (Some(verified), Some("2026-11-22")));
        assert_eq!(hours[0]["policy"], "2026-01-01");
        let stored: i64 = store::read_db!(&site.site.db, |pool| sqlx::query_scalar("SELECT verified_ms FROM subsidy_record").fetch_one(pool).await).unwrap();
        assert_eq!(stored, verified);
    })
    .await;
}

#[tokio::test]
async fn two_wrong_answers_ask_for_the_password_and_lose_nothing() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        li.watch_until_check().await;
        assert_eq!(li.answer_check(false).await["result"], "wrong");
        assert_eq!(li.answer_check(false).await["result"], "hold");
        assert_eq!(
            li.actor.json("/api/study/identity", json!({ "password": "wrong" })).await.is(401).json()["code"],
            "wrong_password"
        );
        li.prove_identity().await;
        let passed = li.answer_check(true).await;
        assert_eq!(passed["result"], "passed");
        assert!(passed["verified_ms"].as_i64().unwrap() >= 480_000);
    })
    .await;
}

#[tokio::test]
async fn an_unanswered_check_is_offered_three_times_and_then_refused_with_a_reason() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        let check = li.watch_until_check().await;
        for offer in 1..=3 {
            li.show_check(&check).await.is(200);
            site.clock.forward_s(200);
            let beat = li.next_beat(&[]);
            let answer = li.actor.json("/api/study/beats", beat).await.is(200).json();
            if offer < 3 {
                assert_eq!((answer["check"]["id"].as_str(), answer["check"]["offer"].as_i64()), (Some(check.as_str()), Some(offer + 1)));
            } else {
                assert_eq!((answer["check"].is_null(), answer["waiting_ms"].as_i64()), (true, Some(0)));
            }
        }
        let hours = li.actor.get("/api/study/hours").await.json();
        let refused = hours[0]["refused"].as_array().unwrap();
        assert!(refused.iter().any(|one| one["code"] == "check_ignored"), "{hours}");
        assert_eq!(li.actor.json(&format!("/api/study/checks/{check}/shown"), json!({})).await.is(410).json()["code"], "check_over");
    })
    .await;
}

#[tokio::test]
async fn malformed_input_changes_nothing_and_is_never_our_fault() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        for body in [
            json!({}),
            json!([]),
            json!({ "session": li.session, "seq": -1, "played": [], "position_ms": 0, "state": "playing" }),
            json!({ "session": li.session, "seq": 1, "played": [[5, 1]], "position_ms": 0, "state": "playing" }),
            json!({ "session": li.session, "seq": 1, "played": [[0, 9e18]], "position_ms": 0, "state": "playing" }),
            json!({ "session": li.session, "seq": 1, "played": [], "position_ms": 0, "state": "dancing" }),
        ] {
            assert_eq!(li.actor.json("/api/study/beats", body).await.is(400).json()["code"], "malformed");
        }
        for id in ["%00", "..%2f", "x", &"x".repeat(400)] {
            li.actor.json(&format!("/api/study/checks/{id}/shown"), json!({})).await.is(404);
            li.actor.json(&format!("/api/study/sessions/{id}/close"), json!({})).await.is(404);
        }
        let mut nul = li.next_beat(&[[0, 15]]);
        nul["session"] = json!("a\u{0}b");
        li.actor.json("/api/study/beats", nul).await.is(404);
        assert_eq!(li.report_after(15, &[[0, 15]]).await, 15);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_yours_is_not_found_and_officials_cannot_study() {
    on_both(async |site| {
        let mut li = at_study(site).await;
        let beat = li.next_beat(&[[0, 15]]);
        let wang = site.learner("wang").await;
        wang.json("/api/study/beats", beat.clone()).await.is(404);
        let body = json!({ "enrolment": li.enrolment, "lesson": "crab-1" });
        wang.json("/api/study/sessions", body.clone()).await.is(404);
        wang.json(&format!("/api/study/sessions/{}/close", li.session), json!({})).await.is(404);
        let teacher = site.teacher("chen").await;
        teacher.json("/api/study/sessions", body).await.is(404);
        site.stranger().json("/api/study/beats", beat).await.is(401);
    })
    .await;
}

#[tokio::test]
async fn once_a_day_the_password_answers_and_after_that_a_hold_takes_more() {
    on_both(async |site| {
        long_lessons(site).await;
        run(&site.site.db, "UPDATE training_class SET policy_version = '2026-11-26'").await;
        let mut li = HttpLearner::begin(site, "li").await;
        let mut asked = None;
        for _ in 0..3 {
            let check = li.watch_until_check().await;
            let shown = li.show_check(&check).await.is(200).json();
            if shown["kind"] == "identity" {
                asked = Some(check);
                break;
            }
            assert_eq!(li.answer_check(true).await["result"], "passed");
        }
        let check = asked.expect("one of the first three checks of a day is of identity");
        assert_eq!(li.submit_answer(&check, "0").await.is(409).json()["code"], "not_by_answer");
        let before = li.hours().await.1;
        li.actor.json("/api/study/identity", json!({ "password": "guess" })).await.is(401);
        let said = li.actor.json("/api/study/identity", json!({ "password": PASSWORD })).await.is(200).json();
        assert_eq!(said["passed"]["result"], "passed", "{said}");
        assert!(li.hours().await.1 > before);
        li.actor.json("/api/study/identity", json!({ "password": PASSWORD })).await.is(409);

        li.watch_until_check().await;
        while li.answer_check(false).await["result"] != "hold" {}
        let again = li.actor.json("/api/study/identity", json!({ "password": PASSWORD })).await;
        assert_eq!(again.is(409).json()["code"], "stronger_proof_needed");
    })
    .await;
}

#[tokio::test]
async fn a_check_of_identity_waits_for_a_teacher_who_looks() {
    on_both(async |site| {
        long_lessons(site).await;
        run(&site.site.db, "UPDATE training_class SET policy_version = '2026-11-26'").await;
        site.adopt_rows().await;
        let teacher = site.teacher("chen").await;
        let mut li = HttpLearner::begin(site, "li").await;
        let here = format!("/classes/crab-k/learners/{}", li.enrolment);
        loop {
            let check = li.watch_until_check().await;
            if li.show_check(&check).await.is(200).json()["kind"] == "identity" {
                break;
            }
            assert!(!teacher.get(&here).await.text().contains("确认是本人"));
            assert_eq!(li.answer_check(true).await["result"], "passed");
        }
        let (waiting, verified) = li.hours().await;
        // The learner cannot do it: offer after offer runs out, and nothing is lost.
        for offer in 2..=5 {
            site.clock.forward_s(200);
            let beat = li.next_beat(&[]);
            let answer = li.send(&beat).await.is(200).json();
            assert_eq!(
                (&answer["check"]["kind"], &answer["check"]["offer"]),
                (&json!("identity"), &json!(offer))
            );
            li.show_check(answer["check"]["id"].as_str().unwrap()).await.is(200);
        }
        assert_eq!(li.hours().await, (waiting, verified));
        assert!(teacher.get("/classes/crab-k/wall?show=held").await.is(200).text().contains("学员li"));
        assert!(teacher.get(&here).await.text().contains("确认是本人"));
        let reason = [("reason", "视频看到本人和身份证")];
        teacher.post(&format!("{here}/confirm"), &reason).await.is(303);
        assert!(li.hours().await.1 > verified);
        assert!(!teacher.get(&here).await.text().contains("确认是本人"));

        let options =
            Options { policies: &site.site.policies, keys: Some(&site.site.keys), key: None, kept: &[] };
        verify(&mut site.site.db.snapshot().await.unwrap(), &options).await.unwrap();
    })
    .await;
}
