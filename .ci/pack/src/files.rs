//! Names, compression and the manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// Names every file of a set by its plain name; written last, so that a server that starts meanwhile finds a whole set.
const MANIFEST: &str = "manifest.json";
/// The largest window that every browser takes.
const BROTLI_WINDOW: i32 = 22;

/// A file of the browser.
pub struct Built {
    /// Its plain name, as pages ask for it.
    name: &'static str,
    content: Vec<u8>,
}

/// What a file is sent as, to browsers that can read it.
struct Compressed {
    brotli: Vec<u8>,
    gzip: Vec<u8>,
}

impl Built {
    /// A file by its plain name.
    pub fn new(name: &'static str, content: impl Into<Vec<u8>>) -> Self {
        Self { name, content: content.into() }
    }

    /// `app.css` → `app.3f2a….css`: a browser may keep it for ever.
    fn hashed_name(&self) -> String {
        let hash = hex::encode(Sha256::digest(&self.content));
        let (stem, ending) = self.name.split_once('.').unwrap_or((self.name, ""));
        format!("{stem}.{}.{ending}", &hash[..16])
    }

    fn compress(&self) -> Result<Compressed> {
        let params = BrotliEncoderParams {
            quality: 11,
            lgwin: BROTLI_WINDOW,
            size_hint: self.content.len(),
            ..BrotliEncoderParams::default()
        };
        let mut brotli = Vec::new();
        brotli::BrotliCompress(&mut self.content.as_slice(), &mut brotli, &params)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&self.content)?;
        Ok(Compressed { brotli, gzip: gzip.finish()? })
    }
}

/// Writes the set into a folder, takes away what is of no use any more, and says how large everything is.
pub fn write(folder: &Path, built: &[Built], release: bool) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let mut manifest = BTreeMap::new();
    let mut kept = BTreeSet::from([MANIFEST.to_owned()]);
    let mut put = |name: String, content: &[u8]| -> Result<()> {
        fs::write(folder.join(&name), content).with_context(|| format!("{name} cannot be written"))?;
        kept.insert(name);
        Ok(())
    };
    for file in built {
        let name = file.hashed_name();
        put(name.clone(), &file.content)?;
        manifest.insert(file.name, name);
    }
    // Brotli at its best takes seconds, and nobody measures a debug build.
    if release {
        let mut total = 0;
        for (file, compressed) in built.iter().zip(compress_all(built)) {
            let Compressed { brotli, gzip } = compressed?;
            let name = file.hashed_name();
            println!("  {}: {} bytes, {} as brotli", file.name, file.content.len(), brotli.len());
            total += brotli.len();
            put(format!("{name}.br"), &brotli)?;
            put(format!("{name}.gz"), &gzip)?;
        }
        println!("  together {total} bytes as brotli");
    }
    put(MANIFEST.to_owned(), serde_json::to_string_pretty(&manifest)?.as_bytes())?;
    for old in fs::read_dir(folder)? {
        let old = old?;
        if !kept.contains(old.file_name().to_string_lossy().as_ref()) {
            fs::remove_file(old.path())?;
        }
    }
    Ok(())
}

/// Each file on a thread of its own: the wasm takes nearly all of the time.
fn compress_all(built: &[Built]) -> Vec<Result<Compressed>> {
    thread::scope(|scope| {
        let threads: Vec<_> = built.iter().map(|file| scope.spawn(|| file.compress())).collect();
        let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined
            .map(|result| result.unwrap_or_else(|_| Err(anyhow::anyhow!("the compression panicked"))))
            .collect()
    })
}
