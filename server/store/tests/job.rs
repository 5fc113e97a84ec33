//! Jobs are done once, go on when their worker dies, and wait longer each time they fail.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::export::ExportFormat;
use store::audit::AuditEvent;
use store::export::ExportRequest;
use store::export::contents::Scope;
use store::job::{ATTEMPTS_MAX, Job, JobKind, LEASE_MS};
use store::{Db, tx};

use crate::fixture::city::a_city;
use crate::fixture::courses::a_crab_class;
use crate::fixture::databases::on_both;

const NOW_MS: i64 = 1_795_276_800_000;
/// How many jobs wait when several workers want them.
const JOBS: i64 = 30;

/// Asks for an export, and with it for the job that builds it.
async fn asked(db: &Db, id: &str, at_ms: i64) {
    asked_for(db, id, Scope::default(), at_ms).await;
}

async fn asked_for(db: &Db, id: &str, scope: Scope, at_ms: i64) {
    let request = ExportRequest {
        id: id.into(),
        account: "a1".into(),
        scope,
        format: ExportFormat::Csv,
        full_numbers: false,
        reason: "月度核对".to_owned(),
    };
    let event = AuditEvent {
        id: format!("audit-{id}"),
        at_ms,
        account: Some("a1".into()),
        action: request.action(),
        reason: request.reason.clone(),
        address: String::new(),
    };
    db.request_export(&request, &event).await.unwrap();
}

async fn claimed(db: &Db, worker: &str, now_ms: i64) -> Option<Job> {
    db.claim_job(JobKind::BuildExport, worker, now_ms).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_workers_that_want_a_job_one_gets_it() {
    on_both(async |db| {
        a_city(db, 1).await;
        for n in 0..JOBS {
            asked(db, &format!("x{n}"), NOW_MS + n).await;
        }
        // All ask again until nothing waits any more.
        let greedy = |worker: &'static str| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut got = Vec::new();
                for _ in 0..JOBS * 3 {
                    got.extend(claimed(&db, worker, NOW_MS + JOBS).await.map(|job| job.subject));
                }
                got
            })
        };
        let mut all = Vec::new();
        for worker in ["one", "two", "three", "four"].map(greedy) {
            all.extend(worker.await.unwrap());
        }
        assert_eq!(all.len(), JOBS as usize, "{all:?}");
        assert_eq!(BTreeSet::from_iter(all).len(), JOBS as usize);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_workers_that_chose_the_same_job_the_later_gets_none() {
    on_both(async |db| {
        a_city(db, 1).await;
        asked(db, "x1", NOW_MS).await;
        // The first has taken it and is about to commit.
        let mut first = db.begin().await.unwrap();
        let sql = "UPDATE job SET state = 'running', attempts = 1, lease_until = $1, leased_by = 'one'";
        tx!(&mut first, |c| sqlx::query(sql).bind(NOW_MS + LEASE_MS).execute(&mut **c).await.map(drop))
            .unwrap();
        let second = tokio::spawn({
            let db = db.clone();
            async move { claimed(&db, "two", NOW_MS).await }
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!second.is_finished(), "it chose the same job and waits");
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_job_of_a_dead_worker_is_taken_over_when_its_lease_ends_and_not_before() {
    on_both(async |db| {
        a_city(db, 1).await;
        asked(db, "x1", NOW_MS).await;
        assert_eq!(claimed(db, "one", NOW_MS - 1).await, None, "its turn has not come");
        let mut dead = claimed(db, "one", NOW_MS).await.unwrap();
        assert_eq!((dead.subject.as_str(), dead.attempts, dead.leased_by.as_deref()), ("x1", 1, Some("one")));
        assert!(db.keep_job(&mut dead, NOW_MS + 20_000).await.unwrap());
        assert_eq!(claimed(db, "two", NOW_MS + 20_000 + LEASE_MS - 1).await, None, "it gave a sign of life");
        let after_ms = NOW_MS + 20_000 + LEASE_MS;
        let heir = claimed(db, "two", after_ms).await.unwrap();
        assert_eq!((heir.subject.as_str(), heir.attempts, heir.leased_by.as_deref()), ("x1", 2, Some("two")));
        // The one that was only slow changes nothing any more.
        assert!(!db.keep_job(&mut dead, after_ms).await.unwrap());
        assert!(!db.finish_job(&dead, after_ms, None).await.unwrap());
        assert!(!db.fail_job(&dead, "late", after_ms).await.unwrap());
        assert!(db.finish_job(&heir, after_ms, None).await.unwrap());
        assert_eq!(claimed(db, "two", i64::MAX - LEASE_MS).await, None);
        let jobs = db.jobs(9).await.unwrap();
        assert_eq!((jobs[0].job.state.as_str(), jobs[0].job.finished_at), ("done", Some(after_ms)));
        assert_eq!(db.forget_jobs(after_ms).await.unwrap(), 0);
        assert_eq!(db.forget_jobs(after_ms + 1).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_fails_waits_longer_each_time_and_says_why() {
    on_both(async |db| {
        a_city(db, 1).await;
        asked(db, "x1", NOW_MS).await;
        let mut now_ms = NOW_MS;
        for attempt in 1..=ATTEMPTS_MAX {
            let job = claimed(db, "one", now_ms).await.unwrap();
            assert_eq!((job.attempts, job.is_last_attempt()), (attempt, attempt == ATTEMPTS_MAX));
            assert!(db.fail_job(&job, &format!("disk full {attempt}"), now_ms).await.unwrap());
            let seen = db.jobs(9).await.unwrap().remove(0).job;
            assert_eq!(seen.last_error, Some(format!("disk full {attempt}")));
            assert_eq!((seen.lease_until, seen.leased_by), (None, None));
            if attempt < ATTEMPTS_MAX {
                let wait_ms = 10_000 << (attempt - 1);
                assert_eq!((seen.state.as_str(), seen.run_after), ("waiting", now_ms + wait_ms));
                assert_eq!(claimed(db, "one", now_ms + wait_ms - 1).await, None);
                now_ms += wait_ms;
            } else {
                assert_eq!((seen.state.as_str(), seen.finished_at), ("failed", Some(now_ms)));
            }
        }
        assert_eq!(claimed(db, "one", i64::MAX - LEASE_MS).await, None, "nobody tries again");
        // What failed is seen before what goes well.
        asked(db, "x2", now_ms).await;
        let order: Vec<String> = db.jobs(9).await.unwrap().into_iter().map(|line| line.job.subject).collect();
        assert_eq!(order, ["x1", "x2"]);
    })
    .await;
}

#[tokio::test]
async fn what_recurs_has_one_row_whoever_starts_and_a_next_turn() {
    on_both(async |db| {
        let look = async |now_ms| db.claim_job(JobKind::LookForSignals, "one", now_ms).await.unwrap();
        db.add_recurring_jobs(NOW_MS).await.unwrap();
        let job = look(NOW_MS).await.unwrap();
        assert!(db.finish_job(&job, NOW_MS + 5, Some(60_000)).await.unwrap());
        // Another node starts.
        db.add_recurring_jobs(NOW_MS + 10).await.unwrap();
        assert_eq!(db.jobs(99).await.unwrap().len(), JobKind::RECURRING.len());
        assert_eq!(look(NOW_MS + 60_004).await, None);
        let mut job = look(NOW_MS + 60_005).await.unwrap();
        assert_eq!((job.attempts, job.finished_at), (1, Some(NOW_MS + 5)));
        // It fails for ever and is tried for ever.
        for attempt in 1..ATTEMPTS_MAX + 5 {
            assert_eq!((job.attempts, job.is_last_attempt()), (attempt, false));
            assert!(db.fail_job(&job, "away", job.run_after).await.unwrap());
            let next_ms = db.jobs(1).await.unwrap()[0].job.run_after;
            job = look(next_ms).await.unwrap();
        }
        assert!(db.finish_job(&job, NOW_MS, Some(60_000)).await.unwrap());
        let jobs = db.jobs(99).await.unwrap();
        assert!(jobs.iter().all(|line| line.job.last_error.is_none() && line.job.state == "waiting"));
    })
    .await;
}

#[tokio::test]
async fn a_job_says_what_it_is_about_by_name() {
    on_both(async |db| {
        a_city(db, 1).await;
        a_crab_class(db).await;
        db.add_recurring_jobs(NOW_MS).await.unwrap();
        for (id, class, region) in [("x1", Some("crab-k"), None), ("x2", None, Some("county"))] {
            asked_for(
                db,
                id,
                Scope { class: class.map(Into::into), region: region.map(Into::into), ..Scope::default() },
                NOW_MS,
            )
            .await;
        }
        let lines = db.jobs(9).await.unwrap();
        let about = |subject: &str| lines.iter().find(|line| line.job.subject == subject).unwrap();
        let (class, region) = (about("x1"), about("x2"));
        assert!(class.class_code.is_some() && class.class_title.is_some() && class.course_title.is_some());
        assert!(class.region.is_none() && class.asked_by == region.asked_by && class.asked_by.is_some());
        assert!(region.class_code.is_none() && region.region.is_some());
        assert_eq!(about("").asked_by, None, "nobody asks for what recurs");
        assert_eq!(lines.len(), 2 + JobKind::RECURRING.len());
    })
    .await;
}

#[tokio::test]
async fn a_job_that_runs_says_how_far_it_is_and_a_new_attempt_begins_again() {
    on_both(async |db| {
        a_city(db, 1).await;
        asked(db, "x", NOW_MS).await;
        let steps = async || db.job_steps(JobKind::BuildExport, "x").await.unwrap();
        db.tell_job(JobKind::BuildExport, "x", 1, 24).await.unwrap();
        assert_eq!(steps().await, None, "nobody works on it yet");
        let job = claimed(db, "one", NOW_MS).await.unwrap();
        assert_eq!(steps().await, None);
        db.tell_job(JobKind::BuildExport, "x", 7, 24).await.unwrap();
        assert_eq!(steps().await, Some((7, 24)));
        db.fail_job(&job, "the disk is full", NOW_MS).await.unwrap();
        assert_eq!(steps().await, None);
        claimed(db, "two", NOW_MS + LEASE_MS).await.unwrap();
        assert_eq!(steps().await, None, "the new attempt has done nothing yet");
    })
    .await;
}
