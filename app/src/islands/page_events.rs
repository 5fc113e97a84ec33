//! What happens to the page as a whole: it is hidden, seen again, left; the network comes back.

use gloo_events::EventListener;
use leptos::prelude::{document, window};

use super::recording::recorder::Recorder;

/// Listens as long as it lives.
pub struct PageEvents {
    _listeners: [EventListener; 3],
}

impl PageEvents {
    /// Tells the recorder of everything that concerns it.
    pub fn watch(recorder: &Recorder) -> Self {
        let (seen, left, online) = (recorder.clone(), recorder.clone(), recorder.clone());
        let document = document();
        let visibility = EventListener::new(&document.clone(), "visibilitychange", move |_| {
            if document.hidden() {
                seen.leave();
            } else {
                seen.try_now();
            }
        });
        let leaving = EventListener::new(&window(), "pagehide", move |_| left.leave());
        let network = EventListener::new(&window(), "online", move |_| online.try_now());
        Self { _listeners: [visibility, leaving, network] }
    }
}
