//! The keys of a site as they stand in the database: each wrapped by the master key of a key file.

mod signing;

pub(crate) use signing::fresh_signing_key;

use crate::audit::{self, AuditEvent};
use crate::cipher::{Cipher, KEY_BYTES, NONCE_BYTES};
use crate::keys::{DataKey, KeyId, Keys, Master};
use crate::{Db, Result, StoreError, Tx, on, within};

/// A retired key still opens for so long what browsers hold (answers of a registration, tickets of a sign-in); after that
/// it opens nothing, so that whoever stole it can forge nothing.
pub const RETIRED_OPENS_MS: i64 = 60 * 60_000;

/// Names of the digest root and of the first signing key.
const DIGEST: &str = "digest";
const CHECKPOINT: &str = "checkpoint";

/// Fills bytes with chance.
pub type Draw<'a> = &'a (dyn Fn(&mut [u8]) + Sync);

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
    fn cipher(&self) -> Result<Cipher> {
        Cipher::from_code(&self.cipher).ok_or_else(|| self.damaged())
    }

    fn open(&self, master: &Master) -> Result<[u8; KEY_BYTES]> {
        master.unwrap_key(self.cipher()?, &self.id, &self.wrapped).ok_or_else(|| self.damaged())
    }

    fn data_key(&self, master: &Master) -> Result<DataKey> {
        let mut id = KeyId::default();
        hex::decode_to_slice(&self.id, &mut id).map_err(|_| self.damaged())?;
        Ok(DataKey { id, cipher: self.cipher()?, key: self.open(master)? })
    }

    fn damaged(&self) -> StoreError {
        StoreError::Damaged(format!("the wrapped key {}", self.id))
    }
}

fn ring(rows: &[WrappedKey], master: &Master, now_ms: i64) -> Result<Vec<DataKey>> {
    rows.iter()
        .filter(|row| row.purpose == "seal")
        .filter(|row| row.retired_at.is_none_or(|retired| retired > now_ms - RETIRED_OPENS_MS))
        .map(|row| row.data_key(master))
        .collect()
}

impl Db {
    /// The keys wrapped by a master key, newest first.
    pub async fn wrapped_keys(&self, master: &Master) -> Result<Vec<WrappedKey>> {
        let sql = "SELECT k.id, k.purpose, k.cipher, k.created_at, k.retired_at, w.wrapped
                   FROM data_key k JOIN wrapped_key w ON w.key_id = k.id
                   WHERE w.master = $1 ORDER BY k.created_at DESC, k.id DESC";
        Ok(on!(self, |p| sqlx::query_as(sql).bind(master.name()).fetch_all(p).await)?)
    }

    /// Names of the master keys by which keys are wrapped.
    pub async fn masters(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT master FROM wrapped_key ORDER BY master";
        Ok(on!(self, |p| sqlx::query_scalar(sql).fetch_all(p).await)?)
    }

    /// The keys of the site as this master key opens them; `None` if none is wrapped by it. Keys retired an hour before
    /// `now_ms` are left out; 0 leaves none out.
    pub async fn keys_of(&self, master: &Master, now_ms: i64) -> Result<Option<Keys>> {
        // Counted before the keys are read: whoever counts more later reads them again.
        let notes = self.count_key_notes().await?;
        let rows = self.wrapped_keys(master).await?;
        let digest = rows.iter().find(|row| row.id == DIGEST).map(|row| row.open(master));
        let (Some(digest), Some(signing)) = (digest, signing::of(&rows, master, notes)?) else {
            return Ok(None);
        };
        Ok(Some(Keys::new(*master, digest?, signing, ring(&rows, master, now_ms)?)))
    }

    /// Puts the first keys into a database: the roots derived from its master key, and a fresh data key.
    /// Of two processes starting at once, one does it.
    pub async fn make_first_keys(
        &self,
        keys: &Keys,
        cipher: Cipher,
        now_ms: i64,
        draw: Draw<'_>,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let masters = [keys.master];
        let root = |id| Made { id, purpose: id, cipher, created_at: 0 };
        if !tx.add_key(&root(DIGEST), &keys.digest, &masters, draw).await? {
            return Ok(());
        }
        tx.add_key(&root(CHECKPOINT), keys.signing().newest.as_bytes(), &masters, draw).await?;
        tx.add_data_key(&fresh(cipher, draw), now_ms, &masters, draw).await?;
        tx.commit().await
    }

    /// Takes the data keys and signing keys as they stand in the database now. Keys that are not in it yet are left as they
    /// are.
    pub async fn refresh_keys(&self, keys: &Keys, now_ms: i64) -> Result<()> {
        let notes = self.count_key_notes().await?;
        let rows = self.wrapped_keys(&keys.master).await?;
        let ring = ring(&rows, &keys.master, now_ms)?;
        if !ring.is_empty() {
            keys.set_ring(ring);
        }
        if let Some(signing) = signing::of(&rows, &keys.master, notes)? {
            keys.set_signing(signing);
        }
        Ok(())
    }

    /// Opens a sealed value; a key that is not here is looked for in the database first, for it may be new.
    pub async fn open_sealed(&self, keys: &Keys, sealed: &[u8], now_ms: i64) -> Result<Option<Vec<u8>>> {
        if keys.lacks_key_of(sealed) {
            self.refresh_keys(keys, now_ms).await?;
        }
        Ok(keys.open_bytes(sealed))
    }

    /// Adds a fresh data key, under which everything is sealed from now on, wrapped by each of these master keys.
    pub async fn add_fresh_key(
        &self,
        cipher: Cipher,
        masters: &[Master],
        now_ms: i64,
        draw: Draw<'_>,
    ) -> Result<KeyId> {
        let mut tx = self.begin().await?;
        // It must be the newest, whatever the clock says.
        let newest: i64 =
            within!(&mut tx, |c| sqlx::query_scalar("SELECT COALESCE(MAX(created_at), 0) FROM data_key")
                .fetch_one(&mut **c)
                .await)?;
        let key = fresh(cipher, draw);
        tx.add_data_key(&key, now_ms.max(newest + 1), masters, draw).await?;
        tx.commit().await?;
        Ok(key.id)
    }

    /// Wraps every key by another master key too.
    pub async fn wrap_again(
        &self,
        from: &Master,
        to: &Master,
        event: &AuditEvent,
        draw: Draw<'_>,
    ) -> Result<()> {
        let rows = self.wrapped_keys(from).await?;
        let mut tx = self.begin().await?;
        for row in rows {
            let wrapped = to.wrap(row.cipher()?, &row.id, &row.open(from)?, drawn(draw));
            tx.add_wrapped(&row.id, to, &wrapped).await?;
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }

    /// Forgets what other master keys wrapped. Says how many they were.
    pub async fn forget_other_masters(&self, kept: &Master, event: &AuditEvent) -> Result<usize> {
        let others = self.masters().await?.into_iter().filter(|name| *name != kept.name()).count();
        let mut tx = self.begin().await?;
        within!(&mut tx, |c| sqlx::query("DELETE FROM wrapped_key WHERE master <> $1")
            .bind(kept.name())
            .execute(&mut **c)
            .await
            .map(drop))?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(others)
    }

    /// Retires every data key but this one.
    pub async fn retire_others(&self, kept: KeyId, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql =
            "UPDATE data_key SET retired_at = $1 WHERE purpose = 'seal' AND id <> $2 AND retired_at IS NULL";
        within!(&mut tx, |c| sqlx::query(sql)
            .bind(event.at_ms)
            .bind(hex::encode(kept))
            .execute(&mut **c)
            .await
            .map(drop))?;
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }
}

/// A key about to be added.
struct Made<'a> {
    id: &'a str,
    purpose: &'a str,
    cipher: Cipher,
    created_at: i64,
}

fn fresh(cipher: Cipher, draw: Draw<'_>) -> DataKey {
    DataKey { id: drawn(draw), cipher, key: drawn(draw) }
}

fn drawn<const N: usize>(draw: Draw<'_>) -> [u8; N] {
    let mut bytes = [0; N];
    draw(&mut bytes);
    bytes
}

impl Tx {
    async fn add_data_key(
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
    async fn add_key(
        &mut self,
        made: &Made<'_>,
        key: &[u8; KEY_BYTES],
        masters: &[Master],
        draw: Draw<'_>,
    ) -> Result<bool> {
        let sql = "INSERT INTO data_key (id, purpose, cipher, created_at) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (id) DO NOTHING";
        let added = within!(self, |c| sqlx::query(sql)
            .bind(made.id)
            .bind(made.purpose)
            .bind(made.cipher.as_str())
            .bind(made.created_at)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if added == 0 {
            return Ok(false);
        }
        for master in masters {
            let nonce: [u8; NONCE_BYTES] = drawn(draw);
            self.add_wrapped(made.id, master, &master.wrap(made.cipher, made.id, key, nonce)).await?;
        }
        Ok(true)
    }

    async fn add_wrapped(&mut self, id: &str, master: &Master, wrapped: &[u8]) -> Result<()> {
        let sql = "INSERT INTO wrapped_key (key_id, master, wrapped) VALUES ($1, $2, $3)
                   ON CONFLICT (key_id, master) DO NOTHING";
        within!(self, |c| sqlx::query(sql)
            .bind(id)
            .bind(master.name())
            .bind(wrapped)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
