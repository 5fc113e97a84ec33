//! A learner's evidence, to take away and to hand on.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::access::Action;
use domain::id::EnrolmentId;
use domain::ledger::Bundle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::error::AppError;
use web::{Site, Viewer};

use crate::api::study::plausible;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(bundle))
}

/// An evidence bundle.
///
/// Every ledger entry of an enrolment with its proof under a signed checkpoint. For the learner, and for whoever may see
/// the hours of that class. `xueshi verify --bundle FILE` and the page `/verify` examine it.
#[utoipa::path(
    get,
    path = "/api/ledger/bundle/{enrolment}",
    tag = "ledger",
    security(("bearer" = []), ("cookie" = [])),
    params(("enrolment" = String, Path, description = "The enrolment")),
    responses(
        (status = 200, description = "The file", body = Bundle),
        (status = 404, description = "`not_found`: not yours, or not there"),
    )
)]
async fn bundle(
    viewer: Viewer,
    State(site): State<Site>,
    Path(enrolment): Path<String>,
) -> Result<Response, AppError> {
    plausible(&enrolment)?;
    let enrolment = EnrolmentId(enrolment);
    let holder = site.db.holder(&enrolment).await?;
    if holder.person != viewer.person || !viewer.may(Action::Study) {
        viewer.require_in(Action::SeeHours, &holder.organisation, &holder.region)?;
    }
    let bundle = web::bundle::bundle(&site, enrolment, holder, i64::MAX).await?;
    let mut response = Json(bundle).into_response();
    let file = HeaderValue::from_static("attachment; filename=\"xueshi-hours.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, file);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
