//! What `/api/openapi.json` says of every call: how to sign in, and in what form a call is refused.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi};
use web::cookie::SESSION_COOKIE;
use web::error::render::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Xueshi 学时",
        description = "Sign in, study, and prove hours. Times are unix milliseconds, ids are opaque texts. Every refusal is \
                       `application/problem+json` with a stable `code`. Send the token of `POST /api/sign-in` as \
                       `Authorization: Bearer …`.",
    ),
    components(schemas(Problem)),
    modifiers(&SignInSchemes)
)]
pub struct Description;

/// The two ways to say who one is.
struct SignInSchemes;

impl Modify for SignInSchemes {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            SESSION_COOKIE,
            "Over https its name begins with __Host-.",
        )));
        components.add_security_scheme("cookie", cookie);
    }
}

/// The form of refusals, and those that any call may meet: added once all calls are known, behind what a handler says of
/// its own.
pub struct Refusals;

impl Modify for Refusals {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        for path in openapi.paths.paths.values_mut() {
            if let Some(operation) = &mut path.get {
                refusals(operation, &[]);
            }
            if let Some(operation) = &mut path.post {
                refusals(operation, &[(403, "`foreign_origin`: a page of another site sent it")]);
            }
        }
    }
}

fn refusals(operation: &mut Operation, of_method: &[(u16, &str)]) {
    let mut common = of_method.to_vec();
    common.push((500, "`internal`: our mistake"));
    common.push((503, "`unavailable`: busy, or the database is away; send the same again"));
    if operation.security.is_some() {
        common.push((401, "`not_signed_in`: send the token of a sign-in"));
    }
    if operation.parameters.is_some() {
        common.push((400, "`malformed`: the address cannot be read"));
    }
    if operation.request_body.is_some() {
        common.push((400, "`malformed`: the body cannot be read; nothing changed"));
        common.push((413, "`too_large`: more than 1 MiB"));
    }
    let responses = &mut operation.responses.responses;
    for (status, words) in common {
        let known = responses.entry(status.to_string()).or_insert_with(|| Response::new("").into());
        let RefOr::T(known) = known else { continue };
        let code = words.split(':').next().unwrap_or_default();
        if known.description.is_empty() {
            words.clone_into(&mut known.description);
        } else if !known.description.contains(code) {
            known.description = format!("{}. {words}", known.description);
        }
    }
    for (status, response) in responses.iter_mut().filter(|(status, _)| status.as_str() >= "400") {
        if let RefOr::T(response) = response {
            *response = refusal(status, &response.description);
        }
    }
}

fn refusal(status: &str, words: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = ResponseBuilder::new().description(words).content("application/problem+json", content);
    let header = |kind: Type, words: &str| {
        let schema = ObjectBuilder::new().schema_type(kind).build();
        HeaderBuilder::new().schema(Some(schema)).description(Some(words)).build()
    };
    match status {
        "401" => response.header("WWW-Authenticate", header(Type::String, "`Bearer`")),
        "429" | "503" => response.header("Retry-After", header(Type::Integer, "Seconds to wait")),
        _ => response,
    }
    .build()
}
