//! How guessing is slowed down. A password: per login and network, so that somebody elsewhere keeps nobody out; per network,
//! with room for a classroom of sixty behind one address; per login and per password over all of them. Whether somebody is
//! registered, and sign-ins that are begun elsewhere: per network too.

use crate::budget::Allowance;

/// Failures in a row that cost no waiting.
pub const FREE_FAILURES: i64 = 5;
/// Registrations refused in a row, to one address, that cost no waiting.
pub const FREE_REGISTRATIONS: i64 = 100;
/// Sign-ins by passkey or provider that were begun and came to nothing, in a row, from one address, that cost no waiting:
/// three for each of the classroom.
pub const FREE_BEGINNINGS: i64 = 180;
/// So many objections to published lists from one network are taken before it has to wait: a class in one room may all have
/// something to say.
pub const FREE_OBJECTIONS: i64 = 20;
/// Wrong passwords for one login, over all networks and devices that are not known: a network alone, of which four an hour
/// are looked at in the end, never uses it up.
pub const OF_AN_ACCOUNT: Allowance = Allowance { at_once: 60, back_after_ms: 450_000 };
/// Wrong passwords from one network: three for each of the classroom, and then a hundred an hour.
pub const OF_A_NETWORK: Allowance = Allowance { at_once: 200, back_after_ms: 36_000 };
/// The same wrong password, whichever logins it is tried with, from devices that are not known.
pub const OF_A_PASSWORD: Allowance = Allowance { at_once: 30, back_after_ms: 120_000 };
/// Registrations from one network: a classroom of sixty and a few more, then thirty an hour.
pub const REGISTRATIONS_OF_A_NETWORK: Allowance = Allowance { at_once: 80, back_after_ms: 120_000 };
/// Registrations in one browser: a family and their neighbours on a borrowed phone, then two an hour.
pub const REGISTRATIONS_OF_A_DEVICE: Allowance = Allowance { at_once: 8, back_after_ms: 1_800_000 };
/// The first waiting time; each further failure doubles it.
const FIRST_WAIT_MS: i64 = 30_000;
/// The longest waiting time.
const WAIT_MS_MAX: i64 = 15 * 60_000;
/// After so long without a failure the count begins anew.
pub const FORGET_MS: i64 = 12 * 3_600_000;

/// How long one must still wait before the next try, `free` failures costing nothing; 0 if one may try now.
pub fn wait_ms(free: i64, failures: i64, last_at: i64, now_ms: i64) -> i64 {
    let beyond = failures - free;
    if beyond < 0 || now_ms - last_at >= FORGET_MS {
        return 0;
    }
    let wait = (FIRST_WAIT_MS << beyond.min(10)).min(WAIT_MS_MAX);
    (last_at + wait - now_ms).clamp(0, wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_mistakes_are_free_then_waiting_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..=12).map(|failures| wait_ms(5, failures, 1000, 1000) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn one_network_alone_keeps_nobody_out_and_a_classroom_may_mistype() {
        let an_hour_ms = 3_600_000;
        // After its free failures, a network that never rests has a try each quarter of an hour.
        assert!(an_hour_ms / WAIT_MS_MAX < an_hour_ms / OF_AN_ACCOUNT.back_after_ms);
        let (account, network) = (OF_AN_ACCOUNT.at_once, OF_A_NETWORK.at_once);
        assert!(account > 10 * FREE_FAILURES && network >= 3 * 60);
    }

    #[test]
    fn waiting_passes_with_time_and_is_forgotten_in_the_end() {
        assert_eq!(wait_ms(5, 5, 0, 29_000), 1000);
        assert_eq!(wait_ms(5, 5, 0, 30_000), 0);
        assert_eq!(wait_ms(5, 50, 0, FORGET_MS), 0);
        // A clock set back makes nobody wait longer than the rule says.
        assert_eq!(wait_ms(5, 5, 1_000_000, 0), 30_000);
    }
}
