//! The one way an island talks to the server: JSON over `fetch`, with the cookie of the page.

use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestInit, Response, js_sys};

use super::json;

/// A phone on a poor network may hang for ever; after this it is as good as offline.
const PATIENCE_MS: u32 = 20_000;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fail {
    /// No network, or nobody there, or nothing that could be understood.
    Unreachable,
    /// The server answered with a problem.
    Refused(Problem),
}

/// A refusal, as `application/problem+json` says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Problem {
    /// The status of the answer.
    #[serde(default)]
    pub status: u16,
    /// What program code may depend on.
    #[serde(default)]
    pub code: String,
    /// A sentence for people.
    #[serde(default)]
    pub detail: String,
    /// When to come again, where the server says so (`Retry-After`).
    #[serde(skip)]
    pub wait_seconds: Option<u32>,
}

impl Fail {
    /// Whether the same call may succeed later by itself.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Refused(problem) => matches!(problem.status, 408 | 425 | 429 | 500..),
        }
    }
}

/// Sends `body` and reads the answer.
pub async fn post<B: Serialize, A: DeserializeOwned>(url: &str, body: &B) -> Result<A, Fail> {
    json::take(post_for_value(url, body).await?).ok_or(Fail::Unreachable)
}

/// The same, for an answer that is read piece by piece.
pub async fn post_for_value<B: Serialize>(url: &str, body: &B) -> Result<JsValue, Fail> {
    let text = ask("POST", url, serde_json::to_string(body).ok()).await?;
    json::value(&text).ok_or(Fail::Unreachable)
}

/// Reads a piece of a page. An answer from another address, such as the sign-in page, is none.
pub async fn read(url: &str) -> Result<String, Fail> {
    ask("GET", url, None).await
}

/// Sends `body` even if the page goes away now; nobody waits for the answer.
pub fn post_and_leave<B: Serialize>(url: &str, body: &B) {
    let Ok(text) = serde_json::to_string(body) else { return };
    let (Some(window), Ok(request)) = (web_sys::window(), request("POST", url, Some(&text), None)) else {
        return;
    };
    // Marked as handled: a failed last beat waits in storage, it is not an error.
    let settled = window.fetch_with_request(&request);
    leptos::task::spawn_local(async move {
        let _unread = JsFuture::from(settled).await;
    });
}

async fn ask(method: &str, url: &str, body: Option<String>) -> Result<String, Fail> {
    let unreachable = |_: JsValue| Fail::Unreachable;
    let window = web_sys::window().ok_or(Fail::Unreachable)?;
    let abort = AbortController::new().map_err(unreachable)?;
    let request = request(method, url, body.as_deref(), Some(&abort)).map_err(unreachable)?;
    let patience = Timeout::new(PATIENCE_MS, move || abort.abort());
    let response: Response = JsFuture::from(window.fetch_with_request(&request))
        .await
        .and_then(wasm_bindgen::JsCast::dyn_into)
        .map_err(unreachable)?;
    let text = JsFuture::from(response.text().map_err(unreachable)?).await.map_err(unreachable)?;
    drop(patience);
    let text = text.as_string().unwrap_or_default();
    if response.redirected() {
        return Err(Fail::Unreachable);
    }
    if response.ok() {
        return Ok(text);
    }
    let mut problem: Problem = json::read(&text).unwrap_or_default();
    problem.wait_seconds = response.headers().get("retry-after").ok().flatten().and_then(|s| s.parse().ok());
    problem.status = response.status();
    Err(Fail::Refused(problem))
}

fn request(
    method: &str,
    url: &str,
    body: Option<&str>,
    abort: Option<&AbortController>,
) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
        // Lets the request outlive the page.
        js_sys::Reflect::set(init.unchecked_ref(), &"keepalive".into(), &true.into())?;
    }
    init.set_headers(headers.as_ref());
    if let Some(abort) = abort {
        init.set_signal(Some(&abort.signal()));
    }
    Request::new_with_str_and_init(url, &init)
}
