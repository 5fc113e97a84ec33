//! Where a learner is paid (收款账户): an account of their own at a bank, its number checked where it can be.

use std::fmt;

use crate::codes::codes;
use crate::one_time_code::{COUNTED_MS, Limit};
use crate::typed;

/// The version of what is agreed to with an account. New words, new date.
pub const PAYEE_VERSION: &str = "2026-11-30";
/// The banks that people here have an account at most often, by their names in files.
pub const BANKS: [&str; 14] = [
    "中国工商银行",
    "中国农业银行",
    "中国银行",
    "中国建设银行",
    "交通银行",
    "中国邮政储蓄银行",
    "农村商业银行（农信社）",
    "招商银行",
    "中信银行",
    "中国光大银行",
    "兴业银行",
    "上海浦东发展银行",
    "恒丰银行",
    "东营银行",
];
/// The least and the most characters in the name of a bank that is not in the list.
pub const BANK_CHARS: std::ops::RangeInclusive<usize> = 2..=40;

/// How often somebody changes it: enough to mistype it, and nobody finds out by it which accounts are known here.
pub const CHANGES: [Limit; 2] =
    [Limit { sendings: 5, within_ms: 3_600_000 }, Limit { sendings: 8, within_ms: COUNTED_MS }];

/// The name of a bank that is not in the list: of characters that every bank's file has, so that nobody's stops the file of
/// everybody in it.
pub fn bank_name(typed: &str) -> Option<String> {
    let name = typed::visible(typed);
    let usual = |c: char| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fa5}').contains(&c);
    let fits = name.chars().all(|c| usual(c) || matches!(c, '（' | '）' | '(' | ')' | '·' | '-' | ' '));
    let begins = name.chars().next().is_some_and(usual);
    (fits && begins && BANK_CHARS.contains(&name.chars().count())).then_some(name)
}

const CARD_DIGITS: std::ops::RangeInclusive<usize> = 16..=19;
const PASSBOOK_DIGITS: std::ops::RangeInclusive<usize> = 9..=30;

codes! {
    /// What kind of account it is.
    PayeeKind {
        /// A card: its last digit checks the others.
        Card = "card",
        /// A passbook (存折), or whatever else is no card.
        Passbook = "passbook",
    }
}

/// Why a number cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    Empty,
    /// Something else than digits is in it.
    NotDigits,
    /// So many digits; no card or passbook has as many.
    Length(usize),
    /// The last digit does not fit the others: one of them is wrong, or two are exchanged.
    CheckDigit,
}

/// The number of an account. It is shown by nothing but [`AccountNumber::digits`].
#[derive(Clone, PartialEq, Eq)]
pub struct AccountNumber(String);

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountNumber(…{})", self.last_four())
    }
}

impl AccountNumber {
    /// Reads what was typed: spaces and dashes between the groups are no part of it.
    pub fn read(typed: &str, kind: PayeeKind) -> Result<Self, NumberFault> {
        let digits = typed::number(typed);
        if digits.is_empty() {
            return Err(NumberFault::Empty);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberFault::NotDigits);
        }
        let length = digits.len();
        let lengths = match kind {
            PayeeKind::Card => CARD_DIGITS,
            PayeeKind::Passbook => PASSBOOK_DIGITS,
        };
        if !lengths.contains(&length) {
            return Err(NumberFault::Length(length));
        }
        if kind == PayeeKind::Card && !luhn(&digits) {
            return Err(NumberFault::CheckDigit);
        }
        Ok(Self(digits))
    }

    /// All of it: for sealing, and for the file of a bank.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// What may be seen of it.
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }
}

/// Whether the last digit fits the others (ISO/IEC 7812).
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            match (at % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(typed: &str) -> Result<AccountNumber, NumberFault> {
        AccountNumber::read(typed, PayeeKind::Card)
    }

    #[test]
    fn a_card_is_read_with_its_groups_and_says_only_its_last_four_digits() {
        for typed in
            ["6222021001112223331", "6222 0210 0111 2223 331", "６２２２０２１００１１１２２２３３３１"]
        {
            let number = card(typed).unwrap();
            assert_eq!((number.digits(), number.last_four()), ("6222021001112223331", "3331"));
            assert!(!format!("{number:?}").contains("2021001"));
        }
    }

    #[test]
    fn every_wrong_digit_and_every_exchange_of_neighbours_but_0_and_9_is_noticed() {
        let right = "6222021001112223331".as_bytes().to_vec();
        for at in 0..right.len() {
            for digit in b'0'..=b'9' {
                let mut wrong = right.clone();
                wrong[at] = digit;
                let read = card(std::str::from_utf8(&wrong).unwrap());
                let expected = if digit == right[at] { Ok(()) } else { Err(NumberFault::CheckDigit) };
                assert_eq!(read.map(drop), expected, "digit {at}");
            }
            if at + 1 < right.len() && right[at] != right[at + 1] {
                let mut wrong = right.clone();
                wrong.swap(at, at + 1);
                assert!(card(std::str::from_utf8(&wrong).unwrap()).is_err(), "exchange at {at}");
            }
        }
    }

    #[test]
    fn what_is_no_card_is_said_so_and_a_passbook_is_taken_as_it_is() {
        assert_eq!(card(" "), Err(NumberFault::Empty));
        assert_eq!(card("622202100111222333X"), Err(NumberFault::NotDigits));
        assert_eq!(card("622202100111222"), Err(NumberFault::Length(15)));
        assert_eq!(card("62220210011122233311"), Err(NumberFault::Length(20)));
        let passbook = AccountNumber::read("9030 1060 1123 456", PayeeKind::Passbook).unwrap();
        assert_eq!(passbook.last_four(), "3456");
        assert_eq!(AccountNumber::read("12345678", PayeeKind::Passbook), Err(NumberFault::Length(8)));
    }

    #[test]
    fn a_bank_is_named_in_characters_that_every_file_has() {
        assert_eq!(bank_name(" 河口区农村信用社（孤岛）").as_deref(), Some("河口区农村信用社（孤岛）"));
        for wrong in ["", "中", "=1+1", "-银行", "𠮷田银行", "银行\t行", "银行,行", &"行".repeat(41)]
        {
            assert_eq!(bank_name(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn no_bank_stands_in_the_list_twice() {
        for (at, bank) in BANKS.iter().enumerate() {
            assert_eq!(bank_name(bank).as_deref(), Some(*bank));
            assert!(!BANKS[at + 1..].contains(bank));
        }
    }
}
