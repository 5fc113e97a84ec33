//! Wrong passwords, counted in four ways before anything dear is done: for the login from one network, for the login from
//! everywhere, for the network, and for the password whichever login it is tried with. A device on which the account's owner
//! has signed in before has a count of its own, so that nobody else's tries keep them out.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderMap;
use domain::budget::{Allowance, Budget};
use domain::sign_in::{
    FREE_FAILURES, OF_A_NETWORK, OF_A_PASSWORD, OF_AN_ACCOUNT, REGISTRATIONS_OF_A_DEVICE,
    REGISTRATIONS_OF_A_NETWORK,
};
use store::digest::Purpose;

use super::{in_words, too_many, too_many_registrations, tried};
use crate::device_cookie::device_digest;
use crate::error::{AppError, Sentence};
use crate::known_device::is_known;
use crate::password_hash::Asker;
use crate::{Address, Site};

/// Beyond so many, budgets that are full again are forgotten.
const MANY: usize = 50_000;

/// What one process has seen of wrong passwords. Nothing of it is stored: neither a password nor its digest.
#[derive(Debug, Default)]
pub struct Guesses {
    accounts: Budgets<String>,
    networks: Budgets<String>,
    passwords: Budgets<[u8; 32]>,
    registrations: Budgets<String>,
}

#[derive(Debug)]
struct Budgets<K>(Mutex<HashMap<K, Budget>>);

impl<K> Default for Budgets<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash> Budgets<K> {
    /// Counts one, or says how long to wait.
    fn spend(&self, key: &K, allowance: Allowance, now_ms: i64) -> Result<(), i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY && !all.contains_key(key) {
            all.retain(|_, budget| !budget.is_full(now_ms));
        }
        all.entry(key.clone()).or_default().spend(allowance, 1, now_ms)
    }

    fn give_back(&self, key: &K, allowance: Allowance) {
        if let Some(budget) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(key) {
            budget.give_back(allowance, 1);
        }
    }
}

/// A password about to be looked at. Counted as wrong until [`Guess::was_right`], so that many at once cannot outrun the
/// count.
pub struct Guess {
    /// Under what it is counted in the database.
    key: String,
    /// Under what in this process, unless the device is known.
    stranger: Option<Stranger>,
}

struct Stranger {
    account: String,
    network: String,
    password: [u8; 32],
}

impl Guess {
    /// Counts a try, or says how long to wait. `login` is as accounts are called.
    pub async fn begin(
        site: &Site,
        login: &str,
        password: &str,
        from: &Address,
        headers: &HeaderMap,
    ) -> Result<Self, AppError> {
        if let Some(device) = is_known(site, headers, login) {
            let key = tried(site, &format!("{login} on {device}"));
            let wait_ms = site.db.begin_try(&key, FREE_FAILURES, site.now()).await?;
            return if wait_ms > 0 { Err(too_many(wait_ms)) } else { Ok(Self { key, stranger: None }) };
        }
        let network = from.network();
        let key = tried(site, &format!("{login} from {network}"));
        let password = site.keys.digest(Purpose::Login, &format!("password {password}"));
        let stranger = Stranger { account: tried(site, login), network, password };
        stranger.spend(site)?;
        let guess = Self { key, stranger: Some(stranger) };
        let wait_ms = match site.db.begin_try(&guess.key, FREE_FAILURES, site.now()).await {
            Ok(wait_ms) => wait_ms,
            Err(error) => {
                guess.give_back(site);
                return Err(error.into());
            }
        };
        if wait_ms > 0 {
            // It was not looked at: for that nobody else is made to wait.
            guess.give_back(site);
            return Err(too_many(wait_ms));
        }
        Ok(guess)
    }

    /// For whom the password is looked at.
    pub fn asker(&self) -> Asker<'_> {
        self.stranger.as_ref().map_or(Asker::Known, |stranger| Asker::Stranger(&stranger.network))
    }

    /// The password was right: what was wrong before it from there no longer counts.
    pub async fn was_right(self, site: &Site) -> Result<(), AppError> {
        self.give_back(site);
        Ok(site.db.forgive_tries(&self.key).await?)
    }

    /// It was not looked at after all, for want of room: the login is no nearer to being guessed, only counted.
    pub fn give_back(&self, site: &Site) {
        if let Some(stranger) = &self.stranger {
            stranger.give_back(site, 3);
        }
    }
}

impl Stranger {
    fn spend(&self, site: &Site) -> Result<(), AppError> {
        let (guesses, now_ms) = (&site.guesses, site.now());
        guesses.networks.spend(&self.network, OF_A_NETWORK, now_ms).map_err(of_network)?;
        guesses.passwords.spend(&self.password, OF_A_PASSWORD, now_ms).map_err(|wait_ms| {
            self.give_back(site, 1);
            too_many(wait_ms)
        })?;
        guesses.accounts.spend(&self.account, OF_AN_ACCOUNT, now_ms).map_err(|wait_ms| {
            self.give_back(site, 2);
            too_many(wait_ms)
        })
    }

    /// Gives back the first of the counts.
    fn give_back(&self, site: &Site, counts: usize) {
        let guesses = &site.guesses;
        guesses.networks.give_back(&self.network, OF_A_NETWORK);
        if counts > 1 {
            guesses.passwords.give_back(&self.password, OF_A_PASSWORD);
        }
        if counts > 2 {
            guesses.accounts.give_back(&self.account, OF_AN_ACCOUNT);
        }
    }
}

/// Somebody who registers, counted in their network and in their browser.
pub struct Registering(Vec<(String, Allowance)>);

impl Registering {
    /// Counts one, or says how long to wait: nobody registers a list of people from one machine.
    pub fn begin(site: &Site, from: &Address, headers: &HeaderMap) -> Result<Self, AppError> {
        let mut all = vec![(format!("network {}", from.network()), REGISTRATIONS_OF_A_NETWORK)];
        if let Some(device) = device_digest(site, headers) {
            all.push((format!("device {}", hex::encode(device)), REGISTRATIONS_OF_A_DEVICE));
        }
        let mut counted = Self(Vec::new());
        for (key, allowance) in all {
            if let Err(wait_ms) = site.guesses.registrations.spend(&key, allowance, site.now()) {
                counted.give_back(site);
                return Err(too_many_registrations(wait_ms));
            }
            counted.0.push((key, allowance));
        }
        Ok(counted)
    }

    /// Nobody was registered after all.
    pub fn give_back(self, site: &Site) {
        for (key, allowance) in self.0 {
            site.guesses.registrations.give_back(&key, allowance);
        }
    }
}

fn of_network(wait_ms: i64) -> AppError {
    let (wait_seconds, zh, en) = in_words(wait_ms);
    AppError::TooMany {
        code: "too_many_from_network",
        wait_seconds,
        say: Sentence::new(
            format!(
                "从您所在的网络输错密码的次数太多，请等 {zh}再试。登录过的手机或电脑不受影响，也可以用通行密钥登录。"
            ),
            format!(
                "Too many wrong passwords from your network. Please wait {en}. Devices on which you have signed in before, and \
                 passkeys, are not affected."
            ),
        ),
    }
}
