//! What a check may ask: reckoned again from the coverage, the questions each session was opened with, and the day.

use domain::policy::Policy;
use domain::wire::CheckKind;

use super::{Lesson, Replay, Session};
use crate::calendar::day_of;
use crate::error::{Mismatch, holds, same};
use crate::sets::{and, length};

/// A question is about this much of the lesson before its moment at most.
const REACH: i64 = 120_000;
/// For so long at least the writer remembers what it asked: a day less than checks stay on their list.
const REMEMBERED: i64 = 29 * 86_400_000;
/// At the latest this check of a day is the one of identity.
const IDENTITY_BY: i64 = 3;

/// Checks of a local day, and whether identity was among them.
#[derive(Clone, Debug, Default)]
pub(super) struct DayOfChecks {
    day: String,
    issued: i64,
    identity: bool,
}

impl Replay<'_> {
    /// The questions of a lesson that was opened, beside those of lessons that still wait.
    pub(super) fn with_questions(&mut self, session: &Session, moments: Vec<i64>) {
        let lesson = (session.enrolment.clone(), session.lesson.clone());
        let kept: Vec<(Lesson, Vec<i64>)> = std::mem::take(&mut self.questions);
        self.questions =
            kept.into_iter().filter(|(other, _)| *other != lesson && self.still_waits(other)).collect();
        self.questions.push((lesson, moments));
    }

    fn still_waits(&self, lesson: &Lesson) -> bool {
        self.waiting.iter().any(|span| span.enrolment == lesson.0 && span.lesson == lesson.1)
    }

    /// Whether a question fits: most of what one is about was seen, in this lesson or in one that waits.
    fn question_fits(&self, session: &Session, policy: &Policy) -> bool {
        let share = policy.check.question_seen_percent.value;
        self.questions.iter().any(|(lesson, moments)| {
            let here = lesson.0 == session.enrolment && lesson.1 == session.lesson;
            let Some(progress) = self.progress.get(lesson).filter(|_| here || self.still_waits(lesson))
            else {
                return false;
            };
            let mut before = 0;
            moments.iter().any(|&moment| {
                let begin = before.max(moment - REACH).min(moment);
                before = moment;
                let seen = length(&and(&progress.covered, &[(begin, moment)]));
                begin == moment || seen * 100 >= share * (moment - begin)
            })
        })
    }

    /// Whether the question that a check shows is as new to the person as the record says. The writer remembers a month at
    /// least, and may remember more.
    pub(super) fn is_fresh(
        &mut self,
        place: &str,
        at: i64,
        check: &str,
        (question, fresh): (Option<String>, bool),
    ) -> Result<(), Mismatch> {
        let Some(question) = question else {
            return same(place, "whether a number is a new question", &false, &fresh);
        };
        let before = self.asked.insert(question, (check.to_owned(), at));
        let lawful = match before {
            // The same check again, after a reload or in its next offer.
            Some((known, _)) if known == check => self.check.as_ref().is_some_and(|open| open.fresh == fresh),
            Some((_, asked_at)) if fresh => asked_at < at - REMEMBERED,
            Some(_) => true,
            None => fresh,
        };
        holds(place, "whether the question is new to the person", lawful, "as their records say", fresh)?;
        if let Some(open) = self.check.as_mut().filter(|open| open.id == check) {
            open.fresh = fresh;
        }
        Ok(())
    }

    fn number_allowed(&self, policy: &Policy) -> bool {
        self.passed_by_number * 100 <= self.passed * policy.check.number_percent_max.value
    }

    /// Whether the password alone may still be used on the day of this moment.
    pub(super) fn password_left(&self, policy: &Policy, at: i64) -> bool {
        let today = day_of(at, policy.utc_offset_minutes.offset_minutes).0;
        let (day, used) = &self.password;
        *day != today || *used < policy.check.password_alone_a_day.value
    }

    /// The password alone confirmed identity.
    pub(super) fn password_used(&mut self, place: &str, policy: &Policy, at: i64) -> Result<(), Mismatch> {
        let left = self.password_left(policy, at);
        let most = policy.check.password_alone_a_day.value;
        holds(place, "the password alone", left, &format!("{most} a day at most"), "once more")?;
        let today = day_of(at, policy.utc_offset_minutes.offset_minutes).0;
        if self.password.0 != today {
            self.password = (today, 0);
        }
        self.password.1 += 1;
        Ok(())
    }

    /// Whether the tail of a closed lesson can be asked about at all.
    pub(super) fn tail_is_asked(&self, session: &Session, policy: &Policy) -> bool {
        !self.must_be_known(policy) && (self.question_fits(session, policy) || self.number_allowed(policy))
    }

    /// Whether checks were missed so often in a row, let go or answered wrongly, that only identity may be asked.
    fn must_be_known(&self, policy: &Policy) -> bool {
        self.wrong_in_row >= policy.check.wrong_max.value
    }

    /// The kind of a check that was issued, which is not one in place of another.
    pub(super) fn kind_is_right(
        &mut self,
        place: &str,
        session: &Session,
        tail: bool,
        at: i64,
        kind: CheckKind,
    ) -> Result<(), Mismatch> {
        let policy = self.policy(place, &session.policy)?;
        let password = self.password_left(policy, at);
        let otherwise = if self.must_be_known(policy) {
            CheckKind::Identity
        } else if self.question_fits(session, policy) {
            CheckKind::Question
        } else if self.number_allowed(policy) {
            CheckKind::Number
        } else {
            CheckKind::Identity
        };
        let (mut may, mut must) = (false, false);
        if policy.check.identity_once_a_day.value && !tail {
            let today = day_of(at, policy.utc_offset_minutes.offset_minutes).0;
            if self.checks.day != today {
                self.checks = DayOfChecks { day: today, ..DayOfChecks::default() };
            }
            if password && !self.checks.identity {
                self.checks.issued += 1;
                (may, must) = (true, self.checks.issued >= IDENTITY_BY);
                self.checks.identity = kind == CheckKind::Identity;
            }
        }
        let right = match kind {
            CheckKind::Identity => may || otherwise == CheckKind::Identity,
            other => other == otherwise && !must,
        };
        let expected = if must { CheckKind::Identity } else { otherwise };
        holds(place, "the kind of the check", right, &format!("{expected:?}"), format!("{kind:?}"))
    }
}
