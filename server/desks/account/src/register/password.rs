//! The last page: is everything right, a password, and what is agreed to.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use domain::consent::Purpose;
use domain::password::Owner;
use domain::person::{Sex, masked_phone};
use leptos::prelude::*;
use serde::Deserialize;
use store::digest;
use store::register::Registration;
use web::address::Address;
use web::cookie::with_cookie;
use web::device_cookie::{Traced, trace_registration};
use web::error::AppError;
use web::flash::see_other;
use web::form::{FormState, new_password};
use web::one_time_code::tell_registered;
use web::page::Page;
use web::parts::{Choice, Choices, Fact, Facts, Field, Username};
use web::password_hash::hash_password;
use web::sign_in::{Registering as Counted, begin_registration, close, no_session_cookie};
use web::{Site, Visit};

use super::page::{Step, question};
use super::registration::{Registering, decoy, registering, told};
use crate::register::draft::Draft;
use crate::sign_in::{SignInForm, registered_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/register/password", get(password).post(answer))
}

/// A password, which is never sent back, and what is agreed to: `yes` where it was ticked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ConfirmForm {
    password: String,
    again: String,
    real_name: String,
    subsidy: String,
}

impl ConfirmForm {
    fn agrees(&self, purpose: Purpose) -> bool {
        let ticked = match purpose {
            Purpose::RealName => &self.real_name,
            Purpose::Subsidy => &self.subsidy,
        };
        ticked == "yes"
    }
}

/// `GET /register/password`: open to everybody who has answered what comes before.
async fn password(visit: Visit, draft: Draft) -> Response {
    match Step::Password.open_before(&draft) {
        Some(step) => see_other(step.address()),
        None => password_page(&visit, &draft, FormState::default()).into_response(),
    }
}

/// The page, with what was ticked and what was wrong.
fn password_page(visit: &Visit, draft: &Draft, state: FormState<ConfirmForm>) -> Page {
    let title = visit.words.t("最后一步：设一个密码", "Last: choose a password");
    let draft = draft.clone();
    question(visit, Step::Password, title, state.errors(), move |w| {
        view! {
            {summary(w, &draft)}
            <Username value=draft.phone.clone() />
            <Field
                name="password"
                label=w.t("密码", "Password")
                hint=w.t(
                    "至少 8 个字符。不要用手机号、生日和姓名。可以用几个词连起来，好记又难猜。",
                    "At least 8 characters. Not your phone, birthday or name. A few words together are easy to keep in mind and hard to guess.",
                )
                error=state.error("password")
                kind="password"
                autocomplete="new-password"
            />
            <Field
                name="again"
                label=w.t("再填一遍密码", "The password again")
                error=state.error("again")
                kind="password"
                autocomplete="new-password"
            />
            {consent(w, Purpose::RealName, w.t("必须同意才能登记", "Needed to register"), &state)}
            {consent(w, Purpose::Subsidy, w.t("报名有补贴的班需要，现在可以不选", "Needed for subsidised classes; may be left for later"), &state)}
            <p class="soft">
                <a href="/privacy">{w.t("个人信息怎么保护、怎么撤回同意", "How your data is protected, and how to take an agreement back")}</a>
            </p>
        }
    })
}

/// What was told so far, each with the way to correct it.
fn summary(w: Words, draft: &Draft) -> impl IntoView + use<> {
    let document = draft.document();
    let said = || Some((draft.birth.clone(), Sex::from_code(&draft.sex)?));
    let says = document.as_ref().and_then(|document| document.says.clone()).or_else(said);
    let who =
        says.map_or_else(String::new, |(birth, sex)| format!("{} · {}", w.sex(sex), format::date(w, &birth)));
    let masked = document.map_or_else(String::new, |document| document.masked());
    let change = move |step: Step, what: &'static str| {
        view! {
            <a href=step.address()>
                {w.t("改", "Change")} <span class="visually-hidden">{what}</span>
            </a>
        }
    };
    let (phone, name, kind) = (masked_phone(&draft.phone), draft.name.clone(), draft.kind());
    view! {
        <Facts>
            <Fact term=w.t("手机号", "Phone")>
                {phone} " " {change(Step::Phone, w.t("手机号", "phone"))}
            </Fact>
            <Fact term=w.t("姓名", "Name")>
                {name} " " {change(Step::Identity, w.t("姓名和证件", "name and document"))}
            </Fact>
            <Fact term=w.document_kind(kind)>
                {masked} <br /> <span class="soft">{who}</span>
            </Fact>
        </Facts>
    }
}

fn consent(
    w: Words,
    purpose: Purpose,
    need: &'static str,
    state: &FormState<ConfirmForm>,
) -> impl IntoView + use<> {
    let chosen = if state.form.agrees(purpose) { vec!["yes".to_owned()] } else { Vec::new() };
    view! {
        <Choices
            name=purpose.as_str()
            label=w.consent_title(purpose)
            hint=need
            error=state.error(purpose.as_str())
            options=vec![Choice::new("yes", w.consent_text(purpose))]
            chosen=chosen
            many=true
        />
    }
}

/// `POST /register/password`: open to everybody who has answered what comes before. Registers, and answers with the way in.
async fn answer(
    State(site): State<Site>,
    visit: Visit,
    draft: Draft,
    from: Address,
    Traced(trace): Traced,
    headers: HeaderMap,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Password.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    let w = visit.words;
    let state = checked(w, &draft, form);
    if !state.is_valid() {
        return Ok(password_page(&visit, &draft, state).refused().into_response());
    }
    let begun = match Counted::begin(&site, &from, &headers) {
        Ok(counted) => begin_registration(&site, &from).await.map(|tried| (tried, counted)),
        Err(error) => Err(error),
    };
    let (tried, counted) = match begun {
        Ok(begun) => begun,
        Err(error @ AppError::TooMany { .. }) => {
            let state = state.refused("", error.say().to(w));
            return Ok(password_page(&visit, &draft, state).refused_by(&error));
        }
        Err(other) => return Err(other),
    };
    // The draft was read when each question was answered; a rule may have changed since.
    let Some(told) = told(&draft) else {
        counted.give_back(&site);
        return Ok(see_other(Step::Identity.address()));
    };
    // First of all: it takes as long whatever is found.
    let hash = hash_password(&site, &state.form.password).await?;
    let agrees = |purpose| state.form.agrees(purpose);
    let known = match registering(&site, &draft, told.clone(), &hash, agrees).await? {
        Registering::New(new) => {
            if keep(&site, &new, &from).await? {
                trace_registration(&site, &new.person.id, &neighbours(&site, &draft), &trace).await;
                site.db.forgive_tries(&tried).await?;
                None
            } else {
                // Somebody registered the same a moment before.
                Some(None)
            }
        }
        Registering::Known(phone) => Some(phone),
    };
    // Counted all the same: who is told of it learns that somebody is registered.
    if let Some(phone) = known {
        let decoy = decoy(&site, &draft, told, &hash, agrees);
        let event = site.event_of(&decoy.account.id, &from, action(&decoy));
        site.db.rehearse_registration(&decoy, &event, site.now()).await?;
        // As many rows are on the disk before the answer as with somebody new, and nothing stays of them.
        let nobody = site.new_id();
        site.db.begin_try(&nobody, 1, site.now()).await?;
        site.db.forgive_tries(&nobody).await?;
        tell_registered(&site, phone.as_deref()).await?;
    }
    // Whoever was signed in here before is signed out: one browser, one person.
    close(&site, &headers).await?;
    let response = with_cookie(received(&visit, &draft).into_response(), &no_session_cookie(&site));
    Ok(with_cookie(response, &Draft::no_cookie(&site)))
}

/// What the log says of it.
fn action(new: &Registration) -> AuditAction {
    let person = new.person.id.clone();
    if new.returns { AuditAction::PersonReturn { person } } else { AuditAction::PersonRegister { person } }
}

/// Keeps somebody; `false` if what they have is another's.
async fn keep(site: &Site, new: &Registration, from: &Address) -> Result<bool, AppError> {
    let event = site.event_of(&new.account.id, from, action(new));
    Ok(site.db.register_oneself(new, &site.policies, &event, site.now()).await?.is_none())
}

/// The way in. The same page whether or not document and phone were known: it would tell strangers who learns here. The owner
/// of what is known is told on their own phone.
fn received(visit: &Visit, draft: &Draft) -> Page {
    let next = if draft.next.is_empty() { "/courses".to_owned() } else { draft.next.clone() };
    let form = SignInForm { account: draft.phone.clone(), next, ..SignInForm::default() };
    registered_page(visit, form.into())
}

/// The digest of what neighbouring document numbers share: all but the last four signs.
fn neighbours(site: &Site, draft: &Draft) -> [u8; 32] {
    let number = draft.document().map_or_else(String::new, |document| document.number);
    let shared: String = number.chars().take(number.chars().count().saturating_sub(4)).collect();
    site.keys.digest(digest::Purpose::Document, &format!("neighbours of {shared}"))
}

/// The form, with everything that is wrong with it.
fn checked(w: Words, draft: &Draft, form: ConfirmForm) -> FormState<ConfirmForm> {
    let owner = Owner {
        name: &draft.name,
        login: "",
        phone: &draft.phone,
        document: &draft.document,
        official: false,
    };
    let mut state = FormState::from(form);
    state.check_all(new_password(w, &state.form.password, &state.form.again, owner));
    if !state.form.agrees(Purpose::RealName) {
        let sentence = w.t(
            "要登记，需要您同意这一项。不同意也可以随便看课程。",
            "To register, this is needed. You can look at the courses without it.",
        );
        state.refuse(Purpose::RealName.as_str(), sentence);
    }
    state
}
