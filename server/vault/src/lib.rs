//! The vault: how values are sealed, digested and signed for, and the keys that do it. It knows neither whose the values
//! are nor where they stand.

mod cipher;
mod draw;
mod keys;

pub use cipher::{Cipher, KEY_BYTES, NONCE_BYTES};
pub use draw::{Draw, drawn};
pub use keys::{
    DataKey, DigestPurpose, FIRST_KEY, HEADER_BYTES, KeyId, Keys, Master, SealedAs, SigningKeys, header,
};
