//! Signing in through an outside provider (OpenID Connect): authorization code with PKCE, nonce and state. The provider
//! says who somebody is; which account that opens, its owner has said before, and which rights it has, nobody but us.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use vault::SealedAs;

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use cookie::Cookie;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreTokenResponse};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse, reqwest,
};
use serde::{Deserialize, Serialize};

use crate::Site;
use crate::error::AppError;

/// What is sealed for the way through a browser.
const TICKET: SealedAs<'_> = SealedAs::ticket("ticket.oidc");
/// Name of the cookie that carries a sign-in under way, sealed.
const FLOW_COOKIE: &str = "oidc";
/// How long a sign-in at the provider may take.
const WAITING_MS_MAX: i64 = 10 * 60_000;
/// How long we believe what the provider said of itself.
const BELIEVED_MS_MAX: i64 = 10 * 60_000;
/// Older than this we ask again before we refuse a token: its keys may have changed since.
const DOUBTED_MS_MIN: i64 = 30_000;
/// How long we wait for the provider.
const PATIENCE: Duration = Duration::from_secs(8);

/// A provider, as configured.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its address, by which it names itself.
    pub issuer: String,
    client_id: String,
    secret: Option<ClientSecret>,
    /// What people call it.
    pub label: String,
    http: reqwest::Client,
    /// What it last said of itself, its keys among it, and when it was asked.
    said: Arc<Mutex<Option<(CoreProviderMetadata, i64)>>>,
}

impl Provider {
    /// A provider at which this site is known as `client_id`.
    ///
    /// # Errors
    /// When `issuer` is no address, or neither https nor on this machine.
    pub fn new(
        issuer: &str,
        client_id: &str,
        secret: Option<String>,
        label: &str,
    ) -> Result<Self, anyhow::Error> {
        // A redirect could lead the server to addresses that are nobody's business.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()?;
        let address = IssuerUrl::new(issuer.to_owned())?;
        let address = address.url();
        // Over plain http anybody on the way could be the provider; on this very machine there is no way.
        let here = matches!(address.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        anyhow::ensure!(address.scheme() == "https" || here, "its address must begin with https://");
        let secret = secret.map(ClientSecret::new);
        Ok(Self {
            issuer: issuer.into(),
            client_id: client_id.into(),
            secret,
            label: label.into(),
            http,
            said: Arc::default(),
        })
    }

    /// What the provider says of itself, its keys among it, not older than `age_ms_max`; and when it said so.
    async fn metadata(&self, now_ms: i64, age_ms_max: i64) -> Result<(CoreProviderMetadata, i64), AppError> {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((metadata, at_ms)) = said
            && (0..age_ms_max).contains(&(now_ms - at_ms))
        {
            return Ok((metadata, at_ms));
        }
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| AppError::Internal(error.into()))?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.http).await.map_err(|error| {
            tracing::warn!(%error, "the provider of sign-ins does not answer");
            self.away()
        })?;
        let kept = Some((metadata.clone(), now_ms));
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok((metadata, now_ms))
    }

    fn away(&self) -> AppError {
        AppError::conflict(
            "oidc_away",
            format!("{}现在连不上。请稍后再试，或者用密码登录。", self.label),
            format!("{} does not answer. Try again later, or use your password.", self.label),
        )
    }

    fn failed(&self) -> AppError {
        AppError::conflict(
            "oidc_failed",
            format!("{}没有确认您的身份。请再试一次，或者用密码登录。", self.label),
            format!("{} did not confirm you. Try again, or use your password.", self.label),
        )
    }
}

/// A sign-in under way: what must come back, and what it is for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Flow {
    state: String,
    nonce: String,
    verifier: String,
    /// Where the reader wanted to go.
    pub next: String,
    /// The account that is to be linked; none at sign-in.
    pub link: Option<String>,
    until_ms: i64,
}

impl Flow {
    /// What this browser left with, unless it was changed.
    async fn read(site: &Site, headers: &HeaderMap) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(site.cookie(headers, FLOW_COOKIE)?).ok()?;
        serde_json::from_str(&site.open(TICKET, &sealed).await.ok()??).ok()
    }
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct Begun {
    /// Where to send the reader.
    pub address: String,
    /// What goes along in the browser.
    pub cookie: Cookie<'static>,
}

/// Begins a sign-in, or the linking of an account.
pub async fn begin(
    site: &Site,
    provider: &Provider,
    next: &str,
    link: Option<String>,
) -> Result<Begun, AppError> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let client = CoreClient::from_provider_metadata(
        provider.metadata(site.now(), BELIEVED_MS_MAX).await?.0,
        ClientId::new(provider.client_id.clone()),
        provider.secret.clone(),
    )
    .set_redirect_uri(way_back(site)?);
    let (address, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .url();
    let flow = Flow {
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
        next: next.to_owned(),
        link,
        until_ms: site.now() + WAITING_MS_MAX,
    };
    let text = serde_json::to_string(&flow).map_err(|error| AppError::Internal(error.into()))?;
    let sealed = URL_SAFE_NO_PAD.encode(site.seal(TICKET, &text));
    let cookie = site.set_cookie(FLOW_COOKIE, sealed, Some(WAITING_MS_MAX / 1000));
    Ok(Begun { address: address.to_string(), cookie })
}

/// The cookie that ends a sign-in under way.
pub fn no_flow(site: &Site) -> Cookie<'static> {
    site.set_cookie(FLOW_COOKIE, "", Some(0))
}

/// What the provider sends the reader back with.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// Who the provider says it is, and what for.
pub async fn finish(
    site: &Site,
    provider: &Provider,
    headers: &HeaderMap,
    back: Back,
) -> Result<(Flow, String), AppError> {
    let flow = Flow::read(site, headers).await;
    // Both are secrets of one use: a difference in time gives nothing away.
    let Some(flow) = flow.filter(|flow| flow.until_ms > site.now() && flow.state == back.state) else {
        return Err(AppError::conflict(
            "oidc_state",
            "这次登录不是从这里开始的，或者等得太久了。请重新登录。",
            "This sign-in did not begin here, or took too long. Please begin again.",
        ));
    };
    if back.code.is_empty() {
        return Err(provider.failed());
    }
    let (metadata, at_ms) = provider.metadata(site.now(), BELIEVED_MS_MAX).await?;
    let client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(provider.client_id.clone()),
        provider.secret.clone(),
    )
    .set_redirect_uri(way_back(site)?);
    let answer = client
        .exchange_code(AuthorizationCode::new(back.code))
        .map_err(|error| AppError::Internal(error.into()))?
        .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
        .request_async(&provider.http)
        .await
        .map_err(|error| {
            tracing::info!(%error, "the provider refused a code");
            provider.failed()
        })?;
    let mut subject = subject_of(provider, metadata, &answer, &flow, site.now());
    if subject.is_err() && site.now() - at_ms >= DOUBTED_MS_MIN {
        let (metadata, _) = provider.metadata(site.now(), DOUBTED_MS_MIN).await?;
        subject = subject_of(provider, metadata, &answer, &flow, site.now());
    }
    match subject {
        Ok(Some(subject)) => Ok((flow, subject)),
        Ok(None) => Err(provider.failed()),
        Err(error) => {
            tracing::info!(%error, "an identity token was refused");
            Err(provider.failed())
        }
    }
}

/// Whom the token names, if it is one: signed by a key of the provider, for this site, for this flow, and in time.
fn subject_of(
    provider: &Provider,
    metadata: CoreProviderMetadata,
    answer: &CoreTokenResponse,
    flow: &Flow,
    now_ms: i64,
) -> Result<Option<String>, ClaimsVerificationError> {
    let id = ClientId::new(provider.client_id.clone());
    let client = CoreClient::from_provider_metadata(metadata, id, provider.secret.clone());
    let verifier = client
        .id_token_verifier()
        .set_time_fn(move || DateTime::from_timestamp_millis(now_ms).unwrap_or_default());
    let Some(token) = answer.id_token() else { return Ok(None) };
    let claims = token.claims(&verifier, &Nonce::new(flow.nonce.clone()))?;
    Ok(Some(claims.subject().as_str().to_owned()))
}

fn way_back(site: &Site) -> Result<RedirectUrl, AppError> {
    let origin = site.origin.as_deref().unwrap_or("http://localhost");
    RedirectUrl::new(format!("{origin}/sign-in/oidc/back")).map_err(|error| AppError::Internal(error.into()))
}
