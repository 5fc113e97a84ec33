//! A document that was renewed with another number: its holder exchanges the number, hours stay, money waits, and nobody comes
//! back with the old one.

use domain::person::check_character;
use store::digest::Purpose;

use crate::identity::{enrolment, li_has_studied, worth};
use crate::register::{AGREED, registers, tells, with_document};
use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both};

/// A resident's number of the demo city, for this day of birth and this place in the day's list: even for women.
fn number(birth: &str, place: &str) -> String {
    let seventeen = format!("000000{birth}{place}");
    format!("{seventeen}{}", check_character(seventeen.as_bytes()))
}

async fn exchanges(actor: &Actor<'_>, kind: &str, number: &str, password: &str) -> Answer {
    let typed = [("kind", kind), ("document", number), ("password", password)];
    actor.post("/account/document", &typed).await
}

/// Registers somebody who is signed in then.
async fn registered<'a>(site: &'a TestSite, phone: &str, number: &str) -> Actor<'a> {
    let done = registers(&tells(site, phone, number).await).await;
    Actor::new(site, Some((String::new(), done.is(303).cookie("xueshi_session").unwrap())))
}

/// Registers once more with a number; the page is the same whatever is known. Answers whether there is somebody new.
async fn is_somebody_new(site: &TestSite, phone: &str, number: &str) -> bool {
    site.clock.forward_s(900);
    let before = site.number("SELECT COUNT(*) FROM person").await;
    let signed_in = registers(&tells(site, phone, number).await).await.status;
    let more = site.number("SELECT COUNT(*) FROM person").await - before;
    assert_eq!(signed_in, if more == 1 { 303 } else { 422 });
    more == 1
}

#[tokio::test]
async fn hours_stay_and_money_waits_until_the_new_document_was_seen() {
    on_both(async |site| {
        site.become_demo_city().await;
        li_has_studied(site).await;
        let (li, sun) = (site.signed_in("li").await, site.teacher("sun").await);
        let seen = format!("/classes/crab-k/learners/{}/seen", enrolment(site).await);
        sun.post(&seen, &[]).await.is(303);
        let (fen, _) = worth(site).await;
        assert!(fen > 0);
        let hours = site.verify(&[]).await.unwrap().verified_ms;

        assert!(li.get("/account").await.is(200).text().contains("href=\"/account/document\""));
        let page = li.get("/account/document").await;
        assert!(page.is(200).text().contains("现在登记的是居民身份证 0000**********0000"), "{}", page.text());
        let renewed = number("19900101", "002");
        let done = exchanges(&li, "resident", &renewed, PASSWORD).await;
        assert_eq!(done.is(303).location(), Some("/account"));
        let masked = format!("0000**********{}", &renewed[14..]);
        assert!(li.get("/account").await.text().contains(&masked));

        assert_eq!(worth(site).await, (0, "withheld".to_owned()));
        let report = site.verify(&[]).await.unwrap();
        assert_eq!((report.verified_ms, report.amount_fen), (hours, 0));
        let line = &site.audit_lines("account.document").await[0];
        assert_eq!((line.before_value.as_str(), line.after_value.as_str()), ("seen", "not seen"));
        assert!(li.get("/account/security").await.text().contains("证件换了号码"));
        assert!(li.get("/subsidy").await.text().contains("等核对证件，暂不计钱"));
        let own = li.get("/account/data").await;
        assert_eq!(own.is(200).json()["former_documents"][0]["document_type"], "resident");

        let list = sun.get("/classes/crab-k/documents").await;
        assert!(list.is(200).text().contains(&seen) && list.text().contains(&masked), "{}", list.text());
        // A list that was open before the exchange shows the old number: that one was not asked for.
        let late = sun.post(&seen, &[("shown", "0000**********0000")]).await;
        assert!(late.is(303).cookie("flash").unwrap().starts_with("n."));
        assert_eq!(worth(site).await, (0, "withheld".to_owned()));
        sun.post(&seen, &[("shown", &masked)]).await.is(303);
        assert_eq!(worth(site).await, (fen, "full".to_owned()));
        assert_eq!(site.verify(&[]).await.unwrap().amount_fen, fen);
    })
    .await;
}

#[tokio::test]
async fn neither_the_old_number_nor_the_new_one_makes_a_second_person() {
    on_both(async |site| {
        site.become_demo_city().await;
        let [old, new, another] = ["002", "004", "006"].map(|place| number("19740305", place));
        let wang = registered(site, "10020260001", &old).await;
        exchanges(&wang, "resident", &new, "chuntian-zhongyu").await.is(303);
        for known in [&old, &new] {
            assert!(!is_somebody_new(site, "10020260002", known).await, "{known}");
        }
        // Somebody else takes neither; their own former number they may have back.
        let chen = registered(site, "10020260003", &another).await;
        for known in [&old, &new] {
            let page = exchanges(&chen, "resident", known, "chuntian-zhongyu").await;
            assert!(page.is(422).text().contains("这个号码换不了"), "{}", page.text());
        }
        exchanges(&wang, "resident", &old, "chuntian-zhongyu").await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM former_document").await, 1);
        assert!(!is_somebody_new(site, "10020260004", &new).await);
        site.verify(&[]).await.unwrap();
        // With the account, of which nothing must be kept, its numbers go.
        let typed = [("password", "chuntian-zhongyu"), ("known", "yes")];
        wang.post("/account/close", &typed).await.is(303);
        assert_eq!(site.number("SELECT COUNT(*) FROM former_document").await, 0);
        assert!(is_somebody_new(site, "10020260005", &new).await);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_permanent_resident_exchanges_the_old_kind_of_card_for_the_new_one() {
    on_both(async |site| {
        let seventeen = "91184019850101001";
        let new = format!("{seventeen}{}", check_character(seventeen.as_bytes()));
        let identity =
            [("kind", "permanent_resident"), ("name", "John Doe"), ("document", "USA110085010112")];
        let born = Some([("country", ""), ("birth", "1985-01-01"), ("sex", "m")]);
        let browser = with_document(site, "13805462201", identity, born).await;
        let done = registers(&browser).await;
        let doe = Actor::new(site, Some((String::new(), done.is(303).cookie("xueshi_session").unwrap())));
        // Whoever registers with the new card instead is told on the page how to go on.
        let renewed = [("kind", "permanent_resident"), ("name", "John Doe"), ("document", &*new)];
        let again = with_document(site, "13805462202", renewed, None).await;
        let page = again.post("/register/password", &AGREED).await;
        assert!(page.is(200).text().contains("换成新号码"), "{}", page.text());
        exchanges(&doe, "permanent_resident", &new, "chuntian-zhongyu").await.is(303);
        assert!(doe.get("/account").await.text().contains(&format!("9118**********{}", &new[14..])));
        // A passport instead, whose country is asked for then.
        let page = exchanges(&doe, "passport", "C01X00T47", "chuntian-zhongyu").await;
        assert!(page.is(422).text().contains("name=\"country\""), "{}", page.text());
        let typed = [
            ("kind", "passport"),
            ("document", "C01X00T47"),
            ("country", "usa"),
            ("password", "chuntian-zhongyu"),
        ];
        doe.post("/account/document", &typed).await.is(303);
        // The same number under another country is still nobody else.
        let identity = [("kind", "passport"), ("name", "Mary Roe"), ("document", "C01X00T47")];
        let born = Some([("country", "KOR"), ("birth", "1985-01-01"), ("sex", "m")]);
        site.clock.forward_s(900);
        registers(&with_document(site, "13805462203", identity, born).await).await.is(422);
        assert_eq!(site.number("SELECT COUNT(*) FROM person").await, 1);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_number_that_cannot_be_of_this_person_is_refused_with_its_reason() {
    on_both(async |site| {
        site.become_demo_city().await;
        let li = site.learner("li").await;
        let right = number("19900101", "002");
        for (typed, password, sentence) in [
            ("", PASSWORD, "请填证件号"),
            ("000000199001010023", PASSWORD, "打错了"),
            (&number("19900102", "002"), PASSWORD, "出生日期或性别"),
            (&number("19900101", "001"), PASSWORD, "出生日期或性别"),
            (&right, "guess", "密码不对"),
            (&right, "", "密码不对"),
        ] {
            let page = exchanges(&li, "resident", typed, password).await;
            let text = page.is(422).text();
            assert!(text.contains(sentence), "{typed} {sentence}: {text}");
            assert!(
                text.contains(&format!("value=\"{typed}\"")) && !text.contains("value=\"guess\""),
                "{text}"
            );
        }
        assert_eq!(site.audit_lines("account.document").await.len(), 0);
        // Sent twice: by one press it is done once and answered alike; typed again it is no other number.
        let page = li.get("/account/document").await;
        let press = page.between("name=\"press\" value=\"", "\"");
        let typed = [("kind", "resident"), ("document", &*right), ("password", PASSWORD), ("press", press)];
        let (first, second) =
            tokio::join!(li.post("/account/document", &typed), li.post("/account/document", &typed));
        first.is(303);
        second.is(303);
        assert_eq!(site.audit_lines("account.document").await.len(), 1);
        let again = exchanges(&li, "resident", &right, PASSWORD).await;
        assert!(again.is(422).text().contains("不用换"), "{}", again.text());
        // Nobody tries many.
        let mut answers = Vec::new();
        for place in ["004", "006", "008", "020"] {
            answers
                .push(exchanges(&li, "resident", &number("19900101", place), PASSWORD).await.status.as_u16());
        }
        assert_eq!(answers, [303, 303, 303, 429]);
        site.clock.forward_s(3600);
        let page = exchanges(&li, "resident", &number("19900101", "022"), PASSWORD).await;
        page.is(303);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_an_exchange_and_a_registration_at_the_same_moment_one_wins() {
    on_both(async |site| {
        site.become_demo_city().await;
        let [old, new] = ["002", "004"].map(|place| number("19740305", place));
        let wang = registered(site, "10020260001", &old).await;
        let (with_old, with_new) =
            (tells(site, "10020260002", &old).await, tells(site, "10020260003", &new).await);
        let (exchanged, first, second) = tokio::join!(
            exchanges(&wang, "resident", &new, "chuntian-zhongyu"),
            with_old.post("/register/password", &AGREED),
            with_new.post("/register/password", &AGREED),
        );
        first.is(200);
        second.is(200);
        // Whoever came first has the new number; the old one is Wang's whatever happened.
        let people = site.number("SELECT COUNT(*) FROM person").await;
        assert_eq!(people, if exchanged.status == 303 { 1 } else { 2 }, "{}", exchanged.status);
        let digest = site.site.keys.digest(Purpose::Document, &old);
        let known =
            site.site.db.knows_document(domain::document::DocumentKind::Resident, &digest).await.unwrap();
        assert_eq!(known, exchanged.status != 303);
        site.verify(&[]).await.unwrap();
    })
    .await;
}
