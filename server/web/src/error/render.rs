//! How a refusal is shown: a page for people, a problem document for programs.

use app::words::Words;
use axum::Json;
use axum::body::{Body, HttpBody};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use utoipa::ToSchema;

use super::Refusal;
use crate::cookie::cookie;
use crate::flash::{FLASH_COOKIE, Flash, see_other};
use crate::page::About;
use crate::parts::{Empty, EmptyMark, Kind, LinkButton};
use crate::sent_form::ComesBackTo;
use crate::visit::LANG_COOKIE;
use crate::{Site, Visit};

/// Asked by machines alone, which want its one word.
const HEALTH: &str = "/healthz";

/// Why a call was refused (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem<'a> {
    /// `about:blank`: `code` says which refusal it is.
    r#type: &'static str,
    /// The status in words.
    title: &'a str,
    status: u16,
    /// Stable: programs may rely on it.
    code: &'a str,
    /// A sentence for people, in the reader's language.
    detail: &'a str,
}

/// Middleware round the whole router: renders refusals, and takes a flash line away once a page has shown it.
pub async fn render_error(State(site): State<Site>, request: Request, next: Next) -> Response {
    let words = Words::of(cookie(request.headers(), LANG_COOKIE).as_deref());
    if request.uri().path() == HEALTH {
        return next.run(request).await;
    }
    let is_api = request.uri().path().starts_with("/api/");
    let had_flash = cookie(request.headers(), FLASH_COOKIE).is_some();
    let method = request.method().clone();
    let asked = (request.uri().clone(), request.headers().clone());
    let here = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();

    let mut response = next.run(request).await;
    let status = response.status();
    let refusal = response.extensions_mut().remove::<Refusal>();
    if is_api {
        let shaped = header_is(&response, "application/");
        if let Some(refusal) =
            refusal.or_else(|| (is_refusal(status) && !shaped).then(|| Refusal::of_status(status)))
        {
            return problem(&refusal, words, response);
        }
        return response;
    }
    if status == StatusCode::UNAUTHORIZED && refusal.is_some() {
        // A form sent after the sign-in ended leads back to the front page: a 303 cannot send it again.
        let next = if method == Method::GET { here.as_str() } else { "/" };
        return see_other(&format!("/sign-in?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC)));
    }
    if let Some(refusal) = refusal.or_else(|| is_bare(&response).then(|| Refusal::of_status(status))) {
        return page(&site, &refusal, asked, &method, response).await;
    }
    if had_flash && method == Method::GET && header_is(&response, "text/html") {
        return Flash::taken_away(response);
    }
    response
}

fn is_refusal(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// A refusal that no handler has drawn: routing, limits, missing files, broken forms.
fn is_bare(response: &Response) -> bool {
    is_refusal(response.status())
        && (response.body().is_end_stream() || header_is(response, "text/plain"))
        && response.status() != StatusCode::RANGE_NOT_SATISFIABLE
}

fn header_is(response: &Response, begin: &str) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with(begin))
}

/// The old response's headers stay (Retry-After, Allow), its body goes.
fn dressed(mut old: Response, new: impl IntoResponse) -> Response {
    let new = new.into_response();
    let headers = old.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_TYPE);
    headers.remove(header::CONTENT_ENCODING);
    for (name, value) in new.headers() {
        headers.insert(name, value.clone());
    }
    *old.body_mut() = new.into_body();
    old
}

fn problem(refusal: &Refusal, words: Words, response: Response) -> Response {
    let status = response.status();
    let body = Json(Problem {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or("Refused"),
        status: status.as_u16(),
        code: refusal.code,
        detail: refusal.say.to(words),
    });
    let mut response = dressed(response, body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

async fn page(
    site: &Site,
    refusal: &Refusal,
    (uri, headers): (Uri, HeaderMap),
    method: &Method,
    mut response: Response,
) -> Response {
    // Of a form: the way back to it, with what was typed.
    let back = response.extensions_mut().remove::<ComesBackTo>().map(|back| back.address());
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.headers = headers;
    let here =
        if method == Method::GET { uri.path_and_query().map(PathAndQuery::as_str) } else { back.as_deref() };
    parts.uri = here.and_then(|here| here.parse().ok()).unwrap_or_default();
    let Ok(visit) = Visit::from_request_parts(&mut parts, site).await;
    let words = visit.words;
    let title = match response.status().as_u16() {
        404 => words.t("没有这个页面", "No such page"),
        413 => words.t("内容太大", "Too large"),
        429 => words.t("请稍后再试", "Please wait"),
        503 => words.t("暂时无法使用", "Not available for the moment"),
        500..=599 => words.t("系统出了问题", "Something went wrong"),
        _ => words.t("没有完成", "Not done"),
    };
    let say = refusal.say.to(words).to_owned();
    let page = visit.page(About::new(title).narrow(), move || {
        let (to, name) = match back {
            Some(back) => {
                (back, words.t("回到刚才的表单，您填的还在", "Back to the form, with what you typed"))
            }
            None => ("/".to_owned(), words.t("回到首页", "To the front page")),
        };
        view! {
            <Empty title=title mark=EmptyMark::Page whole_page=true>
                <p>{say}</p>
                <LinkButton href=to kind=Kind::Primary>
                    {name}
                </LinkButton>
            </Empty>
        }
    });
    dressed(response, page)
}

/// For a panic in a handler: the same refusal as any mistake of ours.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response<Body> {
    tracing::error!("a handler panicked");
    super::AppError::Internal(anyhow::anyhow!("panic")).into_response()
}
