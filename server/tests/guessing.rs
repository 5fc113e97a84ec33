//! Guessing passwords: by login, by network, by password; and that it keeps nobody else out. Registering in bulk; signing out
//! everywhere.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use domain::access::Role;
use web::Address;
use web::sign_in::Registering;

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};

/// Somebody in a network of their own who sends the sign-in form, with what cookies their browser has.
async fn tries(site: &TestSite, from: &str, cookies: &[String], login: &str, password: &str) -> Answer {
    let body = format!("account={login}&password={}", password.replace(' ', "+"));
    let mut request = Request::post("/sign-in")
        .header("host", "xueshi.test")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookies.join("; "))
        .body(Body::from(body))
        .unwrap();
    let address = SocketAddr::new(from.parse().unwrap(), 4000);
    request.extensions_mut().insert(ConnectInfo(address));
    site.ask(request).await
}

/// The cookies of a browser after this answer.
fn browser(answer: &Answer) -> Vec<String> {
    let kept = ["xueshi_device", "xueshi_known"];
    kept.iter().map(|name| format!("{name}={}", answer.cookie(name).unwrap())).collect()
}

#[tokio::test]
async fn a_wrong_password_every_five_seconds_keeps_nobody_out() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, None).await;
        let first = tries(site, "192.0.2.1", &[], "li", PASSWORD).await;
        let own = browser(first.is(303));
        let (attacker, school) = ("198.51.100.1", "203.0.113.1");
        for step in 0..360 {
            let guess = tries(site, attacker, &[], "li", "guess").await;
            assert!([422, 429].contains(&guess.status.as_u16()));
            if step % 60 == 59 {
                // From their own device, wherever it is: in the attacker's network even.
                tries(site, attacker, &own, "li", PASSWORD).await.is(303);
                // From a strange device elsewhere.
                tries(site, school, &[], "li", PASSWORD).await.is(303);
                // The attacker's own network stays slowed down.
                assert_eq!(tries(site, attacker, &[], "li", "guess").await.status, 429);
            }
            site.clock.forward_s(5);
        }
    })
    .await;
}

#[tokio::test]
async fn a_known_device_is_known_for_its_owner_only_and_its_guesses_are_counted() {
    on_both(async |site| {
        for login in ["li", "wang"] {
            site.register(login, Role::Learner, None, None).await;
        }
        let lis = browser(tries(site, "192.0.2.1", &[], "li", PASSWORD).await.is(303));
        for _ in 0..5 {
            tries(site, "192.0.2.1", &lis, "li", "guess").await.is(422);
        }
        tries(site, "192.0.2.1", &lis, "li", PASSWORD).await.is(429);
        // A proof carried to another browser, or for another login, opens no budget.
        let mut carried = lis.clone();
        carried[0] = "xueshi_device=00000000000000000000000000000000".to_owned();
        for _ in 0..5 {
            tries(site, "192.0.2.9", &carried, "li", "guess").await.is(422);
            tries(site, "192.0.2.9", &lis, "wang", "guess").await.is(422);
        }
        tries(site, "192.0.2.9", &[], "li", PASSWORD).await.is(429);
        tries(site, "192.0.2.9", &[], "wang", PASSWORD).await.is(429);
        // A family's device is everybody's who signed in on it.
        let wangs = tries(site, "192.0.2.2", &lis, "wang", PASSWORD).await;
        assert_eq!(wangs.is(303).cookie("xueshi_device"), None, "it keeps its mark");
        assert_eq!(wangs.cookie("xueshi_known").unwrap().split('.').count(), 2);
    })
    .await;
}

#[tokio::test]
async fn one_password_tried_on_everybody_is_stopped_in_one_network_and_over_many() {
    on_sqlite(async |site| {
        // Over many networks, two tries each: after thirty the password itself is refused to strangers.
        let spray = async |n: usize| {
            tries(site, &format!("10.0.{}.{}", n / 200, n % 200), &[], &format!("l{n}"), "Summer 2026").await
        };
        let mut looked_at = 0;
        for n in 0..60 {
            looked_at += i32::from(spray(n).await.status == 422);
        }
        assert_eq!(looked_at, 30);
        // From one network, whatever the passwords: two hundred, whoever they are.
        let mut looked_at = 0;
        for n in 0..260 {
            let answer = tries(site, "2001:db8:0:1::1", &[], &format!("l{n}"), &format!("guess {n}")).await;
            if answer.status == 422 {
                looked_at += 1;
            } else {
                assert!(answer.is(429).text().contains("通行密钥"), "{}", answer.text());
            }
        }
        assert_eq!(looked_at, 200);
    })
    .await;
}

#[tokio::test]
async fn a_classroom_behind_one_address_signs_in_though_everybody_mistypes() {
    on_sqlite(async |site| {
        for n in 0..60 {
            site.register(&format!("l{n}"), Role::Learner, None, None).await;
        }
        for n in 0..60 {
            let login = format!("l{n}");
            for typo in 0..3 {
                tries(site, "192.0.2.1", &[], &login, &format!("typo {n} {typo}")).await.is(422);
            }
            tries(site, "192.0.2.1", &[], &login, PASSWORD).await.is(303);
        }
    })
    .await;
}

#[tokio::test]
async fn sixty_registrations_in_one_browser_are_told_to_wait() {
    on_sqlite(async |site| {
        let mut headers = HeaderMap::new();
        let begin = |from: &str, headers: &HeaderMap| {
            Registering::begin(&site.site, &Address(from.to_owned()), headers)
        };
        // A classroom behind one address, each in their own browser.
        for _ in 0..80 {
            begin("192.0.2.1", &headers).unwrap();
        }
        assert!(begin("192.0.2.1", &headers).is_err());
        assert!(begin("192.0.2.2", &headers).is_ok());
        // One browser, wherever it is.
        headers.insert("cookie", "xueshi_device=abc".parse().unwrap());
        let registered = (0..60).filter(|n| begin(&format!("198.51.100.{n}"), &headers).is_ok()).count();
        assert_eq!(registered, 8);
    })
    .await;
}

#[tokio::test]
async fn a_sign_out_reaches_the_other_nodes() {
    on_both(async |site| {
        let mut other = site.node(0);
        other.remembers_for_itself();
        let here = site.learner("li").await;
        let there = Actor::new(&other, here.token.clone().map(|token| ("li".to_owned(), token)));
        there.get("/learn").await.is(200);
        here.post("/sign-out", &[]).await.is(303);
        here.get("/learn").await.is(303);
        server::jobs::hear_of_sign_outs(&other.site).await.unwrap();
        there.get("/learn").await.is(303);
    })
    .await;
}
