//! The list of classes with their hours: all of them, or those of a period.

use std::collections::HashMap;

use app::format;
use app::words::Words;
use domain::id::ClassId;
use domain::policy::{Policies, Policy};
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use store::class_hours::{ClassHours, HoursTotals};
use web::parts::{Cell, ColumnKind, DataTable, HeadCell, Hours, HoursBar, HoursSize, Row};

use super::chart::{Sum, seconds};

fn name(w: Words, class: &ClassHours) -> impl IntoView + use<> {
    let href = format!("/classes/{}", class.id);
    let place = format!(
        "{} · {}",
        w.either(&class.region, &class.region_en),
        w.either(&class.organisation, &class.organisation_en)
    );
    let (code, title) = (class.code.clone(), class.title.clone());
    view! {
        <HeadCell>
            <a href=href>{code} " " {title}</a>
            <small>{place}</small>
        </HeadCell>
    }
}

/// Credit hours, and the exact time behind them.
fn verified(w: Words, tenths: i64, ms: i64) -> impl IntoView {
    view! {
        <Cell label=w.t("认定学时", "Credit hours") kind=ColumnKind::Number>
            <span>
                {format::many_tenths(tenths)}
                <small>{seconds(w, ms)}</small>
            </span>
        </Cell>
    }
}

/// Classes as they stand.
pub fn whole(
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
            caption=w.t("班级和学时", "Classes and hours")
            columns=vec![
                (w.t("班级", "Class").to_owned(), ColumnKind::Text),
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
                        {verified(w, totals.credit_tenths, totals.verified_ms)}
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

fn row(w: Words, class: ClassHours, policy: Option<&Policy>) -> impl IntoView + use<> {
    let tenths = |ms: i64| policy.map_or(0, |policy| CreditHours::of_ms(ms, policy).tenths);
    let hours = Hours {
        required: tenths(class.required_ms) * class.learners,
        verified: class.credit_tenths,
        waiting: tenths(class.waiting_ms),
        refused: tenths(class.refused_ms),
    };
    view! {
        <Row>
            {name(w, &class)}
            <Cell label=w.t("学员", "Learners") kind=ColumnKind::Number>
                {format::count(class.learners)}
            </Cell>
            <Cell label=w.t("完成", "Completed") kind=ColumnKind::Number>
                {format::count(class.completed)}
            </Cell>
            <Cell label=w.t("学时", "Hours") kind=ColumnKind::Bar>
                <HoursBar words=w hours=hours size=HoursSize::Small />
            </Cell>
            {verified(w, class.credit_tenths, class.verified_ms)}
            <Cell label=w.t("应补金额", "Subsidy") kind=ColumnKind::Number>
                {format::money(class.amount_fen)}
            </Cell>
        </Row>
    }
}

/// Classes with what was verified in the period; a subsidy is reckoned over the whole class and stands not here.
pub fn of_period(
    w: Words,
    classes: Vec<ClassHours>,
    sums: &HashMap<ClassId, Sum>,
    (learners, total): (i64, Sum),
    policies: &Policies,
) -> impl IntoView + use<> {
    let nothing = Sum::default();
    let rows = classes
        .into_iter()
        .map(|class| {
            let sum = sums.get(&class.id).unwrap_or(&nothing);
            let (tenths, ms) = (sum.tenths(policies), sum.ms());
            view! {
                <Row>
                    {name(w, &class)}
                    <Cell label=w.t("学员", "Learners") kind=ColumnKind::Number>
                        {format::count(class.learners)}
                    </Cell>
                    {verified(w, tenths, ms)}
                </Row>
            }
        })
        .collect_view();
    let (tenths, ms) = (total.tenths(policies), total.ms());
    view! {
        <DataTable
            caption=w.t("班级和学时", "Classes and hours")
            columns=vec![
                (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                (w.t("学员", "Learners").to_owned(), ColumnKind::Number),
                (w.t("认定学时", "Credit hours").to_owned(), ColumnKind::Number),
            ]
            foot=move || {
                view! {
                    <Row>
                        <HeadCell>{w.t("合计", "Total")}</HeadCell>
                        <Cell label=w.t("学员", "Learners") kind=ColumnKind::Number>
                            {format::count(learners)}
                        </Cell>
                        {verified(w, tenths, ms)}
                    </Row>
                }
            }
        >
            {rows}
        </DataTable>
    }
}
