//! One objection with its answer: what is said, about whom, and the two ways to end it.

use std::collections::BTreeSet;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::access::{Action, Role};
use domain::audit::AuditAction;
use domain::id::ObjectionId;
use domain::publication::{ANSWER_CHARS, NumbersFlaw, ObjectionState, ObjectionStep, read_numbers};
use domain::task::TaskKind;
use domain::workflow::NotTaken;
use leptos::prelude::*;
use serde::Deserialize;
use store::appeal::Actor;
use store::publication::{AnswerRefusal, Objection, ObjectionAnswer, PublishedClass};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, reason};
use web::page::{About, Page};
use web::parts::{Button, Crumbs, ErrorSummary, Fact, Facts, Field, Kind, NavItem, TextArea};
use web::views::class::class_name;
use web::views::deadline::{due_mark, why_provisional};
use web::views::publication::{objection_chip, published_on};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/objections/{id}", get(objection)).route("/objections/{id}/answer", post(answer))
}

/// An answer as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    /// The code of the step.
    step: String,
    /// Places in the list that are struck off.
    struck: String,
    reason: String,
}

/// An objection to a claim within the viewer's reach.
async fn seen(site: &Site, viewer: &Viewer, id: String) -> Result<Objection, AppError> {
    viewer.require(Action::SeeClaims)?;
    let objection = site.db.objection(&ObjectionId(id)).await?;
    viewer.require_in(Action::SeeClaims, &objection.organisation_id, &objection.region_id)?;
    Ok(objection)
}

/// `GET /objections/{id}`: for whoever sees claims, those to what is within their reach.
async fn objection(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let objection = seen(&site, &viewer, id).await?;
    page(&site, &viewer, &visit, objection, FormState::default()).await
}

async fn page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    objection: Objection,
    state: FormState<AnswerForm>,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let list = site.db.publication(&objection.publication_id).await?;
    let struck = site.db.struck_by(&objection.id).await?;
    let classes = site.db.published_classes(&list.id).await?;
    let named = match objection.n {
        Some(n) => Some(site.db.published_line(&list.id, n).await?),
        None => None,
    };
    let answers = viewer.may(Action::AnswerObjections) && objection.state() == ObjectionState::Open;
    let waits = answers && site.db.objection_waits_for(&objection.id, &viewer.person).await?;
    let deadline = site.deadline(TaskKind::Objection, objection.at_ms);
    let above =
        if viewer.may(Action::AnswerObjections) { NavItem::Objections } else { NavItem::Publications };
    let about = About::new(w.t("公示异议", "Objection")).at(above);
    Ok(visit.page(about, move || {
        let moment = move |at_ms| format::moment(w, &zone.minute(at_ms));
        let here = format!("/objections/{}", objection.id);
        let course = w.either(&objection.course_title, &objection.course_title_en);
        let class = format!("{course} {}", class_name(&objection.course_title, &objection.class_title));
        let of_class = classes.iter().find(|one| one.claim_id == objection.claim_id);
        let deadline = deadline.filter(|_| objection.state() == ObjectionState::Open);
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let due = deadline.map(|deadline| view! { <small class="is-beside">{due_mark(w, &deadline)}</small> });
        let who = named.map(|line| {
            let who = format!("{} {} {}", line.n, line.name.as_str(), line.document_masked);
            view! { <Fact term=w.t("名单上的人", "Who")>{who}</Fact> }
        });
        let side = if waits {
            Some(form(w, &here, objection.n, of_class, &state).into_any())
        } else if answers {
            let says = w.objection_not_taken(NotTaken::NotThisPerson);
            Some(view! { <p class="sheet">{says}</p> }.into_any())
        } else {
            None
        };
        let side =
            side.map(|side| view! { <section class="case-side" aria-label=w.t("办理", "Decision")>{side}</section> });
        let answered = objection.reason.clone().map(|reason| {
            let when = objection.answered_at.map(moment).unwrap_or_default();
            let by = objection.answered_by.clone().unwrap_or_default();
            let numbers: Vec<String> = struck.iter().map(ToString::to_string).collect();
            let numbers = (!numbers.is_empty()).then(|| {
                view! { <Fact term=w.t("不予发放的序号", "Struck off")>{numbers.join(w.t("、", ", "))}</Fact> }
            });
            view! {
                <section class="sheet stack-s">
                    <h2>{w.t("答复", "Answer")}</h2>
                    <Facts>
                        {numbers}
                        <Fact term=w.t("答复", "Answer")><span class="break-anywhere">{reason}</span></Fact>
                        <Fact term=w.t("答复人", "By")>{by} " " {when}</Fact>
                    </Facts>
                </section>
            }
        });
        view! {
            <Crumbs
                words=w
                above=vec![(above.address().to_owned(), above.name(w).to_owned())]
                here=moment(objection.at_ms)
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("公示异议", "Objection")} " " {objection_chip(w, objection.state())} " " {due}</h1>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
            </div>
            <ErrorSummary title=w.t("还没有提交，请看这里", "Not sent yet, please look here") errors=state.errors() />
            <div class="case">
                <div>
                    <section class="sheet">
                        <Facts>
                            <Fact term=w.t("异议内容", "What is said")>
                                <span class="break-anywhere">{objection.words.clone()}</span>
                            </Fact>
                            <Fact term=w.t("说的是", "About")>{w.objection_about(objection.n)}</Fact>
                            {who}
                            <Fact term=w.t("提交时间", "Sent")>{moment(objection.at_ms)}</Fact>
                            <Fact term=w.t("名单", "List")>
                                <a href=format!("/publications/{}", objection.publication_id)>
                                    {published_on(w, zone, list.at_ms)}
                                </a>
                            </Fact>
                            <Fact term=w.t("补贴申领", "Claim")>
                                <a href=format!("/claims/{}", objection.claim_id)>{class}</a>
                            </Fact>
                            <Fact term=w.t("培训机构", "Institution")>
                                {w.either(&objection.organisation, &objection.organisation_en)}
                            </Fact>
                        </Facts>
                    </section>
                    {answered}
                </div>
                {side}
            </div>
        }
    }))
}

fn form(
    w: Words,
    here: &str,
    n: Option<i64>,
    class: Option<&PublishedClass>,
    state: &FormState<AnswerForm>,
) -> impl IntoView + use<> {
    // Who is meant stands in the objection; of a whole class it is said here.
    let struck = n.is_none().then(|| {
        let hint = class.map_or_else(String::new, |class| match w {
            Words::Zh => {
                format!("查实的人在名单上的序号（这个班是 {}–{}），例如：3、7-9", class.first, class.last)
            }
            Words::En => {
                format!(
                    "Their numbers in the list (this class: {}–{}), for example: 3, 7-9",
                    class.first, class.last
                )
            }
        });
        view! {
            <Field
                name="struck"
                label=w.t("哪些人不予发放（查实时填）", "Who is struck off (if it is right)")
                hint=hint
                error=state.error("struck")
                value=state.form.struck.clone()
            />
        }
    });
    view! {
        <form class="form sheet" method="post" action=format!("{here}/answer")>
            <h2>{w.t("答复", "Answer")}</h2>
            {struck}
            <TextArea
                name="reason"
                label=w.t("查了什么，结果怎样", "What was looked into, and what came of it")
                hint=w.t(
                    "提异议的人会看到；查实的，被取消的学员也会看到。请不要写姓名和号码。",
                    "Whoever objected reads it, and so does whoever is struck off. Please name nobody.",
                )
                error=state.error("reason")
                value=state.form.reason.clone()
            />
            <p class="soft">{w.t("答复以后不能改。查实的人不再发放。", "It cannot be changed afterwards. Whoever is struck off is never paid.")}</p>
            <div class="actions">
                <Button kind=Kind::Danger name="step" value="uphold">{w.t("查实，不予发放", "It is right: strike off")}</Button>
                <Button name="step" value="dismiss">{w.t("不成立，照常发放", "It is not: pay as listed")}</Button>
            </div>
        </form>
    }
}

/// `POST /objections/{id}/answer`: for whoever answers them and has no part in the claim.
async fn answer(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::AnswerObjections)?;
    let objection = seen(&site, &viewer, id).await?;
    let step = ObjectionStep::from_code(&form.step).ok_or(AppError::NotFound)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let short = w.t(
        "请写明查了什么、结果怎样，至少四个字。",
        "Please say what came of it, in four characters or more.",
    );
    let said = reason(w, &state.form.reason, ANSWER_CHARS, short);
    let said = state.check("reason", said);
    let struck = match (step, objection.n) {
        (ObjectionStep::Dismiss, _) => Some(BTreeSet::new()),
        (ObjectionStep::Uphold, Some(n)) => Some(BTreeSet::from([n])),
        (ObjectionStep::Uphold, None) => {
            let read = read_numbers(&state.form.struck).map_err(|flaw| match flaw {
                NumbersFlaw::Empty => {
                    w.t("请填查实的人在名单上的序号。", "Please give their numbers in the list.")
                }
                NumbersFlaw::Number => {
                    w.t("看不懂这个序号，请写成：3、7-9。", "Please write the numbers like this: 3, 7-9.")
                }
            });
            state.check("struck", read)
        }
    };
    let (Some(said), Some(struck)) = (said, struck) else {
        return Ok(page(&site, &viewer, &visit, objection, state).await?.refused().into_response());
    };
    let role = Role::InternalController.as_str();
    let actor = Actor { account: viewer.account.clone(), person: viewer.person.clone(), role };
    let action = match step {
        ObjectionStep::Uphold => AuditAction::ObjectionUphold {
            objection: objection.id.clone(),
            struck: struck.iter().copied().collect(),
        },
        ObjectionStep::Dismiss => AuditAction::ObjectionDismiss { objection: objection.id.clone() },
    };
    let event = site.event(&viewer, &from, action, said);
    let given = ObjectionAnswer { step, struck: &struck, actor: &actor, event: &event };
    let says = match site.db.answer_objection(&objection.id, &given).await? {
        Ok(()) => {
            let says = w.t("已经答复，提异议的人能看到。", "Answered; whoever objected can read it.");
            return Ok(Flash::done(says).then("/objections"));
        }
        Err(AnswerRefusal::Rule(why)) => {
            let says = w.objection_not_taken(why);
            return Ok(Flash::notice(says).then(&format!("/objections/{}", objection.id)));
        }
        Err(AnswerRefusal::NotThere(n)) => match w {
            Words::Zh => format!("第 {n} 号不在这个班里，请对照名单再看一下。"),
            Words::En => format!("Number {n} is not in this class; please look at the list again."),
        },
        Err(AnswerRefusal::StruckBefore(n)) => match w {
            Words::Zh => format!("第 {n} 号已经因为别的异议取消了，不用再填。"),
            Words::En => format!("Number {n} was struck off before; leave it out."),
        },
    };
    let field = if objection.n.is_some() { "reason" } else { "struck" };
    let state = state.refused(field, says);
    Ok(page(&site, &viewer, &visit, objection, state).await?.refused().into_response())
}
