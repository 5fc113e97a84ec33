//! Claims for the subsidy of closed classes: the list, claiming, where a claim stands, giving it up.

mod detail;
mod list;
mod submit;
mod withdraw;

use axum::Router;
use domain::access::{Action, Role};
use domain::id::{ClaimId, OrganisationId};
use store::appeal::Actor;
use store::claim::Claim;
use web::error::AppError;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(submit::routes())
        .merge(detail::routes())
        .merge(withdraw::routes())
}

/// The institution for which the viewer claims.
fn organisation_of(viewer: &Viewer) -> Result<OrganisationId, AppError> {
    viewer.require(Action::ClaimSubsidy)?;
    viewer.scope_filter(Action::ClaimSubsidy).organisation.ok_or(AppError::Forbidden)
}

/// A claim of the viewer's institution.
async fn claim_of(site: &Site, viewer: &Viewer, id: String) -> Result<Claim, AppError> {
    viewer.require(Action::ClaimSubsidy)?;
    let claim = site.db.claim(&ClaimId(id)).await?;
    viewer.require_in(Action::ClaimSubsidy, &claim.organisation_id, &claim.region_id)?;
    Ok(claim)
}

/// Whoever takes a step, in the role that has the right to it.
fn actor(viewer: &Viewer) -> Result<Actor, AppError> {
    viewer.actor(&[Role::InstitutionAdmin, Role::Enterprise])
}
