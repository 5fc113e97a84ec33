//! One press, one answer: a form that was sent twice by one press is done once, and the second gets the answer of the first.
//!
//! Every form of every page carries a number of its own ([`with_presses`]), drawn when the page was: two requests with one
//! number and one content are one press, whichever of them the browser waits for. A page that comes back has new numbers, so a
//! second thought is a second press.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::digest::Purpose;
use tokio::sync::OnceCell;

use crate::Site;
use crate::error::{AppError, Refusal};

/// The name of the field with the number.
pub(super) const PRESS: &str = "press";
/// So long a second request may be on its way: a slow line, and the patience of whoever presses again.
const ONE_PRESS_MS: i64 = 60_000;
/// More than are pressed in that time; beyond them a form is simply done.
const ANSWERS_MAX: usize = 10_000;
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// The page with a number in each of its forms.
pub(crate) fn with_presses(site: &Site, html: String) -> String {
    const SENDS: &str = "method=\"post\"";
    if !html.contains(SENDS) {
        return html;
    }
    let mut numbered = String::with_capacity(html.len() + 512);
    let mut pieces = html.split("<form");
    numbered.extend(pieces.next());
    for piece in pieces {
        numbered.push_str("<form");
        match piece.split_once('>') {
            Some((tag, rest)) if tag.contains(SENDS) => {
                let mut number = [0; 16];
                site.rng.fill(&mut number);
                let number = hex::encode(number);
                numbered.push_str(tag);
                numbered.push_str("><input type=\"hidden\" name=\"press\" value=\"");
                numbered.push_str(&number);
                numbered.push_str("\">");
                numbered.push_str(rest);
            }
            _ => numbered.push_str(piece),
        }
    }
    numbered
}

/// Whether what was sent comes from a form of a page.
fn is_numbered(sent: &[u8]) -> bool {
    sent.split(|byte| *byte == b'&')
        .any(|field| field.strip_prefix(b"press=").is_some_and(|number| number.len() == 32))
}

/// An answer as it can be given again.
#[derive(Clone)]
struct Told {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    refusal: Option<Refusal>,
}

type Answer = Arc<OnceCell<Told>>;

/// The answers of the last moments.
#[derive(Default)]
pub(super) struct FirstAnswers(Mutex<HashMap<[u8; 32], (Answer, i64)>>);

impl FirstAnswers {
    /// Does what the form asks for, or waits for the answer to the same press and gives it again.
    pub(super) async fn of(&self, site: &Site, sent: &[u8], request: Request, next: Next) -> Response {
        if !is_numbered(sent) {
            return next.run(request).await;
        }
        let key = key(site, request.uri(), sent);
        let answer = self.place(key, site.now());
        // Done to its end even if the browser turns away: its second request is on its way already.
        let told = tokio::spawn(async move {
            answer.get_or_init(|| async { Told::hear(next.run(request).await).await }).await.clone()
        });
        let Ok(told) = told.await else {
            self.forget(&key);
            return AppError::Internal(anyhow::anyhow!("panic in a form")).into_response();
        };
        // What may go another way next time, and what a sign-in will change, is asked for anew.
        let passes = matches!(told.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::UNAUTHORIZED);
        if passes || told.status.is_server_error() {
            self.forget(&key);
        }
        told.again()
    }

    fn place(&self, key: [u8; 32], now_ms: i64) -> Answer {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (_, at_ms)| (0..ONE_PRESS_MS).contains(&(now_ms - *at_ms)));
        if kept.len() >= ANSWERS_MAX {
            return Answer::default();
        }
        kept.entry(key).or_insert_with(|| (Answer::default(), now_ms)).0.clone()
    }

    fn forget(&self, key: &[u8; 32]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

fn key(site: &Site, uri: &Uri, sent: &[u8]) -> [u8; 32] {
    site.keys.digest(Purpose::Token, &format!("press {uri} {}", hex::encode(sent)))
}

impl Told {
    async fn hear(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let refusal = parts.extensions.get::<Refusal>().cloned();
        if let Ok(body) = to_bytes(body, ANSWER_BYTES_MAX).await {
            return Self { status: parts.status, headers: parts.headers, body, refusal };
        }
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self { status, headers: HeaderMap::new(), body: Bytes::new(), refusal: None }
    }

    fn again(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Some(refusal) = self.refusal {
            response.extensions_mut().insert(refusal);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_of_a_page_makes_two_requests_one_press() {
        let number = "0123456789abcdef0123456789abcdef";
        assert!(is_numbered(format!("code=1&press={number}").as_bytes()));
        assert!(is_numbered(format!("press={number}").as_bytes()));
        for other in ["", "code=1", "press=", "press=1", "express=0123456789abcdef0123456789abcdef"] {
            assert!(!is_numbered(other.as_bytes()), "{other}");
        }
    }
}
