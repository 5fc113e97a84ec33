//! The phone of an account: verifying the one that is registered, or another.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::person::masked_phone;
use leptos::prelude::*;
use serde::Deserialize;
use web::error::AppError;
use web::flash::see_other;
use web::form::FormState;
use web::one_time_code::PhoneFormToken;
use web::page::{About, Page};
use web::parts::{Button, Chip, Crumbs, ErrorSummary, Field, Kind, NavItem, Status, Username};
use web::{Site, Viewer, Visit};

use crate::account::parts::{Part, above};

use crate::phone_code::{CodeAsked, CodeForm, code_form, sent_to};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/phone", get(phone))
        .route("/account/phone/code", get(async |_: Viewer| see_other("/account/phone")))
}

/// The number to verify and the password, which is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountPhoneForm {
    pub phone: String,
    pub password: String,
    /// Instead of the two, where another code is wished for.
    pub ticket: String,
}

/// `GET /account/phone`: for whoever is signed in, about themselves only, where codes are sent.
async fn phone(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Response, AppError> {
    if !site.sender.is_on() {
        return Ok(see_other(Part::Security.address()));
    }
    Ok(account_phone_page(&site, &viewer, &visit, FormState::default()).await?.into_response())
}

/// What stands on the account page.
pub fn section(w: Words, masked: String, verified: Option<String>) -> impl IntoView {
    let chip = match &verified {
        Some(_) => view! { <Chip status=Status::Verified>{w.t("已验证", "Verified")}</Chip> }.into_any(),
        None => view! { <Chip status=Status::Waiting>{w.t("没有验证", "Not verified")}</Chip> }.into_any(),
    };
    let link = if verified.is_some() {
        w.t("换手机号", "Change the number")
    } else {
        w.t("验证手机号", "Verify the number")
    };
    view! {
        <section class="sheet" id="phone">
            <div class="sheet-head">
                <h2>{w.t("手机号", "Phone")}</h2>
                {chip}
            </div>
            <p>{masked} " " <span class="soft">{verified}</span></p>
            <p>
                {w.t(
                    "验证过的手机号可以收短信登录，忘了密码也能自己找回。",
                    "With a verified number you can sign in by a code, and get a new password by yourself.",
                )}
            </p>
            <p>
                <a href="/account/phone">{link}</a>
            </p>
        </section>
    }
}

/// How the section says when the number was verified.
pub fn since(w: Words, moment: &str) -> String {
    match w {
        Words::Zh => format!("{moment} 验证"),
        Words::En => format!("verified {moment}"),
    }
}

/// The first page: which number, and the password, so that nobody else at this device changes it.
pub async fn account_phone_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<AccountPhoneForm>,
) -> Result<Page, AppError> {
    let details = site.db.details(&viewer.person).await?;
    let verified = site.db.phone_verified_at(&viewer.account).await?;
    let (w, login) = (visit.words, viewer.login.clone());
    let when = verified.map(|at_ms| format::moment(w, &site.zone().minute(at_ms)));
    let now = match (w, &when) {
        (Words::Zh, Some(when)) => format!("现在的手机号是 {}，{when} 验证过。", details.phone_masked),
        (Words::Zh, None) => format!("登记的手机号是 {}，还没有验证。", details.phone_masked),
        (Words::En, Some(when)) => format!("The number is {}, verified {when}.", details.phone_masked),
        (Words::En, None) => format!("The number is {}, not verified yet.", details.phone_masked),
    };
    let title = w.t("手机号", "Phone");
    Ok(visit.page(About::new(title).narrow().at(NavItem::Account), move || {
        view! {
            <Crumbs
                words=w
                above=above(w, Part::Security)
                here=title
            />
            <h1>{title}</h1>
            <form class="form sheet" method="post" action="/account/phone">
                <ErrorSummary title=w.t("请看这里", "Please look here") errors=state.errors() />
                <p>{now}</p>
                <Field
                    name="phone"
                    label=w.t("要验证的手机号", "The number to verify")
                    hint=w.t("11 位数字，可以是登记的，也可以换一个", "11 digits: the registered one or another")
                    error=state.error("phone")
                    value=state.form.phone.clone()
                    kind="tel"
                    inputmode="tel"
                    autocomplete="tel-national"
                    shape="input-short"
                />
                <Username value=login />
                <Field
                    name="password"
                    label=w.t("登录密码", "Password")
                    error=state.error("password")
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("发送验证码", "Send a code")}</Button>
                </div>
            </form>
        }
    }))
}

/// The second page: the code.
pub fn account_code_page(visit: &Visit, ticket: &PhoneFormToken, state: FormState<CodeForm>) -> Page {
    let (w, sender) = (visit.words, visit.site.sender.clone());
    let (sealed, says) = (ticket.sealed(&visit.site), sent_to(w, &masked_phone(&ticket.phone)));
    let title = w.t("填短信里的验证码", "Type the code of the message");
    visit.page(About::new(title).narrow().at(NavItem::Account), move || {
        let asked =
            CodeAsked { action: "/account/phone/code", again: "/account/phone", ticket: sealed, says, state };
        view! {
            <Crumbs
                words=w
                above=[
                    above(w, Part::Security),
                    vec![("/account/phone".to_owned(), w.t("手机号", "Phone").to_owned())],
                ]
                    .concat()
                here=w.t("验证码", "Code")
            />
            <h1>{title}</h1>
            {code_form(w, &sender, asked)}
        }
    })
}
