//! What somebody sent that was not done, and what they were answered: kept sealed for a while, by a number that tells nothing.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};

use super::first_answer::PRESS;

/// Long enough to find one's password; a text that nobody came back for is gone then.
pub(super) const KEPT_MS: i64 = 30 * 60_000;
/// A form without a known owner is handed to whoever asks for it first: only for so long. The same for one of a browser in
/// which nobody is signed in.
pub(super) const UNOWNED_MS: i64 = 10 * 60_000;
/// More than anybody types into one form.
const FIELDS_BYTES_MAX: usize = 32 * 1024;
/// What of an answer's head is needed to give it again.
const HEADERS: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::RETRY_AFTER, header::VARY];

/// A form that was not done, as it is sealed: a line of JSON, then the body of the answer.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SentForm {
    pub fields: Vec<(String, String)>,
    pub answer: Option<AnswerHead>,
    #[serde(skip)]
    pub body: Vec<u8>,
}

/// The head of an answer.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AnswerHead {
    status: u16,
    /// The language of the page.
    pub lang: String,
    headers: Vec<(String, String)>,
}

impl AnswerHead {
    pub(super) fn of(response: &Response, lang: &str) -> Self {
        let text = |name: &HeaderName| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
        let headers = HEADERS.iter().filter_map(|name| Some((name.as_str().to_owned(), text(name)?)));
        Self { status: response.status().as_u16(), lang: lang.to_owned(), headers: headers.collect() }
    }
}

impl SentForm {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.body);
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let form: Self = serde_json::from_slice(&bytes[..end]).ok()?;
        Some(Self { body: bytes[end + 1..].to_vec(), ..form })
    }

    /// The answer once more, if the reader still reads its language; what was typed otherwise.
    pub(super) fn shown(self, lang: &str) -> Shown {
        match self.answer {
            Some(head) if head.lang == lang => Shown::Answer(again(&head, self.body)),
            _ if self.fields.is_empty() => Shown::Nothing,
            _ => Shown::Fields(Typed(Arc::new(self.fields))),
        }
    }
}

/// What a page shows of a form that is kept.
pub(super) enum Shown {
    Nothing,
    Fields(Typed),
    Answer(Response),
}

fn again(head: &AnswerHead, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(Bytes::from(body)));
    *response.status_mut() = StatusCode::from_u16(head.status).unwrap_or_default();
    for (name, value) in &head.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
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

/// The fields of a form that may be kept: no secret, nothing that opens anything, and not more than anybody types.
pub(super) fn fields(sent: &[u8]) -> Vec<(String, String)> {
    const SECRET: [&str; 7] = ["password", "again", "code", "ticket", "secret", "last", PRESS];
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

    #[test]
    fn a_form_comes_back_as_it_was_kept() {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        answer.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static("a=1"));
        let form = SentForm {
            fields: vec![("reason".to_owned(), "停电\n了".to_owned())],
            answer: Some(AnswerHead::of(&answer, "zh")),
            body: b"\x1f\n<p>".to_vec(),
        };
        let back = || SentForm::from_bytes(&form.to_bytes()).unwrap();
        assert_eq!(back(), form);
        let Shown::Answer(shown) = back().shown("zh") else { panic!("the answer, in its language") };
        assert_eq!(shown.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(shown.headers()[header::CONTENT_ENCODING], "gzip");
        assert!(!shown.headers().contains_key(header::SET_COOKIE), "what an answer set is set once");
        let Shown::Fields(typed) = back().shown("en") else { panic!("what was typed, in another") };
        assert_eq!(typed.0[0].1, "停电\n了");
        assert!(matches!(SentForm::default().shown("zh"), Shown::Nothing));
    }

    #[test]
    fn secrets_are_not_kept() {
        let sent = "reason=%E5%81%9C%E7%94%B5&password=geheim&code=123456&ticket=x&empty=";
        assert_eq!(fields(sent.as_bytes()), [("reason".to_owned(), "停电".to_owned())]);
        assert!(fields(format!("reason={}", "a".repeat(FIELDS_BYTES_MAX)).as_bytes()).is_empty());
    }
}
