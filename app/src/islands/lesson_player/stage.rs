//! The recorder's hands on the native `<video>`.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, TextTrackMode, js_sys::Reflect};

use crate::islands::recording::recorder::PlayerControl;
use crate::islands::recording::state::{RecordingState, Remark, Status};
use crate::islands::recording::wake::call_if_there;

/// `HTMLMediaElement.HAVE_METADATA`: from here on a place can be gone to.
const HAVE_METADATA: u16 = 1;

/// A video as the recorder sees it.
pub struct VideoStage {
    video: HtmlVideoElement,
    state: RecordingState,
    /// A jump that was made here and not by the learner.
    own_jump: Cell<bool>,
    /// Where to go once the length is known.
    later_ms: Cell<Option<i64>>,
}

impl VideoStage {
    /// Takes hold of a video.
    pub fn new(video: HtmlVideoElement, state: RecordingState) -> Self {
        Self { video, state, own_jump: Cell::new(false), later_ms: Cell::new(None) }
    }

    /// Whether the jump that is under way was made here; it then is taken note of.
    pub fn took_own_jump(&self) -> bool {
        self.own_jump.replace(false)
    }

    /// The length became known: goes where it was told to.
    pub fn metadata_came(&self) {
        if let Some(at_ms) = self.later_ms.take() {
            self.go_to(at_ms);
        }
    }

    /// Fetches the media again after an error and goes on from the same place.
    pub fn reload(&self, at_ms: i64) {
        self.video.load();
        self.go_to(at_ms);
        self.resume();
    }

    /// Shows or hides the captions; says whether they are shown now.
    pub fn toggle_captions(&self) -> bool {
        let Some(track) = self.video.text_tracks().and_then(|tracks| tracks.get(0)) else { return false };
        let show = track.mode() != TextTrackMode::Showing;
        track.set_mode(if show { TextTrackMode::Showing } else { TextTrackMode::Hidden });
        show
    }
}

impl PlayerControl for VideoStage {
    fn pause(&self, attention: bool) {
        if !self.video.paused() {
            let _paused = self.video.pause();
        }
        if attention {
            leave_full_screen(&self.video);
        }
    }

    fn resume(&self) {
        let Ok(promise) = self.video.play() else { return };
        let state = self.state;
        spawn_local(async move {
            let Err(reason) = JsFuture::from(promise).await else { return };
            let name = Reflect::get(&reason, &"name".into()).ok().and_then(|name| name.as_string());
            // Browsers play only what was pressed for. Other refusals have events of their own.
            if name.as_deref() == Some("NotAllowedError") {
                state.status.set(Status::Paused);
                state.remark.set(Some(Remark::PressAgain));
            }
        });
    }

    fn go_to(&self, at_ms: i64) {
        if self.video.ready_state() < HAVE_METADATA {
            self.later_ms.set(Some(at_ms));
            return;
        }
        if at_ms != self.position_ms() {
            self.own_jump.set(true);
            self.video.set_current_time(at_ms as f64 / 1000.0);
        }
    }

    fn position_ms(&self) -> i64 {
        self.later_ms.get().unwrap_or((self.video.current_time() * 1000.0) as i64)
    }
}

/// A check cannot be seen behind a full screen, nor beside a picture in a corner.
fn leave_full_screen(video: &HtmlVideoElement) {
    let none = JsValue::UNDEFINED;
    let document = document();
    if is_set(&document, "fullscreenElement") {
        call_if_there(&document, "exitFullscreen", &none);
    } else if is_set(&document, "webkitFullscreenElement") {
        call_if_there(&document, "webkitExitFullscreen", &none);
    } else if is_set(video, "webkitDisplayingFullscreen") {
        call_if_there(video, "webkitExitFullscreen", &none);
    }
    if is_set(&document, "pictureInPictureElement") {
        call_if_there(&document, "exitPictureInPicture", &none);
    }
}

fn is_set(target: &JsValue, name: &str) -> bool {
    Reflect::get(target, &name.into()).is_ok_and(|value| value.is_truthy())
}
