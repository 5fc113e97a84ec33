//! Which passwords are too easy to guess. Decided here, offline: no password is ever sent anywhere to be looked up.

/// The fewest characters of a password: learners type on small phones.
pub const CHARS_MIN: usize = 8;
/// The fewest of an official's, on whom others depend.
pub const OFFICIAL_CHARS_MIN: usize = 12;
/// Longer ones are refused: they only cost time.
pub const CHARS_MAX: usize = 64;

/// What is known of its owner, none of which may be the password.
#[derive(Clone, Copy, Debug, Default)]
pub struct Owner<'a> {
    pub name: &'a str,
    pub login: &'a str,
    pub phone: &'a str,
    pub document: &'a str,
    /// Whether others depend on this account.
    pub official: bool,
}

impl Owner<'_> {
    /// The fewest characters of this owner's password.
    pub fn chars_min(&self) -> usize {
        if self.official { OFFICIAL_CHARS_MIN } else { CHARS_MIN }
    }
}

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    #[error("shorter than {0} characters")]
    Short(usize),
    #[error("too long")]
    Long,
    /// One or two characters over and over.
    #[error("the same characters again and again")]
    Repeated,
    /// Neighbours in the alphabet, among the digits or on the keyboard.
    #[error("a run of neighbours")]
    Run,
    /// Among the first that are tried.
    #[error("known to everybody who guesses")]
    Known,
    /// The owner's own number, birthday or name.
    #[error("the owner's own number or name")]
    Own,
}

/// Rows in which neighbours stand side by side.
const ROWS: [&str; 6] = [
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
];

/// What people choose first: whole passwords, or the word before a few digits.
const KNOWN: [&str; 78] = [
    "password",
    "passwort",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "admin",
    "administrator",
    "root",
    "user",
    "guest",
    "test",
    "demo",
    "login",
    "welcome",
    "letmein",
    "master",
    "monkey",
    "dragon",
    "shadow",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "batman",
    "iloveyou",
    "trustno",
    "abc",
    "aa",
    "qq",
    "wang",
    "zhang",
    "li",
    "liu",
    "chen",
    "woaini",
    "woaiwojia",
    "woaizhongguo",
    "zhongguo",
    "china",
    "beijing",
    "shandong",
    "dongying",
    "xueshi",
    "xuexi",
    "peixun",
    "mima",
    "wodemima",
    "caonima",
    "nihao",
    "laopo",
    "laogong",
    "baobao",
    "tiancai",
    "xiaoming",
    "qwe",
    "asd",
    "zxc",
    "qaz",
    "wsx",
    "qazwsx",
    "qweasd",
    "qweasdzxc",
    "asdzxc",
    "qwertyui",
    "aaa",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "q1w2e3r4",
    "zaq12wsx",
    "147258369",
    "159357",
    "789456123",
    "5201314",
    "1314520",
    "7758521",
    "woaini1314",
    "abcd",
];

/// Why this password is too easy for this owner; `None` if it will do.
pub fn refusal(password: &str, owner: Owner<'_>) -> Option<PasswordRefusal> {
    let count = password.chars().count();
    if count < owner.chars_min() {
        return Some(PasswordRefusal::Short(owner.chars_min()));
    }
    if count > CHARS_MAX {
        return Some(PasswordRefusal::Long);
    }
    let small = password.to_lowercase();
    let mut kinds: Vec<char> = small.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < 3 {
        return Some(PasswordRefusal::Repeated);
    }
    if is_own(&small, owner) {
        return Some(PasswordRefusal::Own);
    }
    let backwards: String = small.chars().rev().collect();
    if ROWS.iter().any(|row| row.contains(&small) || row.contains(&backwards)) {
        return Some(PasswordRefusal::Run);
    }
    is_known(&small).then_some(PasswordRefusal::Known)
}

/// Whether nothing is left of it once the owner's own numbers and names are taken out and a few characters allowed.
fn is_own(small: &str, owner: Owner<'_>) -> bool {
    const LEFT_OVER_MIN: usize = 4;
    let (name, login, document) =
        (owner.name.to_lowercase(), owner.login.to_lowercase(), owner.document.to_lowercase());
    let part = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    // The phone whole and its last eight and six digits; of the document the birthday, and the ends people remember.
    let end = |text: &str, count: usize| {
        text.len().checked_sub(count).and_then(|from| text.get(from..)).unwrap_or_default().to_owned()
    };
    let own = [
        document.clone(),
        end(&document, 8),
        end(&document, 6),
        part(&document, 6, 14),
        part(&document, 8, 14),
        owner.phone.to_owned(),
        end(owner.phone, 8),
        end(owner.phone, 6),
        login,
        name,
    ];
    own.iter().filter(|text| text.chars().count() >= 2).any(|text| {
        small.contains(text.as_str()) && small.chars().count() - text.chars().count() < LEFT_OVER_MIN
    })
}

/// Whether it is a known password, or a known word, a run or a repetition with digits or signs about it.
fn is_known(small: &str) -> bool {
    if KNOWN.contains(&small) {
        return true;
    }
    let word = small.trim_matches(|c: char| !c.is_alphabetic());
    let rest: String = small.chars().filter(char::is_ascii_digit).collect();
    // Four digits are a year or a birthday.
    let easy_digits = rest.len() <= 4 || is_easy(&rest);
    let easy_word = word.is_empty() || KNOWN.contains(&word) || is_easy(word);
    easy_word && easy_digits
}

/// A run, or one character over and over, or a known sequence of digits.
fn is_easy(text: &str) -> bool {
    let first = text.chars().next();
    let doubled = "12345678901234567890";
    text.chars().all(|c| Some(c) == first)
        || doubled.contains(text)
        || ROWS.iter().any(|row| row.contains(text))
        || KNOWN.contains(&text)
        || matches!(text, "123123" | "321321" | "112233" | "123321" | "520520" | "888666" | "666888")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANG: Owner<'static> = Owner {
        name: "王芳",
        login: "wang07",
        phone: "13805462201",
        document: "37050219740305002X",
        official: false,
    };

    fn of(password: &str) -> Option<PasswordRefusal> {
        refusal(password, WANG)
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for known in [
            "password",
            "Password1",
            "a123456789",
            "woaini1314",
            "woaini520",
            "qwer1234",
            "abc123456",
            "123456789a",
            "admin123",
            "P@ssw0rd",
            "xueshi2026",
            "1q2w3e4r",
            "147258369",
            "1314520a",
            "qq123456",
            "aaa123456",
        ] {
            assert_eq!(of(known), Some(PasswordRefusal::Known), "{known}");
        }
        for run in ["12345678", "87654321", "abcdefgh", "qwertyuiop", "poiuytrewq", "1qaz2wsx"] {
            assert_eq!(of(run), Some(PasswordRefusal::Run), "{run}");
        }
        for repeated in ["aaaaaaaa", "11112222", "一一一一一一一一"] {
            assert_eq!(of(repeated), Some(PasswordRefusal::Repeated), "{repeated}");
        }
    }

    #[test]
    fn what_stands_on_ones_card_is_no_secret() {
        for own in [
            "13805462201",
            "a13805462201",
            "05462201a",
            "19740305",
            "740305ab",
            "0305002x",
            "37050219740305002x",
            "wang0711",
        ] {
            assert_eq!(of(own), Some(PasswordRefusal::Own), "{own}");
        }
        assert_eq!(refusal("王芳王芳王芳王芳a1", WANG), None, "long enough in the end");
        assert_eq!(refusal("王芳12", WANG), Some(PasswordRefusal::Short(8)));
    }

    #[test]
    fn a_sentence_or_a_few_words_will_do() {
        for good in
            ["chuntian-zhongyu", "correct horse", "我家院子里有三只鸡", "7kmtoharbour", "xie-tang-93-mu"]
        {
            assert_eq!(of(good), None, "{good}");
        }
        assert_eq!(of("short7!"), Some(PasswordRefusal::Short(8)));
        assert_eq!(of(&"long ".repeat(20)), Some(PasswordRefusal::Long));
    }

    #[test]
    fn officials_need_longer_ones() {
        let official = Owner { official: true, ..WANG };
        assert_eq!(refusal("7kmtoharbo", official), Some(PasswordRefusal::Short(12)));
        assert_eq!(refusal("7kmtoharbour", official), None);
    }
}
