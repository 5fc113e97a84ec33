//! A class is closed: what waits of it can no longer be confirmed.

use crate::coverage::Ranges;
use crate::id::{ClassId, SessionId};
use crate::study::{PendingSpan, PersonStudy, Progresses, RawRecord, RecordBody, RuleContext};

impl PersonStudy {
    /// Gives back what waits of a class that is closed now; nothing where nothing waits. A check that is open stays: it is about
    /// the other classes, if anything of them waits.
    pub fn on_class_closed(
        &mut self,
        class: &ClassId,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Option<(RawRecord, Vec<PendingSpan>)> {
        let (spans, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|span| span.class == *class);
        self.waiting = others;
        if spans.is_empty() {
            return None;
        }
        self.uncredit(&spans, progresses);
        let now_ms = self.time_ms(context);
        let body = RecordBody::ClassClosed { class: class.clone(), spans: spans.clone() };
        // The class stands in place of a session: nobody studies.
        Some((self.record(now_ms, &SessionId(class.0.clone()), None, body), spans))
    }

    /// It is as if these had not been studied.
    pub(super) fn uncredit(&mut self, spans: &[PendingSpan], progresses: &mut Progresses) {
        for span in spans {
            let progress = progresses.entry(span.key()).or_default();
            progress.covered = progress.covered.minus(&Ranges::union_of(vec![[span.from_ms, span.to_ms]]));
            progress.waiting_ms -= span.ms();
            progress.credited_to_ms = progress.credited_to_ms.min(span.from_ms);
            self.use_day(&span.day, -span.ms(), 0);
        }
    }
}
