//! My account: what is registered, what I agreed to, where I am signed in, my password, my data.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use domain::access::Action;
use domain::access::is_official;
use domain::consent::Record;
use domain::document::DocumentKind;
use leptos::prelude::*;
use store::account::{Details, OpenLogin};
use store::device_key::DeviceKey;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Fact, Facts};
use web::viewer::token_digest;
use web::{Site, Viewer, Visit};

use super::password::PasswordChangeForm;
use super::{consents, devices, password};
use crate::access_change::{self, SHOWN_MS};
use crate::{close, identity, paper, passkey, phone, second_factor};

pub fn routes() -> Router<Site> {
    Router::new().route("/account", get(account))
}

/// `GET /account`: for whoever is signed in, about themselves only.
async fn account(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Page, AppError> {
    account_page(&site, &viewer, &visit, &headers, FormState::default()).await
}

/// Everything the page shows.
pub struct PageData {
    pub login: String,
    pub details: Details,
    pub consents: Vec<Record>,
    pub logins: Vec<OpenLogin>,
    /// What signs study.
    pub signing: Vec<DeviceKey>,
    /// The sign-in that reads this page.
    pub here: Option<[u8; 32]>,
}

/// The page, with what was wrong with a new password.
pub async fn account_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    headers: &HeaderMap,
    state: FormState<PasswordChangeForm>,
) -> Result<Page, AppError> {
    let data = PageData {
        login: viewer.login.clone(),
        details: site.db.details(&viewer.person).await?,
        consents: site.db.consents(&viewer.person).await?,
        logins: site.db.open_logins(&viewer.account, site.now()).await?,
        here: token_digest(site, headers),
        signing: site.db.device_keys(&viewer.account).await?,
    };
    let (w, zone) = (visit.words, site.zone());
    let second_factor = site.db.second_factor(&viewer.account).await?.is_some();
    let provider = site.oidc.clone();
    let passkeys = site.db.passkeys(&viewer.account).await?.len();
    let verified = site.db.phone_verified_at(&viewer.account).await?;
    let verified = verified.map(|at_ms| phone::page::since(w, &format::moment(w, &zone.minute(at_ms))));
    let phone =
        site.sender.is_on().then(|| phone::page::section(w, data.details.phone_masked.clone(), verified));
    let since = site.now() - SHOWN_MS;
    let changes = site.db.access_changes(&viewer.account, since, access_change::SHOWN_MAX).await?;
    let official = is_official(&site.db.grants(&viewer.account, site.now()).await?);
    // What learners agree to; officials are here by their office.
    let studies = viewer.may(Action::Study);
    Ok(visit.page(About::new(w.t("我的账号", "My account")).narrow(), move || {
        view! {
            <h1>{w.t("我的账号", "My account")}</h1>
            {registered(w, &data)}
            {studies.then(|| paper::page::section(w))}
            {studies.then(|| consents::section(w, zone, &data.consents))}
            {phone}
            {devices::section(w, zone, &data)}
            {(!data.signing.is_empty()).then(|| devices::signing(w, zone, &data))}
            {access_change::section(w, zone, changes)}
            {password::section(w, data.login.clone(), official, &state)}
            {passkey::page::section(w, passkeys)}
            {provider.map(|provider| identity::page::section(w, &provider.label))}
            {second_factor::page::section(w, second_factor)}
            <section class="sheet">
                <h2>{w.t("我的数据", "My data")}</h2>
                <p>
                    {w.t(
                        "登记信息、同意记录、报的班和每天的学时，存成一个文件带走。",
                        "Registration, agreements, classes and the hours of each day, in one file to take away.",
                    )}
                </p>
                <p>
                    <a href="/account/data" download>{w.t("下载我的数据(JSON)", "Download my data (JSON)")}</a>
                </p>
                <p class="soft">
                    {w.t("其他登记的信息有错，请带身份证到培训机构改正，或拨打 12333。", "To correct anything else that is registered, bring your card to the school or call 12333.")}
                    " " <a href="/privacy">{w.t("个人信息怎么保护", "How it is protected")}</a>
                </p>
            </section>
            {close::page::section(w)}
        }
    }))
}

fn registered(w: Words, data: &PageData) -> impl IntoView + use<> {
    let Details { name, birth_date, document_masked, phone_masked, home, home_en, .. } = data.details.clone();
    let category = data.details.category.clone().map(|category| {
        let name = w.either(&category, data.details.category_en.as_deref().unwrap_or_default());
        let since =
            data.details.category_since.as_deref().map(|day| format::date(w, day)).unwrap_or_default();
        let since = match w {
            Words::Zh => format!("{since}起"),
            Words::En => format!("since {since}"),
        };
        let standing = w.category_standing(data.details.category_proved);
        view! {
            <Fact term=w.t("人员类别", "Category")>
                {name} <br /> <span class="soft">{[since.as_str(), standing].join(w.t("，", ", "))}</span>
            </Fact>
        }
    });
    let login = data.login.clone();
    let kind = DocumentKind::from_code(&data.details.document_type).unwrap_or_default();
    view! {
        <section class="sheet">
            <h2>{w.t("登记的信息", "What is registered")}</h2>
            <Facts>
                <Fact term=w.t("姓名", "Name")>{name}</Fact>
                <Fact term=w.document_kind(kind)>
                    {document_masked} <br />
                    <a href="/account/document">{w.t("证件换了号码", "The number has changed")}</a>
                </Fact>
                <Fact term=w.t("出生日期", "Born")>{format::date(w, &birth_date)}</Fact>
                <Fact term=w.t("手机号", "Phone")>{phone_masked}</Fact>
                <Fact term=w.t("户籍地", "Household")>{w.either(&home, &home_en)}</Fact>
                {category}
                <Fact term=w.t("账号", "Account")>{login}</Fact>
            </Facts>
        </section>
    }
}
