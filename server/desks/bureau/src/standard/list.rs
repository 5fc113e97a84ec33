//! The standards, the latest first.

use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::class_application::Programme;
use domain::course::Level;
use domain::document::read_day;
use domain::standard::Standard;
use domain::typed::visible;
use leptos::prelude::*;
use serde::Deserialize;
use store::register::Pick;
use store::standard::{ListedStandard, StandardSearch};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, Choice, ColumnKind, DataTable, Field, HeadCell, Kind, LinkButton, Nothing, Pager, Row, Select,
};
use web::{Site, Viewer, Visit};

use super::{AT, chip, named};

pub fn routes() -> Router<Site> {
    Router::new().route("/standards", get(standards))
}

const STANDARDS_A_PAGE: i64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    trade: String,
    level: String,
    category: String,
    programme: String,
    day: String,
    page: Option<i64>,
}

impl QueryParams {
    /// The list's address with what is set.
    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let all = [
            ("trade", self.trade.trim()),
            ("level", &self.level),
            ("category", &self.category),
            ("programme", &self.programme),
            ("day", self.day.trim()),
        ];
        for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        match query.finish() {
            query if query.is_empty() => "/standards".to_owned(),
            query => format!("/standards?{query}"),
        }
    }

    /// Whether anything but the words is looked for.
    fn filters(&self) -> bool {
        [&self.level, &self.category, &self.programme, &self.day].iter().any(|text| !text.trim().is_empty())
    }
}

struct PageData {
    query: QueryParams,
    found: Vec<ListedStandard>,
    categories: Vec<Pick>,
    page: i64,
    count: i64,
    today: String,
    manages: bool,
    has_funds: bool,
}

/// `GET /standards`: for who sees standards; they are no secret of a region.
async fn standards(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeStandards)?;
    let page = query.page.unwrap_or(1).max(1);
    let search = StandardSearch {
        trade: Some(visible(&query.trade)).filter(|text| !text.is_empty()),
        level: Level::from_code(&query.level),
        category: Some(query.category.clone()).filter(|code| !code.is_empty()),
        programme: Programme::from_code(&query.programme),
        day: read_day(&query.day),
        limit: STANDARDS_A_PAGE,
        offset: (page - 1).saturating_mul(STANDARDS_A_PAGE),
    };
    let (found, count) = site.db.standards(&search).await?;
    let today = site.today();
    let data = PageData {
        query,
        found,
        categories: site.db.categories_on(&today).await?,
        page,
        count,
        today,
        manages: viewer.may(Action::ManageStandards),
        has_funds: !site.db.funds().await?.is_empty(),
    };
    let w = visit.words;
    let about = About::new(w.t("补贴标准", "Standards")).at(AT);
    Ok(visit.page(about, move || view(w, data)))
}

fn view(w: Words, data: PageData) -> impl IntoView {
    let PageData { query, found, categories, page, count, today, manages, has_funds } = data;
    let address = query.address();
    let is_set = address != "/standards";
    let list = if found.is_empty() {
        view! {
            <Nothing words=w yet=w.t("还没有登记补贴标准", "No standards yet") clear=is_set.then(|| "/standards".to_owned())>
                <p>
                    {match (manages, has_funds) {
                        (true, false) => w.t("先登记资金渠道，再登记标准。没有标准时，按规则里通用的每学时补贴算。", "Record a fund first, then a standard. Until then the general rate for a credit hour is paid."),
                        (true, true) => w.t("登记以后，新开的班按它算补贴。没有标准时，按规则里通用的每学时补贴算。", "Classes that begin are paid by what is recorded. Until then the general rate for a credit hour is paid."),
                        (false, _) => w.t("市局登记以后会出现在这里。没有标准时，按规则里通用的每学时补贴算。", "They appear here once the city has recorded them. Until then the general rate for a credit hour is paid."),
                    }}
                </p>
            </Nothing>
        }
        .into_any()
    } else {
        let rows = found.into_iter().map(|one| row(w, one, &today)).collect_view();
        view! {
            <DataTable
                lines=true
                caption=w.t("补贴标准", "Standards")
                columns=vec![
                    (w.t("给什么培训", "For").to_owned(), ColumnKind::Text),
                    (w.t("补多少", "Pays").to_owned(), ColumnKind::Short),
                    (w.t("哪些天", "Days").to_owned(), ColumnKind::Short),
                    (w.t("文号", "Document").to_owned(), ColumnKind::Text),
                    (w.t("状态", "State").to_owned(), ColumnKind::Short),
                ]
            >
                {rows}
            </DataTable>
        }
        .into_any()
    };
    let record = (manages && has_funds).then(|| {
        view! {
            <LinkButton href="/standards/import">{w.t("从表格导入", "Import from a file")}</LinkButton>
            <LinkButton href="/standards/new" kind=Kind::Primary>{w.t("登记标准", "Record a standard")}</LinkButton>
        }
    });
    view! {
        <div class="page-head is-wide">
            <div>
                <h1>{w.t("补贴标准", "Standards")}</h1>
                <p>
                    {w.t(
                        "按开班那天有效的标准算；几条都对得上时，写得最细的那条优先。",
                        "A class is paid by what is in force on its first day; of several the one that names most comes first.",
                    )}
                </p>
            </div>
            <div class="actions">
                <LinkButton href="/standards/funds">{w.t("资金渠道", "Funds")}</LinkButton>
                {record}
            </div>
        </div>
        {filters(w, &query, categories)}
        {list}
        <Pager
            words=w
            page=page
            pages=(count + STANDARDS_A_PAGE - 1) / STANDARDS_A_PAGE
            list=address
            summary=match w {
                Words::Zh => format!("共 {count} 条"),
                Words::En => format!("{count} in all"),
            }
        />
    }
}

/// The search by trade, and what else the list can be narrowed by.
fn filters(w: Words, query: &QueryParams, categories: Vec<Pick>) -> impl IntoView + use<> {
    let any = |label| vec![Choice::new("", label)];
    let mut levels = any(w.t("全部等级", "All levels"));
    levels.extend(Level::ALL.map(|level| Choice::new(level.as_str(), w.level(level))));
    let mut groups = any(w.t("全部人员", "Everybody"));
    groups.extend(categories.into_iter().map(|one| Choice::new(one.code, w.either(&one.name, &one.name_en))));
    let mut programmes = any(w.t("全部项目", "All programmes"));
    programmes.extend(Programme::ALL.map(|one| Choice::new(one.as_str(), w.programme(one))));
    view! {
        <form class="search" method="get" action="/standards" role="search">
            <label class="visually-hidden" for="trade">{w.t("工种名称或编码", "Name or code of the trade")}</label>
            <input class="input" type="search" id="trade" name="trade" value=query.trade.clone() placeholder=w.t("工种名称或编码", "Name or code of the trade") />
            <button class="button">{w.t("查找", "Search")}</button>
        </form>
        <details class="filters" open=query.filters()>
            <summary>{w.t("筛选", "Filter")}</summary>
            <form class="filters-body" method="get" action="/standards">
                <input type="hidden" name="trade" value=query.trade.clone() />
                <Select name="level" label=w.t("等级", "Level") options=levels chosen=query.level.clone() />
                <Select name="category" label=w.t("人员类别", "Category of people") options=groups chosen=query.category.clone() />
                <Select name="programme" label=w.t("项目", "Programme") options=programmes chosen=query.programme.clone() />
                <Field name="day" label=w.t("哪天有效", "In force on") hint=w.t("如 20260301", "As 20260301") value=query.day.clone() inputmode="numeric" shape="input-short" />
                <div class="actions">
                    <button class="button">{w.t("筛选", "Filter")}</button>
                </div>
            </form>
        </details>
    }
}

fn row(w: Words, one: ListedStandard, today: &str) -> impl IntoView + use<> {
    let (state, what, when) = (chip(w, &one, today), named(w, &one), short_days(w, &one.rule));
    let (href, pays, source) =
        (format!("/standards/{}", one.rule.id), w.standard_rate(one.rule.pay), one.rule.source);
    view! {
        <Row>
            <HeadCell>
                <a href=href>{what}</a>
            </HeadCell>
            <Cell label=w.t("补多少", "Pays") kind=ColumnKind::Short>{pays}</Cell>
            <Cell label=w.t("哪些天", "Days") kind=ColumnKind::Short>{when}</Cell>
            <Cell label=w.t("文号", "Document")><span class="break-anywhere">{source}</span></Cell>
            <Cell label=w.t("状态", "State") kind=ColumnKind::Short>{state}</Cell>
        </Row>
    }
}

/// The days of a standard, short enough for a line.
pub fn short_days(w: Words, rule: &Standard) -> String {
    let until = rule.valid_to.as_deref().unwrap_or(w.t("长期", "no end"));
    format!("{} – {until}", rule.valid_from)
}
