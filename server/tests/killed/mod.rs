//! The real binary as a child that is killed without warning, and people who study before it all the same.
#![allow(dead_code, clippy::allow_attributes, reason = "not every test file uses every function")]

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use app::request::Clock;
use serde_json::{Value, json};
use server::system::SystemClock;
use store::evidence::Records;
use store::{Db, on};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::site::TestSite;

/// A running `xueshi serve`.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it on a free port with the keys of the test site.
    pub fn start(folder: &Path, url: &str) -> Self {
        let built = folder.join("pkg");
        std::fs::create_dir_all(&built).unwrap();
        std::fs::write(built.join("manifest.json"), "{}").unwrap();
        std::fs::write(folder.join("key"), [7; 32]).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_xueshi"))
            .args(["--database", url, "--key-file", "key", "--ledger-name", "xueshi.example/test"])
            .args(["--log", "error", "serve", "--listen", "127.0.0.1:0", "--site", ".", "--public", "."])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().parse().unwrap();
        Self { child, address }
    }

    /// The signal that nobody can catch.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}

/// What a running server answers to a plain GET: status and body.
pub async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// The address at which another process finds the same database.
pub async fn database_url(db: &Db) -> String {
    match db {
        Db::Sqlite(pools) => {
            let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
            let path: String = sqlx::query_scalar(sql).fetch_one(&pools.readers).await.unwrap();
            format!("sqlite:{path}")
        }
        Db::Postgres(pool) => {
            let name: String = sqlx::query_scalar("SELECT current_database()").fetch_one(pool).await.unwrap();
            let server = std::env::var("PG_URL").unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        }
    }
}

/// A learner whose player sends the same thing again until it is answered.
pub struct Studying {
    token: String,
    person: String,
    enrolment: String,
    session: String,
    seq: i64,
    at_ms: i64,
    /// Session, number and answer of every acknowledged beat, and when it was answered.
    acknowledged: Vec<(String, i64, Value, i64)>,
    /// Acknowledged passes of a check.
    pub passes: i64,
    /// When they were answered, and how much each verified.
    passed_ms: Vec<(i64, i64)>,
}

/// Nobody answered: the server is gone.
struct Gone;

impl Studying {
    pub async fn enrolled(site: &TestSite, login: &str) -> Self {
        let actor = site.learner(login).await;
        let (person, enrolment) = (actor.person(), format!("e-{login}"));
        let (db, class, today) = (&site.site.db, "crab-k".into(), site.site.today());
        let (whose, who) = (enrolment.as_str().into(), person.as_str().into());
        db.enrol(&whose, &class, &who, &today, site.site.now()).await.unwrap();
        Self {
            token: actor.token.unwrap(),
            person,
            enrolment,
            session: String::new(),
            seq: 0,
            at_ms: 0,
            acknowledged: Vec::new(),
            passes: 0,
            passed_ms: Vec::new(),
        }
    }

    /// Studies until it is over: beats, and whenever a second waits, a close with its check.
    pub async fn studies(&mut self, site: &TestSite, address: &Cell<Option<SocketAddr>>, over: &Cell<bool>) {
        while !over.get() {
            // Whatever fails is begun anew with the next server.
            if self.one_round(site, address, over).await.is_err() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }

    async fn one_round(
        &mut self,
        site: &TestSite,
        address: &Cell<Option<SocketAddr>>,
        over: &Cell<bool>,
    ) -> Result<(), Gone> {
        let open = json!({ "enrolment": self.enrolment, "lesson": "crab-1" });
        let (_, opened) = self.call(address, "/api/study/sessions", &open).await?;
        opened["session"].as_str().unwrap().clone_into(&mut self.session);
        self.seq = 0;
        if let Some(check) = opened["check"]["id"].as_str() {
            self.confirms(site, address, check).await?;
        }
        loop {
            self.seq += 1;
            let (from, to) = (self.at_ms, self.at_ms + 200);
            let beat = json!({
                "session": self.session, "seq": self.seq, "played": [[from, to]], "position_ms": to, "state": "playing",
            });
            let (status, answer) = loop {
                match self.call(address, "/api/study/beats", &beat).await {
                    Ok(answered) => break answered,
                    // The player keeps its queue: the same beat is sent until somebody answers.
                    Err(Gone) => tokio::time::sleep(Duration::from_millis(3)).await,
                }
            };
            assert_eq!(status, 200, "{answer}");
            self.at_ms += answer["counted_ms"].as_i64().unwrap();
            let waiting = answer["waiting_ms"].as_i64().unwrap();
            self.acknowledged.push((self.session.clone(), self.seq, answer, SystemClock.now_ms()));
            if waiting > 1000 || over.get() {
                break;
            }
        }
        let close = format!("/api/study/sessions/{}/close", self.session);
        let (_, closed) = self.call(address, &close, &json!({})).await?;
        match closed["check"]["id"].as_str() {
            Some(check) => self.confirms(site, address, check).await,
            None => Ok(()),
        }
    }

    /// Passes a check. The key never reaches a client: the test asks the database.
    async fn confirms(
        &mut self,
        site: &TestSite,
        address: &Cell<Option<SocketAddr>>,
        check: &str,
    ) -> Result<(), Gone> {
        self.call(address, &format!("/api/study/checks/{check}/shown"), &json!({})).await?;
        let sql = "SELECT state FROM person_study WHERE person_id = $1";
        let state: String =
            on!(&site.site.db, |pool| { sqlx::query_scalar(sql).bind(&self.person).fetch_one(pool).await })
                .unwrap();
        let state: Value = serde_json::from_str(&state).unwrap();
        let answer = json!({ "answer": state["check"]["item"]["key"] });
        let (status, said) =
            self.call(address, &format!("/api/study/checks/{check}/answer"), &answer).await?;
        if status == 200 && said["result"] == "passed" {
            self.passes += 1;
            let verified_ms = said["newly_verified_ms"].as_i64().unwrap();
            self.passed_ms.push((SystemClock.now_ms(), verified_ms));
        }
        Ok(())
    }

    /// Sends one request on a connection of its own.
    async fn call(
        &self,
        address: &Cell<Option<SocketAddr>>,
        path: &str,
        body: &Value,
    ) -> Result<(u16, Value), Gone> {
        let address = address.get().ok_or(Gone)?;
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        let mut answer = Vec::new();
        let exchange = async {
            let mut stream = TcpStream::connect(address).await?;
            stream.write_all(request.as_bytes()).await?;
            stream.read_to_end(&mut answer).await
        };
        exchange.await.map_err(|_| Gone)?;
        let text = String::from_utf8(answer).unwrap();
        // An answer that was cut off is no answer.
        let (head, body) = text.split_once("\r\n\r\n").ok_or(Gone)?;
        let body = serde_json::from_str(body).map_err(|_| Gone)?;
        Ok((head.split(' ').nth(1).unwrap().parse().unwrap(), body))
    }

    /// The answers to all kept beats, by session and number; no beat is there twice.
    async fn kept(&self, db: &Db) -> HashMap<(String, i64), Value> {
        let mut books = db.snapshot().await.unwrap();
        let (mut kept, mut after) = (HashMap::new(), 0);
        while let Some(stretch) = books.records(&self.person, after).await.unwrap() {
            let (Records::Closed { records, .. } | Records::Open(records)) = stretch else {
                panic!("unreadable")
            };
            after = records.last().unwrap().n;
            for record in records {
                if let (Some(seq), Some(answer)) = (record.seq, record.answer) {
                    let answer = serde_json::from_str(&answer).unwrap();
                    assert_eq!(kept.insert((record.session.0, seq), answer), None, "a beat is there twice");
                }
            }
        }
        kept
    }

    /// Every acknowledged beat is kept with the very answer that was given; every acknowledged pass is in
    /// the ledger. Says how many beats.
    pub async fn all_acknowledged_is_there(&self, db: &Db) -> usize {
        self.acknowledged_before_is_there(db, i64::MAX).await
    }

    /// The same for what was acknowledged before a moment.
    pub async fn acknowledged_before_is_there(&self, db: &Db, moment_ms: i64) -> usize {
        let kept = self.kept(db).await;
        let mut count = 0;
        for (session, seq, answer, _) in self.acknowledged.iter().filter(|beat| beat.3 < moment_ms) {
            let kept = &kept[&(session.clone(), *seq)];
            assert_eq!(kept["counted_ms"], answer["counted_ms"], "{session} {seq}");
            assert_eq!(kept["waiting_ms"], answer["waiting_ms"], "{session} {seq}");
            count += 1;
        }
        let passed_ms: i64 =
            self.passed_ms.iter().filter(|pass| pass.0 < moment_ms).map(|(_, verified_ms)| verified_ms).sum();
        let sql = "SELECT CAST(COALESCE(SUM(ms), 0) AS BIGINT) FROM ledger_line WHERE person_id = $1";
        let verified: i64 =
            on!(db, |pool| sqlx::query_scalar(sql).bind(&self.person).fetch_one(pool).await).unwrap();
        assert!(verified >= passed_ms, "{verified} of {passed_ms} acknowledged");
        count
    }
}
