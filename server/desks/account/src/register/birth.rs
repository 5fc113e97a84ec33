//! For documents whose number does not say it: when somebody was born, their sex, and of a passport who issued it.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use celes::Country;
use domain::document::{DocumentKind, read_country, read_day};
use domain::person::Sex;
use leptos::prelude::*;
use serde::Deserialize;
use web::flash::see_other;
use web::form::FormState;
use web::page::Page;
use web::parts::{Choice, Choices, Field};
use web::{Site, Visit};

use super::identity::{Age, wrong_age};
use super::page::{Step, on, question};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/birth", get(birth).post(answer))
}

/// `GET /register/birth`: open to everybody who has answered what comes before with such a document.
async fn birth(visit: Visit, draft: Draft) -> Response {
    match Step::Birth.open_before(&draft) {
        Some(step) => see_other(step.address()),
        None if draft.says_birth() => see_other(Step::Home.address()),
        None => {
            let kind = draft.kind();
            let form = BirthForm { country: draft.country, birth: draft.birth, sex: draft.sex };
            birth_page(&visit, kind, form.into()).into_response()
        }
    }
}

/// What a document's number does not say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BirthForm {
    /// Asked of passports only.
    pub country: String,
    pub birth: String,
    pub sex: String,
}

/// The field for the country that issued a passport.
pub fn country(w: Words, error: Option<String>, typed: &str) -> impl IntoView + use<> {
    view! {
        <Field
            name="country"
            label=w.t("签发国家", "Issuing country")
            hint=w.t("护照照片页上“国家码”那一栏的字母，如 USA、KOR、VNM", "The letters of “Country code” on the page with the photograph, as USA, KOR, VNM")
            error=error
            value=typed.to_owned()
            autocomplete="off"
            shape="input-short"
        />
    }
}

/// The question, with what was typed and what was wrong with it.
fn birth_page(visit: &Visit, kind: DocumentKind, state: FormState<BirthForm>) -> Page {
    let passport = kind == DocumentKind::Passport;
    let title = if passport {
        visit.words.t("国家、出生日期和性别", "Country, date of birth and sex")
    } else {
        visit.words.t("出生日期和性别", "Date of birth and sex")
    };
    question(visit, Step::Birth, title, state.errors(), move |w| {
        let sexes = [Sex::Female, Sex::Male].map(|sex| Choice::new(sex.as_str(), w.sex(sex)));
        let country = passport.then(|| country(w, state.error("country"), &state.form.country));
        view! {
            <p class="soft">
                {w.t("您的证件号里没有这几项，请照着证件填。", "The number of your document does not say these. Please copy them from it.")}
            </p>
            {country}
            <Field
                name="birth"
                label=w.t("出生日期", "Date of birth")
                hint=w.t("年月日连着写 8 个数字，如 19800501", "Eight digits, year, month and day, as 19800501")
                error=state.error("birth")
                value=state.form.birth.clone()
                autocomplete="bday"
                inputmode="numeric"
                shape="input-short"
            />
            <Choices
                name="sex"
                label=w.t("性别", "Sex")
                error=state.error("sex")
                options=sexes.into()
                chosen=vec![state.form.sex.clone()]
            />
        }
    })
}

/// `POST /register/birth`: open to everybody who has answered what comes before with a document that does not say these.
async fn answer(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Form(form): Form<BirthForm>,
) -> Response {
    if let Some(step) = Step::Birth.open_before(&draft) {
        return see_other(step.address());
    }
    let (w, kind) = (visit.words, draft.kind());
    if draft.says_birth() {
        return see_other(Step::Home.address());
    }
    let mut state = FormState::from(form);
    let country = match kind {
        DocumentKind::Passport => state.check("country", issuer(w, &state.form.country)),
        _ => Some(draft.country.clone()),
    };
    let birth = state.check("birth", birth_day(&site, w, &state.form.birth));
    let sex = Sex::from_code(&state.form.sex).ok_or(w.t("请选择性别。", "Please choose."));
    let sex = state.check("sex", sex);
    let (Some(country), Some(birth), Some(sex)) = (country, birth, sex) else {
        return birth_page(&visit, kind, state).refused().into_response();
    };
    (draft.country, draft.birth) = (country, birth);
    sex.as_str().clone_into(&mut draft.sex);
    on(&site, &draft, Step::Home)
}

/// The day of birth of somebody who may register.
fn birth_day(site: &Site, w: Words, typed: &str) -> Result<String, &'static str> {
    let no_day =
        w.t("请照着证件填出生日期，如 19800501。", "Please copy the date from the document, as 19800501.");
    let day = read_day(typed).ok_or(no_day)?;
    match wrong_age(site, w, &day) {
        Some(Age::Impossible) => Err(no_day),
        Some(Age::Young(sentence)) => Err(sentence),
        None => Ok(day),
    }
}

/// Issuers of passports that are no country of ISO 3166: the United Nations, Kosovo, and for people without a state.
const OTHER_ISSUERS: [&str; 6] = ["UNO", "UNA", "RKS", "XXA", "XXB", "XXC"];

/// The country that issued a passport, or what is wrong with it.
pub fn issuer(w: Words, typed: &str) -> Result<String, &'static str> {
    let code = read_country(typed);
    let known = |code: &String| {
        Country::from_alpha3(code.to_ascii_lowercase()).is_ok() || OTHER_ISSUERS.contains(&code.as_str())
    };
    match code.filter(known) {
        Some(code) if code == "CHN" => Err(w.t(
            "中国公民请用居民身份证登记：返回上一步，选“居民身份证”。",
            "Citizens of China register with their identity card: go back and choose it.",
        )),
        Some(code) if matches!(code.as_str(), "HKG" | "MAC" | "TWN") => Err(w.t(
            "港澳台居民请用通行证或居住证登记：返回上一步另选证件。",
            "Residents of Hong Kong, Macau and Taiwan register with their permit: go back and choose it.",
        )),
        Some(code) => Ok(code),
        None => Err(w.t(
            "没有这个国家码。请照护照照片页填 3 个字母，如 USA、KOR、VNM。",
            "There is no such code. Please copy the three letters from the page with the photograph, as USA, KOR, VNM.",
        )),
    }
}
