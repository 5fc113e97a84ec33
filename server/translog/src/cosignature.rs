//! Cosignatures of witnesses (C2SP `tlog-cosignature`, version 1, Ed25519): whoever watches a log signs its checkpoint with
//! the time, and thereby says that this was the largest tree it had seen, and that it continues all it saw before.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature as Bytes, Signer, SigningKey, VerifyingKey};
use signed_note::{Signature, key_id};

use crate::{Error, Result};

/// What stands for a cosigning key beside its bytes, where 1 stands for a signing key.
const ALGORITHM: u8 = 4;
/// A time and a signature.
const BYTES: usize = 8 + 64;

/// A witness, by its name and its public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigner {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl Cosigner {
    /// The public half of a witness's key; `None` if nobody can be called so.
    pub fn of(name: &str, key: &SigningKey) -> Option<Self> {
        signed_note::is_key_name_valid(name).then(|| Self::new(name, key.verifying_key()))
    }

    fn new(name: &str, key: VerifyingKey) -> Self {
        Self { name: name.to_owned(), id: key_id(name, &with_algorithm(&key)), key }
    }

    /// Reads `name+id+base64`; the id must be what name and key say.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = STANDARD.decode(key).ok()?;
        let (ALGORITHM, key) = bytes.split_first().map(|(kind, key)| (*kind, key))? else { return None };
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let read = signed_note::is_key_name_valid(name).then(|| Self::new(name, key))?;
        (read.public_key().split('+').nth(1) == Some(id)).then_some(read)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key in the form that clients are given, `name+id+base64`.
    pub fn public_key(&self) -> String {
        format!("{}+{:08x}+{}", self.name, self.id, STANDARD.encode(with_algorithm(&self.key)))
    }

    /// The lines of this witness among signature lines that hold for the text of a checkpoint, each with its time in
    /// seconds. Lines of others, and those that do not hold, are left out.
    pub fn cosignatures(&self, text: &str, lines: &str) -> Vec<(String, i64)> {
        let held = |line: &str| self.time_of(text, line).map(|at_s| (format!("{line}\n"), at_s));
        lines.lines().filter_map(held).collect()
    }

    /// When this witness cosigned a text, if a line is its cosignature.
    fn time_of(&self, text: &str, line: &str) -> Option<i64> {
        let line = Signature::from_bytes(line.as_bytes()).ok()?;
        if line.name() != self.name || line.id() != self.id || line.signature().len() != BYTES {
            return None;
        }
        let (time, signature) = line.signature().split_first_chunk::<8>()?;
        let at_s = i64::try_from(u64::from_be_bytes(*time)).ok().filter(|at_s| *at_s > 0)?;
        let signature = Bytes::from_slice(signature).ok()?;
        self.key.verify_strict(message(text, at_s).as_bytes(), &signature).ok()?;
        Some(at_s)
    }
}

/// The signature line of a witness under the text of a checkpoint, as of a time in seconds.
pub fn cosign(name: &str, key: &SigningKey, text: &str, at_s: i64) -> Result<String> {
    let time = u64::try_from(at_s).ok().filter(|at_s| *at_s > 0).ok_or(Error::Negative)?;
    let signature = key.sign(message(text, at_s).as_bytes()).to_bytes();
    let bytes = [time.to_be_bytes().as_slice(), &signature].concat();
    let id = key_id(name, &with_algorithm(&key.verifying_key()));
    let line = Signature::new(name.to_owned(), id, bytes).map_err(|error| Error::Note(error.to_string()))?;
    String::from_utf8(line.to_bytes()).map_err(|error| Error::Note(error.to_string()))
}

/// What is signed: two lines of its own, then the whole text of the checkpoint.
fn message(text: &str, at_s: i64) -> String {
    format!("cosignature/v1\ntime {at_s}\n{text}")
}

fn with_algorithm(key: &VerifyingKey) -> Vec<u8> {
    [&[ALGORITHM], key.as_bytes().as_slice()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A checkpoint of a public log of certificates, and what two public witnesses said of it.
    const TEXT: &str =
        "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n";
    const REMORA: &str = "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n";
    const STAGEMOLE: &str = "— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n";

    #[test]
    fn what_public_witnesses_signed_is_verified() {
        let lines = format!("{REMORA}{STAGEMOLE}");
        for (key, line) in [
            ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", REMORA),
            ("witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv", STAGEMOLE),
        ] {
            let witness = Cosigner::parse(key).unwrap();
            assert_eq!(witness.public_key(), key);
            assert_eq!(witness.cosignatures(TEXT, &lines), vec![(line.to_owned(), 1_779_573_024)]);
            assert!(witness.cosignatures(&TEXT.replace('2', "3"), &lines).is_empty(), "of another tree");
            let later = line.replace("AAAABqEiEg", "AAAABqEiEh");
            assert!(witness.cosignatures(TEXT, &later).is_empty(), "at another time");
        }
    }

    #[test]
    fn a_message_is_that_of_the_specification() {
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        let said = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        assert_eq!(message(text, 1_679_315_147), said);
    }

    #[test]
    fn a_witness_verifies_its_own_lines_and_no_others() {
        let [key, other] = [1, 2].map(|n| SigningKey::from_bytes(&[n; 32]));
        let witness = Cosigner::of("w.example", &key).unwrap();
        assert_eq!(Cosigner::parse(&witness.public_key()), Some(witness.clone()));
        let line = cosign("w.example", &key, TEXT, 1_800_000_000).unwrap();
        assert_eq!(witness.cosignatures(TEXT, &line), vec![(line.clone(), 1_800_000_000)]);
        for stranger in [Cosigner::of("w.example", &other), Cosigner::of("other.example", &key)] {
            assert!(stranger.unwrap().cosignatures(TEXT, &line).is_empty());
        }
        assert!(cosign("w.example", &key, TEXT, 0).is_err(), "a cosignature bears its time");
        assert_eq!(
            Cosigner::parse(&crate::public_key("w.example", &key)),
            None,
            "a key that signs is none that cosigns"
        );
        assert_eq!(Cosigner::parse(&witness.public_key().replace("w.ex", "v.ex")), None);
    }
}
