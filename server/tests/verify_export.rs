//! An exported file is what its manifest says, and what the ledger says; one changed byte is named.

use std::path::{Path, PathBuf};

use domain::export::{ExportFormat, Manifest};
use server::jobs::{make_checkpoint, work_once};
use store::audit::AuditEvent;
use store::export::ExportRequest;
use store::export::contents::Scope;
use verify::VerifyError;
use verify::export::{manifest_beside, verify_file};
use verify::note::{Note, PublicKey};
use verify::{Options, verify};

use crate::site::{TestSite, on_both, on_sqlite};
use crate::store_learner::StoreLearner;

async fn two_learners(site: &TestSite) {
    site.with_crab_class().await;
    for login in ["li", "wang"] {
        let mut learner = StoreLearner::enrolled(site, login).await;
        learner.open("crab-2").await;
        learner.watch(255).await;
        learner.close().await;
        learner.answer_check(true).await;
    }
}

async fn exported(site: &TestSite, format: &str) -> PathBuf {
    let id = site.site.new_id();
    let request = ExportRequest {
        id: id.as_str().into(),
        account: "account-li".into(),
        scope: Scope::default(),
        format: ExportFormat::from_code(format).unwrap(),
        full_numbers: false,
        reason: "核对".into(),
    };
    let event = AuditEvent::by_system(site.site.new_id(), site.site.now(), request.action());
    site.site.db.request_export(&request, &event).await.unwrap();
    assert!(work_once(&site.site).await.unwrap());
    site.site.exports.join(format!("{id}.{format}"))
}

fn named(file: &Path) -> String {
    verify_file(file, &manifest_beside(file)).expect_err("a changed file").to_string()
}

#[tokio::test]
async fn a_file_agrees_with_its_manifest_and_with_the_ledger() {
    on_both(async |site| {
        two_learners(site).await;
        for format in ["csv", "xlsx"] {
            let file = exported(site, format).await;
            let export = verify_file(&file, &manifest_beside(&file)).unwrap();
            assert_eq!((export.sums.rows, export.sums.verified_ms), (2, 510_000), "{format}");
            let key = PublicKey::parse(&site.site.signer.public_key()).unwrap();
            let kept = [export.kept().unwrap()];
            let options = Options { policies: &site.site.policies, keys: None, key: Some(&key), kept: &kept };
            verify(&mut site.site.db.snapshot().await.unwrap(), &options).await.unwrap();
            let mut books = site.site.db.snapshot().await.unwrap();
            export.compare(&mut books).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_file_is_named() {
    on_sqlite(async |site| {
        two_learners(site).await;
        for format in ["csv", "xlsx"] {
            let file = exported(site, format).await;
            let mut bytes = std::fs::read(&file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(&file, &bytes).unwrap();
            let fault = named(&file);
            assert!(fault.contains("its SHA-256") && fault.contains(format), "{fault}");
        }

        // Whoever also changes the hash in the manifest meets the sums, and then the ledger.
        let file = exported(site, "csv").await;
        let text = std::fs::read_to_string(&file).unwrap().replacen("255.000", "295.000", 1);
        std::fs::write(&file, &text).unwrap();
        let place = manifest_beside(&file);
        let mut manifest: Manifest = serde_json::from_slice(&std::fs::read(&place).unwrap()).unwrap();
        manifest.sha256 = server::jobs::build_export::file::sha256_of(&file).unwrap();
        std::fs::write(&place, serde_json::to_string(&manifest).unwrap()).unwrap();
        assert!(named(&file).contains("the sum of verified milliseconds"));
        manifest.verified_ms += 40_000;
        std::fs::write(&place, serde_json::to_string(&manifest).unwrap()).unwrap();
        let export = verify_file(&file, &place).unwrap();
        let mut books = site.site.db.snapshot().await.unwrap();
        let Err(VerifyError::Mismatch(fault)) = export.compare(&mut books).await else {
            panic!("a forged file passed");
        };
        assert_eq!(fault.what, "verified milliseconds of class crab-2026-1");
        assert_eq!((fault.expected.as_str(), fault.found.as_str()), ("510000", "550000"));
    })
    .await;
}

#[tokio::test]
async fn every_new_checkpoint_is_handed_out_as_a_file() {
    on_sqlite(async |site| {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("notes");
        make_checkpoint::once(&site.site, Some(&place)).await.unwrap();
        two_learners(site).await;
        for _ in 0..2 {
            make_checkpoint::once(&site.site, Some(&place)).await.unwrap();
        }
        let mut names: Vec<_> =
            std::fs::read_dir(&place).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["0.note", "2.note", "audit-0.note", "audit-latest.note", "latest.note"]);
        let latest = std::fs::read_to_string(place.join("latest.note")).unwrap();
        assert_eq!(Note::parse(&latest).unwrap().size, 2);
    })
    .await;
}
