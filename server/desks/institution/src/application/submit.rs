//! Looking an application over and submitting it, with the commitment that it is true.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use domain::class_application::{COMMITMENT_VERSION, Content, digest};
use leptos::prelude::*;
use serde::Deserialize;
use store::class_application::{ClassApplication, StepRefusal};
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Choices, Crumbs, ErrorSummary, Flash as Notice, Kind, LinkButton, NavItem, Tone,
};
use web::views::application::{facts, paper_links, plan, shown};
use web::{Site, Viewer, Visit};

use super::check::{Choosable, content};
use super::form::ApplicationForm;
use super::{actor, application_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/applications/{id}/submit", get(look_over).post(submit))
}

/// The commitment, and what was seen when it was made.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SubmitForm {
    version: i64,
    /// The digest of what the page has shown.
    sha256: String,
    /// `yes` once it is made.
    commitment: String,
}

/// What can be submitted of an application, or the way to what cannot.
enum Ready {
    Yes(Box<(ClassApplication, Choosable, Content)>),
    No(Response),
}

async fn ready(site: &Site, viewer: &Viewer, w: Words, id: String) -> Result<Ready, AppError> {
    let application = application_of(site, viewer, id).await?;
    let here = format!("/applications/{}", application.id);
    if !application.state().is_open_to_change() {
        let says = w.t("这份申请已经提交过了。", "This application was submitted already.");
        return Ok(Ready::No(Flash::notice(says).then(&here)));
    }
    let form = ApplicationForm::kept(&application.form);
    let of = Choosable::of(site, &application.organisation_id, &form, Some(&application)).await?;
    let mut state = FormState::from(form);
    let Some(content) = content(w, &mut state, &of) else {
        let says = w.t(
            "还有没填好的，请按“下一步”看要改哪里。",
            "Something is missing still. Press “Next” to see what.",
        );
        return Ok(Ready::No(Flash::notice(says).then(&here)));
    };
    Ok(Ready::Yes(Box::new((application, of, content))))
}

/// `GET /applications/{id}/submit`: for whoever applies for the institution.
async fn look_over(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    Ok(match ready(&site, &viewer, visit.words, id).await? {
        Ready::No(response) => response,
        Ready::Yes(ready) => {
            page(&site, &viewer, &visit, *ready, FormState::default()).await?.into_response()
        }
    })
}

async fn page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    (application, of, content): (ClassApplication, Choosable, Content),
    state: FormState<SubmitForm>,
) -> Result<Page, AppError> {
    let sha256 = digest(&content.canonical());
    let content = shown(site, content).await?;
    let (w, name) = (visit.words, viewer.name.clone());
    let title = w.t("核对并提交", "Look it over and submit");
    Ok(visit.page(About::new(title).at(NavItem::Applications), move || {
        let here = format!("/applications/{}", application.id);
        let missing: Vec<&str> = of.missing().into_iter().map(|kind| w.application_paper(kind)).collect();
        let missing = (!missing.is_empty()).then(|| {
            let says = match w {
                Words::Zh => format!("还没有交：{}。可以先提交，但审核时可能因此退回。", missing.join("、")),
                Words::En => format!("Not sent: {}. It may be returned for that.", missing.join(", ")),
            };
            view! { <Notice tone=Tone::Warning>{says}</Notice> }
        });
        let commits = match w {
            Words::Zh => format!("承诺人：{name}"),
            Words::En => format!("Made by {name}"),
        };
        let chosen = if state.form.commitment == "yes" { vec!["yes".to_owned()] } else { Vec::new() };
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/applications".to_owned(), NavItem::Applications.name(w).to_owned()),
                    (here.clone(), application.title.clone()),
                ]
                here=title
            />
            <h1>{title}</h1>
            <ErrorSummary title=w.t("还没有提交，请看这里", "Not submitted yet, please look here") errors=state.errors() />
            {missing}
            <section class="sheet">{facts(w, &content)}</section>
            <section class="stack">
                <h2>{w.t("学习进度", "Plan")}</h2>
                {plan(w, &content)}
            </section>
            <section class="stack">
                <h2>{w.t("附件", "Papers")}</h2>
                {paper_links(w, &here, &of.papers)}
            </section>
            <form class="form sheet" method="post" action=format!("{here}/submit")>
                <input type="hidden" name="version" value=application.version.to_string() />
                <input type="hidden" name="sha256" value=sha256 />
                <Choices
                    name="commitment"
                    label=w.t("真实性承诺", "Commitment")
                    hint=commits
                    error=state.error("commitment")
                    options=vec![Choice::new("yes", w.application_commitment())]
                    chosen=chosen
                    many=true
                />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("承诺并提交", "Commit and submit")}</Button>
                    <LinkButton href=here.clone()>{w.t("回去改", "Back to change it")}</LinkButton>
                </div>
            </form>
        }
    }))
}

/// `POST /applications/{id}/submit`: for whoever applies for the institution.
async fn submit(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<SubmitForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let ready = match ready(&site, &viewer, w, id).await? {
        Ready::No(response) => return Ok(response),
        Ready::Yes(ready) => ready,
    };
    let mut state = FormState::from(form);
    if state.form.commitment != "yes" {
        let says =
            w.t("请看完承诺，同意的话勾上，再提交。", "Please read the commitment, tick it, and submit.");
        state.refuse("commitment", says);
    }
    let sha256 = digest(&ready.2.canonical());
    if state.form.sha256 != sha256 {
        let says = w.t(
            "您打开这一页以后，申请改过了，还没有提交。请把下面的内容再看一遍，再承诺。",
            "The application was changed since you opened this page and was not submitted. Look it over once more, then commit.",
        );
        state.refuse("", says);
    }
    if !state.is_valid() {
        return Ok(page(&site, &viewer, &visit, *ready, state).await?.refused().into_response());
    }
    let (application, _, content) = &*ready;
    let action = AuditAction::ApplicationSubmit {
        application: application.id.clone(),
        sha256,
        commitment: COMMITMENT_VERSION.to_owned(),
    };
    let event = site.event(&viewer, &from, action, "");
    let (id, version) = (&application.id, application.version);
    Ok(match site.db.submit_application(id, version, content, &actor(&viewer)?, &event).await? {
        Ok(()) => Flash::done(w.t(
            "已提交，人社局 5 个工作日内审核。结果会显示在这里和“待办”里。",
            "Submitted. The bureau decides within 5 working days; you will see it here and under “To do”.",
        ))
        .then(&format!("/applications/{id}")),
        Err(StepRefusal::Rule(why)) => {
            Flash::notice(w.application_not_taken(why)).then(&format!("/applications/{id}"))
        }
        Err(StepRefusal::NotFiled(verdict)) => {
            Flash::notice(w.filing_verdict(verdict)).then(&format!("/applications/{id}"))
        }
        Err(StepRefusal::Changed) => see_other(&format!("/applications/{id}/submit")),
    })
}
