//! Registering an institution.

use std::ops::RangeInclusive;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::credit_code::read_credit_code;
use domain::id::OrganisationId;
use domain::typed::{number, visible};
use leptos::prelude::*;
use serde::Deserialize;
use store::person::NewOrganisation;
use web::address::Address;
use web::error::AppError;
use web::form::{FormState, text};
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Crumbs, ErrorSummary, Field, Kind, Select};
use web::{Flash, Site, Viewer, Visit};

use super::AT;

pub fn routes() -> Router<Site> {
    Router::new().route("/institutions/new", get(form).post(register))
}

/// How long a name may be, in characters.
const NAME_CHARS: RangeInclusive<usize> = 2..=60;
/// How long a name in English may be.
const NAME_EN_CHARS: RangeInclusive<usize> = 0..=100;
/// How many digits a phone has: from 12333 to one with an extension.
const PHONE_DIGITS: RangeInclusive<usize> = 5..=16;
/// What is registered here.
const KINDS: [&str; 4] = ["institution", "enterprise", "college", "partner"];

/// An institution as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InstitutionForm {
    pub name: String,
    pub name_en: String,
    pub kind: String,
    pub region: String,
    pub credit_code: String,
    pub phone: String,
}

/// Regions in which the viewer may register institutions: id, name, name in English.
async fn regions(site: &Site, viewer: &Viewer) -> Result<Vec<(String, String, String)>, AppError> {
    let reach = viewer.scope_filter(Action::ManageInstitutions);
    let mut regions = site.db.bureau_regions().await?;
    regions.retain(|(id, ..)| reach.all || reach.region.as_ref().is_some_and(|region| region.as_str() == id));
    Ok(regions)
}

/// `GET /institutions/new`: for who registers institutions.
async fn form(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::ManageInstitutions)?;
    Ok(page(&visit, regions(&site, &viewer).await?, FormState::default()))
}

fn page(visit: &Visit, regions: Vec<(String, String, String)>, state: FormState<InstitutionForm>) -> Page {
    let w = visit.words;
    let title = w.t("登记机构", "Register an institution");
    visit.page(About::new(title).at(AT).narrow(), move || {
        let kinds = KINDS.map(|kind| Choice::new(kind, w.organisation_kind(kind)));
        let mut options: Vec<Choice> =
            (regions.len() > 1).then(|| Choice::new("", w.t("请选择", "Please choose"))).into_iter().collect();
        options.extend(regions.iter().map(|(id, zh, en)| Choice::new(id, w.either(zh, en))));
        let form = state.form.clone();
        view! {
            <Crumbs
                words=w
                above=vec![("/institutions".to_owned(), w.t("培训机构", "Institutions").to_owned())]
                here=title
            />
            <h1>{title}</h1>
            <ErrorSummary title=w.t("没有登记，请看这里", "Not registered, please look here") errors=state.errors() />
            <form class="form sheet" method="post" action="/institutions/new">
                <Field name="name" label=w.t("机构全称", "Full name") hint=w.t("和营业执照或登记证书上的一样", "As on the licence") error=state.error("name") value=form.name />
                <Field name="name_en" label=w.t("英文名（可以不填）", "Name in English (optional)") error=state.error("name_en") value=form.name_en />
                <Choices name="kind" label=w.t("类型", "Kind") error=state.error("kind") options=kinds.to_vec() chosen=vec![form.kind] />
                <Select name="region" label=w.t("所在地", "Region") error=state.error("region") options=options chosen=form.region />
                <Field
                    name="credit_code"
                    label=w.t("统一社会信用代码", "Unified social credit code")
                    hint=w.t("18 位数字和字母", "18 digits and letters")
                    error=state.error("credit_code")
                    value=form.credit_code
                    autocomplete="off"
                />
                <Field
                    name="phone"
                    label=w.t("联系电话", "Phone")
                    hint=w.t("学员会看到，可以打这个电话问", "Learners see it and call it")
                    error=state.error("phone")
                    value=form.phone
                    inputmode="tel"
                />
                <p class="soft">
                    {w.t(
                        "登记以后，下一步是登记备案、邀请机构负责人。",
                        "Then its filings are recorded, and whoever runs it is invited.",
                    )}
                </p>
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("登记", "Register")}</Button>
                </div>
            </form>
        }
    })
}

/// `POST /institutions/new`: for who registers institutions, within their regions.
async fn register(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<InstitutionForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageInstitutions)?;
    let w = visit.words;
    let regions = regions(&site, &viewer).await?;
    let mut state = FormState::from(form);
    let typed = state.form.clone();
    let name = state.check(
        "name",
        text(
            &typed.name,
            NAME_CHARS,
            w.t("请填机构全称，2 到 60 个字。", "Please write the full name, in 2 to 60 characters."),
        ),
    );
    let name_en = state.check(
        "name_en",
        text(
            &typed.name_en,
            NAME_EN_CHARS,
            w.t("英文名太长，最多 100 个字符。", "Please keep it below 100 characters."),
        ),
    );
    let kind = KINDS.into_iter().find(|kind| *kind == typed.kind);
    let kind = state.check("kind", kind.ok_or(w.t("请选择类型。", "Please choose the kind.")));
    let region = regions.iter().find(|(id, ..)| *id == typed.region).map(|(id, ..)| id.clone());
    let region = state.check("region", region.ok_or(w.t("请选择所在地。", "Please choose the region.")));
    let credit_code = read_credit_code(&typed.credit_code).map_err(|refusal| w.credit_code_refused(refusal));
    let credit_code = state.check("credit_code", credit_code);
    let phone = state.check("phone", phone(w, &typed.phone));
    let (Some(name), Some(name_en), Some(kind), Some(region), Some(credit_code), Some(phone)) =
        (name, name_en, kind, region, credit_code, phone)
    else {
        return Ok(page(&visit, regions, state).refused().into_response());
    };
    let new = NewOrganisation {
        id: OrganisationId(site.new_id()),
        kind: kind.to_owned(),
        name,
        name_en,
        region: region.into(),
        credit_code: credit_code.clone(),
        phone,
    };
    let action = AuditAction::OrganisationRegister { organisation: new.id.clone() };
    let event = site.event(&viewer, &from, action, "");
    if !site.db.register_institution(&new, &event).await? {
        let known = site.db.institution_of_credit_code(&credit_code).await?;
        // Of another county's institution no more is said than that it is there.
        let known =
            known.filter(|one| viewer.require_in(Action::SeeInstitutions, &one.id, &one.region_id).is_ok());
        let sentence = match (w, known) {
            (Words::Zh, Some(one)) => format!("这个信用代码已经登记过：{}。请在机构列表里找到它。", one.name),
            (Words::En, Some(one)) => format!("{} has this code and is registered already.", one.name),
            (Words::Zh, None) => "这个信用代码已经在别的地区登记过。请联系市局核对。".to_owned(),
            (Words::En, None) => {
                "This code is registered in another region. Please ask the city bureau.".to_owned()
            }
        };
        state.refuse("credit_code", sentence);
        return Ok(page(&visit, regions, state).refused().into_response());
    }
    let done = w.t(
        "已登记。下一步：登记备案，邀请负责人。",
        "Registered. Next: record its filings, invite who runs it.",
    );
    Ok(Flash::done(done).then(&format!("/institutions/{}", new.id)))
}

/// A phone, landline or not, as it is shown.
fn phone(w: Words, typed: &str) -> Result<String, &'static str> {
    let digits = number(typed);
    let plain = digits.trim_start_matches('+');
    if PHONE_DIGITS.contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_digit()) {
        Ok(visible(typed))
    } else {
        Err(w.t("请填电话号码，如 0546-1234567。", "Please write a phone number, as 0546-1234567."))
    }
}
