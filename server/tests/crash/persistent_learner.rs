//! A learner whose player does not give up while the server is away.

use std::cell::Cell;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use server::system::SystemClock;
use store::{Db, read_db};
use store_read::evidence::Records;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use web::Clock;

use crate::site::TestSite;

/// What the learners and whoever kills the servers know of each other.
#[derive(Default)]
pub struct Load {
    /// The server that answers now, if there is one.
    pub address: Cell<Option<SocketAddr>>,
    /// Whether everybody may stop.
    pub over: Cell<bool>,
    /// Acknowledged beats.
    pub beats: Cell<usize>,
    /// Acknowledged passes of a check.
    pub passes: Cell<i64>,
}

/// A learner whose player sends the same thing again until it is answered.
pub struct PersistentLearner {
    token: String,
    person: String,
    enrolment: String,
    session: String,
    seq: i64,
    at_ms: i64,
    /// Session, number and answer of every acknowledged beat, and when it was answered.
    acknowledged: Vec<(String, i64, Value, i64)>,
    /// When each acknowledged pass of a check was answered, and how much it verified.
    passed_ms: Vec<(i64, i64)>,
}

/// Nobody answered: the server is gone.
struct Gone;

impl PersistentLearner {
    pub async fn enrolled(site: &TestSite, login: &str) -> Self {
        let actor = site.learner(login).await;
        let (person, enrolment) = (actor.person(), site.enrol(login).await);
        Self {
            token: actor.token.unwrap(),
            person,
            enrolment,
            session: String::new(),
            seq: 0,
            at_ms: 0,
            acknowledged: Vec::new(),
            passed_ms: Vec::new(),
        }
    }

    /// Studies until it is over: beats, and whenever a check is due or a second waits, a close with its check.
    pub async fn study(&mut self, site: &TestSite, load: &Load) {
        while !load.over.get() {
            // Whatever fails is begun anew with the next server.
            if self.one_round(site, load).await.is_err() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }

    async fn one_round(&mut self, site: &TestSite, load: &Load) -> Result<(), Gone> {
        let open = json!({ "enrolment": self.enrolment, "lesson": "crab-1" });
        let (status, opened) = self.call(load, "/api/study/sessions", &open).await?;
        // Whoever opens one lesson after another is told to wait, and does.
        if status == 429 {
            tokio::time::sleep(Duration::from_millis(500)).await;
            return Err(Gone);
        }
        assert_eq!(status, 200, "{opened}");
        opened["session"].as_str().unwrap().clone_into(&mut self.session);
        self.seq = 0;
        if let Some(check) = opened["check"]["id"].as_str() {
            self.pass_check(site, load, check).await?;
        }
        loop {
            self.seq += 1;
            let (from, to) = (self.at_ms, self.at_ms + 200);
            let beat = json!({
                "session": self.session, "seq": self.seq, "played": [[from, to]], "position_ms": to, "state": "playing",
            });
            let (status, answer) = loop {
                match self.call(load, "/api/study/beats", &beat).await {
                    Ok(answered) => break answered,
                    // The player keeps its queue: the same beat is sent until somebody answers.
                    Err(Gone) => tokio::time::sleep(Duration::from_millis(3)).await,
                }
            };
            assert_eq!(status, 200, "{answer}");
            self.at_ms += answer["counted_ms"].as_i64().unwrap();
            let waiting = answer["waiting_ms"].as_i64().unwrap();
            let is_due = answer["check"].is_object();
            load.beats.set(load.beats.get() + 1);
            self.acknowledged.push((self.session.clone(), self.seq, answer, SystemClock.now_ms()));
            if waiting > 1000 || is_due || load.over.get() {
                break;
            }
        }
        let close = format!("/api/study/sessions/{}/close", self.session);
        let (_, closed) = self.call(load, &close, &json!({})).await?;
        match closed["check"]["id"].as_str() {
            Some(check) => self.pass_check(site, load, check).await,
            None => Ok(()),
        }
    }

    /// Passes a check. The key never reaches a client: the test asks the database.
    async fn pass_check(&mut self, site: &TestSite, load: &Load, check: &str) -> Result<(), Gone> {
        self.call(load, &format!("/api/study/checks/{check}/shown"), &json!({})).await?;
        let sql = "SELECT state FROM person_study WHERE person_id = $1";
        let state: String = read_db!(&site.site.db, |pool| {
            sqlx::query_scalar(sql).bind(&self.person).fetch_one(pool).await
        })
        .unwrap();
        let state: Value = serde_json::from_str(&state).unwrap();
        let answer = json!({ "answer": state["check"]["item"]["key"] });
        let (status, said) = self.call(load, &format!("/api/study/checks/{check}/answer"), &answer).await?;
        if status == 200 && said["result"] == "passed" {
            load.passes.set(load.passes.get() + 1);
            let verified_ms = said["newly_verified_ms"].as_i64().unwrap();
            self.passed_ms.push((SystemClock.now_ms(), verified_ms));
        }
        Ok(())
    }

    /// Sends one request on a connection of its own.
    async fn call(&self, load: &Load, path: &str, body: &Value) -> Result<(u16, Value), Gone> {
        let address = load.address.get().ok_or(Gone)?;
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
            read_db!(db, |pool| sqlx::query_scalar(sql).bind(&self.person).fetch_one(pool).await).unwrap();
        assert!(verified >= passed_ms, "{verified} of {passed_ms} acknowledged");
        count
    }
}
