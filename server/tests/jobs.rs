//! What is done beside requests goes on after trouble: a file that could not be written is tried again, and what recurs
//! has its next turn.

use domain::access::Role;
use domain::export::ExportFailure;
use domain::export::ExportFormat;
use server::jobs::{do_one, work_once};
use store::audit::AuditEvent;
use store::export::ExportRequest;
use store::export::contents::Scope;
use store::job::{ATTEMPTS_MAX, Job, JobKind};

use crate::site::{TestSite, on_both};

async fn asks_for_an_export(site: &TestSite, id: &str) {
    let request = ExportRequest {
        id: id.into(),
        account: "account-fan".into(),
        scope: Scope::default(),
        format: ExportFormat::Csv,
        full_numbers: false,
        reason: "月度核对".to_owned(),
    };
    let event = AuditEvent {
        id: site.site.new_id(),
        at_ms: site.site.now(),
        account: Some("account-fan".into()),
        action: request.action(),
        reason: request.reason.clone(),
        address: String::new(),
    };
    site.site.db.request_export(&request, &event).await.unwrap();
}

async fn first_job(site: &TestSite) -> Job {
    site.site.db.jobs(1).await.unwrap().remove(0).job
}

#[tokio::test]
async fn an_export_that_cannot_be_written_is_tried_again_and_fails_in_the_end() {
    on_both(async |site| {
        site.with_crab_class().await;
        site.reviewer("fan").await;
        // Something else stands where the folder should be.
        let mut broken = site.site.clone();
        broken.exports = site.site.exports.join("no-folder").into();
        std::fs::write(&broken.exports, "").unwrap();
        let state = async |id: &str| site.site.db.export_run(&id.into()).await.unwrap().state;

        asks_for_an_export(site, "x1").await;
        assert!(work_once(&broken).await.unwrap());
        let job = first_job(site).await;
        assert_eq!((job.state.as_str(), job.attempts), ("waiting", 1));
        assert!(job.last_error.unwrap().contains("no-folder"));
        assert_eq!(state("x1").await, "building");
        assert!(!work_once(&broken).await.unwrap(), "it waits first");
        // The trouble is over; another process goes on.
        site.clock.forward_s(10);
        assert!(work_once(&site.site).await.unwrap());
        let job = first_job(site).await;
        assert_eq!((job.state.as_str(), job.attempts, job.last_error), ("done", 2, None));
        assert_eq!(state("x1").await, "ready");

        asks_for_an_export(site, "x2").await;
        for _ in 0..ATTEMPTS_MAX {
            assert_eq!(
                state("x2").await,
                if first_job(site).await.attempts == 0 { "waiting" } else { "building" }
            );
            assert!(work_once(&broken).await.unwrap());
            site.clock.forward_s(3600);
        }
        let run = site.site.db.export_run(&"x2".into()).await.unwrap();
        let failure: ExportFailure = serde_json::from_str(&run.failure.unwrap()).unwrap();
        assert_eq!((run.state.as_str(), failure), ("failed", ExportFailure::NotWritten));
        let job = first_job(site).await;
        assert!(job.state == "failed" && job.last_error.unwrap().contains("no-folder"));
        assert!(!work_once(&site.site).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn of_two_nodes_one_does_what_recurs_and_an_hour_later_it_is_done_again() {
    on_both(async |site| {
        let (one, two) = (site.site.clone(), site.node(0).site.clone());
        site.site.db.add_recurring_jobs(site.site.now()).await.unwrap();
        for kind in JobKind::RECURRING {
            assert!(do_one(&one, kind).await.unwrap());
            assert!(!do_one(&two, kind).await.unwrap(), "{kind:?} is done");
        }
        site.clock.forward_s(3599);
        assert!(!do_one(&one, JobKind::Compact).await.unwrap());
        site.clock.forward_s(1);
        assert!(do_one(&one, JobKind::Compact).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_system_administrator_sees_what_failed_first_and_in_words() {
    on_both(async |site| {
        site.with_crab_class().await;
        site.reviewer("fan").await;
        let system = site.actor("tian", Role::SystemAdministrator, None, Some("city")).await;
        let page = system.get("/jobs").await;
        assert!(page.is(200).text().contains("还没有后台工作"));
        assert!(page.text().contains("href=\"/jobs\" aria-current=\"page\""));

        // One job fails for good, one once; what recurs waits.
        site.site.db.add_recurring_jobs(site.site.now()).await.unwrap();
        let (mut broken, failing) = (site.site.clone(), site.exports.path().join("no-folder"));
        std::fs::write(&failing, "").unwrap();
        broken.exports = failing.as_path().into();
        asks_for_an_export(site, "0198-dead").await;
        for _ in 0..ATTEMPTS_MAX {
            assert!(work_once(&broken).await.unwrap());
            site.clock.forward_s(3600);
        }
        asks_for_an_export(site, "0198-sick").await;
        assert!(work_once(&broken).await.unwrap());

        // Hours have passed: the first sign-in is over.
        let page = site.signed_in("tian").await.get("/jobs").await;
        let text = page.is(200).text();
        for part in ["1 件失败", "1 件出错", "全部班级", "学员fan", "查找异常线索", "5 / 5", "1 / 5"]
        {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
        let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is missing in {text}"));
        assert!(place("0198-dead") < place("0198-sick") && place("0198-sick") < place("查找异常线索"));
        // Errors and ids are folded away.
        let (before, folded) = text.split_once("<details").unwrap();
        assert!(!before.contains("no-folder") && !before.contains("0198-"), "{before}");
        assert!(folded.split("</details>").next().unwrap().contains("no-folder"), "{folded}");
        let english = site.signed_in("tian").await.in_english();
        assert!(english.get("/jobs").await.is(200).text().contains("Asked for by"));
    })
    .await;
}
