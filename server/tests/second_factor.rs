//! The second factor: turning it on, signing in with it, losing the phone, and who must have one.

use domain::access::Role;
use serde_json::json;

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;

/// Turns it on; answers the sign-in that goes on, the secret and the recovery codes.
async fn turns_on<'a>(site: &'a TestSite, actor: &Actor<'a>) -> (Actor<'a>, String, Vec<String>) {
    let page = actor.get("/account/second-factor").await;
    let secret = page.is(200).between("<code>", "</code>").replace(' ', "");
    let typed = [("ticket", page.ticket()), ("code", &*site.totp_code(&secret)), ("password", PASSWORD)];
    let done = actor.post("/account/second-factor", &typed).await;
    let list = done.is(200).between("class=\"codes\"", "</ul>").to_owned();
    let codes: Vec<_> =
        list.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    let token = done.cookie("xueshi_session").unwrap();
    (Actor::new(site, Some((actor.login.clone(), token))), secret, codes)
}

async fn password(site: &TestSite, login: &str) -> Answer {
    site.stranger().post("/sign-in", &[("account", login), ("password", PASSWORD)]).await
}

async fn code(site: &TestSite, ticket: &str, code: &str) -> Answer {
    site.stranger().post("/sign-in/code", &[("ticket", ticket), ("code", code)]).await
}

#[tokio::test]
async fn a_password_alone_opens_nothing_once_there_is_a_second_factor() {
    on_both(async |site| {
        let before = site.reviewer("zhao").await;
        let (zhao, secret, codes) = turns_on(site, &before).await;
        assert_eq!(codes.len(), 10);
        // The sign-in from before it ended; the one that goes on has all rights.
        before.get("/hours-ledger").await.is(303);
        zhao.get("/hours-ledger").await.is(200);
        assert!(zhao.get("/account/security").await.text().contains("已开启"));

        site.clock.forward_s(60);
        let asked = password(site, "zhao").await;
        assert!(asked.is(200).text().contains("二次验证") && asked.cookie("xueshi_session").is_none());
        let ticket = asked.ticket();
        assert!(code(site, ticket, "000000").await.is(422).text().contains("验证码不对"));
        let right = site.totp_code(&secret);
        let done = code(site, ticket, &right).await;
        assert_eq!(done.is(303).location(), Some("/tasks"));
        // A code opens once, whoever has looked over the shoulder.
        code(site, ticket, &right).await.is(422);
        // A ticket of five minutes ago opens nothing, nor does one that was made up.
        site.clock.forward_s(300);
        let late = code(site, ticket, &site.totp_code(&secret)).await;
        assert_eq!(late.is(303).location(), Some("/sign-in"));
        assert_eq!(code(site, "made-up", "000000").await.is(303).location(), Some("/sign-in"));
    })
    .await;
}

#[tokio::test]
async fn a_code_pressed_twice_signs_in_once_and_opens_nothing_for_another() {
    on_both(async |site| {
        let (_, secret, _) = turns_on(site, &site.reviewer("zhao").await).await;
        site.clock.forward_s(60);
        let asked = password(site, "zhao").await;
        let press = asked.is(200).between("name=\"press\" value=\"", "\"");
        let right = site.totp_code(&secret);
        let typed = [("ticket", asked.ticket()), ("code", &*right), ("press", press)];
        let browser = site.stranger();
        let (first, second) =
            tokio::join!(browser.post("/sign-in/code", &typed), browser.post("/sign-in/code", &typed));
        let token = first.is(303).cookie("xueshi_session");
        assert!(token.is_some());
        assert_eq!(second.is(303).cookie("xueshi_session"), token, "one press, one sign-in");
        // Whoever has looked over the shoulder has another page.
        code(site, asked.ticket(), &right).await.is(422);
        site.clock.forward_s(61);
        browser.post("/sign-in/code", &typed).await.is(422);
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_opens_once_however_it_is_copied() {
    on_both(async |site| {
        let (_, _, codes) = turns_on(site, &site.reviewer("zhao").await).await;
        let ticket = password(site, "zhao").await.ticket().to_owned();
        code(site, &ticket, &codes[3].replace('-', " ").to_uppercase()).await.is(303);
        code(site, &ticket, &codes[3]).await.is(422);
        code(site, &ticket, &codes[4]).await.is(303);
        assert_eq!(site.site.db.recovery_codes_left(&"account-zhao".into()).await.unwrap(), 8);
    })
    .await;
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_says_that_the_password_was_right() {
    on_both(async |site| {
        turns_on(site, &site.reviewer("zhao").await).await;
        let ticket = password(site, "zhao").await.ticket().to_owned();
        for _ in 0..5 {
            code(site, &ticket, "000000").await.is(422);
        }
        let waits = code(site, &ticket, "000000").await;
        assert_eq!(waits.is(429).header("retry-after"), Some("30"));
        assert!(waits.text().contains("密码是对的") && !waits.text().contains("密码错了"));
        // Wrong codes do not count as wrong passwords, and right passwords take nothing from the count of codes.
        for _ in 0..6 {
            password(site, "zhao").await.is(200);
        }
        code(site, &ticket, "000000").await.is(429);
        let body = json!({"account": "zhao", "password": PASSWORD, "second_factor": "000000"});
        let api = site.stranger().json("/api/sign-in", body).await;
        assert_eq!(api.is(429).json()["code"], "too_many_wrong_codes");
    })
    .await;
}

#[tokio::test]
async fn an_open_browser_is_not_enough_to_turn_it_on() {
    on_both(async |site| {
        let zhao = site.reviewer("zhao").await;
        let page = zhao.get("/account/second-factor").await;
        let secret = page.is(200).between("<code>", "</code>").replace(' ', "");
        let turn_on = async |password: &str| {
            let typed =
                [("ticket", page.ticket()), ("code", &*site.totp_code(&secret)), ("password", password)];
            zhao.post("/account/second-factor", &typed).await
        };
        assert!(turn_on("").await.is(422).text().contains("密码不对"));
        assert!(turn_on("guess").await.is(422).text().contains("密码不对"));
        assert!(zhao.get("/account/security").await.text().contains("没有开启"));
        turn_on(PASSWORD).await.is(200);
    })
    .await;
}

#[tokio::test]
async fn a_program_sends_the_code_too() {
    on_both(async |site| {
        let (_, secret, _) = turns_on(site, &site.reviewer("zhao").await).await;
        site.clock.forward_s(60);
        let nobody = site.stranger();
        let ask = async |code: &str| {
            let body = json!({"account": "zhao", "password": PASSWORD, "second_factor": code});
            nobody.json("/api/sign-in", body).await
        };
        let without = nobody.json("/api/sign-in", json!({"account": "zhao", "password": PASSWORD})).await;
        assert_eq!(without.is(401).json()["code"], "second_factor_needed");
        assert_eq!(ask("123").await.is(401).json()["code"], "wrong_code");
        let answer = ask(&site.totp_code(&secret)).await;
        assert!(answer.is(200).json()["token"].is_string());
        // A wrong password says nothing of a second factor.
        let wrong = nobody.json("/api/sign-in", json!({"account": "zhao", "password": "guess"})).await;
        assert_eq!(wrong.is(401).json()["code"], "wrong_password");
    })
    .await;
}

#[tokio::test]
async fn where_it_is_required_an_official_has_no_rights_until_it_is_on() {
    on_both(async |site| {
        let mut strict = TestSite::bare(site.site.db.clone(), site.site.profile);
        strict.require_second_factor();
        let zhao = strict.reviewer("zhao").await;
        let front = password(&strict, "zhao").await;
        assert_eq!(front.is(303).location(), Some("/account/second-factor"));
        for path in ["/hours-ledger", "/classes", "/exports", "/audit"] {
            zhao.get(path).await.is(404);
        }
        assert_eq!(zhao.get("/").await.location(), Some("/account/second-factor"));
        assert!(zhao.get("/account/second-factor").await.is(200).text().contains("您的岗位要求"));
        let api = json!({"account": "zhao", "password": PASSWORD});
        let api = strict.stranger().json("/api/sign-in", api).await;
        assert_eq!(api.is(401).json()["code"], "second_factor_needed");

        let (zhao, ..) = turns_on(&strict, &zhao).await;
        zhao.get("/hours-ledger").await.is(200);
        // Turning it off takes the rights away again.
        zhao.post("/account/second-factor/remove", &[("password", "guess")]).await.is(422);
        zhao.post("/account/second-factor/remove", &[("password", PASSWORD)]).await.is(303);
        zhao.get("/hours-ledger").await.is(404);
        // Learners are asked for nothing.
        let li = strict.learner("li").await;
        li.get("/learn").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_first_code_turns_nothing_on_and_keeps_the_picture() {
    on_sqlite(async |site| {
        let li = site.learner("li").await;
        let page = li.get("/account/second-factor").await;
        assert!(page.is(200).text().contains("<svg") && !page.text().contains("<script>"));
        let secret = page.between("<code>", "</code>").to_owned();
        let typed = [("ticket", page.ticket()), ("code", "000000")];
        let again = li.post("/account/second-factor", &typed).await;
        assert!(again.is(422).text().contains(&secret), "the app has it already");
        assert!(site.site.db.second_factor(&"account-li".into()).await.unwrap().is_none());
        // A ticket of somebody else turns nothing on here.
        let wang = site.learner("wang").await;
        let code = site.totp_code(&secret.replace(' ', ""));
        wang.post("/account/second-factor", &[("ticket", again.ticket()), ("code", &*code)]).await.is(303);
        assert!(site.site.db.second_factor(&"account-wang".into()).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn neither_the_secret_nor_a_recovery_code_stands_in_the_database() {
    on_sqlite(async |site| {
        let audit = site.actor("audit", Role::ExternalAuditor, None, None).await;
        let (_, secret, codes) = turns_on(site, &audit).await;
        run(&site.site.db, "PRAGMA wal_checkpoint(TRUNCATE)").await;
        let store::Db::Sqlite(pools) = &site.site.db else { return };
        let path: String = sqlx::query_scalar("SELECT file FROM pragma_database_list")
            .fetch_one(&pools.readers)
            .await
            .unwrap();
        let bytes = std::fs::read(path).unwrap();
        for text in codes.iter().chain([&secret]) {
            assert!(!bytes.windows(text.len()).any(|part| part == text.as_bytes()), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_lost_second_factor_is_reset_by_the_administrator_with_a_reason() {
    on_both(async |site| {
        let mut strict = TestSite::bare(site.site.db.clone(), site.site.profile);
        strict.require_second_factor();
        let admin = strict.actor("root", Role::SystemAdministrator, Some("bureau"), Some("city")).await;
        admin.get("/second-factors").await.is(404);
        let (admin, ..) = turns_on(&strict, &admin).await;
        let (zhao, ..) = turns_on(&strict, &strict.reviewer("zhao").await).await;
        strict.learner("li").await;
        let ask = async |account: &str, reason: &str, password: &str| {
            let typed = [("account", account), ("reason", reason), ("password", password)];
            admin.post("/second-factors", &typed).await
        };
        assert!(admin.get("/").await.is(303).location() == Some("/tasks"));
        for (account, said) in
            [("nobody", "没有这个工作人员"), ("li", "没有这个工作人员"), ("root", "另一位")]
        {
            let page = ask(account, "当面看了工作证", PASSWORD).await;
            assert!(
                page.is(422).text().contains(said) && page.text().contains("当面看了工作证"),
                "{account}"
            );
        }
        assert!(ask("zhao", " ", PASSWORD).await.is(422).text().contains("请写原因"));
        assert!(ask("zhao", "当面看了工作证", "guess").await.is(422).text().contains("密码不对"));
        zhao.get("/hours-ledger").await.is(200);

        ask(" Zhao ", "当面看了工作证", PASSWORD).await.is(303);
        // Signed out at once, and nothing is open until it is set up anew.
        zhao.get("/hours-ledger").await.is(303);
        let signed = password(&strict, "zhao").await;
        assert_eq!(signed.is(303).location(), Some("/account/second-factor"));
        let token = signed.cookie("xueshi_session").unwrap();
        let zhao = Actor::new(&strict, Some(("zhao".to_owned(), token)));
        zhao.get("/hours-ledger").await.is(404);
        let (zhao, ..) = turns_on(&strict, &zhao).await;
        zhao.get("/hours-ledger").await.is(200);
        // The log says who, whose and why.
        let search = store::audit::AuditSearch { until_ms: i64::MAX, ..Default::default() };
        let (lines, _) = strict.site.db.search_audit(&search, 50, None).await.unwrap();
        let line = lines.iter().find(|line| line.action == "second_factor.reset").unwrap();
        assert_eq!((line.login.as_deref(), &*line.subject), (Some("root"), "account:account-zhao"));
        assert_eq!(line.reason, "当面看了工作证");
    })
    .await;
}
