//! The first question: the phone.

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use serde::Deserialize;
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::{own_path, see_other};
use web::form::{FormState, new_phone};
use web::page::Page;
use web::parts::Field;
use web::{Site, Visit};

use super::code::after_phone;
use super::page::{Step, question};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register", get(phone).post(answer))
}

/// The number to register with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PhoneForm {
    pub phone: String,
}

#[derive(Deserialize)]
struct QueryParams {
    #[serde(default)]
    next: String,
}

/// `GET /register`: open to everybody. Who is signed in is registered already.
async fn phone(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Query(query): Query<QueryParams>,
) -> Response {
    if let Some(viewer) = &visit.viewer {
        return see_other(viewer.front_page());
    }
    let page = phone_page(&visit, PhoneForm { phone: draft.phone.clone() }.into()).into_response();
    if query.next.is_empty() {
        return page;
    }
    own_path(&query.next).clone_into(&mut draft.next);
    with_cookie(page, &draft.cookie(&site))
}

/// The question, with what was typed and what was wrong with it.
pub fn phone_page(visit: &Visit, state: FormState<PhoneForm>) -> Page {
    let title = visit.words.t("您的手机号是多少？", "What is your phone number?");
    question(visit, Step::Phone, title, state.errors(), move |w| {
        view! {
            <Field
                name="phone"
                label=w.t("手机号", "Phone number")
                hint=w.t("11 位数字。以后就用它登录。", "11 digits. You will sign in with it.")
                error=state.error("phone")
                value=state.form.phone.clone()
                kind="tel"
                inputmode="tel"
                autocomplete="tel-national"
                shape="input-short"
            />
            <p class="soft">
                {w.t("登记过了？", "Registered already?")} " " <a href="/sign-in">{w.t("直接登录", "Sign in")}</a>
            </p>
        }
    })
}

/// `POST /register`: open to everybody.
async fn answer(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    from: Address,
    Form(form): Form<PhoneForm>,
) -> Result<Response, AppError> {
    let mut state = FormState::from(form);
    let phone = new_phone(&site, visit.words, &state.form.phone).await?;
    let Some(phone) = state.check("phone", phone) else {
        return Ok(phone_page(&visit, state).refused().into_response());
    };
    draft.phone = phone.0;
    after_phone(&site, &visit, &draft, &from).await
}
