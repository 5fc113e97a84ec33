//! Who somebody is: mobile numbers, resident identity numbers (GB 11643), and how personal numbers are masked.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::typed::number;

/// What a resident identity number says of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentId {
    /// The number, 18 characters, check character in upper case.
    pub number: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth: String,
    /// Sex as registered.
    pub sex: Sex,
}

/// A number that pages show masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    /// That of the identity document.
    Document,
    /// That of the phone.
    Phone,
}

codes! {
    /// Sex as registered.
    Sex {
        /// Female.
        Female = "f",
        /// Male.
        Male = "m",
    }
}

/// Why a number is not a resident identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResidentIdRefusal {
    /// Not 17 digits and a digit or X.
    #[error("wrong length or characters")]
    Shape,
    /// The first two digits name no province.
    #[error("no such province")]
    Region,
    /// The date of birth does not exist.
    #[error("no such date of birth")]
    Birth,
    /// The check character does not fit: a typing error.
    #[error("wrong check character")]
    CheckCharacter,
}

/// The check character of the first seventeen digits (GB 11643, ISO 7064 MOD 11-2).
pub fn check_character(seventeen: &[u8]) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        seventeen.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
}

/// Provinces by the first two digits of GB/T 2260, and 83 for residence permits of people from Taiwan. Beside them 00,
/// which is assigned to no place: the numbers of made-up people begin with it.
const PROVINCES: [&str; 36] = [
    "00", "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81",
    "82", "83",
];

/// Whether a place begins with these two digits.
pub(crate) fn is_province(two: &str) -> bool {
    PROVINCES.contains(&two)
}

/// What people type for the X of the last place: the sign of multiplication, a Roman ten, letters of other alphabets.
const LIKE_X: [char; 9] = ['×', '✕', '✖', '╳', 'Ⅹ', 'ⅹ', 'Х', 'х', 'Χ'];

impl ResidentId {
    /// Reads a number as people type it: spaces are dropped, a small x is a large one, and so is what looks like one in the
    /// last place.
    pub fn read(typed: &str) -> Result<Self, ResidentIdRefusal> {
        let mut number = number(typed);
        if let Some(last) = number.chars().last().filter(|c| LIKE_X.contains(c)) {
            number.truncate(number.len() - last.len_utf8());
            number.push('X');
        }
        let bytes = number.as_bytes();
        if bytes.len() != 18
            || !bytes[..17].iter().all(u8::is_ascii_digit)
            || !(bytes[17].is_ascii_digit() || bytes[17] == b'X')
        {
            return Err(ResidentIdRefusal::Shape);
        }
        // The card of a permanent resident: 9, the province of the first one, the country's three digits.
        let province = if number.starts_with('9') { &number[1..3] } else { &number[..2] };
        if !is_province(province) {
            return Err(ResidentIdRefusal::Region);
        }
        let birth = format!("{}-{}-{}", &number[6..10], &number[10..12], &number[12..14]);
        if crate::time::CHINA.day_start_ms(&birth).is_none() {
            return Err(ResidentIdRefusal::Birth);
        }
        if check_character(&bytes[..17]) != char::from(bytes[17]) {
            return Err(ResidentIdRefusal::CheckCharacter);
        }
        let sex = if (bytes[16] - b'0') % 2 == 1 { Sex::Male } else { Sex::Female };
        Ok(Self { number, birth, sex })
    }

    /// Whether it can belong to nobody: the region code is assigned to no place.
    pub fn is_made_up(&self) -> bool {
        self.number.starts_with("00")
    }
}

/// Of the mainland.
const COUNTRY_CODE: &str = "86";
const PHONE_DIGITS: usize = 11;

/// A mobile number of the mainland, 11 digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(pub String);

/// Why something is not a mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneRefusal {
    #[error("nothing was typed")]
    Empty,
    #[error("not digits only")]
    Shape,
    /// So many digits instead of eleven.
    #[error("{0} digits")]
    Length(usize),
    /// No mobile number begins so.
    #[error("no such beginning")]
    Beginning,
}

impl Phone {
    /// Reads a number as people type it: spaces, hyphens and the country's own +86, 0086 or 86 are dropped.
    pub fn read(typed: &str) -> Result<Self, PhoneRefusal> {
        let typed = number(typed);
        let bare = typed.strip_prefix('+').or_else(|| typed.strip_prefix("00")).unwrap_or(&typed);
        // Eleven digits may begin with 86 only where the country's code was typed before them.
        let has_code = bare.len() != typed.len() || bare.len() == COUNTRY_CODE.len() + PHONE_DIGITS;
        let number = bare.strip_prefix(COUNTRY_CODE).filter(|_| has_code).unwrap_or(&typed);
        if number.is_empty() {
            return Err(PhoneRefusal::Empty);
        }
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneRefusal::Shape);
        }
        if number.len() != PHONE_DIGITS {
            return Err(PhoneRefusal::Length(number.len()));
        }
        let phone = Self(number.to_owned());
        let assigned = number.starts_with('1') && ('3'..='9').contains(&char::from(number.as_bytes()[1]));
        if assigned || phone.is_made_up() { Ok(phone) } else { Err(PhoneRefusal::Beginning) }
    }

    /// Whether it can belong to nobody: no mobile number begins with 100.
    pub fn is_made_up(&self) -> bool {
        self.0.starts_with("100")
    }
}

/// An identity number as others may see it: `3705**********1234`.
pub fn masked_document(number: &str) -> String {
    masked(number, 4, 4)
}

/// A phone number as others may see it: `138****5678`.
pub fn masked_phone(number: &str) -> String {
    masked(number, 3, 4)
}

/// A name of which only what the public may see is left: whatever it is made of is masked on the way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedName(String);

impl From<String> for MaskedName {
    fn from(name: String) -> Self {
        Self(masked_name(&name))
    }
}

impl MaskedName {
    /// The family name and stars.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name as the public may see it: the family name and stars.
pub fn masked_name(name: &str) -> String {
    let count = name.chars().count();
    let shown = if count >= 4 { 2 } else { 1 };
    name.chars().enumerate().map(|(index, c)| if index < shown { c } else { '*' }).collect()
}

fn masked(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    if count <= first + last {
        return "*".repeat(count);
    }
    text.chars()
        .enumerate()
        .map(|(index, c)| if index < first || index >= count - last { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_example_is_read() {
        // The example printed in the standard GB 11643 itself.
        let id = ResidentId::read("11010519491231002x").unwrap();
        assert_eq!((id.birth.as_str(), id.sex), ("1949-12-31", Sex::Female));
    }

    #[test]
    fn each_mistake_has_its_own_answer() {
        assert_eq!(ResidentId::read("1101051949123100"), Err(ResidentIdRefusal::Shape));
        assert_eq!(ResidentId::read("100105194912310021"), Err(ResidentIdRefusal::Region));
        assert_eq!(ResidentId::read("110105194902310021"), Err(ResidentIdRefusal::Birth));
        assert_eq!(ResidentId::read("110105194912310021"), Err(ResidentIdRefusal::CheckCharacter));
    }

    #[test]
    fn a_number_is_read_as_a_chinese_keyboard_types_it() {
        let id = ResidentId::read(" １１０１０５ 19491231 002ｘ ").unwrap();
        assert_eq!(id.number, "11010519491231002X");
        assert!(!id.is_made_up());
        let ages =
            ["2026-12-30", "2026-12-31", "1949-12-30"].map(|day| crate::document::age_on(&id.birth, day));
        assert_eq!(ages, [76, 77, -1]);
    }

    #[test]
    fn a_phone_number_has_eleven_digits_and_a_beginning_that_exists() {
        assert_eq!(Phone::read("+86 138-0546-2201"), Ok(Phone("13805462201".into())));
        assert_eq!(Phone::read("１３８０５４６２２０１"), Ok(Phone("13805462201".into())));
        assert_eq!(Phone::read("  "), Err(PhoneRefusal::Empty));
        assert_eq!(Phone::read("1380546220"), Err(PhoneRefusal::Length(10)));
        assert_eq!(Phone::read("1380546220l"), Err(PhoneRefusal::Shape));
        assert_eq!(Phone::read("05468331234"), Err(PhoneRefusal::Beginning));
        assert_eq!(Phone::read("12345678901"), Err(PhoneRefusal::Beginning));
        assert!(Phone::read("10000000007").unwrap().is_made_up());
    }

    #[test]
    fn what_looks_like_the_x_of_the_last_place_is_it() {
        for x in "xXｘＸ×✕ⅩⅹХхΧ".chars() {
            for typed in [format!("11010519491231002{x}"), format!("\u{202a}110105–1949 1231-002{x}\u{202c}")]
            {
                let read = ResidentId::read(&typed).map(|id| id.number);
                assert_eq!(read.as_deref(), Ok("11010519491231002X"), "{typed:?}");
            }
        }
        assert_eq!(ResidentId::read("×1010519491231002X"), Err(ResidentIdRefusal::Shape));
    }

    #[test]
    fn a_phone_number_is_read_with_the_country_s_code_and_without() {
        for typed in [
            "8613805462201",
            "008613805462201",
            "(+86)13805462201",
            "（+86） 138–0546—2201",
            "+86 138.0546.2201",
            "\u{200e}13805462201\u{2060}",
            "\u{feff}+86\u{202d}13805462201\u{202c}",
        ] {
            assert_eq!(Phone::read(typed), Ok(Phone("13805462201".into())), "{typed:?}");
        }
        assert_eq!(Phone::read("86138054622"), Err(PhoneRefusal::Beginning), "eleven digits, none of a code");
        assert_eq!(Phone::read("+86 1380546220"), Err(PhoneRefusal::Length(10)));
        assert_eq!(Phone::read("+1 2025550123"), Err(PhoneRefusal::Shape));
    }

    #[test]
    fn masks_keep_only_the_ends() {
        assert_eq!(masked_document("370502199001011234"), "3705**********1234");
        assert_eq!(masked_phone("13812345678"), "138****5678");
        assert_eq!(masked_name("欧阳建国"), "欧阳**");
        assert_eq!(masked_name("王芳"), "王*");
        assert_eq!(masked_document("12345"), "*****");
    }
}
