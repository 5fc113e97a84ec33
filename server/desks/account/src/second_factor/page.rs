//! The second factor: turning it on with an app, the recovery codes, turning it off.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use leptos::prelude::*;
use serde::Deserialize;
use web::error::AppError;
use web::form::{FormState, PasswordForm};
use web::page::{About, Page};
use web::parts::{Button, Chip, Crumbs, Field, Kind, LinkButton, Qr, Status, Username};
use web::second_factor::{SignedFormToken, address, draw_secret};
use web::{Site, Viewer, Visit};

use crate::account::parts::{Part, above};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/second-factor", get(second_factor))
}

/// What turns it on: the number that the app shows, and the password, so that an open browser is not enough.
#[derive(Debug, Default, Deserialize)]
pub struct TurnOnForm {
    pub ticket: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub password: String,
}

/// The forms of the page, of which one is shown.
#[derive(Debug, Default)]
pub struct SecondFactorForms {
    pub turn_on: FormState<TurnOnForm>,
    pub turn_off: FormState<PasswordForm>,
}

/// `GET /account/second-factor`: for whoever is signed in, about themselves only.
async fn second_factor(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    let ticket = SignedFormToken::new(&site, &viewer.login, &draw_secret(&site), "");
    second_factor_page(&site, &viewer, &visit, ticket, SecondFactorForms::default()).await
}

/// What stands on the account page.
pub fn section(w: Words, on: bool) -> impl IntoView {
    let chip = if on {
        view! { <Chip status=Status::Verified>{w.t("已开启", "On")}</Chip> }.into_any()
    } else {
        view! { <Chip>{w.t("没有开启", "Off")}</Chip> }.into_any()
    };
    view! {
        <section class="sheet">
            <div class="sheet-head">
                <h2>{w.t("二次验证", "Second factor")}</h2>
                {chip}
            </div>
            <p>
                {w.t(
                    "登录时除了密码，还要手机上的一个数字。别人就算知道密码也进不来。",
                    "Beside the password, signing in needs a number from your phone: a password alone opens nothing.",
                )}
            </p>
            <p>
                <a href="/account/second-factor">{if on { w.t("查看或关闭", "See or turn off") } else { w.t("开启二次验证", "Turn it on") }}</a>
            </p>
        </section>
    }
}

/// The page: how to turn it on, or that it is on; with what was wrong with code or password.
pub async fn second_factor_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    ticket: SignedFormToken,
    forms: SecondFactorForms,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let on = site.db.second_factor(&viewer.account).await?;
    let left = site.db.recovery_codes_left(&viewer.account).await?;
    let owes = viewer.owes_second_factor.then(|| {
        view! {
            <p class="lead">
                {w.t(
                    "您的岗位要求二次验证。用验证器，或者添加通行密钥（指纹、人脸、锁屏密码），以后才能看到工作页面。",
                    "Your post asks for a second factor: an authenticator app, or a passkey (fingerprint, face, screen lock). Your work opens then.",
                )}
            </p>
            <p>
                <a href="/account/passkeys">{w.t("添加通行密钥", "Add a passkey")}</a>
            </p>
        }
    });
    let (sealed, link) = (ticket.sealed(site), address(&ticket.secret, &viewer.login));
    let login = viewer.login.clone();
    Ok(visit.page(About::new(w.t("二次验证", "Second factor")).narrow(), move || {
        let body = match on {
            Some(factor) => {
                let since = format::moment(w, &zone.minute(factor.since));
                turned_on(w, login, since, left, &forms.turn_off).into_any()
            }
            None => turning_on(w, &ticket.secret, &link, sealed, login, &forms.turn_on).into_any(),
        };
        view! {
            <Crumbs
                words=w
                above=above(w, Part::Security)
                here=w.t("二次验证", "Second factor")
            />
            <h1>{w.t("二次验证", "Second factor")}</h1>
            {owes}
            {body}
        }
    }))
}

fn turning_on(
    w: Words,
    secret: &str,
    link: &str,
    ticket: String,
    login: String,
    state: &FormState<TurnOnForm>,
) -> impl IntoView + use<> {
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    let secret = groups.join(" ");
    let picture = view! { <Qr text=link label=w.t("给验证器扫的二维码", "QR code for the authenticator") /> };
    view! {
        <form class="form sheet" method="post" action="/account/second-factor">
            <input type="hidden" name="ticket" value=ticket />
            <h2>{w.t("1. 用验证器扫一扫", "1. Scan with an authenticator")}</h2>
            <p>
                {w.t(
                    "在手机上装一个验证器（任何支持 TOTP 的都行），添加账号，扫下面的图。",
                    "Install an authenticator on your phone (any that knows TOTP), add an account, and scan this.",
                )}
            </p>
            {picture}
            <details>
                <summary class="tap">{w.t("扫不了？手工输入", "Cannot scan? Type it")}</summary>
                <p class="break-anywhere"><code>{secret}</code></p>
            </details>
            <h2>{w.t("2. 填它显示的数字", "2. Type the number it shows")}</h2>
            <Field
                name="code"
                label=w.t("6 位数字", "6 digits")
                error=state.error("code")
                autocomplete="one-time-code"
                inputmode="numeric"
                shape="input-short"
            />
            <Username value=login />
            <Field
                name="password"
                label=w.t("您的密码", "Your password")
                error=state.error("password")
                kind="password"
                autocomplete="current-password"
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("开启", "Turn it on")}</Button>
            </div>
        </form>
    }
}

fn turned_on(
    w: Words,
    login: String,
    since: String,
    left: i64,
    state: &FormState<PasswordForm>,
) -> impl IntoView + use<> {
    let says = match w {
        Words::Zh => format!("{since} 开启，还剩 {left} 个恢复码没有用。"),
        Words::En => format!("On since {since}; {left} recovery codes are left."),
    };
    view! {
        <form class="form sheet" method="post" action="/account/second-factor/remove">
            <p>{says}</p>
            <p class="soft">
                {w.t(
                    "换手机、恢复码快用完了，就先关闭，再重新开启。",
                    "With a new phone, or few codes left, turn it off and on again.",
                )}
            </p>
            <Username value=login />
            <Field
                name="password"
                label=w.t("密码", "Password")
                error=state.error("password")
                kind="password"
                autocomplete="current-password"
            />
            <div class="actions">
                <Button kind=Kind::Danger>{w.t("关闭二次验证", "Turn it off")}</Button>
            </div>
        </form>
    }
}

/// The recovery codes, shown this once.
pub fn codes_page(visit: &Visit, codes: Vec<String>, front: &'static str) -> Page {
    let w = visit.words;
    visit.page(About::new(w.t("恢复码", "Recovery codes")).narrow(), move || {
        let codes = codes.into_iter().map(|code| {
            view! {
                <li>
                    <code>{code}</code>
                </li>
            }
        });
        view! {
            <h1>{w.t("二次验证已开启", "The second factor is on")}</h1>
            <section class="sheet">
                <h2>{w.t("把恢复码抄下来", "Write these codes down")}</h2>
                <p>
                    {w.t(
                        "手机丢了，就用恢复码登录，每个只能用一次。它们只显示这一次，请抄在纸上或打印，收好。",
                        "Without the phone, a recovery code signs you in, each of them once. They are shown this one time: write or print them, and keep them safe.",
                    )}
                </p>
                <ul class="codes">{codes.collect_view()}</ul>
                <div class="actions">
                    <LinkButton href=front kind=Kind::Primary>{w.t("抄好了", "I have them")}</LinkButton>
                </div>
            </section>
        }
    })
}
