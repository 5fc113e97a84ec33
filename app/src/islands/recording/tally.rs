//! What was played, what is on its way, and what the server said: the browser's own count between
//! two answers, and the beats that still wait for theirs.

use std::collections::VecDeque;

use domain::coverage::Ranges;
use domain::id::SessionId;
use domain::study::{PLAYED_RANGES_MAX, RefusalCode};
use domain::wire::{Beat, BeatAnswer, PlayState, SessionOpened};

use super::seek::first_hole;

/// Differences between the server's sums and ours below this are rounding.
const DIFFERENCE_MS: i64 = 1000;

/// The count of one lesson.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    session: Option<SessionId>,
    next_seq: i64,
    duration_ms: i64,
    covered: Ranges,
    waiting_ms: i64,
    verified_ms: i64,
    /// What the server's sums were above its own coverage when it told both.
    surplus_ms: i64,
    /// Played and not in any beat yet, or played and not counted yet.
    pending: Ranges,
    /// Beats without an answer, oldest first. They never change: a number stands for one body.
    queue: VecDeque<Beat>,
}

/// What an answer means for the player.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why something was not counted.
    pub refused: Option<RefusalCode>,
    /// How much was played that will not be counted unless it is played again.
    pub lost_ms: i64,
    /// The server's sums do not fit what we believe is covered: ask it anew.
    pub out_of_step: bool,
}

impl Tally {
    /// Starts counting under a session. What was played before it stays and goes with its first beat.
    pub fn opened(&mut self, opened: &SessionOpened) {
        self.session = Some(opened.session.clone());
        self.next_seq = 0;
        self.duration_ms = opened.duration_ms;
        self.covered = opened.covered.clone();
        self.waiting_ms = opened.waiting_ms;
        self.verified_ms = opened.verified_ms;
        self.surplus_ms = opened.waiting_ms + opened.verified_ms - opened.covered.total_ms();
        self.give_up_queue();
    }

    /// The session is over: nothing more is sent under it. What was on its way is not lost, it
    /// may be offered to the next session.
    pub fn session_over(&mut self) {
        self.session = None;
        self.give_up_queue();
    }

    fn give_up_queue(&mut self) {
        let unsent = self.queue.drain(..).flat_map(|beat| beat.played).collect();
        self.pending = self.pending.union(&Ranges::union_of(unsent)).minus(&self.covered);
    }

    /// The session that is open.
    pub fn session(&self) -> Option<&SessionId> {
        self.session.as_ref()
    }

    /// Adds what was played.
    pub fn add(&mut self, played: &Ranges) {
        self.pending = self.pending.union(played);
    }

    /// The beat that would be sent now, with `running` not yet added.
    pub fn draft(&self, running: &Ranges, position_ms: i64, state: PlayState) -> Option<Beat> {
        // A film may be a little longer than its lesson; the server stores nothing beyond that.
        let played = self.pending.union(running).within(0, self.duration_ms);
        let played = played.as_slice().iter().take(PLAYED_RANGES_MAX).copied().collect();
        let session = self.session.clone()?;
        let position_ms = position_ms.min(self.duration_ms).max(0);
        Some(Beat { session, seq: self.next_seq, played, position_ms, state })
    }

    /// Closes a beat and puts it at the end of the queue.
    pub fn cut(&mut self, position_ms: i64, state: PlayState) {
        if let Some(beat) = self.draft(&Ranges::default(), position_ms, state) {
            let rest = self.pending.minus(&Ranges::union_of(beat.played.clone()));
            self.pending = rest.within(0, self.duration_ms);
            self.next_seq += 1;
            self.queue.push_back(beat);
        }
    }

    /// Whether something is played and in no beat yet.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The beats to send, oldest first.
    pub fn queue(&self) -> &VecDeque<Beat> {
        &self.queue
    }

    /// Takes the answer to the oldest beat.
    pub fn answered(&mut self, answer: &BeatAnswer) -> Verdict {
        let Some(beat) = self.queue.pop_front() else { return Verdict::default() };
        let fresh = Ranges::union_of(beat.played).within(0, self.duration_ms).minus(&self.covered);
        // The server credits the earliest milliseconds first; so do we.
        let (taken, rest) = fresh.split_first(answer.counted_ms);
        self.covered = self.covered.union(&taken);
        self.waiting_ms = answer.waiting_ms;
        self.verified_ms = answer.verified_ms;
        let refused = answer.refused.first().and_then(|refused| RefusalCode::from_code(&refused.code));
        let lost_ms = match refused {
            // Played, and only not counted yet: it goes again with the next beat.
            None | Some(RefusalCode::FasterThanTime | RefusalCode::CheckWaiting | RefusalCode::Held) => {
                self.pending = self.pending.union(&rest);
                0
            }
            Some(_) => rest.total_ms(),
        };
        let difference_ms = self.sum_ms() - self.surplus_ms - self.covered.total_ms();
        let out_of_step = self.queue.is_empty() && difference_ms.abs() > DIFFERENCE_MS;
        Verdict { refused, lost_ms, out_of_step }
    }

    /// The oldest beat met another body under its number: what it carried goes again under a new one.
    pub fn number_was_taken(&mut self) {
        if let Some(beat) = self.queue.pop_front() {
            self.next_seq = self.next_seq.max(beat.seq + 1);
            self.pending = self.pending.union(&Ranges::union_of(beat.played));
        }
    }

    /// The oldest beat can never be counted: it goes, and what comes after it stays.
    pub fn beat_was_refused(&mut self) {
        self.queue.pop_front();
    }

    /// The server's word on both sums after a check. A check may have been issued in another
    /// lesson and then speaks of that one: confirming moves time between the sums, never adds any.
    pub fn confirmed(&mut self, waiting_ms: i64, verified_ms: i64) {
        if (waiting_ms + verified_ms - self.sum_ms()).abs() <= DIFFERENCE_MS {
            self.waiting_ms = waiting_ms;
            self.verified_ms = verified_ms;
        }
    }

    fn sum_ms(&self) -> i64 {
        self.waiting_ms + self.verified_ms
    }

    /// Played and not counted yet, `running` included.
    pub fn uncounted(&self, running: &Ranges) -> Ranges {
        let sent = self.queue.iter().flat_map(|beat| beat.played.iter().copied()).collect();
        let played = self.pending.union(&Ranges::union_of(sent)).union(running);
        played.within(0, self.duration_ms).minus(&self.covered)
    }

    /// Waiting, as the learner may expect it: the server's word and what was played since.
    pub fn waiting_ms(&self, running: &Ranges) -> i64 {
        self.waiting_ms + self.uncounted(running).total_ms()
    }

    /// Verified, which only the server can say.
    pub fn verified_ms(&self) -> i64 {
        self.verified_ms
    }

    /// Everywhere the learner has been.
    pub fn seen(&self, running: &Ranges) -> Ranges {
        self.covered.union(&self.uncounted(running))
    }

    /// What counts.
    pub fn covered(&self) -> &Ranges {
        &self.covered
    }

    /// The length of the lesson.
    pub fn duration_ms(&self) -> i64 {
        self.duration_ms
    }

    /// Whether all of the lesson counts.
    pub fn complete(&self) -> bool {
        self.session.is_some() && first_hole(&self.covered, self.duration_ms).is_none()
    }
}

#[cfg(test)]
mod tests;
