//! One appeal: what was refused and what was said about it, and beside it the step that is next.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use domain::appeal::{NotTaken, Stage, Verdict};
use domain::id::{AppealId, CheckId};
use domain::working_day::Deadline;
use leptos::prelude::*;
use store::appeal::{Appeal, StepLine};
use store::study::RuleInput;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{CaseNav, Crumbs, ErrorSummary, NavItem, Queue};
use web::views::appeal::chip;
use web::views::deadline::{due_mark, why_provisional};
use web::{Site, Viewer, Visit};

use super::evidence::{Evidence, evidence, outcome};
use super::forms::{AppealForms, comment_form, confirm_form, propose_form};
use super::waiting::{SAY, deadline, queue, require_appeal_role};

pub fn routes() -> Router<Site> {
    Router::new().route("/appeals/{id}", get(appeal))
}

/// The step that the viewer may take here: one at most.
enum Step {
    Comment,
    Propose,
    Confirm,
    /// Their role would be next, but they are the learner or took another kind of step.
    KeptOut,
    None,
}

struct PageData {
    evidence: Evidence,
    queue: Queue,
    step: Step,
    /// Whether the viewer could take it on.
    may_take: bool,
    /// By when the next step is to be taken.
    deadline: Option<Deadline>,
}

/// `GET /appeals/{id}`: for the institution of the class and the reviewers of the bureau.
async fn appeal(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    appeal_page(&site, &viewer, &visit, &AppealId(id), AppealForms::default()).await
}

/// The page, with its forms as they were typed.
pub async fn appeal_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    id: &AppealId,
    forms: AppealForms,
) -> Result<Page, AppError> {
    require_appeal_role(viewer)?;
    let appeal = site.db.appeal(id).await?;
    let has = |action| viewer.require_in(action, &appeal.organisation_id, &appeal.region_id).is_ok();
    if !SAY.iter().any(|action| has(*action)) {
        return Err(AppError::Forbidden);
    }
    let steps = site.db.appeal_steps(id).await?;
    let open = matches!(appeal.stage(), Stage::First | Stage::Second);
    let decides = has(Action::ProposeAppeal) || has(Action::ConfirmAppeal);
    let grantable = if open && decides {
        let input = RuleInput {
            now_ms: site.now(),
            fresh_check: CheckId::default(),
            draw: 0,
            policies: &site.policies,
        };
        Some(site.db.grantable_ms(id, &input).await?)
    } else {
        None
    };
    let step = step_of(viewer, &appeal, &steps, has);
    let reviews = matches!(step, Step::Propose | Step::Confirm);
    let may_take = reviews && appeal.holder.as_deref() != Some(viewer.name.as_str());
    let records = (has(Action::WatchClass) || has(Action::SeeHours))
        .then(|| format!("/classes/{}/learners/{}", appeal.class_id, appeal.enrolment_id));
    let queue = queue(site, viewer, id).await?;
    let deadline = deadline(site, viewer, &appeal);
    let evidence = Evidence { appeal, steps, grantable, records, zone: site.zone(), now_ms: site.now() };
    let data = PageData { evidence, queue, step, may_take, deadline };
    let w = visit.words;
    let about = About::new(w.t("学时申诉", "Appeal")).at(NavItem::Appeals);
    Ok(visit.page(about, move || view(w, data, forms)))
}

/// Whose turn it is, for the viewer.
fn step_of(viewer: &Viewer, appeal: &Appeal, steps: &[StepLine], has: impl Fn(Action) -> bool) -> Step {
    let own = appeal.person_id == viewer.person;
    let took_another = |kinds: &[&str]| {
        steps.iter().any(|step| step.person_id == viewer.person && !kinds.contains(&step.kind.as_str()))
    };
    let stage = appeal.stage();
    let (action, kinds, step): (_, &[&str], _) = match stage {
        Stage::First => (Action::ProposeAppeal, &["propose"], Step::Propose),
        Stage::Second => (Action::ConfirmAppeal, &["confirm", "send_back"], Step::Confirm),
        Stage::Granted | Stage::Refused => return Step::None,
    };
    if has(action) {
        return if own || took_another(kinds) { Step::KeptOut } else { step };
    }
    let comments = has(Action::CommentAppeal) && !own && !took_another(&["comment"]);
    if comments { Step::Comment } else { Step::None }
}

fn view(w: Words, data: PageData, forms: AppealForms) -> impl IntoView + use<> {
    let PageData { evidence: shown, queue, step, may_take, deadline } = data;
    let appeal = &shown.appeal;
    let (here, stage, learner) = (format!("/appeals/{}", appeal.id), appeal.stage(), appeal.learner.clone());
    let document = appeal.document_masked.clone();
    let errors = [forms.comment.errors(), forms.propose.errors(), forms.confirm.errors()].concat();
    let hindered = shown.grantable.and_then(Result::err);
    let proposed = shown.steps.iter().rev().find(|step| step.kind == "propose").and_then(StepLine::verdict);
    let decision = match step {
        Step::Comment => comment_form(w, &here, forms.comment).into_any(),
        Step::Propose => {
            let nothing_left = hindered == Some(NotTaken::NothingLeft);
            propose_form(w, &here, nothing_left, forms.propose).into_any()
        }
        Step::Confirm => {
            let hindered = hindered.filter(|_| proposed == Some(Verdict::Grant));
            confirm_form(w, &here, hindered, forms.confirm).into_any()
        }
        Step::KeptOut => view! { <p class="sheet">{w.not_taken(NotTaken::NotThisPerson)}</p> }.into_any(),
        Step::None => outcome(w, &shown).into_any(),
    };
    let due =
        deadline.as_ref().map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
    let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
    view! {
        <Crumbs
            words=w
            above=vec![("/appeals".to_owned(), w.t("学时申诉", "Appeals").to_owned())]
            here=learner.clone()
        />
        <div class="page-head is-wide">
            <div>
                <h1>{learner} " " <small class="nowrap is-beside">{document}</small> " " {chip(w, stage)} " " {due}</h1>
                {why.map(|why| view! { <p>{why}</p> })}
            </div>
            <CaseNav words=w list="/appeals/" queue=queue />
        </div>
        <ErrorSummary title=w.t("还没有提交，请看这里", "Not sent yet, please look here") errors=errors />
        <div class="case">
            <div>{evidence(w, shown, may_take)}</div>
            <section class="case-side" aria-label=w.t("办理", "What is next")>
                {decision}
            </section>
        </div>
    }
}
