//! The reader's language.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;

use app::words::Words;
use web::Site;
use web::flash::see_other;
use web::visit::LANG_COOKIE;

pub fn routes() -> Router<Site> {
    Router::new().route("/language", post(switch))
}

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
    let secure = if site.is_https() { "; Secure" } else { "" };
    let cookie = format!("{LANG_COOKIE}={lang}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
    let mut response = see_other(&form.back);
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
