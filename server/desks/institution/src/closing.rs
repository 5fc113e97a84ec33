//! Closing a class (结班): until when it is studied, what will be frozen, and what was.

mod close;
mod draw;
mod page;

use std::collections::HashMap;

use axum::Router;
use domain::access::{Action, Role};
use domain::id::{ClassId, EnrolmentId};
use store::appeal::Actor;
use store::class_closing::{ClassClosing, ClosingLine, ClosingLineNamed, ToFreeze};
use store::roster::WatchedClass;
use web::error::AppError;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(page::routes()).merge(close::routes())
}

/// The class of the page, for whoever closes it or sees its hours.
async fn class_to_see(site: &Site, viewer: &Viewer, id: String) -> Result<WatchedClass, AppError> {
    if !viewer.may(Action::CloseClass) {
        viewer.require(Action::SeeHours)?;
    }
    let class = site.db.watched_class(&ClassId(id), &site.today()).await?;
    let (organisation, region) = (&class.organisation_id, &class.region_id);
    viewer
        .require_in(Action::CloseClass, organisation, region)
        .or_else(|_| viewer.require_in(Action::SeeHours, organisation, region))?;
    Ok(class)
}

/// The class of the button, for whoever closes it.
async fn class_to_close(site: &Site, viewer: &Viewer, id: String) -> Result<WatchedClass, AppError> {
    viewer.require(Action::CloseClass)?;
    let class = site.db.watched_class(&ClassId(id), &site.today()).await?;
    viewer.require_in(Action::CloseClass, &class.organisation_id, &class.region_id)?;
    Ok(class)
}

/// Whoever closes a class, in the role that has the right to it.
fn actor(viewer: &Viewer) -> Result<Actor, AppError> {
    viewer.actor(&[Role::InstitutionAdmin, Role::Enterprise])
}

/// What stands on the page: what was frozen, or what would be now.
struct Frozen {
    closing: Option<ClassClosing>,
    lines: Vec<ClosingLine>,
    names: Vec<ClosingLineNamed>,
    sha256: String,
    /// Certificates of completion that were issued; whether one was taken back.
    certificates: HashMap<EnrolmentId, bool>,
    /// Time that no check has confirmed; nothing of a closed class.
    waiting_ms: i64,
}

async fn frozen_of(site: &Site, class: &WatchedClass) -> Result<Frozen, AppError> {
    let names = site.db.closing_names(&class.id).await?;
    if let Some(closing) = site.db.class_closing(&class.id).await? {
        let lines = site.db.closing_lines(&class.id).await?;
        let sha256 = closing.sha256.clone();
        let issued = site.db.completion_certificates(&class.id).await?;
        let mut certificates = HashMap::new();
        for one in issued {
            *certificates.entry(one.enrolment).or_insert(false) |= one.revoked;
        }
        return Ok(Frozen { closing: Some(closing), lines, names, sha256, certificates, waiting_ms: 0 });
    }
    let ToFreeze { lines, sha256, waiting_ms } =
        site.db.to_freeze(&class.id, &site.policies, site.class_clock()).await?;
    Ok(Frozen { closing: None, lines, names, sha256, certificates: HashMap::new(), waiting_ms })
}
