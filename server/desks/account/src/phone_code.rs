//! The form that asks for a code sent to a phone, wherever one is asked for.

use app::words::Words;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use serde::Deserialize;
use web::Sender;
use web::error::AppError;
use web::form::FormState;
use web::page::Page;
use web::parts::{Button, Field, Kind};

/// A code that was typed, and the sealed token of the page it was typed into.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub ticket: String,
    pub code: String,
}

/// What the form says and where it leads.
#[derive(Debug)]
pub struct CodeAsked {
    /// Where the code goes.
    pub action: &'static str,
    /// Where the wish for another code goes.
    pub again: &'static str,
    /// Sealed; empty where a cookie carries it.
    pub ticket: String,
    pub says: String,
    pub state: FormState<CodeForm>,
}

/// `says` for a phone whose owner is known to have asked.
pub fn sent_to(w: Words, masked: &str) -> String {
    match w {
        Words::Zh => format!("6 位验证码已发到 {masked}，5 分钟内有效。"),
        Words::En => format!("A code of 6 digits was sent to {masked}. It is valid for 5 minutes."),
    }
}

/// `says` where it must not be told whether the phone is known.
pub fn sent_if_known(w: Words, masked: &str) -> String {
    match w {
        Words::Zh => format!("如果 {masked} 登记过，6 位验证码已经发给它了，5 分钟内有效。"),
        Words::En => {
            format!(
                "If {masked} is registered, a code of 6 digits was sent to it. It is valid for 5 minutes."
            )
        }
    }
}

/// The page that asks for the code once it was sent, or says how long to wait for another.
pub fn after_sending(
    w: Words,
    sent: Result<(), AppError>,
    page: impl FnOnce(FormState<CodeForm>) -> Page,
) -> Result<Response, AppError> {
    match sent {
        Ok(()) => Ok(page(FormState::default()).into_response()),
        Err(error @ AppError::TooMany { .. }) => {
            Ok(page(FormState::default().refused("code", error.say().to(w))).refused_by(&error))
        }
        Err(other) => Err(other),
    }
}

/// The form, and the one for another code.
pub fn code_form(w: Words, sender: &Sender, asked: CodeAsked) -> impl IntoView + use<> {
    let ticket = asked.ticket.clone();
    let outbox = matches!(sender, Sender::Outbox(_)).then(|| {
        view! {
            <p class="soft small">
                {w.t("开发环境不发短信，验证码在", "In development no message is sent; the codes are in")} " "
                <a href="/dev/outbox">{w.t("发件箱", "the outbox")}</a>
            </p>
        }
    });
    view! {
        <form class="form sheet" method="post" action=asked.action>
            <input type="hidden" name="ticket" value=asked.ticket />
            <p>{asked.says}</p>
            <Field
                name="code"
                label=w.t("验证码", "Code")
                hint=w.t("短信里的 6 位数字", "The 6 digits of the message")
                error=asked.state.error("code")
                autocomplete="one-time-code"
                inputmode="numeric"
                shape="input-short"
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("下一步", "Next")}</Button>
            </div>
        </form>
        <form class="sheet stack-s" method="post" action=asked.again>
            <input type="hidden" name="ticket" value=ticket />
            <p class="soft">
                {w.t("没收到？等 1 分钟可以重新发送，以最新的一条为准。", "Nothing arrived? After a minute another can be sent; the newest one counts.")}
            </p>
            <Button>{w.t("重新发送", "Send another")}</Button>
            {outbox}
        </form>
    }
}
