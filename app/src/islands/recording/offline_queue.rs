//! Where beats wait that could not be sent: the browser's own storage. Survives reload and crash.

use domain::id::{EnrolmentId, LessonId};
use domain::wire::{Beat, BeatAnswer};
use serde::{Deserialize, Serialize};
use web_sys::{Storage, js_sys};

use super::api::{self, Delivery};
use crate::islands::json;

const PREFIX: &str = "xueshi.beats.";
const TAB: &str = "xueshi.tab";
/// The most beats that wait for one lesson: more than an hour of study.
const BEATS_MAX: usize = 400;
/// A tab that wrote this recently is still at work on its beats.
const ALIVE_MS: i64 = 10_000;
/// What nobody came back for is forgotten after this.
const FORGET_MS: i64 = 30 * 86_400_000;

/// The beats of one lesson as they lie in storage. The last one may still grow.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Shelved {
    tab: String,
    saved_at: i64,
    at_work: bool,
    beats: Vec<Beat>,
}

/// The place of one lesson's beats.
#[derive(Clone, Debug)]
pub struct OfflineQueue {
    key: String,
    tab: String,
}

impl OfflineQueue {
    /// The place for a lesson under an enrolment.
    pub fn new(enrolment: &EnrolmentId, lesson: &LessonId) -> Self {
        Self { key: format!("{PREFIX}{enrolment}.{lesson}"), tab: tab_name() }
    }

    /// Keeps `beats`; says whether they are safe.
    pub fn keep(&self, mut beats: Vec<Beat>, at_work: bool) -> bool {
        let Some(storage) = local() else { return false };
        if beats.is_empty() {
            return storage.remove_item(&self.key).is_ok();
        }
        let surplus = beats.len().saturating_sub(BEATS_MAX);
        beats.drain(..surplus);
        let shelved = Shelved { tab: self.tab.clone(), saved_at: js_sys::Date::now() as i64, at_work, beats };
        serde_json::to_string(&shelved).is_ok_and(|text| storage.set_item(&self.key, &text).is_ok())
    }

    /// Where the learner stood in this lesson when its beats were kept, whichever tab did: one that crashed cannot say it.
    pub fn stood_at_ms(&self) -> Option<i64> {
        read(&self.key)?.beats.last().map(|beat| beat.position_ms)
    }

    /// Sends everything that waits, this lesson's and others', oldest first. `taking_over` also
    /// sends what another open tab of this lesson is still at work on. `told` hears the last answer to what was this
    /// lesson's. Says whether the server was there to take it.
    pub async fn deliver(&self, taking_over: bool, told: &dyn Fn(BeatAnswer)) -> bool {
        for key in keys() {
            let Some(shelved) = read(&key) else { continue };
            let age_ms = js_sys::Date::now() as i64 - shelved.saved_at;
            let elsewhere = shelved.at_work && shelved.tab != self.tab && age_ms < ALIVE_MS;
            if elsewhere && !(taking_over && key == self.key) {
                continue;
            }
            match api::deliver(&shelved.beats).await {
                Delivery::Done(answer) => {
                    forget(&key);
                    if let Some(answer) = answer.filter(|_| key == self.key) {
                        told(answer);
                    }
                }
                Delivery::NotOurs if age_ms > FORGET_MS => forget(&key),
                // Another person's, on a phone that is shared: they will come back for it.
                Delivery::NotOurs => {}
                Delivery::Later => return false,
            }
        }
        true
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// A name for this tab that survives a reload.
fn tab_name() -> String {
    let session = web_sys::window().and_then(|window| window.session_storage().ok()?);
    let known = session.as_ref().and_then(|storage| storage.get_item(TAB).ok()?);
    known.unwrap_or_else(|| {
        let name = format!("{:x}", (js_sys::Math::random() * 4e15) as u64);
        if let Some(storage) = session {
            let _unsaved = storage.set_item(TAB, &name);
        }
        name
    })
}

fn keys() -> Vec<String> {
    let Some(storage) = local() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    (0..count).filter_map(|n| storage.key(n).ok()?).filter(|key| key.starts_with(PREFIX)).collect()
}

fn read(key: &str) -> Option<Shelved> {
    let text = local()?.get_item(key).ok()??;
    json::read(&text)
}

fn forget(key: &str) {
    if let Some(storage) = local() {
        let _gone = storage.remove_item(key);
    }
}
