//! The registry: who is there, what each is filed for, and until when.

use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::filing::State as FilingState;
use leptos::prelude::*;
use serde::Deserialize;
use store::filing::Filing;
use store::institution::{Institution, InstitutionSearch};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, Chip, Choice, ColumnKind, DataTable, HeadCell, Kind, LinkButton, Nothing, Pager, Row, RowMark,
    Select, Status,
};
use web::views::filing::{state_on, trade_of};
use web::{Site, Viewer, Visit};

use super::AT;

pub fn routes() -> Router<Site> {
    Router::new().route("/institutions", get(institutions))
}

const INSTITUTIONS_A_PAGE: i64 = 30;
/// So many trades are named in a row; the others are counted.
const TRADES_NAMED: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    text: String,
    region: String,
    page: Option<i64>,
}

impl QueryParams {
    fn is_set(&self) -> bool {
        !self.text.trim().is_empty() || !self.region.is_empty()
    }

    /// The list's address with what is set.
    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("text", self.text.trim()), ("region", &self.region)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            query if query.is_empty() => "/institutions".to_owned(),
            query => format!("/institutions?{query}"),
        }
    }
}

struct PageData {
    query: QueryParams,
    lines: Vec<(Institution, Vec<Filing>)>,
    /// To choose from; empty for who sees one region only.
    regions: Vec<(String, String, String)>,
    page: i64,
    count: i64,
    today: String,
    manages: bool,
}

/// `GET /institutions`: for who sees institutions, those of their region.
async fn institutions(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeInstitutions)?;
    let scope_filter = viewer.scope_filter(Action::SeeInstitutions);
    let page = query.page.unwrap_or(1).max(1);
    let search = InstitutionSearch {
        text: query.text.clone(),
        region: query.region.clone(),
        limit: INSTITUTIONS_A_PAGE,
        offset: (page - 1).saturating_mul(INSTITUTIONS_A_PAGE),
    };
    let (found, count) = site.db.institutions(&scope_filter, &search).await?;
    let ids: Vec<_> = found.iter().map(|one| one.id.clone()).collect();
    let mut filings = site.db.filings_of_all(&ids).await?;
    let lines = found.into_iter().map(|one| {
        let theirs = filings.extract_if(.., |filing| filing.organisation_id == one.id).collect();
        (one, theirs)
    });
    let lines = lines.collect();
    let regions = if scope_filter.all { site.db.bureau_regions().await? } else { Vec::new() };
    let manages = viewer.may(Action::ManageInstitutions);
    let data = PageData { query, lines, regions, page, count, today: site.today(), manages };
    let w = visit.words;
    let about = About::new(w.t("培训机构", "Institutions")).at(AT);
    Ok(visit.page(about, move || view(w, data)))
}

fn view(w: Words, data: PageData) -> impl IntoView {
    let PageData { query, lines, regions, page, count, today, manages } = data;
    let list = if lines.is_empty() {
        let clear = query.is_set().then(|| "/institutions".to_owned());
        view! {
            <Nothing words=w yet=w.t("还没有登记机构", "No institutions yet") clear=clear>
                <p>
                    {if manages {
                        w.t("先登记一家机构，再登记它的备案、邀请它的负责人。", "Register one, record its filings and invite who runs it.")
                    } else {
                        w.t("人社部门登记以后会出现在这里。", "They appear here once the bureau has registered them.")
                    }}
                </p>
            </Nothing>
        }
        .into_any()
    } else {
        let rows = lines.into_iter().map(|(one, filings)| row(w, one, &filings, &today)).collect_view();
        view! {
            <DataTable
                lines=true
                caption=w.t("培训机构", "Institutions")
                columns=vec![
                    (w.t("机构", "Institution").to_owned(), ColumnKind::Text),
                    (w.t("所在地", "Region").to_owned(), ColumnKind::Short),
                    (w.t("备案工种", "Filed for").to_owned(), ColumnKind::Text),
                    (w.t("最早到期", "Ends first").to_owned(), ColumnKind::Short),
                    (w.t("状态", "State").to_owned(), ColumnKind::Short),
                ]
            >
                {rows}
            </DataTable>
        }
        .into_any()
    };
    let register = manages.then(|| {
        view! {
            <LinkButton href="/institutions/new" kind=Kind::Primary>{w.t("登记机构", "Register an institution")}</LinkButton>
        }
    });
    let address = query.address();
    let choose_region = (!regions.is_empty()).then(|| {
        let mut options = vec![Choice::new("", w.t("全部地区", "All regions"))];
        options.extend(regions.iter().map(|(id, zh, en)| Choice::new(id, w.either(zh, en))));
        let chosen = query.region.clone();
        view! { <Select name="region" label=w.t("所在地", "Region") options=options chosen=chosen /> }
    });
    let filters = choose_region.map(|choose| {
        view! {
            <details class="filters" open=!query.region.is_empty()>
                <summary>{w.t("筛选", "Filter")}</summary>
                <form class="filters-body" method="get" action="/institutions">
                    <input type="hidden" name="text" value=query.text.clone() />
                    {choose}
                    <div class="actions">
                        <button class="button">{w.t("筛选", "Filter")}</button>
                    </div>
                </form>
            </details>
        }
    });
    let hidden_region = (!query.region.is_empty())
        .then(|| view! { <input type="hidden" name="region" value=query.region.clone() /> });
    view! {
        <div class="page-head is-wide">
            <div>
                <h1>{w.t("培训机构", "Institutions")}</h1>
                <p>
                    {w.t(
                        "机构备案了哪些工种和等级，才能开哪些班。备案到期或暂停，就不能开新班。",
                        "An institution opens classes only of the trades and levels it is filed for, and none while a filing is suspended or over.",
                    )}
                </p>
            </div>
            {register}
        </div>
        <form class="search" method="get" action="/institutions" role="search">
            <label class="visually-hidden" for="text">{w.t("机构名称或信用代码", "Name or credit code")}</label>
            <input class="input" type="search" id="text" name="text" value=query.text.clone() placeholder=w.t("机构名称或信用代码", "Name or credit code") />
            {hidden_region}
            <button class="button">{w.t("查找", "Search")}</button>
        </form>
        {filters}
        {list}
        <Pager
            words=w
            page=page
            pages=(count + INSTITUTIONS_A_PAGE - 1) / INSTITUTIONS_A_PAGE
            list=address
            summary=match w {
                Words::Zh => format!("共 {count} 家"),
                Words::En => format!("{count} in all"),
            }
        />
    }
}

fn row(w: Words, one: Institution, filings: &[Filing], today: &str) -> impl IntoView + use<> {
    let of = |wanted: FilingState| filings.iter().filter(move |filing| state_on(filing, today) == wanted);
    let mut trades: Vec<String> = Vec::new();
    for filing in of(FilingState::Valid) {
        let trade = trade_of(w, filing);
        if !trades.contains(&trade) {
            trades.push(trade);
        }
    }
    let more = trades.len().saturating_sub(TRADES_NAMED);
    let named = trades.iter().take(TRADES_NAMED).cloned().collect::<Vec<_>>().join(w.t("、", ", "));
    let named = match (w, more) {
        _ if trades.is_empty() => w.t("没有有效备案", "Nothing now").to_owned(),
        (_, 0) => named,
        (Words::Zh, more) => format!("{named} 等 {} 种", TRADES_NAMED + more),
        (Words::En, more) => format!("{named} and {more} more"),
    };
    let until = of(FilingState::Valid).filter_map(|filing| filing.valid_to.as_deref()).min();
    let until = match until {
        Some(day) => day.to_owned(),
        None if trades.is_empty() => "—".to_owned(),
        None => w.t("长期有效", "No end").to_owned(),
    };
    let suspended = of(FilingState::Suspended).count();
    let (mark, state) = if suspended > 0 {
        let say = match w {
            Words::Zh => format!("{suspended} 项暂停"),
            Words::En => format!("{suspended} suspended"),
        };
        (RowMark::Behind, view! { <Chip status=Status::Refused>{say}</Chip> }.into_any())
    } else if trades.is_empty() {
        (RowMark::None, view! { <Chip>{w.t("未备案", "Not filed")}</Chip> }.into_any())
    } else {
        (RowMark::None, view! { <Chip status=Status::Verified>{w.t("有效", "Valid")}</Chip> }.into_any())
    };
    view! {
        <Row mark=mark>
            <HeadCell>
                <a href=format!("/institutions/{}", one.id)>{w.either(&one.name, &one.name_en)}</a>
                " "
                <small class="is-wide-only">{w.organisation_kind(&one.kind)}</small>
            </HeadCell>
            <Cell label=w.t("所在地", "Region") kind=ColumnKind::Short>{w.either(&one.region, &one.region_en)}</Cell>
            <Cell label=w.t("备案工种", "Filed for")>{named}</Cell>
            <Cell label=w.t("最早到期", "Ends first") kind=ColumnKind::Short>{until}</Cell>
            <Cell label=w.t("状态", "State") kind=ColumnKind::Short>{state}</Cell>
        </Row>
    }
}
