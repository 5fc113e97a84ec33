//! A form on its way between browser and handler.
//!
//! A noun's form is one struct, `XxxForm`, with a text for each field as it was typed. Its GET shows a page with
//! `FormState::default()`; its POST turns each text into a typed value with [`FormState::check`], which keeps the sentence
//! beside the field where it will not do, and shows the same page again with the state: nothing typed is lost.

use std::ops::RangeInclusive;

use app::words::Words;

/// What is wrong with a form: field and sentence.
pub type FieldErrors = Vec<(String, String)>;

/// A form as it was typed, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState<F> {
    /// As typed.
    pub form: F,
    errors: FieldErrors,
}

impl<F> From<F> for FormState<F> {
    fn from(form: F) -> Self {
        Self { form, errors: FieldErrors::new() }
    }
}

impl<F> FormState<F> {
    /// The typed value of a field, or `None` and its sentence kept beside the field.
    pub fn check<T>(&mut self, field: &str, value: Result<T, impl Into<String>>) -> Option<T> {
        value.map_err(|sentence| self.refuse(field, sentence)).ok()
    }

    /// Keeps a sentence beside a field.
    pub fn refuse(&mut self, field: &str, sentence: impl Into<String>) {
        self.errors.push((field.to_owned(), sentence.into()));
    }

    /// The state with a sentence beside a field.
    #[must_use]
    pub fn refused(mut self, field: &str, sentence: impl Into<String>) -> Self {
        self.refuse(field, sentence);
        self
    }

    /// Whether nothing is wrong so far.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone())
    }

    /// Everything that is wrong, for the summary.
    pub fn errors(&self) -> FieldErrors {
        self.errors.clone()
    }
}

/// A reason as people type it: trimmed, and of a length (in characters) that says something and stays readable.
pub fn reason(
    w: Words,
    typed: &str,
    length: RangeInclusive<usize>,
    too_short: &'static str,
) -> Result<String, String> {
    let text = typed.trim();
    let chars = text.chars().count();
    if chars < *length.start() {
        return Err(too_short.to_owned());
    }
    if chars > *length.end() {
        let most = length.end();
        return Err(match w {
            Words::Zh => format!("太长了，请控制在 {most} 字以内。"),
            Words::En => format!("Please keep it below {most} characters."),
        });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_with_the_sentence_beside_its_field() {
        let mut state = FormState::from("a".to_owned());
        assert_eq!(state.check("count", "7".parse::<i64>().map_err(|_| "a number")), Some(7));
        assert!(state.is_valid());
        let typed = state.form.clone();
        assert_eq!(state.check("reason", reason(Words::En, &typed, 2..=300, "say why")), None);
        assert_eq!(state.error("reason").as_deref(), Some("say why"));
        assert_eq!((state.error("count"), state.form.as_str()), (None, "a"));
    }

    #[test]
    fn the_length_of_a_reason_is_counted_in_characters() {
        assert_eq!(reason(Words::Zh, " 补贴核对 ", 4..=5, "短").as_deref(), Ok("补贴核对"));
        assert!(reason(Words::Zh, "补贴核对一二", 4..=5, "短").is_err_and(|say| say.contains("5 字")));
    }
}
