//! The gateway for text messages: tried again where that may help, bounded, and silent about numbers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use server::text_messages::HttpGateway;
use web::one_time_code::Gateway;

use crate::own_process::Log;

const PHONE: &str = "10020260001";
const CODE: &str = "482913";

/// What came to the gateway, and what it answers.
#[derive(Clone, Default)]
struct Operator {
    got: Arc<Mutex<Vec<(String, String)>>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Operator {
    async fn at_work(answers: &[u16]) -> (Self, String) {
        let operator = Self::default();
        operator.answers.lock().unwrap().extend(answers.iter().rev());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let routes = Router::new().route("/send", post(takes)).with_state(operator.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (operator, url)
    }

    async fn has_got(&self, count: usize) -> Vec<(String, String)> {
        for _ in 0..400 {
            if self.got.lock().unwrap().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.got.lock().unwrap().clone()
    }
}

async fn takes(State(operator): State<Operator>, headers: HeaderMap, body: String) -> StatusCode {
    let token = headers.get("authorization").map_or("", |token| token.to_str().unwrap()).to_owned();
    operator.got.lock().unwrap().push((token, body));
    StatusCode::from_u16(operator.answers.lock().unwrap().pop().unwrap_or(200)).unwrap()
}

#[tokio::test]
async fn a_message_is_tried_again_but_not_for_ever_and_no_number_is_logged() {
    let Some(log) = Log::of_own_process(
        "text_messages::a_message_is_tried_again_but_not_for_ever_and_no_number_is_logged",
    ) else {
        return;
    };

    // Busy once, then well.
    let (operator, url) = Operator::at_work(&[503]).await;
    let template = r#"{"mobile": "{phone}", "params": ["{code}", 5]}"#;
    let gateway = HttpGateway::new(&url, Some("secret-token\n"), Some(template)).unwrap();
    gateway.send(PHONE.to_owned(), CODE.to_owned());
    let got = operator.has_got(2).await;
    assert_eq!(got.len(), 2);
    assert_eq!(got[0], got[1]);
    assert_eq!(got[1].0, "Bearer secret-token");
    let body: serde_json::Value = serde_json::from_str(&got[1].1).unwrap();
    assert_eq!(body, serde_json::json!({"mobile": PHONE, "params": [CODE, 5]}));

    // Refused outright, or sent elsewhere: not tried again. Always busy: given up.
    for (answers, tries) in [(&[400][..], 1), (&[302], 1), (&[500, 500, 500, 500], 3)] {
        let (operator, url) = Operator::at_work(answers).await;
        HttpGateway::new(&url, None, None).unwrap().send(PHONE.to_owned(), CODE.to_owned());
        operator.has_got(tries).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(operator.has_got(tries).await.len(), tries, "{answers:?}");
    }

    // Nobody there at all.
    let gateway = HttpGateway::new("http://127.0.0.1:9/send", None, None).unwrap();
    gateway.send(PHONE.to_owned(), CODE.to_owned());
    tokio::time::sleep(Duration::from_secs(2)).await;
    let said = String::from_utf8(log.bytes()).unwrap();
    assert!(said.contains("the gateway refused a text message") && said.contains("was given up"), "{said}");
    for secret in [PHONE, CODE, "secret-token"] {
        assert!(!said.contains(secret), "{secret} stands in the log");
    }
}
