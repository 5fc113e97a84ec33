//! The real binary, killed at any instant while people study: what was acknowledged is there, nothing is
//! there twice, and the books verify. `XUESHI_KILLS` says how often it is killed on each database.

pub mod persistent_learner;

use std::time::Duration;

use futures_util::future::{join, join_all};
use server::system::SystemClock;
use web::Clock;

use crate::server_process::{ServerProcess, database_url};
use crate::site::{TestSite, on_both};
use crate::store_fixture::city::run;
use persistent_learner::{Load, PersistentLearner};

const LEARNERS: usize = 6;
/// So many looks, a second for sixty, until enough is acknowledged to be worth a kill.
const PATIENCE: usize = 6000;

/// Few kills in the usual run, hundreds when asked for.
fn kills() -> u64 {
    std::env::var("XUESHI_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(8)
}

/// People in a class of today, in front of a long lesson; the binary lives in the machine's own time.
async fn people(site: &TestSite) -> Vec<PersistentLearner> {
    site.with_crab_class().await;
    // Programs answer here, faster than anybody reads: only the compressed policy lets them.
    let long = "UPDATE training_class SET starts_on = '2000-01-01', ends_on = '2999-12-31',
        policy_version = '2026-11-26-compressed'";
    run(&site.site.db, long).await;
    site.adopt_rows().await;
    run(&site.site.db, "UPDATE lesson SET duration_ms = 14400000").await;
    site.adopt_rows().await;
    site.clock.forward_ms(SystemClock.now_ms() - site.site.now());
    let mut people = Vec::new();
    for n in 0..LEARNERS {
        people.push(PersistentLearner::enrolled(site, &format!("l{n}")).await);
    }
    people
}

/// Whether enough was acknowledged for this many kills to have hit something, however slow the machine is.
fn is_load(load: &Load, kills: usize) -> bool {
    load.beats.get() > 3 * LEARNERS * kills && (kills < 4 || load.passes.get() > 0)
}

/// Everything that was acknowledged is there, and the books verify. Says how many beats and passes.
async fn nothing_is_lost(site: &TestSite, people: &[PersistentLearner], load: &Load) -> (usize, i64) {
    let (mut beats, passes) = (0, load.passes.get());
    for one in people {
        beats += one.all_acknowledged_is_there(&site.site.db).await;
    }
    assert!(beats > 20 * LEARNERS && passes > 0, "{beats} beats, {passes} passes: that was no load");
    let report = site.verify(&[]).await.unwrap();
    assert!(report.tree.entries >= passes, "{report}");
    (beats, passes)
}

#[tokio::test]
async fn whatever_was_acknowledged_before_a_kill_is_there_after_it() {
    on_both(async |site| {
        let mut people = people(site).await;
        let folder = tempfile::tempdir().unwrap();
        let url = database_url(&site.site.db).await;
        let load = Load::default();
        let killer = async {
            for n in 0..kills() {
                let mut server = ServerProcess::start(folder.path(), &url);
                load.address.set(Some(server.address));
                tokio::time::sleep(Duration::from_millis(40 + n * 337 % 1200)).await;
                for _ in 0..PATIENCE {
                    if is_load(&load, n as usize + 1) {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(17)).await;
                }
                server.kill();
                load.address.set(None);
            }
            // One that lives, so that everybody gets the answers they still wait for.
            let server = ServerProcess::start(folder.path(), &url);
            load.address.set(Some(server.address));
            load.over.set(true);
            server
        };
        let study = join_all(people.iter_mut().map(|one| one.study(site, &load)));
        let (mut server, _) = join(killer, study).await;
        server.kill();
        let (beats, passes) = nothing_is_lost(site, &people, &load).await;
        eprintln!("{} kills, {beats} acknowledged beats, {passes} acknowledged passes", kills());
    })
    .await;
}

/// Two processes, everybody's requests now at one and now at the other, each killed and replaced in turn: how a
/// site is brought up to date while people study.
#[tokio::test]
async fn two_servers_on_one_database_are_replaced_one_after_the_other() {
    on_both(async |site| {
        let mut people = people(site).await;
        let folder = tempfile::tempdir().unwrap();
        let url = database_url(&site.site.db).await;
        let load = Load::default();
        let balancer = async {
            let mut servers =
                [ServerProcess::start(folder.path(), &url), ServerProcess::start(folder.path(), &url)];
            for round in 0..4 {
                for turn in 0..PATIENCE {
                    if turn >= 60 && is_load(&load, 2 * (round + 1)) {
                        break;
                    }
                    load.address.set(Some(servers[turn % 2].address));
                    tokio::time::sleep(Duration::from_millis(17)).await;
                }
                let old = &mut servers[round % 2];
                old.kill();
                *old = ServerProcess::start(folder.path(), &url);
            }
            // One that lives, so that everybody gets the answers they still wait for.
            load.address.set(Some(servers[0].address));
            load.over.set(true);
            servers
        };
        let study = join_all(people.iter_mut().map(|one| one.study(site, &load)));
        let (servers, _) = join(balancer, study).await;
        drop(servers);
        nothing_is_lost(site, &people, &load).await;
    })
    .await;
}
