//! What a learner of a closed class is owed, line of reasoning by line of reasoning: the standard in force on the class's first
//! day, and the limits that stand against it. Worked out anew from the facts each time, and never from what was said before.

use serde::{Deserialize, Serialize};

use crate::course::Level;
use crate::id::{FundSourceId, StandardId};
use crate::policy::Policy;
use crate::standard::{Choice, Pay, Standard, Training, choose};
use crate::subsidy::{CreditHours, Facts, Fen, PayMode, Reason, assess, for_hours, share, study};
use crate::working_age::AgeRefusal;

/// A learner, as far as it matters to what is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Verified milliseconds of the learner in the class, from the ledger.
    pub verified_ms: i64,
    /// The length of all lessons of the class's course.
    pub required_ms: i64,
    /// The final test's mark, if the class has one; `None` inside if it was not taken.
    #[serde(default, with = "crate::exam::written")]
    pub test_mark: Option<Option<i64>>,
    /// Whether an official has seen the learner's identity document.
    pub identity_seen: bool,
    /// Days present, for the living allowance.
    pub days: i64,
    /// The code of the category on the class's first day, whatever it became since.
    pub category: Option<String>,
    /// Whether its proof was accepted.
    pub category_proved: bool,
    /// Why they were not of working age on the class's first day ([`working_age`]), if they were not. The day of birth is not
    /// kept: what is claimed can never be erased.
    ///
    /// [`working_age`]: crate::working_age::working_age
    pub age: Option<AgeRefusal>,
}

/// Another training of the same person that is subsidised or claimed already.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Earlier {
    pub class_code: String,
    pub trade: String,
    pub level: Level,
    /// Local days, both included.
    pub starts_on: String,
    pub ends_on: String,
}

/// What is owed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitlement {
    pub hours: CreditHours,
    pub completed: bool,
    pub pay_mode: PayMode,
    /// For the training.
    pub training: Fen,
    /// The living allowance.
    pub living: Fen,
    /// Both together.
    pub amount: Fen,
    /// The standard by which it is paid; absent where the policy's own rate is.
    pub standard: Option<StandardId>,
    /// The fund it is paid out of; absent where the policy's own rate is paid.
    pub fund: Option<FundSourceId>,
    pub reasoning: Vec<Reason>,
}

/// Works out what a learner of a training is owed. `earlier` are the other trainings of the same person, without this one.
pub fn entitle(
    candidate: &Candidate,
    training: &Training,
    earlier: &[Earlier],
    standards: &[Standard],
    policy: &Policy,
) -> Entitlement {
    let facts = Facts {
        verified_ms: candidate.verified_ms,
        required_ms: candidate.required_ms,
        test_mark: candidate.test_mark,
        identity_seen: candidate.identity_seen,
    };
    let mut owed = match choose(standards, training, candidate.category.as_deref()) {
        Choice::General => by_policy(&facts, policy),
        Choice::One(standard) => by_standard(&facts, candidate, standard, policy),
        Choice::Tie(several) => tied(&facts, &several, policy),
    };
    let against = limits(candidate, training, earlier, policy);
    if !against.is_empty() {
        owed.pay_mode = PayMode::NotOwed;
        owed.pays_nothing();
        // What would be paid once something is done is not paid then either.
        for reason in &mut owed.reasoning {
            if let Reason::IdentityUnseen { withheld } | Reason::CategoryUnproved { withheld, .. } = reason {
                *withheld = Fen(0);
            }
        }
        owed.reasoning.extend(against);
    }
    owed
}

/// What is still to be paid to whom so much was paid already; below nothing: so much comes back.
pub fn difference(paid: &[Fen], owed: Fen) -> Fen {
    paid.iter().fold(owed, |left, one| Fen(left.0.saturating_sub(one.0)))
}

impl Entitlement {
    fn pays_nothing(&mut self) {
        (self.training, self.living, self.amount) = (Fen(0), Fen(0), Fen(0));
    }
}

/// By the policy's own rate, which has no living allowance and no fund.
fn by_policy(facts: &Facts, policy: &Policy) -> Entitlement {
    let assessed = assess(facts, policy);
    let mut reasoning = vec![Reason::GeneralRate];
    reasoning.extend(assessed.reasoning);
    Entitlement {
        hours: assessed.hours,
        completed: assessed.completed,
        pay_mode: assessed.pay_mode,
        training: assessed.amount,
        living: Fen(0),
        amount: assessed.amount,
        standard: None,
        fund: None,
        reasoning,
    }
}

fn by_standard(facts: &Facts, candidate: &Candidate, standard: &Standard, policy: &Policy) -> Entitlement {
    let studied = study(facts, policy);
    let (pay_mode, percent) = share(studied.completed, standard.partial_percent.clamp(0, 100));
    let mut reasoning =
        vec![Reason::Standard { standard: standard.id.clone(), source: standard.source.clone() }];
    reasoning.extend(studied.reasoning);
    let (mut training, mut living) = (Fen(0), Fen(0));
    if pay_mode == PayMode::HoursOnly {
        reasoning.push(Reason::NothingYet);
    } else {
        training = match standard.pay {
            Pay::PerPerson { fen } => {
                let amount = Fen(fen.0.saturating_mul(percent) / 100);
                reasoning.push(Reason::PerPerson { fen, percent, amount });
                amount
            }
            Pay::PerCreditHour { fen, max } => for_hours(studied.hours, fen, percent, max, &mut reasoning),
        };
        living = living_for(candidate.days, standard, &mut reasoning);
    }
    let mut owed = Entitlement {
        hours: studied.hours,
        completed: studied.completed,
        pay_mode,
        training,
        living,
        amount: Fen(training.0.saturating_add(living.0)),
        standard: Some(standard.id.clone()),
        fund: Some(standard.fund.clone()),
        reasoning,
    };
    if let (Some(category), false) = (&standard.category, candidate.category_proved) {
        let withheld = owed.amount;
        owed.withhold(Reason::CategoryUnproved { category: category.clone(), withheld });
    }
    if !candidate.identity_seen {
        let withheld = owed.amount;
        owed.withhold(Reason::IdentityUnseen { withheld });
    }
    owed
}

impl Entitlement {
    /// Nothing is paid until something is done.
    fn withhold(&mut self, until: Reason) {
        self.reasoning.push(until);
        self.pays_nothing();
        if self.pay_mode != PayMode::HoursOnly {
            self.pay_mode = PayMode::Withheld;
        }
    }
}

/// The living allowance of a standard for so many days.
fn living_for(days: i64, standard: &Standard, reasoning: &mut Vec<Reason>) -> Fen {
    let Some(living) = standard.living else { return Fen(0) };
    let (days, day) = (days.max(0), living.day_fen);
    let amount = Fen(days.saturating_mul(day.0));
    reasoning.push(Reason::Living { days, day, amount });
    if amount <= living.max {
        return amount;
    }
    reasoning.push(Reason::LivingCapped { max: living.max });
    living.max
}

/// Several standards apply and none names more: nobody guesses which is meant.
fn tied(facts: &Facts, several: &[&Standard], policy: &Policy) -> Entitlement {
    let studied = study(facts, policy);
    let sources = several.iter().map(|standard| standard.source.clone()).collect();
    let mut reasoning = vec![Reason::StandardsTie { sources }];
    reasoning.extend(studied.reasoning);
    let pay_mode = if studied.completed { PayMode::Withheld } else { PayMode::HoursOnly };
    Entitlement {
        hours: studied.hours,
        completed: studied.completed,
        pay_mode,
        training: Fen(0),
        living: Fen(0),
        amount: Fen(0),
        standard: None,
        fund: None,
        reasoning,
    }
}

/// Everything that stands against any pay, in one order whatever the order of `earlier`.
fn limits(candidate: &Candidate, training: &Training, earlier: &[Earlier], policy: &Policy) -> Vec<Reason> {
    let mut earlier: Vec<&Earlier> = earlier.iter().collect();
    earlier.sort();
    let mut against = Vec::new();
    match candidate.age {
        Some(AgeRefusal::TooYoung(age)) => against.push(Reason::TooYoung { age }),
        Some(AgeRefusal::TooOld(age)) => against.push(Reason::Retired { age }),
        None => {}
    }
    let year = |day: &str| day.get(..4).unwrap_or_default().to_owned();
    let this_year = year(&training.starts_on);
    let trainings = earlier.iter().filter(|other| year(&other.starts_on) == this_year).count();
    let (trainings, most) =
        (i64::try_from(trainings).unwrap_or(i64::MAX), policy.limits.trainings_a_year.value);
    if trainings >= most {
        against.push(Reason::TooOften { year: this_year, trainings, most });
    }
    let same = |other: &&&Earlier| other.trade == training.trade && other.level == training.level;
    against.extend(
        earlier.iter().find(same).map(|other| Reason::TaughtBefore { class_code: other.class_code.clone() }),
    );
    let shares_days =
        |other: &&&Earlier| other.starts_on <= training.ends_on && training.starts_on <= other.ends_on;
    against.extend(
        earlier
            .iter()
            .find(shares_days)
            .map(|other| Reason::DaysOverlap { class_code: other.class_code.clone() }),
    );
    against
}
