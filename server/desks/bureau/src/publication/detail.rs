//! One list: what it rests on, who is responsible, and everybody in it, masked.

use std::collections::BTreeSet;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use domain::time::Zone;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::publication::{Objection, PublicLine, Publication, PublishedClass};
use web::error::AppError;
use web::page::About;
use web::parts::{
    Cell, Chip, ColumnKind, Crumbs, DataTable, Fact, Facts, HeadCell, KeyFigure, KeyFigures, LinkButton,
    NavItem, Pager, Row, Status,
};
use web::views::class::class_name;
use web::views::deadline::why_provisional;
use web::views::publication::{LINES_A_PAGE, objection_chip, published_on};
use web::{Site, Visit};

use super::{found, sees_all, unlisted};

pub fn routes() -> Router<Site> {
    Router::new().route("/publications/{id}", get(publication))
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
}

/// `GET /publications/{id}`: open to everybody while it is shown; afterwards only for whoever sees the claims of the whole city.
async fn publication(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    let (list, over) = found(&site, id).await?;
    let (w, zone) = (visit.words, site.zone());
    let last = site.publication_clock().last_day(list.at_ms);
    let name = published_on(w, zone, list.at_ms);
    let about = About::new(name.clone()).at(NavItem::Publications);
    if over && !sees_all(&visit) {
        return Ok(unlisted(visit.page(about.narrow(), move || ended(w, &name, &last))));
    }
    let classes = site.db.published_classes(&list.id).await?;
    let pages = ((list.people + LINES_A_PAGE - 1) / LINES_A_PAGE).max(1);
    let at = query.page.unwrap_or(1).clamp(1, pages);
    let lines = site.db.published_lines(&list.id, LINES_A_PAGE, (at - 1) * LINES_A_PAGE).await?;
    let objections = if sees_all(&visit) { site.db.objections_to(&list.id).await? } else { Vec::new() };
    let mut basis: BTreeSet<String> = BTreeSet::new();
    for head in classes.iter().filter_map(PublishedClass::head) {
        basis.extend(head.standards.iter().map(|standard| standard.source.clone()));
        if head.standards.is_empty() {
            basis.insert(match w {
                Words::Zh => format!("补贴政策 {} 版：按学时计算的标准", head.policy),
                Words::En => format!("Policy {}: its rate for each hour", head.policy),
            });
        }
    }
    let basis: Vec<String> = basis.into_iter().collect();
    Ok(unlisted(visit.page(about.printable(), move || {
        let here = format!("/publications/{}", list.id);
        let object = (!over).then(|| {
            view! { <LinkButton href=format!("{here}/objection")>{w.t("我有异议", "I object")}</LinkButton> }
        });
        let shown = shown_days(w, &format::date(w, &zone.day(list.at_ms)), &last);
        let provisional = why_provisional(w, &last);
        view! {
            <Crumbs
                words=w
                above=vec![("/publications".to_owned(), NavItem::Publications.name(w).to_owned())]
                here=name.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("职业技能培训补贴公示", "Training subsidies to be paid")}</h1>
                    <p>
                        {w.t(
                            "下面名单上的人通过了两次审核，公示期满、没有异议的，发放补贴。发现不真实的、不该领的，请提出异议。",
                            "Everybody on this list passed both reviews and is paid once it was shown, unless an objection is found right. If anything is untrue, please object.",
                        )}
                    </p>
                </div>
                {object}
            </div>
            <KeyFigures>
                <KeyFigure label=w.t("人数", "People") value=format::count(list.people) />
                <KeyFigure label=w.t("金额合计", "In all") value=format::money(list.amount_fen) />
                <KeyFigure label=w.t("班级", "Classes") value=format::count(list.classes) />
            </KeyFigures>
            {responsible(w, &list, &shown, provisional, &basis)}
            {raised(w, zone, &objections)}
            {by_class(w, &classes)}
            {people(w, &lines)}
            <Pager words=w page=at pages=pages list=here summary=String::new() />
        }
    })))
}

/// What is left to say of a list that is over.
fn ended(w: Words, name: &str, last: &Deadline) -> impl IntoView + use<> {
    let day = format::date(w, &last.day);
    let says = match w {
        Words::Zh => format!("公示期到{day}为止，名单不再显示。对已经公示过的补贴有疑问，请打 12333。"),
        Words::En => {
            format!("It was shown until {day} and is not shown any more. With questions, ring 12333.")
        }
    };
    view! {
        <h1>{name.to_owned()} " " {w.t("公示已结束", "is over")}</h1>
        <p>{says}</p>
        <p><a href="/publications">{w.t("看正在公示的名单", "Lists that are shown now")}</a></p>
    }
}

fn shown_days(w: Words, first: &str, last: &Deadline) -> String {
    let last = format::date(w, &last.day);
    match w {
        Words::Zh => format!("{first} – {last}（5 个工作日）"),
        Words::En => format!("{first} – {last} (5 working days)"),
    }
}

/// By which rule, by whom, until when, and whom to ask.
fn responsible(
    w: Words,
    list: &Publication,
    shown: &str,
    provisional: Option<String>,
    basis: &[String],
) -> impl IntoView + use<> {
    let basis = basis.iter().map(|one| view! { <li>{one.clone()}</li> }).collect_view();
    let office = w.either(&list.office, &list.office_en);
    let phone = match list.office_phone.as_str() {
        "" => "12333".to_owned(),
        phone => format!("{phone}{}12333", w.t("，或者 ", ", or ")),
    };
    let provisional = provisional.map(|why| view! { " " <small class="soft">{why}</small> });
    let (clerk, shown) = (list.clerk.clone(), shown.to_owned());
    view! {
        <section class="sheet">
            <Facts>
                <Fact term=w.t("公示期", "Shown")>{shown} {provisional}</Fact>
                <Fact term=w.t("政策依据", "By which rule")><ul class="plain">{basis}</ul> <a href="/policies">{w.t("各项数字和来源", "Policies and sources")}</a></Fact>
                <Fact term=w.t("办理单位", "Office")>{office}</Fact>
                <Fact term=w.t("经办人", "Clerk")>{clerk}</Fact>
                <Fact term=w.t("咨询投诉电话", "Questions and complaints")>{phone}</Fact>
            </Facts>
        </section>
    }
}

/// The objections to it, for the bureau.
fn raised(w: Words, zone: Zone, objections: &[Objection]) -> impl IntoView + use<> {
    let rows = objections.iter().map(|one| {
        let about = w.objection_about(one.n);
        view! {
            <li>
                <a href=format!("/objections/{}", one.id)>{format::moment(w, &zone.minute(one.at_ms))} " " {about}</a> " "
                {objection_chip(w, one.state())}
            </li>
        }
    });
    let rows = rows.collect_view();
    (!objections.is_empty()).then(|| {
        view! {
            <section class="sheet stack-s">
                <h2>{w.t("收到的异议", "Objections")}</h2>
                <ul class="plain stack-s">{rows}</ul>
            </section>
        }
    })
}

fn by_class(w: Words, classes: &[PublishedClass]) -> impl IntoView + use<> {
    let rows = classes.iter().map(|one| {
        let course = w.either(&one.course_title, &one.course_title_en);
        let name = format!("{course} {}", class_name(&one.course_title, &one.class_title));
        let (school, amount) =
            (w.either(&one.organisation, &one.organisation_en), format::money(one.amount_fen));
        let trade = format!("{} · {}", w.either(&one.trade, &one.trade_en), w.level_of(&one.level));
        let days =
            format!("{} – {}", format::short_day(w, &one.starts_on), format::short_day(w, &one.ends_on));
        let numbers = if one.first == one.last {
            one.first.to_string()
        } else {
            format!("{}–{}", one.first, one.last)
        };
        view! {
            <Row>
                <HeadCell>{name}</HeadCell>
                <Cell label=w.t("培训机构", "Institution")>{school}</Cell>
                <Cell label=w.t("工种", "Trade")>{trade}</Cell>
                <Cell label=w.t("起止日期", "First and last day") kind=ColumnKind::Short>{days}</Cell>
                <Cell label=w.t("名单序号", "Numbers") kind=ColumnKind::Short>{numbers}</Cell>
                <Cell label=w.t("金额", "Amount") kind=ColumnKind::Number>{amount}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack">
            <h2>{w.t("班级", "Classes")}</h2>
            <DataTable
                lines=true
                caption=w.t("班级", "Classes")
                columns=vec![
                    (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                    (w.t("培训机构", "Institution").to_owned(), ColumnKind::Text),
                    (w.t("工种", "Trade").to_owned(), ColumnKind::Text),
                    (w.t("起止日期", "First and last day").to_owned(), ColumnKind::Short),
                    (w.t("名单序号", "Numbers").to_owned(), ColumnKind::Short),
                    (w.t("金额", "Amount").to_owned(), ColumnKind::Number),
                ]
            >
                {rows}
            </DataTable>
        </section>
    }
}

fn people(w: Words, lines: &[PublicLine]) -> impl IntoView + use<> {
    let rows = lines.iter().map(|one| {
        let class = class_name(&one.course_title, &one.class_title);
        let course = w.either(&one.course_title, &one.course_title_en);
        let name = format!("{}. {}", one.n, one.name.as_str());
        let (id, document, amount) =
            (format!("n{}", one.n), one.document_masked.clone(), format::money(one.amount_fen));
        let struck = one.struck.then(|| {
            view! { " " <Chip status=Status::Refused>{w.t("异议查实，不发放", "Struck off")}</Chip> }
        });
        view! {
            <Row>
                <HeadCell>
                    <span id=id>{name}</span> {struck}
                </HeadCell>
                <Cell label=w.t("证件号码", "Document")>{document}</Cell>
                <Cell label=w.t("班级", "Class")>{course} " " {class}</Cell>
                <Cell label=w.t("补贴金额", "Subsidy") kind=ColumnKind::Number>{amount}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack">
            <h2>{w.t("名单", "The list")}</h2>
            <DataTable
                lines=true
                caption=w.t("名单", "The list")
                columns=vec![
                    (w.t("序号和姓名", "Number and name").to_owned(), ColumnKind::Text),
                    (w.t("证件号码", "Document").to_owned(), ColumnKind::Text),
                    (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                    (w.t("补贴金额", "Subsidy").to_owned(), ColumnKind::Number),
                ]
            >
                {rows}
            </DataTable>
        </section>
    }
}
