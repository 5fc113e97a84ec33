//! An application that cannot be changed now: what was submitted, and how far it has come.

use app::words::Words;
use domain::class_application::{ApplicationState, ApplicationStep};
use domain::task::TaskKind;
use leptos::prelude::*;
use store::class_application::{ApplicationStepLine, ClassApplication};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Crumbs, Kind, LinkButton, NavItem};
use web::views::application::{application_chip, facts, history, named_papers, paper_links, plan, shown};
use web::views::deadline::{due_mark, why_provisional};
use web::{Site, Visit};

/// The page.
pub async fn standing_page(
    site: &Site,
    visit: &Visit,
    application: ClassApplication,
) -> Result<Page, AppError> {
    let steps = site.db.application_steps(&application.id).await?;
    let submitted = steps.iter().rev().find(|step| step.kind == ApplicationStep::Submit.as_str());
    let content = match submitted.and_then(ApplicationStepLine::content) {
        Some(content) => Some(shown(site, content).await?),
        None => None,
    };
    let mut papers = named_papers(site, &application.id).await?;
    papers.retain(|one| match &content {
        Some(shown) => shown.content.papers.iter().any(|paper| paper.id == one.paper.id),
        None => one.paper.removed_at.is_none(),
    });
    let (w, zone, state) = (visit.words, site.zone(), application.state());
    let deadline = (state == ApplicationState::Submitted)
        .then(|| site.deadline(TaskKind::ClassApplication, application.submitted_at.unwrap_or_default()))
        .flatten();
    let about = About::new(w.t("开班申请", "Application for a class")).at(NavItem::Applications);
    Ok(visit.page(about, move || {
        let title = match application.title.as_str() {
            "" => w.t("开班申请", "Application for a class").to_owned(),
            title => title.to_owned(),
        };
        let here = format!("/applications/{}", application.id);
        let due = deadline
            .as_ref()
            .map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let class = application.class_id.as_ref().map(|class| class_links(w, class.as_str()));
        let body = content.as_ref().map(|content| {
            view! {
                <section class="sheet">{facts(w, content)}</section>
                <section class="stack">
                    <h2>{w.t("学习进度", "Plan")}</h2>
                    {plan(w, content)}
                </section>
            }
        });
        view! {
            <Crumbs
                words=w
                above=vec![("/applications".to_owned(), NavItem::Applications.name(w).to_owned())]
                here=title.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{title} " " {application_chip(w, state)} " " {due}</h1>
                    <p>{says(w, state)}</p>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
            </div>
            {class}
            {body}
            <section class="stack">
                <h2>{w.t("附件", "Papers")}</h2>
                {paper_links(w, &here, &papers)}
            </section>
            {history(w, zone, &steps, state)}
        }
    }))
}

fn says(w: Words, state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Approved => {
            w.t("人社局已同意，班级已经开好。", "The bureau has approved it, and the class is open.")
        }
        ApplicationState::Withdrawn => w.t("这份申请已经撤回，不再办理。", "This application was given up."),
        _ => w.t(
            "已经提交，等人社局审核，5 个工作日内有结果。审核期间不能改。",
            "Submitted: the bureau decides within 5 working days. It cannot be changed meanwhile.",
        ),
    }
}

/// Where the class is, and what comes next.
fn class_links(w: Words, class: &str) -> impl IntoView + use<> {
    view! {
        <div class="actions">
            <LinkButton href=format!("/classes/{class}") kind=Kind::Primary>{w.t("去看班级", "To the class")}</LinkButton>
            <LinkButton href=format!("/classes/{class}/roster")>{w.t("导入花名册", "Send the roster")}</LinkButton>
        </div>
    }
}
