//! One-time codes: at registration, instead of a password, for a forgotten one, for the phone of an account, after a hold.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use domain::access::Role;
use domain::person::masked_phone;
use serde_json::json;
use store::digest::Purpose;
use web::one_time_code::Outbox;

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};
use crate::store_learner::StoreLearner;

const PHONE: &str = "10020260001";
const NEW: &str = "chuntian-zhongyu";
/// What `TestSite::register` gives everybody.
const LAST: &str = "0000";

/// A learner whose phone a roster wrote down.
async fn with_phone<'a>(site: &'a TestSite, login: &str, phone: &str) -> Actor<'a> {
    let actor = site.learner(login).await;
    let mut tx = site.site.db.begin().await.unwrap();
    let digest = site.site.keys.digest(Purpose::Phone, phone);
    assert!(tx.add_account_phone(&actor.account().into(), &digest, 1).await.unwrap());
    tx.commit().await.unwrap();
    actor
}

/// A page without what differs by chance or by the number that was typed.
fn alike(page: &Answer, phone: &str) -> String {
    // As long a ticket for everybody.
    let ticket = page.ticket();
    page.unnumbered().replace(ticket, &"x".repeat(ticket.len())).replace(&masked_phone(phone), "")
}

fn newest(outbox: &Outbox) -> String {
    outbox.letters()[0].code.clone()
}

/// A code that was not sent.
fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

async fn asks(site: &TestSite, phone: &str) -> Answer {
    site.stranger().post("/sign-in/phone", &[("phone", phone), ("next", "/hours")]).await
}

async fn types(site: &TestSite, ticket: &str, code: &str) -> Answer {
    site.stranger().post("/sign-in/phone/code", &[("ticket", ticket), ("code", code)]).await
}

#[tokio::test]
async fn a_phone_is_verified_before_anything_else_is_told() {
    on_both(async |site| {
        site.become_demo_city().await;
        let (site, outbox) = site.with_codes();
        let mut browser = site.stranger();
        let told = browser.post("/register", &[("phone", PHONE)]).await;
        assert_eq!(told.is(303).location(), Some("/register/code"));
        browser.cookies = vec![format!("register={}", told.cookie("register").unwrap())];
        let page = browser.get("/register/code").await;
        assert!(page.is(200).text().contains("100****0001") && !page.text().contains(PHONE));
        assert!(page.text().contains("第 2 步，共 5 步"));
        // No question after it is open.
        assert_eq!(browser.get("/register/identity").await.location(), Some("/register/code"));
        let code = newest(&outbox);
        let wrong = browser.post("/register/code", &[("code", &*another(&code))]).await;
        assert!(wrong.is(422).text().contains("验证码不对"));
        // Another within a minute: not yet, and the first still opens.
        let again = browser.post("/register/code/again", &[]).await;
        assert!(again.is(429).text().contains("请等 60 秒") && again.header("retry-after") == Some("60"));
        let typed = format!(" {} {} ", &code[..3], &code[3..]);
        let done = browser.post("/register/code", &[("code", &*typed)]).await;
        assert_eq!(done.is(303).location(), Some("/register/identity"));
        browser.cookies = vec![format!("register={}", done.cookie("register").unwrap())];
        for (path, fields) in [
            ("/register/identity", [("name", "王芳"), ("document", "000000197403050021")]),
            ("/register/home", [("region", "county"), ("category", "none")]),
        ] {
            let told = browser.post(path, &fields).await;
            browser.cookies = vec![format!("register={}", told.is(303).cookie("register").unwrap())];
        }
        let agreed = [("password", NEW), ("again", NEW), ("real_name", "yes")];
        browser.post("/register/password", &agreed).await.is(200);
        let done = site.stranger().post("/sign-in", &[("account", PHONE), ("password", NEW)]).await;
        let wang = Actor::new(&site, Some((String::new(), done.is(303).cookie("xueshi_session").unwrap())));
        assert!(wang.get("/account/security").await.is(200).text().contains("已验证"));

        // From then on a code signs in, without a further question.
        let asked = asks(&site, PHONE).await;
        let done = types(&site, asked.is(200).ticket(), &newest(&outbox)).await;
        assert_eq!(done.is(303).location(), Some("/hours"));
        assert!(done.cookie("xueshi_session").is_some());
    })
    .await;
}

#[tokio::test]
async fn a_code_opens_once_for_five_minutes_and_after_five_mistakes_no_more() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        with_phone(&site, "li", PHONE).await;
        let ticket = asks(&site, PHONE).await.is(200).ticket().to_owned();
        let code = newest(&outbox);
        for _ in 0..5 {
            types(&site, &ticket, &another(&code)).await.is(422);
        }
        assert!(types(&site, &ticket, &code).await.is(422).text().contains("错了 5 次"));

        site.clock.forward_s(60);
        site.stranger().post("/sign-in/phone", &[("ticket", &*ticket)]).await.is(200);
        let code = newest(&outbox);
        site.clock.forward_s(5 * 60);
        types(&site, &ticket, &code).await.is(422);

        site.stranger().post("/sign-in/phone", &[("ticket", &*ticket)]).await.is(200);
        let code = newest(&outbox);
        // Two at once: one of them.
        let (one, two) = tokio::join!(types(&site, &ticket, &code), types(&site, &ticket, &code));
        let opened = [&one, &two].iter().filter(|answer| answer.status == 200).count();
        assert_eq!(opened, 1, "{} {}", one.status, two.status);
        // A ticket of a quarter of an hour ago, and one that was made up.
        site.clock.forward_s(15 * 60);
        for late in [&*ticket, "made-up"] {
            assert_eq!(types(&site, late, &code).await.is(303).location(), Some("/sign-in/phone"));
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_learns_from_the_pages_whether_a_phone_is_known() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        with_phone(&site, "li", PHONE).await;
        let official = "10020260009";
        site.teacher("chen").await;
        let digest = site.site.keys.digest(Purpose::Phone, official);
        let mut tx = site.site.db.begin().await.unwrap();
        tx.add_account_phone(&"account-chen".into(), &digest, 1).await.unwrap();
        tx.commit().await.unwrap();

        let stranger = "10020260002";
        let known = asks(&site, PHONE).await;
        assert!(known.is(200).text().contains("如果 100****0001 登记过"));
        for (phone, letters) in [(stranger, 1), (official, 1)] {
            let page = asks(&site, phone).await;
            assert_eq!(alike(page.is(200), phone), alike(&known, PHONE), "{phone}");
            assert_eq!(outbox.letters().len(), letters, "nothing is sent to {phone}");
            let wrong = types(&site, page.ticket(), "000000").await;
            let wrong_of_known = types(&site, known.ticket(), "000000").await;
            assert_eq!(alike(wrong.is(422), phone), alike(wrong_of_known.is(422), PHONE));
            // Even the waiting is the same.
            asks(&site, phone).await.is(429);
        }
        asks(&site, PHONE).await.is(429);

        let recover = async |phone: &str, last: &str| {
            site.stranger().post("/recover", &[("phone", phone), ("last", last)]).await
        };
        let first = recover(stranger, LAST).await;
        for (phone, last) in [(PHONE, "9999"), (official, LAST)] {
            let page = recover(phone, last).await;
            assert_eq!(alike(page.is(200), phone), alike(&first, stranger));
        }
        assert_eq!(outbox.letters().len(), 1, "a wrong document sends nothing");
        site.clock.forward_s(61);
        let right = recover(PHONE, LAST).await;
        assert_eq!(alike(right.is(200), PHONE), alike(&first, stranger));
        assert_eq!(outbox.letters().len(), 2);
        for (field, value, sentence) in [("phone", "1380", "您填了 4 位"), ("last", "123", "请填 4 位")]
        {
            let page = site.stranger().post("/recover", &[(field, value)]).await;
            assert!(page.is(422).text().contains(sentence) && page.text().contains(value), "{sentence}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_number_somebody_else_wrote_down_needs_the_document_once() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        with_phone(&site, "li", PHONE).await;
        let asked = asks(&site, PHONE).await;
        let page = types(&site, asked.ticket(), &newest(&outbox)).await;
        assert!(page.is(200).text().contains("最后 4 位") && page.cookie("xueshi_session").is_none());
        let proved = page.ticket();
        let document = async |ticket: &str, last: &str| {
            site.stranger().post("/sign-in/phone/document", &[("ticket", ticket), ("last", last)]).await
        };
        // The ticket of the page before proves nothing.
        assert_eq!(document(asked.ticket(), LAST).await.location(), Some("/sign-in/phone"));
        for _ in 0..4 {
            document(proved, "1234").await.is(422);
        }
        let done = document(proved, " ００００ ").await;
        assert!(done.is(303).cookie("xueshi_session").is_some());
        site.clock.forward_s(61);
        let asked = asks(&site, PHONE).await;
        types(&site, asked.ticket(), &newest(&outbox)).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn a_code_does_not_go_round_the_second_factor() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        let li = with_phone(&site, "li", PHONE).await;
        let page = li.get("/account/second-factor").await;
        let secret = page.text().split("<code>").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
        let shown = || site.totp_code(&secret);
        let typed = [("ticket", page.ticket()), ("code", &*shown()), ("password", PASSWORD)];
        li.post("/account/second-factor", &typed).await.is(200);
        let digest = site.site.keys.digest(Purpose::Phone, PHONE);
        site.site.db.phone_is_verified(&digest, 1).await.unwrap();

        site.clock.forward_s(60);
        let asked = asks(&site, PHONE).await;
        let page = types(&site, asked.ticket(), &newest(&outbox)).await;
        assert!(page.is(200).text().contains("二次验证") && page.cookie("xueshi_session").is_none());
        let typed = [("ticket", page.ticket()), ("code", &*shown())];
        site.stranger().post("/sign-in/code", &typed).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_phone_and_document_once() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        let li = with_phone(&site, "li", PHONE).await;
        assert!(site.stranger().get("/sign-in").await.text().contains("href=\"/recover\""));
        site.stranger().get("/recover").await.is(200);
        let asked = site.stranger().post("/recover", &[("phone", PHONE), ("last", LAST)]).await;
        let code = newest(&outbox);
        // A code for this way opens no other.
        let elsewhere = asks(&site, PHONE).await;
        types(&site, elsewhere.ticket(), &code).await.is(422);
        let crossed = [("ticket", elsewhere.ticket()), ("code", &*code)];
        assert_eq!(site.stranger().post("/recover/code", &crossed).await.location(), Some("/recover"));

        let typed = [("ticket", asked.ticket()), ("code", &*code)];
        let page = site.stranger().post("/recover/code", &typed).await;
        let proved = page.is(200).ticket();
        let set = async |ticket: &str, password: &str, again: &str| {
            let typed = [("ticket", ticket), ("password", password), ("again", again)];
            site.stranger().post("/recover/password", &typed).await
        };
        assert_eq!(set(asked.ticket(), NEW, NEW).await.location(), Some("/recover"));
        assert!(set(proved, "19900101x", "19900101x").await.is(422).text().contains("您自己的"));
        assert!(set(proved, NEW, "other").await.is(422).text().contains("两遍密码不一样"));
        assert_eq!(set(proved, NEW, NEW).await.is(303).location(), Some("/sign-in"));
        // The ticket is worth nothing any more; every earlier sign-in ended.
        assert_eq!(set(proved, "another-long-one", "another-long-one").await.location(), Some("/recover"));
        li.get("/account").await.is(303);
        let sign_in = async |password: &str| {
            site.stranger().post("/sign-in", &[("account", PHONE), ("password", password)]).await
        };
        sign_in(PASSWORD).await.is(422);
        sign_in(NEW).await.is(303);
        let search = store::audit::AuditSearch { until_ms: i64::MAX, ..Default::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.action == "account.recover").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_older_account_gets_its_phone_with_password_and_code() {
    on_both(async |site| {
        site.become_demo_city().await;
        let (site, outbox) = site.with_codes();
        let li = site.learner("li").await;
        with_phone(&site, "wang", "10020260002").await;
        assert!(li.get("/account/security").await.text().contains("没有验证"));
        let page = li.post("/account/phone", &[("phone", "1380"), ("password", PASSWORD)]).await;
        assert!(page.is(422).text().contains("您填了 4 位"));
        let page = li.post("/account/phone", &[("phone", PHONE), ("password", "guess")]).await;
        assert!(page.is(422).text().contains("密码不对") && page.text().contains(PHONE));
        assert!(outbox.letters().is_empty());

        // A number that signs somebody else in stays theirs, even for whoever holds the phone.
        let asked = li.post("/account/phone", &[("phone", "10020260002"), ("password", PASSWORD)]).await;
        let typed = [("ticket", asked.is(200).ticket()), ("code", &*newest(&outbox))];
        assert!(li.post("/account/phone/code", &typed).await.is(422).text().contains("另一个账号"));

        let asked = li.post("/account/phone", &[("phone", PHONE), ("password", PASSWORD)]).await;
        let typed = [("ticket", asked.is(200).ticket()), ("code", &*newest(&outbox))];
        // Somebody else's ticket serves nobody.
        let wang = site.signed_in("wang").await;
        assert_eq!(wang.post("/account/phone/code", &typed).await.location(), Some("/account/phone"));
        assert_eq!(
            li.post("/account/phone/code", &typed).await.is(303).location(),
            Some("/account/security")
        );
        let page = li.get("/account/security").await;
        assert!(page.text().contains("已验证") && page.text().contains("100****0001"));
        site.clock.forward_s(61);
        let asked = asks(&site, PHONE).await;
        types(&site, asked.ticket(), &newest(&outbox)).await.is(303);
    })
    .await;
}

#[tokio::test]
async fn a_hold_ends_with_password_and_code() {
    on_both(async |site| {
        site.with_crab_class().await;
        let (site, outbox) = site.with_codes();
        let mut li = StoreLearner::enrolled(&site, "li").await;
        let actor = site.signed_in("li").await;
        // Where nothing is held, nobody is asked for a code.
        let asked = actor.json("/api/study/identity", json!({"password": PASSWORD})).await;
        assert_eq!((asked.is(409).json()["code"].as_str(), outbox.letters().len()), (Some("not_held"), 0));
        li.open("crab-1").await;
        li.watch(600).await;
        if li.check.is_none() {
            li.close().await;
        }
        for _ in 0..2 {
            li.answer_check(false).await;
        }
        let prove = async |password: &str, code: &str| {
            actor.json("/api/study/identity", json!({"password": password, "code": code})).await
        };
        assert_eq!(prove("guess", "").await.is(401).json()["code"], "wrong_password");
        assert!(outbox.letters().is_empty(), "a wrong password sends nothing");
        let needed = prove(PASSWORD, "").await;
        assert_eq!(needed.is(409).json()["code"], "code_needed");
        let code = newest(&outbox);
        assert_eq!(prove(PASSWORD, &another(&code)).await.is(401).json()["code"], "wrong_code");
        assert_eq!(prove("guess", &code).await.is(401).json()["code"], "wrong_password");
        prove(PASSWORD, &code).await.is(200);
        assert!(!site.site.db.is_held(&"person-li".into()).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_classroom_of_sixty_behind_one_address_gets_its_codes_and_a_flood_does_not() {
    on_both(async |site| {
        let (site, _outbox) = site.with_codes();
        for round in 0..2 {
            for n in 0..60 {
                asks(&site, &format!("1002026{n:04}")).await.is(200);
            }
            site.clock.forward_s(61 + round);
        }
        // Whoever goes on through the numbers is stopped, and told for how long.
        let mut refused = None;
        for n in 100..300 {
            let answer = asks(&site, &format!("1002026{n:04}")).await;
            if answer.status == 429 {
                refused = Some((n, answer.header("retry-after").unwrap().parse::<i64>().unwrap()));
                break;
            }
        }
        let (n, wait) = refused.unwrap();
        assert!(n == 180 && (3000..=3600).contains(&wait), "{n} {wait}");
        // One number: five an hour, ten a day, however patiently.
        site.clock.forward_s(24 * 3600);
        let mut sent = 0;
        for _ in 0..40 {
            sent += i32::from(asks(&site, PHONE).await.status == 200);
            site.clock.forward_s(20 * 60);
        }
        assert_eq!(sent, 10);
    })
    .await;
}

#[tokio::test]
async fn without_a_sender_nobody_is_asked_for_a_code() {
    on_sqlite(async |site| {
        let nobody = site.stranger();
        assert!(!nobody.get("/sign-in").await.is(200).text().contains("/recover"));
        for path in ["/recover", "/sign-in/phone"] {
            assert_eq!(nobody.get(path).await.is(303).location(), Some("/sign-in"), "{path}");
            assert_eq!(nobody.post(path, &[("phone", PHONE)]).await.location(), Some("/sign-in"), "{path}");
        }
        let li = site.learner("li").await;
        assert!(!li.get("/account/security").await.text().contains("没有验证"));
        assert_eq!(li.get("/account/phone").await.is(303).location(), Some("/account/security"));
    })
    .await;
}

#[tokio::test]
async fn the_outbox_is_there_only_on_the_machine_itself_and_only_for_development() {
    on_sqlite(async |site| {
        let look = async |site: &TestSite, from: &str, forwarded: Option<&str>| {
            let mut request = Request::get("/dev/outbox");
            if let Some(forwarded) = forwarded {
                request = request.header("x-forwarded-for", forwarded);
            }
            let mut request = request.body(Body::empty()).unwrap();
            let address: std::net::SocketAddr = format!("{from}:4000").parse().unwrap();
            request.extensions_mut().insert(ConnectInfo(address));
            site.ask(request).await
        };
        look(site, "127.0.0.1", None).await.is(404);
        let (site, outbox) = site.with_codes();
        assert!(look(&site, "127.0.0.1", None).await.is(200).text().contains("还没有验证码"));
        with_phone(&site, "li", PHONE).await;
        asks(&site, PHONE).await.is(200);
        let page = look(&site, "127.0.0.1", None).await;
        assert!(page.is(200).text().contains(&newest(&outbox)) && page.text().contains(PHONE));
        look(&site, "192.0.2.7", None).await.is(404);
        // Through a proxy on this machine.
        look(&site, "127.0.0.1", Some("192.0.2.7")).await.is(404);
        site.reviewer("zhao").await.get("/dev/outbox").await.is(404);
        site.actor("root", Role::SystemAdministrator, None, None).await.get("/dev/outbox").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn a_strangers_wrong_tries_leave_the_owner_theirs() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        let li = with_phone(&site, "li", PHONE).await;
        let signed_in = site.stranger().post("/sign-in", &[("account", "li"), ("password", PASSWORD)]).await;
        let cookie = |name: &str| format!("{name}={}", signed_in.cookie(name).unwrap());
        let own = [cookie("xueshi_device"), cookie("xueshi_known")].join("; ");
        let types_from = async |from: &str, cookies: &str, ticket: &str, code: &str| {
            let mut request = Request::post("/sign-in/phone/code")
                .header("host", "xueshi.test")
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("cookie", cookies)
                .body(Body::from(format!("ticket={ticket}&code={code}")))
                .unwrap();
            request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::new(from.parse().unwrap(), 1)));
            site.ask(request).await
        };
        let ticket = asks(&site, PHONE).await.is(200).ticket().to_owned();
        let code = newest(&outbox);
        let wrong = another(&code);
        // A stranger in another network tries until nothing of it goes any more, not even the right one.
        for _ in 0..9 {
            types_from("198.51.100.1", "", &ticket, &wrong).await.is(422);
        }
        types_from("198.51.100.1", "", &ticket, &code).await.is(422);
        // The owner, on whatever device: in.
        types_from("192.0.2.1", "", &ticket, &code).await.is(200);
        types_from("192.0.2.1", "", &ticket, &code).await.is(422);

        // Strangers in many networks end a code for each other, and not for the owner's own device.
        site.clock.forward_s(61);
        let ticket = asks(&site, PHONE).await.is(200).ticket().to_owned();
        let code = newest(&outbox);
        let wrong = another(&code);
        for n in 0..30 {
            types_from(&format!("198.51.{n}.1"), "", &ticket, &wrong).await.is(422);
        }
        types_from("203.0.113.1", "", &ticket, &code).await.is(422);
        types_from("198.51.1.1", &own, &ticket, &code).await.is(200);
        drop(li);
    })
    .await;
}

#[tokio::test]
async fn a_strangers_five_askings_leave_the_owner_their_codes() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        let li = with_phone(&site, "li", PHONE).await;
        let asks_from = async |from: &str, cookies: &str| {
            let mut request = Request::post("/sign-in/phone")
                .header("host", "xueshi.test")
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("cookie", cookies)
                .body(Body::from(format!("phone={PHONE}")))
                .unwrap();
            request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::new(from.parse().unwrap(), 1)));
            site.ask(request).await
        };
        let signed_in = site.stranger().post("/sign-in", &[("account", "li"), ("password", PASSWORD)]).await;
        let cookie = |name: &str| format!("{name}={}", signed_in.cookie(name).unwrap());
        let own = [cookie("xueshi_device"), cookie("xueshi_known")].join("; ");
        for _ in 0..5 {
            asks_from("198.51.100.1", "").await.is(200);
            site.clock.forward_s(61);
        }
        asks_from("198.51.100.1", "").await.is(429);
        // From elsewhere, and from their own device in that very network.
        asks_from("192.0.2.1", "").await.is(200);
        site.clock.forward_s(61);
        asks_from("198.51.100.1", &own).await.is(200);
        assert_eq!(outbox.letters().len(), 7);
        // Many strangers are a small nuisance all the same.
        for n in 2..40 {
            site.clock.forward_s(61);
            asks_from(&format!("192.0.2.{n}"), "").await;
        }
        assert!(outbox.letters().len() <= 7 + 6, "{}", outbox.letters().len());
        site.clock.forward_s(61);
        asks_from("192.0.2.99", &own).await.is(200);
        drop(li);
    })
    .await;
}
