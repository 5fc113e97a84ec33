//! The last page: is everything right, a password, and what is agreed to.

use app::format;
use app::words::Words;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::consent::Purpose;
use domain::person::{Sex, masked_phone};
use leptos::prelude::*;
use web::flash::see_other;
use web::page::Page;
use web::parts::{Choice, Choices, Fact, Facts, Field, Username};
use web::{Site, Visit};

use super::page::{Errors, Step, error_of, question};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/password", get(password))
}

/// What comes back with the page; passwords never do.
#[derive(Debug, Default)]
pub struct PasswordTyped {
    pub agreed: Vec<Purpose>,
    pub errors: Errors,
}

/// `GET /register/password`: open to everybody who has answered what comes before.
async fn password(visit: Visit, draft: Draft) -> Response {
    match Step::Password.open_before(&draft) {
        Some(step) => see_other(step.address()),
        None => password_page(&visit, &draft, PasswordTyped::default()).into_response(),
    }
}

/// The page, with what was ticked and what was wrong.
pub fn password_page(visit: &Visit, draft: &Draft, typed: PasswordTyped) -> Page {
    let title = visit.words.t("最后一步：设一个密码", "Last: choose a password");
    let draft = draft.clone();
    question(visit, Step::Password, title, typed.errors.clone(), move |w| {
        let errors = typed.errors;
        view! {
            {summary(w, &draft)}
            <Username value=draft.phone.clone() />
            <Field
                name="password"
                label=w.t("密码", "Password")
                hint=w.t(
                    "至少 8 个字符。不要用手机号、生日和姓名。可以用几个词连起来，好记又难猜。",
                    "At least 8 characters. Not your phone, birthday or name. A few words together are easy to keep in mind and hard to guess.",
                )
                error=error_of(&errors, "password")
                kind="password"
                autocomplete="new-password"
            />
            <Field
                name="again"
                label=w.t("再填一遍密码", "The password again")
                error=error_of(&errors, "again")
                kind="password"
                autocomplete="new-password"
            />
            {consent(w, Purpose::RealName, w.t("必须同意才能登记", "Needed to register"), &typed.agreed, &errors)}
            {consent(w, Purpose::Subsidy, w.t("报名有补贴的班需要，现在可以不选", "Needed for subsidised classes; may be left for later"), &typed.agreed, &errors)}
            <p class="soft">
                <a href="/privacy">{w.t("个人信息怎么保护、怎么撤回同意", "How your data is protected, and how to take an agreement back")}</a>
            </p>
        }
    })
}

/// What was told so far, each with the way to correct it.
fn summary(w: Words, draft: &Draft) -> impl IntoView + use<> {
    let document = draft.document();
    let said = || Some((draft.birth.clone(), Sex::from_code(&draft.sex)?));
    let says = document.as_ref().and_then(|document| document.says.clone()).or_else(said);
    let who =
        says.map_or_else(String::new, |(birth, sex)| format!("{} · {}", w.sex(sex), format::date(w, &birth)));
    let masked = document.map_or_else(String::new, |document| document.masked());
    let change = move |step: Step, what: &'static str| {
        view! {
            <a href=step.address()>
                {w.t("改", "Change")} <span class="visually-hidden">{what}</span>
            </a>
        }
    };
    let (phone, name, kind) = (masked_phone(&draft.phone), draft.name.clone(), draft.kind());
    view! {
        <Facts>
            <Fact term=w.t("手机号", "Phone")>
                {phone} " " {change(Step::Phone, w.t("手机号", "phone"))}
            </Fact>
            <Fact term=w.t("姓名", "Name")>
                {name} " " {change(Step::Identity, w.t("姓名和证件", "name and document"))}
            </Fact>
            <Fact term=w.document_kind(kind)>
                {masked} <br /> <span class="soft">{who}</span>
            </Fact>
        </Facts>
    }
}

fn consent(
    w: Words,
    purpose: Purpose,
    need: &'static str,
    agreed: &[Purpose],
    errors: &Errors,
) -> impl IntoView + use<> {
    let chosen = if agreed.contains(&purpose) { vec!["yes".to_owned()] } else { Vec::new() };
    view! {
        <Choices
            name=purpose.as_str()
            label=w.consent_title(purpose)
            hint=need
            error=error_of(errors, purpose.as_str())
            options=vec![Choice::new("yes", w.consent_text(purpose))]
            chosen=chosen
            many=true
        />
    }
}
