//! Sending a paper, and taking one's own file back out.

use app::words::Words;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::access::Action;
use domain::audit::AuditAction;
use domain::document::read_day;
use domain::paper::{OPEN_MAX, safe_name};
use store::paper::NewPaper;
use store::sealed::{PAPER_CONTENT, PAPER_NAME};
use web::address::Address;
use web::error::AppError;
use web::file::{not_whole, place_to_receive};
use web::flash::Flash;
use web::form::FormState;
use web::received_file::{READ_BYTES_MAX, SentFile, kind_of, receive};
use web::{Site, Viewer, Visit, file};

use super::page::{PaperForm, papers_page};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/papers", post(send).layer(DefaultBodyLimit::max(READ_BYTES_MAX)))
        .route("/account/papers/{id}/file", get(own_file))
        .route("/account/papers/{id}/withdraw", post(withdraw))
}

/// `POST /account/papers`: for learners, about themselves only.
async fn send(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let w = visit.words;
    let _place = place_to_receive()?;
    let (mut typed, mut sent) = (PaperForm::default(), SentFile::default());
    // What is no such form is taken as one in which nothing was chosen.
    if let Ok(form) = form {
        let fields = |name: &str, text: String| match name {
            "category" => typed.category = text,
            "since" => typed.since = text,
            _ => {}
        };
        match receive(form, fields, &mut sent).await {
            Ok(()) => {}
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.too_large = true,
            Err(_) => return Err(not_whole()),
        }
    }
    let mut state = FormState::from(typed);
    let today = site.today();
    let known = site.db.categories_on(&today).await?.iter().any(|one| one.code == state.form.category);
    state.check("category", if known { Ok(()) } else { Err(w.t("请选择一类。", "Please choose one.")) });
    let since = state.check("since", since(w, &state.form.since, &today));
    let kind = state.check("file", kind_of(w, &sent));
    let (Some(kind), Some(since), true) = (kind, since, state.is_valid()) else {
        return refused(&site, &viewer, &visit, sent.too_large, state).await;
    };
    let id = site.new_id();
    let paper = NewPaper {
        person: viewer.person.clone(),
        category: state.form.category.clone(),
        since,
        name_sealed: site.seal(PAPER_NAME.of(&id), &safe_name(&sent.name, kind)),
        kind,
        bytes: sent.bytes.len() as i64,
        content_sealed: site.seal_bytes(PAPER_CONTENT.of(&id), &sent.bytes),
        id,
    };
    let action = AuditAction::PaperSend { paper: paper.id.as_str().into() };
    let event = site.event(&viewer, &from, action, "");
    if !site.db.add_paper(&paper, &event).await? {
        let sentence = match w {
            Words::Zh => format!("您已有 {OPEN_MAX} 份材料在等审核，请等有了结果再交。"),
            Words::En => format!("{OPEN_MAX} of your papers wait already. Please wait for a decision first."),
        };
        return refused(&site, &viewer, &visit, false, state.refused("", sentence)).await;
    }
    let done = w.t("材料交上了，审核结果会显示在这里。", "It was sent. The decision will be shown here.");
    Ok(Flash::done(done).then("/account/papers"))
}

/// The day since when, which has come.
fn since(w: Words, typed: &str, today: &str) -> Result<String, &'static str> {
    match read_day(typed) {
        Some(day) if day.as_str() <= today => Ok(day),
        Some(_) => {
            Err(w
                .t("这一天还没到，请照着材料填。", "This day is yet to come. Please copy it from the paper."))
        }
        None => {
            Err(w.t("请照着材料填日期，如 20260301。", "Please copy the date from the paper, as 20260301."))
        }
    }
}

async fn refused(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    too_large: bool,
    state: FormState<PaperForm>,
) -> Result<Response, AppError> {
    let page = papers_page(site, viewer, visit, state).await?.refused();
    Ok(if too_large { page.status(StatusCode::PAYLOAD_TOO_LARGE) } else { page }.into_response())
}

/// `POST /account/papers/{id}/withdraw`: for whoever sent it, while nobody has decided.
async fn withdraw(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let action = AuditAction::PaperWithdraw { paper: id.as_str().into() };
    let event = site.event(&viewer, &from, action, "");
    let said = if site.db.withdraw_paper(&id, &viewer.person, &event).await? {
        Flash::done(w.t("材料撤回了，文件已删除。", "It was taken back, and the file is deleted."))
    } else {
        // Decided meanwhile, or somebody else's: the same to whoever asks.
        Flash::notice(w.t("这份材料不能撤回了。", "This paper cannot be taken back any more."))
    };
    Ok(said.then("/account/papers"))
}

/// `GET /account/papers/{id}/file`: for whoever sent it.
async fn own_file(
    State(site): State<Site>,
    viewer: Viewer,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let paper = site.db.paper(&id).await?;
    if paper.person_id != viewer.person {
        return Err(AppError::NotFound);
    }
    let action = AuditAction::PaperOwn { paper: id.as_str().into() };
    let event = site.event(&viewer, &from, action, "");
    let content = site.db.paper_content(&id, None, &event).await?;
    file::handed_out(&site, &paper, &content, file::Disposition::Saved).await
}
