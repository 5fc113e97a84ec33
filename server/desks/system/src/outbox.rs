//! For development: the codes that no text message carried. Only on the machine itself.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use domain::one_time_code::CodeUse;
use leptos::prelude::*;
use web::address::{Address, is_passed_on};
use web::error::AppError;
use web::one_time_code::Letter;
use web::page::{About, Page};
use web::parts::{Cell, ColumnKind, DataTable, Empty, HeadCell, Row};
use web::{Sender, Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/dev/outbox", get(outbox))
}

/// `GET /dev/outbox`: for whoever sits at the machine, where it is set up for development; to everybody else it is not there.
async fn outbox(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
) -> Result<Page, AppError> {
    let Sender::Outbox(outbox) = &site.sender else { return Err(AppError::NotFound) };
    if !from.is_this_machine() || is_passed_on(&headers) {
        return Err(AppError::NotFound);
    }
    let (w, zone, letters, notices) = (visit.words, site.zone(), outbox.letters(), outbox.notices());
    Ok(visit.page(About::new(w.t("发件箱", "Outbox")), move || {
        let row = |letter: &Letter| row(w, &format::moment(w, &zone.minute(letter.at_ms)), letter);
        let rows: Vec<_> = letters.iter().map(row).collect();
        let body = if letters.is_empty() {
            view! {
                <Empty title=w.t("还没有验证码", "No codes yet")>
                    <p>{w.t("页面要发验证码时，会出现在这里。", "They appear here when a page sends one.")}</p>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <DataTable
                    caption=w.t("验证码", "Codes")
                    columns=vec![
                        (w.t("手机号", "Phone").into(), ColumnKind::Short),
                        (w.t("验证码", "Code").into(), ColumnKind::Short),
                        (w.t("用途", "For").into(), ColumnKind::Text),
                        (w.t("时间", "When").into(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        view! {
            <h1>{w.t("开发用的发件箱", "Development outbox")}</h1>
            <p class="lead">
                {w.t(
                    "这台机器没有接短信网关，验证码只显示在这里。",
                    "No gateway for text messages is set up here; codes appear on this page only.",
                )}
            </p>
            {body}
            {notices
                .iter()
                .map(|notice| {
                    let when = format::moment(w, &zone.minute(notice.at_ms));
                    let says = w.t(
                        "有人用您的证件号或手机号登记学习账号。您已经登记过：请用这个手机号收验证码登录，或在登录页找回密码。不是您本人操作，不用理会。",
                        "Somebody registered with your document or number. You are registered already: sign in with a code to this phone, or get a new password on the sign-in page. If it was not you, do nothing.",
                    );
                    view! { <p>{notice.phone.clone()} " · " {when} ": " {says}</p> }
                })
                .collect_view()}
        }
    }))
}

fn row(w: Words, when: &str, letter: &Letter) -> impl IntoView + use<> {
    let purpose = match letter.purpose {
        CodeUse::Register => w.t("登记", "Registration"),
        CodeUse::SignIn => w.t("登录", "Sign-in"),
        CodeUse::Recover => w.t("找回密码", "Forgotten password"),
        CodeUse::Account => w.t("手机号", "Phone of an account"),
        CodeUse::Release => w.t("确认身份", "Identity"),
    };
    let (phone, code, when) = (letter.phone.clone(), letter.code.clone(), when.to_owned());
    view! {
        <Row>
            <HeadCell>{phone}</HeadCell>
            <Cell label=w.t("验证码", "Code")>
                <code>{code}</code>
            </Cell>
            <Cell label=w.t("用途", "For")>{purpose}</Cell>
            <Cell label=w.t("时间", "When")>{when}</Cell>
        </Row>
    }
}
