//! One application: everything that was submitted, and the decision beside it.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::class_application::{ApplicationState, ApplicationStep, Content};
use domain::filing::Verdict;
use domain::paper::PaperKind;
use domain::task::TaskKind;
use domain::workflow::NotTaken;
use leptos::prelude::*;
use store::class_application::{ApplicationStepLine, ClassApplication};
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{CaseNav, Chip, Crumbs, ErrorSummary, Fact, Facts, Kind, LinkButton, NavItem, Status};
use web::views::application::{
    NamedPaper, application_chip, differences, facts, history, named_papers, plan, shown,
};
use web::views::deadline::{due_mark, why_provisional};
use web::{Site, Viewer, Visit};

use super::forms::{DecisionForm, decision};
use super::{queue, reviewed};

pub fn routes() -> Router<Site> {
    Router::new().route("/class-applications/{id}", get(application))
}

/// `GET /class-applications/{id}`: for reviewers within their reach.
async fn application(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let application = reviewed(&site, &viewer, id).await?;
    application_page(&site, &viewer, &visit, application, FormState::default()).await
}

/// What was submitted, last first.
pub fn submissions(steps: &[ApplicationStepLine]) -> Vec<&ApplicationStepLine> {
    steps.iter().rev().filter(|step| step.kind == ApplicationStep::Submit.as_str()).collect()
}

/// The page, with its form as it was typed.
pub async fn application_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    application: ClassApplication,
    form: FormState<DecisionForm>,
) -> Result<Page, AppError> {
    let steps = site.db.application_steps(&application.id).await?;
    let submitted = submissions(&steps);
    let damaged = || AppError::Internal(anyhow::anyhow!("application {} cannot be read", application.id));
    let last = submitted.first().ok_or_else(damaged)?;
    let sha256 = last.sha256.clone();
    let content = shown(site, last.content().ok_or_else(damaged)?).await?;
    let before = match submitted.get(1).and_then(|step| step.content()) {
        Some(before) => Some(shown(site, before).await?),
        None => None,
    };
    let papers = named_papers(site, &application.id).await?;
    let queue = queue(site, viewer, application.id.as_str()).await?;
    let filed = {
        let Content { organisation, course, starts_on, .. } = &content.content;
        site.db.filing_of_course(organisation, course, starts_on).await?
    };
    let (w, zone, state) = (visit.words, site.zone(), application.state());
    let open = state == ApplicationState::Submitted;
    let deadline = application
        .submitted_at
        .filter(|_| open)
        .and_then(|since| site.deadline(TaskKind::ClassApplication, since));
    // Whoever has written on it is not asked.
    let waits = site.db.application_waits_for(&application.id, &viewer.person).await?;
    let about = About::new(w.t("开班申请", "Application for a class")).at(NavItem::ClassApplications);
    Ok(visit.page(about, move || {
        let school = w.either(&application.organisation, &application.organisation_en);
        let here = format!("/class-applications/{}", application.id);
        let due = deadline.as_ref().map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let changes = before.as_ref().and_then(|before| differences(w, before, &content, &papers));
        let current: Vec<NamedPaper> = papers
            .iter()
            .filter(|one| content.content.papers.iter().any(|paper| paper.id == one.paper.id))
            .cloned()
            .collect();
        let files = current.iter().map(|one| file(w, &here, one)).collect_view();
        let no_files = current.is_empty().then(|| view! { <p class="soft">{w.t("没有交附件。", "No papers were sent.")}</p> });
        let status = if filed == Verdict::Covered { Status::Verified } else { Status::Refused };
        let filing = view! { <Chip status=status>{w.filing_verdict(filed)}</Chip> };
        let side = if open && waits {
            decision(w, &here, &sha256, &form).into_any()
        } else if open {
            view! { <p class="sheet">{w.application_not_taken(NotTaken::NotThisPerson)}</p> }.into_any()
        } else {
            outcome(w, &application).into_any()
        };
        view! {
            <Crumbs
                words=w
                above=vec![("/class-applications".to_owned(), NavItem::ClassApplications.name(w).to_owned())]
                here=school.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{school} " " <small class="is-beside">{application.title.clone()}</small> " " {application_chip(w, state)} " " {due}</h1>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
                <CaseNav words=w list="/class-applications/" queue=queue />
            </div>
            <ErrorSummary title=w.t("还没有提交，请看这里", "Not sent yet, please look here") errors=form.errors() />
            <div class="case">
                <div>
                    {changes}
                    <section class="sheet">
                        {facts(w, &content)}
                    </section>
                    <section class="sheet">
                        <Facts>
                            <Fact term=w.t("备案", "Filing")>{filing}</Fact>
                            <Fact term=w.t("统一社会信用代码", "Credit code")>{application.credit_code.clone()}</Fact>
                            <Fact term=w.t("电话", "Phone")>{application.organisation_phone.clone()}</Fact>
                            <Fact term=w.t("所在地", "Region")>{w.either(&application.region, &application.region_en)}</Fact>
                        </Facts>
                    </section>
                    <section class="stack">
                        <h2>{w.t("学习进度", "Plan")}</h2>
                        {plan(w, &content)}
                    </section>
                    <section class="stack">
                        <h2>{w.t("附件", "Papers")}</h2>
                        {no_files}
                        {files}
                    </section>
                    {history(w, zone, &steps, state)}
                </div>
                <section class="case-side" aria-label=w.t("办理", "Decision")>
                    {side}
                </section>
            </div>
        }
    }))
}

/// A file in the page. Fetching it is the look that the log tells of.
fn file(w: Words, here: &str, one: &NamedPaper) -> impl IntoView + use<> {
    let (address, name) = (format!("{here}/papers/{}/file", one.paper.id), one.name.clone());
    let (kind, size) = (w.application_paper(one.paper.kind()), format::megabytes(one.paper.bytes));
    let file = if PaperKind::from_code(&one.paper.file_kind) == Some(PaperKind::Pdf) {
        let page = format!("{address}#navpanes=0&view=FitH");
        view! { <iframe src=page title=name.clone()></iframe> }.into_any()
    } else {
        view! { <img src=address.clone() alt=name.clone() /> }.into_any()
    };
    view! {
        <figure class="stack-s">
            <figcaption class="split">
                <span class="break-anywhere"><b>{kind}</b> " " {name} " · " {size}</span>
                <a class="tap" href=address target="_blank" rel="noopener">
                    {w.t("在新窗口看", "Open it in a window of its own")}
                </a>
            </figcaption>
            <div class="paper-view">{file}</div>
        </figure>
    }
}

/// How it ended, and the class that came of it.
fn outcome(w: Words, application: &ClassApplication) -> impl IntoView + use<> {
    let says = match application.state() {
        ApplicationState::Approved => w.t("已同意，班级已经开好。", "Approved, and the class is open."),
        ApplicationState::Returned => {
            w.t("已退回，等培训机构修改后再交。", "Returned: the institution mends it and submits it anew.")
        }
        _ => w.t("培训机构已撤回，不再办理。", "The institution gave it up."),
    };
    let class = application.class_id.as_ref().map(|class| {
        let code = application.class_code.clone().unwrap_or_default();
        view! {
            <LinkButton href=format!("/classes/{class}") kind=Kind::Primary>
                {w.t("去看班级", "To the class")} " " {code}
            </LinkButton>
        }
    });
    view! {
        <section class="sheet stack">
            <p>{says}</p>
            {class}
        </section>
    }
}
