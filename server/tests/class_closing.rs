//! The end of a class: made up in three working days, closed once by its institution, and what is frozen then stays.

use domain::access::Role;
use domain::class_closing::{ClassClock, ClosingRefusal};
use domain::wire::CheckResult;
use store::StoreError;
use store::appeal::Actor as OfStore;
use store::class_closing::ClassClosing;
use store::study::RuleInput;

use crate::appeal;
use crate::site::verification::without_triggers;
use crate::site::{Actor, TestSite, on_both};
use crate::store_fixture::city::{run, try_run};
use crate::store_learner::StoreLearner;

const DAY_S: i64 = 24 * 3600;

/// `li` in class `crab-k`, which ended on Friday: today is the Sunday of its make-up, that lasts to Wednesday the 25th.
pub async fn in_make_up(site: &TestSite) -> StoreLearner<'_> {
    site.with_crab_class().await;
    let li = StoreLearner::enrolled(site, "li").await;
    run(&site.site.db, "UPDATE training_class SET ends_on = '2026-11-20' WHERE id = 'crab-k'").await;
    site.adopt_rows().await;
    li
}

/// Five minutes of `li` are verified on the Sunday, and it is Thursday.
pub async fn studied_and_over(site: &TestSite) -> StoreLearner<'_> {
    let mut li = in_make_up(site).await;
    verified(&mut li).await;
    site.clock.forward_s(4 * DAY_S);
    li
}

/// Two minutes of `crab-2` are watched and confirmed.
async fn verified(li: &mut StoreLearner<'_>) {
    li.open("crab-2").await;
    li.watch(120).await;
    li.close().await;
    assert_eq!(li.answer_check(true).await.result, CheckResult::Passed);
}

/// The administrator of the school, signed in.
pub async fn admin(site: &TestSite) -> Actor<'_> {
    site.actor("qian", Role::InstitutionAdmin, Some("school"), Some("county")).await
}

fn clock(site: &TestSite) -> ClassClock<'_> {
    ClassClock { holidays: &site.site.holidays, zone: site.site.zone(), now_ms: site.site.now() }
}

/// Closes `crab-k` through the store, with exactly what stands there now, as an administrator who is registered.
pub async fn close(site: &TestSite) -> Result<ClassClosing, ClosingRefusal> {
    let class = "crab-k".into();
    let (db, policies) = (&site.site.db, &site.site.policies);
    let seen = db.to_freeze(&class, policies, clock(site)).await.unwrap();
    let actor =
        OfStore { account: "account-qian".into(), person: "person-qian".into(), role: "institution_admin" };
    let input =
        RuleInput { now_ms: site.site.now(), fresh_check: site.site.new_id().into(), draw: 0, policies };
    let event = |action| store::audit::AuditEvent {
        account: Some("account-qian".into()),
        ..store::audit::AuditEvent::by_system(site.site.new_id(), site.site.now(), action)
    };
    db.close_class(&class, &seen.sha256, &actor, "", clock(site), &input, event).await.unwrap()
}

#[tokio::test]
async fn study_counts_in_the_make_up_and_not_after_it() {
    on_both(async |site| {
        let mut li = in_make_up(site).await;
        verified(&mut li).await;
        assert_eq!(site.number("SELECT CAST(SUM(ms) AS BIGINT) FROM ledger_line").await, 120_000);
        // The evening of the last day, and beats that are late over midnight.
        site.clock.forward_s(3 * DAY_S + 14 * 3600);
        li.open("crab-1").await;
        li.watch(60).await;
        site.clock.forward_s(DAY_S / 24);
        assert!(matches!(
            li.try_beat(&[[60_000, 75_000]]).await,
            Err(StoreError::Study(domain::study::StudyRefusal::ClassNotOpen))
        ));
        let refused = li.try_open("crab-1").await;
        assert!(matches!(refused, Err(StoreError::Study(domain::study::StudyRefusal::ClassNotOpen))));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_class_is_closed_once_after_its_make_up_and_frozen_as_the_ledger_says() {
    on_both(async |site| {
        let mut li = in_make_up(site).await;
        admin(site).await;
        verified(&mut li).await;
        // What waits for a check at the end.
        li.open("crab-1").await;
        li.watch(60).await;
        for _ in 0..4 {
            assert_eq!(close(site).await, Err(ClosingRefusal::NotOver { from: "2026-11-26".into() }));
            site.clock.forward_s(DAY_S);
        }
        let closing = close(site).await.unwrap();
        assert_eq!((closing.people, closing.completed, closing.verified_ms), (1, 0, 120_000));
        assert!(closing.by_name.contains("qian"), "{}", closing.by_name);
        assert_eq!(close(site).await, Err(ClosingRefusal::Already));
        let line = site.site.db.closing_lines(&"crab-k".into()).await.unwrap().remove(0);
        assert_eq!((line.verified_ms, line.days_studied, line.required_ms), (120_000, 1, 1_020_000));
        assert_eq!(
            (line.completed, line.identity_seen, line.category.clone()),
            (false, false, Some("rural_transfer".into()))
        );
        assert!(!line.category_proved);
        let given_back = "SELECT CAST(SUM(ms) AS BIGINT) FROM refusal WHERE code = 'class_closed'";
        assert_eq!(site.number(given_back).await, 60_000);
        let lines = site.audit_lines("class.close").await;
        assert!(lines[0].detail.contains(&closing.sha256), "{}", lines[0].detail);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_who_close_a_class_at_once_are_one() {
    on_both(async |site| {
        studied_and_over(site).await;
        admin(site).await;
        let (one, other) = tokio::join!(close(site), close(site));
        let closed = [one, other].into_iter().flatten().count();
        assert_eq!((closed, site.number("SELECT COUNT(*) FROM class_closing").await), (1, 1));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_an_early_closing_and_hours_after_it() {
    on_both(async |site| {
        studied_and_over(site).await;
        admin(site).await;
        let db = &site.site.db;
        let closing = |at_ms: i64, more: &str| {
            format!(
                "INSERT INTO class_closing (class_id, account_id, person_id, role, note, people, completed, verified_ms,
                     ledger_size, sha256, at_ms)
                 VALUES ('crab-k', 'account-qian', 'person-qian', {more}, 0, 0, 0, 'x', {at_ms})"
            )
        };
        let now = site.site.now();
        let admin_of_one = "'institution_admin', '', 1";
        for (sql, says) in [
            (closing(now - DAY_S * 1000 * 3, admin_of_one), "its make-up is not over"),
            (closing(now, "'institution_admin', '', 2"), "not everybody of the class"),
            (closing(now, "'city_first_reviewer', '', 1"), "the role is not held"),
            (closing(now, "'enterprise', '', 1"), "the role is not held"),
            (
                closing(now, admin_of_one).replace("'person-qian'", "'person-li'"),
                "the account is another person's",
            ),
        ] {
            let refused = try_run(db, &sql).await.unwrap_err().to_string();
            assert!(refused.contains(says), "{sql}: {refused}");
        }
        close(site).await.unwrap();
        let enrolled = try_run(
            db,
            "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e9', 'crab-k', 'person-qian', 1)",
        )
        .await;
        assert!(enrolled.unwrap_err().to_string().contains("the class is closed"));
        let entry = "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, day, body)
                     SELECT 7, at_ms, entry_group, lesson, ms, day, body FROM ledger_entry WHERE entry_index = 0";
        assert!(try_run(db, entry).await.unwrap_err().to_string().contains("the class is closed"));
        for sql in [
            "UPDATE class_closing SET verified_ms = 9",
            "UPDATE class_closing_line SET verified_ms = 9",
            "DELETE FROM class_closing",
            "DELETE FROM class_closing_line",
            "INSERT INTO class_closing_line (class_id, n, enrolment_id, person_id, verified_ms, required_ms,
                 credit_tenths, days_studied, completed, identity_seen, category_proved)
             VALUES ('crab-k', 2, 'e9', 'person-qian', 1, 1, 1, 1, TRUE, TRUE, FALSE)",
        ] {
            assert!(try_run(db, sql).await.is_err(), "{sql}");
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_check_passed_after_the_closing_gives_the_closed_class_nothing() {
    on_both(async |site| {
        let mut li = in_make_up(site).await;
        admin(site).await;
        verified(&mut li).await;
        li.open("crab-1").await;
        li.watch(90).await;
        li.close().await;
        assert!(li.check.is_some(), "a short check waits");
        site.clock.forward_s(4 * DAY_S);
        close(site).await.unwrap();
        let before = site.number("SELECT COUNT(*) FROM ledger_entry").await;
        assert_eq!(li.answer_check(true).await.newly_verified_ms, 0);
        assert_eq!(site.number("SELECT COUNT(*) FROM ledger_entry").await, before);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn verification_finds_what_was_changed_of_a_closing() {
    on_both(async |site| {
        studied_and_over(site).await;
        admin(site).await;
        close(site).await.unwrap();
        let db = &site.site.db;
        site.verify(&[]).await.unwrap();
        without_triggers(db, &["class_closing", "class_closing_line"]).await;
        for (sql, back, says) in [
            (
                "UPDATE class_closing_line SET identity_seen = TRUE",
                "UPDATE class_closing_line SET identity_seen = FALSE",
                "the digest of its lines",
            ),
            (
                "UPDATE class_closing_line SET verified_ms = verified_ms + 1",
                "UPDATE class_closing_line SET verified_ms = verified_ms - 1",
                "verified_ms, by the ledger",
            ),
            ("UPDATE class_closing SET completed = 1", "UPDATE class_closing SET completed = 0", "completed"),
        ] {
            run(db, sql).await;
            let found = site.verify(&[]).await.unwrap_err().to_string();
            assert!(found.contains(says) && found.contains("crab-k"), "{sql}: {found}");
            run(db, back).await;
        }
    })
    .await;
}

#[tokio::test]
async fn over_http_a_class_is_closed_when_its_day_has_come_by_its_own_administrator() {
    on_both(async |site| {
        let mut li = in_make_up(site).await;
        let qian = admin(site).await;
        verified(&mut li).await;
        let page = "/classes/crab-k/closing";
        let early = qian.get(page).await;
        assert!(early.is(200).text().contains("11 月 26 日 星期四起可以办理结班"), "{}", early.text());
        assert!(early.text().contains("3 个工作日的补学期") && !early.text().contains("name=\"confirm\""));
        assert!(qian.get("/classes/crab-k").await.is(200).text().contains("补学期：班级已在"));
        let closed = async || site.number("SELECT COUNT(*) FROM class_closing").await;
        qian.post(page, &[("confirm", "yes"), ("sha256", "")]).await.is(303);
        assert_eq!(closed().await, 0, "too early");
        // Whoever is in it may still study, and nobody comes in.
        let learner = site.signed_in("li").await;
        assert!(learner.get("/learn").await.is(200).text().contains("补学到 2026 年 11 月 25 日为止"));
        assert!(learner.get("/hours").await.is(200).text().contains("补学到"));
        site.learner("zhao").await.post("/classes/crab-k/enrol", &[]).await;
        assert_eq!(site.number("SELECT COUNT(*) FROM enrolment").await, 1);

        site.clock.forward_s(4 * DAY_S);
        let qian = site.signed_in("qian").await;
        let open = serde_json::json!({"enrolment": li.enrolment, "lesson": "crab-1"});
        let learner = site.signed_in("li").await;
        assert_eq!(
            learner.json("/api/study/sessions", open.clone()).await.is(409).json()["code"],
            "class_not_open"
        );
        let tasks = qian.get("/tasks").await;
        assert!(tasks.is(200).text().contains("可以办理结班的班级"), "{}", tasks.text());
        assert!(tasks.text().contains("href=\"/classes/crab-k/closing\""));
        let shown = qian.get(page).await;
        let shown_text = shown.is(200).text();
        assert!(shown_text.contains("学员li") && shown_text.contains("证件没有核对"), "{shown_text}");
        let sha256 = shown.between("name=\"sha256\" value=\"", "\"").to_owned();

        // Nobody else: a teacher, the administrator of another school, a reviewer, a learner.
        let yes = [("confirm", "yes"), ("sha256", sha256.as_str())];
        let other = site.actor("sun", Role::InstitutionAdmin, Some("school2"), Some("county2")).await;
        let zhou = site.reviewer("zhou").await;
        for actor in [&other, &site.teacher("chen").await, &site.signed_in("zhao").await] {
            actor.get(page).await.is(404);
            actor.post(page, &yes).await.is(404);
        }
        assert!(!zhou.get(page).await.is(200).text().contains("name=\"confirm\""));
        zhou.post(page, &yes).await.is(404);
        assert_eq!(closed().await, 0);

        let unticked = qian.post(page, &[("sha256", &sha256), ("note", "都学了")]).await;
        assert!(
            unticked.is(422).text().contains("没有问题就勾上")
                && unticked.text().contains("都学了</textarea>")
        );
        let seen = [("confirm", "yes"), ("sha256", "another")];
        assert!(qian.post(page, &seen).await.is(422).text().contains("情况有变化"));
        assert_eq!(closed().await, 0);
        let done = qian.post(page, &[("confirm", "yes"), ("sha256", &sha256), ("note", "都学了")]).await;
        assert_eq!(done.is(303).location(), Some(page));
        qian.post(page, &yes).await.is(303);
        assert_eq!((closed().await, site.audit_lines("class.close").await.len()), (1, 1));

        let after = qian.get(page).await;
        assert!(
            after.is(200).text().contains("结班人") && after.text().contains(&sha256),
            "{}",
            after.text()
        );
        assert!(after.text().contains("都学了") && !after.text().contains("name=\"confirm\""));
        assert!(zhou.get(page).await.is(200).text().contains("结班人"));
        assert!(!qian.get("/tasks").await.text().contains("可以办理结班的班级"));
        assert!(qian.get("/classes").await.is(200).text().contains("已结班"));
        let says = learner.get("/learn").await;
        assert!(
            says.is(200).text().contains("2026 年 11 月 26 日结班，报上去申领补贴的是"),
            "{}",
            says.text()
        );
        learner.json("/api/study/sessions", open).await.is(409);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_appeal_granted_after_the_closing_is_booked_and_leaves_the_closing_as_it_was() {
    on_both(async |site| {
        let (_, enrolment) = appeal::five_minutes_expired(site).await;
        run(&site.site.db, "UPDATE training_class SET ends_on = '2026-11-20' WHERE id = 'crab-k'").await;
        site.adopt_rows().await;
        let li = site.signed_in("li").await;
        appeal::appeals(&li, &enrolment, "check_ignored", "村里停电，手机没电了").await.is(303);
        let made = appeal::only_appeal(site).await;
        appeal::propose(&appeal::first(site).await, &made, "grant").await.is(303);
        site.clock.forward_s(4 * DAY_S);
        admin(site).await;
        let closing = close(site).await.unwrap();
        let before = site.verify(&[]).await.unwrap();
        appeal::say(&appeal::second(site).await, &made, "confirm").await.is(303);
        assert_eq!(appeal::only_appeal(site).await.granted_ms, Some(300_000));
        let after = site.verify(&[]).await.unwrap();
        assert_eq!(after.verified_ms - before.verified_ms, 300_000);
        assert_eq!(site.site.db.class_closing(&"crab-k".into()).await.unwrap(), Some(closing));
        // The grant was for that entry alone.
        let entry = "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, day, body)
                     SELECT 99, at_ms, entry_group, lesson, ms, day, body FROM ledger_entry WHERE entry_index = 1";
        let refused = try_run(&site.site.db, entry).await.unwrap_err().to_string();
        assert!(refused.contains("the class is closed"), "{refused}");
    })
    .await;
}
