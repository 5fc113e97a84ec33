//! The subsidy record: what a learner's verified hours in a class are worth under the class's
//! dated policy, with the reasoning line by line. Recomputed whenever hours are verified and
//! never edited by hand.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::id::StandardId;
use crate::policy::Policy;

/// Credit hours in tenths, always rounded down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreditHours {
    /// Tenths of a credit hour.
    pub tenths: i64,
}

impl CreditHours {
    /// Credit hours in verified milliseconds, rounded down to a tenth.
    pub fn of_ms(ms: i64, policy: &Policy) -> Self {
        Self { tenths: ms.max(0).saturating_mul(10) / policy.credit_hour_ms() }
    }
}

impl std::fmt::Display for CreditHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

/// Money in fen, a hundredth of a yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// What a record is computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Verified milliseconds of the learner in the class, from the ledger.
    pub verified_ms: i64,
    /// The length of all lessons of the class's course.
    pub required_ms: i64,
    /// The final test's mark, if the class has one; `None` inside if it was not taken yet.
    #[serde(default, with = "crate::exam::written")]
    pub test_mark: Option<Option<i64>>,
    /// Whether an official has seen the learner's identity document.
    pub identity_seen: bool,
}

codes! {
    /// How a record pays.
    PayMode {
        /// Completed: verified hours at the full rate.
        Full = "full",
        /// Not completed, but the policy pays a share for the hours.
        Partial = "partial",
        /// Worth something, but nobody has seen the identity document: nothing is paid until then.
        Withheld = "withheld",
        /// Not completed: the hours are reported, nothing is paid yet.
        HoursOnly = "hours_only",
        /// A rule about the person or their other trainings stands against it: nothing is paid.
        NotOwed = "not_owed",
    }
}

/// One step of the reasoning, in codes and numbers; put into words in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Reason {
    /// Verified time converted to credit hours, rounded down to a tenth.
    Hours {
        /// Verified milliseconds.
        verified_ms: i64,
        /// Minutes of a credit hour.
        credit_hour_minutes: i64,
        /// The result.
        hours: CreditHours,
    },
    /// Verified time against what completes the class.
    Share {
        /// Verified milliseconds.
        verified_ms: i64,
        /// The class's required milliseconds.
        required_ms: i64,
        /// The percentage that completes it.
        needed_percent: i64,
        /// Whether it is reached.
        reached: bool,
    },
    /// The class has no final test.
    NoTest,
    /// The final test was not taken yet.
    TestMissing {
        /// The mark that is needed.
        needed: i64,
    },
    /// The mark of the final test.
    Test {
        /// The mark.
        mark: i64,
        /// The mark that is needed.
        needed: i64,
    },
    /// Hours times rate, and the share of it that is paid.
    Pay {
        /// Credit hours.
        hours: CreditHours,
        /// Fen for one of them.
        rate: Fen,
        /// Percent of the rate that is paid.
        percent: i64,
        /// The product.
        amount: Fen,
    },
    /// More than the policy's maximum for one class: cut.
    Capped {
        /// The maximum.
        max: Fen,
    },
    /// Not completed: hours are reported, nothing is paid yet.
    NothingYet,
    /// No official has seen the identity document: hours count, nothing is paid until then.
    IdentityUnseen {
        /// What is paid once it was seen.
        withheld: Fen,
    },
    /// The standard by which it is paid.
    Standard {
        standard: StandardId,
        /// The number of the document that sets it.
        source: String,
    },
    /// Several standards apply and none of them is the narrower: nothing is paid until one is ended.
    StandardsTie {
        /// The numbers of their documents.
        sources: Vec<String>,
    },
    /// No recorded standard applies: the policy's own rate is the general one.
    GeneralRate,
    /// A fixed sum a person, and the share of it that is paid.
    PerPerson {
        /// The sum.
        fen: Fen,
        /// Percent of it that is paid.
        percent: i64,
        /// What that is.
        amount: Fen,
    },
    /// The living allowance, for each day present.
    Living {
        days: i64,
        /// Fen for one of them.
        day: Fen,
        /// The product.
        amount: Fen,
    },
    /// More than the standard's most of the living allowance: cut.
    LivingCapped {
        /// The most.
        max: Fen,
    },
    /// The standard is one for a category of people, and nobody has proved that the learner is of it: nothing is paid until then.
    CategoryUnproved {
        /// The code of the category.
        category: String,
        /// What is paid once it is proved.
        withheld: Fen,
    },
    /// As many subsidised trainings as a year may have, in the year of the class's first day.
    TooOften { year: String, trainings: i64, most: i64 },
    /// The same trade at the same level was subsidised before.
    TaughtBefore {
        /// The other class.
        class_code: String,
    },
    /// Another subsidised training has days in common with this one.
    DaysOverlap {
        /// The other class.
        class_code: String,
    },
    /// Younger on the class's first day than anybody may be employed.
    TooYoung { age: i32 },
    /// Of the age of retirement on the class's first day.
    Retired { age: i32 },
}

impl Reason {
    /// Whether nothing is ever paid for this training because of it, whatever else is done.
    pub fn bars(&self) -> bool {
        matches!(
            self,
            Self::TooOften { .. }
                | Self::TaughtBefore { .. }
                | Self::DaysOverlap { .. }
                | Self::TooYoung { .. }
                | Self::Retired { .. }
        )
    }
}

/// A computed subsidy record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Verified hours.
    pub hours: CreditHours,
    /// Whether the class is completed.
    pub completed: bool,
    /// How it pays.
    pub pay_mode: PayMode,
    /// How much.
    pub amount: Fen,
    /// Why, step by step.
    pub reasoning: Vec<Reason>,
}

/// Computes a record. Hours beyond what the class requires do not exist: a second of a lesson
/// counts once, so verified time never exceeds required time.
pub fn assess(facts: &Facts, policy: &Policy) -> Assessment {
    let rules = &policy.subsidy;
    let Study { hours, completed, mut reasoning } = study(facts, policy);
    let (mut pay_mode, percent) = share(completed, rules.partial_percent.value);
    let mut amount = if pay_mode == PayMode::HoursOnly {
        reasoning.push(Reason::NothingYet);
        Fen(0)
    } else {
        let (rate, max) = (Fen(rules.credit_hour_fen.value), Fen(rules.class_fen_max.value));
        for_hours(hours, rate, percent, max, &mut reasoning)
    };
    if !facts.identity_seen {
        reasoning.push(Reason::IdentityUnseen { withheld: amount });
        amount = Fen(0);
        if pay_mode != PayMode::HoursOnly {
            pay_mode = PayMode::Withheld;
        }
    }
    Assessment { hours, completed, pay_mode, amount, reasoning }
}

/// Whether hours and test complete a class.
pub fn study_completes(facts: &Facts, policy: &Policy) -> bool {
    study(facts, policy).completed
}

/// What was studied, whatever it pays.
pub(crate) struct Study {
    pub hours: CreditHours,
    pub completed: bool,
    pub reasoning: Vec<Reason>,
}

/// Hours and completion, with their lines of the reasoning.
pub(crate) fn study(facts: &Facts, policy: &Policy) -> Study {
    let rules = &policy.subsidy;
    let hours = CreditHours::of_ms(facts.verified_ms, policy);
    let credit_hour_minutes = policy.credit.credit_hour_minutes.value;
    let mut reasoning = vec![Reason::Hours { verified_ms: facts.verified_ms, credit_hour_minutes, hours }];

    let needed_percent = rules.completion_percent.value;
    let reached = facts.required_ms > 0
        && facts.verified_ms.saturating_mul(100) >= facts.required_ms.saturating_mul(needed_percent);
    reasoning.push(Reason::Share {
        verified_ms: facts.verified_ms,
        required_ms: facts.required_ms,
        needed_percent,
        reached,
    });

    let needed = rules.test_mark_min.value;
    let test_passed = match facts.test_mark {
        None => {
            reasoning.push(Reason::NoTest);
            true
        }
        Some(None) => {
            reasoning.push(Reason::TestMissing { needed });
            false
        }
        Some(Some(mark)) => {
            reasoning.push(Reason::Test { mark, needed });
            mark >= needed
        }
    };
    Study { hours, completed: reached && test_passed, reasoning }
}

/// How somebody is paid who completed a class or not, and what share, where so many percent are paid to who did not.
pub(crate) fn share(completed: bool, partial_percent: i64) -> (PayMode, i64) {
    match (completed, partial_percent) {
        (true, _) => (PayMode::Full, 100),
        (false, percent) if percent > 0 => (PayMode::Partial, percent),
        (false, _) => (PayMode::HoursOnly, 0),
    }
}

/// What hours pay at a rate, cut at a maximum.
pub(crate) fn for_hours(
    hours: CreditHours,
    rate: Fen,
    percent: i64,
    max: Fen,
    reasoning: &mut Vec<Reason>,
) -> Fen {
    let amount = Fen(hours.tenths.saturating_mul(rate.0).saturating_mul(percent) / 1000);
    reasoning.push(Reason::Pay { hours, rate, percent, amount });
    if amount <= max {
        return amount;
    }
    reasoning.push(Reason::Capped { max });
    max
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 45 * 60_000;

    fn policy() -> Policy {
        let text = include_str!("../../../server/policies/2026-11-26.toml");
        toml::from_str::<Policy>(text).unwrap().checked().unwrap()
    }

    fn made(verified_ms: i64, identity_seen: bool, policy: &Policy) -> Assessment {
        assess(&Facts { verified_ms, required_ms: 10 * HOUR_MS, test_mark: None, identity_seen }, policy)
    }

    #[test]
    fn who_was_not_seen_earns_hours_and_no_money() {
        let mut policy = policy();
        for (verified_ms, partial) in
            [(10 * HOUR_MS, 0), (8 * HOUR_MS, 0), (HOUR_MS, 50), (HOUR_MS, 0), (0, 0)]
        {
            policy.subsidy.partial_percent.value = partial;
            let (seen, unseen) = (made(verified_ms, true, &policy), made(verified_ms, false, &policy));
            assert_eq!((unseen.hours, unseen.completed, unseen.amount), (seen.hours, seen.completed, Fen(0)));
            let (last, before) = unseen.reasoning.split_last().unwrap();
            assert_eq!(*last, Reason::IdentityUnseen { withheld: seen.amount });
            assert_eq!(before, seen.reasoning);
            let waits = seen.amount.0 > 0;
            assert_eq!(unseen.pay_mode, if waits { PayMode::Withheld } else { PayMode::HoursOnly });
        }
        assert_eq!(made(10 * HOUR_MS, true, &policy).amount, Fen(10_000));
    }
}
