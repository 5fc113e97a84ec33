//! Papers that prove a person category: sent, looked at, accepted or refused, and nobody else's business.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use domain::paper::BYTES_MAX;
use store::audit::AuditSearch;
use store::sealed::PAPER_NAME;

use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR secret picture of a card";
pub const PDF: &[u8] = b"%PDF-1.7\nsecret text of a card";
/// How a photograph of an iPhone begins.
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
const BOUNDARY: &str = "----xueshi";

/// A form as a browser sends it.
fn form(fields: &[(&str, &str)], name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n").bytes());
    body.extend(content);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    body
}

async fn sends(actor: &Actor<'_>, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    actor.ask(Method::POST, "/account/papers", Some(&kind), Body::from(form(fields, name, content))).await
}

const GOOD: [(&str, &str); 2] = [("category", "unemployed"), ("since", "2026-03-01")];

/// Sends one and answers its id.
pub async fn sent(site: &TestSite, actor: &Actor<'_>, name: &str, content: &[u8]) -> String {
    let done = sends(actor, &GOOD, name, content).await;
    assert_eq!(done.is(303).location(), Some("/account/papers"));
    site.clock.forward_s(1);
    site.site.db.papers_of(&actor.person().into()).await.unwrap()[0].id.clone()
}

/// The county's reviewer looks at a paper of theirs and accepts it.
pub async fn accepted(site: &TestSite, actor: &Actor<'_>) {
    let id = sent(site, actor, "证.pdf", PDF).await;
    let zhou = site.county_reviewer("zhou", "county").await;
    zhou.post(&format!("/papers/{id}/file"), &[("look", "审核人员类别")]).await.is(200);
    site.clock.forward_s(1);
    let typed = [("action", "accept"), ("reason", "失业登记证有效")];
    assert_eq!(zhou.post(&format!("/papers/{id}/decide"), &typed).await.is(303).location(), Some("/papers"));
}

pub async fn log(site: &TestSite, text: &str) -> Vec<(String, String)> {
    let search = AuditSearch { text: text.to_owned(), until_ms: i64::MAX, ..Default::default() };
    let (lines, _) = site.site.db.search_audit(&search, 50, None).await.unwrap();
    lines.into_iter().map(|line| (line.action, line.reason)).collect()
}

#[tokio::test]
async fn a_paper_is_sent_looked_at_and_accepted() {
    on_both(async |site| {
        let li = site.learner("li").await;
        assert!(li.get("/account").await.text().contains("href=\"/account/papers\""));
        assert!(li.get("/account/papers").await.is(200).text().contains("还没有交过材料"));
        let id = sent(site, &li, "../失业证 正面.JPEG", PNG).await;
        let page = li.get("/account/papers").await;
        assert!(
            page.text().contains("等待审核") && page.text().contains("失业证 正面.png"),
            "{}",
            page.text()
        );
        let own = li.get(&format!("/account/papers/{id}/file")).await;
        assert_eq!(own.is(200).bytes, PNG);
        assert_eq!(own.header("content-type"), Some("image/png"));
        assert_eq!(own.header("x-content-type-options"), Some("nosniff"));
        assert!(own.header("content-disposition").unwrap().starts_with("attachment"));
        assert_eq!(own.header("cache-control"), Some("no-store"));

        let zhou = site.county_reviewer("zhou", "county").await;
        site.clock.forward_s(1);
        let list = zhou.get("/papers").await;
        assert!(list.is(200).text().contains("学员li") && list.text().contains(&format!("/papers/{id}")));
        let here = format!("/papers/{id}");
        assert!(zhou.get(&here).await.is(200).text().contains("农村转移就业劳动者"));
        let decide = async |decision: &str, reason: &str| {
            zhou.post(&format!("{here}/decide"), &[("action", decision), ("reason", reason)]).await
        };
        let unseen = decide("accept", "失业登记证有效").await;
        assert!(
            unseen.is(422).text().contains("请先打开材料看过") && unseen.text().contains("失业登记证有效")
        );
        let file = format!("{here}/file");
        assert!(zhou.post(&file, &[("look", "看")]).await.is(422).text().contains("至少四个字"));
        assert_eq!(zhou.post(&file, &[("look", "审核人员类别")]).await.is(200).bytes, PNG);
        site.clock.forward_s(1);
        assert!(decide("accept", "好").await.is(422).text().contains("写明理由"));
        assert!(decide("", "失业登记证有效").await.is(422).text().contains("通过还是退回"));
        assert_eq!(decide("accept", "失业登记证有效").await.is(303).location(), Some("/papers"));
        // Once: whoever comes second is told so, and nothing changes.
        assert_eq!(decide("refuse", "后来又看了一遍").await.is(303).location(), Some(&*here));

        let page = li.get("/account/papers").await;
        assert!(page.text().contains("已通过") && page.text().contains("失业登记证有效"));
        let details = site.site.db.details(&li.person().into()).await.unwrap();
        assert_eq!(details.category.as_deref(), Some("登记失业人员"));
        assert_eq!(details.category_since.as_deref(), Some("2026-03-01"));
        assert!(zhou.get("/papers").await.text().contains("没有等待审核的材料"));
        assert!(zhou.get("/papers?decided=true").await.text().contains("学员li"));
        let lines = log(site, &id).await;
        let actions: Vec<&str> = lines.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(actions, ["paper.accept", "paper.look", "paper.own", "paper.send"]);
        assert_eq!((lines[0].1.as_str(), lines[1].1.as_str()), ("失业登记证有效", "审核人员类别"));
    })
    .await;
}

#[tokio::test]
async fn a_refused_paper_says_why_and_changes_nothing() {
    on_both(async |site| {
        let li = site.learner("li").await;
        let id = sent(site, &li, "证.pdf", PDF).await;
        let zhao = site.reviewer("zhao").await;
        zhao.post(&format!("/papers/{id}/file"), &[("look", "审核人员类别")]).await.is(200);
        let typed = [("action", "refuse"), ("reason", "照片看不清，请重拍")];
        zhao.post(&format!("/papers/{id}/decide"), &typed).await.is(303);
        let page = li.get("/account/papers").await;
        assert!(page.text().contains("没有通过") && page.text().contains("照片看不清，请重拍"));
        let details = site.site.db.details(&li.person().into()).await.unwrap();
        assert_eq!(details.category.as_deref(), Some("农村转移就业劳动者"));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_beside_its_field_and_nothing_typed_is_lost() {
    on_both(async |site| {
        let li = site.learner("li").await;
        let large = [PNG, &vec![0; BYTES_MAX][..]].concat();
        for (name, content, status, sentence) in [
            ("", &b""[..], 422, "请选择一个文件"),
            ("空.png", &b""[..], 422, "这个文件是空的"),
            ("表.docx", &b"PK\x03\x04 a text"[..], 422, "只收照片"),
            // By what is inside, whatever it is called.
            ("照片.png", &b"<html><script>alert(1)</script>"[..], 422, "只收照片"),
            ("图.svg", &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], 422, "只收照片"),
            ("IMG_0412.jpg", HEIC, 422, "HEIC 格式"),
            ("IMG_0413.HEIC", HEIC, 422, "设置 → 相机 → 格式"),
            ("动图.jpg", &b"GIF89a a picture that moves"[..], 422, "另存为 JPG"),
            ("大.png", &large[..], 413, "最大 5 MB"),
        ] {
            let page = sends(&li, &GOOD, name, content).await;
            let text = page.is(status).text();
            assert!(text.contains(sentence) && text.contains("file-error"), "{name}: {text}");
            assert!(
                text.contains("value=\"2026-03-01\"") && text.contains("value=\"unemployed\" selected"),
                "{text}"
            );
        }
        // Far too large for anybody to read on: still the page, not a broken connection.
        let page = sends(&li, &GOOD, "巨大.png", &vec![0; 41 * 1024 * 1024]).await;
        assert!(page.is(413).text().contains("最大 5 MB"));
        for (category, since, sentence) in [
            ("", "2026-03-01", "请选择一类"),
            ("no-such", "2026-03-01", "请选择一类"),
            ("unemployed", "", "照着材料填日期"),
            ("unemployed", "2026-02-30", "照着材料填日期"),
            ("unemployed", "2099-01-01", "还没到"),
        ] {
            let page = sends(&li, &[("category", category), ("since", since)], "证.png", PNG).await;
            assert!(page.is(422).text().contains(sentence), "{sentence}: {}", page.text());
        }
        // No form at all, and half a form.
        li.post("/account/papers", &[("category", "unemployed")]).await.is(422);
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let half = form(&GOOD, "证.png", PNG);
        let half = Body::from(half[..half.len() - 20].to_vec());
        li.ask(Method::POST, "/account/papers", Some(&kind), half).await.is(400);
        assert!(site.site.db.papers_of(&li.person().into()).await.unwrap().is_empty(), "nothing was kept");

        for _ in 0..6 {
            sent(site, &li, "证.png", PNG).await;
        }
        assert!(sends(&li, &GOOD, "证.png", PNG).await.is(422).text().contains("6 份材料在等审核"));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_paper_is_taken_back_file_and_all_until_somebody_decides() {
    on_both(async |site| {
        let (li, wang) = (site.learner("li").await, site.learner("wang").await);
        let zhao = site.reviewer("zhao").await;
        let id = sent(site, &li, "别人的证.png", PNG).await;
        let withdraw = format!("/account/papers/{id}/withdraw");
        assert!(li.get("/account/papers").await.text().contains(&withdraw));
        zhao.post(&format!("/papers/{id}/file"), &[("look", "审核人员类别")]).await.is(200);
        // Not somebody else's.
        assert!(wang.post(&withdraw, &[]).await.is(303).cookie("flash").unwrap().starts_with("n."));
        assert!(li.post(&withdraw, &[]).await.is(303).cookie("flash").unwrap().starts_with("d."));
        for path in [format!("/papers/{id}"), format!("/account/papers/{id}/file")] {
            li.get(&path).await.is(404);
            zhao.get(&path).await.is(404);
        }
        let left: i64 = store::read_db!(&site.site.db, |p| {
            sqlx::query_scalar("SELECT COUNT(*) FROM paper_content").fetch_one(p).await.unwrap()
        });
        assert_eq!(left, 0);
        assert!(log(site, &id).await.iter().any(|(action, _)| action == "paper.withdraw"));

        let id = sent(site, &li, "证.png", PNG).await;
        zhao.post(&format!("/papers/{id}/file"), &[("look", "审核人员类别")]).await.is(200);
        let typed = [("action", "refuse"), ("reason", "照片看不清，请重拍")];
        zhao.post(&format!("/papers/{id}/decide"), &typed).await.is(303);
        let late = li.post(&format!("/account/papers/{id}/withdraw"), &[]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(site.site.db.papers_of(&li.person().into()).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_opens_a_paper_who_has_no_business_with_it() {
    on_both(async |site| {
        let (li, wang) = (site.learner("li").await, site.learner("wang").await);
        let id = sent(site, &li, "证.png", PNG).await;
        wang.get(&format!("/account/papers/{id}/file")).await.is(404);
        assert!(!wang.get("/account/papers").await.is(200).text().contains(&id));
        let look = format!("/papers/{id}/file");
        let foreign = site.county_reviewer("feng", "county2").await;
        assert!(foreign.get("/papers").await.is(200).text().contains("没有等待审核的材料"));
        let others = [
            site.teacher("chen").await,
            site.actor("pay", Role::FinanceOfficer, None, Some("city")).await,
            site.actor("second", Role::CitySecondReviewer, Some("bureau"), Some("city")).await,
            site.actor("root", Role::SystemAdministrator, None, None).await,
        ];
        for other in others.iter().chain([&foreign, &li, &wang]) {
            other.get(&look).await.is(404);
            other.post(&look, &[("look", "审核人员类别")]).await.is(404);
            other.get(&format!("/papers/{id}")).await.is(404);
            let typed = [("action", "accept"), ("reason", "失业登记证有效")];
            other.post(&format!("/papers/{id}/decide"), &typed).await.is(404);
        }
        assert_eq!(log(site, &id).await.len(), 1, "a refused look leaves no line, for there was none");
        // At rest neither name nor content can be read.
        let (paper, name, content): (String, Vec<u8>, Vec<u8>) = store::read_db!(&site.site.db, |p| {
            sqlx::query_as(
                "SELECT d.id, d.name_sealed, c.content_sealed FROM category_paper d JOIN paper_content c ON c.paper_id = d.id",
            )
            .fetch_one(p)
            .await
            .unwrap()
        });
        assert_eq!(site.site.keys.open(PAPER_NAME.of(&paper), &name).as_deref(), Some("证.png"));
        assert!(!content.windows(6).any(|part| part == b"secret"));
    })
    .await;
}

#[tokio::test]
async fn a_reviewer_who_also_learns_does_not_decide_on_their_own_paper() {
    on_sqlite(async |site| {
        let li = site.learner("li").await;
        let id = sent(site, &li, "证.png", PNG).await;
        site_grants_review(site).await;
        let both = site.signed_in("li").await;
        assert!(!both.get("/papers").await.is(200).text().contains(&id));
        both.post(&format!("/papers/{id}/file"), &[("look", "审核人员类别")]).await.is(404);
        both.get(&format!("/papers/{id}/file")).await.is(404);
    })
    .await;
}

/// Makes the learner a reviewer of the city too.
async fn site_grants_review(site: &TestSite) {
    run(
        &site.site.db,
        "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
         VALUES ('account-li', 'city_first_reviewer', 'bureau', 'city', 0)",
    )
    .await;
    site.adopt_rows().await;
}
