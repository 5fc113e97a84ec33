//! Pages and islands of Xueshi.
//!
//! Everything here may run in the browser, except the modules marked `ssr` below. This is the only file of the crate
//! with `cfg(feature)`: a file is either wholly for the server or fit for both.

// A view is a type as deep as its page.
#![recursion_limit = "256"]

pub mod format;
pub mod islands;
pub mod parts;
pub mod words;

/// Called once by `boot.js` before it wakes the islands.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
