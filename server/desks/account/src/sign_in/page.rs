//! The sign-in page.

use app::words::Words;
use axum::Router;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use web::flash::{own_path, see_other};
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, ErrorSummary, Field, Kind, LinkButton};
use web::{Site, Visit};

use crate::passkey::form::{PasskeyForm, Question};
use crate::phone_code::CodeForm;

pub fn routes() -> Router<Site> {
    Router::new().route("/sign-in", get(sign_in)).route("/sign-in/code", get(async || see_other("/sign-in")))
}

/// Account and password; the latter is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub account: String,
    pub password: String,
    /// Where the reader wanted to go.
    pub next: String,
}

#[derive(Deserialize)]
struct QueryParams {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`: open to everybody. Who is signed in already goes on.
async fn sign_in(visit: Visit, Query(query): Query<QueryParams>) -> Response {
    if let Some(viewer) = &visit.viewer {
        return see_other(if query.next.is_empty() { viewer.front_page() } else { own_path(&query.next) });
    }
    let form = SignInForm { next: query.next, ..SignInForm::default() };
    sign_in_page(&visit, form.into()).into_response()
}

/// The second page, for whoever has a second factor. It is only ever the answer to a right password.
pub fn code_page(visit: &Visit, state: FormState<CodeForm>) -> Page {
    let w = visit.words;
    visit.page(About::new(w.t("二次验证", "Second factor")).narrow(), move || {
        view! {
            <h1>{w.t("二次验证", "Second factor")}</h1>
            <form class="form sheet" method="post" action="/sign-in/code">
                <input type="hidden" name="ticket" value=state.form.ticket.clone() />
                <Field
                    name="code"
                    label=w.t("验证码", "Code")
                    hint=w.t(
                        "打开手机上的验证器，填 6 位数字。手机不在身边，就填一个恢复码。",
                        "Open the authenticator on your phone and type its 6 digits. Without the phone, type a recovery code.",
                    )
                    error=state.error("code")
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

/// For officials whose second factor is a passkey: a password alone does not do. Answer to a right password.
pub fn passkey_page(visit: &Visit, next: String) -> Page {
    let w = visit.words;
    let about = About::new(w.t("用通行密钥登录", "Sign in with a passkey")).narrow();
    visit.page(about.with_passkeys(visit.site.passkey_domain()), move || {
        view! {
            <h1>{w.t("请用通行密钥登录", "Please sign in with your passkey")}</h1>
            <p class="lead">
                {w.t(
                    "您的岗位要求二次验证，只有密码不够。请在添加过通行密钥的设备上确认。",
                    "Your post asks for a second factor; a password alone does not do. Confirm on a device that has your passkey.",
                )}
            </p>
            {by_passkey(w, next, true)}
            <p class="soft">
                {w.t("设备丢了，请找系统管理员重置二次验证。", "Lost the device? The system administrator can reset your second factor.")}
            </p>
            <p>
                <a href="/sign-in">{w.t("换个账号", "Another account")}</a>
            </p>
        }
    })
}

fn by_passkey(w: Words, next: String, primary: bool) -> impl IntoView {
    view! {
        <PasskeyForm
            words=w
            action="/sign-in/passkey"
            question=Question::At("/sign-in/passkey/challenge")
            next=next
            primary=primary
        >
            {w.t("用指纹、人脸或锁屏密码进入", "Use fingerprint, face or screen lock")}
        </PasskeyForm>
    }
}

fn by_provider(w: Words, label: &str, next: &str) -> impl IntoView + use<> {
    let says = match w {
        Words::Zh => format!("用{label}登录"),
        Words::En => format!("Sign in with {label}"),
    };
    let href = format!("/sign-in/oidc?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC));
    view! {
        <p class="actions">
            <LinkButton href=href>{says}</LinkButton>
        </p>
    }
}

/// The form, with what was typed and what was wrong with it.
pub fn sign_in_page(visit: &Visit, state: FormState<SignInForm>) -> Page {
    page_of(visit, state, false)
}

/// The same for whoever has just registered, or tried to with what was registered before: the page does not know which.
pub fn registered_page(visit: &Visit, state: FormState<SignInForm>) -> Page {
    page_of(visit, state, true)
}

/// For whoever cannot get in although they have just registered: they had before.
fn had_before(w: Words, codes: bool) -> &'static str {
    if codes {
        w.t(
            "登记了却登录不上？说明这个手机号或证件以前登记过，以前的账号和学时都还在：请用以前的手机号和密码登录，用短信验证码登录，或者找回密码。证件换了号码的，登录后在“我的账号”里换成新号码。培训机构替您登记的，或者换了手机号，请带身份证到培训机构，或拨打 12333。",
            "Registered, and it does not let you in? Then this phone or document was registered before; that account and its hours are still there. Sign in with the phone and password of that time, with a code, or get a new password. If your document has a new number, exchange it under “My account” then. If a school registered you, or your number has changed, bring your card to the school or call 12333.",
        )
    } else {
        w.t(
            "登记了却登录不上？说明这个手机号或证件以前登记过，以前的账号和学时都还在：请用以前的手机号和密码登录；证件换了号码的，登录后在“我的账号”里换成新号码。忘了密码、培训机构替您登记的，或者换了手机号，请带身份证到培训机构，或拨打 12333。",
            "Registered, and it does not let you in? Then this phone or document was registered before; that account and its hours are still there. Sign in with the phone and password of that time; if your document has a new number, exchange it under “My account” then. If you forgot it, a school registered you, or your number has changed, bring your card to the school or call 12333.",
        )
    }
}

fn page_of(visit: &Visit, state: FormState<SignInForm>, registered: bool) -> Page {
    let (w, codes) = (visit.words, visit.site.sender.is_on());
    let provider = visit.site.oidc.clone();
    let about = About::new(w.t("登录", "Sign in")).narrow().with_passkeys(visit.site.passkey_domain());
    visit.page(about, move || {
        let (typed, error) = (&state.form, state.error("account"));
        let by_passkey = by_passkey(w, typed.next.clone(), false);
        let by_provider = provider.map(|provider| by_provider(w, &provider.label, &typed.next));
        let wrong = error.is_some();
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
        let errors = state.errors();
        // What was typed before the reader changed the language.
        let account = web::sent_form::typed("account").unwrap_or_else(|| typed.account.clone());
        let error = error.map(|sentence| {
            view! {
                <p class="field-error" id="account-error">
                    {sentence}
                </p>
            }
        });
        let title = if registered {
            w.t("登记信息收到了", "Your registration was received")
        } else {
            w.t("登录", "Sign in")
        };
        let lead = registered.then(|| {
            view! {
                <p class="lead">
                    {w.t("请用手机号和刚才设的密码登录。", "Sign in with your phone number and the password you just chose.")}
                </p>
            }
        });
        let hint = (registered || wrong).then(|| view! { <p class="soft">{had_before(w, codes)}</p> });
        let new_here = (!registered).then(|| {
            view! {
                <p>
                    {w.t("第一次来？", "New here?")} " "
                    <a href=register>{w.t("用手机号登记", "Register with your phone")}</a>
                </p>
            }
        });
        view! {
                <h1>{title}</h1>
                {lead}
                <ErrorSummary title=w.t("没有登录，请看这里", "Not signed in, please look here") errors=errors />
                <form class="form sheet" method="post" action="/sign-in">
                    <input type="hidden" name="next" value=typed.next.clone() />
                    <div class=if wrong { "field has-error" } else { "field" }>
                        <label for="account">{w.t("手机号或账号", "Phone or account")}</label>
                        {error}
                        <input
                            class="input"
                            id="account"
                            name="account"
                            value=account
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
                {hint}
                {by_passkey}
                {by_provider}
                {new_here}
                {forgotten}
        }
    })
}
