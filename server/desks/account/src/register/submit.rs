//! The answers of somebody who registers, one question a page.

mod code;
mod identity;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::{Grant, Role};
use domain::consent::Purpose;
use domain::document::Document;
use domain::id::{AccountId, PersonId};
use domain::password::Owner;
use domain::person::{Phone, Sex, masked_phone};
use serde::Deserialize;
use store::audit::AuditEvent;
use store::closing::{Former, NOBODY};
use store::digest;
use store::person::{NewAccount, NewPerson, SealedNumber};
use store::register::Registration;
use store::setting::DEMO_CITY;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other, with_cookie};
use web::password_hash::hash_password;
use web::sign_in::{begin_registration, close, renew_session, session_cookie};
use web::{Device, Site, Visit, password};

use crate::register::draft::Draft;
use crate::register::home::{NO_CATEGORY, home_page};
use crate::register::page::{Errors, Step};
use crate::register::password::{PasswordTyped, password_page};
use crate::register::phone::phone_page;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/register", post(phone))
        .merge(code::routes())
        .merge(identity::routes())
        .route("/register/home", post(home))
        .route("/register/password", post(last))
}

#[derive(Deserialize)]
struct PhoneTyped {
    #[serde(default)]
    phone: String,
}

/// `POST /register`: open to everybody.
async fn phone(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    from: Address,
    Form(typed): Form<PhoneTyped>,
) -> Result<Response, AppError> {
    let sentence = match Phone::read(&typed.phone) {
        Ok(phone) if !phone.is_made_up() || is_demo(&site).await? => {
            draft.phone = phone.0;
            return code::after_phone(&site, &visit, &draft, &from).await;
        }
        Ok(_) => visit.words.phone_refused(domain::person::PhoneRefusal::Beginning),
        Err(refusal) => visit.words.phone_refused(refusal),
    };
    Ok(refused(phone_page(&visit, typed.phone, vec![("phone".to_owned(), sentence)])))
}

#[derive(Deserialize)]
struct HomeTyped {
    #[serde(default)]
    region: String,
    #[serde(default)]
    category: String,
}

/// `POST /register/home`: open to everybody who has answered what comes before.
async fn home(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Form(typed): Form<HomeTyped>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Home.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    let w = visit.words;
    let mut errors = Errors::new();
    if !site.db.household_places().await?.iter().any(|place| place.code == typed.region) {
        let sentence = w.t("请选择户口所在的地方。", "Please choose where your household is registered.");
        errors.push(("region".to_owned(), sentence.to_owned()));
    }
    let categories = site.db.categories_on(&site.today()).await?;
    if typed.category != NO_CATEGORY && !categories.iter().any(|one| one.code == typed.category) {
        let sentence = w.t("请选择一类；都不属于就选“都不是”。", "Please choose one, or “None of these”.");
        errors.push(("category".to_owned(), sentence.to_owned()));
    }
    if errors.is_empty() {
        (draft.region, draft.category) = (typed.region, typed.category);
        return Ok(on(&site, &draft, Step::Password));
    }
    Ok(refused(home_page(&site, &visit, typed.region, typed.category, errors).await?))
}

#[derive(Deserialize)]
struct Secret {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
    #[serde(default)]
    real_name: String,
    #[serde(default)]
    subsidy: String,
}

impl Secret {
    fn agreed(&self) -> Vec<Purpose> {
        let ticked = |purpose: &Purpose| match purpose {
            Purpose::RealName => self.real_name == "yes",
            Purpose::Subsidy => self.subsidy == "yes",
        };
        Purpose::ALL.into_iter().filter(ticked).collect()
    }
}

/// `POST /register/password`: open to everybody who has answered what comes before. Registers and signs in.
async fn last(
    State(site): State<Site>,
    visit: Visit,
    draft: Draft,
    from: Address,
    device: Device,
    headers: HeaderMap,
    Form(typed): Form<Secret>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Password.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    let w = visit.words;
    let agreed = typed.agreed();
    let errors = wrong_with(w, &draft, &typed, &agreed);
    if !errors.is_empty() {
        return Ok(refused(password_page(&visit, &draft, PasswordTyped { agreed, errors })));
    }
    let tried = match begin_registration(&site, &from).await {
        Ok(tried) => tried,
        Err(error @ AppError::TooMany { .. }) => {
            let errors = vec![(String::new(), error.say().to(w).to_owned())];
            let page = password_page(&visit, &draft, PasswordTyped { agreed, errors });
            let mut response = page.status(error.status()).into_response();
            response.headers_mut().extend(error.retry_after().map(|wait| (header::RETRY_AFTER, wait)));
            return Ok(response);
        }
        Err(other) => return Err(other),
    };
    // The draft was read when each question was answered; a rule may have changed since.
    let Some(told) = identity::told(&draft) else {
        return Ok(see_other(Step::Identity.address()));
    };
    let Some(new) = registration(&site, &draft, told, &typed.password, &agreed).await? else {
        return Ok(taken(&visit, &draft, agreed));
    };
    let event = AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(new.account.id.clone()),
        action: if new.returns { "person.return" } else { "person.register" },
        subject: format!("person:{}", new.person.id),
        reason: String::new(),
        detail: "{}".to_owned(),
        address: from.0,
    };
    if site.db.register_oneself(&new, &event, site.now()).await?.is_some() {
        return Ok(taken(&visit, &draft, agreed));
    }
    site.db.forgive_tries(&tried).await?;
    let found = site.db.credentials(&new.account.login).await?.ok_or(AppError::NotFound)?;
    // Whoever was signed in here before is signed out: one browser, one person.
    close(&site, &headers).await?;
    let opened = renew_session(&site, found, new.account.grants, &device).await?;
    let done = if new.returns {
        w.t(
            "欢迎回来。以前确认的学时都在，以后用手机号登录。",
            "Welcome back. The hours confirmed before are all there. Sign in with your phone number from now on.",
        )
    } else if draft.category == NO_CATEGORY {
        w.t("登记好了，以后用手机号登录。", "You are registered. Sign in with your phone number from now on.")
    } else {
        w.t(
            "登记好了，以后用手机号登录。证明人员类别的材料，在“我的账号”里交。",
            "You are registered. Sign in with your phone number from now on. Send the papers for your category under “My account”.",
        )
    };
    let to = if draft.next.is_empty() { "/courses" } else { &draft.next };
    let response = with_cookie(Flash::done(done).then(to), &session_cookie(&site, &opened.token));
    Ok(with_cookie(response, &Draft::no_cookie(&site)))
}

/// The page again: phone or document are known already. Which of the two is not said: it would tell strangers who learns here.
fn taken(visit: &Visit, draft: &Draft, agreed: Vec<Purpose>) -> Response {
    let sentence = visit.words.t(
        "这个手机号或证件号已经登记过了。请直接登录，账号填手机号。忘了密码，或者是培训机构替您登记的，请带身份证到培训机构，或拨打 12333。",
        "This phone or document is registered already. Please sign in with the phone number. If you forgot the password, or a school registered you, bring your card to the school or call 12333.",
    );
    let errors = vec![(String::new(), sentence.to_owned())];
    refused(password_page(visit, draft, PasswordTyped { agreed, errors }))
}

/// Everything that is wrong on the last page.
fn wrong_with(w: Words, draft: &Draft, typed: &Secret, agreed: &[Purpose]) -> Errors {
    let mut errors = Errors::new();
    let owner = Owner {
        name: &draft.name,
        login: "",
        phone: &draft.phone,
        document: &draft.document,
        official: false,
    };
    if let Some(refusal) = password::refusal(&typed.password, owner) {
        errors.push(("password".to_owned(), w.password_refused(refusal)));
    } else if typed.password != typed.again {
        let sentence = w.t("两遍密码不一样，请都再填一次。", "The two differ. Please type both again.");
        errors.push(("again".to_owned(), sentence.to_owned()));
    }
    if !agreed.contains(&Purpose::RealName) {
        let sentence = w.t(
            "要登记，需要您同意这一项。不同意也可以随便看课程。",
            "To register, this is needed. You can look at the courses without it.",
        );
        errors.push((Purpose::RealName.as_str().to_owned(), sentence.to_owned()));
    }
    errors
}

/// What is to be kept. `None` where the document is known, or that of somebody who closed the account under another name:
/// whoever knows no more than the number must not come into their hours.
async fn registration(
    site: &Site,
    draft: &Draft,
    (document, birth_date, sex): (Document, String, Sex),
    password: &str,
    agreed: &[Purpose],
) -> Result<Option<Registration>, AppError> {
    // First of all: it takes as long whatever is found.
    let password_hash = hash_password(site, password).await?;
    let digest = site.keys.digest(digest::Purpose::Document, &document.number);
    // As passports were kept before their country was asked for.
    if let Some((_, bare)) = document.number.split_once('-') {
        let bare = site.keys.digest(digest::Purpose::Document, bare);
        if site.db.knows_document(document.kind, &bare).await? {
            return Ok(None);
        }
    }
    let former = site.db.former(document.kind, &digest).await?;
    let name = match &former {
        Some(Former { name_sealed: Some(sealed), .. }) => Some(site.open(sealed).await?.unwrap_or_default()),
        Some(Former { name, .. }) if name != NOBODY => Some(name.clone()),
        _ => None,
    };
    if name.is_some_and(|name| name != draft.name) {
        return Ok(None);
    }
    let category = (draft.category != NO_CATEGORY).then(|| (draft.category.clone(), site.today()));
    let person = NewPerson {
        id: PersonId(former.as_ref().map_or_else(|| site.new_id(), |former| former.id.clone())),
        name: draft.name.clone(),
        sex,
        birth_date,
        document_kind: document.kind,
        document: SealedNumber { digest, sealed: site.seal(&document.number), masked: document.masked() },
        phone: SealedNumber {
            digest: site.keys.digest(digest::Purpose::Phone, &draft.phone),
            sealed: site.seal(&draft.phone),
            masked: masked_phone(&draft.phone),
        },
        region: draft.region.as_str().into(),
        category,
    };
    let mut draw = [0; 8];
    site.rng.fill(&mut draw);
    let account = NewAccount {
        id: AccountId(site.new_id()),
        person: person.id.clone(),
        // They sign in with the phone; this is what others may see instead of it.
        login: format!("u{:010}", u64::from_be_bytes(draw) % 10_000_000_000),
        password_hash,
        grants: vec![Grant { role: Role::Learner, organisation: None, region: Some(person.region.clone()) }],
    };
    let consents = Purpose::ALL.map(|purpose| (site.new_id(), purpose, agreed.contains(&purpose)));
    let phone_verified = draft.verified_phone == draft.phone;
    let returns = former.is_some();
    Ok(Some(Registration { person, account, returns, phone_verified, consents: consents.into() }))
}

/// Whether made-up people may register: in the demo city, where nobody else should.
async fn is_demo(site: &Site) -> Result<bool, AppError> {
    Ok(site.db.setting(DEMO_CITY).await?.is_some())
}

/// To the next question, with the answers so far.
fn on(site: &Site, draft: &Draft, step: Step) -> Response {
    with_cookie(see_other(step.address()), &draft.cookie(site))
}

fn refused(page: web::page::Page) -> Response {
    page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}
