//! The attendance check: a modal dialog with one question, its time, and a kind word for every outcome.

mod answering;
mod flow;
pub mod sound;

use domain::wire::CheckKind;
use leptos::prelude::*;

use self::flow::{Flow, Phase};
use super::parts::{Desk, Said};
use super::recording::board::{Board, Status};
use super::say::Say;
use crate::format::clock;
use crate::parts::{Drawing, Icon};

/// The dialog. It opens by itself when the board shows a check; after the learner closed it, the
/// callback it hands out opens it again.
#[component]
pub fn CheckDialog(
    /// The recorder to tell of answers.
    desk: Desk,
    /// Where a check is announced.
    board: Board,
    /// The sentences.
    words: Said,
    /// Opens it again at each change.
    reopen: RwSignal<u32>,
) -> impl IntoView {
    let flow = Flow::new(desk, board);
    Effect::new(move |_| {
        reopen.track();
        if board.check.with(Option::is_some) || board.held.get() {
            flow.open();
        } else {
            flow.shut();
        }
    });
    Effect::new(move |_| {
        if matches!(board.status.get(), Status::Stopped(_)) {
            flow.shut();
        }
    });
    // What was pressed is gone with each step: lead the reader's place to what is new.
    Effect::new(move |_| {
        flow.phase.track();
        request_animation_frame(move || {
            let Some(dialog) = flow.dialog.get_untracked() else { return };
            if let Ok(Some(heading)) = dialog.query_selector("[data-focus]") {
                let _focused = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(heading).focus();
            }
        });
    });
    let own = move |say| words.with_value(|words| words.own(say));
    let asking = move || flow.phase.get() == Phase::Asking;
    let body = move || match flow.phase.get() {
        Phase::Loading => loading(&flow, words).into_any(),
        Phase::Asking => question(&flow, words).into_any(),
        Phase::Passed => passed(&flow, words).into_any(),
        Phase::Wrong => {
            verdict(&flow, words, Say::Wrong, Say::WrongHelp, Say::WrongNext, Flow::next_question).into_any()
        }
        Phase::Late => verdict(&flow, words, Say::Late, Say::LateHelp, Say::LateBack, Flow::back).into_any(),
        Phase::Hold => password(&flow, words).into_any(),
    };
    let reminder = move || {
        let left_ms = flow.reminder_ms.get()?;
        Some([&own(Say::CheckLeft), " ", &words.with_value(|words| words.time(left_ms))].concat())
    };
    let trouble = move || flow.trouble.get().map(own);
    view! {
        <dialog class="dialog check" aria-labelledby="check-title" node_ref=flow.dialog on:close=move |_| flow.closed()>
            <div class="dialog-head">
                <Icon of=Drawing::Shield />
                <h2 id="check-title">{own(Say::CheckTitle)}</h2>
                <Show when=asking>
                    <span class="check-time" role="timer" aria-label=own(Say::CheckLeft)>
                        {move || clock(flow.left_ms.get() + 999)}
                    </span>
                </Show>
            </div>
            <progress
                class="check-bar"
                aria-hidden="true"
                hidden=move || !asking()
                max=move || flow.window_ms.get()
                value=move || flow.left_ms.get()
            ></progress>
            <p class="visually-hidden" role="status">{reminder}</p>
            {body}
            <p class="field-error check-trouble" role="alert" hidden=move || flow.trouble.with(Option::is_none)>
                {trouble}
            </p>
        </dialog>
    }
    .into_any()
}

fn loading(flow: &Flow, words: Said) -> impl IntoView {
    let flow = *flow;
    let own = move |say| words.with_value(|words| words.own(say));
    view! {
        <div class="dialog-body">
            <p data-focus="" tabindex="-1">{own(Say::CheckLoading)}</p>
        </div>
        <Show when=move || flow.trouble.with(Option::is_some)>
            <div class="dialog-foot">
                <button type="button" class="button button-primary button-large" on:click=move |_| flow.fetch_again()>
                    {own(Say::TryAgain)}
                </button>
            </div>
        </Show>
    }
}

fn question(flow: &Flow, words: Said) -> impl IntoView {
    let flow = *flow;
    let own = move |say| words.with_value(|words| words.own(say));
    let item = flow.item.get_untracked();
    let (prompt, options, kind) = item.map_or((String::new(), Vec::new(), CheckKind::Number), |item| {
        (item.prompt, item.options.unwrap_or_default(), item.kind)
    });
    let spoken = [std::slice::from_ref(&prompt), &options].concat().join("。 ");
    let extendable = move || flow.item.with(|item| item.as_ref().is_some_and(|item| item.extendable));
    let answer = match kind {
        CheckKind::Question => choices(&flow, prompt, options).into_any(),
        CheckKind::Number => number(&flow, prompt, own(Say::CheckNumber)).into_any(),
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                flow.answer();
            }
        >
            <div class="dialog-body">
                <p class="soft">{own(Say::CheckIntro)}</p>
                {answer}
            </div>
            <div class="dialog-foot">
                <button type="submit" class="button button-primary button-large" aria-disabled=move || flow.busy.get().to_string()>
                    {own(Say::CheckSend)}
                </button>
                <Show when=extendable>
                    <button type="button" class="button" on:click=move |_| flow.more_time()>
                        {own(Say::CheckMore)}
                    </button>
                </Show>
                {sound::can_speak()
                    .then(|| {
                        view! {
                            <button type="button" class="button button-quiet" on:click=move |_| sound::speak(&spoken)>
                                <Icon of=Drawing::Sound />
                                {own(Say::CheckRead)}
                            </button>
                        }
                    })}
            </div>
        </form>
    }
}

fn choices(flow: &Flow, prompt: String, options: Vec<String>) -> impl IntoView {
    let flow = *flow;
    let options = options.into_iter().enumerate().map(move |(index, option)| {
        let index = index.to_string();
        let value = index.clone();
        let chosen = index.clone();
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="answer"
                    value=value
                    prop:checked=move || flow.choice.with(|choice| *choice == chosen)
                    on:change=move |_| flow.choice.set(index.clone())
                />
                <span>{option}</span>
            </label>
        }
    });
    view! {
        <fieldset>
            <legend class="check-question" data-focus="" tabindex="-1">{prompt}</legend>
            <div class="check-options">{options.collect_view()}</div>
        </fieldset>
    }
}

fn number(flow: &Flow, prompt: String, label: String) -> impl IntoView {
    let flow = *flow;
    view! {
        <p class="check-question" id="check-prompt" data-focus="" tabindex="-1">{prompt}</p>
        <p class="field">
            <label for="check-number">{label}</label>
            <input
                class="input input-code"
                id="check-number"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby="check-prompt"
                prop:value=move || flow.choice.get()
                on:input=move |event| flow.choice.set(event_target_value(&event))
            />
        </p>
    }
}

fn passed(flow: &Flow, words: Said) -> impl IntoView {
    let flow = *flow;
    let (title, help, go_on) = words.with_value(|words| {
        (
            words.with_time(Say::Passed, flow.confirmed_ms.get_untracked()),
            words.own(Say::PassedHelp),
            words.own(Say::GoOn),
        )
    });
    let explain = flow.explain.get_untracked();
    view! {
        <div class="dialog-body">
            <h3 data-focus="" tabindex="-1" data-result="passed">{title}</h3>
            {explain.map(|explain| view! { <p>{explain}</p> })}
            <p class="soft">{help}</p>
        </div>
        <div class="dialog-foot">
            <button type="button" class="button button-primary button-large" on:click=move |_| flow.go_on()>
                {go_on}
            </button>
        </div>
    }
}

fn verdict(flow: &Flow, words: Said, title: Say, help: Say, button: Say, deed: fn(Flow)) -> impl IntoView {
    let flow = *flow;
    let own = move |say| words.with_value(|words| words.own(say));
    view! {
        <div class="dialog-body">
            <h3 data-focus="" tabindex="-1">{own(title)}</h3>
            <p>{own(help)}</p>
        </div>
        <div class="dialog-foot">
            <button
                type="button"
                class="button button-primary button-large"
                aria-disabled=move || flow.busy.get().to_string()
                on:click=move |_| {
                    if !flow.busy.get_untracked() {
                        deed(flow);
                    }
                }
            >
                {own(button)}
            </button>
        </div>
    }
}

fn password(flow: &Flow, words: Said) -> impl IntoView {
    let flow = *flow;
    let own = move |say| words.with_value(|words| words.own(say));
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                flow.identify();
            }
        >
            <div class="dialog-body">
                <h3 data-focus="" tabindex="-1">{own(Say::Hold)}</h3>
                <p>{own(Say::HoldHelp)}</p>
                <p class="field">
                    <label for="check-password">{own(Say::Password)}</label>
                    <input
                        class="input"
                        id="check-password"
                        type="password"
                        autocomplete="current-password"
                        prop:value=move || flow.password.get()
                        on:input=move |event| flow.password.set(event_target_value(&event))
                    />
                </p>
            </div>
            <div class="dialog-foot">
                <button type="submit" class="button button-primary button-large" aria-disabled=move || flow.busy.get().to_string()>
                    {own(Say::PasswordSend)}
                </button>
            </div>
        </form>
    }
}
