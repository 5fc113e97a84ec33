//! A batch before it is made: exactly who would be paid, and the button that freezes it.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{FundSourceId, PaymentId};
use domain::payment::{PayableLine, digest, fitting};
use domain::subsidy::Fen;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;
use store::payment::{Frozen, FundFigures, NewPayment, Payable, PayableSearch, PaymentRefusal};
use store::sealed::{PAYEE_NUMBER, PAYMENT_TO};
use web::address::Address;
use web::error::AppError;
use web::flash::see_other;
use web::page::About;
use web::parts::{
    Button, Cell, ColumnKind, Crumbs, DataTable, HeadCell, KeyFigure, KeyFigures, Kind, LinkButton, NavItem,
    Nothing, Pager, Row,
};
use web::views::class::class_name;
use web::{Flash, Site, Viewer, Visit};

use super::{actor, batch, people};

pub fn routes() -> Router<Site> {
    Router::new().route("/payments/new", get(new).post(make))
}

const LINES_A_PAGE: usize = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    fund: String,
    /// `yes`: with those whose entitlement names no fund.
    also: String,
    page: Option<usize>,
}

/// What is sent with the button.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct MakeForm {
    fund: String,
    also: String,
    /// The digest of what the page has shown.
    sha256: String,
}

/// A batch that could be made now.
struct Draft {
    fund: FundFigures,
    people: Vec<Payable>,
    lines: Vec<PayableLine>,
    amount: Fen,
    /// Who can be paid too, and for whom nothing is left.
    left_out: usize,
}

impl Draft {
    /// What can be paid out of a fund; nothing for one that is not there.
    async fn of(site: &Site, viewer: &Viewer, fund: &str, also: bool) -> Result<Option<Self>, AppError> {
        let fund = FundSourceId(fund.to_owned());
        let figures = site.db.fund_figures().await?.into_iter().find(|one| one.id == fund);
        let Some(figures) = figures else { return Ok(None) };
        let search =
            PayableSearch { over_before: site.publication_clock().over_before(), officer: &viewer.person };
        let mut people = site.db.payables(&search).await?;
        people.retain(|one| one.is_paid_by(&fund, also));
        let mut lines: Vec<PayableLine> = people.iter().filter_map(Payable::line).collect();
        let (count, amount) = fitting(&lines, figures.left());
        let left_out = lines.len() - count;
        lines.truncate(count);
        people.truncate(count);
        Ok(Some(Self { fund: figures, people, lines, amount, left_out }))
    }

    fn sha256(&self) -> String {
        digest(self.fund.id.as_str(), &self.lines)
    }

    /// To whom each line goes, sealed for the line.
    async fn frozen(&self, site: &Site) -> Result<Vec<Frozen>, AppError> {
        let mut frozen = Vec::with_capacity(self.people.len());
        for one in &self.people {
            let (payee, sealed) = (one.payee_id.clone().unwrap_or_default(), one.number_sealed.clone());
            let number = site.open(PAYEE_NUMBER.of(&payee), &sealed.unwrap_or_default()).await?;
            let number =
                number.ok_or_else(|| AppError::Internal(anyhow::anyhow!("payee {payee} is shut")))?;
            let to = json!({"name": one.full_name, "bank": one.bank, "kind": one.kind, "number": number});
            let line = site.new_id();
            let to_sealed = site.seal(PAYMENT_TO.of(&line), &to.to_string());
            frozen.push(Frozen { line, to_sealed });
        }
        Ok(frozen)
    }
}

/// `GET /payments/new`: for who makes payments.
async fn new(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    viewer.require(Action::MakePayments)?;
    let also = query.also == "yes";
    let Some(draft) = Draft::of(&site, &viewer, &query.fund, also).await? else {
        return Ok(see_other("/payments"));
    };
    let w = visit.words;
    let title = w.t("拨付一批", "A new batch");
    let page = visit.page(About::new(title).at(NavItem::Payments), move || {
        let crumbs = view! {
            <Crumbs
                words=w
                above=vec![("/payments".to_owned(), NavItem::Payments.name(w).to_owned())]
                here=title
            />
        };
        if draft.lines.is_empty() {
            let says = if draft.left_out > 0 {
                w.t("这个资金渠道的结余不够付下一个人。", "What is left of this fund does not pay the next person.")
            } else {
                w.t("公示期满、登记了账户的人会出现在这里。", "Those who were published long enough and gave an account appear here.")
            };
            return view! {
                {crumbs}
                <h1>{title}</h1>
                <Nothing words=w yet=w.t("现在没有可以从这个渠道拨付的人", "Nobody can be paid out of this fund now") clear=None>
                    <p>{says}</p>
                    <LinkButton href="/payments">{w.t("回到补贴拨付", "Back to payments")}</LinkButton>
                </Nothing>
            }
            .into_any();
        }
        let sha256 = draft.sha256();
        let list = format!("/payments/new?fund={}&also={}", draft.fund.id, if also { "yes" } else { "" });
        let pages = draft.people.len().div_ceil(LINES_A_PAGE).max(1);
        let page = query.page.unwrap_or(1).clamp(1, pages);
        let shown = draft.people.iter().skip((page - 1) * LINES_A_PAGE).take(LINES_A_PAGE);
        let rows = shown.map(|one| row(w, one)).collect_view();
        let left_out = (draft.left_out > 0).then(|| {
            let says = match w {
                Words::Zh => format!("还有 {} 人排在后面，结余或者一批的人数不够，这一批不付。", draft.left_out),
                Words::En => format!("{} more come after them: too little is left, or the batch is full.", draft.left_out),
            };
            view! { <p class="soft">{says}</p> }
        });
        let left = Fen(draft.fund.left().0 - draft.amount.0);
        view! {
            {crumbs}
            <h1>{title}</h1>
            <p>
                {w.t(
                    "下面就是这一批要付的人。点“确认拨付”以后，这一批的人、金额、账户就固定下来，再也改不了；然后下载银行文件。",
                    "This is exactly who is paid. Once you confirm, people, amounts and accounts of the batch are frozen and never change; then you download the file for the bank.",
                )}
            </p>
            <KeyFigures>
                <KeyFigure label=w.t("人数", "People") value=people(w, draft.lines.len()) />
                <KeyFigure label=w.t("金额", "Amount") value=format::money(draft.amount.0) />
                <KeyFigure
                    label=w.t("付完以后渠道结余", "Left of the fund after it")
                    value=format::money(left.0)
                    note=w.either(&draft.fund.name, &draft.fund.name_en)
                />
            </KeyFigures>
            {left_out}
            <form class="form sheet" method="post" action="/payments/new">
                <input type="hidden" name="fund" value=draft.fund.id.0.clone() />
                <input type="hidden" name="also" value=if also { "yes" } else { "" } />
                <input type="hidden" name="sha256" value=sha256 />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("确认拨付", "Make this batch")}</Button>
                    <LinkButton href="/payments" kind=Kind::Quiet>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
            <DataTable
                lines=true
                caption=w.t("要付的人", "Who is paid")
                columns=vec![
                    (w.t("姓名", "Name").to_owned(), ColumnKind::Text),
                    (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                    (w.t("账户", "Account").to_owned(), ColumnKind::Text),
                    (w.t("金额", "Amount").to_owned(), ColumnKind::Number),
                ]
            >
                {rows}
            </DataTable>
            <Pager
                words=w
                page=i64::try_from(page).unwrap_or(1)
                pages=i64::try_from(pages).unwrap_or(1)
                list=list
                summary=String::new()
            />
        }
        .into_any()
    });
    Ok(page.into_response())
}

fn row(w: Words, one: &Payable) -> impl IntoView + use<> {
    let class = class_name(&w.either(&one.course_title, &one.course_title_en), &one.class_title);
    let account = format!(
        "{} …{}",
        one.bank.as_deref().unwrap_or_default(),
        one.last_four.as_deref().unwrap_or_default()
    );
    let (name, amount) = (one.name.as_str().to_owned(), format::money(one.amount_fen));
    view! {
        <Row>
            <HeadCell>{name}</HeadCell>
            <Cell label=w.t("班级", "Class")>{class}</Cell>
            <Cell label=w.t("账户", "Account")>{account}</Cell>
            <Cell label=w.t("金额", "Amount") kind=ColumnKind::Number>{amount}</Cell>
        </Row>
    }
}

/// `POST /payments/new`: for who makes payments; exactly what was seen, or nothing.
async fn make(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<MakeForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::MakePayments)?;
    let (w, actor) = (visit.words, actor(&viewer)?);
    let also = form.also == "yes";
    let Some(draft) = Draft::of(&site, &viewer, &form.fund, also).await? else {
        return Ok(see_other("/payments"));
    };
    let again = format!("/payments/new?fund={}&also={}", draft.fund.id, if also { "yes" } else { "" });
    let changed = w.t(
        "您打开这一页以后，可以拨付的人有了变化，没有拨付。请看最新的名单，再确认。",
        "Who can be paid has changed since you opened this page, and nothing was made. Look at the list as it is now.",
    );
    if draft.sha256() != form.sha256 {
        return Ok(Flash::notice(changed).then(&again).into_response());
    }
    let (id, frozen) = (PaymentId(site.new_id()), draft.frozen(&site).await?);
    let new = NewPayment {
        id: &id,
        fund: &draft.fund.id,
        with_unfunded: also,
        sha256: &form.sha256,
        over_before: site.publication_clock().over_before(),
        frozen: &frozen,
    };
    let event = |number, people, amount| {
        let action = AuditAction::PaymentMake {
            payment: id.clone(),
            number,
            fund: draft.fund.id.clone(),
            people,
            amount,
            sha256: form.sha256.clone(),
        };
        site.event(&viewer, &from, action, "")
    };
    match site.db.make_payment(&new, &actor, event).await? {
        Ok(number) => {
            let done = match w {
                Words::Zh => format!("{}做好了。下载银行文件，交给银行。", batch(w, number)),
                Words::En => {
                    format!("{} is made. Download the file and give it to the bank.", batch(w, number))
                }
            };
            Ok(Flash::done(done).then(&format!("/payments/{id}")))
        }
        Err(PaymentRefusal::Changed) => Ok(Flash::notice(changed).then(&again)),
        Err(PaymentRefusal::Nobody) => {
            let says =
                w.t("没有可以拨付的人了，没有拨付。", "Nobody can be paid any more; nothing was made.");
            Ok(Flash::notice(says).then("/payments"))
        }
    }
}
