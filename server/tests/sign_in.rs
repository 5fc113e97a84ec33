//! Signing in and out, by form and by JSON; guessing; rights; where requests may come from.

use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHasher};
use axum::body::Body;
use axum::http::Request;
use domain::access::Role;
use serde_json::json;

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;

async fn sign_in(site: &TestSite, login: &str, password: &str) -> Answer {
    site.stranger().post("/sign-in", &[("account", login), ("password", password)]).await
}

#[tokio::test]
async fn a_learner_signs_in_reads_and_signs_out() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, Some("county")).await;
        let answer = sign_in(site, " Li ", PASSWORD).await;
        assert_eq!(answer.is(303).location(), Some("/learn"));
        let set = answer.header("set-cookie").unwrap().to_owned();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
        assert!(!set.contains("Secure"), "{set}");

        let li = Actor::new(site, Some(("li".to_owned(), answer.cookie("xueshi_session").unwrap())));
        assert_eq!(li.get("/sign-in").await.location(), Some("/learn"));
        let out = li.post("/sign-out", &[]).await;
        assert_eq!(out.is(303).location(), Some("/"));
        assert_eq!(out.cookie("xueshi_session").as_deref(), Some(""));
        li.get("/sign-in").await.is(200);
        li.json("/api/sign-out", json!({})).await.is(401);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_keeps_the_account_typed_and_says_nothing_about_it() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, None).await;
        let wrong = sign_in(site, "li", "wrong").await;
        let unknown = sign_in(site, "nobody", "wrong").await;
        wrong.is(422);
        assert!(wrong.text().contains("value=\"li\""), "{}", wrong.text());
        assert!(!wrong.text().contains("wrong\""));
        assert_eq!(
            wrong.unnumbered().replace("\"li\"", ""),
            unknown.is(422).unnumbered().replace("\"nobody\"", "")
        );
    })
    .await;
}

#[tokio::test]
async fn guessing_waits_longer_and_longer_and_only_for_that_account() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, None).await;
        site.register("wang", Role::Learner, None, None).await;
        for _ in 0..5 {
            sign_in(site, "li", "guess").await.is(422);
        }
        let waits = sign_in(site, "li", PASSWORD).await;
        assert_eq!(waits.is(429).header("retry-after"), Some("30"));
        assert!(waits.text().contains("30 秒"), "{}", waits.text());
        sign_in(site, "wang", PASSWORD).await.is(303);

        site.clock.forward_s(31);
        sign_in(site, "li", "guess").await.is(422);
        let api = site.stranger().json("/api/sign-in", json!({"account": "li", "password": PASSWORD})).await;
        assert_eq!(api.is(429).json()["code"], "too_many_sign_ins");
        assert_eq!(api.header("retry-after"), Some("60"));

        // Waiting is enough: the right password then opens, and the count begins anew.
        site.clock.forward_s(61);
        sign_in(site, "li", PASSWORD).await.is(303);
        sign_in(site, "li", "guess").await.is(422);
    })
    .await;
}

#[tokio::test]
async fn many_guesses_at_once_do_not_outrun_the_count() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, None).await;
        let stranger = site.stranger();
        let tries = (0..12).map(|_| stranger.json("/api/sign-in", json!({"account": "li", "password": "x"})));
        let answers = futures_util::future::join_all(tries).await;
        let checked = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(checked, 5, "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn a_bearer_token_has_the_rights_and_the_life_of_the_cookie() {
    on_both(async |site| {
        site.register("meng", Role::Teacher, Some("school"), None).await;
        let body = json!({"account": "meng", "password": PASSWORD});
        let answer = site.stranger().json("/api/sign-in", body).await.is(200).json();
        assert_eq!(answer["person"], "person-meng");
        assert_eq!(answer["roles"], json!(["teacher"]));
        let token = answer["token"].as_str().unwrap().to_owned();
        assert_eq!(token.len(), 43, "256 bits");
        let meng = Actor::new(site, Some(("meng".to_owned(), token)));
        // As a cookie it opens pages too.
        assert_eq!(meng.get("/sign-in").await.location(), Some("/tasks"));

        // Two hours without use end it, use in between does not.
        for _ in 0..5 {
            site.clock.forward_s(7100);
            assert_eq!(meng.get("/sign-in").await.status, 303);
        }
        // Twelve hours end it whatever happens.
        site.clock.forward_s(7100);
        assert_eq!(meng.get("/sign-in").await.status, 303);
        site.clock.forward_s(700);
        assert_eq!(meng.get("/sign-in").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn two_idle_hours_end_a_sign_in() {
    on_both(async |site| {
        let li = site.learner("li").await;
        site.clock.forward_s(2 * 3600 - 1);
        assert_eq!(li.get("/sign-in").await.status, 303);
        site.clock.forward_s(2 * 3600);
        assert_eq!(li.get("/sign-in").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn what_officials_do_is_in_the_audit_log_and_learners_do_not_drown_it() {
    on_both(async |site| {
        site.register("zhao", Role::CityFirstReviewer, Some("bureau"), Some("city")).await;
        site.register("li", Role::Learner, None, None).await;
        for (login, password) in [("zhao", "wrong"), ("zhao", PASSWORD), ("li", PASSWORD)] {
            sign_in(site, login, password).await;
        }
        let search = store::audit::AuditSearch { until_ms: i64::MAX, ..Default::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        let mut said: Vec<_> =
            lines.iter().map(|line| (line.login.as_deref().unwrap(), line.action.as_str())).collect();
        said.sort_unstable();
        assert_eq!(said, [("zhao", "sign_in"), ("zhao", "sign_in.refused")]);
    })
    .await;
}

#[tokio::test]
async fn a_request_from_another_site_changes_nothing() {
    on_sqlite(async |site| {
        let li = site.learner("li").await;
        let forged = |name: &'static str, value: &'static str| {
            Request::post("/sign-out")
                .header("host", "xueshi.test")
                .header("cookie", format!("xueshi_session={}", li.token.as_deref().unwrap()))
                .header(name, value)
                .body(Body::empty())
                .unwrap()
        };
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("x-nothing", "at all"),
        ] {
            let answer = site.ask(forged(name, value)).await;
            answer.is(403);
            assert!(answer.text().contains("<html"), "{}", answer.text());
        }
        assert_eq!(li.get("/sign-in").await.status, 303, "still signed in");
        site.ask(forged("origin", "http://xueshi.test")).await.is(303);
        assert_eq!(li.get("/sign-in").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn refusals_have_a_face_for_people_and_one_for_programs() {
    on_sqlite(async |site| {
        let nobody = site.stranger();
        let page = nobody.get("/no/such/page").await;
        assert!(page.is(404).text().contains("没有这个页面"), "{}", page.text());
        let page = site.stranger().in_english().get("/no/such/page").await;
        assert!(page.is(404).text().contains("No such page"));

        let problem = nobody.get("/api/no-such-call").await;
        assert_eq!(problem.is(404).header("content-type"), Some("application/problem+json"));
        assert_eq!(problem.json()["code"], "not_found");
        let problem = nobody.json("/api/sign-out", json!({})).await;
        assert_eq!(problem.is(401).header("www-authenticate"), Some("Bearer"));
        assert_eq!(problem.json()["code"], "not_signed_in");
        for body in ["", "{", "[]", "{\"account\":1}", "\u{0}"] {
            let ask =
                nobody.ask("POST".parse().unwrap(), "/api/sign-in", Some("application/json"), body.into());
            assert_eq!(ask.await.is(400).json()["code"], "malformed");
        }
        let huge = vec![b' '; 1024 * 1024 + 1];
        let ask = nobody.ask("POST".parse().unwrap(), "/api/sign-in", Some("application/json"), huge.into());
        assert_eq!(ask.await.is(413).json()["code"], "too_large");
        assert_eq!(nobody.get("/api/sign-in").await.is(405).json()["code"], "method_not_allowed");
    })
    .await;
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    on_sqlite(async |site| {
        for path in ["/", "/sign-in", "/no/such/page", "/api/openapi.json", "/favicon.svg"] {
            let answer = site.stranger().get(path).await;
            let policy = answer.header("content-security-policy").unwrap();
            assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{path}");
            }
            assert!(answer.header("permissions-policy").unwrap().contains("camera=()"), "{path}");
            assert_eq!(answer.header("strict-transport-security"), None, "not over http: {path}");
            assert!(!answer.text().contains("<script>"), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_language_is_a_choice_that_lasts() {
    on_sqlite(async |site| {
        let answer =
            site.stranger().post("/language", &[("lang", "en"), ("back", "/sign-in?next=%2Flearn")]).await;
        assert_eq!(answer.is(303).location(), Some("/sign-in?next=%2Flearn"));
        assert_eq!(answer.cookie("lang").as_deref(), Some("en"));
        let away = site.stranger().post("/language", &[("lang", "zh-CN"), ("back", "//evil.example")]).await;
        assert_eq!(away.location(), Some("/"));
        assert_eq!(away.cookie("lang").as_deref(), Some("zh"));
    })
    .await;
}

#[tokio::test]
async fn without_the_key_file_a_copied_hash_fits_nothing() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, Some("county")).await;
        let typed = [("account", "li"), ("password", PASSWORD)];
        site.stranger().post("/sign-in", &typed).await.is(303);
        let sql = "SELECT password_hash FROM account WHERE login = 'li'";
        let hash: String =
            store::read_db!(&site.site.db, |p| sqlx::query_scalar(sql).fetch_one(p).await.unwrap());
        assert!(hash.starts_with("p1$argon2id$"), "{hash}");
        // A hash of the right password into which no pepper went.
        let salt = SaltString::from_b64("bm9ib2R5IGF0IGFsbCE").unwrap();
        let bare = Argon2::default().hash_password(PASSWORD.as_bytes(), &salt).unwrap().to_string();
        for other in [hash.strip_prefix("p1").unwrap(), &bare, &format!("p1{bare}")] {
            run(&site.site.db, &format!("UPDATE account SET password_hash = '{other}'")).await;
            site.adopt_rows().await;
            site.stranger().post("/sign-in", &typed).await.is(422);
        }
    })
    .await;
}
