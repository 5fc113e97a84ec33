//! Passkeys: adding one, signing in with it, removing it, and every way to do without the owner's finger.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use store::audit::AuditSearch;

use crate::passkey_device::PasskeyDevice;
use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};

/// The question on the second page of adding: challenge and options.
fn asked(page: &Answer) -> (String, Value) {
    page.is(200);
    let challenge = page.between("name=\"challenge\" value=\"", "\"").to_owned();
    let options = page.between("data-options=\"", "\"").replace("&quot;", "\"").replace("&amp;", "&");
    (challenge, serde_json::from_str(&options).unwrap())
}

async fn begins(actor: &Actor<'_>, name: &str) -> (String, Value) {
    asked(&actor.post("/account/passkeys", &[("name", name), ("password", PASSWORD)]).await)
}

async fn finishes(actor: &Actor<'_>, challenge: &str, credential: &str) -> Answer {
    actor.post("/account/passkeys/add", &[("challenge", challenge), ("credential", credential)]).await
}

/// Adds the device's passkey; answers the sign-in that goes on.
async fn adds<'a>(site: &'a TestSite, actor: &Actor<'a>, device: &mut PasskeyDevice) -> Actor<'a> {
    let (challenge, options) = begins(actor, "红米手机").await;
    let done = finishes(actor, &challenge, &device.register(&options)).await;
    assert_eq!(done.is(303).location(), Some("/account/passkeys"));
    Actor::new(site, Some((actor.login.clone(), done.cookie("xueshi_session").unwrap())))
}

/// What a device is asked at sign-in.
async fn asked_to_sign_in(site: &TestSite) -> (String, Value) {
    let asked = site.stranger().post("/sign-in/passkey/challenge", &[]).await;
    let asked = asked.is(200).json();
    (asked["challenge"].as_str().unwrap().to_owned(), asked["options"].clone())
}

async fn shows(site: &TestSite, challenge: &str, credential: &str) -> Answer {
    let fields = [("challenge", challenge), ("credential", credential), ("next", "")];
    site.stranger().post("/sign-in/passkey", &fields).await
}

async fn signs_in(site: &TestSite, device: &mut PasskeyDevice) -> Answer {
    let (challenge, options) = asked_to_sign_in(site).await;
    let credential = device.sign(&options);
    shows(site, &challenge, &credential).await
}

/// What the flash line says.
fn flash(answer: &Answer) -> String {
    let text = answer.is(303).cookie("flash").unwrap();
    percent_encoding::percent_decode_str(&text).decode_utf8().unwrap().into_owned()
}

#[tokio::test]
async fn a_device_is_added_signs_its_owner_in_and_is_removed() {
    on_both(async |site| {
        let mut phone = PasskeyDevice::new("phone");
        let before = site.learner("li").await;
        assert!(before.get("/account/passkeys").await.is(200).text().contains("还没有添加"));
        let li = adds(site, &before, &mut phone).await;
        // The sign-in from before it ended.
        before.get("/learn").await.is(303);
        let page = li.get("/account/passkeys").await;
        assert!(page.is(200).text().contains("红米手机") && page.text().contains("还没有用过"));
        assert!(li.get("/account/security").await.text().contains("1 个"));

        let done = signs_in(site, &mut phone).await;
        assert_eq!(done.is(303).location(), Some("/learn"));
        assert!(done.cookie("xueshi_session").is_some());
        assert!(!li.get("/account/passkeys").await.text().contains("还没有用过"));

        let id = site.site.db.passkeys(&li.account().into()).await.unwrap()[0].id.clone();
        let remove = format!("/account/passkeys/{id}/remove");
        assert!(li.get(&remove).await.is(200).text().contains("红米手机"));
        assert!(li.post(&remove, &[("password", "guess")]).await.is(422).text().contains("密码不对"));
        li.post(&remove, &[("password", PASSWORD)]).await.is(303);
        assert!(flash(&li.post(&remove, &[("password", PASSWORD)]).await).contains("已经删除"));
        let gone = signs_in(site, &mut phone).await;
        assert!(gone.is(422).text().contains("可能已经删除了"));
        let search = AuditSearch { until_ms: i64::MAX, ..AuditSearch::default() };
        let (lines, _) = site.site.db.search_audit(&search, 50, None).await.unwrap();
        let actions: Vec<_> = lines.into_iter().map(|line| line.action).collect();
        assert!(
            actions.contains(&"passkey.add".to_owned()) && actions.contains(&"passkey.remove".to_owned())
        );
    })
    .await;
}

#[tokio::test]
async fn a_device_that_does_not_verify_its_owner_is_neither_added_nor_let_in() {
    on_both(async |site| {
        let li = site.learner("li").await;
        let mut phone = PasskeyDevice::new("phone");
        phone.verifies = false;
        let (challenge, options) = begins(&li, "没有锁屏").await;
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert!(flash(&finishes(&li, &challenge, &phone.register(&options)).await).contains("锁屏密码"));
        assert!(site.site.db.passkeys(&li.account().into()).await.unwrap().is_empty());

        phone.verifies = true;
        adds(site, &li, &mut phone).await;
        phone.verifies = false;
        assert!(signs_in(site, &mut phone).await.is(422).text().contains("锁屏密码"));
    })
    .await;
}

#[tokio::test]
async fn a_question_to_a_device_is_answered_once_in_time_and_by_whom_it_was_put_to() {
    on_both(async |site| {
        let (li, wang) = (site.learner("li").await, site.learner("wang").await);
        let mut phone = PasskeyDevice::new("phone");
        let (challenge, options) = begins(&li, "手机").await;
        let made = phone.register(&options);
        // Somebody else's question, and one that was made up.
        assert!(flash(&finishes(&wang, &challenge, &made).await).contains("等得太久"));
        assert!(flash(&finishes(&li, "made-up", &made).await).contains("等得太久"));
        site.clock.forward_s(300);
        assert!(flash(&finishes(&li, &challenge, &made).await).contains("等得太久"));

        let li = adds(site, &li, &mut phone).await;
        let (challenge, options) = asked_to_sign_in(site).await;
        let signed = phone.sign(&options);
        shows(site, &challenge, &signed).await.is(303);
        assert!(shows(site, &challenge, &signed).await.is(422).text().contains("用过一次"));
        // An answer to another question, and one for another page.
        let (challenge, _) = asked_to_sign_in(site).await;
        shows(site, &challenge, &signed).await.is(422);
        let (challenge, options) = asked_to_sign_in(site).await;
        phone.origin = "https://xueshi.evil.example".to_owned();
        shows(site, &challenge, &phone.sign(&options)).await.is(422);
        phone.origin = "http://localhost:3000".to_owned();
        // A question put for adding does not sign in.
        let (challenge, _) = begins(&li, "手机").await;
        let (_, options) = asked_to_sign_in(site).await;
        shows(site, &challenge, &phone.sign(&options)).await.is(422);
        for odd in ["", "{}", "[]", "{\"rawId\":\"AA\"}", "null"] {
            let (challenge, _) = asked_to_sign_in(site).await;
            shows(site, &challenge, odd).await.is(422);
        }
    })
    .await;
}

#[tokio::test]
async fn a_copied_key_a_foreign_handle_and_a_changed_signature_open_nothing() {
    on_both(async |site| {
        let mut phone = PasskeyDevice::new("phone");
        adds(site, &site.learner("li").await, &mut phone).await;
        let mut copy = phone.copied();
        signs_in(site, &mut phone).await.is(303);
        signs_in(site, &mut phone).await.is(303);
        signs_in(site, &mut copy).await.is(422);

        let wang = site.learner("wang").await;
        let mut other = PasskeyDevice::new("other");
        adds(site, &wang, &mut other).await;
        let (challenge, options) = asked_to_sign_in(site).await;
        let mut signed: Value = serde_json::from_str(&phone.sign(&options)).unwrap();
        let foreign: Value = serde_json::from_str(&other.sign(&options)).unwrap();
        signed["response"]["userHandle"] = foreign["response"]["userHandle"].clone();
        shows(site, &challenge, &signed.to_string()).await.is(422);
        let (challenge, options) = asked_to_sign_in(site).await;
        let mut signed: Value = serde_json::from_str(&phone.sign(&options)).unwrap();
        let mut data =
            URL_SAFE_NO_PAD.decode(signed["response"]["authenticatorData"].as_str().unwrap()).unwrap();
        data[36] ^= 0x80;
        signed["response"]["authenticatorData"] = json!(URL_SAFE_NO_PAD.encode(data));
        shows(site, &challenge, &signed.to_string()).await.is(422);
    })
    .await;
}

#[tokio::test]
async fn adding_needs_the_password_and_a_name_and_a_device_is_added_once() {
    on_both(async |site| {
        let li = site.learner("li").await;
        let typed = [("name", "我的手机"), ("password", "guess")];
        let page = li.post("/account/passkeys", &typed).await;
        assert!(page.is(422).text().contains("密码不对") && page.text().contains("我的手机"));
        let long = "长".repeat(41);
        for name in ["", "  ", &long] {
            let typed = [("name", name), ("password", PASSWORD)];
            assert!(li.post("/account/passkeys", &typed).await.is(422).text().contains("最多 40 个字"));
        }
        let mut phone = PasskeyDevice::new("phone");
        let li = adds(site, &li, &mut phone).await;
        let (challenge, options) = begins(&li, "再来一次").await;
        assert_eq!(options["excludeCredentials"][0]["id"], json!(URL_SAFE_NO_PAD.encode(&phone.credential)));
        // A browser would not even ask; whoever asks all the same gets no further.
        assert!(flash(&finishes(&li, &challenge, &phone.register(&options)).await).contains("没有确认成功"));
        // Somebody else cannot take it either, nor remove it.
        let wang = site.learner("wang").await;
        let (challenge, options) = begins(&wang, "别人的").await;
        assert!(flash(&finishes(&wang, &challenge, &phone.register(&options)).await).contains("已经添加过"));
        let id = site.site.db.passkeys(&li.account().into()).await.unwrap()[0].id.clone();
        let remove = format!("/account/passkeys/{id}/remove");
        assert!(flash(&wang.get(&remove).await).contains("已经删除"));
        assert!(flash(&wang.post(&remove, &[("password", PASSWORD)]).await).contains("已经删除"));
        assert_eq!(site.site.db.passkeys(&li.account().into()).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_is_two_factors_and_a_password_beside_it_is_none() {
    on_both(async |site| {
        let mut strict = TestSite::bare(site.site.db.clone(), site.site.profile);
        strict.require_second_factor();
        let zhao = strict.reviewer("zhao").await;
        zhao.get("/hours-ledger").await.is(404);
        let mut laptop = PasskeyDevice::new("laptop");
        let zhao = adds(&strict, &zhao, &mut laptop).await;
        zhao.get("/hours-ledger").await.is(200);
        assert_eq!(signs_in(&strict, &mut laptop).await.is(303).location(), Some("/tasks"));
        // The password alone opens no sign-in, so whoever stole it cannot add a factor of their own.
        let typed = [("account", "zhao"), ("password", PASSWORD)];
        let asked = strict.stranger().post("/sign-in", &typed).await;
        assert!(asked.is(200).text().contains("请用通行密钥登录"));
        assert!(asked.cookie("xueshi_session").is_none());
        let api = json!({"account": "zhao", "password": PASSWORD});
        let api = strict.stranger().json("/api/sign-in", api).await;
        assert_eq!(api.is(401).json()["code"], "second_factor_needed");
        // With the last factor the rights go.
        let id = strict.site.db.passkeys(&zhao.account().into()).await.unwrap()[0].id.clone();
        zhao.post(&format!("/account/passkeys/{id}/remove"), &[("password", PASSWORD)]).await.is(303);
        zhao.get("/hours-ledger").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn where_the_address_is_a_bare_number_nothing_is_offered() {
    on_sqlite(async |site| {
        let mut bare = TestSite::bare(site.site.db.clone(), site.site.profile);
        bare.reached_at("http://192.168.1.9:3000");
        let li = bare.learner("li").await;
        assert!(!li.get("/account/passkeys").await.is(200).text().contains("id=\"passkey\""));
        assert!(!bare.stranger().get("/sign-in").await.is(200).text().contains("id=\"passkey\""));
        bare.stranger().post("/sign-in/passkey/challenge", &[]).await.is(409);
        bare.reached_at("https://xueshi.example.gov.cn");
        let page = bare.stranger().get("/sign-in").await;
        assert!(page.text().contains("data-domain=\"xueshi.example.gov.cn\""));
    })
    .await;
}

#[tokio::test]
async fn a_machine_that_only_asks_for_questions_has_to_wait() {
    on_both(async |site| {
        for _ in 0..180 {
            asked_to_sign_in(site).await;
        }
        let waits = site.stranger().post("/sign-in/passkey/challenge", &[]).await;
        assert_eq!(waits.is(429).header("retry-after"), Some("30"));
        // Whoever comes in with a device ends the count for everybody behind that address.
        let mut phone = PasskeyDevice::new("phone");
        adds(site, &site.learner("li").await, &mut phone).await;
        site.clock.forward_s(31);
        signs_in(site, &mut phone).await.is(303);
        for _ in 0..100 {
            asked_to_sign_in(site).await;
        }
    })
    .await;
}
