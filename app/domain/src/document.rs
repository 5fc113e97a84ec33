//! The identity documents people register with: what a number of each kind looks like, and what it says of its holder.

use crate::codes::codes;
use crate::name::{NameRefusal, read_latin_name, read_name};
use crate::one_time_code::{COUNTED_MS, HOUR_MS, Limit};
use crate::person::{ResidentId, ResidentIdRefusal, Sex, is_province};
use crate::typed::{number, plain, visible};

codes! {
    /// A kind of document.
    #[derive(Default)]
    DocumentKind {
        /// 居民身份证 (GB 11643).
        #[default]
        Resident = "resident",
        /// 港澳居民来往内地通行证: H or M and eight digits.
        HongKongMacau = "hong_kong_macau",
        /// 台湾居民来往大陆通行证: eight digits.
        Taiwan = "taiwan",
        /// 港澳台居民居住证: as a resident identity number, with a region of its own.
        Residence = "residence",
        /// 外国人永久居留身份证: eighteen characters that begin with 9, or the older three letters and twelve digits.
        PermanentResident = "permanent_resident",
        /// A passport of any country: its number as ICAO 9303 has room for.
        Passport = "passport",
    }
}

/// Why something is not the number of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentRefusal {
    #[error("nothing was typed")]
    Empty,
    #[error(transparent)]
    Resident(#[from] ResidentIdRefusal),
    /// Not what a number of this kind looks like.
    #[error("not the number of a document of this kind")]
    Shape(DocumentKind),
}

/// Tries at another number for somebody's document: enough to mistype it, and nobody finds out by them who is known here.
pub const EXCHANGES: [Limit; 2] =
    [Limit { sendings: 5, within_ms: HOUR_MS }, Limit { sendings: 8, within_ms: COUNTED_MS }];

/// A document as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub kind: DocumentKind,
    /// One way of writing for one document, so that it is known again.
    pub number: String,
    /// Date of birth (`YYYY-MM-DD`) and sex, where the number says them.
    pub says: Option<(String, Sex)>,
}

impl DocumentKind {
    /// Whether the number says when its holder was born, and their sex. (That of an older card of a permanent resident has
    /// two digits of the year: it is asked for.)
    pub fn says_birth(self) -> bool {
        matches!(self, Self::Resident | Self::Residence)
    }

    /// Whether people from abroad hold it, whose names may stand in Latin letters.
    pub fn has_latin_names(self) -> bool {
        matches!(self, Self::Passport | Self::HongKongMacau | Self::PermanentResident)
    }

    /// What it is called in the books of the bureau.
    pub fn name_zh(self) -> &'static str {
        match self {
            Self::Resident => "居民身份证",
            Self::HongKongMacau => "港澳居民来往内地通行证",
            Self::Taiwan => "台湾居民来往大陆通行证",
            Self::Residence => "港澳台居民居住证",
            Self::PermanentResident => "外国人永久居留身份证",
            Self::Passport => "护照",
        }
    }

    /// A name as this document has it: Chinese characters, or on those of people from abroad Latin letters too.
    pub fn read_name(self, typed: &str) -> Result<String, NameRefusal> {
        let is_latin = visible(typed)
            .contains(|c: char| c.is_alphabetic() && c.is_ascii() || ('Ａ'..='ｚ').contains(&c));
        if self.has_latin_names() && is_latin { read_latin_name(typed) } else { read_name(typed) }
    }
}

impl Document {
    /// Reads a number as people type it. A residence permit is one whichever of the two eighteen-digit kinds was chosen:
    /// one document is one person.
    pub fn read(kind: DocumentKind, typed: &str) -> Result<Self, DocumentRefusal> {
        let number = number(typed);
        if number.is_empty() {
            return Err(DocumentRefusal::Empty);
        }
        let shape = DocumentRefusal::Shape(kind);
        match kind {
            // A card of a permanent resident begins with a digit that no resident's has: whichever kind was chosen.
            _ if number.starts_with('9')
                && number.chars().count() == 18
                && kind != DocumentKind::Passport =>
            {
                let id = ResidentId::read(&number)?;
                let kind = DocumentKind::PermanentResident;
                Ok(Self { kind, number: id.number, says: Some((id.birth, id.sex)) })
            }
            DocumentKind::PermanentResident => {
                if !is_older_card(&number) {
                    return Err(shape);
                }
                Ok(Self { kind, number, says: None })
            }
            DocumentKind::Resident | DocumentKind::Residence => {
                let id = ResidentId::read(&number)?;
                let of_permit =
                    ["810000", "820000", "830000"].iter().any(|region| id.number.starts_with(region));
                let kind = if of_permit { DocumentKind::Residence } else { kind };
                if kind == DocumentKind::Residence && !of_permit {
                    return Err(shape);
                }
                Ok(Self { kind, number: id.number, says: Some((id.birth, id.sex)) })
            }
            // Ten digits on older cards: the last two count the renewals and are no part of who it is.
            DocumentKind::HongKongMacau => {
                let digits = number.strip_prefix(['H', 'M']).filter(|digits| matches!(digits.len(), 8 | 10));
                let digits = digits.filter(|digits| all_digits(digits)).ok_or(shape)?;
                Ok(Self { kind, number: format!("{}{}", &number[..1], &digits[..8]), says: None })
            }
            DocumentKind::Taiwan => {
                if number.len() != 8 || !all_digits(&number) {
                    return Err(shape);
                }
                Ok(Self { kind, number, says: None })
            }
            DocumentKind::Passport => {
                let digits = number.bytes().filter(u8::is_ascii_digit).count();
                let whole = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
                // An eighteen-digit number under "passport" would be a second registration of the same card.
                if !whole || digits < 3 || !(5..=12).contains(&number.len()) {
                    return Err(shape);
                }
                Ok(Self { kind, number, says: None })
            }
        }
    }

    /// A passport's number is one of its country's. Nobody registers themselves with one number under two countries: that two
    /// people have the same number, each of another country, an official sees from the documents.
    #[must_use]
    pub fn issued_by(self, country: &str) -> Self {
        if self.kind == DocumentKind::Passport {
            Self { number: format!("{country}-{}", self.number), ..self }
        } else {
            self
        }
    }

    /// Whether it can be of somebody born on a day, of a sex: what the number says of its holder stays when it is renewed.
    pub fn fits(&self, birth: &str, sex: Sex) -> bool {
        let of_card = is_older_card(&self.number) && self.kind == DocumentKind::PermanentResident;
        match &self.says {
            Some((says_birth, says_sex)) => says_birth == birth && *says_sex == sex,
            // Two digits of the year, the month and the day.
            None if of_card => birth.replace('-', "").get(2..) == self.number.get(7..13),
            None => true,
        }
    }

    /// Whether it can belong to nobody.
    pub fn is_made_up(&self) -> bool {
        self.kind == DocumentKind::Resident && self.number.starts_with("00")
    }

    /// The number as others may see it: `3705**********1234`, and of a shorter one less.
    pub fn masked(&self) -> String {
        if self.says.is_some() {
            return crate::person::masked_document(&self.number);
        }
        // The country of a passport may be seen.
        let (country, number) = match self.number.split_once('-') {
            Some((country, number)) => (format!("{country}-"), number),
            None => (String::new(), self.number.as_str()),
        };
        let count = number.chars().count();
        let shown = |at: usize| at == 0 || at + 3 >= count;
        let masked = number.chars().enumerate().map(|(at, c)| if shown(at) { c } else { '*' });
        country.chars().chain(masked).collect()
    }
}

/// Whether this is the number of a permanent resident's card as it was until 2023: three letters of the country, four digits
/// of the place, six of the day of birth, two more. How the last one is computed was never published.
fn is_older_card(number: &str) -> bool {
    if number.len() != 15 || !number.is_ascii() {
        return false;
    }
    let (country, digits) = number.split_at(3);
    let day = |century: &str| format!("{century}{}-{}-{}", &digits[4..6], &digits[6..8], &digits[8..10]);
    country.bytes().all(|byte| byte.is_ascii_uppercase())
        && all_digits(digits)
        && is_province(&digits[..2])
        && ["19", "20"].iter().any(|century| crate::time::CHINA.day_start_ms(&day(century)).is_some())
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The code of the country that issued a passport, as on its page with the photograph: three letters, of Germany one.
/// `None` if that is no such code in form; whether there is such a country is not known here.
pub fn read_country(typed: &str) -> Option<String> {
    let code: String = plain(typed).to_ascii_uppercase().chars().filter(|c| *c != '<').collect();
    let letters = code.bytes().all(|byte| byte.is_ascii_uppercase());
    match code.as_str() {
        "D" => Some("DEU".to_owned()),
        _ if letters && code.len() == 3 => Some(code),
        _ => None,
    }
}

/// A day as people type it: `1980-05-01`, `1980.5.1`, `1980年5月1日`, `19800501`. `None` if there is no such day.
pub fn read_day(typed: &str) -> Option<String> {
    let typed = plain(typed);
    let parts: Vec<&str> =
        typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match parts[..] {
        [year, month, day] => (year, month, day),
        [whole] if whole.len() == 8 => (&whole[..4], &whole[4..6], &whole[6..]),
        _ => return None,
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let day = format!("{year}-{month:0>2}-{day:0>2}");
    crate::time::CHINA.day_start_ms(&day).map(|_| day)
}

/// Whole years on a day (`YYYY-MM-DD`) of somebody born on another; negative before birth.
pub fn age_on(birth: &str, day: &str) -> i32 {
    let year = |date: &str| date.get(..4).and_then(|year| year.parse::<i32>().ok()).unwrap_or(0);
    year(day) - year(birth) - i32::from(day.get(5..) < birth.get(5..))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::check_character;

    fn number(kind: DocumentKind, typed: &str) -> Option<String> {
        Document::read(kind, typed).ok().map(|document| document.number)
    }

    fn eighteen(seventeen: &str) -> String {
        format!("{seventeen}{}", check_character(seventeen.as_bytes()))
    }

    #[test]
    fn a_permit_of_hong_kong_or_macau_is_known_again_after_its_renewal() {
        let kind = DocumentKind::HongKongMacau;
        assert_eq!(number(kind, "h 1234 5678").as_deref(), Some("H12345678"));
        assert_eq!(number(kind, "Ｍ１２３４５６７８").as_deref(), Some("M12345678"));
        assert_eq!(number(kind, "H1234567801"), number(kind, "H12345678"));
        for odd in ["12345678", "H1234567", "H123456780", "X12345678", "HH2345678", "H12345678012"] {
            assert_eq!(Document::read(kind, odd), Err(DocumentRefusal::Shape(kind)), "{odd}");
        }
    }

    #[test]
    fn a_permit_of_taiwan_has_eight_digits() {
        assert_eq!(number(DocumentKind::Taiwan, " 0123 4567").as_deref(), Some("01234567"));
        for odd in ["0123456", "012345678", "A1234567"] {
            assert_eq!(number(DocumentKind::Taiwan, odd), None, "{odd}");
        }
    }

    #[test]
    fn a_residence_permit_has_its_own_region_and_the_check_character_of_every_card() {
        let permit = eighteen("81000019900307453");
        for kind in [DocumentKind::Residence, DocumentKind::Resident] {
            let document = Document::read(kind, &permit).unwrap();
            assert_eq!(document.kind, DocumentKind::Residence, "one document, whichever kind was chosen");
            assert_eq!(document.says, Some(("1990-03-07".to_owned(), Sex::Male)));
        }
        let kind = DocumentKind::Residence;
        assert_eq!(
            Document::read(kind, "11010519491231002X"),
            Err(DocumentRefusal::Shape(kind)),
            "a resident's own card is no permit"
        );
        let wrong = format!("{}{}", &permit[..17], if permit.ends_with('1') { '2' } else { '1' });
        assert_eq!(Document::read(kind, &wrong), Err(ResidentIdRefusal::CheckCharacter.into()));
        for region in ["820000", "830000"] {
            assert!(Document::read(kind, &eighteen(&format!("{region}19900307453"))).is_ok());
        }
    }

    #[test]
    fn both_cards_of_a_permanent_resident_are_read() {
        let kind = DocumentKind::PermanentResident;
        let card = eighteen("91184019850101001");
        for chosen in [kind, DocumentKind::Resident, DocumentKind::Residence] {
            let document = Document::read(chosen, &card).unwrap();
            assert_eq!(
                (document.kind, &document.number),
                (kind, &card),
                "one document, whichever kind was chosen"
            );
            assert_eq!(document.says, Some(("1985-01-01".to_owned(), Sex::Male)));
            assert_eq!(document.masked(), format!("9118**********{}", &card[14..]));
        }
        let other = if card.ends_with('1') { '2' } else { '1' };
        assert_eq!(
            Document::read(kind, &format!("{}{other}", &card[..17])),
            Err(ResidentIdRefusal::CheckCharacter.into())
        );
        assert_eq!(
            Document::read(kind, &eighteen("90184019850101001")),
            Err(ResidentIdRefusal::Region.into())
        );
        let older = Document::read(kind, "usa 1100–850101 12").unwrap();
        assert_eq!((older.number.as_str(), &older.says), ("USA110085010112", &None));
        assert_eq!(older.masked(), "U***********112");
        for odd in
            ["USA990085010112", "USA110085130112", "US1110085010112", "USA11008501011", "11010519491231002X"]
        {
            assert_eq!(Document::read(kind, odd), Err(DocumentRefusal::Shape(kind)), "{odd}");
        }
    }

    #[test]
    fn a_renewed_number_is_of_the_same_day_and_sex_where_it_says_them() {
        let kind = DocumentKind::PermanentResident;
        let fits = |typed: &str, birth, sex| Document::read(kind, typed).unwrap().fits(birth, sex);
        let card = eighteen("91184019850101001");
        assert!(fits(&card, "1985-01-01", Sex::Male));
        assert!(!fits(&card, "1985-01-02", Sex::Male) && !fits(&card, "1985-01-01", Sex::Female));
        assert!(fits("USA110085010112", "1985-01-01", Sex::Female), "it says the day alone");
        assert!(!fits("USA110085010112", "1985-02-01", Sex::Male));
        let passport = Document::read(DocumentKind::Passport, "E12345678").unwrap();
        assert!(passport.fits("1985-01-01", Sex::Male), "it says nothing");
    }

    #[test]
    fn a_passport_has_letters_and_digits() {
        assert_eq!(number(DocumentKind::Passport, "e 1234 5678").as_deref(), Some("E12345678"));
        assert_eq!(number(DocumentKind::Passport, "C01X00T47").as_deref(), Some("C01X00T47"));
        for odd in ["", "ABCDEFGH", "1234", "E1234567é", "11010519491231002X"] {
            assert_eq!(number(DocumentKind::Passport, odd), None, "{odd}");
        }
    }

    #[test]
    fn only_the_ends_of_a_number_are_shown() {
        let masked = |kind, typed| Document::read(kind, typed).unwrap().masked();
        assert_eq!(masked(DocumentKind::Resident, "11010519491231002X"), "1101**********002X");
        assert_eq!(masked(DocumentKind::HongKongMacau, "H12345678"), "H*****678");
        assert_eq!(masked(DocumentKind::Taiwan, "01234567"), "0****567");
        assert_eq!(masked(DocumentKind::Passport, "E1234"), "E*234");
    }

    #[test]
    fn a_name_is_written_as_on_its_document() {
        assert_eq!(DocumentKind::Passport.read_name("o'brien,  Mary-Ann").as_deref(), Ok("O'BRIEN MARY-ANN"));
        assert_eq!(DocumentKind::HongKongMacau.read_name("陳大文").as_deref(), Ok("陳大文"));
        assert_eq!(DocumentKind::Resident.read_name("Wang Fang"), Err(NameRefusal::Latin));
        assert_eq!(DocumentKind::Passport.read_name("Wang 方"), Err(NameRefusal::Mixed));
        assert_eq!(DocumentKind::Passport.read_name("王").as_deref(), Ok("王"));
    }

    #[test]
    fn a_day_is_read_in_whatever_way_it_is_written() {
        for typed in ["1980-05-01", "1980.5.1", "1980年5月1日", "19800501", " １９８０／５／１ "] {
            assert_eq!(read_day(typed).as_deref(), Some("1980-05-01"), "{typed}");
        }
        for odd in ["", "1980", "80-5-1", "1980-13-01", "1981-02-29", "5/1/1980"] {
            assert_eq!(read_day(odd), None, "{odd}");
        }
        assert_eq!(["2026-04-30", "2026-05-01"].map(|day| age_on("1980-05-01", day)), [45, 46]);
    }

    #[test]
    fn every_kind_has_its_own_code() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_code(kind.as_str()), Some(kind));
        }
    }
}
