//! `xueshi rotate-keys`: everything that is sealed goes over to a fresh data key, a few values at a time, beside servers
//! that run. Nothing of its state is its own: a run that was cut off is gone on with by the next.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use domain::audit::AuditAction;
use store::Db;
use store::audit::AuditEvent;
use store::reseal::SEALED;
use vault::{KeyId, Keys, Master};
use web::{Clock, Rng};

use crate::config::{Common, RotateKeys};
use crate::jobs::KEYS_SEEN_AFTER;
use crate::progress::Progress;
use crate::system::{SystemClock, SystemRng};
use crate::{key_file, serve};

/// Between two transactions, so that on SQLite others get their turn at writing.
const BREATH: Duration = Duration::from_millis(5);
/// After so long every server that runs seals under the new key.
const EVERYBODY_KNOWS: Duration = Duration::from_secs(KEYS_SEEN_AFTER.as_secs() * 4);
/// All keys, retired ones too.
const ALL_KEYS: i64 = 0;

/// Rotates the data key, or brings a rotation that was cut off to its end.
pub async fn run(common: &Common, options: &RotateKeys) -> Result<()> {
    let db = serve::open(common).await?;
    let cipher = common.cipher.into();
    let keys = key_file::keys(&common.key_file, &db, &SystemRng, cipher, SystemClock.now_ms()).await?;
    let db = db.with_keys(Arc::new(keys));
    let master = key_file::read(&common.key_file)?.context("the key file went away")?;
    if options.forget_other_key_files {
        let event = event(AuditAction::KeysForget { key_file: master.name() });
        let others = db.forget_other_masters(&master, &event).await?;
        println!(
            "{others} other key files forgotten: destroy them, and copies of the database that they open"
        );
        return Ok(());
    }
    let masters = masters(&db, master, options).await?;
    let used = in_use(&db, &master).await?;
    let (id, begun) = match used.as_slice() {
        // Two keys or more are in use: an earlier run did not come to its end.
        [newest, _, ..] => (*newest, false),
        _ => (db.add_fresh_key(cipher, &masters, SystemClock.now_ms(), &draw).await?, true),
    };
    let name = hex::encode(id);
    println!("{} data key {name}", if begun { "new" } else { "going on with" });
    let keys = db.keys_of(&master, ALL_KEYS).await?.context("the key file does not fit")?;
    let mut resealed = 0;
    let mut progress = Progress::of("values sealed anew");
    loop {
        if in_use(&db, &master).await?.first() != Some(&id) {
            bail!("another rotation has begun meanwhile; this one leaves the rest to it");
        }
        let (done, shut) = sweep(&db, &keys, &mut |done| progress.at(resealed + done, None)).await?;
        resealed += done;
        if done > 0 {
            continue;
        }
        if !shut.is_empty() {
            let first: Vec<_> = shut.iter().take(5).map(String::as_str).collect();
            bail!(
                "{} values open under no key of this site, so the old key is not retired: {}",
                shut.len(),
                first.join(", ")
            );
        }
        // What a server sealed under the old key before it knew of the new one comes to light now.
        tokio::time::sleep(EVERYBODY_KNOWS).await;
        let (late, _) = sweep(&db, &keys, &mut |done| progress.at(resealed + done, None)).await?;
        resealed += late;
        if late == 0 {
            break;
        }
    }
    drop(progress);
    println!("{resealed} values sealed anew");
    let cipher = keys.current().map(|key| key.cipher.as_str().to_owned());
    let action = AuditAction::KeysRotate { key: name, cipher, resealed: u64::try_from(resealed)? };
    db.retire_others(id, &event(action)).await?;
    println!("nothing is left under another key; they are retired");
    db.close().await;
    Ok(())
}

/// The master keys that must open the new data key: the present one, and a new one if the site changes to it.
async fn masters(db: &Db, present: Master, options: &RotateKeys) -> Result<Vec<Master>> {
    let mut masters = vec![present];
    if let Some(path) = &options.new_key_file {
        let new = key_file::read_or_create(path, &SystemRng)?;
        let event = event(AuditAction::KeysWrap { key_file: new.name() });
        db.wrap_again(&present, &new, &event, &draw).await?;
        masters.push(new);
    }
    no_others(db, &masters).await?;
    Ok(masters)
}

/// A new key must be wrapped for every key file that opens the database.
pub(crate) async fn no_others(db: &Db, masters: &[Master]) -> Result<()> {
    let known: Vec<_> = masters.iter().map(Master::name).collect();
    if db.masters().await?.iter().any(|name| !known.contains(name)) {
        bail!(
            "another key file opens this database too, and could not open a new key: name it with `rotate-keys --new-key-file`, or end it with `rotate-keys --forget-other-key-files`"
        );
    }
    Ok(())
}

/// Data keys in use, newest first.
async fn in_use(db: &Db, master: &Master) -> Result<Vec<KeyId>> {
    let rows = db.wrapped_keys(master).await?;
    let used = rows.into_iter().filter(|row| row.purpose == "seal" && row.retired_at.is_none());
    used.map(|row| {
        let id = hex::decode(&row.id).ok().and_then(|id| id.try_into().ok());
        id.with_context(|| format!("{} is no key id", row.id))
    })
    .collect()
}

/// Goes through every sealed column once. Says how many values were sealed anew, and which open under no key.
async fn sweep(db: &Db, keys: &Keys, told: &mut (dyn FnMut(usize) + Send)) -> Result<(usize, Vec<String>)> {
    let (mut resealed, mut shut) = (0, Vec::new());
    for place in &SEALED {
        let mut after = String::new();
        loop {
            let batch = db.reseal(place, &after, keys, &draw).await?;
            resealed += usize::try_from(batch.resealed)?;
            told(resealed);
            shut.extend(batch.shut);
            let Some(last) = batch.last else { break };
            after = last;
            tokio::time::sleep(BREATH).await;
        }
    }
    Ok((resealed, shut))
}

pub(crate) fn draw(bytes: &mut [u8]) {
    SystemRng.fill(bytes);
}

/// A line of the audit log for what a command does.
pub(crate) fn event(action: AuditAction) -> AuditEvent {
    let mut random = [0; 10];
    SystemRng.fill(&mut random);
    let at_ms = SystemClock.now_ms();
    let ms = u64::try_from(at_ms).unwrap_or(0);
    let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid().to_string();
    AuditEvent::by_system(id, at_ms, action)
}
