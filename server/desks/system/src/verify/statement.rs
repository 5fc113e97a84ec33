//! What a stranger sees who scans the code of a statement of hours: what the paper must say.

use app::format;
use app::words::Words;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::EnrolmentId;
use domain::person::masked_name;
use leptos::prelude::*;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::Crumbs;
use web::views::statement::{mark, statement_view};
use web::{Site, Visit};

/// `GET /verify/statement/{enrolment}/{until}/{mark}`: open to whoever has the paper.
pub async fn statement(
    State(site): State<Site>,
    visit: Visit,
    Path((enrolment, until, shown)): Path<(String, String, String)>,
) -> Result<Page, AppError> {
    let w = visit.words;
    let about = About::new(w.t("核验学时凭证", "Check a statement of hours"));
    let enrolment = EnrolmentId(enrolment);
    // Compared first: whether there is such an enrolment is nobody's business.
    let until = until.parse::<i64>().ok().filter(|until| mark(&site, &enrolment, *until) == shown);
    let Some(until) = until else {
        return Ok(visit.page(about, move || nothing(w)).status(StatusCode::GONE));
    };
    let statement = site.db.statement(&enrolment, until).await?;
    let now = site.db.statement(&enrolment, i64::MAX).await?.sum;
    let later = (now.last_entry != statement.sum.last_entry).then(|| {
        let now = format::duration(w, now.verified_ms);
        match w {
            Words::Zh => format!("这张凭证以后又有新的记录：现在一共认定 {now}。"),
            Words::En => format!("There are entries since: {now} are verified by now."),
        }
    });
    let name = masked_name(&statement.about.name);
    Ok(visit.page(about, move || {
        view! {
            <Crumbs words=w above=vec![("/verify".to_owned(), w.t("查验学时", "Check hours").to_owned())] here=w.t("学时凭证", "Statement of hours") />
            <h1>{w.t("这张凭证是这里开的", "This statement was made here")}</h1>
            <p class="lead">
                {w.t(
                    "请和纸上的逐项对照。有一处不同，那张纸就被改过。姓名只显示姓。",
                    "Compare each line with the paper. Where one differs, the paper was altered. Of the name the family name alone is shown.",
                )}
            </p>
            <section class="sheet stack">{statement_view(w, &site, statement, name, None)}</section>
            {later.map(|later| view! { <p>{later}</p> })}
        }
    }))
}

fn nothing(w: Words) -> impl IntoView {
    view! {
        <h1>{w.t("没有这张凭证", "There is no such statement")}</h1>
        <p>
            {w.t(
                "网址不完整，或者被改过。请再扫一次纸上的二维码；还是这样，就不要相信那张纸，可以打 12333 问。",
                "The address is incomplete or was altered. Scan the code once more; if this page comes again, do not trust the paper and call 12333.",
            )}
        </p>
    }
}
