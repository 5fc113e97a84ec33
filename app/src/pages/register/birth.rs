//! For documents whose number does not say it: when somebody was born, and their sex.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::person::Sex;
use leptos::prelude::*;

use super::{Errors, Step, error_of, question};
use crate::page::Page;
use crate::parts::{Choice, Choices, Field};
use crate::request::flash::see_other;
use crate::request::{Draft, Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/register/birth", get(birth))
}

/// `GET /register/birth`: open to everybody who has answered what comes before with such a document.
async fn birth(visit: Visit, draft: Draft) -> Response {
    match Step::Birth.open_before(&draft) {
        Some(step) => see_other(step.address()),
        None if draft.kind().says_birth() => see_other(Step::Home.address()),
        None => birth_page(&visit, draft.birth, draft.sex, Errors::new()).into_response(),
    }
}

/// The question, with what was typed and what was wrong with it.
pub fn birth_page(visit: &Visit, birth: String, sex: String, errors: Errors) -> Page {
    let title = visit.words.t("出生日期和性别", "Date of birth and sex");
    question(visit, Step::Birth, title, errors.clone(), move |w| {
        let sexes = [Sex::Female, Sex::Male].map(|sex| Choice::new(sex.as_str(), w.sex(sex)));
        view! {
            <p class="soft">
                {w.t("您的证件号里没有这两项，请照着证件填。", "The number of your document does not say these. Please copy them from it.")}
            </p>
            <Field
                name="birth"
                label=w.t("出生日期", "Date of birth")
                hint=w.t("年-月-日，如 1980-05-01", "Year-month-day, as 1980-05-01")
                error=error_of(&errors, "birth")
                value=birth
                autocomplete="bday"
                shape="input-short"
            />
            <Choices
                name="sex"
                label=w.t("性别", "Sex")
                error=error_of(&errors, "sex")
                options=sexes.into()
                chosen=vec![sex]
            />
        }
    })
}
