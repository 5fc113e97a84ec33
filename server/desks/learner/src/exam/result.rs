//! The result of one try: the mark, and each question with what was chosen and why it is right or wrong.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::exam::StartRefusal;
use domain::time::Zone;
use leptos::prelude::*;
use store::exam::{ExamPaper, ExamQuestionText, MyExam};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Chip, Drawing, Icon, KeyFigure, KeyFigures, Kind, LinkButton, NavItem, Status};
use web::{Site, Viewer, Visit};

use super::door::why_not;
use super::{address, crumbs, exam_now, name_of, rules_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/exam/{enrolment}/results/{n}", get(result))
}

/// `GET /exam/{enrolment}/results/{n}`: for whoever sat it, once it is handed in.
async fn result(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((enrolment, n)): Path<(String, i64)>,
) -> Result<Page, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    let (policy, rules) = rules_of(&site, &exam)?;
    let (w, zone, clock) = (visit.words, site.zone(), site.class_clock());
    let found = exam.papers.iter().find(|paper| paper.n == n && paper.submitted_at.is_some());
    let paper = found.cloned().ok_or(AppError::NotFound)?;
    let questions = site.db.exam_questions(&paper).await?;
    let stage = clock.stage((&exam.starts_on, &exam.ends_on), exam.closed);
    let next = match exam.may_start(policy, clock) {
        Ok(_) => w.t("可以再考一次。", "You may sit it again.").to_owned(),
        Err(refusal) => why_not(w, zone, &exam, (policy, rules), stage, refusal).1,
    };
    let may = matches!(exam.may_start(policy, clock), Ok(_) | Err(StartRefusal::Begun));
    let least = policy.subsidy.test_mark_min.value;
    let title = w.t("考试成绩", "Result");
    Ok(visit.page(About::new(title).at(NavItem::Learn), move || {
        let right = questions.iter().filter(|question| question.is_right()).count();
        let at = format::moment(w, &zone.minute(paper.submitted_at.unwrap_or(0)));
        let which = match w {
            Words::Zh => format!("{} · 第 {n} 次 · {at}", name_of(w, &exam)),
            Words::En => format!("{} · try {n} · {at}", name_of(w, &exam)),
        };
        let note = match w {
            Words::Zh => format!("{least} 分合格"),
            Words::En => format!("{least} passes"),
        };
        let rights = match w {
            Words::Zh => format!("{right} / {} 题", questions.len()),
            Words::En => format!("{right} of {}", questions.len()),
        };
        let again = (!exam.passed()).then(|| {
            let kind = if may { Kind::Primary } else { Kind::Secondary };
            view! { <LinkButton href=address(&exam) kind=kind>{w.t("返回考试", "Back to the test")}</LinkButton> }
        });
        let each = questions.into_iter().enumerate().map(|(place, one)| question(w, place + 1, one)).collect_view();
        view! {
            {crumbs(w, &exam, Some(title))}
            <div class="page-head">
                <div>
                    <h1>{title} " " {verdict(w, paper.passed == Some(true))}</h1>
                    <p>{which}</p>
                </div>
            </div>
            <KeyFigures>
                <KeyFigure label=w.t("成绩", "Mark") value=paper.mark.unwrap_or(0).to_string() unit=w.t("分", "") note=note />
                <KeyFigure label=w.t("答对", "Right") value=rights />
            </KeyFigures>
            <p>{next}</p>
            <div class="actions">
                {again}
                <LinkButton href="/learn" kind=Kind::Quiet>{w.t("返回我的课程", "My courses")}</LinkButton>
            </div>
            <h2>{w.t("每道题", "Each question")}</h2>
            <ol class="stack">{each}</ol>
        }
    }))
}

fn question(w: Words, n: usize, asked: ExamQuestionText) -> impl IntoView + use<> {
    let right = asked.is_right();
    let chip = match (asked.chosen, right) {
        (_, true) => view! { <Chip status=Status::Verified>{w.t("答对了", "Right")}</Chip> },
        (Some(_), false) => view! { <Chip status=Status::Refused>{w.t("答错了", "Wrong")}</Chip> },
        (None, false) => view! { <Chip status=Status::Neutral>{w.t("没有答", "Not answered")}</Chip> },
    };
    let text = |place: usize| asked.options.get(place).cloned().unwrap_or_default();
    let chosen = asked.chosen.and_then(|place| usize::try_from(place).ok()).map(text);
    let (solution, why) = asked.solution.clone().map(|(place, why)| (text(place), why)).unwrap_or_default();
    let yours = chosen.filter(|_| !right).map(|chosen| {
        view! { <p>{w.t("您选的：", "You chose: ")} {chosen}</p> }
    });
    let (class, icon) =
        if right { ("flash", Drawing::Done) } else { ("flash flash-warning", Drawing::Alert) };
    view! {
        <li class="sheet stack-s">
            <div class="split">
                <h3>{format!("{n}. {}", asked.prompt)}</h3>
                {chip}
            </div>
            {yours}
            <div class=class>
                <Icon of=icon />
                <p>
                    <strong>{w.t("正确答案：", "Right: ")} {solution}</strong>
                    <br />
                    {why}
                </p>
            </div>
        </li>
    }
}

/// What was handed in so far, the latest first.
pub(super) fn results(w: Words, zone: Zone, exam: &MyExam) -> Option<impl IntoView + use<>> {
    let done: Vec<&ExamPaper> =
        exam.papers.iter().rev().filter(|paper| paper.submitted_at.is_some()).collect();
    if done.is_empty() {
        return None;
    }
    let here = address(exam);
    let rows = done.into_iter().map(|paper| {
        let (n, mark) = (paper.n, paper.mark.unwrap_or(0));
        let which = match w {
            Words::Zh => format!("第 {n} 次：{mark} 分"),
            Words::En => format!("Try {n}: {mark}"),
        };
        let at = format::moment(w, &zone.minute(paper.submitted_at.unwrap_or(0)));
        view! {
            <li class="split">
                <span>{which} " " {verdict(w, paper.passed == Some(true))} " " <span class="soft small">{at}</span></span>
                <a class="tap" href=format!("{here}/results/{n}")>{w.t("看每道题", "See each question")}</a>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! {
        <section class="sheet stack-s">
            <h2>{w.t("考试成绩", "Results")}</h2>
            <ul class="stack-s">{rows}</ul>
        </section>
    })
}

/// Passed or not.
fn verdict(w: Words, passed: bool) -> impl IntoView + use<> {
    if passed {
        view! { <Chip status=Status::Verified>{w.t("合格", "Passed")}</Chip> }
    } else {
        view! { <Chip status=Status::Refused>{w.t("没有合格", "Not passed")}</Chip> }
    }
}
