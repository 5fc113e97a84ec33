//! Papers that wait for a decision, for officials: the list, one paper, what was decided.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::document::DocumentKind;
use domain::id::RegionId;
use domain::paper::PaperStanding;
use leptos::prelude::*;
use serde::Deserialize;
use store::paper::Paper;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, ColumnKind, Crumbs, DataTable, Empty, ErrorSummary, Fact, Facts, HeadCell, Kind, NavItem,
    Pager, Row, Segment, Segments, TextArea,
};
use web::views::paper::paper_chip;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/papers", get(papers)).route("/papers/{id}", get(one))
}

const PAPERS_A_PAGE: i64 = 30;

#[derive(Deserialize)]
struct QueryParams {
    #[serde(default)]
    decided: bool,
    #[serde(default)]
    page: Option<i64>,
}

/// `GET /papers`: for reviewers, those of their region.
async fn papers(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::ReviewPapers)?;
    let (w, zone) = (visit.words, site.zone());
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(PAPERS_A_PAGE);
    let scope_filter = viewer.scope_filter(Action::ReviewPapers);
    let (found, count) =
        site.db.papers(&scope_filter, &viewer.person, !query.decided, PAPERS_A_PAGE, offset).await?;
    let about = About::new(w.t("证明材料", "Papers")).at(NavItem::Papers);
    Ok(visit.page(about, move || {
        let nothing = found.is_empty();
        let rows = found.into_iter().map(|paper| {
            let sent = format::moment(w, &zone.minute(paper.sent_at));
            row(w, paper, sent)
        });
        let rows = rows.collect_view();
        let list = if nothing {
            let (title, says) = if query.decided {
                (w.t("还没有审核过的材料", "Nothing decided yet"), w.t("审核过的材料会留在这里。", "What was decided stays here."))
            } else {
                (w.t("没有等待审核的材料", "Nothing waits"), w.t("学员交了材料，就会出现在这里。", "Papers appear here once learners send them."))
            };
            view! {
                <Empty title=title>
                    <p>{says}</p>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <DataTable
                    caption=w.t("证明材料", "Papers")
                    columns=vec![
                        (w.t("学员", "Learner").to_owned(), ColumnKind::Text),
                        (w.t("证明的类别", "Category").to_owned(), ColumnKind::Text),
                        (w.t("从哪天起", "Since").to_owned(), ColumnKind::Short),
                        (w.t("户籍地", "Household").to_owned(), ColumnKind::Short),
                        (w.t("交的时间", "Sent").to_owned(), ColumnKind::Short),
                        (w.t("状态", "State").to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        let summary = match w {
            Words::Zh => format!("共 {count} 份"),
            Words::En => format!("{count} papers"),
        };
        view! {
            <div class="page-head">
                <div>
                    <h1>{w.t("证明材料", "Papers")}</h1>
                    <p>
                        {w.t(
                            "学员交来证明人员类别的材料。先打开看，再通过或退回，都要写理由。",
                            "Papers by which learners prove their category. Look first, then accept or refuse, each with a reason.",
                        )}
                    </p>
                </div>
            </div>
            <Segments
                label=w.t("哪些材料", "Which papers")
                segments=vec![
                    Segment {
                        href: "/papers".to_owned(),
                        name: w.t("等待审核", "Waiting").to_owned(),
                        count: (!query.decided).then_some(count),
                        current: !query.decided,
                    },
                    Segment {
                        href: "/papers?decided=true".to_owned(),
                        name: w.t("审核过的", "Decided").to_owned(),
                        count: query.decided.then_some(count),
                        current: query.decided,
                    },
                ]
            />
            {list}
            <Pager
                words=w
                page=page
                pages=(count + PAPERS_A_PAGE - 1) / PAPERS_A_PAGE
                list=if query.decided { "/papers?decided=true" } else { "/papers" }
                summary=summary
            />
        }
    }))
}

fn row(w: Words, paper: Paper, sent: String) -> impl IntoView {
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/papers/{}", paper.id)>{paper.person}</a>
                <small>{paper.document_masked}</small>
            </HeadCell>
            <Cell label=w.t("证明的类别", "Category")>{w.either(&paper.category, &paper.category_en)}</Cell>
            <Cell label=w.t("从哪天起", "Since") kind=ColumnKind::Short>{paper.since}</Cell>
            <Cell label=w.t("户籍地", "Household") kind=ColumnKind::Short>
                {w.either(&paper.home, &paper.home_en)}
            </Cell>
            <Cell label=w.t("交的时间", "Sent") kind=ColumnKind::Short>{sent}</Cell>
            <Cell label=w.t("状态", "State") kind=ColumnKind::Short>{paper_chip(w, &paper.standing)}</Cell>
        </Row>
    }
}

/// What comes back with the page.
#[derive(Debug, Default)]
pub struct Typed {
    /// Why the file is opened.
    pub look: Option<String>,
    /// Why it is accepted or refused.
    pub reason: String,
    pub errors: Vec<(String, String)>,
}

/// A paper the viewer may review. Nobody reviews their own.
pub async fn reviewed(site: &Site, viewer: &Viewer, id: &str) -> Result<Paper, AppError> {
    viewer.require(Action::ReviewPapers)?;
    let paper = site.db.paper(id).await?;
    let scope_filter = viewer.scope_filter(Action::ReviewPapers);
    let reaches = scope_filter.all || scope_filter.region == Some(RegionId::from(paper.region_id.as_str()));
    if reaches && paper.person_id != viewer.person.0 { Ok(paper) } else { Err(AppError::NotFound) }
}

/// `GET /papers/{id}`: for reviewers of the person's region.
async fn one(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let paper = reviewed(&site, &viewer, &id).await?;
    paper_page(&site, &viewer, &visit, paper, Typed::default()).await
}

/// The page of one paper, with what was typed and what was wrong with it.
pub async fn paper_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    paper: Paper,
    typed: Typed,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let name = site.open(&paper.name_sealed).await?.unwrap_or_default();
    let seen = site.db.has_seen_paper(&paper.id, &viewer.account).await?;
    let now = site.db.details(&paper.person_id.as_str().into()).await?;
    let sent = format::moment(w, &zone.minute(paper.sent_at));
    let decided = paper.decided_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
    let about = About::new(w.t("证明材料", "Paper")).at(NavItem::Papers);
    Ok(visit.page(about, move || {
        let kind = DocumentKind::from_code(&paper.document_type).unwrap_or_default();
        let category = w.either(&paper.category, &paper.category_en);
        let registered = now.category.as_deref().map_or_else(
            || w.t("没有", "None").to_owned(),
            |name| w.either(name, now.category_en.as_deref().unwrap_or_default()),
        );
        let open = paper.standing == PaperStanding::Open.as_str();
        let reason = (!paper.reason.is_empty())
            .then(|| view! { <Fact term=w.t("审核意见", "Decision")>{paper.reason.clone()}</Fact> });
        let decided = decided.map(|when| view! { <Fact term=w.t("审核时间", "Decided")>{when}</Fact> });
        let deciding = open.then(|| decide(w, &paper.id, seen, typed.reason.clone(), &typed.errors));
        let look = look(w, &paper.id, &name, paper.bytes, typed.look, &typed.errors);
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
            <ErrorSummary title=w.t("请看这里", "Please look here") errors=typed.errors />
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

fn error_of(errors: &[(String, String)], field: &str) -> Option<String> {
    errors.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone())
}

fn look(
    w: Words,
    id: &str,
    name: &str,
    bytes: i64,
    why: Option<String>,
    errors: &[(String, String)],
) -> impl IntoView + use<> {
    let says = match w {
        Words::Zh => format!("{name}（{}）", format::megabytes(bytes)),
        Words::En => format!("{name} ({})", format::megabytes(bytes)),
    };
    let why = why.unwrap_or_else(|| w.t("审核人员类别", "Review of the category").to_owned());
    view! {
        <form class="form sheet" method="post" action=format!("/papers/{id}/file")>
            <h2>{w.t("1. 打开材料", "1. Look at it")}</h2>
            <p class="break-anywhere">{says}</p>
            <TextArea
                name="look"
                label=w.t("为什么打开", "Why you open it")
                hint=w.t("会记在操作记录里", "It stands in the audit log")
                error=error_of(errors, "look")
                value=why
            />
            <div class="actions">
                <Button kind=Kind::Secondary>{w.t("打开材料", "Open")}</Button>
            </div>
        </form>
    }
}

fn decide(
    w: Words,
    id: &str,
    seen: bool,
    reason: String,
    errors: &[(String, String)],
) -> impl IntoView + use<> {
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
                error=error_of(errors, "reason")
                value=reason
            />
            <div class="actions">
                <Button kind=Kind::Primary name="action" value="accept">{w.t("通过", "Accept")}</Button>
                <Button kind=Kind::Danger name="action" value="refuse">{w.t("退回", "Refuse")}</Button>
            </div>
        </form>
    }
}
