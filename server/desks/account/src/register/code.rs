//! After the phone: the code that was sent to it.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::one_time_code::{CodeUse, RESEND_MS};
use domain::person::masked_phone;
use leptos::prelude::*;
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::FormState;
use web::one_time_code::{AskedBy, passes, send, wrong_code};
use web::page::{About, Page};
use web::parts::{Kind, LinkButton};
use web::{Site, Visit};

use super::page::{Step, on, place};
use super::phone::{PhoneForm, phone_page};
use crate::phone_code::{CodeAsked, CodeForm, code_form, sent_to};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/code", get(code).post(answer)).route("/register/code/again", post(again))
}

/// `GET /register/code`: open to everybody who has answered what comes before, where codes are sent.
async fn code(visit: Visit, draft: Draft) -> Response {
    if let Some(step) = Step::Code.open_before(&draft) {
        return see_other(step.address());
    }
    if draft.codes {
        code_page(&visit, &draft, FormState::default()).into_response()
    } else {
        see_other("/register/identity")
    }
}

/// The page, with what was wrong.
pub fn code_page(visit: &Visit, draft: &Draft, state: FormState<CodeForm>) -> Page {
    let (w, sender) = (visit.words, visit.site.sender.clone());
    let says = sent_to(w, &masked_phone(&draft.phone));
    let title = w.t("填短信里的验证码", "Type the code of the message");
    visit.page(About::new(title).narrow(), move || {
        let asked = CodeAsked {
            action: "/register/code",
            again: "/register/code/again",
            ticket: String::new(),
            says,
            state,
        };
        view! {
            <div class="stack-s">
                <p class="soft">{place(w, Step::Code, true)}</p>
                <h1>{title}</h1>
            </div>
            {code_form(w, &sender, asked)}
            <p>
                <LinkButton href="/register" kind=Kind::Quiet>
                    {w.t("换个手机号", "Another phone number")}
                </LinkButton>
            </p>
        }
    })
}

/// After the phone: sends a code and asks for it, unless none are sent or this phone's was typed already.
pub async fn after_phone(
    site: &Site,
    visit: &Visit,
    draft: &Draft,
    from: &Address,
) -> Result<Response, AppError> {
    if Step::Identity.open_before(draft) != Some(Step::Code) {
        return Ok(on(site, draft, Step::Identity));
    }
    match send(site, &draft.phone, CodeUse::Register, (from, AskedBy::Anybody), true).await {
        Ok(()) => Ok(on(site, draft, Step::Code)),
        // Back and forth within a minute: the code that is on its way serves.
        Err(AppError::TooMany { wait_seconds, .. }) if wait_seconds <= RESEND_MS / 1000 => {
            Ok(on(site, draft, Step::Code))
        }
        Err(error @ AppError::TooMany { .. }) => {
            let state = FormState::from(PhoneForm { phone: draft.phone.clone() });
            let state = state.refused("phone", error.say().to(visit.words));
            Ok(phone_page(visit, state).refused_by(&error))
        }
        Err(other) => Err(other),
    }
}

/// `POST /register/code`: open to everybody who has answered what comes before.
async fn answer(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    from: Address,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Code.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    if Step::Identity.open_before(&draft).is_none() {
        return Ok(see_other(Step::Identity.address()));
    }
    let by = (&from, AskedBy::Anybody);
    if passes(&site, &draft.phone, CodeUse::Register, &form.code, by).await? {
        draft.verified_phone = draft.phone.clone();
        return Ok(on(&site, &draft, Step::Identity));
    }
    let state = FormState::from(form).refused("code", wrong_code().to(visit.words));
    Ok(code_page(&visit, &draft, state).refused().into_response())
}

/// `POST /register/code/again`: open to everybody who has answered what comes before.
async fn again(
    State(site): State<Site>,
    visit: Visit,
    draft: Draft,
    from: Address,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Code.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    if Step::Identity.open_before(&draft).is_none() {
        return Ok(see_other(Step::Identity.address()));
    }
    match send(&site, &draft.phone, CodeUse::Register, (&from, AskedBy::Anybody), true).await {
        Ok(()) => {
            let done = Flash::done(visit.words.t("已重新发送。", "Another code was sent."));
            Ok(with_cookie(done.then(Step::Code.address()), &draft.cookie(&site)))
        }
        Err(error @ AppError::TooMany { .. }) => {
            let state = FormState::default().refused("code", error.say().to(visit.words));
            Ok(code_page(&visit, &draft, state).refused_by(&error))
        }
        Err(other) => Err(other),
    }
}
