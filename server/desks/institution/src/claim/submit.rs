//! Claiming a closed class: what each learner is owed as it was worked out, the commitment, and the button.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::claim::{COMMITMENT_VERSION, ClaimState};
use domain::id::{ClaimId, ClassId};
use leptos::prelude::*;
use serde::Deserialize;
use store::claim::{Claim, ClaimRefusal, NamedClaim, ShownLine};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Choices, Crumbs, ErrorSummary, Flash as Notice, Kind, LinkButton, NavItem, Pager, Tone,
};
use web::views::claim::{LINES_A_PAGE, Reader, facts, history, lines, reckoned, sums};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use super::actor;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/classes/{id}/claim", get(look_over).post(submit))
        .route("/classes/{id}/claim/learners/{n}", get(learner))
}

/// The commitment, and what was seen when it was made.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SubmitForm {
    /// The digest of what the page has shown.
    sha256: String,
    /// `yes` once it is made.
    commitment: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
}

/// A closed class of the viewer's institution, by what it is owed now, and its claim where it has one.
struct Closed {
    class: ClassId,
    title: String,
    code: String,
    course: (String, String),
    claim: Option<Claim>,
    named: NamedClaim,
}

async fn closed(site: &Site, viewer: &Viewer, id: String) -> Result<Closed, AppError> {
    viewer.require(Action::ClaimSubsidy)?;
    let class = ClassId(id);
    let of = site.db.watched_class(&class, &site.today()).await?;
    viewer.require_in(Action::ClaimSubsidy, &of.organisation_id, &of.region_id)?;
    let named = site.db.claim_now(&class, &site.policies).await?;
    let claim = site.db.claim_of_class(&class).await?;
    Ok(Closed {
        class,
        title: of.title,
        code: of.code,
        course: (of.course_title, of.course_title_en),
        claim,
        named,
    })
}

/// `GET /classes/{id}/claim`: for whoever claims for the institution. A class that is claimed leads to its claim.
async fn look_over(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    let closed = closed(&site, &viewer, id).await?;
    if let Some(claim) = closed.claim.as_ref().filter(|claim| claim.state() != ClaimState::Returned) {
        return Ok(web::flash::see_other(&format!("/own-claims/{}", claim.id)));
    }
    Ok(page(&site, &viewer, &visit, closed, query, FormState::default()).await?.into_response())
}

async fn page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    closed: Closed,
    query: QueryParams,
    state: FormState<SubmitForm>,
) -> Result<Page, AppError> {
    let steps = match &closed.claim {
        Some(claim) => site.db.claim_steps(&claim.id).await?,
        None => Vec::new(),
    };
    let (w, zone, name) = (visit.words, site.zone(), viewer.name.clone());
    let title = w.t("申领补贴", "Claim the subsidy");
    Ok(visit.page(About::new(title).at(NavItem::OwnClaims), move || {
        let Closed { class, title: class_title, code, course, claim, named } = closed;
        let here = format!("/classes/{class}/claim");
        let content = &named.content;
        let sha256 = content.digest();
        let total = content.sums();
        let pages = ((total.people + LINES_A_PAGE - 1) / LINES_A_PAGE).max(1);
        let at = query.page.unwrap_or(1).clamp(1, pages);
        let shown: Vec<ShownLine> = of_page(&named, at);
        let returned = steps.last().filter(|_| claim.is_some()).map(|step| {
            let says = match w {
                Words::Zh => format!("{}退回了这份申领：{}", step.name, step.reason),
                Words::En => format!("{} returned this claim: {}", step.name, step.reason),
            };
            let withdraw = claim.as_ref().map(|claim| format!("/own-claims/{}/withdraw", claim.id));
            view! {
                <Notice tone=Tone::Warning>{says}</Notice>
                {withdraw.map(|href| view! { <p><a href=href>{w.t("不申领了，撤回", "Give the claim up")}</a></p> })}
            }
        });
        let course = w.either(&course.0, &course.1);
        let class_name = format!("{course} {}", class_name(&course, &class_title));
        let chosen = if state.form.commitment == "yes" { vec!["yes".to_owned()] } else { Vec::new() };
        let commits = match w {
            Words::Zh => format!("承诺人：{name}"),
            Words::En => format!("Made by {name}"),
        };
        let form = if total.paid == 0 {
            view! {
                <Notice tone=Tone::Warning>
                    {w.t(
                        "这个班现在没有人有补贴，不能申领。点学员的名字能看到原因；补齐以后再来。",
                        "Nobody of this class is owed anything now, so there is nothing to claim. Each name opens why; come back once that is mended.",
                    )}
                </Notice>
            }
            .into_any()
        } else {
            view! {
                <form class="form sheet" method="post" action=here.clone()>
                    <input type="hidden" name="sha256" value=sha256.clone() />
                    <Choices
                        name="commitment"
                        label=w.t("真实性承诺", "Commitment")
                        hint=commits
                        error=state.error("commitment")
                        options=vec![Choice::new("yes", w.claim_commitment())]
                        chosen=chosen
                        many=true
                    />
                    <div class="actions">
                        <Button kind=Kind::Primary>{w.t("承诺并申领", "Commit and claim")}</Button>
                        <LinkButton href="/own-claims">{w.t("先不申领", "Not now")}</LinkButton>
                    </div>
                </form>
            }
            .into_any()
        };
        let past = claim.as_ref().map(|claim| history(w, zone, &steps, claim.state(), None, Reader::Asks));
        view! {
            <Crumbs
                words=w
                above=vec![("/own-claims".to_owned(), NavItem::OwnClaims.name(w).to_owned())]
                here=class_name.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{title} " " <small class="is-beside">{class_name} " " {code}</small></h1>
                    <p>
                        {w.t(
                            "下面的金额由系统按结班时的学时和补贴标准算出，谁也不能改。请先核对，点学员的名字能看到怎么算的。",
                            "The amounts follow from the hours frozen at the closing and from the standards; nobody can change them. Look them over: each name opens how its amount came about.",
                        )}
                    </p>
                </div>
            </div>
            <ErrorSummary title=w.t("还没有提交，请看这里", "Not submitted yet, please look here") errors=state.errors() />
            {returned}
            {sums(w, total)}
            <section class="stack">{lines(w, &here, &shown)}</section>
            <Pager
                words=w
                page=at
                pages=pages
                list=here.clone()
                summary=match w {
                    Words::Zh => format!("共 {} 人", total.people),
                    Words::En => format!("{} in all", total.people),
                }
            />
            <section class="sheet">{facts(w, &w.either(&named.trade.0, &named.trade.1), &content.head, &sha256)}</section>
            {form}
            {past}
        }
    }))
}

/// The lines of a page of what is not submitted yet.
fn of_page(named: &NamedClaim, page: i64) -> Vec<ShownLine> {
    let both = named.content.lines.iter().zip(&named.learners);
    let from = usize::try_from((page - 1) * LINES_A_PAGE).unwrap_or(0);
    let many = usize::try_from(LINES_A_PAGE).unwrap_or(0);
    let shown = both.enumerate().skip(from).take(many).map(|(at, (line, learner))| ShownLine {
        n: i64::try_from(at).unwrap_or_default() + 1,
        person: learner.person.clone(),
        name: learner.name.clone(),
        document_masked: learner.document_masked.clone(),
        category: learner.category.clone(),
        line: line.clone(),
    });
    shown.collect()
}

/// `GET /classes/{id}/claim/learners/{n}`: for whoever claims for the institution, before it is submitted.
async fn learner(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((id, n)): Path<(String, i64)>,
) -> Result<Page, AppError> {
    let closed = closed(&site, &viewer, id).await?;
    let at = (n.max(1) - 1) / LINES_A_PAGE + 1;
    let shown = of_page(&closed.named, at).into_iter().find(|one| one.n == n).ok_or(AppError::NotFound)?;
    let w = visit.words;
    let about = About::new(w.t("怎么算的", "How it is worked out")).at(NavItem::OwnClaims);
    Ok(visit.page(about, move || {
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/own-claims".to_owned(), NavItem::OwnClaims.name(w).to_owned()),
                    (format!("/classes/{}/claim", closed.class), w.t("申领补贴", "Claim the subsidy").to_owned()),
                ]
                here=shown.name.clone()
            />
            <h1>{shown.name.clone()}</h1>
            {reckoned(w, &shown)}
        }
    }))
}

/// `POST /classes/{id}/claim`: for whoever claims for the institution.
async fn submit(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<SubmitForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let closed = closed(&site, &viewer, id).await?;
    if let Some(claim) = closed.claim.as_ref().filter(|claim| claim.state() != ClaimState::Returned) {
        let says = w.t("这个班已经申领过了。", "This class is claimed already.");
        return Ok(Flash::notice(says).then(&format!("/own-claims/{}", claim.id)));
    }
    let mut state = FormState::from(form);
    if state.form.commitment != "yes" {
        let says =
            w.t("请看完承诺，同意的话勾上，再提交。", "Please read the commitment, tick it, and submit.");
        state.refuse("commitment", says);
    }
    if closed.named.content.sums().paid == 0 {
        state.refuse(
            "",
            w.t("没有人有补贴，不能申领。", "Nobody is owed anything: there is nothing to claim."),
        );
    }
    if state.form.sha256 != closed.named.content.digest() {
        state.refuse("", changed(w));
    }
    if !state.is_valid() {
        let page = page(&site, &viewer, &visit, closed, QueryParams::default(), state).await?;
        return Ok(page.refused().into_response());
    }
    let sha256 = state.form.sha256;
    let event = |claim: &ClaimId, content: &domain::claim::ClaimContent| {
        let sums = content.sums();
        let action = AuditAction::ClaimSubmit {
            claim: claim.clone(),
            class: content.head.class.clone(),
            sha256: content.digest(),
            commitment: COMMITMENT_VERSION.to_owned(),
            people: sums.people,
            paid: sums.paid,
            amount: sums.amount,
        };
        site.event(&viewer, &from, action, "")
    };
    let new_id = ClaimId(site.new_id());
    let here = format!("/classes/{}/claim", closed.class);
    let what = (sha256.as_str(), &*site.policies);
    let outcome = site.db.submit_claim(&new_id, &closed.class, what, &actor(&viewer)?, event).await?;
    Ok(match outcome {
        Ok(id) => Flash::done(w.t(
            "已提交。人社局先初审、再复核，各 5 个工作日；结果会显示在这里和“待办”里。",
            "Submitted. The bureau reviews it twice, 5 working days each; you will see it here and under “To do”.",
        ))
        .then(&format!("/own-claims/{id}")),
        Err(ClaimRefusal::Rule(why)) => Flash::notice(w.claim_not_taken(why)).then(&here),
        Err(ClaimRefusal::Changed | ClaimRefusal::Moved | ClaimRefusal::Unexplained) => Flash::notice(changed(w)).then(&here),
    })
}

/// What somebody is told who committed to something else than is owed now.
fn changed(w: Words) -> &'static str {
    w.t(
        "您打开这一页以后，金额有了变化，还没有提交。请把下面的内容再看一遍，再承诺。",
        "The amounts have changed since you opened this page, and nothing was submitted. Look them over once more, then commit.",
    )
}
