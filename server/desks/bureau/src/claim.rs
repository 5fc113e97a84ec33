//! Claims for the subsidy of closed classes, for those who review them and those who only look.

mod decide;
mod detail;
mod list;

use axum::Router;
use domain::access::Action;
use domain::claim::ClaimState;
use domain::id::ClaimId;
use store::claim::{Claim, Turn};
use web::error::AppError;
use web::parts::Queue;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(detail::routes()).merge(decide::routes())
}

/// A claim within the viewer's reach.
async fn seen(site: &Site, viewer: &Viewer, id: String) -> Result<Claim, AppError> {
    viewer.require(Action::SeeClaims)?;
    let claim = site.db.claim(&ClaimId(id)).await?;
    viewer.require_in(Action::SeeClaims, &claim.organisation_id, &claim.region_id)?;
    Ok(claim)
}

/// For whom, in which of the two reviews, claims wait that the viewer may move.
fn turn(viewer: &Viewer) -> Turn<'_> {
    (&viewer.person, viewer.may(Action::ReviewClaims), viewer.may(Action::ConfirmClaims))
}

/// The claims that wait for the viewer, and where this one stands among them.
async fn queue(site: &Site, viewer: &Viewer, here: &str) -> Result<Queue, AppError> {
    let scope = viewer.scope_filter(Action::SeeClaims);
    Ok(Queue::new(site.db.claims_waiting(&scope, turn(viewer)).await?, here))
}

/// The right that the next step of a claim needs; none where no step follows here.
fn right_now(state: ClaimState) -> Option<Action> {
    match state {
        ClaimState::Submitted => Some(Action::ReviewClaims),
        ClaimState::Reviewed => Some(Action::ConfirmClaims),
        ClaimState::Draft | ClaimState::Approved | ClaimState::Returned | ClaimState::Withdrawn => None,
    }
}
