//! Writing an application: its page, and saving it. A draft keeps everything as it was typed.

use app::words::Words;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::class_application::{ApplicationStep, FieldReason, PAPERS_MAX};
use domain::id::{ClassApplicationId, OrganisationId};
use domain::paper::safe_name;
use sha2::{Digest, Sha256};
use store::class_application::{
    ApplicationStepLine, ClassApplication, NewApplicationPaper, NotWritten, WrittenApplication,
};
use store::sealed::{APPLICATION_FILE, APPLICATION_PAPER_NAME};
use web::error::AppError;
use web::file::place_to_receive;
use web::flash::{Flash, see_other};
use web::form::FormState;
use web::page::{About, Page};
use web::parts::NavItem;
use web::received_file::kind_of;
use web::{Site, Viewer, Visit};

use super::check::{Choosable, content, fill_plan, not_filed};
use super::form::{ApplicationForm, SentApplication, file_field};
use super::receive::receive;
use super::standing::standing_page;
use super::{application_of, organisation_of, sections};

/// Files far too large are still read to their end, and thrown away: a browser that is cut off shows no sentence.
const READ_BYTES_MAX: usize = 80 * 1024 * 1024;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/applications/new", get(new))
        .route("/applications", post(create).layer(DefaultBodyLimit::max(READ_BYTES_MAX)))
        .route("/applications/{id}", get(application).post(save).layer(DefaultBodyLimit::max(READ_BYTES_MAX)))
}

/// An application on its page.
pub struct Written {
    pub id: ClassApplicationId,
    /// 0 before it was saved.
    pub version: i64,
    /// Why the bureau returned it.
    pub reasons: Vec<FieldReason>,
    pub steps: Vec<ApplicationStepLine>,
}

/// `GET /applications/new`: for whoever applies for the institution.
async fn new(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    let organisation = organisation_of(&viewer)?;
    let id = ClassApplicationId(site.new_id());
    edit_page(&site, &visit, &organisation, Written::new(id), None, FormState::default()).await
}

/// `GET /applications/{id}`: for whoever applies for the institution.
async fn application(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let application = application_of(&site, &viewer, id).await?;
    if !application.state().is_open_to_change() {
        return standing_page(&site, &visit, application).await;
    }
    let state = FormState::from(ApplicationForm::kept(&application.form));
    let written = Written::of(&site, &application).await?;
    let organisation = application.organisation_id.clone();
    edit_page(&site, &visit, &organisation, written, Some(&application), state).await
}

impl Written {
    fn new(id: ClassApplicationId) -> Self {
        Self { id, version: 0, reasons: Vec::new(), steps: Vec::new() }
    }

    async fn of(site: &Site, application: &ClassApplication) -> Result<Self, AppError> {
        let steps = site.db.application_steps(&application.id).await?;
        let last = steps.last().filter(|step| step.kind == ApplicationStep::Return.as_str());
        let reasons = last.map(ApplicationStepLine::reasons).unwrap_or_default();
        Ok(Self { id: application.id.clone(), version: application.version, reasons, steps })
    }
}

async fn edit_page(
    site: &Site,
    visit: &Visit,
    organisation: &OrganisationId,
    written: Written,
    application: Option<&ClassApplication>,
    state: FormState<ApplicationForm>,
) -> Result<Page, AppError> {
    let of = Choosable::of(site, organisation, &state.form, application).await?;
    let (w, zone) = (visit.words, site.zone());
    let title = if written.version == 0 {
        w.t("申请开班", "Apply for a class")
    } else {
        w.t("开班申请", "Application for a class")
    };
    let stands = application.map(ClassApplication::state);
    let about = About::new(title).at(NavItem::Applications);
    Ok(visit.page(about, move || sections::view(w, zone, title, stands, written, of, state)))
}

/// `POST /applications`: for whoever applies for the institution; a new application.
async fn create(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let organisation = organisation_of(&viewer)?;
    let _place = place_to_receive()?;
    let sent = receive(form).await?;
    let w = visit.words;
    let is_id = |id: &str| id.len() == 36 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let id = ClassApplicationId(if is_id(&sent.id) { sent.id.clone() } else { site.new_id() });
    if sent.form.is_empty() {
        let says = w.t(
            "还什么都没有填。先选课程，或者填班级名称，再保存。",
            "Nothing is filled in yet. Choose a course or name the class, then save.",
        );
        let state = FormState::from(sent.form).refused("course", says);
        let page = edit_page(&site, &visit, &organisation, Written::new(id), None, state).await?;
        return Ok(page.refused().into_response());
    }
    written(&site, &viewer, &visit, &organisation, id, None, sent).await
}

/// `POST /applications/{id}`: for whoever applies for the institution.
async fn save(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let application = application_of(&site, &viewer, id).await?;
    let _place = place_to_receive()?;
    let sent = receive(form).await?;
    if !application.state().is_open_to_change() {
        return Ok(closed(visit.words, &application.id));
    }
    let organisation = application.organisation_id.clone();
    let id = application.id.clone();
    written(&site, &viewer, &visit, &organisation, id, Some(application), sent).await
}

fn closed(w: Words, id: &ClassApplicationId) -> Response {
    let says = w.t(
        "这份申请已经交出去了，现在不能改。",
        "This application is with the bureau or decided: it cannot be changed now.",
    );
    Flash::notice(says).then(&format!("/applications/{id}"))
}

/// Saves what was sent, and goes on to the look before submitting where that was asked for and nothing is wrong.
async fn written(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    organisation: &OrganisationId,
    id: ClassApplicationId,
    before: Option<ClassApplication>,
    sent: SentApplication,
) -> Result<Response, AppError> {
    let w = visit.words;
    let of = Choosable::of(site, organisation, &sent.form, before.as_ref()).await?;
    let SentApplication { mut form, version, spread, removed, next, files, .. } = sent;
    fill_plan(&mut form, &of.lessons, spread, &site.holidays);
    let mut state = FormState::from(form);
    let mut too_large = false;
    let mut papers = Vec::new();
    for (kind, file) in &files {
        too_large |= file.too_large;
        if let Some(file_kind) = state.check(&file_field(*kind), kind_of(w, file)) {
            let id = site.new_id();
            papers.push(NewApplicationPaper {
                kind: *kind,
                name_sealed: site.seal(APPLICATION_PAPER_NAME.of(&id), &safe_name(&file.name, file_kind)),
                file_kind,
                bytes: file.bytes.len() as i64,
                sha256: hex::encode(Sha256::digest(&file.bytes)),
                content_sealed: site.seal_bytes(APPLICATION_FILE.of(&id), &file.bytes),
                id,
            });
        }
    }
    let left = of.papers.iter().filter(|one| !removed.contains(&one.paper.id)).count();
    if let Some((kind, _)) = files.first().filter(|_| left + papers.len() > PAPERS_MAX) {
        let says = match w {
            Words::Zh => format!("附件最多 {PAPERS_MAX} 份，请先删掉不要的，或者合成一个 PDF。"),
            Words::En => format!("{PAPERS_MAX} papers at most. Take some out, or make one PDF of them."),
        };
        state.refuse(&file_field(*kind), says);
    }
    let known = if before.is_some() { version } else { 0 };
    if !state.is_valid() {
        // The files are what is wrong: nothing of them is kept, and everything typed stands in the page.
        return again(site, visit, organisation, (id, known), before, too_large, state).await;
    }
    let (starts_on, ends_on) = state.form.days();
    let kept = WrittenApplication {
        id: id.clone(),
        version: known,
        organisation: organisation.clone(),
        region: of.region.clone(),
        form: state.form.to_text(),
        title: state.form.title.clone(),
        course: state.form.course().filter(|id| of.courses.iter().any(|course| course.id == *id)),
        starts_on,
        ends_on,
        papers,
        removed,
    };
    let version = if before.is_some() && known == 0 {
        Err(NotWritten::Changed)
    } else {
        site.db.write_application(&kept, (&viewer.account, &viewer.person), site.now()).await?
    };
    let version = match version {
        Ok(version) => version,
        // The same press of "save" twice: it is there.
        Err(NotWritten::Changed) if before.is_none() => return Ok(see_other(&format!("/applications/{id}"))),
        Err(NotWritten::Closed) => return Ok(closed(w, &id)),
        Err(why) => {
            let says = match why {
                NotWritten::NotThisPerson => {
                    w.application_not_taken(domain::workflow::NotTaken::NotThisPerson)
                }
                _ => w.t(
                    "您打开这一页以后，同事改过这份申请，您这次没有存上。您填的还在下面；再保存一次，就以您填的为准。",
                    "A colleague has changed this application since you opened it, so yours was not saved. What you typed is below; save once more to let yours stand.",
                ),
            };
            let known = before.as_ref().map_or(0, |before| before.version);
            let state = state.refused("", says);
            return again(site, visit, organisation, (id, known), before, false, state).await;
        }
    };
    if !next {
        let says = w.t("草稿已保存。", "The draft is saved.");
        return Ok(Flash::done(says).then(&format!("/applications/{id}")));
    }
    let application = site.db.class_application(&id).await?;
    let of = Choosable::of(site, organisation, &state.form, Some(&application)).await?;
    let whole = content(w, &mut state, &of);
    if let Some(says) = not_filed(site, w, &of, whole.as_ref()).await? {
        state.refuse("course", says);
    } else if whole.is_some() {
        return Ok(see_other(&format!("/applications/{id}/submit")));
    }
    again(site, visit, organisation, (id, version), Some(application), false, state).await
}

/// The page again, with what was typed and what is wrong with it.
async fn again(
    site: &Site,
    visit: &Visit,
    organisation: &OrganisationId,
    (id, version): (ClassApplicationId, i64),
    application: Option<ClassApplication>,
    too_large: bool,
    state: FormState<ApplicationForm>,
) -> Result<Response, AppError> {
    let written = match &application {
        Some(application) => Written { version, ..Written::of(site, application).await? },
        None => Written::new(id),
    };
    let page = edit_page(site, visit, organisation, written, application.as_ref(), state).await?.refused();
    Ok(if too_large { page.status(StatusCode::PAYLOAD_TOO_LARGE) } else { page }.into_response())
}
