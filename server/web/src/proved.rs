//! Who somebody is, once a first factor has shown it.

use domain::access::Grant;
use store::sign_in::Credentials;

/// Somebody whose first factor was right: a password, a passkey, a code, a provider’s word.
#[derive(Debug)]
pub struct Proved {
    pub who: Credentials,
    pub grants: Vec<Grant>,
}
