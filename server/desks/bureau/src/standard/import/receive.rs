//! Taking a file in: shown first, and recorded once it was seen.

use app::words::Words;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::StandardId;
use domain::roster::Unreadable;
use domain::standard::Standard;
use domain::standard_line::StandardField;
use roster::{NoStandards, STANDARDS_MAX, standards_head};
use store::standard::Recorded;
use web::address::Address;
use web::error::AppError;
use web::file::{not_whole, place_to_receive};
use web::form::FormState;
use web::page::Page;
use web::received_file::{READ_BYTES_MAX, SentFile, receive};
use web::{Flash, Site, Viewer, Visit};

use super::judged::{Judged, judged};
use super::page::{form_page, preview_page, wrong_page};
use crate::standard::known::Offered;

/// The largest file in megabytes: it comes a second time with the page that shows it.
pub const MEGABYTES_MAX: usize = 1;

pub fn routes() -> Router<Site> {
    let limit = DefaultBodyLimit::max(READ_BYTES_MAX);
    Router::new().route("/standards/import", get(form).post(send).layer(limit))
}

/// `GET /standards/import`: for who manages standards.
async fn form(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::ManageStandards)?;
    let offered = Offered::of(&site).await?;
    Ok(form_page(&visit, !offered.funds.is_empty(), FormState::default()))
}

/// `POST /standards/import`: for who manages standards. A file is judged and shown; the same file, seen, is recorded.
async fn send(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageStandards)?;
    let w = visit.words;
    let _place = place_to_receive()?;
    let (mut seen, mut sent) = (false, SentFile::default());
    // What is no such form is taken as one in which nothing was chosen.
    if let Ok(form) = form {
        match receive(form, |name, _| seen |= name == "seen", &mut sent).await {
            Ok(()) => {}
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.too_large = true,
            Err(_) => return Err(not_whole()),
        }
    }
    let offered = Offered::of(&site).await?;
    let has_funds = !offered.funds.is_empty();
    let refused = |why: String| {
        let state = FormState::from(()).refused("file", why);
        Ok(form_page(&visit, has_funds, state).refused().into_response())
    };
    if sent.is_missing() {
        return refused(w.t("请选择文件。", "Please choose a file.").to_owned());
    }
    // A page gives the file back as text.
    let bytes = if seen { hex::decode(&sent.bytes).unwrap_or_default() } else { sent.bytes };
    if sent.too_large || bytes.len() > MEGABYTES_MAX * 1024 * 1024 {
        return refused(unreadable(w, &Unreadable::TooLarge.into()));
    }
    let found = match judged(&site, &offered, bytes.clone()).await? {
        Ok(found) => found,
        Err(why) => return refused(unreadable(w, &why)),
    };
    if !found.wrong.is_empty() {
        return Ok(wrong_page(&visit, found).refused().into_response());
    }
    if !seen {
        return Ok(preview_page(&visit, &offered, found, &hex::encode(bytes)).into_response());
    }
    let lines = found.lines.len();
    match site.db.record_standards(&with_events(&site, &viewer, &from, &found)).await? {
        Recorded::Done { new } => Ok(said(w, new, lines - new).then("/standards")),
        // A colleague was faster: what is wrong now is said at its row.
        Recorded::Tie { .. } => match judged(&site, &offered, bytes).await? {
            Ok(found) => Ok(wrong_page(&visit, found).refused().into_response()),
            Err(why) => refused(unreadable(w, &why)),
        },
    }
}

/// Each standard of the file with a line of the audit log of its own, as those recorded by hand.
fn with_events(
    site: &Site,
    viewer: &Viewer,
    from: &Address,
    found: &Judged,
) -> Vec<(Standard, store::audit::AuditEvent)> {
    let of = |line: &super::judged::Line| {
        let standard = Standard { id: StandardId(site.new_id()), ..line.standard.clone() };
        let action =
            AuditAction::StandardRecord { standard: standard.id.clone(), source: standard.source.clone() };
        (standard, site.event(viewer, from, action, ""))
    };
    found.lines.iter().map(of).collect()
}

fn said(w: Words, new: usize, known: usize) -> Flash {
    match (w, new, known) {
        (Words::Zh, 0, _) => Flash::notice(format!("没有新登记：{known} 条标准原来就有，一模一样。")),
        (Words::En, 0, _) => {
            Flash::notice(format!("Nothing new: recorded before, exactly the same: {known}."))
        }
        (Words::Zh, _, 0) => Flash::done(format!("登记了 {new} 条标准。")),
        (Words::En, _, 0) => Flash::done(format!("Recorded: {new}.")),
        (Words::Zh, ..) => Flash::done(format!("登记了 {new} 条标准，另有 {known} 条原来就有。")),
        (Words::En, ..) => Flash::done(format!("Recorded: {new}. Known before: {known}.")),
    }
}

/// Why there is no standard in a file, and what to do.
fn unreadable(w: Words, why: &NoStandards) -> String {
    match (why, w) {
        (NoStandards::NoHeader(lacking), _) if lacking.len() == StandardField::ALL.len() => w
            .t("没有找到表头。请照模板写列名，再传一次。", "No head was found. Name the columns as in the template and send it again.")
            .to_owned(),
        (NoStandards::NoHeader(lacking), _) => {
            let names: Vec<&str> = lacking.iter().map(|field| standards_head(*field)).collect();
            match w {
                Words::Zh => {
                    format!("没有找到表头，缺少的列：{}。请照模板写列名，不用的列也要留着。", names.join("、"))
                }
                Words::En => format!(
                    "No head was found. Columns that are missing: {}. Name them as in the template, and keep those that are empty.",
                    names.join(", ")
                ),
            }
        }
        (NoStandards::Unreadable(Unreadable::TooLarge), Words::Zh) => {
            format!("文件太大，最大 {MEGABYTES_MAX} MB。请只留下标准那一页，删掉图片，再传一次。")
        }
        (NoStandards::Unreadable(Unreadable::TooLarge), Words::En) => {
            format!("The file is too large: {MEGABYTES_MAX} MB at most. Keep the sheet of standards only.")
        }
        (NoStandards::Unreadable(Unreadable::NoRows), _) => w
            .t("表头下面没有标准。请填好再传。", "There is no standard below the head. Please fill it in first.")
            .to_owned(),
        (NoStandards::Unreadable(Unreadable::NotATable), _) => w
            .t(
                "这不是 Excel 表格。请交 .xlsx、.xls 或 CSV 文件；Word、PDF 里的标准，请抄到模板里。",
                "This is no Excel sheet. Please send .xlsx, .xls or CSV; copy standards from texts into the template.",
            )
            .to_owned(),
        (NoStandards::Unreadable(why), _) => w.roster_unreadable(why, (MEGABYTES_MAX, STANDARDS_MAX)),
    }
}
