//! What changed lately in the ways into the account: whoever did not do it themselves sees it here.

use app::format;
use app::words::Words;
use domain::time::{DAY_MS, Zone};
use leptos::prelude::*;
use store::account::AccessChange;

/// How far back the list goes, and what somebody is told of when they sign in.
pub const SHOWN_MS: i64 = 90 * DAY_MS;
/// How many are listed.
pub(super) const SHOWN_MAX: i64 = 5;

pub fn section(w: Words, zone: Zone, changes: Vec<AccessChange>) -> impl IntoView + use<> {
    let list = if changes.is_empty() {
        view! {
            <p>{w.t("最近 90 天，密码、其他登录方式和收款账户都没有改过。", "Password, other ways in and the account for payment were not changed within 90 days.")}</p>
        }
        .into_any()
    } else {
        let lines = changes.iter().map(|change| {
            view! { <li>{said(w, zone, change)}</li> }
        });
        view! { <ul>{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="sheet" id="changes">
            <h2>{w.t("登录方式的改动，收款账户的改动", "Changes to the ways in and to the account for payment")}</h2>
            {list}
            <p class="soft">
                {w.t(
                    "不是您自己改的，马上改密码，退出其他设备，再拨打 12333。",
                    "If one was not you: change your password, sign out everywhere else, and call 12333.",
                )}
            </p>
        </section>
    }
}

fn said(w: Words, zone: Zone, change: &AccessChange) -> String {
    let (when, action) = (format::moment(w, &zone.minute(change.at_ms)), w.audit_kind(change.kind));
    match (w, change.by_another) {
        (Words::Zh, false) => format!("{when} {action}"),
        (Words::Zh, true) => format!("{when} {action}（管理员办理）"),
        (Words::En, false) => format!("{when}: {action}"),
        (Words::En, true) => format!("{when}: {action} (by an administrator)"),
    }
}

/// The line for somebody who signs in after such changes.
pub fn notice(w: Words, zone: Zone, changes: &[AccessChange]) -> Option<String> {
    let lines: Vec<String> = changes.iter().map(|change| said(w, zone, change)).collect();
    (!lines.is_empty()).then(|| match w {
        Words::Zh => format!(
            "上次登录以后：{}。不是您自己改的，请马上点右上角的名字，改密码、退出其他设备。",
            lines.join("；")
        ),
        Words::En => format!(
            "Since you signed in last: {}. If that was not you, press your name at the top right, change your password and sign out everywhere else.",
            lines.join("; ")
        ),
    })
}
