//! One paper: the file, what it is to prove, and the decision beside it.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use domain::document::DocumentKind;
use domain::paper::{PaperKind, PaperStanding};
use domain::task::TaskKind;
use leptos::prelude::*;
use serde::Deserialize;
use store::paper::Paper;
use store::sealed::PAPER_NAME;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, CaseNav, Crumbs, ErrorSummary, Fact, Facts, Kind, NavItem, Queue, ReadyReason, ReadyReasons,
    TextArea,
};
use web::views::deadline::{due_mark, why_provisional};
use web::views::paper::paper_chip;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/papers/{id}", get(paper))
}

/// Why the file is opened again, once it is decided.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LookForm {
    pub look: String,
}

/// What is decided, and why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// `accept` or `refuse`.
    pub action: String,
    /// The code of a ready reason; empty for none.
    pub ready: String,
    pub reason: String,
}

/// Why papers are accepted or refused.
pub const REASONS: [ReadyReason; 6] = [
    ready("valid", "accept", "材料有效，符合要证明的类别", "Valid, and proves the category"),
    ready("unreadable", "refuse", "照片看不清，请重拍", "It cannot be read, please take it again"),
    ready("incomplete", "refuse", "缺页或者没有盖章，请补齐", "Pages or the seal are missing"),
    ready(
        "other_person",
        "refuse",
        "姓名或证件号和登记的不一致",
        "Name or number differ from the registered ones",
    ),
    ready("expired", "refuse", "已过有效期", "It has expired"),
    ready("other_category", "refuse", "不能证明这个类别", "It does not prove this category"),
];

const fn ready(
    code: &'static str,
    decision: &'static str,
    zh: &'static str,
    en: &'static str,
) -> ReadyReason {
    ReadyReason { code, decision, zh, en }
}

/// The forms of a paper's page.
#[derive(Debug)]
pub struct PaperForms {
    pub look: FormState<LookForm>,
    pub decide: FormState<DecisionForm>,
}

impl PaperForms {
    /// Before anything is typed.
    pub fn new(w: Words) -> Self {
        Self { look: LookForm { look: why_reviewed(w) }.into(), decide: FormState::default() }
    }
}

/// Why a paper that waits is opened: nobody has to type it two hundred times.
pub fn why_reviewed(w: Words) -> String {
    w.t("审核人员类别", "Review of the category").to_owned()
}

/// The papers that wait for the viewer, and where this one stands among them.
pub async fn queue(site: &Site, viewer: &Viewer, here: &str) -> Result<Queue, AppError> {
    let scope_filter = viewer.scope_filter(Action::ReviewPapers);
    Ok(Queue::new(site.db.papers_waiting(&scope_filter, &viewer.person).await?, here))
}

/// A paper the viewer may review. Nobody reviews their own.
pub async fn reviewed(site: &Site, viewer: &Viewer, id: &str) -> Result<Paper, AppError> {
    viewer.require(Action::ReviewPapers)?;
    let paper = site.db.paper(id).await?;
    let scope_filter = viewer.scope_filter(Action::ReviewPapers);
    let reaches = scope_filter.all || scope_filter.region.as_ref() == Some(&paper.region_id);
    if reaches && paper.person_id != viewer.person { Ok(paper) } else { Err(AppError::NotFound) }
}

/// `GET /papers/{id}`: for reviewers of the person's region.
async fn paper(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let paper = reviewed(&site, &viewer, &id).await?;
    paper_page(&site, &viewer, &visit, paper, PaperForms::new(visit.words)).await
}

/// The page of one paper, with its forms as they were typed.
pub async fn paper_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    paper: Paper,
    forms: PaperForms,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let name = site.open(PAPER_NAME.of(&paper.id), &paper.name_sealed).await?.unwrap_or_default();
    let now = site.db.details(&paper.person_id).await?;
    let queue = queue(site, viewer, &paper.id).await?;
    let sent = format::moment(w, &zone.minute(paper.sent_at));
    let sent = match w {
        Words::Zh => format!("{sent} 交"),
        Words::En => format!("sent {sent}"),
    };
    let decided = paper.decided_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
    let open = paper.standing == PaperStanding::Open.as_str();
    let deadline = open.then(|| site.deadline(TaskKind::Paper, paper.sent_at)).flatten();
    let about = About::new(w.t("证明材料", "Paper")).at(NavItem::Papers);
    Ok(visit.page(about, move || {
        let kind = DocumentKind::from_code(&paper.document_type).unwrap_or_default();
        let category = w.either(&paper.category, &paper.category_en);
        let registered = now.category.as_deref().map_or_else(
            || w.t("没有", "None").to_owned(),
            |name| {
                let name = w.either(name, now.category_en.as_deref().unwrap_or_default());
                [name.as_str(), w.category_standing(now.category_proved)].join(w.t("，", ", "))
            },
        );
        let due = deadline.as_ref().map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let errors = [forms.look.errors(), forms.decide.errors()].concat();
        let (file, decision) = if open {
            (shown(w, &paper, &name).into_any(), decide(w, &paper.id, forms.decide).into_any())
        } else {
            let file = look(w, &paper.id, &name, paper.bytes, forms.look).into_any();
            (file, outcome(w, &paper, decided).into_any())
        };
        view! {
            <Crumbs
                words=w
                above=vec![("/papers".to_owned(), w.t("证明材料", "Supporting documents").to_owned())]
                here=paper.person.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>
                        {paper.person.clone()} " " {paper_chip(w, &paper.standing)} " "
                        <small class="is-beside">{sent}</small> " " {due}
                    </h1>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
                <CaseNav words=w list="/papers/" queue=queue />
            </div>
            <ErrorSummary title=w.t("请看这里", "Please look here") errors=errors />
            <div class="case">
                <div>{file}</div>
                <section class="case-side" aria-label=w.t("审核", "Decision")>
                    <section class="sheet">
                        <Facts>
                            <Fact term=w.t("要证明的类别", "To be proved")>{category}</Fact>
                            <Fact term=w.t("从哪天起", "Since")>{format::date(w, &paper.since)}</Fact>
                            <Fact term=w.t("现在的类别", "Registered now")>{registered}</Fact>
                            <Fact term=w.document_kind(kind)>{paper.document_masked}</Fact>
                            <Fact term=w.t("户籍地", "Household")>{w.either(&paper.home, &paper.home_en)}</Fact>
                        </Facts>
                    </section>
                    {decision}
                </section>
            </div>
        }
    }))
}

/// The file in the page. Fetching it is the look that the log tells of and that a decision needs.
fn shown(w: Words, paper: &Paper, name: &str) -> impl IntoView + use<> {
    let (address, name) = (format!("/papers/{}/file", paper.id), name.to_owned());
    let size = format::megabytes(paper.bytes);
    let file = if PaperKind::from_code(&paper.kind) == Some(PaperKind::Pdf) {
        // Without the viewer's list of pages, and as wide as the frame.
        let page = format!("{address}#navpanes=0&view=FitH");
        view! { <iframe src=page title=name.clone()></iframe> }.into_any()
    } else {
        view! { <img src=address.clone() alt=name.clone() /> }.into_any()
    };
    view! {
        <figure class="stack-s">
            <div class="paper-view">{file}</div>
            <figcaption class="split">
                <span class="break-anywhere">{name} " · " {size}</span>
                <a class="tap" href=address target="_blank" rel="noopener">
                    {w.t("在新窗口看原图", "Open it in a window of its own")}
                </a>
            </figcaption>
        </figure>
    }
}

/// Opening the file of a paper that is decided: with a reason, for nothing else asks for it.
fn look(w: Words, id: &str, name: &str, bytes: i64, state: FormState<LookForm>) -> impl IntoView + use<> {
    let says = match w {
        Words::Zh => format!("{name}（{}）", format::megabytes(bytes)),
        Words::En => format!("{name} ({})", format::megabytes(bytes)),
    };
    view! {
        <form class="form sheet" method="post" action=format!("/papers/{id}/file")>
            <h2>{w.t("再看材料", "Look at it again")}</h2>
            <p class="break-anywhere">{says}</p>
            <TextArea
                name="look"
                label=w.t("为什么打开", "Why you open it")
                hint=w.t("会记在操作记录里", "It stands in the audit log")
                error=state.error("look")
                value=state.form.look
            />
            <div class="actions">
                <Button kind=Kind::Secondary>{w.t("打开材料", "Open")}</Button>
            </div>
        </form>
    }
}

fn decide(w: Words, id: &str, state: FormState<DecisionForm>) -> impl IntoView + use<> {
    view! {
        <form class="form sheet" method="post" action=format!("/papers/{id}/decide")>
            <ReadyReasons
                words=w
                name="ready"
                reasons=REASONS.to_vec()
                decisions=vec![("accept", w.t("通过", "Accept")), ("refuse", w.t("退回", "Refuse"))]
                error=state.error("ready")
                chosen=state.form.ready.clone()
            />
            <TextArea
                name="reason"
                label=w.t("理由（学员会看到）", "Reason (the learner reads it)")
                error=state.error("reason")
                value=state.form.reason
            />
            <div class="actions">
                <Button kind=Kind::Primary name="action" value="accept">{w.t("通过", "Accept")}</Button>
                <Button kind=Kind::Danger name="action" value="refuse">{w.t("退回", "Refuse")}</Button>
            </div>
        </form>
    }
}

/// Who decided, when and why.
fn outcome(w: Words, paper: &Paper, decided: Option<String>) -> impl IntoView + use<> {
    let by = paper.decider.clone().map(|name| view! { <Fact term=w.t("审核人", "Decided by")>{name}</Fact> });
    let when = decided.map(|when| view! { <Fact term=w.t("审核时间", "Decided")>{when}</Fact> });
    let reason = paper.reason.clone();
    view! {
        <section class="sheet">
            <Facts>
                {by}
                {when}
                <Fact term=w.t("审核意见", "Reason")>
                    <span class="break-anywhere">{reason}</span>
                </Fact>
            </Facts>
        </section>
    }
}
