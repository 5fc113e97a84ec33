//! Signals: patterns for a human look, apart from everything that counts seconds.

use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::signal::SignalKind;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::signal::{Signal, SignalSearch};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Choice, NavItem, Nothing, Pager, Segment, Segments, Select};
use web::{Site, Viewer, Visit};

use super::detail::what;

pub fn routes() -> Router<Site> {
    Router::new().route("/signals", get(signals))
}

const SIGNALS_A_PAGE: i64 = 20;

/// Which signals are shown.
#[derive(Clone, Debug, Default, Deserialize)]
struct QueryParams {
    #[serde(default)]
    kind: String,
    /// `yes`: also those that were looked at.
    #[serde(default)]
    all: String,
    #[serde(default)]
    page: Option<i64>,
}

/// The address of a selection.
fn address(kind: &str, all: bool) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !kind.is_empty() {
        query.append_pair("kind", kind);
    }
    if all {
        query.append_pair("all", "yes");
    }
    let query = query.finish();
    if query.is_empty() { "/signals".to_owned() } else { format!("/signals?{query}") }
}

/// `GET /signals`: for controllers and auditors.
async fn signals(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeSignals)?;
    let search = SignalSearch { kind: SignalKind::from_code(&query.kind), all: query.all == "yes" };
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(SIGNALS_A_PAGE);
    let (found, count) = site.db.signals(&search, SIGNALS_A_PAGE, offset).await?;
    let (w, zone) = (visit.words, site.zone());
    let watches = viewer.may(Action::WatchClass) || viewer.may(Action::SeeHours);
    let about = About::new(w.t("异常线索", "Signals")).at(NavItem::Signals);
    Ok(visit.page(about, move || view(w, zone, &search, (found, page, count), watches)))
}

fn view(
    w: Words,
    zone: Zone,
    search: &SignalSearch,
    (found, page, count): (Vec<Signal>, i64, i64),
    watches: bool,
) -> impl IntoView + use<> {
    let kind = search.kind.map_or("", SignalKind::as_str);
    let segments = vec![
        Segment {
            href: address(kind, false),
            name: w.t("还没看的", "Open").to_owned(),
            count: (!search.all).then_some(count),
            current: !search.all,
        },
        Segment {
            href: address(kind, true),
            name: w.t("全部", "All").to_owned(),
            count: search.all.then_some(count),
            current: search.all,
        },
    ];
    let mut kinds = vec![Choice::new("", w.t("全部种类", "Every kind"))];
    kinds.extend(SignalKind::ALL.into_iter().map(|one| Choice::new(one.as_str(), w.signal(one))));
    let all = search.all.then(|| view! { <input type="hidden" name="all" value="yes" /> });
    let first = (page - 1) * SIGNALS_A_PAGE + 1;
    let last = first + found.len() as i64 - 1;
    let summary = match w {
        Words::Zh => format!("第 {first}–{last} 条，共 {count} 条"),
        Words::En => format!("{first}–{last} of {count}"),
    };
    let list = if found.is_empty() {
        let clear = (!kind.is_empty()).then(|| address("", search.all));
        view! {
            <Nothing words=w yet=w.t("没有要看的线索", "Nothing to look at") clear=clear>
                <p>
                    {w.t(
                        "系统每小时看一遍近 14 天的学习记录，发现了会列在这里。",
                        "Every hour the last 14 days are looked through; what is found is listed here.",
                    )}
                </p>
            </Nothing>
        }
        .into_any()
    } else {
        found
            .into_iter()
            .map(|signal| {
                let href = format!("/signals/{}", signal.id);
                let name = view! { <h2><a href=href>{w.signal(signal.kind)}</a></h2> }.into_any();
                view! { <article class="sheet stack">{what(w, zone, signal, name, watches)}</article> }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("异常线索", "Signals")}</h1>
                <p>
                    {w.t(
                        "线索只是提醒人去看一眼，不扣任何人的学时，也不说明谁做错了。看过以后请写下结论。",
                        "A signal only asks for a look. It takes no second from anybody and proves nothing. Write down what came of it.",
                    )}
                </p>
            </div>
        </div>
        <Segments label=w.t("范围", "Which") segments=segments />
        <form class="cluster" method="get" action="/signals" role="search">
            {all}
            <Select name="kind" label=w.t("种类", "Kind") options=kinds chosen=kind />
            <button class="button">{w.t("筛选", "Filter")}</button>
        </form>
        <div class="stack">{list}</div>
        <Pager
            words=w
            page=page
            pages=(count + SIGNALS_A_PAGE - 1) / SIGNALS_A_PAGE
            list=address(kind, search.all)
            summary=summary
        />
    }
}
