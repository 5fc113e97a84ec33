//! The button that asks for an export.

use std::ops::RangeInclusive;

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::export::ExportFormat;
use domain::id::{ClassId, ExportId, RegionId};
use domain::time::is_month;
use store::export::ExportRequest;
use store::export::contents::Scope;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, reason};
use web::{Site, Viewer, Visit};

use super::list::{ExportForm, exports_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/exports", post(request_export))
}

/// How long the purpose of an export may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 2..=300;

/// `POST /exports`: for whoever may export, within what the right reaches; full numbers need a right of their own.
async fn request_export(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<ExportForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ExportMasked)?;
    let full_numbers = form.numbers == "full";
    let action = if full_numbers { Action::ExportFull } else { Action::ExportMasked };
    viewer.require(action)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let short = w.t("请写明用途，至少两个字。", "Please say what it is for.");
    let reason = state.check("reason", reason(w, &state.form.reason, REASON_CHARS, short));
    let scope = scope_of(&site, &viewer, action, &state.form.scope).await?;
    let mut scope = state.check("scope", scope.ok_or(w.t("请选择班级。", "Please choose the classes.")));
    if let Some(scope) = &mut scope {
        let [mut from, mut until] = [&state.form.from, &state.form.until].map(|month| month_or_any(month));
        if !until.is_empty() && from > until {
            std::mem::swap(&mut from, &mut until);
        }
        let asked = !from.is_empty() || !until.is_empty();
        (scope.ended_from, scope.ended_until) = (from, until);
        if asked && site.db.export_classes(scope, site.now()).await?.is_empty() {
            let none = w.t(
                "所选的班级里没有在这段时间结束的。请换月份，或者换班级。",
                "None of these classes ends then. Please choose other months or other classes.",
            );
            state.refuse("from", none);
        }
    }
    if !state.is_valid() {
        scope = None;
    }
    let (Some(reason), Some(scope)) = (reason, scope) else {
        return Ok(exports_page(&site, &viewer, &visit, state).await?.refused().into_response());
    };
    let form = state.form;
    let request = ExportRequest {
        id: ExportId(site.new_id()),
        account: viewer.account.clone(),
        scope,
        format: ExportFormat::from_code(&form.format).unwrap_or(ExportFormat::Xlsx),
        full_numbers,
        reason,
    };
    let event = site.event(&viewer, &from, request.action(), request.reason.as_str());
    site.db.request_export(&request, &event).await?;
    let done = Flash::done(w.t("已开始生成台账。", "The export is being built."));
    Ok(done.then(&format!("/exports/{}", request.id)))
}

/// A month as the form sends it; what is none counts as any.
fn month_or_any(month: &str) -> String {
    if is_month(month) { month.to_owned() } else { String::new() }
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
        return Ok(Some(Scope { region: own, ..Scope::default() }));
    }
    if let Some(region) = chosen.strip_prefix("region:") {
        let region = RegionId(region.to_owned());
        let reaches = own.as_ref().is_none_or(|own| *own == region);
        return if reaches {
            Ok(Some(Scope { region: Some(region), ..Scope::default() }))
        } else {
            Err(AppError::NotFound)
        };
    }
    let Some(class) = chosen.strip_prefix("class:") else { return Ok(None) };
    let class = site.db.watched_class(&ClassId(class.to_owned()), &site.today()).await?;
    viewer.require_in(action, &class.organisation_id, &class.region_id)?;
    Ok(Some(Scope { class: Some(class.id), region: own, ..Scope::default() }))
}
