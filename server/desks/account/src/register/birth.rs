//! For documents whose number does not say it: when somebody was born, their sex, and of a passport who issued it.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::document::DocumentKind;
use domain::person::Sex;
use leptos::prelude::*;
use web::flash::see_other;
use web::page::Page;
use web::parts::{Choice, Choices, Field};
use web::{Site, Visit};

use super::page::{Errors, Step, error_of, question};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/birth", get(birth))
}

/// `GET /register/birth`: open to everybody who has answered what comes before with such a document.
async fn birth(visit: Visit, draft: Draft) -> Response {
    match Step::Birth.open_before(&draft) {
        Some(step) => see_other(step.address()),
        None if draft.kind().says_birth() => see_other(Step::Home.address()),
        None => {
            let kind = draft.kind();
            let typed = BirthTyped { kind, country: draft.country, birth: draft.birth, sex: draft.sex };
            birth_page(&visit, typed, Errors::new()).into_response()
        }
    }
}

/// What the page holds, as typed.
#[derive(Debug)]
pub struct BirthTyped {
    pub kind: DocumentKind,
    pub country: String,
    pub birth: String,
    pub sex: String,
}

/// The question, with what was typed and what was wrong with it.
pub fn birth_page(visit: &Visit, typed: BirthTyped, errors: Errors) -> Page {
    let BirthTyped { kind, country, birth, sex } = typed;
    let passport = kind == DocumentKind::Passport;
    let title = if passport {
        visit.words.t("国家、出生日期和性别", "Country, date of birth and sex")
    } else {
        visit.words.t("出生日期和性别", "Date of birth and sex")
    };
    question(visit, Step::Birth, title, errors.clone(), move |w| {
        let sexes = [Sex::Female, Sex::Male].map(|sex| Choice::new(sex.as_str(), w.sex(sex)));
        let country = passport.then(|| {
            view! {
                <Field
                    name="country"
                    label=w.t("签发国家", "Issuing country")
                    hint=w.t("护照照片页上“国家码”那一栏的字母，如 USA、KOR、VNM", "The letters of “Country code” on the page with the photograph, as USA, KOR, VNM")
                    error=error_of(&errors, "country")
                    value=country
                    autocomplete="off"
                    shape="input-short"
                />
            }
        });
        view! {
            <p class="soft">
                {w.t("您的证件号里没有这几项，请照着证件填。", "The number of your document does not say these. Please copy them from it.")}
            </p>
            {country}
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
