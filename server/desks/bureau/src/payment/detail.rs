//! One batch: its lines and what became of each, the file for the bank, and what the bank answered.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::id::PaymentId;
use domain::payment::PaymentState;
use domain::task::TaskKind;
use domain::time::Zone;
use domain::working_day::Standing;
use leptos::prelude::*;
use roster::bank::{Profile, profiles};
use serde::Deserialize;
use store::payment::{Payment, PaymentAnswerLine, PaymentLine};
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, Choice, ColumnKind, Crumbs, DataTable, ErrorSummary, Fact, Facts, FileField,
    Flash as Notice, HeadCell, KeyFigure, KeyFigures, Kind, NavItem, Pager, Row, Segment, Segments, Select,
    Tone,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use super::{batch, state_chip};

pub fn routes() -> Router<Site> {
    Router::new().route("/payments/{id}", get(payment))
}

const LINES_A_PAGE: i64 = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueryParams {
    page: Option<i64>,
    /// Code of a state; empty for all.
    show: String,
}

/// `GET /payments/{id}`: for whoever sees payments.
async fn payment(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeePayments)?;
    let payment = site.db.payment(&PaymentId(id)).await?;
    payment_page(&site, &viewer, &visit, payment, query, FormState::from(())).await
}

/// The page, with what was wrong with a file that was asked for or sent.
pub async fn payment_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    payment: Payment,
    query: QueryParams,
    state: FormState<()>,
) -> Result<Page, AppError> {
    let show = PaymentState::from_code(&query.show);
    let count = match show {
        None => payment.people,
        Some(PaymentState::Sent) => payment.sent,
        Some(PaymentState::Paid) => payment.paid,
        Some(PaymentState::Failed) => payment.failed,
    };
    let pages = ((count + LINES_A_PAGE - 1) / LINES_A_PAGE).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let lines = site.db.payment_lines(&payment.id, show, LINES_A_PAGE, (page - 1) * LINES_A_PAGE).await?;
    let answers = site.db.payment_answers(&payment.id).await?;
    let missing = payment.sent > 0 && is_missing(site, &payment);
    let (w, zone, pays) = (visit.words, site.zone(), viewer.may(Action::MakePayments));
    let title = batch(w, payment.number);
    Ok(visit.page(About::new(title.clone()).at(NavItem::Payments), move || {
        let here = format!("/payments/{}", payment.id);
        let tab = |state: Option<PaymentState>, name: &str, count: i64| Segment {
            href: state.map_or_else(|| here.clone(), |state| format!("{here}?show={}", state.as_str())),
            name: name.to_owned(),
            count: Some(count),
            current: show == state,
        };
        let missing = missing.then(|| {
            let says = match w {
                Words::Zh => format!(
                    "{} 人的款交给银行已经过了期限，还没有答复，请向银行查问。",
                    payment.sent
                ),
                Words::En => format!(
                    "The bank has not answered for {} people in time: please ask it.",
                    payment.sent
                ),
            };
            view! { <Notice tone=Tone::Warning>{says}</Notice> }
        });
        let side = pays.then(|| {
            view! {
                <section class="case-side" aria-label=w.t("办理", "What to do")>
                    {file_form(w, &here, payment.people)}
                    {answer_form(w, &here, &state, payment.sent)}
                </section>
            }
        });
        let list = show.map_or_else(|| here.clone(), |state| format!("{here}?show={}", state.as_str()));
        let rows = lines.iter().map(|line| row(w, &payment, line)).collect_view();
        view! {
            <Crumbs
                words=w
                above=vec![("/payments".to_owned(), NavItem::Payments.name(w).to_owned())]
                here=title.clone()
            />
            <h1>{title.clone()}</h1>
            <ErrorSummary title=w.t("没有办成，请看这里", "Not done, please look here") errors=state.errors() />
            {missing}
            <div class="case">
                <div>
                    <KeyFigures>
                        <KeyFigure label=w.t("人数", "People") value=format::count(payment.people) />
                        <KeyFigure label=w.t("金额", "Amount") value=format::money(payment.amount_fen) />
                        <KeyFigure label=w.t("已发放", "Paid") value=format::money(payment.paid_fen) />
                    </KeyFigures>
                    <section class="stack">
                        <Segments
                            label=w.t("进展", "Stage")
                            segments=vec![
                                tab(None, w.t("全部", "All"), payment.people),
                                tab(Some(PaymentState::Sent), w.t("等银行答复", "With the bank"), payment.sent),
                                tab(Some(PaymentState::Paid), w.t("已发放", "Paid"), payment.paid),
                                tab(Some(PaymentState::Failed), w.t("没有发成", "Not paid"), payment.failed),
                            ]
                        />
                        <DataTable
                            lines=true
                            caption=w.t("这一批的人", "Who is in it")
                            columns=vec![
                                (w.t("姓名", "Name").to_owned(), ColumnKind::Text),
                                (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                                (w.t("账户尾号", "Account").to_owned(), ColumnKind::Short),
                                (w.t("金额", "Amount").to_owned(), ColumnKind::Number),
                                (w.t("进展", "Stage").to_owned(), ColumnKind::Text),
                            ]
                        >
                            {rows}
                        </DataTable>
                        {reasons(w, &payment, &lines)}
                        <Pager words=w page=page pages=pages list=list summary=String::new() />
                    </section>
                    {about(w, zone, &payment)}
                    {history(w, zone, &answers)}
                </div>
                {side}
            </div>
        }
    }))
}

/// Whether the bank should have answered by now.
fn is_missing(site: &Site, payment: &Payment) -> bool {
    let deadline = site.deadline(TaskKind::PaymentUnanswered, payment.at_ms);
    deadline.is_some_and(|deadline| matches!(deadline.standing, Standing::Overdue { .. }))
}

fn row(w: Words, payment: &Payment, line: &PaymentLine) -> impl IntoView + use<> {
    let class = class_name(&w.either(&line.course_title, &line.course_title_en), &line.class_title);
    let (name, reference) = (line.name.as_str().to_owned(), line.reference(payment));
    let (account, amount) = (line.last_four.clone(), format::money(line.amount_fen));
    let chip = state_chip(w, line.state());
    view! {
        <Row>
            <HeadCell>{name} " " <span class="soft small">{reference}</span></HeadCell>
            <Cell label=w.t("班级", "Class")>{class}</Cell>
            <Cell label=w.t("账户尾号", "Account") kind=ColumnKind::Short>{account}</Cell>
            <Cell label=w.t("金额", "Amount") kind=ColumnKind::Number>{amount}</Cell>
            <Cell label=w.t("进展", "Stage")>{chip}</Cell>
        </Row>
    }
}

/// Why what failed on this page did, in the words of the bank: whole, where a row has one line.
fn reasons(w: Words, payment: &Payment, lines: &[PaymentLine]) -> Option<impl IntoView + use<>> {
    let said = lines.iter().filter(|line| line.state() == PaymentState::Failed);
    let said = said.map(|line| {
        let why = match line.reason.as_str() {
            "" => w.t("银行没有说原因", "the bank gave no reason").to_owned(),
            why => why.to_owned(),
        };
        let reference = line.reference(payment);
        view! { <li><span class="nowrap">{reference}</span> " " {why}</li> }
    });
    let said: Vec<_> = said.collect();
    (!said.is_empty()).then(|| {
        view! {
            <section class="sheet stack-s">
                <h2>{w.t("为什么没有发成", "Why it was not paid")}</h2>
                <ul>{said}</ul>
            </section>
        }
    })
}

fn about(w: Words, zone: Zone, payment: &Payment) -> impl IntoView + use<> {
    let (fund, clerk) = (w.either(&payment.fund, &payment.fund_en), payment.clerk.clone());
    let (when, sha256) = (format::moment(w, &zone.minute(payment.at_ms)), payment.sha256.clone());
    view! {
        <section class="sheet">
            <Facts>
                <Fact term=w.t("资金渠道", "Fund")>{fund}</Fact>
                <Fact term=w.t("经办人", "Made by")>{clerk}</Fact>
                <Fact term=w.t("时间", "When")>{when}</Fact>
                <Fact term=w.t("内容 SHA-256", "SHA-256 of its content")><code class="is-broken">{sha256}</code></Fact>
            </Facts>
        </section>
    }
}

fn history(w: Words, zone: Zone, answers: &[PaymentAnswerLine]) -> impl IntoView + use<> {
    if answers.is_empty() {
        return None;
    }
    let lines = answers.iter().map(|one| {
        let when = format::moment(w, &zone.minute(one.at_ms));
        let says = match w {
            Words::Zh => {
                format!(
                    "{when}，{} 导入回盘文件：发放 {} 人，没有发成 {} 人",
                    one.clerk, one.paid, one.failed
                )
            }
            Words::En => {
                format!("{when}: {} took a file in: {} paid, {} not paid", one.clerk, one.paid, one.failed)
            }
        };
        view! { <li>{says}</li> }
    });
    let lines = lines.collect_view();
    Some(view! {
        <section class="sheet">
            <h2>{w.t("银行的答复", "What the bank answered")}</h2>
            <ul>{lines}</ul>
        </section>
    })
}

/// The profiles to choose from.
fn offered(w: Words) -> Vec<Choice> {
    profiles().iter().map(|one| Choice::new(one.code.clone(), name(w, one))).collect()
}

/// How a profile is called.
pub fn name(w: Words, profile: &Profile) -> String {
    w.either(&profile.name, &profile.name_en)
}

fn file_form(w: Words, here: &str, people: i64) -> impl IntoView + use<> {
    let most = profiles().iter().map(|one| one.rows_max).min().and_then(|rows| i64::try_from(rows).ok());
    let most = most.unwrap_or(people).max(1);
    let parts = (people + most - 1) / most;
    let part = (parts > 1).then(|| {
        let parts = (1..=parts).map(|part| Choice::new(part.to_string(), part.to_string())).collect();
        view! {
            <Select
                name="part"
                label=w.t("第几个文件", "Which of the files")
                hint=w.t("人多的时候，银行要分成几个文件", "A bank takes only so many rows in one")
                options=parts
                chosen="1"
            />
        }
    });
    view! {
        <form class="form sheet" method="post" action=format!("{here}/file")>
            <h2>{w.t("银行文件", "File for the bank")}</h2>
            <p class="soft">
                {w.t(
                    "文件里有完整姓名和账号，只交给银行，用完删掉。每次下载都有记录；同一批不管下载几次，内容都一样，参考号也不变，不会重复付。",
                    "It holds full names and numbers: for the bank only, to be deleted afterwards. Each download is on record. However often it is downloaded it is the same, with the same references, so that nothing is paid twice.",
                )}
            </p>
            <Select name="profile" label=w.t("格式", "Format") options=offered(w) chosen="general-csv" />
            {part}
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("下载银行文件", "Download it")}</Button>
            </div>
        </form>
    }
}

fn answer_form(w: Words, here: &str, state: &FormState<()>, sent: i64) -> impl IntoView + use<> {
    if sent == 0 {
        return None;
    }
    Some(view! {
        <form class="form sheet" method="post" action=format!("{here}/answer") enctype="multipart/form-data">
            <h2>{w.t("银行的答复", "The bank’s answer")}</h2>
            <Select name="profile" label=w.t("格式", "Format") options=offered(w) chosen="general-csv" />
            <FileField
                name="file"
                label=w.t("回盘文件", "File that came back")
                hint=w.t("Excel 或 CSV，最大 1 MB。先给您看，确认以后才记下。", "Excel or CSV, 1 MB at most. It is shown first, and recorded once you confirm it.")
                error=state.error("file")
                accept=".xlsx,.xls,.csv,.txt"
            />
            <div class="actions">
                <Button>{w.t("检查回盘文件", "Check the file")}</Button>
            </div>
        </form>
    })
}
