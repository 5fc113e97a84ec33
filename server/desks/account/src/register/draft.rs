//! What somebody has told so far who is registering: kept sealed in their own browser, so that the way back shows what was
//! typed, no personal number stands in an address, and nothing is on the server before they have agreed to it.

use std::convert::Infallible;
use store::sealed::SealedAs;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::Cookie;
use domain::document::{Document, DocumentKind};
use serde::{Deserialize, Serialize};
use web::Site;

/// What is sealed for the way through a browser.
const TICKET: SealedAs<'_> = SealedAs::ticket("ticket.registration");
/// Name of the cookie.
const DRAFT_COOKIE: &str = "register";
/// How long one may think about a question. The browser forgets earlier, when it is closed.
const THINKING_MS_MAX: i64 = 30 * 60_000;

/// The answers so far; an empty text is a question that is still open. The password is never among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub phone: String,
    /// The phone to which a code was sent and typed right; another one since then counts for nothing.
    #[serde(default)]
    pub verified_phone: String,
    /// Kind of document, by its code; empty for a resident identity card.
    #[serde(default)]
    pub kind: String,
    pub name: String,
    pub document: String,
    /// Who issued a passport, three letters.
    #[serde(default)]
    pub country: String,
    /// Date of birth and sex, where the document's number does not say them.
    #[serde(default)]
    pub birth: String,
    #[serde(default)]
    pub sex: String,
    /// Household place.
    pub region: String,
    pub category: String,
    /// Where the reader wanted to go.
    pub next: String,
    /// Whether this site sends codes.
    #[serde(skip)]
    pub codes: bool,
    ends_at: i64,
}

impl Draft {
    /// The kind of document.
    pub fn kind(&self) -> DocumentKind {
        DocumentKind::from_code(&self.kind).unwrap_or_default()
    }

    /// The document as it is kept: a passport by country and number together. `None` if a rule has changed since.
    pub fn document(&self) -> Option<Document> {
        Some(Document::read(self.kind(), &self.document).ok()?.issued_by(&self.country))
    }

    /// Whether the number says when its holder was born, and their sex.
    pub fn says_birth(&self) -> bool {
        self.document().is_some_and(|document| document.says.is_some())
    }

    /// Whether the country of a passport is still to be told.
    pub fn lacks_country(&self) -> bool {
        self.kind() == DocumentKind::Passport && self.country.is_empty()
    }

    /// The cookie that carries it to the next question.
    pub fn cookie(&self, site: &Site) -> Cookie<'static> {
        let kept = Self { ends_at: site.now() + THINKING_MS_MAX, ..self.clone() };
        let text = serde_json::to_string(&kept).unwrap_or_default();
        site.set_cookie(DRAFT_COOKIE, URL_SAFE_NO_PAD.encode(site.seal(TICKET, &text)), None)
    }

    /// The cookie that takes it away.
    pub fn no_cookie(site: &Site) -> Cookie<'static> {
        site.set_cookie(DRAFT_COOKIE, "", Some(0))
    }

    async fn read(site: &Site, sealed: &str) -> Option<Self> {
        let text = site.open(TICKET, &URL_SAFE_NO_PAD.decode(sealed).ok()?).await.ok()??;
        let draft: Self = serde_json::from_str(&text).ok()?;
        (draft.ends_at > site.now()).then_some(draft)
    }
}

impl FromRequestParts<Site> for Draft {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let told = match site.cookie(&parts.headers, DRAFT_COOKIE) {
            Some(sealed) => Self::read(site, &sealed).await.unwrap_or_default(),
            None => Self::default(),
        };
        Ok(Self { codes: site.sender.is_on(), ..told })
    }
}
