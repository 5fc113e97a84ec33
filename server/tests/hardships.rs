//! What happens to honest learners (RULES.md, section 6), over HTTP, on both databases: how many of the
//! seconds they really studied each loses. The table at the end says it. None of them is refused anything
//! beyond that bound.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::bounds_table::BoundsTable;
use crate::http_learner::{HttpLearner, long_lessons};
use crate::site::TestSite;
use crate::store_fixture::city::run;

static TABLE: BoundsTable = BoundsTable::of("hardship: lost of what was studied", 21);

/// A learner who has studied for a minute.
async fn at_study(site: &TestSite) -> HttpLearner<'_> {
    long_lessons(site).await;
    let mut li = HttpLearner::begin(site, "li").await;
    li.watch(60).await;
    li
}

/// What was lost of so many seconds, with nothing refused beyond it and everything confirmed in the end.
async fn lost(li: &mut HttpLearner<'_>, studied: i64) -> i64 {
    let lost = studied - li.counted().await;
    assert!(lost >= 0, "nobody gains by a hardship: {lost}");
    assert!(li.refused().await <= lost, "what was refused is what was lost");
    if li.check.is_none() {
        li.close().await;
    }
    while li.check.is_some() {
        assert_eq!(li.answer_check(true).await["result"], "passed");
    }
    lost
}

#[tokio::test]
async fn a_train_tunnel() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        li.play(90).await;
        li.watch(60).await;
        lost(&mut li, 210).await
    };
    TABLE.row("a train tunnel of 90 seconds", 5, play).await;
}

#[tokio::test]
async fn a_tunnel_that_swallows_the_announcement_of_a_check() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        let before = li.counted().await;
        li.watch_until_check().await;
        let met = li.counted().await;
        li.check = None;
        li.play(90).await;
        assert!(li.check.is_some() && met > before, "the next answer tells of it again");
        lost(&mut li, met + 90).await
    };
    TABLE.row("a tunnel that swallows the announcement of a check", 5, play).await;
}

#[tokio::test]
async fn five_minutes_without_a_network() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        let queue: Vec<Value> = (0..20).map(|_| li.next_beat(&[[li.at, li.at + 15]])).collect();
        site.clock.forward_s(300);
        li.actor.json("/api/study/beats/batch", Value::from(queue)).await.is(200);
        lost(&mut li, 360).await
    };
    TABLE.row("five minutes without a network, queued", 5, play).await;
}

#[tokio::test]
async fn a_crashed_tab() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        // Fourteen seconds were played and never reported.
        site.clock.forward_s(14 + 20);
        li.open("crab-1").await;
        li.watch(60).await;
        lost(&mut li, 60 + 14 + 60).await
    };
    TABLE.row("a crashed tab", 15, play).await;
}

#[tokio::test]
async fn a_laptop_asleep_for_two_hours() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        site.clock.forward_s(7200);
        li.sign_in().await;
        assert_eq!(li.report(&[[60, 70]]).await, 10, "what was played before it fell asleep");
        li.watch(60).await;
        lost(&mut li, 130).await
    };
    TABLE.row("a laptop asleep for two hours", 20, play).await;
}

#[tokio::test]
async fn a_slow_network_with_stalls() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        let mut studied = 60;
        // Every beat is on its way for another while; now and then the picture stands still.
        let delay = |n: i64| n * 7 % 11;
        for n in 1..=20 {
            let played = if n % 4 == 3 { 6 } else { 15 };
            site.clock.forward_s(15 + delay(n) - delay(n - 1));
            li.report(&[[li.at, li.at + played]]).await;
            studied += played;
        }
        lost(&mut li, studied).await
    };
    TABLE.row("a slow network with stalls (2 % of 5 minutes)", 6, play).await;
}

#[tokio::test]
async fn a_phone_call() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        let mut pause = li.next_beat(&[]);
        pause["state"] = json!("paused");
        li.send(&pause).await.is(200);
        site.clock.forward_s(600);
        li.watch(60).await;
        lost(&mut li, 120).await
    };
    TABLE.row("a phone call of ten minutes", 15, play).await;
}

#[tokio::test]
async fn a_server_clock_set_back_by_an_hour() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        site.clock.is_set_back_s(3600);
        li.watch(120).await;
        site.clock.is_set_back_s(-3600);
        li.watch(60).await;
        assert_eq!(li.refused().await, 0);
        lost(&mut li, 240).await
    };
    TABLE.row("a server's clock set back by an hour, and right again", 5, play).await;
}

#[tokio::test]
async fn a_wrong_clock_and_time_zone() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        for _ in 0..4 {
            site.clock.forward_s(15);
            let mut beat = li.next_beat(&[[li.at, li.at + 15]]);
            beat["sent_at"] = json!("1970-01-01T00:00:00-11:00");
            li.send(&beat).await.is(200);
        }
        lost(&mut li, 120).await
    };
    TABLE.row("a wrong clock and time zone", 0, play).await;
}

#[tokio::test]
async fn away_from_the_screen_during_a_check() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        let check = li.watch_until_check().await;
        let met = li.counted().await;
        for _ in 0..2 {
            li.show_check(&check).await.is(200);
            site.clock.forward_s(1200);
            let pause = li.next_beat(&[]);
            let answer = li.send(&pause).await.is(200).json();
            assert_eq!(answer["check"]["id"], json!(check), "the same check is offered again");
        }
        assert_eq!(li.answer_check(true).await["result"], "passed");
        lost(&mut li, met).await
    };
    TABLE.row("away from the screen during a check, twice", 0, play).await;
}

#[tokio::test]
async fn a_slow_reader_with_a_screen_reader() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        let check = li.watch_until_check().await;
        let met = li.counted().await;
        li.show_check(&check).await.is(200);
        for _ in 0..3 {
            site.clock.forward_s(170);
            li.actor.json(&format!("/api/study/checks/{check}/extend"), json!({})).await.is(200);
        }
        site.clock.forward_s(170);
        assert_eq!(li.answer_check(true).await["result"], "passed");
        lost(&mut li, met).await
    };
    TABLE.row("a slow reader with keyboard and screen reader", 0, play).await;
}

#[tokio::test]
async fn two_wrong_answers() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        li.watch_until_check().await;
        let met = li.counted().await;
        assert_eq!(li.answer_check(false).await["result"], "wrong");
        assert_eq!(li.answer_check(false).await["result"], "hold");
        li.prove_identity().await;
        assert_eq!(li.answer_check(true).await["result"], "passed");
        lost(&mut li, met).await
    };
    TABLE.row("two wrong answers and the password", 0, play).await;
}

#[tokio::test]
async fn a_power_cut() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        site.clock.forward_s(14);
        site.clock.forward_s(3600);
        li.open("crab-1").await;
        li.watch(60).await;
        lost(&mut li, 60 + 14 + 60).await
    };
    TABLE.row("a power cut of an hour", 20, play).await;
}

#[tokio::test]
async fn two_devices_by_mistake() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        site.clock.forward_s(14);
        let old = li.next_beat(&[[60, 74]]);
        li.open("crab-1").await;
        assert_eq!(li.send(&old).await.is(409).json()["code"], "superseded");
        li.watch(60).await;
        lost(&mut li, 60 + 14 + 60).await
    };
    TABLE.row("two devices by mistake", 15, play).await;
}

#[tokio::test]
async fn a_reload_during_a_check() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        let check = li.watch_until_check().await;
        let met = li.counted().await;
        let before = li.show_check(&check).await.is(200).json();
        site.clock.forward_s(20);
        let opened = li.open("crab-1").await;
        assert_eq!(
            opened["check"],
            json!({ "id": check, "kind": "question", "offer": 1 }),
            "no attempt is consumed"
        );
        let after = li.show_check(&check).await.is(200).json();
        assert_eq!((&after["prompt"], &after["answer_by"]), (&before["prompt"], &before["answer_by"]));
        assert_eq!(li.answer_check(true).await["result"], "passed");
        lost(&mut li, met).await
    };
    TABLE.row("a reload during a check", 15, play).await;
}

#[tokio::test]
async fn a_background_tab_with_one_timer_a_minute() {
    let play = async |site: &TestSite| {
        let mut li = at_study(site).await;
        for _ in 0..5 {
            li.play(60).await;
        }
        lost(&mut li, 360).await
    };
    TABLE.row("a background tab with one timer a minute", 0, play).await;
}

#[tokio::test]
async fn a_server_killed_and_back_in_a_minute() {
    let play = async |site: &TestSite| {
        let again = site.node(0);
        let mut li = at_study(site).await;
        // The answer to this one never arrived; it is sent again with what was played meanwhile.
        site.clock.forward_s(15);
        let unanswered = li.next_beat(&[[60, 75]]);
        li.send(&unanswered).await.is(200);
        let queue = json!([unanswered, li.next_beat(&[[75, 135]])]);
        site.clock.forward_s(60);
        again.clock.forward_s(135);
        li.move_to(&again);
        li.actor.json("/api/study/beats/batch", queue).await.is(200);
        lost(&mut li, 135).await
    };
    TABLE.row("a server killed and back in a minute", 5, play).await;
}

#[tokio::test]
async fn a_rolling_upgrade() {
    let play = async |site: &TestSite| {
        let (old, new) = (site.node(0), site.node(0));
        let mut li = at_study(site).await;
        for clock in [&old.clock, &new.clock] {
            clock.forward_s(60);
        }
        for round in 0..10 {
            li.move_to(if round % 2 == 0 { &old } else { &new });
            for clock in [&old.clock, &new.clock] {
                clock.forward_s(15);
            }
            li.play(15).await;
        }
        li.move_to(&new);
        lost(&mut li, 210).await
    };
    TABLE.row("a rolling upgrade, every beat to the other node", 0, play).await;
}

#[tokio::test]
async fn nodes_with_clocks_three_seconds_apart() {
    let play = async |site: &TestSite| {
        let ahead = site.node(3);
        let mut li = at_study(site).await;
        ahead.clock.forward_s(60);
        for round in 0..20 {
            if round % 3 == 0 {
                li.move_to(&ahead);
            } else {
                li.move_to(site);
            }
            ahead.clock.forward_s(15);
            li.play(15).await;
        }
        li.move_to(&ahead);
        lost(&mut li, 360).await
    };
    TABLE.row("nodes whose clocks are three seconds apart", 3, play).await;
}

#[tokio::test]
async fn sixty_learners_behind_one_address() {
    let play = async |site: &TestSite| {
        long_lessons(site).await;
        run(&site.site.db, "UPDATE training_class SET capacity = 60").await;
        site.adopt_rows().await;
        let mut room = Vec::new();
        for n in 0..60 {
            room.push(HttpLearner::begin(site, &format!("l{n}")).await);
        }
        for _ in 0..4 {
            site.clock.forward_s(15);
            let beats: Vec<Value> =
                room.iter_mut().map(|one| one.next_beat(&[[one.at, one.at + 15]])).collect();
            for answer in join_all(room.iter().zip(&beats).map(|(one, beat)| one.send(beat))).await {
                assert_eq!(answer.is(200).json()["counted_ms"], 15_000);
            }
        }
        60 * 60 - join_all(room.iter().map(HttpLearner::counted)).await.into_iter().sum::<i64>()
    };
    TABLE.row("sixty learners behind one address (all together)", 0, play).await;
}

#[tokio::test]
async fn midnight_with_a_slow_network() {
    let play = async |site: &TestSite| {
        // A minute before midnight in China.
        site.clock.forward_s(15 * 3600 - 120);
        let mut li = at_study(site).await;
        // Everything of the last minute arrives just after midnight, one beat behind the other.
        site.clock.forward_s(61);
        for from in [60, 75, 90, 105] {
            assert_eq!(li.report(&[[from, from + 15]]).await, 15);
            site.clock.forward_s(1);
        }
        let hours = li.actor.get("/api/study/hours").await.is(200).json();
        let mut days: Vec<&str> =
            hours.as_array().unwrap().iter().map(|line| line["day"].as_str().unwrap()).collect();
        days.sort_unstable();
        assert_eq!(days, ["2026-11-22", "2026-11-23"]);
        lost(&mut li, 120).await
    };
    TABLE.row("midnight, with beats that arrive after it", 0, play).await;
}
