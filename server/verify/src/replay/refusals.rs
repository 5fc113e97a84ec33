//! What was refused, and how much real time there was for it; and the grants that give some of it back.
//!
//! Real time is reckoned once more here: what passes between the beats of a session and is neither credited
//! nor set aside for an earlier refusal. A grant beyond it would be time that never was.

use std::collections::{BTreeMap, BTreeSet};

use domain::study::{Grant, KeptRecord, RefusalCode};
use domain::wire::Refused;

use super::{Replay, Session, Waiting, seconds};
use crate::calendar::{day_of, time_in_window};
use crate::error::{Mismatch, holds, same};
use crate::sets::{Set, and, length, minus, or};

/// Enrolment, lesson, local day, reason.
type Key = (String, String, String, RefusalCode);

/// What was found of one refusal.
#[derive(Clone, Debug, Default)]
struct Found {
    played: Set,
    refused: i64,
    possible: i64,
}

/// The account of refused time.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    free: i64,
    last_at: i64,
    /// How long a session's credit budget can still bring up time from before its last beat.
    credit_budget: i64,
    set_aside: Vec<(Key, i64)>,
    found: BTreeMap<Key, Found>,
    granted: BTreeSet<String>,
}

/// A grant in its place among the records.
#[derive(Debug)]
pub struct Granted {
    pub record: i64,
    pub chain: String,
    pub at: i64,
    pub grant: Grant,
}

impl Replay<'_> {
    /// A session begins: nothing is left over from the one before.
    pub(super) fn refusals_from(&mut self, at: i64, budget_seconds: i64) {
        let refusals = &mut self.refusals;
        refusals.free = refusals.free.min(0);
        refusals.last_at = at;
        refusals.credit_budget = seconds(budget_seconds);
    }

    /// A beat counted so much, and refused the rest of what was played.
    pub(super) fn refusals_of(
        &mut self,
        session: &Session,
        now: i64,
        played: &[[i64; 2]],
        counted: i64,
        refused: &[Refused],
    ) {
        let Some(policy) = self.policies.version(&session.policy) else { return };
        let zone = policy.utc_offset_minutes.offset_minutes;
        let refusals = &mut self.refusals;
        let passed = match &policy.credit.clock_window {
            Some(window) => time_in_window(&window.value, refusals.last_at, now, zone),
            None => now - refusals.last_at,
        };
        refusals.last_at = now;
        refusals.free += passed - counted;
        while refusals.free < 0 {
            let Some((key, ms)) = refusals.set_aside.pop() else { break };
            let back = ms.min(-refusals.free);
            refusals.free += back;
            if let Some(found) = refusals.found.get_mut(&key) {
                found.possible -= back;
            }
            if ms > back {
                refusals.set_aside.push((key, ms - back));
            }
        }
        for refusal in refused {
            let code = match refusal.code.as_str() {
                "faster_than_time" => RefusalCode::FasterThanTime,
                "day_cap" => RefusalCode::DayCap,
                _ => continue,
            };
            let key = (session.enrolment.clone(), session.lesson.clone(), day_of(now, zone).0, code);
            let possible = refusal.ms.clamp(0, refusals.free.max(0));
            refusals.free -= possible;
            refusals.set_aside.push((key.clone(), possible));
            let found = refusals.found.entry(key).or_default();
            found.refused += refusal.ms;
            found.possible += possible;
            for &[from, to] in played {
                let (from, to) = (from.max(0), to.min(session.duration));
                if from < to {
                    found.played = or(&found.played, &[(from, to)]);
                }
            }
        }
    }

    /// What waited has expired: it had been credited, so time there was.
    pub(super) fn refusal_of_expired(&mut self, span: &Waiting, code: RefusalCode) {
        let key = (span.enrolment.clone(), span.lesson.clone(), span.day.clone(), code);
        let found = self.refusals.found.entry(key).or_default();
        found.played = or(&found.played, &[(span.from, span.to)]);
        found.refused += span.to - span.from;
        found.possible += span.to - span.from;
    }

    /// A grant gives back no more than was refused and possible, no second twice, and keeps the day's cap.
    pub(super) fn grant(&mut self, place: &str, row: &KeptRecord, grant: Grant) -> Result<Granted, Mismatch> {
        same(place, "the appeal in place of a session", &grant.appeal.0, &row.session.0)?;
        let first = self.refusals.granted.insert(grant.appeal.0.clone());
        holds(place, "grants of an appeal", first, "one", "another")?;
        let settled = self.refusals.last_at + self.refusals.credit_budget;
        holds(place, "its time", row.at_ms >= settled, &format!("not before {settled}"), row.at_ms)?;
        let key = (grant.enrolment.0.clone(), grant.lesson.0.clone(), grant.day.clone(), grant.code);
        let found = self.refusals.found.get(&key).cloned().unwrap_or_default();
        let set: Set = grant.ranges.as_slice().iter().map(|range| (range[0], range[1])).collect();
        let ms = length(&set);
        same(place, "what was granted but never refused", &Set::new(), &minus(&set, &found.played))?;
        let most = found.refused.min(found.possible);
        holds(place, "granted time", 0 < ms && ms <= most, &format!("1 to {most} ms"), ms)?;
        let lesson = (grant.enrolment.0.clone(), grant.lesson.0.clone());
        let progress = self.progress.entry(lesson).or_default();
        same(place, "what was granted although it counts", &Set::new(), &and(&progress.covered, &set))?;
        progress.covered = or(&progress.covered, &set);
        progress.verified += ms;
        let policy = self.policy(place, &grant.policy)?;
        let cap = policy.credit.day_cap_credit_hours.value * policy.credit.credit_hour_minutes.value * 60_000;
        let used = &mut self.days.entry(grant.day.clone()).or_default().0;
        *used += ms;
        holds(
            place,
            &format!("credited on {}", grant.day),
            *used <= cap,
            &format!("at most {cap} ms"),
            *used,
        )?;
        Ok(Granted { record: row.n, chain: self.chain.clone(), at: row.at_ms, grant })
    }
}
