//! One standard: what it says, and ending it.

use std::ops::RangeInclusive;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::access::Action;
use domain::audit::AuditAction;
use domain::document::read_day;
use domain::id::StandardId;
use domain::time::{CHINA, DAY_MS};
use leptos::prelude::*;
use serde::Deserialize;
use store::standard::{Ended, ListedStandard};
use web::address::Address;
use web::error::AppError;
use web::form::{self, FormState};
use web::page::{About, Page};
use web::parts::{Button, Crumbs, ErrorSummary, Fact, Facts, Field, Kind, TextArea};
use web::{Flash, Site, Viewer, Visit};

use super::{AT, chip, days, named};

pub fn routes() -> Router<Site> {
    Router::new().route("/standards/{standard}", get(standard)).route("/standards/{standard}/end", post(end))
}

/// How long a reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 4..=300;

/// From when it ends, and why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    until: String,
    reason: String,
}

/// `GET /standards/{standard}`: for who sees standards.
async fn standard(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeStandards)?;
    let one = site.db.standard(&StandardId(id)).await?;
    Ok(page(&site, &viewer, &visit, one, FormState::default()))
}

fn page(site: &Site, viewer: &Viewer, visit: &Visit, one: ListedStandard, state: FormState<EndForm>) -> Page {
    let (w, zone, today) = (visit.words, site.zone(), site.today());
    let manages = viewer.may(Action::ManageStandards) && one.ended_at.is_none();
    let title = named(w, &one);
    visit.page(About::new(title.clone()).at(AT).narrow(), move || {
        let system = || w.t("系统", "The system").to_owned();
        let ended = one.ended_at.map(|at_ms| {
            let (when, who) =
                (format::moment(w, &zone.minute(at_ms)), one.ended_by.clone().unwrap_or_else(system));
            let why = one.ended_reason.clone();
            view! {
                <Fact term=w.t("停用", "Ended")>{when} " · " {who}</Fact>
                <Fact term=w.t("停用理由", "Why")><span class="break-anywhere">{why}</span></Fact>
            }
        });
        let living = one.rule.living.map_or_else(
            || w.t("没有", "None").to_owned(),
            |living| match w {
                Words::Zh => {
                    format!("每天 {}，最多 {}", format::money(living.day_fen.0), format::money(living.max.0))
                }
                Words::En => format!(
                    "{} a day, {} at most",
                    format::money(living.day_fen.0),
                    format::money(living.max.0)
                ),
            },
        );
        let partial = match (w, one.rule.partial_percent) {
            (_, 0) => w.t("不付，只报学时", "Nothing, the hours are reported").to_owned(),
            (Words::Zh, percent) => format!("按 {percent}% 付"),
            (Words::En, percent) => format!("{percent}%"),
        };
        let recorded = format::moment(w, &zone.minute(one.recorded_at));
        let recorded_by = one.recorded_by.clone().unwrap_or_else(system);
        let code = one
            .rule
            .trade
            .clone()
            .map(|code| view! { <Fact term=w.t("工种编码", "Code of the trade")>{code}</Fact> });
        let here = format!("/standards/{}", one.rule.id);
        let (state_now, pays, when) = (chip(w, &one, &today), w.standard_pay(one.rule.pay), days(w, &one));
        let (fund, source) = (w.either(&one.fund, &one.fund_en), one.rule.source.clone());
        view! {
            <Crumbs
                words=w
                above=vec![("/standards".to_owned(), w.t("补贴标准", "Standards").to_owned())]
                here=title.clone()
            />
            <div class="page-head">
                <div>
                    <h1>{title} " " {state_now}</h1>
                    <p>{pays}</p>
                </div>
            </div>
            <section class="sheet">
                <Facts>
                    {code}
                    <Fact term=w.t("没学完的", "If not completed")>{partial}</Fact>
                    <Fact term=w.t("生活费", "Living allowance")>{living}</Fact>
                    <Fact term=w.t("哪些天开的班", "Classes that begin")>{when}</Fact>
                    <Fact term=w.t("资金渠道", "Fund")>{fund}</Fact>
                    <Fact term=w.t("文号", "Document")><span class="break-anywhere">{source}</span></Fact>
                    <Fact term=w.t("登记", "Recorded")>{recorded} " · " {recorded_by}</Fact>
                    {ended}
                </Facts>
            </section>
            {manages.then(|| end_form(w, &here, &state))}
        }
    })
}

fn end_form(w: Words, here: &str, state: &FormState<EndForm>) -> impl IntoView + use<> {
    view! {
        <form class="form sheet" method="post" action=format!("{here}/end")>
            <h2>{w.t("停用这条标准", "End this standard")}</h2>
            <ErrorSummary title=w.t("没有停用，请看这里", "Not ended, please look here") errors=state.errors() />
            <p>
                {w.t(
                    "最后一天以后开的班不再按它算；那天和以前开的班不变。停用不能撤销。",
                    "Classes that begin after the last day are not paid by it; those that began until then are. It cannot be taken back.",
                )}
            </p>
            <Field
                name="until"
                label=w.t("最后一天", "Last day")
                hint=w.t("8 个数字，如 20261231。登记错了、一天也不能用的，填起始日的前一天", "Eight digits, as 20261231. For one that should never have been: the day before its first")
                error=state.error("until")
                value=state.form.until.clone()
                autocomplete="off"
                inputmode="numeric"
                shape="input-short"
            />
            <TextArea name="reason" label=w.t("理由", "Reason") error=state.error("reason") value=state.form.reason.clone() />
            <div class="actions">
                <Button kind=Kind::Danger>{w.t("停用", "End it")}</Button>
            </div>
        </form>
    }
}

/// `POST /standards/{standard}/end`: for who manages standards.
async fn end(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<EndForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageStandards)?;
    let w = visit.words;
    let one = site.db.standard(&StandardId(id)).await?;
    let mut state = FormState::from(form);
    let until = read_day(&state.form.until)
        .ok_or(w.t("请填最后一天，如 20261231。", "Please write the last day, as 20261231."));
    let until = state.check("until", until);
    let short = w.t("请写明理由，至少四个字。", "Please give a reason, in four characters or more.");
    let reason = form::reason(w, &state.form.reason, REASON_CHARS, short);
    let reason = state.check("reason", reason);
    let (Some(until), Some(reason)) = (until, reason) else {
        return Ok(page(&site, &viewer, &visit, one, state).refused().into_response());
    };
    let id = one.rule.id.clone();
    let event = AuditAction::StandardEnd { standard: id.clone(), valid_to: until.clone() };
    let event = site.event(&viewer, &from, event, reason);
    let before = day_before(&one.rule.valid_from);
    let flash = match site.db.end_standard(&id, &until, &before, &event).await? {
        Ended::Done => Flash::done(w.t("标准已停用。", "The standard is ended.")),
        Ended::Already => Flash::notice(w.t(
            "同事刚才已经停用了这条标准，没有再改。",
            "A colleague has ended it just now; nothing more was changed.",
        )),
        Ended::WrongDay => {
            state.refuse(
                "until",
                w.t(
                    "最后一天要早于它本来的截止日，也不能早于起始日的前一天。",
                    "It must be sooner than it ends anyway, and no sooner than the day before its first.",
                ),
            );
            return Ok(page(&site, &viewer, &visit, one, state).refused().into_response());
        }
    };
    Ok(flash.then(&format!("/standards/{id}")))
}

/// The day before another.
fn day_before(day: &str) -> String {
    CHINA.day_start_ms(day).map_or_else(String::new, |at_ms| CHINA.day(at_ms - DAY_MS))
}
