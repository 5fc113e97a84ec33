//! The keys that sign checkpoints, and how one hands over to the next.
//!
//! A hand-over is two signed notes, each by the key before and by the key after it under the ledger's name with `/keys`
//! behind it: the first begins an overlap, in which both keys sign every checkpoint; the second ends it and says how many
//! entries ledger and audit log had then. Of more than that the old key signs nothing; a note bears no date, but it bears
//! the size of its tree. Whoever trusts one key follows the notes to the others.

use domain::ledger::{Ended, KeyList, ListedKey};
use ed25519_dalek::SigningKey;
use signed_note::new_ed25519_verifier_key;

use crate::audit::{self, AuditEvent};
use crate::data_key::{Draw, fresh_signing_key};
use crate::error::{Result, StoreError};
use crate::keys::{Keys, Master};
use crate::tree::checkpoint::{AUDIT_ENDING, KEYS_ENDING, NoteSigner, signed};
use crate::tree::{AUDIT, LEDGER};
use crate::{Db, Tx, on, within};

/// What a note is about.
const BEGINS: &str = "hand-over";
const ENDS: &str = "end";

/// A note of the list, read.
struct Read {
    kind: String,
    old: String,
    new: String,
    numbers: Vec<i64>,
}

/// What came of asking for a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyChange {
    /// It began; the new public key.
    Begun(String),
    /// The one before has not ended: both keys sign until then.
    Overlap { until_ms: i64 },
}

impl Db {
    pub(crate) async fn count_key_notes(&self) -> Result<i64> {
        Ok(on!(self, |p| sqlx::query_scalar("SELECT COUNT(*) FROM ledger_key_note").fetch_one(p).await)?)
    }

    /// The notes of all hand-overs, in order.
    pub async fn key_notes(&self) -> Result<Vec<String>> {
        let sql = "SELECT note FROM ledger_key_note ORDER BY n";
        Ok(on!(self, |p| sqlx::query_scalar(sql).fetch_all(p).await)?)
    }

    /// Reads the signing keys anew if there were hand-overs since. A size that was read before this is never signed by an
    /// old key beyond its end: the end is written later than the hand-over, and says a size that is no smaller.
    pub(crate) async fn know_signing_keys(&self, keys: &Keys, now_ms: i64) -> Result<()> {
        if self.count_key_notes().await? == keys.signing().notes {
            return Ok(());
        }
        self.refresh_keys(keys, now_ms).await
    }

    /// What is published about the keys of a ledger.
    pub async fn key_list(&self, signer: &NoteSigner) -> Result<KeyList> {
        let notes = self.key_notes().await?;
        let mut keys: Vec<ListedKey> = Vec::new();
        for note in &notes {
            let Some(read) = read(signer.origin(), note) else { continue };
            if read.kind == ENDS {
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
            key.audit_public_key = under(&key.public_key, &format!("{}{AUDIT_ENDING}", signer.origin()));
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
        let public_of = |key: &SigningKey| new_ed25519_verifier_key(signer.origin(), &key.verifying_key());
        if let Some(last) = notes.last() {
            let last = read(signer.origin(), last).ok_or_else(damaged)?;
            if last.kind == BEGINS {
                return Ok(KeyChange::Overlap { until_ms: last.numbers.get(1).copied().unwrap_or(0) });
            }
            if last.new != public_of(&old) {
                return Err(damaged());
            }
        }
        let new = fresh_signing_key(draw);
        let (from_ms, public) = (event.at_ms, public_of(&new));
        let lines = format!("{BEGINS}\n{}\n{public}\n{from_ms} {}", public_of(&old), until_ms.max(from_ms));
        let note = note(signer, &lines, [&old, &new])?;
        let mut tx = self.begin().await?;
        if !tx.add_key_note(notes.len(), &note, event.at_ms).await? {
            return Err(StoreError::Conflict("ledger_key_note".to_owned()));
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
        let last = read(signer.origin(), &last).ok_or_else(damaged)?;
        Ok((last.kind == BEGINS).then(|| last.numbers.get(1).copied().unwrap_or(0)))
    }

    /// Ends the overlap: the old key signs nothing that lies behind today's ledger and audit log, and is erased. `false`
    /// if there was none, or another process has just ended it.
    pub async fn end_overlap(&self, signer: &NoteSigner, event: &AuditEvent) -> Result<bool> {
        let notes = self.key_notes().await?;
        let Some(last) = notes.last() else { return Ok(false) };
        let last = read(signer.origin(), last).ok_or_else(damaged)?;
        if last.kind != BEGINS {
            return Ok(false);
        }
        self.refresh_keys(&signer.keys, event.at_ms).await?;
        let signing = signer.keys.signing();
        let old = signing.outgoing.ok_or_else(damaged)?;
        let public_of = |key: &SigningKey| new_ed25519_verifier_key(signer.origin(), &key.verifying_key());
        if last.old != public_of(&old) || last.new != public_of(&signing.newest) {
            return Err(damaged());
        }
        let mut tx = self.begin().await?;
        let (ledger, audited) = (tx.size_of(LEDGER.size).await?, tx.size_of(AUDIT.size).await?);
        let lines = format!("{ENDS}\n{}\n{}\n{} {ledger} {audited}", last.old, last.new, event.at_ms);
        let note = note(signer, &lines, [&old, &signing.newest])?;
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
        Ok(within!(self, |c| sqlx::query_scalar(sql).fetch_one(&mut **c).await)?)
    }

    /// `false` if another process was first.
    async fn add_key_note(&mut self, place: usize, note: &str, now_ms: i64) -> Result<bool> {
        let place = i64::try_from(place).map_err(|_| StoreError::NotFound)?;
        let sql =
            "INSERT INTO ledger_key_note (n, note, made_at) VALUES ($1, $2, $3) ON CONFLICT (n) DO NOTHING";
        Ok(within!(self, |c| sqlx::query(sql)
            .bind(place)
            .bind(note)
            .bind(now_ms)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected() == 1))?)
    }
}

fn note(signer: &NoteSigner, lines: &str, keys: [&SigningKey; 2]) -> Result<String> {
    let name = format!("{}{KEYS_ENDING}", signer.origin());
    signed(&name, format!("{name}\n{lines}\n").as_bytes(), &keys)
}

/// The five lines of a note; the signatures are for those who do not trust this database.
fn read(origin: &str, note: &str) -> Option<Read> {
    let (text, _) = note.rsplit_once("\n\n")?;
    let lines: Vec<&str> = text.lines().collect();
    let [name, kind, old, new, numbers] = lines[..] else { return None };
    if name.strip_suffix(KEYS_ENDING) != Some(origin) {
        return None;
    }
    let numbers = numbers.split(' ').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    Some(Read { kind: kind.to_owned(), old: old.to_owned(), new: new.to_owned(), numbers })
}

/// The same public key under another name.
fn under(public_key: &str, name: &str) -> String {
    use base64::Engine;
    let bytes =
        public_key.splitn(3, '+').nth(2).map(|key| base64::engine::general_purpose::STANDARD.decode(key));
    let Some(Ok(bytes)) = bytes else { return String::new() };
    let key = bytes.get(1..).and_then(|key| <[u8; 32]>::try_from(key).ok());
    let key = key.and_then(|key| ed25519_dalek::VerifyingKey::from_bytes(&key).ok());
    key.map(|key| new_ed25519_verifier_key(name, &key)).unwrap_or_default()
}

fn damaged() -> StoreError {
    StoreError::Damaged("the list of signing keys is not that of the keys of this site".to_owned())
}
