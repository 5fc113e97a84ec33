//! What a call costs of the budget of whoever makes it: spent before its body is read.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use web::error::AppError;
use web::study_budget::Spending;
use web::{Site, Viewer};

/// Somebody who had so many steps left.
pub struct Spent<const COST: i64>;

/// Somebody who had a step left.
pub type Step = Spent<1>;

/// Somebody who had a beat left.
pub struct SpentBeat;

impl<const COST: i64> FromRequestParts<Site> for Spent<COST> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, AppError> {
        spend(parts, site, Spending::Steps, COST).await.map(|()| Self)
    }
}

impl FromRequestParts<Site> for SpentBeat {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, AppError> {
        spend(parts, site, Spending::Beats, 1).await.map(|()| Self)
    }
}

async fn spend(parts: &mut Parts, site: &Site, spending: Spending, cost: i64) -> Result<(), AppError> {
    let viewer = Viewer::from_request_parts(parts, site).await?;
    site.study_budgets.spend(&viewer.person, spending, cost, site.now()).await
}
