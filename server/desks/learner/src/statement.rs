//! 学时凭证: one's hours in a class on a sheet of paper, with a code by which anybody can check it.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::get;
use domain::access::Action;
use domain::certificate::CertificateKind;
use domain::id::EnrolmentId;
use leptos::prelude::*;
use store::statement::Statement;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Crumbs, Empty, NavItem, Qr};
use web::views::statement::{address, statement_view};
use web::{Site, Viewer, Visit};

use crate::certificate::{Issued, issued_section};

pub fn routes() -> Router<Site> {
    Router::new().route("/hours/statement/{enrolment}", get(statement))
}

/// `GET /hours/statement/{enrolment}`: for the learner, and for whoever may see the hours of that class.
async fn statement(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    headers: HeaderMap,
    Path(enrolment): Path<String>,
) -> Result<Page, AppError> {
    let enrolment = EnrolmentId(enrolment);
    let holder = site.db.holder(&enrolment).await?;
    let own = holder.person == viewer.person && viewer.may(Action::Study);
    if !own {
        viewer.require_in(Action::SeeHours, &holder.organisation, &holder.region)?;
    }
    let statement = site.db.statement(&enrolment, i64::MAX).await?;
    let w = visit.words;
    let link =
        format!("{}{}", site.origin_of(&headers), address(&site, &enrolment, statement.sum.last_entry));
    let bundle = format!("/api/ledger/bundle/{enrolment}");
    let above = if own {
        ("/hours".to_owned(), w.t("我的学时", "My hours").to_owned())
    } else {
        (format!("/classes/{}", holder.class), statement.about.class_code.clone())
    };
    let about = About::new(w.t("学时凭证", "Statement of hours")).printable();
    let about = if own { about.at(NavItem::Hours) } else { about };
    let issued = site.db.certificates_of(&enrolment).await?;
    let (of_completion, records): (Vec<_>, Vec<_>) =
        issued.into_iter().partition(|one| one.kind == CertificateKind::Completion);
    let completed_until = match site.db.completion(&enrolment).await? {
        Some(completion) => {
            Some(site.db.statement(&enrolment, completion.until_entry()).await?.sum.last_entry)
        }
        None => None,
    };
    let may_revoke = viewer.may(Action::RevokeCertificate) && !own;
    Ok(visit.page(about, move || {
        let completion = completed_until.map(|until_entry| {
            let kind = CertificateKind::Completion;
            issued_section(
                w,
                &site,
                &enrolment,
                Issued { kind, all: of_completion, until_entry, own, may_revoke },
            )
        });
        let records = (statement.sum.entries > 0).then(|| {
            let (kind, until_entry) = (CertificateKind::LearningRecord, statement.sum.last_entry);
            issued_section(w, &site, &enrolment, Issued { kind, all: records, until_entry, own, may_revoke })
        });
        view! {
            {view(w, &site, statement, above, link, bundle)}
            {completion}
            {records}
        }
    }))
}

fn view(
    w: Words,
    site: &Site,
    statement: Statement,
    above: (String, String),
    link: String,
    bundle: String,
) -> impl IntoView + use<> {
    let title = w.t("学时凭证", "Statement of hours");
    let crumbs = view! { <Crumbs words=w above=vec![above] here=title /> };
    if statement.sum.entries == 0 {
        return view! {
            {crumbs}
            <h1>{title}</h1>
            <Empty title=w.t("还没有认定的学时", "No verified hours yet")>
                <p>{w.t("抽查答对以后，这里就有凭证。", "Once a check is passed, the statement is here.")}</p>
            </Empty>
        }
        .into_any();
    }
    let (name, document) = (statement.about.name.clone(), statement.about.document_masked.clone());
    view! {
        {crumbs}
        <div class="page-head">
            <div>
                <h1>{title}</h1>
            </div>
            <button class="button button-primary" type="button" data-print hidden>
                {w.t("打印", "Print")}
            </button>
        </div>
        <section class="sheet stack statement">
            {statement_view(w, site, statement, name, Some(document))}
            <div class="statement-check">
                <Qr text=link.clone() label=w.t("核验这张凭证的二维码", "QR code to check this statement") />
                <div>
                    <p>
                        {w.t(
                            "扫一扫就能核验：手机上看到的和纸上的一样，凭证就是真的。",
                            "Scan to check: if the phone shows what the paper says, the statement is genuine.",
                        )}
                    </p>
                    <p class="small break-anywhere">{link}</p>
                </div>
            </div>
        </section>
        <p class="soft only-on-screen">
            {w.t("还可以", "You can also ")}
            <a href=bundle download="xueshi-hours.json">{w.t("下载电子凭证", "download the evidence")}</a>
            {w.t(
                "：里面有每一条记录和签名，审计用；没有您的姓名和证件号。",
                ": every entry with its signatures, for auditors. It holds neither your name nor your number.",
            )}
        </p>
    }
    .into_any()
}
