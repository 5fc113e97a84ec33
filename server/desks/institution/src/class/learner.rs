//! One learner of a class: hours, subsidy with its reasons, every entry of the ledger, what was refused, and the
//! confirmation of identity after a hold.

pub mod document;
mod entries;
pub mod reveal;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::id::{ClassId, EnrolmentId};
use domain::subsidy::{CreditHours, Reason};
use leptos::prelude::*;
use serde::Deserialize;
use store::roster::{LearnerEntry, LearnerRefusal, RosterLine, WatchedClass};
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Chip, Crumbs, Hours, HoursBar, HoursSize, Kind, NavItem, Pager, Reckoning, Status, TextArea,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use self::document::UnseenForm;
use self::reveal::RevealForm;
use super::list::{place_of, require_class};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/learners/{enrolment}", get(learner))
}

const ENTRIES_A_PAGE: i64 = 50;

#[derive(Deserialize)]
struct Turn {
    page: Option<i64>,
}

/// How a supervisor made sure of a learner.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfirmForm {
    pub reason: String,
}

/// The forms of the page.
#[derive(Debug, Default)]
pub struct LearnerForms {
    pub confirm: FormState<ConfirmForm>,
    pub reveal: FormState<RevealForm>,
    pub document: FormState<UnseenForm>,
}

/// Everything the page shows.
struct PageData {
    class: WatchedClass,
    line: RosterLine,
    hours: Hours,
    reasons: Vec<Reason>,
    entries: Vec<LearnerEntry>,
    refusals: Vec<LearnerRefusal>,
    page: i64,
    count: i64,
    /// Whether the viewer may end a hold here.
    may_confirm: bool,
    /// Whether the viewer may say here whether the document was seen.
    may_see: bool,
    /// Whether the viewer may ask for a full number here.
    may_reveal: bool,
    at: NavItem,
}

/// `GET /classes/{id}/learners/{enrolment}`: for whoever may watch this class or see its hours.
async fn learner(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((class, enrolment)): Path<(String, String)>,
    Query(turn): Query<Turn>,
) -> Result<Page, AppError> {
    let key = (ClassId(class), EnrolmentId(enrolment));
    learner_page(&site, &viewer, &visit, &key, turn.page.unwrap_or(1), LearnerForms::default()).await
}

/// The page, with its forms as they were typed.
pub async fn learner_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    (class, enrolment): &(ClassId, EnrolmentId),
    page: i64,
    forms: LearnerForms,
) -> Result<Page, AppError> {
    let class = site.db.watched_class(class, &site.today()).await?;
    require_class(viewer, &class)?;
    let line = site.db.roster_line(&class.id, enrolment).await?;
    let page = page.max(1);
    let (entries, count) =
        site.db.learner_entries(enrolment, ENTRIES_A_PAGE, (page - 1).saturating_mul(ENTRIES_A_PAGE)).await?;
    let policy = site.policies.version(&class.policy_version);
    let tenths = |ms: i64| policy.map_or(0, |policy| CreditHours::of_ms(ms, policy).tenths);
    let data = PageData {
        hours: Hours {
            required: tenths(class.required_ms),
            verified: tenths(line.verified_ms),
            waiting: tenths(line.waiting_ms),
            refused: tenths(line.refused_ms),
        },
        reasons: line
            .reasoning
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default(),
        refusals: site.db.learner_refusals(enrolment).await?,
        may_confirm: line.confirmable
            && viewer.require_in(Action::ConfirmIdentity, &class.organisation_id, &class.region_id).is_ok(),
        may_see: line.person != viewer.person
            && viewer.require_in(Action::ConfirmIdentity, &class.organisation_id, &class.region_id).is_ok(),
        may_reveal: viewer.require_in(Action::RevealNumber, &class.organisation_id, &class.region_id).is_ok(),
        at: place_of(viewer),
        entries,
        class,
        line,
        page,
        count,
    };
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(data.line.name.clone()).at(data.at);
    Ok(visit.page(about, move || {
        let here = format!("/classes/{}/learners/{}", data.class.id, data.line.enrolment);
        let title = w.either(&data.class.course_title, &data.class.course_title_en);
        let class_name = format!("{title} {}", class_name(&data.class.course_title, &data.class.title));
        let held = data.line.held.then(|| {
            view! { <Chip status=Status::Refused>{w.t("需核对身份", "Identity to be confirmed")}</Chip> }
        });
        let reveal = data.may_reveal.then(|| reveal::form(w, &here, forms.reveal));
        let category = document::category(w, &data.line);
        let document = document::section(w, zone, &here, &data.line, data.may_see, forms.document);
        let confirm = data.may_confirm.then(|| confirm(w, &here, forms.confirm));
        let refusals = (!data.refusals.is_empty()).then(|| entries::refusals(w, data.refusals.clone()));
        view! {
            <Crumbs
                words=w
                above=vec![
                    (data.at.address().to_owned(), data.at.name(w).to_owned()),
                    (format!("/classes/{}", data.class.id), class_name),
                ]
                here=data.line.name.clone()
            />
            <div class="page-head">
                <div>
                    <h1>
                        {data.line.name.clone()} " "
                        <small class="nowrap">{data.line.document_masked.clone()}</small>
                    </h1>
                    <p>
                        {format!(
                            "{} {}",
                            w.t("报名时间", "Enrolled"),
                            format::moment(w, &zone.minute(data.line.enrolled_at)),
                        )} " " {held}
                    </p>
                    {category}
                </div>
            </div>
            {confirm}
            {document}
            {reveal}
            <section class="sheet">
                <HoursBar words=w hours=data.hours size=HoursSize::Large />
            </section>
            {subsidy(w, &data)}
            <section class="stack">
                <h2>{w.t("学时账", "Ledger")}</h2>
                <p class="soft">
                    {w.t(
                        "每通过一次抽查记一条。记下就不能改；证据是原始记录的编号和哈希链，可以用核验程序重算。",
                        "One entry for each check passed. It cannot be changed; the evidence is the number and hash chain of the raw records, from which the verifier recomputes it.",
                    )}
                </p>
                {entries::table(w, zone, data.entries)}
                <Pager
                    words=w
                    page=data.page
                    pages=(data.count + ENTRIES_A_PAGE - 1) / ENTRIES_A_PAGE
                    list=here
                    summary=match w {
                        Words::Zh => format!("共 {} 条", data.count),
                        Words::En => format!("{} entries", data.count),
                    }
                />
            </section>
            {refusals}
        }
    }))
}

fn subsidy(w: Words, data: &PageData) -> impl IntoView + use<> {
    (!data.reasons.is_empty()).then(|| {
        let lines = data.reasons.iter().map(|reason| w.reckoning(reason)).collect::<Vec<_>>();
        let policy = data.class.policy_version.clone();
        view! {
            <section class="sheet stack">
                <h2>{w.t("补贴怎么算出来的", "How the subsidy is reckoned")}</h2>
                <p class="soft">{w.t("认定规则版本", "Policy version")} " " {policy}</p>
                <Reckoning
                    lines=lines
                    total_label=w.t("按政策应补", "Subsidy by policy")
                    total=format::money(data.line.amount_fen)
                />
            </section>
        }
    })
}

fn confirm(w: Words, here: &str, state: FormState<ConfirmForm>) -> impl IntoView + use<> {
    view! {
        <form class="form sheet" method="post" action=format!("{here}/confirm") id="confirm">
            <h2>{w.t("确认是本人", "Confirm who it is")}</h2>
            <p>
                {w.t(
                    "系统要确认这名学员是不是本人（连着答错，或者抽查问到本人），暂停计时，等人核对。请当面或视频看到本人，对过证件再确认。确认后继续计时，以前的学习时间不会少。",
                    "It has to be confirmed who this learner is (after wrong answers, or because a check asks for it): counting waits until someone has looked. See the person, in the room or by video, and compare the document. Then counting goes on and nothing is lost.",
                )}
            </p>
            <TextArea
                name="reason"
                label=w.t("怎么核对的", "How you made sure")
                hint=w.t("例如：教室里当面核对身份证。会记入操作记录。", "For example: saw the identity card in the classroom. It goes into the audit log.")
                error=state.error("reason")
                value=state.form.reason
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("确认是本人", "It is this person")}</Button>
            </div>
        </form>
    }
}
