//! The real binary, killed at any instant while people study: what was acknowledged is there, nothing is
//! there twice, and the books verify. `XUESHI_KILLS` says how often it is killed on each database.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod killed;
mod site;

use std::cell::Cell;
use std::time::Duration;

use app::request::Clock;
use futures_util::future::{join, join_all};
use killed::{Server, Studying, database_url};
use server::system::SystemClock;
use site::store_tests::city::run;
use site::{TestSite, on_both};
use verify::note::PublicKey;
use verify::{Options, verify};

const LEARNERS: usize = 6;

/// Few kills in the usual run, hundreds when asked for.
fn kills() -> u64 {
    std::env::var("XUESHI_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(8)
}

/// People in a class of today, in front of a long lesson; the binary lives in the machine's own time.
async fn people(site: &TestSite) -> Vec<Studying> {
    site.with_crab_class().await;
    run(&site.site.db, "UPDATE training_class SET starts_on = '2000-01-01', ends_on = '2999-12-31'").await;
    run(&site.site.db, "UPDATE lesson SET duration_ms = 14400000").await;
    site.clock.forward_ms(SystemClock.now_ms() - site.site.now());
    let mut people = Vec::new();
    for n in 0..LEARNERS {
        people.push(Studying::enrolled(site, &format!("l{n}")).await);
    }
    people
}

/// Everything that was acknowledged is there, and the books verify. Says how many beats and passes.
async fn nothing_is_lost(site: &TestSite, people: &[Studying]) -> (usize, i64) {
    let (mut beats, mut passes) = (0, 0);
    for one in people {
        beats += one.all_acknowledged_is_there(&site.site.db).await;
        passes += one.passes;
    }
    assert!(beats > 20 * LEARNERS && passes > 0, "{beats} beats, {passes} passes: that was no load");
    let key = PublicKey::parse(&site.site.signer.public_key()).unwrap();
    let (policies, keys) = (&site.site.policies, Some(&*site.site.keys));
    let options = Options { policies, keys, key: Some(&key), kept: &[] };
    let report = verify(&mut site.site.db.snapshot().await.unwrap(), &options).await.unwrap();
    assert!(report.tree.entries >= passes, "{report}");
    (beats, passes)
}

#[tokio::test]
async fn whatever_was_acknowledged_before_a_kill_is_there_after_it() {
    on_both(async |site| {
        let mut people = people(site).await;
        let folder = tempfile::tempdir().unwrap();
        let url = database_url(&site.site.db).await;
        let (address, over) = (Cell::new(None), Cell::new(false));
        let killer = async {
            for n in 0..kills() {
                let mut server = Server::start(folder.path(), &url);
                address.set(Some(server.address));
                tokio::time::sleep(Duration::from_millis(40 + n * 337 % 1200)).await;
                server.kill();
                address.set(None);
            }
            // One that lives, so that everybody gets the answers they still wait for.
            let server = Server::start(folder.path(), &url);
            address.set(Some(server.address));
            over.set(true);
            server
        };
        let study = join_all(people.iter_mut().map(|one| one.studies(site, &address, &over)));
        let (mut server, _) = join(killer, study).await;
        server.kill();
        let (beats, passes) = nothing_is_lost(site, &people).await;
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
        let (address, over) = (Cell::new(None), Cell::new(false));
        let balancer = async {
            let mut servers = [Server::start(folder.path(), &url), Server::start(folder.path(), &url)];
            for round in 0..4 {
                for turn in 0..60 {
                    address.set(Some(servers[turn % 2].address));
                    tokio::time::sleep(Duration::from_millis(17)).await;
                }
                let old = &mut servers[round % 2];
                old.kill();
                *old = Server::start(folder.path(), &url);
            }
            // One that lives, so that everybody gets the answers they still wait for.
            address.set(Some(servers[0].address));
            over.set(true);
            servers
        };
        let study = join_all(people.iter_mut().map(|one| one.studies(site, &address, &over)));
        let (servers, _) = join(balancer, study).await;
        drop(servers);
        nothing_is_lost(site, &people).await;
    })
    .await;
}
