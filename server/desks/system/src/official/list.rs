//! Officials: who holds which post, who is invited, and one of them with what can be done.

use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::{Action, Role};
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::official::{Official, OfficialSearch, Pending, Post, SecondPerson};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, Chip, ColumnKind, DataTable, HeadCell, Kind, LinkButton, NavItem, Nothing, Pager, Row, Segment,
    Segments, Status,
};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/people", get(people))
}

const PEOPLE_A_PAGE: i64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    text: String,
    /// `waiting`: posts that the viewer may confirm.
    show: String,
    page: Option<i64>,
}

struct PageData {
    query: QueryParams,
    lines: Vec<(Official, Vec<Post>)>,
    pending: Vec<Pending>,
    page: i64,
    count: i64,
    now_ms: i64,
}

/// `GET /people`: for who runs the system, and for an institution about its own teachers.
async fn people(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::ManageOfficials)?;
    let scope_filter = viewer.scope_filter(Action::ManageOfficials);
    let page = query.page.unwrap_or(1).max(1);
    let search = OfficialSearch {
        text: query.text.clone(),
        waits_for: (query.show == "waiting").then(|| SecondPerson {
            account: viewer.account.clone(),
            person: viewer.person.clone(),
            now_ms: site.now(),
        }),
        limit: PEOPLE_A_PAGE,
        offset: (page - 1).saturating_mul(PEOPLE_A_PAGE),
    };
    let (found, count) = site.db.officials(&scope_filter, &search).await?;
    let mut lines = Vec::with_capacity(found.len());
    for official in found {
        let posts = site.db.posts(&official.account).await?;
        lines.push((official, posts));
    }
    let pending = site.db.pending_invitations(&scope_filter, site.now()).await?;
    let data = PageData { query, lines, pending, page, count, now_ms: site.now() };
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("人员", "People")).at(NavItem::People);
    Ok(visit.page(about, move || view(w, zone, data)))
}

fn view(w: Words, zone: Zone, data: PageData) -> impl IntoView {
    let PageData { query, lines, pending, page, count, now_ms } = data;
    let waiting = query.show == "waiting";
    let list = if lines.is_empty() {
        let clear = (!query.text.trim().is_empty()).then(|| "/people".to_owned());
        view! {
            <Nothing
                words=w
                yet=if waiting {
                    w.t("现在没有等您确认的岗位", "No post waits for you")
                } else {
                    w.t("还没有人员", "Nobody yet")
                }
                clear=clear
            >
                {(!waiting).then(|| view! { <p>{w.t("先发一个邀请。", "Begin with an invitation.")}</p> })}
            </Nothing>
        }
        .into_any()
    } else {
        let rows =
            lines.into_iter().map(|(official, posts)| row(w, zone, now_ms, official, posts)).collect_view();
        view! {
            <DataTable
                caption=w.t("人员", "People")
                columns=vec![
                    (w.t("姓名", "Name").to_owned(), ColumnKind::Text),
                    (w.t("岗位", "Posts").to_owned(), ColumnKind::Text),
                    (w.t("账号", "Account").to_owned(), ColumnKind::Short),
                ]
            >
                {rows}
            </DataTable>
        }
        .into_any()
    };
    let invited = (!pending.is_empty()).then(|| {
        let rows = pending.into_iter().map(|one| {
            let (role, place) = (w.role_of(&one.role), w.either(&one.organisation, &one.organisation_en));
            let until = zone.minute(one.expires_at);
            view! {
                <Row>
                    <HeadCell>{one.name}</HeadCell>
                    <Cell label=w.t("岗位", "Post")><span>{role} <small>{place}</small></span></Cell>
                    <Cell label=w.t("谁邀请的", "Invited by")>{one.inviter.unwrap_or_else(|| w.t("建站的人", "Whoever set the site up").to_owned())}</Cell>
                    <Cell label=w.t("有效到", "Until") kind=ColumnKind::Short>{until}</Cell>
                </Row>
            }
        });
        let rows = rows.collect_view();
        view! {
            <section class="stack" id="invitations">
                <h2>{w.t("还没接受的邀请", "Open invitations")}</h2>
                <DataTable
                    caption=w.t("还没接受的邀请", "Open invitations")
                    columns=vec![
                        (w.t("邀请谁", "Who").to_owned(), ColumnKind::Text),
                        (w.t("岗位", "Post").to_owned(), ColumnKind::Text),
                        (w.t("谁邀请的", "Invited by").to_owned(), ColumnKind::Text),
                        (w.t("有效到", "Until").to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
            </section>
        }
    });
    let segments = [
        ("/people", w.t("全部", "Everybody"), false),
        ("/people?show=waiting", w.t("等您确认", "To be confirmed"), true),
    ]
    .map(|(href, name, of_waiting)| Segment {
        href: href.to_owned(),
        name: name.to_owned(),
        count: (waiting && of_waiting).then_some(count),
        current: waiting == of_waiting,
    });
    let mut address = form_urlencoded::Serializer::new(String::new());
    if !query.text.is_empty() {
        address.append_pair("text", &query.text);
    }
    if waiting {
        address.append_pair("show", "waiting");
    }
    let address = address.finish();
    let address = if address.is_empty() { "/people".to_owned() } else { format!("/people?{address}") };
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("人员", "People")}</h1>
                <p>
                    {w.t(
                        "谁在什么岗位。进人只能邀请，本人用自己的账号接受；谁也不能替别人登录。",
                        "Who holds which post. People are invited and accept with their own account; nobody signs in for somebody else.",
                    )}
                </p>
            </div>
            <LinkButton href="/people/invite" kind=Kind::Primary>{w.t("邀请一个人", "Invite somebody")}</LinkButton>
        </div>
        <form class="search" method="get" action="/people" role="search">
            <label class="visually-hidden" for="text">{w.t("姓名或账号", "Name or account")}</label>
            <input class="input" type="search" id="text" name="text" value=query.text placeholder=w.t("姓名或账号", "Name or account") />
            <button class="button">{w.t("查找", "Search")}</button>
        </form>
        <Segments label=w.t("哪些人员", "Who") segments=segments.to_vec() />
        {list}
        <Pager
            words=w
            page=page
            pages=(count + PEOPLE_A_PAGE - 1) / PEOPLE_A_PAGE
            list=address
            summary=match w {
                Words::Zh => format!("共 {count} 人"),
                Words::En => format!("{count} in all"),
            }
        />
        {invited}
    }
}

fn row(w: Words, zone: Zone, now_ms: i64, official: Official, posts: Vec<Post>) -> impl IntoView + use<> {
    let address = format!("/people/{}", official.account);
    let posts = posts.into_iter().filter(|post| post.role != Role::Learner.as_str()).map(|post| {
        let text = post_text(w, zone, now_ms, &post);
        view! { <span>{text}</span> " " }
    });
    let posts = posts.collect_view();
    let closed =
        (!official.active).then(|| view! { <Chip status=Status::Refused>{w.t("已停用", "Closed")}</Chip> });
    view! {
        <Row>
            <HeadCell><a href=address>{official.name}</a> " " {closed}</HeadCell>
            <Cell label=w.t("岗位", "Posts")>{posts}</Cell>
            <Cell label=w.t("账号", "Account") kind=ColumnKind::Short>{official.login}</Cell>
        </Row>
    }
}

/// A post in words, with its end if it has one.
pub fn post_text(w: Words, zone: Zone, now_ms: i64, post: &Post) -> String {
    let place = post
        .organisation
        .as_deref()
        .map_or_else(String::new, |name| w.either(name, post.organisation_en.as_deref().unwrap_or_default()));
    let role = w.role_of(&post.role);
    let end = match (post.ends_at, w) {
        (None, _) => String::new(),
        (Some(at), Words::Zh) if at <= now_ms => format!("（到 {} 为止，已离任）", zone.day(at - 1)),
        (Some(at), Words::En) if at <= now_ms => format!(" (left on {})", zone.day(at - 1)),
        (Some(at), Words::Zh) => format!("（到 {} 为止）", zone.day(at - 1)),
        (Some(at), Words::En) => format!(" (until {})", zone.day(at - 1)),
    };
    let waits = if post.is_waiting() {
        w.t("（等另一位管理员确认，还没有生效）", " (not valid before another administrator confirms it)")
    } else {
        ""
    };
    format!("{role} {place}{end}{waits}")
}
