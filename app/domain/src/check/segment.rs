//! What a passed check verified.

use serde::{Deserialize, Serialize};

use crate::coverage::Ranges;
use crate::id::{ClassId, EnrolmentId, LessonId};
use crate::study::{PendingSpan, PersonStudy, Progresses};

/// A stretch of one lesson that a passed check verified: what becomes a ledger entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedSegment {
    /// Under which enrolment.
    pub enrolment: EnrolmentId,
    /// In which class.
    pub class: ClassId,
    /// Of which lesson.
    pub lesson: LessonId,
    /// Intervals by local day.
    pub days: Vec<DaySegment>,
}

/// The part of a segment that lies in one local day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySegment {
    /// The local day.
    pub day: String,
    /// Media intervals.
    pub ranges: Ranges,
}

impl VerifiedSegment {
    /// Its length.
    pub fn ms(&self) -> i64 {
        self.days.iter().map(|day| day.ranges.total_ms()).sum()
    }
}

impl PersonStudy {
    /// Moves what waits up to a point of person-time into verified segments, one a lesson.
    pub(super) fn verify_up_to(&mut self, due_ms: i64, progresses: &mut Progresses) -> Vec<VerifiedSegment> {
        let waits_from_ms = self.person_time_ms - self.waiting_ms();
        let mut left_ms = (due_ms - waits_from_ms).max(0);
        let mut segments: Vec<VerifiedSegment> = Vec::new();
        let mut still_waiting = Vec::new();
        for mut span in std::mem::take(&mut self.waiting) {
            let passed_ms = left_ms.min(span.ms());
            left_ms -= passed_ms;
            if passed_ms > 0 {
                let progress = progresses.entry(span.key()).or_default();
                progress.waiting_ms -= passed_ms;
                progress.verified_ms += passed_ms;
                add(&mut segments, &span, passed_ms);
                span.from_ms += passed_ms;
            }
            if span.ms() > 0 {
                still_waiting.push(span);
            }
        }
        self.waiting = still_waiting;
        segments
    }
}

fn add(segments: &mut Vec<VerifiedSegment>, span: &PendingSpan, ms: i64) {
    let range = Ranges::union_of(vec![[span.from_ms, span.from_ms + ms]]);
    let known = segments
        .iter()
        .position(|segment| segment.enrolment == span.enrolment && segment.lesson == span.lesson);
    let index = known.unwrap_or_else(|| {
        segments.push(VerifiedSegment {
            enrolment: span.enrolment.clone(),
            class: span.class.clone(),
            lesson: span.lesson.clone(),
            days: Vec::new(),
        });
        segments.len() - 1
    });
    let days = &mut segments[index].days;
    match days.iter_mut().find(|day| day.day == span.day) {
        Some(day) => day.ranges = day.ranges.union(&range),
        None => days.push(DaySegment { day: span.day.clone(), ranges: range }),
    }
}
