//! The catalogue: search, filters, cards.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::class_closing::ClassClock;
use domain::course::{Level, Mode};
use domain::policy::Policy;
use domain::subsidy::CreditHours;
use form_urlencoded::Serializer;
use leptos::prelude::*;
use store::course::Category;
use store::course::search::{CourseCard, Found, PAGE_SIZE, Trade};
use store::enrolment::MyClass;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Chip, Choice, Empty, EmptyMark, LinkButton, NavItem, Pager, Select, Status};
use web::{Site, Visit};

use super::query::{QueryParams, TEXT_CHARS_MAX};
use crate::learn::resume;

pub fn routes() -> Router<Site> {
    Router::new().route("/courses", get(courses))
}

/// What the filters offer.
struct Offers {
    trades: Vec<Trade>,
    audiences: Vec<Category>,
}

/// `GET /courses`: open to everybody.
async fn courses(
    State(site): State<Site>,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let found = site.db.search_courses(&query.query()).await?;
    let offers = Offers { trades: site.db.trades().await?, audiences: site.db.audiences().await? };
    let mine = match &visit.viewer {
        Some(viewer) => site.db.my_classes(&viewer.person).await?,
        None => Vec::new(),
    };
    let policy = site.policy().cloned();
    let w = visit.words;
    let about = About::new(w.t("免费课程", "Free courses")).at(NavItem::Courses);
    Ok(visit.page(about, move || catalogue(w, query, found, offers, mine, policy, site.class_clock())))
}

fn catalogue(
    w: Words,
    query: QueryParams,
    found: Found,
    offers: Offers,
    mine: Vec<MyClass>,
    policy: Option<Policy>,
    clock: ClassClock<'_>,
) -> impl IntoView + use<> {
    let enrolled: Vec<String> = mine.iter().map(|class| class.course_code.clone()).collect();
    let searched = !query.text().is_empty();
    let heading = match (w, searched || query.has_filter()) {
        (Words::Zh, true) => format!("找到 {} 门课程", found.total),
        (Words::Zh, false) => format!("全部 {} 门课程", found.total),
        (Words::En, true) => format!("{} found", found.total),
        (Words::En, false) => format!("All {} courses", found.total),
    };
    let (page, pages) = (query.query().page, (found.total + PAGE_SIZE - 1) / PAGE_SIZE);
    let list = query.link_without("page");
    let result = if found.courses.is_empty() {
        view! {
            {active_filters(w, &query, &offers)}
            {nothing_found(w, &query)}
        }
        .into_any()
    } else {
        view! {
            <div class="split">
                <h2>{heading}</h2>
                {active_filters(w, &query, &offers)}
            </div>
            {cards(w, found.courses, &enrolled, policy.as_ref())}
            <Pager words=w page=page pages=pages list=list />
        }
        .into_any()
    };
    view! {
        {resume(w, clock, &mine)}
        <div class="page-head">
            <div>
                <h1>{w.t("免费课程", "Free courses")}</h1>
                <p>{w.t("学过并通过抽查的时间都算数，符合条件的可以领培训补贴。", "Time that passes its checks counts, and those who qualify get the training subsidy.")}</p>
            </div>
        </div>
        {search_form(w, query.text())}
        {filters(w, &query, &offers)}
        {result}
    }
}

/// The search box, here and on the front page.
pub fn search_form(w: Words, text: String) -> impl IntoView {
    view! {
        <form class="search" role="search" action="/courses" method="get">
            <label class="visually-hidden" for="q">
                {w.t("搜索课程", "Search courses")}
            </label>
            <input
                class="input"
                id="q"
                type="search"
                name="q"
                value=text
                maxlength=TEXT_CHARS_MAX.to_string()
                placeholder=w.t("例如：养殖、直播、用电", "e.g. crab, live, electricity")
            />
            <button class="button button-primary">{w.t("搜索", "Search")}</button>
        </form>
    }
}

fn filters(w: Words, query: &QueryParams, offers: &Offers) -> impl IntoView + use<> {
    let any = |zh, en| Choice::new("", w.t(zh, en));
    let named = |code: &str, zh: &str, en: &str| Choice::new(code, if w == Words::Zh { zh } else { en });
    let trades = offers.trades.iter().map(|trade| named(&trade.code, &trade.name, &trade.name_en));
    let audiences = offers.audiences.iter().map(|one| named(&one.code, &one.name, &one.name_en));
    let levels = Level::ALL.iter().map(|level| Choice::new(level.as_str(), w.level(*level)));
    let modes = Mode::ALL.iter().map(|mode| Choice::new(mode.as_str(), w.mode(*mode)));
    let with_any = |first: Choice, rest: Vec<Choice>| [vec![first], rest].concat();
    view! {
        <details class="filters" >
            <summary>{w.t("筛选", "Filters")}</summary>
            <form class="filters-body" action="/courses" method="get">
                <input type="hidden" name="q" value=query.text() />
                <Select
                    name="trade"
                    label=w.t("学什么", "Trade")
                    options=with_any(any("全部工种", "Any trade"), trades.collect())
                    chosen=query.trade.clone()
                />
                <Select
                    name="category"
                    label=w.t("适合谁", "For whom")
                    options=with_any(any("所有人", "Everybody"), audiences.collect())
                    chosen=query.category.clone()
                />
                <Select
                    name="level"
                    label=w.t("等级", "Level")
                    options=with_any(any("全部等级", "Any level"), levels.collect())
                    chosen=query.level.clone()
                />
                <Select
                    name="mode"
                    label=w.t("怎么上课", "How it is taught")
                    options=with_any(any("都可以", "Any way"), modes.collect())
                    chosen=query.mode.clone()
                />
                <div class="actions">
                    <button class="button">{w.t("按条件查看", "Apply")}</button>
                </div>
            </form>
        </details>
    }
}

/// What narrows the list now; each is a link that takes it away.
fn active_filters(w: Words, query: &QueryParams, offers: &Offers) -> impl IntoView + use<> {
    let name = |zh: &str, en: &str| if w == Words::Zh { zh.to_owned() } else { en.to_owned() };
    let trade = offers.trades.iter().find(|trade| trade.code == query.trade);
    let category = offers.audiences.iter().find(|one| one.code == query.category);
    let set = [
        ("q", query.text()),
        ("trade", trade.map_or_else(|| query.trade.clone(), |trade| name(&trade.name, &trade.name_en))),
        ("category", category.map_or_else(|| query.category.clone(), |one| name(&one.name, &one.name_en))),
        ("level", w.level_of(&query.level).to_owned()),
        ("mode", w.mode_of(&query.mode).to_owned()),
    ];
    let links = set.into_iter().filter(|(_, name)| !name.is_empty()).map(|(part, name)| {
        view! {
            <a href=query.link_without(part)>
                {name} <span class="visually-hidden">{w.t("，去掉这个条件", ", remove")}</span>
            </a>
        }
    });
    let links = links.collect_view();
    (!links.is_empty()).then(|| view! { <p class="active-filters">{links}</p> })
}

fn nothing_found(w: Words, query: &QueryParams) -> impl IntoView + use<> {
    let text = query.text();
    let title = match (w, text.is_empty()) {
        (Words::Zh, false) => format!("没有找到“{text}”"),
        (Words::En, false) => format!("Nothing found for “{text}”"),
        (_, true) => w.t("没有符合条件的课程", "No course fits").to_owned(),
    };
    let help = if query.has_filter() {
        w.t("条件可能太多了，去掉筛选条件再试试。", "There may be too many conditions: try without filters.")
    } else {
        w.t("换一个短一点的词试试，两个字就够，例如“养殖”。", "Try a shorter word.")
    };
    let without_filters = (query.has_filter() && !text.is_empty()).then(|| {
        let href = format!("/courses?{}", Serializer::new(String::new()).append_pair("q", &text).finish());
        view! { <LinkButton href=href>{w.t("去掉筛选条件", "Without filters")}</LinkButton> }
    });
    view! {
        <Empty title=title mark=EmptyMark::Search>
            <p>{help}</p>
            <div class="actions">
                {without_filters} <LinkButton href="/courses">{w.t("看全部课程", "See all courses")}</LinkButton>
            </div>
        </Empty>
    }
}

/// Courses as cards. `enrolled` holds the codes of those the reader is in already.
pub fn cards(
    w: Words,
    courses: Vec<CourseCard>,
    enrolled: &[String],
    policy: Option<&Policy>,
) -> impl IntoView + use<> {
    let cards = courses.into_iter().map(|card| {
        let zh = w == Words::Zh;
        let (title, summary, trade) = if zh {
            (card.title, card.summary, card.trade)
        } else {
            (card.title_en, card.summary_en, card.trade_en)
        };
        let hours = policy.map(|policy| {
            let hours = CreditHours::of_ms(card.duration_ms, policy).tenths;
            view! { <span><b>{format::tenths(hours)}</b> " " {w.t("学时", "credit hours")}</span> }
        });
        let tags = [trade.as_str(), w.level_of(&card.level), w.mode_of(&card.mode)].join(" · ");
        let mine = enrolled.contains(&card.code).then(|| {
            view! { <Chip status=Status::Verified>{w.t("已报名", "Enrolled")}</Chip> }
        });
        view! {
            <li class="card">
                <div class="card-cover">
                    <img src=format!("/media/{}", card.cover) alt="" width="320" height="180" loading="lazy" />
                </div>
                <div class="card-body">
                    <div class="card-heading">
                        <h3 class="card-title">
                            <a href=format!("/courses/{}", card.code)>{title}</a>
                        </h3>
                        <p class="card-tags">
                            <span>{tags}</span>
                            {mine}
                        </p>
                    </div>
                    <p class="card-text">{summary}</p>
                    <p class="card-audience small faint">
                        {audience(w, &card.audience)}
                    </p>
                    <p class="card-facts">
                        {hours} <span>
                            <b>{card.lessons}</b>
                            " "
                            {w.t("课", "lessons")}
                        </span> <span>{format::duration(w, card.duration_ms)}</span>
                        <span>{w.t("流量约 ", "about ")} <b>{format::megabytes(card.media_bytes)}</b></span>
                    </p>
                </div>
            </li>
        }
    });
    view! { <ul class="cards">{cards.collect_view()}</ul> }
}

/// For whom a course is, in one line: the course's page names them all.
fn audience(w: Words, categories: &[Category]) -> String {
    let names: Vec<_> = categories.iter().take(2).map(|one| w.either(&one.name, &one.name_en)).collect();
    let names = names.join(w.t("、", ", "));
    match (w, categories.len()) {
        (Words::Zh, ..3) => format!("适合：{names}"),
        (Words::Zh, count) => format!("适合：{names}等 {count} 类人员"),
        (Words::En, ..3) => format!("For: {names}"),
        (Words::En, count) => format!("For: {names} and {} more", count - 2),
    }
}
