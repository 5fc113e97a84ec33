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

/// An export without a reason: what is wrong stands beside the field.
const NO_REASON: [(&str, &str); 4] =
    [("scope", "all"), ("format", "csv_raw"), ("numbers", "masked"), ("reason", "核")];

#[tokio::test]
async fn a_form_with_something_to_correct_is_shown_at_an_address_of_its_own() {
    on_both(async |site| {
        site.with_crab_class().await;
        let zhao = site.reviewer("zhao").await;
        let qian = site.reviewer("qian").await;
        let sent = zhao.send_form("/exports", &NO_REASON).await;
        let page = sent.is(303).comes_back_to().unwrap();
        assert!(page.starts_with("/exports?kept=") && !page.contains("reason"), "{page}");
        assert!(sent.bytes.is_empty(), "nothing is shown at the address that took the form");
        // As often as somebody comes back to it: by "back", by a second window, by a reload.
        for _ in 0..2 {
            let shown = zhao.get(&page).await;
            let text = shown.is(422).text();
            assert!(text.contains("<title>错误：") && text.contains("id=\"errors\""), "{text}");
            assert!(text.contains("href=\"#reason\"") && text.contains("id=\"reason-error\""), "{text}");
            assert!(text.contains(">核</textarea>"), "what was typed: {text}");
            assert_eq!(shown.header("cache-control"), Some("no-store"));
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM export_run").await, 0);
        // In another language what was typed is there, and nothing pretends to have been sent.
        let english = Actor::new(site, Some(("zhao".to_owned(), zhao.token.clone().unwrap()))).in_english();
        let text = english.get(&page).await;
        assert!(text.is(200).text().contains(">核</textarea>"), "{}", text.text());
        assert!(text.text().contains("was not sent"), "{}", text.text());
        // Nobody else's, and not for ever.
        assert!(!qian.get(&page).await.is(200).text().contains(">核</textarea>"));
        assert!(!site.stranger().get(&page).await.text().contains(">核<"));
        site.clock.forward_s(31 * 60);
        assert!(!zhao.get(&page).await.is(200).text().contains(">核</textarea>"));
        // The next form that is kept lets go of those that are over; what is kept is sealed.
        let page = zhao.send_form("/exports", &NO_REASON).await.comes_back_to().unwrap();
        assert_eq!(site.number("SELECT COUNT(*) FROM kept_form").await, 1);
        let number = page.split_once("kept=").unwrap().1;
        let kept = site.site.db.kept_form(number, "account account-zhao", site.site.now()).await.unwrap();
        let sealed = kept.unwrap().form_sealed;
        assert!(sealed.len() > 1000 && !sealed.windows(6).any(|bytes| bytes == b"reason"));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_signed_in_has_their_form_by_the_browser() {
    on_both(async |site| {
        let stranger = site.stranger();
        let sent = stranger.send_form("/register", &[("phone", "1380546")]).await;
        let page = sent.is(303).comes_back_to().unwrap();
        let mark = sent.cookie("xueshi_form").unwrap();
        let mut same = site.stranger();
        same.cookies.push(format!("xueshi_form={mark}"));
        assert!(same.get(&page).await.is(422).text().contains("value=\"1380546\""));
        assert!(!stranger.get(&page).await.is(200).text().contains("1380546"), "another browser");
        // Nonsense all day fills no disk: beyond so many, an answer has no address.
        let mut without = 0;
        for n in 0..260 {
            let typed = n.to_string();
            without += i32::from(stranger.send_form("/register", &[("phone", &typed)]).await.status == 422);
        }
        assert!(without >= 50, "{without}");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_knows_the_way_back_to_what_was_typed_and_who_is_signed_in() {
    on_sqlite(async |site| {
        site.with_crab_class().await;
        let zhao = site.reviewer("zhao").await;
        let missing = zhao.get("/no-such-page").await;
        assert!(missing.is(404).text().contains("学员zhao"), "an error page looks signed in");
    })
    .await;
}
