//! A paper: one question a page, each answer a form of its own that works without a script.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::id::{EnrolmentId, ExamPaperId};
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::exam::{ExamPaper, ExamQuestionText, MyExam, SaveRefusal};
use web::error::AppError;
use web::flash::see_other;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Kind, LinkButton, NavItem};
use web::{Flash, Site, Viewer, Visit};

use super::{address, crumbs, exam_now};

pub fn routes() -> Router<Site> {
    Router::new().route("/exam/{enrolment}/questions/{n}", get(question).post(answer))
}

/// What was chosen, and on which paper: it may be that of an earlier try, left open on another device.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    paper: String,
    choice: String,
}

/// `GET /exam/{enrolment}/questions/{n}`: for whoever works on the paper.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((enrolment, n)): Path<(String, usize)>,
) -> Result<Response, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    let Some(paper) = exam.open() else { return Ok(no_paper(visit.words, &exam)) };
    let state = FormState::from(AnswerForm::default());
    Ok(question_page(&site, &visit, &exam, paper, n, state).await?.into_response())
}

/// Where somebody goes who works on no paper: to the result of the last one, if its time has just run out.
pub(super) fn no_paper(w: Words, exam: &MyExam) -> Response {
    let here = address(exam);
    match exam.papers.last() {
        None => see_other(&here),
        Some(last) => {
            Flash::notice(w.t("试卷已经交了，这是成绩。", "The paper is handed in; this is its result."))
                .then(&format!("{here}/results/{}", last.n))
        }
    }
}

/// `POST /exam/{enrolment}/questions/{n}`: for whoever works on the paper. Saved with the server's time.
async fn answer(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((enrolment, n)): Path<(String, usize)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let w = visit.words;
    let exam = site.db.my_exam(&viewer.person, &EnrolmentId(enrolment)).await?;
    let Some(paper) = exam.open().filter(|paper| paper.id.as_str() == form.paper) else {
        return Ok(no_paper(w, &exam));
    };
    let mut state = FormState::from(form);
    let Ok(place) = state.form.choice.parse::<i64>() else {
        state.refuse("choice", w.t("请先选一个答案。", "Please choose an answer first."));
        return Ok(question_page(&site, &visit, &exam, paper, n, state).await?.refused().into_response());
    };
    let id = ExamPaperId(state.form.paper.clone());
    match site.db.save_exam_answer(&viewer.person, &id, (n as i64, place), site.now()).await? {
        Ok(()) => Ok(see_other(&after(&exam, paper, n))),
        Err(SaveRefusal::Over) => {
            Ok(no_paper(w, &exam_now(&site, &viewer, exam.enrolment_id.as_str()).await?))
        }
        Err(SaveRefusal::Unknown) => Err(AppError::NotFound),
    }
}

/// The next question, or the page to hand in.
fn after(exam: &MyExam, paper: &ExamPaper, n: usize) -> String {
    if (n as i64) < paper.count {
        format!("{}/questions/{}", address(exam), n + 1)
    } else {
        format!("{}/hand-in", address(exam))
    }
}

async fn question_page(
    site: &Site,
    visit: &Visit,
    exam: &MyExam,
    paper: &ExamPaper,
    n: usize,
    state: FormState<AnswerForm>,
) -> Result<Page, AppError> {
    let questions = site.db.exam_questions(paper).await?;
    let at = n.checked_sub(1).filter(|at| *at < questions.len()).ok_or(AppError::NotFound)?;
    let (w, zone, now_ms) = (visit.words, site.zone(), site.now());
    let (exam, paper) = (exam.clone(), paper.clone());
    let title = match w {
        Words::Zh => format!("第 {n} 题"),
        Words::En => format!("Question {n}"),
    };
    Ok(visit.page(About::new(title).at(NavItem::Learn), move || {
        let head = match w {
            Words::Zh => format!("第 {n} 题，共 {} 题", questions.len()),
            Words::En => format!("Question {n} of {}", questions.len()),
        };
        let numbers = numbers(w, &exam, &questions, Some(n));
        let asked = form(w, &exam, &paper, n, questions[at].clone(), &state);
        view! {
            {crumbs(w, &exam, Some(w.t("答题", "The paper")))}
            <div class="split">
                <h1>{head}</h1>
                <p><b>{time_left(w, zone, &paper, now_ms)}</b></p>
            </div>
            {asked}
            {numbers}
            <div class="actions">
                <LinkButton href=format!("{}/hand-in", address(&exam))>
                    {w.t("检查一遍，去交卷", "Look over and hand in")}
                </LinkButton>
            </div>
        }
    }))
}

/// How much time is left as the page is drawn, and at which clock it is over.
pub(super) fn time_left(w: Words, zone: Zone, paper: &ExamPaper, now_ms: i64) -> String {
    let minute = zone.minute(paper.ends_at);
    let clock = minute.get(minute.len().saturating_sub(5)..).unwrap_or_default().to_owned();
    let left = format::duration(w, (paper.ends_at - now_ms).max(0));
    match w {
        Words::Zh => format!("还剩 {left}，{clock} 收卷"),
        Words::En => format!("{left} left, until {clock}"),
    }
}

fn form(
    w: Words,
    exam: &MyExam,
    paper: &ExamPaper,
    n: usize,
    asked: ExamQuestionText,
    state: &FormState<AnswerForm>,
) -> impl IntoView + use<> {
    let options: Vec<Choice> = asked
        .options
        .into_iter()
        .enumerate()
        .map(|(place, text)| Choice::new(place.to_string(), text))
        .collect();
    let chosen = asked.chosen.map(|place| place.to_string()).into_iter().collect();
    let skip = after(exam, paper, n);
    let saved = asked.chosen.map(|_| {
        view! { <p class="soft small">{w.t("这题已保存，可以改。", "Saved; you may change it.")}</p> }
    });
    view! {
        <form class="form sheet check-options exam-form" method="post" action=format!("{}/questions/{n}", address(exam))>
            <input type="hidden" name="paper" value=paper.id.0.clone() />
            <Choices name="choice" label=asked.prompt error=state.error("choice") options=options chosen=chosen />
            {saved}
            <div class="actions">
                <Button kind=Kind::Primary large=true>{w.t("保存，下一题", "Save and go on")}</Button>
                <LinkButton href=skip kind=Kind::Quiet>{w.t("先跳过", "Skip")}</LinkButton>
            </div>
        </form>
    }
}

/// All questions by number: answered ones are filled, the one on screen is marked.
pub(super) fn numbers(
    w: Words,
    exam: &MyExam,
    questions: &[ExamQuestionText],
    current: Option<usize>,
) -> impl IntoView + use<> {
    let here = address(exam);
    let links = questions.iter().enumerate().map(|(at, question)| {
        let n = at + 1;
        let answered = question.chosen.is_some();
        let class = if answered { "exam-number is-answered" } else { "exam-number" };
        let said = if answered { w.t("已答", "answered") } else { w.t("没有答", "not answered") };
        let now = (current == Some(n)).then_some("page");
        view! {
            <li>
                <a class=class href=format!("{here}/questions/{n}") aria-current=now>
                    {n} <span class="visually-hidden">" " {said}</span>
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="stack-s" aria-label=w.t("题号", "Questions")>
            <ul class="exam-numbers">{links}</ul>
            <p class="soft small">{w.t("填了颜色的是已经答好保存的。", "Filled numbers are answered and saved.")}</p>
        </nav>
    }
}
