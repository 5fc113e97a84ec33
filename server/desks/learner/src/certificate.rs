//! Learning records and certificates of completion: having one issued from a statement of hours, its file, and taking one back.

use std::sync::Arc;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use certificate::{Content, Fonts, draw};
use domain::access::Action;
use domain::audit::AuditAction;
use domain::certificate::{CertificateKind, CertificateStanding, REVOKE_REASON_CHARS};
use domain::id::{CertificateId, EnrolmentId};
use leptos::prelude::*;
use serde::Deserialize;
use store::certificate::{Certificate, NewCertificate, Revoked};
use store::digest::Purpose;
use store::sealed::CERTIFICATE_CONTENT;
use web::address::Address;
use web::certificate::{address, completion_content, content, file, not_drawn};
use web::error::AppError;
use web::form::{FormState, reason};
use web::page::{About, Page};
use web::parts::{Button, Crumbs, Fact, Facts, Kind, LinkButton, TextArea};
use web::{Flash, Site, Viewer, Visit};

mod issued;

pub use issued::{Issued, issued_section};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/hours/statement/{enrolment}/record", post(issue))
        .route("/hours/statement/{enrolment}/completion", post(issue_completion))
        .route("/hours/records/{id}/file", get(record_file))
        .route("/hours/records/{id}/revoke", get(question).post(revoke))
}

/// `POST /hours/statement/{enrolment}/record`: for the learner.
async fn issue(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Path(enrolment): Path<String>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let enrolment = EnrolmentId(enrolment);
    let holder = site.db.holder(&enrolment).await?;
    let Some(fonts) = site.fonts.clone().filter(|_| holder.person == viewer.person) else {
        return Err(AppError::NotFound);
    };
    let w = visit.words;
    let statement = site.db.statement(&enrolment, i64::MAX).await?;
    let back = format!("/hours/statement/{enrolment}");
    if statement.sum.entries == 0 {
        let notice =
            w.t("还没有认定的学时，暂时开不了。", "No hours are verified yet, so there is nothing to state.");
        return Ok(Flash::notice(notice).then(&back));
    }
    let id = CertificateId(site.new_id());
    let link = format!("{}{}", site.origin_of(&headers), address(&site, &id));
    let says = content(&site, w, &statement, link);
    let until_entry = statement.sum.last_entry;
    let kind = CertificateKind::LearningRecord;
    issued(&site, &viewer, &from, w, fonts, (id, kind), (enrolment, until_entry), says).await
}

/// `POST /hours/statement/{enrolment}/completion`: for the learner of a closed class who completed it.
async fn issue_completion(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Path(enrolment): Path<String>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let enrolment = EnrolmentId(enrolment);
    let holder = site.db.holder(&enrolment).await?;
    let Some(fonts) = site.fonts.clone().filter(|_| holder.person == viewer.person) else {
        return Err(AppError::NotFound);
    };
    let w = visit.words;
    let Some(completion) = site.db.completion(&enrolment).await? else {
        let notice = w.t(
            "班级还没有结班，或者没有学完，开不了结业证明。",
            "The class is not closed, or was not completed: there is no certificate of completion.",
        );
        return Ok(Flash::notice(notice).then(&format!("/hours/statement/{enrolment}")));
    };
    let statement = site.db.statement(&enrolment, completion.until_entry()).await?;
    let id = CertificateId(site.new_id());
    let link = format!("{}{}", site.origin_of(&headers), address(&site, &id));
    let says = completion_content(&site, w, &completion, &statement, link);
    let until_entry = statement.sum.last_entry;
    let kind = CertificateKind::Completion;
    issued(&site, &viewer, &from, w, fonts, (id, kind), (enrolment, until_entry), says).await
}

/// Keeps what was drawn, and leads back to the page it was asked for on.
#[expect(clippy::too_many_arguments, reason = "who has what issued of which hours, and in which words")]
async fn issued(
    site: &Site,
    viewer: &Viewer,
    from: &Address,
    w: Words,
    fonts: Arc<Fonts>,
    (id, kind): (CertificateId, CertificateKind),
    (enrolment, until_entry): (EnrolmentId, i64),
    says: Content,
) -> Result<Response, AppError> {
    // Nothing is issued that could not be printed.
    draw(&says, &fonts, None).map_err(|error| not_drawn(&error))?;
    let text = serde_json::to_string(&says).map_err(anyhow::Error::from)?;
    let new = NewCertificate {
        kind,
        until_entry,
        language: language(w).to_owned(),
        content_sealed: site.seal(CERTIFICATE_CONTENT.of(id.as_str()), &text),
        content_digest: site.keys.digest(Purpose::Certificate, &text),
        enrolment: enrolment.clone(),
        id: id.clone(),
    };
    let action = AuditAction::CertificateIssue { certificate: id, enrolment: enrolment.clone() };
    let id = site.db.issue_certificate(&new, &site.event(viewer, from, action, "")).await?;
    let flash = match (site.db.certificate(&id).await?.standing(), kind) {
        (CertificateStanding::Revoked, kind) => Flash::notice(revoked_for_good(w, kind)),
        (_, CertificateKind::LearningRecord) => Flash::done(
            w.t("学习记录开好了，点“下载”保存。", "The learning record is ready: press Download to keep it."),
        ),
        (_, CertificateKind::Completion) => Flash::done(w.t(
            "结业证明开好了，点“下载”保存。",
            "The certificate of completion is ready: press Download to keep it.",
        )),
    };
    Ok(flash.then(&format!("/hours/statement/{enrolment}")))
}

/// `GET /hours/records/{id}/file`: for the learner, and for whoever may see the hours of that class.
async fn record_file(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let record = seen(&site, &viewer, id).await?;
    // What was revoked is handed out to nobody.
    let fonts = site.fonts.clone().filter(|_| record.standing() != CertificateStanding::Revoked);
    let fonts = fonts.ok_or(AppError::NotFound)?;
    let mut response = file(&site, w, fonts, &record).await?.into_response();
    let name = HeaderValue::from_static(match record.kind {
        CertificateKind::LearningRecord => {
            "attachment; filename=\"xueshi-record.pdf\"; filename*=UTF-8''%E5%AD%A6%E4%B9%A0%E8%AE%B0%E5%BD%95.pdf"
        }
        CertificateKind::Completion => {
            "attachment; filename=\"xueshi-completion.pdf\"; filename*=UTF-8''%E7%BB%93%E4%B8%9A%E8%AF%81%E6%98%8E.pdf"
        }
    });
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A record that this viewer may see.
async fn seen(site: &Site, viewer: &Viewer, id: String) -> Result<Certificate, AppError> {
    let record = site.db.certificate(&CertificateId(id)).await?;
    let holder = site.db.holder(&record.enrolment).await?;
    if holder.person != viewer.person || !viewer.may(Action::Study) {
        viewer.require_in(Action::SeeHours, &holder.organisation, &holder.region)?;
    }
    Ok(record)
}

/// Why a record is taken back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct RevokeForm {
    reason: String,
}

/// `GET /hours/records/{id}/revoke`: for reviewers of the city.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    viewer.require(Action::RevokeCertificate)?;
    let record = seen(&site, &viewer, id).await?;
    question_page(&site, &visit, record, FormState::default()).await
}

async fn question_page(
    site: &Site,
    visit: &Visit,
    record: Certificate,
    state: FormState<RevokeForm>,
) -> Result<Page, AppError> {
    let w = visit.words;
    let about = site.db.statement(&record.enrolment, record.until_entry).await?.about;
    let title = match record.kind {
        CertificateKind::LearningRecord => w.t("作废学习记录", "Revoke a learning record"),
        CertificateKind::Completion => w.t("作废结业证明", "Revoke a certificate of completion"),
    };
    let issued = format::moment(w, &site.zone().minute(record.issued_at));
    Ok(visit.page(About::new(title).narrow(), move || {
        let back = format!("/hours/statement/{}", record.enrolment);
        let above = vec![(back.clone(), w.t("学时凭证", "Statement of hours").to_owned())];
        view! {
            <Crumbs words=w above=above here=title />
            <h1>{title}</h1>
            <form class="form sheet" method="post" action=format!("/hours/records/{}/revoke", record.id)>
                <Facts>
                    <Fact term=w.t("姓名", "Name")>{about.name}</Fact>
                    <Fact term=w.t("班级", "Class")>{about.class_code}</Fact>
                    <Fact term=w.t("开具时间", "Issued")>{issued}</Fact>
                </Facts>
                <TextArea
                    name="reason"
                    label=w.t("为什么作废", "Why")
                    hint=w.t(
                        "作废不能撤销。以后谁来核验，都会看到已作废和作废的日期；原因只有工作人员看得到。",
                        "This cannot be undone. Whoever checks it is told that it was revoked, and when; the reason is for staff only.",
                    )
                    error=state.error("reason")
                    value=state.form.reason.clone()
                />
                <div class="actions">
                    <Button kind=Kind::Danger>{w.t("作废", "Revoke")}</Button>
                    <LinkButton href=back>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    }))
}

/// `POST /hours/records/{id}/revoke`: for reviewers of the city.
async fn revoke(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<RevokeForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::RevokeCertificate)?;
    let record = seen(&site, &viewer, id).await?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let Some(why) = state.check(
        "reason",
        reason(
            w,
            &state.form.reason,
            REVOKE_REASON_CHARS,
            w.t("请写明原因，至少 4 个字。", "Please say why, in at least 4 characters."),
        ),
    ) else {
        return Ok(question_page(&site, &visit, record, state).await?.refused().into_response());
    };
    let action = AuditAction::CertificateRevoke { certificate: record.id.clone() };
    let event = site.event(&viewer, &from, action, why.as_str());
    let flash = match site.db.revoke_certificate(&record.id, &event).await? {
        Revoked::Done => Flash::done(w.t("已作废。", "It is revoked.")),
        Revoked::Already => Flash::notice(w.t("同事刚才已经作废了。", "A colleague has revoked it already.")),
    };
    Ok(flash.then(&format!("/hours/statement/{}", record.enrolment)))
}

/// In which language a record is issued, as it is kept.
fn language(w: Words) -> &'static str {
    w.t("zh", "en")
}

fn revoked_for_good(w: Words, kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::LearningRecord => w.t(
            "这些学时的学习记录已经作废，不能再开。有疑问请打 12333。",
            "The record of these hours was revoked and cannot be issued again. Please call 12333 if in doubt.",
        ),
        CertificateKind::Completion => w.t(
            "这个班的结业证明已经作废，不能再开。有疑问请打 12333。",
            "The certificate of this class was revoked and cannot be issued again. Please call 12333 if in doubt.",
        ),
    }
}
