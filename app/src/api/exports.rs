//! The button that asks for an export.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::id::{ClassId, ExportId, RegionId};
use serde::Deserialize;
use store::audit::AuditEvent;
use store::export::ExportRequest;
use store::export::book::Scope;

use crate::error::AppError;
use crate::pages::exports::{Typed, exports_page};
use crate::request::flash::Flash;
use crate::request::sign_in::Address;
use crate::request::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/exports", post(request_export))
}

/// The longest reason that is kept.
const REASON_CHARS_MAX: usize = 300;

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    scope: String,
    #[serde(default)]
    format: String,
    #[serde(default)]
    numbers: String,
    #[serde(default)]
    reason: String,
}

/// `POST /exports`: for whoever may export, within what the right reaches; full numbers need a right of their own.
async fn request_export(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(wanted): Form<Wanted>,
) -> Result<Response, AppError> {
    viewer.must(Action::ExportMasked)?;
    let full_numbers = wanted.numbers == "full";
    let action = if full_numbers { Action::ExportFull } else { Action::ExportMasked };
    viewer.must(action)?;
    let w = visit.words;
    let mut errors = Vec::new();
    let reason = wanted.reason.trim();
    if reason.chars().count() < 2 {
        let sentence = w.t("请写明用途，至少两个字。", "Please say what it is for.");
        errors.push(("reason".to_owned(), sentence.to_owned()));
    } else if reason.chars().count() > REASON_CHARS_MAX {
        let sentence = w.t("用途太长，请控制在 300 字以内。", "Please keep it below 300 characters.");
        errors.push(("reason".to_owned(), sentence.to_owned()));
    }
    let scope = scope_of(&site, &viewer, action, &wanted.scope).await?;
    if scope.is_none() {
        let sentence = w.t("请选择班期。", "Please choose the classes.");
        errors.push(("scope".to_owned(), sentence.to_owned()));
    }
    let Some(scope) = scope.filter(|_| errors.is_empty()) else {
        let typed = Typed {
            scope: wanted.scope,
            format: wanted.format,
            numbers: wanted.numbers,
            reason: wanted.reason,
            errors,
        };
        let page = exports_page(&site, &viewer, &visit, typed).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let request = ExportRequest {
        id: ExportId(site.new_id()),
        account: viewer.account.clone(),
        scope,
        format: if wanted.format == "csv" { "csv" } else { "xlsx" },
        full_numbers,
        reason: reason.to_owned(),
    };
    let event = AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(viewer.account.clone()),
        action: "export.request",
        subject: format!("export:{}", request.id),
        reason: request.reason.clone(),
        detail: format!(
            "{} {} {}",
            wanted.scope,
            request.format,
            if full_numbers { "full" } else { "masked" }
        ),
        address: from.0,
    };
    site.db.request_export(&request, &event).await?;
    let done = Flash::done(w.t("已开始生成台账。", "The export is being built."));
    Ok(done.then(&format!("/exports/{}", request.id)))
}

/// What a choice of the form means within the right; `None` for no choice, 404 for what is not the viewer's.
async fn scope_of(
    site: &Site,
    viewer: &Viewer,
    action: Action,
    chosen: &str,
) -> Result<Option<Scope>, AppError> {
    let scope_filter = viewer.scope_filter(action);
    if !scope_filter.all && scope_filter.region.is_none() {
        return Err(AppError::Forbidden);
    }
    // Whose right ends at a county keeps that county in the scope, whatever was chosen.
    let own = scope_filter.region.filter(|_| !scope_filter.all);
    if chosen == "all" {
        return Ok(Some(Scope { class: None, region: own }));
    }
    if let Some(region) = chosen.strip_prefix("region:") {
        let region = RegionId(region.to_owned());
        let reaches = own.as_ref().is_none_or(|own| *own == region);
        return if reaches {
            Ok(Some(Scope { class: None, region: Some(region) }))
        } else {
            Err(AppError::NotFound)
        };
    }
    let Some(class) = chosen.strip_prefix("class:") else { return Ok(None) };
    let class = site.db.watched_class(&ClassId(class.to_owned()), &site.today()).await?;
    viewer.must_in(action, &class.organisation_id, &class.region_id)?;
    Ok(Some(Scope { class: Some(class.id), region: own }))
}
