//! The real program as a witness, killed and started again, and the real program as the auditor who asks it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use server::jobs::ask_witnesses::{self, Witness};
use server::system::SystemClock;
use store::class::NewClass;
use store::tree::LEDGER;
use web::Clock;

use super::study;
use crate::server_process::database_url;
use crate::site::TestSite;
use crate::store_fixture::courses::{class, course};
use crate::store_learner::StoreLearner;

/// A running `xueshi witness`.
struct Process {
    child: Child,
    address: String,
    public_key: String,
}

impl Process {
    fn start(folder: &Path, listen: &str, site: &TestSite) -> Self {
        let logs = [site.site.signer.clone(), site.site.signer.audit()];
        let logs = logs.map(|signer| format!("--watch={}={}", signer.origin(), signer.public_key()));
        let mut child = Command::new(env!("CARGO_BIN_EXE_xueshi"))
            .args(["--log", "error", "--key-file", "witness.key", "witness", "--state", "witness.state"])
            .args(["--name", "auditor.example/w1", "--listen", listen])
            .args(logs)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let (address, public_key) = (lines.next().unwrap(), lines.next().unwrap());
        Self { child, address, public_key }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}

/// A class of today, and the site's clock so far behind the machine's that all that is studied lies in the past.
async fn in_real_time(site: &TestSite) {
    site.clock.forward_ms(SystemClock.now_ms() - 600_000 - site.site.now());
    site.site.db.publish_course(&course("crab", "大闸蟹养殖入门"), 1_000).await.unwrap();
    let (starts_on, ends_on) = ("2000-01-01".to_owned(), "2999-12-31".to_owned());
    site.site.db.open_class(&NewClass { starts_on, ends_on, ..class("crab") }, 1_000).await.unwrap();
}

/// Runs `xueshi verify` over a site's database against a witness; whether it holds, and what it says.
fn verified(folder: &Path, url: &str, witness: &str) -> (bool, String) {
    std::fs::write(folder.join("key"), [7; 32]).unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_xueshi"))
        .args(["--database", url, "--key-file", "key", "--ledger-name", "xueshi.example/test"])
        .args(["--log", "error", "verify", "--witness", witness])
        .current_dir(folder)
        .output()
        .unwrap();
    let text = [said.stdout, said.stderr].concat();
    (said.status.success(), String::from_utf8(text).unwrap())
}

/// Shows the witness a checkpoint as the books stand, from an old size on; status, type and body of its answer.
async fn shown(address: &str, site: &TestSite, old: i64) -> (u16, String, String) {
    let made = site.site.db.make_checkpoint(&site.site.signer, site.site.now()).await.unwrap();
    let proof = site.site.db.consistency_proof(old.min(made.size), made.size).await.unwrap();
    let head = proof.iter().fold(format!("old {old}\n"), |head, hash| head + &hash.to_string() + "\n");
    let body = head + "\n" + &made.note;
    let answer =
        reqwest::Client::new().post(format!("{address}/add-checkpoint")).body(body).send().await.unwrap();
    let kind = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    (answer.status().as_u16(), kind.unwrap_or_default(), answer.text().await.unwrap())
}

#[tokio::test]
async fn killed_and_started_again_it_refuses_what_is_older_and_an_auditor_is_told() {
    super::on_two_sqlite(async |site, copy| {
        let folder = tempfile::tempdir().unwrap();
        let mut witness = Process::start(folder.path(), "127.0.0.1:0", site);
        let listen = witness.address.strip_prefix("http://").unwrap().to_owned();
        for (site, lessons) in [(site, vec!["crab-3", "crab-2", "crab-1"]), (copy, vec!["crab-3", "crab-2"])]
        {
            in_real_time(site).await;
            let mut li = StoreLearner::enrolled(site, "li").await;
            for lesson in lessons {
                study(site, &mut li, lesson).await;
            }
        }
        let (status, _, line) = shown(&witness.address, site, 0).await;
        assert_eq!((status, line.starts_with("— auditor.example/w1 ")), (200, true));
        let (address, public_key) = (witness.address.clone(), witness.public_key.clone());
        witness.kill();
        let witness = Process::start(folder.path(), &listen, site);
        assert_eq!((&witness.address, &witness.public_key), (&address, &public_key));
        for old in [0, 1, 2] {
            let conflict = (409, "text/x.tlog.size".to_owned(), "3\n".to_owned());
            assert_eq!(shown(&address, copy, old).await, conflict, "an older checkpoint");
        }
        assert_eq!(shown(&address, copy, 3).await.0, 400);
        assert_eq!(shown(&address, site, 3).await.0, 200);
        assert_eq!(reqwest::get(format!("{address}/add-checkpoint")).await.unwrap().status(), 405);
        assert_eq!(reqwest::get(format!("{address}/00/checkpoint")).await.unwrap().status(), 404);

        // The site that asks it, by a clock of its own which is another: nothing is kept, and nothing refused.
        let asked = Witness::parse(&format!("{address}={public_key}")).unwrap();
        ask_witnesses::once(&site.site, &asked).await.unwrap();

        let url = database_url(&site.site.db).await;
        let url_of_copy = database_url(&copy.site.db).await;
        for place in [address.clone(), folder.path().join("witness.state").display().to_string()] {
            let named = format!("{place}={public_key}");
            let (holds, said) = verified(folder.path(), &url, &named);
            assert!(holds, "{said}");
            assert!(
                said.contains("the witness auditor.example/w1 saw 3 entries of xueshi.example/test on "),
                "{said}"
            );
            let (holds, said) = verified(folder.path(), &url_of_copy, &named);
            assert!(
                !holds && said.contains("2: the newest were cut off, or these books are an older copy"),
                "{said}"
            );
        }
        let (holds, said) = verified(folder.path(), &url, &format!("nowhere={public_key}"));
        assert!(!holds && said.contains("nowhere cannot be read"), "{said}");
        assert!(site.site.db.last_cosigned(&LEDGER, &public_key).await.unwrap().is_none());
    })
    .await;
}
