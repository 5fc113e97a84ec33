//! Whether a password will do: the rules of `domain::password`, and how soon somebody guesses it who has the lists of
//! breached passwords, names and words. All of it offline.

use domain::password::{self, Owner, PasswordRefusal};
use zxcvbn::zxcvbn;

/// A learner's password must outlast so many guesses, as a power of ten: guessing here is slowed down after the fifth.
const GUESSES_LOG10_MIN: f64 = 6.0;
/// An official's, which is worth more to whoever has copied the database.
const OFFICIAL_GUESSES_LOG10_MIN: f64 = 8.0;

/// Why this password is too easy for this owner; `None` if it will do.
pub fn refusal(password: &str, owner: Owner<'_>) -> Option<PasswordRefusal> {
    if let Some(refusal) = password::refusal(password, owner) {
        return Some(refusal);
    }
    let own = [owner.name, owner.login, owner.phone, owner.document];
    let guessed = zxcvbn(password, &own).guesses_log10();
    let least = if owner.official { OFFICIAL_GUESSES_LOG10_MIN } else { GUESSES_LOG10_MIN };
    (guessed < least).then_some(PasswordRefusal::Known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEARNER: Owner<'static> = Owner {
        name: "王芳",
        login: "u0000000001",
        phone: "10020260001",
        document: "000000197403050021",
        official: false,
    };

    #[test]
    fn what_was_breached_is_refused_though_no_rule_of_ours_knows_it() {
        for breached in [
            "michelle",
            "jennifer1",
            "liverpool",
            "P@55w0rd!",
            "superstar",
            "chocolate1",
            "starwars1",
            "jordan23a",
        ] {
            assert_eq!(refusal(breached, LEARNER), Some(PasswordRefusal::Known), "{breached}");
        }
    }

    #[test]
    fn a_few_unrelated_words_will_do_for_learners_and_officials() {
        let official = Owner { official: true, ..LEARNER };
        for good in [
            "chuntian-zhongyu",
            "qiutian-yizhidao",
            "correct horse",
            "我家院子里有三只芦花鸡鸭鹅",
            "xie-tang-93-mu",
            "xueshi-demo-2026",
        ] {
            assert_eq!(refusal(good, LEARNER), None, "{good}");
            assert_eq!(refusal(good, official), None, "{good}");
        }
        assert_eq!(refusal("basketball12", official), Some(PasswordRefusal::Known));
    }

    #[test]
    fn the_longest_password_is_judged_at_once() {
        let longest = "aB3$".repeat(16);
        // It is no matter what is said, but that it is said: a slow judge would be a way to keep the server busy.
        assert!(refusal(&longest, LEARNER).is_none_or(|why| why == PasswordRefusal::Known));
    }
}
