//! The third question: household place and person category.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use serde::Deserialize;
use store::register::Pick;
use web::error::AppError;
use web::flash::see_other;
use web::form::FormState;
use web::page::Page;
use web::parts::{Choice, Choices, Select};
use web::{Site, Visit};

use super::page::{Step, on, question};
use crate::register::draft::Draft;

/// Who is of none of the categories.
pub const NO_CATEGORY: &str = "none";

pub fn routes() -> Router<Site> {
    Router::new().route("/register/home", get(home).post(answer))
}

/// Household place and category, by their codes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct HomeForm {
    region: String,
    category: String,
}

/// `GET /register/home`: open to everybody who has answered what comes before.
async fn home(State(site): State<Site>, visit: Visit, draft: Draft) -> Result<Response, AppError> {
    if let Some(step) = Step::Home.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    let form = HomeForm { region: draft.region, category: draft.category };
    Ok(home_page(&site, &visit, form.into()).await?.into_response())
}

/// The question, with what was chosen and what was wrong with it.
async fn home_page(site: &Site, visit: &Visit, state: FormState<HomeForm>) -> Result<Page, AppError> {
    let places = site.db.household_places().await?;
    let categories = site.db.categories_on(&site.today()).await?;
    let title = visit.words.t("您的户籍和身份", "Your household and category");
    Ok(question(visit, Step::Home, title, state.errors(), move |w| {
        let mut kinds = choices(w, categories);
        kinds.push(Choice::new(NO_CATEGORY, w.t("都不是", "None of these")));
        let places = choices(w, places);
        let label = w.t("户口在哪里", "Where your household is registered");
        let (region, place_error) = (state.form.region.clone(), state.error("region"));
        // Few are shown at once, many are folded away.
        let place = if places.len() <= 5 {
            let chosen = vec![region];
            view! { <Choices name="region" label=label error=place_error options=places chosen=chosen /> }
                .into_any()
        } else {
            let mut options = vec![Choice::new("", w.t("请选择", "Please choose"))];
            options.extend(places);
            view! { <Select name="region" label=label error=place_error options=options chosen=region /> }
                .into_any()
        };
        view! {
            {place}
            <Choices
                name="category"
                label=w.t("您属于哪一类", "Which of these are you")
                hint=w.t("证明材料现在不用交，登记以后在“我的账号”里交。", "No papers are needed now: send them later under “My account”.")
                error=state.error("category")
                options=kinds
                chosen=vec![state.form.category.clone()]
            />
        }
    }))
}

fn choices(w: Words, picks: Vec<Pick>) -> Vec<Choice> {
    picks.into_iter().map(|pick| Choice::new(pick.code, w.either(&pick.name, &pick.name_en))).collect()
}

/// `POST /register/home`: open to everybody who has answered what comes before.
async fn answer(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Form(form): Form<HomeForm>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Home.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    let w = visit.words;
    let mut state = FormState::from(form);
    let HomeForm { region, category } = state.form.clone();
    if !site.db.household_places().await?.iter().any(|place| place.code == region) {
        let sentence = w.t("请选择户口所在的地方。", "Please choose where your household is registered.");
        state.refuse("region", sentence);
    }
    let categories = site.db.categories_on(&site.today()).await?;
    if category != NO_CATEGORY && !categories.iter().any(|one| one.code == category) {
        let sentence = w.t("请选择一类；都不属于就选“都不是”。", "Please choose one, or “None of these”.");
        state.refuse("category", sentence);
    }
    if !state.is_valid() {
        return Ok(home_page(&site, &visit, state).await?.refused().into_response());
    }
    (draft.region, draft.category) = (region, category);
    Ok(on(&site, &draft, Step::Password))
}
