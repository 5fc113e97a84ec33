//! What a statement page says of certificates: a button for the learner, what was issued, and for reviewers a way to take it back.

use app::format;
use app::words::Words;
use domain::certificate::{CertificateKind, CertificateStanding};
use domain::id::EnrolmentId;
use leptos::prelude::*;
use store::certificate::Certificate;
use web::Site;
use web::parts::{Button, Kind};
use web::views::certificate::standing_chip;

use super::{language, revoked_for_good};

/// Certificates of one kind of an enrolment, as somebody sees them.
pub struct Issued {
    pub kind: CertificateKind,
    pub all: Vec<Certificate>,
    /// Up to which entry of the ledger one would be issued now.
    pub until_entry: i64,
    /// Whether it is the learner who looks.
    pub own: bool,
    pub may_revoke: bool,
}

/// A section of one kind.
pub fn issued_section(
    w: Words,
    site: &Site,
    enrolment: &EnrolmentId,
    issued: Issued,
) -> impl IntoView + use<> {
    let Issued { kind, all, until_entry, own, may_revoke } = issued;
    let can_draw = site.fonts.is_some();
    if !can_draw && all.is_empty() {
        return ().into_any();
    }
    let (part, title, says, button) = match kind {
        CertificateKind::LearningRecord => (
            "record",
            w.t("学习记录（PDF 文件）", "Learning record (PDF)"),
            w.t(
                "可以存在手机里、发给用人单位。别人把文件交给“查验学时”网页，就能查出有没有改过。",
                "To keep on the phone or to send to an employer. Whoever brings the file to the checking page sees whether it was altered.",
            ),
            w.t("开具学习记录", "Issue a learning record"),
        ),
        CertificateKind::Completion => (
            "completion",
            w.t("结业证明（PDF 文件）", "Certificate of completion (PDF)"),
            w.t(
                "班级已经结班，这门课学完了，可以开结业证明。别人扫上面的二维码，就能查出真假。",
                "The class is closed and was completed, so there is a certificate of it. Whoever scans its code sees whether it is genuine.",
            ),
            w.t("开具结业证明", "Issue a certificate of completion"),
        ),
    };
    // Of the same hours in the same language there is one.
    let same = all
        .iter()
        .find(|one| one.until_entry == until_entry && one.language == language(w))
        .map(Certificate::standing);
    let way = own.then(|| match same {
        None if can_draw => view! {
            <form method="post" action=format!("/hours/statement/{enrolment}/{part}")>
                <Button kind=Kind::Primary>{button}</Button>
            </form>
        }
        .into_any(),
        Some(CertificateStanding::Revoked) => view! { <p>{revoked_for_good(w, kind)}</p> }.into_any(),
        _ => ().into_any(),
    });
    let rows: Vec<_> = all.into_iter().map(|one| row(w, site, one, can_draw, own, may_revoke)).collect();
    let none = rows.is_empty();
    view! {
        <section class="sheet stack only-on-screen" id=format!("{part}s")>
            <h2>{title}</h2>
            <p class="soft">{says}</p>
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

fn row(
    w: Words,
    site: &Site,
    record: Certificate,
    can_draw: bool,
    own: bool,
    may_revoke: bool,
) -> impl IntoView + use<> {
    let when = format::moment(w, &site.zone().minute(record.issued_at));
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
}
