//! `xueshi backup`: the whole SQLite database as one file, taken while the site runs, with a signed manifest beside it.

pub mod manifest;
pub mod restore;

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::export::LedgerNote;
use store::Db;
use store::backup::sqlite_file;
use store::ledger::checkpoint::NoteSigner;
use store::tree::{AUDIT, LEDGER, Tree};
use web::Clock;

use crate::config::Common;
use crate::jobs::build_export::file::sha256_of;
use crate::progress::while_grows;
use crate::system::SystemClock;
use crate::{key_file, serve};
use manifest::{DatabaseNote, Manifest};

/// Takes a backup and says what it holds.
pub async fn run(common: &Common, file: &Path) -> Result<()> {
    let manifest = make(common, file).await?;
    println!("{}", summary(&manifest));
    println!("  file      {}", file.display());
    println!("  manifest  {}", manifest::beside(file).display());
    println!("not in it:");
    for apart in &manifest.apart {
        println!("  {apart}");
    }
    println!("the key file that fits is {}", manifest.key_files.join(" or "));
    Ok(())
}

/// Takes a backup. Nothing stands under its name before all of it is on the disk.
pub async fn make(common: &Common, file: &Path) -> Result<Manifest> {
    let source = source(common)?;
    if file.exists() {
        bail!("{} is there already: no backup is overwritten", file.display());
    }
    let part = beside(file, ".part")?;
    let made = copy(common, &source, &part).await;
    let placed = match made {
        Ok((manifest, note)) => put(&part, file, &note).map(|()| manifest),
        Err(error) => Err(error),
    };
    if placed.is_err() {
        drop(std::fs::remove_file(&part));
    }
    placed
}

/// The database file, which is there.
fn source(common: &Common) -> Result<PathBuf> {
    let Some(path) = sqlite_file(&common.database) else {
        bail!(
            "this backs up SQLite. PostgreSQL has its own tools: pg_dump for a copy now and then, pg_basebackup with \
             archived logs for every moment; server/OPERATING.md says how. Keep the key file {} apart from both",
            common.key_file.display()
        );
    };
    if !path.exists() {
        bail!("there is no database at {}: name it with --database", path.display());
    }
    Ok(path)
}

/// Copies the database and describes the copy; the second is the signed manifest.
async fn copy(common: &Common, source: &Path, part: &Path) -> Result<(Manifest, String)> {
    let written = || format!("{} cannot be written", part.display());
    drop(std::fs::remove_file(part));
    // The copy holds names: only its owner may read it, from its first byte.
    let empty = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(part);
    empty.with_context(written)?;
    let db = Db::open_file(source).await.context("the database cannot be opened")?;
    // About as large: without the gaps of what was erased, with what still stands in the log.
    let bytes = std::fs::metadata(source).ok().map(|file| file.len());
    let copied = while_grows("copied", part, bytes, db.copy_into(part)).await;
    db.close().await;
    copied.with_context(written)?;
    File::open(part).and_then(|file| file.sync_all()).with_context(written)?;
    let copy = Db::open_copy(part).await.context("the copy cannot be read")?;
    let described = describe(common, &copy, part).await;
    copy.close().await;
    described
}

/// What the copy holds, signed with the keys that are in it.
async fn describe(common: &Common, copy: &Db, part: &Path) -> Result<(Manifest, String)> {
    let keys = key_file::existing(&common.key_file, copy, 0).await?.with_context(|| {
        format!("the key file {} is missing: it signs the manifest", common.key_file.display())
    })?;
    let key_files = copy.masters().await?;
    if key_files.is_empty() {
        bail!("no server ever ran on this database: there is nothing to back up");
    }
    let signer = serve::signer(common, &Arc::new(keys))?;
    let hashed = part.to_owned();
    let sha256 = tokio::task::spawn_blocking(move || sha256_of(&hashed)).await??;
    let database = DatabaseNote { bytes: std::fs::metadata(part)?.len(), sha256 };
    let manifest = Manifest {
        form: manifest::FORM,
        generator: format!("xueshi {}", env!("CARGO_PKG_VERSION")),
        made_at_ms: SystemClock.now_ms(),
        ledger_name: common.ledger_name.clone(),
        schema: copy.schema_version().await?,
        database,
        ledger: checkpoint(copy, &LEDGER, &signer).await?,
        audit: checkpoint(copy, &AUDIT, &signer.audit()).await?,
        key_files,
        apart: manifest::APART.map(str::to_owned).to_vec(),
    };
    let note = manifest.sign(&signer)?;
    Ok((manifest, note))
}

/// The checkpoint of a tree as it is in the copy.
async fn checkpoint(copy: &Db, tree: &'static Tree, signer: &NoteSigner) -> Result<LedgerNote> {
    let size = copy.tree_size(tree).await?;
    let root = copy.tree_root(tree, size).await?;
    Ok(LedgerNote { size, root: hex::encode(root.0), checkpoint: signer.sign(size, root)? })
}

/// Puts manifest and file into place. The manifest goes first: a backup that can be seen always has one.
fn put(part: &Path, file: &Path, note: &str) -> Result<()> {
    let target = manifest::beside(file);
    let beside = beside(file, ".manifest.part")?;
    let put = || -> std::io::Result<()> {
        let mut written = File::create(&beside)?;
        written.write_all(note.as_bytes())?;
        written.sync_all()?;
        std::fs::rename(&beside, &target)?;
        std::fs::rename(part, file)?;
        // The names themselves must survive a power cut too.
        File::open(folder(file))?.sync_all()
    };
    put().with_context(|| format!("{} cannot be written", file.display()))
}

/// A hidden name in the same folder.
fn beside(file: &Path, ending: &str) -> Result<PathBuf> {
    let name = file.file_name().with_context(|| format!("{} names no file", file.display()))?;
    Ok(folder(file).join(format!(".{}{ending}", name.to_string_lossy())))
}

/// The folder of a file.
fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A backup in one line.
fn summary(manifest: &Manifest) -> String {
    format!(
        "{}: {} entries of the ledger, {} lines of the audit log, {} bytes, taken {} (China time) by {}",
        manifest.ledger_name,
        manifest.ledger.size,
        manifest.audit.size,
        manifest.database.bytes,
        domain::time::CHINA.second(manifest.made_at_ms),
        manifest.generator
    )
}
