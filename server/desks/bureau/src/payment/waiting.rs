//! Who is to be paid and gave no account, or gave one to which it failed.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use leptos::prelude::*;
use serde::Deserialize;
use store::payment::{Payable, PayableSearch, Standing};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, ColumnKind, Crumbs, DataTable, HeadCell, NavItem, Nothing, Pager, Row};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/payments/waiting", get(waiting))
}

const LINES_A_PAGE: usize = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<usize>,
}

/// `GET /payments/waiting`: for whoever sees payments.
async fn waiting(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeePayments)?;
    let search =
        PayableSearch { over_before: site.publication_clock().over_before(), officer: &viewer.person };
    let mut found = site.db.payables(&search).await?;
    found.retain(|one| matches!(one.standing(), Standing::NoAccount | Standing::FailedBefore));
    let count = found.len();
    let pages = count.div_ceil(LINES_A_PAGE).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let shown: Vec<Payable> = found.into_iter().skip((page - 1) * LINES_A_PAGE).take(LINES_A_PAGE).collect();
    let w = visit.words;
    let title = w.t("等学员登记账户", "Waiting for an account");
    Ok(visit.page(About::new(title).at(NavItem::Payments), move || {
        view! {
            <Crumbs
                words=w
                above=vec![("/payments".to_owned(), NavItem::Payments.name(w).to_owned())]
                here=title
            />
            <h1>{title}</h1>
            <p>
                {w.t(
                    "这些人公示期已满，但还没有登记收款账户，或者上次没有发成、还没有换账户。登记以后就能拨付。请培训机构提醒他们在“我的补贴”里登记。",
                    "They were published long enough, but gave no account, or have not changed the one to which it failed. They can be paid once they do; please have their school remind them.",
                )}
            </p>
            {table(w, shown)}
            <Pager
                words=w
                page=i64::try_from(page).unwrap_or(1)
                pages=i64::try_from(pages).unwrap_or(1)
                list="/payments/waiting"
                summary=match w {
                    Words::Zh => format!("共 {count} 人"),
                    Words::En => format!("{count} in all"),
                }
            />
        }
    }))
}

fn table(w: Words, shown: Vec<Payable>) -> impl IntoView + use<> {
    if shown.is_empty() {
        return view! {
            <Nothing words=w yet=w.t("没有人等账户", "Nobody waits for an account") clear=None>
                <p>{w.t("该拨付的人都登记了收款账户。", "Everybody who is to be paid has given one.")}</p>
            </Nothing>
        }
        .into_any();
    }
    let rows = shown.into_iter().map(|one| {
        let class = class_name(&w.either(&one.course_title, &one.course_title_en), &one.class_title);
        let why = match one.standing() {
            Standing::FailedBefore => w.t("上次没有发成，没有换账户", "It failed, and the account is the same"),
            _ => w.t("没有登记账户", "No account"),
        };
        view! {
            <Row>
                <HeadCell>{one.name.as_str().to_owned()}</HeadCell>
                <Cell label=w.t("班级", "Class")>{class}</Cell>
                <Cell label=w.t("金额", "Amount") kind=ColumnKind::Number>{format::money(one.amount_fen)}</Cell>
                <Cell label=w.t("等什么", "Waits for")>{why}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=w.t("等学员登记账户", "Waiting for an account")
            columns=vec![
                (w.t("姓名", "Name").to_owned(), ColumnKind::Text),
                (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                (w.t("金额", "Amount").to_owned(), ColumnKind::Number),
                (w.t("等什么", "Waits for").to_owned(), ColumnKind::Text),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}
