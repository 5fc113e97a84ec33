//! What reviewers do with a paper: look at it, accept or refuse it.

use std::ops::RangeInclusive;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::audit::AuditAction;
use domain::paper::PaperStanding;
use store::paper::Decided;
use web::address::Address;
use web::error::AppError;
use web::file::Disposition;
use web::flash::Flash;
use web::form::{FormState, cut_text};
use web::parts::reason_of;
use web::{Site, Viewer, Visit, file};

use super::detail::{DecisionForm, LookForm, PaperForms, REASONS, paper_page, queue, reviewed, why_reviewed};

pub fn routes() -> Router<Site> {
    Router::new().route("/papers/{id}/file", get(shown).post(look)).route("/papers/{id}/decide", post(decide))
}

/// How long a reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 4..=300;

/// `GET /papers/{id}/file`: for reviewers of the person's region while the paper waits: its page shows it. The log has its
/// line before the file goes.
async fn shown(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let paper = reviewed(&site, &viewer, &id).await?;
    if paper.standing != PaperStanding::Open.as_str() {
        return Err(AppError::NotFound);
    }
    let action = AuditAction::PaperLook { paper: id.as_str().into() };
    let event = site.event(&viewer, &from, action, why_reviewed(w));
    let content = site.db.paper_content(&id, Some(&viewer.account), &event).await?;
    file::handed_out(&site, &paper, &content, Disposition::Shown).await
}

/// `POST /papers/{id}/file`: for reviewers of the person's region, with a reason: also once the paper is decided. The log
/// has its line before the file goes.
async fn look(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<LookForm>,
) -> Result<Response, AppError> {
    let paper = reviewed(&site, &viewer, &id).await?;
    let w = visit.words;
    let mut look = FormState::from(form);
    let short = w.t("请写明为什么打开，至少四个字。", "Please say why, in four characters or more.");
    let Some(reason) = look.check("look", cut_text(&look.form.look, REASON_CHARS, short)) else {
        let forms = PaperForms { look, ..PaperForms::new(w) };
        return Ok(paper_page(&site, &viewer, &visit, paper, forms).await?.refused().into_response());
    };
    let action = AuditAction::PaperLook { paper: id.as_str().into() };
    let event = site.event(&viewer, &from, action, reason);
    let content = site.db.paper_content(&id, Some(&viewer.account), &event).await?;
    file::handed_out(&site, &paper, &content, Disposition::Saved).await
}

/// `POST /papers/{id}/decide`: for reviewers of the person's region who have looked at it.
async fn decide(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, AppError> {
    let paper = reviewed(&site, &viewer, &id).await?;
    let w = visit.words;
    let mut state = FormState::from(form);
    if let Some((standing, reason)) = state.check_all(decision(w, &state.form)) {
        let (person, since) = (paper.person_id.clone(), paper.since.clone());
        let category = paper.category_code.clone();
        let id_of_paper = id.as_str().into();
        let action = match standing {
            PaperStanding::Accepted => {
                AuditAction::PaperAccept { paper: id_of_paper, person, category, since }
            }
            _ => AuditAction::PaperRefuse { paper: id_of_paper },
        };
        let event = site.event(&viewer, &from, action, reason);
        let queue = queue(&site, &viewer, &id).await?;
        match site.db.decide_paper(&id, standing, &viewer.account, &event).await? {
            Decided::Done => {
                let done = w.t("已审核，学员能看到结果。", "Decided. The learner can see it.");
                let next =
                    queue.after().map_or_else(|| "/papers".to_owned(), |next| format!("/papers/{next}"));
                return Ok(Flash::done(done).then(&next));
            }
            Decided::Already => {
                let notice = w.t("这份材料已经审核过了。", "This paper was decided already.");
                return Ok(Flash::notice(notice).then(&format!("/papers/{id}")));
            }
            Decided::Unseen => {
                let unseen = w.t("请先打开材料看过，再审核。", "Please look at it before you decide.");
                state.refuse("reason", unseen);
            }
        }
    }
    let forms = PaperForms { decide: state, ..PaperForms::new(w) };
    Ok(paper_page(&site, &viewer, &visit, paper, forms).await?.refused().into_response())
}

/// What is decided, and why; or which field is wrong, and how.
fn decision(w: Words, form: &DecisionForm) -> Result<(PaperStanding, String), (&'static str, String)> {
    let standing = match form.action.as_str() {
        "accept" => PaperStanding::Accepted,
        "refuse" => PaperStanding::Refused,
        _ => return Err(("reason", w.t("请选择通过还是退回。", "Please accept or refuse.").to_owned())),
    };
    let said = reason_of(w, &REASONS, &form.action, &form.ready, &form.reason)
        .map_err(|sentence| ("ready", sentence))?;
    let short = w.t(
        "请选一条或写明理由，至少四个字，学员会看到。",
        "Please choose or give a reason of four characters or more; the learner reads it.",
    );
    let reason = cut_text(&said, REASON_CHARS, short).map_err(|sentence| ("reason", sentence.to_owned()))?;
    Ok((standing, reason))
}
