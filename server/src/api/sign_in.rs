//! Signing in as a program: a bearer token with the same rights and life as the cookie of the pages.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::error::AppError;
use web::sign_in::{self, close};
use web::{Client, Site, Viewer};

use super::Body;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(sign_in)).routes(routes!(sign_out))
}

/// Account and password, as typed.
#[derive(Debug, Deserialize, ToSchema)]
struct SignIn {
    account: String,
    password: String,
    /// Six digits of the authenticator, or a recovery code, where the account has a second factor.
    #[serde(default)]
    second_factor: String,
}

/// A sign-in just opened.
#[derive(Debug, Serialize, ToSchema)]
struct SignedIn {
    /// Send it as `Authorization: Bearer …`.
    token: String,
    /// Opaque id of the person.
    person: String,
    /// The person's name.
    name: String,
    /// Codes of the roles this account holds.
    roles: Vec<&'static str>,
    /// The end of the sign-in, unix milliseconds; two hours without use end it earlier.
    expires_at: i64,
}

/// Sign in.
#[utoipa::path(
    post,
    path = "/api/sign-in",
    tag = "sign-in",
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = SignedIn),
        (status = 401, description = "`wrong_password`: account or password is wrong; `second_factor_needed`: send the code too; `wrong_code`"),
        (status = 429, description = "`too_many_sign_ins`, `too_many_wrong_codes`, `too_many_from_network`, `too_many_at_once`: wait as `Retry-After` says"),
    )
)]
async fn sign_in(
    State(site): State<Site>,
    client: Client,
    Body(typed): Body<SignIn>,
) -> Result<Json<SignedIn>, AppError> {
    let SignIn { account, password, second_factor } = &typed;
    let opened = sign_in::sign_in(&site, account, password, second_factor, &client).await?;
    Ok(Json(SignedIn {
        token: opened.token,
        person: opened.person.0,
        name: opened.name,
        roles: opened.grants.iter().map(|grant| grant.role.as_str()).collect(),
        expires_at: opened.expires_at,
    }))
}

/// Sign out: the token is worth nothing from now on.
#[utoipa::path(
    post,
    path = "/api/sign-out",
    tag = "sign-in",
    security(("bearer" = []), ("cookie" = [])),
    responses((status = 204, description = "Signed out"))
)]
async fn sign_out(
    State(site): State<Site>,
    _viewer: Viewer,
    headers: HeaderMap,
) -> Result<StatusCode, AppError> {
    close(&site, &headers).await?;
    Ok(StatusCode::NO_CONTENT)
}
