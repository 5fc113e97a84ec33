//! The attendance check: a modal dialog with one question, its time, and a kind word for every outcome.
//!
//! Everything it can show is there from the start; the phase decides which part is seen.

mod answering;
mod flow;
pub mod sound;

use domain::wire::CheckKind;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use self::flow::{DIALOG, Flow, Phase, lead_reader};
use super::live::{is, press, text};
use super::message::MessageKey;
use super::parts::{Messages, RecorderHandle, own};
use super::recording::api::has_passkey;
use super::recording::state::{RecordingState, Status};
use crate::format::clock;
use crate::islands::erased_signal::ErasedSignal;
use crate::parts::{Drawing, Icon};

/// The dialog. It opens by itself when the state shows a check; after the learner closed it, the
/// callback it hands out opens it again.
#[component]
pub fn CheckDialog(
    /// The recorder to tell of answers.
    recorder_handle: RecorderHandle,
    /// Where a check is announced.
    state: RecordingState,
    /// The sentences.
    words: Messages,
    /// Opens it again at each change.
    reopen: ErasedSignal<u32>,
) -> impl IntoView {
    let flow = Flow::new(recorder_handle, state);
    Effect::new(move |_| {
        reopen.track();
        if state.check.with(Option::is_some) || state.held.get() {
            flow.open();
        } else {
            flow.shut();
        }
        if matches!(state.status.get(), Status::Stopped(_)) {
            flow.shut();
        }
    });
    // What was pressed is gone with each step: lead the reader's place to what is new.
    Effect::new(move |_| {
        flow.phase.track();
        request_animation_frame(lead_reader);
    });
    let asking = move || matches!(flow.phase.get(), Phase::Asking | Phase::Identity);
    let reminder = text(move || {
        let Some(left_ms) = flow.reminder_ms.get() else { return String::new() };
        [&own(words, MessageKey::CheckLeft), " ", &words.with_value(|words| words.time(left_ms))].concat()
    });
    let trouble = text(move || flow.trouble.get().map_or_else(String::new, |say| own(words, say)));
    let time = text(move || clock(flow.left_ms.get() + 999));
    let no_trouble = is(move || flow.trouble.with(Option::is_none));
    view! {
        <dialog class="dialog check" aria-labelledby="check-title" id=DIALOG on:close=move |_| flow.closed()>
            <div class="dialog-head">
                <Icon of=Drawing::Shield />
                <h2 id="check-title">{own(words, MessageKey::CheckTitle)}</h2>
                <span
                    class="check-time"
                    role="timer"
                    aria-label=own(words, MessageKey::CheckLeft)
                    hidden=is(move || !asking())
                    translate="no"
                    prop:textContent=time
                ></span>
            </div>
            <progress
                class="check-bar"
                aria-hidden="true"
                hidden=is(move || !asking())
                max=text(move || flow.window_ms.get().to_string())
                value=text(move || flow.left_ms.get().to_string())
            ></progress>
            <p class="visually-hidden" role="status" prop:textContent=reminder></p>
            {loading(flow, words, no_trouble)}
            {question(flow, words)}
            {passed(flow, words)}
            {verdict(flow, words, Phase::Wrong, [MessageKey::Wrong, MessageKey::WrongHelp, MessageKey::WrongNext], Flow::next_question)}
            {verdict(flow, words, Phase::Late, [MessageKey::Late, MessageKey::LateHelp, MessageKey::LateBack], Flow::back)}
            {password(flow, words)}
            <p class="field-error check-trouble" role="alert" hidden=no_trouble prop:textContent=trouble></p>
        </dialog>
    }
}

/// Whether a part is out of sight now.
fn not_in(flow: Flow, phase: Phase) -> Signal<bool> {
    is(move || flow.phase.get() != phase)
}

fn busy(flow: Flow) -> Signal<String> {
    text(move || flow.busy.get().to_string())
}

fn loading(flow: Flow, words: Messages, no_trouble: Signal<bool>) -> impl IntoView {
    view! {
        <div class="check-part" hidden=not_in(flow, Phase::Loading)>
            <div class="dialog-body">
                <p data-focus="" tabindex="-1">
                    {own(words, MessageKey::CheckLoading)}
                </p>
            </div>
            <div class="dialog-foot" hidden=no_trouble>
                <button
                    type="button"
                    class="button button-primary button-large"
                    on:click=press(move || flow.fetch_again())
                >
                    {own(words, MessageKey::TryAgain)}
                </button>
            </div>
        </div>
    }
}

fn question(flow: Flow, words: Messages) -> impl IntoView {
    let is_kind = move |kind| flow.item.with(|item| item.as_ref().is_some_and(|item| item.kind == kind));
    let prompt = text(move || {
        flow.item.with(|item| item.as_ref().map_or_else(String::new, |item| item.prompt.clone()))
    });
    let spoken = move || {
        flow.item.with_untracked(|item| {
            let item = item.as_ref()?;
            let options = item.options.clone().unwrap_or_default();
            Some([std::slice::from_ref(&item.prompt), &options].concat().join("。 "))
        })
    };
    let speak = move || {
        if let Some(spoken) = spoken() {
            sound::speak(&spoken);
        }
    };
    let extendable = move || flow.item.with(|item| item.as_ref().is_some_and(|item| item.extendable));
    let takes_passkey =
        move || flow.item.with(|item| item.as_ref().is_some_and(|item| item.passkey)) && has_passkey();
    view! {
        <form class="check-part" hidden=not_in(flow, Phase::Asking) on:submit=sent(move || flow.answer())>
            <div class="dialog-body">
                <p class="soft">{own(words, MessageKey::CheckIntro)}</p>
                <fieldset hidden=is(move || !is_kind(CheckKind::Question))>
                    <legend class="check-question" data-focus="" tabindex="-1" prop:textContent=prompt></legend>
                    <div class="check-options">{move || choices(flow)}</div>
                </fieldset>
                <div hidden=is(move || !is_kind(CheckKind::Number))>
                    <p class="check-question" id="check-prompt" data-focus="" tabindex="-1" prop:textContent=prompt></p>
                    <p class="field">
                        <label for="check-number">{own(words, MessageKey::CheckNumber)}</label>
                        <input
                            class="input input-code"
                            id="check-number"
                            inputmode="numeric"
                            autocomplete="off"
                            aria-describedby="check-prompt"
                            prop:value=text(move || flow.choice.get())
                            on:input=move |event| flow.choice.set(event_target_value(&event))
                        />
                    </p>
                </div>
            </div>
            <div class="dialog-foot">
                <button type="submit" class="button button-primary button-large" aria-disabled=busy(flow)>
                    {own(words, MessageKey::CheckSend)}
                </button>
                {passkey(flow, words, is(move || !takes_passkey()))}
                <button
                    type="button"
                    class="button"
                    hidden=is(move || !extendable())
                    on:click=press(move || flow.more_time())
                >
                    {own(words, MessageKey::CheckMore)}
                </button>
                <button
                    type="button"
                    class="button button-quiet"
                    hidden=is(move || flow.item.with(Option::is_none) || !sound::can_speak())
                    on:click=press(speak)
                >
                    <Icon of=Drawing::Sound />
                    {own(words, MessageKey::CheckRead)}
                </button>
            </div>
        </form>
    }
}

/// The other way: the device confirms who holds it.
fn passkey(flow: Flow, words: Messages, out_of_sight: Signal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button"
            data-by-passkey=""
            hidden=out_of_sight
            aria-disabled=busy(flow)
            on:click=press(move || flow.by_passkey())
        >
            {own(words, MessageKey::ByPasskey)}
        </button>
    }
}

/// The choices of the question on the screen.
fn choices(flow: Flow) -> impl IntoView + use<> {
    let options =
        flow.item.with(|item| item.as_ref().and_then(|item| item.options.clone())).unwrap_or_default();
    let choice = move |(index, option): (usize, String)| {
        let index = index.to_string();
        let (chosen, this) = (index.clone(), index.clone());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="answer"
                    value=index
                    prop:checked=is(move || flow.choice.with(|choice| *choice == this))
                    on:change=move |_| flow.choice.set(chosen.clone())
                />
                <span prop:textContent=option></span>
            </label>
        }
    };
    options.into_iter().enumerate().map(choice).collect_view()
}

fn passed(flow: Flow, words: Messages) -> impl IntoView {
    let title =
        text(move || words.with_value(|words| words.with_time(MessageKey::Passed, flow.confirmed_ms.get())));
    let explain = text(move || flow.explain.get().unwrap_or_default());
    view! {
        <div class="check-part" hidden=not_in(flow, Phase::Passed)>
            <div class="dialog-body">
                <h3 data-focus="" tabindex="-1" data-result="passed" prop:textContent=title></h3>
                <p hidden=is(move || flow.explain.with(Option::is_none)) prop:textContent=explain></p>
                <p class="soft">{own(words, MessageKey::PassedHelp)}</p>
            </div>
            <div class="dialog-foot">
                <button
                    type="button"
                    class="button button-primary button-large"
                    on:click=press(move || flow.go_on())
                >
                    {own(words, MessageKey::GoOn)}
                </button>
            </div>
        </div>
    }
}

fn verdict(
    flow: Flow,
    words: Messages,
    phase: Phase,
    says: [MessageKey; 3],
    action: fn(Flow),
) -> impl IntoView {
    let [title, help, button] = says.map(|say| own(words, say));
    let at_press = press(move || {
        if !flow.busy.get_untracked() {
            action(flow);
        }
    });
    view! {
        <div class="check-part" hidden=not_in(flow, phase)>
            <div class="dialog-body">
                <h3 data-focus="" tabindex="-1">
                    {title}
                </h3>
                <p>{help}</p>
            </div>
            <div class="dialog-foot">
                <button
                    type="button"
                    class="button button-primary button-large"
                    aria-disabled=busy(flow)
                    on:click=at_press
                >
                    {button}
                </button>
            </div>
        </div>
    }
}

fn password(flow: Flow, words: Messages) -> impl IntoView {
    let is_asked = move || matches!(flow.phase.get(), Phase::Hold | Phase::Identity);
    let why = move || match flow.phase.get() {
        Phase::Identity => MessageKey::IdentityHelp,
        _ if flow.given_back.get() => MessageKey::HoldAgain,
        _ => MessageKey::HoldHelp,
    };
    let help =
        text(move || own(words, if flow.kept.with(String::is_empty) { why() } else { MessageKey::CodeSent }));
    // One question at a time: the password, then the code that was sent.
    let step = move |first: MessageKey, then: MessageKey| {
        text(move || own(words, if flow.kept.with(String::is_empty) { first } else { then }))
    };
    let label = step(MessageKey::Password, MessageKey::Code);
    view! {
        <form class="check-part" hidden=is(move || !is_asked()) on:submit=sent(move || flow.identify())>
            <div class="dialog-body">
                <h3 data-focus="" tabindex="-1">
                    {own(words, MessageKey::Hold)}
                </h3>
                <p role="status" prop:textContent=help></p>
                // Password managers look for whose password it is.
                <input type="text" autocomplete="username" hidden />
                <p class="field">
                    <label for="check-password" prop:textContent=label></label>
                    <input
                        class="input"
                        id="check-password"
                        type="password"
                        autocomplete="current-password"
                        prop:value=text(move || flow.password.get())
                        on:input=move |event| flow.password.set(event_target_value(&event))
                    />
                </p>
            </div>
            <div class="dialog-foot">
                <button type="submit" class="button button-primary button-large" aria-disabled=busy(flow)>
                    {own(words, MessageKey::PasswordSend)}
                </button>
                {passkey(flow, words, is(move || !is_asked() || !has_passkey()))}
            </div>
        </form>
    }
}

/// What sending a form does, instead of loading a page.
fn sent(action: impl Fn() + 'static) -> Box<dyn FnMut(SubmitEvent)> {
    Box::new(move |event| {
        event.prevent_default();
        action();
    })
}
