//! The keys that sign checkpoints, and how one hands over to the next.
//!
//! A hand-over is two signed notes, each by the key before and by the key after it under the ledger's name with `/keys`
//! behind it: the first begins an overlap, in which both keys sign every checkpoint; the second ends it and says how many
//! entries ledger and audit log had then. Of more than that the old key signs nothing; a note bears no date, but it bears
//! the size of its tree. Whoever trusts one key follows the notes to the others.

use domain::ledger::{Ended, KeyList, ListedKey};
use ed25519_dalek::SigningKey;
use translog::{HandOver, HandOverKind, public_key};
use vault::{Draw, Master, drawn};

use crate::audit::{self, AuditEvent};
use crate::checkpoint::{AUDIT_ENDING, KEYS_ENDING, NoteSigner};
use crate::constraint::Constraint;
use crate::error::{Result, StoreError};
use crate::tree::{AUDIT, LEDGER};
use crate::{Db, Tx, read_db, tx};

/// What came of asking for a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyChange {
    /// It began; the new public key.
    Begun(String),
    /// The one before has not ended: both keys sign until then.
    Overlap { until_ms: i64 },
}

impl Db {
    /// The notes of all hand-overs, in order.
    pub async fn key_notes(&self) -> Result<Vec<String>> {
        let sql = "SELECT note FROM ledger_key_note ORDER BY n";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).fetch_all(p).await)?)
    }

    /// What is published about the keys of a ledger.
    pub async fn key_list(&self, signer: &NoteSigner) -> Result<KeyList> {
        let notes = self.key_notes().await?;
        let mut keys: Vec<ListedKey> = Vec::new();
        for note in &notes {
            let Some(read) = HandOver::read(&signer.keys_name(), note) else { continue };
            if read.kind == HandOverKind::Ends {
                let ended = keys.iter_mut().rev().find(|key| key.public_key == read.old);
                if let (Some(key), [at_ms, ledger, audit]) = (ended, &read.numbers[..]) {
                    key.ended = Some(Ended { at_ms: *at_ms, ledger: *ledger, audit: *audit });
                }
                continue;
            }
            let (from_ms, until_ms) = (read.numbers.first().copied(), read.numbers.get(1).copied());
            if keys.is_empty() {
                keys.push(ListedKey { public_key: read.old.clone(), ..ListedKey::default() });
            }
            if let Some(old) = keys.last_mut() {
                old.until_ms = until_ms;
            }
            keys.push(ListedKey { public_key: read.new, from_ms, ..ListedKey::default() });
        }
        if keys.is_empty() {
            keys.push(ListedKey { public_key: signer.public_key(), ..ListedKey::default() });
        }
        for key in &mut keys {
            let name = format!("{}{AUDIT_ENDING}", signer.origin());
            key.audit_public_key = translog::renamed(&key.public_key, &name).unwrap_or_default();
        }
        Ok(KeyList { ledger: signer.origin().to_owned(), keys, notes })
    }

    /// Adds a fresh signing key, wrapped by each of these master keys, and the note by which the present one hands over.
    /// `until_ms` is when the present one stops signing.
    pub async fn change_signing_key(
        &self,
        signer: &NoteSigner,
        masters: &[Master],
        until_ms: i64,
        event: &AuditEvent,
        draw: Draw<'_>,
    ) -> Result<KeyChange> {
        let notes = self.key_notes().await?;
        self.refresh_keys(&signer.keys, event.at_ms).await?;
        let old = signer.keys.signing().newest;
        let public_of = |key: &SigningKey| public_key(signer.origin(), key);
        if let Some(last) = notes.last() {
            let last = HandOver::read(&signer.keys_name(), last).ok_or_else(damaged)?;
            if last.kind == HandOverKind::Begins {
                return Ok(KeyChange::Overlap { until_ms: last.numbers.get(1).copied().unwrap_or(0) });
            }
            if last.new != public_of(&old) {
                return Err(damaged());
            }
        }
        let new = SigningKey::from_bytes(&drawn(draw));
        let (from_ms, public) = (event.at_ms, public_of(&new));
        let hand_over = HandOver {
            kind: HandOverKind::Begins,
            old: public_of(&old),
            new: public.clone(),
            numbers: vec![from_ms, until_ms.max(from_ms)],
        };
        let note = hand_over.sign(&signer.keys_name(), [&old, &new])?;
        let mut tx = self.begin().await?;
        if !tx.add_key_note(notes.len(), &note, event.at_ms).await? {
            return Err(StoreError::Conflict(Constraint::LedgerKeyNoteOnce));
        }
        tx.add_signing_key(&new, masters, event.at_ms, draw).await?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        self.refresh_keys(&signer.keys, event.at_ms).await?;
        Ok(KeyChange::Begun(public))
    }

    /// When the overlap ends that is going on, if one is.
    pub async fn overlap_until(&self, signer: &NoteSigner) -> Result<Option<i64>> {
        let Some(last) = self.key_notes().await?.pop() else { return Ok(None) };
        let last = HandOver::read(&signer.keys_name(), &last).ok_or_else(damaged)?;
        Ok((last.kind == HandOverKind::Begins).then(|| last.numbers.get(1).copied().unwrap_or(0)))
    }

    /// Ends the overlap: the old key signs nothing that lies behind today's ledger and audit log, and is erased. `false`
    /// if there was none, or another process has just ended it.
    pub async fn end_overlap(&self, signer: &NoteSigner, event: &AuditEvent) -> Result<bool> {
        let notes = self.key_notes().await?;
        let Some(last) = notes.last() else { return Ok(false) };
        let last = HandOver::read(&signer.keys_name(), last).ok_or_else(damaged)?;
        if last.kind != HandOverKind::Begins {
            return Ok(false);
        }
        self.refresh_keys(&signer.keys, event.at_ms).await?;
        let signing = signer.keys.signing();
        let old = signing.outgoing.ok_or_else(damaged)?;
        let public_of = |key: &SigningKey| public_key(signer.origin(), key);
        if last.old != public_of(&old) || last.new != public_of(&signing.newest) {
            return Err(damaged());
        }
        let mut tx = self.begin().await?;
        let (ledger, audited) = (tx.size_of(LEDGER.size).await?, tx.size_of(AUDIT.size).await?);
        let numbers = vec![event.at_ms, ledger, audited];
        let end = HandOver { kind: HandOverKind::Ends, numbers, ..last };
        let note = end.sign(&signer.keys_name(), [&old, &signing.newest])?;
        if !tx.add_key_note(notes.len(), &note, event.at_ms).await? {
            return Ok(false);
        }
        tx.erase_old_signing_keys(event.at_ms).await?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        self.refresh_keys(&signer.keys, event.at_ms).await?;
        Ok(true)
    }
}

impl Tx {
    async fn size_of(&mut self, sql: &'static str) -> Result<i64> {
        Ok(tx!(self, |c| sqlx::query_scalar(sql).fetch_one(&mut **c).await)?)
    }

    /// `false` if another process was first.
    async fn add_key_note(&mut self, place: usize, note: &str, now_ms: i64) -> Result<bool> {
        let place = i64::try_from(place).map_err(|_| StoreError::NotFound)?;
        let sql =
            "INSERT INTO ledger_key_note (n, note, made_at) VALUES ($1, $2, $3) ON CONFLICT (n) DO NOTHING";
        Ok(tx!(self, |c| sqlx::query(sql)
            .bind(place)
            .bind(note)
            .bind(now_ms)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected() == 1))?)
    }
}

impl NoteSigner {
    /// The name under which hand-overs of its keys are signed.
    fn keys_name(&self) -> String {
        format!("{}{KEYS_ENDING}", self.origin())
    }
}

fn damaged() -> StoreError {
    StoreError::Damaged("the list of signing keys is not that of the keys of this site".to_owned())
}
