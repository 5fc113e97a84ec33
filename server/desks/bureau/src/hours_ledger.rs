//! Classes with verified hours: what the bureau sees first. Every number leads to where it comes from.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::policy::{Policies, Policy};
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use serde::Deserialize;
use store::class_hours::{ClassHours, ClassHoursSearch, HoursTotals, Named};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, Choice, ColumnKind, DataTable, Empty, EmptyMark, HeadCell, Hours, HoursBar, HoursSize, KeyFigure,
    KeyFigures, Kind, LinkButton, NavItem, Pager, Row, Select,
};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/hours-ledger", get(hours_ledger))
}

const CLASSES_A_PAGE: i64 = 20;

#[derive(Clone, Debug, Default, Deserialize)]
struct QueryParams {
    #[serde(default)]
    region: String,
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    page: Option<i64>,
}

impl QueryParams {
    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("region", &self.region), ("organisation", &self.organisation)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { "/hours-ledger".to_owned() } else { format!("/hours-ledger?{query}") }
    }
}

/// Everything the page shows.
struct PageData {
    classes: Vec<ClassHours>,
    totals: HoursTotals,
    regions: Vec<Named>,
    organisations: Vec<Named>,
    may_export: bool,
}

/// `GET /hours-ledger`: for bureaus, finance and audit, each within its reach.
async fn hours_ledger(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeHours)?;
    let scope_filter = viewer.scope_filter(Action::SeeHours);
    let page = query.page.unwrap_or(1).max(1);
    let search = ClassHoursSearch {
        scope_filter: scope_filter.clone(),
        region: query.region.clone(),
        organisation: query.organisation.clone(),
    };
    let data = PageData {
        classes: site
            .db
            .class_hours(&search, CLASSES_A_PAGE, (page - 1).saturating_mul(CLASSES_A_PAGE))
            .await?,
        totals: site.db.hours_totals(&search).await?,
        regions: site.db.regions_with_classes(&scope_filter).await?,
        organisations: site.db.organisations_with_classes(&scope_filter).await?,
        may_export: viewer.may(Action::ExportMasked),
    };
    let w = visit.words;
    let policies = site.policies.clone();
    let about = About::new(w.t("班级学时", "Class hours")).at(NavItem::HoursLedger);
    Ok(visit.page(about, move || view(w, data, &query, page, &policies)))
}

fn view(
    w: Words,
    data: PageData,
    query: &QueryParams,
    page: i64,
    policies: &Policies,
) -> impl IntoView + use<> {
    let totals = data.totals.clone();
    let export = data.may_export.then(|| {
        view! {
            <LinkButton href="/exports" kind=Kind::Primary>
                {w.t("导出实名制台账", "Export the ledger")}
            </LinkButton>
        }
    });
    let people = w.t("人", "");
    let list = if data.classes.is_empty() {
        view! {
            <Empty title=w.t("没有这样的班期", "No such classes") mark=EmptyMark::Search>
                <p>{w.t("换一个县区或机构看看。", "Try another county or institution.")}</p>
                <LinkButton href="/hours-ledger">{w.t("看全部", "See all")}</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        table(w, data.classes, totals.clone(), policies).into_any()
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("班级学时", "Class hours")}</h1>
                <p>
                    {w.t(
                        "认定学时都来自学时账，点开班期可以一直查到每个人的每一条。",
                        "Every verified hour comes from the ledger: follow a class down to each learner's entries.",
                    )}
                    " "
                    <a href="/policies">{w.t("认定规则和来源", "Policies and their sources")}</a>
                </p>
            </div>
            {export}
        </div>
        <KeyFigures>
            <KeyFigure label=w.t("班期", "Classes") value=format::count(totals.classes) unit=w.t("个", "") />
            <KeyFigure label=w.t("学员", "Learners") value=format::count(totals.learners) unit=people />
            <KeyFigure
                label=w.t("已认定", "Verified")
                value=format::tenths(totals.credit_tenths)
                unit=w.t("学时", "credit hours")
            />
            <KeyFigure label=w.t("已完成", "Completed") value=format::count(totals.completed) unit=people />
            <KeyFigure label=w.t("按政策应补", "Subsidy by policy") value=format::money(totals.amount_fen) />
        </KeyFigures>
        {filters(w, query, &data.regions, &data.organisations)}
        {list}
        <Pager
            words=w
            page=page
            pages=(totals.classes + CLASSES_A_PAGE - 1) / CLASSES_A_PAGE
            list=query.address()
            summary=match w {
                Words::Zh => format!("共 {} 个班期", totals.classes),
                Words::En => format!("{} classes", totals.classes),
            }
        />
    }
}

fn filters(
    w: Words,
    query: &QueryParams,
    regions: &[Named],
    organisations: &[Named],
) -> impl IntoView + use<> {
    let options = |all: &str, named: &[Named]| {
        let mut options = vec![Choice::new("", all)];
        options.extend(named.iter().map(|one| Choice::new(&one.id, w.either(&one.name, &one.name_en))));
        options
    };
    let set = !query.region.is_empty() || !query.organisation.is_empty();
    let clear = set.then(|| {
        view! {
            <LinkButton href="/hours-ledger" kind=Kind::Quiet>
                {w.t("清除条件", "Clear")}
            </LinkButton>
        }
    });
    (regions.len() + organisations.len() > 2 || set).then(|| {
        view! {
            <details class="filters" open=set>
            <summary>{w.t("筛选", "Filter")}</summary>
            <form class="filters-body" method="get" action="/hours-ledger">
                <Select
                    name="region"
                    label=w.t("县区", "County")
                    options=options(w.t("全部县区", "All counties"), regions)
                    chosen=query.region.clone()
                />
                <Select
                    name="organisation"
                    label=w.t("培训机构", "Institution")
                    options=options(w.t("全部机构", "All institutions"), organisations)
                    chosen=query.organisation.clone()
                />
                <div class="actions">
                    <button class="button">{w.t("筛选", "Filter")}</button>
                    {clear}
                </div>
            </form>
            </details>
        }
    })
}

fn table(
    w: Words,
    classes: Vec<ClassHours>,
    totals: HoursTotals,
    policies: &Policies,
) -> impl IntoView + use<> {
    let rows = classes
        .into_iter()
        .map(|class| {
            let policy = policies.version(&class.policy_version);
            row(w, class, policy)
        })
        .collect_view();
    view! {
        <DataTable
            caption=w.t("班期和学时", "Classes and hours")
            columns=vec![
                (w.t("班期", "Class").to_owned(), ColumnKind::Text),
                (w.t("学员", "Learners").to_owned(), ColumnKind::Number),
                (w.t("完成", "Completed").to_owned(), ColumnKind::Number),
                (w.t("学时", "Hours").to_owned(), ColumnKind::Text),
                (w.t("认定学时", "Credit hours").to_owned(), ColumnKind::Number),
                (w.t("应补金额", "Subsidy").to_owned(), ColumnKind::Number),
            ]
            foot=move || {
                view! {
                    <Row>
                        <HeadCell>{w.t("合计", "Total")}</HeadCell>
                        <Cell label=w.t("学员", "Learners") kind=ColumnKind::Number>
                            {format::count(totals.learners)}
                        </Cell>
                        <Cell label=w.t("完成", "Completed") kind=ColumnKind::Number>
                            {format::count(totals.completed)}
                        </Cell>
                        <Cell label="" />
                        <Cell label=w.t("认定学时", "Credit hours") kind=ColumnKind::Number>
                            <span>
                                {format::tenths(totals.credit_tenths)}
                                <small>{seconds(w, totals.verified_ms)}</small>
                            </span>
                        </Cell>
                        <Cell label=w.t("应补金额", "Subsidy") kind=ColumnKind::Number>
                            {format::money(totals.amount_fen)}
                        </Cell>
                    </Row>
                }
            }
        >
            {rows}
        </DataTable>
    }
}

/// The exact time behind the hours, as the ledger sums it.
fn seconds(w: Words, ms: i64) -> String {
    format!("{}.{:03} {}", format::count(ms / 1000), ms % 1000, w.t("秒", "s"))
}

fn row(w: Words, class: ClassHours, policy: Option<&Policy>) -> impl IntoView + use<> {
    let tenths = |ms: i64| policy.map_or(0, |policy| CreditHours::of_ms(ms, policy).tenths);
    let hours = Hours {
        required: tenths(class.required_ms) * class.learners,
        verified: class.credit_tenths,
        waiting: tenths(class.waiting_ms),
        refused: tenths(class.refused_ms),
    };
    let href = format!("/classes/{}", class.id);
    let place = format!(
        "{} · {}",
        w.either(&class.region, &class.region_en),
        w.either(&class.organisation, &class.organisation_en)
    );
    view! {
        <Row>
            <HeadCell>
                <a href=href>{class.code} " " {class.title}</a>
                <small>{place}</small>
            </HeadCell>
            <Cell label=w.t("学员", "Learners") kind=ColumnKind::Number>
                {format::count(class.learners)}
            </Cell>
            <Cell label=w.t("完成", "Completed") kind=ColumnKind::Number>
                {format::count(class.completed)}
            </Cell>
            <Cell label=w.t("学时", "Hours") kind=ColumnKind::Bar>
                <HoursBar words=w hours=hours size=HoursSize::Small />
            </Cell>
            <Cell label=w.t("认定学时", "Credit hours") kind=ColumnKind::Number>
                <span>
                    {format::tenths(class.credit_tenths)}
                    <small>{seconds(w, class.verified_ms)}</small>
                </span>
            </Cell>
            <Cell label=w.t("应补金额", "Subsidy") kind=ColumnKind::Number>
                {format::money(class.amount_fen)}
            </Cell>
        </Row>
    }
}
