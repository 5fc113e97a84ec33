//! Whom a class invites: how many have accepted, the form for a roster, and who has not.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use leptos::prelude::*;
use roster::{MEGABYTES_MAX, ROWS_MAX};
use serde::Deserialize;
use store::class_invitation::{InvitationCounts, Stands};
use store::roster::WatchedClass;
use store::roster_import::RosterImport;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Crumbs, FileField, Flash, KeyFigure, KeyFigures, Kind, LinkButton, NavItem, Pager, TextArea, Tone,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use super::class_of;
use super::invited::{Listed, accepted_list, listed, open_list, withdrawn_list};

/// People of a list on a page.
const INVITED_A_PAGE: i64 = 50;

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/roster", get(roster))
}

/// What is typed beside the file, which a browser never lets come back.
#[derive(Clone, Debug, Default)]
pub struct RosterForm {
    pub pasted: String,
}

/// The page of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
}

/// Where whoever invites finds the class in the navigation.
pub const AT: NavItem = NavItem::Classes;

/// The way down to the roster of a class, and below it.
pub fn crumbs(w: Words, class: &WatchedClass, below: Option<&str>) -> impl IntoView + use<> {
    let title = w.t("花名册", "Roster");
    let course = w.either(&class.course_title, &class.course_title_en);
    let name = format!("{course} {}", class_name(&class.course_title, &class.title));
    let here = format!("/classes/{}", class.id);
    let mut above = vec![(AT.address().to_owned(), AT.name(w).to_owned()), (here.clone(), name)];
    if below.is_some() {
        above.push((format!("{here}/roster"), title.to_owned()));
    }
    view! { <Crumbs words=w above=above here=below.unwrap_or(title).to_owned() /> }
}

/// `GET /classes/{id}/roster`: for whoever may invite to the class.
async fn roster(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(class): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    roster_page(&site, &visit, &class, query.page.unwrap_or(1), FormState::default()).await
}

/// The page, with what was typed and what was wrong with it.
pub async fn roster_page(
    site: &Site,
    visit: &Visit,
    class: &WatchedClass,
    page: i64,
    state: FormState<RosterForm>,
) -> Result<Page, AppError> {
    let counts = site.db.invitation_counts(&class.id).await?;
    let pages = ((counts.open + INVITED_A_PAGE - 1) / INVITED_A_PAGE).max(1);
    let page = page.clamp(1, pages);
    let offset = (page - 1) * INVITED_A_PAGE;
    let open = listed(site, &class.id, Stands::Open, INVITED_A_PAGE, offset).await?;
    let withdrawn = listed(site, &class.id, Stands::Withdrawn, INVITED_A_PAGE, 0).await?;
    let accepted = listed(site, &class.id, Stands::Accepted, INVITED_A_PAGE, 0).await?;
    let imports = site.db.roster_imports(&class.id).await?;
    let (w, zone) = (visit.words, site.zone());
    let when = move |at_ms: i64| format::moment(w, &zone.minute(at_ms));
    let (class, title) = (class.clone(), w.t("花名册", "Roster"));
    Ok(visit.page(About::new(title).at(AT), move || {
        let here = format!("/classes/{}/roster", class.id);
        view! {
            {crumbs(w, &class, None)}
            <div class="page-head">
                <div>
                    <h1>{title}</h1>
                    <p>
                        {w.t(
                            "名单上的每个人都只是被邀请。本人注册或登录、验证手机号、同意报名以后，才进班、才计学时。工作人员不替学员开账号。",
                            "Everybody on the roster is only invited. They are in the class, and hours count, once they have signed in, proved their phone and agreed. Staff never open accounts for learners.",
                        )}
                    </p>
                </div>
            </div>
            {figures(w, counts)}
            {form(w, &here, state)}
            {sent(w, &here, imports, &when)}
            {open_section(w, &here, counts, open, (page, pages))}
            {accepted_list(w, &class.id, accepted, counts.accepted)}
            {withdrawn_list(w, &here, withdrawn, counts.withdrawn)}
        }
    }))
}

fn figures(w: Words, counts: InvitationCounts) -> impl IntoView + use<> {
    let expected = counts.enrolled + counts.open;
    let over = (expected > counts.capacity).then(|| {
        let say = match w {
            Words::Zh => format!(
                "在班 {} 人，加上邀请中的 {} 人，超过名额 {} 人。先接受的先进班。",
                counts.enrolled, counts.open, counts.capacity
            ),
            Words::En => format!(
                "{} in the class and {} invited are more than its {} seats. Whoever accepts first is in.",
                counts.enrolled, counts.open, counts.capacity
            ),
        };
        view! { <Flash tone=Tone::Warning>{say}</Flash> }
    });
    view! {
        <KeyFigures>
            <KeyFigure label=w.t("还没接受", "Not accepted yet") value=format::count(counts.open) />
            <KeyFigure label=w.t("已接受", "Accepted") value=format::count(counts.accepted) />
            <KeyFigure label=w.t("已撤回", "Withdrawn") value=format::count(counts.withdrawn) />
            <KeyFigure
                label=w.t("在班 / 名额", "In the class / seats")
                value=format!("{} / {}", counts.enrolled, counts.capacity)
            />
        </KeyFigures>
        {over}
    }
}

fn form(w: Words, here: &str, state: FormState<RosterForm>) -> impl IntoView + use<> {
    let file_error = state.error("file");
    let hint = match w {
        Words::Zh => format!(
            "Excel（.xlsx、.xls）或 CSV，最大 {MEGABYTES_MAX} MB、{ROWS_MAX} 行。表头上面的标题、下面的合计和签字都不用删。"
        ),
        Words::En => format!(
            "Excel (.xlsx, .xls) or CSV, at most {MEGABYTES_MAX} MB and {ROWS_MAX} rows. Titles above the head and sums below may stay."
        ),
    };
    let pasted_open = state.error("pasted").is_some() || !state.form.pasted.is_empty();
    view! {
        <form class="form sheet" method="post" action=here.to_owned() enctype="multipart/form-data">
            <div class="sheet-head">
                <h2>{w.t("导入名单", "Send a roster")}</h2>
                <LinkButton href=format!("{here}/template")>{w.t("下载模板", "Download the template")}</LinkButton>
            </div>
            <web::parts::ErrorSummary
                title=w.t("没有导入，请看这里", "Nothing was taken, please look here")
                errors=state.errors()
            />
            <FileField
                name="file"
                label=w.t("花名册文件", "Roster file")
                hint=hint
                error=file_error
                accept=".xlsx,.xls,.csv,.txt"
            />
            <details open=pasted_open>
                <summary>{w.t("没有文件？从 Excel 复制粘贴", "No file? Paste from Excel")}</summary>
                <TextArea
                    name="pasted"
                    label=w.t("连表头一起粘贴", "Paste with the head")
                    hint=w.t("在 Excel 里选中名单和表头，复制，粘贴到这里。", "Select head and rows in Excel, copy, and paste them here.")
                    error=state.error("pasted")
                    value=state.form.pasted.clone()
                />
            </details>
            <p class="soft">
                {w.t(
                    "证件号只留下遮挡后的样子和比对用的指纹；原文件加密保存，一天后自动删除。",
                    "Of ID numbers only a masked form and a fingerprint are kept; the file itself is encrypted and deleted after a day.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("导入", "Send")}</Button>
            </div>
        </form>
    }
}

/// Rosters that were sent within a day.
fn sent(
    w: Words,
    here: &str,
    imports: Vec<RosterImport>,
    when: &dyn Fn(i64) -> String,
) -> impl IntoView + use<> {
    (!imports.is_empty()).then(|| {
        let lines = imports.into_iter().map(|import| {
            let counted = match w {
                Words::Zh => format!("新邀请 {} 人，更新 {} 人", import.invited, import.changed),
                Words::En => format!("{} invited, {} changed", import.invited, import.changed),
            };
            view! {
                <li>
                    <a href=format!("{here}/sent/{}", import.id)>{when(import.made_at)}</a>
                    " " {import.made_by} " · " {counted}
                </li>
            }
        });
        let lines = lines.collect_view();
        view! {
            <section class="stack">
                <h2>{w.t("最近导入", "Sent lately")}</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

fn open_section(
    w: Words,
    here: &str,
    counts: InvitationCounts,
    open: Vec<Listed>,
    (page, pages): (i64, i64),
) -> impl IntoView + use<> {
    let links = (counts.open > 0).then(|| {
        view! {
            <LinkButton href=format!("{here}/links")>
                {w.t("打印邀请条（链接和二维码）", "Print the invitations (links and QR codes)")}
            </LinkButton>
        }
    });
    let summary = match w {
        Words::Zh => format!("共 {} 人", counts.open),
        Words::En => format!("{} people", counts.open),
    };
    view! {
        <section class="stack">
            <div class="sheet-head">
                <h2>{w.t("还没接受的", "Not accepted yet")}</h2>
                {links}
            </div>
            {open_list(w, here, open)}
            <Pager words=w page=page pages=pages list=here.to_owned() summary=summary />
        </section>
    }
}
