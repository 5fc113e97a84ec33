//! Learning records: having one issued from a statement of hours, its file, and taking one back.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use certificate::draw;
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
use web::certificate::{address, content, file, not_drawn};
use web::error::AppError;
use web::form::{FormState, reason};
use web::page::{About, Page};
use web::parts::{Button, Crumbs, Fact, Facts, Kind, LinkButton, TextArea};
use web::views::certificate::standing_chip;
use web::{Flash, Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/hours/statement/{enrolment}/record", post(issue))
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
    // Nothing is issued that could not be printed.
    draw(&says, &fonts, None).map_err(|error| not_drawn(&error))?;
    let text = serde_json::to_string(&says).map_err(anyhow::Error::from)?;
    let new = NewCertificate {
        kind: CertificateKind::LearningRecord,
        until_entry: statement.sum.last_entry,
        language: language(w).to_owned(),
        content_sealed: site.seal(CERTIFICATE_CONTENT.of(id.as_str()), &text),
        content_digest: site.keys.digest(Purpose::Certificate, &text),
        enrolment: enrolment.clone(),
        id: id.clone(),
    };
    let action = AuditAction::CertificateIssue { certificate: id, enrolment: enrolment.clone() };
    let id = site.db.issue_certificate(&new, &site.event(&viewer, &from, action, "")).await?;
    let flash = match site.db.certificate(&id).await?.standing() {
        CertificateStanding::Revoked => Flash::notice(revoked_for_good(w)),
        _ => Flash::done(
            w.t("学习记录开好了，点“下载”保存。", "The learning record is ready: press Download to keep it."),
        ),
    };
    Ok(flash.then(&back))
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
    let name = HeaderValue::from_static(
        "attachment; filename=\"xueshi-record.pdf\"; filename*=UTF-8''%E5%AD%A6%E4%B9%A0%E8%AE%B0%E5%BD%95.pdf",
    );
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
    let title = w.t("作废学习记录", "Revoke a learning record");
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

fn revoked_for_good(w: Words) -> &'static str {
    w.t(
        "这些学时的学习记录已经作废，不能再开。有疑问请打 12333。",
        "The record of these hours was revoked and cannot be issued again. Please call 12333 if in doubt.",
    )
}

/// What a statement page says of records: a button for the learner, what was issued, and for reviewers a way to take it back.
pub fn records(
    w: Words,
    site: &Site,
    enrolment: &EnrolmentId,
    issued: Vec<Certificate>,
    until_entry: i64,
    (own, may_revoke): (bool, bool),
) -> impl IntoView + use<> {
    let can_draw = site.fonts.is_some();
    // Of the same hours in the same language there is one.
    let same = issued
        .iter()
        .find(|record| record.until_entry == until_entry && record.language == language(w))
        .map(Certificate::standing);
    let way = own.then(|| match same {
        None if can_draw => view! {
            <form method="post" action=format!("/hours/statement/{enrolment}/record")>
                <Button kind=Kind::Primary>{w.t("开具学习记录", "Issue a learning record")}</Button>
            </form>
        }
        .into_any(),
        Some(CertificateStanding::Revoked) => view! { <p>{revoked_for_good(w)}</p> }.into_any(),
        _ => ().into_any(),
    });
    if !can_draw && issued.is_empty() {
        return ().into_any();
    }
    let zone = site.zone();
    let rows: Vec<_> = issued
        .into_iter()
        .map(|record| {
            let when = format::moment(w, &zone.minute(record.issued_at));
            let standing = record.standing();
            let language = if record.language == "zh" { w.t("中文", "Chinese") } else { w.t("英文", "English") };
            let why = (standing == CertificateStanding::Revoked && !own).then(|| {
                let by = record.revoked_by.clone().unwrap_or_default();
                view! { <p class="small faint">{by} {w.t("：", ": ")} {record.revoked_reason.clone()}</p> }
            });
            let file = format!("/hours/records/{}/file", record.id);
            let away = format!("/hours/records/{}/revoke", record.id);
            view! {
                <li class="stack-s">
                    <p>{standing_chip(w, standing)} " " <span class="nowrap">{when}</span> " " {language}</p>
                    {why}
                    {(standing != CertificateStanding::Revoked).then(|| view! {
                        <p class="actions">
                            {can_draw.then(|| view! { <a class="button" href=file download="">{w.t("下载", "Download")}</a> })}
                            {may_revoke.then(|| view! { <a class="button" href=away>{w.t("作废……", "Revoke…")}</a> })}
                        </p>
                    })}
                </li>
            }
        })
        .collect();
    let none = rows.is_empty();
    view! {
        <section class="sheet stack only-on-screen" id="records">
            <h2>{w.t("学习记录（PDF 文件）", "Learning record (PDF)")}</h2>
            <p class="soft">
                {w.t(
                    "可以存在手机里、发给用人单位。别人把文件交给“查验学时”网页，就能查出有没有改过。",
                    "To keep on the phone or to send to an employer. Whoever brings the file to the checking page sees whether it was altered.",
                )}
            </p>
            {way}
            {if none {
                (!own).then(|| view! { <p>{w.t("还没有开过。", "None was issued yet.")}</p> }).into_any()
            } else {
                view! { <ul class="stack">{rows}</ul> }.into_any()
            }}
        </section>
    }
    .into_any()
}
