//! What somebody typed whose sign-in had ended: kept in this process for a while, by a number that tells nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::AccountId;
use leptos::prelude::use_context;

/// Long enough to find one's password; a text that nobody came back for is gone then.
const KEPT_MS: i64 = 30 * 60_000;
/// A form without a known owner is handed to whoever signs in from the page it led to: only for so long.
const UNOWNED_MS: i64 = 10 * 60_000;
/// More than anybody types into one form.
const FIELDS_BYTES_MAX: usize = 32 * 1024;
/// What all of them may take together; the oldest go first.
const ALL_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A form that was not saved.
pub(super) struct KeptForm {
    number: String,
    /// Whose sign-in it was, where that is still known.
    owner: Option<AccountId>,
    /// Where the form stands.
    path: String,
    fields: Typed,
    until_ms: i64,
}

impl KeptForm {
    pub(super) fn new(
        number: String,
        owner: Option<AccountId>,
        path: String,
        fields: Vec<(String, String)>,
        now_ms: i64,
    ) -> Self {
        let until_ms = now_ms + if owner.is_some() { KEPT_MS } else { UNOWNED_MS };
        Self { number, owner, path, fields: Typed(Arc::new(fields)), until_ms }
    }

    fn bytes(&self) -> usize {
        self.fields.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

/// What was typed into a form, by its fields. A page that is drawn with it has its fields filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed(Arc<Vec<(String, String)>>);

/// What was typed into a field of the page that is being drawn, if its form is kept.
pub fn typed(field: &str) -> Option<String> {
    typed_all(field)?.into_iter().next()
}

/// The same of a field with several values; none were chosen if it is not among what was sent.
pub fn typed_all(field: &str) -> Option<Vec<String>> {
    let typed = use_context::<Typed>()?;
    Some(typed.0.iter().filter(|(name, _)| name == field).map(|(_, value)| value.clone()).collect())
}

/// The forms of this process.
#[derive(Default)]
pub(super) struct KeptForms(Mutex<VecDeque<KeptForm>>);

impl KeptForms {
    pub(super) fn keep(&self, form: KeptForm) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if form.owner.is_some() {
            kept.retain(|older| older.owner != form.owner);
        }
        kept.push_back(form);
        while kept.iter().map(KeptForm::bytes).sum::<usize>() > ALL_BYTES_MAX {
            kept.pop_front();
        }
    }

    pub(super) fn find(&self, number: &str, reader: &AccountId, path: &str, now_ms: i64) -> Option<Typed> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|form| form.until_ms > now_ms);
        let form = kept.iter_mut().find(|form| form.number == number && form.path == path)?;
        // Whoever came first from the page it led to is its owner from then on.
        (form.owner.get_or_insert_with(|| reader.clone()) == reader).then(|| form.fields.clone())
    }
}

/// The fields of a form that may be kept: no secret, nothing that opens anything, and not more than anybody types.
pub(super) fn fields(sent: &[u8]) -> Vec<(String, String)> {
    const SECRET: [&str; 7] =
        ["password", "again", "code", "ticket", "secret", "last", super::first_answer::PRESS];
    let all = form_urlencoded::parse(sent);
    let open =
        all.filter(|(name, value)| !value.is_empty() && !SECRET.iter().any(|secret| name.contains(secret)));
    let fields: Vec<(String, String)> =
        open.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let bytes: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes > FIELDS_BYTES_MAX { Vec::new() } else { fields }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(number: &str, owner: Option<&str>, text: &str) -> KeptForm {
        let fields = vec![("reason".to_owned(), text.to_owned())];
        KeptForm::new(
            number.to_owned(),
            owner.map(|id| AccountId(id.to_owned())),
            "/hours/appeal".to_owned(),
            fields,
            0,
        )
    }

    #[test]
    fn only_its_owner_finds_a_form_and_not_for_ever() {
        let (kept, li, wu) = (KeptForms::default(), AccountId("li".into()), AccountId("wu".into()));
        kept.keep(form("1", Some("li"), "停电"));
        assert!(kept.find("1", &wu, "/hours/appeal", 1).is_none(), "the next at the same machine");
        assert!(
            kept.find("1", &li, "/exports", 1).is_none() && kept.find("2", &li, "/hours/appeal", 1).is_none()
        );
        assert_eq!(kept.find("1", &li, "/hours/appeal", 1).unwrap().0[0].1, "停电");
        assert!(kept.find("1", &li, "/hours/appeal", KEPT_MS).is_none());
    }

    #[test]
    fn a_form_without_an_owner_is_that_of_the_first_who_comes_from_its_page() {
        let (kept, li, wu) = (KeptForms::default(), AccountId("li".into()), AccountId("wu".into()));
        kept.keep(form("1", None, "停电"));
        assert!(kept.find("1", &li, "/hours/appeal", 1).is_some());
        assert!(kept.find("1", &wu, "/hours/appeal", 2).is_none());
        kept.keep(form("2", None, "停电"));
        assert!(kept.find("2", &li, "/hours/appeal", UNOWNED_MS).is_none());
    }

    #[test]
    fn nobody_s_forms_fill_the_memory_and_secrets_are_not_kept() {
        let kept = KeptForms::default();
        for n in 0..600 {
            kept.keep(form(&n.to_string(), None, &"长".repeat(10_000)));
        }
        let bytes: usize = kept.0.lock().unwrap().iter().map(KeptForm::bytes).sum();
        assert!(bytes <= ALL_BYTES_MAX);
        let sent = "reason=%E5%81%9C%E7%94%B5&password=geheim&code=123456&ticket=x&empty=";
        assert_eq!(fields(sent.as_bytes()), [("reason".to_owned(), "停电".to_owned())]);
        assert!(fields(format!("reason={}", "a".repeat(FIELDS_BYTES_MAX)).as_bytes()).is_empty());
    }
}
