//! The sign-in page.

mod phone;

use axum::Router;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::error::Sentence;
use crate::page::{About, Page};
use crate::parts::{Button, Field, Kind, LinkButton};
use crate::request::flash::{own_path, see_other};
use crate::request::{Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", get(sign_in))
        .route("/sign-in/code", get(async || see_other("/sign-in")))
        .merge(phone::routes())
}

pub use phone::{document_page, phone_code_page, phone_page};

/// What the form holds; the password is never sent back.
#[derive(Debug, Default)]
pub struct Typed {
    pub account: String,
    pub next: String,
    pub error: Option<Sentence>,
}

#[derive(Deserialize)]
struct Wish {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`: open to everybody. Who is signed in already goes on.
async fn sign_in(visit: Visit, Query(wish): Query<Wish>) -> Response {
    if let Some(viewer) = &visit.viewer {
        return see_other(if wish.next.is_empty() { viewer.front_page() } else { own_path(&wish.next) });
    }
    sign_in_page(&visit, Typed { next: wish.next, ..Typed::default() }).into_response()
}

/// The second page, for whoever has a second factor. It is only ever the answer to a right password.
pub fn code_page(visit: &Visit, ticket: String, error: Option<Sentence>) -> Page {
    let w = visit.words;
    visit.page(About::new(w.t("二次验证", "Second factor")).narrow(), move || {
        view! {
            <h1>{w.t("二次验证", "Second factor")}</h1>
            <form class="form sheet" method="post" action="/sign-in/code">
                <input type="hidden" name="ticket" value=ticket />
                <Field
                    name="code"
                    label=w.t("验证码", "Code")
                    hint=w.t(
                        "打开手机上的验证器，填 6 位数字。手机不在身边，就填一个恢复码。",
                        "Open the authenticator on your phone and type its 6 digits. Without the phone, type a recovery code.",
                    )
                    error=error.map(|say| say.to(w).to_owned())
                    autocomplete="one-time-code"
                    shape="input-short"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("登录", "Sign in")}</Button>
                    <LinkButton href="/sign-in" kind=Kind::Quiet>{w.t("换个账号", "Another account")}</LinkButton>
                </div>
            </form>
        }
    })
}

/// The form, with what was typed and what was wrong with it.
pub fn sign_in_page(visit: &Visit, typed: Typed) -> Page {
    let (w, codes) = (visit.words, visit.site.sender.is_on());
    visit.page(About::new(w.t("登录", "Sign in")).narrow(), move || {
        let wrong = typed.error.is_some();
        let with_next = |address: &str| match typed.next.as_str() {
            "" => address.to_owned(),
            next => format!("{address}?next={}", utf8_percent_encode(own_path(next), NON_ALPHANUMERIC)),
        };
        let (register, by_phone) = (with_next("/register"), with_next("/sign-in/phone"));
        let forgotten = if codes {
            view! {
                <p>
                    <a href=by_phone>{w.t("用短信验证码登录", "Sign in with a code instead")}</a> " · "
                    <a href="/recover">{w.t("忘记密码", "Forgot the password")}</a>
                </p>
            }
            .into_any()
        } else {
            view! {
                <p class="soft">
                    {w.t(
                        "忘了密码，请带身份证到培训机构或拨打 12333。",
                        "Forgot your password? Bring your identity card to the school, or call 12333.",
                    )}
                </p>
            }
            .into_any()
        };
        let error = typed.error.map(|say| {
            view! {
                <p class="field-error" id="account-error" role="alert">
                    {say.to(w).to_owned()}
                </p>
            }
        });
        view! {
                <h1>{w.t("登录", "Sign in")}</h1>
                <form class="form sheet" method="post" action="/sign-in">
                    <input type="hidden" name="next" value=typed.next />
                    <div class=if wrong { "field has-error" } else { "field" }>
                        <label for="account">{w.t("手机号或账号", "Phone or account")}</label>
                        {error}
                        <input
                            class="input"
                            id="account"
                            name="account"
                            value=typed.account
                            autocomplete="username"
                            autocapitalize="none"
                            spellcheck="false"
                            required
                            aria-invalid=wrong.then_some("true")
                            aria-describedby=wrong.then_some("account-error")
                        />
                    </div>
                    <div class="field">
                        <label for="password">{w.t("密码", "Password")}</label>
                        <input
                            class="input"
                            id="password"
                            name="password"
                            type="password"
                            autocomplete="current-password"
                            required
                        />
                    </div>
                    <div class="actions">
                        <button class="button button-primary">{w.t("登录", "Sign in")}</button>
                    </div>
                </form>
                <p>
                    {w.t("第一次来？", "New here?")} " "
                    <a href=register>{w.t("用手机号登记", "Register with your phone")}</a>
                </p>
                {forgotten}
        }
    })
}
