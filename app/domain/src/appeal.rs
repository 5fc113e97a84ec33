//! Appeals against refused time: what may be appealed, what the raw records still allow, and what a
//! grant does (RULES.md, section 9).
//!
//! A grant never makes time. It gives back time that passed on the server's clock while the learner's
//! session was live, of which media really was reported as played, and which was refused. So:
//! - what expired because three offers were ignored had been credited before: it fits by itself;
//! - what was refused as too fast or above the day's cap fits as far as real time of that session
//!   was left over, in the order in which it was refused. The same second never serves two refusals.
//!
//! Whatever is granted is bounded once more by what was refused, by the lesson's coverage (a second
//! counts once) and by the cap of the day.

use crate::codes::codes;
use crate::coverage::Ranges;
use crate::id::{EnrolmentId, LessonId, SessionId};
use crate::policy::Policy;
use crate::study::{
    Grant, LessonProgress, PendingSpan, PersonStudy, RawRecord, RecordBody, RefusalCode, RuleContext,
};
use crate::wire::Refused;

/// The shortest and the longest reason, in characters.
pub const REASON_CHARS: std::ops::RangeInclusive<usize> = 4..=500;

/// Whether a refusal can be appealed. While a check waits or identity is unconfirmed nobody can say
/// later who sat there, and outside the hours nothing counts for anybody: there studying again helps.
pub fn may_be_appealed(code: RefusalCode) -> bool {
    matches!(code, RefusalCode::FasterThanTime | RefusalCode::DayCap | RefusalCode::CheckIgnored)
}

codes! {
    /// What a reviewer thinks of an appeal.
    Verdict {
        /// The time counts after all.
        Grant = "grant",
        /// It does not.
        Refuse = "refuse",
    }
}

codes! {
    /// On what ground an appeal is granted: what the public ledger says of the reason.
    Ground {
        /// The power or the device failed.
        Device = "device",
        /// The network failed.
        Network = "network",
        /// Somebody was ill or had an accident.
        Illness = "illness",
        /// The check could not be seen, heard or answered.
        Check = "check",
        /// This system made a mistake.
        System = "system",
    }
}

codes! {
    /// How far an appeal has come.
    Stage {
        /// Waits for the first reviewer.
        First = "first",
        /// Waits for the second reviewer.
        Second = "second",
        /// Two people agreed that it counts.
        Granted = "granted",
        /// Two people agreed that it does not.
        Refused = "refused",
    }
}

/// Why a step was not taken; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It is decided, or it is somebody else's turn.
    NotItsTurn,
    /// The actor is the learner, or has taken another kind of step here.
    NotThisPerson,
    /// Nothing is left that could count: all of it was studied again, or was never possible.
    NothingLeft,
    /// The learner is studying just now: what is free cannot be said yet.
    Studying,
}

/// What the raw records say of one refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Media that was reported as played in the stretches concerned.
    pub played: Ranges,
    /// What was refused in all.
    pub refused_ms: i64,
    /// As much of it as real time allows.
    pub possible_ms: i64,
}

impl Evidence {
    /// What may be granted: played, not yet counted, and no more than was refused, than real time
    /// allows and than the day has room for.
    pub fn grantable(&self, covered: &Ranges, day_room_ms: i64) -> Ranges {
        let most_ms = self.refused_ms.min(self.possible_ms).min(day_room_ms);
        self.played.minus(covered).split_first(most_ms).0
    }
}

/// The session whose beats are looked at.
#[derive(Debug)]
struct Seen<'a> {
    session: SessionId,
    /// Whether it is of the lesson in question.
    concerned: bool,
    duration_ms: i64,
    policy: &'a Policy,
}

/// Goes through all raw records of a person, in their order, for one refusal.
#[derive(Debug)]
pub struct Inquiry<'a> {
    enrolment: EnrolmentId,
    lesson: LessonId,
    day: String,
    code: RefusalCode,
    live: Option<Seen<'a>>,
    /// Real time of live sessions that no credit and no refusal has used.
    free_ms: i64,
    /// When the last beat came or the last session was opened.
    last_at_ms: i64,
    /// Real time set aside for refusals, in their order; whether it is for the one in question.
    set_aside: Vec<(bool, i64)>,
    evidence: Evidence,
}

impl<'a> Inquiry<'a> {
    /// Begins without evidence.
    pub fn new(enrolment: EnrolmentId, lesson: LessonId, day: String, code: RefusalCode) -> Self {
        Self {
            enrolment,
            lesson,
            day,
            code,
            live: None,
            free_ms: 0,
            last_at_ms: 0,
            set_aside: Vec::new(),
            evidence: Evidence::default(),
        }
    }

    /// A session was opened: nothing is left over from the one before.
    pub fn on_open(
        &mut self,
        at_ms: i64,
        session: &SessionId,
        (enrolment, lesson): (&EnrolmentId, &LessonId),
        duration_ms: i64,
        policy: &'a Policy,
    ) {
        let concerned = *enrolment == self.enrolment && *lesson == self.lesson;
        self.live = Some(Seen { session: session.clone(), concerned, duration_ms, policy });
        self.free_ms = self.free_ms.min(0);
        self.last_at_ms = at_ms;
    }

    /// A beat was answered.
    pub fn on_beat(
        &mut self,
        at_ms: i64,
        session: &SessionId,
        played: &[[i64; 2]],
        counted_ms: i64,
        refused: &[Refused],
    ) {
        let Some(live) = self.live.as_ref().filter(|live| live.session == *session) else { return };
        self.free_ms += live.policy.countable_ms(self.last_at_ms, at_ms) - counted_ms;
        self.last_at_ms = at_ms;
        // Credit from the budget may use time that had been left over: the latest refusals lose it again.
        while self.free_ms < 0 {
            let Some((mine, ms)) = self.set_aside.last_mut() else { break };
            let back_ms = (-self.free_ms).min(*ms);
            *ms -= back_ms;
            self.free_ms += back_ms;
            if *mine {
                self.evidence.possible_ms -= back_ms;
            }
            if *ms == 0 {
                self.set_aside.pop();
            }
        }
        let today = live.policy.utc_offset_minutes.day(at_ms);
        for refusal in refused {
            let Some(code) = RefusalCode::from_code(&refusal.code).filter(|code| may_be_appealed(*code))
            else {
                continue;
            };
            let possible_ms = refusal.ms.min(self.free_ms).max(0);
            self.free_ms -= possible_ms;
            let mine = live.concerned && code == self.code && today == self.day;
            self.set_aside.push((mine, possible_ms));
            if mine {
                let played = Ranges::union_of(played.to_vec()).within(0, live.duration_ms);
                self.evidence.played = self.evidence.played.union(&played);
                self.evidence.refused_ms += refusal.ms;
                self.evidence.possible_ms += possible_ms;
            }
        }
    }

    /// What waited has expired, unanswered.
    pub fn on_expire(&mut self, spans: &[PendingSpan]) {
        if self.code != RefusalCode::CheckIgnored {
            return;
        }
        for span in spans {
            if span.enrolment == self.enrolment && span.lesson == self.lesson && span.day == self.day {
                let range = Ranges::union_of(vec![[span.from_ms, span.to_ms]]);
                self.evidence.played = self.evidence.played.union(&range);
                self.evidence.refused_ms += span.ms();
                self.evidence.possible_ms += span.ms();
            }
        }
    }

    /// What was found, once no credit that is still to come can use time from before: a full credit budget after
    /// the last beat. `None` while the learner is studying.
    pub fn found(self, now_ms: i64) -> Option<Evidence> {
        let settled = self
            .live
            .as_ref()
            .is_none_or(|live| now_ms - self.last_at_ms >= live.policy.credit_budget_ms_max());
        settled.then_some(self.evidence)
    }
}

impl PersonStudy {
    /// Two people have granted an appeal: the time counts, on its day, and is never credited again.
    pub fn on_grant(
        &mut self,
        grant: Grant,
        context: &RuleContext<'_>,
        progress: &mut LessonProgress,
    ) -> RawRecord {
        let (now_ms, ms) = (self.time_ms(context), grant.ranges.total_ms());
        progress.covered = progress.covered.union(&grant.ranges);
        progress.verified_ms += ms;
        self.use_day(&grant.day, ms, 0);
        // It belongs to no session; the appeal stands in its place.
        let session = SessionId(grant.appeal.0.clone());
        self.record(now_ms, &session, None, RecordBody::Grant(grant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(from: i64, to: i64) -> Ranges {
        Ranges::union_of(vec![[from, to]])
    }

    #[test]
    fn a_grant_is_bounded_by_what_was_refused_by_real_time_by_coverage_and_by_the_day() {
        let evidence = Evidence { played: set(0, 100), refused_ms: 60, possible_ms: 50 };
        assert_eq!(evidence.grantable(&Ranges::default(), 1000).total_ms(), 50);
        assert_eq!(evidence.grantable(&Ranges::default(), 20).total_ms(), 20);
        assert_eq!(evidence.grantable(&set(0, 80), 1000), set(80, 100));
        assert_eq!(evidence.grantable(&set(0, 100), 1000), Ranges::default());
        assert_eq!(evidence.grantable(&Ranges::default(), -5), Ranges::default());
        let faster = Evidence { possible_ms: 0, ..evidence };
        assert_eq!(faster.grantable(&Ranges::default(), 1000), Ranges::default());
    }

    #[test]
    fn codes_are_read_back() {
        for ground in Ground::ALL {
            assert_eq!(Ground::from_code(ground.as_str()), Some(ground));
        }
        assert_eq!(Verdict::from_code("grant"), Some(Verdict::Grant));
        assert_eq!(Verdict::from_code("maybe"), None);
    }
}
