//! Closing one's account: what goes, what stays under seal and until when, and coming back.

use domain::access::Role;
use domain::consent::missing;
use domain::id::PersonId;
use domain::time::DAY_MS;
use domain::wire::CheckResult;
use server::jobs::{erase_what_is_over, work_once};
use store::audit::AuditSearch;
use store::closing::NOBODY;
use store::read_db;
use store::sealed::{self, NAME};

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both};
use crate::store_fixture::city::{run, try_run};
use crate::store_learner::StoreLearner;

const PHONE: &str = "10020260001";
const DOCUMENT: &str = "000000197403050021";
const OWN: &str = "chuntian-zhongyu";

/// Registers with these answers and signs in; answers what the sign-in says.
async fn registers<'a>(site: &'a TestSite, name: &str) -> (Actor<'a>, Answer) {
    let mut browser = site.stranger();
    for (path, fields) in [
        ("/register", vec![("phone", PHONE)]),
        ("/register/identity", vec![("name", name), ("document", DOCUMENT)]),
        ("/register/home", vec![("region", "county"), ("category", "unemployed")]),
    ] {
        let answer = browser.post(path, &fields).await;
        browser.cookies = vec![format!("register={}", answer.is(303).cookie("register").unwrap())];
    }
    let agreed = [("password", OWN), ("again", OWN), ("real_name", "yes"), ("subsidy", "yes")];
    browser.post("/register/password", &agreed).await.is(200);
    let done = site.stranger().post("/sign-in", &[("account", PHONE), ("password", OWN)]).await;
    let token = done.cookie("xueshi_session");
    (Actor::new(site, token.map(|token| (String::new(), token))), done)
}

async fn a_demo_class(site: &TestSite) {
    site.with_crab_class().await;
    site.become_demo_city().await;
}

/// The person of the only registration by oneself.
async fn person(site: &TestSite) -> PersonId {
    let lines = site.audit_lines("person.register").await;
    PersonId(lines[0].subject.strip_prefix("person:").unwrap().to_owned())
}

/// Four minutes of `crab-1`, confirmed, and one that waits.
async fn studies(site: &TestSite, person: &PersonId) {
    let mut learner = StoreLearner::who(site, person.clone()).await;
    learner.open("crab-1").await;
    learner.watch(240).await;
    learner.close().await;
    assert_eq!(learner.answer_check(true).await.result, CheckResult::Passed);
    learner.open("crab-2").await;
    learner.watch(60).await;
}

async fn closes(actor: &Actor<'_>, password: &str) -> Answer {
    actor.post("/account/close", &[("known", "yes"), ("password", password)]).await
}

/// Name, masked document and phone as lists show them; document and phone as they are sealed; the sealed name.
type Row = (String, String, String, Vec<u8>, Vec<u8>, Option<Vec<u8>>);

async fn row(site: &TestSite, person: &PersonId) -> Row {
    let sql =
        "SELECT name, document_masked, phone_masked, document_sealed, phone_sealed, name_sealed FROM person
               WHERE id = $1";
    read_db!(&site.site.db, |p| sqlx::query_as(sql).bind(&person.0).fetch_one(p).await.unwrap())
}

/// Whether anything of a person is written in clear in a row.
fn is_empty(row: &Row) -> bool {
    row.0 == NOBODY && row.1.is_empty() && row.2.is_empty() && row.4.is_empty()
}

#[tokio::test]
async fn who_never_studied_leaves_nothing_and_may_begin_anew() {
    on_both(async |site| {
        a_demo_class(site).await;
        let (li, _) = registers(site, "王芳").await;
        let first = person(site).await;
        li.post("/classes/crab-k/enrol", &[]).await.is(303);
        let page = li.get("/account/close").await;
        let text = page.is(200).text();
        for word in ["马上删除的", "姓名、证件号、报过的班", "还没结束", "从头开始", "下载我的数据"]
        {
            assert!(text.contains(word), "{word} is missing in {text}");
        }
        let unknown = li.post("/account/close", &[("password", OWN)]).await;
        assert!(unknown.is(422).text().contains("知道会失去什么"));
        let wrong = closes(&li, "guess").await;
        assert!(wrong.is(422).text().contains("密码不对") && wrong.text().contains("checked"));
        li.get("/account").await.is(200);

        site.clock.forward_s(1);
        let done = closes(&li, OWN).await;
        assert_eq!(
            (done.is(303).location(), done.cookie("xueshi_session").as_deref()),
            (Some("/"), Some(""))
        );
        assert!(done.cookie("flash").unwrap().starts_with("d."));
        li.get("/account").await.is(303);
        let again = site.stranger().post("/sign-in", &[("account", PHONE), ("password", OWN)]).await;
        again.is(422);
        let row = row(site, &first).await;
        assert!(is_empty(&row) && row.3.is_empty() && row.5.is_none(), "{row:?}");
        assert_eq!(site.number("SELECT COUNT(*) FROM enrolment").await, 0);
        assert_eq!(site.number("SELECT COUNT(*) FROM account_phone").await, 0);
        let consents = site.site.db.consents(&first).await.unwrap();
        assert!(
            !missing(&consents).is_empty() && consents.iter().filter(|record| record.given).count() == 2,
            "{consents:?}"
        );

        // The same document, and the same phone: somebody new, as nothing is left.
        let (li, done) = registers(site, "王芳").await;
        assert_eq!(done.is(303).location(), Some("/learn"));
        assert!(li.get("/learn").await.text().contains("王芳"));
        assert_eq!(site.number("SELECT COUNT(*) FROM person WHERE closed_at IS NULL").await, 1);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn hours_stay_under_seal_and_are_found_again_by_their_owner_only() {
    on_both(async |site| {
        a_demo_class(site).await;
        let (li, _) = registers(site, "王芳").await;
        let who = person(site).await;
        li.post("/classes/crab-k/enrol", &[]).await.is(303);
        studies(site, &who).await;
        let hours = site.number("SELECT CAST(SUM(ms) AS BIGINT) FROM ledger_entry").await;
        let enrolment = site.site.db.my_classes(&who).await.unwrap().remove(0).enrolment_id;
        let seen = format!("/classes/crab-k/learners/{enrolment}/seen");
        site.teacher("sun").await.post(&seen, &[]).await.is(303);
        let page = li.get("/account/close").await;
        let text = page.is(200).text();
        for word in ["已确认的学时（4 分", "2036 年 12 月 31 日", "还没确认的 1 分", "以前确认的学时都在"]
        {
            assert!(text.contains(word), "{word} is missing in {text}");
        }
        closes(&li, OWN).await.is(303);
        site.verify(&[]).await.unwrap();

        let kept = row(site, &who).await;
        assert!(is_empty(&kept), "{kept:?}");
        let keys = &site.site.keys;
        assert_eq!(keys.open(sealed::DOCUMENT.of(&who.0), &kept.3).as_deref(), Some(DOCUMENT));
        assert_eq!(keys.open(NAME.of(&who.0), &kept.5.unwrap()).as_deref(), Some("王芳"));
        // The class still shows its row, without a name; only a full export for the review of the subsidy opens the seal.
        let reviewer = site.reviewer("zhao").await;
        let class = reviewer.get("/classes/crab-k").await;
        assert!(class.is(200).text().contains(NOBODY) && !class.text().contains("王芳"), "{}", class.text());
        let payer = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
        for (numbers, shows) in [("masked", false), ("full", true)] {
            let wish = [("scope", "all"), ("format", "csv"), ("numbers", numbers), ("reason", "审计核对")];
            let run = payer.post("/exports", &wish).await.is(303).location().unwrap().to_owned();
            assert!(work_once(&site.site).await.unwrap());
            let file = payer.get(&format!("{run}/file")).await;
            let file = file.is(200).text();
            assert_eq!(file.contains("王芳") && file.contains(DOCUMENT), shows, "{file}");
        }

        // Another name with the same number comes into nothing.
        let (_, refused) = registers(site, "王方").await;
        refused.is(422);
        let seen = "SELECT COUNT(*) FROM person WHERE identity_seen_at IS NOT NULL";
        assert_eq!(site.number(seen).await, 1);
        let (li, done) = registers(site, "王芳").await;
        assert_eq!(done.is(303).location(), Some("/learn"));
        // Whoever it is now must be seen again.
        assert_eq!(site.number(seen).await, 0);
        site.verify(&[]).await.unwrap();
        assert!(li.get("/learn").await.text().contains("王芳"));
        assert_eq!(
            site.number("SELECT COUNT(*) FROM person WHERE name = '王芳' OR closed_at IS NOT NULL").await,
            1
        );
        assert_eq!(site.site.db.my_classes(&who).await.unwrap()[0].verified_ms(), hours);
        // And it goes on where it stopped: nothing lost, nothing twice.
        let mut learner = StoreLearner::who(site, who.clone()).await;
        learner.open("crab-1").await;
        site.clock.forward_s(15);
        assert_eq!(learner.beat(&[[0, 15_000]]).await.counted_ms, 0, "it was counted before");
        assert_eq!(site.number("SELECT CAST(SUM(ms) AS BIGINT) FROM ledger_entry").await, hours);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn when_the_years_are_over_name_and_number_go_and_the_hours_stay() {
    on_both(async |site| {
        a_demo_class(site).await;
        let (li, _) = registers(site, "王芳").await;
        let who = person(site).await;
        li.post("/classes/crab-k/enrol", &[]).await.is(303);
        studies(site, &who).await;
        let hours = site.number("SELECT CAST(SUM(ms) AS BIGINT) FROM ledger_entry").await;
        closes(&li, OWN).await.is(303);
        let last_day = site.site.zone().day_start_ms("2036-12-31").unwrap();
        site.clock.forward_s((last_day - site.site.now()) / 1000);
        assert_eq!(erase_what_is_over::once(&site.site).await.unwrap().identities, 0, "not a day early");
        site.clock.forward_s(DAY_MS / 1000);
        assert_eq!(erase_what_is_over::once(&site.site).await.unwrap().identities, 1);
        let row = row(site, &who).await;
        assert!(is_empty(&row) && row.3.is_empty() && row.5.is_none(), "{row:?}");
        site.verify(&[]).await.unwrap();
        // The keyed digest stays: nobody has the same hours paid twice by coming back.
        let (_, done) = registers(site, "王芳").await;
        done.is(303);
        assert_eq!(site.site.db.my_classes(&who).await.unwrap()[0].verified_ms(), hours);
        let search =
            AuditSearch { action: "retention.erase".to_owned(), until_ms: i64::MAX, ..Default::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        assert_eq!((lines.len(), lines[0].account_id.as_deref()), (1, None));
        assert_eq!(lines[0].subject, "retention:2026-11-26");
        assert!(lines[0].detail.contains("\"identities\":1"), "{}", lines[0].detail);
    })
    .await;
}

#[tokio::test]
async fn a_post_comes_first_and_the_log_keeps_the_name_of_who_held_it() {
    on_both(async |site| {
        let zhao = site.reviewer("zhao").await;
        let page = zhao.get("/account/close").await;
        assert!(page.is(200).text().contains("请先让系统管理员办好岗位交接"), "{}", page.text());
        assert!(!page.text().contains("name=\"password\""));
        closes(&zhao, PASSWORD).await.is(422);
        // Nor under another account, nor when the post ends only tomorrow.
        let tomorrow = site.site.now() + DAY_MS;
        run(&site.site.db, &format!("UPDATE role_grant SET ends_at = {tomorrow}")).await;
        site.adopt_rows().await;
        closes(&zhao, PASSWORD).await.is(422);
        site.clock.forward_s(DAY_MS / 1000);
        let zhao = site.signed_in("zhao").await;
        let page = zhao.get("/account/close").await;
        assert!(page.is(200).text().contains("您做过工作人员"), "{}", page.text());
        closes(&zhao, PASSWORD).await.is(303);
        let row = row(site, &zhao.person().into()).await;
        assert_eq!((row.0.as_str(), row.1.as_str()), ("学员zhao", ""));
        site.stranger().post("/sign-in", &[("account", "zhao"), ("password", PASSWORD)]).await.is(422);
        let auditor = site.actor("audit", Role::ExternalAuditor, None, None).await;
        assert!(auditor.get("/audit").await.text().contains("注销账号"));
    })
    .await;
}

#[tokio::test]
async fn every_way_in_is_shut_and_a_second_press_does_no_harm() {
    on_both(async |site| {
        let li = site.learner("li").await;
        for sql in [
            "INSERT INTO second_factor (account_id, secret_sealed, last_step, since)
             SELECT 'account-li', phone_sealed, 0, 0 FROM person WHERE id = 'person-li'",
            "INSERT INTO identity_link (issuer, subject, account_id, linked_at) VALUES ('i', 's', 'account-li', 0)",
            "INSERT INTO passkey (id, account_id, credential_id, name, public_key, counter, created_at)
             VALUES ('k', 'account-li', 'c', '我的手机', '{}', 0, 0)",
            "INSERT INTO passkey_challenge (id, purpose, account_id, subject, state, until_ms)
             VALUES ('q', 'add', 'account-li', '我的手机', '{}', 0)",
        ] {
            run(&site.site.db, sql).await;
        }
        let other = site.signed_in("li").await;
        closes(&li, PASSWORD).await.is(303);
        other.get("/account").await.is(303);
        closes(&other, PASSWORD).await.is(303);
        for table in [
            "SELECT COUNT(*) FROM login_session",
            "SELECT COUNT(*) FROM second_factor",
            "SELECT COUNT(*) FROM identity_link",
            "SELECT COUNT(*) FROM passkey",
            "SELECT COUNT(*) FROM passkey_challenge",
            "SELECT COUNT(*) FROM role_grant",
            "SELECT COUNT(*) FROM account WHERE active OR password_hash <> '' OR login = 'li'",
        ] {
            assert_eq!(site.number(table).await, 0, "{table}");
        }
        // Whoever answers a check at that very moment comes too late: there are no hours of nobody.
        run(
            &site.site.db,
            "INSERT INTO course (id, code, title, title_en, summary, summary_en, outcomes, outcomes_en, trade_code, trade,
                 trade_en, level, mode, cover, organisation_id, published_at)
             VALUES ('c', 'c', '', '', '', '', '[]', '[]', '', '', '', 'special', 'online', '', 'school', 0);
             INSERT INTO lesson (id, course_id, code, position, kind, title, title_en, summary, duration_ms, media_bytes, pages)
             VALUES ('l', 'c', 'l', 1, 'video', '', '', '', 1000, 0, '[]');
             INSERT INTO training_class (id, code, course_id, organisation_id, region_id, title, starts_on, ends_on, capacity,
                 policy_version, opened_at)
             VALUES ('k', 'k', 'c', 'school', 'county', '', '2026-01-01', '2026-12-31', 9, '2026-01-01', 0);
             INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e', 'k', 'person-li', 0)",
        )
        .await;
        site.adopt_rows().await;
        run(
            &site.site.db,
            "INSERT INTO ledger_entry_group (enrolment_id, class_id, person_id, person_digest, policy) VALUES ('e', 'k', 'person-li', '', '');
             INSERT INTO ledger_lesson (lesson_id) VALUES ('l')",
        )
        .await;
        let late = "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, body)
                    SELECT 0, 1, f.entry_group, l.lesson, 1, '' FROM ledger_entry_group f, ledger_lesson l";
        let refused = try_run(&site.site.db, late).await.unwrap_err().to_string();
        assert!(refused.contains("nobody is known"), "{refused}");
    })
    .await;
}
