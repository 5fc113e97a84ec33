//! A learner who studies through the store, second by second.

use domain::id::{CheckId, EnrolmentId, PersonId, SessionId};
use domain::study::{OpenCheck, StudyRefusal};
use domain::wire::{Beat, BeatAnswer, CheckAnswered, OpenSession, PlayState, SessionOpened};
use store::StoreError;
use store::study::{BeatArrived, Identity, RuleInput};

use crate::site::TestSite;

/// Somebody enrolled in the class `crab-k`.
pub struct StoreLearner<'a> {
    pub site: &'a TestSite,
    pub person: PersonId,
    pub enrolment: EnrolmentId,
    session: SessionId,
    seq: i64,
    /// Where the player stands.
    pub at_ms: i64,
    /// The check that is open, if there is one.
    pub check: Option<CheckId>,
}

impl<'a> StoreLearner<'a> {
    pub async fn enrolled(site: &'a TestSite, login: &str) -> Self {
        site.learner(login).await;
        let person = PersonId(format!("person-{login}"));
        let enrolment = EnrolmentId(site.site.new_id());
        let class = "crab-k".into();
        site.site.db.enrol(&enrolment, &class, &person, "2026-11-22", site.site.now()).await.unwrap();
        Self { site, person, enrolment, session: SessionId::default(), seq: 0, at_ms: 0, check: None }
    }

    /// Somebody who was enrolled before.
    pub async fn of(site: &'a TestSite, login: &str) -> Self {
        Self::who(site, PersonId(format!("person-{login}"))).await
    }

    /// The same by the person's id.
    pub async fn who(site: &'a TestSite, person: PersonId) -> Self {
        let enrolment = site.site.db.my_classes(&person).await.unwrap().remove(0).enrolment_id;
        Self { site, person, enrolment, session: SessionId::default(), seq: 0, at_ms: 0, check: None }
    }

    fn rule_input(&self) -> RuleInput<'_> {
        let mut draw = [0; 8];
        self.site.site.rng.fill(&mut draw);
        RuleInput {
            now_ms: self.site.site.now(),
            fresh_check: self.site.site.new_id().into(),
            draw: u64::from_le_bytes(draw),
            policies: &self.site.site.policies,
        }
    }

    pub async fn open(&mut self, lesson: &str) {
        let opened = self.try_open(lesson).await.unwrap();
        self.session = opened.session;
        self.at_ms = opened.position_ms;
        self.seq = 0;
    }

    /// Asks for a session that may be refused.
    pub async fn try_open(&self, lesson: &str) -> Result<SessionOpened, StoreError> {
        let open = OpenSession { enrolment: self.enrolment.clone(), lesson: lesson.into() };
        let site = &self.site.site;
        let session = site.new_id().into();
        site.db.open_session(&self.person, &open, session, &self.rule_input(), &site.holidays).await
    }

    /// Sends a beat about `played`, as it would arrive now.
    pub async fn beat(&mut self, played: &[[i64; 2]]) -> BeatAnswer {
        self.seq += 1;
        self.at_ms = played.last().map_or(self.at_ms, |last| last[1]);
        self.beat_again(self.seq, played).await
    }

    /// Sends a beat with a number of its own.
    pub async fn beat_again(&mut self, seq: i64, played: &[[i64; 2]]) -> BeatAnswer {
        let answer = self.send(seq, played).await.unwrap();
        self.check = answer.check.as_ref().map(|check| check.id.clone());
        answer
    }

    /// Sends a beat that may be refused.
    pub async fn try_beat(&mut self, played: &[[i64; 2]]) -> Result<BeatAnswer, StoreError> {
        self.seq += 1;
        self.send(self.seq, played).await
    }

    async fn send(&self, seq: i64, played: &[[i64; 2]]) -> Result<BeatAnswer, StoreError> {
        let input = self.rule_input();
        let beat = BeatArrived {
            person: self.person.clone(),
            beat: Beat {
                session: self.session.clone(),
                seq,
                played: played.to_vec(),
                position_ms: played.last().map_or(0, |last| last[1]),
                state: PlayState::Playing,
            },
            at_ms: input.now_ms,
            fresh_check: input.fresh_check.clone(),
            draw: input.draw,
        };
        let mut answers = self.site.site.db.record_beats(&[beat], input.policies).await.unwrap();
        answers.remove(0)
    }

    /// Watches on, a beat every 15 seconds, until so much was watched or a check is due.
    pub async fn watch(&mut self, seconds: i64) {
        for _ in 0..seconds / 15 {
            if self.check.is_some() {
                break;
            }
            self.site.clock.forward_s(15);
            self.beat(&[[self.at_ms, self.at_ms + 15_000]]).await;
        }
    }

    pub async fn show_check(&mut self) -> OpenCheck {
        let id = self.check.clone().unwrap();
        loop {
            match self.site.site.db.show_check(&self.person, &id, &self.rule_input()).await {
                Ok((check, _)) => return check,
                // After a wrong answer the next item comes a little later.
                Err(StoreError::Study(StudyRefusal::NotYet { .. })) => self.site.clock.forward_s(5),
                Err(error) => panic!("{error}"),
            }
        }
    }

    pub async fn extend_check(&mut self) {
        let id = self.check.clone().unwrap();
        self.site.site.db.extend_check(&self.person, &id, &self.rule_input()).await.unwrap();
    }

    /// Looks at the open check and answers it a few seconds later.
    pub async fn answer_check(&mut self, right: bool) -> CheckAnswered {
        let shown = self.show_check().await;
        self.site.clock.forward_s(7);
        let key = shown.item.unwrap().key;
        let answer = if right { key } else { format!("{key}0") };
        let site = &self.site.site;
        let said = site
            .db
            .answer_check(&self.person, &shown.id, &answer, None, &self.rule_input(), &site.keys)
            .await
            .unwrap();
        self.check = said.next.as_ref().map(|next| next.id.clone());
        said
    }

    pub async fn prove_identity(&mut self) {
        let next =
            self.site.site.db.release_hold(&self.person, Identity::Code, &self.rule_input()).await.unwrap();
        self.check = next.map(|next| next.id);
    }

    pub async fn close(&mut self) {
        let closed =
            self.site.site.db.close_session(&self.person, &self.session, &self.rule_input()).await.unwrap();
        self.check = closed.check.map(|check| check.id);
    }
}
