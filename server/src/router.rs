//! State, layers in order, mounting.

use std::time::Duration;

use assets::Files;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router};
use system::verify::Examiner;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use web::Site;
use web::sent_form::{Forms, mind_forms};

use crate::beat_writer::BeatWriter;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Once reached over https, only over https, for a year.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");
/// What a handler answers may be about somebody: no copy stays in a browser that others use next.
const NO_COPY: HeaderValue = HeaderValue::from_static("no-store");

/// Nothing from elsewhere, no inline script. The wasm needs its own word; inline `style` attributes carry the lengths of
/// the hours bar, style elements are refused.
const CONTENT_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; \
     img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'",
);

/// More than any form or batch of beats needs.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Longer than any answer takes; after it the reader may try again.
const ANSWER_SECONDS_MAX: Duration = Duration::from_secs(30);
/// A photograph on a poor network takes longer to arrive.
const FILE_SECONDS_MAX: Duration = Duration::from_mins(5);
/// Where files arrive.
const FILES: [&str; 3] = ["/account/papers", "/applications", "/films/uploads"];

/// The whole site. `built` are the browser's files, `public` the icon and `media/`.
///
/// Layers from the outside in: log, security headers, faces of refusals, panics, time limit, origin, forms.
pub fn router(site: Site, built: &Files, public: &Files) -> Router {
    with(site, Router::new(), built, public)
}

/// The whole site and more routes under the same layers: for measurements.
pub fn with(site: Site, more: Router<Site>, built: &Files, public: &Files) -> Router {
    let films = assets::named_by_content(site.films.folder(), domain::film::is_file_name);
    let writer = BeatWriter::start(&site.background, site.db.clone(), site.policies.clone());
    let pages = Router::new()
        .merge(more)
        .merge(account::routes())
        .merge(learner::routes())
        .merge(institution::routes())
        .merge(bureau::routes())
        .merge(system::routes())
        .merge(crate::api::routes())
        .route("/healthz", get(healthz))
        .layer(Extension(writer))
        .layer(Extension(Examiner(verify::bundle::examine_text)))
        // Every handler reads its body by an extractor, and extractors keep to this.
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, NO_COPY))
        .layer(CompressionLayer::new());
    let layers = ServiceBuilder::new()
        .layer(TraceLayer::new_for_http())
        .layer(unless_said(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(always(header::REFERRER_POLICY, HeaderValue::from_static("same-origin")))
        .layer(unless_said(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")))
        .layer(always(
            PERMISSIONS_POLICY,
            HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
        ))
        .layer(always(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")))
        .layer(always(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")))
        .option_layer(site.is_https().then(|| always(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY)))
        .layer(from_fn_with_state(site.clone(), web::device_cookie::set_device_cookie))
        .layer(from_fn_with_state(site.clone(), web::error::render_error))
        .layer(CatchPanicLayer::custom(web::error::render::panicked))
        .layer(from_fn(in_time))
        .layer(from_fn_with_state(site.clone(), crate::origin::same_origin))
        .layer(from_fn_with_state(Forms::new(site.clone()), mind_forms));
    pages
        .nest_service("/pkg", built.pkg_routes())
        .nest_service("/media/films", films)
        .fallback_service(public.routes_for_an_hour())
        .layer(layers)
        .with_state(site)
}

/// Ends what takes too long.
async fn in_time(request: Request, next: Next) -> axum::response::Response {
    let brings = matches!(*request.method(), Method::POST | Method::PATCH);
    let brings_a_file = brings && FILES.iter().any(|path| request.uri().path().starts_with(path));
    let limit = if brings_a_file { FILE_SECONDS_MAX } else { ANSWER_SECONDS_MAX };
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Where an answer has a stricter policy, or may be shown in a frame of this site: the files that people sent (`web::file`).
fn unless_said(name: HeaderName, value: HeaderValue) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, value)
}

fn always(name: HeaderName, value: HeaderValue) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, value)
}

/// `GET /healthz`: whether the process runs, its database answers and none of its background work died lately. Open to
/// everybody, says nothing else.
async fn healthz(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.db.ping().await {
        Ok(()) if site.background.is_well() => (StatusCode::OK, "ok\n"),
        Ok(()) => (StatusCode::SERVICE_UNAVAILABLE, "background\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database\n")
        }
    }
}
