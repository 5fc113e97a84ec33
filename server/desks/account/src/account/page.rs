//! What is registered of me, and what I agreed to.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::document::DocumentKind;
use leptos::prelude::*;
use store::account::Details;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Fact, Facts, NavItem};
use web::{Site, Viewer, Visit};

use super::consents;
use super::parts::{Part, head};
use crate::paper;

pub fn routes() -> Router<Site> {
    Router::new().route("/account", get(account))
}

/// `GET /account`: for whoever is signed in, about themselves only.
async fn account(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    let (w, zone, login) = (visit.words, site.zone(), viewer.login.clone());
    let details = site.db.details(&viewer.person).await?;
    let records = site.db.consents(&viewer.person).await?;
    // What learners agree to; officials are here by their office.
    let studies = viewer.may(Action::Study);
    let about = About::new(w.t("我的账号", "My account")).narrow().at(NavItem::Account);
    Ok(visit.page(about, move || {
        view! {
            {head(w, Part::Details, studies)}
            {registered(w, details, login)}
            {studies.then(|| paper::page::section(w))}
            {studies.then(|| consents::section(w, zone, &records))}
        }
    }))
}

fn registered(w: Words, details: Details, login: String) -> impl IntoView + use<> {
    let category = details.category.as_deref().map(|category| {
        let name = w.either(category, details.category_en.as_deref().unwrap_or_default());
        let since = details.category_since.as_deref().map(|day| format::date(w, day)).unwrap_or_default();
        let since = match w {
            Words::Zh => format!("{since}起"),
            Words::En => format!("since {since}"),
        };
        let standing = w.category_standing(details.category_proved);
        view! {
            <Fact term=w.t("人员类别", "Category")>
                {name} <br /> <span class="soft">{[since.as_str(), standing].join(w.t("，", ", "))}</span>
            </Fact>
        }
    });
    let Details { name, birth_date, document_masked, phone_masked, home, home_en, .. } = details.clone();
    let kind = DocumentKind::from_code(&details.document_type).unwrap_or_default();
    view! {
        <section class="sheet">
            <h2>{w.t("登记的信息", "What is registered")}</h2>
            <Facts>
                <Fact term=w.t("姓名", "Name")>{name}</Fact>
                <Fact term=w.document_kind(kind)>
                    <span class="nowrap">{document_masked}</span> <br />
                    <a href="/account/document">{w.t("证件换了号码", "The number has changed")}</a>
                </Fact>
                <Fact term=w.t("出生日期", "Born")>{format::date(w, &birth_date)}</Fact>
                <Fact term=w.t("手机号", "Phone")>{phone_masked}</Fact>
                <Fact term=w.t("户籍地", "Household")>{w.either(&home, &home_en)}</Fact>
                {category}
                <Fact term=w.t("账号", "Account")>{login}</Fact>
            </Facts>
            <p class="soft">
                {w.t("其他登记的信息有错，请带身份证到培训机构改正，或拨打 12333。", "To correct anything else that is registered, bring your card to the school or call 12333.")}
            </p>
        </section>
    }
}
