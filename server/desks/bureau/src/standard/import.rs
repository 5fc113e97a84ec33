//! Standards out of a file: read and judged as a whole, shown, and recorded once somebody has seen them. Nothing is recorded of a
//! file with anything wrong in it.

mod judged;
mod page;
mod receive;
mod template;

use axum::Router;
use web::Site;

pub fn routes() -> Router<Site> {
    Router::new().merge(receive::routes()).merge(template::routes())
}
