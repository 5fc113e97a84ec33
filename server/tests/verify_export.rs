//! An exported file is what its manifest says, and what the ledger says; one changed byte is named.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::export::{ExportFormat, Manifest};
use server::jobs::{make_checkpoint, work_once};
use sha2::{Digest, Sha256};
use store::audit::AuditEvent;
use store::export::ExportRequest;
use store::export::contents::Scope;
use store::ledger::checkpoint::NoteSigner;
use translog::Hash;
use vault::Keys;
use verify::export::{manifest_beside, verify_file};
use verify::keys::Chain;
use verify::note::{Note, PublicKey};
use verify::{Options, verify};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

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

pub async fn exported(site: &TestSite, format: &str) -> PathBuf {
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

/// The keys of the site's ledger.
pub fn keys(site: &TestSite) -> Chain {
    Chain::of(PublicKey::parse(&site.site.signer.public_key()).unwrap())
}

/// Where and what is named of a changed file.
fn named(site: &TestSite, file: &Path) -> (String, String) {
    let fault = verify_file(file, &manifest_beside(file), Some(&keys(site))).expect_err("a changed file");
    let (_, place) = fault.place.split_once(file.extension().unwrap().to_str().unwrap()).unwrap();
    (place.trim_start_matches(", ").to_owned(), fault.what)
}

/// An edit of a part of a workbook, and where and what is named of it.
type Edit<'a> = (&'a str, &'a dyn Fn(&str) -> String, &'a str, &'a str);

/// Writes a part of a workbook anew.
fn edit_workbook(file: &Path, part: &str, edit: impl Fn(&str) -> String) {
    let mut old = ZipArchive::new(File::open(file).unwrap()).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut one = old.by_index(at).unwrap();
        let (name, mut text) = (one.name().unwrap().into_owned(), Vec::new());
        one.read_to_end(&mut text).unwrap();
        if name == part {
            let edited = edit(std::str::from_utf8(&text).unwrap());
            assert_ne!(edited.as_bytes(), text, "nothing was edited");
            text = edited.into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(&text).unwrap();
    }
    std::fs::write(file, new.finish().unwrap().into_inner()).unwrap();
}

#[tokio::test]
async fn a_file_agrees_with_its_manifest_and_with_the_ledger() {
    on_both(async |site| {
        two_learners(site).await;
        for format in ["csv", "xlsx"] {
            let file = exported(site, format).await;
            let export = verify_file(&file, &manifest_beside(&file), Some(&keys(site))).unwrap();
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
async fn a_changed_cell_row_or_title_is_named_in_a_csv_file() {
    on_sqlite(async |site| {
        two_learners(site).await;
        let file = exported(site, "csv").await;
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.split_inclusive("\r\n").collect();
        let [titles, first, second] = lines[..] else { panic!("{text}") };
        let seconds = "column 线上认定秒数";
        for (edited, place, what) in [
            (text.replacen("255.000", "295.000", 1), "sheet 台账, row 1", seconds),
            ([titles, first, &second.replace("255.000", "255.001")].concat(), "sheet 台账, row 2", seconds),
            (text.replacen("学员li", "学员wang", 1), "sheet 台账, row 1", "column 姓名"),
            ([titles, second].concat(), "sheet 台账, row 1", "a row was taken out here"),
            ([titles, first].concat(), "sheet 台账, row 2", "a row was taken out here"),
            ([titles, first, second, second].concat(), "sheet 台账, row 3", "a row was put in here"),
            (text.replace("线上认定秒数", "线下认定秒数"), "sheet 台账", "the title of column 26"),
        ] {
            std::fs::write(&file, &edited).unwrap();
            assert_eq!(named(site, &file), (place.to_owned(), what.to_owned()), "{edited}");
        }
        // Exchanged rows are as many, but not the rows that were handed out.
        std::fs::write(&file, [titles, second, first].concat()).unwrap();
        let (place, what) = named(site, &file);
        assert!(place == "sheet 台账, row 1" && what.contains("姓名"), "{place}: {what}");
        // The same cells in other bytes are another file all the same.
        std::fs::write(&file, text.replace("255.000", "255.0")).unwrap();
        assert_eq!(named(site, &file).1, "its SHA-256");
    })
    .await;
}

#[tokio::test]
async fn a_changed_cell_row_or_title_is_named_in_a_workbook() {
    on_sqlite(async |site| {
        two_learners(site).await;
        let file = exported(site, "xlsx").await;
        let handed_out = std::fs::read(&file).unwrap();
        let row = |xml: &str, number: usize| {
            let from = xml.find(&format!("<row r=\"{number}\"")).unwrap();
            (from, from + xml[from..].find("</row>").unwrap() + "</row>".len())
        };
        let ledger = "xl/worksheets/sheet1.xml";
        let edits: [Edit<'_>; 4] = [
            (
                ledger,
                &|xml| xml.replacen("<v>255</v>", "<v>295</v>", 1),
                "sheet 台账, row 1",
                "column 线上认定秒数",
            ),
            (
                ledger,
                &|xml| {
                    let (from, to) = row(xml, 2);
                    [&xml[..from], &xml[to..]].concat()
                },
                "sheet 台账, row 1",
                "a row was taken out here",
            ),
            (
                ledger,
                &|xml| {
                    let (from, to) = row(xml, 3);
                    [&xml[..to], &xml[from..]].concat()
                },
                "sheet 台账, row 3",
                "a row was put in here",
            ),
            (
                "xl/worksheets/sheet2.xml",
                &|xml| xml.replacen("<v>255</v>", "<v>295</v>", 1),
                "sheet 每日明细, row 1",
                "column 认定秒数",
            ),
        ];
        for (part, edit, place, what) in edits {
            edit_workbook(&file, part, edit);
            assert_eq!(named(site, &file), (place.to_owned(), what.to_owned()));
            std::fs::write(&file, &handed_out).unwrap();
        }
        assert!(verify_file(&file, &manifest_beside(&file), Some(&keys(site))).is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_manifest_that_was_edited_with_its_file_is_refused() {
    on_sqlite(async |site| {
        two_learners(site).await;
        for format in ["csv", "xlsx"] {
            let file = exported(site, format).await;
            let place = manifest_beside(&file);
            let manifest: Manifest = serde_json::from_slice(&std::fs::read(&place).unwrap()).unwrap();
            let edit =
                |edited: &Manifest| std::fs::write(&place, serde_json::to_string(edited).unwrap()).unwrap();
            for edited in [
                Manifest { amount_fen: manifest.amount_fen + 1, ..manifest.clone() },
                Manifest { tables: Vec::new(), ..manifest.clone() },
                Manifest { sha256: "0".repeat(64), ..manifest.clone() },
            ] {
                edit(&edited);
                assert_eq!(named(site, &file).1, "what its manifest says, by the signature");
            }
            edit(&Manifest { signature: manifest.ledger.checkpoint.clone(), ..manifest.clone() });
            assert_eq!(named(site, &file).1, "the signature of its manifest");
            // Whoever signs it anew has another key.
            let forger =
                NoteSigner::new("xueshi.example/test", Arc::new(Keys::from_master(&[8; 32]))).unwrap();
            let forged = Manifest { amount_fen: 1, ..manifest.clone() };
            let digest = Hash(Sha256::digest(forged.canonical()).into());
            let signature = forger.export().sign(forged.ledger.size, digest).unwrap();
            edit(&Manifest { signature, ..forged });
            assert_eq!(named(site, &file).1, "the signature of its manifest");
        }
    })
    .await;
}

#[tokio::test]
async fn every_new_checkpoint_is_handed_out_as_a_file() {
    on_sqlite(async |site| {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("notes");
        let audit = async || format!("audit-{}.note", site.number("SELECT size FROM audit_head").await);
        let before = audit().await;
        make_checkpoint::once(&site.site, Some(&place)).await.unwrap();
        two_learners(site).await;
        for _ in 0..2 {
            make_checkpoint::once(&site.site, Some(&place)).await.unwrap();
        }
        let mut names: Vec<_> =
            std::fs::read_dir(&place).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        let mut expected = ["0.note", "2.note", &before, &audit().await, "audit-latest.note", "latest.note"]
            .map(OsString::from);
        expected.sort();
        assert_eq!(names, expected);
        let latest = std::fs::read_to_string(place.join("latest.note")).unwrap();
        assert_eq!(Note::parse(&latest).unwrap().size, 2);
    })
    .await;
}
