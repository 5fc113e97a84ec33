//! What moves in a view, under one type.
//!
//! Every closure inside a view has a type of its own, and all that draws it is compiled anew for each. What passes
//! through here has one type and is compiled once: a lesson has to reach a cheap phone in 150 kB.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A text that changes.
pub fn text(says: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(says)
}

/// The text of an element that holds nothing else: `<p prop:textContent=says>{now(says)}</p>`. A browser that translates the
/// page replaces the text inside an element and never the element: what is set as its whole content is always seen.
pub fn now(says: Signal<String>) -> String {
    says.get_untracked()
}

/// A yes or no that changes: for `hidden`.
pub fn is(so: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(so)
}

/// What a press does.
pub fn press(action: impl Fn() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| action())
}

/// An element of the page by its id, once the island is awake.
pub fn element<E: JsCast>(id: &str) -> Option<E> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
