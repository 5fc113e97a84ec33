//! The questions of a lesson as a workbook: handed out with what is there, and taken in whole. Nothing is taken of a file with
//! anything wrong in it; each fault is named at its cell.

use app::words::Words;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::course_draft::{LessonContent, QUESTIONS_MAX, QuestionContent, QuestionField};
use domain::roster::Unreadable;
use leptos::prelude::*;
use roster::{MEGABYTES_MAX, NoQuestions, question_workbook, read_questions};
use store::course_draft::CourseDraft;
use web::error::AppError;
use web::file::{not_whole, place_to_receive, workbook};
use web::flash::Flash;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, ColumnKind, Crumbs, DataTable, ErrorSummary, FileField, HeadCell, Kind, LinkButton,
    NavItem, Row,
};
use web::received_file::{READ_BYTES_MAX, SentFile, receive};
use web::{Site, Viewer, Visit};

use super::question::too_many;
use super::{open_lesson, write};

pub fn routes() -> Router<Site> {
    let limit = DefaultBodyLimit::max(READ_BYTES_MAX);
    Router::new()
        .route("/own-courses/{id}/lessons/{lesson}/questions/file", get(file))
        .route("/own-courses/{id}/lessons/{lesson}/questions/import", get(form).post(send).layer(limit))
}

/// `GET /own-courses/{id}/lessons/{lesson}/questions/file`: for whoever makes courses for the institution.
async fn file(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let (_, _, lesson) = match open_lesson(&site, &viewer, w, path).await? {
        Ok(open) => open,
        Err(response) => return Ok(response),
    };
    let sheet = w.t("抽查题", "Questions");
    let bytes = question_workbook(sheet, |field| w.question_field(field), &lesson.questions)
        .map_err(|error| AppError::Internal(error.into()))?;
    let name = format!("{}-{sheet}.xlsx", lesson.title);
    Ok(workbook(bytes, &name, "questions.xlsx"))
}

/// What is wrong at a cell.
struct Fault {
    row: u32,
    column: String,
    typed: String,
    says: String,
}

/// `GET /own-courses/{id}/lessons/{lesson}/questions/import`: for whoever makes courses for the institution.
async fn form(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (draft, _, lesson) = match open_lesson(&site, &viewer, visit.words, path).await? {
        Ok(open) => open,
        Err(response) => return Ok(response),
    };
    Ok(page(&visit, &draft, &lesson, Vec::new(), FormState::default()).into_response())
}

fn page(
    visit: &Visit,
    draft: &CourseDraft,
    lesson: &LessonContent,
    faults: Vec<Fault>,
    state: FormState<()>,
) -> Page {
    let w = visit.words;
    let title = w.t("传抽查题的表格", "Send questions");
    let course = format!("/own-courses/{}", draft.id);
    let questions = format!("{course}/lessons/{}/questions", lesson.id);
    let above = vec![
        ("/own-courses".to_owned(), NavItem::OwnCourses.name(w).to_owned()),
        (course, draft.title.clone()),
        (questions.clone(), format!("{} {}", lesson.title, w.t("抽查题", "questions"))),
    ];
    visit.page(About::new(title).at(NavItem::OwnCourses).narrow(), move || {
        let hint = match w {
            Words::Zh => format!("Excel（.xlsx、.xls）或 CSV，最大 {MEGABYTES_MAX} MB"),
            Words::En => format!("Excel (.xlsx, .xls) or CSV, at most {MEGABYTES_MAX} MB"),
        };
        let wrong = (!faults.is_empty()).then(|| fault_table(w, faults));
        view! {
            <Crumbs words=w above=above.clone() here=title />
            <h1>{title}</h1>
            <ErrorSummary title=w.t("没有收下，请看这里", "Not taken, please look here") errors=state.errors() />
            {wrong}
            <form class="form sheet" method="post" action=format!("{questions}/import") enctype="multipart/form-data">
                <p>
                    {w.t(
                        "传上来的表格就是这一课全部的题：原来的题会换成表里的。",
                        "What you send holds all questions of the lesson: those that are there are replaced.",
                    )}
                </p>
                <FileField
                    name="file"
                    label=w.t("表格", "Workbook")
                    hint=hint
                    error=state.error("file")
                    accept=".xlsx,.xls,.csv"
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("传上来", "Send it")}</Button>
                    <LinkButton href=questions.clone()>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    })
}

/// Everything that is wrong, each at its cell.
fn fault_table(w: Words, faults: Vec<Fault>) -> impl IntoView + use<> {
    let says = match w {
        Words::Zh => format!("有 {} 处要改，一道题也没有换。改好再传一次：", faults.len()),
        Words::En => {
            format!("{} things are wrong; nothing was changed. Mend them and send it again:", faults.len())
        }
    };
    let rows = faults.into_iter().map(move |fault| {
                let place = match w {
                    Words::Zh => format!("第 {} 行", fault.row),
                    Words::En => format!("row {}", fault.row),
                };
                view! {
                    <Row>
                        <HeadCell>{place}</HeadCell>
                        <Cell label=w.t("哪一列", "Column")>{fault.column}</Cell>
                        <Cell label=w.t("表里写的", "Written")><span class="break-anywhere">{fault.typed}</span></Cell>
                        <Cell label=w.t("怎么改", "What to do")>{fault.says}</Cell>
                    </Row>
                }
            });
    view! {
        <section class="stack">
            <p><b>{says}</b></p>
            <DataTable
                caption=w.t("要改的地方", "What is wrong")
                columns=vec![
                    (w.t("行", "Row").to_owned(), ColumnKind::Short),
                    (w.t("哪一列", "Column").to_owned(), ColumnKind::Short),
                    (w.t("表里写的", "Written").to_owned(), ColumnKind::Text),
                    (w.t("怎么改", "What to do").to_owned(), ColumnKind::Text),
                ]
            >
                {rows.collect_view()}
            </DataTable>
        </section>
    }
}

/// `POST /own-courses/{id}/lessons/{lesson}/questions/import`: for whoever makes courses for the institution.
async fn send(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(path): Path<(String, String)>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let (draft, mut content, lesson) = match open_lesson(&site, &viewer, w, path).await? {
        Ok(open) => open,
        Err(response) => return Ok(response),
    };
    let _place = place_to_receive()?;
    let mut sent = SentFile::default();
    if let Ok(form) = form {
        match receive(form, |_, _| {}, &mut sent).await {
            Ok(()) => {}
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.too_large = true,
            Err(_) => return Err(not_whole()),
        }
    }
    let refused = |why: String| {
        let state = FormState::from(()).refused("file", why);
        Ok(page(&visit, &draft, &lesson, Vec::new(), state).refused().into_response())
    };
    if sent.is_missing() {
        return refused(w.t("请选择文件。", "Please choose a file.").to_owned());
    }
    if sent.too_large || sent.bytes.len() > MEGABYTES_MAX * 1024 * 1024 {
        return refused(unreadable(w, &Unreadable::TooLarge.into()));
    }
    // Reading a workbook takes a while: not on a thread that answers others.
    let read = tokio::task::spawn_blocking(move || read_questions(&sent.bytes, QUESTIONS_MAX)).await;
    let lines = match read.map_err(|error| AppError::Internal(error.into()))? {
        Ok(lines) => lines,
        Err(why) => return refused(unreadable(w, &why)),
    };
    let (mut questions, mut faults) = (Vec::<QuestionContent>::new(), Vec::new());
    for line in &lines {
        match line.written.read(lesson.last_moment_ms()) {
            Ok(question) => questions.push(question),
            Err(wrong) => faults.extend(wrong.into_iter().map(|(field, fault)| Fault {
                row: line.row,
                column: w.question_field(field).to_owned(),
                typed: line.written.get(field).to_owned(),
                says: w.question_fault(&fault),
            })),
        }
    }
    if !faults.is_empty() {
        return Ok(page(&visit, &draft, &lesson, faults, FormState::default()).refused().into_response());
    }
    let count = questions.len();
    if let Some(place) = content.lessons.iter_mut().find(|one| one.id == lesson.id) {
        place.questions = questions;
        place.settle();
    }
    let here = format!("/own-courses/{}/lessons/{}/questions", draft.id, lesson.id);
    Ok(match write(&site, &viewer, w, &draft, draft.version, &content).await? {
        None => {
            let says = match w {
                Words::Zh => format!("收下了 {count} 道题。"),
                Words::En => format!("Taken: {count} questions."),
            };
            Flash::done(says).then(&here)
        }
        Some(says) => Flash::notice(says).then(&here),
    })
}

/// Why there are no questions in a file, and what to do.
fn unreadable(w: Words, why: &NoQuestions) -> String {
    match why {
        NoQuestions::NoHeader(lacking) => {
            let names: Vec<&str> =
                lacking.iter().map(|field: &QuestionField| w.question_field(*field)).collect();
            match w {
                Words::Zh => format!("没有找到表头，缺少的列：{}。请用下载的表格填。", names.join("、")),
                Words::En => {
                    format!("No head was found; missing: {}. Use the workbook to download.", names.join(", "))
                }
            }
        }
        NoQuestions::Unreadable(Unreadable::NoRows) => {
            w.t("表头下面没有题。请填好再传。", "There is no question below the head.").to_owned()
        }
        NoQuestions::Unreadable(Unreadable::TooManyRows) => too_many(w),
        NoQuestions::Unreadable(Unreadable::NotATable) => w
            .t(
                "这不是 Excel 表格。请交 .xlsx、.xls 或 CSV 文件。",
                "This is no Excel sheet. Please send .xlsx, .xls or CSV.",
            )
            .to_owned(),
        NoQuestions::Unreadable(why) => w.roster_unreadable(why, (MEGABYTES_MAX, QUESTIONS_MAX)),
    }
}
