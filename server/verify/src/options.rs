//! What a verification is given beside the database.

use domain::policy::Policies;
use store_read::digest::Purpose;
use store_read::row_mac::RowText;
use vault::Keys;

use crate::error::{Mismatch, holds};
use crate::note::PublicKey;
use crate::tree::Kept;

/// What is said of a row whose MAC does not fit.
pub(crate) const MAC: &str = "its MAC (it was not written by the running server, or was moved)";

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
    /// A row must be as the running server wrote it; without the key file nobody can tell.
    pub(crate) fn mac(&self, place: &str, row: &RowText, mac: &[u8]) -> Result<(), Mismatch> {
        let fits = self.keys.is_none_or(|keys| row.fits(keys, mac));
        holds(place, MAC, fits, "one made with the key file", hex::encode(mac))
    }

    pub(crate) fn person_digest(&self, person: &str) -> Option<String> {
        self.keys.map(|keys| hex::encode(keys.digest(Purpose::LedgerPerson, person)))
    }
}
