//! Certificates of completion (结业证明): for who completed a class that was closed, as the closing froze it, and for nobody else.

use certificate::{Fonts, draw, read};
use domain::access::Role;
use store::Db;

use crate::certificate::{NOTO, brought, file, link};
use crate::claim::a_closed_class;
use crate::site::verification::without_triggers;
use crate::site::{TestSite, on_both, on_sqlite};
use crate::store_fixture::city::{run, try_run};

/// The enrolment of `li`, who completed.
async fn enrolment(site: &TestSite) -> String {
    let completions = site.site.db.my_completions(&"person-li".into()).await.unwrap();
    assert_eq!(completions.len(), 1);
    completions[0].to_string()
}

/// Has the certificate issued; its address.
async fn issued(site: &TestSite, enrolment: &str) -> String {
    let li = site.signed_in("li").await;
    let page = format!("/hours/statement/{enrolment}");
    let done = li.post(&format!("{page}/completion"), &[]).await;
    assert!(done.is(303).cookie("flash").unwrap().starts_with("d."));
    let shown = li.get(&page).await;
    let section = shown.is(200).between("id=\"completions\"", "</section>").to_owned();
    let id = crate::site::actor::between(&section, "href=\"/hours/records/", "/file\"").to_owned();
    format!("/hours/records/{id}")
}

#[tokio::test]
async fn who_completed_a_closed_class_has_a_certificate_and_strangers_learn_what_it_is_worth() {
    on_both(async |site| {
        let head = a_closed_class(site).await;
        let (li, liu) = (site.signed_in("li").await, site.signed_in("liu").await);
        let enrolment = enrolment(site).await;
        let page = format!("/hours/statement/{enrolment}");
        assert!(li.get("/hours").await.is(200).text().contains(&format!("{page}#completions")));
        assert!(li.get(&page).await.is(200).text().contains("开具结业证明</button>"));
        let listed = head.get("/classes/crab-k/closing").await;
        assert_eq!(listed.is(200).text().matches("可以开结业证明").count(), 1);
        // Who did not complete is offered none and gets none; nor does anybody get another's.
        let theirs = "/hours/statement/e-liu";
        assert!(!liu.get(theirs).await.is(200).text().contains("开具结业证明"));
        let none = liu.post(&format!("{theirs}/completion"), &[]).await;
        assert!(none.is(303).cookie("flash").unwrap().starts_with("n."));
        liu.post(&format!("{page}/completion"), &[]).await.is(404);
        head.post(&format!("{page}/completion"), &[]).await.is(404);
        assert_eq!(site.number("SELECT COUNT(*) FROM certificate").await, 0);

        let address = issued(site, &enrolment).await;
        // Asked for once more it is the same one.
        assert_eq!(issued(site, &enrolment).await, address);
        assert_eq!(site.number("SELECT COUNT(*) FROM certificate WHERE kind = 'completion'").await, 1);
        assert!(head.get("/classes/crab-k/closing").await.is(200).text().contains("已开结业证明"));
        let pdf = file(&li, &address).await;
        let text: String = read(&pdf).unwrap().text.chars().filter(|c| !c.is_whitespace()).collect();
        for says in [
            "结业证明",
            "学员li",
            "水产养殖工，专项职业能力",
            "学了1天",
            "的80%",
            "2026年11月26日",
            "不是职业技能等级证书",
        ] {
            assert!(text.contains(says), "{says}: {text}");
        }
        let genuine = brought(site, &pdf).await;
        let said = genuine.is(200).text();
        assert!(said.contains("没有改过") && said.contains("结业证明") && !said.contains("学员li"), "{said}");
        let shown = site.stranger().get(&link(&pdf)).await;
        let said = shown.is(200).text();
        assert!(said.contains("<h1>这份结业证明是这里开的") && !said.contains("<table"), "{said}");
        site.verify(&[]).await.unwrap();

        let revoke = format!("{address}/revoke");
        head.post(&revoke, &[("reason", "学校自己作废")]).await.is(404);
        let wu = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
        assert!(wu.get(&revoke).await.is(200).text().contains("作废结业证明"));
        wu.post(&revoke, &[("reason", "查实由他人代学")]).await.is(303);
        let shown = site.stranger().get(&link(&pdf)).await;
        assert!(shown.is(200).text().contains("<h1>这份结业证明已经作废"));
        assert!(brought(site, &pdf).await.is(200).text().contains("已经作废，不能作数"));
        li.get(&format!("{address}/file")).await.is(404);
        let told = li.get(&page).await;
        assert!(told.is(200).text().contains("不能再开") && !told.text().contains("开具结业证明</button>"));
        let again = li.post(&format!("{page}/completion"), &[]).await;
        assert!(again.is(303).cookie("flash").unwrap().starts_with("n."));
        assert!(head.get("/classes/crab-k/closing").await.is(200).text().contains("结业证明已作废"));
        // The record of the same hours is another paper, and none was taken back.
        assert!(told.text().contains("开具学习记录</button>"));
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_certificate_that_no_closing_bears_out_is_refused_by_the_database_and_found_by_the_second_opinion()
{
    on_both(async |site| {
        a_closed_class(site).await;
        let enrolment = enrolment(site).await;
        issued(site, &enrolment).await;
        let db = &site.site.db;
        let of = |enrolment: &str| {
            format!(
                "INSERT INTO certificate (id, kind, enrolment_id, until_entry, language, content_digest, issued_at)
                 SELECT 'bought', kind, '{enrolment}', 4, 'en', content_digest, issued_at FROM certificate"
            )
        };
        let refused = try_run(db, &of("e-liu")).await.unwrap_err().to_string();
        assert!(refused.contains("the class was not completed"), "{refused}");
        without_triggers(db, &["certificate"]).await;
        if matches!(db, Db::Sqlite(_)) {
            run(db, "DROP TRIGGER certificate_of_completion").await;
        }
        // Stated in the audit log too, as a program would that had let it through.
        run(db, &of("e-liu")).await;
        site.adopt_rows().await;
        let found = site.verify(&[]).await.expect_err("a certificate of who did not complete");
        assert!(found.place == "certificate bought" && found.what.contains("completion"), "{found}");
    })
    .await;
}

#[tokio::test]
async fn forged_hours_of_a_certificate_are_named() {
    on_sqlite(async |site| {
        a_closed_class(site).await;
        let enrolment = enrolment(site).await;
        issued(site, &enrolment).await;
        let record = site.site.db.certificates_of(&enrolment.as_str().into()).await.unwrap().remove(0);
        let mut content = web::certificate::content_of(&site.site, &record).await.unwrap().unwrap();
        content.fields[7].value = "90 学时".into();
        let forged = draw(&content, &Fonts::read(&[NOTO]).unwrap(), None).unwrap();
        let answer = brought(site, &forged).await;
        let said = answer.is(200).text();
        assert!(said.contains("文件被改过") && said.contains("“认定学时”写的是“90学时”"), "{said}");
    })
    .await;
}
