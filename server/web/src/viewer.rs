//! Who is asking, and what they may do.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};
use domain::access::is_official;
use domain::access::{self, Action, Grant, Role, ScopeFilter};
use domain::id::{AccountId, OrganisationId, PersonId, RegionId};
use store::appeal::Actor;
use store::digest::Purpose;
use store::sign_in::SignedIn;

use crate::Site;
use crate::cookie::SESSION_COOKIE;
use crate::device_cookie::device_digest;
use crate::error::AppError;
use crate::session_cache::Known;

/// Someone signed in, by cookie or by bearer token: both have the same rights and life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub account: AccountId,
    pub person: PersonId,
    pub login: String,
    pub name: String,
    pub grants: Vec<Grant>,
    /// An official without the second factor that is asked of them: no rights until there is one.
    pub owes_second_factor: bool,
    /// When the sign-in ends whatever happens.
    pub expires_at: i64,
}

/// Someone signed in, or nobody. For pages open to everybody.
#[derive(Clone, Debug)]
pub struct MaybeViewer(pub Option<Arc<Viewer>>);

impl From<SignedIn> for Viewer {
    fn from(found: SignedIn) -> Self {
        Self {
            account: found.account,
            person: found.person,
            login: found.login,
            name: found.name,
            grants: found.grants,
            owes_second_factor: false,
            expires_at: found.expires_at,
        }
    }
}

impl Viewer {
    /// Somebody signed in, with the rights that hold now.
    fn on(site: &Site, found: SignedIn) -> Self {
        let owes = site.second_factor_required && is_official(&found.grants) && !found.second_factor;
        let viewer = Self::from(found);
        if owes { Self { grants: Vec::new(), owes_second_factor: true, ..viewer } } else { viewer }
    }

    /// The right every handler begins with: 404 in the shape of a missing page, so that a refusal tells nothing.
    pub fn require(&self, action: Action) -> Result<(), AppError> {
        if self.may(action) { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// The right on a class of this organisation and region.
    pub fn require_in(
        &self,
        action: Action,
        organisation: &OrganisationId,
        region: &RegionId,
    ) -> Result<(), AppError> {
        let may = access::may_in(&self.grants, action, organisation, region);
        if may { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// Whether the action is allowed at all: for links in the navigation, never instead of [`Viewer::require`].
    pub fn may(&self, action: Action) -> bool {
        access::may(&self.grants, action)
    }

    /// The filter for lists.
    pub fn scope_filter(&self, action: Action) -> ScopeFilter {
        access::scope_filter(&self.grants, action)
    }

    /// Whether the viewer holds this role.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// As whom they take a step: in the first of these roles that they hold.
    pub fn actor(&self, roles: &[Role]) -> Result<Actor, AppError> {
        let role = roles.iter().find(|role| self.is(**role)).ok_or(AppError::Forbidden)?;
        Ok(Actor { account: self.account.clone(), person: self.person.clone(), role: role.as_str() })
    }

    /// Whether the viewer works here, whatever else they are.
    pub fn works_here(&self) -> bool {
        is_official(&self.grants)
    }

    /// The right to a page of all who work here.
    pub fn require_official(&self) -> Result<(), AppError> {
        if self.works_here() { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// Where this person's work begins: the page after signing in.
    pub fn front_page(&self) -> &'static str {
        if self.owes_second_factor {
            "/account/second-factor"
        } else if self.works_here() {
            "/tasks"
        } else if self.may(Action::Study) {
            "/learn"
        } else {
            "/"
        }
    }
}

/// The token a request carries: `Authorization: Bearer …`, else the cookie.
pub fn token(site: &Site, headers: &HeaderMap) -> Option<String> {
    bearer(headers).map(ToOwned::to_owned).or_else(|| site.cookie(headers, SESSION_COOKIE))
}

/// The digest under which that token's sign-in is kept.
pub fn token_digest(site: &Site, headers: &HeaderMap) -> Option<[u8; 32]> {
    token(site, headers).map(|token| site.keys.digest(Purpose::Token, &token))
}

/// The bearer token of an API client.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Who a request comes from. Read once: what was found is kept with the request.
async fn who(parts: &mut Parts, site: &Site) -> Result<Option<Arc<Viewer>>, AppError> {
    if let Some(known) = parts.extensions.get::<MaybeViewer>() {
        return Ok(known.0.clone());
    }
    let found = match token(site, &parts.headers) {
        None => None,
        Some(token) => {
            let digest = site.keys.digest(Purpose::Token, &token);
            let now = site.now();
            match site.session_cache.fresh(&digest, now) {
                Known::Yes(viewer) => Some(viewer),
                Known::Ask(asked) => {
                    let found = site.session_cache.ask(&site.db, digest, now).await?;
                    // Whoever works here does so without the second factor that is still owed, too.
                    let is_staff = found.as_ref().is_some_and(|found| is_official(&found.grants));
                    let viewer = found.map(|found| Arc::new(Viewer::on(site, found)));
                    if let Some(viewer) = &viewer {
                        if let Some(device) = device_digest(site, &parts.headers).filter(|_| is_staff) {
                            site.db.note_staff_device(&device, &viewer.account, now).await?;
                        }
                        site.session_cache.keep(digest, viewer, asked, now);
                    }
                    viewer
                }
            }
        }
    };
    parts.extensions.insert(MaybeViewer(found.clone()));
    Ok(found)
}

impl FromRequestParts<Site> for MaybeViewer {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, AppError> {
        who(parts, site).await.map(Self)
    }
}

impl FromRequestParts<Site> for Viewer {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, AppError> {
        let viewer = who(parts, site).await?.ok_or(AppError::NotSignedIn)?;
        Ok(Self::clone(&viewer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bearer_token_is_read_whatever_the_case_of_its_scheme() {
        let mut headers = HeaderMap::new();
        assert_eq!(bearer(&headers), None);
        headers.insert(header::AUTHORIZATION, "bearer  xyz".parse().unwrap());
        assert_eq!(bearer(&headers), Some("xyz"));
    }
}
