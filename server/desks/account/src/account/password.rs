//! A new password, for whoever knows the old one.

use app::words::Words;
use domain::password::Owner;
use leptos::prelude::*;
use serde::Deserialize;
use web::form::FormState;
use web::parts::{Button, ErrorSummary, Field, Kind, Username};

/// The old password and the new one. They are never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PasswordChangeForm {
    pub old: String,
    pub password: String,
    pub again: String,
}

pub fn section(
    w: Words,
    login: String,
    official: bool,
    state: &FormState<PasswordChangeForm>,
) -> impl IntoView + use<> {
    let least = Owner { official, ..Owner::default() }.chars_min();
    let hint = match w {
        Words::Zh => format!("至少 {least} 个字符。改好以后，其他设备都会退出。"),
        Words::En => format!("At least {least} characters. Other devices are then signed out."),
    };
    view! {
        <form class="form sheet" method="post" action="/account/password" id="change">
            <h2>{w.t("修改密码", "Change the password")}</h2>
            <ErrorSummary title=w.t("密码没有改，请看这里", "Not changed, please look here") errors=state.errors() />
            <Username value=login />
            <Field
                name="old"
                label=w.t("现在的密码", "Present password")
                error=state.error("old")
                kind="password"
                autocomplete="current-password"
            />
            <Field
                name="password"
                label=w.t("新密码", "New password")
                hint=hint
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
                <Button kind=Kind::Primary>{w.t("修改密码", "Change the password")}</Button>
            </div>
        </form>
    }
}
