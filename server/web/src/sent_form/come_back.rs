//! The way of a form that cannot be done as it is: its answer is kept, and shown at an address of its own.

use std::sync::PoisonError;

use app::words::Words;
use axum::body::{Bytes, to_bytes};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::budget::Allowance;
use domain::id::AccountId;
use store::digest::Purpose;
use store::kept_form::KeptForm;
use store::sealed::KEPT_FORM;

use super::kept_form::{AnswerHead, KEPT_MS, SentForm, UNOWNED_MS, fields};
use super::{Forms, KEPT, without_mark};
use crate::cookie::{cookie, with_cookie};
use crate::error::Refusal;
use crate::flash::{own_path, see_other};
use crate::visit::LANG_COOKIE;
use crate::{MaybeViewer, Site};

/// A browser in which nobody is signed in has this to ask by for its own forms, until it is closed.
const BROWSER_COOKIE: &str = "xueshi_form";
/// More than any page is.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// Of all forms of this process: a class of sixty that errs at once, and twenty a second. Beyond them an answer is shown
/// without an address.
const KEEPING: Allowance = Allowance { at_once: 200, back_after_ms: 50 };

/// The page that a form comes back to if it cannot be done: its address, with the number under which the form is then kept.
#[derive(Clone, Debug)]
pub struct ComesBackTo {
    page: String,
    number: String,
}

impl ComesBackTo {
    /// The page that sent the form, or the form's own address where the browser does not say.
    pub(super) fn of(site: &Site, asked: &Parts) -> Self {
        let sender = referrer(asked);
        let page = sender.as_ref().unwrap_or(&asked.uri).path_and_query().map_or("/", |page| page.as_str());
        Self::page(site, page)
    }

    pub(super) fn page(site: &Site, page: &str) -> Self {
        Self { page: without_mark(own_path(page)), number: site.new_id() }
    }

    /// The address.
    pub fn address(&self) -> String {
        let mark = if self.page.contains('?') { '&' } else { '?' };
        format!("{}{mark}{KEPT}={}", self.page, self.number)
    }

    fn path(&self) -> &str {
        self.page.split('?').next().unwrap_or("/")
    }
}

/// The page of this site that sent a form; only such forms get here.
pub(super) fn referrer(asked: &Parts) -> Option<Uri> {
    asked.headers.get(header::REFERER)?.to_str().ok()?.parse().ok()
}

/// A form as its owner: the account.
pub(super) fn of_account(account: &AccountId) -> String {
    format!("account {account}")
}

/// Whoever asks, as the owner of forms.
async fn reader(site: &Site, parts: &mut Parts) -> Option<String> {
    if let Ok(MaybeViewer(Some(viewer))) = MaybeViewer::from_request_parts(parts, site).await {
        return Some(of_account(&viewer.account));
    }
    site.cookie(&parts.headers, BROWSER_COOKIE).map(|mark| of_browser(site, &mark))
}

fn of_browser(site: &Site, mark: &str) -> String {
    format!("browser {}", hex::encode(site.keys.digest(Purpose::Token, &format!("form {mark}"))))
}

/// Keeps a form for its page. `false` if it could not be kept.
pub(super) async fn keep(forms: &Forms, back: &ComesBackTo, owner: String, form: &SentForm) -> bool {
    let (site, now) = (&forms.site, forms.site.now());
    let may = forms.keeping.lock().unwrap_or_else(PoisonError::into_inner).spend(KEEPING, 1, now).is_ok();
    if !may {
        return false;
    }
    let lasting = if owner.starts_with("account") { KEPT_MS } else { UNOWNED_MS };
    let kept = KeptForm {
        form_sealed: site.seal_bytes(KEPT_FORM.of(&back.number), &form.to_bytes()),
        number: back.number.clone(),
        owner,
        path: back.path().to_owned(),
        until_ms: now + lasting,
    };
    match site.db.keep_form(&kept, now).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "a form was not kept");
            false
        }
    }
}

/// The form of this number, if it is the reader's and of this page.
pub(super) async fn find(site: &Site, parts: &mut Parts, number: &str) -> Option<SentForm> {
    let reader = reader(site, parts).await?;
    let kept = site.db.kept_form(number, &reader, site.now()).await.ok()??;
    if kept.path != parts.uri.path() {
        return None;
    }
    SentForm::from_bytes(&site.open_bytes(KEPT_FORM.of(number), &kept.form_sealed).await.ok()??)
}

/// What a form is answered: a page that says what to correct moves to an address of its own, and a bare refusal knows the way
/// back to what was typed.
pub(super) async fn after(
    forms: &Forms,
    mut asked: Parts,
    back: ComesBackTo,
    sent: Option<Bytes>,
    mut response: Response,
) -> Response {
    if !response.status().is_client_error() {
        return response;
    }
    let site = &forms.site;
    let fields = sent.map(|bytes| fields(&bytes)).unwrap_or_default();
    let known = reader(site, &mut asked).await;
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(is_html);
    if response.extensions().get::<Refusal>().is_some() {
        // A press without a field has nothing to come back to.
        let came_from_a_page = referrer(&asked).is_some() && !fields.is_empty();
        if let (Some(owner), true) = (known, came_from_a_page && response.status() != StatusCode::NOT_FOUND)
            && keep(forms, &back, owner, &SentForm { fields, ..SentForm::default() }).await
        {
            response.extensions_mut().insert(back);
        }
        return response;
    }
    // Who is not signed in and tries too often is only told so: it costs nothing to tell.
    let is_stranger = known.as_ref().is_none_or(|owner| !owner.starts_with("account"));
    if !is_page || (is_stranger && response.status() == StatusCode::TOO_MANY_REQUESTS) {
        return response;
    }
    let lang = Words::of(cookie(&asked.headers, LANG_COOKIE).as_deref()).tag();
    let answer = Some(AnswerHead::of(&response, lang));
    let (head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, ANSWER_BYTES_MAX).await else {
        return crate::error::AppError::TooLarge.into_response();
    };
    let form = SentForm { fields, answer, body: body.to_vec() };
    let (owner, mark) = if let Some(owner) = known {
        (owner, None)
    } else {
        let mark = hex::encode(site.random::<16>());
        (of_browser(site, &mark), Some(mark))
    };
    if !keep(forms, &back, owner, &form).await {
        return Response::from_parts(head, body.into());
    }
    let mut moved = see_other(&back.address());
    for cookie in head.headers.get_all(header::SET_COOKIE) {
        moved.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    match mark {
        Some(mark) => with_cookie(moved, &site.set_cookie(BROWSER_COOKIE, mark, None)),
        None => moved,
    }
}

fn is_html(kind: &HeaderValue) -> bool {
    kind.to_str().is_ok_and(|kind| kind.starts_with("text/html"))
}
