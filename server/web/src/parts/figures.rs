//! Numbers and facts: the ruled row of key figures, term and value, a sum with its reasoning.

use app::words::subsidy::ReckoningLine;
use leptos::prelude::*;

/// What has more characters is drawn smaller, so that nothing is cut: `1,043,218.4` has as many.
const LONG: usize = 11;

/// A row of key figures; its children are `KeyFigure`s.
#[component]
pub fn KeyFigures(children: Children) -> impl IntoView {
    view! { <dl class="key-figures">{children()}</dl> }
}

/// One number people look for first.
#[component]
pub fn KeyFigure(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// Small, after the value.
    #[prop(optional, into)]
    unit: String,
    /// Smaller still, under it.
    #[prop(optional, into)]
    note: String,
    /// The page that shows exactly what is counted.
    #[prop(optional, into)]
    href: Option<String>,
    /// Whether that is this page.
    #[prop(optional)]
    current: bool,
) -> impl IntoView {
    let unit = (!unit.is_empty()).then(|| view! { <small>{unit}</small> });
    let note = (!note.is_empty()).then(|| view! { <dd class="key-figure-note">{note}</dd> });
    let long = (value.chars().count() > LONG).then_some("is-long");
    let figure = view! { {value} " " {unit} };
    let figure = match href {
        None => figure.into_any(),
        Some(href) => {
            let said = label.clone();
            view! {
                <a href=href aria-current=current.then_some("true")>
                    <span class="visually-hidden">{said} " "</span>
                    {figure}
                </a>
            }
            .into_any()
        }
    };
    view! {
        <div class=if current { "key-figure is-here" } else { "key-figure" }>
            <dt>{label}</dt>
            <dd class=long>{figure}</dd>
            {note}
        </div>
    }
}

/// A list of facts; its children are `Fact`s.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// A term and its value.
#[component]
pub fn Fact(#[prop(into)] term: String, children: Children) -> impl IntoView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// How a sum came about, line by line, down to the double rule.
#[component]
pub fn Reckoning(
    lines: Vec<ReckoningLine>,
    #[prop(into)] total_label: String,
    #[prop(into)] total: String,
) -> impl IntoView {
    let lines = lines.into_iter().map(|line| {
        let class = line.refused.then_some("is-no");
        let why = (!line.why.is_empty()).then(|| view! { <span class="reckoning-why">{line.why}</span> });
        view! {
            <li class=class>
                <span class="reckoning-what">{line.what}</span>
                <span class="reckoning-value">{line.value}</span>
                {why}
            </li>
        }
    });
    view! {
        <ol class="reckoning">{lines.collect_view()}</ol>
        <p class="reckoning-total">
            <span>{total_label}</span>
            <span class="figure">{total}</span>
        </p>
    }
}
