//! A new password, for whoever knows the old one.

use app::words::Words;
use domain::password::Owner;
use leptos::prelude::*;
use web::parts::{Button, ErrorSummary, Field, Kind, Username};

use super::page::Errors;

pub fn section(w: Words, login: String, official: bool, errors: Errors) -> impl IntoView + use<> {
    let error =
        |field: &str| errors.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone());
    let (old, password, again) = (error("old"), error("password"), error("again"));
    let least = Owner { official, ..Owner::default() }.chars_min();
    let hint = match w {
        Words::Zh => format!("至少 {least} 个字符。改好以后，其他设备都会退出。"),
        Words::En => format!("At least {least} characters. Other devices are then signed out."),
    };
    view! {
        <form class="form sheet" method="post" action="/account/password" id="change">
            <h2>{w.t("修改密码", "Change the password")}</h2>
            <ErrorSummary title=w.t("密码没有改，请看这里", "Not changed, please look here") errors=errors />
            <Username value=login />
            <Field
                name="old"
                label=w.t("现在的密码", "Present password")
                error=old
                kind="password"
                autocomplete="current-password"
            />
            <Field
                name="password"
                label=w.t("新密码", "New password")
                hint=hint
                error=password
                kind="password"
                autocomplete="new-password"
            />
            <Field
                name="again"
                label=w.t("再填一遍新密码", "The new password again")
                error=again
                kind="password"
                autocomplete="new-password"
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("修改密码", "Change the password")}</Button>
            </div>
        </form>
    }
}
