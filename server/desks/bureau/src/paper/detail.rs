//! One paper: what it is to prove, opening it, and the decision.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use domain::document::DocumentKind;
use domain::paper::PaperStanding;
use leptos::prelude::*;
use serde::Deserialize;
use store::paper::Paper;
use store::sealed::PAPER_NAME;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Crumbs, ErrorSummary, Fact, Facts, Kind, NavItem, TextArea};
use web::views::paper::paper_chip;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/papers/{id}", get(paper))
}

/// Why the file is opened.
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
    pub reason: String,
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
        let look = w.t("审核人员类别", "Review of the category").to_owned();
        Self { look: LookForm { look }.into(), decide: FormState::default() }
    }
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
    let seen = site.db.has_seen_paper(&paper.id, &viewer.account).await?;
    let now = site.db.details(&paper.person_id).await?;
    let sent = format::moment(w, &zone.minute(paper.sent_at));
    let decided = paper.decided_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
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
        let open = paper.standing == PaperStanding::Open.as_str();
        let reason = (!paper.reason.is_empty())
            .then(|| view! { <Fact term=w.t("审核意见", "Decision")>{paper.reason.clone()}</Fact> });
        let decided = decided.map(|when| view! { <Fact term=w.t("审核时间", "Decided")>{when}</Fact> });
        let errors = [forms.look.errors(), forms.decide.errors()].concat();
        let look = look(w, &paper.id, &name, paper.bytes, forms.look);
        let deciding = open.then(|| decide(w, &paper.id, seen, forms.decide));
        view! {
            <Crumbs
                words=w
                above=vec![("/papers".to_owned(), w.t("证明材料", "Papers").to_owned())]
                here=paper.person.clone()
            />
            <div class="page-head">
                <div>
                    <h1>{paper.person.clone()}</h1>
                    <p>{category.clone()}</p>
                </div>
                {paper_chip(w, &paper.standing)}
            </div>
            <ErrorSummary title=w.t("请看这里", "Please look here") errors=errors />
            <section class="sheet">
                <Facts>
                    <Fact term=w.document_kind(kind)>{paper.document_masked}</Fact>
                    <Fact term=w.t("户籍地", "Household")>{w.either(&paper.home, &paper.home_en)}</Fact>
                    <Fact term=w.t("现在的类别", "Registered now")>{registered}</Fact>
                    <Fact term=w.t("要证明的类别", "To be proved")>{category}</Fact>
                    <Fact term=w.t("从哪天起", "Since")>{format::date(w, &paper.since)}</Fact>
                    <Fact term=w.t("交的时间", "Sent")>{sent}</Fact>
                    {decided}
                    {reason}
                </Facts>
            </section>
            {look}
            {deciding}
        }
    }))
}

fn look(w: Words, id: &str, name: &str, bytes: i64, state: FormState<LookForm>) -> impl IntoView + use<> {
    let says = match w {
        Words::Zh => format!("{name}（{}）", format::megabytes(bytes)),
        Words::En => format!("{name} ({})", format::megabytes(bytes)),
    };
    view! {
        <form class="form sheet" method="post" action=format!("/papers/{id}/file")>
            <h2>{w.t("1. 打开材料", "1. Look at it")}</h2>
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

fn decide(w: Words, id: &str, seen: bool, state: FormState<DecisionForm>) -> impl IntoView + use<> {
    let hint = if seen {
        w.t(
            "写给学员看，如“失业登记证有效”“照片看不清，请重拍”",
            "The learner reads it, such as “too dark, please take it again”",
        )
    } else {
        w.t("请先打开材料看过。理由写给学员看。", "Look at it first. The learner reads the reason.")
    };
    view! {
        <form class="form sheet" method="post" action=format!("/papers/{id}/decide")>
            <h2>{w.t("2. 审核", "2. Decide")}</h2>
            <TextArea
                name="reason"
                label=w.t("理由", "Reason")
                hint=hint
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
