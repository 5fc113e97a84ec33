//! `xueshi restore`: puts a backup into place of a SQLite database, after it proved to be what its manifest says.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::audit::AuditAction;
use domain::export::LedgerNote;
use store::backup::{fold_into_one_file, is_unused, sqlite_file};
use store::db::newest_schema;
use store::tree::{AUDIT, LEDGER, Tree};
use store::{Db, StoreError};
use vault::{Keys, Master};
use verify::note::{Note, PublicKey, Signed};
use verify::tree::Kept;
use verify::{Options, verify_told};
use web::Clock;

use super::manifest::{self, Manifest};
use super::{beside, folder, summary};
use crate::config::{Common, Restore};
use crate::jobs::build_export::file::sha256_of;
use crate::progress::{Progress, while_grows};
use crate::rotate_keys::event;
use crate::system::SystemClock;
use crate::{key_file, policies};

/// What SQLite keeps beside a database.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Restores and says what was restored, and where the database that was there before is now.
pub async fn run(common: &Common, options: &Restore) -> Result<()> {
    let (manifest, aside) = restore(common, options).await?;
    println!("restored {}", summary(&manifest));
    for path in aside {
        println!("what was there before is kept as {}", path.display());
    }
    println!("still to be put back, if lost:");
    for apart in manifest.apart.iter().skip(1) {
        println!("  {apart}");
    }
    Ok(())
}

/// Restores; answers with the manifest and the files that were put aside. Until everything is proved, nothing is changed
/// but the folding of the present database's own log.
pub async fn restore(common: &Common, options: &Restore) -> Result<(Manifest, Vec<PathBuf>)> {
    let Some(target) = sqlite_file(&common.database) else {
        bail!(
            "this restores SQLite. A PostgreSQL database comes back with pg_restore, or from its base backup and \
             archived logs; server/OPERATING.md says how, and how to verify it then"
        );
    };
    let (manifest, signed) = Manifest::read(&manifest::beside(&options.file))?;
    let master = fits(common, &manifest)?;
    is_free(&target, options.replace).await?;
    std::fs::create_dir_all(folder(&target))
        .with_context(|| format!("the folder {} cannot be created", folder(&target).display()))?;
    let part = beside(&target, ".restore")?;
    remove(&part);
    let proved = async {
        copy(&options.file, &part, &manifest).await?;
        let db = Db::open_file(&part).await.context("the backup cannot be opened")?;
        let proved = prove(common, options, &db, (&manifest, &signed), &master).await;
        db.close().await;
        proved?;
        // Asked once more: proving takes its time.
        is_free(&target, options.replace).await?;
        put(&part, &target)
    }
    .await;
    if proved.is_err() {
        remove(&part);
    }
    Ok((manifest, proved?))
}

/// What can be said from the manifest alone; the master key that fits.
fn fits(common: &Common, manifest: &Manifest) -> Result<Master> {
    if manifest.ledger_name != common.ledger_name {
        bail!(
            "the backup is of the ledger {:?}, and this site's is {:?}: name the right one with --ledger-name",
            manifest.ledger_name,
            common.ledger_name
        );
    }
    if manifest.schema > newest_schema() {
        bail!(
            "the backup was made by a newer program ({}, schema {}); this one knows schemas up to {}: restore with that one",
            manifest.generator,
            manifest.schema,
            newest_schema()
        );
    }
    let path = common.key_file.display();
    let master = key_file::read(&common.key_file)?
        .with_context(|| format!("the key file {path} is missing: put its copy back first"))?;
    if !manifest.key_files.contains(&master.name()) {
        bail!(
            "the key file {path} is {}, and the backup opens with {}: name the right one with --key-file",
            master.name(),
            manifest.key_files.join(" or ")
        );
    }
    Ok(master)
}

/// Whether the backup may take the place of what is there.
async fn is_free(target: &Path, replace: bool) -> Result<()> {
    let bytes = std::fs::metadata(target).map_or(0, |file| file.len());
    if bytes == 0 {
        return Ok(());
    }
    let place = target.display();
    match fold_into_one_file(target).await {
        Err(StoreError::Away(_)) => bail!("{place} is open in another program: stop the server first"),
        // Whoever restores may do so because this file is damaged.
        Err(_) if replace => return Ok(()),
        _ => {}
    }
    if replace || is_unused(target).await.unwrap_or(false) {
        return Ok(());
    }
    bail!("there is a database at {place}: with --replace it is kept aside, and the backup takes its place")
}

/// Copies the backup beside the database; the copy must be what the manifest says.
async fn copy(file: &Path, part: &Path, manifest: &Manifest) -> Result<()> {
    let (from, to) = (file.to_owned(), part.to_owned());
    let copied = tokio::task::spawn_blocking(move || -> Result<(u64, String)> {
        let bytes = std::fs::copy(&from, &to)
            .with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
        Ok((bytes, sha256_of(&to)?))
    });
    let (bytes, sha256) = while_grows("copied", part, Some(manifest.database.bytes), copied).await??;
    let place = file.display();
    if bytes != manifest.database.bytes {
        bail!("{place} has {bytes} bytes instead of {}: it was cut off or added to", manifest.database.bytes);
    }
    if sha256 != manifest.database.sha256 {
        bail!(
            "{place} is not the file of its manifest: its SHA-256 is {sha256}, not {}",
            manifest.database.sha256
        );
    }
    Ok(())
}

/// Everything that the backup says of itself is asked of the database itself. Its audit log then tells of the restoring.
async fn prove(
    common: &Common,
    options: &Restore,
    db: &Db,
    (manifest, signed): (&Manifest, &Signed),
    master: &Master,
) -> Result<()> {
    db.migrate().await.context("the schema of the backup cannot be brought up to date")?;
    let keys = db.keys_of(master, 0).await?.context("the key file does not open the keys in the backup")?;
    let public_key = translog::public_key(&manifest.ledger_name, &keys.signing().newest);
    let public_key = PublicKey::parse(&public_key).map_err(anyhow::Error::msg)?;
    if !manifest.is_signed(signed, &public_key) {
        bail!(
            "the manifest does not bear the signature of this ledger's key: it was edited, or made by somebody else"
        );
    }
    continues(db, &LEDGER, &manifest.ledger, "ledger").await?;
    continues(db, &AUDIT, &manifest.audit, "audit log").await?;
    if !options.quick {
        whole(common, db, manifest, &keys, &public_key).await?;
    }
    let action = AuditAction::BackupRestore {
        ledger: manifest.ledger_name.clone(),
        made_at_ms: manifest.made_at_ms,
        sha256: manifest.database.sha256.clone(),
        entries: manifest.ledger.size,
    };
    db.clone().with_keys(Arc::new(keys)).record_restore(&event(action)).await?;
    Ok(())
}

/// Holds if a tree of the restored database is the one of the manifest.
async fn continues(db: &Db, tree: &'static Tree, note: &LedgerNote, what: &str) -> Result<()> {
    let size = db.tree_size(tree).await?;
    let root =
        if size >= note.size { hex::encode(db.tree_root(tree, note.size).await?.0) } else { String::new() };
    if size < note.size || root != note.root {
        bail!(
            "the {what} in the backup is not the one of its manifest: {size} entries, of which the first {} have the root {root:?}",
            note.size
        );
    }
    Ok(())
}

/// The second opinion on the restored books, which must continue the manifest's checkpoints.
async fn whole(
    common: &Common,
    db: &Db,
    manifest: &Manifest,
    keys: &Keys,
    public_key: &PublicKey,
) -> Result<()> {
    let mut kept = Vec::new();
    for note in [&manifest.ledger, &manifest.audit] {
        let note = Note::parse(&note.checkpoint)
            .map_err(|why| anyhow::anyhow!("the checkpoint in the manifest cannot be read: {why}"))?;
        kept.push(Kept { name: "the checkpoint in the manifest".to_owned(), note });
    }
    let policies = policies::load(common.policies.as_deref(), common.profile.into(), SystemClock.now_ms())?;
    let options = Options { policies: &policies, keys: Some(keys), key: Some(public_key), kept: &kept };
    let mut progress = Progress::of("people verified");
    verify_told(&mut db.snapshot().await?, &options, &mut |people| progress.at(people, None))
        .await
        .context("the books in the backup do not hold")?;
    Ok(())
}

/// Puts the proved file into place; what was there before is kept aside under names that say when.
fn put(part: &Path, target: &Path) -> Result<Vec<PathBuf>> {
    let aside = format!(".before-restore-{}", SystemClock.now_ms());
    let put = || -> std::io::Result<Vec<PathBuf>> {
        File::open(part)?.sync_all()?;
        let mut kept = Vec::new();
        // A log of other pages beside the new file would be read as its own.
        for ending in BESIDE {
            let (from, to) = (with(target, ending), with(target, &format!("{aside}{ending}")));
            if from.exists() {
                std::fs::rename(&from, &to)?;
                kept.push(to);
            }
        }
        if target.exists() {
            let to = with(target, &aside);
            // Linked, so that at no moment there is no database under the name; where links are unknown, renamed.
            std::fs::hard_link(target, &to).or_else(|_| std::fs::rename(target, &to))?;
            kept.push(to);
        }
        std::fs::rename(part, target)?;
        File::open(folder(target))?.sync_all()?;
        Ok(kept)
    };
    put().with_context(|| format!("{} cannot be put into place", target.display()))
}

/// Takes away what an attempt left.
fn remove(part: &Path) {
    for path in [part.to_owned(), with(part, BESIDE[0]), with(part, BESIDE[1])] {
        drop(std::fs::remove_file(path));
    }
}

/// The same name with something behind it.
fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
