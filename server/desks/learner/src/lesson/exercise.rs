//! Something to practise: a question whose answers say at once what to think of them. Styles alone show what belongs to the
//! chosen answer, so it works without a script and costs the browser nothing.

use app::words::Words;
use domain::course::{Exercise, ExerciseOption};
use leptos::prelude::*;
use web::parts::{Drawing, Icon};

/// The question, its answers, and below them what is said to the chosen one. The styles know them by their order: radio
/// buttons and the last element are siblings.
pub fn exercise(w: Words, item: usize, asked: &Exercise) -> impl IntoView + use<> {
    let question = format!("item-{item}");
    let options = asked.options.iter().enumerate().map(|(n, option)| {
        let id = format!("item-{item}-{n}");
        view! {
            <input type="radio" id=id.clone() name=format!("item-{item}-answer") autocomplete="off" />
            <label for=id>{option.text.clone()}</label>
        }
    });
    let options = options.collect_view();
    let words = asked.options.iter().map(|option| said(w, option)).collect_view();
    view! {
        <p class="check-question" id=question.clone()>{asked.question.clone()}</p>
        <div class="exercise" role="radiogroup" aria-labelledby=question>
            {options}
            <div role="status">{words}</div>
        </div>
    }
}

fn said(w: Words, option: &ExerciseOption) -> impl IntoView + use<> {
    let (class, icon, verdict) = if option.right {
        ("flash", Drawing::Done, w.t("对了。", "Right. "))
    } else {
        ("flash flash-warning", Drawing::Alert, w.t("再想想。", "Think again. "))
    };
    view! {
        <div class=class>
            <Icon of=icon />
            <p>
                <strong>{verdict}</strong>
                {option.why.clone()}
            </p>
        </div>
    }
}
