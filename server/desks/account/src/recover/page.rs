//! A new password for the forgotten one: the phone and the end of the document's number, the code, the password.

use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::person::masked_phone;
use leptos::prelude::*;
use serde::Deserialize;
use web::flash::see_other;
use web::form::FormState;
use web::one_time_code::PhoneFormToken;
use web::page::{About, Page};
use web::parts::{Button, ErrorSummary, Field, Kind, LinkButton, Username};
use web::{Site, Visit};

use crate::phone_code::{CodeAsked, CodeForm, code_form};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/recover", get(recover))
        .route("/recover/code", get(async || see_other("/recover")))
        .route("/recover/password", get(async || see_other("/recover")))
}

/// Whose password was forgotten.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecoverForm {
    pub phone: String,
    /// The last characters of the document's number.
    pub last: String,
    /// Instead of the two, where another code is wished for.
    pub ticket: String,
}

/// The new password, which is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewPasswordForm {
    pub ticket: String,
    pub password: String,
    pub again: String,
}

/// `GET /recover`: open to everybody, where codes are sent.
async fn recover(State(site): State<Site>, visit: Visit) -> Response {
    if !site.sender.is_on() || visit.viewer.is_some() {
        return see_other("/sign-in");
    }
    recover_page(&visit, FormState::default()).into_response()
}

/// The first page: who it is.
pub fn recover_page(visit: &Visit, state: FormState<RecoverForm>) -> Page {
    let w = visit.words;
    let title = w.t("忘记密码", "Forgot the password");
    visit.page(About::new(title).narrow(), move || {
        view! {
            <h1>{title}</h1>
            <form class="form sheet" method="post" action="/recover">
                <ErrorSummary title=please_look(w) errors=state.errors() />
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
                <Field
                    name="last"
                    label=w.t("证件号最后 4 位", "The last 4 characters of your document's number")
                    hint=w.t("身份证末尾是 X 的，也要填上", "An X at the end belongs to it")
                    error=state.error("last")
                    value=state.form.last.clone()
                    autocomplete="off"
                    shape="input-short"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("发送验证码", "Send a code")}</Button>
                    <LinkButton href="/sign-in" kind=Kind::Quiet>{w.t("回到登录", "Back to sign-in")}</LinkButton>
                </div>
            </form>
            <p class="soft">
                {w.t(
                    "手机号换了，或者您是工作人员，请带身份证到培训机构或拨打 12333。",
                    "If the number is no longer yours, or you work here, bring your card to the school or call 12333.",
                )}
            </p>
        }
    })
}

fn please_look(w: Words) -> &'static str {
    w.t("请看这里", "Please look here")
}

/// The second page: the code. It looks the same whether or not anybody is known by that phone.
pub fn recover_code_page(visit: &Visit, ticket: &PhoneFormToken, state: FormState<CodeForm>) -> Page {
    let (w, sender) = (visit.words, visit.site.sender.clone());
    let sealed = ticket.sealed(&visit.site);
    let masked = masked_phone(&ticket.phone);
    let says = match w {
        Words::Zh => format!("手机号和证件号都对的话，6 位验证码已经发到 {masked} 了，5 分钟内有效。"),
        Words::En => format!(
            "If phone and document are right, a code of 6 digits was sent to {masked}. It is valid for 5 minutes."
        ),
    };
    let title = w.t("填短信里的验证码", "Type the code of the message");
    visit.page(About::new(title).narrow(), move || {
        let asked = CodeAsked { action: "/recover/code", again: "/recover", ticket: sealed, says, state };
        view! {
            <h1>{title}</h1>
            {code_form(w, &sender, asked)}
            <p>
                <LinkButton href="/recover" kind=Kind::Quiet>{w.t("重新填写", "Begin again")}</LinkButton>
            </p>
        }
    })
}

/// The third page: the new password.
pub fn new_password_page(visit: &Visit, ticket: &PhoneFormToken, state: FormState<NewPasswordForm>) -> Page {
    let (w, sealed, phone) = (visit.words, ticket.sealed(&visit.site), ticket.phone.clone());
    let title = w.t("设一个新密码", "Choose a new password");
    visit.page(About::new(title).narrow(), move || {
        view! {
            <h1>{title}</h1>
            <form class="form sheet" method="post" action="/recover/password">
                <ErrorSummary title=please_look(w) errors=state.errors() />
                <input type="hidden" name="ticket" value=sealed />
                <Username value=phone />
                <Field
                    name="password"
                    label=w.t("新密码", "New password")
                    hint=w.t("至少 8 个字符。不要用手机号、生日和姓名。", "At least 8 characters. Not your phone, birthday or name.")
                    error=state.error("password")
                    kind="password"
                    autocomplete="new-password"
                />
                <Field
                    name="again"
                    label=w.t("再填一遍新密码", "The new password again")
                    error=state.error("again")
                    kind="password"
                    autocomplete="new-password"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("改好密码", "Set the password")}</Button>
                </div>
            </form>
        }
    })
}
