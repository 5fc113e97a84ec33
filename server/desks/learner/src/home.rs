//! The front door.

use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use store::course::search::CourseQuery;
use web::error::AppError;
use web::flash::see_other;
use web::page::About;
use web::parts::{Kind, LinkButton};
use web::{Site, Visit};

use crate::course::catalogue::{cards, search_form};

pub fn routes() -> Router<Site> {
    Router::new().route("/", get(home))
}

/// `GET /`: open to everybody. Who is signed in goes where their work begins.
async fn home(State(site): State<Site>, visit: Visit) -> Result<Response, AppError> {
    if let Some(viewer) = &visit.viewer
        && viewer.front_page() != "/"
    {
        return Ok(see_other(viewer.front_page()));
    }
    let w = visit.words;
    let found = site.db.search_courses(&CourseQuery { page: 1, ..CourseQuery::default() }).await?;
    let total = found.total;
    let policy = site.policy().cloned();
    // The short Chinese halves break between each other, never inside; English breaks where it likes.
    let line = (w == Words::Zh).then_some("nowrap");
    let page = visit.page(About::new(""), move || {
        let first: Vec<_> = found.courses.into_iter().take(3).collect();
        let all = match w {
            Words::Zh => format!("全部 {total} 门课程"),
            Words::En => format!("All {total} courses"),
        };
        view! {
            <div class="page-head">
                <div>
                    <h1>
                        <span class=line>{w.t("免费学技能，", "Learn a trade for free. ")}</span>
                        <span class=line>{w.t("每一分钟都作数", "Every minute is kept.")}</span>
                    </h1>
                    <p class="lead">
                        {w.t(
                            "用手机看课，中间答几道抽查题，学习时间就记成学时。学时可以查、可以核对，是领培训补贴的凭据。",
                            "Watch lessons on your phone and answer a short check now and then: your time becomes credit hours. Anyone can check them, and the training subsidy is paid by them.",
                        )}
                    </p>
                </div>
            </div>
            {search_form(w, String::new())}
            <section class="stack">
                <div class="split">
                    <h2>{w.t("可以报名的课程", "Courses you can join")}</h2>
                    <a class="tap" href="/courses">{all}</a>
                </div>
                {cards(w, first, &[], policy.as_ref())}
            </section>
            <section class="stack">
                <h2>{w.t("怎么学", "How it works")}</h2>
                <ol class="lessons">
                    {step(
                        w.t("登记，选课，报名", "Register, choose, enrol"),
                        w.t("都免费。每一课有多长、要多少流量，先看清楚再学。", "All free. You see how long each lesson is and how much data it needs before you begin."),
                    )}
                    {step(
                        w.t("看课，随时停，随时接着学", "Watch, stop, go on whenever you like"),
                        w.t("换手机也从停下的地方接着来。断网的时候学的，连上以后会补记。", "Another phone goes on where you stopped. What you watch without a network is recorded once it is back."),
                    )}
                    {step(
                        w.t("答抽查题，学时就认定", "Answer a check and the hours are yours"),
                        w.t("题目就是刚讲过的内容，时间够用，没答上也不会白学。", "It asks what was just taught, with plenty of time. A missed check takes nothing away for good."),
                    )}
                    {step(
                        w.t("随时查学时、查补贴", "See your hours and subsidy at any time"),
                        w.t("哪些算了、哪些没算、为什么，一条一条写明白。", "What counted, what did not and why: every line in plain words."),
                    )}
                </ol>
                <div class="actions">
                    <LinkButton href="/courses" kind=Kind::Primary large=true>
                        {w.t("去选课程", "Choose a course")}
                    </LinkButton>
                    <LinkButton href="/register" large=true>
                        {w.t("登记", "Register")}
                    </LinkButton>
                </div>
            </section>
        }
    });
    Ok(page.into_response())
}

fn step(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li class="lesson">
            <h3 class="lesson-title">{title}</h3>
            <p class="lesson-facts">{text}</p>
        </li>
    }
}
