//! Publishing: the claims that passed both reviews, of which the reader chooses.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::{Action, Role};
use domain::audit::AuditAction;
use domain::id::{ClaimId, PublicationId};
use domain::publication::{CLAIMS_MAX, digest};
use leptos::prelude::*;
use store::appeal::Actor;
use store::claim::Claim;
use store::publication::{PublicationRefusal, sums};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Crumbs, ErrorSummary, Kind, NavItem, Nothing};
use web::views::claim::claimed_class;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/publications/new", get(choose).post(publish))
}

/// The claims that are to be published together.
#[derive(Clone, Debug, Default)]
struct PublicationForm {
    claims: Vec<String>,
}

/// `GET /publications/new`: for whoever publishes.
async fn choose(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::PublishClaims)?;
    let claims = site.db.publishable_claims().await?;
    let all = claims.iter().take(CLAIMS_MAX).map(|claim| claim.id.0.clone()).collect();
    Ok(page(&visit, claims, FormState::from(PublicationForm { claims: all })))
}

fn page(visit: &Visit, claims: Vec<Claim>, state: FormState<PublicationForm>) -> Page {
    let w = visit.words;
    let about = About::new(w.t("公示名单", "Publish a list")).at(NavItem::Publications);
    visit.page(about, move || {
        let body = if claims.is_empty() {
            view! {
                <Nothing words=w yet=w.t("现在没有要公示的补贴申领", "No claim waits to be published") clear=None>
                    <p>{w.t("复核通过的补贴申领会出现在这里。", "Claims appear here once they passed the second review.")}</p>
                </Nothing>
            }
            .into_any()
        } else {
            form(w, &claims, &state).into_any()
        };
        view! {
            <Crumbs
                words=w
                above=vec![("/publications".to_owned(), NavItem::Publications.name(w).to_owned())]
                here=w.t("公示名单", "Publish a list")
            />
            <h1>{w.t("公示名单", "Publish a list")}</h1>
            <ErrorSummary title=w.t("还没有公示，请看这里", "Not published yet, please look here") errors=state.errors() />
            {body}
        }
    })
}

fn form(w: Words, claims: &[Claim], state: &FormState<PublicationForm>) -> impl IntoView + use<> {
    let options = claims
        .iter()
        .map(|claim| {
            let school = w.either(&claim.organisation, &claim.organisation_en);
            let (people, amount) = (format::count(claim.paid), format::money(claim.amount_fen));
            let note = match w {
                Words::Zh => format!("{school}，{people} 人，{amount}"),
                Words::En => format!("{school}, {people} people, {amount}"),
            };
            Choice::new(claim.id.0.clone(), claimed_class(w, claim)).note(note)
        })
        .collect::<Vec<_>>();
    view! {
        <form class="form sheet" method="post" action="/publications/new">
            <Choices
                name="claims"
                label=w.t("公示哪些班级", "Which classes")
                hint=w.t(
                    "一个班有补贴的学员全部公示，没有补贴的不列。姓名、证件号自动遮挡。",
                    "Everybody of a class who is owed something is listed, nobody else. Names and numbers are masked by themselves.",
                )
                error=state.error("claims")
                options=options
                chosen=state.form.claims.clone()
                many=true
            />
            <p class="soft">
                {w.t(
                    "公示 5 个工作日，发布以后不能撤回、不能改。公示期内谁都可以提异议，由监督人员答复。",
                    "It is shown for 5 working days and can be neither taken back nor changed. Meanwhile anybody may object; internal control answers.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("公示", "Publish")}</Button>
            </div>
        </form>
    }
}

/// `POST /publications/new`: for whoever publishes.
async fn publish(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    viewer.require(Action::PublishClaims)?;
    let w = visit.words;
    let sent = pairs.into_iter().filter(|(name, _)| name == "claims").map(|(_, id)| id);
    let mut state = FormState::from(PublicationForm { claims: sent.collect() });
    state.form.claims.sort();
    state.form.claims.dedup();
    let waiting = site.db.publishable_claims().await?;
    // In the order in which they passed, whatever the order in which they were sent.
    let chosen: Vec<ClaimId> =
        waiting.iter().map(|claim| claim.id.clone()).filter(|id| state.form.claims.contains(&id.0)).collect();
    if state.form.claims.is_empty() {
        state.refuse("claims", w.t("请至少选一个班级。", "Please choose at least one class."));
    } else if state.form.claims.len() > CLAIMS_MAX {
        let says = match w {
            Words::Zh => format!("一次最多公示 {CLAIMS_MAX} 个班级。"),
            Words::En => format!("At most {CLAIMS_MAX} classes at a time."),
        };
        state.refuse("claims", says);
    } else if chosen.len() != state.form.claims.len() {
        state.refuse("claims", gone(w));
    }
    if !state.is_valid() {
        return Ok(page(&visit, waiting, state).refused().into_response());
    }
    let id = PublicationId(site.new_id());
    let role = Role::CityFirstReviewer.as_str();
    let actor = Actor { account: viewer.account.clone(), person: viewer.person.clone(), role };
    let event = |lines: &[domain::publication::PublishedLine]| {
        let (people, amount) = sums(lines);
        let (publication, claims, sha256) = (id.clone(), chosen.clone(), digest(lines));
        let action = AuditAction::PublicationMake { publication, claims, people, amount, sha256 };
        site.event(&viewer, &from, action, "")
    };
    match site.db.publish(&id, &chosen, &actor, event).await? {
        Ok(()) => {
            let says = w.t("名单已经公示。", "The list is published.");
            Ok(Flash::done(says).then(&format!("/publications/{id}")))
        }
        Err(why) => {
            state.refuse(
                "claims",
                match why {
                    PublicationRefusal::NotWaiting => gone(w),
                    PublicationRefusal::OwnMoney => w.t(
                        "您本人在名单上，请同事来公示。",
                        "You stand in this list yourself: please leave it to a colleague.",
                    ),
                },
            );
            let waiting = site.db.publishable_claims().await?;
            Ok(page(&visit, waiting, state).refused().into_response())
        }
    }
}

fn gone(w: Words) -> &'static str {
    w.t(
        "有班级刚才已经公示了，名单没有发布。请看一遍，再点公示。",
        "One of the classes was published a moment ago, and nothing was done. Look it over and publish again.",
    )
}
