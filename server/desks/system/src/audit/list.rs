//! The audit log, to be read and searched.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::time::{DAY_MS, Zone};
use leptos::prelude::*;
use serde::Deserialize;
use store::audit::{AuditLine, AuditPlace, AuditSearch, COUNT_MAX};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, Choice, ColumnKind, DataTable, Empty, EmptyMark, HeadCell, Kind, LinkButton, NavItem, Row, Select,
};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/audit", get(audit))
}

const LINES_A_PAGE: i64 = 50;
/// What is asked for by whoever wants to see facts among everything else. No action has this code.
const WITH_FACTS: &str = "all";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueryParams {
    text: String,
    who: String,
    /// The stable code of an action, or [`WITH_FACTS`].
    what: String,
    /// A network address or part of one.
    place: String,
    /// Local days, `YYYY-MM-DD`, both included.
    from: String,
    until: String,
    /// Exactly this object, as `person:…`.
    object: String,
    /// Where the page before ended, `milliseconds.leaf`: what is older follows.
    before: String,
}

impl QueryParams {
    /// The search as a query, without a page.
    pub fn query(&self) -> String {
        self.written(&self.text, &self.who)
    }

    /// The same as the log keeps it: what was typed to find somebody may be a name, and stays out.
    pub fn for_the_log(&self) -> String {
        let hidden = |typed: &String| if typed.is_empty() { String::new() } else { "*".to_owned() };
        self.written(&hidden(&self.text), &hidden(&self.who))
    }

    fn written(&self, text: &str, who: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("text", text),
            ("who", who),
            ("what", self.what.as_str()),
            ("place", self.place.as_str()),
            ("from", self.from.as_str()),
            ("until", self.until.as_str()),
            ("object", self.object.as_str()),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    fn is_empty(&self) -> bool {
        self.query().is_empty()
    }

    /// Where the page before ended; what is no place begins with the newest.
    fn place(&self) -> Option<AuditPlace> {
        let (at_ms, leaf_index) = self.before.split_once('.')?;
        Some(AuditPlace { at_ms: at_ms.parse().ok()?, leaf_index: leaf_index.parse().ok()? })
    }

    /// The address of what is older than a place.
    fn older_than(&self, place: AuditPlace) -> String {
        let query = self.query();
        let join = if query.is_empty() { '?' } else { '&' };
        format!("/audit{query}{join}before={}.{}", place.at_ms, place.leaf_index)
    }

    /// What to look for; a day that is none limits nothing.
    pub fn search(&self, zone: Zone) -> AuditSearch {
        AuditSearch {
            text: self.text.clone(),
            actor: self.who.clone(),
            action: if self.what == WITH_FACTS { String::new() } else { self.what.clone() },
            facts: self.what == WITH_FACTS,
            subject: self.object.clone(),
            address: self.place.clone(),
            from_ms: zone.day_start_ms(&self.from).unwrap_or(0),
            until_ms: zone.day_start_ms(&self.until).map_or(i64::MAX, |start_ms| start_ms + DAY_MS),
        }
    }
}

/// `GET /audit`: for controllers and auditors.
async fn audit(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::ReadAudit)?;
    let zone = site.zone();
    // One more than is shown tells whether there are older ones.
    let (mut lines, count) =
        site.db.search_audit(&query.search(zone), LINES_A_PAGE + 1, query.place()).await?;
    let more = lines.len() as i64 > LINES_A_PAGE;
    lines.truncate(LINES_A_PAGE as usize);
    let older = lines.last().filter(|_| more).map(|last| query.older_than(last.place()));
    let actions = site.db.audit_actions().await?;
    let w = visit.words;
    let about = About::new(w.t("操作记录", "Audit log")).at(NavItem::Audit);
    Ok(visit.page(about, move || view(w, zone, &query, actions, lines, (older, count))))
}

fn view(
    w: Words,
    zone: Zone,
    query: &QueryParams,
    actions: Vec<String>,
    lines: Vec<AuditLine>,
    (older, count): (Option<String>, i64),
) -> impl IntoView + use<> {
    let nothing = lines.is_empty();
    let rows = lines.into_iter().map(|line| row(w, zone, line)).collect_view();
    let summary = match (w, count < COUNT_MAX) {
        (Words::Zh, true) => format!("共 {count} 条"),
        (Words::Zh, false) => format!("{} 条以上", format::count(COUNT_MAX)),
        (Words::En, true) => format!("{count} in all"),
        (Words::En, false) => format!("{} or more", format::count(COUNT_MAX)),
    };
    let newest = (!query.before.is_empty()).then(|| {
        view! {
            <li>
                <a href=format!("/audit{}", query.query())>{w.t("最新的", "Newest")}</a>
            </li>
        }
    });
    let older = older.map(|address| {
        view! {
            <li>
                <a href=address>{w.t("更早的", "Older")}</a>
            </li>
        }
    });
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
                    (w.t("做了什么", "What").to_owned(), ColumnKind::Text),
                    (w.t("时间", "When").to_owned(), ColumnKind::Short),
                    (w.t("谁", "Who").to_owned(), ColumnKind::Short),
                    (w.t("对象", "Subject").to_owned(), ColumnKind::Text),
                    (w.t("理由", "Reason").to_owned(), ColumnKind::Text),
                    (w.t("来自", "From").to_owned(), ColumnKind::Short),
                ]
            >
                {rows}
            </DataTable>
        }
        .into_any()
    };
    let file = (!nothing).then(|| {
        view! {
            <LinkButton href=format!("/audit/file{}", query.query())>
                {w.t("下载找到的记录（CSV）", "Download what was found (CSV)")}
            </LinkButton>
        }
    });
    let pager = (!nothing).then(|| {
        view! {
            <nav class="pager" aria-label=w.t("分页", "Pages")>
                <span class="soft">{summary}</span>
                <ol>{newest} {older}</ol>
            </nav>
        }
    });
    let mut actions: Vec<Choice> =
        actions.into_iter().map(|action| Choice::new(action.clone(), w.action(&action))).collect();
    actions.insert(0, Choice::new("", w.t("全部操作", "Everything but facts on record")));
    actions.insert(1, Choice::new(WITH_FACTS, w.t("操作和系统留底", "Everything, facts on record too")));
    let clear = (!query.is_empty()).then(|| {
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
                        "谁、什么时候、做了什么、为什么。只能添加：改了、删了、插了一条，核验都会发现。点开一条看全部内容和它的证明。",
                        "Who did what, when and why. It can only be added to: the verification finds a line that was changed, taken out or slipped in. Open a line to see all of it and its proof.",
                    )}
                </p>
            </div>
            {file}
        </div>
        <details class="filters" open>
            <summary>{w.t("查找", "Search")}</summary>
        <form class="filters-body" method="get" action="/audit" role="search">
            <div class="field">
                <label for="text">{w.t("内容（理由、对象、改动前后）", "Text (reason, subject, before, after)")}</label>
                <input class="input" type="search" id="text" name="text" value=query.text.clone() />
            </div>
            <div class="field">
                <label for="who">{w.t("谁（姓名或账号）", "Who (name or account)")}</label>
                <input class="input" type="search" id="who" name="who" value=query.who.clone() />
            </div>
            <Select name="what" label=w.t("做了什么", "What") options=actions chosen=query.what.clone() />
            <div class="field">
                <label for="place">{w.t("来自哪个网络地址", "From which address")}</label>
                <input class="input" type="search" id="place" name="place" value=query.place.clone() />
            </div>
            <div class="field">
                <label for="object">{w.t("对象（原样，如 person:…）", "Subject, exactly (person:…)")}</label>
                <input class="input" type="search" id="object" name="object" value=query.object.clone() />
            </div>
            <div class="field">
                <label for="from">{w.t("从哪一天", "From day")}</label>
                <input class="input" type="date" id="from" name="from" value=query.from.clone() />
            </div>
            <div class="field">
                <label for="until">{w.t("到哪一天", "To day")}</label>
                <input class="input" type="date" id="until" name="until" value=query.until.clone() />
            </div>
            <div class="actions">
                <button class="button button-primary">{w.t("查找", "Search")}</button>
                {clear}
            </div>
        </form>
        </details>
        {list}
        {pager}
    }
}

fn row(w: Words, zone: Zone, line: AuditLine) -> impl IntoView + use<> {
    let detail = detail(w, zone, &line);
    let who = line.name.unwrap_or_else(|| w.t("系统", "The system").to_owned());
    let login = line.login.map(|login| view! { <small>{login}</small> });
    let detail = (!detail.is_empty()).then(|| view! { <small class="break-anywhere">{detail}</small> });
    let changed = (line.before_value != line.after_value).then(|| {
        let change = format!(
            "{} → {}",
            dash(w.value(zone, &line.before_value)),
            dash(w.value(zone, &line.after_value))
        );
        view! { <small class="break-anywhere">{change}</small> }
    });
    let action = w.action(&line.action);
    let action = match line.leaf_index {
        Some(index) => view! { <a href=format!("/audit/{index}")>{action}</a> }.into_any(),
        None => action.into_any(),
    };
    view! {
        <Row>
            <HeadCell>{action} {detail} {changed}</HeadCell>
            <Cell label=w.t("时间", "When") kind=ColumnKind::Short>
                {zone.minute(line.at_ms)}
            </Cell>
            <Cell label=w.t("谁", "Who") kind=ColumnKind::Short>
                <div>{who} " " {login}</div>
            </Cell>
            <Cell label=w.t("对象", "Subject")>
                {subject(&line.subject)}
            </Cell>
            <Cell label=w.t("理由", "Reason")>{dash(line.reason)}</Cell>
            <Cell label=w.t("来自", "From") kind=ColumnKind::Short>
                {dash(line.address)}
            </Cell>
        </Row>
    }
}

/// What else is to be known of a line, in words; as it is stored, if this program does not know the action.
pub fn detail(w: Words, zone: Zone, line: &AuditLine) -> String {
    match line.read() {
        Some(action) => w.audit_detail(zone, &action),
        None if line.detail == "{}" => String::new(),
        None => line.detail.clone(),
    }
}

/// What was acted upon, leading to everything that was done to it.
fn subject(subject: &str) -> impl IntoView + use<> {
    if subject.is_empty() {
        return "—".into_any();
    }
    let all = QueryParams { object: subject.to_owned(), ..QueryParams::default() };
    view! {
        <a class="break-anywhere" href=format!("/audit{}", all.query())>
            {subject.to_owned()}
        </a>
    }
    .into_any()
}

/// What stands where there is nothing.
pub fn dash(text: String) -> String {
    if text.is_empty() { "—".to_owned() } else { text }
}
