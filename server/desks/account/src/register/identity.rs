//! The question after the phone: which document, its number, and the name on it.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::document::DocumentKind;
use leptos::prelude::*;
use web::flash::see_other;
use web::page::Page;
use web::parts::{Choice, Choices, Field};
use web::{Site, Visit};

use super::page::{Errors, Step, error_of, question};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/identity", get(identity))
}

/// What the form holds.
#[derive(Clone, Debug, Default)]
pub struct IdentityTyped {
    pub kind: DocumentKind,
    pub name: String,
    pub document: String,
}

/// `GET /register/identity`: open to everybody who has answered what comes before.
async fn identity(visit: Visit, draft: Draft) -> Response {
    if let Some(step) = Step::Identity.open_before(&draft) {
        return see_other(step.address());
    }
    let typed = IdentityTyped { kind: draft.kind(), name: draft.name, document: draft.document };
    identity_page(&visit, typed, Errors::new()).into_response()
}

/// The question, with what was typed and what was wrong with it.
pub fn identity_page(visit: &Visit, typed: IdentityTyped, errors: Errors) -> Page {
    let title = visit.words.t("您是谁？", "Who are you?");
    question(visit, Step::Identity, title, errors.clone(), move |w| {
        let kinds = DocumentKind::ALL.map(|kind| Choice::new(kind.as_str(), w.document_kind(kind)));
        view! {
            <Choices
                name="kind"
                label=w.t("用哪种证件", "Which document")
                options=kinds.into()
                chosen=vec![typed.kind.as_str().to_owned()]
            />
            <Field
                name="name"
                label=w.t("姓名", "Name")
                hint=w.t("和证件上一样", "As on the document")
                error=error_of(&errors, "name")
                value=typed.name
                autocomplete="name"
                shape="input-short"
            />
            <Field
                name="document"
                label=w.t("证件号", "Number of the document")
                hint=w.t(
                    "身份证是 18 位。补贴按人核对，一个人只登记一次。保存时加密，页面上只显示头尾几位。",
                    "18 characters on an identity card. Subsidy is checked by person, and one person registers once. It is kept encrypted, and pages show its ends only.",
                )
                error=error_of(&errors, "document")
                value=typed.document
                autocomplete="off"
            />
        }
    })
}
