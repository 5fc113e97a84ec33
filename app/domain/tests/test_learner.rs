//! A learner on a clock that the test moves: seconds after opening.

use domain::check::{Answered, Identity};
use domain::coverage::Ranges;
use domain::policy::Policy;
use domain::study::{
    CheckItem, LessonProgress, LiveSession, OpenCheck, PersonStudy, Progresses, RuleContext, StudyRefusal,
};
use domain::wire::{Beat, BeatAnswer, PlayState};

/// The default policy of the product.
pub fn standard() -> Policy {
    let text = include_str!("../../../server/policies/2026-11-26.toml");
    toml::from_str::<Policy>(text).unwrap().checked().unwrap()
}

/// The same without the daily check of identity, for what is about questions.
pub fn questions_only() -> Policy {
    let mut policy = standard();
    policy.check.identity_once_a_day.value = false;
    policy
}

pub struct TestLearner {
    pub study: PersonStudy,
    pub session: String,
    pub draw: u64,
    pub verified_ms: i64,
    /// The latest second reached, whatever the clock was set back to.
    pub latest: i64,
    /// The lesson that is opened next.
    pub lesson: String,
    /// Whether questions are new to them.
    pub fresh: bool,
    /// Moments of a lesson that have questions.
    pub moments_ms: Vec<i64>,
    progresses: Progresses,
    policy: Policy,
    starts_at_ms: i64,
    seq: i64,
}

impl TestLearner {
    pub fn opens(policy: Policy) -> Self {
        Self::opens_at(1_795_305_600_000, policy)
    }

    pub fn opens_at(starts_at_ms: i64, policy: Policy) -> Self {
        let mut learner = Self {
            study: PersonStudy::default(),
            session: String::new(),
            draw: u64::MAX / 2,
            verified_ms: 0,
            latest: 0,
            lesson: "lesson".to_owned(),
            fresh: false,
            moments_ms: vec![5000, 60_000],
            progresses: Progresses::new(),
            policy,
            starts_at_ms,
            seq: 0,
        };
        learner.open_at(0, "first");
        learner
    }

    fn at(&mut self, second: i64) -> i64 {
        self.latest = self.latest.max(second);
        self.starts_at_ms + second * 1000
    }

    pub fn open_at(&mut self, second: i64, session: &str) {
        let now_ms = self.at(second);
        session.clone_into(&mut self.session);
        let live = LiveSession {
            session: session.into(),
            enrolment: "enrolment".into(),
            class: "class".into(),
            lesson: self.lesson.as_str().into(),
            duration_ms: 3_600_000,
            policy: self.policy.version.clone(),
            question_moments_ms: self.moments_ms.clone(),
            seq_max: -1,
            seen_at_ms: now_ms,
            open_until_ms: None,
        };
        let now = RuleContext {
            at_ms: now_ms,
            policy: &self.policy,
            fresh_check: "unused".into(),
            draw: self.draw,
        };
        self.study.on_open(live, &now, &mut self.progresses);
    }

    pub fn try_beat_at(&mut self, second: i64, played: &[[i64; 2]]) -> Result<BeatAnswer, StudyRefusal> {
        let now_ms = self.at(second);
        self.seq += 1;
        let beat = Beat {
            session: self.session.as_str().into(),
            seq: self.seq,
            played: played
                .iter()
                .map(|[from, to]| [from.saturating_mul(1000), to.saturating_mul(1000)])
                .collect(),
            position_ms: 0,
            state: PlayState::Playing,
        };
        let fresh_check = format!("check-{}", self.seq).as_str().into();
        let now = RuleContext { at_ms: now_ms, policy: &self.policy, fresh_check, draw: self.draw };
        self.study.on_beat(&beat, &now, &mut self.progresses).map(|counted| counted.answer)
    }

    pub fn beat_at(&mut self, second: i64, played: &[[i64; 2]]) -> BeatAnswer {
        self.try_beat_at(second, played).unwrap()
    }

    /// Plays on steadily until a check is issued; returns the second of the beat that met it.
    pub fn watch_until_check(&mut self, from: i64) -> i64 {
        (1..10_000)
            .map(|n| from + n * 15)
            .find(|at| self.beat_at(*at, &[[at - 15, *at]]).check.is_some())
            .unwrap()
    }

    pub fn try_close_at(&mut self, second: i64) {
        let (now_ms, session) = (self.at(second), self.session.as_str().into());
        let fresh_check = format!("tail-{second}").as_str().into();
        let now = RuleContext { at_ms: now_ms, policy: &self.policy, fresh_check, draw: self.draw };
        let _ = self.study.on_close(&session, &now, &mut self.progresses);
    }

    pub fn close_at(&mut self, second: i64) {
        self.try_close_at(second);
    }

    pub fn try_shown_at(&mut self, second: i64) -> Option<OpenCheck> {
        let now_ms = self.at(second);
        let now = RuleContext {
            at_ms: now_ms,
            policy: &self.policy,
            fresh_check: "unused".into(),
            draw: self.draw,
        };
        let id = self.study.check.as_ref()?.id.clone();
        let item = CheckItem {
            question: Some("question".into()),
            prompt: "?".into(),
            options: Some(vec!["a".into(), "b".into(), "c".into()]),
            key: "2".into(),
            explain: None,
            fresh: self.fresh,
        };
        self.study.on_shown(&id, Some(item), &now).ok().map(|(check, _)| check)
    }

    pub fn shown_at(&mut self, second: i64) -> OpenCheck {
        self.try_shown_at(second).unwrap()
    }

    /// Settles an offer whose time is over.
    pub fn sweep_at(&mut self, second: i64) {
        let now_ms = self.at(second);
        let fresh_check = "unused".into();
        let now = RuleContext { at_ms: now_ms, policy: &self.policy, fresh_check, draw: self.draw };
        self.study.sweep(&now, &mut self.progresses, &mut Vec::new());
    }

    pub fn extend_at(&mut self, second: i64) {
        let now_ms = self.at(second);
        let id = self.study.check.as_ref().unwrap().id.clone();
        self.study
            .on_extend(
                &id,
                &RuleContext { at_ms: now_ms, policy: &self.policy, fresh_check: "unused".into(), draw: 0 },
            )
            .unwrap();
    }

    pub fn try_answer_at(&mut self, second: i64, answer: &str) -> Option<Answered> {
        let now_ms = self.at(second);
        let id = self.study.check.as_ref()?.id.clone();
        let fresh_check = format!("again-{second}").as_str().into();
        let now = RuleContext { at_ms: now_ms, policy: &self.policy, fresh_check, draw: self.draw };
        let answered = self.study.on_answer(&id, answer, None, &now, &mut self.progresses).ok()?;
        self.verified_ms += answered.verified.iter().map(domain::check::VerifiedSegment::ms).sum::<i64>();
        for segment in &answered.verified {
            let union = segment.days.iter().fold(Ranges::default(), |all, day| all.union(&day.ranges));
            assert_eq!(union.total_ms(), segment.ms(), "each second lies in exactly one day");
        }
        Some(answered)
    }

    pub fn answer_at(&mut self, second: i64, answer: &str) -> Answered {
        self.try_answer_at(second, answer).unwrap()
    }

    pub fn release_at(&mut self, second: i64) {
        self.try_release_at(second, Identity::Password).unwrap();
    }

    pub fn try_release_at(&mut self, second: i64, by: Identity) -> Result<(), StudyRefusal> {
        let now_ms = self.at(second);
        let fresh_check = format!("released-{second}").as_str().into();
        let now = RuleContext { at_ms: now_ms, policy: &self.policy, fresh_check, draw: 0 };
        self.study.on_release(by, &now).map(drop)
    }

    /// Confirms identity as the open check asks.
    pub fn try_identify_at(&mut self, second: i64, by: Identity) -> Result<Answered, StudyRefusal> {
        let now_ms = self.at(second);
        let id = self.study.check.as_ref().ok_or(StudyRefusal::NoSuchCheck)?.id.clone();
        let now = RuleContext {
            at_ms: now_ms,
            policy: &self.policy,
            fresh_check: "unused".into(),
            draw: self.draw,
        };
        let answered = self.study.on_identity(&id, by, None, &now, &mut self.progresses)?;
        self.verified_ms += answered.verified.iter().map(domain::check::VerifiedSegment::ms).sum::<i64>();
        Ok(answered)
    }

    pub fn progress(&self) -> LessonProgress {
        self.progresses.values().next().cloned().unwrap_or_default()
    }
}
