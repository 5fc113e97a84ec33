//! An official who lost phone and recovery codes: the system administrator takes the second factor away, with a reason.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use leptos::prelude::*;
use serde::Deserialize;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, ErrorSummary, Field, Kind, NavItem, TextArea, Username};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/second-factors", get(second_factors))
}

/// Whose second factor goes, and why. The password is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    pub account: String,
    pub reason: String,
    pub password: String,
}

/// `GET /second-factors`: for the system administrator.
async fn second_factors(State(_site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::ResetSecondFactor)?;
    Ok(second_factors_page(&viewer, &visit, FormState::default()))
}

/// The form, with what was typed and what was wrong with it.
pub fn second_factors_page(viewer: &Viewer, visit: &Visit, state: FormState<ResetForm>) -> Page {
    let w = visit.words;
    let login = viewer.login.clone();
    let about = About::new(w.t("重置二次验证", "Reset a second factor")).at(NavItem::SecondFactors).narrow();
    visit.page(about, move || {
        view! {
            <h1>{w.t("重置工作人员的二次验证", "Reset an official's second factor")}</h1>
            <p class="lead">
                {w.t(
                    "手机丢了、恢复码也没有了，才用这里。重置以后，验证器和通行密钥都作废，所有设备退出，下次登录要重新设置。",
                    "For those who lost phone and recovery codes. Their app and passkeys are then void, every device is signed out, and they set it up anew at the next sign-in.",
                )}
            </p>
            <form class="form sheet" method="post" action="/second-factors">
                <ErrorSummary title=w.t("没有重置，请看这里", "Not reset, please look here") errors=state.errors() />
                <Field
                    name="account"
                    label=w.t("工作人员的账号", "The official's account")
                    error=state.error("account")
                    value=state.form.account.clone()
                    autocomplete="off"
                />
                <TextArea
                    name="reason"
                    label=w.t("原因", "Reason")
                    hint=w.t(
                        "写明怎么核对了本人，比如“当面看了工作证”。会写进操作记录。",
                        "Say how you made sure of the person, as “saw the staff card”. It stands in the audit log.",
                    )
                    error=state.error("reason")
                    value=state.form.reason.clone()
                />
                <Username value=login />
                <Field
                    name="password"
                    label=w.t("您自己的登录密码", "Your own password")
                    error=state.error("password")
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <Button kind=Kind::Danger>{w.t("重置", "Reset")}</Button>
                </div>
            </form>
        }
    })
}
