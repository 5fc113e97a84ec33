//! Where I am signed in, and on what I study.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use domain::access::Action;
use domain::time::Zone;
use leptos::prelude::*;
use store::account::OpenLogin;
use store::device_key::DeviceKey;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Button, Chip, Kind, NavItem, Status};
use web::viewer::token_digest;
use web::{Site, Viewer, Visit};

use super::parts::{Part, head};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/devices", get(devices))
}

/// `GET /account/devices`: for whoever is signed in, about themselves only.
async fn devices(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Page, AppError> {
    let (w, zone, studies) = (visit.words, site.zone(), viewer.may(Action::Study));
    let logins = site.db.open_logins(&viewer.account, site.now()).await?;
    let keys = site.db.device_keys(&viewer.account).await?;
    // The sign-in that reads this page.
    let here = token_digest(&site, &headers);
    let about = About::new(Part::Devices.name(w)).narrow().at(NavItem::Account);
    Ok(visit.page(about, move || {
        view! {
            {head(w, Part::Devices, studies)}
            {section(w, zone, &logins, here)}
            {(!keys.is_empty()).then(|| signing(w, zone, &keys))}
        }
    }))
}

fn section(w: Words, zone: Zone, logins: &[OpenLogin], here: Option<[u8; 32]>) -> impl IntoView + use<> {
    let lines = logins.iter().map(|login| line(w, zone, login, here == Some(login.token_digest)));
    let lines = lines.collect_view();
    let others = (logins.len() > 1).then(|| {
        view! {
            <form method="post" action="/account/devices/end-others">
                <Button kind=Kind::Danger>
                    {w.t("退出其他所有设备", "Sign out everywhere else")}
                </Button>
            </form>
        }
    });
    view! {
        <section class="sheet" id="devices">
            <h2>{w.t("登录着的设备", "Where I am signed in")}</h2>
            <p class="soft">
                {w.t(
                    "有不认识的，就退出它，再改密码。两小时不用、满十二小时，都会自动退出。",
                    "If you do not know one, sign it out and change your password. Two idle hours or twelve hours in all end a sign-in.",
                )}
            </p>
            <ul class="devices">{lines}</ul>
            {others}
        </section>
    }
}

/// The devices whose signature stands under what was studied on them.
fn signing(w: Words, zone: Zone, keys: &[DeviceKey]) -> impl IntoView + use<> {
    let lines = keys.iter().map(|key| signing_line(w, zone, key)).collect_view();
    view! {
        <section class="sheet" id="signing">
            <h2>{w.t("学习用的设备", "Devices I study on")}</h2>
            <p class="soft">
                {w.t(
                    "答抽查题时，手机会替您签名，证明这些学时是在您自己的设备上学的。丢了的、不是您的，请移除；移除不影响已经认定的学时。",
                    "With each check your device signs that the hours were studied on it. Remove what is lost or not yours; hours already verified stay.",
                )}
            </p>
            <ul class="devices">{lines}</ul>
        </section>
    }
}

fn signing_line(w: Words, zone: Zone, key: &DeviceKey) -> impl IntoView + use<> {
    let since = format::moment(w, &zone.minute(key.created_at));
    let since = match w {
        Words::Zh => format!("{since} 开始使用"),
        Words::En => format!("Since {since}"),
    };
    let name = w.device(&key.device);
    let which = name.clone();
    let path = format!("/account/signing/{}/remove", key.id);
    view! {
        <li class="split">
            <div>
                <b>{name}</b>
                <p class="soft small">{since}</p>
            </div>
            <form method="post" action=path>
                <Button>
                    {w.t("移除", "Remove")} <span class="visually-hidden">" " {which}</span>
                </Button>
            </form>
        </li>
    }
}

fn line(w: Words, zone: Zone, login: &OpenLogin, here: bool) -> impl IntoView + use<> {
    let opened = format::moment(w, &zone.minute(login.created_at));
    let seen = format::moment(w, &zone.minute(login.seen_at));
    let times = match w {
        Words::Zh => format!("{opened} 登录，{seen} 用过"),
        Words::En => format!("Opened {opened}, last used {seen}"),
    };
    let name = w.device(&login.device);
    let which = name.clone();
    let end = if here {
        view! { <Chip status=Status::Live>{w.t("这台设备", "This device")}</Chip> }.into_any()
    } else {
        let path = format!("/account/devices/{}/end", login.name());
        view! {
            <form method="post" action=path>
                <Button>
                    {w.t("退出", "Sign out")} <span class="visually-hidden">" " {which}</span>
                </Button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="split">
            <div>
                <b>{name}</b>
                <p class="soft small">{times}</p>
            </div>
            {end}
        </li>
    }
}
