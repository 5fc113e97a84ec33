//! What a verification is given beside the database.

use domain::policy::Policies;
use store_read::digest::Purpose;
use vault::Keys;

use crate::note::PublicKey;
use crate::tree::Kept;

/// What to verify with.
pub struct Options<'a> {
    pub policies: &'a Policies,
    /// Checks the digests that stand for people.
    pub keys: Option<&'a Keys>,
    /// A key of the ledger, from whenever: the signed hand-overs lead from it to the others, and these check the signatures
    /// of stored and kept checkpoints.
    pub key: Option<&'a PublicKey>,
    /// Old checkpoints that somebody kept.
    pub kept: &'a [Kept],
}

impl Options<'_> {
    pub(crate) fn person_digest(&self, person: &str) -> Option<String> {
        self.keys.map(|keys| hex::encode(keys.digest(Purpose::LedgerPerson, person)))
    }
}
