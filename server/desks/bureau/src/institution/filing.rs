//! One filing: what it says, its paper, and suspending it or lifting that.

use std::ops::RangeInclusive;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::FilingId;
use leptos::prelude::*;
use serde::Deserialize;
use store::filing::{Changed, Filing};
use store::institution::Institution;
use store::sealed::{FILING_PAPER_CONTENT, FILING_PAPER_NAME};
use web::address::Address;
use web::error::AppError;
use web::file::{Disposition, SealedFile, hand_out};
use web::form::{self, FormState};
use web::page::{About, Page};
use web::parts::{
    Button, Crumbs, ErrorSummary, Fact, Facts, Kind, ReadyReason, ReadyReasons, TextArea, reason_of,
};
use web::views::filing::{filing_chip, filing_days, state_on, trade_of};
use web::{Flash, Site, Viewer, Visit};

use super::detail::history;
use super::{AT, institution_of};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/institutions/{organisation}/filings/{filing}", get(filing))
        .route("/institutions/{organisation}/filings/{filing}/paper", get(paper))
        .route("/institutions/{organisation}/filings/{filing}/suspend", post(suspend))
        .route("/institutions/{organisation}/filings/{filing}/lift", post(lift))
}

/// How long a reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 4..=300;

/// Why filings are suspended, and why that is lifted.
const REASONS: [ReadyReason; 6] = [
    ready("site", "suspend", "实训场地或师资不符合备案条件", "Rooms or teachers are not as filed"),
    ready(
        "fraud",
        "suspend",
        "涉嫌虚报人数或学时，正在核查",
        "People or hours may be false; under examination",
    ),
    ready("wrong", "suspend", "登记有误，另行登记", "Recorded wrongly; recorded anew"),
    ready("paper", "suspend", "办学许可或备案材料已失效", "The licence or the paper is no longer valid"),
    ready("mended", "lift", "已整改，复查合格", "Mended and examined again"),
    ready("cleared", "lift", "核查完毕，没有发现问题", "Examined; nothing was found"),
];

const fn ready(
    code: &'static str,
    decision: &'static str,
    zh: &'static str,
    en: &'static str,
) -> ReadyReason {
    ReadyReason { code, decision, zh, en }
}

/// Why it is suspended, or why that is lifted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    ready: String,
    reason: String,
}

/// A filing of this institution, within the viewer's reach.
async fn filing_of(
    site: &Site,
    viewer: &Viewer,
    (organisation, filing): &(String, String),
    action: Action,
) -> Result<(Institution, Filing), AppError> {
    let one = institution_of(site, viewer, organisation, action).await?;
    let filing = site.db.filing(&FilingId(filing.clone())).await?;
    if filing.organisation_id == one.id { Ok((one, filing)) } else { Err(AppError::NotFound) }
}

/// `GET /institutions/{organisation}/filings/{filing}`: for who sees institutions, those of their region.
async fn filing(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(ids): Path<(String, String)>,
) -> Result<Page, AppError> {
    let (one, filing) = filing_of(&site, &viewer, &ids, Action::SeeInstitutions).await?;
    page(&site, &viewer, &visit, one, filing, FormState::default()).await
}

async fn page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    one: Institution,
    filing: Filing,
    state: FormState<ReasonForm>,
) -> Result<Page, AppError> {
    let (w, zone, today) = (visit.words, site.zone(), site.today());
    let manages = viewer.require_in(Action::ManageInstitutions, &one.id, &one.region_id).is_ok();
    let steps = site.db.filing_steps(&one.id, Some(&filing.id)).await?;
    let title = trade_of(w, &filing);
    Ok(visit.page(About::new(title.clone()).at(AT), move || {
        let name = w.either(&one.name, &one.name_en);
        let (of_institution, here) =
            (format!("/institutions/{}", one.id), format!("/institutions/{}/filings/{}", one.id, filing.id));
        let suspended = filing.is_suspended().then(|| {
            let since = filing.suspended_at.map(|at_ms| format::moment(w, &zone.minute(at_ms))).unwrap_or_default();
            let why = filing.suspended_reason.clone();
            view! {
                <Fact term=w.t("暂停时间", "Suspended since")>{since}</Fact>
                <Fact term=w.t("暂停理由", "Why")><span class="break-anywhere">{why}</span></Fact>
            }
        });
        let paper = match &filing.paper_sha256 {
            Some(_) => view! {
                <a href=format!("{here}/paper")>{w.t("打开备案材料（会记录）", "Open the paper (it is recorded)")}</a>
            }
            .into_any(),
            None => w.t("没有上传", "None was added").into_any(),
        };
        let (code, number, days) = (filing.trade_code.clone(), filing.number.clone(), filing_days(w, &filing));
        let act = manages.then(|| act(w, &here, filing.is_suspended(), state));
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/institutions".to_owned(), w.t("培训机构", "Institutions").to_owned()),
                    (of_institution, name.clone()),
                ]
                here=title.clone()
            />
            <div class="page-head">
                <div>
                    <h1>{title} " " {filing_chip(w, state_on(&filing, &today))}</h1>
                    <p>{name} " · " {w.level_of(&filing.level)}</p>
                </div>
            </div>
            <section class="sheet">
                <Facts>
                    <Fact term=w.t("工种编码", "Code of the trade")>{code}</Fact>
                    <Fact term=w.t("备案文号", "Number")><span class="break-anywhere">{number}</span></Fact>
                    <Fact term=w.t("有效期", "Valid")>{days}</Fact>
                    <Fact term=w.t("备案材料", "The paper")>{paper}</Fact>
                    {suspended}
                </Facts>
            </section>
            {act}
            {history(w, steps, zone)}
        }
    }))
}

/// The one form that fits: suspending what stands, or lifting what is suspended.
fn act(w: Words, here: &str, suspended: bool, state: FormState<ReasonForm>) -> impl IntoView + use<> {
    let (decision, name, title, says) = if suspended {
        (
            "lift",
            w.t("恢复备案", "Lift the suspension"),
            w.t("恢复", "Lift"),
            w.t(
                "恢复以后，机构又能按这个备案开班。",
                "Then the institution can open classes under it again.",
            ),
        )
    } else {
        (
            "suspend",
            w.t("暂停备案", "Suspend it"),
            w.t("暂停", "Suspend"),
            w.t(
                "暂停以后，机构不能按这个备案开新班；已经开的班照常上。机构能看到理由。",
                "Then no new class is opened under it; classes that run go on. The institution reads the reason.",
            ),
        )
    };
    let reasons: Vec<ReadyReason> =
        REASONS.iter().filter(|reason| reason.decision == decision).copied().collect();
    let kind = if suspended { Kind::Primary } else { Kind::Danger };
    view! {
        <form class="form sheet" method="post" action=format!("{here}/{decision}")>
            <h2>{name}</h2>
            <ErrorSummary title=w.t("没有办成，请看这里", "Not done, please look here") errors=state.errors() />
            <p>{says}</p>
            <ReadyReasons
                words=w
                name="ready"
                reasons=reasons
                decisions=Vec::new()
                error=state.error("ready")
                chosen=state.form.ready.clone()
            />
            <TextArea
                name="reason"
                label=w.t("理由", "Reason")
                error=state.error("reason")
                value=state.form.reason.clone()
            />
            <div class="actions">
                <Button kind=kind>{title}</Button>
            </div>
        </form>
    }
}

/// `POST /institutions/{organisation}/filings/{filing}/suspend`: for who registers institutions, those of their region.
async fn suspend(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(ids): Path<(String, String)>,
    Form(form): Form<ReasonForm>,
) -> Result<Response, AppError> {
    change(&site, &viewer, &visit, &from, ids, (form, false)).await
}

/// `POST /institutions/{organisation}/filings/{filing}/lift`: for who registers institutions, those of their region.
async fn lift(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(ids): Path<(String, String)>,
    Form(form): Form<ReasonForm>,
) -> Result<Response, AppError> {
    change(&site, &viewer, &visit, &from, ids, (form, true)).await
}

async fn change(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    from: &Address,
    ids: (String, String),
    (form, lifts): (ReasonForm, bool),
) -> Result<Response, AppError> {
    let (one, filing) = filing_of(site, viewer, &ids, Action::ManageInstitutions).await?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let checked = reason(w, &state.form, if lifts { "lift" } else { "suspend" });
    let Some(reason) = state.check_all(checked) else {
        return Ok(page(site, viewer, visit, one, filing, state).await?.refused().into_response());
    };
    let (id, organisation) = (filing.id.clone(), one.id.clone());
    let changed = if lifts {
        let event =
            site.event(viewer, from, AuditAction::FilingLift { filing: id.clone(), organisation }, reason);
        site.db.lift_filing(&id, &event).await?
    } else {
        let event =
            site.event(viewer, from, AuditAction::FilingSuspend { filing: id.clone(), organisation }, reason);
        site.db.suspend_filing(&id, &event).await?
    };
    let flash = match (changed, lifts) {
        (Changed::Done, false) => Flash::done(w.t("备案已暂停。", "The filing is suspended.")),
        (Changed::Done, true) => Flash::done(w.t("备案已恢复。", "The suspension is lifted.")),
        (Changed::Already, false) => Flash::notice(w.t(
            "同事刚才已经暂停了这个备案，没有再改。",
            "A colleague has suspended it just now; nothing more was changed.",
        )),
        (Changed::Already, true) => Flash::notice(
            w.t("这个备案已经恢复了，没有再改。", "It is lifted already; nothing more was changed."),
        ),
        (Changed::RecordedAnew, _) => Flash::notice(w.t(
            "同样的备案已经重新登记过，这一条不用恢复。",
            "The same was recorded anew, so this one stays suspended.",
        )),
    };
    Ok(flash.then(&format!("/institutions/{}/filings/{id}", one.id)))
}

/// The reason, chosen or typed; or which field is wrong, and how.
fn reason(w: Words, form: &ReasonForm, decision: &str) -> Result<String, (&'static str, String)> {
    let said = reason_of(w, &REASONS, decision, &form.ready, &form.reason)
        .map_err(|sentence| ("ready", sentence))?;
    let short = w
        .t("请选一条或写明理由，至少四个字。", "Please choose or give a reason, in four characters or more.");
    form::reason(w, &said, REASON_CHARS, short).map_err(|sentence| ("reason", sentence))
}

/// `GET /institutions/{organisation}/filings/{filing}/paper`: for who sees institutions, those of their region. The log has its
/// line before the file goes.
async fn paper(
    State(site): State<Site>,
    viewer: Viewer,
    from: Address,
    Path(ids): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (one, filing) = filing_of(&site, &viewer, &ids, Action::SeeInstitutions).await?;
    let action = AuditAction::FilingPaper { filing: filing.id.clone(), organisation: one.id };
    let event = site.event(&viewer, &from, action, "");
    let (kind, name, content) = site.db.filing_paper(&filing.id, &event).await?;
    let file = SealedFile {
        id: filing.id.as_str(),
        kind: &kind,
        name: (FILING_PAPER_NAME, &name),
        content: (FILING_PAPER_CONTENT, &content),
    };
    hand_out(&site, file, Disposition::Saved).await
}
