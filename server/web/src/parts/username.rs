//! For the browser's own keeper of passwords: which account a new password belongs to. Nobody sees or types it.

use leptos::prelude::*;

/// Stands in every form that asks for a password but not for an account.
#[component]
pub fn Username(#[prop(into)] value: String) -> impl IntoView {
    view! {
        <input
            class="visually-hidden"
            type="text"
            autocomplete="username"
            value=value
            readonly
            tabindex="-1"
            aria-hidden="true"
        />
    }
}
