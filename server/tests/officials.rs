//! What officials and teachers may see and fetch, and what stays closed to them.

use std::path::PathBuf;
use std::sync::Arc;

use domain::access::Role;
use domain::export::Manifest;
use server::jobs::work_once;
use store::audit::AuditSearch;

use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;
use crate::store_fixture::courses::{class, course};

/// Class `crab-k` of `school` in `county` with learner `wang`; class `electric-k` of `school2` in `county2` with `zhao`.
async fn two_counties(site: &TestSite) {
    site.with_crab_class().await;
    let db = &site.site.db;
    db.publish_course(&course("electric", "安全用电常识"), 1_000).await.unwrap();
    let mut other = class("electric");
    (other.region, other.organisation) = ("county2".into(), "school2".into());
    db.open_class(&other, 1_000).await.unwrap();
    for (login, class) in [("wang", "crab-k"), ("zhao", "electric-k")] {
        site.learner(login).await;
        run(
            db,
            &format!(
                "INSERT INTO enrolment (id, class_id, person_id, enrolled_at)
                 VALUES ('e-{login}', '{class}', 'person-{login}', 10)"
            ),
        )
        .await;
        site.adopt_rows().await;
    }
}

async fn build(site: &TestSite) {
    assert!(work_once(&site.site).await.unwrap());
}

async fn ask(actor: &Actor<'_>, scope: &str, numbers: &str) -> Answer {
    actor
        .post(
            "/exports",
            &[("scope", scope), ("format", "csv"), ("numbers", numbers), ("reason", "月度核对")],
        )
        .await
}

#[tokio::test]
async fn a_county_reviewer_sees_and_exports_their_own_county_only() {
    on_both(async |site| {
        two_counties(site).await;
        let county = site.county_reviewer("zhou", "county").await;
        let page = county.get("/hours-ledger").await;
        assert!(page.is(200).text().contains("crab-2026-1") && !page.text().contains("electric-2026-1"));
        county.get("/classes/crab-k").await.is(200);
        county.get("/classes/electric-k").await.is(404);
        county.get("/classes/electric-k/wall").await.is(404);
        county.get("/classes/electric-k/learners/e-zhao").await.is(404);
        // A learner of another class under the address of one's own.
        county.get("/classes/crab-k/learners/e-zhao").await.is(404);
        county.get("/classes/crab-k/learners/e-wang").await.is(200);
        // A filter for another county shows nothing of it.
        assert!(!county.get("/hours-ledger?region=county2").await.text().contains("electric-2026-1"));

        ask(&county, "class:electric-k", "masked").await.is(404);
        ask(&county, "region:county2", "masked").await.is(404);
        ask(&county, "all", "full").await.is(404);
        let asked = ask(&county, "all", "masked").await;
        let export = asked.is(303).location().unwrap().to_owned();
        county.get(&format!("{export}/file")).await.is(404);
        assert_eq!(county.get(&export).await.header("refresh"), Some("2"));
        build(site).await;
        let page = county.get(&export).await;
        assert!(page.is(200).header("refresh").is_none() && page.text().contains("下载台账"));
        let file = county.get(&format!("{export}/file")).await;
        let text = file.is(200).text();
        assert!(text.contains("crab-2026-1") && !text.contains("electric-2026-1"), "{text}");
        assert!(text.contains("0000**********0000") && !text.contains("000000199001010000"));
        let name = file.header("content-disposition").unwrap();
        assert!(name.contains("filename*=UTF-8''%E5%AE%9E%E5%90%8D"), "{name}");
        let manifest: Manifest =
            serde_json::from_slice(&county.get(&format!("{export}/manifest")).await.bytes).unwrap();
        assert!(
            manifest.masked
                && manifest.rows == 1
                && manifest.ledger.checkpoint.contains("xueshi.example/test")
        );

        // A colleague of the other county does not find the run, nor does a teacher.
        site.county_reviewer("sun", "county2").await.get(&format!("{export}/file")).await.is(404);
        site.teacher("chen").await.get(&export).await.is(404);
        // Taking the right away closes the file, although the run is still theirs.
        run(&site.site.db, "UPDATE role_grant SET region_id = 'county2' WHERE account_id = 'account-zhou'")
            .await;
        site.adopt_rows().await;
        // A sign-in is read anew after a minute.
        site.clock.forward_s(61);
        county.get(&format!("{export}/file")).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn full_numbers_need_their_own_right_and_a_reason_and_every_step_is_logged() {
    on_both(async |site| {
        two_counties(site).await;
        let finance = site.actor("qian", Role::FinanceOfficer, Some("bureau"), Some("city")).await;
        let unsaid = finance
            .post("/exports", &[("scope", "all"), ("format", "csv"), ("numbers", "full"), ("reason", " ")])
            .await;
        assert!(unsaid.is(422).text().contains("请写明用途"));
        assert!(unsaid.text().contains("value=\"full\""), "what was chosen is kept");
        // Months in which no class ends are said beside the field, and the reason that was typed is still there.
        let wish = [("scope", "all"), ("from", "2031-01"), ("until", "2031-02"), ("reason", "月度核对")];
        let none = finance.post("/exports", &wish).await;
        assert!(none.is(422).text().contains("没有在这段时间结束的") && none.text().contains("月度核对"));
        let run = ask(&finance, "all", "full").await.is(303).location().unwrap().to_owned();
        build(site).await;
        let file = finance.get(&format!("{run}/file")).await;
        assert!(file.is(200).text().contains("000000199001010000"));

        let search = AuditSearch { until_ms: i64::MAX, text: "export.".into(), ..AuditSearch::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        let mut actions: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
        actions.sort_unstable();
        assert_eq!(actions, ["export.download", "export.ready", "export.request"]);
        assert!(
            lines.iter().any(|line| line.detail
                == r#"{"class":null,"region":null,"ended_from":"","ended_until":"","format":"csv","full_numbers":true}"#
                && line.reason == "月度核对")
        );

        // A file changed on the disk is not handed out.
        let path: PathBuf = std::fs::read_dir(site.exports.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|ending| ending == "csv"))
            .unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[40] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        finance.get(&format!("{run}/file")).await.is(409);
        // The page of the log is for controllers and auditors only.
        finance.get("/audit").await.is(404);
        let auditor = site.actor("audit", Role::ExternalAuditor, None, None).await;
        assert!(auditor.get("/audit?text=月度").await.is(200).text().contains("下载台账</a>"));
        assert!(!auditor.get("/audit?who=nobody").await.is(200).text().contains("下载台账</a>"));
        auditor.get("/audit?from=2026-11-21&page=99999999999").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn a_teacher_watches_the_classes_of_the_own_school_and_nothing_else() {
    on_sqlite(async |site| {
        two_counties(site).await;
        let teacher = site.teacher("chen").await;
        let list = teacher.get("/classes").await;
        assert!(list.is(200).text().contains("crab-2026-1") && !list.text().contains("electric-2026-1"));
        let page = teacher.get("/classes/crab-k").await;
        let text = page.is(200).text();
        // The wall is drawn whole by the server, and kept up to date by an island.
        assert!(
            text.contains("学员wang") && text.contains("0000**********0000") && text.contains("还没开始")
        );
        assert!(text.contains("落后") && text.contains("最后更新"));
        assert!(text.contains("<leptos-island") && text.contains("id=\"boot\""));
        let wall = teacher.get("/classes/crab-k/wall").await;
        assert!(wall.is(200).text().contains("学员wang") && !wall.text().contains("<html"));
        assert!(wall.text().contains("落后") && wall.text().contains("最后更新"));
        let now = teacher.get("/classes/crab-k/wall?show=now").await;
        assert!(now.is(200).text().contains("没有这样的学员") && !now.text().contains("学员wang"));
        for path in ["/hours-ledger", "/exports", "/audit", "/classes/electric-k", "/classes/electric-k/wall"]
        {
            teacher.get(path).await.is(404);
        }
        let learner = site.learner("li").await;
        for path in
            ["/classes", "/classes/crab-k", "/classes/crab-k/wall", "/exports", "/hours-ledger", "/audit"]
        {
            learner.get(path).await.is(404);
        }
        assert_eq!(site.stranger().get("/classes").await.status.as_u16() / 100, 3);
    })
    .await;
}

#[tokio::test]
async fn an_auditor_sees_hours_but_not_who_is_studying_now() {
    on_sqlite(async |site| {
        two_counties(site).await;
        let auditor = site.actor("audit", Role::ExternalAuditor, None, None).await;
        auditor.get("/hours-ledger").await.is(200);
        let page = auditor.get("/classes/crab-k").await;
        assert!(!page.is(200).text().contains("id=\"boot\""));
        auditor.get("/classes/crab-k/wall").await.is(404);
        auditor.get("/classes/crab-k/learners/e-wang").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn whoever_watches_a_class_sees_how_often_its_questions_were_asked() {
    on_sqlite(async |site| {
        two_counties(site).await;
        let teacher = site.teacher("chen").await;
        assert!(teacher.get("/classes/crab-k").await.text().contains("/classes/crab-k/questions"));
        hold(site).await;
        let page = teacher.get("/classes/crab-k/questions").await;
        let text = page.is(200).text();
        // Two were answered, both wrongly; the course has too few of them.
        assert!(
            text.contains("刚才讲了什么") && text.contains("0%") && text.contains("道题：题目不够"),
            "{text}"
        );
        let auditor = site.actor("audit", Role::ExternalAuditor, None, None).await;
        for (who, path) in
            [(&teacher, "/classes/electric-k/questions"), (&auditor, "/classes/crab-k/questions")]
        {
            who.get(path).await.is(404);
        }
        run(&site.site.db, "DELETE FROM question").await;
        assert!(teacher.get("/classes/crab-k/questions").await.is(200).text().contains("还没有题"));
    })
    .await;
}

#[tokio::test]
async fn a_supervisor_ends_a_hold_with_a_reason() {
    on_both(async |site| {
        two_counties(site).await;
        let teacher = site.teacher("chen").await;
        let here = "/classes/crab-k/learners/e-wang";
        assert!(!teacher.get(here).await.is(200).text().contains("确认是本人"));
        hold(site).await;
        assert!(teacher.get(here).await.text().contains("确认是本人"));
        let confirm = format!("{here}/confirm");
        assert!(teacher.post(&confirm, &[("reason", "好")]).await.is(422).text().contains("怎么核对"));
        site.county_reviewer("zhou", "county")
            .await
            .post(&confirm, &[("reason", "当面核对身份证")])
            .await
            .is(404);
        let other = site.actor("feng", Role::Teacher, Some("school2"), Some("county2")).await;
        other.post(&confirm, &[("reason", "当面核对身份证")]).await.is(404);
        assert_eq!(
            teacher.post(&confirm, &[("reason", "当面核对身份证")]).await.is(303).location(),
            Some(here)
        );
        assert!(!teacher.get(here).await.text().contains("确认是本人"));
        let search =
            AuditSearch { until_ms: i64::MAX, text: "identity.confirm".into(), ..AuditSearch::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        assert_eq!((lines.len(), lines[0].reason.as_str()), (1, "当面核对身份证"));
        // Once is enough; twice does no harm and writes nothing.
        teacher.post(&confirm, &[("reason", "当面核对身份证")]).await.is(303);
        assert_eq!(site.site.db.search_audit(&search, 10, None).await.unwrap().1, 1);
    })
    .await;
}

/// Lets learner `wang` study until a check and answer it wrong until identity is asked for.
async fn hold(site: &TestSite) {
    use domain::id::{CheckId, PersonId, SessionId};
    use domain::wire::{Beat, CheckResult, OpenSession, PlayState};
    use store::study::{BeatArrived, RuleInput};

    let (db, policies) = (&site.site.db, Arc::clone(&site.site.policies));
    let person = PersonId("person-wang".into());
    let start_ms = site.site.now();
    let mut draw = 0;
    let mut rule_input = |second: i64| {
        draw += 1;
        RuleInput {
            now_ms: start_ms + second * 1000,
            fresh_check: CheckId(format!("check-{draw}")),
            draw,
            policies: &policies,
        }
    };
    let session = SessionId("s1".into());
    let open = OpenSession { enrolment: "e-wang".into(), lesson: "crab-1".into() };
    db.open_session(&person, &open, session.clone(), &rule_input(0), &site.site.holidays).await.unwrap();
    let mut check = None;
    for n in 1..40 {
        let now = rule_input(n * 15);
        let beat = Beat {
            session: session.clone(),
            seq: n,
            played: vec![[n * 15_000 - 15_000, n * 15_000]],
            position_ms: n * 15_000,
            state: PlayState::Playing,
        };
        let arrived = BeatArrived {
            person: person.clone(),
            beat,
            at_ms: now.now_ms,
            fresh_check: now.fresh_check.clone(),
            draw: now.draw,
        };
        let answer = db.record_beats(&[arrived], &policies).await.unwrap().remove(0).unwrap();
        if let Some(due) = answer.check {
            check = Some((due.id, n * 15));
            break;
        }
    }
    let (mut id, at) = check.expect("a check within ten minutes");
    for round in 1..=2 {
        let (shown, _) = db.show_check(&person, &id, &rule_input(at + round * 20)).await.unwrap();
        let key = shown.item.unwrap().key;
        let wrong = if key == "0" { "1" } else { "0" };
        let said = db
            .answer_check(&person, &id, wrong, None, &rule_input(at + round * 20), &site.site.keys)
            .await
            .unwrap();
        match said.next {
            Some(next) => id = next.id,
            None => assert_eq!(said.result, CheckResult::Hold),
        }
    }
    site.clock.forward_s(at + 45);
}
