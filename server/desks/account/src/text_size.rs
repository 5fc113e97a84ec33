//! The large type that people with weak eyes choose (长辈版): kept in their own browser, for every page.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use web::Site;
use web::cookie::{new_cookie, with_cookie};
use web::flash::see_other;
use web::visit::{LARGE, TEXT_COOKIE};

pub fn routes() -> Router<Site> {
    Router::new().route("/text-size", post(switch))
}

const YEAR_SECONDS: i64 = 31_536_000;

/// A size; anything but `large` is the ordinary one.
#[derive(Deserialize)]
struct TextSizeForm {
    text: String,
    /// The page the reader was on.
    #[serde(default)]
    back: String,
}

/// `POST /text-size`: open to everybody. Kept for a year in the reader's own browser.
async fn switch(State(site): State<Site>, Form(form): Form<TextSizeForm>) -> Response {
    let (size, seconds) = if form.text == LARGE { (LARGE, YEAR_SECONDS) } else { ("", 0) };
    let mut cookie = new_cookie(TEXT_COOKIE, size, Some(seconds));
    cookie.set_secure(site.is_https());
    with_cookie(see_other(&form.back), &cookie)
}
