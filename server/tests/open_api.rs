//! The open API is what it says of itself: every call is described, and every answer has the described form. The second is
//! asked of every answer in every test (`site/actor.rs`).

mod schema;

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::http_learner::{HttpLearner, long_lessons};
use crate::passkey_checks::owner;
use crate::passkey_device::PasskeyDevice;
use crate::rights::routes_written_in;
use crate::signing_device::public_key;
use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both, on_sqlite};
use schema::differences;

/// Where the description stands.
pub const DESCRIPTION: &str = "/api/openapi.json";

/// What the open API says of itself: the same for every site.
pub struct Described(Value);

impl Described {
    pub async fn by(site: &TestSite) -> &'static Self {
        static DESCRIBED: OnceCell<Described> = OnceCell::const_new();
        let read = async || {
            let request = Request::builder().uri(DESCRIPTION).body(Body::empty()).unwrap();
            Self(site.answer(request).await.is(200).json())
        };
        DESCRIBED.get_or_init(read).await
    }

    /// Method, path and what is said, of every call.
    fn calls(&self) -> impl Iterator<Item = (String, &String, &Value)> {
        self.0["paths"].as_object().unwrap().iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, call)| (method.to_uppercase(), path, call))
        })
    }

    fn call(&self, method: &Method, path: &str) -> Option<&Value> {
        let fits = |template: &str| {
            let (all, own) = (template.split('/'), path.split('/'));
            all.clone().count() == own.clone().count()
                && all.zip(own).all(|(one, other)| one == other || one.starts_with('{'))
        };
        let mut calls = self.calls();
        calls.find(|(known, template, _)| known == method.as_str() && fits(template)).map(|(_, _, call)| call)
    }

    /// In what an answer is not as described.
    pub fn oddities(&self, method: &Method, path: &str, answer: &Answer) -> Vec<String> {
        let Some(call) = self.call(method, path) else {
            let refused = matches!(answer.status.as_u16(), 403..=405);
            return if refused { Vec::new() } else { vec!["no such call is described".to_owned()] };
        };
        let response = &call["responses"][answer.status.as_str()];
        if response.is_null() {
            return vec!["no such status is described".to_owned()];
        }
        let media = answer.header("content-type").unwrap_or_default().split(';').next().unwrap();
        let content = &response["content"];
        if content.is_null() && answer.bytes.is_empty() {
            return Vec::new();
        }
        let Some(content) = content.get(media) else { return vec![format!("{media} is not described")] };
        if !media.ends_with("json") {
            return Vec::new();
        }
        let body = answer.json();
        let mut odd = differences(&body, &content["schema"], &self.0, "");
        let is_refusal = media == "application/problem+json";
        let codes = response["description"].as_str().unwrap();
        if is_refusal && !codes.contains(&format!("`{}`", body["code"].as_str().unwrap_or_default())) {
            odd.push(format!("the code {} is not described", body["code"]));
        }
        if [429, 503].contains(&answer.status.as_u16()) && answer.header("retry-after").is_none() {
            odd.push("it does not say when to come again".to_owned());
        }
        odd
    }
}

#[tokio::test]
async fn every_call_is_described_in_types_and_nothing_else_stands_there() {
    on_sqlite(async |site| {
        let described = Described::by(site).await;
        let mut written = BTreeSet::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in ["app", "server"] {
            routes_written_in(&root.join(folder), &mut written);
        }
        written.retain(|route| route.contains("/api"));
        assert_eq!(written, BTreeSet::from([format!("GET {DESCRIPTION}")]));

        for (method, path, call) in described.calls() {
            let place = format!("{method} {path}");
            // The router knows the path, and this is its only method.
            let other = if method == "GET" { Method::POST } else { Method::GET };
            let request = Request::builder().method(other).uri(path.replace(['{', '}'], "x"));
            site.ask(request.body(Body::empty()).unwrap()).await.is(405);
            assert!(call["summary"].is_string() && call["tags"].is_array(), "{place}");
            let mut bodies: Vec<&Value> = call["requestBody"].get("content").into_iter().collect();
            for (status, response) in call["responses"].as_object().unwrap() {
                assert!(!response["description"].as_str().unwrap().is_empty(), "{place} {status}");
                bodies.extend(response.get("content"));
                let problem = response["content"]["application/problem+json"].is_object();
                assert_eq!(problem, status.as_str() >= "400", "{place} {status}");
            }
            for (media, content) in bodies.into_iter().flat_map(|body| body.as_object().unwrap()) {
                schema::is_whole(&content["schema"], &described.0, &format!("{place} {media}"));
            }
        }
        for (name, schema) in described.0["components"]["schemas"].as_object().unwrap() {
            schema::is_whole(schema, &described.0, name);
        }
    })
    .await;
}

#[tokio::test]
async fn a_call_asks_for_a_sign_in_where_the_description_says_so() {
    on_sqlite(async |site| {
        let described = Described::by(site).await;
        for (method, path, call) in described.calls() {
            let method: Method = method.parse().unwrap();
            let content = (method == Method::POST).then_some("application/json");
            let answer = site.stranger().ask(method.clone(), path, content, Body::from("{}")).await;
            let secured = call["security"].as_array().is_some_and(|schemes| schemes.len() == 2);
            assert_eq!(answer.status == 401, secured, "{method} {path}: {}", answer.status);
        }
    })
    .await;
}

/// A program that makes every call once, and remembers which.
struct Program {
    made: BTreeSet<String>,
}

impl Program {
    async fn get(&mut self, actor: &Actor<'_>, template: &str, id: &str) -> Value {
        self.made.insert(format!("GET {template}"));
        actor.get(&filled(template, id)).await.is(200).json()
    }

    async fn post(&mut self, actor: &Actor<'_>, template: &str, id: &str, body: Value) -> Value {
        self.made.insert(format!("POST {template}"));
        actor.json(&filled(template, id), body).await.is(200).json()
    }

    /// Asks what the device must sign, lets it sign, and answers.
    async fn confirm(
        &mut self,
        actor: &Actor<'_>,
        template: &str,
        id: &str,
        phone: &mut PasskeyDevice,
    ) -> Value {
        let asked = self.post(actor, template, id, json!({})).await;
        let credential = phone.sign(&asked["options"]);
        let body = json!({"challenge": asked["challenge"], "credential": credential});
        self.post(actor, &format!("{template}/answer"), id, body).await
    }
}

fn filled(template: &str, id: &str) -> String {
    template
        .split('/')
        .map(|part| if part.starts_with('{') { id } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

#[tokio::test]
async fn every_call_answers_as_described() {
    on_both(async |site| {
        let mut program = Program { made: BTreeSet::new() };
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        let mut phone = PasskeyDevice::new("phone");
        li.actor = owner(site, "li", &mut phone).await;
        let stranger = site.stranger();
        let typed = json!({"account": "li", "password": PASSWORD});
        let signed_in = program.post(&stranger, "/api/sign-in", "", typed).await;
        let token = signed_in["token"].as_str().unwrap().to_owned();
        let actor = Actor::new(site, Some(("li".to_owned(), token)));

        let key = json!({"public_key": public_key(&p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap())});
        program.post(&actor, "/api/study/devices", "", key).await;
        let classes = program.get(&actor, "/api/study/enrolments", "").await;
        let open = json!({"enrolment": classes[0]["enrolment"], "lesson": "crab-1"});
        let opened = program.post(&actor, "/api/study/sessions", "", open).await;
        opened["session"].as_str().unwrap().clone_into(&mut li.session);
        li.seq = 0;
        site.clock.forward_s(15);
        let (beat, faster) = (li.next_beat(&[[0, 15]]), li.next_beat(&[[15, 60]]));
        program.post(&actor, "/api/study/beats", "", beat).await;
        // The first of the two is refused in part, the second is another's.
        let foreign =
            json!({"session": "foreign", "seq": 1, "played": [], "position_ms": 0, "state": "paused"});
        let batch = program.post(&actor, "/api/study/beats/batch", "", json!([faster, foreign])).await;
        assert!(batch[0]["refused"].is_array() && batch[1]["code"] == "not_found", "{batch}");

        let checks = "/api/study/checks/{id}";
        let check = li.watch_until_check().await;
        program.post(&actor, &format!("{checks}/shown"), &check, json!({})).await;
        program.post(&actor, &format!("{checks}/extend"), &check, json!({})).await;
        let wrong = json!({"answer": "not that"});
        let said = program.post(&actor, &format!("{checks}/answer"), &check, wrong.clone()).await;
        let check = said["next"]["id"].as_str().unwrap();
        // The next item comes after a pause.
        actor.json(&filled(&format!("{checks}/shown"), check), json!({})).await.is(429);
        site.clock.forward_s(20);
        program.post(&actor, &format!("{checks}/shown"), check, json!({})).await;
        let said = program.post(&actor, &format!("{checks}/answer"), check, wrong.clone()).await;
        assert_eq!(said["result"], "hold");
        let released = program.post(&actor, "/api/study/identity", "", json!({"password": PASSWORD})).await;
        let check = released["next"]["id"].as_str().unwrap();
        program.post(&actor, &format!("{checks}/shown"), check, json!({})).await;
        let said = program.confirm(&actor, &format!("{checks}/passkey"), check, &mut phone).await;
        assert_eq!(said["result"], "passed");
        // Held once more, for the device.
        let mut check = li.watch_until_check().await;
        for _ in 0..2 {
            program.post(&actor, &format!("{checks}/shown"), &check, json!({})).await;
            let said = program.post(&actor, &format!("{checks}/answer"), &check, wrong.clone()).await;
            check = said["next"]["id"].as_str().unwrap_or_default().to_owned();
            site.clock.forward_s(20);
        }
        program.confirm(&actor, "/api/study/identity/passkey", "", &mut phone).await;
        program.post(&actor, "/api/study/sessions/{id}/close", &li.session, json!({})).await;
        let hours = program.get(&actor, "/api/study/hours", "").await;
        assert!(hours[0]["refused"][0]["text"].is_string(), "{hours}");

        program.get(&actor, "/api/ledger/bundle/{enrolment}", &li.enrolment).await;
        for call in ["checkpoint", "entries", "keys"] {
            program.get(&stranger, &format!("/api/ledger/{call}"), "").await;
        }
        program.get(&stranger, "/api/ledger/proof/inclusion/{index}", "0").await;
        program.get(&stranger, "/api/audit/checkpoint", "").await;
        for log in ["ledger", "audit"] {
            stranger.get(&format!("/api/{log}/proof/consistency?from=1")).await.is(200);
            program.made.insert(format!("GET /api/{log}/proof/consistency"));
        }
        actor.json("/api/sign-out", json!({})).await.is(204);
        program.made.insert("POST /api/sign-out".to_owned());

        let described = Described::by(site).await;
        let calls = described.calls().map(|(method, path, _)| format!("{method} {path}"));
        assert_eq!(program.made, calls.collect(), "every call was made, and no other");
    })
    .await;
}

#[test]
fn an_answer_that_is_not_as_described_is_noticed() {
    let api = json!({"components": {"schemas": {"Kind": {"type": "string", "enum": ["a", "b"]}}}});
    let schema = json!({
        "type": "object", "required": ["kind", "ms"],
        "properties": {
            "kind": {"$ref": "#/components/schemas/Kind"}, "ms": {"type": "integer"},
            "note": {"oneOf": [{"type": "null"}, {"type": "array", "items": {"type": "string"}}]},
        },
    });
    let odd = |body: Value| differences(&body, &schema, &api, "").len();
    assert_eq!(odd(json!({"kind": "a", "ms": 1})), 0);
    assert_eq!(odd(json!({"kind": "b", "ms": 1, "note": ["x"]})), 0);
    assert_eq!(odd(json!({"kind": "c", "ms": 1})), 1);
    assert_eq!(odd(json!({"kind": "a"})), 1);
    assert_eq!(odd(json!({"kind": "a", "ms": "1"})), 1);
    assert_eq!(odd(json!({"kind": "a", "ms": 1.5})), 1);
    assert_eq!(odd(json!({"kind": "a", "ms": 1, "note": [1]})), 1);
    assert_eq!(odd(json!({"kind": "a", "ms": 1, "secret": 1})), 1);
    assert_eq!(odd(json!([])), 1);
}
