//! The keys of a site as they stand in the database: each wrapped by the master key of a key file.

mod signing;
mod wrapped;

pub use wrapped::WrappedKey;

use vault::{Cipher, DataKey, Draw, KeyId, Keys, Master, SealedAs, drawn};

use wrapped::Made;

use crate::audit::{self, AuditEvent};
use crate::{Db, Result, execute, read_db, tx};

/// A retired key still opens for so long what browsers hold (answers of a registration, tickets of a sign-in); after that
/// it opens nothing, so that whoever stole it can forge nothing.
pub const RETIRED_OPENS_MS: i64 = 60 * 60_000;

/// Names of the digest root and of the first signing key.
const DIGEST: &str = "digest";
const CHECKPOINT: &str = "checkpoint";

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
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(master.name()).fetch_all(p).await)?)
    }

    /// Names of the master keys by which keys are wrapped.
    pub async fn masters(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT master FROM wrapped_key ORDER BY master";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).fetch_all(p).await)?)
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
        let masters = [*keys.master()];
        let root = |id| Made { id, purpose: id, cipher, created_at: 0 };
        if !tx.add_key(&root(DIGEST), keys.digest_root(), &masters, draw).await? {
            return Ok(());
        }
        tx.add_key(&root(CHECKPOINT), keys.signing().newest.as_bytes(), &masters, draw).await?;
        tx.add_data_key(&DataKey::fresh(cipher, draw), now_ms, &masters, draw).await?;
        tx.commit().await
    }

    /// Takes the data keys and signing keys as they stand in the database now. Keys that are not in it yet are left as they
    /// are.
    pub async fn refresh_keys(&self, keys: &Keys, now_ms: i64) -> Result<()> {
        let notes = self.count_key_notes().await?;
        let rows = self.wrapped_keys(keys.master()).await?;
        let ring = ring(&rows, keys.master(), now_ms)?;
        if !ring.is_empty() {
            keys.set_ring(ring);
        }
        if let Some(signing) = signing::of(&rows, keys.master(), notes)? {
            keys.set_signing(signing);
        }
        Ok(())
    }

    /// How many notes of hand-overs there are: with each the signing keys change.
    async fn count_key_notes(&self) -> Result<i64> {
        Ok(read_db!(self, |p| sqlx::query_scalar("SELECT COUNT(*) FROM ledger_key_note").fetch_one(p).await)?)
    }

    /// Reads the signing keys anew if there were hand-overs since. A size that was read before this is never signed by an
    /// old key beyond its end: the end is written later than the hand-over, and says a size that is no smaller.
    pub(crate) async fn know_signing_keys(&self, keys: &Keys, now_ms: i64) -> Result<()> {
        if self.count_key_notes().await? == keys.signing().notes {
            return Ok(());
        }
        self.refresh_keys(keys, now_ms).await
    }

    /// Opens a sealed value; a key that is not here is looked for in the database first, for it may be new.
    pub async fn open_sealed(
        &self,
        keys: &Keys,
        value: SealedAs<'_>,
        sealed: &[u8],
        now_ms: i64,
    ) -> Result<Option<Vec<u8>>> {
        if keys.lacks_key_of(sealed) {
            self.refresh_keys(keys, now_ms).await?;
        }
        Ok(keys.open_bytes(value, sealed))
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
            tx!(&mut tx, |c| sqlx::query_scalar("SELECT COALESCE(MAX(created_at), 0) FROM data_key")
                .fetch_one(&mut **c)
                .await)?;
        let key = DataKey::fresh(cipher, draw);
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
        execute!(&mut tx, "DELETE FROM wrapped_key WHERE master <> $1", kept.name())?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(others)
    }

    /// Retires every data key but this one.
    pub async fn retire_others(&self, kept: KeyId, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql =
            "UPDATE data_key SET retired_at = $1 WHERE purpose = 'seal' AND id <> $2 AND retired_at IS NULL";
        execute!(&mut tx, sql, event.at_ms, hex::encode(kept))?;
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }
}
