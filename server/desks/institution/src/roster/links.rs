//! The links of those who have not accepted: a sheet to print, a strip a learner.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::AuditAction;
use domain::id::ClassInvitationId;
use leptos::prelude::*;
use serde::Deserialize;
use store::class_invitation::Stands;
use store::digest::Purpose;
use store::roster::WatchedClass;
use web::address::Address;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Empty, LinkButton, Pager, Qr};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use super::class_of;
use super::invited::{Listed, listed};
use super::page::{AT, crumbs};

/// Strips on a page: ten sheets of paper.
const STRIPS_A_PAGE: i64 = 60;
/// Bytes of a code: nobody guesses one.
const CODE_BYTES: usize = 16;

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/roster/links", get(links))
}

/// The page of the sheets.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
}

/// The code in an invitation's link. It is kept nowhere: the site's key makes it of the invitation's id, and the database knows
/// it by a digest only.
pub fn code_of(site: &Site, id: &ClassInvitationId) -> String {
    let digest = site.keys.digest(Purpose::ClassCode, id.as_str());
    URL_SAFE_NO_PAD.encode(&digest[..CODE_BYTES])
}

/// `GET /classes/{id}/roster/links`: for whoever may invite to the class. The log tells that they were shown.
async fn links(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Path(class): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    let open = site.db.invitation_counts(&class.id).await?.open;
    let pages = ((open + STRIPS_A_PAGE - 1) / STRIPS_A_PAGE).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let shown = listed(&site, &class.id, Stands::Open, STRIPS_A_PAGE, (page - 1) * STRIPS_A_PAGE).await?;
    if !shown.is_empty() {
        let action = AuditAction::RosterPrint {
            class: class.id.clone(),
            class_code: class.code.clone(),
            links: shown.len() as u64,
        };
        site.db.write_audit(&site.event(&viewer, &from, action, "")).await?;
    }
    let origin = site.origin_of(&headers);
    let strips: Vec<(Listed, String)> = shown
        .into_iter()
        .map(|one| {
            let link = format!("{origin}/join/{}", code_of(&site, &one.invitation.id));
            (one, link)
        })
        .collect();
    let w = visit.words;
    let title = w.t("邀请条", "Invitations to print");
    Ok(visit.page(About::new(title).at(AT).printable(), move || {
        let here = format!("/classes/{}/roster", class.id);
        let back = here.clone();
        let body = if strips.is_empty() {
            view! {
                <Empty title=w.t("没有等着接受的人", "Nobody waits")>
                    <LinkButton href=back>{w.t("回到花名册", "Back to the roster")}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            let strips = strips.into_iter().map(|(one, link)| strip(w, &class, one, link)).collect_view();
            view! { <ul class="strips">{strips}</ul> }.into_any()
        };
        view! {
            {crumbs(w, &class, Some(title))}
            <div class="page-head only-on-screen">
                <div>
                    <h1>{title}</h1>
                    <p>
                        {w.t(
                            "每人一条，剪开发给本人；也可以把链接发给本人。链接只对名单上的证件号有效，别人拿到也用不了。",
                            "A strip for each: cut them apart, or send each their link. A link works only for the document on the roster.",
                        )}
                    </p>
                </div>
                <button class="button button-primary" type="button" data-print hidden>
                    {w.t("打印", "Print")}
                </button>
            </div>
            {body}
            <Pager words=w page=page pages=pages list=format!("{here}/links") />
        }
    }))
}

fn strip(w: Words, class: &WatchedClass, one: Listed, link: String) -> impl IntoView + use<> {
    let course = w.either(&class.course_title, &class.course_title_en);
    let name = class_name(&class.course_title, &class.title);
    let school = w.either(&class.organisation, &class.organisation_en);
    let label = match w {
        Words::Zh => format!("{}的邀请二维码", one.name),
        Words::En => format!("QR code for {}", one.name),
    };
    view! {
        <li class="strip">
            <Qr text=link.clone() label=label />
            <div>
                <p class="strip-who">
                    <b>{one.name}</b> " " <span class="nowrap">{one.invitation.phone_masked}</span>
                </p>
                <p>{course} " " {name}</p>
                <p>{school}</p>
                <p>
                    <span class="nowrap">{format::date(w, &class.starts_on)}</span>
                    " – "
                    <span class="nowrap">{format::date(w, &class.ends_on)}</span>
                </p>
                <p class="soft">
                    {w.t(
                        "用手机扫码，按提示注册或登录，确认报名。",
                        "Scan it with a phone, register or sign in, and confirm.",
                    )}
                </p>
                <p class="small break-anywhere">{link}</p>
            </div>
        </li>
    }
}
