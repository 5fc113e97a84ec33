//! Dated policies: every number the rules use, each with its source.
//!
//! A policy is a TOML file. Study sessions keep the version they were opened under; a class
//! keeps the version it was opened under for its subsidy. A change never rewrites history.

pub mod difference;

use serde::{Deserialize, Serialize};

use crate::time::{DAY_MS, Zone};

/// A value and where it comes from: a regulation, a comparable place, or the house's own choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    /// The value, in the unit named by the field.
    pub value: T,
    /// Where it comes from.
    pub source: String,
}

/// A dated policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Name of the version, unique for ever, as `2026-01-01`.
    pub version: String,
    /// `standard`, or `compressed` (seconds instead of minutes, for demonstrations and tests).
    pub profile: Profile,
    /// Local day from which new classes and sessions use it.
    pub effective_from: String,
    /// The programme's time zone.
    pub utc_offset_minutes: Zone,
    /// How played time becomes provisional seconds.
    pub credit: CreditPolicy,
    /// How provisional seconds become verified.
    pub check: CheckPolicy,
    /// What verified hours pay.
    pub subsidy: SubsidyPolicy,
    /// How often training is paid for.
    pub limits: LimitPolicy,
    /// How the final test of a class is held that has one; absent in versions before there was one.
    pub exam: Option<ExamPolicy>,
}

/// Which family of policies a server uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Real minutes.
    Standard,
    /// Seconds instead of minutes: demonstrations and tests only.
    Compressed,
}

/// How played time becomes provisional seconds (RULES.md, section 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditPolicy {
    /// How often the player reports.
    pub beat_seconds: Sourced<i64>,
    /// `G`: the most real time that may wait in the credit budget.
    pub budget_seconds_max: Sourced<i64>,
    /// Real time beyond the credit budget that contiguous play may draw on each local day.
    pub offline_seconds_a_day: Sourced<i64>,
    /// Minutes of verified study in one credit hour.
    pub credit_hour_minutes: Sourced<i64>,
    /// The most credit hours one local day can earn.
    pub day_cap_credit_hours: Sourced<i64>,
    /// Local time of day in which study counts, `["06:00", "23:00"]`; absent means always.
    pub clock_window: Option<Sourced<[String; 2]>>,
}

/// How provisional seconds become verified (RULES.md, section 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckPolicy {
    /// Shortest person-time between a pass and the next due point.
    pub interval_seconds_min: Sourced<i64>,
    /// Longest person-time between them, and the most that may ever wait unchecked.
    pub interval_seconds_max: Sourced<i64>,
    /// Time after a resume in which no check is issued, as far as what waits unchecked allows it;
    /// absent in versions before there was one.
    pub quiet_seconds: Option<Sourced<i64>>,
    /// Person-time that still counts after the player was told of a check.
    pub told_allowance_seconds: Sourced<i64>,
    /// Time to answer, from the moment the check is on screen.
    pub answer_seconds: Sourced<i64>,
    /// How often that time may be extended by as much again.
    pub extensions_max: Sourced<i64>,
    /// Lateness forgiven for a slow network.
    pub answer_grace_seconds: Sourced<i64>,
    /// Ignored offers after which the waiting segment expires.
    pub offers_max: Sourced<i64>,
    /// Wrong answers in a row after which identity is re-checked.
    pub wrong_max: Sourced<i64>,
    /// The least time in which anybody sees an item and answers it.
    pub answer_ms_min: Sourced<i64>,
    /// Characters of it that the fastest reader takes in beyond that.
    pub read_characters_a_second: Sourced<i64>,
    /// Pause before the next item, for each wrong answer since the last pass.
    pub wrong_pause_seconds: Sourced<i64>,
    /// From so many questions in a row right at the first try on, each puts a spare try aside.
    pub spare_from_row: Sourced<i64>,
    /// Spare tries that passing at the first one can put aside.
    pub spare_tries_max: Sourced<i64>,
    /// Holds in one segment after which it expires.
    pub holds_max: Sourced<i64>,
    /// How often a day the password alone confirms identity.
    pub password_alone_a_day: Sourced<i64>,
    /// Whether once a study day a check is of identity.
    pub identity_once_a_day: Sourced<bool>,
    /// Share of the stretch a question is about that must have been seen, in percent.
    pub question_seen_percent: Sourced<i64>,
    /// The most checks of a person that may be passed by a number, in percent.
    pub number_percent_max: Sourced<i64>,
    /// The shortest tail worth a check when a lesson is closed.
    pub tail_seconds_min: Sourced<i64>,
    /// Whether the learner may confirm with a passkey instead of answering; absent means no.
    pub passkey_instead: Option<Sourced<bool>>,
}

impl CheckPolicy {
    /// Whether a passkey passes a check as an answer does.
    pub fn takes_passkeys(&self) -> bool {
        self.passkey_instead.as_ref().is_some_and(|instead| instead.value)
    }
}

/// What verified hours pay (domain facts, sections 1.2, 1.5 and 3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubsidyPolicy {
    /// Share of the class's required time that completes it, in percent.
    pub completion_percent: Sourced<i64>,
    /// Mark of the final test that completes a class which has one.
    pub test_mark_min: Sourced<i64>,
    /// Pay for one credit hour, in fen.
    pub credit_hour_fen: Sourced<i64>,
    /// The most one person gets for one class, in fen.
    pub class_fen_max: Sourced<i64>,
    /// Share of the rate that a class not completed still pays, in percent.
    pub partial_percent: Sourced<i64>,
}

/// How often training is paid for (domain facts, section 3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitPolicy {
    /// Subsidised trainings that one person may begin in a calendar year.
    pub trainings_a_year: Sourced<i64>,
}

/// How the final test of a class is held (RULES.md, section 8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamPolicy {
    /// Questions of a paper, if the bank of the course has as many.
    pub questions: Sourced<i64>,
    /// Minutes to answer them.
    pub minutes: Sourced<i64>,
    /// How often whoever did not pass may sit it again.
    pub retakes: Sourced<i64>,
    /// Hours between two tries.
    pub wait_hours: Sourced<i64>,
}

/// A number of a policy is outside what the rules allow; says what to mend.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("policy {version}: {field} is out of range: {allowed}")]
pub struct PolicyError {
    /// The version of the file.
    pub version: String,
    /// The field to mend.
    pub field: &'static str,
    /// What is allowed.
    pub allowed: &'static str,
}

impl Policy {
    /// The policy, if every number is within what the rules allow.
    pub fn checked(self) -> Result<Self, PolicyError> {
        let (credit, check, subsidy) = (&self.credit, &self.check, &self.subsidy);
        let exam = |allowed: fn(&ExamPolicy) -> bool| self.exam.as_ref().is_none_or(allowed);
        let rules: [(&'static str, &'static str, bool); 23] = [
            (
                "effective_from",
                "a date as 2026-01-01",
                self.utc_offset_minutes.day_start_ms(&self.effective_from).is_some(),
            ),
            ("credit.beat_seconds", "1 to 60", (1..=60).contains(&credit.beat_seconds.value)),
            (
                "credit.budget_seconds_max",
                "at least two beats",
                credit.budget_seconds_max.value >= 2 * credit.beat_seconds.value,
            ),
            (
                "credit.offline_seconds_a_day",
                "0 to 3600",
                (0..=3600).contains(&credit.offline_seconds_a_day.value),
            ),
            (
                "credit.credit_hour_minutes",
                "30, 40, 45, 50 or 60 (1 in the compressed profile)",
                [30, 40, 45, 50, 60].contains(&credit.credit_hour_minutes.value)
                    || (self.profile == Profile::Compressed && credit.credit_hour_minutes.value == 1),
            ),
            (
                "credit.clock_window",
                "two times of day as 06:00, the earlier first",
                credit.clock_window.is_none()
                    || self.window_minutes().is_some_and(|(from, to)| from < to && to <= 1440),
            ),
            (
                "check.interval_seconds_max",
                "more than interval_seconds_min and told_allowance_seconds together",
                check.interval_seconds_min.value > 0
                    && check.interval_seconds_max.value
                        > check.interval_seconds_min.value + check.told_allowance_seconds.value,
            ),
            ("check.quiet_seconds", "0 to 600", (0..=600).contains(&(self.quiet_ms() / 1000))),
            ("check.answer_seconds", "10 to 1800", (10..=1800).contains(&check.answer_seconds.value)),
            ("check.offers_max", "1 to 10", (1..=10).contains(&check.offers_max.value)),
            ("check.answer_ms_min", "0 to 3000", (0..=3000).contains(&check.answer_ms_min.value)),
            (
                "check.read_characters_a_second",
                "20 or more, faster than anybody reads",
                check.read_characters_a_second.value >= 20,
            ),
            ("check.wrong_pause_seconds", "0 to 60", (0..=60).contains(&check.wrong_pause_seconds.value)),
            ("check.spare_from_row", "1 to 10", (1..=10).contains(&check.spare_from_row.value)),
            ("check.holds_max", "1 to 10", (1..=10).contains(&check.holds_max.value)),
            (
                "check.question_seen_percent",
                "50 to 100: most of it",
                (50..=100).contains(&check.question_seen_percent.value),
            ),
            ("check.number_percent_max", "0 to 100", (0..=100).contains(&check.number_percent_max.value)),
            ("subsidy.completion_percent", "1 to 100", (1..=100).contains(&subsidy.completion_percent.value)),
            ("limits.trainings_a_year", "1 to 12", (1..=12).contains(&self.limits.trainings_a_year.value)),
            ("exam.questions", "5 to 100", exam(|exam| (5..=100).contains(&exam.questions.value))),
            ("exam.minutes", "1 to 240", exam(|exam| (1..=240).contains(&exam.minutes.value))),
            ("exam.retakes", "0 to 9", exam(|exam| (0..=9).contains(&exam.retakes.value))),
            ("exam.wait_hours", "0 to 720", exam(|exam| (0..=720).contains(&exam.wait_hours.value))),
        ];
        match rules.into_iter().find(|(_, _, holds)| !holds) {
            Some((field, allowed, _)) => Err(PolicyError { version: self.version.clone(), field, allowed }),
            None => Ok(self),
        }
    }

    /// `G` in milliseconds.
    pub fn credit_budget_ms_max(&self) -> i64 {
        self.credit.budget_seconds_max.value * 1000
    }

    /// One credit hour in milliseconds.
    pub fn credit_hour_ms(&self) -> i64 {
        self.credit.credit_hour_minutes.value * 60_000
    }

    /// The most a local day can earn, in milliseconds.
    pub fn day_cap_ms(&self) -> i64 {
        self.credit.day_cap_credit_hours.value * self.credit_hour_ms()
    }

    /// The most that may wait unchecked, in milliseconds (invariant I4).
    pub fn unchecked_ms_max(&self) -> i64 {
        self.check.interval_seconds_max.value * 1000
    }

    /// Time after a resume in which no check is issued, in milliseconds.
    pub fn quiet_ms(&self) -> i64 {
        self.check.quiet_seconds.as_ref().map_or(0, |quiet| quiet.value * 1000)
    }

    /// Whoever answers an item of so many characters sooner than this has not read it, in milliseconds.
    pub fn read_ms(&self, characters: i64) -> i64 {
        self.check.answer_ms_min.value
            + characters.saturating_mul(1000) / self.check.read_characters_a_second.value.max(1)
    }

    /// The clock window as minutes of the day, if there is one.
    pub fn window_minutes(&self) -> Option<(i64, i64)> {
        let [from, to] = &self.credit.clock_window.as_ref()?.value;
        let minutes = |text: &str| {
            let (hours, minutes) = text.split_once(':')?;
            let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
            ((0..=24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
        };
        Some((minutes(from)?, minutes(to)?))
    }

    /// Whether study counts at this moment of the local day.
    pub fn window_is_open(&self, at_ms: i64) -> bool {
        let minute = self.utc_offset_minutes.minute_of_day(at_ms);
        self.window_minutes().is_none_or(|(from, to)| (from..to).contains(&minute))
    }

    /// Real time between two instants as far as study counts at that time of day. Of a span longer
    /// than a day its last 24 hours: more than any credit budget or allowance holds.
    pub fn countable_ms(&self, from_ms: i64, to_ms: i64) -> i64 {
        let Some((opens, closes)) = self.window_minutes() else { return to_ms - from_ms };
        let from_ms = from_ms.max(to_ms - DAY_MS);
        let today_ms = self.utc_offset_minutes.midnight_ms(to_ms);
        let within = |midnight_ms: i64| {
            let first_ms = from_ms.max(midnight_ms + opens * 60_000);
            let last_ms = to_ms.min(midnight_ms + closes * 60_000);
            (last_ms - first_ms).max(0)
        };
        within(today_ms) + within(today_ms - DAY_MS)
    }

    /// Person-time until the next check, in milliseconds, from an even draw over all of `u64`.
    /// The latest due point leaves room for what is under way when the player is told, and where
    /// the interval allows it for a beat as long as the credit budget is deep (a tunnel), so that the
    /// unchecked tail never exceeds the largest interval and nobody loses what it cuts off.
    pub fn interval_ms(&self, draw: u64) -> i64 {
        let shortest = self.check.interval_seconds_min.value * 1000;
        let longest = self.interval_ms_max();
        let spread = u128::from((longest - shortest).unsigned_abs()) + 1;
        shortest + i64::try_from((u128::from(draw) * spread) >> 64).unwrap_or(0)
    }

    /// The longest interval that is drawn.
    fn interval_ms_max(&self) -> i64 {
        let told_ms = self.unchecked_ms_max() - self.check.told_allowance_seconds.value * 1000;
        let roomy_ms = told_ms.min(self.unchecked_ms_max() - self.credit_budget_ms_max());
        if roomy_ms > self.check.interval_seconds_min.value * 1000 { roomy_ms } else { told_ms }
    }
}

impl Policy {
    /// What it says, as one text: JSON, its keys in their order, without what is absent. The digest of this text is a leaf of
    /// the audit log, so that no version ever says something else.
    pub fn canonical(&self) -> String {
        fn present(value: serde_json::Value) -> Option<serde_json::Value> {
            use serde_json::Value;
            Some(match value {
                Value::Null => return None,
                Value::Object(fields) => {
                    let fields: std::collections::BTreeMap<_, _> = fields
                        .into_iter()
                        .filter_map(|(name, value)| Some((name, present(value)?)))
                        .collect();
                    Value::Object(fields.into_iter().collect())
                }
                other => other,
            })
        }
        serde_json::to_value(self).ok().and_then(present).map_or_else(String::new, |value| value.to_string())
    }
}

/// The policies a server knows, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Policies(Vec<Policy>);

impl Policies {
    /// Orders policies by the day they take effect.
    pub fn new(mut policies: Vec<Policy>) -> Self {
        policies.sort_by(|a, b| (&a.effective_from, &a.version).cmp(&(&b.effective_from, &b.version)));
        Self(policies)
    }

    /// The policy of a version.
    pub fn version(&self, version: &str) -> Option<&Policy> {
        self.0.iter().find(|policy| policy.version == version)
    }

    /// The policy in force on a local day, within a profile.
    pub fn on(&self, profile: Profile, day: &str) -> Option<&Policy> {
        self.0.iter().rev().find(|policy| policy.profile == profile && policy.effective_from.as_str() <= day)
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Policy] {
        &self.0
    }
}
