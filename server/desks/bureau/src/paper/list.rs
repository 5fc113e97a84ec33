//! Papers that wait for a decision, for officials, and those that were decided.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::task::TaskKind;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::paper::Paper;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, ColumnKind, DataTable, Empty, HeadCell, NavItem, Pager, Row, Segment, Segments};
use web::views::deadline::{due_mark, provisional_note};
use web::views::paper::paper_chip;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/papers", get(papers))
}

const PAPERS_A_PAGE: i64 = 50;

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
    let open = !query.decided;
    let found: Vec<(Option<Deadline>, Paper)> = found
        .into_iter()
        .map(|paper| (open.then(|| site.deadline(TaskKind::Paper, paper.sent_at)).flatten(), paper))
        .collect();
    let about = About::new(w.t("证明材料", "Supporting documents")).at(NavItem::Papers);
    Ok(visit.page(about, move || {
        let nothing = found.is_empty();
        let note = provisional_note(w, found.iter().filter_map(|(deadline, _)| deadline.as_ref()));
        let rows = found.into_iter().map(|(deadline, paper)| {
            let sent = format::moment(w, &zone.minute(paper.sent_at));
            row(w, paper, sent, deadline)
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
            let last = if open { w.t("期限", "Due") } else { w.t("状态", "State") };
            view! {
                <DataTable
                    lines=true
                    caption=w.t("证明材料", "Supporting documents")
                    columns=vec![
                        (w.t("学员", "Learner").to_owned(), ColumnKind::Short),
                        (w.t("证明的类别", "Category").to_owned(), ColumnKind::Text),
                        (w.t("从哪天起", "Since").to_owned(), ColumnKind::Short),
                        (w.t("户籍地", "Household").to_owned(), ColumnKind::Short),
                        (w.t("交的时间", "Sent").to_owned(), ColumnKind::Short),
                        (last.to_owned(), ColumnKind::Short),
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
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("证明材料", "Supporting documents")}</h1>
                    <p>
                        {w.t(
                            "学员交来证明人员类别的材料。看过以后通过或退回，都要有理由。等得最久的排在最前。",
                            "Papers by which learners prove their category. Look, then accept or refuse with a reason. Who has waited longest comes first.",
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
            {note}
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

/// What waits says by when it is to be decided; what is decided says how.
fn row(w: Words, paper: Paper, sent: String, deadline: Option<Deadline>) -> impl IntoView {
    let (last_label, last) = match deadline {
        Some(deadline) => (w.t("期限", "Due"), due_mark(w, &deadline)),
        None => (w.t("状态", "State"), paper_chip(w, &paper.standing)),
    };
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/papers/{}", paper.id)>{paper.person}</a>
                " "
                <small class="is-wide-only">{paper.document_masked}</small>
            </HeadCell>
            <Cell label=w.t("证明的类别", "Category")>{w.either(&paper.category, &paper.category_en)}</Cell>
            <Cell label=w.t("从哪天起", "Since") kind=ColumnKind::Short>
                <span class="is-wide-only">{format::date(w, &paper.since)}</span>
            </Cell>
            <Cell label=w.t("户籍地", "Household") kind=ColumnKind::Short>
                {w.either(&paper.home, &paper.home_en)}
            </Cell>
            <Cell label=w.t("交的时间", "Sent") kind=ColumnKind::Short>{sent}</Cell>
            <Cell label=last_label kind=ColumnKind::Short>{last}</Cell>
        </Row>
    }
}
