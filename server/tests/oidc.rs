//! Signing in through an outside provider: a real one in small, which signs real tokens, and every way it can go wrong.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use web::oidc::Provider;

use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both};

/// What the provider was asked, and how it behaves.
#[derive(Clone)]
struct TestProvider {
    issuer: String,
    subject: String,
    nonce: String,
    challenge: String,
    expires_s: i64,
    audience: String,
    key: &'static str,
    /// Which key it says is its own.
    shown: &'static str,
    /// How often it was asked what it says of itself.
    asked: u32,
    /// Whether it refused an exchange because the verifier did not fit.
    refused: bool,
}

type SharedProvider = Arc<Mutex<TestProvider>>;

fn key(name: &str) -> SigningKey {
    SigningKey::from_slice(&Sha256::digest(name)).unwrap()
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn discovery(State(provider): State<SharedProvider>) -> Json<Value> {
    let issuer = {
        let mut provider = provider.lock().unwrap();
        provider.asked += 1;
        provider.issuer.clone()
    };
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn jwks(State(provider): State<SharedProvider>) -> Json<Value> {
    let point = key(provider.lock().unwrap().shown).verifying_key().to_sec1_point(false);
    let (x, y) = (encoded(point.x().unwrap()), encoded(point.y().unwrap()));
    Json(
        json!({"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "1", "x": x, "y": y}]}),
    )
}

async fn token(
    State(provider): State<SharedProvider>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Json<Value>, axum::http::StatusCode> {
    let field = |name: &str| sent.iter().find(|(key, _)| key == name).unwrap().1.clone();
    let mut provider = provider.lock().unwrap();
    if encoded(&Sha256::digest(field("code_verifier"))) != provider.challenge || field("code") != "a-code" {
        provider.refused = true;
        return Err(axum::http::StatusCode::BAD_REQUEST);
    }
    let head = json!({"alg": "ES256", "kid": "1", "typ": "JWT"});
    let body = json!({
        "iss": provider.issuer, "sub": provider.subject, "aud": provider.audience, "exp": provider.expires_s,
        "iat": provider.expires_s - 600, "nonce": provider.nonce,
    });
    let text = format!("{}.{}", encoded(head.to_string().as_bytes()), encoded(body.to_string().as_bytes()));
    let signature: Signature = key(provider.key).sign(text.as_bytes());
    let id_token = format!("{text}.{}", encoded(&signature.to_bytes()));
    Ok(Json(json!({"access_token": "a", "token_type": "Bearer", "id_token": id_token})))
}

/// Starts the provider and makes the site know it.
async fn with_provider(site: &TestSite) -> (TestSite, SharedProvider) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let provider = TestProvider {
        issuer: issuer.clone(),
        subject: "subject-of-li".to_owned(),
        nonce: String::new(),
        challenge: String::new(),
        expires_s: site.site.now() / 1000 + 300,
        audience: "xueshi".to_owned(),
        key: "provider",
        shown: "provider",
        asked: 0,
        refused: false,
    };
    let provider = Arc::new(Mutex::new(provider));
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/jwks", get(jwks))
        .route("/token", post(token))
        .with_state(provider.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut known = TestSite::bare(site.site.db.clone(), site.site.profile);
    known.site.oidc = Some(Arc::new(Provider::new(&issuer, "xueshi", None, "鲁政通").unwrap()));
    known.reached_at("https://xueshi.example");
    (known, provider)
}

/// Leaves for the provider, who remembers what it was asked; answers cookie and state.
fn leaves(address: &str, cookie: String, provider: &SharedProvider) -> (String, String) {
    let query = address.split_once('?').unwrap().1;
    let pairs: Vec<(String, String)> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| {
            (name.to_owned(), percent_encoding::percent_decode_str(value).decode_utf8().unwrap().into_owned())
        })
        .collect();
    let field = |name: &str| pairs.iter().find(|(key, _)| key == name).unwrap().1.clone();
    assert_eq!(field("redirect_uri"), "https://xueshi.example/sign-in/oidc/back");
    assert_eq!((&*field("code_challenge_method"), &*field("client_id")), ("S256", "xueshi"));
    let mut provider = provider.lock().unwrap();
    provider.nonce = field("nonce");
    provider.challenge = field("code_challenge");
    (cookie, field("state"))
}

async fn begins(site: &TestSite, provider: &SharedProvider) -> (String, String) {
    let answer = site.stranger().get("/sign-in/oidc?next=%2Fhours").await;
    leaves(answer.is(303).location().unwrap(), answer.cookie("oidc").unwrap(), provider)
}

async fn comes_back(mut actor: Actor<'_>, cookie: &str, state: &str, code: &str) -> Answer {
    actor.cookies.push(format!("oidc={cookie}"));
    actor.get(&format!("/sign-in/oidc/back?code={code}&state={state}")).await
}

/// Links the account with whom the provider names now.
async fn links(site: &TestSite, login: &str, provider: &SharedProvider) -> Answer {
    let actor = site.signed_in(login).await;
    let (cookie, state) = sets_out(&actor, provider).await;
    comes_back(actor, &cookie, &state, "a-code").await
}

/// Begins to link; answers cookie and state.
async fn sets_out(actor: &Actor<'_>, provider: &SharedProvider) -> (String, String) {
    let page = actor.post("/account/identity", &[("password", PASSWORD)]).await;
    let text = page.is(200).text();
    let address = text.split_once(&format!("href=\"{}", provider.lock().unwrap().issuer)).unwrap().1;
    let address = address.split_once('"').unwrap().0.replace("&amp;", "&");
    leaves(&address, page.cookie("oidc").unwrap(), provider)
}

#[tokio::test]
async fn an_account_that_its_owner_linked_is_opened_and_no_other() {
    on_both(async |site| {
        let (site, provider) = with_provider(site).await;
        assert!(site.stranger().get("/sign-in").await.text().contains("用鲁政通登录"));
        site.learner("li").await;
        // Nobody is linked yet: the provider's word alone opens nothing.
        let (cookie, state) = begins(&site, &provider).await;
        let page = comes_back(site.stranger(), &cookie, &state, "a-code").await;
        assert!(page.is(422).text().contains("您的鲁政通还没有和这里的账号关联"));

        assert_eq!(links(&site, "li", &provider).await.is(303).location(), Some("/account/identity"));
        let li = site.signed_in("li").await;
        assert!(li.get("/account/identity").await.is(200).text().contains("和鲁政通关联"));
        let (cookie, state) = begins(&site, &provider).await;
        let done = comes_back(site.stranger(), &cookie, &state, "a-code").await;
        assert_eq!(done.is(303).location(), Some("/hours"));
        let token = done.cookie("xueshi_session").unwrap();
        let li = Actor::new(&site, Some(("li".to_owned(), token)));
        li.get("/hours").await.is(200);
        li.get("/hours-ledger").await.is(404);

        // One person at the provider, one account here.
        site.learner("wang").await;
        assert!(links(&site, "wang", &provider).await.is(303).cookie("flash").unwrap().starts_with("n."));
        let wrong = li.post("/account/identity/remove", &[("password", "guess")]).await;
        assert!(wrong.is(422).text().contains("密码不对"));
        li.post("/account/identity/remove", &[("password", PASSWORD)]).await.is(303);
        let (cookie, state) = begins(&site, &provider).await;
        comes_back(site.stranger(), &cookie, &state, "a-code").await.is(422);
        let noted = "SELECT COUNT(DISTINCT action) FROM audit_event WHERE action LIKE 'identity.%' AND account_id = 'account-li'";
        assert_eq!(site.number(noted).await, 2, "linked and unlinked");
    })
    .await;
}

#[tokio::test]
async fn only_whoever_began_to_link_is_linked() {
    on_both(async |site| {
        let (site, provider) = with_provider(site).await;
        let li = site.learner("li").await;
        let wang = site.learner("wang").await;
        let wrong = li.post("/account/identity", &[("password", "guess")]).await;
        assert!(wrong.is(422).text().contains("密码不对") && wrong.cookie("oidc").is_none());
        site.stranger().post("/account/identity", &[("password", PASSWORD)]).await.is(303);
        // Another account in the same browser, nobody at all, or a state that was made up: nothing is linked.
        for (who, made_up) in [(Some(&wang), false), (None, false), (Some(&li), true)] {
            let (cookie, state) = sets_out(&li, &provider).await;
            let state = if made_up { "made-up" } else { &state };
            let actor = match who {
                Some(actor) => Actor::new(&site, Some((actor.login.clone(), actor.token.clone().unwrap()))),
                None => site.stranger(),
            };
            let answer = comes_back(actor, &cookie, state, "a-code").await;
            assert_eq!(answer.is(303).location(), Some("/account/identity"));
            assert!(answer.cookie("flash").unwrap().starts_with("n."));
            assert_eq!(site.number("SELECT COUNT(*) FROM identity_link").await, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_opens_nothing_and_says_what_to_do() {
    on_both(async |site| {
        let (site, provider) = with_provider(site).await;
        site.learner("li").await;
        links(&site, "li", &provider).await.is(303);
        let says = |answer: &Answer, said: &str| assert!(answer.is(422).text().contains(said), "{said}");
        let (cookie, state) = begins(&site, &provider).await;
        says(&comes_back(site.stranger(), &cookie, "another", "a-code").await, "不是从这里开始的");
        says(&comes_back(site.stranger(), "made-up", &state, "a-code").await, "不是从这里开始的");
        says(&comes_back(site.stranger(), &cookie, &state, "").await, "没有确认您的身份");
        says(&comes_back(site.stranger(), &cookie, &state, "wrong-code").await, "没有确认您的身份");
        // Another browser's sign-in: its verifier does not fit the code.
        let (_, _) = begins(&site, &provider).await;
        says(&comes_back(site.stranger(), &cookie, &state, "a-code").await, "没有确认您的身份");
        assert!(provider.lock().unwrap().refused);
        let spoil: [fn(&mut TestProvider); 5] = [
            |provider| provider.nonce = "another".to_owned(),
            |provider| provider.audience = "another-site".to_owned(),
            |provider| provider.key = "thief",
            |provider| provider.issuer = provider.issuer.replace("127.0.0.1", "localhost"),
            |provider| provider.expires_s -= 600,
        ];
        for spoil in spoil {
            let before = provider.lock().unwrap().clone();
            let (cookie, state) = begins(&site, &provider).await;
            spoil(&mut provider.lock().unwrap());
            let answer = comes_back(site.stranger(), &cookie, &state, "a-code").await;
            assert!(answer.is(422).cookie("xueshi_session").is_none());
            *provider.lock().unwrap() = before;
        }
        let (cookie, state) = begins(&site, &provider).await;
        site.clock.forward_s(601);
        says(&comes_back(site.stranger(), &cookie, &state, "a-code").await, "等得太久");
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_away_leaves_the_password() {
    on_both(async |site| {
        let mut lonely = TestSite::bare(site.site.db.clone(), site.site.profile);
        lonely.site.oidc =
            Some(Arc::new(Provider::new("http://127.0.0.1:9", "xueshi", None, "鲁政通").unwrap()));
        lonely.reached_at("https://xueshi.example");
        let page = lonely.stranger().get("/sign-in/oidc").await;
        assert!(
            page.is(422).text().contains("鲁政通现在连不上") && page.text().contains("name=\"password\"")
        );
        let li = lonely.learner("li").await;
        assert!(li.get("/account/security").await.text().contains("鲁政通"));
        let flash = li.post("/account/identity", &[("password", PASSWORD)]).await.cookie("flash").unwrap();
        assert!(flash.starts_with("n."));
        // Where none is configured there is no trace of one.
        assert!(!site.stranger().get("/sign-in").await.text().contains("oidc"));
    })
    .await;
}

#[tokio::test]
async fn what_the_provider_says_of_itself_is_believed_for_a_while_and_its_new_key_at_once() {
    on_both(async |site| {
        let (site, provider) = with_provider(site).await;
        site.learner("li").await;
        links(&site, "li", &provider).await.is(303);
        let (cookie, state) = begins(&site, &provider).await;
        comes_back(site.stranger(), &cookie, &state, "a-code").await.is(303);
        assert_eq!(provider.lock().unwrap().asked, 1, "two sign-ins, one question");
        // Its keys change while somebody is there: the token is doubted, then the old key.
        let (cookie, state) = begins(&site, &provider).await;
        site.clock.forward_s(31);
        (provider.lock().unwrap().key, provider.lock().unwrap().shown) = ("newer", "newer");
        comes_back(site.stranger(), &cookie, &state, "a-code").await.is(303);
        assert_eq!(provider.lock().unwrap().asked, 2);
        // A forged token costs one question, not one each time.
        provider.lock().unwrap().key = "thief";
        for _ in 0..3 {
            let (cookie, state) = begins(&site, &provider).await;
            comes_back(site.stranger(), &cookie, &state, "a-code").await.is(422);
        }
        assert_eq!(provider.lock().unwrap().asked, 2);
        site.clock.forward_s(601);
        begins(&site, &provider).await;
        assert_eq!(provider.lock().unwrap().asked, 3, "nothing is believed for ever");
    })
    .await;
}

#[tokio::test]
async fn a_machine_that_only_begins_has_to_wait_and_a_classroom_does_not() {
    on_both(async |site| {
        let (site, provider) = with_provider(site).await;
        site.learner("li").await;
        links(&site, "li", &provider).await.is(303);
        // Sixty people press the button twice each; some come in.
        for n in 0..120 {
            let (cookie, state) = begins(&site, &provider).await;
            if n % 50 == 49 {
                comes_back(site.stranger(), &cookie, &state, "a-code").await.is(303);
            }
        }
        for _ in 0..160 {
            begins(&site, &provider).await;
        }
        let waits = site.stranger().get("/sign-in/oidc").await;
        assert!(
            waits.is(429).text().contains("从您所在的网络试得太频繁")
                && waits.text().contains("name=\"password\"")
        );
        assert_eq!(waits.header("retry-after"), Some("30"));
        // Passwords know nothing of it.
        let typed = [("account", "li"), ("password", PASSWORD)];
        site.stranger().post("/sign-in", &typed).await.is(303);
        site.clock.forward_s(31);
        begins(&site, &provider).await;
    })
    .await;
}

#[tokio::test]
async fn over_https_cookies_belong_to_this_host_alone() {
    on_both(async |site| {
        let (site, provider) = with_provider(site).await;
        site.register("li", domain::access::Role::Learner, None, Some("county")).await;
        let begun = site.stranger().get("/sign-in/oidc").await;
        let signed = site.stranger().post("/sign-in", &[("account", "li"), ("password", PASSWORD)]).await;
        let register = site.stranger().get("/register?next=%2Fcourses").await;
        for (answer, name) in [
            (&begun, "oidc"),
            (&signed, "xueshi_session"),
            (&signed, "xueshi_device"),
            (&register, "register"),
        ] {
            let lines: Vec<_> =
                answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
            let line = lines.iter().find(|line| line.starts_with(&format!("__Host-{name}="))).unwrap();
            let parts: Vec<_> = line.split("; ").collect();
            for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
                assert!(parts.contains(&part), "{part} is missing in {line}");
            }
            assert!(!line.contains("Domain"), "{line}");
        }
        // A plain one, as a neighbour in the domain could set, opens nothing.
        let token = signed.cookie("xueshi_session").unwrap();
        let request = axum::http::Request::get("/account").header("host", "xueshi.example");
        let plain =
            request.header("cookie", format!("xueshi_session={token}")).body(axum::body::Body::empty());
        site.ask(plain.unwrap()).await.is(303);
        drop(provider);
    })
    .await;
}

#[tokio::test]
async fn the_providers_word_is_one_factor_and_gives_no_rights() {
    on_both(async |site| {
        let (mut site, provider) = with_provider(site).await;
        site.reviewer("zhao").await;
        links(&site, "zhao", &provider).await.is(303);
        site.require_second_factor();
        let (cookie, state) = begins(&site, &provider).await;
        let done = comes_back(site.stranger(), &cookie, &state, "a-code").await;
        assert_eq!(done.is(303).location(), Some("/account/second-factor"));
        let token = done.cookie("xueshi_session").unwrap();
        Actor::new(&site, Some(("zhao".to_owned(), token))).get("/hours-ledger").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_an_authenticator_is_asked_for_its_code_after_the_provider() {
    on_both(async |site| {
        let (site, provider) = with_provider(site).await;
        let li = site.learner("li").await;
        links(&site, "li", &provider).await.is(303);
        let page = li.get("/account/second-factor").await;
        let secret = page.is(200).between("<code>", "</code>").replace(' ', "");
        let code = site.totp_code(&secret);
        let ticket = page.ticket();
        li.post("/account/second-factor", &[("ticket", ticket), ("code", &code), ("password", PASSWORD)])
            .await
            .is(200);

        let (cookie, state) = begins(&site, &provider).await;
        let asked = comes_back(site.stranger(), &cookie, &state, "a-code").await;
        assert!(asked.is(200).text().contains("二次验证") && asked.cookie("xueshi_session").is_none());
    })
    .await;
}

#[test]
fn a_provider_is_reached_by_https_or_stands_on_this_machine() {
    let fits = |issuer: &str| Provider::new(issuer, "xueshi", None, "鲁政通").is_ok();
    assert!(fits("https://id.example/realm") && fits("http://127.0.0.1:9") && fits("http://[::1]:9"));
    assert!(!fits("http://id.example") && !fits("http://127.0.0.1.id.example") && !fits("id.example"));
}
