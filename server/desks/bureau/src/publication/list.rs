//! The lists that are shown now, for everybody; and those that were, for the bureau.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use domain::access::Action;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::publication::Publication;
use web::error::AppError;
use web::page::About;
use web::parts::{
    Cell, ColumnKind, DataTable, HeadCell, Kind, LinkButton, NavItem, Nothing, Pager, Row, Segment, Segments,
};
use web::views::deadline::provisional_note;
use web::views::publication::{published_on, until};
use web::{Site, Visit};

use super::{sees_all, unlisted};

pub fn routes() -> Router<Site> {
    Router::new().route("/publications", get(publications))
}

const LISTS_A_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// `all`: those that are over too.
    at: String,
    page: Option<i64>,
}

/// `GET /publications`: open to everybody; what is over only for whoever sees the claims of the whole city.
async fn publications(
    State(site): State<Site>,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    let sees_all = sees_all(&visit);
    let all = sees_all && query.at == "all";
    let clock = site.publication_clock();
    let page = query.page.unwrap_or(1).max(1);
    let since = if all { 0 } else { clock.over_before() };
    let offset = (page - 1).saturating_mul(LISTS_A_PAGE);
    let (found, count) = site.db.publications(since, LISTS_A_PAGE, offset).await?;
    let found: Vec<(Deadline, Publication)> =
        found.into_iter().map(|one| (clock.last_day(one.at_ms), one)).collect();
    let publishes = visit.viewer.as_ref().is_some_and(|viewer| viewer.may(Action::PublishClaims));
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("补贴公示", "Publications")).at(NavItem::Publications);
    Ok(unlisted(visit.page(about, move || {
        let note = provisional_note(w, found.iter().map(|(deadline, _)| deadline));
        let make = publishes.then(|| {
            view! {
                <LinkButton href="/publications/new" kind=Kind::Primary>{w.t("公示名单", "Publish a list")}</LinkButton>
            }
        });
        let tab = |href: &str, name: &str, current: bool| Segment {
            href: href.to_owned(),
            name: name.to_owned(),
            count: current.then_some(count),
            current,
        };
        let tabs = sees_all.then(|| {
            view! {
                <Segments
                    label=w.t("进展", "Stage")
                    segments=vec![
                        tab("/publications", w.t("正在公示", "Shown now"), !all),
                        tab("/publications?at=all", w.t("全部", "All"), all),
                    ]
                />
            }
        });
        let list = if found.is_empty() {
            view! {
                <Nothing words=w yet=w.t("现在没有正在公示的名单", "No list is shown now") clear=None>
                    <p>{w.t("补贴审核通过以后、发放以前，名单会出现在这里。", "Lists appear here once claims passed their reviews, before anything is paid.")}</p>
                </Nothing>
            }
            .into_any()
        } else {
            let rows = found.into_iter().map(|(deadline, one)| row(w, published_on(w, zone, one.at_ms), one, &deadline));
            let rows = rows.collect_view();
            view! {
                <DataTable
                    lines=true
                    caption=w.t("公示名单", "Published lists")
                    columns=vec![
                        (w.t("名单", "List").to_owned(), ColumnKind::Text),
                        (w.t("班级", "Classes").to_owned(), ColumnKind::Number),
                        (w.t("人数", "People").to_owned(), ColumnKind::Number),
                        (w.t("金额", "Amount").to_owned(), ColumnKind::Number),
                        (w.t("公示期", "Shown").to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("补贴公示", "Publications")}</h1>
                    <p>
                        {w.t(
                            "审核通过的补贴，发放以前在这里公示 5 个工作日，姓名和证件号都遮挡了。谁觉得名单有问题，都可以提出异议，不用留姓名。",
                            "What passed its reviews is shown here for 5 working days before it is paid, with names and numbers masked. Whoever thinks that something is wrong may object, without giving a name.",
                        )}
                    </p>
                </div>
                {make}
            </div>
            {tabs}
            {list}
            {note}
            <Pager
                words=w
                page=page
                pages=(count + LISTS_A_PAGE - 1) / LISTS_A_PAGE
                list=if all { "/publications?at=all" } else { "/publications" }
            />
        }
    })))
}

fn row(w: Words, name: String, one: Publication, deadline: &Deadline) -> impl IntoView + use<> {
    let until = until(w, deadline);
    view! {
        <Row>
            <HeadCell><a href=format!("/publications/{}", one.id)>{name}</a></HeadCell>
            <Cell label=w.t("班级", "Classes") kind=ColumnKind::Number>{format::count(one.classes)}</Cell>
            <Cell label=w.t("人数", "People") kind=ColumnKind::Number>{format::count(one.people)}</Cell>
            <Cell label=w.t("金额", "Amount") kind=ColumnKind::Number>{format::money(one.amount_fen)}</Cell>
            <Cell label=w.t("公示期", "Shown") kind=ColumnKind::Short>{until}</Cell>
        </Row>
    }
}
