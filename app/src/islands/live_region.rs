//! A part of a page that the server draws anew every few seconds; without JavaScript it is as old as the page.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::erased_signal::ErasedSignal;
use super::http;
use super::island_props;
use super::live::{element, is, text};

/// How often it asks.
const ASK_EVERY_MS: u32 = 5_000;
const REGION: &str = "live-region";

/// What a live region is handed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Handed {
    /// Address of the same part of the page: answers with what the children would be now, as HTML of this site.
    pub source: String,
    /// What is said while the server cannot be reached.
    pub lost_words: String,
}

/// Keeps its children up to date.
#[island]
pub fn LiveRegion(children: Children) -> impl IntoView {
    let Handed { source, lost_words } = island_props::taken();
    let lost = ErasedSignal::new(false);
    let state = text(move || if lost.get() { "live is-lost" } else { "live" }.to_owned());
    Effect::new(move |_| {
        if let Some(region) = element(REGION) {
            spawn_local(keep_asking(source.clone(), region, lost));
        }
    });
    view! {
        <div class=state>
            <p class="flash flash-warning" role="status" hidden=is(move || !lost.get())>
                {lost_words}
            </p>
            <div class="live-region stack-l" id=REGION>
                {children()}
            </div>
        </div>
    }
}

/// Asks as long as the page lives; a hidden page does not ask.
async fn keep_asking(source: String, region: Element, lost: ErasedSignal<bool>) {
    loop {
        TimeoutFuture::new(ASK_EVERY_MS).await;
        if document().hidden() {
            continue;
        }
        match http::read(&source).await {
            Ok(html) => {
                lost.set(false);
                draw(&region, &html);
            }
            Err(_) => lost.set(true),
        }
    }
}

/// Puts what is new in the place of what was; whoever stands on a link with the keyboard stays on it.
fn draw(region: &Element, html: &str) {
    let here = document().active_element().filter(|active| region.contains(Some(active)));
    let link = here.and_then(|active| active.get_attribute("href"));
    region.set_inner_html(html);
    if let Some(link) = link
        && let Ok(Some(same)) = region.query_selector(&format!("a[href=\"{link}\"]"))
    {
        let _focused = same.unchecked_into::<HtmlElement>().focus();
    }
}
