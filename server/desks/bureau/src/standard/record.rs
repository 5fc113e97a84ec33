//! Recording a standard by hand.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::class_application::Programme;
use domain::course::Level;
use domain::id::StandardId;
use domain::standard::Standard;
use domain::standard_line::{LineFault, StandardField, read_line};
use leptos::prelude::*;
use serde::Deserialize;
use store::standard::Recorded;
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Crumbs, ErrorSummary, Field, Kind, LinkButton, Nothing, Select};
use web::{Flash, Site, Viewer, Visit};

use super::AT;
use super::known::Offered;

pub fn routes() -> Router<Site> {
    Router::new().route("/standards/new", get(form).post(record))
}

/// A standard as it was typed; each field is called by its code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StandardForm {
    trade: String,
    level: String,
    category: String,
    programme: String,
    pay: String,
    sum: String,
    max: String,
    partial: String,
    living_day: String,
    living_max: String,
    fund: String,
    from: String,
    until: String,
    source: String,
}

impl StandardForm {
    fn field(&self, field: StandardField) -> &str {
        match field {
            StandardField::Trade => &self.trade,
            StandardField::Level => &self.level,
            StandardField::Category => &self.category,
            StandardField::Programme => &self.programme,
            StandardField::Pay => &self.pay,
            StandardField::Sum => &self.sum,
            StandardField::Max => &self.max,
            StandardField::Partial => &self.partial,
            StandardField::LivingDay => &self.living_day,
            StandardField::LivingMax => &self.living_max,
            StandardField::Fund => &self.fund,
            StandardField::From => &self.from,
            StandardField::Until => &self.until,
            StandardField::Source => &self.source,
        }
    }
}

/// `GET /standards/new`: for who manages standards.
async fn form(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::ManageStandards)?;
    Ok(page(&visit, Offered::of(&site).await?, FormState::default()))
}

fn page(visit: &Visit, offered: Offered, state: FormState<StandardForm>) -> Page {
    let w = visit.words;
    let title = w.t("登记补贴标准", "Record a standard");
    visit.page(About::new(title).at(AT).narrow(), move || {
        let body = if offered.funds.is_empty() {
            view! {
                <Nothing words=w yet=w.t("还没有登记资金渠道", "No funds yet") clear=None>
                    <p>{w.t("每条标准都从一个资金渠道支付，请先登记资金渠道。", "Each standard is paid out of a fund: please record one first.")}</p>
                    <LinkButton href="/standards/funds" kind=Kind::Primary>{w.t("登记资金渠道", "Record a fund")}</LinkButton>
                </Nothing>
            }
            .into_any()
        } else {
            fields(w, offered, &state).into_any()
        };
        view! {
            <Crumbs
                words=w
                above=vec![("/standards".to_owned(), w.t("补贴标准", "Standards").to_owned())]
                here=title
            />
            <h1>{title}</h1>
            <ErrorSummary title=w.t("没有登记，请看这里", "Not recorded, please look here") errors=state.errors() />
            {body}
        }
    })
}

fn fields(w: Words, offered: Offered, state: &FormState<StandardForm>) -> impl IntoView + use<> {
    let any = || vec![Choice::new("", w.t("不限", "Any"))];
    let mut levels = any();
    levels.extend(Level::ALL.map(|level| Choice::new(level.as_str(), w.level(level))));
    let mut categories = any();
    let known = offered.categories.into_iter();
    categories.extend(known.map(|one| Choice::new(one.code, w.either(&one.name, &one.name_en))));
    let mut programmes = any();
    programmes.extend(Programme::ALL.map(|one| Choice::new(one.as_str(), w.programme(one))));
    let pays = vec![
        Choice::new("per_person", w.t("按人，每人一个数", "A sum for each person")),
        Choice::new("per_credit_hour", w.t("按学时，有最高", "For each credit hour, with a most")),
    ];
    let mut funds: Vec<Choice> = (offered.funds.len() > 1)
        .then(|| Choice::new("", w.t("请选择", "Please choose")))
        .into_iter()
        .collect();
    funds.extend(offered.funds.into_iter().map(|fund| {
        let name = w.either(&fund.name, &fund.name_en);
        Choice::new(&fund.code, format!("{name} {} {}", fund.year, fund.code))
    }));
    let form = state.form.clone();
    let label = |field| w.standard_field(field).to_owned();
    let error = |field: StandardField| state.error(field.as_str());
    view! {
        <form class="form sheet" method="post" action="/standards/new">
            <h2>{w.t("给什么培训", "What it is for")}</h2>
            <Field
                name="trade"
                label=label(StandardField::Trade)
                hint=w.t("填编码或全称，如 4-10-01-05；不限就空着", "Its code or whole name, as 4-10-01-05; empty for any")
                error=error(StandardField::Trade)
                value=form.trade
                autocomplete="off"
            />
            <Select name="level" label=label(StandardField::Level) error=error(StandardField::Level) options=levels chosen=form.level />
            <Select name="category" label=label(StandardField::Category) error=error(StandardField::Category) options=categories chosen=form.category />
            <Select name="programme" label=label(StandardField::Programme) error=error(StandardField::Programme) options=programmes chosen=form.programme />
            <h2>{w.t("补多少", "What it pays")}</h2>
            <Choices name="pay" label=label(StandardField::Pay) error=error(StandardField::Pay) options=pays chosen=vec![form.pay] />
            <Field
                name="sum"
                label=label(StandardField::Sum)
                hint=w.t("每人多少，或每学时多少", "For a person, or for a credit hour")
                error=error(StandardField::Sum)
                value=form.sum
                autocomplete="off"
                inputmode="decimal"
                shape="input-short"
            />
            <Field
                name="max"
                label=label(StandardField::Max)
                hint=w.t("只有按学时的才填", "Only where hours are paid")
                error=error(StandardField::Max)
                value=form.max
                autocomplete="off"
                inputmode="decimal"
                shape="input-short"
            />
            <Field
                name="partial"
                label=label(StandardField::Partial)
                hint=w.t("不付就空着", "Empty: nothing")
                error=error(StandardField::Partial)
                value=form.partial
                autocomplete="off"
                inputmode="numeric"
                shape="input-short"
            />
            <Field
                name="living_day"
                label=label(StandardField::LivingDay)
                hint=w.t("没有生活费就空着", "Empty where there is none")
                error=error(StandardField::LivingDay)
                value=form.living_day
                autocomplete="off"
                inputmode="decimal"
                shape="input-short"
            />
            <Field
                name="living_max"
                label=label(StandardField::LivingMax)
                error=error(StandardField::LivingMax)
                value=form.living_max
                autocomplete="off"
                inputmode="decimal"
                shape="input-short"
            />
            <h2>{w.t("依据和日期", "Document and days")}</h2>
            <Select name="fund" label=label(StandardField::Fund) error=error(StandardField::Fund) options=funds chosen=form.fund />
            <Field name="source" label=label(StandardField::Source) error=error(StandardField::Source) value=form.source autocomplete="off" />
            <Field
                name="from"
                label=label(StandardField::From)
                hint=w.t("8 个数字，如 20260301；这天起开的班按它算", "Eight digits, as 20260301; it pays classes that begin from then on")
                error=error(StandardField::From)
                value=form.from
                autocomplete="off"
                inputmode="numeric"
                shape="input-short"
            />
            <Field
                name="until"
                label=w.t("到哪天为止（长期有效就不填）", "Last day (empty: until further notice)")
                error=error(StandardField::Until)
                value=form.until
                autocomplete="off"
                inputmode="numeric"
                shape="input-short"
            />
            <p class="soft">
                {w.t(
                    "登记后不能修改。写错了，就停用那一条，再登记一条对的。",
                    "It cannot be changed afterwards: end what is wrong, and record it anew.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("登记标准", "Record it")}</Button>
            </div>
        </form>
    }
}

/// `POST /standards/new`: for who manages standards.
async fn record(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<StandardForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageStandards)?;
    let w = visit.words;
    let offered = Offered::of(&site).await?;
    let known = offered.known();
    let mut state = FormState::from(form);
    let read = read_line(|field| state.form.field(field).to_owned(), &known);
    let standard = match read {
        Ok(standard) => Standard { id: StandardId(site.new_id()), ..standard },
        Err(faults) => {
            for (field, fault) in faults {
                state.refuse(field.as_str(), w.standard_fault(field, &fault));
            }
            return Ok(page(&visit, offered, state).refused().into_response());
        }
    };
    let id = standard.id.clone();
    let action = AuditAction::StandardRecord { standard: id.clone(), source: standard.source.clone() };
    let event = site.event(&viewer, &from, action, "");
    let fault = match site.db.record_standards(&[(standard, event)]).await? {
        Recorded::Done { new: 1 } => {
            let done = w.t("标准已登记。", "The standard is recorded.");
            return Ok(Flash::done(done).then(&format!("/standards/{id}")));
        }
        Recorded::Done { .. } => LineFault::Already,
        Recorded::Tie { with, .. } => LineFault::Ties(site.db.standard(&with).await?.rule.source),
    };
    // Of the fields that may be meant, the first: the summary leads there.
    state.refuse("trade", w.standard_fault(StandardField::Trade, &fault));
    Ok(page(&visit, offered, state).refused().into_response())
}
