//! What the site does for every form on its way, before and after its handler: a form that was sent twice is answered once,
//! one that cannot be done as it is answers on a page with an address, and one that was sent after the sign-in had ended is not
//! lost.
//!
//! A press that came twice (a slow line, an impatient finger) must not make of a right code a wrong one: both get the answer of
//! the first ([`first_answer`]). A page with something to correct is kept and shown at the address of its form ([`kept_form`]),
//! so that "back" never meets the browser's own error page, and another language keeps what was typed. And whoever wrote for
//! half an hour finds it in the form again once they have signed in. All without a script, and without a word of it in an
//! address.

mod come_back;
mod first_answer;
mod kept_form;
mod with_file;

use std::sync::{Arc, Mutex};

use app::words::Words;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::budget::Budget;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

pub use self::come_back::ComesBackTo;
use self::first_answer::FirstAnswers;
pub(crate) use self::first_answer::with_presses;
use self::kept_form::{SentForm, Shown};
pub use self::kept_form::{Typed, typed, typed_all};
use crate::Site;
use crate::cookie::cookie;
use crate::error::{AppError, Refusal};
use crate::flash::{Flash, own_path};
use crate::viewer::token_digest;
use crate::visit::LANG_COOKIE;

/// More than any form but one with a file.
const FORM_BYTES_MAX: usize = 1024 * 1024;
/// Marks the address of a form that is kept: by a number that tells nothing.
const KEPT: &str = "kept";

/// The forms that are under way in this process.
#[derive(Clone)]
pub struct Forms {
    site: Site,
    first_answers: Arc<FirstAnswers>,
    /// How many more may be kept: whoever sends nonsense all day fills no disk.
    keeping: Arc<Mutex<Budget>>,
}

impl Forms {
    pub fn new(site: Site) -> Self {
        Self { site, first_answers: Arc::default(), keeping: Arc::default() }
    }
}

/// Middleware round every page.
pub async fn mind_forms(State(forms): State<Forms>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    if request.method() == Method::GET {
        return show(&forms, request, next).await;
    }
    if request.method() != Method::POST || !is_form(request.headers(), "") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let back = ComesBackTo::of(&forms.site, &parts);
    parts.extensions.insert(back.clone());
    let asked = parts.clone();
    let (sent, response) = if is_form(&parts.headers, "application/x-www-form-urlencoded") {
        let Ok(bytes) = to_bytes(body, FORM_BYTES_MAX).await else {
            return AppError::TooLarge.into_response();
        };
        let request = Request::from_parts(parts, Body::from(bytes.clone()));
        let response = forms.first_answers.of(&forms.site, &bytes, request, next.clone()).await;
        (Some(bytes), response)
    } else {
        // A file stays on its way: it cannot be kept. What was typed beside it can.
        let (head, body) = with_file::head_of(body).await;
        let response = next.clone().run(Request::from_parts(parts, body)).await;
        (with_file::typed_beside_the_file(&asked.headers, head).await, response)
    };
    let refusal = response.extensions().get::<Refusal>().map(|refusal| refusal.code);
    if response.status() == StatusCode::UNAUTHORIZED && refusal == Some(AppError::NotSignedIn.code()) {
        return keep_until_signed_in(&forms, asked, sent, next).await;
    }
    come_back::after(&forms, asked, back, sent, response).await
}

/// Whether a request brings what a form sends, of this type or of any.
fn is_form(headers: &HeaderMap, kind: &str) -> bool {
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let any = ["application/x-www-form-urlencoded", "multipart/form-data"];
    any.iter().any(|form| content.starts_with(form) && content.starts_with(kind))
}

/// The sign-in had ended: keeps what was typed, and leads by the sign-in page back to the form.
async fn keep_until_signed_in(forms: &Forms, asked: Parts, sent: Option<Bytes>, next: Next) -> Response {
    let site = &forms.site;
    let words = Words::of(cookie(&asked.headers, LANG_COOKIE).as_deref());
    let page = page_of_the_form(&asked, next).await;
    let fields = sent.map(|bytes| kept_form::fields(&bytes)).unwrap_or_default();
    let lost = |page: Option<&str>| {
        let say = words.t(
            "没有保存：登录已经过期。请重新登录，再做一次。",
            "Not saved: your sign-in has ended. Please sign in and do it once more.",
        );
        Flash::notice(say).then(&sign_in_to(page.unwrap_or_default()))
    };
    let (Some(page), false) = (&page, fields.is_empty()) else { return lost(page.as_deref()) };
    let owner = match token_digest(site, &asked.headers) {
        Some(digest) => site.db.former_owner(&digest).await.ok().flatten(),
        None => None,
    };
    let owner = owner.map(|account| come_back::of_account(&account)).unwrap_or_default();
    let back = ComesBackTo::page(site, page);
    let form = SentForm { fields, ..SentForm::default() };
    if !come_back::keep(forms, &back, owner, &form).await {
        return lost(Some(page));
    }
    let say = words.t(
        "没有保存：登录已经过期。请重新登录，您填的内容还在，登录后接着填。",
        "Not saved: your sign-in has ended. Please sign in again; what you typed is kept and will be in the form.",
    );
    Flash::notice(say).then(&sign_in_to(&back.address()))
}

/// The sign-in page that leads on to another.
fn sign_in_to(next: &str) -> String {
    format!("/sign-in?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC))
}

/// Where the form stands: the page that sent it, or its own address; `None` if neither is a page.
async fn page_of_the_form(asked: &Parts, next: Next) -> Option<String> {
    let pages = [come_back::referrer(asked), Some(asked.uri.clone())];
    for page in pages.iter().flatten().filter_map(Uri::path_and_query) {
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

/// A page; where a form is kept for it, what was answered to that, or the page with its fields filled in.
async fn show(forms: &Forms, request: Request, next: Next) -> Response {
    let kept =
        |query: &str| query.split('&').find_map(|pair| pair.strip_prefix("kept=").map(ToOwned::to_owned));
    let Some(number) = request.uri().query().and_then(kept) else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    let lang = Words::of(cookie(&parts.headers, LANG_COOKIE).as_deref()).tag();
    let shown = match come_back::find(&forms.site, &mut parts, &number).await {
        Some(form) => form.shown(lang),
        None => Shown::Nothing,
    };
    match shown {
        Shown::Answer(answer) => return answer,
        Shown::Fields(typed) => {
            parts.extensions.insert(typed);
        }
        Shown::Nothing => {}
    }
    next.run(Request::from_parts(parts, body)).await
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
