//! What lines of standards may name: trades and categories of today, and the funds.

use domain::standard_line::Known;
use store::register::Pick;
use store::standard::FundSource;
use store::trade::Trade;
use web::Site;
use web::error::AppError;

/// What can be named, with what it is called.
pub struct Offered {
    pub trades: Vec<Trade>,
    pub categories: Vec<Pick>,
    pub funds: Vec<FundSource>,
}

impl Offered {
    pub async fn of(site: &Site) -> Result<Self, AppError> {
        let today = site.today();
        Ok(Self {
            trades: site.db.trades_on(&today).await?,
            categories: site.db.categories_on(&today).await?,
            funds: site.db.funds().await?,
        })
    }

    /// The same as the rules read lines by it.
    pub fn known(&self) -> Known {
        Known {
            trades: self.trades.iter().map(|one| (one.code.clone(), one.name.clone())).collect(),
            categories: self.categories.iter().map(|one| (one.code.clone(), one.name.clone())).collect(),
            funds: self
                .funds
                .iter()
                .map(|one| (one.id.clone(), one.code.clone(), one.name.clone()))
                .collect(),
        }
    }
}
