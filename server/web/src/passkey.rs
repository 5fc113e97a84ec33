//! Passkeys (WebAuthn): somebody's own device confirms them by fingerprint, face or screen lock and signs for it. What is
//! biometric never leaves the device; the signature says that its owner was verified, and nothing less is taken.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::AuditAction;
use domain::id::AccountId;
use domain::passkey::Proof;
use domain::wire::DeviceSignature;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::digest;
use store::passkey::{Challenge, NewPasskey, Purpose, Use};
use store::sign_in::Credentials;
use utoipa::ToSchema;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::error::AppError;
use crate::{Address, Site, Viewer};

/// How long a device may take to answer.
const WAITING_MS_MAX: i64 = 5 * 60_000;
/// More passkeys than anybody has devices.
const PASSKEYS_MAX: usize = 20;

/// What a device is asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyChallenge {
    /// Goes back with the answer.
    pub challenge: String,
    /// For `navigator.credentials`, bytes as base64url.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// What a device answers.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PasskeyAnswer {
    #[serde(default)]
    pub challenge: String,
    /// What `navigator.credentials` gave, as JSON.
    #[serde(default)]
    pub credential: String,
    /// What the learner's device signed with it, in a check.
    #[serde(default)]
    pub signed: Option<DeviceSignature>,
}

impl Site {
    /// The domain passkeys are bound to: that of the site's address, or this machine where none is set. None where the
    /// address is a bare number: browsers give those no passkeys.
    pub fn passkey_domain(&self) -> Option<String> {
        let url = Url::parse(self.origin.as_deref().unwrap_or("http://localhost")).ok()?;
        Some(url.domain()?.to_owned())
    }

    fn passkeys(&self) -> Result<Webauthn, AppError> {
        let missing = || {
            AppError::conflict(
                "no_passkeys_here",
                "这个网站还不能用通行密钥。",
                "This site has no passkeys yet.",
            )
        };
        let domain = self.passkey_domain().ok_or_else(missing)?;
        let url = Url::parse(self.origin.as_deref().unwrap_or("http://localhost")).map_err(|_| missing())?;
        WebauthnBuilder::new(&domain, &url)
            .and_then(|builder| builder.rp_name("学时").allow_any_port(self.origin.is_none()).build())
            .map_err(broken)
    }
}

/// Asks a device of somebody signed in for a new passkey. The caller has made sure of the person.
pub async fn ask_to_add(site: &Site, viewer: &Viewer, name: &str) -> Result<PasskeyChallenge, AppError> {
    let known = site.db.passkeys(&viewer.account).await?;
    if known.len() >= PASSKEYS_MAX {
        return Err(AppError::conflict(
            "too_many_passkeys",
            "通行密钥太多了，请先删除不用的。",
            "There are too many passkeys. Remove those you do not use first.",
        ));
    }
    let known = known.iter().filter_map(|key| URL_SAFE_NO_PAD.decode(&key.credential_id).ok()).collect();
    let handle = handle(site, &viewer.account);
    let (options, state) = site
        .passkeys()?
        .start_passkey_registration(handle, &viewer.login, &viewer.name, Some(known))
        .map_err(broken)?;
    let mut options = json!(options);
    // Kept where the device itself finds it, signing in needs no account name. One that cannot still passes checks.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("preferred");
    ask(site, Purpose::Add, Some(&viewer.account), name, &options, json!(state)).await
}

/// Adds the passkey that a device made; answers its name.
pub async fn add(
    site: &Site,
    viewer: &Viewer,
    sent: &PasskeyAnswer,
    from: &Address,
) -> Result<String, AppError> {
    let (name, state) = take(site, Purpose::Add, Some(&viewer.account), sent).await?;
    let state: PasskeyRegistration = kept(&state)?;
    let answer: RegisterPublicKeyCredential = read(&sent.credential)?;
    let passkey = site.passkeys()?.finish_passkey_registration(&answer, &state).map_err(refused)?;
    let new = NewPasskey {
        id: site.new_id(),
        account: viewer.account.clone(),
        credential_id: URL_SAFE_NO_PAD.encode(passkey.cred_id()),
        name: name.clone(),
        public_key: to_keep(&passkey)?,
        counter: 0,
    };
    let action = AuditAction::PasskeyAdd { passkey: new.id.as_str().into() };
    site.db.add_passkey(&new, &site.event(viewer, from, action, "")).await?;
    Ok(name)
}

/// Asks whichever device is there who its owner is.
pub async fn ask_to_sign_in(site: &Site) -> Result<PasskeyChallenge, AppError> {
    let (options, state) = site.passkeys()?.start_discoverable_authentication().map_err(broken)?;
    ask(site, Purpose::SignIn, None, "", &json!(options), json!(state)).await
}

/// Whose device answered.
pub async fn who(site: &Site, sent: &PasskeyAnswer) -> Result<Credentials, AppError> {
    let (_, state) = take(site, Purpose::SignIn, None, sent).await?;
    let state: DiscoverableAuthentication = kept(&state)?;
    let answer: PublicKeyCredential = read(&sent.credential)?;
    let credential_id = URL_SAFE_NO_PAD.encode(&answer.raw_id);
    let known = site.db.passkey_of_credential(&credential_id).await?.ok_or_else(unknown)?;
    let account = known.account_id;
    if answer.get_user_unique_id() != Some(handle(site, &account).as_bytes()) {
        return Err(unknown());
    }
    let mut passkey: Passkey = kept(&known.public_key)?;
    let result =
        site.passkeys()?.finish_discoverable_authentication_v2(&answer, state, &passkey).map_err(refused)?;
    passkey.update_credential(&result);
    was_used(site, &passkey, result.counter()).await?;
    site.db.credentials_of(&account).await?.filter(|who| who.active).ok_or_else(unknown)
}

/// Asks one of the viewer's own devices to confirm this subject.
pub async fn ask_to_confirm(
    site: &Site,
    viewer: &Viewer,
    purpose: Purpose,
    subject: &str,
) -> Result<PasskeyChallenge, AppError> {
    let known = site.db.passkeys(&viewer.account).await?;
    if known.is_empty() {
        return Err(AppError::conflict(
            "no_passkey",
            "您还没有添加通行密钥。",
            "You have not added a passkey yet.",
        ));
    }
    let passkeys = known.iter().map(|known| kept(&known.public_key)).collect::<Result<Vec<Passkey>, _>>()?;
    let (options, state) = site.passkeys()?.start_passkey_authentication(&passkeys).map_err(broken)?;
    ask(site, purpose, Some(&viewer.account), subject, &json!(options), json!(state)).await
}

/// Makes sure that one of the viewer's own devices has confirmed this subject, once and just now.
pub async fn confirmed(
    site: &Site,
    viewer: &Viewer,
    purpose: Purpose,
    subject: &str,
    sent: &PasskeyAnswer,
) -> Result<Proof, AppError> {
    let (asked, state) = take(site, purpose, Some(&viewer.account), sent).await?;
    if asked != subject {
        return Err(late());
    }
    let state: PasskeyAuthentication = kept(&state)?;
    let answer: PublicKeyCredential = read(&sent.credential)?;
    let credential_id = URL_SAFE_NO_PAD.encode(&answer.raw_id);
    let result = site.passkeys()?.finish_passkey_authentication(&answer, &state).map_err(refused)?;
    let known = site.db.passkey_of_credential(&credential_id).await?;
    let known = known.filter(|known| known.account_id == viewer.account).ok_or_else(unknown)?;
    let mut passkey: Passkey = kept(&known.public_key)?;
    passkey.update_credential(&result);
    was_used(site, &passkey, result.counter()).await?;
    Ok(Proof {
        credential: credential_id,
        client_data: URL_SAFE_NO_PAD.encode(&answer.response.client_data_json),
        authenticator_data: URL_SAFE_NO_PAD.encode(&answer.response.authenticator_data),
        signature: URL_SAFE_NO_PAD.encode(&answer.response.signature),
    })
}

/// By what a device knows the account: it says nothing to others.
fn handle(site: &Site, account: &AccountId) -> Uuid {
    let digest = site.keys.digest(digest::Purpose::PasskeyHandle, account.as_str());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}

async fn ask(
    site: &Site,
    purpose: Purpose,
    account: Option<&AccountId>,
    subject: &str,
    options: &Value,
    state: Value,
) -> Result<PasskeyChallenge, AppError> {
    let now_ms = site.now();
    let challenge = Challenge {
        id: site.new_id(),
        purpose,
        account: account.cloned(),
        subject: subject.to_owned(),
        state: state.to_string(),
        until_ms: now_ms + WAITING_MS_MAX,
    };
    site.db.ask_passkey(&challenge, now_ms).await?;
    Ok(PasskeyChallenge { challenge: challenge.id, options: options["publicKey"].clone() })
}

async fn take(
    site: &Site,
    purpose: Purpose,
    account: Option<&AccountId>,
    sent: &PasskeyAnswer,
) -> Result<(String, String), AppError> {
    site.db.take_challenge(&sent.challenge, purpose, account, site.now()).await?.ok_or_else(late)
}

async fn was_used(site: &Site, passkey: &Passkey, counter: u32) -> Result<(), AppError> {
    let used = Use {
        credential_id: URL_SAFE_NO_PAD.encode(passkey.cred_id()),
        public_key: to_keep(passkey)?,
        counter: i64::from(counter),
        at_ms: site.now(),
    };
    if site.db.use_passkey(&used).await? { Ok(()) } else { Err(unknown()) }
}

fn read<T: DeserializeOwned>(credential: &str) -> Result<T, AppError> {
    serde_json::from_str(credential).map_err(|error| {
        tracing::debug!(%error, "what a device sent cannot be read");
        not_confirmed()
    })
}

fn kept<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|error| AppError::Internal(error.into()))
}

fn to_keep(passkey: &Passkey) -> Result<String, AppError> {
    serde_json::to_string(passkey).map_err(|error| AppError::Internal(error.into()))
}

fn broken(error: WebauthnError) -> AppError {
    AppError::Internal(error.into())
}

fn refused(error: WebauthnError) -> AppError {
    tracing::info!(%error, "a passkey's answer was refused");
    match error {
        WebauthnError::UserNotVerified => AppError::invalid(
            "passkey_unverified",
            "设备没有核对指纹、人脸或锁屏密码，不能算数。请先在手机上设好锁屏密码。",
            "The device did not verify its owner by fingerprint, face or screen lock. Set up a screen lock first.",
        ),
        _ => not_confirmed(),
    }
}

fn not_confirmed() -> AppError {
    AppError::invalid(
        "passkey_refused",
        "没有确认成功，请再试一次。",
        "That was not confirmed. Please try again.",
    )
}

fn late() -> AppError {
    AppError::gone(
        "passkey_late",
        "等得太久了，或者已经用过一次。请再来一次。",
        "That took too long or was used before. Please begin again.",
    )
}

fn unknown() -> AppError {
    AppError::invalid(
        "passkey_unknown",
        "这里没有这把通行密钥，可能已经删除了。请用密码登录。",
        "This passkey is not known here; it may have been removed. Please use your password.",
    )
}
