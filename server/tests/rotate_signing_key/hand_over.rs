//! Changing the ledger's signing key as its operator does, and looking at it as its readers do.

use std::path::Path;
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::Method;
use domain::audit::AuditAction;
use domain::ledger::Bundle;
use store::audit::AuditEvent;
use store::ledger::checkpoint::NoteSigner;
use store::signing_key::KeyChange;
use store::tree::AUDIT;
use store::{Db, read_db};
use vault::{Keys, Master};
use verify::VerifyError;
use verify::note::{Note, PublicKey};
use verify::tree::Kept;
use verify::{Options, Report, verify};

use crate::site::TestSite;
use crate::store_learner::StoreLearner;

/// Runs the command beside whatever runs; says whether it succeeded and what it printed.
pub async fn command(folder: &Path, url: &str, arguments: &[&str]) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xueshi"));
    child
        .args(["--database", url, "--key-file", "key", "--ledger-name", "xueshi.example/test"])
        .args(["--log", "error"])
        .args(arguments)
        .current_dir(folder)
        .stderr(Stdio::piped());
    let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// One more lesson of the learner, confirmed: the ledger grows by an entry.
pub async fn studies(site: &TestSite, learner: &mut StoreLearner<'_>, lesson: &str) {
    learner.open(lesson).await;
    learner.watch(60).await;
    learner.close().await;
    learner.answer_check(true).await;
    site.clock.forward_s(1);
}

pub async fn bundle(site: &TestSite) -> Bundle {
    let li = site.signed_in("li").await;
    let enrolment = li.get("/api/study/enrolments").await.json()[0]["enrolment"].as_str().unwrap().to_owned();
    let answer = li.get(&format!("/api/ledger/bundle/{enrolment}")).await;
    serde_json::from_slice(&answer.is(200).bytes).unwrap()
}

pub async fn notes(site: &TestSite) -> (String, String) {
    let (db, signer, now) = (&site.site.db, &site.site.signer, site.site.now());
    let ledger = db.make_checkpoint(signer, now).await.unwrap().note;
    (ledger, db.make_checkpoint_of(&AUDIT, &signer.audit(), now).await.unwrap().note)
}

pub fn key(text: &str) -> PublicKey {
    PublicKey::parse(text).unwrap()
}

pub fn signatures(note: &str) -> usize {
    note.lines().filter(|line| line.starts_with("— ")).count()
}

pub async fn books(site: &TestSite, public_key: &str, kept: &[&str]) -> Result<Report, String> {
    let key = key(public_key);
    let kept: Vec<Kept> = kept
        .iter()
        .map(|note| Kept { name: "the kept checkpoint".to_owned(), note: Note::parse(note).unwrap() })
        .collect();
    let (policies, keys) = (&site.site.policies, Some(&*site.site.keys));
    match verify(
        &mut site.site.db.snapshot().await.unwrap(),
        &Options { policies, keys, key: Some(&key), kept: &kept },
    )
    .await
    {
        Ok(report) => Ok(report),
        Err(VerifyError::Mismatch(fault)) => Err(fault.to_string()),
        Err(other) => panic!("{other}"),
    }
}

/// What the public page says to a pasted text.
pub async fn page(site: &TestSite, text: &str) -> String {
    let body = format!("--cut\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{text}\r\n--cut--\r\n");
    let kind = Some("multipart/form-data; boundary=cut");
    site.stranger().ask(Method::POST, "/verify", kind, Body::from(body)).await.is(200).text().to_owned()
}

pub async fn wrapped(db: &Db) -> i64 {
    let sql = "SELECT COUNT(*) FROM wrapped_key w JOIN data_key k ON k.id = w.key_id WHERE k.purpose = 'checkpoint'";
    read_db!(db, |p| sqlx::query_scalar(sql).fetch_one(p).await).unwrap()
}

/// The database gets the keys of the test site, as at the first start of a server.
pub async fn first_keys(site: &TestSite) {
    let cipher = vault::Cipher::Aes256Gcm;
    let draw = |bytes: &mut [u8]| site.site.rng.fill(bytes);
    site.site.db.make_first_keys(&site.site.keys, cipher, site.site.now(), &draw).await.unwrap();
}

pub async fn hands_over(site: &TestSite, signer: &NoteSigner, overlap_ms: i64) {
    let said = try_hand_over(site, signer, overlap_ms).await.unwrap();
    assert!(matches!(said, KeyChange::Begun(_)), "{said:?}");
}

pub async fn try_hand_over(
    site: &TestSite,
    signer: &NoteSigner,
    overlap_ms: i64,
) -> Result<KeyChange, store::StoreError> {
    let now = site.site.now();
    let event = AuditEvent::by_system(site.site.new_id(), now, begins(signer, now + overlap_ms));
    let draw = |bytes: &mut [u8]| site.site.rng.fill(bytes);
    site.site.db.change_signing_key(signer, &[Master([7; 32])], event.at_ms + overlap_ms, &event, &draw).await
}

fn begins(signer: &NoteSigner, overlap_until_ms: i64) -> AuditAction {
    AuditAction::SigningKeyBegin { ledger: signer.origin().to_owned(), overlap_until_ms }
}

/// A hand-over between two keys of a stranger, made in a database of their own.
pub async fn forged_hand_over(db: &Db, site: &TestSite, stranger: &NoteSigner) -> String {
    db.migrate().await.unwrap();
    let (cipher, now) = (vault::Cipher::Aes256Gcm, site.site.now());
    let draw = |bytes: &mut [u8]| site.site.rng.fill(bytes);
    let master = Master([1; 32]);
    db.make_first_keys(&Keys::from_master(&master.0), cipher, now, &draw).await.unwrap();
    let event = AuditEvent::by_system(site.site.new_id(), now, begins(stranger, now));
    db.change_signing_key(stranger, &[master], now, &event, &draw).await.unwrap();
    db.key_notes().await.unwrap().remove(0)
}
