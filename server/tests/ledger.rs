//! The public ledger over HTTP: checkpoints, entries and proofs, for whoever asks.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use serde_json::Value;
use tlog_tiles::{Hash, check_record, check_tree, record_hash};
use tower::ServiceExt;
use verify::note::{Note, PublicKey};

use crate::site::{TestSite, on_both};
use crate::store_learner::StoreLearner;

async fn asked(site: &TestSite, path: &str, accept: &str) -> (StatusCode, String, String) {
    let request = Request::get(path).header(header::ACCEPT, accept).body(Body::empty()).unwrap();
    let answer = site.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let kind = answer.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

async fn json(site: &TestSite, path: &str) -> Value {
    let (status, _, body) = asked(site, path, "application/json").await;
    assert_eq!(status, 200, "{path}: {body}");
    serde_json::from_str(&body).unwrap()
}

fn hash(value: &Value) -> Hash {
    Hash(STANDARD.decode(value.as_str().unwrap()).unwrap().try_into().unwrap())
}

fn hashes(value: &Value) -> Vec<Hash> {
    value.as_array().unwrap().iter().map(hash).collect()
}

#[tokio::test]
async fn anybody_can_prove_every_entry_and_that_the_ledger_only_grew() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        let mut roots = Vec::new();
        for lesson in ["crab-3", "crab-2", "crab-1"] {
            li.open(lesson).await;
            li.watch(60).await;
            li.close().await;
            li.answer_check(true).await;
            let checkpoint = json(site, "/api/ledger/checkpoint").await;
            let note = Note::parse(checkpoint["note"].as_str().unwrap()).unwrap();
            let key = PublicKey::parse(checkpoint["public_key"].as_str().unwrap()).unwrap();
            assert_eq!(key.vouches(&note.signed), Some(true));
            assert_eq!(checkpoint["size"], note.size);
            assert_eq!(hash(&checkpoint["root"]).0, note.root[..]);
            roots.push(hash(&checkpoint["root"]));
        }
        let (status, kind, note) = asked(site, "/api/ledger/checkpoint", "text/plain").await;
        assert!(status.is_success() && kind.starts_with("text/plain"));
        assert_eq!(Note::parse(&note).unwrap().size, 3);

        let page = json(site, "/api/ledger/entries?from=0&to=99").await;
        assert_eq!((&page["from"], &page["to"], &page["size"]), (&0.into(), &3.into(), &3.into()));
        for (index, entry) in (0u64..).zip(page["entries"].as_array().unwrap()) {
            let body = entry["body"].as_str().unwrap();
            assert!(!body.contains("person-li") && body.contains("person_digest"), "{body}");
            assert_eq!(hash(&entry["hash"]), record_hash(body.as_bytes()));
            let proof = json(site, &format!("/api/ledger/proof/inclusion/{index}?size=3")).await;
            let leaf = record_hash(body.as_bytes());
            check_record(&hashes(&proof["proof"]), 3, roots[2], index, leaf).unwrap();
        }
        let proof = json(site, "/api/ledger/proof/consistency?from=2&to=3").await;
        check_tree(&hashes(&proof["proof"]), 3, roots[2], 2, roots[1]).unwrap();
        assert_eq!((hash(&proof["from_root"]), hash(&proof["to_root"])), (roots[1], roots[2]));
        let today = json(site, "/api/ledger/proof/inclusion/0").await;
        assert_eq!((&today["size"], hash(&today["root"])), (&3.into(), roots[2]));
    })
    .await;
}

#[tokio::test]
async fn what_does_not_exist_or_makes_no_sense_is_refused_in_order() {
    on_both(async |site| {
        for (path, status, code) in [
            ("/api/ledger/proof/inclusion/0?size=1", 404, "not_found"),
            ("/api/ledger/proof/inclusion/-1", 404, "not_found"),
            ("/api/ledger/proof/inclusion/x", 400, "malformed"),
            ("/api/ledger/proof/inclusion/0?size=9223372036854775807", 404, "not_found"),
            ("/api/ledger/proof/consistency?from=1&to=0", 404, "not_found"),
            ("/api/ledger/proof/consistency", 400, "malformed"),
            ("/api/ledger/entries?from=-1", 400, "malformed"),
            ("/api/ledger/entries?from=5&to=4", 400, "malformed"),
            ("/api/ledger/entries?from=9999999999999999999999", 400, "malformed"),
        ] {
            let (found, kind, body) = asked(site, path, "application/json").await;
            assert_eq!((found.as_u16(), kind.as_str()), (status, "application/problem+json"), "{path}");
            assert!(body.contains(&format!("\"code\":\"{code}\"")), "{path}: {body}");
        }
        let far = json(site, "/api/ledger/entries?from=9223372036854775807").await;
        assert_eq!(far["entries"].as_array().unwrap().len(), 0);
    })
    .await;
}
