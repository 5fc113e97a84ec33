//! Form fields: label, hint, error and control, tied together for every reader.
//!
//! The control's id is the field's name, so that the summary of a page's errors ([`super::summary`]) leads to it by `#name`.

use leptos::prelude::*;

use super::summary::note_error;
use crate::sent_form::{typed, typed_all};

/// A one-line text field.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    /// What is wrong with what was typed; the field is marked when there is something.
    #[prop(default = None, into)]
    error: Option<String>,
    /// What was typed before: kept when a form comes back.
    #[prop(optional, into)]
    value: String,
    /// `text`, `password`, `tel`, `date`, `number`, `search` …
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    /// A further class for the control: `input-short`, `input-number`, `input-code`.
    #[prop(optional)]
    shape: &'static str,
) -> impl IntoView {
    let marks = Marks::of(&name, &hint, error.as_deref());
    let value = typed(&name).filter(|_| kind != "password").unwrap_or(value);
    view! {
        <div class=marks.class()>
            <label for=name.clone()>{label}</label>
            {marks.view(hint, error)}
            <input
                class=format!("input {shape}").trim_end().to_owned()
                id=name.clone()
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                aria-invalid=marks.invalid()
                aria-describedby=marks.described_by()
            />
        </div>
    }
}

/// A file to choose; a browser never lets one come back.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(default = None, into)] error: Option<String>,
    /// Which files the browser offers: endings or media types, between commas.
    accept: &'static str,
) -> impl IntoView {
    let marks = Marks::of(&name, &hint, error.as_deref());
    view! {
        <div class=marks.class()>
            <label for=name.clone()>{label}</label>
            {marks.view(hint, error)}
            <input
                class="input"
                id=name.clone()
                name=name
                type="file"
                accept=accept
                aria-invalid=marks.invalid()
                aria-describedby=marks.described_by()
            />
        </div>
    }
}

/// A longer text.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = None, into)] error: Option<String>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let marks = Marks::of(&name, &hint, error.as_deref());
    let value = typed(&name).unwrap_or(value);
    view! {
        <div class=marks.class()>
            <label for=name.clone()>{label}</label>
            {marks.view(hint, error)}
            <textarea
                class="textarea"
                id=name.clone()
                name=name
                rows="4"
                aria-invalid=marks.invalid()
                aria-describedby=marks.described_by()
                inner_html=escaped(&value)
            ></textarea>
        </div>
    }
}

/// Leptos writes the content of a `<textarea>` as it stands: what was typed must not end it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Sent with the form.
    pub value: String,
    pub label: String,
    /// A second line, empty for none.
    pub note: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), note: String::new() }
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// One of many, folded away. For five things or fewer use `Choices`: all of them are then in data.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = None, into)] error: Option<String>,
    options: Vec<Choice>,
    /// The value that is chosen now.
    #[prop(optional, into)]
    chosen: String,
) -> impl IntoView {
    let marks = Marks::of(&name, &hint, error.as_deref());
    let chosen = typed(&name).unwrap_or(chosen);
    let options = options.into_iter().map(|option| {
        let selected = option.value == chosen;
        view! {
            <option value=option.value selected=selected>
                {option.label}
            </option>
        }
    });
    view! {
        <div class=marks.class()>
            <label for=name.clone()>{label}</label>
            {marks.view(hint, error)}
            <select
                class="select"
                id=name.clone()
                name=name
                aria-invalid=marks.invalid()
                aria-describedby=marks.described_by()
            >
                {options.collect_view()}
            </select>
        </div>
    }
}

/// One of a few (radio buttons), or any of them with `many` (tick boxes). The whole line is the target.
#[component]
pub fn Choices(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = None, into)] error: Option<String>,
    options: Vec<Choice>,
    /// The values that are chosen now.
    #[prop(default = Vec::new())]
    chosen: Vec<String>,
    #[prop(optional)] many: bool,
) -> impl IntoView {
    let marks = Marks::of(&name, &hint, error.as_deref());
    let chosen = typed_all(&name).unwrap_or(chosen);
    let kind = if many { "checkbox" } else { "radio" };
    let options = options.into_iter().enumerate().map(|(at, option)| {
        // The first control bears the field's id, so that the error summary leads to it.
        let id = if at == 0 { name.clone() } else { format!("{name}-{at}") };
        let checked = chosen.contains(&option.value);
        let note = (!option.note.is_empty()).then(|| view! { <small>{option.note}</small> });
        view! {
            <label class="choice">
                <input type=kind id=id name=name.clone() value=option.value checked=checked />
                <span>{option.label} {note}</span>
            </label>
        }
    });
    let options = options.collect_view();
    view! {
        <fieldset class=marks.class() aria-describedby=marks.described_by()>
            <legend>{label}</legend>
            {marks.view(hint, error)}
            <div class="choices">{options}</div>
        </fieldset>
    }
}

/// Ids that tie hint and error to their control.
#[derive(Clone)]
struct Marks {
    hint_id: Option<String>,
    error_id: Option<String>,
}

impl Marks {
    fn of(name: &str, hint: &str, error: Option<&str>) -> Self {
        if let Some(sentence) = error {
            note_error(name, sentence);
        }
        Self {
            hint_id: (!hint.is_empty()).then(|| format!("{name}-hint")),
            error_id: error.map(|_| format!("{name}-error")),
        }
    }

    fn class(&self) -> &'static str {
        if self.error_id.is_some() { "field has-error" } else { "field" }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error_id.as_ref().map(|_| "true")
    }

    fn described_by(&self) -> Option<String> {
        let ids: Vec<&str> =
            [&self.hint_id, &self.error_id].into_iter().flatten().map(String::as_str).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn view(&self, hint: String, error: Option<String>) -> impl IntoView + use<> {
        let hint = self.hint_id.clone().map(|id| {
            view! {
                <p class="field-hint" id=id>
                    {hint}
                </p>
            }
        });
        let error = self.error_id.clone().map(|id| {
            view! {
                <p class="field-error" id=id>
                    {error}
                </p>
            }
        });
        (hint, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_field_is_tied_to_its_error_and_keeps_what_was_typed() {
        let html = Owner::new().with(|| {
            view! {
                <Field
                    name="phone"
                    label="手机号"
                    hint="11 位数字"
                    error="少了一位".to_owned()
                    value="1380546220"
                />
            }
            .to_html()
        });
        for part in [
            r#"for="phone""#,
            r#"id="phone""#,
            r#"value="1380546220""#,
            r#"aria-invalid="true""#,
            r#"aria-describedby="phone-hint phone-error""#,
            r#"id="phone-error""#,
            "少了一位",
        ] {
            assert!(html.contains(part), "{part} is missing in {html}");
        }
    }

    #[test]
    fn what_was_typed_into_a_long_field_cannot_leave_it() {
        let typed = "</textarea><script>alert(1)</script> & 1 < 2";
        let html =
            Owner::new().with(|| view! { <TextArea name="reason" label="理由" value=typed /> }.to_html());
        assert!(!html.contains("<script") && html.matches("</textarea>").count() == 1, "{html}");
        assert!(html.contains("&amp; 1 &lt; 2</textarea>"), "{html}");
    }

    #[test]
    fn a_right_field_says_nothing_of_errors() {
        let html = Owner::new().with(|| view! { <Field name="phone" label="手机号" /> }.to_html());
        assert!(
            !html.contains("error") && !html.contains("aria-invalid") && !html.contains("describedby"),
            "{html}"
        );
    }
}
