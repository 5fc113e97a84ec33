//! Institutions: the registry, what each is filed for, and who runs it.

mod detail;
mod filing;
mod invite;
mod list;
mod record;
mod register;

use axum::Router;
use domain::access::Action;
use store::institution::Institution;
use web::error::AppError;
use web::parts::NavItem;
use web::{Site, Viewer};

/// The place that is lit in the navigation.
const AT: NavItem = NavItem::Institutions;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(register::routes())
        .merge(detail::routes())
        .merge(invite::routes())
        .merge(record::routes())
        .merge(filing::routes())
}

/// An institution within the reach of this right of the viewer's.
async fn institution_of(
    site: &Site,
    viewer: &Viewer,
    id: &str,
    action: Action,
) -> Result<Institution, AppError> {
    viewer.require(action)?;
    let found = site.db.institution(&id.into()).await?;
    viewer.require_in(action, &found.id, &found.region_id)?;
    Ok(found)
}
