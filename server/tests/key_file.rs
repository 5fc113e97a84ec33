//! The key file belongs to one database, and says so in one sentence when it does not fit.

use std::os::unix::fs::PermissionsExt;

use server::key_file::keys;
use store::digest::Purpose;
use vault::{Cipher, FIRST_KEY, SealedAs};

use crate::site::SeededRng;
use crate::store_fixture::databases;

#[tokio::test]
async fn a_key_is_drawn_once_and_only_its_owner_can_read_it() {
    databases::on_both(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/xueshi.key");
        let rng = SeededRng::default();
        let first = keys(&path, db, &rng, Cipher::Aes256Gcm, 1).await.unwrap();
        let again = keys(&path, db, &rng, Cipher::Aes256Gcm, 1).await.unwrap();
        assert_eq!(first.digest(Purpose::Token, "a"), again.digest(Purpose::Token, "a"));
        let sealed = first.seal(SealedAs::ticket("test"), "text", [1; 12]);
        assert_eq!(again.open(SealedAs::ticket("test"), &sealed).as_deref(), Some("text"));
        assert!(first.data_keys().len() == 1 && first.data_keys()[0].id != FIRST_KEY);
        let file = std::fs::metadata(&path).unwrap();
        assert_eq!((file.len(), file.permissions().mode() & 0o777), (32, 0o600));
    })
    .await;
}

#[tokio::test]
async fn a_key_that_does_not_fit_is_named() {
    databases::on_both(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let (right, other) = (folder.path().join("right.key"), folder.path().join("other.key"));
        let rng = SeededRng::default();
        keys(&right, db, &rng, Cipher::Sm4Gcm, 1).await.unwrap();

        let said = async |path| keys(path, db, &rng, Cipher::Sm4Gcm, 1).await.unwrap_err().to_string();
        assert!(said(&other).await.contains("is missing"), "a lost key is never replaced in silence");
        assert!(!other.exists());
        std::fs::write(&other, [9; 32]).unwrap();
        assert!(said(&other).await.contains("does not belong to this database"));
        std::fs::write(&other, [9; 31]).unwrap();
        assert!(said(&other).await.contains("31 bytes instead of 32"));
        assert!(keys(&right, db, &rng, Cipher::Sm4Gcm, 1).await.is_ok());
    })
    .await;
}
