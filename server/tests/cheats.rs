//! What cheats try (RULES.md, section 7), over HTTP, on both databases, each beside an honest learner
//! who loses nothing by it. The table at the end says what each gained beyond real time; where a check is
//! attacked, what was verified without a pass. Edited books, exports and direct SQL are in `verify.rs`.

mod cheat_and_honest;
mod checks;
mod malformed;

use serde_json::{Value, json};

use crate::bounds_table::BoundsTable;
use crate::cheats::cheat_and_honest::CheatAndHonest;
use crate::site::{Actor, TestSite};
use crate::store_fixture::city::run;
use crate::store_fixture::courses::{class, course};

static TABLE: BoundsTable = BoundsTable::of("cheat: gained beyond real time", 28);

#[tokio::test]
async fn a_final_packet() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(1).await;
        let mut beat = it.cheat.next_beat(&[[0, 14_400]]);
        beat["state"] = json!("ended");
        it.cheat.send(&beat).await.is(200);
        it.cheat.close().await;
        it.gained().await
    };
    TABLE.row("a final packet", 0, play).await;
}

#[tokio::test]
async fn a_flood_of_beats() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for _ in 0..5 {
            it.pass(15).await;
            for n in 0..20 {
                let from = it.cheat.at + n;
                it.cheat.report(&[[from, from + 30]]).await;
            }
        }
        it.gained().await
    };
    TABLE.row("a flood of beats", 0, play).await;
}

#[tokio::test]
async fn playing_at_sixteen_times_the_speed() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for _ in 0..20 {
            it.pass(15).await;
            it.cheat.report(&[[it.cheat.at, it.cheat.at + 240]]).await;
        }
        it.gained().await
    };
    TABLE.row("playing at sixteen times the speed", 0, play).await;
}

#[tokio::test]
async fn forged_times_and_sums_in_the_body() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for _ in 0..4 {
            it.pass(15).await;
            let mut beat = it.cheat.next_beat(&[[it.cheat.at, it.cheat.at + 3600]]);
            beat["at_ms"] = json!(4_000_000_000_000_i64);
            beat["counted_ms"] = json!(3_600_000);
            beat["duration_ms"] = json!(1);
            beat["progress"] = json!(100);
            beat["position_ms"] = json!(14_400_000);
            it.cheat.send(&beat).await.is(200);
        }
        it.gained().await
    };
    TABLE.row("forged times, sums and percentages in the body", 0, play).await;
}

#[tokio::test]
async fn a_made_up_offline_backlog() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(60).await;
        let backlog: Vec<Value> = (0..500).map(|n| it.cheat.next_beat(&[[n * 15, n * 15 + 15]])).collect();
        it.cheat.actor.json("/api/study/beats/batch", Value::from(backlog)).await.is(200);
        it.gained().await
    };
    TABLE.row("a made-up offline backlog", 0, play).await;
}

#[tokio::test]
async fn a_coverage_in_splinters() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(60).await;
        // A thousand slivers of a millisecond: they would slow everybody down and earn a second.
        let mut refused = 0;
        for n in 0..10 {
            let mut beat = it.cheat.next_beat(&[]);
            let sliver = |k: i64| json!([(n * 100 + k) * 2, (n * 100 + k) * 2 + 1]);
            beat["played"] = (0..100).map(sliver).collect();
            let status = it.cheat.send(&beat).await.status.as_u16();
            assert!(status == 200 || status == 400, "{status}");
            refused += i64::from(status == 400);
        }
        assert!(refused >= 5, "{refused}");
        // Whoever watches what lies between is counted as ever.
        assert_eq!(it.cheat.report(&[[0, 10]]).await, 9);
        it.gained().await
    };
    TABLE.row("a coverage in a thousand splinters", 0, play).await;
}

#[tokio::test]
async fn time_saved_up_while_paused() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for _ in 0..20 {
            it.pass(15).await;
            it.cheat.report(&[]).await;
        }
        // Five minutes of nothing are worth one credit budget, 120 seconds, and no offline allowance.
        it.cheat.report(&[[0, 600]]).await;
        it.gained().await + (it.cheat.counted().await - 120).max(0)
    };
    TABLE.row("time saved up while paused (beyond the credit budget)", 0, play).await;
}

#[tokio::test]
async fn replaying_beats_on_another_day() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(15).await;
        let beat = it.cheat.next_beat(&[[0, 15]]);
        it.cheat.send(&beat).await.is(200);
        it.rest(24).await;
        for _ in 0..5 {
            assert_eq!(it.cheat.send(&beat).await.is(200).json()["counted_ms"], 15_000);
        }
        (it.cheat.counted().await - 15).max(0)
    };
    TABLE.row("replaying beats on another day", 0, play).await;
}

#[tokio::test]
async fn replaying_beats_in_another_lesson_and_session() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(15).await;
        let old = it.cheat.next_beat(&[[0, 15]]);
        it.cheat.send(&old).await.is(200);
        it.cheat.open("crab-2").await;
        let mut moved = old.clone();
        moved["session"] = json!(it.cheat.session);
        assert_eq!(it.cheat.send(&moved).await.is(200).json()["counted_ms"], 0);
        it.cheat.send(&old).await.is(200);
        let mut more = old.clone();
        more["seq"] = json!(99);
        assert_eq!(it.cheat.send(&more).await.is(409).json()["code"], "superseded");
        it.gained().await
    };
    TABLE.row("replaying beats in another lesson and session", 0, play).await;
}

#[tokio::test]
async fn replaying_somebody_elses_beats() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(15).await;
        let theirs = it.honest.next_beat(&[[15, 30]]);
        it.cheat.send(&theirs).await.is(404);
        let mut mine = theirs.clone();
        mine["session"] = json!(it.cheat.session);
        it.cheat.send(&mine).await.is(200);
        let close = format!("/api/study/sessions/{}/close", it.honest.session);
        it.cheat.actor.json(&close, json!({})).await.is(404);
        let open = json!({ "enrolment": it.honest.enrolment, "lesson": "crab-1" });
        it.cheat.actor.json("/api/study/sessions", open).await.is(404);
        it.honest.at = 15;
        it.gained().await
    };
    TABLE.row("somebody else's beats, session and enrolment", 0, play).await;
}

#[tokio::test]
async fn a_race_of_equal_beats() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(30).await;
        let (a, b) = (it.cheat.next_beat(&[[0, 30]]), it.cheat.next_beat(&[[30, 60]]));
        for _ in 0..5 {
            let cheat = &it.cheat;
            tokio::join!(cheat.send(&a), cheat.send(&b), cheat.send(&a), cheat.send(&b), cheat.send(&a));
        }
        it.gained().await
    };
    TABLE.row("a race of equal beats", 0, play).await;
}

#[tokio::test]
async fn a_race_on_two_nodes() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let other = site.node(0);
        let token = it.cheat.actor.token.clone().unwrap();
        let there = Actor::new(&other, Some(("cheat".to_owned(), token)));
        for round in 0..8 {
            it.pass(15).await;
            other.clock.forward_s(15);
            let from = round * 60;
            let beats: Vec<Value> =
                (0..4).map(|n| it.cheat.next_beat(&[[from + n * 15, from + n * 15 + 15]])).collect();
            let here = &it.cheat;
            tokio::join!(
                here.send(&beats[0]),
                there.json("/api/study/beats", beats[0].clone()),
                here.send(&beats[1]),
                there.json("/api/study/beats", beats[2].clone()),
                there.json("/api/study/beats", beats[3].clone()),
            );
        }
        it.gained().await
    };
    TABLE.row("a race on two nodes", 0, play).await;
}

#[tokio::test]
async fn hopping_between_nodes_whose_clocks_differ() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let ahead = site.node(40);
        let token = it.cheat.actor.token.clone().unwrap();
        let there = Actor::new(&ahead, Some(("cheat".to_owned(), token)));
        for round in 0..20 {
            it.pass(15).await;
            ahead.clock.forward_s(15);
            let beat = it.cheat.next_beat(&[[round * 120, round * 120 + 120]]);
            if round % 2 == 0 {
                there.json("/api/study/beats", beat).await
            } else {
                it.cheat.send(&beat).await
            };
        }
        // Time went on by as much as one of the clocks says, never by the sum of their differences.
        (it.gained().await - 40).max(0)
    };
    TABLE.row("hopping between nodes whose clocks differ (fastest clock)", 0, play).await;
}

#[tokio::test]
async fn a_clock_set_back_and_forward_again() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(60).await;
        for round in 0..10 {
            site.clock.forward_s(-50);
            it.cheat.report(&[[round * 100, round * 100 + 50]]).await;
            site.clock.forward_s(50);
            it.cheat.report(&[[round * 100 + 50, round * 100 + 100]]).await;
        }
        it.gained().await
    };
    TABLE.row("a server clock set back and forward again", 0, play).await;
}

#[tokio::test]
async fn looping_one_minute() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for _ in 0..10 {
            it.pass(60).await;
            it.cheat.report(&[[0, 60]]).await;
        }
        (it.cheat.counted().await - 60).max(0) + it.gained().await
    };
    TABLE.row("looping one minute (beyond that minute)", 0, play).await;
}

#[tokio::test]
async fn opening_a_lesson_and_walking_away() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        it.pass(60).await;
        it.rest(2).await;
        it.cheat.open("crab-1").await;
        it.cheat.report(&[[0, 7200]]).await
    };
    TABLE.row("opening a lesson and walking away for two hours", 0, play).await;
}

#[tokio::test]
async fn churning_sessions() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for round in 0..20 {
            it.pass(5).await;
            it.cheat.open(["crab-1", "crab-2", "crab-3"][round % 3]).await;
            let from = it.cheat.at;
            it.cheat.report(&[[from, from + 300]]).await;
            if round % 4 == 0 {
                it.cheat.close().await;
                it.cheat.open("crab-1").await;
            }
        }
        it.gained().await
    };
    TABLE.row("churning sessions", 0, play).await;
}

#[tokio::test]
async fn several_lessons_at_once() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        for _ in 0..10 {
            it.pass(15).await;
            for lesson in ["crab-1", "crab-2", "crab-3"] {
                it.cheat.open(lesson).await;
                let from = it.cheat.at;
                it.cheat.report(&[[from, from + 15]]).await;
            }
        }
        it.gained().await
    };
    TABLE.row("several lessons at once", 0, play).await;
}

#[tokio::test]
async fn two_institutions_and_two_accounts() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let db = &site.site.db;
        db.publish_course(&course("electric", "安全用电常识"), 1_000).await.unwrap();
        let mut other = class("electric");
        (other.region, other.organisation) = ("county2".into(), "school2".into());
        db.open_class(&other, 1_000).await.unwrap();
        run(
            db,
            "INSERT INTO account (id, person_id, login, password_hash, active, created_at)
             VALUES ('account-twin', 'person-cheat', 'twin', '-', TRUE, 0);
             INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
             SELECT 'account-twin', role, organisation_id, region_id, 0 FROM role_grant WHERE account_id = 'account-cheat';
             INSERT INTO enrolment (id, class_id, person_id, enrolled_at)
             VALUES ('e-twin', 'electric-k', 'person-cheat', 0)",
        )
        .await;
        site.adopt_rows().await;
        let twin = site.signed_in("twin").await;
        for n in 0..10 {
            it.pass(15).await;
            it.cheat.open("crab-1").await;
            it.cheat.report(&[[n * 15, n * 15 + 15]]).await;
            let open = json!({ "enrolment": "e-twin", "lesson": "electric-1" });
            let session = twin.json("/api/study/sessions", open).await.is(200).json()["session"].clone();
            let played = [[n * 15_000, n * 15_000 + 15_000]];
            let beat = json!({ "session": session, "seq": 1, "played": played, "position_ms": 0, "state": "playing" });
            twin.json("/api/study/beats", beat).await.is(200);
        }
        it.gained().await
    };
    TABLE.row("one person with two accounts in two institutions", 0, play).await;
}

#[tokio::test]
async fn two_devices() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        let first = it.cheat.session.clone();
        it.cheat.open("crab-2").await;
        for n in 0..10 {
            it.pass(15).await;
            it.cheat.report(&[[n * 15, n * 15 + 15]]).await;
            let mut beat = it.cheat.next_beat(&[[n * 15, n * 15 + 15]]);
            beat["session"] = json!(first);
            it.cheat.send(&beat).await.is(409);
        }
        it.gained().await
    };
    TABLE.row("two devices", 0, play).await;
}

#[tokio::test]
async fn malformed_input() {
    let play = async |site: &TestSite| {
        let mut it = CheatAndHonest::begin(site).await;
        malformed::everything(&it.cheat).await;
        it.pass(15).await;
        assert_eq!(it.cheat.report(&[[0, 15]]).await, 15, "the session is still usable");
        it.gained().await
    };
    TABLE.row("malformed input", 0, play).await;
}
