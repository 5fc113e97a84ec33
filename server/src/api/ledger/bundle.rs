//! A learner's evidence, to take away and to hand on.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::access::Action;
use domain::id::EnrolmentId;
use domain::ledger::{BUNDLE_FORM, Bundle, Entry, ProvenEntry};
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
    let checkpoint = site.db.make_checkpoint(&site.signer, site.now()).await?;
    let (mut entries, mut verified_ms, mut checks) = (Vec::new(), 0, BTreeSet::new());
    for stored in site.db.entries_of_enrolment(&enrolment, checkpoint.size).await? {
        let entry: Entry = serde_json::from_str(&stored.body).map_err(anyhow::Error::from)?;
        verified_ms += entry.ms;
        checks.extend(entry.check.map(|check| check.id));
        let proof = site.db.inclusion_proof(stored.index, checkpoint.size).await?;
        let proof = proof.iter().map(ToString::to_string).collect();
        entries.push(ProvenEntry { index: stored.index, body: stored.body.0, proof });
    }
    let mut segments = site.db.signed_segments(&holder.person).await?;
    segments.retain(|segment| checks.contains(&segment.check));
    let bundle = Bundle {
        form: BUNDLE_FORM.to_owned(),
        enrolment,
        class: holder.class,
        verified_ms,
        public_key: site.signer.public_key(),
        keys: site.db.key_notes().await?,
        checkpoint: checkpoint.note,
        entries,
        segments,
    };
    let mut response = Json(bundle).into_response();
    let file = HeaderValue::from_static("attachment; filename=\"xueshi-hours.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, file);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
