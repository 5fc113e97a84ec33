//! Exchanging the number.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::document::{Document, DocumentKind, EXCHANGES};
use domain::person::Sex;
use store::account::Details;
use store::digest::Purpose;
use store::document_exchange::{DocumentExchange, Exchanged};
use store::one_time_code::SendingCount;
use store::person::SealedNumber;
use store::sealed::DOCUMENT;
use web::address::Address;
use web::error::{AppError, Sentence};
use web::flash::Flash;
use web::form::FormState;
use web::sign_in::confirm_password;
use web::{Site, Viewer, Visit};

use super::page::{DocumentForm, document_page};
use crate::register::birth::issuer;
use crate::register::identity::read_document;
use crate::register::registration::of_other_countries;

pub fn routes() -> Router<Site> {
    Router::new().route("/account/document", post(exchange))
}

/// `POST /account/document`: for whoever is signed in and knows the password, about themselves only.
async fn exchange(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<DocumentForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let details = site.db.details(&viewer.person).await?;
    let mut state = FormState::from(form);
    let document = typed(&site, w, &details, &mut state).await?;
    let mut wrong = None;
    if state.is_valid() {
        let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
        wrong = state.check_password(w, "password", confirmed)?;
    }
    if state.is_valid()
        && let Err(error) = counted(&site, &viewer).await
    {
        state.refuse("", error.say().to(w));
        wrong = Some(error);
    }
    let Some(document) = document.filter(|_| state.is_valid()) else {
        return Ok(document_page(&site, &viewer, &visit, state).await?.refused_by(wrong.as_ref()));
    };
    let (before, _) = site.db.sealed_numbers(&viewer.person).await?;
    let before = site.open(DOCUMENT.of(&viewer.person.0), &before).await?.unwrap_or_default();
    let new = DocumentExchange {
        person: viewer.person.clone(),
        kind: document.kind,
        document: SealedNumber {
            digest: site.keys.digest(Purpose::Document, &document.number),
            sealed: site.seal(DOCUMENT.of(&viewer.person.0), &document.number),
            masked: document.masked(),
        },
        same_number: of_other_countries(&site, &document.number),
        former_same_number: of_other_countries(&site, &before),
    };
    let action = AuditAction::AccountDocument {
        account: viewer.account.clone(),
        from: kind_of(&details),
        to: document.kind,
    };
    let event = site.event(&viewer, &from, action, "");
    let refusal = match site.db.exchange_document(&new, &site.policies, &event).await? {
        Exchanged::Done => {
            let done = if viewer.may(Action::Study) {
                w.t(
                    "号码换好了，学时都还在。请带新证件到培训机构核对，核对以后再计补贴。",
                    "The number is exchanged, and your hours are still there. Show the new document to the school; subsidy waits for that.",
                )
            } else {
                w.t("号码换好了。", "The number is exchanged.")
            };
            return Ok(Flash::done(done).then("/account"));
        }
        Exchanged::Same => w.t(
            "这就是现在登记的号码，不用换。",
            "This is the number that is registered; there is nothing to exchange.",
        ),
        Exchanged::Taken => w.t(
            "这个号码换不了。请检查有没有填错；没有填错，请带新旧证件到培训机构，或拨打 12333。",
            "This number cannot be taken. Please look whether it is typed right; if it is, bring both documents to the school or call 12333.",
        ),
    };
    let state = state.refused("document", refusal);
    Ok(document_page(&site, &viewer, &visit, state).await?.refused().into_response())
}

fn kind_of(details: &Details) -> DocumentKind {
    DocumentKind::from_code(&details.document_type).unwrap_or_default()
}

/// The document that was typed, if it is one and can be of the same person.
async fn typed(
    site: &Site,
    w: Words,
    details: &Details,
    state: &mut FormState<DocumentForm>,
) -> Result<Option<Document>, AppError> {
    let kind = DocumentKind::from_code(&state.form.kind).unwrap_or_else(|| kind_of(details));
    let document = read_document(site, w, kind, &state.form.document).await?;
    let Some(document) = state.check("document", document) else { return Ok(None) };
    let country = match document.kind {
        DocumentKind::Passport => state.check("country", issuer(w, &state.form.country)),
        _ => Some(String::new()),
    };
    let fits = Sex::from_code(&details.sex).is_some_and(|sex| document.fits(&details.birth_date, sex));
    if !fits {
        let sentence = w.t(
            "新号码里的出生日期或性别，和登记的不一样。请检查有没有填错；没有填错，请带新旧证件到培训机构改正，或拨打 12333。",
            "The day of birth or the sex in this number is not the one registered. Please look whether it is typed right; if it is, bring both documents to the school or call 12333.",
        );
        state.refuse("document", sentence);
    }
    Ok(country.map(|country| document.issued_by(&country)))
}

/// Counts a try, or says that there were enough for today.
async fn counted(site: &Site, viewer: &Viewer) -> Result<(), AppError> {
    let whose = format!("document exchanges of {}", viewer.login);
    let count = SendingCount {
        id: site.new_id(),
        whom: hex::encode(site.keys.digest(Purpose::OneTimeCode, &whose)),
        limits: EXCHANGES,
    };
    if site.db.begin_counted(&count, site.now()).await? {
        return Ok(());
    }
    Err(AppError::TooMany {
        code: "too_many_documents",
        wait_seconds: 3600,
        say: Sentence::new(
            "今天换号码试得太多了。请过一小时再试，或者带新旧证件到培训机构。",
            "There were too many tries at another number. Please try again in an hour, or bring both documents to the school.",
        ),
    })
}
