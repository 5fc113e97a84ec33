//! What the site does for every form on its way, before and after its handler: a form that was sent twice is answered once,
//! and one that was sent after the sign-in had ended is not lost.
//!
//! A press that came twice (a slow line, an impatient finger) must not make of a right code a wrong one: both get the answer of
//! the first ([`first_answer`]). And whoever wrote for half an hour finds what they typed in the
//! form again once they have signed in ([`kept_form`]). Both without a script, and without a word of it in an address.

mod first_answer;
mod kept_form;

use std::sync::Arc;

use app::words::Words;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use self::first_answer::FirstAnswers;
pub(crate) use self::first_answer::with_presses;
use self::kept_form::KeptForms;
pub use self::kept_form::{Typed, typed, typed_all};
use crate::cookie::cookie;
use crate::error::{AppError, Refusal};
use crate::flash::{Flash, own_path};
use crate::viewer::token_digest;
use crate::visit::LANG_COOKIE;
use crate::{MaybeViewer, Site};

/// More than any form but one with a file.
const FORM_BYTES_MAX: usize = 1024 * 1024;
/// Marks the address of a form whose fields are kept: by a number that tells nothing.
const KEPT: &str = "kept";

/// The forms that are under way in this process.
#[derive(Clone)]
pub struct Forms {
    site: Site,
    first_answers: Arc<FirstAnswers>,
    kept: Arc<KeptForms>,
}

impl Forms {
    pub fn new(site: Site) -> Self {
        Self { site, first_answers: Arc::default(), kept: Arc::default() }
    }
}

/// Middleware round every page.
pub async fn mind_forms(State(forms): State<Forms>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    if request.method() == Method::GET {
        return next.run(fill_in(&forms, request).await).await;
    }
    if request.method() != Method::POST || !is_form(request.headers(), "") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    // A file stays on its way: it cannot be kept.
    let (sent, body) = if is_form(&parts.headers, "application/x-www-form-urlencoded") {
        match to_bytes(body, FORM_BYTES_MAX).await {
            Ok(bytes) => (Some(bytes.clone()), Body::from(bytes)),
            Err(_) => return AppError::TooLarge.into_response(),
        }
    } else {
        (None, body)
    };
    let request = Request::from_parts(parts, body);
    let response = match &sent {
        Some(bytes) => forms.first_answers.of(&forms.site, bytes, request, next.clone()).await,
        None => next.clone().run(request).await,
    };
    let ended = response.status() == StatusCode::UNAUTHORIZED
        && response
            .extensions()
            .get::<Refusal>()
            .is_some_and(|refusal| refusal.code == AppError::NotSignedIn.code());
    if ended { keep(&forms, asked, sent, next).await } else { response }
}

/// Whether a request brings what a form sends, of this type or of any.
fn is_form(headers: &HeaderMap, kind: &str) -> bool {
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let any = ["application/x-www-form-urlencoded", "multipart/form-data"];
    any.iter().any(|form| content.starts_with(form) && content.starts_with(kind))
}

/// The sign-in had ended: keeps what was typed, and leads by the sign-in page back to the form.
async fn keep(forms: &Forms, asked: Parts, sent: Option<Bytes>, next: Next) -> Response {
    let site = &forms.site;
    let words = Words::of(cookie(&asked.headers, LANG_COOKIE).as_deref());
    let page = page_of_the_form(&asked, next).await;
    let fields = sent.map(|bytes| kept_form::fields(&bytes)).unwrap_or_default();
    let (Some(page), false) = (&page, fields.is_empty()) else {
        let say = words.t(
            "没有保存：登录已经过期。请重新登录，再做一次。",
            "Not saved: your sign-in has ended. Please sign in and do it once more.",
        );
        return Flash::notice(say).then(&sign_in_to(page.as_deref().unwrap_or_default()));
    };
    let owner = match token_digest(site, &asked.headers) {
        Some(digest) => site.db.former_owner(&digest).await.ok().flatten(),
        None => None,
    };
    let path = page.split('?').next().unwrap_or("/").to_owned();
    let number = site.new_id();
    forms.kept.keep(kept_form::KeptForm::new(number.clone(), owner, path, fields, site.now()));
    let mark = if page.contains('?') { '&' } else { '?' };
    let back = format!("{page}{mark}{KEPT}={number}");
    let say = words.t(
        "没有保存：登录已经过期。请重新登录，您填的内容还在，登录后接着填。",
        "Not saved: your sign-in has ended. Please sign in again; what you typed is kept and will be in the form.",
    );
    Flash::notice(say).then(&sign_in_to(&back))
}

/// The sign-in page that leads on to another.
fn sign_in_to(next: &str) -> String {
    format!("/sign-in?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC))
}

/// Where the form stands: the page that sent it, or its own address; `None` if neither is a page.
async fn page_of_the_form(asked: &Parts, next: Next) -> Option<String> {
    let referrer = asked.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let referrer = referrer.and_then(|text| text.parse::<Uri>().ok());
    let pages = [referrer.as_ref(), Some(&asked.uri)];
    for page in pages.into_iter().flatten().filter_map(Uri::path_and_query) {
        let page = without_mark(own_path(page.as_str()));
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = page.parse().ok()?;
        *request.headers_mut() = asked.headers.clone();
        request.headers_mut().remove(header::CONTENT_LENGTH);
        request.headers_mut().remove(header::CONTENT_TYPE);
        let status = next.clone().run(request).await.status();
        if status.is_success() || status == StatusCode::UNAUTHORIZED {
            return Some(page);
        }
    }
    None
}

/// The address without the number of an earlier form.
fn without_mark(page: &str) -> String {
    let Some((path, query)) = page.split_once('?') else { return page.to_owned() };
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("kept=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

/// Gives the page of a form the fields that are kept for it, if they are its reader's.
async fn fill_in(forms: &Forms, request: Request) -> Request {
    let number =
        request.uri().query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("kept=")));
    let Some(number) = number.map(ToOwned::to_owned) else { return request };
    let (mut parts, body) = request.into_parts();
    if let Ok(MaybeViewer(Some(viewer))) = MaybeViewer::from_request_parts(&mut parts, &forms.site).await
        && let Some(found) = forms.kept.find(&number, &viewer.account, parts.uri.path(), forms.site.now())
    {
        parts.extensions.insert(found);
    }
    Request::from_parts(parts, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_form_sends_is_one() {
        let headers = |kind: &str| HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().unwrap())]);
        assert!(is_form(&headers("application/x-www-form-urlencoded"), ""));
        assert!(is_form(&headers("multipart/form-data; boundary=x"), ""));
        assert!(!is_form(&headers("multipart/form-data; boundary=x"), "application/x-www-form-urlencoded"));
        assert!(!is_form(&headers("application/json"), "") && !is_form(&HeaderMap::new(), ""));
    }

    #[test]
    fn an_address_keeps_its_own_query() {
        assert_eq!(without_mark("/a"), "/a");
        assert_eq!(without_mark("/a?kept=1"), "/a");
        assert_eq!(without_mark("/a?x=1&kept=2&y=3"), "/a?x=1&y=3");
    }
}
