//! The form for what came of a look at a signal.

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::signal::SignalVerdict;
use store::StoreError;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, text};
use web::{Site, Viewer, Visit};

use super::detail::{VerdictForm, signal_page};

const NOTE_CHARS: std::ops::RangeInclusive<usize> = 4..=500;

pub fn routes() -> Router<Site> {
    Router::new().route("/signals/{id}", post(look))
}

/// `POST /signals/{id}`: for controllers.
async fn look(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<VerdictForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::JudgeSignal)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let verdict = SignalVerdict::from_code(&state.form.verdict);
    let verdict = state.check("verdict", verdict.ok_or(w.t("请选一个结论。", "Please choose a verdict.")));
    let unfit = w.t(
        "请写 4 到 500 个字：怎么看的，看到什么。",
        "Please write 4 to 500 characters: how you looked, and what you saw.",
    );
    let note = state.check("note", text(&state.form.note, NOTE_CHARS, unfit));
    let (Some(verdict), Some(note)) = (verdict, note) else {
        return Ok(signal_page(&site, &viewer, &visit, &id, state).await?.refused().into_response());
    };
    let action = AuditAction::SignalLook { signal: id.as_str().into(), verdict };
    let event = site.event(&viewer, &from, action, note.as_str());
    match site.db.look_at_signal(&id, verdict, &note, &event).await {
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
