//! Claims: what a closed class is owed, worked out anew at every step, and the steps by which it is reviewed. Each step is one
//! transaction that holds the claim and its people, asks the rule and leaves its line in the audit log; triggers of the database
//! refuse what the code here refuses.

mod content;
mod list;
mod step;

pub use content::{ClaimedLearner, NamedClaim};
pub(crate) use list::{CLAIM, CLAIMABLE, waits_for_first, waits_for_second};
pub use list::{Claim, ClaimFilter, ClaimStepLine, ClaimableClass, LearnersClaim, ShownLine, Turn};

use domain::claim::{ClaimContent, ClaimStep};
use domain::id::{ClaimId, ClassId};
use domain::policy::Policies;
use domain::workflow::NotTaken;

use self::step::Held;
use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::execute;

/// Why a step was not taken; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimRefusal {
    /// The rule says so.
    Rule(NotTaken),
    /// It is not what the actor has seen: it was submitted anew since.
    Changed,
    /// What it was computed from has moved since it was submitted: it is to be returned and submitted anew.
    Moved,
    /// A signal that concerns it is not cleared up, and nobody said why it passes all the same.
    Unexplained,
}

/// What somebody takes a step on: the digest of what they have seen, and who they are.
#[derive(Debug)]
pub struct ClaimMove<'a> {
    pub step: ClaimStep,
    pub sha256: &'a str,
    pub actor: &'a Actor,
    pub event: &'a AuditEvent,
}

type Outcome<T> = Result<std::result::Result<T, ClaimRefusal>>;

impl Db {
    /// What a closed class is owed as things stand, with the names of its learners. `NotFound` for one that is not closed.
    pub async fn claim_now(&self, class: &ClassId, policies: &Policies) -> Result<NamedClaim> {
        let mut tx = self.begin_reading().await?;
        let claim = tx.live_claim(class).await?;
        let found = tx.claim_content(class, claim.as_ref(), policies).await?;
        tx.roll_back().await?;
        Ok(found)
    }

    /// The institution claims exactly this for a closed class that is not claimed, or for the claim that was returned.
    pub async fn submit_claim(
        &self,
        new_id: &ClaimId,
        class: &ClassId,
        (sha256, policies): (&str, &Policies),
        actor: &Actor,
        event: impl FnOnce(&ClaimId, &ClaimContent) -> AuditEvent,
    ) -> Outcome<ClaimId> {
        let mut tx = self.begin().await?;
        // Two claims in which the same people stand are reckoned one after another.
        tx.hold_claimants(class).await?;
        let live = tx.live_claim(class).await?;
        let named = tx.claim_content(class, live.as_ref(), policies).await?;
        let (id, held) = match live {
            Some(live) => (live.id.clone(), tx.hold_claim(&live.id).await?),
            None => (new_id.clone(), Held::begins(&named)),
        };
        if let Err(why) = held.case.admits(ClaimStep::Submit, &actor.person) {
            return Ok(Err(ClaimRefusal::Rule(why)));
        }
        if named.content.digest() != sha256 {
            return Ok(Err(ClaimRefusal::Changed));
        }
        let event = event(&id, &named.content);
        if held.steps.is_empty() {
            let head = &named.content.head;
            let made_at = tx.after_their_claims(class, event.at_ms).await?;
            let sql = "INSERT INTO claim (id, class_id, organisation_id, region_id, state, submission, people, paid, amount_fen,
                           made_by, made_at, submitted_at, since)
                       VALUES ($1, $2, $3, $4, 'draft', 0, 0, 0, 0, $5, $6, $7, $7)";
            execute!(
                &mut tx,
                sql,
                id.as_str(),
                class.as_str(),
                head.organisation.as_str(),
                head.region.as_str(),
                actor.account.as_str(),
                made_at,
                event.at_ms
            )?;
        }
        let step = (ClaimStep::Submit, sha256);
        if let Err(why) = tx.take_claim_step(&id, held, Some(&named), step, actor, &event).await? {
            return Ok(Err(ClaimRefusal::Rule(why)));
        }
        audit::write(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Ok(id))
    }

    /// The bureau or the institution takes a step on a claim that was submitted. What passes is what was submitted, and still
    /// follows from the facts.
    pub async fn move_claim(&self, id: &ClaimId, policies: &Policies, taken: &ClaimMove<'_>) -> Outcome<()> {
        let ClaimMove { step, sha256, actor, event } = *taken;
        let mut tx = self.begin().await?;
        let class = tx.class_of_claim(id).await?;
        let passes = matches!(step, ClaimStep::Pass | ClaimStep::Confirm);
        if passes {
            tx.hold_claimants(&class).await?;
        }
        let held = tx.hold_claim(id).await?;
        if let Err(why) = held.case.admits(step, &actor.person) {
            return Ok(Err(ClaimRefusal::Rule(why)));
        }
        if step != ClaimStep::Withdraw && held.sha256() != Some(sha256) {
            return Ok(Err(ClaimRefusal::Changed));
        }
        if passes {
            let live = tx.live_claim(&class).await?;
            let now = tx.claim_content(&class, live.as_ref(), policies).await?;
            if now.content.digest() != sha256 {
                return Ok(Err(ClaimRefusal::Moved));
            }
            if event.reason.is_empty() && tx.unsettled_signals(id).await? > 0 {
                return Ok(Err(ClaimRefusal::Unexplained));
            }
        }
        if let Err(why) = tx.take_claim_step(id, held, None, (step, sha256), actor, event).await? {
            return Ok(Err(ClaimRefusal::Rule(why)));
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }
}

/// What is stored of a claim cannot be read.
fn damaged(id: &ClaimId) -> StoreError {
    StoreError::Damaged(format!("claim {id}"))
}
