//! Keys as they stand in the database, wrapped by a master key.

use vault::{Cipher, DataKey, Draw, KEY_BYTES, KeyId, Master, NONCE_BYTES, drawn};

use crate::{Result, StoreError, Tx, execute};

/// A key as it stands in the database.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WrappedKey {
    pub id: String,
    pub purpose: String,
    pub cipher: String,
    pub created_at: i64,
    pub retired_at: Option<i64>,
    pub wrapped: Vec<u8>,
}

impl WrappedKey {
    pub(super) fn cipher(&self) -> Result<Cipher> {
        Cipher::from_code(&self.cipher).ok_or_else(|| self.damaged())
    }

    pub(super) fn open(&self, master: &Master) -> Result<[u8; KEY_BYTES]> {
        master.unwrap_key(self.cipher()?, &self.id, &self.wrapped).ok_or_else(|| self.damaged())
    }

    pub(super) fn data_key(&self, master: &Master) -> Result<DataKey> {
        let mut id = KeyId::default();
        hex::decode_to_slice(&self.id, &mut id).map_err(|_| self.damaged())?;
        Ok(DataKey { id, cipher: self.cipher()?, key: self.open(master)? })
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged(format!("the wrapped key {}", self.id))
    }
}

/// A key about to be added.
pub(super) struct Made<'a> {
    pub id: &'a str,
    pub purpose: &'a str,
    pub cipher: Cipher,
    pub created_at: i64,
}

impl Tx {
    pub(super) async fn add_data_key(
        &mut self,
        key: &DataKey,
        created_at: i64,
        masters: &[Master],
        draw: Draw<'_>,
    ) -> Result<()> {
        let id = hex::encode(key.id);
        let made = Made { id: &id, purpose: "seal", cipher: key.cipher, created_at };
        self.add_key(&made, &key.key, masters, draw).await.map(drop)
    }

    /// `false` if a key of this id is there already.
    pub(super) async fn add_key(
        &mut self,
        made: &Made<'_>,
        key: &[u8; KEY_BYTES],
        masters: &[Master],
        draw: Draw<'_>,
    ) -> Result<bool> {
        let sql = "INSERT INTO data_key (id, purpose, cipher, created_at) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (id) DO NOTHING";
        let added = execute!(self, sql, made.id, made.purpose, made.cipher.as_str(), made.created_at)?;
        if added == 0 {
            return Ok(false);
        }
        for master in masters {
            let nonce: [u8; NONCE_BYTES] = drawn(draw);
            self.add_wrapped(made.id, master, &master.wrap(made.cipher, made.id, key, nonce)).await?;
        }
        Ok(true)
    }

    pub(super) async fn add_wrapped(&mut self, id: &str, master: &Master, wrapped: &[u8]) -> Result<()> {
        let sql = "INSERT INTO wrapped_key (key_id, master, wrapped) VALUES ($1, $2, $3)
                   ON CONFLICT (key_id, master) DO NOTHING";
        execute!(self, sql, id, master.name(), wrapped)?;
        Ok(())
    }
}
