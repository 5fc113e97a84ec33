//! Signing in with a code sent to the phone: the number, the code, and where the number was never verified the end of the
//! document's number.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::person::masked_phone;
use leptos::prelude::*;
use serde::Deserialize;
use web::flash::see_other;
use web::form::FormState;
use web::one_time_code::PhoneFormToken;
use web::page::{About, Page};
use web::parts::{Button, Field, Kind, LinkButton};
use web::{Site, Visit};

use crate::phone_code::{CodeAsked, CodeForm, code_form, sent_if_known};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in/phone", get(phone))
        .route("/sign-in/phone/code", get(async || see_other("/sign-in/phone")))
        .route("/sign-in/phone/document", get(async || see_other("/sign-in/phone")))
}

#[derive(Deserialize)]
struct QueryParams {
    #[serde(default)]
    next: String,
}

/// Which phone the code goes to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PhoneSignInForm {
    pub phone: String,
    /// Where the reader wanted to go.
    pub next: String,
    /// Instead of the phone, where another code is wished for.
    pub ticket: String,
}

/// The end of the document's number, asked the first time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentForm {
    pub ticket: String,
    pub last: String,
}

/// `GET /sign-in/phone`: open to everybody, where codes are sent.
async fn phone(State(site): State<Site>, visit: Visit, Query(query): Query<QueryParams>) -> Response {
    if !site.sender.is_on() || visit.viewer.is_some() {
        return see_other("/sign-in");
    }
    phone_page(&visit, PhoneSignInForm { next: query.next, ..PhoneSignInForm::default() }.into())
        .into_response()
}

/// The first page: which phone.
pub fn phone_page(visit: &Visit, state: FormState<PhoneSignInForm>) -> Page {
    let w = visit.words;
    let title = w.t("用短信验证码登录", "Sign in with a code");
    visit.page(About::new(title).narrow(), move || {
        view! {
            <h1>{title}</h1>
            <form class="form sheet" method="post" action="/sign-in/phone">
                <input type="hidden" name="next" value=state.form.next.clone() />
                <Field
                    name="phone"
                    label=w.t("手机号", "Phone number")
                    hint=w.t("登记时填的号码", "The number you registered with")
                    error=state.error("phone")
                    value=state.form.phone.clone()
                    kind="tel"
                    inputmode="tel"
                    autocomplete="tel-national"
                    shape="input-short"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("发送验证码", "Send a code")}</Button>
                    <LinkButton href="/sign-in" kind=Kind::Quiet>{w.t("用密码登录", "Use the password")}</LinkButton>
                </div>
            </form>
        }
    })
}

/// The second page: the code. It looks the same whether or not the phone is known.
pub fn phone_code_page(visit: &Visit, ticket: &PhoneFormToken, state: FormState<CodeForm>) -> Page {
    let (w, sender) = (visit.words, visit.site.sender.clone());
    let (sealed, says) = (ticket.sealed(&visit.site), sent_if_known(w, &masked_phone(&ticket.phone)));
    let title = w.t("填短信里的验证码", "Type the code of the message");
    visit.page(About::new(title).narrow(), move || {
        let asked = CodeAsked {
            action: "/sign-in/phone/code",
            again: "/sign-in/phone",
            ticket: sealed,
            says,
            state,
        };
        view! {
            <h1>{title}</h1>
            {code_form(w, &sender, asked)}
            <p>
                <LinkButton href="/sign-in" kind=Kind::Quiet>{w.t("用密码登录", "Use the password")}</LinkButton>
            </p>
        }
    })
}

/// The third page, the first time: somebody else may have written the number down.
pub fn document_page(visit: &Visit, ticket: &PhoneFormToken, state: FormState<DocumentForm>) -> Page {
    let (w, sealed) = (visit.words, ticket.sealed(&visit.site));
    let title = w.t("确认是您本人", "Make sure it is you");
    visit.page(About::new(title).narrow(), move || {
        view! {
            <h1>{title}</h1>
            <form class="form sheet" method="post" action="/sign-in/phone/document">
                <input type="hidden" name="ticket" value=sealed />
                <p>
                    {w.t(
                        "这个手机号是第一次用验证码登录，要核对一次证件号。",
                        "This is the first sign-in by code with this number, so your document is checked once.",
                    )}
                </p>
                <Field
                    name="last"
                    label=w.t("证件号最后 4 位", "The last 4 characters of your document's number")
                    hint=w.t("身份证末尾是 X 的，也要填上", "An X at the end belongs to it")
                    error=state.error("last")
                    autocomplete="off"
                    shape="input-short"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("登录", "Sign in")}</Button>
                </div>
            </form>
        }
    })
}
