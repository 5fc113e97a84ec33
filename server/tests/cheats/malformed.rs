//! Everything that no honest player sends: refused with 400, 404 or 413, never answered with 500.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::http_learner::HttpLearner;

/// Sends it all, as somebody who is signed in.
pub async fn everything(learner: &HttpLearner<'_>) {
    let (session, beats) = (&learner.session, "/api/study/beats");
    let beat = |seq: &str, played: &str, position: &str, state: &str| {
        format!(
            r#"{{"session":"{session}","seq":{seq},"played":{played},"position_ms":{position},"state":{state}}}"#
        )
    };
    let good = beat("1", "[[0,1000]]", "0", "\"playing\"");
    let nested = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let many = format!("[{}[0,1]]", "[0,1],".repeat(300));
    let huge = "9".repeat(400);
    let bodies: Vec<Vec<u8>> = [
        "",
        "null",
        "true",
        "0",
        "\"beat\"",
        "{}",
        "[]",
        "[[]]",
        "{",
        "NaN",
        "\u{0}",
        "{\"session\":null}",
        &beat("-1", "[]", "0", "\"playing\""),
        &beat("1.5", "[]", "0", "\"playing\""),
        &beat("1e3", "[]", "0", "\"playing\""),
        &beat("NaN", "[]", "0", "\"playing\""),
        &beat("Infinity", "[]", "0", "\"playing\""),
        &beat(&huge, "[]", "0", "\"playing\""),
        &beat("\"1\"", "[]", "0", "\"playing\""),
        &beat("null", "[]", "0", "\"playing\""),
        &beat("18446744073709551615", "[]", "0", "\"playing\""),
        &beat("1", "[[5,1]]", "0", "\"playing\""),
        &beat("1", "[[-1,5]]", "0", "\"playing\""),
        &beat("1", "[[0,9223372036854775807]]", "0", "\"playing\""),
        &beat("1", "[[0.5,1.5]]", "0", "\"playing\""),
        &beat("1", "[[0,1,2]]", "0", "\"playing\""),
        &beat("1", "[[0]]", "0", "\"playing\""),
        &beat("1", "[0,1]", "0", "\"playing\""),
        &beat("1", "{}", "0", "\"playing\""),
        &beat("1", &nested, "0", "\"playing\""),
        &beat("1", &many, "0", "\"playing\""),
        &beat("1", "[]", "-1", "\"playing\""),
        &beat("1", "[]", "1e400", "\"playing\""),
        &beat("1", "[]", "0", "\"dancing\""),
        &beat("1", "[]", "0", "7"),
        &nested,
        &good.replace("\"seq\":1", "\"seq\":1,\"seq\":2"),
        &format!("{good}{good}"),
        &good.replace(session, "\\ud800"),
    ]
    .into_iter()
    .map(|text| text.as_bytes().to_vec())
    .chain([good.replace(session, "\u{ff}").into_bytes(), good.as_bytes().iter().map(|b| b | 0x80).collect()])
    .collect();
    let places = [
        beats,
        "/api/study/beats/batch",
        "/api/study/sessions",
        "/api/study/identity",
        "/api/sign-in",
        "/api/study/checks/x/answer",
    ];
    for body in &bodies {
        // Nobody may send so much at one moment.
        learner.actor.site().clock.forward_s(10);
        for place in places {
            let answer =
                learner.actor.ask(Method::POST, place, Some("application/json"), body.clone().into()).await;
            // A list of beats is answered one by one: everything in it is refused.
            if place.ends_with("batch") && answer.status == 200 {
                for one in answer.json().as_array().unwrap() {
                    assert!([400, 404].contains(&one["status"].as_i64().unwrap()), "{one}");
                }
                continue;
            }
            let told = [400, 404, 413].contains(&answer.status.as_u16());
            let text = String::from_utf8_lossy(body);
            let start: String = text.chars().take(200).collect();
            assert!(told, "{place} {start}: {} {}", answer.status, answer.text());
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{place} {start}");
            assert!(answer.json()["code"].is_string());
        }
    }
    // Ids that were never given out, wrong content types, too much.
    for id in ["", "\\u0000", "a\\u0000b", " ", "é", &"x".repeat(5000), "' OR 1=1 --"] {
        let body = good.replace(session, id);
        learner.actor.ask(Method::POST, beats, Some("application/json"), body.into()).await.is(404);
        let open = format!(r#"{{"enrolment":"{id}","lesson":"{id}"}}"#);
        learner
            .actor
            .ask(Method::POST, "/api/study/sessions", Some("application/json"), open.into())
            .await
            .is(404);
        let sign_in = format!(r#"{{"account":"{id}","password":"{id}"}}"#);
        learner
            .actor
            .ask(Method::POST, "/api/sign-in", Some("application/json"), sign_in.into())
            .await
            .is(401);
    }
    for content in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("\u{7f}x")] {
        let content = content.filter(|text| text.is_ascii() && !text.contains('\u{7f}'));
        learner.actor.ask(Method::POST, beats, content, good.clone().into()).await.is(400);
    }
    let fat = Body::from(vec![b'['; 2 * 1024 * 1024]);
    learner.actor.ask(Method::POST, beats, Some("application/json"), fat).await.is(413);
    let beat: serde_json::Value = serde_json::from_str(&good).unwrap();
    let batch = serde_json::Value::from(vec![beat; 501]);
    learner.actor.json("/api/study/beats/batch", batch).await.is(413);
    learner.actor.site().clock.forward_s(120);
    for path in ["%00", "%ff", "..%2f..", "%E0%80%80", &"y".repeat(3000)] {
        for call in ["checks/ID/shown", "checks/ID/extend", "checks/ID/answer", "sessions/ID/close"] {
            let path = format!("/api/study/{}", call.replace("ID", path));
            let answer = learner.actor.json(&path, json!({ "answer": "1" })).await;
            assert!([400, 404].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
        }
    }
    for query in ["from=%00", "from=%ff", "to=2026-99-99", "from=9999999999-01-01", "from=2026-11-22&from=x"]
    {
        learner.actor.get(&format!("/api/study/hours?{query}")).await.is(400);
    }
    for path in
        ["entries?from=-1", "entries?from=x", "entries?from=99999999999999999999", "proof/inclusion/x"]
    {
        learner.actor.get(&format!("/api/ledger/{path}")).await.is(400);
    }
}
