//! The study calls of the wire API, as the players use them.

use domain::id::{CheckId, SessionId};
use domain::wire::DeviceSignature;
use domain::wire::{
    Beat, BeatAnswer, CheckAnswer, CheckAnswered, CheckExtended, CheckNotice, CheckShown, OpenSession,
    SessionClosed, SessionOpened,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Function, Promise, Reflect};

use crate::islands::http::{Fail, post, post_and_leave, post_for_value};
use crate::islands::json;
use crate::islands::recording::device;

/// A batch stays well under the 64 kB that a browser lets outlive its page.
pub const BATCH_MAX: usize = 60;
const BEATS: &str = "/api/study/beats";
const BATCH: &str = "/api/study/beats/batch";

/// An empty body.
#[derive(Serialize)]
struct Nothing {}

/// Opens a session.
pub async fn open(body: &OpenSession) -> Result<SessionOpened, Fail> {
    let opened: SessionOpened = post("/api/study/sessions", body).await?;
    device::opened(opened.passes);
    Ok(opened)
}

/// Closes a session.
pub async fn close(session: &SessionId) -> Result<SessionClosed, Fail> {
    post(&format!("/api/study/sessions/{session}/close"), &Nothing {}).await
}

/// Sends beats, oldest first; one result a beat, as far as the server came.
pub async fn beats(beats: &[Beat]) -> Vec<Result<BeatAnswer, Fail>> {
    let results = send(beats).await;
    for (beat, _) in beats.iter().zip(&results).filter(|(_, result)| result.is_ok()) {
        device::stored(beat);
    }
    results
}

async fn send(beats: &[Beat]) -> Vec<Result<BeatAnswer, Fail>> {
    if let [beat] = beats {
        return vec![post(BEATS, beat).await];
    }
    match post_for_value(BATCH, &beats).await {
        Ok(items) => items.dyn_into::<Array>().unwrap_or_default().iter().map(item).collect(),
        Err(fail) if fail.may_pass() => vec![Err(fail)],
        // The batch was refused for one of its beats: find out which.
        Err(_) => match beats.first() {
            Some(first) => vec![post(BEATS, first).await],
            None => Vec::new(),
        },
    }
}

/// One item of a batch's answer: an answer, or the problem that stands in its place.
fn item(value: JsValue) -> Result<BeatAnswer, Fail> {
    if Reflect::has(&value, &"code".into()).unwrap_or(false) {
        return Err(Fail::Refused(json::take(value).unwrap_or_default()));
    }
    json::take(value).ok_or(Fail::Unreachable)
}

/// Sends beats while the page goes away.
pub fn beats_and_leave(beats: &[Beat]) {
    match beats {
        [] => {}
        [beat] => post_and_leave(BEATS, beat),
        many => post_and_leave(BATCH, &&many[..many.len().min(BATCH_MAX)]),
    }
}

/// What became of beats from an earlier visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Every one of them was counted or finally refused; the last answer, if any was counted.
    Done(Option<BeatAnswer>),
    /// They belong to somebody else.
    NotOurs,
    /// The server could not be reached.
    Later,
}

/// Sends beats from an earlier visit until each has its verdict.
pub async fn deliver(stored: &[Beat]) -> Delivery {
    let (mut rest, mut last) = (stored, None);
    while !rest.is_empty() {
        let batch = &rest[..rest.len().min(BATCH_MAX)];
        let results = beats(batch).await;
        if results.is_empty() {
            return Delivery::Later;
        }
        let count = results.len();
        for result in results {
            match result {
                Err(fail) if fail.may_pass() => return Delivery::Later,
                Err(Fail::Refused(problem)) if matches!(problem.status, 401 | 403 | 404) => {
                    return Delivery::NotOurs;
                }
                // Superseded or ended meanwhile: this beat can never be counted any more.
                Err(_) => {}
                Ok(answer) => last = Some(answer),
            }
        }
        rest = &rest[count.min(rest.len())..];
    }
    Delivery::Done(last)
}

/// The check is on the screen.
pub async fn shown(check: &CheckId) -> Result<CheckShown, Fail> {
    post(&format!("/api/study/checks/{check}/shown"), &Nothing {}).await
}

/// Asks for more time.
pub async fn extend(check: &CheckId) -> Result<CheckExtended, Fail> {
    post(&format!("/api/study/checks/{check}/extend"), &Nothing {}).await
}

/// Answers a check.
pub async fn answer(check: &CheckId, answer: String) -> Result<CheckAnswered, Fail> {
    let signed = device::sign(check, &answer).await;
    post(&format!("/api/study/checks/{check}/answer"), &CheckAnswer { answer, signed }).await
}

/// What `passkey.js` puts on a page where the reader has a passkey and the browser can use it.
fn passkey_door() -> Option<Function> {
    Reflect::get(web_sys::window()?.as_ref(), &"passkey".into()).ok()?.dyn_into().ok()
}

/// Whether a device here can confirm the learner.
pub fn has_passkey() -> bool {
    passkey_door().is_some()
}

/// Has the device confirm the learner, and the server take it in place of what this address asks for; its answer.
async fn by_passkey<A: DeserializeOwned>(url: &str) -> Option<A> {
    let promise: Promise = passkey_door()?.call1(&JsValue::NULL, &url.into()).ok()?.dyn_into().ok()?;
    json::take(JsFuture::from(promise).await.ok()?)
}

/// Confirms a check by passkey.
pub async fn confirm(check: &CheckId) -> Option<CheckAnswered> {
    by_passkey(&format!("/api/study/checks/{check}/passkey")).await
}

/// Confirms identity after a hold by passkey.
pub async fn identify_by_passkey() -> Option<Identified> {
    by_passkey("/api/study/identity/passkey").await
}

/// Body of `POST /api/study/identity`.
#[derive(Serialize)]
struct Identity {
    password: String,
    code: String,
    signed: Option<DeviceSignature>,
}

/// Answer to it.
#[derive(Deserialize)]
pub struct Identified {
    /// The check to show next.
    #[serde(default)]
    pub next: Option<CheckNotice>,
    /// What became of a check of identity.
    #[serde(default)]
    pub passed: Option<CheckAnswered>,
}

/// Confirms identity, after a hold or because this check asks.
pub async fn identify(check: Option<&CheckId>, password: String, code: String) -> Result<Identified, Fail> {
    let signed = match check {
        Some(check) => device::sign(check, "").await,
        None => None,
    };
    post("/api/study/identity", &Identity { password, code, signed }).await
}
