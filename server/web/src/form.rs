//! A form on its way between browser and handler.
//!
//! A noun's form is one struct, `XxxForm`, with a text for each field as it was typed. Its GET shows a page with
//! `FormState::default()`; its POST turns each text into a typed value with [`FormState::check`], which keeps the sentence
//! beside the field where it will not do, and shows the same page again with the state: nothing typed is lost.

use std::ops::RangeInclusive;

use app::words::Words;
use domain::password::Owner;
use domain::person::{Phone, PhoneRefusal};
use domain::typed::visible;
use serde::Deserialize;

use crate::error::AppError;
use crate::{Site, password};

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

    /// What the whole form says, or `None` and the one sentence kept beside the field it belongs to.
    pub fn check_all<T>(&mut self, value: Result<T, (&'static str, String)>) -> Option<T> {
        value.map_err(|(field, sentence)| self.refuse(field, sentence)).ok()
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

    /// Keeps beside a field that a password is wrong or was tried too often, and answers the error for
    /// [`crate::page::Page::refused_by`]. Any other failure ends the request.
    pub fn check_password(
        &mut self,
        w: Words,
        field: &str,
        confirmed: Result<(), AppError>,
    ) -> Result<Option<AppError>, AppError> {
        let error = match confirmed {
            Ok(()) => return Ok(None),
            Err(error @ (AppError::WrongPassword | AppError::TooMany { .. })) => error,
            Err(other) => return Err(other),
        };
        match &error {
            AppError::WrongPassword => self.refuse(field, w.t("密码不对。", "The password is wrong.")),
            other => self.refuse(field, other.say().to(w)),
        }
        Ok(Some(error))
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

/// The password typed again, by which somebody signed in makes sure that it is them. It is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub password: String,
}

/// A text as people type it: as it is seen, and of a length in characters.
pub fn text<S>(typed: &str, length: RangeInclusive<usize>, otherwise: S) -> Result<String, S> {
    let text = visible(typed);
    if length.contains(&text.chars().count()) { Ok(text) } else { Err(otherwise) }
}

/// The same, cut after the longest that is kept.
pub fn cut_text<S>(typed: &str, length: RangeInclusive<usize>, otherwise: S) -> Result<String, S> {
    let cut: String = visible(typed).chars().take(*length.end()).collect();
    text(&cut, length, otherwise)
}

/// A reason as people type it: a text of a length that says something and stays readable.
pub fn reason(
    w: Words,
    typed: &str,
    length: RangeInclusive<usize>,
    too_short: &'static str,
) -> Result<String, String> {
    let most = *length.end();
    if visible(typed).chars().count() <= most {
        return text(typed, length, too_short.to_owned());
    }
    Err(match w {
        Words::Zh => format!("理由太长，请控制在 {most} 字以内。"),
        Words::En => format!("Please keep it below {most} characters."),
    })
}

/// A new password, typed twice: `password` and `again`.
pub fn new_password(
    w: Words,
    password: &str,
    again: &str,
    owner: Owner<'_>,
) -> Result<String, (&'static str, String)> {
    if let Some(refusal) = password::refusal(password, owner) {
        return Err(("password", w.password_refused(refusal)));
    }
    if password != again {
        let differ = w.t("两遍密码不一样，请都再填一次。", "The two differ. Please type both again.");
        return Err(("again", differ.to_owned()));
    }
    Ok(password.to_owned())
}

/// The number of a mobile phone.
pub fn phone(w: Words, typed: &str) -> Result<Phone, String> {
    Phone::read(typed).map_err(|refusal| w.phone_refused(refusal))
}

/// The same for a number that is to be kept: a made-up one only where people may be.
pub async fn new_phone(site: &Site, w: Words, typed: &str) -> Result<Result<Phone, String>, AppError> {
    Ok(match phone(w, typed) {
        Ok(phone) if phone.is_made_up() && !site.is_demo().await? => {
            Err(w.phone_refused(PhoneRefusal::Beginning))
        }
        other => other,
    })
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
    fn a_password_that_is_wrong_stands_beside_its_field_and_no_other_failure_does() {
        let mut state = FormState::from(());
        assert!(state.check_password(Words::En, "password", Ok(())).unwrap().is_none() && state.is_valid());
        let wrong = state.check_password(Words::En, "password", Err(AppError::WrongPassword)).unwrap();
        assert!(matches!(wrong, Some(AppError::WrongPassword)), "{wrong:?}");
        assert_eq!(state.error("password").as_deref(), Some("The password is wrong."));
        assert!(state.check_password(Words::En, "password", Err(AppError::Unavailable)).is_err());
        assert_eq!(state.errors().len(), 1);
    }

    #[test]
    fn one_sentence_about_a_whole_form_stands_beside_its_field() {
        let mut state = FormState::from(());
        assert_eq!(state.check_all(Ok(7)), Some(7));
        assert_eq!(state.check_all::<i64>(Err(("again", "differs".to_owned()))), None);
        assert_eq!(state.errors(), [("again".to_owned(), "differs".to_owned())]);
    }

    #[test]
    fn a_new_password_is_judged_before_it_is_compared() {
        let field = |password, again| {
            new_password(Words::En, password, again, Owner::default()).map_err(|(field, _)| field)
        };
        assert_eq!(field("short", "other"), Err("password"));
        assert_eq!(field("chuntian-zhongyu", "other"), Err("again"));
        assert_eq!(field("chuntian-zhongyu", "chuntian-zhongyu").as_deref(), Ok("chuntian-zhongyu"));
    }

    #[test]
    fn a_text_is_trimmed_and_cut_where_it_may_be() {
        assert_eq!(text(" 当面看了 ", 4..=5, ()).as_deref(), Ok("当面看了"));
        assert_eq!(text("\u{feff}当面\u{202e}看了", 4..=5, ()).as_deref(), Ok("当面看了"));
        assert_eq!(text("当面看了工作证", 4..=5, "长"), Err("长"));
        assert_eq!(cut_text("当面看了工作证", 4..=5, "长").as_deref(), Ok("当面看了工"));
        assert_eq!(cut_text(" 当面 ", 4..=5, "短"), Err("短"));
    }

    #[test]
    fn the_length_of_a_reason_is_counted_in_characters() {
        assert_eq!(reason(Words::Zh, " 补贴核对 ", 4..=5, "短").as_deref(), Ok("补贴核对"));
        assert!(reason(Words::Zh, "补贴核对一二", 4..=5, "短").is_err_and(|say| say.contains("5 字")));
    }
}
