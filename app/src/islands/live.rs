//! What moves in a view, under one type.
//!
//! Every closure inside a view has a type of its own, and all that draws it is compiled anew for each. What passes
//! through here has one type and is compiled once: a lesson has to reach a cheap phone in 150 kB.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A text that changes. Where it is shown it is the whole content of an element, `<p prop:textContent=says></p>`: a browser that
/// translates the page replaces the text inside an element, never the element, so what is set so is always seen.
pub fn text(says: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(says)
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
