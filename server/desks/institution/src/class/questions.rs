//! How often the questions of a class's course were asked in the last 90 days, how many knew them, and how quickly: a question
//! that everybody has seen is known.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::check::questions_missing;
use domain::id::ClassId;
use domain::question::with_letters;
use leptos::prelude::*;
use serde::Deserialize;
use store::exposure::{EXPOSURE_MS, QuestionExposure};
use store::roster::WatchedClass;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, ColumnKind, Crumbs, DataTable, Empty, HeadCell, KeyFigure, KeyFigures, NavItem, Pager, Row,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/questions", get(questions))
}

const QUESTIONS_A_PAGE: i64 = 30;

#[derive(Deserialize)]
struct Turn {
    page: Option<i64>,
}

/// What the page shows.
struct PageData {
    class: WatchedClass,
    at: NavItem,
    /// Questions of the course, those never asked, those the lessons lack, and how often any was asked.
    all: i64,
    unasked: i64,
    missing: i64,
    shown: i64,
    listed: Vec<QuestionExposure>,
    page: i64,
    pages: i64,
}

/// `GET /classes/{id}/questions`: for whoever may watch this class.
async fn questions(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(turn): Query<Turn>,
) -> Result<Page, AppError> {
    viewer.require(Action::WatchClass)?;
    let class = site.db.watched_class(&ClassId(id), &site.today()).await?;
    viewer.require_in(Action::WatchClass, &class.organisation_id, &class.region_id)?;
    let exposed = site.db.exposure(&class.id, site.now() - EXPOSURE_MS).await?;
    let banks = site.db.lesson_banks(&class.id).await?;
    let policy = site.policies.version(&class.policy_version);
    let lacks =
        |policy| banks.iter().map(|bank| questions_missing(bank.duration_ms, bank.questions, policy)).sum();
    let all = exposed.len() as i64;
    let pages = ((all + QUESTIONS_A_PAGE - 1) / QUESTIONS_A_PAGE).max(1);
    let page = turn.page.unwrap_or(1).clamp(1, pages);
    let data = PageData {
        at: NavItem::Classes,
        all,
        unasked: exposed.iter().filter(|question| question.shown == 0).count() as i64,
        missing: policy.map_or(0, lacks),
        shown: exposed.iter().map(|question| question.shown).sum(),
        listed: exposed
            .into_iter()
            .skip(((page - 1) * QUESTIONS_A_PAGE) as usize)
            .take(QUESTIONS_A_PAGE as usize)
            .collect(),
        class,
        page,
        pages,
    };
    let w = visit.words;
    let about = About::new(w.t("题目用得多不多", "How often questions are asked")).at(data.at);
    Ok(visit.page(about, move || view(w, data)))
}

fn view(w: Words, data: PageData) -> impl IntoView + use<> {
    let title = w.either(&data.class.course_title, &data.class.course_title_en);
    let class = format!("{title} {}", class_name(&data.class.course_title, &data.class.title));
    let here = w.t("题目用得多不多", "How often questions are asked");
    let address = format!("/classes/{}", data.class.id);
    let missing = (data.missing > 0).then(|| {
        let said = match w {
            Words::Zh => format!("这门课还缺 {} 道题：题目不够，抽查只能确认本人或者输入数字。", data.missing),
            Words::En => format!(
                "The course lacks {} questions: without them a check can only ask who it is, or for a number.",
                data.missing
            ),
        };
        view! { <p>{said}</p> }
    });
    view! {
        <Crumbs
            words=w
            above=vec![
                (data.at.address().to_owned(), data.at.name(w).to_owned()),
                (address.clone(), class),
            ]
            here=here
        />
        <div class="page-head">
            <div>
                <h1>{here}</h1>
                <p>
                    {w.t(
                        "近 90 天，这门课在所有班级里的抽查。问得多、人人一看就会的题，多半已经传开，该换新题了。",
                        "Checks of this course in all classes over 90 days. What is asked often and known by everybody at once has got about: it is time for new questions.",
                    )}
                </p>
                {missing}
            </div>
        </div>
        <KeyFigures>
            <KeyFigure value=format::count(data.all) label=w.t("这门课的题", "Questions of the course") />
            <KeyFigure value=format::count(data.shown) label=w.t("一共问了几次", "Times asked") />
            <KeyFigure value=format::count(data.unasked) label=w.t("还没问过的题", "Never asked") />
        </KeyFigures>
        {list(w, data.listed)}
        <Pager
            words=w
            page=data.page
            pages=data.pages
            list=format!("{address}/questions")
            summary=match w {
                Words::Zh => format!("共 {} 道题", data.all),
                Words::En => format!("{} questions", data.all),
            }
        />
    }
}

fn list(w: Words, listed: Vec<QuestionExposure>) -> impl IntoView + use<> {
    if listed.is_empty() {
        return view! {
            <Empty title=w.t("这门课还没有题", "This course has no questions yet")>
                <p>
                    {w.t(
                        "没有题，抽查只能确认本人或者输入数字。请开课单位补题。",
                        "Without questions a check can only ask who it is, or for a number. Whoever publishes the course has to add some.",
                    )}
                </p>
            </Empty>
        }
        .into_any();
    }
    let rows = listed.into_iter().map(|question| row(w, question)).collect_view();
    view! {
        <DataTable
            caption=w.t("题目", "Questions")
            columns=vec![
                (w.t("题目", "Question").to_owned(), ColumnKind::Text),
                (w.t("问过几次", "Asked").to_owned(), ColumnKind::Number),
                (w.t("本班近 30 天", "This class, 30 days").to_owned(), ColumnKind::Number),
                (w.t("答对", "Right").to_owned(), ColumnKind::Number),
                (w.t("一般多快", "Usual time").to_owned(), ColumnKind::Number),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(w: Words, question: QuestionExposure) -> impl IntoView + use<> {
    let place = match w {
        Words::Zh => format!("第 {} 课 · {}", question.lesson, format::clock(question.at_ms)),
        Words::En => format!("lesson {} · {}", question.lesson, format::clock(question.at_ms)),
    };
    let right = match question.answered {
        0 => "—".to_owned(),
        answered => format::percent(question.right, answered),
    };
    let time = match (question.median_s, w) {
        (None, _) => "—".to_owned(),
        (Some(seconds), Words::Zh) => format!("{seconds} 秒"),
        (Some(seconds), Words::En) => format!("{seconds} s"),
    };
    view! {
        <Row>
            <HeadCell>
                {with_letters(&question.prompt)}
                <small class="nowrap">{place}</small>
            </HeadCell>
            <Cell label=w.t("问过几次", "Asked") kind=ColumnKind::Number>
                {format::count(question.shown)}
            </Cell>
            <Cell label=w.t("本班近 30 天", "This class, 30 days") kind=ColumnKind::Number>
                {format::count(question.in_class)}
            </Cell>
            <Cell label=w.t("答对", "Right") kind=ColumnKind::Number>
                {right}
            </Cell>
            <Cell label=w.t("一般多快", "Usual time") kind=ColumnKind::Number>
                {time}
            </Cell>
        </Row>
    }
}
