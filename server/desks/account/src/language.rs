//! The reader's language.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use web::Site;
use web::cookie::{new_cookie, with_cookie};
use web::flash::see_other;
use web::visit::LANG_COOKIE;

pub fn routes() -> Router<Site> {
    Router::new().route("/language", post(switch))
}

const YEAR_SECONDS: i64 = 31_536_000;

/// A language; one must be named.
#[derive(Deserialize)]
struct LanguageForm {
    lang: String,
    /// The page the reader was on.
    #[serde(default)]
    back: String,
}

/// `POST /language`: open to everybody. Kept for a year in the reader's own browser.
async fn switch(State(site): State<Site>, Form(form): Form<LanguageForm>) -> Response {
    let lang = match Words::of(Some(&form.lang)) {
        Words::Zh => "zh",
        Words::En => "en",
    };
    let mut cookie = new_cookie(LANG_COOKIE, lang, Some(YEAR_SECONDS));
    cookie.set_secure(site.is_https());
    with_cookie(see_other(&form.back), &cookie)
}
