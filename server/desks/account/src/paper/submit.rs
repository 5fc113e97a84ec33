//! Sending a paper, and taking one's own file back out.

use app::words::Words;
use axum::Router;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::access::Action;
use domain::audit::AuditAction;
use domain::document::read_day;
use domain::paper::{BYTES_MAX, MEGABYTES_MAX, OPEN_MAX, PaperKind, safe_name};
use store::paper::NewPaper;
use store::sealed::{PAPER_CONTENT, PAPER_NAME};
use web::address::Address;
use web::error::AppError;
use web::file::{not_whole, place_to_receive};
use web::flash::Flash;
use web::form::FormState;
use web::{Site, Viewer, Visit, file};

use super::page::{PaperForm, papers_page};

/// A file far too large is still read to its end, and thrown away: a browser that is cut off shows no sentence.
const READ_BYTES_MAX: usize = 40 * 1024 * 1024;
/// Nothing else in the form is longer.
const TEXT_CHARS_MAX: usize = 200;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/papers", post(send).layer(DefaultBodyLimit::max(READ_BYTES_MAX)))
        .route("/account/papers/{id}/file", get(own_file))
        .route("/account/papers/{id}/withdraw", post(withdraw))
}

/// The file that was sent.
#[derive(Default)]
struct SentFile {
    name: String,
    bytes: Vec<u8>,
    too_large: bool,
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
        match receive(form, &mut typed, &mut sent).await {
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

/// Reads the form. What is too large is counted and thrown away.
async fn receive(
    mut form: Multipart,
    typed: &mut PaperForm,
    sent: &mut SentFile,
) -> Result<(), MultipartError> {
    while let Some(mut field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            field.file_name().unwrap_or_default().clone_into(&mut sent.name);
            while let Some(chunk) = field.chunk().await? {
                if sent.bytes.len() + chunk.len() > BYTES_MAX {
                    sent.too_large = true;
                    sent.bytes = Vec::new();
                }
                if !sent.too_large {
                    sent.bytes.extend_from_slice(&chunk);
                }
            }
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            bytes.extend(chunk.iter().take(4 * TEXT_CHARS_MAX - bytes.len().min(4 * TEXT_CHARS_MAX)));
        }
        let text: String = String::from_utf8_lossy(&bytes).chars().take(TEXT_CHARS_MAX).collect();
        match name.as_str() {
            "category" => typed.category = text,
            "since" => typed.since = text,
            _ => {}
        }
    }
    Ok(())
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

/// What the file is. By what is inside: names and what browsers say of them prove nothing.
fn kind_of(w: Words, sent: &SentFile) -> Result<PaperKind, String> {
    if sent.too_large {
        return Err(match w {
            Words::Zh => format!(
                "文件太大，最大 {MEGABYTES_MAX} MB。拍照时选小一点的尺寸，或者在微信里发给自己（不选原图）再存下来。"
            ),
            Words::En => format!(
                "The file is too large: {MEGABYTES_MAX} MB at most. Take the photograph in a smaller size."
            ),
        });
    }
    if sent.bytes.is_empty() {
        let sentence = if sent.name.is_empty() {
            w.t("请选择一个文件。", "Please choose a file.")
        } else {
            w.t("这个文件是空的，请换一个。", "This file is empty. Please choose another.")
        };
        return Err(sentence.to_owned());
    }
    let found = infer::get(&sent.bytes).map(|found| found.mime_type());
    found.and_then(PaperKind::of_media_type).ok_or_else(|| not_taken(w, found.unwrap_or_default()).to_owned())
}

/// What to do about a file of another kind, by its media type.
fn not_taken(w: Words, found: &str) -> &'static str {
    match found {
        // Called .jpg or not: what phones of Apple and some others take unless told otherwise.
        "image/heif" | "image/heic" | "image/avif" => w.t(
            "这张照片是 HEIC 格式（苹果手机常用），这里打不开。请把照片打开截一张图，交截图；或者在手机“设置 → 相机 → 格式”里选“兼容性最佳”，重拍一张。",
            "This photograph is in HEIC form, which cannot be opened here. Take a screenshot of it and send that, or choose “Most Compatible” in the camera's settings and take it again.",
        ),
        kind if kind.starts_with("image/") => w.t(
            "这种图片这里打不开。请把图片打开截一张图，交截图，或者另存为 JPG。",
            "This kind of picture cannot be opened here. Send a screenshot of it, or save it as JPG.",
        ),
        kind if kind.starts_with("video/") => {
            w.t("这是一段视频。请拍成照片再交。", "This is a video. Please send a photograph.")
        }
        _ => w.t(
            "只收照片（JPG、PNG）和 PDF。Word 文档请另存为 PDF，或者拍成照片。",
            "Only photographs (JPG, PNG) and PDF are taken. Save a text as PDF, or photograph it.",
        ),
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
