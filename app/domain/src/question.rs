//! Questions with numbers of their own: each learner is asked about other ones, so that answers handed on are of no use.
//!
//! The text of such a question says what may be drawn, `{n:600..800/50}` (from, to and the step), and what is worked out of
//! it, `{n*m}`: whole numbers, `+ - * /`, brackets, and a division that leaves nothing over. A text without braces is as it is.

use std::collections::BTreeMap;

/// The most draws of one question: each was tried before it was published.
const DRAWS_MAX: usize = 5_000;
/// With fewer, what is asked is soon known all the same.
const DRAWS_MIN: usize = 10;
/// Numbers that a learner can be asked about.
const NUMBER_MAX: i64 = 1_000_000_000;

/// A question as it stands in a bank.
#[derive(Clone, Copy, Debug)]
pub struct Bank<'a> {
    /// What is asked; it alone says what may be drawn.
    pub prompt: &'a str,
    /// The choices, the right one first.
    pub options: &'a [String],
    /// Why that is right.
    pub explanation: &'a str,
}

/// A question as one learner is asked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub prompt: String,
    pub options: Vec<String>,
    pub explanation: String,
}

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    #[error("a brace is open, or nothing stands in it")]
    Brace,
    #[error("`{0}` cannot be worked out")]
    Formula(String),
    #[error("`{0}` does not say what may be drawn, such as n:600..800/50")]
    Range(String),
    #[error("numbers are drawn in the prompt alone, each once")]
    Place,
    #[error("{DRAWS_MIN} to {DRAWS_MAX} draws are needed")]
    Draws,
    #[error("two choices are the same where {0}")]
    SameChoices(String),
}

/// A letter and what is drawn for it.
type Values = BTreeMap<char, i64>;

/// What may be drawn for a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    letter: char,
    from: i64,
    step: i64,
    count: usize,
}

impl Bank<'_> {
    /// Draws its numbers; `below` gives an even draw below a count.
    ///
    /// # Errors
    /// Says what is wrong with a question that was not [`checked`](Self::checked).
    pub fn drawn(&self, mut below: impl FnMut(usize) -> usize) -> Result<Asked, QuestionError> {
        let value = |range: Range| (range.letter, range.from + range.step * below(range.count) as i64);
        let values: Values = ranges(self.prompt)?.into_iter().map(value).collect();
        self.with(&values)
    }

    /// Whether it can be asked whatever is drawn: everything can be worked out, and no two choices are the same.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn checked(&self) -> Result<(), QuestionError> {
        let ranges = ranges(self.prompt)?;
        let mut draws: Vec<Values> = vec![Values::new()];
        for range in &ranges {
            if range.count.saturating_mul(draws.len()) > DRAWS_MAX {
                return Err(QuestionError::Draws);
            }
            let with = |values: &Values, n: usize| {
                let mut values = values.clone();
                values.insert(range.letter, range.from + range.step * n as i64);
                values
            };
            draws = draws.iter().flat_map(|values| (0..range.count).map(|n| with(values, n))).collect();
        }
        if !ranges.is_empty() && draws.len() < DRAWS_MIN {
            return Err(QuestionError::Draws);
        }
        for values in &draws {
            let mut options = self.with(values)?.options;
            let count = options.len();
            options.sort_unstable();
            options.dedup();
            if options.len() < count {
                let said: Vec<String> =
                    values.iter().map(|(letter, value)| format!("{letter} is {value}")).collect();
                return Err(QuestionError::SameChoices(said.join(", ")));
            }
        }
        Ok(())
    }

    fn with(&self, values: &Values) -> Result<Asked, QuestionError> {
        Ok(Asked {
            prompt: worded(self.prompt, values, true)?,
            options: self
                .options
                .iter()
                .map(|option| worded(option, values, false))
                .collect::<Result<_, _>>()?,
            explanation: worded(self.explanation, values, false)?,
        })
    }
}

/// The prompt of a question for who reads about it: with the letters in place of the numbers.
pub fn with_letters(prompt: &str) -> String {
    let Ok(parts) = parts(prompt) else { return prompt.to_owned() };
    let said = parts.into_iter().map(|part| match part {
        Part::Text(text) => text,
        Part::Braced(inner) => inner.split_once(':').map_or(inner, |(letter, _)| letter.trim()),
    });
    said.collect()
}

/// A stretch of a text.
enum Part<'a> {
    Text(&'a str),
    Braced(&'a str),
}

fn parts(text: &str) -> Result<Vec<Part<'_>>, QuestionError> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        let (inner, after) = after.split_once('}').ok_or(QuestionError::Brace)?;
        if before.contains('}') || inner.trim().is_empty() {
            return Err(QuestionError::Brace);
        }
        parts.extend([Part::Text(before), Part::Braced(inner.trim())]);
        rest = after;
    }
    if rest.contains('}') {
        return Err(QuestionError::Brace);
    }
    parts.push(Part::Text(rest));
    Ok(parts)
}

/// What may be drawn, in the order of the prompt.
fn ranges(prompt: &str) -> Result<Vec<Range>, QuestionError> {
    let mut ranges: Vec<Range> = Vec::new();
    for part in parts(prompt)? {
        let Part::Braced(inner) = part else { continue };
        let Some((letter, range)) = inner.split_once(':') else { continue };
        let range = range_of(letter, range).ok_or_else(|| QuestionError::Range(inner.to_owned()))?;
        if ranges.iter().any(|known| known.letter == range.letter) {
            return Err(QuestionError::Place);
        }
        ranges.push(range);
    }
    Ok(ranges)
}

fn range_of(letter: &str, range: &str) -> Option<Range> {
    let mut letters = letter.trim().chars();
    let letter = letters.next().filter(|letter| letter.is_ascii_lowercase() && letters.next().is_none())?;
    let (from, rest) = range.split_once("..")?;
    let (to, step) = rest.split_once('/').unwrap_or((rest, "1"));
    let number =
        |text: &str| text.trim().parse::<i64>().ok().filter(|number| (0..=NUMBER_MAX).contains(number));
    let (from, to, step) = (number(from)?, number(to)?, number(step)?);
    let count = usize::try_from((to - from).checked_div(step)? + 1).ok()?;
    (from <= to).then_some(Range { letter, from, step, count })
}

fn worded(text: &str, values: &Values, is_prompt: bool) -> Result<String, QuestionError> {
    let mut said = String::new();
    for part in parts(text)? {
        match part {
            Part::Text(text) => said.push_str(text),
            Part::Braced(inner) => {
                let formula = match inner.split_once(':') {
                    Some(_) if !is_prompt => return Err(QuestionError::Place),
                    Some((letter, _)) => letter,
                    None => inner,
                };
                let number = worked_out(formula, values);
                let number = number.filter(|number| (0..=NUMBER_MAX).contains(number));
                let number = number.ok_or_else(|| QuestionError::Formula(inner.to_owned()))?;
                said.push_str(&number.to_string());
            }
        }
    }
    Ok(said)
}

/// The number that a formula gives; nothing where it is none.
fn worked_out(formula: &str, values: &Values) -> Option<i64> {
    let signs: Vec<char> = formula.chars().filter(|c| !c.is_whitespace()).collect();
    let mut reader = Reader { signs: &signs, values };
    let number = reader.sum(0)?;
    reader.signs.is_empty().then_some(number)
}

/// So many brackets may stand in each other.
const DEEP_MAX: usize = 8;

/// Reads a formula from the left.
struct Reader<'a> {
    signs: &'a [char],
    values: &'a Values,
}

impl Reader<'_> {
    fn next_of(&mut self, wanted: &[char]) -> Option<char> {
        let (first, rest) = self.signs.split_first()?;
        wanted.contains(first).then(|| {
            self.signs = rest;
            *first
        })
    }

    fn sum(&mut self, deep: usize) -> Option<i64> {
        let mut sum = self.product(deep)?;
        while let Some(sign) = self.next_of(&['+', '-']) {
            let next = self.product(deep)?;
            sum = if sign == '+' { sum.checked_add(next)? } else { sum.checked_sub(next)? };
        }
        Some(sum)
    }

    fn product(&mut self, deep: usize) -> Option<i64> {
        let mut product = self.factor(deep)?;
        while let Some(sign) = self.next_of(&['*', '/']) {
            let next = self.factor(deep)?;
            product = match sign {
                '*' => product.checked_mul(next)?,
                // Nothing may be left over.
                _ if product.checked_rem(next)? == 0 => product.checked_div(next)?,
                _ => return None,
            };
        }
        Some(product)
    }

    fn factor(&mut self, deep: usize) -> Option<i64> {
        if self.next_of(&['(']).is_some() {
            let sum = if deep < DEEP_MAX { self.sum(deep + 1)? } else { return None };
            return self.next_of(&[')']).map(|_| sum);
        }
        let (first, rest) = self.signs.split_first()?;
        if let Some(value) = self.values.get(first) {
            self.signs = rest;
            return Some(*value);
        }
        let digits = self.signs.iter().take_while(|sign| sign.is_ascii_digit()).count();
        let (number, rest) = self.signs.split_at(digits);
        self.signs = rest;
        number.iter().collect::<String>().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROMPT: &str = "每亩放 {n:600..800/50} 只，{m:3..9} 亩要多少只？";

    fn options(all: [&str; 4]) -> Vec<String> {
        all.map(str::to_owned).to_vec()
    }

    fn checked(prompt: &str, all: [&str; 4]) -> Result<(), QuestionError> {
        Bank { prompt, options: &options(all), explanation: "{n}×{m}" }.checked()
    }

    #[test]
    fn a_question_without_braces_is_as_it_is() {
        let options = options(["有三种", "100%", "a > b", "都不对"]);
        let bank = Bank { prompt: "几种？", options: &options, explanation: "课里讲过。" };
        assert_eq!(bank.checked(), Ok(()));
        let asked = bank.drawn(|_| panic!("nothing is drawn")).unwrap();
        assert_eq!((asked.prompt.as_str(), asked.options), ("几种？", options));
    }

    #[test]
    fn formulas_are_worked_out_as_at_school() {
        let values = Values::from([('n', 12), ('m', 5)]);
        let cases = [
            ("n*m", Some(60)),
            ("n + m*2", Some(22)),
            ("(n+m)*2", Some(34)),
            ("n-m-1", Some(6)),
            ("n*m/10", Some(6)),
            ("n/m", None),
            ("n/(m-5)", None),
            ("x", None),
            ("n m", None),
            ("n*", None),
            ("", None),
            ("((((((((((1))))))))))", None),
            ("9999999999999999999", None),
            ("999999999*999999999*999999999", None),
            ("2n", None),
        ];
        for (formula, expected) in cases {
            assert_eq!(worked_out(formula, &values), expected, "{formula}");
        }
    }

    #[test]
    fn what_could_not_be_asked_is_not_published() {
        let good = ["{n*m} 只", "{n*m/2} 只", "{n*m+n} 只", "{n*m-n} 只"];
        assert_eq!(checked(PROMPT, good), Ok(()));
        assert_eq!(with_letters(PROMPT), "每亩放 n 只，m 亩要多少只？");
        let flaw = |prompt: &str, right: &str| checked(prompt, [right, "甲", "乙", "丙"]).unwrap_err();
        assert!(matches!(
            checked(PROMPT, ["{n*m}", "{n*3}", "甲", "乙"]),
            Err(QuestionError::SameChoices(_))
        ));
        assert_eq!(flaw(PROMPT, "{n*m"), QuestionError::Brace);
        assert_eq!(flaw(PROMPT, "{}"), QuestionError::Brace);
        assert_eq!(flaw(PROMPT, "n}"), QuestionError::Brace);
        assert_eq!(flaw(PROMPT, "{n*k}"), QuestionError::Formula("n*k".into()));
        assert_eq!(
            flaw(PROMPT, "{m-n}"),
            QuestionError::Formula("m-n".into()),
            "nobody is asked about less than nothing"
        );
        assert_eq!(flaw(PROMPT, "{k:1..9}"), QuestionError::Place);
        assert_eq!(flaw("{n:1..9} {n:1..9}", "{n}"), QuestionError::Place);
        assert_eq!(flaw("{n:1..3} {m:1..3}", "{n}"), QuestionError::Draws, "soon known");
        assert_eq!(flaw("{n:1..99} {m:1..99}", "{n}"), QuestionError::Draws);
        for range in ["n:9..1", "n:1..9/0", "N:1..9", "nn:1..9", "n:1-9", "n:-1..9", "n:1..99999999999"] {
            assert_eq!(flaw(&format!("{{{range}}}"), "甲"), QuestionError::Range(range.into()));
        }
    }

    proptest! {
        /// Whatever is drawn, the right choice is right and told apart, and lies within what may be drawn.
        #[test]
        fn every_draw_can_be_asked(seed in any::<u64>()) {
            let options = options(["{n*m} 只", "{n*m/2} 只", "{n*m+n} 只", "{n*m-n} 只"]);
            let bank = Bank { prompt: PROMPT, options: &options, explanation: "{n}×{m}={n*m}" };
            let mut left = seed;
            let asked = bank.drawn(|count| {
                let place = (left % count as u64) as usize;
                left /= count as u64;
                place
            }).unwrap();
            let numbers: Vec<i64> = asked.prompt.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
            let [n, m] = numbers[..] else { panic!("{asked:?}") };
            prop_assert!((600..=800).contains(&n) && n % 50 == 0 && (3..=9).contains(&m));
            prop_assert_eq!(&asked.options[0], &format!("{} 只", n * m));
            prop_assert!(asked.options[1..].iter().all(|other| *other != asked.options[0]));
            prop_assert_eq!(asked.explanation, format!("{n}×{m}={}", n * m));
        }

        /// No text makes it stumble.
        #[test]
        fn any_text_is_asked_or_refused(prompt in "[a-z{}:./0-9 *()+-]{0,24}", option in "[nm{}*/+0-9()-]{0,16}") {
            let options = vec![option, "甲".to_owned()];
            let bank = Bank { prompt: &prompt, options: &options, explanation: "" };
            if bank.checked().is_ok() {
                prop_assert!(bank.drawn(|count| count - 1).is_ok());
            }
        }
    }
}
