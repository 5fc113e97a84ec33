//! Where the money of each fund is, who can be paid, and the batches that were made.

use std::collections::BTreeMap;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::payment::{FundFigures, Payable, PayableSearch, Payment, Standing};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, Chip, ColumnKind, DataTable, HeadCell, KeyFigure, KeyFigures, LinkButton, NavItem, Nothing, Pager,
    Row, Status,
};
use web::{Site, Viewer, Visit};

use super::{batch, people};

pub fn routes() -> Router<Site> {
    Router::new().route("/payments", get(payments))
}

const PAYMENTS_A_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
}

/// So many people, and what they are owed together.
#[derive(Clone, Copy, Default)]
struct Sum {
    people: usize,
    fen: i64,
}

impl Sum {
    fn add(&mut self, one: &Payable) {
        self.people += 1;
        self.fen += one.amount_fen;
    }
}

/// Who waits, by what they wait for.
#[derive(Default)]
struct Waiting {
    ready: Sum,
    /// Of these, by fund; those without one under an empty name.
    by_fund: BTreeMap<String, Sum>,
    /// Those who are to give an account first, or another one.
    without: Sum,
    own: Sum,
}

impl Waiting {
    fn of(payables: &[Payable]) -> Self {
        let mut waiting = Self::default();
        for one in payables {
            match one.standing() {
                Standing::Ready => {
                    waiting.ready.add(one);
                    let fund = one.fund().map_or_else(String::new, |fund| fund.0);
                    waiting.by_fund.entry(fund).or_default().add(one);
                }
                Standing::NoAccount | Standing::FailedBefore => waiting.without.add(one),
                Standing::OwnPart => waiting.own.add(one),
            }
        }
        waiting
    }
}

/// `GET /payments`: for whoever sees payments.
async fn payments(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeePayments)?;
    let search =
        PayableSearch { over_before: site.publication_clock().over_before(), officer: &viewer.person };
    let waiting = Waiting::of(&site.db.payables(&search).await?);
    let funds = site.db.fund_figures().await?;
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(PAYMENTS_A_PAGE);
    let (found, count) = site.db.payments(PAYMENTS_A_PAGE, offset).await?;
    let (w, zone, pays) = (visit.words, site.zone(), viewer.may(Action::MakePayments));
    let about = About::new(NavItem::Payments.name(w)).at(NavItem::Payments);
    Ok(visit.page(about, move || {
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{NavItem::Payments.name(w)}</h1>
                    <p>
                        {w.t(
                            "公示期满、没有异议的，按资金渠道分批拨付，直接打到学员本人账户。经办过申领、公示、异议的人不能拨付同一笔钱。",
                            "What was published long enough, without an objection, is paid by batches of one fund each, straight to the learners’ own accounts. Nobody pays what they reviewed, published or answered for.",
                        )}
                    </p>
                </div>
            </div>
            {figures(w, &waiting)}
            {fund_table(w, &funds, &waiting, pays)}
            {batches(w, zone, found)}
            <Pager
                words=w
                page=page
                pages=(count + PAYMENTS_A_PAGE - 1) / PAYMENTS_A_PAGE
                list="/payments"
                summary=match w {
                    Words::Zh => format!("共 {count} 批"),
                    Words::En => format!("{count} in all"),
                }
            />
        }
    }))
}

fn figures(w: Words, waiting: &Waiting) -> impl IntoView + use<> {
    let (ready, without, colleague) = (waiting.ready, waiting.without, waiting.own);
    let note = move |sum: Sum| people(w, sum.people);
    let door = (without.people > 0).then(|| {
        view! {
            <p>
                <a href="/payments/waiting">{w.t("看等账户的人", "Who waits for an account")}</a>
            </p>
        }
    });
    let own = (colleague.people > 0).then(|| {
        view! {
            <KeyFigure
                label=w.t("要由同事拨付", "For a colleague to pay")
                value=format::money(colleague.fen)
                note=note(colleague)
            />
        }
    });
    view! {
        <KeyFigures>
            <KeyFigure label=w.t("可以拨付", "Can be paid") value=format::money(ready.fen) note=note(ready) />
            <KeyFigure
                label=w.t("等学员登记账户", "Waiting for an account")
                value=format::money(without.fen)
                note=note(without)
            />
            {own}
        </KeyFigures>
        {door}
    }
}

fn fund_table(w: Words, funds: &[FundFigures], waiting: &Waiting, pays: bool) -> impl IntoView + use<> {
    if funds.is_empty() {
        return view! {
            <Nothing words=w yet=w.t("还没有登记资金渠道", "No funds yet") clear=None>
                <p>{w.t("市局登记资金渠道以后，才能拨付。", "Payments can be made once the city has recorded a fund.")}</p>
            </Nothing>
        }
        .into_any();
    }
    let unfunded = waiting.by_fund.get("").copied().unwrap_or_default();
    let rows = funds.iter().map(|fund| {
        let own = waiting.by_fund.get(fund.id.as_str()).copied().unwrap_or_default();
        let can = match w {
            Words::Zh => format!("{} 人，{}", own.people, format::money(own.fen)),
            Words::En => format!("{}: {}", own.people, format::money(own.fen)),
        };
        let make = (pays && own.people > 0).then(|| {
            let href = format!("/payments/new?fund={}", fund.id);
            view! { " " <a href=href>{w.t("拨付", "Pay")}</a> }
        });
        let also = (pays && unfunded.people > 0).then(|| {
            let href = format!("/payments/new?fund={}&also=yes", fund.id);
            view! { " " <a href=href>{w.t("连同没有指定渠道的", "With those of no fund")}</a> }
        });
        let (name, year) = (w.either(&fund.name, &fund.name_en), fund.year);
        let [budget, reserved, paid, left] =
            [fund.budget_fen, fund.reserved_fen, fund.paid_fen, fund.left().0].map(format::money);
        view! {
            <Row>
                <HeadCell>{name} " " <span class="soft">{year}</span></HeadCell>
                <Cell label=w.t("预算", "Budget") kind=ColumnKind::Number>{budget}</Cell>
                <Cell label=w.t("在途", "With the bank") kind=ColumnKind::Number>{reserved}</Cell>
                <Cell label=w.t("已拨付", "Paid") kind=ColumnKind::Number>{paid}</Cell>
                <Cell label=w.t("结余", "Left") kind=ColumnKind::Number>{left}</Cell>
                <Cell label=w.t("可以拨付", "Can be paid")>{can} {make} {also}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    let unfunded = (unfunded.people > 0).then(|| {
        let says = match w {
            Words::Zh => format!(
                "另有 {} 人（{}）按政策统一标准算，没有指定资金渠道，从哪个渠道拨付由您选。",
                unfunded.people,
                format::money(unfunded.fen)
            ),
            Words::En => format!(
                "{} more ({}) are paid by the policy’s own rate, which names no fund: you choose it.",
                unfunded.people,
                format::money(unfunded.fen)
            ),
        };
        view! { <p class="soft">{says}</p> }
    });
    view! {
        <h2>{w.t("资金渠道", "Funds")}</h2>
        <DataTable
            caption=w.t("资金渠道", "Funds")
            columns=vec![
                (w.t("名称", "Name").to_owned(), ColumnKind::Text),
                (w.t("预算", "Budget").to_owned(), ColumnKind::Number),
                (w.t("在途", "With the bank").to_owned(), ColumnKind::Number),
                (w.t("已拨付", "Paid").to_owned(), ColumnKind::Number),
                (w.t("结余", "Left").to_owned(), ColumnKind::Number),
                (w.t("可以拨付", "Can be paid").to_owned(), ColumnKind::Text),
            ]
        >
            {rows}
        </DataTable>
        {unfunded}
    }
    .into_any()
}

fn batches(w: Words, zone: Zone, found: Vec<Payment>) -> impl IntoView + use<> {
    if found.is_empty() {
        return view! {
            <h2>{w.t("拨付批次", "Batches")}</h2>
            <Nothing words=w yet=w.t("还没有拨付过", "No batch yet") clear=None>
                <p>{w.t("有可以拨付的人时，在上面的资金渠道里点“拨付”。", "Once somebody can be paid, press “Pay” at the fund above.")}</p>
                <LinkButton href="/publications">{w.t("看补贴公示", "See publications")}</LinkButton>
            </Nothing>
        }
        .into_any();
    }
    let rows = found.into_iter().map(|one| {
        let (when, amount) = (format::moment(w, &zone.minute(one.at_ms)), format::money(one.amount_fen));
        let chip = if one.sent > 0 {
            (Status::Waiting, w.t("等银行答复", "With the bank"))
        } else if one.failed > 0 {
            (Status::Refused, w.t("有没发成的", "Some not paid"))
        } else {
            (Status::Verified, w.t("全部发放", "All paid"))
        };
        let (status, says) = chip;
        view! {
            <Row>
                <HeadCell><a href=format!("/payments/{}", one.id)>{batch(w, one.number)}</a></HeadCell>
                <Cell label=w.t("资金渠道", "Fund")>{w.either(&one.fund, &one.fund_en)}</Cell>
                <Cell label=w.t("人数", "People") kind=ColumnKind::Number>{format::count(one.people)}</Cell>
                <Cell label=w.t("金额", "Amount") kind=ColumnKind::Number>{amount}</Cell>
                <Cell label=w.t("时间", "Made") kind=ColumnKind::Short>{when}</Cell>
                <Cell label=w.t("进展", "Stage") kind=ColumnKind::Short><Chip status=status>{says}</Chip></Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <h2>{w.t("拨付批次", "Batches")}</h2>
        <DataTable
            lines=true
            caption=w.t("拨付批次", "Batches")
            columns=vec![
                (w.t("批次", "Batch").to_owned(), ColumnKind::Text),
                (w.t("资金渠道", "Fund").to_owned(), ColumnKind::Text),
                (w.t("人数", "People").to_owned(), ColumnKind::Number),
                (w.t("金额", "Amount").to_owned(), ColumnKind::Number),
                (w.t("时间", "Made").to_owned(), ColumnKind::Short),
                (w.t("进展", "Stage").to_owned(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}
