//! Signals light up for what they are meant for, and not for a classroom, a family or somebody in shifts.

use domain::id::PersonId;
use domain::signal::SignalKind;
use domain::time::{CHINA, DAY_MS};
use store::Db;
use store::course::NewQuestion;
use store::signal::{Found, SignalSearch, Trace};

use crate::fixture::city::{a_city, run};
use crate::fixture::courses::{class, course};
use crate::fixture::databases::on_both;

const NOW_MS: i64 = 1_795_305_600_000;
const HOUR_MS: i64 = 3_600_000;

/// Forty learners of one class of three lessons.
async fn a_class(db: &Db) {
    a_city(db, 40).await;
    let mut crab = course("crab", "大闸蟹养殖");
    let first = crab.lessons[0].questions[0].clone();
    let more = (2..=5).map(|n| NewQuestion { id: format!("crab-1-q{n}").into(), ..first.clone() });
    crab.lessons[0].questions.extend(more);
    db.publish_course(&crab, 1_000).await.unwrap();
    db.open_class(&class("crab"), 1_000).await.unwrap();
    for n in 1..=40 {
        run(
            db,
            &format!("INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e{n}', 'crab-k', 'p{n}', 0)"),
        )
        .await;
    }
}

/// Somebody opens a lesson at a moment, on a device, over a network.
async fn open_lesson(db: &Db, n: u32, lesson: &str, at_ms: i64, device: u8, network: u8) {
    opens(db, n, lesson, at_ms, Trace { device: Some([device; 32]), network: Some([network; 32]) }).await;
}

/// The same in a browser that keeps nothing.
async fn open_without_device(db: &Db, n: u32, lesson: &str, at_ms: i64, network: u8) {
    opens(db, n, lesson, at_ms, Trace { device: None, network: Some([network; 32]) }).await;
}

async fn opens(db: &Db, n: u32, lesson: &str, at_ms: i64, trace: Trace) {
    let session = format!("s-{n}-{lesson}-{at_ms}");
    run(
        db,
        &format!(
            "INSERT INTO study_session (id, person_id, enrolment_id, lesson_id, policy_version, opened_at)
             VALUES ('{session}', 'p{n}', 'e{n}', 'crab-{lesson}', '2026-01-01', {at_ms})"
        ),
    )
    .await;
    db.trace_session(&session.as_str().into(), &format!("p{n}").as_str().into(), &trace, at_ms)
        .await
        .unwrap();
}

/// A check of somebody: shown after a second, answered or let go.
async fn check(db: &Db, n: u32, at_ms: i64, took_ms: Option<i64>, offer: i64) {
    let (answered, outcome) =
        took_ms.map_or(("NULL".to_owned(), "'expired'"), |ms| ((at_ms + 1000 + ms).to_string(), "'passed'"));
    run(
        db,
        &format!(
            "INSERT INTO attendance_check (id, person_id, session_id, enrolment_id, lesson_id, kind, offer, issued_at,
                 shown_at, answered_at, outcome)
             SELECT 'c-{n}-{at_ms}', 'p{n}', MIN(id), 'e{n}', 'crab-1', 'question', {offer}, {at_ms}, {at_ms} + 1000,
                 {answered}, {outcome} FROM study_session WHERE person_id = 'p{n}'"
        ),
    )
    .await;
}

async fn found(db: &Db) -> Vec<(SignalKind, Vec<PersonId>)> {
    let found: Vec<Found> = db.find_signals(CHINA, NOW_MS).await.unwrap();
    found.into_iter().map(|one| (one.kind, one.people)).collect()
}

#[tokio::test]
async fn a_classroom_behind_one_address_lights_nothing_up() {
    on_both(async |db| {
        a_class(db).await;
        // Ten evenings from 19:30, everybody in the same room, the same lesson at the same moment; couples share a phone.
        for day in 1..=10 {
            let evening = NOW_MS - day * DAY_MS + 3 * HOUR_MS;
            for n in 1..=30 {
                open_lesson(
                    db,
                    n,
                    ["1", "2", "3"][day as usize % 3],
                    evening + i64::from(n) * 100,
                    (n / 2) as u8,
                    1,
                )
                .await;
                check(
                    db,
                    n,
                    evening + 600_000,
                    Some(4_000 + i64::from(n * 997 + day as u32 * 3_301) % 30_000),
                    1,
                )
                .await;
            }
        }
        assert_eq!(found(db).await, []);
    })
    .await;
}

/// A dormitory or an evening class goes on past midnight, each with a phone of their own, and begins at other moments
/// each time.
#[tokio::test]
async fn forty_learners_with_devices_of_their_own_behind_one_address_at_night_are_nothing() {
    on_both(async |db| {
        a_class(db).await;
        for day in 1..=5 {
            let night = CHINA.midnight_ms(NOW_MS - day * DAY_MS) + HOUR_MS;
            for n in 1..=40 {
                let late_ms = (i64::from(n) * 7919 + day * 104_729 * i64::from(n + 3)) % 90_000;
                open_lesson(db, n, ["1", "2", "3"][day as usize % 3], night + late_ms, n as u8, 1).await;
            }
        }
        assert_eq!(found(db).await, []);
    })
    .await;
}

/// Thirty accounts on one machine, eleven seconds apart, the same moves: with one mark, with marks of their own, and with
/// none.
#[tokio::test]
async fn a_farm_on_one_machine_is_found_whatever_its_cookies() {
    for cookies in 0..3 {
        on_both(async |db| {
            a_class(db).await;
            for day in 1..=3 {
                for n in 1..=30 {
                    let at_ms = NOW_MS - day * DAY_MS + i64::from(n) * 11_000 + day * 40;
                    let lesson = ["1", "2", "3"][day as usize % 3];
                    match cookies {
                        0 => open_lesson(db, n, lesson, at_ms, 200, 9).await,
                        1 => open_lesson(db, n, lesson, at_ms, n as u8, 9).await,
                        _ => open_without_device(db, n, lesson, at_ms, 9).await,
                    }
                }
            }
            let all = found(db).await;
            let step = all.iter().find(|(kind, _)| *kind == SignalKind::Lockstep).expect("in step");
            assert_eq!(step.1.len(), 30);
        })
        .await;
    }
}

#[tokio::test]
async fn a_series_of_registrations_from_one_machine_is_found_and_a_village_is_not() {
    on_both(async |db| {
        a_class(db).await;
        let trace = |place: u8| Trace { device: Some([place; 32]), network: Some([place + 100; 32]) };
        for n in 1..=20_u8 {
            let person = PersonId(format!("p{n}"));
            db.trace_registration(&person, &[1; 32], &trace(7), NOW_MS - HOUR_MS).await.unwrap();
        }
        // A helper in a village: everybody was born on another day.
        for n in 21..=40_u8 {
            let person = PersonId(format!("p{n}"));
            db.trace_registration(&person, &[n; 32], &trace(8), NOW_MS - HOUR_MS).await.unwrap();
        }
        let all = found(db).await;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].0, all[0].1.len()), (SignalKind::SerialRegistration, 20));
    })
    .await;
}

/// What became of a check, and whether it was answered faster than it can be read.
async fn answered(db: &Db, n: u32, at_ms: i64, kind: &str, outcome: &str, hasty: bool) {
    run(
        db,
        &format!(
            "INSERT INTO attendance_check (id, person_id, session_id, enrolment_id, lesson_id, kind, offer, issued_at,
                 shown_at, answered_at, outcome, given_answer, hasty)
             SELECT 'c-{n}-{at_ms}', 'p{n}', MIN(id), 'e{n}', 'crab-1', '{kind}', 1, {at_ms}, {at_ms} + 1000,
                 {at_ms} + 1000 + {n} * {at_ms} % 40000 + 3000, '{outcome}', '1', {hasty}
             FROM study_session WHERE person_id = 'p{n}'"
        ),
    )
    .await;
}

/// Somebody answers one of five questions, or a number, on their first session.
async fn answers(db: &Db, n: u32, question: Option<i64>, (at_ms, took_ms): (i64, i64), right: bool) {
    let (kind, id) =
        question.map_or(("number", "NULL".to_owned()), |q| ("question", format!("'crab-1-q{q}'")));
    let outcome = if right { "passed" } else { "wrong" };
    run(
        db,
        &format!(
            "INSERT INTO attendance_check (id, person_id, session_id, enrolment_id, class_id, lesson_id, kind, question_id,
                 offer, issued_at, shown_at, answered_at, outcome, given_answer)
             SELECT 'q-{n}-{at_ms}', 'p{n}', MIN(id), 'e{n}', 'crab-k', 'crab-1', '{kind}', {id}, 1, {at_ms}, {at_ms},
                 {at_ms} + {took_ms}, '{outcome}', '1' FROM study_session WHERE person_id = 'p{n}'"
        ),
    )
    .await;
}

/// A farm that hands answers on and presses by one list of pauses, beside thirty who read for themselves in one room.
#[tokio::test]
async fn carried_answers_and_equal_times_are_found_and_a_classroom_is_not() {
    on_both(async |db| {
        a_class(db).await;
        let noon = NOW_MS - DAY_MS;
        for n in 1..=40 {
            let (own, late_ms) = (n > 10, i64::from(n) * 7919 % 90_000);
            if own {
                open_lesson(db, n, "1", noon + late_ms, n as u8, 1).await;
            } else {
                open_without_device(db, n, "1", noon + late_ms, 9).await;
            }
            for k in 0..8 {
                let (shown_at, turn) = (noon + 600_000 * (k + 1) + late_ms, i64::from(n) * 977 + k * 3301);
                let took_ms = if own { 4_000 + turn % 30_000 } else { 900 + k * 230 + i64::from(n % 5) };
                let right = if own { turn % 9 > 0 } else { n > 1 || k % 2 == 0 };
                answers(db, n, Some(k % 5 + 1), (shown_at, took_ms), right).await;
            }
        }
        let farm = |from: u32| (from..=10).map(|n| PersonId(format!("p{n}"))).collect::<Vec<_>>();
        let sorted = |mut people: Vec<PersonId>| {
            people.sort_by_key(|person| person.0[1..].parse::<u32>().unwrap());
            people
        };
        let seen =
            found(db).await.into_iter().map(|(kind, people)| (kind, sorted(people))).collect::<Vec<_>>();
        let of_kind = |wanted: SignalKind| -> Vec<Vec<PersonId>> {
            seen.iter().filter(|(kind, _)| *kind == wanted).map(|(_, people)| people.clone()).collect()
        };
        let equal = of_kind(SignalKind::EqualLatencies);
        assert_eq!(equal.len(), 1, "{seen:?}");
        assert!(equal[0].len() >= 9 && equal[0].iter().all(|person| farm(1).contains(person)), "{equal:?}");
        let carried = of_kind(SignalKind::CarriedAnswers);
        assert_eq!(carried.len(), 1, "{seen:?}");
        assert!(
            carried[0].len() >= 8 && carried[0].iter().all(|person| farm(1).contains(person)),
            "{carried:?}"
        );
        assert!(
            seen.iter().all(|(_, people)| people.iter().all(|person| farm(1).contains(person))),
            "{seen:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_device_that_answers_for_many_and_a_class_that_passes_by_numbers_are_found() {
    on_both(async |db| {
        a_class(db).await;
        let noon = NOW_MS - DAY_MS;
        // Six on one device of a helper, one after another; three of a family on another.
        for n in 1..=9_u32 {
            let began = noon + i64::from(n) * 2_400_000;
            open_lesson(db, n, "1", began, if n <= 6 { 50 } else { 51 }, n as u8).await;
            for k in 0..3 {
                let took_ms = 5_000 + (i64::from(n) * 977 + k * 3301) % 20_000;
                let question = if n % 3 == 0 { None } else { Some(k + 1) };
                answers(db, n, question, (began + 600_000 * (k + 1), took_ms), true).await;
            }
        }
        let person = |n: u32| PersonId(format!("p{n}"));
        let by_numbers = (SignalKind::NumberClass, vec![]);
        let device = (SignalKind::AnsweringDevice, (1..=6).map(person).collect());
        assert_eq!(found(db).await, [by_numbers, device]);
    })
    .await;
}

#[tokio::test]
async fn guesses_haste_and_numbers_are_seen() {
    on_both(async |db| {
        a_class(db).await;
        for n in 1..=4 {
            open_lesson(db, n, "1", NOW_MS - DAY_MS - i64::from(n) * HOUR_MS, n as u8, n as u8).await;
        }
        for k in 0..7 {
            let at_ms = NOW_MS - HOUR_MS + k * 61_007;
            answered(db, 1, at_ms, "question", if k % 4 == 3 { "hold" } else { "wrong" }, k < 3).await;
            answered(db, 2, at_ms, "number", "passed", false).await;
            // Somebody who errs now and then, and once pressed too fast.
            answered(db, 3, at_ms, "question", if k == 2 { "wrong" } else { "passed" }, k == 2).await;
        }
        let kinds = |all: Vec<(SignalKind, Vec<PersonId>)>| -> Vec<(SignalKind, String)> {
            all.into_iter().map(|(kind, people)| (kind, people[0].0.clone())).collect()
        };
        assert_eq!(
            kinds(found(db).await),
            [
                (SignalKind::HastyAnswers, "p1".to_owned()),
                (SignalKind::GuessedAnswers, "p1".to_owned()),
                (SignalKind::NumberChecks, "p2".to_owned()),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn each_signal_is_found_with_whom_it_concerns_and_only_once() {
    on_both(async |db| {
        a_class(db).await;
        for day in 1..=6 {
            let noon = NOW_MS - day * DAY_MS;
            // A machine, and somebody who lets checks go.
            open_lesson(db, 1, "1", noon, 101, 101).await;
            open_lesson(db, 2, "1", noon + 60_000, 102, 102).await;
            for n in 0..2 {
                check(db, 1, noon + n * 600_000, Some(12_000 + n * 40), 1).await;
                check(db, 2, noon + n * 600_000, None, 3).await;
            }
            // One phone hands round three people; two begin together.
            for n in [3, 4, 5] {
                open_lesson(db, n, "2", noon + i64::from(n) * HOUR_MS, 103, 103).await;
            }
            open_lesson(db, 6, ["1", "2"][day as usize % 2], noon + 20 * HOUR_MS, 106, 106).await;
            open_lesson(db, 7, ["1", "2"][day as usize % 2], noon + 20 * HOUR_MS + 2_000, 107, 107).await;
            // Five people at two in the morning over one network.
            let night = CHINA.midnight_ms(noon) + 2 * HOUR_MS;
            for n in 10..15 {
                let at_ms = night + i64::from(n) * 60_000 + i64::from(n * 7 + 3) * day * 7919 % 50_000;
                open_without_device(db, n, "3", at_ms, 110).await;
            }
            // Two learners on a device on which somebody else's account signed in.
            open_lesson(db, 20, "1", noon + HOUR_MS / 2, 120, 120).await;
            open_lesson(db, 21, "1", noon + HOUR_MS / 3, 120, 120).await;
        }
        db.note_staff_device(&[120; 32], &"a40".into(), NOW_MS - HOUR_MS).await.unwrap();
        let person = |n: u32| PersonId(format!("p{n}"));
        let seen = found(db).await;
        let expected = [
            (SignalKind::SteadyAnswers, vec![1]),
            (SignalKind::AvoidedChecks, vec![2]),
            (SignalKind::SharedDevice, vec![3, 4, 5]),
            (SignalKind::StaffDevice, vec![20, 21]),
            (SignalKind::TwinTimelines, vec![6, 7]),
            (SignalKind::NightNetwork, vec![10, 11, 12, 13, 14]),
        ];
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(kind, people)| (kind, people.into_iter().map(person).collect::<Vec<_>>()))
            .collect();
        assert_eq!(seen, expected);

        let all = db.find_signals(CHINA, NOW_MS).await.unwrap();
        let ids = std::cell::Cell::new(0);
        let new_id = || {
            ids.set(ids.get() + 1);
            format!("signal-{}", ids.get())
        };
        assert_eq!(db.keep_signals(&all, new_id, NOW_MS - 14 * DAY_MS, NOW_MS).await.unwrap(), 6);
        assert_eq!(
            db.keep_signals(&all, new_id, NOW_MS - 14 * DAY_MS, NOW_MS + 1).await.unwrap(),
            0,
            "known already"
        );
        let later = NOW_MS + 20 * DAY_MS;
        assert_eq!(
            db.keep_signals(&all, new_id, later - 14 * DAY_MS, later).await.unwrap(),
            0,
            "nobody has looked at them yet"
        );
        let (listed, count) = db.signals(&SignalSearch::default(), 3, 0).await.unwrap();
        assert_eq!((listed.len(), count), (3, 6));
        let of_kind = SignalSearch { kind: Some(SignalKind::SharedDevice), all: false };
        let (listed, _) = db.signals(&of_kind, 10, 0).await.unwrap();
        assert_eq!(
            listed[0].people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
            ["学员3", "学员4", "学员5"]
        );
        assert_eq!(listed[0].evidence[0], 3);
    })
    .await;
}

#[tokio::test]
async fn nights_and_sudden_days_are_read_from_the_ledger() {
    on_both(async |db| {
        a_class(db).await;
        let entry = async |index: i64, n: u32, at_ms: i64, hours: i64| {
            let (day, ms) = (CHINA.day(at_ms), hours * HOUR_MS);
            run(
                db,
                &format!(
                    "INSERT INTO ledger_entry_group (enrolment_id, class_id, person_id, person_digest, policy)
                 SELECT 'e{n}', 'crab-k', 'p{n}', '', ''
                 WHERE NOT EXISTS (SELECT 1 FROM ledger_entry_group WHERE enrolment_id = 'e{n}');
                 INSERT INTO ledger_lesson (lesson_id)
                 SELECT 'crab-1' WHERE NOT EXISTS (SELECT 1 FROM ledger_lesson WHERE lesson_id = 'crab-1');
                 INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, day, signed, body)
                 SELECT {index}, {at_ms}, f.entry_group, l.lesson, {ms}, '{day}', TRUE, '{{}}'
                 FROM ledger_entry_group f, ledger_lesson l WHERE f.enrolment_id = 'e{n}'"
                ),
            )
            .await;
        };
        let mut index = 0;
        for day in [5, 4, 3] {
            // One works in shifts and studies at night; another by day.
            entry(index, 1, CHINA.midnight_ms(NOW_MS - day * DAY_MS) + 4 * HOUR_MS, 4).await;
            entry(index + 1, 2, CHINA.midnight_ms(NOW_MS - day * DAY_MS) + 15 * HOUR_MS, 4).await;
            index += 2;
        }
        assert_eq!(found(db).await, [(SignalKind::NightRuns, vec![PersonId::from("p1")])]);
        for n in 3..10 {
            entry(index, n, CHINA.midnight_ms(NOW_MS - DAY_MS) + 15 * HOUR_MS, 4).await;
            index += 1;
        }
        let all = db.find_signals(CHINA, NOW_MS).await.unwrap();
        let sudden =
            all.iter().find(|one| one.kind == SignalKind::SuddenVolume).expect("28 h after 8 h a day");
        assert_eq!(sudden.evidence, [28 * HOUR_MS, 8 * HOUR_MS]);
        assert_eq!(sudden.class, Some("crab-k".into()));
    })
    .await;
}
