//! `xueshi bench checks`: how many attendance checks a second are shown and passed, each pass an
//! entry of the ledger.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use domain::id::CheckId;
use domain::wire::{CheckAnswered, CheckResult, CheckShown};

use super::city::{self, Plan, RIGHT};
use super::load::{self, Client, Line, Pace};
use super::study::Crowd;
use super::{Ground, print};
use crate::tools::BenchChecks;

/// Everybody's check is due after so many beats.
const BEATS_MAX: usize = 8 * 15;

/// Learners whose check is due; a request shows it, the next answers it.
struct Due {
    checks: Vec<(String, CheckId)>,
    answer: Option<String>,
}

impl Client for Due {
    async fn next(&mut self, line: &mut Line) -> Result<Option<bool>> {
        let Some((token, check)) = self.checks.last() else { return Ok(None) };
        let path = |call: &str| format!("/api/study/checks/{}/{call}", check.as_str());
        let Some(answer) = self.answer.take() else {
            let (ok, body) = line.post(&path("shown"), token, "{}").await?;
            let shown: CheckShown = serde_json::from_slice(body).context("a check that is shown")?;
            // A number is typed without its spaces; of a question the first choice of the bank is right.
            self.answer = Some(match &shown.options {
                Some(options) => {
                    options.iter().position(|option| option == RIGHT).context("the right choice")?.to_string()
                }
                None => shown.prompt.replace(' ', ""),
            });
            return Ok(Some(ok));
        };
        let body = format!(r#"{{"answer":"{answer}"}}"#);
        let (ok, body) = line.post(&path("answer"), token, &body).await?;
        let said: CheckAnswered = serde_json::from_slice(body).context("an answered check")?;
        self.checks.pop();
        Ok(Some(ok && said.result == CheckResult::Passed))
    }
}

/// Measures one engine.
pub(super) async fn measure(ground: &Ground, options: &BenchChecks) -> Result<()> {
    let site = &ground.site;
    let plan = Plan { people: options.learners, class: 50, lessons: 1, lesson_ms: 86_400_000, days: None };
    let mut learners = city::people(site, &plan).await.context("the learners of the measurement")?;
    let crowd = Crowd { site, clock: &ground.clock, plan: &plan };
    crowd.open(&mut learners).await?;
    let mut due = Vec::new();
    for _ in 0..BEATS_MAX {
        due = crowd.watch(&mut learners, 15_000).await?;
        if due.len() == learners.len() {
            break;
        }
    }
    ensure!(due.len() == learners.len(), "not everybody's check is due");
    let mut clients: Vec<Due> =
        (0..options.clients).map(|_| Due { checks: Vec::new(), answer: None }).collect();
    for (number, (place, check)) in due.into_iter().enumerate() {
        let token = city::sign_in(site, &learners[place].account).await?;
        clients[number % options.clients].checks.push((token, check));
    }
    let (address, server) = ground.serve(axum::Router::new()).await?;
    let no_limit = Pace { time: Duration::from_hours(1), rate: None };
    let (phase, _) = load::run(address, clients, no_limit).await?;
    server.abort();
    print(ground.name, "shown and passed", &phase, None);
    let entries = site.db.ledger_size().await?;
    if phase.failed > 0 || entries != i64::try_from(options.learners)? {
        bail!("{} checks, {entries} entries of the ledger, {} failed", options.learners, phase.failed);
    }
    let report = ground.verify().await?;
    println!(
        "{:<12} {}; {entries} checks passed, each two requests, {} records verified",
        ground.name,
        ground.scratch.durability().await?,
        report.records
    );
    Ok(())
}
