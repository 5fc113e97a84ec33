//! One-time codes sent to a phone: how long they live, how often they may be tried and sent.

use crate::codes::codes;
use crate::typed::number;

/// How many digits a code has.
pub const DIGITS: usize = 6;
/// How many codes there are.
pub const CODES: u64 = 1_000_000;
/// How long a code opens.
pub const VALID_MS: i64 = 5 * 60_000;
/// How often one may be typed from one network, or by the number's owner on a device of theirs.
pub const TRIES_MAX: i64 = 5;
/// How often by everybody but the owner. It stops guessing (25 of a million, for each of 24 codes a day) and nothing else: from
/// one network nobody uses it up.
pub const TRIES_IN_ALL: i64 = 25;
/// So long after one code the next may be sent.
pub const RESEND_MS: i64 = 60_000;

/// An hour.
pub const HOUR_MS: i64 = 60 * 60_000;
/// The longest time over which sendings are counted.
pub const COUNTED_MS: i64 = 24 * HOUR_MS;

/// No more than so many sendings in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub sendings: i64,
    pub within_ms: i64,
}

/// To one number, asked for from one network or by the number's owner: enough for somebody who mistypes.
pub const TO_A_PHONE: [Limit; 2] =
    [Limit { sendings: 5, within_ms: HOUR_MS }, Limit { sendings: 10, within_ms: COUNTED_MS }];
/// To one number, whoever asks but its owner: one stranger leaves the owner as much again; many are a small nuisance.
pub const TO_A_PHONE_IN_ALL: [Limit; 2] =
    [Limit { sendings: 12, within_ms: HOUR_MS }, Limit { sendings: 24, within_ms: COUNTED_MS }];
/// From one network: a classroom of sixty behind one address registers, each of them asking twice.
pub const FROM_A_NETWORK: [Limit; 2] =
    [Limit { sendings: 200, within_ms: HOUR_MS }, Limit { sendings: 600, within_ms: COUNTED_MS }];

/// Notices of one kind to one number: one a day.
pub const NOTICES: [Limit; 2] =
    [Limit { sendings: 1, within_ms: COUNTED_MS }, Limit { sendings: 1, within_ms: COUNTED_MS }];

impl Limit {
    /// How long one must still wait, given the time of the sending that is `sendings` back; 0 if one may send now.
    pub fn wait_ms(self, so_many_back: Option<i64>, now_ms: i64) -> i64 {
        so_many_back.map_or(0, |at_ms| (at_ms + self.within_ms - now_ms).clamp(0, self.within_ms))
    }
}

/// How long after the last code for the same purpose one must still wait.
pub fn resend_wait_ms(last_sent_at: i64, now_ms: i64) -> i64 {
    (last_sent_at + RESEND_MS - now_ms).clamp(0, RESEND_MS)
}

codes! {
    /// What a code opens: one for another purpose opens nothing.
    CodeUse {
        /// Registering with the number.
        Register = "register",
        /// Signing in instead of a password.
        SignIn = "sign_in",
        /// A new password for the forgotten one.
        Recover = "recover",
        /// The number of an account.
        Account = "account",
        /// Identity after a hold, beside the password.
        Release = "release",
    }
}

/// A code as people type it, in whatever digits and with whatever spaces; `None` if it cannot be one.
pub fn read(typed: &str) -> Option<String> {
    let code = number(typed);
    (code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(read(" 012 345").as_deref(), Some("012345"));
        assert_eq!(read("０１２３４５").as_deref(), Some("012345"));
        assert_eq!(read("\u{200e}012–345\u{feff}").as_deref(), Some("012345"));
        for odd in ["", "12345", "1234567", "12345x", "一二三四五六"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn one_waits_until_the_oldest_counted_sending_is_old_enough() {
        let limit = TO_A_PHONE[0];
        assert_eq!(limit.wait_ms(None, 5), 0);
        assert_eq!(limit.wait_ms(Some(1000), 1000 + HOUR_MS - 1), 1);
        assert_eq!(limit.wait_ms(Some(1000), 1000 + HOUR_MS), 0);
        assert_eq!((resend_wait_ms(0, 59_000), resend_wait_ms(0, 60_000)), (1000, 0));
        // A clock set back makes nobody wait longer than the rule says.
        assert_eq!(resend_wait_ms(1_000_000, 0), RESEND_MS);
    }

    #[test]
    fn one_stranger_leaves_the_owner_as_many_codes_again() {
        let pairs = TO_A_PHONE.iter().zip(&TO_A_PHONE_IN_ALL);
        assert!(
            pairs
                .into_iter()
                .all(|(one, all)| all.sendings >= 2 * one.sendings && all.within_ms == one.within_ms)
        );
    }

    #[test]
    fn strangers_who_use_up_a_code_come_from_five_networks_and_guess_none() {
        const { assert!(TRIES_IN_ALL >= 5 * TRIES_MAX) };
        let guesses_a_day = TRIES_IN_ALL * TO_A_PHONE_IN_ALL[1].sendings;
        assert!(guesses_a_day as u64 * 1_000 < CODES, "less than one code in a thousand days");
    }

    #[test]
    fn a_classroom_of_sixty_behind_one_address_gets_its_codes_twice() {
        assert!(FROM_A_NETWORK.iter().all(|limit| limit.sendings >= 2 * 60));
    }
}
