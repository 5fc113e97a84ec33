//! The page on which the number of a renewed document is typed.

use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::document::DocumentKind;
use leptos::prelude::*;
use serde::Deserialize;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Crumbs, ErrorSummary, Field, Kind, LinkButton, NavItem, Username};
use web::{Site, Viewer, Visit};

use crate::account::parts::{Part, above};
use crate::register::birth::country;

pub fn routes() -> Router<Site> {
    Router::new().route("/account/document", get(document))
}

/// The new number, and the password, which is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentForm {
    /// Its kind, by its code; empty: as before.
    pub kind: String,
    pub document: String,
    /// Who issued a passport; asked of these only.
    pub country: String,
    pub password: String,
}

/// `GET /account/document`: for whoever is signed in, about themselves only.
async fn document(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    document_page(&site, &viewer, &visit, FormState::default()).await
}

/// The page, with what was typed and what was wrong with it.
pub async fn document_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<DocumentForm>,
) -> Result<Page, AppError> {
    let details = site.db.details(&viewer.person).await?;
    let present = DocumentKind::from_code(&details.document_type).unwrap_or_default();
    let kind = DocumentKind::from_code(&state.form.kind).unwrap_or(present);
    let (w, login, studies) = (visit.words, viewer.login.clone(), viewer.may(Action::Study));
    let title = w.t("证件换了号码", "A new number of the document");
    Ok(visit.page(About::new(title).narrow().at(NavItem::Account), move || {
        let kinds = DocumentKind::ALL.map(|kind| Choice::new(kind.as_str(), w.document_kind(kind)));
        let asks_country = kind == DocumentKind::Passport;
        let country = asks_country.then(|| country(w, state.error("country"), &state.form.country));
        view! {
            <Crumbs
                words=w
                above=above(w, Part::Details)
                here=title
            />
            <h1>{title}</h1>
            <form class="form sheet" method="post" action="/account/document">
                <ErrorSummary title=w.t("请看这里", "Please look here") errors=state.errors() />
                <p>{registered(w, present, &details.document_masked)}</p>
                <p>{what_follows(w, studies)}</p>
                <Choices
                    name="kind"
                    label=w.t("新证件是哪一种", "Which document the new one is")
                    options=kinds.into()
                    chosen=vec![kind.as_str().to_owned()]
                />
                <Field
                    name="document"
                    label=w.t("新的证件号", "The new number")
                    hint=w.t("请照着新证件填。保存时加密，页面上只显示头尾几位。", "Please copy it from the new document. It is kept encrypted, and pages show its ends only.")
                    error=state.error("document")
                    value=state.form.document.clone()
                    autocomplete="off"
                />
                {country}
                <Username value=login />
                <Field
                    name="password"
                    label=w.t("登录密码", "Password")
                    error=state.error("password")
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("换成新号码", "Exchange the number")}</Button>
                    <LinkButton href="/account" kind=Kind::Quiet>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    }))
}

/// What is registered now.
fn registered(w: Words, kind: DocumentKind, masked: &str) -> String {
    match w {
        Words::Zh => format!("现在登记的是{} {masked}。", w.document_kind(kind)),
        Words::En => format!("Registered now: {} {masked}.", w.document_kind(kind)),
    }
}

/// What an exchange means.
fn what_follows(w: Words, studies: bool) -> &'static str {
    if studies {
        w.t(
            "换号码以后，学时都还在，也照常学习、认定学时。补贴要等培训机构的人当面看过您和新证件的原件再计。旧号码以后不能再登记。",
            "Your hours stay, and you go on studying and earning them. Subsidy waits until the school has seen you together with the new document. Nobody can register with the old number.",
        )
    } else {
        w.t("旧号码以后不能再登记。", "Nobody can register with the old number.")
    }
}
