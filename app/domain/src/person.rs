//! Resident identity numbers (GB 11643) and how personal numbers are masked.

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

/// Sex as registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// The code of the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "f",
            Self::Male => "m",
        }
    }
}

/// Why a number is not a resident identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResidentIdRefusal {
    /// Not 17 digits and a digit or X.
    #[error("wrong length or characters")]
    Shape,
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

impl ResidentId {
    /// Reads a number as people type it: spaces are dropped, a small x is a large one.
    pub fn read(typed: &str) -> Result<Self, ResidentIdRefusal> {
        let number: String =
            typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let bytes = number.as_bytes();
        if bytes.len() != 18
            || !bytes[..17].iter().all(u8::is_ascii_digit)
            || !(bytes[17].is_ascii_digit() || bytes[17] == b'X')
        {
            return Err(ResidentIdRefusal::Shape);
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
}

/// An identity number as others may see it: `3705**********1234`.
pub fn masked_document(number: &str) -> String {
    masked(number, 4, 4)
}

/// A phone number as others may see it: `138****5678`.
pub fn masked_phone(number: &str) -> String {
    masked(number, 3, 4)
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
        assert_eq!(ResidentId::read("110105194902310021"), Err(ResidentIdRefusal::Birth));
        assert_eq!(ResidentId::read("110105194912310021"), Err(ResidentIdRefusal::CheckCharacter));
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
