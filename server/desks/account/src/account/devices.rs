//! Where I am signed in.

use app::format;
use app::words::Words;
use domain::time::Zone;
use leptos::prelude::*;
use store::account::OpenLogin;
use web::parts::{Button, Chip, Kind, Status};

use super::page::PageData;

pub fn section(w: Words, zone: Zone, data: &PageData) -> impl IntoView + use<> {
    let lines =
        data.logins.iter().map(|login| line(w, zone, login, data.here.as_ref() == Some(&login.token_digest)));
    let lines = lines.collect_view();
    let others = (data.logins.len() > 1).then(|| {
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

fn line(w: Words, zone: Zone, login: &OpenLogin, here: bool) -> impl IntoView + use<> {
    let opened = format::moment(w, &zone.minute(login.created_at));
    let seen = format::moment(w, &zone.minute(login.seen_at));
    let times = match w {
        Words::Zh => format!("{opened} 登录,{seen} 用过"),
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
