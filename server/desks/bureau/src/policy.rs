//! The dated policies: every number with its source, and what a change would change.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::policy::difference::{Change, Number, Worth, numbers};
use domain::policy::{Policies, Policy};
use domain::rules::cited_address;
use leptos::prelude::*;
use serde::Deserialize;
use store::subsidy::ClassWorth;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, Choice, ColumnKind, DataTable, Empty, HeadCell, NavItem, Pager, Row, Select};
use web::{Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/policies", get(policies))
}

/// Which versions are compared; the one in force with the one before it, unless others are named.
#[derive(Clone, Debug, Default, Deserialize)]
struct QueryParams {
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    page: Option<usize>,
}

const CLASSES_A_PAGE: usize = 30;

/// What the classes are worth under either version, one page of them.
struct Effects {
    classes: Vec<ClassWorth>,
    page: usize,
    pages: usize,
    /// How many classes there are in all.
    count: usize,
    /// All of them together.
    total: (Worth, Worth),
}

/// `GET /policies`: open to everybody. What the versions are worth, class by class, is for those who see hours, each within their
/// reach.
async fn policies(
    State(site): State<Site>,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let (before, after) = chosen(&site, &query).ok_or(AppError::NotFound)?;
    let effects = match visit.viewer.as_ref().filter(|viewer| viewer.may(Action::SeeHours)) {
        Some(viewer) => {
            let reach = viewer.scope_filter(Action::SeeHours);
            Some(effects(site.db.worth(&reach, &before, &after).await?, query.page.unwrap_or(1)))
        }
        None => None,
    };
    let w = visit.words;
    let known: Vec<Policy> =
        site.policies.all().iter().filter(|policy| policy.profile == site.profile).cloned().collect();
    let in_force = site.policy().map(|policy| policy.version.clone()).unwrap_or_default();
    let about = About::new(w.t("认定规则", "Policies")).at(NavItem::HoursLedger);
    Ok(visit.page(about, move || view(w, &known, &in_force, &before, &after, effects)))
}

/// The two versions that are compared.
fn chosen(site: &Site, query: &QueryParams) -> Option<(Policy, Policy)> {
    let policies: &Policies = &site.policies;
    let named = |version: &str| policies.version(version).filter(|policy| policy.profile == site.profile);
    let after = if query.after.is_empty() { site.policy()? } else { named(&query.after)? };
    let older = policies
        .all()
        .iter()
        .rev()
        .find(|policy| policy.profile == site.profile && policy.effective_from < after.effective_from);
    let before = if query.before.is_empty() { older.unwrap_or(after) } else { named(&query.before)? };
    Some((before.clone(), after.clone()))
}

fn effects(classes: Vec<ClassWorth>, page: usize) -> Effects {
    let mut total = (Worth::default(), Worth::default());
    for class in &classes {
        total.0.add(class.before);
        total.1.add(class.after);
    }
    let (count, pages) = (classes.len(), classes.len().div_ceil(CLASSES_A_PAGE).max(1));
    let page = page.clamp(1, pages);
    let classes = classes.into_iter().skip((page - 1) * CLASSES_A_PAGE).take(CLASSES_A_PAGE).collect();
    Effects { classes, page, pages, count, total }
}

fn view(
    w: Words,
    known: &[Policy],
    in_force: &str,
    before: &Policy,
    after: &Policy,
    effects: Option<Effects>,
) -> impl IntoView + use<> {
    let options = |known: &[Policy]| {
        known
            .iter()
            .map(|policy| {
                let day = format::date(w, &policy.effective_from);
                let mark = if policy.version == in_force { w.t("，现行", ", in force") } else { "" };
                let label = match w {
                    Words::Zh => format!("{}（{day}起{mark}）", policy.version),
                    Words::En => format!("{} (from {day}{mark})", policy.version),
                };
                Choice::new(policy.version.clone(), label)
            })
            .collect::<Vec<_>>()
    };
    let all = numbers(before, after);
    let changed = all.iter().filter(|change| change.differs()).count();
    let said = match w {
        _ if before.version == after.version => w.t("两边是同一个版本。", "Both are one version.").to_owned(),
        Words::Zh => format!("两个版本有 {changed} 处不同，标在最前面。"),
        Words::En => format!("{changed} numbers differ; they stand first."),
    };
    let (first, rest): (Vec<Change>, Vec<Change>) = all.into_iter().partition(Change::differs);
    let rows = first.into_iter().chain(rest).map(|change| number_row(w, change)).collect_view();
    let effects = effects.map(|effects| {
        view! {
            <section class="stack">
                <h2>{w.t("已记的学时按两个版本各算多少", "What recorded hours are worth under each")}</h2>
                <p>
                    {w.t(
                        "这里只是比较，不改动任何记录。实际按每个班开班时的版本算。",
                        "A comparison only; nothing is changed. Each class is judged by the version it was opened under.",
                    )}
                </p>
                {effect_table(w, before, after, effects)}
            </section>
        }
    });
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("认定规则", "Policies")}</h1>
                <p>
                    {w.t(
                        "每个数字都写明来源。规则改了，只管以后开的班；已经记下的学时和补贴不变。",
                        "Every number has its source. A change holds for classes opened after it; recorded hours and subsidies stay.",
                    )}
                    " "
                    <a href="/rules">{w.t("规则全文", "The rules in words")}</a>
                </p>
            </div>
        </div>
        <form class="form sheet" method="get" action="/policies">
            <div class="cluster">
                <Select
                    name="before"
                    label=w.t("旧版本", "Older version")
                    options=options(known)
                    chosen=before.version.clone()
                />
                <Select
                    name="after"
                    label=w.t("新版本", "Newer version")
                    options=options(known)
                    chosen=after.version.clone()
                />
                <button class="button">{w.t("比较", "Compare")}</button>
            </div>
        </form>
        <section class="stack">
            <h2>{w.t("数字有什么不同", "What differs")}</h2>
            <p>{said}</p>
            <DataTable
                caption=w.t("规则的数字", "Numbers of the policies")
                columns=vec![
                    (w.t("规则", "Rule").to_owned(), ColumnKind::Text),
                    (before.version.clone(), ColumnKind::Number),
                    (after.version.clone(), ColumnKind::Number),
                    (w.t("来源", "Source").to_owned(), ColumnKind::Text),
                ]
            >
                {rows}
            </DataTable>
        </section>
        {effects}
    }
}

fn number_row(w: Words, change: Change) -> impl IntoView + use<> {
    let differs = change.differs();
    let value = |number: &Option<Number>| match number.as_ref().map(|known| known.value.as_str()) {
        None => "—".to_owned(),
        Some("true") => w.t("是", "yes").to_owned(),
        Some("false") => w.t("否", "no").to_owned(),
        Some(value) => value.to_owned(),
    };
    let (older, newer) = (value(&change.before), value(&change.after));
    let source = change.after.or(change.before).map(|number| number.source).unwrap_or_default();
    // What cites the rules leads to the section that it cites.
    let source = match cited_address(&source) {
        Some(address) => view! { <a class="small" href=address>{source}</a> }.into_any(),
        None => view! { <span class="small soft">{source}</span> }.into_any(),
    };
    let newer = if differs { view! { <strong>{newer}</strong> }.into_any() } else { newer.into_any() };
    view! {
        <Row>
            <HeadCell>{w.policy_number(&change.field)}</HeadCell>
            <Cell label=w.t("旧版本", "Older") kind=ColumnKind::Number>{older}</Cell>
            <Cell label=w.t("新版本", "Newer") kind=ColumnKind::Number>{newer}</Cell>
            <Cell label=w.t("来源", "Source")>{source}</Cell>
        </Row>
    }
}

fn effect_table(w: Words, before: &Policy, after: &Policy, effects: Effects) -> impl IntoView + use<> {
    if effects.classes.is_empty() {
        return view! {
            <Empty title=w.t("还没有认定的学时", "No verified hours yet")>
                <p>{w.t("有了认定的学时，这里会按班级列出来。", "Once hours are verified they are listed here by class.")}</p>
            </Empty>
        }
        .into_any();
    }
    let Effects { classes, page, pages, count, total } = effects;
    let pair = |older: String, newer: String| {
        if older == newer { older } else { format!("{older} → {newer}") }
    };
    let row = move |name: AnyView, version: String, (older, newer): (Worth, Worth)| {
        view! {
            <Row>
                <HeadCell>{name} <small>{version}</small></HeadCell>
                <Cell label=w.t("人数", "People") kind=ColumnKind::Number>{older.people}</Cell>
                <Cell label=w.t("完成", "Completed") kind=ColumnKind::Number>
                    {pair(older.completed.to_string(), newer.completed.to_string())}
                </Cell>
                <Cell label=w.t("学时", "Credit hours") kind=ColumnKind::Number>
                    {pair(format::tenths(older.credit_tenths), format::tenths(newer.credit_tenths))}
                </Cell>
                <Cell label=w.t("补贴", "Subsidy") kind=ColumnKind::Number>
                    {pair(format::money(older.amount.0), format::money(newer.amount.0))}
                </Cell>
            </Row>
        }
    };
    let rows = classes
        .into_iter()
        .map(|class| {
            let name = view! { <a href=format!("/classes/{}", class.class_id)>{class.title}</a> };
            row(name.into_any(), class.policy_version, (class.before, class.after))
        })
        .collect_view();
    let sum = row(w.t("全部班级合计", "All classes together").into_any(), String::new(), total);
    view! {
        <DataTable
            caption=format!("{} → {}", before.version, after.version)
            columns=vec![
                (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                (w.t("人数", "People").to_owned(), ColumnKind::Number),
                (w.t("完成", "Completed").to_owned(), ColumnKind::Number),
                (w.t("学时", "Credit hours").to_owned(), ColumnKind::Number),
                (w.t("补贴", "Subsidy").to_owned(), ColumnKind::Number),
            ]
        >
            {rows}
            {sum}
        </DataTable>
        <Pager
            words=w
            page=page as i64
            pages=pages as i64
            list=format!("/policies?before={}&after={}", before.version, after.version)
            summary=match w {
                Words::Zh => format!("共 {count} 个班"),
                Words::En => format!("{count} classes"),
            }
        />
    }
    .into_any()
}
