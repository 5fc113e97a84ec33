//! The roster of a class: each row an invitation, which only the one who is meant accepts.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use domain::document::DocumentKind;
use domain::id::{AccountId, PersonId};
use domain::person::Sex;
use domain::time::DAY_MS;
use serde_json::json;
use server::jobs::erase_what_is_over;
use store::digest::Purpose;
use store::person::{NewAccount, NewPerson, SealedNumber};
use store::sealed::{DOCUMENT, PHONE};

use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;
use crate::store_fixture::courses::class;

const WANG: &str = "370502198001011239";
const LI: &str = "370502199202136884";
const SUN: &str = "370503199206221556";
/// Three people, one of whom has a wrong number.
const ROSTER: &str = "2026 年学员花名册,,,,\n序号,姓名,身份证号码,联系电话,人员类别\n\
    1,王芳,370502198001011239,13805462201,企业职工\n2,李建,370502199202136884,13805462202,\n\
    3,周勇,370503199206221557,13805462203,\n合计,3人,,,\n";

/// A form with a file, as a browser sends it.
async fn sends(actor: &Actor<'_>, name: &str, content: &[u8], pasted: &str) -> Answer {
    let part = |field: &str, file: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{field}\"{file}\r\n\r\n")
    };
    let mut body = part("file", &format!("; filename=\"{name}\"")).into_bytes();
    body.extend(content);
    body.extend(format!("\r\n{}{pasted}\r\n--b--\r\n", part("pasted", "")).bytes());
    let kind = Some("multipart/form-data; boundary=b");
    actor.ask(Method::POST, "/classes/crab-k/roster", kind, Body::from(body)).await
}

/// Sends a roster that is one, and answers the page of what came of it.
async fn taken(actor: &Actor<'_>, content: &str) -> (String, Answer) {
    let done = sends(actor, "名单.csv", content.as_bytes(), "").await;
    let page = done.is(303).location().unwrap().to_owned();
    assert!(page.starts_with("/classes/crab-k/roster/sent/"), "{page}");
    let shown = actor.get(&page).await;
    shown.is(200);
    (page, shown)
}

/// A learner with this document, signed in.
async fn holder<'a>(site: &'a TestSite, login: &str, number: &str) -> Actor<'a> {
    let id = PersonId(format!("person-{login}"));
    let sealed = |column: store::sealed::SealedColumn, text: &str| SealedNumber {
        digest: site.site.keys.digest(Purpose::Document, text),
        sealed: site.site.seal(column.of(&id.0), text),
        masked: "3705**********0000".to_owned(),
    };
    let person = NewPerson {
        document_kind: DocumentKind::Resident,
        name: format!("学员{login}"),
        sex: Sex::Female,
        birth_date: "1980-01-01".to_owned(),
        phone: sealed(PHONE, "13805462201"),
        document: sealed(DOCUMENT, number),
        region: "county".into(),
        category: None,
        id: id.clone(),
        fact_salt: [1; 16],
    };
    let account = NewAccount {
        id: AccountId(format!("account-{login}")),
        person: id.clone(),
        login: login.to_owned(),
        password_hash: "-".to_owned(),
        grants: vec![domain::access::Grant {
            role: Role::Learner,
            organisation: None,
            region: Some("county".into()),
        }],
    };
    site.site.db.register(&person, &account, site.site.now()).await.unwrap();
    site.signed_in(login).await
}

/// The addresses below `/join` on the sheet to print, in its order.
async fn links(actor: &Actor<'_>) -> Vec<String> {
    let sheet = actor.get("/classes/crab-k/roster/links").await;
    let found = sheet.is(200).text().split("xueshi.test/join/").skip(1);
    found.map(|rest| format!("/join/{}", &rest[..rest.find('<').unwrap()])).collect()
}

async fn a_class(site: &TestSite) {
    site.with_crab_class().await;
    // The course is meant for everybody.
    run(&site.site.db, "DELETE FROM course_audience").await;
}

#[tokio::test]
async fn good_rows_are_invited_and_each_fault_is_named_at_its_cell() {
    on_both(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        assert!(ma.get("/classes/crab-k").await.text().contains("/classes/crab-k/roster"));
        assert!(ma.get("/classes/crab-k/roster").await.is(200).text().contains("没有等着接受的人"));
        let (page, shown) = taken(&ma, ROSTER).await;
        assert!(shown.text().contains("C5") && shown.text().contains("逐位检查"), "{}", shown.text());
        assert!(!shown.text().contains(WANG) && !shown.text().contains("370503199206221557"));
        assert_eq!(site.number("SELECT COUNT(*) FROM class_invitation").await, 2);
        assert_eq!(
            site.number("SELECT COUNT(*) FROM person WHERE id <> 'person-ma'").await,
            0,
            "nobody is made"
        );
        let list = ma.get("/classes/crab-k/roster").await;
        assert!(
            list.text().contains("王芳") && list.text().contains("3705**********1239"),
            "{}",
            list.text()
        );
        assert!(list.text().contains("138****2202") && !list.text().contains("13805462202"));
        let copy = ma.get(&format!("{page}/copy")).await;
        assert!(copy.is(200).bytes.starts_with(b"PK"));
        assert_eq!(copy.header("cache-control"), Some("no-store"));
        assert!(ma.get("/classes/crab-k/roster/template").await.is(200).bytes.starts_with(b"PK"));
        let lines = site.audit_lines("roster.import").await;
        assert_eq!(lines.len(), 1);
        assert!(lines[0].detail.contains(r#""people":3,"invited":2,"changed":0"#), "{}", lines[0].detail);
        // What was sent is told and copied for a day.
        site.clock.forward_s(2 * 86_400);
        erase_what_is_over::once(&site.site).await.unwrap();
        site.signed_in("ma").await.get(&page).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn the_same_roster_twice_changes_nothing_and_nothing_a_person_decided_is_undone() {
    on_both(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        taken(&ma, ROSTER).await;
        let all = "SELECT COUNT(*) FROM class_invitation WHERE accepted_at IS NULL AND withdrawn_at IS NULL";
        let before = links(&ma).await;
        let again = sends(&ma, "名单.csv", ROSTER.as_bytes(), "").await;
        let lines = site.audit_lines("roster.import").await;
        assert_eq!(again.is(303).status, 303);
        assert!(lines[0].detail.contains(r#""invited":0,"changed":0"#), "{}", lines[0].detail);
        assert_eq!(links(&ma).await, before, "the links hold");
        // A corrected phone is taken, and the link still holds.
        taken(&ma, &ROSTER.replace("13805462202", "13905462202")).await;
        let list = ma.get("/classes/crab-k/roster").await;
        assert!(list.text().contains("139****2202") && !list.text().contains("138****2202"));
        assert_eq!((site.number(all).await, links(&ma).await), (2, before.clone()));

        let withdraw = format!("/classes/crab-k/roster/withdraw/{}", list.between("/roster/withdraw/", "\""));
        assert!(ma.get(&withdraw).await.is(200).text().contains("王芳"));
        let short = ma.post(&withdraw, &[("reason", "走了")]).await;
        assert!(short.is(422).text().contains("至少四个字") && short.text().contains("走了"));
        ma.post(&withdraw, &[("reason", "本人说不来了")]).await.is(303);
        ma.post(&withdraw, &[("reason", "本人说不来了")]).await.is(303);
        assert_eq!(site.audit_lines("roster.withdraw").await.len(), 1, "once");
        let (_, shown) = taken(&ma, ROSTER).await;
        assert!(shown.text().contains("已经撤回") && shown.text().contains("C3"), "{}", shown.text());
        assert_eq!(site.number(all).await, 1, "it stays withdrawn");
        assert!(
            site.stranger().get(&before[0]).await.is(410).text().contains("0546-1"),
            "and says whom to call"
        );
        let restore = withdraw.replace("/withdraw/", "/restore/");
        ma.post(&restore, &[]).await.is(303);
        assert_eq!((site.number(all).await, links(&ma).await), (2, before));
    })
    .await;
}

#[tokio::test]
async fn who_is_invited_comes_in_before_the_class_begins_and_hours_begin_with_it() {
    on_both(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        let wang = holder(site, "wang", WANG).await;
        taken(&ma, ROSTER).await;
        let link = links(&ma).await.remove(0);
        run(&site.site.db, "UPDATE training_class SET starts_on = '2026-11-23' WHERE id = 'crab-k'").await;
        site.adopt_rows().await;
        let came = wang.post(&link, &[("commitment", "yes")]).await;
        let says = came.is(303).cookie("flash").unwrap();
        let says = percent_encoding::percent_decode_str(&says).decode_utf8().unwrap().into_owned();
        assert!(says.starts_with("d.") && says.contains("11 月 23 日"), "{says}");
        // Whoever was not invited waits for the first day.
        site.learner("zhao").await.post("/classes/crab-k/enrol", &[]).await;
        assert_eq!(site.number("SELECT COUNT(*) FROM enrolment").await, 1);
        let enrolment = wang.get("/api/study/enrolments").await.is(200).json()[0]["enrolment"].clone();
        let open = json!({"enrolment": enrolment, "lesson": "crab-1"});
        let refused = wang.json("/api/study/sessions", open.clone()).await;
        assert_eq!(refused.is(409).json()["code"], "class_not_open");
        site.clock.forward_s(24 * 3600);
        let later = site.signed_in("wang").await;
        later.json("/api/study/sessions", open).await.is(200);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_the_one_who_is_meant_accepts_and_only_after_the_commitment() {
    on_both(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        taken(&ma, ROSTER).await;
        let links = links(&ma).await;
        assert_eq!(links.len(), 2);
        let door = site.stranger().get(&links[0]).await;
        assert!(door.is(200).text().contains("渔丰学校") && door.text().contains("王*"), "{}", door.text());
        assert!(!door.text().contains("王芳") && door.text().contains("/register?next=%2Fjoin%2F"));
        site.stranger().get("/join/AAAAAAAAAAAAAAAAAAAAAA").await.is(410);

        let li = holder(site, "li", LI).await;
        assert!(li.get(&links[0]).await.is(200).text().contains("不一样"));
        assert!(li.post(&links[0], &[("commitment", "yes")]).await.is(422).text().contains("不一样"));
        assert!(ma.get(&links[0]).await.is(200).text().contains("工作人员账号"));
        ma.post(&links[0], &[("commitment", "yes")]).await.is(404);

        let wang = holder(site, "wang", WANG).await;
        assert!(wang.get(&links[0]).await.is(200).text().contains("学习承诺"));
        assert!(wang.post(&links[0], &[]).await.is(422).text().contains("请看完学习承诺"));
        assert_eq!(site.number("SELECT COUNT(*) FROM enrolment").await, 0);
        assert_eq!(wang.post(&links[0], &[("commitment", "yes")]).await.is(303).location(), Some("/learn"));
        assert_eq!(site.number("SELECT COUNT(*) FROM enrolment WHERE person_id = 'person-wang'").await, 1);
        let lines = site.audit_lines("roster.accept").await;
        assert!(lines[0].detail.contains(r#""commitment":"2026-11-30""#), "{}", lines[0].detail);
        let left =
            "SELECT COUNT(*) FROM class_invitation WHERE accepted_at IS NOT NULL AND LENGTH(name_sealed) = 0
                    AND LENGTH(phone_sealed) = 0 AND phone_masked = ''";
        assert_eq!(site.number(left).await, 1, "name and phone of the roster are gone");
        assert!(wang.get(&links[0]).await.is(200).text().contains("已经接受过"));
        wang.post(&links[0], &[("commitment", "yes")]).await.is(200);
        assert_eq!(site.number("SELECT COUNT(*) FROM enrolment").await, 1);
        // Sending the roster again invites nobody anew.
        taken(&ma, ROSTER).await;
        assert_eq!(site.number("SELECT COUNT(*) FROM class_invitation").await, 2);
        assert!(ma.get("/classes/crab-k/roster").await.text().contains("学员wang"));

        // Who came by the catalogue meanwhile has accepted by the link.
        site.enrol("li").await;
        assert_eq!(li.post(&links[1], &[("commitment", "yes")]).await.is(303).location(), Some("/learn"));
        assert_eq!(site.number("SELECT COUNT(*) FROM enrolment").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_phone_is_proved_first_where_codes_are_sent() {
    on_sqlite(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        taken(&ma, ROSTER).await;
        let (site, _outbox) = site.with_codes();
        let link = links(&ma).await.remove(0);
        let wang = holder(&site, "wang", WANG).await;
        assert!(wang.get(&link).await.is(200).text().contains("/account/phone"));
        wang.post(&link, &[("commitment", "yes")]).await.is(422);
        let digest = site.site.keys.digest(Purpose::Phone, "13805462201");
        let phone = SealedNumber {
            digest,
            sealed: site.site.seal(PHONE.of("person-wang"), "13805462201"),
            masked: "138****2201".to_owned(),
        };
        let action = domain::audit::AuditAction::AccountPhone { account: "account-wang".into() };
        let event = site.site.event_by_system(action);
        assert!(site.site.db.change_phone(&"account-wang".into(), &phone, &event).await.unwrap());
        wang.post(&link, &[("commitment", "yes")]).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn who_is_in_this_class_or_in_another_at_the_same_time_is_not_invited() {
    on_both(async |site| {
        a_class(site).await;
        let mut other = class("crab");
        other.id = "crab-l".into();
        other.code = "crab-2026-2".to_owned();
        site.site.db.open_class(&other, 1_000).await.unwrap();
        holder(site, "wang", WANG).await;
        holder(site, "sun", SUN).await;
        site.enrol("wang").await;
        let (id, today) = ("e-sun".into(), site.site.today());
        site.site.db.enrol(&id, &other.id, &"person-sun".into(), &today, site.site.now()).await.unwrap();
        let ma = site.teacher("ma").await;
        let roster = ROSTER.replace("370503199206221557", SUN);
        let (_, shown) = taken(&ma, &roster).await;
        assert!(
            shown.text().contains("已经在班里") && shown.text().contains("另一个同期的班"),
            "{}",
            shown.text()
        );
        assert!(!shown.text().contains("crab-2026-2"), "which class it is, is nobody else's business");
        assert_eq!(site.number("SELECT COUNT(*) FROM class_invitation").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_course_that_is_not_meant_for_somebody_refuses_the_row() {
    on_sqlite(async |site| {
        site.with_crab_class().await;
        let ma = site.teacher("ma").await;
        let (_, shown) = taken(&ma, ROSTER).await;
        assert!(shown.text().contains("E3") && shown.text().contains("不面向“企业职工”"), "{}", shown.text());
    })
    .await;
}

#[tokio::test]
async fn what_is_no_roster_says_why_and_keeps_what_was_pasted() {
    on_sqlite(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        assert!(sends(&ma, "", b"", "").await.is(422).text().contains("请选择花名册文件"));
        assert!(
            sends(&ma, "x.xlsx", b"%PDF-1.7\x00\x01", "").await.is(422).text().contains("不是 Excel 表格")
        );
        let pasted = "姓名\t手机\n王芳\t13805462201";
        let shown = sends(&ma, "", b"", pasted).await;
        assert!(shown.is(422).text().contains("缺少的列：身份证号码"), "{}", shown.text());
        assert!(shown.text().contains("13805462201"), "it is still there");
        let large = vec![b'a'; roster_bytes_max() + 1];
        assert!(sends(&ma, "x.csv", &large, "").await.is(413).text().contains("文件太大"));
        let whole = format!("姓名\t身份证号\t手机\n王芳\t{WANG}\t13805462201");
        sends(&ma, "", b"", &whole).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM class_invitation").await, 1);
    })
    .await;
}

fn roster_bytes_max() -> usize {
    4 * 1024 * 1024
}

#[tokio::test]
async fn another_school_sees_nothing_of_it() {
    on_sqlite(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        let (page, _) = taken(&ma, ROSTER).await;
        let other = site.actor("other", Role::Teacher, Some("school2"), Some("county2")).await;
        for path in [
            "/classes/crab-k/roster",
            "/classes/crab-k/roster/links",
            "/classes/crab-k/roster/template",
            &page,
        ] {
            other.get(path).await.is(404);
        }
        assert_eq!(sends(&other, "名单.csv", ROSTER.as_bytes(), "").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_goes_three_months_after_its_class() {
    on_both(async |site| {
        a_class(site).await;
        let ma = site.teacher("ma").await;
        taken(&ma, ROSTER).await;
        let ends_ms = site.site.zone().day_start_ms("2026-12-31").unwrap() + DAY_MS;
        let wait_s = |until_ms: i64| (until_ms - site.site.now()) / 1000;
        site.clock.forward_s(wait_s(ends_ms + 90 * DAY_MS));
        assert_eq!(erase_what_is_over::once(&site.site).await.unwrap().invitations, 0);
        site.clock.forward_s(1);
        assert_eq!(erase_what_is_over::once(&site.site).await.unwrap().invitations, 2);
        assert_eq!(site.number("SELECT COUNT(*) FROM class_invitation").await, 0);
    })
    .await;
}
