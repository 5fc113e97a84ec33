//! What a device signed when its owner confirmed something by fingerprint, face or screen lock (WebAuthn).

use serde::{Deserialize, Serialize};

/// The assertion as the device gave it, each part base64url: enough to verify the signature again at any time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What the device calls its passkey.
    pub credential: String,
    /// What the browser says it was asked: kind, challenge and origin, as JSON.
    pub client_data: String,
    /// What the device says of itself; one bit is that its owner was verified.
    pub authenticator_data: String,
    /// Over the two before it.
    pub signature: String,
}
