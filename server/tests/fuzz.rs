//! Spoiled requests to the calls of study, thousands of them against the real handlers: never a 500, what is refused changes
//! nothing, what is taken gives nothing, and whoever studies beside it loses nothing.
//!
//! `XUESHI_FUZZ_CASES` says how many on each database, `XUESHI_FUZZ_SEED` which.

mod mutations;

use axum::body::Body;
use axum::http::Method;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use store::read_db;
use verify::{Options, verify};

use crate::http_learner::{HttpLearner, long_lessons};
use crate::site::{TestSite, on_both};
use mutations::{Case, Who, case};

/// So many between two looks at whether everybody can still study.
const ROUND: usize = 250;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[tokio::test]
async fn spoiled_requests_change_nothing_and_are_never_answered_with_500() {
    let (cases, seed) = (number("XUESHI_FUZZ_CASES", 1000), number("XUESHI_FUZZ_SEED", 1));
    on_both(async |site| {
        long_lessons(site).await;
        let mut runner = runner(seed);
        let mut fuzz = Fuzz::begin(site).await;
        let mut left = usize::try_from(cases).unwrap();
        let mut taken = 0_u64;
        while left > 0 {
            let round = left.min(ROUND);
            fuzz.a_check_is_due().await;
            for _ in 0..round {
                let mut tree = case().new_tree(&mut runner).unwrap();
                match fuzz.holds(&tree.current()).await {
                    Ok(was_taken) => taken += u64::from(was_taken),
                    Err(first) => panic!("seed {seed}: {}", fuzz.smallest(&mut tree, first).await),
                }
            }
            fuzz.everybody_goes_on().await;
            left -= round;
        }
        println!("{cases} cases, {taken} hardly spoiled and taken");
        assert!((cases / 20..cases * 19 / 20).contains(&taken), "{taken} of {cases}");
        let options = Options { policies: &site.site.policies, keys: None, key: None, kept: &[] };
        verify(&mut site.site.db.snapshot().await.unwrap(), &options).await.unwrap();
    })
    .await;
}

fn runner(seed: u64) -> TestRunner {
    let seed: Vec<u8> = seed.to_le_bytes().repeat(4);
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

/// Somebody whose beats are spoiled, somebody whose answers are, and somebody honest beside them.
struct Fuzz<'a> {
    site: &'a TestSite,
    player: HttpLearner<'a>,
    answerer: HttpLearner<'a>,
    check: String,
    honest: HttpLearner<'a>,
    /// Seconds that the honest one studied.
    studied: i64,
    began_ms: i64,
    rounds: i64,
    /// What was written when it was looked at last.
    known: Totals,
}

/// Everything that study writes: the state of each person, and sums over the tables.
type Totals = (Vec<(String, String, Option<i64>)>, (i64, i64, i64, i64, i64, i64));

impl<'a> Fuzz<'a> {
    async fn begin(site: &'a TestSite) -> Self {
        Self {
            site,
            player: HttpLearner::begin(site, "player").await,
            answerer: HttpLearner::begin(site, "answerer0").await,
            check: String::new(),
            honest: HttpLearner::begin(site, "honest").await,
            studied: 0,
            began_ms: site.site.now(),
            rounds: 0,
            known: Totals::default(),
        }
    }

    /// Somebody new has a check on the screen.
    async fn a_check_is_due(&mut self) {
        self.rounds += 1;
        self.answerer = HttpLearner::begin(self.site, &format!("answerer{}", self.rounds)).await;
        self.check = self.answerer.watch_until_check().await;
        self.answerer.show_check(&self.check).await.is(200);
        self.player.sign_in().await;
        self.honest.sign_in().await;
        self.known = self.totals().await;
    }

    /// What a right request would be.
    fn right(&self, case: &Case) -> (&HttpLearner<'a>, String, Value) {
        let id = case.id.as_deref().unwrap_or(&self.check);
        let beat = |seq: i64| {
            let to = seq * 1000;
            json!({"session": self.player.session, "seq": seq, "played": [[to - 1000, to]], "position_ms": to, "state": "playing"})
        };
        let of_check = |call: &str| format!("/api/study/checks/{id}/{call}");
        let open = json!({"enrolment": self.player.enrolment, "lesson": "crab-1"});
        let calls = [
            (&self.player, "/api/study/beats".to_owned(), beat(7)),
            (&self.player, "/api/study/beats/batch".to_owned(), json!([beat(8), beat(9)])),
            (&self.player, "/api/study/sessions".to_owned(), open),
            (&self.answerer, of_check("answer"), json!({"answer": "no"})),
            (&self.answerer, of_check("shown"), json!({})),
            (&self.answerer, of_check("extend"), json!({})),
        ];
        let [at] = [case.call.index(calls.len())];
        calls.into_iter().nth(at).unwrap()
    }

    /// Sends it; says whether it was taken, or what does not hold.
    async fn holds(&mut self, case: &Case) -> Result<bool, String> {
        let (right, path, body) = self.right(case);
        let mut body = body.to_string().into_bytes();
        case.changes.iter().for_each(|change| change.to(&mut body));
        let of_check = path.contains("/checks/");
        let other = if of_check { &self.player } else { &self.answerer };
        let stranger = self.site.stranger();
        let actor = match case.who {
            Who::Right => &right.actor,
            Who::Other => &other.actor,
            Who::Nobody => &stranger,
        };
        let answer = actor.ask(Method::POST, &path, case.content, Body::from(body.clone())).await;
        let status = answer.status.as_u16();
        let shown: String = String::from_utf8_lossy(&body).chars().take(300).collect();
        let said = || format!("{path} {shown:?} {case:?}: {status} {}", answer.text());
        let now = self.totals().await;
        let changed = std::mem::replace(&mut self.known, now) != self.known;
        if status == 200 {
            if case.who == Who::Nobody {
                return Err(format!("taken of nobody: {}", said()));
            }
            if path.ends_with("/sessions")
                && let Some(session) = answer.json()["session"].as_str()
                && case.who == Who::Right
            {
                session.clone_into(&mut self.player.session);
            }
            return Ok(true);
        }
        if ![400, 401, 403, 404, 409, 410, 413, 429].contains(&status) {
            return Err(format!("an answer that nobody expects: {}", said()));
        }
        if answer.header("content-type") != Some("application/problem+json")
            || !answer.json()["code"].is_string()
        {
            return Err(format!("a refusal without its reason: {}", said()));
        }
        if changed {
            return Err(format!("something changed: {}", said()));
        }
        Ok(false)
    }

    async fn totals(&self) -> Totals {
        let people =
            "SELECT person_id, state, CAST(LENGTH(log) AS BIGINT) FROM person_study ORDER BY person_id";
        let sums = "SELECT (SELECT COUNT(*) FROM study_session), (SELECT COUNT(*) FROM attendance_check),
                           (SELECT size FROM ledger_head), (SELECT COUNT(*) FROM evidence),
                           (SELECT CAST(COALESCE(SUM(ms), 0) AS BIGINT) FROM refusal),
                           (SELECT CAST(COALESCE(SUM(waiting_ms + verified_ms), 0) AS BIGINT) FROM lesson_progress)";
        let people =
            read_db!(&self.site.site.db, |pool| sqlx::query_as(people).fetch_all(pool).await).unwrap();
        (people, read_db!(&self.site.site.db, |pool| sqlx::query_as(sums).fetch_one(pool).await).unwrap())
    }

    /// The smallest case that still shows what was found.
    async fn smallest<T: ValueTree<Value = Case>>(&mut self, tree: &mut T, first: String) -> String {
        let mut found = first;
        for _ in 0..200 {
            if !tree.simplify() {
                break;
            }
            match self.holds(&tree.current()).await {
                Err(smaller) => found = smaller,
                Ok(_) if !tree.complicate() => break,
                Ok(_) => {}
            }
        }
        found
    }

    /// The highest number of the spoiled session's beats so far.
    async fn highest_number(&self) -> i64 {
        let sql = "SELECT state FROM person_study WHERE person_id = $1";
        let person = self.player.actor.person();
        let state: String =
            read_db!(&self.site.site.db, |pool| sqlx::query_scalar(sql).bind(&person).fetch_one(pool).await)
                .unwrap();
        serde_json::from_str::<Value>(&state).unwrap()["live"]["seq_max"].as_i64().unwrap()
    }

    /// The honest one studies on and loses nothing; the spoiled session can be used; nobody has more than real time.
    async fn everybody_goes_on(&mut self) {
        self.studied += 15;
        assert_eq!(self.honest.play(15).await, 15, "the honest learner counts in full");
        if self.honest.check.is_some() {
            assert_eq!(self.honest.answer_check(true).await["result"], "passed");
        }
        assert_eq!((self.honest.counted().await, self.honest.refused().await), (self.studied, 0));
        // A number that no case has used, and a place where no case has been.
        self.player.seq = self.highest_number().await;
        self.player.at = 7200 + 15 * self.rounds;
        let beat = self.player.next_beat(&[[self.player.at, self.player.at + 15]]);
        let answer = self.player.send(&beat).await.is(200).json();
        if let Some(check) = answer["check"]["id"].as_str() {
            self.player.check = Some(check.to_owned());
            assert_eq!(self.player.answer_check(true).await["result"], "passed");
        }
        let elapsed = (self.site.site.now() - self.began_ms) / 1000;
        assert!(self.player.counted().await <= elapsed, "no more than real time");
    }
}
