//! The roster of a class: whom it invites. Sending one, what is wrong with it, its copy, the links, and withdrawing.

mod files;
mod invited;
mod judged;
mod links;
mod page;
mod receive;
mod report;
mod withdraw;

use axum::Router;
use domain::access::Action;
use domain::id::ClassId;
use store::roster::WatchedClass;
use web::error::AppError;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(page::routes())
        .merge(receive::routes())
        .merge(report::routes())
        .merge(files::routes())
        .merge(links::routes())
        .merge(withdraw::routes())
}

/// The class, for whoever may invite to it.
async fn class_of(site: &Site, viewer: &Viewer, class: &str) -> Result<WatchedClass, AppError> {
    viewer.require(Action::ManageRoster)?;
    let class = site.db.watched_class(&ClassId(class.to_owned()), &site.today()).await?;
    viewer.require_in(Action::ManageRoster, &class.organisation_id, &class.region_id)?;
    Ok(class)
}
