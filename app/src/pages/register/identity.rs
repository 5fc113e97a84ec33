//! The second question: name and identity number.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;

use super::{Errors, Step, error_of, question};
use crate::page::Page;
use crate::parts::Field;
use crate::request::flash::see_other;
use crate::request::{Draft, Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/register/identity", get(identity))
}

/// `GET /register/identity`: open to everybody who has answered what comes before.
async fn identity(visit: Visit, draft: Draft) -> Response {
    match Step::Identity.open_before(&draft) {
        Some(step) => see_other(step.address()),
        None => identity_page(&visit, draft.name, draft.document, Errors::new()).into_response(),
    }
}

/// The question, with what was typed and what was wrong with it.
pub fn identity_page(visit: &Visit, name: String, document: String, errors: Errors) -> Page {
    let title = visit.words.t("您是谁？", "Who are you?");
    question(visit, Step::Identity, title, errors.clone(), move |w| {
        view! {
            <Field
                name="name"
                label=w.t("姓名", "Name")
                hint=w.t("和身份证上一样", "As on the identity card")
                error=error_of(&errors, "name")
                value=name
                autocomplete="name"
                shape="input-short"
            />
            <Field
                name="document"
                label=w.t("身份证号", "Identity number")
                hint=w.t(
                    "18 位。补贴按人核对，一个人只登记一次。保存时加密，页面上只显示头尾几位。",
                    "18 characters. Subsidy is checked by person, and one person registers once. It is kept encrypted, and pages show its ends only.",
                )
                error=error_of(&errors, "document")
                value=document
                autocomplete="off"
            />
            <p class="soft small">
                {w.t(
                    "用港澳台居民证件或护照的，请到培训机构登记。",
                    "With a passport or a permit of Hong Kong, Macau or Taiwan, please register at a training school.",
                )}
            </p>
        }
    })
}
