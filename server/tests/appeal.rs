//! Appeals: refused time counts after all when two other people agree, within what time allows; and every way round
//! the separation of duties is shut, in the pages and in the database.

use domain::access::Role;
use domain::study::RecordLog;
use domain::wire::CheckResult;
use server::jobs::work_once;
use store::appeal::Appeal;
use store::audit::AuditSearch;
use store::{Db, read_db, write_db};

use crate::site::repacked::repacked;
use crate::site::verification::without_triggers;
use crate::site::{Actor, Answer, TestSite, on_both};
use crate::store_fixture::city::{run, try_run};
use crate::store_learner::StoreLearner;

const DAY: &str = "2026-11-22";

/// Learner `li` of `crab-k`, to whom five minutes of `crab-1` expired because nobody answered.
pub async fn five_minutes_expired(site: &TestSite) -> (StoreLearner<'_>, String) {
    site.with_crab_class().await;
    let mut li = StoreLearner::enrolled(site, "li").await;
    li.open("crab-2").await;
    li.watch(120).await;
    li.close().await;
    assert_eq!(li.answer_check(true).await.result, CheckResult::Passed);
    li.open("crab-1").await;
    li.watch(300).await;
    li.close().await;
    for _ in 0..3 {
        li.show_check().await;
        site.clock.forward_s(400);
    }
    li.open("crab-1").await;
    site.clock.forward_s(200);
    let classes = site.site.db.my_classes(&"person-li".into()).await.unwrap();
    (li, classes[0].enrolment_id.0.clone())
}

pub async fn appeals(learner: &Actor<'_>, enrolment: &str, code: &str, reason: &str) -> Answer {
    let form =
        [("enrolment", enrolment), ("lesson", "crab-1"), ("day", DAY), ("code", code), ("reason", reason)];
    learner.post("/hours/appeal", &form).await
}

pub async fn only_appeal(site: &TestSite) -> Appeal {
    site.site.db.my_appeals(&"person-li".into()).await.unwrap().remove(0)
}

pub async fn first(site: &TestSite) -> Actor<'_> {
    site.reviewer("zhou").await
}

pub async fn second(site: &TestSite) -> Actor<'_> {
    site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await
}

pub async fn propose(actor: &Actor<'_>, appeal: &Appeal, verdict: &str) -> Answer {
    let form = [("verdict", verdict), ("ground", "device"), ("reason", "供电公司有停电通知")];
    actor.post(&format!("/appeals/{}/propose", appeal.id), &form).await
}

pub async fn say(actor: &Actor<'_>, appeal: &Appeal, step: &str) -> Answer {
    actor.post(&format!("/appeals/{}/{step}", appeal.id), &[("reason", "已核对，情况属实")]).await
}

#[tokio::test]
async fn an_appeal_goes_from_the_learner_to_two_people_and_becomes_a_contra_entry() {
    on_both(async |site| {
        let (mut learner, enrolment) = five_minutes_expired(site).await;
        let li = site.signed_in("li").await;
        let hours = li.get("/hours").await;
        assert!(hours.is(200).text().contains("/hours/appeal?enrolment="), "{}", hours.text());
        let address =
            format!("/hours/appeal?enrolment={enrolment}&lesson=crab-1&day={DAY}&code=check_ignored");
        assert!(li.get(&address).await.is(200).text().contains("5 分"));

        // A reason is needed and what was typed is kept.
        let short = appeals(&li, &enrolment, "check_ignored", "停电").await;
        assert!(short.is(422).text().contains("停电</textarea>") && short.text().contains("至少四个字"));
        appeals(&li, &enrolment, "check_ignored", &"长".repeat(501)).await.is(422);
        let made = appeals(&li, &enrolment, "check_ignored", "村里停电，手机没电了").await;
        assert_eq!(made.is(303).location(), Some("/hours/appeals"));
        assert!(li.get("/hours/appeals").await.is(200).text().contains("等初审"));
        // Twice is once.
        appeals(&li, &enrolment, "check_ignored", "村里停电，手机没电了").await.is(303);
        assert_eq!(site.site.db.my_appeals(&"person-li".into()).await.unwrap().len(), 1);

        let appeal = only_appeal(site).await;
        let page = format!("/appeals/{}", appeal.id);
        let teacher = site.teacher("chen").await;
        assert!(teacher.get("/appeals").await.is(200).text().contains("学员li"));
        say(&teacher, &appeal, "comment").await.is(303);
        let zhou = first(site).await;
        let seen = zhou.get(&page).await;
        assert!(seen.is(200).text().contains("最多能补回") && seen.text().contains("已核对，情况属实"));
        let unsaid = zhou
            .post(&format!("{page}/propose"), &[("verdict", "grant"), ("reason", "供电公司有停电通知")])
            .await;
        assert!(
            unsaid.is(422).text().contains("请选择依据")
                && unsaid.text().contains("供电公司有停电通知</textarea>")
        );
        propose(&zhou, &appeal, "grant").await.is(303);

        let before = site.verify(&[]).await.unwrap();
        let wu = second(site).await;
        assert!(wu.get("/appeals").await.is(200).text().contains("学员li"));
        assert!(wu.get(&page).await.is(200).text().contains("同意初审意见"));
        say(&wu, &appeal, "confirm").await.is(303);

        let after = site.verify(&[]).await.unwrap();
        assert_eq!(after.verified_ms - before.verified_ms, 300_000);
        assert_eq!(after.tree.entries, before.tree.entries + 1);
        assert!(after.amount_fen >= before.amount_fen);
        let granted = only_appeal(site).await;
        assert_eq!((granted.granted_ms, granted.entry_index), (Some(300_000), Some(before.tree.entries)));
        let entry = site
            .site
            .db
            .ledger_entries(before.tree.entries, before.tree.entries + 1)
            .await
            .unwrap()
            .remove(0);
        assert!(entry.body.contains("\"granted\"") && !entry.body.contains("\"check\""), "{}", entry.body.0);
        // The ledger is public: neither names nor words stand in it.
        for word in ["供电", "zhou", "person-", "account-"] {
            assert!(!entry.body.contains(word), "{word}: {}", entry.body.0);
        }
        assert!(li.get("/hours/appeals").await.is(200).text().contains("补回 5 分"));
        assert!(li.get("/hours").await.is(200).text().contains("申诉成立"));
        assert!(zhou.get(&format!("/classes/crab-k/learners/{enrolment}")).await.text().contains("申诉成立"));

        // The same second never counts twice: watching it again earns nothing.
        site.clock.forward_s(15);
        let again = learner.beat(&[[0, 15_000]]).await;
        assert_eq!((again.counted_ms, again.refused.len()), (0, 0));
        learner.at_ms = 300_000;
        learner.watch(60).await;
        learner.close().await;
        assert_eq!(learner.answer_check(true).await.result, CheckResult::Passed);
        site.verify(&[]).await.unwrap();

        // Exports agree with the books.
        let asked = zhou
            .post(
                "/exports",
                &[("scope", "all"), ("format", "csv"), ("numbers", "masked"), ("reason", "月度核对")],
            )
            .await;
        let run = asked.is(303).location().unwrap().to_owned();
        assert!(work_once(&site.site).await.unwrap());
        assert!(zhou.get(&run).await.is(200).text().contains("下载台账"));

        // Every step left its line, with what stood there before.
        let search = AuditSearch { until_ms: i64::MAX, text: "appeal:".into(), ..AuditSearch::default() };
        let (mut lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        lines.reverse();
        let said: Vec<_> = lines
            .iter()
            .map(|line| (line.action.as_str(), line.before_value.as_str(), line.after_value.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("appeal.make", "refused", "appealed"),
                ("appeal.comment", "appealed", "comment"),
                ("appeal.propose", "appealed", "propose grant"),
                ("appeal.confirm", "propose grant", "granted 300000 ms"),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_round_the_two_people_through_the_pages() {
    on_both(async |site| {
        let (_, enrolment) = five_minutes_expired(site).await;
        let li = site.signed_in("li").await;
        // Somebody else's refusal, one that never was, one that cannot be appealed.
        site.learner("wang").await;
        appeals(&site.signed_in("wang").await, &enrolment, "check_ignored", "这是我的时间").await.is(303);
        appeals(&li, &enrolment, "day_cap", "没有满，应该算").await.is(303);
        appeals(&li, &enrolment, "check_waiting", "没有满，应该算").await.is(303);
        assert!(site.site.db.my_appeals(&"person-li".into()).await.unwrap().is_empty());
        appeals(&li, &enrolment, "check_ignored", "村里停电，手机没电了").await.is(303);
        let appeal = only_appeal(site).await;

        let (zhou, wu) = (first(site).await, second(site).await);
        let county = site.county_reviewer("sun", "county").await;
        let other_school = site.actor("other", Role::Teacher, Some("school2"), Some("county2")).await;
        let system = site.actor("sys", Role::SystemAdministrator, Some("bureau"), Some("city")).await;
        for stranger in [&li, &county, &other_school, &system] {
            for step in ["comment", "propose", "confirm", "send-back"] {
                say(stranger, &appeal, step).await.is(404);
            }
        }
        other_school.get(&format!("/appeals/{}", appeal.id)).await.is(404);
        // Each reviewer has one step only, and in turn.
        say(&zhou, &appeal, "confirm").await.is(404);
        propose(&wu, &appeal, "grant").await.is(404);
        say(&wu, &appeal, "confirm").await.is(303);
        assert_eq!(only_appeal(site).await.last_kind, None, "nothing was proposed yet");
        propose(&zhou, &appeal, "grant").await.is(303);
        propose(&zhou, &appeal, "grant").await.is(303);
        // The same person with a second account in the other role is still one person.
        run(
            &site.site.db,
            "INSERT INTO account (id, person_id, login, password_hash, active, created_at)
             SELECT 'account-zhou2', person_id, 'zhou2', password_hash, active, 5 FROM account WHERE id = 'account-zhou';
             INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
             VALUES ('account-zhou2', 'city_second_reviewer', 'bureau', 'city', 5)",
        )
        .await;
        site.adopt_rows().await;
        let twin = site.signed_in("zhou2").await;
        assert!(twin.get(&format!("/appeals/{}", appeal.id)).await.is(200).text().contains("您不能处理这件申诉"));
        for step in ["confirm", "send-back"] {
            say(&twin, &appeal, step).await.is(303);
        }
        assert_eq!(only_appeal(site).await.last_kind.as_deref(), Some("propose"));
        // The learner who became a reviewer does not decide their own.
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
             VALUES ('account-li', 'city_second_reviewer', 'bureau', 'city', 5)",
        )
        .await;
        site.adopt_rows().await;
        say(&site.signed_in("li").await, &appeal, "confirm").await.is(303);
        assert_eq!(only_appeal(site).await.granted_ms, None);

        // Sent back: the first looks again, and whoever sent it back cannot propose.
        say(&wu, &appeal, "send-back").await.is(303);
        propose(&zhou, &appeal, "refuse").await.is(303);
        say(&wu, &appeal, "confirm").await.is(303);
        let decided = only_appeal(site).await;
        assert_eq!((decided.last_verdict.as_deref(), decided.granted_ms), (Some("refuse"), None));
        assert!(li.get("/hours/appeals").await.text().contains("没有通过"));
        // Decided is decided.
        propose(&zhou, &appeal, "grant").await.is(303);
        say(&wu, &appeal, "confirm").await.is(303);
        assert_eq!(only_appeal(site).await.granted_ms, None);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_who_goes_round_the_pages() {
    on_both(async |site| {
        let (_, enrolment) = five_minutes_expired(site).await;
        let li = site.signed_in("li").await;
        let (zhou, wu) = (first(site).await, second(site).await);
        site.teacher("chen").await;
        site.learner("wang").await;
        let db = &site.site.db;
        let appeal = |person: &str, account: &str, code: &str, ms: i64| {
            format!(
                "INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at)
                 VALUES ('x', 'person-{person}', 'account-{account}', '{enrolment}', 'crab-1', '{DAY}', '{code}', {ms}, '停电停电', 5)"
            )
        };
        // Staff make no appeals, nor for more than was refused, nor against what was not refused.
        for sql in [
            appeal("li", "zhou", "check_ignored", 1000),
            appeal("wang", "wang", "check_ignored", 1000),
            appeal("li", "li", "check_ignored", 300_001),
            appeal("li", "li", "day_cap", 1000),
            appeal("li", "li", "held", 1000),
        ] {
            assert!(try_run(db, &sql).await.is_err(), "{sql}");
        }
        appeals(&li, &enrolment, "check_ignored", "村里停电，手机没电了").await.is(303);
        let made = only_appeal(site).await;
        let step = |n: i64, kind: &str, who: &str, role: &str, verdict: &str, ground: &str| {
            let quoted = |text: &str| if text.is_empty() { "NULL".to_owned() } else { format!("'{text}'") };
            format!(
                "INSERT INTO appeal_step (appeal_id, n, kind, account_id, person_id, role, verdict, ground, reason, at_ms)
                 VALUES ('{}', {n}, '{kind}', 'account-{who}', 'person-{who}', '{role}', {}, {}, '情况属实', 5)",
                made.id,
                quoted(verdict),
                quoted(ground)
            )
        };
        let refused = async |sqls: &[String]| {
            for sql in sqls {
                assert!(try_run(db, sql).await.is_err(), "{sql}");
            }
        };
        refused(&[
            // Nothing was proposed yet.
            step(1, "confirm", "wu", "city_second_reviewer", "grant", "device"),
            // Not their role, or not held, or not theirs.
            step(1, "propose", "wu", "city_first_reviewer", "grant", "device"),
            step(1, "propose", "wu", "city_second_reviewer", "grant", "device"),
            step(1, "propose", "li", "city_first_reviewer", "grant", "device"),
            step(1, "comment", "zhou", "city_first_reviewer", "", ""),
            step(1, "propose", "zhou", "city_first_reviewer", "grant", "device").replace("person-zhou", "person-chen"),
            // A grant without a ground, a verdict that is none, a number that is not next.
            step(1, "propose", "zhou", "city_first_reviewer", "grant", ""),
            step(1, "propose", "zhou", "city_first_reviewer", "", ""),
            step(2, "propose", "zhou", "city_first_reviewer", "grant", "device"),
        ])
        .await;
        say(&site.signed_in("chen").await, &made, "comment").await.is(303);
        propose(&zhou, &made, "grant").await.is(303);
        run(
            db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at) VALUES
             ('account-zhou', 'city_second_reviewer', 'bureau', 'city', 5),
             ('account-chen', 'city_second_reviewer', 'bureau', 'city', 5),
             ('account-li', 'city_second_reviewer', 'bureau', 'city', 5)",
        )
        .await;
        site.adopt_rows().await;
        refused(&[
            // The one who proposed, the one who commented, the one it is about; another verdict or ground.
            step(3, "confirm", "zhou", "city_second_reviewer", "grant", "device"),
            step(3, "confirm", "chen", "city_second_reviewer", "grant", "device"),
            step(3, "confirm", "li", "city_second_reviewer", "grant", "device"),
            step(3, "confirm", "wu", "city_second_reviewer", "refuse", ""),
            step(3, "confirm", "wu", "city_second_reviewer", "grant", "illness"),
            step(3, "propose", "zhou", "city_first_reviewer", "grant", "device"),
            // No contra entry before two people agreed.
            format!("INSERT INTO appeal_grant (appeal_id, entry_index, ms) VALUES ('{}', 0, 1000)", made.id),
        ])
        .await;
        say(&wu, &made, "confirm").await.is(303);
        refused(&[
            step(4, "propose", "zhou", "city_first_reviewer", "refuse", ""),
            step(4, "comment", "chen", "teacher", "", ""),
            "UPDATE appeal_step SET person_id = 'person-wang' WHERE kind = 'propose'".to_owned(),
            "DELETE FROM appeal_step".to_owned(),
            "UPDATE appeal SET refused_ms = refused_ms + 1".to_owned(),
            "DELETE FROM appeal_grant".to_owned(),
        ])
        .await;
        assert_eq!(only_appeal(site).await.granted_ms, Some(300_000));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_impossible_or_made_up_for_is_not_given_back() {
    on_both(async |site| {
        let (mut learner, enrolment) = five_minutes_expired(site).await;
        // Ahead of time: four minutes of film a quarter of a minute.
        learner.watch(15).await;
        for n in 0..3 {
            site.clock.forward_s(15);
            let from = 15_000 + n * 120_000;
            learner.beat(&[[from, from + 120_000]]).await;
        }
        let li = site.signed_in("li").await;
        appeals(&li, &enrolment, "faster_than_time", "我是一点一点看的").await.is(303);
        let appeal = only_appeal(site).await;
        let (zhou, wu) = (first(site).await, second(site).await);
        propose(&zhou, &appeal, "grant").await.is(303);
        // While the learner is studying nothing is confirmed.
        say(&wu, &appeal, "confirm").await.is(303);
        assert_eq!(only_appeal(site).await.last_kind.as_deref(), Some("propose"));
        site.clock.forward_s(200);
        assert!(
            wu.get(&format!("/appeals/{}", appeal.id))
                .await
                .is(200)
                .text()
                .contains("没有可以补回的时间，不能同意认定")
        );
        say(&wu, &appeal, "confirm").await.is(303);
        let after = only_appeal(site).await;
        assert_eq!((after.last_kind.as_deref(), after.granted_ms), (Some("propose"), None), "all or nothing");
        // A refusal needs no time.
        say(&wu, &appeal, "send-back").await.is(303);
        propose(&zhou, &appeal, "refuse").await.is(303);
        say(&wu, &appeal, "confirm").await.is(303);
        assert_eq!(only_appeal(site).await.last_kind.as_deref(), Some("confirm"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_verification_does_not_take_the_writers_word_for_a_grant() {
    on_both(async |site| {
        let (_, enrolment) = five_minutes_expired(site).await;
        let li = site.signed_in("li").await;
        appeals(&li, &enrolment, "check_ignored", "村里停电，手机没电了").await.is(303);
        let appeal = only_appeal(site).await;
        propose(&first(site).await, &appeal, "grant").await.is(303);
        say(&second(site).await, &appeal, "confirm").await.is(303);
        site.verify(&[]).await.unwrap();
        let db = &site.site.db;
        without_triggers(db, &["appeal", "appeal_step", "appeal_grant"]).await;
        for (change, undo, named) in [
            (
                "UPDATE appeal_step SET account_id = 'account-zhou', person_id = 'person-zhou' WHERE kind = 'confirm'",
                "UPDATE appeal_step SET account_id = 'account-wu', person_id = 'person-wu' WHERE kind = 'confirm'",
                "the part of one person",
            ),
            (
                "UPDATE appeal_step SET account_id = 'account-li', person_id = 'person-li' WHERE kind = 'propose'",
                "UPDATE appeal_step SET account_id = 'account-zhou', person_id = 'person-zhou' WHERE kind = 'propose'",
                "not one of the learner's own",
            ),
            (
                "UPDATE appeal_step SET reason = '编出来的理由' WHERE kind = 'propose'",
                "UPDATE appeal_step SET reason = '供电公司有停电通知' WHERE kind = 'propose'",
                "the digest of its reason",
            ),
            (
                "UPDATE appeal_step SET verdict = 'refuse', ground = NULL WHERE verdict = 'grant'",
                "UPDATE appeal_step SET verdict = 'grant', ground = 'device' WHERE verdict = 'refuse'",
                "the appeal behind it",
            ),
            (
                "UPDATE appeal SET code = 'day_cap'",
                "UPDATE appeal SET code = 'check_ignored'",
                "the refusal of the appeal",
            ),
            (
                "UPDATE appeal_grant SET ms = ms + 1",
                "UPDATE appeal_grant SET ms = ms - 1",
                "what stands beside the appeal",
            ),
        ] {
            if matches!(db, Db::Sqlite(_)) {
                run(db, "PRAGMA foreign_keys = OFF").await;
            }
            run(db, change).await;
            let fault = site.verify(&[]).await.expect_err(change).to_string();
            assert!(fault.contains(named), "{change}\n{fault}");
            run(db, undo).await;
        }
        site.verify(&[]).await.unwrap();
        // The raw record of the grant itself, in the log of the open segment: verified from other bytes than it was written as.
        let sql = "SELECT person_id, log FROM person_study";
        let logs: Vec<(String, Vec<u8>)> =
            read_db!(db, |pool| sqlx::query_as(sql).fetch_all(pool).await).unwrap();
        let mut forged = 0;
        for (person, log) in logs {
            let mut records = RecordLog::records(&log).unwrap();
            let Some(grant) = records.iter_mut().find(|record| record.body.contains("[[0,300000]]")) else { continue };
            assert!(grant.body.contains(r#""kind":"grant""#));
            grant.body = grant.body.replace("[[0,300000]]", "[[0,310000]]");
            put_log(db, &person, repacked(&records)).await;
            let fault = site.verify(&[]).await.expect_err("a larger grant").to_string();
            assert!(fault.contains("granted but never refused"), "{fault}");
            put_log(db, &person, log).await;
            forged += 1;
        }
        assert_eq!(forged, 1);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

async fn put_log(db: &Db, person: &str, log: Vec<u8>) {
    let sql = "UPDATE person_study SET log = $1 WHERE person_id = $2";
    write_db!(db, |pool| sqlx::query(sql).bind(log).bind(person).execute(pool).await.map(drop)).unwrap();
}
