//! A lesson of a course that an institution makes: its page with the form, and saving it.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::course::{EXERCISE_OPTIONS, LessonKind};
use domain::course_draft::{CourseContent, LESSONS_MAX, LessonContent, PAGES_MAX};
use domain::id::LessonId;
use leptos::prelude::*;
use serde::Deserialize;
use store::course_draft::CourseDraft;
use store::film::Film;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Choices, Crumbs, ErrorSummary, Field, Kind, LinkButton, NavItem, Select, TextArea,
};
use web::{Site, Viewer, Visit};

use super::lesson_form::{LessonForm, PageForm, page_field, read};
use super::{closed, draft_of, open_lesson, write};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/own-courses/{id}/lessons/new", get(new).post(create))
        .route("/own-courses/{id}/lessons/{lesson}", get(lesson).post(save))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// Of a new lesson.
    kind: String,
    /// Whether an empty page is to be shown after the others.
    add: Option<String>,
}

impl QueryParams {
    fn kind(&self) -> LessonKind {
        LessonKind::from_code(&self.kind).unwrap_or(LessonKind::Video)
    }
}

/// What the page shows.
struct Shown {
    draft: CourseDraft,
    lesson: LessonContent,
    is_new: bool,
    add: bool,
    films: Vec<Film>,
}

/// `GET /own-courses/{id}/lessons/new`: for whoever makes courses for the institution.
async fn new(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    if !draft.state().is_open_to_change() {
        return Ok(closed(visit.words, &draft.id));
    }
    let films = site.db.films_ready(&draft.organisation_id).await?;
    let form = LessonForm { version: draft.version, ..LessonForm::default() };
    let shown = Shown { draft, lesson: blank(&site, query.kind()), is_new: true, add: true, films };
    Ok(page(&visit, shown, FormState::from(form)).into_response())
}

fn blank(site: &Site, kind: LessonKind) -> LessonContent {
    LessonContent {
        id: LessonId(site.new_id()),
        kind,
        title: String::new(),
        summary: String::new(),
        film: None,
        pages: Vec::new(),
        questions: Vec::new(),
    }
}

/// `GET /own-courses/{id}/lessons/{lesson}`: for whoever makes courses for the institution.
async fn lesson(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    let (draft, _, lesson) = match open_lesson(&site, &viewer, visit.words, path).await? {
        Ok(open) => open,
        Err(response) => return Ok(response),
    };
    let films = site.db.films_ready(&draft.organisation_id).await?;
    let form = LessonForm::kept(draft.version, &lesson);
    let add = query.add.is_some() || lesson.pages.is_empty();
    let shown = Shown { draft, lesson, is_new: false, add, films };
    Ok(page(&visit, shown, FormState::from(form)).into_response())
}

fn page(visit: &Visit, shown: Shown, state: FormState<LessonForm>) -> Page {
    let w = visit.words;
    let Shown { draft, lesson, is_new, add, films } = shown;
    let title = if is_new {
        match lesson.kind {
            LessonKind::Video => w.t("加一课视频", "Add a film lesson"),
            LessonKind::Document => w.t("加一课图文", "Add reading"),
            LessonKind::Quiz => w.t("加一课练习", "Add practice"),
        }
        .to_owned()
    } else {
        lesson.title.clone()
    };
    let here = format!("/own-courses/{}", draft.id);
    let address = if is_new {
        format!("{here}/lessons/new?kind={}", lesson.kind.as_str())
    } else {
        format!("{here}/lessons/{}", lesson.id)
    };
    visit.page(About::new(title.clone()).at(NavItem::OwnCourses).narrow(), move || {
        let form = state.form.clone();
        let body = match lesson.kind {
            LessonKind::Video => film_field(w, &state, films).into_any(),
            kind => page_fields(w, &state, kind, add).into_any(),
        };
        let questions = (!is_new).then(|| {
            view! {
                <LinkButton href=format!("{here}/lessons/{}/questions", lesson.id)>{w.t("给这一课出题", "Questions of this lesson")}</LinkButton>
            }
        });
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/own-courses".to_owned(), NavItem::OwnCourses.name(w).to_owned()),
                    (here.clone(), draft.title.clone()),
                ]
                here=title.clone()
            />
            <h1>{title}</h1>
            <ErrorSummary title=w.t("没有保存，请看这里", "Not saved, please look here") errors=state.errors() />
            <form class="form sheet" method="post" action=address>
                <input type="hidden" name="version" value=form.version.to_string() />
                <Field
                    name="title"
                    label=w.t("这一课叫什么", "Title of the lesson")
                    error=state.error("title")
                    value=form.title
                    autocomplete="off"
                />
                <TextArea
                    name="summary"
                    label=w.t("这一课讲什么", "What it is about")
                    error=state.error("summary")
                    value=form.summary
                />
                {body}
                <div class="actions">
                    <Button kind=Kind::Primary name="press" value="save">{w.t("保存", "Save")}</Button>
                    {questions}
                </div>
            </form>
        }
    })
}

fn film_field(w: Words, state: &FormState<LessonForm>, films: Vec<Film>) -> impl IntoView + use<> {
    let mut options = vec![Choice::new("", w.t("以后再选", "Choose later"))];
    let chosen = state.form.film.clone();
    options.extend(films.into_iter().filter_map(|film| {
        let length = format::duration(w, film.duration_ms?);
        Some(Choice::new(film.sha256?, format!("{}（{length}）", film.name)))
    }));
    let none = options.len() == 1 && chosen.is_empty();
    if !chosen.is_empty() && options.iter().all(|option| option.value != chosen) {
        options.push(Choice::new(chosen.clone(), w.t("原来的视频", "The film it had")));
    }
    let says = if none {
        w.t(
            "还没有能用的视频。先到“视频”里传一个，传好、检查完再回来选；这一课可以先保存。",
            "There is no film that can be used yet. Upload one under “Films”, then choose it here; the lesson can be saved meanwhile.",
        )
    } else {
        w.t("时长由系统按画面量，不用填。", "Its length is measured by the system.")
    };
    let error = state.error("film");
    view! {
        <Select name="film" label=w.t("视频", "Film") hint=says error=error options=options chosen=chosen />
        <p><a class="tap" href="/films">{w.t("去传视频", "Upload a film")}</a></p>
    }
}

fn page_fields(
    w: Words,
    state: &FormState<LessonForm>,
    kind: LessonKind,
    add: bool,
) -> impl IntoView + use<> {
    let mut pages = state.form.pages.clone();
    if add && pages.len() < PAGES_MAX {
        pages.push(PageForm::default());
    }
    let last = pages.len().saturating_sub(1);
    let more = pages.len() < PAGES_MAX;
    let fields = pages.into_iter().enumerate().map(|(n, page)| one_page(w, state, kind, (n, last), page));
    let fields = fields.collect_view();
    let label = if kind == LessonKind::Quiz {
        w.t("再加一题", "Add another item")
    } else {
        w.t("再加一页", "Add another page")
    };
    let more =
        more.then(|| view! { <div class="actions"><Button name="press" value="add">{label}</Button></div> });
    view! { {fields} {more} }
}

fn one_page(
    w: Words,
    state: &FormState<LessonForm>,
    kind: LessonKind,
    (n, last): (usize, usize),
    page: PageForm,
) -> impl IntoView + use<> {
    let name = |of: &str| page_field(n, of);
    let heading = match (w, kind) {
        (Words::Zh, LessonKind::Quiz) => format!("第 {} 题", n + 1),
        (Words::Zh, _) => format!("第 {} 页", n + 1),
        (Words::En, LessonKind::Quiz) => format!("Item {}", n + 1),
        (Words::En, _) => format!("Page {}", n + 1),
    };
    let press = |way: &str, label: &'static str| {
        view! { <Button kind=Kind::Quiet name="press" value=format!("{way}-{n}")>{label}</Button> }
    };
    let up = (n > 0).then(|| press("up", w.t("上移", "Up")));
    let down = (n < last).then(|| press("down", w.t("下移", "Down")));
    let out = press("out", w.t("删掉", "Take out"));
    let quiz = (kind == LessonKind::Quiz).then(|| exercise_fields(w, state, n, &page));
    let body_label = if kind == LessonKind::Quiz {
        w.t("先看的话（可以不写）", "What to read first (optional)")
    } else {
        w.t("内容", "Text")
    };
    let body_hint = w.t(
        "空一行就是另起一段；一行开头写“- ”就是一条",
        "An empty line begins a paragraph; a line that begins with “- ” is an item",
    );
    view! {
        <fieldset class="stack sheet">
            <legend><b>{heading}</b></legend>
            <Field name=name("title") label=w.t("标题", "Title") error=state.error(&name("title")) value=page.title autocomplete="off" />
            <Field
                name=name("time")
                label=w.t("要多久", "How long")
                hint=w.t("分钟，如 2 或 1:30；学员最多计这么多时间", "Minutes, as 2 or 1:30; so much counts at most")
                error=state.error(&name("time"))
                value=page.time
                autocomplete="off"
                shape="input-short"
            />
            <TextArea name=name("body") label=body_label hint=body_hint error=state.error(&name("body")) value=page.body />
            {quiz}
            <div class="cluster">{up} {down} {out}</div>
        </fieldset>
    }
}

fn exercise_fields(
    w: Words,
    state: &FormState<LessonForm>,
    n: usize,
    page: &PageForm,
) -> impl IntoView + use<> {
    let name = |of: String| page_field(n, &of);
    let letters = ["A", "B", "C", "D"];
    let options = (0..*EXERCISE_OPTIONS.end()).map(|k| {
        let option = page.options.get(k).cloned().unwrap_or_default();
        let (text, why) = (name(format!("option-{k}")), name(format!("why-{k}")));
        let letter = letters.get(k).copied().unwrap_or_default();
        let (answer, reason) = match w {
            Words::Zh => (format!("答案 {letter}"), format!("为什么 {letter} 对或不对")),
            Words::En => (format!("Answer {letter}"), format!("Why {letter} is right or wrong")),
        };
        view! {
            <Field name=text.clone() label=answer error=state.error(&text) value=option.text autocomplete="off" />
            <Field name=why.clone() label=reason error=state.error(&why) value=option.why autocomplete="off" />
        }
    });
    let options = options.collect_view();
    let right: Vec<Choice> = letters
        .iter()
        .enumerate()
        .map(|(k, letter)| Choice::new(k.to_string(), (*letter).to_owned()))
        .collect();
    let (question, right_name) = (page_field(n, "question"), page_field(n, "right"));
    let chosen = vec![page.right.clone()];
    view! {
        <Field
            name=question.clone()
            label=w.t("题目", "What is asked")
            error=state.error(&question)
            value=page.question.clone()
            autocomplete="off"
        />
        {options}
        <Choices name=right_name.clone() label=w.t("哪个是对的", "Which is right") error=state.error(&right_name) options=right chosen=chosen />
    }
}

/// `POST /own-courses/{id}/lessons/new`: for whoever makes courses for the institution.
async fn create(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    if !draft.state().is_open_to_change() {
        return Ok(closed(visit.words, &draft.id));
    }
    let mut content = draft.content()?;
    if content.lessons.len() >= LESSONS_MAX {
        let says = match visit.words {
            Words::Zh => format!("一门课最多 {LESSONS_MAX} 课。"),
            Words::En => format!("A course has {LESSONS_MAX} lessons at most."),
        };
        return Ok(Flash::notice(says).then(&format!("/own-courses/{}", draft.id)));
    }
    let lesson = blank(&site, query.kind());
    content.lessons.push(lesson.clone());
    keep(&site, &viewer, &visit, draft, content, lesson, (true, LessonForm::of(fields))).await
}

/// `POST /own-courses/{id}/lessons/{lesson}`: for whoever makes courses for the institution.
async fn save(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let (draft, content, lesson) = match open_lesson(&site, &viewer, visit.words, path).await? {
        Ok(open) => open,
        Err(response) => return Ok(response),
    };
    keep(&site, &viewer, &visit, draft, content, lesson, (false, LessonForm::of(fields))).await
}

/// Keeps a lesson as it was typed, or shows the page again with what is wrong.
async fn keep(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    draft: CourseDraft,
    mut content: CourseContent,
    lesson: LessonContent,
    (is_new, mut form): (bool, LessonForm),
) -> Result<Response, AppError> {
    let w = visit.words;
    form.arrange();
    let films = site.db.films_ready(&draft.organisation_id).await?;
    let mut state = FormState::from(form);
    let mut changed = lesson.clone();
    if read(w, &mut state, &films, &mut changed).is_some() {
        let address = format!("/own-courses/{}/lessons/{}", draft.id, lesson.id);
        if let Some(place) = content.lessons.iter_mut().find(|one| one.id == lesson.id) {
            *place = changed;
        }
        match write(site, viewer, w, &draft, state.form.version, &content).await? {
            None => {
                let pressed = state.form.press.clone();
                return Ok(match pressed.as_str() {
                    "add" => see_other(&format!("{address}?add=1")),
                    "save" | "" => {
                        let says = w.t("这一课存好了。", "The lesson is saved.");
                        Flash::done(says).then(&format!("/own-courses/{}", draft.id))
                    }
                    _ => see_other(&address),
                });
            }
            Some(says) => {
                state.form.version = draft.version;
                state.refuse("", says);
            }
        }
    }
    let shown = Shown { draft, lesson, is_new, add: false, films };
    Ok(page(visit, shown, state).refused().into_response())
}
