//! The form for what came of a look at a signal.

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use serde::Deserialize;
use store::StoreError;
use store::audit::AuditEvent;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::{Site, Viewer, Visit};

use super::detail::{Typed, signal_page};

const NOTE_CHARS: std::ops::RangeInclusive<usize> = 4..=500;

pub fn routes() -> Router<Site> {
    Router::new().route("/signals/{id}", post(look))
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    note: String,
}

/// `POST /signals/{id}`: for controllers.
async fn look(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, AppError> {
    viewer.require(Action::JudgeSignal)?;
    let w = visit.words;
    let note = said.note.trim().to_owned();
    let knows = matches!(said.verdict.as_str(), "nothing" | "follow_up");
    let fits = NOTE_CHARS.contains(&note.chars().count());
    if !knows || !fits {
        let wrong_verdict = (!knows).then(|| w.t("请选一个结论。", "Please choose a verdict.").to_owned());
        let wrong_note = (!fits).then(|| {
            w.t(
                "请写 4 到 500 个字：怎么看的，看到什么。",
                "Please write 4 to 500 characters: how you looked, and what you saw.",
            )
            .to_owned()
        });
        let typed = Typed { verdict: said.verdict, note: said.note, wrong_verdict, wrong_note };
        let page = signal_page(&site, &viewer, &visit, &id, typed).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let event = AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(viewer.account.clone()),
        action: "signal.look",
        subject: format!("signal:{id}"),
        reason: note.clone(),
        detail: said.verdict.clone(),
        address: from.0,
    };
    match site.db.look_at_signal(&id, &said.verdict, &note, &event).await {
        Ok(()) => Ok(Flash::done(w.t("已记下结论。", "The verdict is kept.")).then("/signals")),
        Err(StoreError::NotFound) => {
            // Never there, or a colleague was quicker.
            site.db.signal(&id).await?;
            let notice = w.t("同事已经看过这一条了。", "A colleague has looked at this already.");
            Ok(Flash::notice(notice).then(&format!("/signals/{id}")))
        }
        Err(error) => Err(error.into()),
    }
}
