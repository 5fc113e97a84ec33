//! Handing in: first what is not answered, then the button.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use serde::Deserialize;
use web::error::AppError;
use web::page::About;
use web::parts::{Button, Kind, LinkButton, NavItem};
use web::{Flash, Site, Viewer, Visit};

use super::paper::{no_paper, numbers, time_left};
use super::{address, crumbs, exam_now};

pub fn routes() -> Router<Site> {
    Router::new().route("/exam/{enrolment}/hand-in", get(look_over).post(hand_in))
}

/// Which paper is meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct HandInForm {
    paper: String,
}

/// `GET /exam/{enrolment}/hand-in`: for whoever works on the paper.
async fn look_over(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(enrolment): Path<String>,
) -> Result<Response, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    let w = visit.words;
    let Some(paper) = exam.open().cloned() else { return Ok(no_paper(w, &exam)) };
    let questions = site.db.exam_questions(&paper).await?;
    let (zone, now_ms) = (site.zone(), site.now());
    let title = w.t("交卷", "Hand in");
    let page = visit.page(About::new(title).at(NavItem::Learn), move || {
        let missing: Vec<String> = questions
            .iter()
            .enumerate()
            .filter(|(_, question)| question.chosen.is_none())
            .map(|(at, _)| (at + 1).to_string())
            .collect();
        let here = address(&exam);
        let says = match (w, missing.len()) {
            (_, 0) => w.t("每道题都答了。", "Every question is answered.").to_owned(),
            (Words::Zh, count) => format!("还有 {count} 道题没有答：第 {} 题。没答的按错算。", missing.join("、")),
            (Words::En, count) => {
                format!("Not answered: {count} (questions {}). They count as wrong.", missing.join(", "))
            }
        };
        let first = missing.first().map(|n| {
            view! {
                <LinkButton href=format!("{here}/questions/{n}")>{w.t("回去答题", "Back to the questions")}</LinkButton>
            }
        });
        view! {
            {crumbs(w, &exam, Some(title))}
            <div class="split">
                <h1>{title}</h1>
                <p><b>{time_left(w, zone, &paper, now_ms)}</b></p>
            </div>
            <section class="sheet stack">
                <p>{says}</p>
                <p class="soft">{w.t("交了以后不能再改，马上告诉您成绩。", "Once handed in nothing changes, and you see your mark at once.")}</p>
                <form method="post" action=format!("{here}/hand-in")>
                    <input type="hidden" name="paper" value=paper.id.0.clone() />
                    <div class="actions">
                        <Button kind=Kind::Primary large=true>{w.t("交卷", "Hand in")}</Button>
                        {first}
                    </div>
                </form>
            </section>
            {numbers(w, &exam, &questions, None)}
        }
    });
    Ok(page.into_response())
}

/// `POST /exam/{enrolment}/hand-in`: for whoever works on the paper.
async fn hand_in(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(enrolment): Path<String>,
    Form(form): Form<HandInForm>,
) -> Result<Response, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    let w = visit.words;
    let Some(paper) = exam.open().filter(|paper| paper.id.as_str() == form.paper) else {
        return Ok(no_paper(w, &exam));
    };
    let paper = site.db.hand_in_exam(&viewer.person, &paper.id, &site.policies, site.now()).await?;
    let done = w.t("已交卷。", "Handed in.");
    Ok(Flash::done(done).then(&format!("{}/results/{}", address(&exam), paper.n)))
}
