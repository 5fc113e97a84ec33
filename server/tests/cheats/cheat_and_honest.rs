//! A cheat beside an honest learner.

use crate::http_learner::{HttpLearner, long_lessons};
use crate::site::TestSite;

/// A cheat, and an honest learner who studies beside them and must lose nothing by it.
pub struct CheatAndHonest<'a> {
    pub site: &'a TestSite,
    pub cheat: HttpLearner<'a>,
    pub honest: HttpLearner<'a>,
    opened_ms: i64,
    studied: i64,
}

impl<'a> CheatAndHonest<'a> {
    pub async fn begin(site: &'a TestSite) -> Self {
        long_lessons(site).await;
        let cheat = HttpLearner::begin(site, "cheat").await;
        let honest = HttpLearner::begin(site, "honest").await;
        Self { site, cheat, honest, opened_ms: site.site.now(), studied: 0 }
    }

    /// Time goes by; the honest learner studies all of it.
    pub async fn pass(&mut self, seconds: i64) {
        let mut left = seconds;
        while left > 0 {
            let step = left.min(15);
            self.honest.play(step).await;
            if self.honest.check.is_some() {
                assert_eq!(self.honest.answer_check(true).await["result"], "passed");
            }
            left -= step;
            self.studied += step;
        }
    }

    /// Hours go by in which nobody studies.
    pub async fn rest(&mut self, hours: i64) {
        self.site.clock.forward_s(hours * 3600);
        self.cheat.sign_in().await;
        self.honest.sign_in().await;
    }

    /// Seconds since the cheat began.
    pub fn elapsed(&self) -> i64 {
        (self.site.site.now() - self.opened_ms) / 1000
    }

    async fn honest_lost_nothing(&self) {
        assert_eq!(self.honest.counted().await, self.studied, "the honest learner counts in full");
        assert_eq!(self.honest.refused().await, 0, "and nothing of theirs was refused");
    }

    /// What the cheat has beyond real time.
    pub async fn gained(&self) -> i64 {
        self.honest_lost_nothing().await;
        (self.cheat.counted().await - self.elapsed()).max(0)
    }

    /// What the cheat has verified although no check was passed.
    pub async fn verified(&self) -> i64 {
        self.honest_lost_nothing().await;
        self.cheat.hours().await.1
    }
}
