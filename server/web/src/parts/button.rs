//! Things to press. One `Kind::Primary` a page: the reason the reader came.

use leptos::prelude::*;

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The page's one main action.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// An action beside the point: looks like a link.
    Quiet,
    /// Takes something away or back.
    Danger,
}

fn class(kind: Kind, large: bool, wide: bool) -> String {
    let kind = match kind {
        Kind::Primary => " button-primary",
        Kind::Secondary => "",
        Kind::Quiet => " button-quiet",
        Kind::Danger => " button-danger",
    };
    format!(
        "button{kind}{}{}",
        if large { " button-large" } else { "" },
        if wide { " button-wide" } else { "" }
    )
}

/// A button that sends its form. In an island, add `on:click` and `type="button"` with `attr:type`.
#[component]
pub fn Button(
    #[prop(optional)] kind: Kind,
    #[prop(optional)] large: bool,
    /// As wide as its form.
    #[prop(optional)]
    wide: bool,
    /// Sent with the form when this button was the one pressed.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button class=class(kind, large, wide) name=name value=value>
            {children()}
        </button>
    }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] large: bool,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class(kind, large, wide) href=href>
            {children()}
        </a>
    }
}
