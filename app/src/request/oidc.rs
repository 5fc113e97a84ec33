//! Signing in through an outside provider (OpenID Connect): authorization code with PKCE, nonce and state. The provider
//! says who somebody is; which account that opens, its owner has said before, and which rights it has, nobody but us.

use std::time::Duration;

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, TokenResponse, reqwest,
};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::request::Site;
use crate::request::viewer::cookie;

/// Name of the cookie that carries a sign-in under way, sealed.
const FLOW_COOKIE: &str = "oidc";
/// How long a sign-in at the provider may take.
const WAITING_MS_MAX: i64 = 10 * 60_000;
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
        Ok(Self { issuer: issuer.into(), client_id: client_id.into(), secret, label: label.into(), http })
    }

    async fn metadata(&self) -> Result<CoreProviderMetadata, AppError> {
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| AppError::Internal(error.into()))?;
        CoreProviderMetadata::discover_async(issuer, &self.http).await.map_err(|error| {
            tracing::warn!(%error, "the provider of sign-ins does not answer");
            self.away()
        })
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
        let sealed = URL_SAFE_NO_PAD.decode(cookie(headers, FLOW_COOKIE)?).ok()?;
        serde_json::from_str(&site.open(&sealed).await.ok()??).ok()
    }
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct Begun {
    /// Where to send the reader.
    pub address: String,
    /// The `Set-Cookie` that goes along.
    pub cookie: String,
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
        provider.metadata().await?,
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
    let sealed = URL_SAFE_NO_PAD.encode(site.seal(&text));
    Ok(Begun { address: address.to_string(), cookie: set(site, &sealed, WAITING_MS_MAX / 1000) })
}

/// The `Set-Cookie` that ends a sign-in under way.
pub fn no_flow(site: &Site) -> String {
    set(site, "", 0)
}

fn set(site: &Site, value: &str, seconds: i64) -> String {
    let secure = if site.is_https() { "; Secure" } else { "" };
    format!("{FLOW_COOKIE}={value}; Path=/sign-in/oidc; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
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
    let client = CoreClient::from_provider_metadata(
        provider.metadata().await?,
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
    let now_ms = site.now();
    let verifier = client
        .id_token_verifier()
        .set_time_fn(move || DateTime::from_timestamp_millis(now_ms).unwrap_or_default());
    let claims = answer.id_token().map(|token| token.claims(&verifier, &Nonce::new(flow.nonce.clone())));
    match claims {
        Some(Ok(claims)) => Ok((flow, claims.subject().as_str().to_owned())),
        Some(Err(error)) => {
            tracing::info!(%error, "an identity token was refused");
            Err(provider.failed())
        }
        None => Err(provider.failed()),
    }
}

fn way_back(site: &Site) -> Result<RedirectUrl, AppError> {
    let origin = site.origin.as_deref().unwrap_or("http://localhost");
    RedirectUrl::new(format!("{origin}/sign-in/oidc/back")).map_err(|error| AppError::Internal(error.into()))
}
