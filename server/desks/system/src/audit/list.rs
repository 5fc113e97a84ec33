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
    Cell, Choice, ColumnKind, DataTable, HeadCell, Kind, LinkButton, NavItem, Nothing, Row, Select,
};
use web::{Site, Viewer, Visit};

use super::naming::Naming;

pub fn routes() -> Router<Site> {
    Router::new().route("/audit", get(audit))
}

const LINES_A_PAGE: i64 = 50;
/// What is asked for by whoever wants to see facts among everything else, or sign-ins. No action has these codes.
const WITH_FACTS: &str = "all";
const WITH_SIGN_INS: &str = "sign-ins";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueryParams {
    text: String,
    who: String,
    /// The stable code of an action, [`WITH_FACTS`] or [`WITH_SIGN_INS`]; empty for everything but facts and sign-ins.
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

    fn is_one_action(&self) -> bool {
        !["", WITH_FACTS, WITH_SIGN_INS].contains(&self.what.as_str())
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
            action: if self.is_one_action() { self.what.clone() } else { String::new() },
            facts: self.what == WITH_FACTS,
            without_sign_ins: self.what.is_empty(),
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
    let names = site.db.audit_names(&lines).await?;
    let w = visit.words;
    let naming = Naming { words: w, zone, names };
    let about = About::new(w.t("操作记录", "Audit log")).at(NavItem::Audit);
    Ok(visit.page(about, move || view(&naming, &query, actions, lines, (older, count))))
}

fn view(
    naming: &Naming,
    query: &QueryParams,
    actions: Vec<String>,
    lines: Vec<AuditLine>,
    (older, count): (Option<String>, i64),
) -> impl IntoView + use<> {
    let w = naming.words;
    let nothing = lines.is_empty();
    let rows = lines.into_iter().map(|line| row(naming, line)).collect_view();
    let all = match (w, count < COUNT_MAX) {
        (Words::Zh, true) => format!("共 {count} 条"),
        (Words::Zh, false) => format!("{} 条以上", format::count(COUNT_MAX)),
        (Words::En, true) => format!("{count} in all"),
        (Words::En, false) => format!("{} or more", format::count(COUNT_MAX)),
    };
    let without = query.what.is_empty().then(|| w.t("，登录没有列出", ", sign-ins left out"));
    let summary = format!("{all}{}", without.unwrap_or_default());
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
        let clear = (!query.is_empty()).then(|| "/audit".to_owned());
        view! {
            <Nothing words=w yet=w.t("还没有记录", "Nothing recorded yet") clear=clear>
                <p>{w.t("谁做了什么，会一条一条记在这里。", "Who did what will stand here, line by line.")}</p>
            </Nothing>
        }
        .into_any()
    } else {
        view! {
            <DataTable
                lines=true
                caption=w.t("操作记录", "Audit log")
                columns=vec![
                    (w.t("做了什么", "What").to_owned(), ColumnKind::Short),
                    (w.t("时间", "When").to_owned(), ColumnKind::Short),
                    (w.t("谁", "Who").to_owned(), ColumnKind::Short),
                    (w.t("对象", "Subject").to_owned(), ColumnKind::Text),
                    (w.t("说明", "Note").to_owned(), ColumnKind::Text),
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
    view! {
        <div class="page-head is-wide">
            <h1>{w.t("操作记录", "Audit log")}</h1>
            <a class="button to-filters" href="#filters">{w.t("查找", "Search")}</a>
            {file}
        </div>
        <div class="list-and-filters">
            <div>
                {list}
                {pager}
            </div>
            {filters(w, query, actions)}
        </div>
    }
}

fn filters(w: Words, query: &QueryParams, actions: Vec<String>) -> impl IntoView + use<> {
    let mut actions: Vec<Choice> =
        actions.into_iter().map(|action| Choice::new(action.clone(), w.action(&action))).collect();
    actions.insert(0, Choice::new("", w.t("全部操作，不含登录", "Everything but sign-ins")));
    actions.insert(1, Choice::new(WITH_SIGN_INS, w.t("全部操作和登录", "Everything and sign-ins")));
    actions.insert(2, Choice::new(WITH_FACTS, w.t("全部，连同系统留底", "All of it, facts on record too")));
    let clear = (!query.is_empty()).then(|| {
        view! {
            <LinkButton href="/audit" kind=Kind::Quiet>
                {w.t("清除条件", "Clear")}
            </LinkButton>
        }
    });
    // An object is chosen by its line, not typed.
    let object = (!query.object.is_empty())
        .then(|| view! { <input type="hidden" name="object" value=query.object.clone() /> });
    let search = |name: &'static str, label: &'static str, kind: &'static str, value: &str| {
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input class="input" type=kind id=name name=name value=value.to_owned() />
            </div>
        }
    };
    view! {
        <section class="stack" id="filters" aria-label=w.t("查找", "Search")>
            <form class="filters-column sheet" method="get" action="/audit" role="search">
                {object}
                {search("who", w.t("谁（姓名或账号）", "Who (name or account)"), "search", &query.who)}
                <Select name="what" label=w.t("做了什么", "What") options=actions chosen=query.what.clone() />
                {search("text", w.t("理由、改动里的字", "In reason or change"), "search", &query.text)}
                {search("from", w.t("从哪一天", "From day"), "date", &query.from)}
                {search("until", w.t("到哪一天", "To day"), "date", &query.until)}
                {search("place", w.t("网络地址", "Network address"), "search", &query.place)}
                <div class="actions">
                    <button class="button button-primary">{w.t("查找", "Search")}</button>
                    {clear}
                </div>
            </form>
            <p class="soft small">
                {w.t(
                    "谁、什么时候、做了什么、为什么。只能添加：改了、删了、插了一条，核验都会发现。点开一条看全部内容和它的证明。",
                    "Who did what, when and why. It can only be added to: the verification finds a line that was changed, taken out or slipped in. Open a line to see all of it and its proof.",
                )}
            </p>
        </section>
    }
}

fn row(naming: &Naming, line: AuditLine) -> impl IntoView + use<> {
    let w = naming.words;
    let (note, subject) = (naming.note(&line), naming.subject(&line.subject));
    let when = naming.zone.minute(line.at_ms);
    let who = line.name.unwrap_or_else(|| w.t("系统", "The system").to_owned());
    let action = w.action(&line.action);
    let action = match line.leaf_index {
        Some(index) => view! { <a href=format!("/audit/{index}")>{action}</a> }.into_any(),
        None => action.into_any(),
    };
    let subject = if line.subject.is_empty() {
        "—".into_any()
    } else {
        view! { <a href=all_of(&line.subject)>{subject}</a> }.into_any()
    };
    view! {
        <Row>
            <HeadCell>{action}</HeadCell>
            <Cell label=w.t("时间", "When") kind=ColumnKind::Short>
                {when}
            </Cell>
            <Cell label=w.t("谁", "Who") kind=ColumnKind::Short>
                <span title=line.login>{who}</span>
            </Cell>
            <Cell label=w.t("对象", "Subject")>{subject}</Cell>
            <Cell label=w.t("说明", "Note")>
                <span title=note.clone()>{note.clone()}</span>
            </Cell>
        </Row>
    }
}

/// The address of everything that was done to an object.
pub fn all_of(subject: &str) -> String {
    let all =
        QueryParams { object: subject.to_owned(), what: WITH_SIGN_INS.to_owned(), ..QueryParams::default() };
    format!("/audit{}", all.query())
}
