//! The body of a request to cosign: the size that was cosigned last, a proof from there, an empty line, and the checkpoint.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use translog::{Hash, SignedCheckpoint};

/// No tree of 2^63 leaves needs more.
const PROOF_LINES_MAX: usize = 63;

pub(crate) struct Request {
    pub old: u64,
    pub proof: Vec<Hash>,
    pub checkpoint: SignedCheckpoint,
}

impl Request {
    /// Reads a body to the letter; `None` if it is none.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let (head, note) = std::str::from_utf8(body).ok()?.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = lines.next()?.strip_prefix("old ")?;
        let size: u64 = old.parse().ok()?;
        let proof: Vec<Hash> = lines.map(hash).collect::<Option<_>>()?;
        let fits = size.to_string() == old && proof.len() <= PROOF_LINES_MAX;
        fits.then_some(Self { old: size, proof, checkpoint: SignedCheckpoint::read(note)? })
    }
}

fn hash(line: &str) -> Option<Hash> {
    STANDARD.decode(line).ok()?.try_into().ok().map(Hash)
}
