//! What a page hands to an island: as text in an element beside it, which the browser's own parser reads.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json;

const PLACE: &str = "island_props";

/// Puts something down for the island of this page. To be called where the island is drawn, on the server.
pub fn put<T: Serialize + Clone + Send + Sync + 'static>(what: T) -> impl IntoView {
    let text = serde_json::to_string(&what).unwrap_or_default();
    provide_context(what);
    view! { <div id=PLACE data-text=text hidden></div> }
}

/// Takes it: on the server from where it was put, in the browser from the page.
pub fn taken<T: DeserializeOwned + Clone + Default + 'static>() -> T {
    use_context().or_else(from_page).unwrap_or_default()
}

fn from_page<T: DeserializeOwned>() -> Option<T> {
    json::read(&document().get_element_by_id(PLACE)?.get_attribute("data-text")?)
}
