//! Taking a roster in: a file, or what was copied from Excel.

use app::words::Words;
use axum::Router;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::audit::AuditAction;
use domain::id::RosterId;
use domain::roster::Unreadable;
use domain::time::DAY_MS;
use roster::{BYTES_MAX, MEGABYTES_MAX, ROWS_MAX};
use store::roster_import::{Invited, NewRoster};
use store::sealed::ROSTER_FILE;
use web::address::Address;
use web::error::AppError;
use web::file::{not_whole, place_to_receive};
use web::flash::Flash;
use web::form::FormState;
use web::{Site, Viewer, Visit};

use super::class_of;
use super::judged::{Judged, judged};
use super::page::{RosterForm, roster_page};

/// A file far too large is still read to its end, and thrown away: a browser that is cut off shows no sentence.
const READ_BYTES_MAX: usize = 40 * 1024 * 1024;

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/roster", post(send).layer(DefaultBodyLimit::max(READ_BYTES_MAX)))
}

/// What was sent.
#[derive(Default)]
struct Sent {
    bytes: Vec<u8>,
    has_file: bool,
    too_large: bool,
}

/// `POST /classes/{id}/roster`: for whoever may invite to the class. Good rows are taken, the others told.
async fn send(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(class): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    let w = visit.words;
    let _place = place_to_receive()?;
    let (mut typed, mut sent) = (RosterForm::default(), Sent::default());
    // What is no such form is taken as one in which nothing was chosen.
    if let Ok(form) = form {
        match receive(form, &mut typed, &mut sent).await {
            Ok(()) => {}
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.too_large = true,
            Err(_) => return Err(not_whole()),
        }
    }
    let field = if sent.has_file || typed.pasted.trim().is_empty() { "file" } else { "pasted" };
    let bytes = if field == "pasted" { typed.pasted.clone().into_bytes() } else { sent.bytes };
    let why = if site.today() > class.ends_on {
        Some(
            w.t("这个班已经结束，不能再邀请学员。", "This class is over: nobody can be invited any more.")
                .to_owned(),
        )
    } else if sent.too_large {
        Some(w.roster_unreadable(&Unreadable::TooLarge, (MEGABYTES_MAX, ROWS_MAX)))
    } else if field == "file" && !sent.has_file {
        Some(
            w.t(
                "请选择花名册文件，或者把名单从 Excel 里复制过来。",
                "Please choose a file, or paste the rows from Excel.",
            )
            .to_owned(),
        )
    } else {
        None
    };
    let judged = match why {
        Some(why) => Err(why),
        None => judged(&site, &class, bytes.clone())
            .await?
            .map_err(|why| w.roster_unreadable(&why, (MEGABYTES_MAX, ROWS_MAX))),
    };
    let judged = match judged {
        Ok(judged) => judged,
        Err(why) => {
            let state = FormState::from(typed).refused(field, why);
            let page = roster_page(&site, &visit, &class, 1, state).await?.refused();
            let page = if sent.too_large { page.status(StatusCode::PAYLOAD_TOO_LARGE) } else { page };
            return Ok(page.into_response());
        }
    };
    let Judged { roster, new, changed, known } = judged;
    let id = RosterId(site.new_id());
    let ends_ms = site.zone().day_start_ms(&class.ends_on).unwrap_or_default() + DAY_MS;
    let taken = NewRoster {
        file_sealed: site.seal_bytes(ROSTER_FILE.of(id.as_str()), &bytes),
        class: class.id.clone(),
        until_ms: ends_ms,
        new,
        changed,
        id,
    };
    let came = site
        .db
        .import_roster(&taken, |came| {
            let action = AuditAction::RosterImport {
                class: class.id.clone(),
                class_code: class.code.clone(),
                people: roster.people as u64,
                invited: came.invited,
                changed: came.changed,
            };
            site.event(&viewer, &from, action, "")
        })
        .await?;
    let flash = said(w, came, known, roster.refused());
    Ok(flash.then(&format!("/classes/{}/roster/sent/{}", class.id, taken.id)))
}

fn said(w: Words, came: Invited, known: usize, refused: usize) -> Flash {
    let Invited { invited, changed } = came;
    let counted = match w {
        Words::Zh => format!("新邀请 {invited} 人，更新 {changed} 人，原来就有 {known} 人。"),
        Words::En => format!("Invited: {invited}. Changed: {changed}. Known before: {known}."),
    };
    match (refused, w) {
        (0, _) => Flash::done(counted),
        (_, Words::Zh) => Flash::notice(format!("{counted}有 {refused} 行要改，见下面。")),
        (_, Words::En) => Flash::notice(format!("{counted} Rows to correct: {refused}, see below.")),
    }
}

/// Reads the form. What is too large is counted and thrown away.
async fn receive(mut form: Multipart, typed: &mut RosterForm, sent: &mut Sent) -> Result<(), MultipartError> {
    while let Some(mut field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = name == "file";
        // A browser sends the field of a file without one too, with no name.
        sent.has_file |= is_file && field.file_name().is_some_and(|name| !name.is_empty());
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            if bytes.len() + chunk.len() > BYTES_MAX {
                sent.too_large = true;
                bytes = Vec::new();
            }
            if !sent.too_large {
                bytes.extend_from_slice(&chunk);
            }
        }
        if is_file {
            sent.bytes = bytes;
        } else if name == "pasted" {
            typed.pasted = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    Ok(())
}
