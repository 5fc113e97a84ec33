//! Publications (公示): what passed both reviews is shown to the public for some working days, with names masked, before anything
//! is paid; and the objections (异议) that anybody may raise meanwhile (RULES.md, section 9).
//!
//! The last day of a publication is reckoned when it is read and never stored, as every deadline is: a newly announced year
//! corrects it.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use sha2::{Digest, Sha256};

use crate::access::Action;
use crate::audit::AuditKind;
use crate::codes::codes;
use crate::id::{ClaimId, EnrolmentId};
use crate::subsidy::Fen;
use crate::task::TaskKind;
use crate::time::{DAY_MS, Zone};
use crate::workflow::{Side, StepRule, Workflow};
use crate::working_day::{Calendar, Deadline, Standing};

/// For so many working days a list is shown. Changzhou publishes for 5 working days, Shenzhen for 7 days, Huzhou for 3.
pub const PUBLICATION_WORKING_DAYS: u32 = 5;
/// How long an objection may be.
pub const OBJECTION_CHARS: RangeInclusive<usize> = 10..=1000;
/// How long the answer to an objection may be.
pub const ANSWER_CHARS: RangeInclusive<usize> = 4..=500;
/// So many classes are published together at most.
pub const CLAIMS_MAX: usize = 50;

codes! {
    /// How an objection stands.
    ObjectionState {
        /// Nobody has answered it: what it is about is not paid.
        Open = "open",
        /// It is right: some of those whom it is about are not paid.
        Upheld = "upheld",
        /// It is not: what it is about is paid.
        Dismissed = "dismissed",
    }
}

codes! {
    /// How an objection is answered.
    ObjectionStep {
        Uphold = "uphold",
        Dismiss = "dismiss",
    }
}

impl Workflow for ObjectionState {
    type Step = ObjectionStep;

    const BEGIN: Self = Self::Open;

    fn rule(step: ObjectionStep) -> StepRule<Self> {
        let (to, audit) = match step {
            ObjectionStep::Uphold => (Self::Upheld, AuditKind::ObjectionUphold),
            ObjectionStep::Dismiss => (Self::Dismissed, AuditKind::ObjectionDismiss),
        };
        StepRule {
            from: &[Self::Open],
            to,
            may: Action::AnswerObjections,
            side: Side::Decides,
            needs_reason: true,
            waits_as: Some(TaskKind::Objection),
            audit,
        }
    }
}

/// Somebody on a published list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedLine {
    /// Place in the list, from 1.
    pub n: i64,
    pub claim: ClaimId,
    pub enrolment: EnrolmentId,
    pub amount: Fen,
}

/// The SHA-256, in hex, that stands for a list: of its lines in their order.
pub fn digest(lines: &[PublishedLine]) -> String {
    let mut hasher = Sha256::new();
    for PublishedLine { n, claim, enrolment, amount } in lines {
        hasher.update(format!("{n} {claim} {enrolment} {}\n", amount.0).as_bytes());
    }
    hex::encode(hasher.finalize())
}

/// When a publication is looked at: the calendar, the zone of its days, and the moment.
#[derive(Clone, Copy, Debug)]
pub struct PublicationClock<'a> {
    /// Which days are working days.
    pub holidays: &'a Calendar,
    /// Whose days they are.
    pub zone: Zone,
    /// Now.
    pub now_ms: i64,
}

impl PublicationClock<'_> {
    /// Until when a list is shown that was published at this moment.
    pub fn last_day(self, published_at: i64) -> Deadline {
        self.holidays.deadline(self.zone, published_at, PUBLICATION_WORKING_DAYS, self.now_ms)
    }

    /// Whether it is over: nobody is shown it any more, and nobody objects to it.
    pub fn over(self, published_at: i64) -> bool {
        matches!(self.last_day(published_at).standing, Standing::Overdue { .. })
    }

    /// What was published before this moment is over.
    pub fn over_before(self) -> i64 {
        self.holidays.presses_since_before(self.zone, PUBLICATION_WORKING_DAYS, self.now_ms - DAY_MS)
    }
}

/// Why what was typed names nobody on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumbersFlaw {
    #[error("no number at all")]
    Empty,
    #[error("not a number, or not a range of two")]
    Number,
}

/// Places in a list as people type them: `3`, `3, 7`, `3、7-9`.
///
/// # Errors
///
/// [`NumbersFlaw`] says why they cannot be read.
pub fn read_numbers(typed: &str) -> Result<BTreeSet<i64>, NumbersFlaw> {
    /// No list is longer: a range of more is a slip of the finger.
    const LINES_MAX: i64 = 100_000;
    let number = |text: &str| {
        let read = text.trim().parse::<i64>().ok();
        read.filter(|n| (1..=LINES_MAX).contains(n)).ok_or(NumbersFlaw::Number)
    };
    let typed = crate::typed::plain(typed);
    let parts = typed.split([',', '、', ';', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let mut found = BTreeSet::new();
    for part in parts {
        let (first, last) = part.split_once(['-', '–', '~']).unwrap_or((part, part));
        let (first, last) = (number(first)?, number(last)?);
        if first > last {
            return Err(NumbersFlaw::Number);
        }
        found.extend(first..=last);
    }
    if found.is_empty() { Err(NumbersFlaw::Empty) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;
    use crate::time::CHINA;
    use crate::workflow::{Case, NotTaken};

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let read = |typed| read_numbers(typed).map(|found| found.into_iter().collect::<Vec<_>>());
        assert_eq!(read("3"), Ok(vec![3]));
        assert_eq!(read(" 7，3、3 "), Ok(vec![3, 7]));
        assert_eq!(read("１２-14"), Ok(vec![12, 13, 14]));
        assert_eq!(read(""), Err(NumbersFlaw::Empty));
        for wrong in ["三", "0", "5-3", "1-", "-2", "1-100001", "9999999999999999999"] {
            assert_eq!(read(wrong), Err(NumbersFlaw::Number), "{wrong}");
        }
    }

    #[test]
    fn a_list_is_shown_for_five_working_days_and_over_the_day_after() {
        // Without holidays: published on a Friday, 2026-11-27, the fifth working day is the next Friday.
        let holidays = Calendar::default();
        let at = |day: &str, hour: i64| CHINA.day_start_ms(day).unwrap() + hour * 3_600_000;
        let published = at("2026-11-27", 9);
        for (day, over) in
            [("2026-11-27", false), ("2026-12-04", false), ("2026-12-05", true), ("2026-12-07", true)]
        {
            let clock = PublicationClock { holidays: &holidays, zone: CHINA, now_ms: at(day, 12) };
            assert_eq!(clock.last_day(published).day, "2026-12-04");
            assert_eq!(clock.over(published), over, "{day}");
            assert_eq!(published < clock.over_before(), over, "{day}: lists and pages say the same");
        }
    }

    #[test]
    fn an_objection_is_answered_once_with_a_reason_by_somebody_who_has_no_part_in_the_claim() {
        let (reviewer, controller) = (PersonId("r".to_owned()), PersonId("c".to_owned()));
        let begun = || Case::<ObjectionState>::begun_by([reviewer.clone()]);
        let take =
            |case: Case<ObjectionState>, step, person: &PersonId, reason| case.take(step, person, reason);
        assert_eq!(
            take(begun(), ObjectionStep::Dismiss, &reviewer, "因为").unwrap_err(),
            NotTaken::NotThisPerson
        );
        assert_eq!(take(begun(), ObjectionStep::Uphold, &controller, " ").unwrap_err(), NotTaken::NoReason);
        let upheld = take(begun(), ObjectionStep::Uphold, &controller, "查实").unwrap();
        assert_eq!(upheld.state(), ObjectionState::Upheld);
        assert_eq!(
            take(upheld, ObjectionStep::Dismiss, &controller, "再看").unwrap_err(),
            NotTaken::NotItsTurn
        );
    }

    #[test]
    fn a_digest_names_every_line_and_its_sum() {
        let line = |n, amount| PublishedLine {
            n,
            claim: ClaimId("q".to_owned()),
            enrolment: EnrolmentId(format!("e{n}")),
            amount: Fen(amount),
        };
        let list = [line(1, 100), line(2, 200)];
        assert_eq!(digest(&list), digest(&list.clone()));
        for other in [vec![line(1, 100)], vec![line(1, 200), line(2, 100)], vec![line(2, 200), line(1, 100)]]
        {
            assert_ne!(digest(&list), digest(&other));
        }
    }
}
