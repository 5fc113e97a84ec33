//! Keeps the screen lit while media runs, where the browser can.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Promise, Reflect};

/// Calls a method that older browsers may not have.
pub fn call_if_there(target: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let function: Function = Reflect::get(target, &method.into()).ok()?.dyn_into().ok()?;
    function.call1(target, argument).ok()
}

/// The lock on the screen.
#[derive(Clone, Debug, Default)]
pub struct WakeLock(Rc<RefCell<State>>);

#[derive(Debug, Default)]
struct State {
    wanted: bool,
    held: Option<JsValue>,
}

impl WakeLock {
    /// Asks for the screen to stay lit.
    pub fn hold(&self) {
        if std::mem::replace(&mut self.0.borrow_mut().wanted, true) {
            return;
        }
        let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return };
        let Ok(lock) = Reflect::get(navigator.as_ref(), &"wakeLock".into()) else { return };
        if lock.is_undefined() {
            return;
        }
        let asked = call_if_there(&lock, "request", &"screen".into());
        let Some(promise) = asked.and_then(|asked| asked.dyn_into::<Promise>().ok()) else { return };
        let state = self.0.clone();
        leptos::task::spawn_local(async move {
            let Ok(held) = JsFuture::from(promise).await else { return };
            if state.borrow().wanted {
                state.borrow_mut().held = Some(held);
            } else {
                call_if_there(&held, "release", &JsValue::UNDEFINED);
            }
        });
    }

    /// Lets it sleep again.
    pub fn release(&self) {
        let mut state = self.0.borrow_mut();
        state.wanted = false;
        if let Some(held) = state.held.take() {
            call_if_there(&held, "release", &JsValue::UNDEFINED);
        }
    }
}
