//! How played time becomes provisional seconds: a credit budget that fills with real time
//! (RULES.md, section 2). Checks, which turn them into verified seconds, are in
//! [`crate::check`]; both change the one [`PersonStudy`].

mod context;
mod credit_budget;
mod lesson;
mod log;
mod open_check;
mod record;
mod refusal;
mod state;

pub use context::RuleContext;
pub use lesson::{Bank, LessonKey, LessonProgress, PendingSpan, Progresses};
pub use log::{KeptRecord, RecordLog, Unreadable};
pub use open_check::{CheckItem, OpenCheck, characters_of};
pub use record::{Grant, RawRecord, RecordBody, ZERO_CHAIN};
pub use refusal::{RefusalCode, StudyRefusal};
pub use state::{
    DayUse, DeviceChain, IdentityDay, LiveSession, Passes, PasswordDay, PersonStudy, SegmentMarks,
};

use crate::coverage::Ranges;
use crate::device::head_after;
use crate::id::SessionId;
use crate::policy::Policy;
use crate::wire::{Beat, BeatAnswer, CheckNotice, Refused};

/// Shortfalls below this are rounding between two clocks, not worth a word.
const REFUSAL_MS_MIN: i64 = 1000;
/// The most ranges a beat may carry.
pub const PLAYED_RANGES_MAX: usize = 200;
/// So far a number may lie beyond the highest of its session: two days of beats that nobody could send, and more than any
/// browser keeps. Farther jumps would make every later number look like one that came before.
const SEQ_JUMP_MAX: i64 = 10_000;
/// A beat after a longer silence takes study up again.
const RESUMED_AFTER_MS: i64 = 60_000;
/// The most spans a lesson's coverage, or what waits, may lie in: a jump every other second for a
/// quarter of an hour, more than any learner leaves behind. Splinters would slow everybody down.
const SPANS_MAX: usize = 500;

/// What opening a session did.
#[derive(Debug)]
pub struct Opened {
    /// The session that was live before.
    pub superseded: Option<SessionId>,
    /// What was given back because a check had been ignored three times.
    pub expired: Vec<PendingSpan>,
    /// Raw records to store.
    pub records: Vec<RawRecord>,
}

/// What a beat did.
#[derive(Debug)]
pub struct Counted {
    /// The answer, without words.
    pub answer: BeatAnswer,
    /// What was given back because a check had been ignored three times.
    pub expired: Vec<PendingSpan>,
    /// Whether the open check was issued by this very beat.
    pub issued: bool,
    /// Raw records to store, the beat's own among them.
    pub records: Vec<RawRecord>,
}

/// What of the ranges of a beat is stored: nothing beyond the end of the lesson.
pub fn within_lesson(played: &[[i64; 2]], duration_ms: i64) -> Vec<[i64; 2]> {
    let inside = played.iter().filter(|[from, _]| *from < duration_ms);
    inside.map(|&[from, to]| [from, to.min(duration_ms)]).collect()
}

/// Refuses a beat that no honest player sends. Nothing changes and the session stays usable.
pub fn well_formed(beat: &Beat) -> Result<(), StudyRefusal> {
    let sane = |ms: i64| (0..=i64::from(i32::MAX)).contains(&ms);
    let ranges_are_sane = beat.played.iter().all(|[from, to]| sane(*from) && sane(*to) && from <= to);
    if beat.seq < 0 || !sane(beat.position_ms) || beat.played.len() > PLAYED_RANGES_MAX || !ranges_are_sane {
        return Err(StudyRefusal::Malformed);
    }
    Ok(())
}

impl PersonStudy {
    /// Opens a session; the person's earlier one, if any, is superseded. The credit budget starts empty
    /// unless a session was live, so that no idle time is carried into study.
    pub fn on_open(
        &mut self,
        session: LiveSession,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Opened {
        let (now_ms, policy) = (self.time_ms(context), context.policy);
        let mut records = Vec::new();
        self.note_clock(context, &session.session, &mut records);
        let expired = self.sweep(context, progresses, &mut records);
        self.resumed_at_ms = now_ms;
        let superseded = self.live.take();
        let was_live =
            superseded.as_ref().is_some_and(|live| now_ms - live.seen_at_ms <= policy.credit_budget_ms_max());
        if was_live {
            self.fill_credit_budget(policy, now_ms);
        } else {
            self.credit_budget_ms = 0;
            self.last_at_ms = now_ms;
        }
        self.offline_ms = 0;
        if let Some(check) = &mut self.check {
            check.told_at_ms.get_or_insert(now_ms);
        }
        if self.due_ms == 0 {
            self.due_ms = self.person_time_ms + policy.interval_ms(context.draw);
        }
        records.push(self.record(
            now_ms,
            &session.session,
            None,
            RecordBody::Open {
                enrolment: session.enrolment.clone(),
                class: session.class.clone(),
                lesson: session.lesson.clone(),
                duration_ms: session.duration_ms,
                policy: policy.version.clone(),
                due_ms: self.due_ms,
                questions_ms: session.question_moments_ms.clone(),
            },
        ));
        self.keep_bank(&session);
        self.live = Some(LiveSession { seen_at_ms: now_ms, ..session });
        Opened { superseded: superseded.map(|live| live.session), expired, records }
    }

    /// Counts a beat of the live session.
    pub fn on_beat(
        &mut self,
        beat: &Beat,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Result<Counted, StudyRefusal> {
        well_formed(beat)?;
        let (now_ms, policy) = (self.time_ms(context), context.policy);
        let is_over = |live: &LiveSession| live.open_until_ms.is_some_and(|until_ms| now_ms > until_ms);
        if self.live.as_ref().is_some_and(is_over) {
            return Err(StudyRefusal::ClassNotOpen);
        }
        let jumps = |live: &LiveSession| beat.seq > live.seq_max.saturating_add(SEQ_JUMP_MAX);
        let jumps = self.live.as_ref().is_some_and(|live| live.session == beat.session && jumps(live));
        if jumps || self.would_splinter(beat, progresses) {
            return Err(StudyRefusal::Malformed);
        }
        let Some(mut live) = self.live.take_if(|live| live.session == beat.session) else {
            return Err(StudyRefusal::Superseded);
        };
        let mut records = Vec::new();
        self.note_clock(context, &beat.session, &mut records);
        let expired = self.sweep(context, progresses, &mut records);
        if now_ms - self.last_at_ms > RESUMED_AFTER_MS {
            self.resumed_at_ms = now_ms;
        }
        live.seen_at_ms = now_ms;
        live.seq_max = live.seq_max.max(beat.seq);
        let progress = progresses.entry(live.key()).or_default();

        self.fill_credit_budget(policy, now_ms);
        let played = Ranges::union_of(beat.played.clone()).within(0, live.duration_ms);
        let fresh = played.minus(&progress.covered);
        let (taken, reason) = self.take(&fresh, progress, policy, now_ms);
        let counted_ms = taken.iter().map(|(_, ranges)| ranges.total_ms()).sum::<i64>();

        for (day, ranges) in taken {
            progress.covered = progress.covered.union(&ranges);
            progress.credited_to_ms =
                ranges.as_slice().last().map_or(progress.credited_to_ms, |last| last[1]);
            for &[from_ms, to_ms] in ranges.as_slice() {
                self.wait(PendingSpan {
                    enrolment: live.enrolment.clone(),
                    class: live.class.clone(),
                    lesson: live.lesson.clone(),
                    day: day.clone(),
                    from_ms,
                    to_ms,
                });
            }
        }
        self.tell_of_check(now_ms);
        self.person_time_ms += counted_ms;
        progress.waiting_ms += counted_ms;
        progress.position_ms = beat.position_ms.min(live.duration_ms);

        let refused_ms = fresh.total_ms() - counted_ms;
        let refused = match reason {
            Some(code) if refused_ms >= REFUSAL_MS_MIN => {
                vec![Refused { code: code.as_str().to_owned(), ms: refused_ms, text: String::new() }]
            }
            _ => Vec::new(),
        };
        let stored = Beat {
            played: within_lesson(&beat.played, live.duration_ms),
            position_ms: beat.position_ms.min(live.duration_ms),
            ..beat.clone()
        };
        self.device.head = head_after(&self.device.head, &stored);
        let Beat { played, position_ms, state, .. } = stored;
        let body = RecordBody::Beat { played, position_ms, state };
        records.push(self.record(now_ms, &beat.session, Some(beat.seq), body));
        let (waiting_ms, verified_ms) = (progress.waiting_ms, progress.verified_ms);
        let mut issued = self.check.is_none() && !self.held && self.person_time_ms >= self.due_ms;
        if issued && self.is_quiet(policy, now_ms) {
            // Somebody who has just sat down is not asked yet: the due point goes before them.
            self.due_ms = self.person_time_ms + 1;
            issued = false;
        }
        if issued {
            records.extend(self.issue(&live, self.due_ms, false, context, progresses));
        }
        self.live = Some(live);
        let answer = BeatAnswer {
            counted_ms,
            waiting_ms,
            verified_ms,
            refused,
            next_beat_in_ms: policy.credit.beat_seconds.value * 1000,
            check: self.notice(),
            held: self.held,
        };
        Ok(Counted { answer, expired, issued, records })
    }

    /// Whether study was taken up only just now, and what waits unchecked has room for a little more.
    fn is_quiet(&self, policy: &Policy, now_ms: i64) -> bool {
        let room_ms = policy.unchecked_ms_max() - self.waiting_ms();
        now_ms - self.resumed_at_ms < policy.quiet_ms()
            && room_ms > policy.check.told_allowance_seconds.value * 1000
    }

    /// Whether a beat would break up what is kept into more spans than anybody's study has.
    fn would_splinter(&self, beat: &Beat, progresses: &Progresses) -> bool {
        let waits = self.waiting.len() + beat.played.len() > SPANS_MAX && beat.played.len() > 1;
        let key = self.live.as_ref().map(LiveSession::key);
        let progress = key.and_then(|key| progresses.get(&key));
        let covered = progress.is_some_and(|progress| {
            progress.covered.as_slice().len() + beat.played.len() > SPANS_MAX
                && progress.covered.union(&Ranges::union_of(beat.played.clone())).as_slice().len() > SPANS_MAX
        });
        waits || covered
    }

    /// What the learner is told of the open check; nothing while identity must be confirmed first.
    pub fn notice(&self) -> Option<CheckNotice> {
        self.check.as_ref().filter(|_| !self.held).map(|check| CheckNotice {
            id: check.id.clone(),
            kind: check.kind,
            offer: check.offer,
        })
    }
}
