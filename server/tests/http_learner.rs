//! A learner who studies over HTTP, in process.

use std::sync::Arc;

use serde_json::{Value, json};

use domain::wire::DeviceSignature;

use crate::signing_device::SigningDevice;
use crate::site::{Actor, Answer, PASSWORD, TestSite};
use crate::store_fixture::city::run;

/// A learner of class `crab-k` in front of a lesson, whose player sends what the test says.
pub struct HttpLearner<'a> {
    site: &'a TestSite,
    pub actor: Actor<'a>,
    pub enrolment: String,
    pub session: String,
    pub seq: i64,
    /// Where the player stands, in seconds.
    pub at: i64,
    /// The check that the last answer carried.
    pub check: Option<String>,
    /// What signs for them; nothing where their browser cannot.
    pub device: Option<SigningDevice>,
}

/// Opens the class `crab-k`, its lessons made four hours long.
pub async fn long_lessons(site: &TestSite) {
    site.with_crab_class().await;
    run(&site.site.db, "UPDATE lesson SET duration_ms = 14400000").await;
    site.adopt_rows().await;
}

impl<'a> HttpLearner<'a> {
    /// Enrolled, and lesson `crab-1` open.
    pub async fn begin(site: &'a TestSite, login: &str) -> Self {
        let actor = site.learner(login).await;
        let enrolment = site.enrol(login).await;
        let mut learner =
            Self { site, actor, enrolment, session: String::new(), seq: 0, at: 0, check: None, device: None };
        learner.open("crab-1").await;
        learner
    }

    /// Signed in anew, as after a night.
    pub async fn sign_in(&mut self) {
        self.actor = self.site.signed_in(&self.actor.login).await;
    }

    /// The same learner before another node.
    pub fn move_to(&mut self, node: &'a TestSite) {
        let who = self.actor.token.clone().map(|token| (self.actor.login.clone(), token));
        self.actor = Actor::new(node, who);
    }

    pub async fn open(&mut self, lesson: &str) -> Value {
        let body = json!({ "enrolment": self.enrolment, "lesson": lesson });
        let opened = self.actor.json("/api/study/sessions", body).await.is(200).json();
        opened["session"].as_str().unwrap().clone_into(&mut self.session);
        self.at = opened["covered"].as_array().and_then(|all| all.last()?[1].as_i64()).unwrap_or(0) / 1000;
        self.note_check(&opened);
        opened
    }

    /// The next beat, ready to be sent once or often.
    pub fn next_beat(&mut self, played: &[[i64; 2]]) -> Value {
        self.seq += 1;
        self.at = played.last().map_or(self.at, |last| last[1]);
        let played: Vec<[i64; 2]> = played.iter().map(|[from, to]| [from * 1000, to * 1000]).collect();
        json!({ "session": self.session, "seq": self.seq, "played": played, "position_ms": self.at * 1000, "state": "playing" })
    }

    pub async fn send(&self, beat: &Value) -> Answer {
        self.actor.json("/api/study/beats", beat.clone()).await
    }

    /// Sends a beat about these seconds; how many counted.
    pub async fn report(&mut self, played: &[[i64; 2]]) -> i64 {
        let beat = self.next_beat(played);
        let answer = self.send(&beat).await.is(200).json();
        if let Some(device) = &mut self.device {
            device.sent(&beat);
        }
        self.note_check(&answer);
        answer["counted_ms"].as_i64().unwrap() / 1000
    }

    /// Sends a beat about these seconds after so many have gone by; how many counted.
    pub async fn report_after(&mut self, seconds: i64, played: &[[i64; 2]]) -> i64 {
        self.site.clock.forward_s(seconds);
        self.report(played).await
    }

    /// Plays on at the speed of time without the network, then reports it in one beat.
    pub async fn play(&mut self, seconds: i64) -> i64 {
        self.report_after(seconds, &[[self.at, self.at + seconds]]).await
    }

    /// Watches on, a beat every 15 seconds, passing every check that comes.
    pub async fn watch(&mut self, seconds: i64) {
        for _ in 0..seconds / 15 {
            self.play(15).await;
            if self.check.is_some() {
                assert_eq!(self.answer_check(true).await["result"], "passed");
            }
        }
    }

    /// Watches on until a check is due, and leaves it open.
    pub async fn watch_until_check(&mut self) -> String {
        for _ in 0..100 {
            self.play(15).await;
            if let Some(check) = &self.check {
                return check.clone();
            }
        }
        panic!("no check in 25 minutes");
    }

    pub async fn show_check(&self, check: &str) -> Answer {
        self.actor.json(&format!("/api/study/checks/{check}/shown"), json!({})).await
    }

    pub async fn submit_answer(&self, check: &str, answer: &str) -> Answer {
        self.actor
            .json(
                &format!("/api/study/checks/{check}/answer"),
                json!({ "answer": answer, "signed": self.signed(check, answer) }),
            )
            .await
    }

    /// What their device signs with what they give.
    fn signed(&self, check: &str, given: &str) -> Option<DeviceSignature> {
        self.device.as_ref().map(|device| device.signed(check, given))
    }

    /// Lets time go by, on the node that is asked too.
    fn wait(&self, seconds: i64) {
        self.site.clock.forward_s(seconds);
        let node = self.actor.site();
        if !Arc::ptr_eq(&node.clock, &self.site.clock) {
            node.clock.forward_s(seconds);
        }
    }

    /// Looks at the open check, waiting for it where it comes after a pause, and answers it a few seconds later. The key
    /// never reaches a client: the test asks the database.
    pub async fn answer_check(&mut self, right: bool) -> Value {
        let check = self.check.clone().unwrap();
        let mut shown = self.show_check(&check).await;
        while shown.status == 429 {
            self.wait(5);
            shown = self.show_check(&check).await;
        }
        shown.is(200);
        self.wait(3);
        let key = self.right_answer().await;
        let answer = if right { key } else { format!("not {key}") };
        let said = self.submit_answer(&check, &answer).await.is(200).json();
        if let Some(device) = self.device.as_mut().filter(|_| said["result"] == "passed") {
            device.head.clear();
        }
        self.check = said["next"]["id"].as_str().map(str::to_owned);
        said
    }

    /// The right answer to the open check.
    pub async fn right_answer(&self) -> String {
        let sql = "SELECT state FROM person_study WHERE person_id = $1";
        let person = self.actor.person();
        let state: String = store::read_db!(&self.site.site.db, |pool| {
            sqlx::query_scalar(sql).bind(&person).fetch_one(pool).await
        })
        .unwrap();
        let state: Value = serde_json::from_str(&state).unwrap();
        state["check"]["item"]["key"].as_str().unwrap().to_owned()
    }

    pub async fn prove_identity(&mut self) {
        let said = self.actor.json("/api/study/identity", json!({ "password": PASSWORD })).await;
        self.check = said.is(200).json()["next"]["id"].as_str().map(str::to_owned);
    }

    pub async fn close(&mut self) {
        let path = format!("/api/study/sessions/{}/close", self.session);
        let closed = self.actor.json(&path, json!({})).await.is(200).json();
        self.check = closed["check"]["id"].as_str().map(str::to_owned);
    }

    /// Waiting and verified seconds over all lessons.
    pub async fn hours(&self) -> (i64, i64) {
        let (waiting_ms, verified_ms) = self.hours_ms().await;
        (waiting_ms / 1000, verified_ms / 1000)
    }

    async fn hours_ms(&self) -> (i64, i64) {
        let classes = self.actor.get("/api/study/enrolments").await.is(200).json();
        let lessons =
            classes.as_array().unwrap().iter().flat_map(|class| class["lessons"].as_array().unwrap());
        lessons.fold((0, 0), |(waiting, verified), lesson| {
            let ms = |name: &str| lesson[name].as_i64().unwrap();
            (waiting + ms("waiting_ms"), verified + ms("verified_ms"))
        })
    }

    /// Counted seconds over all lessons.
    pub async fn counted(&self) -> i64 {
        let (waiting_ms, verified_ms) = self.hours_ms().await;
        (waiting_ms + verified_ms) / 1000
    }

    /// Seconds that were refused, over all reasons.
    pub async fn refused(&self) -> i64 {
        let hours = self.actor.get("/api/study/hours").await.is(200).json();
        let refusals = hours.as_array().unwrap().iter().flat_map(|line| line["refused"].as_array().unwrap());
        refusals.map(|refused| refused["ms"].as_i64().unwrap() / 1000).sum()
    }

    fn note_check(&mut self, answer: &Value) {
        self.check = answer["check"]["id"].as_str().map(str::to_owned);
    }
}
