//! Exports: the same request gives the same bytes, cells are typed, numbers are masked, books that disagree are refused.

mod small_ledger;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

use domain::export::{ExportFailure, ExportFormat, Manifest};
use domain::id::{ClassId, ExportId, RegionId};
use server::jobs::build_export::file::{file_path, sha256_of};
use server::jobs::work_once;
use store::Db;
use store::audit::{AuditEvent, AuditSearch};
use store::export::contents::Scope;
use store::export::{ExportRequest, ExportRun};
use store::job::JobKind;
use web::Site;

use crate::store_fixture::city::run;
use crate::store_fixture::databases::{on_both, on_sqlite};
use small_ledger::{HARMFUL, NOW_MS, document, fill_ledger, phone, site_over, verify};

/// Asks for an export and lets the site build it.
async fn exported(site: &Site, id: &str, scope: &Scope, format: &str, full: bool) -> ExportRun {
    request(site, id, scope, format, full).await;
    assert!(work_once(site).await.unwrap());
    site.db.export_run(&id.into()).await.unwrap()
}

async fn request(site: &Site, id: &str, scope: &Scope, format: &str, full: bool) {
    let request = ExportRequest {
        id: ExportId(id.into()),
        account: "a1".into(),
        scope: scope.clone(),
        format: ExportFormat::from_code(format).unwrap(),
        full_numbers: full,
        reason: "月度核对".into(),
    };
    let event = AuditEvent {
        id: format!("audit-{id}"),
        at_ms: site.now(),
        account: Some("a1".into()),
        action: request.action(),
        reason: request.reason.clone(),
        address: "127.0.0.1".into(),
    };
    site.db.request_export(&request, &event).await.unwrap();
}

fn all() -> Scope {
    Scope::default()
}

fn manifest(run: &ExportRun) -> Manifest {
    serde_json::from_str(run.manifest.as_deref().unwrap()).unwrap()
}

/// The parts of an Excel file by name.
fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[tokio::test]
async fn the_same_request_gives_the_same_bytes_on_either_database() {
    let seen = Mutex::new(Vec::new());
    on_both(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, clock) = site_over(db, folder.path());
        fill_ledger(db).await;
        let mut hashes = Vec::new();
        for (round, format) in [(1, "xlsx"), (2, "csv"), (3, "xlsx"), (4, "csv")] {
            let run = exported(&site, &format!("x{round}"), &all(), format, true).await;
            assert_eq!(run.state, "ready", "{:?}", run.failure);
            assert_eq!(sha256_of(&file_path(folder.path(), &run)).unwrap(), run.sha256.clone().unwrap());
            assert_eq!(manifest(&run).sha256, run.sha256.clone().unwrap());
            hashes.push((run.sha256, run.file_name, run.manifest));
            // Another day, another hour: nothing of it is in the file.
            clock.forward_s(3600 * 31);
        }
        assert_eq!(hashes[0], hashes[2]);
        assert_eq!(hashes[1], hashes[3]);
        // One more entry is another file.
        verify(db, 3, "k1", "l1", 0, 120_000).await;
        let later = exported(&site, "x5", &all(), "xlsx", true).await;
        assert_ne!(later.sha256, hashes[0].0);
        seen.lock().unwrap().push((hashes, later.sha256));
    })
    .await;
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen[0], seen[1], "SQLite and PostgreSQL");
}

#[tokio::test]
async fn cells_of_excel_are_typed_and_the_head_stays() {
    on_sqlite(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, _) = site_over(db, folder.path());
        fill_ledger(db).await;
        let run = exported(
            &site,
            "x1",
            &Scope { class: Some(ClassId("k1".into())), ..Scope::default() },
            "xlsx",
            true,
        )
        .await;
        let parts = parts(&file_path(folder.path(), &run));
        let (ledger, days) = (&parts["xl/worksheets/sheet1.xml"], &parts["xl/worksheets/sheet2.xml"]);
        let (strings, workbook) = (&parts["xl/sharedStrings.xml"], &parts["xl/workbook.xml"]);
        for name in ["台账", "每日明细", "清单"] {
            assert!(workbook.contains(&format!("name=\"{name}\"")), "{workbook}");
        }
        for sheet in [ledger, days] {
            assert!(
                sheet.contains(r#"state="frozen""#) && sheet.contains("<autoFilter ref=\"A1:"),
                "{sheet}"
            );
            assert!(!sheet.contains("<f>"), "a formula");
        }
        let cell = |at: &str| {
            let start = ledger.find(&format!("<c r=\"{at}\"")).unwrap_or_else(|| panic!("no cell {at}"));
            ledger[start..].split_once("</c>").unwrap().0.to_owned()
        };
        let number = |at: &str| -> f64 {
            let cell = cell(at);
            assert!(!cell.contains("t=\""), "{at} is a number: {cell}");
            cell.split_once("<v>").unwrap().1.split_once("</v>").unwrap().0.parse().unwrap()
        };
        // Row 2 is learner 1: age, required hours, hours, seconds, money; 4,600,500 ms of 5,400,000 are 85 %.
        let seconds = 4600.5;
        assert_eq!([number("A2"), number("G2"), number("X2"), number("Y2")], [1.0, 46.0, 2.0, 1.7]);
        assert!((number("Z2") - seconds).abs() < f64::EPSILON && (number("AI2") - 17.0).abs() < f64::EPSILON);
        // Checks: one answered, one late and so unanswered.
        assert_eq!([number("AC2"), number("AD2")], [1.0, 1.0]);
        // Two checks verified something, none of them by a number.
        assert_eq!([number("AE2"), number("AF2")], [2.0, 0.0]);
        // 2026-11-01 as Excel counts days.
        assert_eq!(number("V2"), 46_327.0);
        // Identity number and phone are texts, whole.
        for at in ["D2", "I2"] {
            assert!(cell(at).contains("t=\"s\""), "{}", cell(at));
        }
        assert!(strings.contains(&document(1)) && strings.contains(&phone(1)));
        // The harmful name is a text like any other.
        assert!(cell("B3").contains("t=\"s\"") && strings.contains("=HYPERLINK("));
        // Formats: hours with one decimal, money with two, dates as dates.
        for format in [
            "formatCode=\"0.0\"",
            "formatCode=\"#,##0.00\"",
            "formatCode=\"yyyy\\-mm\\-dd\"",
            "formatCode=\"0.000\"",
        ] {
            let plain = format.replace("\\-", "-");
            assert!(
                parts["xl/styles.xml"].contains(format) || parts["xl/styles.xml"].contains(&plain),
                "{format}"
            );
        }
        // Learner 1 studied two lessons on one day, learner 2 one; learner 3 nothing.
        assert_eq!(days.matches("<row ").count(), 1 + 3);
        assert_eq!((run.row_count, manifest(&run).day_rows), (Some(3), 3));
        assert!(
            parts["docProps/core.xml"].contains("2026-11-20T16:45:00Z"),
            "{}",
            parts["docProps/core.xml"]
        );
    })
    .await;
}

#[tokio::test]
async fn csv_opens_as_chinese_and_runs_nothing() {
    on_sqlite(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, _) = site_over(db, folder.path());
        fill_ledger(db).await;
        let run = exported(&site, "x1", &all(), "csv", false).await;
        let bytes = std::fs::read(file_path(folder.path(), &run)).unwrap();
        assert_eq!(&bytes[..3], [0xEF, 0xBB, 0xBF]);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
        assert_eq!(text.lines().count(), 5);
        assert!(text.contains(&format!("\"'{}\"", HARMFUL.replace('"', "\"\""))), "{text}");
        assert!(text.contains(",2.0,1.7,4600.500,0.000,2026-01-01,1,1,2,0,是,"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_masked_export_holds_no_whole_number() {
    on_sqlite(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, _) = site_over(db, folder.path());
        fill_ledger(db).await;
        for (id, format) in [("x1", "xlsx"), ("x2", "csv")] {
            let run = exported(&site, id, &all(), format, false).await;
            assert!(manifest(&run).masked);
            let path = file_path(folder.path(), &run);
            let text = if format == "csv" {
                std::fs::read_to_string(path).unwrap()
            } else {
                parts(&path).into_values().collect()
            };
            for n in 1..=4 {
                assert!(!text.contains(&document(n)) && !text.contains(&phone(n)));
                assert!(text.contains(&domain::person::masked_document(&document(n))));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_export_holds_its_own_region_only() {
    on_both(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, _) = site_over(db, folder.path());
        fill_ledger(db).await;
        let region = |id: &str| Scope { region: Some(RegionId(id.into())), ..Scope::default() };
        let far = exported(&site, "x1", &region("far"), "csv", false).await;
        let text = std::fs::read_to_string(file_path(folder.path(), &far)).unwrap();
        assert!(text.contains("2026-CRAB-02") && !text.contains("2026-CRAB-01"), "{text}");
        let both = Scope {
            class: Some(ClassId("k1".into())),
            region: Some(RegionId("far".into())),
            ..Scope::default()
        };
        assert_eq!(exported(&site, "x2", &both, "csv", false).await.row_count, Some(0));
        assert_eq!(exported(&site, "x3", &region("city"), "csv", false).await.row_count, Some(4));
    })
    .await;
}

#[tokio::test]
async fn a_period_takes_the_classes_that_end_in_it_whole() {
    on_both(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, _) = site_over(db, folder.path());
        fill_ledger(db).await;
        run(db, "UPDATE training_class SET ends_on = '2026-11-30' WHERE id = 'k2'").await;
        let period = |from: &str, until: &str| Scope {
            ended_from: from.to_owned(),
            ended_until: until.to_owned(),
            ..Scope::default()
        };
        let whole = exported(&site, "x0", &all(), "csv", false).await;
        for (n, (from, until), rows) in [
            (1, ("2026-11", "2026-11"), 1),
            (2, ("", "2026-11"), 1),
            (3, ("2026-12", ""), 3),
            (4, ("2026-10", "2026-12"), 4),
            (5, ("2027-01", ""), 0),
        ] {
            let run = exported(&site, &format!("p{n}"), &period(from, until), "csv", false).await;
            assert_eq!((run.state.as_str(), run.row_count), ("ready", Some(rows)), "{from} {until}");
        }
        // What is taken is taken whole: the two halves are all of it.
        let sums = |run: &ExportRun| (manifest(run).verified_ms, manifest(run).amount_fen);
        let half = async |id: &str| sums(&site.db.export_run(&id.into()).await.unwrap());
        let (november, december) = (half("p1").await, half("p3").await);
        assert!(november.0 > 0 || december.0 > 0);
        assert_eq!(sums(&whole), (november.0 + december.0, november.1 + december.1));
        let run = site.db.export_run(&"p1".into()).await.unwrap();
        assert!(manifest(&run).scope.contains("2026 年 11 月结束的班级"), "{}", manifest(&run).scope);
        assert!(run.file_name.unwrap().contains("2026年11月结束的班级"));
    })
    .await;
}

#[tokio::test]
async fn books_that_disagree_are_not_exported() {
    on_both(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, _) = site_over(db, folder.path());
        fill_ledger(db).await;
        run(db, "UPDATE lesson_progress SET verified_ms = verified_ms + 1000 WHERE enrolment_id = 'e2'")
            .await;
        let refused = exported(&site, "x1", &all(), "xlsx", false).await;
        assert_eq!(refused.state, "failed");
        let failure: ExportFailure = serde_json::from_str(&refused.failure.unwrap()).unwrap();
        let ExportFailure::TotalsDiffer { enrolment, ledger_ms, progress_ms, .. } = failure else { panic!() };
        assert_eq!((enrolment.as_str(), ledger_ms, progress_ms), ("e2", 61_250, 62_250));
        // Whoever does not have that learner in scope is not held up.
        let far = Scope { class: Some(ClassId("k2".into())), ..Scope::default() };
        assert_eq!(exported(&site, "x2", &far, "xlsx", false).await.state, "ready");
        run(db, "UPDATE lesson_progress SET verified_ms = verified_ms - 1000 WHERE enrolment_id = 'e2'")
            .await;
        run(db, "UPDATE subsidy_record SET amount_fen = 99999 WHERE enrolment_id = 'e1'").await;
        let refused = exported(&site, "x3", &all(), "xlsx", false).await;
        assert!(refused.failure.unwrap().contains("amount_differs"));
        // No half-written file is left to be found.
        let names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    })
    .await;
}

#[tokio::test]
async fn a_run_that_fails_in_the_middle_leaves_nothing_behind() {
    on_both(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, _) = site_over(db, folder.path());
        fill_ledger(db).await;
        // The last class has a number that does not open: rows with names are written by then.
        run(db, "UPDATE person SET document_sealed = phone_sealed WHERE id = 'p4'").await;
        for format in ["csv", "csv_raw", "xlsx"] {
            let refused = exported(&site, format, &all(), format, true).await;
            assert_eq!(refused.state, "failed");
            assert!(refused.failure.unwrap().contains("seal_broken"));
            let left: Vec<_> =
                std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
            assert!(left.is_empty(), "{format}: {left:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_run_that_was_cut_off_is_built_anew_and_every_step_is_in_the_log() {
    on_both(async |db: &Db| {
        let folder = tempfile::tempdir().unwrap();
        let (site, clock) = site_over(db, folder.path());
        fill_ledger(db).await;
        request(&site, "x1", &all(), "xlsx", false).await;
        // A builder takes it and dies.
        assert!(db.claim_job(JobKind::BuildExport, "another", NOW_MS).await.unwrap().is_some());
        assert!(!work_once(&site).await.unwrap(), "it may still be alive");
        clock.forward_s(31);
        assert!(work_once(&site).await.unwrap());
        let run = db.export_run(&"x1".into()).await.unwrap();
        assert_eq!(run.state, "ready");
        let everything = AuditSearch { until_ms: i64::MAX, ..AuditSearch::default() };
        let (lines, count) = db.search_audit(&everything, 10, None).await.unwrap();
        assert_eq!(count, 2);
        assert_eq!(lines[0].action, "export.ready");
        assert!(lines[0].detail.contains(run.sha256.as_deref().unwrap()));
        assert_eq!((lines[1].action.as_str(), lines[1].reason.as_str()), ("export.request", "月度核对"));
        assert_eq!(lines[1].login.as_deref(), Some("learner1"));
        let (found, _) =
            db.search_audit(&AuditSearch { text: "100%".into(), ..everything }, 10, None).await.unwrap();
        assert!(found.is_empty(), "wildcards are taken as themselves");
    })
    .await;
}
