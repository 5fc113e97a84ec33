//! The question after the phone: which document, its number, and the name on it.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::document::{Document, DocumentKind, age_on};
use domain::person::ResidentIdRefusal;
use leptos::prelude::*;
use serde::Deserialize;
use web::error::AppError;
use web::flash::see_other;
use web::form::FormState;
use web::page::Page;
use web::parts::{Choice, Choices, Field};
use web::{Site, Visit};

use super::page::{Step, on, question};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/identity", get(identity).post(answer))
}

/// Below this age nobody may be employed (劳动法 §15), so nobody is a labourer.
const AGE_MIN: i32 = 16;
/// Nobody has lived so long: a mistyped year.
const AGE_MAX: i32 = 120;

/// Which document, its number, and the name on it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct IdentityForm {
    pub kind: String,
    pub name: String,
    pub document: String,
}

impl IdentityForm {
    fn kind(&self) -> DocumentKind {
        DocumentKind::from_code(&self.kind).unwrap_or_default()
    }
}

/// `GET /register/identity`: open to everybody who has answered what comes before.
async fn identity(visit: Visit, draft: Draft) -> Response {
    if let Some(step) = Step::Identity.open_before(&draft) {
        return see_other(step.address());
    }
    let form = IdentityForm { kind: draft.kind, name: draft.name, document: draft.document };
    identity_page(&visit, form.into()).into_response()
}

/// The question, with what was typed and what was wrong with it.
fn identity_page(visit: &Visit, state: FormState<IdentityForm>) -> Page {
    let title = visit.words.t("您是谁？", "Who are you?");
    question(visit, Step::Identity, title, state.errors(), move |w| {
        let kinds = DocumentKind::ALL.map(|kind| Choice::new(kind.as_str(), w.document_kind(kind)));
        view! {
            <Choices
                name="kind"
                label=w.t("用哪种证件", "Which document")
                options=kinds.into()
                chosen=vec![state.form.kind().as_str().to_owned()]
            />
            <Field
                name="name"
                label=w.t("姓名", "Name")
                hint=w.t("和证件上一样", "As on the document")
                error=state.error("name")
                value=state.form.name.clone()
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
                error=state.error("document")
                value=state.form.document.clone()
                autocomplete="off"
            />
        }
    })
}

/// `POST /register/identity`: open to everybody who has answered what comes before.
async fn answer(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Form(form): Form<IdentityForm>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Identity.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    let (w, kind) = (visit.words, form.kind());
    let mut state = FormState::from(form);
    let document = read_document(&site, w, kind, &state.form.document).await?;
    // A card of eighteen characters says itself which it is, and so which writing its names are in.
    let kind = document.as_ref().map_or(kind, |document| document.kind);
    let name = kind.read_name(&state.form.name).map_err(|refusal| w.name_refused(kind, refusal));
    let name = state.check("name", name);
    let document = state.check("document", document);
    let (Some(name), Some(document)) = (name, document) else {
        return Ok(identity_page(&visit, state).refused().into_response());
    };
    let says_birth = document.says.is_some();
    if says_birth {
        (draft.birth, draft.sex) = (String::new(), String::new());
    }
    if kind != DocumentKind::Passport {
        draft.country = String::new();
    }
    kind.as_str().clone_into(&mut draft.kind);
    (draft.name, draft.document) = (name, document.number);
    let next = if says_birth { Step::Home } else { Step::Birth };
    Ok(on(&site, &draft, next))
}

/// The document, if it is one and its owner may register.
pub async fn read_document(
    site: &Site,
    w: Words,
    kind: DocumentKind,
    typed: &str,
) -> Result<Result<Document, &'static str>, AppError> {
    let document = match Document::read(kind, typed) {
        Ok(document) => document,
        Err(refusal) => return Ok(Err(w.document_refused(refusal))),
    };
    if document.is_made_up() && !site.is_demo().await? {
        return Ok(Err(w.document_refused(ResidentIdRefusal::Region.into())));
    }
    let wrong = document.says.as_ref().and_then(|(birth, _)| wrong_age(site, w, birth));
    Ok(match wrong {
        Some(Age::Impossible) => Err(w.document_refused(ResidentIdRefusal::Birth.into())),
        Some(Age::Young(sentence)) => Err(sentence),
        None => Ok(document),
    })
}

/// Why somebody of an age does not register.
pub enum Age {
    Impossible,
    Young(&'static str),
}

/// What is wrong with the age of somebody born on a day, if anything.
pub fn wrong_age(site: &Site, w: Words, birth: &str) -> Option<Age> {
    match age_on(birth, &site.today()) {
        ..0 | AGE_MAX.. => Some(Age::Impossible),
        0..AGE_MIN => Some(Age::Young(w.t(
            "按出生日期您还没满 16 周岁，满 16 周岁才能登记参加培训。",
            "By the date of birth you are not yet 16. People may register from 16 on.",
        ))),
        _ => None,
    }
}
