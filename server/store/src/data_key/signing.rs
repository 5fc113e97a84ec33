//! The keys that sign checkpoints, wrapped like the data keys.

use ed25519_dalek::SigningKey;
use vault::{Cipher, Draw, KEY_BYTES, Master, NONCE_BYTES, SigningKeys, drawn};

use super::wrapped::{Made, WrappedKey};
use crate::{Result, Tx, execute, tx};

/// How long a wrapped key is: nonce, key and tag.
const WRAPPED_BYTES: usize = NONCE_BYTES + KEY_BYTES + 16;

/// The keys that sign, newest first.
pub(super) fn of(rows: &[WrappedKey], master: &Master, notes: i64) -> Result<Option<SigningKeys>> {
    let keys = rows.iter().filter(|row| row.purpose == "checkpoint").map(|row| row.open(master));
    let mut keys = keys.map(|key| key.map(|key| SigningKey::from_bytes(&key)));
    let Some(newest) = keys.next().transpose()? else { return Ok(None) };
    Ok(Some(SigningKeys { newest, outgoing: keys.next().transpose()?, notes }))
}

impl Tx {
    /// Adds a fresh key that signs checkpoints.
    pub(crate) async fn add_signing_key(
        &mut self,
        key: &SigningKey,
        masters: &[Master],
        now_ms: i64,
        draw: Draw<'_>,
    ) -> Result<()> {
        let newest: i64 =
            tx!(self, |c| sqlx::query_scalar("SELECT COALESCE(MAX(created_at), 0) FROM data_key")
                .fetch_one(&mut **c)
                .await)?;
        let id = hex::encode(drawn::<8>(draw));
        // Ed25519 keys are wrapped like the others; the cipher is that of the wrapping.
        let made = Made {
            id: &id,
            purpose: "checkpoint",
            cipher: Cipher::Aes256Gcm,
            created_at: now_ms.max(newest + 1),
        };
        self.add_key(&made, key.as_bytes(), masters, draw).await.map(drop)
    }

    /// Erases every signing key but the newest. What is merely deleted stays in the file for a while: it is overwritten first.
    pub(crate) async fn erase_old_signing_keys(&mut self, now_ms: i64) -> Result<()> {
        let retire = "UPDATE data_key SET retired_at = $1 WHERE purpose = 'checkpoint' AND retired_at IS NULL
                      AND created_at < (SELECT MAX(created_at) FROM data_key WHERE purpose = 'checkpoint')";
        let overwrite = "UPDATE wrapped_key SET wrapped = $1 WHERE key_id IN
                         (SELECT id FROM data_key WHERE purpose = 'checkpoint' AND retired_at IS NOT NULL)";
        let delete = "DELETE FROM wrapped_key WHERE key_id IN
                      (SELECT id FROM data_key WHERE purpose = 'checkpoint' AND retired_at IS NOT NULL)";
        execute!(&mut *self, retire, now_ms)?;
        execute!(&mut *self, overwrite, &[0_u8; WRAPPED_BYTES][..])?;
        execute!(self, delete)?;
        Ok(())
    }
}
