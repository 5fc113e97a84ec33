//! What one learner sends beyond all measure slows nobody else down and leaves nothing behind; what is spoiled of it spoils
//! nothing else.

use serde_json::{Value, json};

use crate::http_learner::{HttpLearner, long_lessons};
use crate::site::{TestSite, on_both};

#[tokio::test]
async fn a_bad_beat_among_others_is_answered_alone() {
    on_both(async |site| {
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        site.clock.forward_s(30);
        let (first, last) = (li.next_beat(&[[0, 15]]), li.next_beat(&[[15, 30]]));
        let mut odd = first.clone();
        odd["played"] = json!([[20, 10]]);
        let mut foreign = first.clone();
        foreign["session"] = json!("not yours\n");
        let batch = json!([odd, first, "no beat", {"seq": -1}, foreign, last]);
        let answers = li.actor.json("/api/study/beats/batch", batch).await.is(200).json();
        let said: Vec<&Value> = answers.as_array().unwrap().iter().map(|one| &one["status"]).collect();
        assert_eq!(said, [&json!(400), &Value::Null, &json!(400), &json!(400), &json!(404), &Value::Null]);
        assert_eq!((&answers[1]["counted_ms"], &answers[5]["counted_ms"]), (&json!(15_000), &json!(15_000)));
    })
    .await;
}

#[tokio::test]
async fn nothing_beyond_the_lesson_is_stored_and_the_same_beat_is_still_known() {
    on_both(async |site| {
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        site.clock.forward_s(15);
        let beat = json!({
            "session": li.session, "seq": 0, "played": [[0, 15_000], [14_390_000, 14_500_000], [15_000_000, 15_001_000]],
            "position_ms": 99_000_000, "state": "playing",
        });
        let first = li.send(&beat).await.is(200).json();
        assert_eq!(li.send(&beat).await.is(200).json(), first);
        let stored = stored_beats(site, &li).await;
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[0]["played"], json!([[0, 15_000], [14_390_000, 14_400_000]]));
        assert_eq!(stored[0]["position_ms"], 14_400_000);
        // Another body under the number is another, and a number out of all reach is refused without a trace.
        let mut other = beat.clone();
        other["played"] = json!([[0, 14_000]]);
        assert_eq!(li.send(&other).await.is(409).json()["code"], "conflicting_seq");
        let mut far = beat.clone();
        far["seq"] = json!(10_001);
        assert_eq!(li.send(&far).await.is(400).json()["code"], "malformed");
        far["seq"] = json!(10_000);
        li.send(&far).await.is(200);
        // After the session is over it is known too, from the evidence.
        li.open("crab-2").await;
        assert_eq!(li.send(&beat).await.is(200).json(), first);
        li.send(&other).await.is(409);
    })
    .await;
}

/// The bodies of the beats in the learner's open log.
async fn stored_beats(site: &TestSite, li: &HttpLearner<'_>) -> Vec<Value> {
    let sql = "SELECT log FROM person_study WHERE person_id = $1";
    let log: Vec<u8> = store::read_db!(&site.site.db, |pool| sqlx::query_scalar(sql)
        .bind(li.actor.person())
        .fetch_one(pool)
        .await)
    .unwrap();
    let records = domain::study::RecordLog::open(log).unwrap().read().unwrap();
    let bodies = records.iter().map(|record| serde_json::from_str::<Value>(&record.body).unwrap());
    bodies.filter(|body| body.get("played").is_some() || body["beat"].is_object()).collect()
}

#[tokio::test]
async fn a_flood_of_beats_is_told_to_wait_and_an_honest_learner_beside_it_is_not() {
    on_both(async |site| {
        long_lessons(site).await;
        let li = HttpLearner::begin(site, "li").await;
        let mut wang = HttpLearner::begin(site, "wang").await;
        // The first thousands of a flood are taken, in batches; then nothing is, whether new, repeated or spoiled.
        let batch = |learner: &HttpLearner<'_>, first: i64| {
            let beat = |seq: i64| {
                json!({ "session": learner.session, "seq": seq, "played": [], "position_ms": 0, "state": "paused" })
            };
            json!((first..first + 400).map(beat).collect::<Vec<_>>())
        };
        let mut taken = 0;
        let refused = loop {
            let answer = li.actor.json("/api/study/beats/batch", batch(&li, taken * 400)).await;
            if answer.status != 200 {
                break answer;
            }
            taken += 1;
        };
        assert_eq!(taken, 5);
        assert_eq!(refused.is(429).json()["code"], "too_many_beats");
        let again = batch(&li, 0)[0].clone();
        assert_eq!(li.send(&again).await.is(429).json()["code"], "too_many_beats");
        assert_eq!(wang.play(15).await, 15);
        let spoiled = li.actor.json("/api/study/beats/batch", json!("no beats")).await;
        spoiled.is(400);
        // What was refused is taken after the wait, and nothing of it is lost.
        let refused = li.actor.json("/api/study/beats/batch", batch(&li, taken * 400)).await;
        let wait: i64 = refused.is(429).header("retry-after").unwrap().parse().unwrap();
        assert!((90..115).contains(&wait), "{wait}");
        site.clock.forward_s(wait);
        li.actor.json("/api/study/beats/batch", batch(&li, taken * 400)).await.is(200);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn openings_without_end_are_told_to_wait_and_leave_no_rows() {
    on_both(async |site| {
        long_lessons(site).await;
        let li = HttpLearner::begin(site, "li").await;
        let body = json!({ "enrolment": li.enrolment, "lesson": "crab-1" });
        let mut opened = 1;
        let mut refused = 0;
        for _ in 0..100 {
            let answer = li.actor.json("/api/study/sessions", body.clone()).await;
            if answer.status == 200 {
                opened += 1;
            } else {
                assert_eq!(answer.is(429).json()["code"], "too_many_steps");
                refused += 1;
            }
            if refused > 3 {
                break;
            }
        }
        assert_eq!(opened, 40);
        assert_eq!(site.number("SELECT COUNT(*) FROM study_session").await, 40);
        // Closing costs as well, and the answer says when there is room again.
        let closing = li.actor.json(&format!("/api/study/sessions/{}/close", li.session), json!({})).await;
        assert_eq!(closing.is(429).header("retry-after"), Some("2"));
        site.clock.forward_s(4);
        li.actor.json("/api/study/sessions", body.clone()).await.is(200);
    })
    .await;
}
