//! A question to practise the form with: it is in no bank, counts nothing and is saved nowhere.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use serde::Deserialize;
use store::exam::MyExam;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Flash, Kind, LinkButton, NavItem, Tone};
use web::{Site, Viewer, Visit};

use super::{address, crumbs, exam_now};

pub fn routes() -> Router<Site> {
    Router::new().route("/exam/{enrolment}/rehearsal", get(rehearsal).post(tried))
}

/// Which of the choices is right.
const RIGHT: &str = "1";

/// What was chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct RehearsalForm {
    choice: String,
}

/// `GET /exam/{enrolment}/rehearsal`: for whoever is in a class with a test.
async fn rehearsal(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(enrolment): Path<String>,
) -> Result<Page, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    Ok(page(&visit, exam, FormState::default(), None))
}

/// `POST /exam/{enrolment}/rehearsal`: says at once whether it was right.
async fn tried(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(enrolment): Path<String>,
    Form(form): Form<RehearsalForm>,
) -> Result<Response, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    let w = visit.words;
    let mut state = FormState::from(form);
    if state.form.choice.is_empty() {
        state.refuse("choice", w.t("请先选一个答案。", "Please choose an answer first."));
        return Ok(page(&visit, exam, state, None).refused().into_response());
    }
    let right = state.form.choice == RIGHT;
    Ok(page(&visit, exam, state, Some(right)).into_response())
}

fn page(visit: &Visit, exam: MyExam, state: FormState<RehearsalForm>, right: Option<bool>) -> Page {
    let w = visit.words;
    let title = w.t("练习题", "A practice question");
    visit.page(About::new(title).at(NavItem::Learn), move || {
        let here = address(&exam);
        let options = [
            w.t("十个月", "Ten months"),
            w.t("十二个月", "Twelve months"),
            w.t("十四个月", "Fourteen months"),
        ];
        let options = options.into_iter().enumerate().map(|(n, text)| Choice::new(n.to_string(), text)).collect();
        let chosen = Some(state.form.choice.clone()).filter(|choice| !choice.is_empty()).into_iter().collect();
        view! {
            {crumbs(w, &exam, Some(title))}
            <h1>{title}</h1>
            <p>{w.t("考试就是这样答：选一个答案，按一下按钮。这道题不计分，想试几次都行。", "The test goes like this: choose an answer and press the button. This one counts nothing; try it as often as you like.")}</p>
            {right.map(|right| said(w, right))}
            <form class="form sheet check-options exam-form" method="post" action=format!("{here}/rehearsal")>
                <Choices
                    name="choice"
                    label=w.t("一年有几个月？", "How many months has a year?")
                    error=state.error("choice")
                    options=options
                    chosen=chosen
                />
                <div class="actions">
                    <Button kind=Kind::Primary large=true>{w.t("保存", "Save")}</Button>
                    <LinkButton href=here.clone() kind=Kind::Quiet>{w.t("返回考试", "Back to the test")}</LinkButton>
                </div>
            </form>
        }
    })
}

fn said(w: Words, right: bool) -> impl IntoView + use<> {
    let (tone, says) = if right {
        (
            Tone::Done,
            w.t(
                "对了，就是这样。考试里要到交卷以后才告诉您对不对。",
                "Right, that is all there is to it. In the test you are told after handing in.",
            ),
        )
    } else {
        (
            Tone::Warning,
            w.t(
                "再想想：一年有十二个月。考试里要到交卷以后才告诉您对不对。",
                "Think again: a year has twelve months. In the test you are told after handing in.",
            ),
        )
    };
    view! { <Flash tone=tone>{says}</Flash> }
}
