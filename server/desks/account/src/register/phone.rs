//! The first question: the phone.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use serde::Deserialize;
use web::flash::{own_path, see_other, with_cookie};
use web::page::Page;
use web::parts::Field;
use web::{Site, Visit};

use super::page::{Errors, Step, error_of, question};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register", get(phone))
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
    let page = phone_page(&visit, draft.phone.clone(), Errors::new()).into_response();
    if query.next.is_empty() {
        return page;
    }
    own_path(&query.next).clone_into(&mut draft.next);
    with_cookie(page, &draft.cookie(&site))
}

/// The question, with what was typed and what was wrong with it.
pub fn phone_page(visit: &Visit, typed: String, errors: Errors) -> Page {
    let title = visit.words.t("您的手机号是多少？", "What is your phone number?");
    question(visit, Step::Phone, title, errors.clone(), move |w| {
        view! {
            <Field
                name="phone"
                label=w.t("手机号", "Phone number")
                hint=w.t("11 位数字。以后就用它登录。", "11 digits. You will sign in with it.")
                error=error_of(&errors, "phone")
                value=typed
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
