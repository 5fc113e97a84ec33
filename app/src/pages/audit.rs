//! The audit log, to be read and searched.

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::time::{DAY_MS, Zone};
use leptos::prelude::*;
use serde::Deserialize;
use store::audit::{AuditLine, AuditSearch};

use crate::error::AppError;
use crate::page::{About, Page};
use crate::parts::{Cell, DataTable, Empty, EmptyMark, HeadCell, Holds, Kind, LinkButton, Pager, Place, Row};
use crate::request::{Site, Viewer, Visit};
use crate::words::Words;

pub fn routes() -> Router<Site> {
    Router::new().route("/audit", get(audit))
}

const LINES_A_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
struct Wish {
    #[serde(default)]
    text: String,
    #[serde(default)]
    who: String,
    /// A local day, `YYYY-MM-DD`.
    #[serde(default)]
    day: String,
    #[serde(default)]
    page: Option<i64>,
}

impl Wish {
    /// The address of this search without a page.
    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("text", &self.text), ("who", &self.who), ("day", &self.day)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { "/audit".to_owned() } else { format!("/audit?{query}") }
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.who.is_empty() && self.day.is_empty()
    }
}

/// `GET /audit`: for controllers and auditors.
async fn audit(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(wish): Query<Wish>,
) -> Result<Page, AppError> {
    viewer.must(Action::ReadAudit)?;
    let zone = site.zone();
    let (from_ms, until_ms) =
        zone.day_start_ms(&wish.day).map_or((0, i64::MAX), |start_ms| (start_ms, start_ms + DAY_MS));
    let search = AuditSearch { text: wish.text.clone(), actor: wish.who.clone(), from_ms, until_ms };
    let page = wish.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(LINES_A_PAGE);
    let (lines, count) = site.db.search_audit(&search, LINES_A_PAGE, offset).await?;
    let w = visit.words;
    let about = About::new(w.t("操作记录", "Audit log")).at(Place::Audit);
    Ok(visit.page(about, move || whole(w, zone, &wish, lines, (page, count))))
}

fn whole(
    w: Words,
    zone: Zone,
    wish: &Wish,
    lines: Vec<AuditLine>,
    (page, count): (i64, i64),
) -> impl IntoView + use<> {
    let first = (page - 1) * LINES_A_PAGE + 1;
    let last = first + lines.len() as i64 - 1;
    let nothing = lines.is_empty();
    let rows = lines.into_iter().map(|line| row(w, zone, line)).collect_view();
    let summary = match w {
        Words::Zh => format!("第 {first}–{last} 条，共 {count} 条"),
        Words::En => format!("{first}–{last} of {count}"),
    };
    let list = if nothing {
        view! {
            <Empty title=w.t("没有找到", "Nothing found") mark=EmptyMark::Search>
                <p>{w.t("换一个词、换一天，或者看全部记录。", "Try another word or day, or see everything.")}</p>
                <LinkButton href="/audit">{w.t("看全部", "See everything")}</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <DataTable
                caption=w.t("操作记录", "Audit log")
                columns=vec![
                    (w.t("做了什么", "What").to_owned(), Holds::Text),
                    (w.t("时间", "When").to_owned(), Holds::Short),
                    (w.t("谁", "Who").to_owned(), Holds::Short),
                    (w.t("对象", "Subject").to_owned(), Holds::Text),
                    (w.t("理由", "Reason").to_owned(), Holds::Text),
                    (w.t("来自", "From").to_owned(), Holds::Short),
                ]
            >
                {rows}
            </DataTable>
        }
        .into_any()
    };
    let clear = (!wish.is_empty()).then(|| {
        view! {
            <LinkButton href="/audit" kind=Kind::Quiet>
                {w.t("清除条件", "Clear")}
            </LinkButton>
        }
    });
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("操作记录", "Audit log")}</h1>
                <p>
                    {w.t(
                        "谁、什么时候、做了什么、为什么。只能添加，谁也改不了、删不掉。",
                        "Who did what, when and why. It can only be added to; nobody can change or delete a line.",
                    )}
                </p>
            </div>
        </div>
        <details class="filters" open>
            <summary>{w.t("查找", "Search")}</summary>
        <form class="filters-body" method="get" action="/audit" role="search">
            <div class="field">
                <label for="text">{w.t("内容", "Text")}</label>
                <input class="input" type="search" id="text" name="text" value=wish.text.clone() />
            </div>
            <div class="field">
                <label for="who">{w.t("谁", "Who")}</label>
                <input class="input" type="search" id="who" name="who" value=wish.who.clone() />
            </div>
            <div class="field">
                <label for="day">{w.t("哪一天", "Day")}</label>
                <input class="input" type="date" id="day" name="day" value=wish.day.clone() />
            </div>
            <div class="actions">
                <button class="button button-primary">{w.t("查找", "Search")}</button>
                {clear}
            </div>
        </form>
        </details>
        {list}
        <Pager
            words=w
            page=page
            pages=(count + LINES_A_PAGE - 1) / LINES_A_PAGE
            list=wish.address()
            summary=summary
        />
    }
}

fn row(w: Words, zone: Zone, line: AuditLine) -> impl IntoView + use<> {
    let who = line.name.unwrap_or_else(|| w.t("系统", "The system").to_owned());
    let login = line.login.map(|login| view! { <small>{login}</small> });
    let detail = Some(line.detail)
        .filter(|detail| !detail.is_empty() && detail != "{}")
        .map(|detail| view! { <small class="break-anywhere">{detail}</small> });
    let dash = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let deed = w.deed(&line.action);
    view! {
        <Row>
            <HeadCell>{deed} {detail}</HeadCell>
            <Cell label=w.t("时间", "When") holds=Holds::Short>
                {zone.minute(line.at_ms)}
            </Cell>
            <Cell label=w.t("谁", "Who") holds=Holds::Short>
                {who}
                {login}
            </Cell>
            <Cell label=w.t("对象", "Subject")>
                <span class="break-anywhere">{dash(line.subject)}</span>
            </Cell>
            <Cell label=w.t("理由", "Reason")>{dash(line.reason)}</Cell>
            <Cell label=w.t("来自", "From") holds=Holds::Short>
                {dash(line.address)}
            </Cell>
        </Row>
    }
}
