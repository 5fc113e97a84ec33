//! Learning records: issued by the learner, checked by strangers as a page and as a file, taken back by the bureau.

use axum::body::Body;
use axum::http::Method;
use certificate::{Attachment, Content, Fonts, draw, read};
use domain::access::Role;
use store::Db;

use crate::site::verification::without_triggers;
use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;
use crate::store_learner::StoreLearner;

pub const NOTO: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#2";

/// A minute of a lesson, verified.
async fn studied(learner: &mut StoreLearner<'_>, lesson: &str) {
    learner.open(lesson).await;
    learner.watch(60).await;
    learner.close().await;
    learner.answer_check(true).await;
}

/// Has a record issued and answers its address.
async fn issued(actor: &Actor<'_>, enrolment: &str) -> String {
    let page = format!("/hours/statement/{enrolment}");
    let shown = actor.get(&page).await;
    assert!(shown.is(200).text().contains("开具学习记录"));
    let done = actor.post(&format!("{page}/record"), &[]).await;
    assert_eq!(done.is(303).location(), Some(page.as_str()));
    let shown = actor.get(&page).await;
    let id = shown.is(200).between("href=\"/hours/records/", "/file\"").to_owned();
    format!("/hours/records/{id}")
}

pub async fn file(actor: &Actor<'_>, address: &str) -> Vec<u8> {
    let answer = actor.get(&format!("{address}/file")).await;
    assert_eq!(answer.is(200).header("content-type"), Some("application/pdf"));
    answer.bytes.clone()
}

/// A stranger brings a file.
pub async fn brought(site: &TestSite, bytes: &[u8]) -> Answer {
    let mut body =
        b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n".to_vec();
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let kind = Some("multipart/form-data; boundary=b");
    site.stranger().ask(Method::POST, "/verify", kind, Body::from(body)).await
}

/// The address behind the code of a file.
pub fn link(file: &[u8]) -> String {
    let text: String = read(file).unwrap().text.chars().filter(|c| !c.is_whitespace()).collect();
    let at = text.find("/verify/record/").unwrap();
    // An id has 36 characters, its mark 16.
    text[at..at + "/verify/record/".len() + 36 + 1 + 16].to_owned()
}

#[tokio::test]
async fn a_record_says_what_was_verified_and_a_stranger_who_has_the_file_learns_whether_it_was_altered() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut student = StoreLearner::enrolled(site, "li").await;
        let enrolment = student.enrolment.to_string();
        let li = site.signed_in("li").await;
        // Nothing to state yet: a notice, and no button on the page.
        let page = format!("/hours/statement/{enrolment}");
        let none = li.post(&format!("{page}/record"), &[]).await;
        assert!(none.is(303).cookie("flash").unwrap().starts_with("n."));
        assert!(!li.get(&page).await.is(200).text().contains("开具学习记录"));

        studied(&mut student, "crab-1").await;
        let address = issued(&li, &enrolment).await;
        let pdf = file(&li, &address).await;
        let text = read(&pdf).unwrap().text;
        assert!(text.contains("学员li") && text.contains("1 分"), "{text}");
        // The proof inside is what `xueshi verify --bundle` takes.
        let proof = read(&pdf).unwrap().attachments.remove(0);
        let found = verify::bundle::examine_text(
            std::str::from_utf8(&proof).unwrap(),
            &site.site.signer.public_key(),
            &[],
        );
        assert!(found.unwrap().holds());

        // As it is.
        let genuine = brought(site, &pdf).await;
        let said = genuine.is(200).text();
        assert!(said.contains("没有改过") && said.contains("有效"), "{said}");
        // Of the person the family name alone.
        assert!(!said.contains("学员li") && !said.contains("0000**"), "{said}");

        // The same hours in the same language are one record.
        li.post(&format!("{page}/record"), &[]).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM certificate").await, 1);

        // The page behind the code.
        let link = link(&pdf);
        let shown = site.stranger().get(&link).await;
        let said = shown.is(200).text();
        assert!(
            said.contains("这份学习记录是这里开的") && said.contains("1 分") && !said.contains("学员li"),
            "{said}"
        );
        let (front, mark) = link.rsplit_once('/').unwrap();
        let flipped: String = mark.chars().rev().collect();
        site.stranger().get(&format!("{front}/{flipped}")).await.is(410);
        site.stranger().get("/verify/record/no-such/AAAA").await.is(410);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_forged_file_is_told_by_the_part_that_differs() {
    on_sqlite(async |site| {
        site.with_crab_class().await;
        let mut student = StoreLearner::enrolled(site, "li").await;
        studied(&mut student, "crab-1").await;
        let li = site.signed_in("li").await;
        let address = issued(&li, student.enrolment.as_str()).await;
        let pdf = file(&li, &address).await;
        let record = site.site.db.certificates_of(&student.enrolment).await.unwrap().remove(0);
        let content = web::certificate::content_of(&site.site, &record).await.unwrap().unwrap();
        let fonts = Fonts::read(&[NOTO]).unwrap();
        let forged = |change: &dyn Fn(&mut Content)| {
            let mut forged = content.clone();
            change(&mut forged);
            draw(&forged, &fonts, None).unwrap()
        };
        let hours = brought(site, &forged(&|c| c.fields[6].value = "90 学时".into())).await;
        let said = hours.is(200).text();
        assert!(said.contains("文件被改过") && said.contains("“认定学时”写的是“90学时”"), "{said}");
        // Whose it is in truth is not told to who brings a forgery.
        let name = brought(site, &forged(&|c| c.fields[0].value = "张三".into())).await;
        let said = name.is(200).text();
        assert!(said.contains("“姓名”写的是“张三”") && !said.contains("学员li"), "{said}");
        // Every word as it was issued, without the proof of the hours, or with that of somebody else.
        let bare = brought(site, &forged(&|_| {})).await;
        let said = bare.is(200).text();
        assert!(said.contains("文件被改过") && said.contains("学时证明没有了"), "{said}");
        let mut wang = StoreLearner::enrolled(site, "wang").await;
        studied(&mut wang, "crab-1").await;
        let foreign = site.signed_in("wang").await;
        let foreign =
            foreign.get(&format!("/api/ledger/bundle/{}", wang.enrolment)).await.is(200).bytes.clone();
        let attached = Attachment {
            name: "xueshi-hours.json",
            mime_type: "application/json",
            description: "学时证明".into(),
            bytes: foreign,
        };
        let exchanged = brought(site, &draw(&content, &fonts, Some(attached)).unwrap()).await;
        let said = exchanged.is(200).text();
        assert!(said.contains("文件被改过") && said.contains("不是这份记录的"), "{said}");
        // Of another record, or of none.
        let other = brought(site, &forged(&|c| c.link = "http://x/verify/record/a/b".into())).await;
        assert!(other.is(422).text().contains("不是这里开的"));
        let broken = brought(site, &pdf[..pdf.len() / 3]).await;
        assert!(matches!(broken.status.as_u16(), 422), "{}", broken.status);
    })
    .await;
}

#[tokio::test]
async fn replaced_and_revoked_are_told_apart_and_only_reviewers_of_the_city_revoke() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut student = StoreLearner::enrolled(site, "li").await;
        let enrolment = student.enrolment.to_string();
        studied(&mut student, "crab-1").await;
        let li = site.signed_in("li").await;
        let first = file(&li, &issued(&li, &enrolment).await).await;
        studied(&mut student, "crab-2").await;
        site.clock.forward_s(60);
        let address = issued(&li, &enrolment).await;
        let second = file(&li, &address).await;
        let (older, newer) = (brought(site, &first).await, brought(site, &second).await);
        assert!(older.is(200).text().contains("没有改过") && older.text().contains("有更新的"));
        assert!(newer.is(200).text().contains("这是最新的一份"));

        let revoke = format!("{address}/revoke");
        li.get(&revoke).await.is(404);
        li.post(&revoke, &[("reason", "我自己作废")]).await.is(404);
        site.teacher("chen").await.post(&revoke, &[("reason", "老师作废")]).await.is(404);
        site.county_reviewer("he", "county").await.post(&revoke, &[("reason", "区县作废")]).await.is(404);
        let wu = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
        let empty = wu.post(&revoke, &[("reason", " ")]).await;
        assert!(empty.is(422).text().contains("请写明原因"));
        wu.post(&revoke, &[("reason", "查实由他人代学")]).await.is(303);
        let sun = site.actor("sun", Role::CityFirstReviewer, Some("bureau"), Some("city")).await;
        let late = sun.post(&revoke, &[("reason", "查实由他人代学")]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.audit_lines("certificate.revoke").await.len(), 1);

        let gone = brought(site, &second).await;
        let said = gone.is(200).text();
        assert!(said.contains("已经作废，不能作数") && said.contains("不再证明任何事"), "{said}");
        assert!(!said.contains("没有改过") && !said.contains("他人代学"), "{said}");
        let page = site.stranger().get(&link(&second)).await;
        assert!(page.is(200).text().contains("<h1>这份学习记录已经作废") && !page.text().contains("他人代学"));
        // It is handed out no more, and the learner is told instead of offered it again.
        li.get(&format!("{address}/file")).await.is(404);
        let told = li.get(&format!("/hours/statement/{enrolment}")).await;
        assert!(told.is(200).text().contains("不能再开") && !told.text().contains("开具学习记录</button>"));
        // Nothing is issued anew over it.
        let again = li.post(&format!("/hours/statement/{enrolment}/record"), &[]).await;
        assert!(again.is(303).cookie("flash").unwrap().starts_with("n."));
        site.verify(&[]).await.unwrap();

        // Whoever writes the database can neither bring it back nor invent another unseen.
        let db = &site.site.db;
        without_triggers(db, &["certificate"]).await;
        if matches!(db, Db::Sqlite(_)) {
            run(db, "DROP TRIGGER certificate_once_taken_back").await;
        }
        for (attack, undo) in [
            (
                "UPDATE certificate SET revoked_at = NULL, revoked_by = NULL WHERE revoked_reason <> ''",
                "UPDATE certificate SET revoked_by = 'account-wu', revoked_at = (SELECT at_ms FROM audit_event
                 WHERE action = 'certificate.revoke') WHERE revoked_reason <> ''",
            ),
            (
                "INSERT INTO certificate (id, kind, enrolment_id, until_entry, language, content_digest, issued_at)
                 SELECT 'invented', kind, enrolment_id, 99, language, content_digest, issued_at FROM certificate
                 WHERE revoked_reason = ''",
                "DELETE FROM certificate WHERE id = 'invented'",
            ),
        ] {
            run(db, attack).await;
            let found = site.verify(&[]).await.expect_err(attack);
            assert!(found.place.starts_with("certificate "), "{found}");
            run(db, undo).await;
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_closes_the_account_takes_the_words_along_and_no_font_means_no_button() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut student = StoreLearner::enrolled(site, "li").await;
        let enrolment = student.enrolment.to_string();
        studied(&mut student, "crab-1").await;
        let li = site.signed_in("li").await;
        let pdf = file(&li, &issued(&li, &enrolment).await).await;

        let mut plain = site.node(0);
        plain.site.fonts = None;
        plain.serves_anew();
        let there = plain.signed_in("li").await;
        let page = there.get(&format!("/hours/statement/{enrolment}")).await;
        assert!(!page.is(200).text().contains("开具学习记录") && page.text().contains("学习记录"));
        there.post(&format!("/hours/statement/{enrolment}/record"), &[]).await.is(404);
        assert!(brought(&plain, &pdf).await.is(200).text().contains("扫文件上的二维码"));

        let closed =
            li.post("/account/close", &[("password", crate::site::PASSWORD), ("known", "yes")]).await;
        closed.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM certificate_content").await, 0);
        let later = brought(site, &pdf).await;
        assert!(later.is(200).text().contains("已经注销账号"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_name_that_no_font_can_print_is_said_and_nothing_is_issued() {
    on_sqlite(async |site| {
        site.with_crab_class().await;
        let mut student = StoreLearner::enrolled(site, "li").await;
        studied(&mut student, "crab-1").await;
        run(&site.site.db, "UPDATE person SET name = '李𓀀' WHERE id = 'person-li'").await;
        site.adopt_rows().await;
        let li = site.signed_in("li").await;
        let refused = li.post(&format!("/hours/statement/{}/record", student.enrolment), &[]).await;
        assert!(refused.text().contains("字库里没有您姓名里的一个字"), "{}", refused.text());
        assert_eq!(site.number("SELECT COUNT(*) FROM certificate").await, 0);
    })
    .await;
}
