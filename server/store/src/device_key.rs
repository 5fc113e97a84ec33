//! Keys with which devices of learners sign what was studied on them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::device::{SignatureState, key_name};
use domain::id::{AccountId, DeviceKeyId, PersonId};
use domain::time::DAY_MS;
use domain::wire::DeviceSignature;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

use crate::fact::FactKind;
use crate::{Db, Result, Tx, execute, read_db, tx};

/// So many devices of an account sign; with one more the oldest is removed.
const KEYS_MAX: i64 = 12;
/// So many are added within a day: browsers that forget make one at every visit.
const ADDED_A_DAY_MAX: i64 = 12;

/// A key that may sign.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceKey {
    #[sqlx(try_from = "String")]
    pub id: DeviceKeyId,
    /// A rough kind such as `android/wechat`.
    pub device: String,
    pub created_at: i64,
}

/// What became of a key that a browser made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It may sign from now on.
    Yes(DeviceKeyId),
    /// It is no public point of the curve P-256, or stands under another account.
    NoKey,
    /// Too many were added since yesterday.
    TooMany,
}

impl Db {
    /// The keys of an account that may sign, the newest first.
    pub async fn device_keys(&self, account: &AccountId) -> Result<Vec<DeviceKey>> {
        let sql = "SELECT id, device, created_at FROM device_key
                   WHERE account_id = $1 AND removed_at IS NULL ORDER BY created_at DESC, id";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(&account.0).fetch_all(p).await)?)
    }

    /// Adds the public key of a device, base64url; the same one again is the same.
    pub async fn add_device_key(
        &self,
        account: &AccountId,
        public_key: &str,
        device: &str,
        now_ms: i64,
    ) -> Result<Added> {
        let point = URL_SAFE_NO_PAD.decode(public_key).ok();
        let Some(point) = point.filter(|point| VerifyingKey::from_sec1_bytes(point).is_ok()) else {
            return Ok(Added::NoKey);
        };
        let id = key_name(&point);
        let mut tx = self.begin().await?;
        // One after the other, so that the limits hold.
        let locked = tx
            .text("SELECT id FROM account WHERE id = $1", "SELECT id FROM account WHERE id = $1 FOR UPDATE");
        tx!(&mut tx, |c| sqlx::query(locked).bind(&account.0).fetch_one(&mut **c).await.map(drop))?;
        let known: Option<(String, Option<i64>)> = tx!(&mut tx, |c| {
            sqlx::query_as("SELECT account_id, removed_at FROM device_key WHERE id = $1")
                .bind(&id.0)
                .fetch_optional(&mut **c)
                .await
        })?;
        match known {
            Some((owner, None)) if owner == account.0 => return Ok(Added::Yes(id)),
            Some(_) => return Ok(Added::NoKey),
            None => {}
        }
        let added: i64 = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM device_key WHERE account_id = $1 AND created_at > $2")
                .bind(&account.0)
                .bind(now_ms - DAY_MS)
                .fetch_one(&mut **c)
                .await
        })?;
        if added >= ADDED_A_DAY_MAX {
            return Ok(Added::TooMany);
        }
        let surplus: Vec<(String,)> = tx!(&mut tx, |c| {
            sqlx::query_as(
                "SELECT id FROM device_key WHERE account_id = $1 AND removed_at IS NULL
                 ORDER BY created_at DESC, id LIMIT 100 OFFSET $2",
            )
            .bind(&account.0)
            .bind(KEYS_MAX - 1)
            .fetch_all(&mut **c)
            .await
        })?;
        for (old,) in surplus {
            remove(&mut tx, account, &DeviceKeyId(old), now_ms).await?;
        }
        let sql = "INSERT INTO device_key (id, account_id, public_key, device, created_at)
                   VALUES ($1, $2, $3, $4, $5)";
        execute!(&mut tx, sql, &id.0, &account.0, public_key, device, now_ms)?;
        tx.changed(FactKind::Device, id.as_str(), now_ms);
        tx.commit().await?;
        Ok(Added::Yes(id))
    }

    /// Removes a key of an account: what is signed with it from now on differs. `false` if there is none of this name.
    pub async fn remove_device_key(
        &self,
        account: &AccountId,
        key: &DeviceKeyId,
        now_ms: i64,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let done = remove(&mut tx, account, key, now_ms).await?;
        tx.commit().await?;
        Ok(done)
    }
}

async fn remove(tx: &mut Tx, account: &AccountId, key: &DeviceKeyId, now_ms: i64) -> Result<bool> {
    let sql =
        "UPDATE device_key SET removed_at = $1 WHERE id = $2 AND account_id = $3 AND removed_at IS NULL";
    let done = execute!(&mut *tx, sql, now_ms, &key.0, &account.0)?;
    if done > 0 {
        tx.changed(FactKind::Device, key.as_str(), now_ms);
    }
    Ok(done > 0)
}

/// Whether a device of a person's vouches for a statement.
pub(crate) async fn vouches(
    tx: &mut Tx,
    person: &PersonId,
    statement: &str,
    signed: Option<&DeviceSignature>,
    at_ms: i64,
) -> Result<SignatureState> {
    let Some(signed) = signed else { return Ok(SignatureState::Unsigned) };
    let key: Option<(String,)> = tx!(tx, |c| {
        sqlx::query_as(
            "SELECT k.public_key FROM device_key k JOIN account a ON a.id = k.account_id
             WHERE k.id = $1 AND a.person_id = $2 AND k.created_at <= $3
               AND (k.removed_at IS NULL OR k.removed_at > $4)",
        )
        .bind(&signed.key.0)
        .bind(&person.0)
        .bind(at_ms)
        .bind(at_ms)
        .fetch_optional(&mut **c)
        .await
    })?;
    let fits = key.is_some_and(|(key,)| is_signed(&key, statement, &signed.signature));
    Ok(if fits { SignatureState::Signed } else { SignatureState::Differs })
}

fn is_signed(public_key: &str, statement: &str, signature: &str) -> bool {
    let point = URL_SAFE_NO_PAD.decode(public_key).unwrap_or_default();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    let key = VerifyingKey::from_sec1_bytes(&point);
    let signature = Signature::from_slice(&signature);
    matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(statement.as_bytes(), &signature).is_ok())
}
