//! Somebody who studies over HTTP, an honest learner beside a cheat, and the table of what came of it.
#![allow(dead_code, clippy::allow_attributes, reason = "not every test file uses every function")]

pub mod malformed;
pub mod table;

use serde_json::{Value, json};

use crate::site::store_tests::city::run;
use crate::site::{Actor, Answer, PASSWORD, TestSite};

/// A learner of class `crab-k` in front of a lesson, whose player sends what the test says.
pub struct Watcher<'a> {
    site: &'a TestSite,
    pub actor: Actor<'a>,
    pub enrolment: String,
    pub session: String,
    pub seq: i64,
    /// Where the player stands, in seconds.
    pub at: i64,
    /// The check that the last answer carried.
    pub check: Option<String>,
}

/// Opens the class `crab-k`, its lessons made four hours long.
pub async fn long_lessons(site: &TestSite) {
    site.with_crab_class().await;
    run(&site.site.db, "UPDATE lesson SET duration_ms = 14400000").await;
}

impl<'a> Watcher<'a> {
    /// Enrolled, and lesson `crab-1` open.
    pub async fn begins(site: &'a TestSite, login: &str) -> Self {
        let actor = site.learner(login).await;
        let person = actor.person();
        let (db, enrolment) = (&site.site.db, format!("e-{login}"));
        let (class, today) = ("crab-k".into(), site.site.today());
        let now_ms = site.site.now();
        db.enrol(&enrolment.as_str().into(), &class, &person.as_str().into(), &today, now_ms).await.unwrap();
        let mut watcher = Self { site, actor, enrolment, session: String::new(), seq: 0, at: 0, check: None };
        watcher.opens("crab-1").await;
        watcher
    }

    /// Signed in anew, as after a night.
    pub async fn signs_in(&mut self) {
        self.actor = self.site.signed_in(&self.actor.login).await;
    }

    /// The same learner before another node.
    pub fn before(&mut self, node: &'a TestSite) {
        let who = self.actor.token.clone().map(|token| (self.actor.login.clone(), token));
        self.actor = Actor::new(node, who);
    }

    pub async fn opens(&mut self, lesson: &str) -> Value {
        let body = json!({ "enrolment": self.enrolment, "lesson": lesson });
        let opened = self.actor.json("/api/study/sessions", body).await.is(200).json();
        opened["session"].as_str().unwrap().clone_into(&mut self.session);
        self.at = opened["covered"].as_array().and_then(|all| all.last()?[1].as_i64()).unwrap_or(0) / 1000;
        self.notes(&opened);
        opened
    }

    /// The next beat, ready to be sent once or often.
    pub fn beat(&mut self, played: &[[i64; 2]]) -> Value {
        self.seq += 1;
        self.at = played.last().map_or(self.at, |last| last[1]);
        let played: Vec<[i64; 2]> = played.iter().map(|[from, to]| [from * 1000, to * 1000]).collect();
        json!({ "session": self.session, "seq": self.seq, "played": played, "position_ms": self.at * 1000, "state": "playing" })
    }

    pub async fn sends(&self, beat: &Value) -> Answer {
        self.actor.json("/api/study/beats", beat.clone()).await
    }

    /// Sends a beat about these seconds; how many counted.
    pub async fn says(&mut self, played: &[[i64; 2]]) -> i64 {
        let beat = self.beat(played);
        let answer = self.sends(&beat).await.is(200).json();
        self.notes(&answer);
        answer["counted_ms"].as_i64().unwrap() / 1000
    }

    /// Plays on at the speed of time without the network, then reports it in one beat.
    pub async fn plays(&mut self, seconds: i64) -> i64 {
        self.site.clock.forward_s(seconds);
        self.says(&[[self.at, self.at + seconds]]).await
    }

    /// Watches on, a beat every 15 seconds, passing every check that comes.
    pub async fn watches(&mut self, seconds: i64) {
        for _ in 0..seconds / 15 {
            self.plays(15).await;
            if self.check.is_some() {
                assert_eq!(self.answers(true).await["result"], "passed");
            }
        }
    }

    /// Watches on until a check is due, and leaves it open.
    pub async fn meets_a_check(&mut self) -> String {
        for _ in 0..100 {
            self.plays(15).await;
            if let Some(check) = &self.check {
                return check.clone();
            }
        }
        panic!("no check in 25 minutes");
    }

    pub async fn sees(&self, check: &str) -> Answer {
        self.actor.json(&format!("/api/study/checks/{check}/shown"), json!({})).await
    }

    pub async fn types(&self, check: &str, answer: &str) -> Answer {
        self.actor.json(&format!("/api/study/checks/{check}/answer"), json!({ "answer": answer })).await
    }

    /// Looks at the open check and answers it. The key never reaches a client: the test asks the database.
    pub async fn answers(&mut self, right: bool) -> Value {
        let check = self.check.clone().unwrap();
        self.sees(&check).await.is(200);
        let key = self.key().await;
        let answer = if right { key } else { format!("not {key}") };
        let said = self.types(&check, &answer).await.is(200).json();
        self.check = said["next"]["id"].as_str().map(str::to_owned);
        said
    }

    /// The right answer to the open check.
    pub async fn key(&self) -> String {
        let sql = "SELECT state FROM person_study WHERE person_id = $1";
        let person = self.actor.person();
        let state: String = store::read_db!(&self.site.site.db, |pool| {
            sqlx::query_scalar(sql).bind(&person).fetch_one(pool).await
        })
        .unwrap();
        let state: Value = serde_json::from_str(&state).unwrap();
        state["check"]["item"]["key"].as_str().unwrap().to_owned()
    }

    pub async fn proves_identity(&mut self) {
        let said = self.actor.json("/api/study/identity", json!({ "password": PASSWORD })).await;
        self.check = said.is(200).json()["next"]["id"].as_str().map(str::to_owned);
    }

    pub async fn closes(&mut self) {
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

    fn notes(&mut self, answer: &Value) {
        self.check = answer["check"]["id"].as_str().map(str::to_owned);
    }
}

/// A cheat, and an honest learner who studies beside them and must lose nothing by it.
pub struct Beside<'a> {
    pub site: &'a TestSite,
    pub cheat: Watcher<'a>,
    pub honest: Watcher<'a>,
    opened_ms: i64,
    studied: i64,
}

impl<'a> Beside<'a> {
    pub async fn begin(site: &'a TestSite) -> Self {
        long_lessons(site).await;
        let cheat = Watcher::begins(site, "cheat").await;
        let honest = Watcher::begins(site, "honest").await;
        Self { site, cheat, honest, opened_ms: site.site.now(), studied: 0 }
    }

    /// Time goes by; the honest learner studies all of it.
    pub async fn pass(&mut self, seconds: i64) {
        let mut left = seconds;
        while left > 0 {
            let step = left.min(15);
            self.honest.plays(step).await;
            if self.honest.check.is_some() {
                assert_eq!(self.honest.answers(true).await["result"], "passed");
            }
            left -= step;
            self.studied += step;
        }
    }

    /// Hours go by in which nobody studies.
    pub async fn rest(&mut self, hours: i64) {
        self.site.clock.forward_s(hours * 3600);
        self.cheat.signs_in().await;
        self.honest.signs_in().await;
    }

    /// Seconds since the cheat began.
    pub fn elapsed(&self) -> i64 {
        (self.site.site.now() - self.opened_ms) / 1000
    }

    async fn honest_lost_nothing(&self) {
        assert_eq!(self.honest.counted().await, self.studied, "the honest learner counts in full");
        assert_eq!(self.honest.refused().await, 0, "and nothing of theirs was refused");
    }

    /// What the cheat has beyond real time.
    pub async fn gained(&self) -> i64 {
        self.honest_lost_nothing().await;
        (self.cheat.counted().await - self.elapsed()).max(0)
    }

    /// What the cheat has verified although no check was passed.
    pub async fn verified(&self) -> i64 {
        self.honest_lost_nothing().await;
        self.cheat.hours().await.1
    }
}
