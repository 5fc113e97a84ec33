//! What reviewers do with a paper: look at it, accept or refuse it.

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::paper::PaperStanding;
use serde::Deserialize;
use store::audit::AuditEvent;
use store::paper::Decided;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::{Site, Viewer, Visit, file};

use super::page::{Typed, paper_page, reviewed};

pub fn routes() -> Router<Site> {
    Router::new().route("/papers/{id}/file", post(look)).route("/papers/{id}/decide", post(decide))
}

/// The longest reason, and the shortest.
const REASON_CHARS_MAX: usize = 300;
const REASON_CHARS_MIN: usize = 4;

fn event(
    site: &Site,
    viewer: &Viewer,
    from: Address,
    action: &'static str,
    id: &str,
    reason: String,
) -> AuditEvent {
    AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(viewer.account.clone()),
        action,
        subject: format!("paper:{id}"),
        reason,
        detail: "{}".to_owned(),
        address: from.0,
    }
}

#[derive(Deserialize)]
struct Look {
    #[serde(default)]
    look: String,
}

/// `POST /papers/{id}/file`: for reviewers of the person's region, with a reason. The log has its line before the file goes.
async fn look(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(typed): Form<Look>,
) -> Result<Response, AppError> {
    let paper = reviewed(&site, &viewer, &id).await?;
    let Some(reason) = reason(&typed.look) else {
        let sentence =
            visit.words.t("请写明为什么打开，至少四个字。", "Please say why, in four characters or more.");
        let errors = vec![("look".to_owned(), sentence.to_owned())];
        let typed = Typed { look: Some(typed.look), errors, ..Typed::default() };
        let page = paper_page(&site, &viewer, &visit, paper, typed).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let event = event(&site, &viewer, from, "paper.look", &id, reason);
    let content = site.db.paper_content(&id, Some(&viewer.account), &event).await?;
    file::handed_out(&site, &paper, &content).await
}

#[derive(Deserialize)]
struct Decision {
    #[serde(default)]
    action: String,
    #[serde(default)]
    reason: String,
}

/// `POST /papers/{id}/decide`: for reviewers of the person's region who have looked at it.
async fn decide(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(typed): Form<Decision>,
) -> Result<Response, AppError> {
    let paper = reviewed(&site, &viewer, &id).await?;
    let w = visit.words;
    let action = match typed.action.as_str() {
        "accept" => Some((PaperStanding::Accepted, "paper.accept")),
        "refuse" => Some((PaperStanding::Refused, "paper.refuse")),
        _ => None,
    };
    let sentence = match (action, reason(&typed.reason)) {
        (Some((standing, action)), Some(reason)) => {
            let event = event(&site, &viewer, from, action, &id, reason);
            match site.db.decide_paper(&id, standing, &viewer.account, &event).await? {
                Decided::Done => {
                    let done = w.t("已审核，学员能看到结果。", "Decided. The learner can see it.");
                    return Ok(Flash::done(done).then("/papers"));
                }
                Decided::Already => {
                    let notice = w.t("这份材料已经审核过了。", "This paper was decided already.");
                    return Ok(Flash::notice(notice).then(&format!("/papers/{id}")));
                }
                Decided::Unseen => w.t("请先打开材料看过，再审核。", "Please look at it before you decide."),
            }
        }
        (None, _) => w.t("请选择通过还是退回。", "Please accept or refuse."),
        (_, None) => w.t(
            "请写明理由，至少四个字，学员会看到。",
            "Please give a reason of four characters or more; the learner reads it.",
        ),
    };
    let errors = vec![("reason".to_owned(), sentence.to_owned())];
    let typed = Typed { look: None, reason: typed.reason, errors };
    let page = paper_page(&site, &viewer, &visit, paper, typed).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn reason(typed: &str) -> Option<String> {
    let reason: String = typed.trim().chars().take(REASON_CHARS_MAX).collect();
    (reason.chars().count() >= REASON_CHARS_MIN).then_some(reason)
}
