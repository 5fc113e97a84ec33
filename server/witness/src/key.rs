//! The key of a witness: a file of one line that only its owner can read.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use translog::{Cosigner, cosign};

use crate::error::{WitnessError, at};

/// How the line begins; name, id of the key, algorithm and secret follow, with pluses between them.
const BEGINNING: &str = "PRIVATE+KEY+";
/// The algorithm of cosignatures.
const ALGORITHM: u8 = 4;

/// A name and the key that signs under it.
pub struct WitnessKey {
    secret: SigningKey,
    public: Cosigner,
}

impl WitnessKey {
    /// The key in a file that is there.
    pub fn read(path: &Path) -> Result<Option<Self>, WitnessError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(at(path)(error)),
        };
        let key = std::str::from_utf8(&bytes).ok().and_then(Self::parse);
        key.map(Some).ok_or_else(|| WitnessError::ForeignKey(path.to_owned()))
    }

    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.trim().strip_prefix(BEGINNING)?.splitn(3, '+');
        let (name, _, secret) = (parts.next()?, parts.next()?, parts.next()?);
        let secret = STANDARD.decode(secret).ok()?;
        let (ALGORITHM, secret) = secret.split_first().map(|(kind, secret)| (*kind, secret))? else {
            return None;
        };
        let secret = SigningKey::from_bytes(secret.try_into().ok()?);
        let key = Self { public: Cosigner::of(name, &secret)?, secret };
        (key.line() == line.trim()).then_some(key)
    }

    /// Draws a key into a new file.
    pub fn make(path: &Path, name: &str, draw: &dyn Fn(&mut [u8])) -> Result<Self, WitnessError> {
        let mut bytes = [0; 32];
        draw(&mut bytes);
        let secret = SigningKey::from_bytes(&bytes);
        let key = Self { public: Cosigner::of(name, &secret).ok_or(WitnessError::NoName)?, secret };
        let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        file.and_then(|mut file| writeln!(file, "{}", key.line()).and_then(|()| file.sync_all()))
            .map_err(at(path))?;
        Ok(key)
    }

    fn line(&self) -> String {
        let secret = STANDARD.encode([&[ALGORITHM], self.secret.as_bytes().as_slice()].concat());
        let public = self.public.public_key();
        let id = public.split('+').nth(1).unwrap_or_default();
        format!("{BEGINNING}{}+{id}+{secret}", self.name())
    }

    /// What the witness is called.
    pub fn name(&self) -> &str {
        self.public.name()
    }

    /// What those who ask are given, `name+id+base64`.
    pub fn public_key(&self) -> String {
        self.public.public_key()
    }

    /// The signature line under the text of a checkpoint.
    pub fn cosign(&self, text: &str, at_s: i64) -> Result<String, translog::Error> {
        cosign(self.name(), &self.secret, text, at_s)
    }
}
