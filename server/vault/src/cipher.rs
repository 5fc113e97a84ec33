//! The ciphers under which values are sealed. Both are GCM over a block cipher: AES with 256 bits, or SM4 (GB/T 32907) where
//! national algorithms are asked for (RFC 8998 says how the two fit together).

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, AeadCore, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, AesGcm};
use sm4::Sm4;

/// Length of a nonce, which must never be used twice under one key: draw it.
pub const NONCE_BYTES: usize = 12;
/// Length of a key. SM4 takes the first half of it.
pub const KEY_BYTES: usize = 32;
const SM4_KEY_BYTES: usize = 16;

/// Which cipher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cipher {
    #[default]
    Aes256Gcm,
    Sm4Gcm,
}

impl Cipher {
    /// The stable code of the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "aes-256-gcm",
            Self::Sm4Gcm => "sm4-gcm",
        }
    }

    /// The cipher a code stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Aes256Gcm, Self::Sm4Gcm].into_iter().find(|cipher| cipher.as_str() == code)
    }

    /// Seals a text, which opens only with the same `about`. Empty if the cipher refuses, which it does only for texts of
    /// many gigabytes.
    pub fn seal(
        self,
        key: &[u8; KEY_BYTES],
        nonce: &[u8; NONCE_BYTES],
        about: &[u8],
        text: &[u8],
    ) -> Vec<u8> {
        let text = Payload { msg: text, aad: about };
        match self {
            Self::Aes256Gcm => {
                with::<Aes256Gcm>(key).and_then(|cipher| cipher.encrypt(nonce.into(), text).ok())
            }
            Self::Sm4Gcm => with::<Sm4Gcm>(&key[..SM4_KEY_BYTES])
                .and_then(|cipher| cipher.encrypt(nonce.into(), text).ok()),
        }
        .unwrap_or_default()
    }

    /// Opens what [`Cipher::seal`] sealed; `None` if anything of it was changed.
    pub fn open(
        self,
        key: &[u8; KEY_BYTES],
        nonce: &[u8; NONCE_BYTES],
        about: &[u8],
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        let sealed = Payload { msg: sealed, aad: about };
        match self {
            Self::Aes256Gcm => with::<Aes256Gcm>(key)?.decrypt(nonce.into(), sealed).ok(),
            Self::Sm4Gcm => with::<Sm4Gcm>(&key[..SM4_KEY_BYTES])?.decrypt(nonce.into(), sealed).ok(),
        }
    }
}

type Sm4Gcm = AesGcm<Sm4, U12>;

fn with<C: Aead + AeadCore<NonceSize = U12> + KeyInit>(key: &[u8]) -> Option<C> {
    C::new_from_slice(key).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm4_gcm_is_that_of_rfc_8998() {
        // RFC 8998, appendix A.1.
        let mut key = [0; KEY_BYTES];
        hex::decode_to_slice("0123456789abcdeffedcba9876543210", &mut key[..SM4_KEY_BYTES]).unwrap();
        let mut nonce = [0; NONCE_BYTES];
        hex::decode_to_slice("00001234567800000000abcd", &mut nonce).unwrap();
        let about = hex::decode("feedfacedeadbeeffeedfacedeadbeefabaddad2").unwrap();
        let text = [0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0xee, 0xaa].map(|byte| [byte; 8]).concat();
        let sealed = "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735\
                      d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d\
                      83de3541e4c2b58177e065a9bf7b62ec";
        assert_eq!(hex::encode(Cipher::Sm4Gcm.seal(&key, &nonce, &about, &text)), sealed);
        let sealed = hex::decode(sealed).unwrap();
        assert_eq!(Cipher::Sm4Gcm.open(&key, &nonce, &about, &sealed).as_deref(), Some(&text[..]));
        assert_eq!(Cipher::Aes256Gcm.open(&key, &nonce, &about, &sealed), None);
    }

    #[test]
    fn every_cipher_has_its_own_code_and_opens_only_what_it_sealed() {
        for cipher in [Cipher::Aes256Gcm, Cipher::Sm4Gcm] {
            assert_eq!(Cipher::from_code(cipher.as_str()), Some(cipher));
            let mut sealed = cipher.seal(&[7; 32], &[1; 12], b"about", b"text");
            assert_eq!(cipher.open(&[7; 32], &[1; 12], b"about", &sealed).as_deref(), Some(&b"text"[..]));
            assert_eq!(cipher.open(&[7; 32], &[1; 12], b"other", &sealed), None);
            assert_eq!(cipher.open(&[8; 32], &[1; 12], b"about", &sealed), None);
            sealed[0] ^= 1;
            assert_eq!(cipher.open(&[7; 32], &[1; 12], b"about", &sealed), None);
        }
    }
}
