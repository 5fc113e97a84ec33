//! Appeals: the learner makes one, the school says what it knows, two reviewers decide.

use anyhow::{Context, Result, bail};
use domain::appeal::{Ground, Verdict};
use domain::audit::AuditAction;
use domain::id::AppealId;
use domain::study::RefusalCode;
use store::appeal::{Actor, NewAppeal};

use super::World;
use super::format::AppealStory;
use super::stories::{APPEALED_LESSON, at};
use crate::api::study::draw::fresh;

/// What is done about an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppealStep {
    Make,
    Comment,
    Take,
    Propose,
    Confirm,
}

const FIRST_REVIEWER: &str = "city01";
const SECOND_REVIEWER: &str = "city02";

impl World {
    /// When an appeal takes which of its steps.
    pub fn appeal_steps(&self, story: &AppealStory) -> Vec<(i64, AppealStep)> {
        let mut steps = vec![(at(self.day_ms(story.day + 1), 8, 12), AppealStep::Make)];
        if !story.comment.is_empty() {
            steps.push((at(self.office_day(story.day + 1), 8, 50), AppealStep::Comment));
        }
        if story.proposal.is_some() {
            let day_ms = self.office_day(story.day + 2);
            steps.push((at(day_ms, 9, 15), AppealStep::Take));
            steps.push((at(day_ms, 10, 5), AppealStep::Propose));
        }
        if story.decision.is_some() {
            steps.push((at(self.office_day(story.day + 5), 14, 30), AppealStep::Confirm));
        }
        steps
    }

    /// Takes a step of an appeal.
    pub async fn appeal(&mut self, n: usize, story: &AppealStory, step: AppealStep) -> Result<()> {
        if step == AppealStep::Make {
            return self.make_appeal(n, story).await;
        }
        let Some(id) = self.appeals.get(&n) else { return Ok(()) };
        let (site, appeal) = (&self.site, id.clone());
        let by = match step {
            AppealStep::Comment => story.commented_by.as_str(),
            AppealStep::Confirm => SECOND_REVIEWER,
            _ => FIRST_REVIEWER,
        };
        let actor = self.actor(by)?;
        let proposal = story.proposal.as_ref();
        let outcome = match step {
            AppealStep::Make => return Ok(()),
            AppealStep::Take => {
                let event = self.event(&actor.account, AuditAction::AppealTake { appeal }, "");
                return Ok(site.db.take_appeal(id, &actor.account, &event).await?);
            }
            AppealStep::Comment => {
                let event = self.event(&actor.account, AuditAction::AppealComment { appeal }, &story.comment);
                site.db.comment_appeal(id, &actor, &story.comment, &event).await?
            }
            AppealStep::Propose => {
                let proposal = proposal.context("a proposal")?;
                let verdict = Verdict::from_code(&proposal.verdict).context("no such verdict")?;
                let judged = (verdict, Ground::from_code(&proposal.ground));
                let event =
                    self.event(&actor.account, AuditAction::AppealPropose { appeal }, &proposal.reason);
                site.db.propose_appeal(id, &actor, judged, &proposal.reason, &event).await?
            }
            AppealStep::Confirm => {
                let reason = story.decision.as_deref().context("a decision")?;
                let event = self.event(&actor.account, AuditAction::AppealConfirm { appeal }, reason);
                let input = fresh(site);
                site.db.confirm_appeal(id, &actor, reason, &input, &site.keys, &event).await?
            }
        };
        if let Err(why) = outcome {
            bail!("the appeal of {} {}: {step:?} was not taken: {why:?}", story.class, story.learner);
        }
        Ok(())
    }

    async fn make_appeal(&mut self, n: usize, story: &AppealStory) -> Result<()> {
        let Some(pupil) = self.pupil(&story.class, story.learner) else { return Ok(()) };
        let code = RefusalCode::from_code(&story.cause).with_context(|| story.cause.clone())?;
        let new = NewAppeal {
            id: AppealId(self.site.new_id()),
            person: pupil.seat.person.clone(),
            account: pupil.account.clone(),
            enrolment: pupil.seat.enrolment.clone(),
            lesson: self.classes[pupil.class].lessons[APPEALED_LESSON].clone(),
            day: self.site.zone().day(self.day_ms(story.day)),
            code,
            reason: story.reason.clone(),
        };
        let action = AuditAction::AppealMake { appeal: new.id.clone() };
        let event = self.event(&pupil.account, action, &new.reason);
        self.site
            .db
            .make_appeal(&new, &event)
            .await
            .with_context(|| format!("the appeal {}", story.reason))?;
        self.appeals.insert(n, new.id);
        Ok(())
    }

    pub(super) fn actor(&self, login: &str) -> Result<Actor> {
        let official = self.official(login)?;
        Ok(Actor {
            account: official.account.clone(),
            person: official.person.clone(),
            role: official.role.as_str(),
        })
    }
}
