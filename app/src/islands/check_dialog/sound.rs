//! Sounds made on the spot: a check is heard even when the page is not looked at, and may be heard
//! instead of read.

use std::cell::RefCell;

use web_sys::{AudioContext, SpeechSynthesisUtterance, js_sys, window};

/// Three rising tones: pitch in hertz, beginning and length in seconds.
const TONES: [(f32, f64, f64); 3] = [(660.0, 0.0, 0.18), (880.0, 0.22, 0.18), (1108.0, 0.44, 0.3)];
const LOUDNESS: f32 = 0.25;

thread_local! {
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Browsers allow sound only after a press: to be called at one.
pub fn allow() {
    CONTEXT.with_borrow_mut(|context| {
        if context.is_none() && has("AudioContext") {
            *context = AudioContext::new().ok();
        }
        if let Some(context) = context {
            let _started = context.resume();
        }
    });
}

/// Rings.
pub fn ring() {
    allow();
    CONTEXT.with_borrow(|context| {
        let Some(context) = context else { return };
        for (pitch, from, length) in TONES {
            let (Ok(tone), Ok(gain)) = (context.create_oscillator(), context.create_gain()) else { return };
            let start = context.current_time() + from;
            tone.frequency().set_value(pitch);
            gain.gain().set_value(LOUDNESS);
            let faded = gain.gain().linear_ramp_to_value_at_time(0.0, start + length);
            let wired = tone.connect_with_audio_node(&gain).is_ok()
                && gain.connect_with_audio_node(&context.destination()).is_ok();
            if faded.is_ok() && wired {
                let _rings = tone.start_with_when(start).and_then(|()| tone.stop_with_when(start + length));
            }
        }
    });
}

/// Whether the browser can read aloud.
pub fn can_speak() -> bool {
    has("speechSynthesis") && has("SpeechSynthesisUtterance")
}

/// Reads aloud in the language of the page; what is being read is cut short.
pub fn speak(text: &str) {
    let Some(window) = window().filter(|_| can_speak()) else { return };
    let (Ok(speech), Ok(utterance)) =
        (window.speech_synthesis(), SpeechSynthesisUtterance::new_with_text(text))
    else {
        return;
    };
    let root = window.document().and_then(|document| document.document_element());
    if let Some(lang) = root.and_then(|root| root.get_attribute("lang")) {
        utterance.set_lang(&lang);
    }
    speech.cancel();
    speech.speak(&utterance);
}

/// Stops reading aloud.
pub fn hush() {
    if let Some(Ok(speech)) = window().filter(|_| can_speak()).map(|window| window.speech_synthesis()) {
        speech.cancel();
    }
}

fn has(name: &str) -> bool {
    window().is_some_and(|window| js_sys::Reflect::has(window.as_ref(), &name.into()).unwrap_or(false))
}
