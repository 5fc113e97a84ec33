//! Classes for those who look after them: the list, one class with its wall, one learner.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::class_closing::ClassStage;
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use serde::Deserialize;
use store::roster::WatchedClass;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, Chip, ColumnKind, DataTable, Empty, HeadCell, NavItem, Pager, Row, Status};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes", get(classes))
}

const CLASSES_A_PAGE: i64 = 30;

#[derive(Deserialize)]
struct Turn {
    page: Option<i64>,
}

/// The right to see a class: to watch it, or to see its hours.
pub(super) fn require_class(viewer: &Viewer, class: &WatchedClass) -> Result<(), AppError> {
    viewer
        .require_in(Action::WatchClass, &class.organisation_id, &class.region_id)
        .or_else(|_| viewer.require_in(Action::SeeHours, &class.organisation_id, &class.region_id))
}

/// The navigation's place of a class: where its reader comes from.
pub(crate) fn place_of(viewer: &Viewer) -> NavItem {
    if viewer.may(Action::WatchClass) { NavItem::Classes } else { NavItem::HoursLedger }
}

/// `GET /classes`: for teachers and bureaus, each within its reach.
async fn classes(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(turn): Query<Turn>,
) -> Result<Page, AppError> {
    viewer.require(Action::WatchClass)?;
    let today = site.today();
    let scope_filter = viewer.scope_filter(Action::WatchClass);
    let w = visit.words;
    let count = site.db.count_watched_classes(&scope_filter).await?;
    let pages = ((count + CLASSES_A_PAGE - 1) / CLASSES_A_PAGE).max(1);
    let page = turn.page.unwrap_or(1).clamp(1, pages);
    let classes =
        site.db.watched_classes(&scope_filter, &today, CLASSES_A_PAGE, (page - 1) * CLASSES_A_PAGE).await?;
    let clock = site.class_clock();
    let shown: Vec<(WatchedClass, String, ClassStage)> = classes
        .into_iter()
        .map(|class| {
            let policy = site.policies.version(&class.policy_version);
            let due = policy.map_or(0, |policy| CreditHours::of_ms(class.due_by_ms, policy).tenths);
            let due = format::credit_hours(w, due);
            let stage = clock.stage((&class.starts_on, &class.ends_on), class.closed_at.is_some());
            (class, due, stage)
        })
        .collect();
    let about = About::new(w.t("班级", "Classes")).at(NavItem::Classes);
    Ok(visit.page(about, move || {
        let rows = shown.into_iter().map(|(class, due, stage)| row(w, class, due, stage)).collect_view();
        let list = if count == 0 {
            view! {
                <Empty title=w.t("还没有班级", "No classes yet")>
                    <p>
                        {w.t(
                            "开班以后，班级和学员的进度会出现在这里。",
                            "Once a class is opened, it and its learners appear here.",
                        )}
                    </p>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <DataTable
                    caption=w.t("班级", "Classes")
                    columns=vec![
                        (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                        (w.t("状态", "State").to_owned(), ColumnKind::Short),
                        (w.t("起止", "Dates").to_owned(), ColumnKind::Short),
                        (w.t("学员", "Learners").to_owned(), ColumnKind::Number),
                        (w.t("按计划今天应到", "Due by today").to_owned(), ColumnKind::Number),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        view! {
            <div class="page-head">
                <div>
                    <h1>{w.t("班级", "Classes")}</h1>
                    <p>
                        {w.t(
                            "点开一个班，看谁正在学、谁在答抽查、谁落下了。",
                            "Open a class to see who studies now, who is being asked and who has fallen behind.",
                        )}
                    </p>
                </div>
            </div>
            {list}
            <Pager
                words=w
                page=page
                pages=pages
                list="/classes"
                summary=match w {
                    Words::Zh => format!("共 {count} 个班"),
                    Words::En => format!("{count} classes"),
                }
            />
        }
    }))
}

fn row(w: Words, class: WatchedClass, due: String, stage: ClassStage) -> impl IntoView + use<> {
    let (status, state) = match stage {
        ClassStage::NotBegun => (Status::Neutral, w.t("未开班", "Not begun")),
        ClassStage::Running => (Status::Verified, w.t("在办", "Under way")),
        ClassStage::MakeUp => (Status::Verified, w.t("补学期", "Make-up")),
        ClassStage::ToClose => (Status::Waiting, w.t("待结班", "To close")),
        ClassStage::Closed => (Status::Neutral, w.t("已结班", "Closed")),
    };
    let place = format!("{} · {}", class.code, w.either(&class.organisation, &class.organisation_en));
    let title = w.either(&class.course_title, &class.course_title_en);
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/classes/{}", class.id)>
                    {title} " " {class_name(&class.course_title, &class.title)}
                </a>
                <small>{place}</small>
            </HeadCell>
            <Cell label=w.t("状态", "State") kind=ColumnKind::Short>
                <Chip status=status>{state}</Chip>
            </Cell>
            <Cell label=w.t("起止", "Dates") kind=ColumnKind::Short>
                <span>
                    <span class="nowrap">{class.starts_on}</span>
                    " – "
                    <span class="nowrap">{class.ends_on}</span>
                </span>
            </Cell>
            <Cell label=w.t("学员", "Learners") kind=ColumnKind::Number>
                {format::count(class.learners)}
            </Cell>
            <Cell label=w.t("按计划今天应到", "Due by today") kind=ColumnKind::Number>
                {due}
            </Cell>
        </Row>
    }
}
