//! Passwords at rest: Argon2id with salt and pepper.

use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use store::digest::Purpose;
use tokio::sync::Semaphore;

use crate::Site;
use crate::error::AppError;

/// Checked where no account is, so that an unknown login takes as long as a wrong password. Nobody's password.
pub(crate) const NOBODY: &str =
    "p1$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbCE$cxOGBWc4bZtIKXJYF2uD+7vlwwv9lZcNLU4jWzHVvOA";

/// Each check takes 19 MiB and a core: a crowd signing in or registering stands in line instead of exhausting the machine.
static CHECKING: Semaphore = Semaphore::const_new(4);

/// Stands before the text of a hash: how it was made, with a pepper.
const PEPPERED: &str = "p1";

/// A secret from the key file, without which a copied database cannot even be guessed at.
fn pepper(site: &Site) -> [u8; 32] {
    site.keys.digest(Purpose::Pepper, "password")
}

/// Argon2id at the parameters OWASP names as the least (19 MiB, 2 passes, 1 lane).
fn argon2(pepper: &[u8]) -> Result<Argon2<'_>, argon2::Error> {
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// The Argon2id text of a password, with salt and pepper.
pub async fn hash_password(site: &Site, password: &str) -> Result<String, AppError> {
    let mut salt = [0; 16];
    site.rng.fill(&mut salt);
    let pepper = pepper(site);
    let password = password.to_owned();
    let _place = CHECKING.acquire().await.map_err(|error| AppError::Internal(error.into()))?;
    let hash = tokio::task::spawn_blocking(move || {
        let salt = SaltString::encode_b64(&salt)?;
        let hash = argon2(&pepper)?.hash_password(password.as_bytes(), &salt)?;
        Ok(format!("{PEPPERED}{hash}"))
    });
    let hash = hash.await.map_err(|error| AppError::Internal(error.into()))?;
    hash.map_err(|error: argon2::password_hash::Error| AppError::Internal(anyhow::anyhow!("argon2: {error}")))
}

pub async fn fits(site: &Site, password: &str, hash: String) -> Result<bool, AppError> {
    let password = password.to_owned();
    let pepper = pepper(site);
    let _place = CHECKING.acquire().await.map_err(|error| AppError::Internal(error.into()))?;
    tokio::task::spawn_blocking(move || {
        let Some(Ok(hash)) = hash.strip_prefix(PEPPERED).map(PasswordHash::new) else { return false };
        let Ok(argon2) = argon2(&pepper) else { return false };
        argon2.verify_password(password.as_bytes(), &hash).is_ok()
    })
    .await
    .map_err(|error| AppError::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_for_nobody_costs_as_much_as_any_other() {
        let hash = PasswordHash::new(NOBODY.strip_prefix(PEPPERED).unwrap()).unwrap();
        let params = argon2::Params::try_from(&hash).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19_456, 2, 1));
        assert_eq!(params.m_cost(), argon2::Params::DEFAULT_M_COST);
    }
}
