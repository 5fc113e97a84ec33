//! Cases that go from hand to hand, as an application for a class does: which step follows which, and who may take it.
//!
//! A kind of case is the enum of its states with a table of its steps. A case itself is taken by value by every step and given
//! back in its next state, so that no step is taken twice on the same one.

use crate::access::Action;
use crate::audit::AuditKind;
use crate::id::PersonId;
use crate::task::TaskKind;

/// The states of a kind of case.
pub trait Workflow: Copy + Eq + 'static {
    /// What can be done with it.
    type Step: Copy + Eq;

    /// Where every case begins.
    const BEGIN: Self;

    /// The line of the table for a step.
    fn rule(step: Self::Step) -> StepRule<Self>;
}

/// Who takes a step. Whoever has had a hand in a case on one side takes no step of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whoever wants something.
    Asks,
    /// Whoever decides on it.
    Decides,
    /// Whoever confirms the decision, where two are needed.
    Confirms,
}

/// What a step asks for and leads to.
#[derive(Clone, Copy, Debug)]
pub struct StepRule<S: 'static> {
    /// In which states it can be taken.
    pub from: &'static [S],
    /// The state after it.
    pub to: S,
    /// The right that it needs.
    pub may: Action,
    /// On which side.
    pub side: Side,
    /// Whether nobody takes it without saying why.
    pub needs_reason: bool,
    /// As what it waits for whoever may take it; the kind says in how many working days it is to be taken.
    pub waits_as: Option<TaskKind>,
    /// What the log calls it.
    pub audit: AuditKind,
}

impl<S> StepRule<S> {
    /// In how many working days it is to be taken, if that is limited.
    pub fn working_days(&self) -> Option<u32> {
        self.waits_as.and_then(TaskKind::working_days)
    }
}

/// Why a step was not taken; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It does not follow on the state that the case is in.
    NotItsTurn,
    /// The person has had a hand in the case on the other side.
    NotThisPerson,
    /// It needs a reason.
    NoReason,
}

/// A case: how it stands, and who has had a hand in it. Not to be copied: what a step was taken on is gone.
#[derive(Debug, PartialEq, Eq)]
pub struct Case<S> {
    state: S,
    hands: Vec<(Side, PersonId)>,
}

impl<S: Workflow> Case<S> {
    /// A case that these people have begun.
    pub fn begun_by(people: impl IntoIterator<Item = PersonId>) -> Self {
        Self { state: S::BEGIN, hands: people.into_iter().map(|person| (Side::Asks, person)).collect() }
    }

    /// How it stands.
    pub fn state(&self) -> S {
        self.state
    }

    /// Whether this person may take this step now; the right to it is asked elsewhere.
    ///
    /// # Errors
    ///
    /// [`NotTaken`] says why not.
    pub fn admits(&self, step: S::Step, person: &PersonId) -> Result<(), NotTaken> {
        let rule = S::rule(step);
        if self.hands.iter().any(|(side, hand)| hand == person && *side != rule.side) {
            Err(NotTaken::NotThisPerson)
        } else if rule.from.contains(&self.state) {
            Ok(())
        } else {
            Err(NotTaken::NotItsTurn)
        }
    }

    /// Takes a step.
    ///
    /// # Errors
    ///
    /// [`NotTaken`] says why it was not taken.
    pub fn take(mut self, step: S::Step, person: &PersonId, reason: &str) -> Result<Self, NotTaken> {
        self.admits(step, person)?;
        let rule = S::rule(step);
        if rule.needs_reason && reason.trim().is_empty() {
            return Err(NotTaken::NoReason);
        }
        self.state = rule.to;
        self.hands.push((rule.side, person.clone()));
        Ok(self)
    }
}
