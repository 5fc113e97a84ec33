//! Verified hours of classes, for the bureau: sums, their course by month and county, and the list. Every number leads to where
//! it comes from.

mod chart;
mod query;
mod table;

use std::collections::{BTreeMap, HashMap};

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::id::ClassId;
use domain::policy::Policies;
use domain::time::months_between;
use leptos::prelude::*;
use store::class_hours::{ClassHours, ClassHoursSearch, HoursTotals};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Empty, EmptyMark, KeyFigure, KeyFigures, Kind, LinkButton, NavItem, Pager};
use web::{Site, Viewer, Visit};

use chart::{Bar, Sum, chart};
use query::{Choosable, QueryParams, filters};

pub fn routes() -> Router<Site> {
    Router::new().route("/hours-ledger", get(hours_ledger))
}

const CLASSES_A_PAGE: i64 = 20;
/// Months drawn; the table has them all.
const MONTHS_DRAWN: usize = 24;
/// Before any month, and after every one.
const ALWAYS: (&str, &str) = ("0000-01", "9999-12");

/// Everything the page shows.
struct PageData {
    query: QueryParams,
    choosable: Choosable,
    classes: Vec<ClassHours>,
    /// How many classes the list has on all its pages, and their learners.
    count: i64,
    learners: i64,
    /// Of the classes as they stand; in a period nothing is reckoned.
    totals: HoursTotals,
    /// In the period, class by class and together.
    sums: HashMap<ClassId, Sum>,
    total: Sum,
    months: Vec<Bar>,
    counties: Vec<Bar>,
    page: i64,
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
    let data = read(&site, &viewer, visit.words, query.sane()).await?;
    let (w, policies) = (visit.words, site.policies.clone());
    let about = About::new(w.t("班级学时", "Class hours")).at(NavItem::HoursLedger);
    Ok(visit.page(about, move || view(w, data, &policies)))
}

async fn read(site: &Site, viewer: &Viewer, w: Words, query: QueryParams) -> Result<PageData, AppError> {
    let db = &site.db;
    let scope_filter = viewer.scope_filter(Action::SeeHours);
    let search = ClassHoursSearch {
        scope_filter: scope_filter.clone(),
        region: query.region.clone(),
        organisation: query.organisation.clone(),
        course: query.course.clone(),
    };
    let asked = db.classes_asked_for(&search).await?;
    let by_month =
        db.hours_by_month(&site.hours_by_month, asked.iter().map(|class| &class.id), ALWAYS).await?;
    let period = query.period().unwrap_or(ALWAYS);
    let within = |month: &str| period.0 <= month && month <= period.1;
    let place: HashMap<&ClassId, usize> =
        asked.iter().enumerate().map(|(at, class)| (&class.id, at)).collect();
    let mut sums: HashMap<ClassId, Sum> = HashMap::new();
    let (mut months, mut counties): (BTreeMap<&str, Sum>, BTreeMap<&str, Sum>) = Default::default();
    let mut total = Sum::default();
    for one in by_month.iter().filter(|one| within(&one.month)) {
        let Some(class) = place.get(&one.class).map(|at| &asked[*at]) else { continue };
        sums.entry(class.id.clone()).or_default().add(&class.policy_version, one.ms);
        months.entry(&one.month).or_default().add(&class.policy_version, one.ms);
        counties.entry(&class.region_id).or_default().add(&class.policy_version, one.ms);
        total.add(&class.policy_version, one.ms);
    }
    let this_month = site.today().get(..7).unwrap_or_default().to_owned();
    let first = by_month.iter().map(|one| one.month.as_str()).min().unwrap_or(&this_month);
    let known = months_between(first, &this_month);
    let drawn: Vec<&String> = known.iter().filter(|month| within(month)).collect();
    let months = drawn[drawn.len().saturating_sub(MONTHS_DRAWN)..].iter().map(|month| Bar {
        name: format::month(w, month),
        href: query.of_month(month),
        sum: months.get(month.as_str()).cloned().unwrap_or_default(),
    });
    let region = |id: &str| {
        let class = asked.iter().find(|class| class.region_id == id);
        class.map(|class| w.either(&class.region, &class.region_en)).unwrap_or_default()
    };
    let mut counties: Vec<Bar> = counties
        .into_iter()
        .map(|(id, sum)| Bar { name: region(id), href: query.of_region(id), sum })
        .collect();
    counties.sort_by_key(|bar| std::cmp::Reverse(bar.sum.ms()));
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(CLASSES_A_PAGE);
    let totals = db.hours_totals(&search).await?;
    let (classes, count, learners) = if query.period().is_some() {
        // The classes that had most in the period come first.
        let mut found: Vec<(i64, &ClassId)> = sums.iter().map(|(id, sum)| (-sum.ms(), id)).collect();
        found.sort();
        let learners = found.iter().filter_map(|(_, id)| place.get(id)).map(|at| asked[*at].learners).sum();
        let of_page = found.iter().skip(usize::try_from(offset).unwrap_or(usize::MAX));
        let ids: Vec<ClassId> = of_page.take(CLASSES_A_PAGE as usize).map(|(_, id)| (*id).clone()).collect();
        (db.class_hours_of(&ids).await?, found.len() as i64, learners)
    } else {
        (db.class_hours(&search, CLASSES_A_PAGE, offset).await?, totals.classes, totals.learners)
    };
    let (months, counties) = (months.collect(), counties);
    let choosable = Choosable {
        regions: db.regions_with_classes(&scope_filter).await?,
        organisations: db.organisations_with_classes(&scope_filter).await?,
        courses: db.courses_with_classes(&scope_filter).await?,
        months: known,
    };
    Ok(PageData {
        query,
        choosable,
        classes,
        count,
        learners,
        totals,
        sums,
        total,
        months,
        counties,
        page,
        may_export: viewer.may(Action::ExportMasked),
    })
}

fn view(w: Words, data: PageData, policies: &Policies) -> impl IntoView + use<> {
    let export = data.may_export.then(|| {
        view! {
            <LinkButton href="/exports" kind=Kind::Primary>
                {w.t("导出实名制台账", "Export the ledger")}
            </LinkButton>
        }
    });
    let period = format::months(w, &data.query.from, &data.query.to);
    let figures = figures(w, &data, period.as_deref(), policies);
    let charts = (data.total.ms() > 0).then(|| {
        view! {
            <div class="charts">
                {chart(w, w.t("按月认定学时", "Verified hours by month"), w.t("月份", "Month"), data.months.clone(), policies)}
                {chart(w, w.t("按县区认定学时", "Verified hours by county"), w.t("县区", "County"), data.counties.clone(), policies)}
            </div>
            <p class="soft small">
                {w.t(
                    "图里的学时直接取自学时账，按秒加总再折合；认定学时和补贴按每人每班向下取整，所以图里的合计会多一些。",
                    "The charts sum the ledger's seconds and convert once; credit hours and subsidies are cut off learner by learner and class by class, so the charts add up to a little more.",
                )}
            </p>
        }
    });
    let filters = filters(w, &data.query, &data.choosable);
    let (page, count, list) = (data.page, data.count, data.query.address());
    let table = if data.classes.is_empty() {
        let clear = (list != "/hours-ledger").then(|| {
            view! { <LinkButton href="/hours-ledger">{w.t("清除条件，看全部", "Clear, and see all")}</LinkButton> }
        });
        view! {
            <Empty title=w.t("没有这样的班级", "No such classes") mark=EmptyMark::Search>
                <p>{w.t("换一个时段、县区或课程看看。", "Try another period, county or course.")}</p>
                {clear}
            </Empty>
        }
        .into_any()
    } else if period.is_some() {
        table::of_period(w, data.classes, &data.sums, (data.learners, data.total), policies).into_any()
    } else {
        table::whole(w, data.classes, data.totals, policies).into_any()
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("班级学时", "Class hours")} " " <small>{period}</small></h1>
                <p>
                    {w.t(
                        "认定学时都来自学时账，点开班级可以一直查到每个人的每一条。",
                        "Every verified hour comes from the ledger: follow a class down to each learner's entries.",
                    )}
                    " "
                    <a href="/policies">{w.t("认定规则和来源", "Policies and their sources")}</a>
                </p>
            </div>
            {export}
        </div>
        {filters}
        {figures}
        {charts}
        {table}
        <Pager
            words=w
            page=page
            pages=(count + CLASSES_A_PAGE - 1) / CLASSES_A_PAGE
            list=list
            summary=match w {
                Words::Zh => format!("共 {count} 个班"),
                Words::En => format!("{count} classes"),
            }
        />
    }
}

/// The sums of the selection.
fn figures(w: Words, data: &PageData, period: Option<&str>, policies: &Policies) -> impl IntoView + use<> {
    let people = w.t("人", "");
    let verified = if period.is_some() { data.total.tenths(policies) } else { data.totals.credit_tenths };
    let verified = format::many_tenths(verified);
    let (count, people_there) = (format::count(data.count), format::count(data.learners));
    let exact = chart::seconds(w, if period.is_some() { data.total.ms() } else { data.totals.verified_ms });
    let of_all = period.is_none().then(|| {
        let (fen, completed) = (data.totals.amount_fen, format::count(data.totals.completed));
        let (money, unit) = format::money_short(w, fen);
        let exact = if unit.is_empty() { String::new() } else { format::money(fen) };
        view! {
            <KeyFigure label=w.t("已完成", "Completed") value=completed unit=people />
            <KeyFigure label=w.t("按政策应补", "Subsidy by policy") value=money unit=unit note=exact />
        }
    });
    let (classes, learners) = if period.is_some() {
        (w.t("有学时的班级", "Classes with hours"), w.t("这些班的学员", "Their learners"))
    } else {
        (w.t("班级", "Classes"), w.t("学员", "Learners"))
    };
    let no_money = period.map(|_| {
        view! {
            <p class="soft small">
                {w.t(
                    "补贴和完成人数按全程计算，不分时段；不选月份就能看到。",
                    "Subsidy and completion are reckoned over whole classes, not by period; choose no month to see them.",
                )}
            </p>
        }
    });
    view! {
        <KeyFigures>
            <KeyFigure label=classes value=count unit=w.t("个", "") />
            <KeyFigure label=learners value=people_there unit=people />
            <KeyFigure
                label=w.t("已认定", "Verified")
                value=verified
                unit=w.t("学时", "credit hours")
                note=exact
            />
            {of_all}
        </KeyFigures>
        {no_money}
    }
}
