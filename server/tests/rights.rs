//! Every route of the site × every role. The routes are read from the source and from the open
//! API's own description, so that a route nobody put into the table fails the test.
mod city;
mod routes;

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::Method;
use domain::access::{Action, Role, Scope, reach};
use serde_json::json;

use crate::signing_device::public_key;
use crate::site::{Actor, Answer, PASSWORD, on_both, on_sqlite};
use city::{
    APPLICATION, CLAIMED_CLASS, DRAFT, FILING, FILM, INVITATION, Ids, OBJECTION, PUBLICATION, ROSTER_SENT,
    SIGNAL, STANDARD, SUBMITTED_DRAFT, UPLOAD, a_city_at_work, beat, ids_of, somebody,
};
use routes::Access::{Everybody, Nobody, Official, Right, SignedIn};
use routes::ROUTES;

#[tokio::test]
async fn every_route_is_in_the_table_and_every_line_of_the_table_is_a_route() {
    on_sqlite(async |site| {
        let known: BTreeSet<String> =
            ROUTES.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
        assert_eq!(known.len(), ROUTES.len(), "a line stands twice");
        let mut there = BTreeSet::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in ["app", "server"] {
            routes_written_in(&root.join(folder), &mut there);
        }
        let description = site.stranger().get("/api/openapi.json").await.json();
        for (path, methods) in description["paths"].as_object().unwrap() {
            for method in methods.as_object().unwrap().keys() {
                there.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        let unknown: Vec<_> = there.difference(&known).collect();
        assert!(unknown.is_empty(), "say in ROUTES whom these open to: {unknown:#?}");
        let gone: Vec<_> = known.difference(&there).collect();
        assert!(gone.is_empty(), "these are no routes any more: {gone:#?}");
    })
    .await;
}

#[tokio::test]
async fn every_route_opens_to_those_with_the_right_and_to_nobody_else() {
    on_both(async |site| {
        let foreign = a_city_at_work(site).await;
        let mut wrong = Vec::new();
        let stranger = site.stranger();
        for (method, path, access) in ROUTES {
            let answer = request(&stranger, method, path, &foreign).await;
            let kept_out = answer.status == 401
                || (answer.status == 303
                    && answer.location().unwrap_or_default().starts_with("/sign-in?next="));
            if !kept_out && answer.header("cache-control") != Some("no-store") {
                wrong.push(format!("{method} {path} leaves a copy"));
            }
            let refused = kept_out || (matches!(access, Nobody) && answer.status == 404);
            if matches!(access, Everybody) == refused {
                wrong.push(format!("{method} {path} for a stranger: {}", answer.status));
            }
        }
        for role in Role::ALL {
            let actor = somebody(site, role).await;
            let ids = ids_of(site, &actor, role, &foreign).await;
            for (method, path, access) in ROUTES {
                let opens = match access {
                    Everybody | SignedIn => true,
                    Nobody => false,
                    Official => role != Role::Learner,
                    Right(actions) => actions.iter().any(|action| reach(role, *action) > Scope::None),
                };
                let answer = request(&actor, method, path, &ids).await;
                if opens && answer.header("cache-control") != Some("no-store") {
                    wrong.push(format!("{method} {path} leaves a copy with {}", role.as_str()));
                }
                // The page, and the page that comes back for a form with nothing in it.
                for id in ids_that_stand_twice(&answer) {
                    wrong.push(format!("{method} {path} for {} has two of #{id}", role.as_str()));
                }
                let opened = !matches!(answer.status.as_u16(), 401 | 404 | 405 | 500..);
                // A refusal looks like what is not there; it never says that something is.
                if opens != opened || (!opens && answer.status != 404) {
                    wrong.push(format!("{method} {path} for {}: {}", role.as_str(), answer.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[test]
fn nobody_who_judges_can_earn_and_whoever_runs_the_system_sees_nobody() {
    let may = |role, action| reach(role, action) > Scope::None;
    for action in Action::ALL {
        // Who works here, by what they prove it and what the machine does is the system's business; what anybody studied
        // or earned is not.
        let runs = matches!(
            action,
            Action::ManageOfficials | Action::ResetSecondFactor | Action::SeeJobs | Action::SeeInstitutions
        );
        assert_eq!(may(Role::SystemAdministrator, action), runs, "{action:?}: sees nobody's records");
        assert!(!may(Role::PartnerDepartment, action), "{action:?}: nothing is theirs yet");
    }
    for role in Role::ALL {
        // Seconds are earned by the one who studies; nobody who judges or looks after them can.
        let studies = may(role, Action::Study);
        assert_eq!(studies, role == Role::Learner, "{role:?}");
        if may(role, Action::ReadAudit) {
            assert!(!may(role, Action::ConfirmIdentity) && !may(role, Action::ExportFull), "{role:?}");
            assert!(!may(role, Action::RevealNumber), "{role:?}");
        }
    }
}
/// Sends the request in its right form, so that nothing but a missing right can refuse it.
async fn request(actor: &Actor<'_>, method: &str, route: &str, ids: &Ids) -> Answer {
    let learner = if actor.login == "one-learner" { "one-learner" } else { "wang" };
    let path = route
        .replace("/exports/{id}", &format!("/exports/{}", ids.run))
        .replace("/sessions/{id}", &format!("/sessions/{}", ids.session))
        .replace("/checks/{id}", &format!("/checks/{}", ids.check))
        .replace("/records/{id}", &format!("/records/{}", ids.record))
        .replace("/record/{id}", &format!("/record/{}", ids.record))
        .replace("/classes/{id}/claim", &format!("/classes/{CLAIMED_CLASS}/claim"))
        .replace("/claims/{id}", &format!("/claims/{}", ids.claim))
        .replace("/own-claims/{id}", &format!("/own-claims/{}", ids.claim))
        .replace("/publications/{id}", &format!("/publications/{PUBLICATION}"))
        .replace("/objections/{id}", &format!("/objections/{OBJECTION}"))
        .replace("{mark}", &web::objection::mark(&actor.site().site, &OBJECTION.into()))
        .replace("{n}", "1")
        .replace("/payments/{id}", "/payments/payment-1")
        .replace("/signals/{id}", &format!("/signals/{SIGNAL}"))
        .replace("/films/uploads/{id}", &format!("/films/uploads/{UPLOAD}"))
        .replace("/films/{id}", &format!("/films/{FILM}"))
        .replace("/papers/{id}", &format!("/papers/{}", ids.paper))
        .replace("/appeals/{id}", "/appeals/an-appeal")
        .replace("/own-courses/{id}", &format!("/own-courses/{DRAFT}"))
        .replace("/course-reviews/{id}", &format!("/course-reviews/{SUBMITTED_DRAFT}"))
        .replace("/applications/{id}", &format!("/applications/{APPLICATION}"))
        .replace("/class-applications/{id}", &format!("/class-applications/{APPLICATION}"))
        .replace("{paper}", "paper-1")
        .replace("{organisation}", "school")
        .replace("{filing}", FILING)
        .replace("{standard}", STANDARD)
        .replace("{roster}", ROSTER_SENT)
        .replace("{invitation}", INVITATION)
        .replace("{id}", "crab-k")
        .replace("{enrolment}", &format!("e-{learner}"))
        .replace("{lesson}", "crab-1")
        .replace("{account}", "account-one-teacher")
        .replace("{code}", "crab")
        .replace("{name}", "no-such")
        .replace("{key}", "no-such")
        .replace("{index}", "0");
    match (method, route) {
        ("GET", _) => actor.get(&path).await,
        ("PATCH", _) => actor.ask(Method::PATCH, &path, None, Body::empty()).await,
        ("DELETE", _) => actor.ask(Method::DELETE, &path, None, Body::empty()).await,
        (_, "/api/study/devices") => {
            let key = public_key(&p256::ecdsa::SigningKey::from_slice(&[3; 32]).unwrap());
            actor.json(&path, json!({"public_key": key})).await
        }
        (_, "/api/study/sessions") => {
            let body = json!({"enrolment": format!("e-{learner}"), "lesson": "crab-1"});
            actor.json(&path, body).await
        }
        (_, "/api/study/beats") => actor.json(&path, beat(&ids.session, 1)).await,
        (_, "/api/study/beats/batch") => actor.json(&path, json!([])).await,
        (_, "/api/study/checks/{id}/answer") => actor.json(&path, json!({"answer": "0"})).await,
        (_, "/api/study/identity") => actor.json(&path, json!({"password": PASSWORD})).await,
        // Signing in is open to everybody who knows a password.
        (_, "/api/sign-in") => actor.json(&path, json!({"account": "wang", "password": PASSWORD})).await,
        (_, route) if route.starts_with("/api/") => actor.json(&path, json!({})).await,
        // A form with nothing in it comes back as its page; who has no right does not get so far.
        (_, "/language") => actor.post(&path, &[("lang", "zh")]).await,
        (_, "/text-size") => actor.post(&path, &[("text", "large")]).await,
        (_, "/sign-out") => Actor::new(actor.site(), None).post(&path, &[]).await,
        (_, "/objections/{id}/answer") => actor.post(&path, &[("step", "dismiss")]).await,
        (_, "/claims/{id}/pass") => actor.post(&path, &[("step", "pass")]).await,
        (_, "/claims/{id}/return") => actor.post(&path, &[("step", "return")]).await,
        _ => actor.post(&path, &[]).await,
    }
}

/// Ids that a page has more than once: labels and links would lead to the wrong one.
fn ids_that_stand_twice(answer: &Answer) -> Vec<&str> {
    if !answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return Vec::new();
    }
    let mut ids: Vec<&str> = answer
        .text()
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(id, _)| id))
        .collect();
    ids.sort_unstable();
    let mut twice: Vec<&str> =
        ids.windows(2).filter_map(|pair| (pair[0] == pair[1]).then_some(pair[0])).collect();
    twice.dedup();
    twice
}

/// `.route("/path", get(…).post(…))` wherever it is written under a folder, but for tests.
pub fn routes_written_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // A witness is no part of the site, and knows nobody.
        if path.ends_with("tests") || path.ends_with("server/witness") {
            continue;
        }
        if path.is_dir() {
            routes_written_in(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text.split(".route(").skip(1) {
                let Some((route, handlers)) =
                    piece.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
                else {
                    // The measurement's own server has one route more, which no other server has.
                    assert!(
                        path.ends_with("bench/beats.rs"),
                        "{}: a route without a literal path",
                        path.display()
                    );
                    continue;
                };
                // Up to the bracket that closes `.route(`.
                let mut depth = 1;
                let handlers: String = handlers
                    .chars()
                    .take_while(|c| {
                        depth += i32::from(*c == '(') - i32::from(*c == ')');
                        depth > 0
                    })
                    .collect();
                let before = found.len();
                for method in ["get", "post", "put", "patch", "delete", "any"] {
                    if handlers.contains(&format!(" {method}(")) || handlers.contains(&format!(").{method}("))
                    {
                        found.insert(format!("{} {route}", method.to_uppercase()));
                    }
                }
                assert!(found.len() > before, "{}: no method of {route}", path.display());
            }
        }
    }
}
