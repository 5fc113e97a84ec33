//! The questions of a lesson: what may be asked while it is studied. One at a time here; many at once by a workbook.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::course_draft::{
    LessonContent, QUESTIONS_MAX, QuestionContent, QuestionField, WrittenQuestion, typed_clock,
};
use leptos::prelude::*;
use serde::Deserialize;
use store::course_draft::CourseDraft;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, ColumnKind, Crumbs, DataTable, Empty, ErrorSummary, Field, HeadCell, Kind, LinkButton,
    NavItem, Row,
};
use web::views::course_draft::missing_questions;
use web::{Site, Viewer, Visit};

use super::{open_lesson, write};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/own-courses/{id}/lessons/{lesson}/questions", get(questions).post(save))
        .route("/own-courses/{id}/lessons/{lesson}/questions/out", post(take_out))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// Which question is to be changed, from 1.
    change: Option<usize>,
}

/// A question as it was typed.
#[derive(Clone, Debug, Default)]
pub struct QuestionForm {
    version: i64,
    /// Which one it changes, from 1; 0 for a new one.
    n: usize,
    written: WrittenQuestion,
}

impl QuestionForm {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "version" => form.version = value.parse().unwrap_or(0),
                "n" => form.n = value.parse().unwrap_or(0),
                name => {
                    if let Some(field) = QuestionField::from_code(name) {
                        form.written.set(field, value);
                    }
                }
            }
        }
        form
    }
}

/// `GET /own-courses/{id}/lessons/{lesson}/questions`: for whoever makes courses for the institution.
async fn questions(
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
    let changed = query.change.and_then(|n| Some((n, lesson.questions.get(n.checked_sub(1)?)?)));
    let form = match changed {
        Some((n, question)) => {
            QuestionForm { version: draft.version, n, written: WrittenQuestion::of(question) }
        }
        None => QuestionForm { version: draft.version, ..QuestionForm::default() },
    };
    Ok(page(&site, &visit, draft, lesson, FormState::from(form)).into_response())
}

fn page(
    site: &Site,
    visit: &Visit,
    draft: CourseDraft,
    lesson: LessonContent,
    state: FormState<QuestionForm>,
) -> Page {
    let w = visit.words;
    let title = w.t("抽查题", "Questions");
    let missing = missing_questions(site, &lesson);
    visit.page(About::new(title).at(NavItem::OwnCourses), move || {
        let course = format!("/own-courses/{}", draft.id);
        let to_lesson = format!("{course}/lessons/{}", lesson.id);
        let here = format!("{to_lesson}/questions");
        let above = vec![
            ("/own-courses".to_owned(), NavItem::OwnCourses.name(w).to_owned()),
            (course, draft.title.clone()),
            (to_lesson.clone(), lesson.title.clone()),
        ];
        let body = if lesson.duration_ms() == 0 {
            let says = w.t(
                "这一课还没有内容。先选视频，或者写好图文、练习，再来出题：题要落在学过的内容后面。",
                "The lesson is empty still. Choose its film or write its pages first: a question follows what was studied.",
            );
            view! {
                <Empty title=w.t("先写好这一课", "Write the lesson first")>
                    <p>{says}</p>
                    <LinkButton href=to_lesson>{w.t("去写这一课", "To the lesson")}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <p>{needed(w, &lesson, missing)}</p>
                {list(w, &here, &lesson)}
                {form_view(w, &here, &state)}
                {workbook(w, &here)}
            }
            .into_any()
        };
        view! {
            <Crumbs words=w above=above here=title />
            <h1>{title}</h1>
            <ErrorSummary title=w.t("没有保存，请看这里", "Not saved, please look here") errors=state.errors() />
            {body}
        }
    })
}

fn needed(w: Words, lesson: &LessonContent, missing: i64) -> String {
    let (length, count) = (format::duration(w, lesson.duration_ms()), lesson.questions.len());
    match (w, missing) {
        (Words::Zh, 0) => format!("这一课 {length}，已有 {count} 道题，够了。题越多，学员之间越难互相抄。"),
        (Words::En, 0) => {
            format!("The lesson takes {length} and has {count} questions: enough. More are harder to copy.")
        }
        (Words::Zh, missing) => format!(
            "这一课 {length}，已有 {count} 道题，还差 {missing} 道：学习抽查时答错了要换题再问，题不够就问不下去。"
        ),
        (Words::En, missing) => format!(
            "The lesson takes {length} and has {count} questions; {missing} more are needed, so that a wrong answer is followed by another question."
        ),
    }
}

fn list(w: Words, here: &str, lesson: &LessonContent) -> impl IntoView + use<> {
    if lesson.questions.is_empty() {
        return view! {
            <Empty title=w.t("还没有题", "No question yet")>
                <p>{w.t("在下面写一道，或者下载表格，填好一次传上来。", "Write one below, or fill in the workbook and send it.")}</p>
            </Empty>
        }
        .into_any();
    }
    let rows = lesson.questions.iter().enumerate().map(|(n, question)| row(w, here, n + 1, question));
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=title_of(w)
            columns=vec![
                (w.t("题目", "Question").to_owned(), ColumnKind::Text),
                (w.t("时刻", "Moment").to_owned(), ColumnKind::Short),
                (w.t("正确答案", "Right answer").to_owned(), ColumnKind::Text),
                (w.t("答案数", "Answers").to_owned(), ColumnKind::Number),
                (String::new(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}

fn title_of(w: Words) -> &'static str {
    w.t("抽查题", "Questions")
}

fn row(w: Words, here: &str, n: usize, question: &QuestionContent) -> impl IntoView + use<> {
    let right = question.options.first().cloned().unwrap_or_default();
    let (prompt, moment, answers) =
        (question.prompt.clone(), typed_clock(question.at_ms), question.options.len());
    let (change, out, asked) = (format!("{here}?change={n}#at"), format!("{here}/out"), prompt.clone());
    view! {
        <Row>
            <HeadCell>
                <a class="break-anywhere" href=change>{prompt}</a>
            </HeadCell>
            <Cell label=w.t("时刻", "Moment") kind=ColumnKind::Short>{moment}</Cell>
            <Cell label=w.t("正确答案", "Right answer")><span class="break-anywhere">{right}</span></Cell>
            <Cell label=w.t("答案数", "Answers") kind=ColumnKind::Number>{w.answers(answers)}</Cell>
            <Cell label="" kind=ColumnKind::Short>
                <form method="post" action=out>
                    <input type="hidden" name="n" value=n.to_string() />
                    <input type="hidden" name="prompt" value=asked />
                    <Button kind=Kind::Quiet>{w.t("删掉", "Take out")}</Button>
                </form>
            </Cell>
        </Row>
    }
}

fn form_view(w: Words, here: &str, state: &FormState<QuestionForm>) -> impl IntoView + use<> {
    let form = state.form.clone();
    let title = if form.n == 0 {
        w.t("加一道题", "Add a question")
    } else {
        w.t("改这道题", "Change this question")
    };
    let hint = |field: QuestionField| match field {
        QuestionField::At => w.t("学到这里以后才问，如 1:30（1 分 30 秒）", "Asked only after it, as 1:30"),
        QuestionField::Right => w.t("答案出现的次序会自动打乱", "Answers are shown in a drawn order"),
        QuestionField::WrongSecond | QuestionField::WrongThird => w.t("可以不填", "Optional"),
        QuestionField::Explanation => w.t("答完告诉学员为什么", "Told after the answer"),
        _ => "",
    };
    let fields = QuestionField::ALL.map(|field| {
        let shape = if field == QuestionField::At { "input-short" } else { "" };
        view! {
            <Field
                name=field.as_str()
                label=w.question_field(field)
                hint=hint(field)
                error=state.error(field.as_str())
                value=form.written.get(field).to_owned()
                autocomplete="off"
                shape=shape
            />
        }
    });
    let cancel =
        (form.n > 0).then(|| view! { <LinkButton href=here.to_owned()>{w.t("取消", "Cancel")}</LinkButton> });
    view! {
        <form class="form sheet" method="post" action=here.to_owned()>
            <input type="hidden" name="version" value=form.version.to_string() />
            <input type="hidden" name="n" value=form.n.to_string() />
            <h2>{title}</h2>
            {fields.into_iter().collect_view()}
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("保存", "Save")}</Button>
                {cancel}
            </div>
        </form>
    }
}

fn workbook(w: Words, here: &str) -> impl IntoView + use<> {
    view! {
        <section class="sheet stack-s">
            <h2>{w.t("用表格一次出很多题", "Many at once, by a workbook")}</h2>
            <p>
                {w.t(
                    "下载表格（已有的题都在里面），填好再传上来。传上来的表格就是这一课全部的题。",
                    "Download the workbook with the questions that are there, fill it in and send it: it holds all questions of the lesson then.",
                )}
            </p>
            <div class="actions">
                <LinkButton href=format!("{here}/file")>{w.t("下载表格", "Download it")}</LinkButton>
                <LinkButton href=format!("{here}/import")>{w.t("传表格", "Send it")}</LinkButton>
            </div>
        </section>
    }
}

/// `POST /own-courses/{id}/lessons/{lesson}/questions`: for whoever makes courses for the institution; adds or changes one.
async fn save(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let (draft, mut content, lesson) = match open_lesson(&site, &viewer, w, path).await? {
        Ok(open) => open,
        Err(response) => return Ok(response),
    };
    let mut state = FormState::from(QuestionForm::of(fields));
    let is_new = state.form.n == 0;
    if is_new && lesson.questions.len() >= QUESTIONS_MAX {
        state.refuse("prompt", too_many(w));
    }
    let question = match state.form.written.read(lesson.last_moment_ms()) {
        Ok(question) => Some(question),
        Err(faults) => {
            for (field, fault) in faults {
                state.refuse(field.as_str(), w.question_fault(&fault));
            }
            None
        }
    };
    if let Some(question) = question.filter(|_| state.is_valid())
        && let Some(place) = content.lessons.iter_mut().find(|one| one.id == lesson.id)
    {
        match state.form.n.checked_sub(1).and_then(|n| place.questions.get_mut(n)) {
            Some(before) => *before = question,
            None => place.questions.push(question),
        }
        place.settle();
        match write(&site, &viewer, w, &draft, state.form.version, &content).await? {
            None => {
                let says = w.t("这道题存好了。", "The question is saved.");
                let here = format!("/own-courses/{}/lessons/{}/questions", draft.id, lesson.id);
                return Ok(Flash::done(says).then(&here));
            }
            Some(says) => {
                state.form.version = draft.version;
                state.refuse("", says);
            }
        }
    }
    Ok(page(&site, &visit, draft, lesson, state).refused().into_response())
}

/// Said where a lesson has as many questions as it may have.
pub fn too_many(w: Words) -> String {
    match w {
        Words::Zh => format!("一课最多 {QUESTIONS_MAX} 道题。"),
        Words::En => format!("A lesson has {QUESTIONS_MAX} questions at most."),
    }
}

/// Which question, by its place and by what it asks: a list that changed meanwhile loses no other one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OutForm {
    n: usize,
    prompt: String,
}

/// `POST /own-courses/{id}/lessons/{lesson}/questions/out`: for whoever makes courses for the institution.
async fn take_out(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Form(form): Form<OutForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let (draft, mut content, lesson) = match open_lesson(&site, &viewer, w, path).await? {
        Ok(open) => open,
        Err(response) => return Ok(response),
    };
    let here = format!("/own-courses/{}/lessons/{}/questions", draft.id, lesson.id);
    let Some(place) = content.lessons.iter_mut().find(|one| one.id == lesson.id) else {
        return Ok(see_other(&here));
    };
    let n = form
        .n
        .checked_sub(1)
        .filter(|n| place.questions.get(*n).is_some_and(|one| one.prompt == form.prompt));
    let Some(n) = n else {
        let says = w.t(
            "题目刚才有变化，这一道没有删。请看最新的题，再删。",
            "The questions have changed, and this one was not taken out. Look at them as they are now.",
        );
        return Ok(Flash::notice(says).then(&here));
    };
    place.questions.remove(n);
    Ok(match write(&site, &viewer, w, &draft, draft.version, &content).await? {
        None => Flash::done(w.t("这道题删掉了。", "The question is taken out.")).then(&here),
        Some(says) => Flash::notice(says).then(&here),
    })
}
