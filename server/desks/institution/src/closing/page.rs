//! The page of a closing, before the day, on it, and after.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::class_closing::{ClassStage, MAKE_UP_WORKING_DAYS};
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::roster::WatchedClass;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Choices, Crumbs, Empty, ErrorSummary, Fact, Facts, Kind, LinkButton, PrintFoot, TextArea,
};
use web::views::class::class_name;
use web::views::class_closing::stage_says;
use web::views::deadline::why_provisional;
use web::{Site, Viewer, Visit};

use super::close::CloseForm;
use super::draw::{LINES_A_PAGE, Turn, figures, lines_table};
use super::{Frozen, class_to_see, frozen_of};
use crate::class::place_of;

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/closing", get(closing))
}

/// Which lines are shown.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
    /// Anything: everybody on one page, for printing.
    all: Option<i64>,
}

/// `GET /classes/{id}/closing`: for whoever closes the class, or sees its hours.
async fn closing(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let class = class_to_see(&site, &viewer, id).await?;
    let turn = match query.all {
        Some(_) => Turn::All,
        None => Turn::Page(query.page.unwrap_or(1)),
    };
    page(&site, &viewer, &visit, class, turn, FormState::default()).await
}

/// The page, with a form where the class can be closed now.
pub(super) async fn page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    class: WatchedClass,
    turn: Turn,
    state: FormState<CloseForm>,
) -> Result<Page, AppError> {
    let w = visit.words;
    let at = place_of(viewer);
    let clock = site.class_clock();
    let days = (class.starts_on.as_str(), class.ends_on.as_str());
    let stage = clock.stage(days, class.closed_at.is_some());
    let closes = viewer.require_in(Action::CloseClass, &class.organisation_id, &class.region_id).is_ok();
    let claims = viewer.require_in(Action::ClaimSubsidy, &class.organisation_id, &class.region_id).is_ok();
    let frozen = match stage {
        ClassStage::ToClose | ClassStage::Closed => Some(frozen_of(site, &class).await?),
        _ => None,
    };
    let says = stage_says(w, clock, days, class.closed_at);
    let (make_up, from) = (clock.make_up(&class.ends_on), clock.closable_from(&class.ends_on));
    let policy = site.policies.version(&class.policy_version).cloned();
    let when = site.zone().minute(site.now());
    let closed_when =
        frozen.as_ref().and_then(|frozen| frozen.closing.as_ref()).map(|one| site.zone().minute(one.at_ms));
    let who = viewer.name.clone();
    let title = w.t("结班", "Closing the class");
    Ok(visit.page(About::new(title).at(at), move || {
        let course = w.either(&class.course_title, &class.course_title_en);
        let name = format!("{course} {}", class_name(&class.course_title, &class.title));
        let here = format!("/classes/{}", class.id);
        let place = format!("{} · {}", class.code, w.either(&class.organisation, &class.organisation_en));
        let body = match frozen {
            None => too_early(w, &here, &from, &make_up).into_any(),
            Some(frozen) => {
                let policy = policy.as_ref();
                let hour_ms = policy.map_or(0, domain::policy::Policy::credit_hour_ms);
                let percent = policy.map_or(0, |policy| policy.subsidy.completion_percent.value);
                let head = figures(w, &frozen, hour_ms);
                let facts = frozen.closing.is_some().then(|| was_closed(w, &frozen, closed_when.as_deref()));
                let claim = (frozen.closing.is_some() && claims).then(|| {
                    let href = format!("{here}/claim");
                    view! {
                        <div class="actions">
                            <LinkButton href=href kind=Kind::Primary>{w.t("补贴申领", "Claim of the subsidy")}</LinkButton>
                        </div>
                    }
                });
                let form = (frozen.closing.is_none() && closes).then(|| form(w, &here, &frozen, &state));
                let least = policy.map_or(0, |policy| policy.subsidy.test_mark_min.value);
                let table = lines_table(w, &here, frozen, (hour_ms, percent, least), turn);
                view! {
                    {head}
                    {facts}
                    {claim}
                    {table}
                    {form}
                }
                .into_any()
            }
        };
        view! {
            <Crumbs
                words=w
                above=vec![(at.address().to_owned(), at.name(w).to_owned()), (here.clone(), name.clone())]
                here=title
            />
            <div class="page-head">
                <div>
                    <h1>{title} " " <small>{name}</small></h1>
                    <p>{place} <br /> {says}</p>
                </div>
            </div>
            <ErrorSummary
                title=w.t("还没有结班，请看这里", "Not closed yet, please look here")
                errors=state.errors()
            />
            {body}
            <PrintFoot words=w who=who when=when />
        }
    }))
}

/// Before the day: from when on, and why.
fn too_early(w: Words, here: &str, from: &str, make_up: &Deadline) -> impl IntoView + use<> {
    let (from, back) = (format::day(w, from), here.to_owned());
    let title = match w {
        Words::Zh => format!("{from}起可以办理结班"),
        Words::En => format!("It can be closed from {from} on"),
    };
    let until = format::day(w, &make_up.day);
    let why = match w {
        Words::Zh => format!(
            "班级结束后有 {MAKE_UP_WORKING_DAYS} 个工作日的补学期，学员可以学到 {until}。补学期过了，学时不会再变，才能结班。"
        ),
        Words::En => format!(
            "After its last day a class has {MAKE_UP_WORKING_DAYS} working days of make-up, until {until}. Only then do its hours change no more."
        ),
    };
    let provisional = why_provisional(w, make_up).map(|says| view! { <p class="soft">{says}</p> });
    view! {
        <Empty title=title>
            <p>{why}</p>
            {provisional}
            <LinkButton href=back>{w.t("返回班级", "Back to the class")}</LinkButton>
        </Empty>
    }
}

/// By whom, when, and the digest.
fn was_closed(w: Words, frozen: &Frozen, when: Option<&str>) -> impl IntoView + use<> {
    let closing = frozen.closing.clone();
    let when = when.map(|minute| format::moment(w, minute)).unwrap_or_default();
    closing.map(|closing| {
        let note = (!closing.note.is_empty()).then(|| {
            view! { <Fact term=w.t("说明", "Note")>{closing.note.clone()}</Fact> }
        });
        view! {
            <section class="sheet stack-s">
                <Facts>
                    <Fact term=w.t("结班人", "Closed by")>{closing.by_name}</Fact>
                    <Fact term=w.t("结班时间", "Closed on")>{when}</Fact>
                    {note}
                </Facts>
                <details>
                    <summary>{w.t("技术信息", "Technical details")}</summary>
                    <Facts>
                        <Fact term="SHA-256">
                            <code class="break-anywhere">{closing.sha256}</code>
                        </Fact>
                        <Fact term=w.t("学时账记到", "Entries of the ledger counted")>
                            {format::count(closing.ledger_size)}
                        </Fact>
                    </Facts>
                </details>
            </section>
        }
    })
}

/// The confirmation. The digest says what was seen.
fn form(w: Words, here: &str, frozen: &Frozen, state: &FormState<CloseForm>) -> impl IntoView + use<> {
    let people = frozen.lines.len();
    let confirm = match w {
        Words::Zh => format!("我看过上面 {people} 名学员的学时，同意就此定下来"),
        Words::En => {
            format!("I have looked at the hours above ({people} learners) and freeze them as they are")
        }
    };
    let waiting = (frozen.waiting_ms > 0).then(|| {
        let waiting = format::duration(w, frozen.waiting_ms);
        let says = match w {
            Words::Zh => format!("还有 {waiting}没有通过抽查，结班时作废，不计学时。"),
            Words::En => {
                format!("{waiting} no check has confirmed; closing gives it back, and it does not count.")
            }
        };
        view! { <p>{says}</p> }
    });
    let chosen = if state.form.confirm == "yes" { vec!["yes".to_owned()] } else { Vec::new() };
    view! {
        <form class="form sheet" method="post" action=format!("{here}/closing")>
            <input type="hidden" name="sha256" value=frozen.sha256.clone() />
            <h2>{w.t("办理结班", "Close the class")}</h2>
            <p>
                {w.t(
                    "结班只办一次，办完不能撤回。申领补贴只按这里定下来的学时；以后只有申诉通过的时间照样入账，不改这里的内容。",
                    "A class is closed once, and that is not taken back. The subsidy is claimed by what is frozen here alone; time granted to an appeal later is booked and changes nothing here.",
                )}
            </p>
            {waiting}
            <Choices
                name="confirm"
                label=w.t("确认", "Confirmation")
                error=state.error("confirm")
                options=vec![Choice::new("yes", confirm)]
                chosen=chosen
                many=true
            />
            <TextArea
                name="note"
                label=w.t("说明（可以不填）", "Note (may be left empty)")
                hint=w.t("比如谁中途退学、为什么。不要写证件号、手机号。", "For example who left and why. No numbers of documents or phones.")
                error=state.error("note")
                value=state.form.note.clone()
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("确认结班", "Close the class")}</Button>
                <LinkButton href=here.to_owned()>{w.t("取消", "Cancel")}</LinkButton>
            </div>
        </form>
    }
}

/// How many pages so many lines fill.
pub(super) fn pages_of(lines: usize) -> i64 {
    (lines as i64 + LINES_A_PAGE - 1) / LINES_A_PAGE
}
