//! Fund sources: the list, and recording one.

use std::ops::RangeInclusive;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::FundSourceId;
use domain::standard_line::LineFault;
use domain::subsidy::Fen;
use domain::typed::{number, plain};
use leptos::prelude::*;
use serde::Deserialize;
use store::standard::FundSource;
use web::address::Address;
use web::error::AppError;
use web::form::{FormState, text};
use web::page::{About, Page};
use web::parts::{
    Button, Cell, ColumnKind, Crumbs, DataTable, ErrorSummary, Field, HeadCell, Kind, Nothing, Row,
};
use web::{Flash, Site, Viewer, Visit};

use super::AT;

pub fn routes() -> Router<Site> {
    Router::new().route("/standards/funds", get(funds).post(record))
}

const CODE_CHARS: RangeInclusive<usize> = 1..=30;
const NAME_CHARS: RangeInclusive<usize> = 2..=60;
const NAME_EN_CHARS: RangeInclusive<usize> = 0..=100;
const YEARS: RangeInclusive<i64> = 2000..=2100;
/// A budget is written in yuan, and a city's is below a thousand million.
const YUAN_MAX: i64 = 1_000_000_000;

/// A fund as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FundForm {
    code: String,
    name: String,
    name_en: String,
    year: String,
    budget: String,
}

/// `GET /standards/funds`: for who sees standards.
async fn funds(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::SeeStandards)?;
    page(&site, &viewer, &visit, FormState::default()).await
}

async fn page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<FundForm>,
) -> Result<Page, AppError> {
    let w = visit.words;
    let (funds, manages) = (site.db.funds().await?, viewer.may(Action::ManageStandards));
    let title = w.t("资金渠道", "Funds");
    Ok(visit.page(About::new(title).at(AT), move || {
        view! {
            <Crumbs
                words=w
                above=vec![("/standards".to_owned(), w.t("补贴标准", "Standards").to_owned())]
                here=title
            />
            <h1>{title}</h1>
            {list(w, funds, manages)}
            {manages.then(|| form(w, &state))}
        }
    }))
}

fn list(w: Words, funds: Vec<FundSource>, manages: bool) -> impl IntoView + use<> {
    if funds.is_empty() {
        let says = if manages {
            w.t("登记资金渠道以后，才能登记补贴标准。", "Standards can be recorded once there is a fund.")
        } else {
            w.t("市局登记以后会出现在这里。", "They appear here once the city has recorded them.")
        };
        return view! {
            <Nothing words=w yet=w.t("还没有登记资金渠道", "No funds yet") clear=None>
                <p>{says}</p>
            </Nothing>
        }
        .into_any();
    }
    let rows = funds.into_iter().map(|fund| {
        view! {
            <Row>
                <HeadCell>{w.either(&fund.name, &fund.name_en)}</HeadCell>
                <Cell label=w.t("编码", "Code") kind=ColumnKind::Short>{fund.code}</Cell>
                <Cell label=w.t("年度", "Year") kind=ColumnKind::Short>{fund.year}</Cell>
                <Cell label=w.t("预算", "Budget") kind=ColumnKind::Number>{format::money(fund.budget_fen)}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=w.t("资金渠道", "Funds")
            columns=vec![
                (w.t("名称", "Name").to_owned(), ColumnKind::Text),
                (w.t("编码", "Code").to_owned(), ColumnKind::Short),
                (w.t("年度", "Year").to_owned(), ColumnKind::Short),
                (w.t("预算", "Budget").to_owned(), ColumnKind::Number),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}

fn form(w: Words, state: &FormState<FundForm>) -> impl IntoView + use<> {
    let typed = state.form.clone();
    view! {
        <form class="form sheet" method="post" action="/standards/funds">
            <h2>{w.t("登记资金渠道", "Record a fund")}</h2>
            <ErrorSummary title=w.t("没有登记，请看这里", "Not recorded, please look here") errors=state.errors() />
            <Field name="code" label=w.t("编码", "Code") hint=w.t("自己编一个，不重复就行，如 JYBZ-2026", "One of your own that is used once, as JYBZ-2026") error=state.error("code") value=typed.code autocomplete="off" shape="input-short" />
            <Field name="name" label=w.t("名称", "Name") hint=w.t("如 就业补助资金", "As 就业补助资金") error=state.error("name") value=typed.name autocomplete="off" />
            <Field name="name_en" label=w.t("英文名（可以不填）", "Name in English (optional)") error=state.error("name_en") value=typed.name_en autocomplete="off" />
            <Field name="year" label=w.t("年度", "Year") error=state.error("year") value=typed.year autocomplete="off" inputmode="numeric" shape="input-short" />
            <Field name="budget" label=w.t("预算（元）", "Budget (yuan)") error=state.error("budget") value=typed.budget autocomplete="off" inputmode="decimal" />
            <p class="soft">{w.t("登记后不能修改，请核对编码和预算。", "It cannot be changed afterwards: please compare code and budget.")}</p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("登记资金渠道", "Record it")}</Button>
            </div>
        </form>
    }
}

/// `POST /standards/funds`: for who manages standards.
async fn record(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<FundForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageStandards)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let typed = state.form.clone();
    let code = text(
        &plain(&typed.code),
        CODE_CHARS,
        w.t("请填编码，最多 30 个字符。", "Please write a code of 30 characters at most."),
    );
    let code = state.check("code", code);
    let name = text(
        &typed.name,
        NAME_CHARS,
        w.t("请填名称，2 到 60 个字。", "Please write the name, in 2 to 60 characters."),
    );
    let name = state.check("name", name);
    let name_en = text(
        &typed.name_en,
        NAME_EN_CHARS,
        w.t("英文名太长，最多 100 个字符。", "Please keep it below 100 characters."),
    );
    let name_en = state.check("name_en", name_en);
    let year = number(&typed.year).parse().ok().filter(|year| YEARS.contains(year));
    let year = state.check("year", year.ok_or(w.t("请填年度，如 2026。", "Please write the year, as 2026.")));
    let budget = state.check("budget", budget(w, &typed.budget));
    let (Some(code), Some(name), Some(name_en), Some(year), Some(budget)) =
        (code, name, name_en, year, budget)
    else {
        return Ok(page(&site, &viewer, &visit, state).await?.refused().into_response());
    };
    let fund =
        FundSource { id: FundSourceId(site.new_id()), code, name, name_en, year, budget_fen: budget.0 };
    let action = AuditAction::FundSourceRecord {
        fund: fund.id.clone(),
        code: fund.code.clone(),
        budget_fen: fund.budget_fen,
    };
    if !site.db.record_fund(&fund, &site.event(&viewer, &from, action, "")).await? {
        state.refuse(
            "code",
            w.t("这个编码已经登记过，请换一个。", "This code is used already: please choose another."),
        );
        return Ok(page(&site, &viewer, &visit, state).await?.refused().into_response());
    }
    let done = w.t("资金渠道已登记。", "The fund is recorded.");
    Ok(Flash::done(done).then("/standards/funds"))
}

/// A budget in yuan, in fen.
fn budget(w: Words, typed: &str) -> Result<Fen, String> {
    domain::standard_line::yuan(typed, YUAN_MAX * 100).map_err(|fault| match fault {
        LineFault::TooMuch => w
            .t(
                "超过十亿元，请核对单位：这里填元。",
                "More than a thousand million: please compare the unit, which is yuan.",
            )
            .to_owned(),
        LineFault::Decimals => {
            w.t("最多两位小数，到分为止。", "Two decimals at most: down to the fen.").to_owned()
        }
        _ => w
            .t(
                "请填预算，只填数字，单位是元，如 5000000。",
                "Please write the budget in figures, in yuan, as 5000000.",
            )
            .to_owned(),
    })
}
