//! What asks a device for its owner. Hidden until `passkey.js` has found that the browser can do it.

use app::words::Words;
use leptos::prelude::*;
use web::passkey::PasskeyChallenge;

/// Where the question to the device comes from.
#[derive(Debug)]
pub enum Question {
    /// Asked for at the press of the button.
    At(&'static str),
    /// Here already.
    Here(PasskeyChallenge),
}

/// A form of one button; `children` are its words. The device's answer is sent to `action`.
#[component]
pub fn PasskeyForm(
    words: Words,
    #[prop(into)] action: String,
    question: Question,
    /// Where the reader wanted to go.
    #[prop(optional, into)]
    next: String,
    /// The page's one main action.
    #[prop(optional)]
    primary: bool,
    children: Children,
) -> impl IntoView {
    let w = words;
    let (ask, challenge, options) = match question {
        Question::At(ask) => (Some(ask), String::new(), None),
        Question::Here(asked) => (None, asked.challenge, Some(asked.options.to_string())),
    };
    view! {
        <form class="form sheet" method="post" action=action data-passkey="ask" data-ask=ask data-options=options hidden>
            <input type="hidden" name="challenge" value=challenge />
            <input type="hidden" name="credential" />
            <input type="hidden" name="next" value=next />
            <div class="actions">
                <button class=if primary { "button button-primary" } else { "button" }>{children()}</button>
            </div>
            <p class="field-error" role="alert" data-trouble="" hidden>
                {w.t(
                    "设备没有确认。请再按一次；还是不行，就用密码。",
                    "The device did not confirm. Press again; if it still fails, use your password.",
                )}
            </p>
        </form>
    }
}
