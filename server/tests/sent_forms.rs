//! Forms on their way: sent twice, and sent after the sign-in had ended.

use domain::access::Role;

use crate::site::actor::Answer;
use crate::site::{Actor, PASSWORD, TestSite, on_both, on_sqlite};

const WISH: [(&str, &str); 4] = [
    ("scope", "all"),
    ("format", "csv_raw"),
    ("numbers", "masked"),
    ("reason", "核对 11 月台账，二审要用 <b>"),
];

/// Signs in from the page that a form led to; where that leads.
async fn signs_in_from(site: &TestSite, login: &str, page: &str) -> (String, String) {
    let next = page.split_once("next=").unwrap().1;
    let next = percent_encoding::percent_decode_str(next).decode_utf8().unwrap().into_owned();
    let typed = [("account", login), ("password", PASSWORD), ("next", &*next)];
    let answer = site.stranger().post("/sign-in", &typed).await;
    let token = answer.is(303).cookie("xueshi_session").unwrap();
    (answer.location().unwrap().to_owned(), token)
}

#[tokio::test]
async fn a_form_sent_after_the_sign_in_ended_comes_back_with_everything_typed() {
    on_both(async |site| {
        site.with_crab_class().await;
        let zhao = site.reviewer("zhao").await;
        site.reviewer("qian").await;
        site.clock.forward_s(8 * 24 * 3600);
        let refused = zhao.post("/exports", &WISH).await;
        let page = refused.is(303).location().unwrap().to_owned();
        assert!(page.starts_with("/sign-in?next=%2Fexports%3Fkept%3D"), "{page}");
        assert!(
            !page.contains("%E6%A0%B8") && !page.contains("reason"),
            "nothing typed stands in the address: {page}"
        );
        assert!(
            refused.cookie("flash").is_some_and(|line| line.contains("%E6%B2%A1%E6%9C%89%E4%BF%9D%E5%AD%98")),
            "没有保存"
        );

        // Somebody else at the same machine finds an empty form.
        let (to, token) = signs_in_from(site, "qian", &page).await;
        let other = Actor::new(site, Some(("qian".to_owned(), token))).get(&to).await;
        assert!(!other.is(200).text().contains("二审要用"), "{}", other.text());

        let (to, token) = signs_in_from(site, "zhao", &page).await;
        let zhao = Actor::new(site, Some(("zhao".to_owned(), token)));
        let form = zhao.get(&to).await;
        let text = form.is(200).text();
        assert!(text.contains("核对 11 月台账，二审要用 &lt;b&gt;</textarea>"), "{text}");
        assert!(text.contains("还没有提交"), "{text}");
        let chosen = text.split("<input").find(|input| input.contains("value=\"csv_raw\"")).unwrap();
        assert!(chosen.contains("checked"), "what was chosen too: {chosen}");
        assert_eq!(site.number("SELECT COUNT(*) FROM export_run").await, 0, "nothing was sent");
        zhao.post("/exports", &WISH).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM export_run").await, 1);
        assert!(!zhao.get("/exports").await.text().contains("还没有提交"), "a page opened anew is empty");
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_lost_its_cookie_finds_its_form_again_too() {
    on_sqlite(async |site| {
        site.with_crab_class().await;
        site.register("zhao", Role::CityFirstReviewer, Some("bureau"), Some("city")).await;
        let page = site.stranger().post("/exports", &WISH).await.is(303).location().unwrap().to_owned();
        let (to, token) = signs_in_from(site, "zhao", &page).await;
        let form = Actor::new(site, Some(("zhao".to_owned(), token))).get(&to).await;
        assert!(form.is(200).text().contains("二审要用"));
    })
    .await;
}

/// What a page's form sends, with the number that stands in it.
fn pressed<'a>(page: &'a Answer, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let number = page.text().rsplit("name=\"press\" value=\"").next().unwrap().split('"').next().unwrap();
    assert_eq!(number.len(), 32, "{}", page.text());
    fields.iter().copied().chain([("press", number)]).collect()
}

#[tokio::test]
async fn a_second_press_gets_the_answer_of_the_first() {
    on_both(async |site| {
        site.with_crab_class().await;
        let zhao = site.reviewer("zhao").await;
        let page = zhao.get("/exports").await;
        let sent = pressed(&page, &WISH);
        let (first, second) = tokio::join!(zhao.post("/exports", &sent), zhao.post("/exports", &sent));
        let third = zhao.post("/exports", &sent).await;
        assert_eq!(first.is(303).location(), second.is(303).location());
        assert_eq!(
            (third.is(303).location(), third.cookie("flash")),
            (first.location(), first.cookie("flash"))
        );
        assert_eq!(site.number("SELECT COUNT(*) FROM export_run").await, 1);
        // A page drawn anew is a second thought.
        let page = zhao.get("/exports").await;
        zhao.post("/exports", &pressed(&page, &WISH)).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM export_run").await, 2);
        // What was refused for the moment is tried again by the same press.
        site.clock.forward_s(8 * 24 * 3600);
        let sent =
            pressed(&page, &[("scope", "all"), ("format", "csv"), ("numbers", "masked"), ("reason", "核对")]);
        assert!(zhao.post("/exports", &sent).await.is(303).location().unwrap().starts_with("/sign-in"));
        let zhao = site.signed_in("zhao").await;
        assert!(zhao.post("/exports", &sent).await.is(303).location().unwrap().starts_with("/exports/"));
    })
    .await;
}
