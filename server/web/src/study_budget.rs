//! What one person may send of their study. Spent before anything is read or stored, so that a flood costs next to nothing.
//! Each process counts for itself: where several share a database, somebody who goes to all of them has as many budgets.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::budget::{Allowance, BEATS, BEATS_A_DAY, Budget, STEPS, STEPS_A_DAY};
use domain::id::PersonId;

use crate::error::{AppError, Sentence};

/// Beyond so many people, those whose budget is full again are forgotten.
const MANY: usize = 20_000;
/// Whoever goes on in spite of being told to wait is answered this late, so that they cannot ask much more often.
const SLOW: Duration = Duration::from_millis(200);

/// What cannot be paid was read all the same: that costs the eighth part of what it would have.
const READING: i64 = 8;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spending {
    Beats,
    /// Opening and closing, and everything about checks.
    Steps,
}

impl Spending {
    fn allowances(self) -> [Allowance; 2] {
        match self {
            Self::Beats => [BEATS, BEATS_A_DAY],
            Self::Steps => [STEPS, STEPS_A_DAY],
        }
    }

    fn refusal(self, wait_ms: i64) -> AppError {
        let wait_seconds = (wait_ms + 999) / 1000;
        match self {
            Self::Beats => AppError::TooMany {
                code: "too_many_beats",
                wait_seconds,
                say: Sentence::new(
                    "学习记录发得太密，请稍等。没发出去的不会丢，过一会儿会自动再发。",
                    "Study records came too fast. Please wait a little: what was not sent is kept and sent again by itself.",
                ),
            },
            Self::Steps => AppError::TooMany {
                code: "too_many_steps",
                wait_seconds,
                say: Sentence::new(
                    "操作太频繁，请稍等再试。已经记下的学习时间不会丢。",
                    "Too many steps in a short time. Please wait a little. Study time already recorded is safe.",
                ),
            },
        }
    }
}

/// The budgets of everybody who studies.
#[derive(Debug, Default)]
pub struct StudyBudgets(Mutex<HashMap<PersonId, Person>>);

#[derive(Debug, Default)]
struct Person {
    beats: [Budget; 2],
    steps: [Budget; 2],
}

impl Person {
    fn of(&mut self, spending: Spending) -> &mut [Budget; 2] {
        match spending {
            Spending::Beats => &mut self.beats,
            Spending::Steps => &mut self.steps,
        }
    }

    fn is_full(&self, now_ms: i64) -> bool {
        self.beats.iter().chain(&self.steps).all(|budget| budget.is_full(now_ms))
    }
}

impl StudyBudgets {
    /// Spends so much of a person's budget, or says to come again later.
    pub async fn spend(
        &self,
        person: &PersonId,
        spending: Spending,
        cost: i64,
        now_ms: i64,
    ) -> Result<(), AppError> {
        let Err(wait_ms) = self.spend_or_use_up(person, spending, cost, now_ms) else { return Ok(()) };
        tokio::time::sleep(SLOW).await;
        Err(spending.refusal(wait_ms))
    }

    fn try_spend(&self, person: &PersonId, spending: Spending, cost: i64, now_ms: i64) -> Result<(), i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY && !all.contains_key(person) {
            all.retain(|_, one| !one.is_full(now_ms));
        }
        let [soon, day] = all.entry(person.clone()).or_default().of(spending);
        let [for_soon, for_day] = spending.allowances();
        soon.spend(for_soon, cost, now_ms)?;
        day.spend(for_day, cost, now_ms).inspect_err(|_| soon.give_back(for_soon, cost))
    }

    /// How long to wait says also what the reading cost: whoever waits so long is not refused again.
    fn spend_or_use_up(
        &self,
        person: &PersonId,
        spending: Spending,
        cost: i64,
        now_ms: i64,
    ) -> Result<(), i64> {
        let spend = || self.try_spend(person, spending, cost, now_ms);
        spend().or_else(|_| {
            self.use_up(person, spending, cost / READING, now_ms);
            spend()
        })
    }

    fn use_up(&self, person: &PersonId, spending: Spending, cost: i64, now_ms: i64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (budget, allowance) in
            all.entry(person.clone()).or_default().of(spending).iter_mut().zip(spending.allowances())
        {
            budget.use_up(allowance, cost, now_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_that_cannot_be_paid_are_soon_not_even_read() {
        let (budgets, li) = (StudyBudgets::default(), PersonId("li".to_owned()));
        let mut read = 0;
        // As a call does: the first beat before its body is read, the others after.
        for _ in 0..1000 {
            if budgets.spend_or_use_up(&li, Spending::Beats, 1, 0).is_ok() {
                read += 1;
                assert!(budgets.spend_or_use_up(&li, Spending::Beats, 7999, 0).is_err());
            }
        }
        assert_eq!(read, 2);
        // An honest hour that was studied offline still fits, once it is back.
        assert!(budgets.spend_or_use_up(&li, Spending::Beats, 480, 2000 * 250).is_ok());
    }

    #[test]
    fn what_one_person_spends_is_nobody_elses() {
        let budgets = StudyBudgets::default();
        let (li, wang) = (PersonId("li".to_owned()), PersonId("wang".to_owned()));
        for _ in 0..BEATS.at_once {
            assert!(budgets.try_spend(&li, Spending::Beats, 1, 0).is_ok());
        }
        assert_eq!(budgets.try_spend(&li, Spending::Beats, 1, 0), Err(250));
        assert!(budgets.try_spend(&li, Spending::Steps, 1, 0).is_ok());
        assert!(budgets.try_spend(&wang, Spending::Beats, 1, 0).is_ok());
        assert!(budgets.try_spend(&li, Spending::Beats, 1, 250).is_ok());
    }

    #[test]
    fn a_day_is_bounded_too() {
        let (budgets, li) = (StudyBudgets::default(), PersonId("li".to_owned()));
        let mut sent = 0;
        for second in 0..86_400 {
            for _ in 0..8 {
                sent += i64::from(budgets.try_spend(&li, Spending::Beats, 1, second * 1000).is_ok());
            }
        }
        assert!(sent < 40_000, "{sent}");
    }
}
