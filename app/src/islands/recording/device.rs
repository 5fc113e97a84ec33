//! What `device.js` puts on a page where the browser can sign: it vouches for what was studied here.

use domain::id::CheckId;
use domain::wire::Beat;
use domain::wire::DeviceSignature;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Promise, Reflect};

use crate::islands::json;

fn tell(what: &str, one: &JsValue, two: &JsValue) -> Option<Promise> {
    let device = Reflect::get(web_sys::window()?.as_ref(), &"device".into()).ok()?;
    let function: Function = Reflect::get(&device, &what.into()).ok()?.dyn_into().ok()?;
    function.call2(&device, one, two).ok()?.dyn_into().ok()
}

/// A session was opened, after so many passes.
pub fn opened(passes: i64) {
    tell("opened", &(passes as f64).into(), &JsValue::UNDEFINED);
}

/// The server has stored a beat.
pub fn stored(beat: &Beat) {
    if let Ok(text) = serde_json::to_string(beat) {
        tell("beat", &text.into(), &JsValue::UNDEFINED);
    }
}

/// A check was passed: the chain begins anew.
pub fn passed() {
    tell("passed", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
}

/// Signs what is given for a check; nothing where the browser cannot.
pub async fn sign(check: &CheckId, given: &str) -> Option<DeviceSignature> {
    let promise = tell("sign", &check.as_str().into(), &given.into())?;
    json::take(JsFuture::from(promise).await.ok()?)
}
