//! One course that an institution makes: what it lacks and its lessons, while it is written; all of it, once it is submitted.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::course::LessonKind;
use domain::course_draft::{
    CourseContent, CourseDraftState, CourseDraftStep, LESSONS_MAX, Lack, LessonContent,
};
use domain::id::LessonId;
use domain::task::TaskKind;
use leptos::prelude::*;
use serde::Deserialize;
use store::course_draft::{CourseDraft, CourseDraftStepLine};
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::page::{About, Page};
use web::parts::{Button, Chip, Crumbs, Empty, Flash as Notice, Kind, LinkButton, NavItem, Status, Tone};
use web::views::course_draft::{
    about_facts, course_draft_chip, course_history, lack_says, lesson_line, return_reasons, shown_course,
    whole_course,
};
use web::views::deadline::{due_mark, why_provisional};
use web::{Site, Viewer, Visit};

use super::{closed, draft_of, write};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/own-courses/{id}", get(course))
        .route("/own-courses/{id}/lessons/{lesson}/move", post(move_lesson))
}

/// `GET /own-courses/{id}`: for whoever makes courses for the institution.
async fn course(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let steps = site.db.course_draft_steps(&draft.id).await?;
    let shown = shown_course(&site, draft.content()?).await?;
    let (w, zone, state) = (visit.words, site.zone(), draft.state());
    let deadline = (state == CourseDraftState::Submitted)
        .then(|| site.deadline(TaskKind::CourseReview, draft.submitted_at.unwrap_or_default()))
        .flatten();
    let about = About::new(draft.title.clone()).at(NavItem::OwnCourses);
    Ok(visit.page(about, move || {
        let here = format!("/own-courses/{}", draft.id);
        let due = deadline
            .as_ref()
            .map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let history = course_history(w, zone, &steps, &shown.content, state);
        let body = if state.is_open_to_change() {
            let reasons = returned(w, &shown.content, &steps);
            let lacks = lacks_view(w, &shown.content, &shown.lacks);
            let lessons = lessons(w, &here, &shown.content, &shown.lacks);
            let submit = submit(w, &here, shown.lacks.is_empty());
            view! {
                {reasons}
                {lacks}
                <section class="stack">
                    <div class="split">
                        <h2>{w.t("课程内容", "Lessons")}</h2>
                    </div>
                    {lessons}
                </section>
                <section class="sheet stack-s">
                    <div class="split">
                        <h2>{w.t("课程介绍", "About the course")}</h2>
                        <a class="tap" href=format!("{here}/about")>{w.t("改介绍", "Change it")}</a>
                    </div>
                    {about_facts(w, &shown)}
                </section>
                {submit}
            }
            .into_any()
        } else {
            view! {
                {after(w, &draft)}
                {whole_course(w, &shown, false)}
            }
            .into_any()
        };
        view! {
            <Crumbs
                words=w
                above=vec![("/own-courses".to_owned(), NavItem::OwnCourses.name(w).to_owned())]
                here=draft.title.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{draft.title.clone()} " " {course_draft_chip(w, state)} " " {due}</h1>
                    <p>{says(w, state)}</p>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
            </div>
            {body}
            {history}
        }
    }))
}

fn says(w: Words, state: CourseDraftState) -> &'static str {
    match state {
        CourseDraftState::Draft => w.t(
            "加好课、出够题，就可以提交审核。写到一半可以走，都存着。",
            "Add lessons and questions, then submit it. Everything is kept as you go.",
        ),
        CourseDraftState::Returned => {
            w.t("人社局退回来了，改好再提交。", "The bureau returned it. Change it and submit it again.")
        }
        CourseDraftState::Submitted => w.t(
            "已经提交，等人社局审核，5 个工作日内有结果。审核期间不能改。",
            "Submitted: the bureau decides within 5 working days. It cannot be changed meanwhile.",
        ),
        CourseDraftState::Published => w.t(
            "已经上架，内容不会再变。要改，就做一个新版本；正在办的班还用这一版。",
            "Published: it never changes again. To change it, make a new version; classes under way keep this one.",
        ),
        CourseDraftState::Withdrawn => w.t("这门课已经放弃，不再办理。", "This course was given up."),
    }
}

/// Why it was returned last.
fn returned(
    w: Words,
    content: &CourseContent,
    steps: &[CourseDraftStepLine],
) -> Option<impl IntoView + use<>> {
    let last = steps.last().filter(|step| step.kind == CourseDraftStep::Return.as_str())?;
    let reasons = return_reasons(w, content, &last.reasons());
    Some(view! {
        <Notice tone=Tone::Warning>
            <b>{w.t("退回的原因", "Why it was returned")}</b>
            {reasons}
        </Notice>
    })
}

fn lacks_view(w: Words, content: &CourseContent, lacks: &[Lack]) -> Option<impl IntoView + use<>> {
    // What an empty course lacks its empty list says.
    let lines: Vec<_> = lacks
        .iter()
        .filter(|lack| **lack != Lack::Lessons)
        .map(|lack| {
            let says = lack_says(w, content, lack);
            view! { <li class="break-anywhere">{says}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="sheet stack-s">
                <h2>{w.t("还差这些才能提交", "What it lacks before it can be submitted")}</h2>
                <ul class="bullets">{lines.collect_view()}</ul>
            </section>
        }
    })
}

fn lessons(w: Words, here: &str, content: &CourseContent, lacks: &[Lack]) -> impl IntoView + use<> {
    let last = content.lessons.len().saturating_sub(1);
    let rows =
        content.lessons.iter().enumerate().map(|(n, lesson)| lesson_row(w, here, lesson, (n, last), lacks));
    let rows = rows.collect_view();
    let list = if content.lessons.is_empty() {
        view! {
            <Empty title=w.t("还没有课", "No lesson yet")>
                <p>{w.t("先加一课。视频课要先把视频传到“视频”里。", "Add one. For a film lesson, upload the film first.")}</p>
            </Empty>
        }
        .into_any()
    } else {
        view! { <ol class="lessons">{rows}</ol> }.into_any()
    };
    let add = (content.lessons.len() < LESSONS_MAX).then(|| {
        let kinds = LessonKind::ALL.map(|kind| {
            let label = match kind {
                LessonKind::Video => w.t("加一课视频", "Add a film lesson"),
                LessonKind::Document => w.t("加一课图文", "Add reading"),
                LessonKind::Quiz => w.t("加一课练习", "Add practice"),
            };
            view! { <LinkButton href=format!("{here}/lessons/new?kind={}", kind.as_str())>{label}</LinkButton> }
        });
        view! { <div class="actions">{kinds.into_iter().collect_view()}</div> }
    });
    view! { {list} {add} }
}

fn lesson_row(
    w: Words,
    here: &str,
    lesson: &LessonContent,
    (n, last): (usize, usize),
    lacks: &[Lack],
) -> impl IntoView + use<> {
    let address = format!("{here}/lessons/{}", lesson.id);
    let title = lesson.title.clone();
    let lacking = lacks.iter().any(|lack| match lack {
        Lack::Film(id) | Lack::Pages(id) | Lack::Questions(id, _) => *id == lesson.id,
        Lack::Lessons => false,
    });
    let chip = if lacking {
        view! { <Chip status=Status::Waiting>{w.t("没写完", "Not whole")}</Chip> }.into_any()
    } else {
        view! { <Chip status=Status::Verified>{w.t("齐了", "Whole")}</Chip> }.into_any()
    };
    let line = lesson_line(w, lesson);
    let (up, down) = ((n > 0).then_some("up"), (n < last).then_some("down"));
    let button = |way: &'static str, label: &'static str| {
        view! { <Button kind=Kind::Quiet name="way" value=way>{label}</Button> }
    };
    let up = up.map(|way| button(way, w.t("上移", "Up")));
    let down = down.map(|way| button(way, w.t("下移", "Down")));
    view! {
        <li class="lesson">
            <h3 class="lesson-title"><a href=address.clone()>{title.clone()}</a></h3>
            {chip}
            <p class="lesson-facts">{line}</p>
            <form class="cluster" method="post" action=format!("{address}/move") aria-label=title>
                <LinkButton href=format!("{address}/questions") kind=Kind::Quiet>{w.t("出题", "Questions")}</LinkButton>
                {up} {down}
                {button("out", w.t("删掉", "Take out"))}
            </form>
        </li>
    }
}

fn submit(w: Words, here: &str, whole: bool) -> impl IntoView + use<> {
    let go = whole.then(|| {
        view! {
            <LinkButton href=format!("{here}/submit") kind=Kind::Primary>
                {w.t("核对并提交审核", "Look it over and submit")}
            </LinkButton>
        }
    });
    view! {
        <div class="actions">
            {go}
            <LinkButton href=format!("{here}/withdraw") kind=Kind::Quiet>{w.t("放弃这门课", "Give the course up")}</LinkButton>
        </div>
    }
}

/// Where a published course is, and how it is changed.
fn after(w: Words, draft: &CourseDraft) -> Option<impl IntoView + use<>> {
    let code = draft.course_code.clone()?;
    let new = if draft.is_followed {
        view! { <p class="soft">{w.t("已经有新版本，新开的班用新版。", "A newer version is published; new classes use that one.")}</p> }
            .into_any()
    } else {
        view! {
            <form method="post" action=format!("/own-courses/{}/follow", draft.id)>
                <Button>{w.t("做新版本", "Make a new version")}</Button>
            </form>
        }
        .into_any()
    };
    Some(view! {
        <div class="actions">
            <LinkButton href="/applications/new" kind=Kind::Primary>{w.t("用它申请开班", "Apply for a class with it")}</LinkButton>
            <LinkButton href=format!("/courses/{code}")>{w.t("看课程页", "To its page")}</LinkButton>
            {new}
        </div>
    })
}

/// Where a lesson goes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MoveForm {
    way: String,
}

/// `POST /own-courses/{id}/lessons/{lesson}/move`: for whoever makes courses for the institution; up, down or out.
async fn move_lesson(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((id, lesson)): Path<(String, String)>,
    Form(form): Form<MoveForm>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let w = visit.words;
    if !draft.state().is_open_to_change() {
        return Ok(closed(w, &draft.id));
    }
    let mut content = draft.content()?;
    let lesson = LessonId(lesson);
    let title = content.lesson(&lesson).map(|lesson| lesson.title.clone()).ok_or(AppError::NotFound)?;
    let here = format!("/own-courses/{}", draft.id);
    match form.way.as_str() {
        "up" => content.move_lesson(&lesson, true),
        "down" => content.move_lesson(&lesson, false),
        "out" => content.lessons.retain(|one| one.id != lesson),
        _ => return Ok(see_other(&here)),
    }
    Ok(match write(&site, &viewer, w, &draft, draft.version, &content).await? {
        Some(says) => Flash::notice(says).then(&here),
        None if form.way == "out" => {
            let says = match w {
                Words::Zh => format!("“{title}”删掉了。"),
                Words::En => format!("“{title}” is taken out."),
            };
            Flash::done(says).then(&here)
        }
        None => see_other(&here),
    })
}
