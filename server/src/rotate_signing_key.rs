//! `xueshi rotate-signing-key`: a fresh key signs the ledger's checkpoints, beside servers that run. Each step is one
//! transaction: whoever is killed has done it or has not.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use domain::audit::AuditAction;
use store::signing_key::KeyChange;
use vault::Keys;
use web::Clock;

use crate::config::{Common, RotateSigningKey};
use crate::jobs::KEYS_SEEN_AFTER;
use crate::rotate_keys::{draw, event, no_others};
use crate::system::{SystemClock, SystemRng};
use crate::{key_file, serve};

/// No overlap is shorter: every server knows the new key by then.
const OVERLAP_MIN: Duration = Duration::from_secs(KEYS_SEEN_AFTER.as_secs() * 4);

/// Hands over to a fresh key, or ends the overlap of a hand-over.
pub async fn run(common: &Common, options: &RotateSigningKey) -> Result<()> {
    let db = serve::open(common).await?;
    let now_ms = SystemClock.now_ms();
    let keys = key_file::keys(&common.key_file, &db, &SystemRng, common.cipher.into(), now_ms).await?;
    let keys = Arc::new(keys);
    let db = db.with_keys(keys.clone());
    let signer = serve::signer(common, &keys)?;
    let master = key_file::read(&common.key_file)?.context("the key file went away")?;
    let ledger = common.ledger_name.clone();
    if options.end_overlap {
        let Some(old) = keys.signing().outgoing else { bail!("no overlap is going on") };
        // Whoever has only just handed over waits until every server knows of it.
        tokio::time::sleep(OVERLAP_MIN).await;
        db.end_overlap(&signer, &event(AuditAction::SigningKeyEnd { ledger })).await?;
        println!("the old key has ended and is erased; {} signs alone", signer.public_key());
        if old.to_bytes() == Keys::first_signing_key(&master).to_bytes() {
            println!(
                "it was derived from the key file, and can be again: `rotate-keys --new-key-file` changes that file; then destroy it"
            );
        }
        return Ok(());
    }
    no_others(&db, &[master]).await?;
    let overlap = (Duration::from_hours(1) * options.overlap_hours).max(OVERLAP_MIN);
    let until_ms = now_ms.saturating_add(i64::try_from(overlap.as_millis()).unwrap_or(i64::MAX));
    let event = event(AuditAction::SigningKeyBegin { ledger, overlap_until_ms: until_ms });
    match db.change_signing_key(&signer, &[master], until_ms, &event, &draw).await? {
        KeyChange::Begun(public_key) => {
            println!("new key {public_key}");
            println!(
                "both keys sign for {} hours; then the old one ends and is erased",
                overlap.as_secs() / 3600
            );
            println!("hand /api/ledger/keys to whoever keeps checkpoints");
        }
        KeyChange::Overlap { until_ms } => {
            let hours = (until_ms - now_ms).max(0) / 3_600_000;
            bail!("the key before signs for {hours} hours more: wait, or end it with --end-overlap");
        }
    }
    db.close().await;
    Ok(())
}
