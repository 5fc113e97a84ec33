//! `xueshi verify`: what is asked for on the command line, and the report on standard output.

mod witnesses;

use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::ledger::KeyList;
use store::Db;
use vault::Keys;
use verify::bundle;
use verify::export::{Exported, manifest_beside, verify_file};
use verify::keys::Chain;
use verify::note::{Note, PublicKey};
use verify::tree::Kept;
use verify::{Options, VerifyError, hours};
use web::Clock;

use crate::config::{Common, Verify};
use crate::progress::Progress;
use crate::system::SystemClock;
use crate::{key_file, policies};

/// Verifies and reports; an error means that something does not hold or could not be looked at.
pub async fn run(common: &Common, asked: &Verify) -> Result<()> {
    if !asked.bundle.is_empty() {
        return bundles(asked);
    }
    let outcome = if asked.files_only || (!asked.export.is_empty() && asked.keys.is_some()) {
        files(asked, offline_keys(asked)?.as_ref()).map_err(Into::into).map(|exports| {
            exports.iter().for_each(announce);
            if asked.public_key.is_none() {
                println!("no public key: the signatures of manifests were not checked (see --public-key)");
            }
            println!("OK");
        })
    } else {
        books(common, asked).await
    };
    match outcome.map_err(anyhow::Error::downcast::<VerifyError>) {
        Ok(()) => Ok(()),
        Err(Ok(VerifyError::Mismatch(mismatch))) => {
            println!("{mismatch}");
            bail!("the books do not hold: the first thing that does not is named above")
        }
        Err(Ok(stopped)) => Err(stopped.into()),
        Err(Err(error)) => Err(error),
    }
}

/// Bundles speak for themselves: neither a database nor a key file is asked for.
fn bundles(asked: &Verify) -> Result<()> {
    let listed = asked.keys.as_deref().map(listed_keys).transpose()?;
    let mut all_hold = true;
    for path in &asked.bundle {
        let place = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("{place} cannot be read"))?;
        let bundle = bundle::read(&text).map_err(|error| anyhow::anyhow!("{place} is no bundle: {error}"))?;
        let key = asked.public_key.as_deref().unwrap_or(&bundle.public_key);
        let hand_overs = listed.as_ref().unwrap_or(&bundle.keys);
        let examined = bundle::examine(&bundle, key, hand_overs).map_err(|error| {
            anyhow::anyhow!("{place}: the public key or checkpoint cannot be read: {error}")
        })?;
        println!("{place}: {} entries, {}", bundle.entries.len(), hours(bundle.verified_ms));
        for (claim, found) in &examined.claims {
            match found {
                Ok(()) => println!("  holds   {}", bundle::said(*claim)),
                Err(why) => println!("  BROKEN  {}\n          {why}", bundle::said(*claim)),
            }
        }
        println!("  checkpoint of {} entries, checked with {key}", examined.size);
        if asked.public_key.is_none() {
            println!(
                "  the key is the bundle's own: compare it with the one that is published, or give --public-key"
            );
        }
        all_hold &= examined.holds();
    }
    if !all_hold {
        bail!("something does not hold: see above");
    }
    println!("OK");
    Ok(())
}

/// The notes in a list of keys that was saved.
fn listed_keys(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let list: KeyList =
        serde_json::from_str(&text).with_context(|| format!("{} is no list of keys", path.display()))?;
    Ok(list.notes)
}

/// The keys by which files are checked without the books: a public key, and with `--keys` those before and after it.
fn offline_keys(asked: &Verify) -> Result<Option<Chain>> {
    let Some(text) = &asked.public_key else { return Ok(None) };
    let key = PublicKey::parse(text).map_err(|error| anyhow::anyhow!("--public-key: {error}"))?;
    let notes = asked.keys.as_deref().map(listed_keys).transpose()?.unwrap_or_default();
    Ok(Some(Chain::follow(&key, &notes)?))
}

fn files(asked: &Verify, keys: Option<&Chain>) -> Result<Vec<Exported>, VerifyError> {
    let mut exports = Vec::new();
    for file in &asked.export {
        let beside = manifest_beside(file);
        exports.push(verify_file(file, asked.manifest.as_ref().unwrap_or(&beside), keys)?);
    }
    Ok(exports)
}

fn announce(export: &Exported) {
    let (sums, yuan) = (&export.sums, export.sums.amount_fen);
    println!(
        "{}: {} rows, {} verified, {}.{:02} yuan: as its manifest says",
        export.place,
        sums.rows,
        hours(sums.verified_ms),
        yuan / 100,
        yuan % 100
    );
}

async fn books(common: &Common, asked: &Verify) -> Result<()> {
    let db = existing(&common.database).await?;
    let keys = key_file::existing(&common.key_file, &db, SystemClock.now_ms()).await?;
    let public_key = public_key(common, asked, keys.as_ref())?;
    let mut books = db.snapshot().await.context("the database cannot be read")?;
    let chain = match &public_key {
        Some(key) => Some(verify::signing_keys(&mut books, key).await?),
        None => None,
    };
    let exports = files(asked, chain.as_ref())?;
    let mut kept = Vec::new();
    for path in &asked.checkpoint {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the checkpoint {} cannot be read", path.display()))?;
        let note = Note::parse(&text)
            .map_err(|error| anyhow::anyhow!("{} is no checkpoint: {error}", path.display()))?;
        kept.push(Kept { name: format!("the kept checkpoint {}", path.display()), note });
    }
    for export in &exports {
        kept.push(export.kept().map_err(VerifyError::from)?);
    }
    let mut seen = Vec::new();
    for text in &asked.witness {
        seen.extend(witnesses::seen(text, &common.ledger_name).await?);
    }
    let profile = common.profile.into();
    let policies = policies::load(common.policies.as_deref(), profile, SystemClock.now_ms())?;
    let options = Options { policies: &policies, keys: keys.as_ref(), key: public_key.as_ref(), kept: &kept };
    let mut progress = Progress::of("people verified");
    let report = verify::verify_witnessed(&mut books, &options, &seen, &mut |people| {
        progress.at(people, None);
    })
    .await?;
    drop(progress);
    let definitions = verify::schema::verify(&mut books).await?;
    println!(
        "schema: {definitions} tables, columns, keys, indexes, triggers and views are those of this version"
    );
    for export in &exports {
        export.compare(&mut books).await?;
        announce(export);
    }
    if keys.is_none() {
        println!(
            "no key file at {}: digests of people were compared only with each other",
            common.key_file.display()
        );
    }
    if public_key.is_none() {
        println!("no public key: signatures were not checked (see --public-key)");
    }
    println!("{report}");
    Ok(())
}

/// The key that checks signatures: the one that was given, or the key file's own.
fn public_key(common: &Common, asked: &Verify, keys: Option<&Keys>) -> Result<Option<PublicKey>> {
    let own = || {
        let newest = keys?.signing().newest;
        Some(translog::public_key(&common.ledger_name, &newest))
    };
    let Some(text) = asked.public_key.clone().or_else(own) else { return Ok(None) };
    PublicKey::parse(&text).map(Some).map_err(|error| anyhow::anyhow!("--public-key: {error}"))
}

/// Opens a database that is there: verifying never makes one.
async fn existing(url: &str) -> Result<Db> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = path.trim_start_matches("//");
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        if !Path::new(path).exists() {
            bail!("there is no database at {path}: name it with --database");
        }
    }
    Db::connect(url).await.context("the database cannot be opened")
}
