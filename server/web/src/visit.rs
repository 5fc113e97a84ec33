//! What a page knows of the request it answers.

use std::convert::Infallible;
use std::sync::Arc;

use app::words::Words;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::cookie::cookie;
use crate::sent_form::{ComesBackTo, Typed};
use crate::task::Desk;
use crate::{Flash, MaybeViewer, Site, Viewer};

/// Name of the cookie that keeps the reader's language.
pub const LANG_COOKIE: &str = "lang";
/// Name of the cookie that keeps the size of type; absent for the ordinary one.
pub const TEXT_COOKIE: &str = "text";
/// Its value for large type, and high contrast with it.
pub const LARGE: &str = "large";

/// Everything around a page's own content: who reads it, in which language, from where they came.
///
/// A visit is no right: a handler that needs one also takes [`Viewer`] and calls `require`.
#[derive(Clone)]
pub struct Visit {
    pub site: Site,
    pub words: Words,
    /// Whose navigation is drawn.
    pub viewer: Option<Arc<Viewer>>,
    /// For whom they act, and what waits for them.
    pub desk: Desk,
    pub flash: Option<Flash>,
    /// Path and query, for "back here" links; of a form that was sent, where it comes back to.
    pub path: String,
    /// What the reader had typed into the form of this page when their sign-in ended.
    pub typed: Option<Typed>,
    /// Whether the reader chose large type.
    pub large: bool,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let Ok(words) = Words::from_request_parts(parts, site).await;
        // A page drawn while the database is away is drawn as for a stranger; the handler's own query says what is wrong.
        let viewer = MaybeViewer::from_request_parts(parts, site).await.ok().and_then(|found| found.0);
        let desk = match &viewer {
            // What waits is worth no error page: the handler's own query says what is wrong.
            Some(viewer) => Desk::of(site, viewer).await.unwrap_or_default(),
            None => Desk::default(),
        };
        let path = match parts.extensions.get::<ComesBackTo>() {
            Some(back) => back.address(),
            None => parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
        };
        let typed = parts.extensions.get::<Typed>().cloned();
        let large = cookie(&parts.headers, TEXT_COOKIE).as_deref() == Some(LARGE);
        let flash = Flash::read(&parts.headers);
        Ok(Self { site: site.clone(), words, viewer, desk, flash, path, typed, large })
    }
}

impl FromRequestParts<Site> for Words {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _site: &Site) -> Result<Self, Infallible> {
        Ok(Self::of(cookie(&parts.headers, LANG_COOKIE).as_deref()))
    }
}
