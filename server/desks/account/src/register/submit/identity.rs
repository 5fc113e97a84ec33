//! Who somebody is: the document and what its number does not say.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::Response;
use axum::routing::post;
use celes::Country;
use domain::document::{Document, DocumentKind, age_on, read_country, read_day};
use domain::person::{ResidentIdRefusal, Sex};
use serde::Deserialize;
use web::error::AppError;
use web::flash::see_other;
use web::{Site, Visit};

use super::{is_demo, on, refused};
use crate::register::birth::{BirthTyped, birth_page};
use crate::register::draft::Draft;
use crate::register::identity::{IdentityTyped, identity_page};
use crate::register::page::{Errors, Step};

/// Below this age nobody may be employed (劳动法 §15), so nobody is a labourer.
const AGE_MIN: i32 = 16;
/// Nobody has lived so long: a mistyped year.
const AGE_MAX: i32 = 120;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/identity", post(identity)).route("/register/birth", post(birth))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    document: String,
}

/// `POST /register/identity`: open to everybody who has answered what comes before.
async fn identity(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Identity.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    let w = visit.words;
    let kind = DocumentKind::from_code(&typed.kind).unwrap_or_default();
    let mut errors = Errors::new();
    match kind.read_name(&typed.name) {
        Ok(name) => draft.name = name,
        Err(refusal) => errors.push(("name".to_owned(), w.name_refused(kind, refusal).to_owned())),
    }
    match read_document(&site, w, kind, &typed.document).await? {
        Ok(document) => {
            if document.kind.says_birth() {
                (draft.birth, draft.sex) = (String::new(), String::new());
            }
            if document.kind != DocumentKind::Passport {
                draft.country = String::new();
            }
            document.kind.as_str().clone_into(&mut draft.kind);
            draft.document = document.number;
        }
        Err(sentence) => errors.push(("document".to_owned(), sentence.to_owned())),
    }
    if errors.is_empty() {
        let next = if draft.kind().says_birth() { Step::Home } else { Step::Birth };
        return Ok(on(&site, &draft, next));
    }
    let typed = IdentityTyped { kind, name: typed.name, document: typed.document };
    Ok(refused(identity_page(&visit, typed, errors)))
}

async fn read_document(
    site: &Site,
    w: Words,
    kind: DocumentKind,
    typed: &str,
) -> Result<Result<Document, &'static str>, AppError> {
    let document = match Document::read(kind, typed) {
        Ok(document) => document,
        Err(refusal) => return Ok(Err(w.document_refused(refusal))),
    };
    if document.is_made_up() && !is_demo(site).await? {
        return Ok(Err(w.document_refused(ResidentIdRefusal::Region.into())));
    }
    let wrong = document.says.as_ref().and_then(|(birth, _)| wrong_age(site, w, birth));
    Ok(match wrong {
        Some(Age::Impossible) => Err(w.document_refused(ResidentIdRefusal::Birth.into())),
        Some(Age::Young(sentence)) => Err(sentence),
        None => Ok(document),
    })
}

enum Age {
    Impossible,
    Young(&'static str),
}

fn wrong_age(site: &Site, w: Words, birth: &str) -> Option<Age> {
    match age_on(birth, &site.today()) {
        ..0 | AGE_MAX.. => Some(Age::Impossible),
        0..AGE_MIN => Some(Age::Young(w.t(
            "按出生日期您还没满 16 周岁，满 16 周岁才能登记参加培训。",
            "By the date of birth you are not yet 16. People may register from 16 on.",
        ))),
        _ => None,
    }
}

#[derive(Deserialize)]
struct BornTyped {
    #[serde(default)]
    country: String,
    #[serde(default)]
    birth: String,
    #[serde(default)]
    sex: String,
}

/// `POST /register/birth`: open to everybody who has answered what comes before with a document that does not say these.
async fn birth(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Form(typed): Form<BornTyped>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Birth.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    if draft.kind().says_birth() {
        return Ok(see_other(Step::Home.address()));
    }
    let w = visit.words;
    let mut errors = Errors::new();
    if draft.kind() == DocumentKind::Passport {
        match issuer(w, &typed.country) {
            Ok(country) => draft.country = country,
            Err(sentence) => errors.push(("country".to_owned(), sentence.to_owned())),
        }
    }
    let no_day = w
        .t("请照着证件填出生日期，如 1980-05-01。", "Please copy the date from the document, as 1980-05-01.");
    match read_day(&typed.birth) {
        None => errors.push(("birth".to_owned(), no_day.to_owned())),
        Some(day) => match wrong_age(&site, w, &day) {
            Some(Age::Impossible) => errors.push(("birth".to_owned(), no_day.to_owned())),
            Some(Age::Young(sentence)) => errors.push(("birth".to_owned(), sentence.to_owned())),
            None => draft.birth = day,
        },
    }
    match Sex::from_code(&typed.sex) {
        Some(sex) => sex.as_str().clone_into(&mut draft.sex),
        None => errors.push(("sex".to_owned(), w.t("请选择性别。", "Please choose.").to_owned())),
    }
    if errors.is_empty() {
        return Ok(on(&site, &draft, Step::Home));
    }
    let typed = BirthTyped { kind: draft.kind(), country: typed.country, birth: typed.birth, sex: typed.sex };
    Ok(refused(birth_page(&visit, typed, errors)))
}

/// Issuers of passports that are no country of ISO 3166: the United Nations, Kosovo, and for people without a state.
const OTHER_ISSUERS: [&str; 6] = ["UNO", "UNA", "RKS", "XXA", "XXB", "XXC"];

/// The country that issued a passport, or what is wrong with it.
fn issuer(w: Words, typed: &str) -> Result<String, &'static str> {
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

/// The document in the answers so far, with birth and sex whoever said them.
pub(super) fn told(draft: &Draft) -> Option<(Document, String, Sex)> {
    let document = draft.document()?;
    let (birth, sex) = match document.says.clone() {
        Some(says) => says,
        None => (draft.birth.clone(), Sex::from_code(&draft.sex)?),
    };
    (!birth.is_empty()).then_some((document, birth, sex))
}
