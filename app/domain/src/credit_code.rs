//! Unified social credit codes (GB 32100): eighteen characters, the last of which checks the others.

use crate::typed::plain;

/// How long a code is.
const CHARS: usize = 18;
/// The characters, each worth its place: no I, O, S, V or Z.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights are powers of this, modulo [`MODULUS`].
const BASE: usize = 3;
const MODULUS: usize = 31;

/// Why a text is no credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeRefusal {
    #[error("nothing was typed")]
    Empty,
    /// So many characters, not eighteen.
    #[error("{0} characters instead of 18")]
    Length(usize),
    /// One that no code has.
    #[error("{0:?} stands in no code")]
    Character(char),
    /// The last character is not the one that the others ask for: one was mistyped.
    #[error("the last character does not fit the others")]
    Check,
}

/// The code as it stands on the licence.
pub fn read_credit_code(typed: &str) -> Result<String, CreditCodeRefusal> {
    let code = plain(typed);
    if code.is_empty() {
        return Err(CreditCodeRefusal::Empty);
    }
    let mut places = Vec::with_capacity(CHARS);
    for c in code.chars() {
        places.push(ALPHABET.find(c).ok_or(CreditCodeRefusal::Character(c))?);
    }
    if places.len() != CHARS {
        return Err(CreditCodeRefusal::Length(places.len()));
    }
    let (mut sum, mut weight) = (0, 1);
    for place in places.iter().take(CHARS - 1) {
        sum += place * weight;
        weight = weight * BASE % MODULUS;
    }
    let check = (MODULUS - sum % MODULUS) % MODULUS;
    if places.last() == Some(&check) { Ok(code) } else { Err(CreditCodeRefusal::Check) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_character_checks_the_others() {
        for code in [
            "91350100M000100Y43",
            "9144030071526726XG",
            "91110000600037341L",
            "913100007109328220",
            "11000000000000001Y",
        ] {
            assert_eq!(read_credit_code(code).as_deref(), Ok(code));
            // Any one character mistyped, and any two neighbours exchanged, are found.
            let chars: Vec<char> = code.chars().collect();
            for place in 0..chars.len() {
                let mut wrong = chars.clone();
                wrong[place] = if wrong[place] == '7' { '8' } else { '7' };
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(read_credit_code(&wrong), Err(CreditCodeRefusal::Check), "{wrong}");
            }
            for place in 1..chars.len() {
                let mut wrong = chars.clone();
                wrong.swap(place - 1, place);
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(read_credit_code(&wrong).is_ok(), wrong == code, "{wrong}");
            }
        }
    }

    #[test]
    fn a_code_is_read_as_it_was_meant_and_each_refusal_is_its_own() {
        assert_eq!(read_credit_code(" 91350100 ｍ000100ｙ43\u{feff}").as_deref(), Ok("91350100M000100Y43"));
        assert_eq!(read_credit_code(""), Err(CreditCodeRefusal::Empty));
        assert_eq!(read_credit_code("91350100M000100Y4"), Err(CreditCodeRefusal::Length(17)));
        assert_eq!(read_credit_code("91350100M000100Y433"), Err(CreditCodeRefusal::Length(19)));
        assert_eq!(read_credit_code("9135O100M000100Y43"), Err(CreditCodeRefusal::Character('O')));
        assert_eq!(read_credit_code("91350100M000100Y-3"), Err(CreditCodeRefusal::Character('-')));
        assert_eq!(read_credit_code("91350100M000100Y34"), Err(CreditCodeRefusal::Check));
    }
}
