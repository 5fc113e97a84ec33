//! The claims of the classes that were closed: one waits for its second review, one for its payment.

use anyhow::{Context, Result};
use domain::audit::AuditAction;
use domain::claim::{COMMITMENT_VERSION, ClaimContent, ClaimState, ClaimStep};
use domain::id::{ClaimId, PublicationId};
use domain::publication::{PublishedLine, digest};
use store::claim::ClaimMove;
use store::publication::sums;

use super::World;

impl World {
    /// Claims what a closed class is owed. A class that is not closed, or of which nobody is owed anything, is left alone.
    pub(super) async fn claim(&self, by: &str, class: &str) -> Result<()> {
        let Some(class) = self.class(class) else { return Ok(()) };
        let (site, official) = (&self.site, self.official(by)?);
        if site.db.class_closing(&class.id).await?.is_none() {
            return Ok(());
        }
        let seen = site.db.claim_now(&class.id, &site.policies).await?.content;
        if seen.sums().paid == 0 {
            return Ok(());
        }
        let actor = self.actor(by)?;
        let event = |claim: &ClaimId, content: &ClaimContent| {
            let sums = content.sums();
            let action = AuditAction::ClaimSubmit {
                claim: claim.clone(),
                class: content.head.class.clone(),
                sha256: content.digest(),
                commitment: COMMITMENT_VERSION.to_owned(),
                people: sums.people,
                paid: sums.paid,
                amount: sums.amount,
            };
            self.event(&official.account, action, "")
        };
        let (new_id, what) = (ClaimId(site.new_id()), (seen.digest(), &*site.policies));
        let made = site.db.submit_claim(&new_id, &class.id, (&what.0, what.1), &actor, event).await?;
        made.ok().context("the claim of a closed class was refused")?;
        Ok(())
    }

    /// A review of it, the first or the second.
    pub(super) async fn pass_claim(&self, by: &str, class: &str, step: ClaimStep) -> Result<()> {
        let Some(class) = self.class(class) else { return Ok(()) };
        let (site, official) = (&self.site, self.official(by)?);
        let Some(claim) = site.db.claim_of_class(&class.id).await? else { return Ok(()) };
        let steps = site.db.claim_steps(&claim.id).await?;
        let sha256 = steps.last().map(|step| step.sha256.clone()).unwrap_or_default();
        let (id, seen) = (claim.id.clone(), sha256.clone());
        let action = match step {
            ClaimStep::Confirm => AuditAction::ClaimConfirm { claim: id, sha256: seen },
            _ => AuditAction::ClaimPass { claim: id, sha256: seen },
        };
        let event = self.event(&official.account, action, "");
        let actor = self.actor(by)?;
        let taken = ClaimMove { step, sha256: &sha256, actor: &actor, event: &event };
        site.db.move_claim(&claim.id, &site.policies, &taken).await?.ok().context("a review was refused")?;
        Ok(())
    }

    /// The list of a claim that passed both reviews.
    pub(super) async fn publish(&self, by: &str, class: &str) -> Result<()> {
        let Some(class) = self.class(class) else { return Ok(()) };
        let (site, official) = (&self.site, self.official(by)?);
        let claim = site.db.claim_of_class(&class.id).await?;
        let Some(claim) = claim.filter(|claim| claim.state() == ClaimState::Approved) else { return Ok(()) };
        let (id, claims, actor) = (PublicationId(site.new_id()), [claim.id], self.actor(by)?);
        let event = |lines: &[PublishedLine]| {
            let (people, amount) = sums(lines);
            let (publication, claims, sha256) = (id.clone(), claims.to_vec(), digest(lines));
            let action = AuditAction::PublicationMake { publication, claims, people, amount, sha256 };
            self.event(&official.account, action, "")
        };
        site.db.publish(&id, &claims, &actor, event).await?.ok().context("the list was refused")?;
        Ok(())
    }
}
