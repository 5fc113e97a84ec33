//! Passkeys: which devices there are, adding one, removing one.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::passkey::Passkey;
use web::error::AppError;
use web::form::{FormState, PasswordForm};
use web::page::{About, Page};
use web::parts::{Button, Chip, Crumbs, Field, Kind, LinkButton, Status, Username};
use web::passkey::PasskeyChallenge;
use web::{Device, Flash, Site, Viewer, Visit};

use crate::account::parts::{self, Part};

use super::form::{PasskeyForm, Question};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/passkeys", get(passkeys))
        .route("/account/passkeys/{id}/remove", get(removing))
}

/// What a new passkey is called, and the password, which is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PasskeyAddForm {
    pub name: String,
    pub password: String,
}

/// `GET /account/passkeys`: for whoever is signed in, about themselves only.
async fn passkeys(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    device: Device,
) -> Result<Page, AppError> {
    let form = PasskeyAddForm { name: visit.words.device(&device.0), ..PasskeyAddForm::default() };
    passkeys_page(&site, &viewer, &visit, form.into()).await
}

/// What stands on the account page.
pub fn section(w: Words, count: usize) -> impl IntoView {
    let chip = if count > 0 {
        let says = match w {
            Words::Zh => format!("{count} 个"),
            Words::En => count.to_string(),
        };
        view! { <Chip status=Status::Verified>{says}</Chip> }.into_any()
    } else {
        view! { <Chip>{w.t("没有", "None")}</Chip> }.into_any()
    };
    view! {
        <section class="sheet">
            <div class="sheet-head">
                <h2>{w.t("指纹登录（通行密钥）", "Passkeys")}</h2>
                {chip}
            </div>
            <p>{what_it_is(w)}</p>
            <p>
                <a href="/account/passkeys">{w.t("添加或查看", "Add or see them")}</a>
            </p>
        </section>
    }
}

fn what_it_is(w: Words) -> &'static str {
    w.t(
        "用手机的指纹、人脸或锁屏密码登录和确认是本人，不用输密码。指纹和人脸只留在您的手机里，不会传给我们。",
        "Sign in and confirm it is you by the fingerprint, face or screen lock of your device, without a password. What is biometric stays on the device.",
    )
}

/// The page: the list, and the form that begins to add one.
pub async fn passkeys_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<PasskeyAddForm>,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let known = site.db.passkeys(&viewer.account).await?;
    let domain = site.passkey_domain();
    let login = viewer.login.clone();
    let about = About::new(w.t("通行密钥", "Passkeys")).narrow().with_passkeys(domain);
    Ok(visit.page(about, move || {
        let list = if known.is_empty() {
            view! { <p class="soft">{w.t("还没有添加。", "There are none yet.")}</p> }.into_any()
        } else {
            let lines = known.into_iter().map(|passkey| line(w, zone, passkey));
            view! { <ul class="devices">{lines.collect_view()}</ul> }.into_any()
        };
        view! {
            <Crumbs words=w above=above(w, false) here=w.t("通行密钥", "Passkeys") />
            <h1>{w.t("指纹登录（通行密钥）", "Passkeys")}</h1>
            <p class="lead">{what_it_is(w)}</p>
            <section class="sheet">
                <h2>{w.t("已经添加的设备", "Devices")}</h2>
                {list}
            </section>
            <p class="soft" data-passkey="none">
                {w.t(
                    "这个浏览器不能添加通行密钥。请换手机自带的浏览器，并先设好锁屏密码。",
                    "This browser cannot add passkeys. Please use another one, and set up a screen lock first.",
                )}
            </p>
            <form class="form sheet" method="post" action="/account/passkeys" data-passkey="begin" hidden>
                <h2>{w.t("添加这台设备", "Add this device")}</h2>
                <Username value=login />
                <Field
                    name="name"
                    label=w.t("给它起个名字", "Give it a name")
                    error=state.error("name")
                    value=state.form.name.clone()
                    autocomplete="off"
                />
                <Field
                    name="password"
                    label=w.t("登录密码", "Password")
                    hint=w.t("添加以后，其他设备都会退出登录。", "Other devices are signed out then.")
                    error=state.error("password")
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("下一步", "Next")}</Button>
                </div>
            </form>
        }
    }))
}

fn above(w: Words, deeper: bool) -> Vec<(String, String)> {
    let mut above = parts::above(w, Part::Security);
    if deeper {
        above.push(("/account/passkeys".to_owned(), w.t("通行密钥", "Passkeys").to_owned()));
    }
    above
}

fn line(w: Words, zone: Zone, passkey: Passkey) -> impl IntoView {
    let added = format::moment(w, &zone.minute(passkey.created_at));
    let used = passkey.used_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
    let times = match (w, used) {
        (Words::Zh, Some(used)) => format!("{added} 添加，{used} 用过"),
        (Words::Zh, None) => format!("{added} 添加，还没有用过"),
        (Words::En, Some(used)) => format!("Added {added}, last used {used}"),
        (Words::En, None) => format!("Added {added}, not used yet"),
    };
    let which = passkey.name.clone();
    view! {
        <li class="split">
            <div>
                <b class="break-anywhere">{passkey.name}</b>
                <p class="soft small">{times}</p>
            </div>
            <LinkButton href=format!("/account/passkeys/{}/remove", passkey.id)>
                {w.t("删除", "Remove")} <span class="visually-hidden">" " {which}</span>
            </LinkButton>
        </li>
    }
}

/// The second step: the device is asked.
pub fn asking_page(site: &Site, visit: &Visit, asked: PasskeyChallenge, name: String) -> Page {
    let w = visit.words;
    let about =
        About::new(w.t("添加通行密钥", "Add a passkey")).narrow().with_passkeys(site.passkey_domain());
    visit.page(about, move || {
        view! {
            <Crumbs words=w above=above(w, true) here=w.t("添加", "Add") />
            <h1>{w.t("用指纹、人脸或锁屏密码确认", "Confirm with fingerprint, face or screen lock")}</h1>
            <p class="lead break-anywhere">{name}</p>
            <p>
                {w.t(
                    "按下面的按钮，手机会请您按指纹、看镜头或输锁屏密码。",
                    "Press the button; your device asks for your fingerprint, face or screen lock.",
                )}
            </p>
            <PasskeyForm words=w action="/account/passkeys/add" question=Question::Here(asked) primary=true>
                {w.t("现在确认", "Confirm now")}
            </PasskeyForm>
        }
    })
}

/// `GET /account/passkeys/{id}/remove`: for whoever is signed in, one of their own.
async fn removing(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    Ok(match removing_page(&site, &viewer, &visit, &id, FormState::default()).await? {
        Some(page) => page.into_response(),
        None => gone(visit.words),
    })
}

/// It was removed meanwhile, or is somebody else's: the same to whoever asks.
pub fn gone(w: Words) -> Response {
    Flash::notice(w.t("这个通行密钥已经删除了。", "It is removed already.")).then("/account/passkeys")
}

/// The page that asks for the password before a passkey is removed. `None` if the viewer has no such passkey.
pub async fn removing_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    id: &str,
    state: FormState<PasswordForm>,
) -> Result<Option<Page>, AppError> {
    let w = visit.words;
    let known = site.db.passkeys(&viewer.account).await?.into_iter().find(|passkey| passkey.id == id);
    let Some(passkey) = known else { return Ok(None) };
    let login = viewer.login.clone();
    Ok(Some(visit.page(About::new(w.t("删除通行密钥", "Remove a passkey")).narrow(), move || {
        view! {
            <Crumbs words=w above=above(w, true) here=w.t("删除", "Remove") />
            <h1>{w.t("删除通行密钥", "Remove a passkey")}</h1>
            <form class="form sheet" method="post" action=format!("/account/passkeys/{}/remove", passkey.id)>
                <p>
                    <b class="break-anywhere">{passkey.name}</b>
                </p>
                <p class="soft">
                    {w.t(
                        "删除以后，这台设备不能再用指纹登录。手机里存的也请在手机设置里删掉。",
                        "This device can then no longer sign you in. Remove it in the settings of the device too.",
                    )}
                </p>
                <Username value=login />
                <Field
                    name="password"
                    label=w.t("登录密码", "Password")
                    error=state.error("password")
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <Button kind=Kind::Danger>{w.t("删除", "Remove")}</Button>
                    <LinkButton href="/account/passkeys" kind=Kind::Quiet>{w.t("不删了", "Keep it")}</LinkButton>
                </div>
            </form>
        }
    })))
}
