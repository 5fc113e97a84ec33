//! A question of a lesson as people write it, in a form or a row of a workbook: read the same way from both.

use std::ops::RangeInclusive;

use super::{QUESTION_CHARS, QUESTION_OPTIONS, QuestionContent, read_clock};
use crate::codes::codes;
use crate::question::{Bank, QuestionError};
use crate::typed::visible;

codes! {
    /// A part of a question: a field of the form, a column of the workbook.
    QuestionField {
        /// After which moment of the lesson it may be asked.
        At = "at",
        Prompt = "prompt",
        /// The right answer.
        Right = "right",
        /// Wrong ones; the second and third may be left out.
        WrongFirst = "wrong_first",
        WrongSecond = "wrong_second",
        WrongThird = "wrong_third",
        Explanation = "explanation",
    }
}

impl QuestionField {
    /// The answers, the right one first.
    pub const ANSWERS: [Self; 4] = [Self::Right, Self::WrongFirst, Self::WrongSecond, Self::WrongThird];
    /// What no question lacks.
    pub const NEEDED: [Self; 5] = [Self::At, Self::Prompt, Self::Right, Self::WrongFirst, Self::Explanation];
}

/// A question as it was written: what is written of each part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenQuestion(Vec<(QuestionField, String)>);

/// What is wrong with a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionFault {
    /// No moment can be read.
    NoMoment,
    /// The lesson ends before; its last moment in milliseconds.
    AfterTheEnd(i64),
    /// Nothing is written, or too much.
    Length(RangeInclusive<usize>),
    /// It cannot be asked.
    Bank(QuestionError),
}

impl WrittenQuestion {
    /// What is written of a part; empty for nothing.
    pub fn get(&self, field: QuestionField) -> &str {
        self.0.iter().find(|(of, _)| *of == field).map_or("", |(_, text)| text.as_str())
    }

    /// Writes a part.
    pub fn set(&mut self, field: QuestionField, text: String) {
        self.0.retain(|(of, _)| *of != field);
        self.0.push((field, text));
    }

    /// A question as it is written to be changed.
    pub fn of(question: &QuestionContent) -> Self {
        let mut written = Self::default();
        written.set(QuestionField::At, super::typed_clock(question.at_ms));
        written.set(QuestionField::Prompt, question.prompt.clone());
        written.set(QuestionField::Explanation, question.explanation.clone());
        for (field, option) in QuestionField::ANSWERS.into_iter().zip(&question.options) {
            written.set(field, option.clone());
        }
        written
    }

    /// The question, of a lesson in which something may be asked up to this moment.
    ///
    /// # Errors
    /// Every part with what is wrong with it.
    pub fn read(&self, last_moment_ms: i64) -> Result<QuestionContent, Vec<(QuestionField, QuestionFault)>> {
        let mut faults = Vec::new();
        let at_ms = match read_clock(self.get(QuestionField::At)) {
            None => {
                faults.push((QuestionField::At, QuestionFault::NoMoment));
                0
            }
            Some(at_ms) if at_ms > last_moment_ms => {
                faults.push((QuestionField::At, QuestionFault::AfterTheEnd(last_moment_ms)));
                0
            }
            Some(at_ms) => at_ms,
        };
        let mut text = |field: QuestionField| {
            let text = visible(self.get(field));
            let left_out = text.is_empty() && !QuestionField::NEEDED.contains(&field);
            if !left_out && !QUESTION_CHARS.contains(&text.chars().count()) {
                faults.push((field, QuestionFault::Length(QUESTION_CHARS)));
            }
            text
        };
        let (prompt, explanation) = (text(QuestionField::Prompt), text(QuestionField::Explanation));
        let mut options: Vec<String> = QuestionField::ANSWERS.into_iter().map(&mut text).collect();
        options.retain(|option| !option.is_empty());
        if faults.is_empty() && QUESTION_OPTIONS.contains(&options.len()) {
            let bank = Bank { prompt: &prompt, options: &options, explanation: &explanation };
            if let Err(why) = bank.checked() {
                let field = match why {
                    QuestionError::SameChoices(_) => QuestionField::WrongFirst,
                    _ => QuestionField::Prompt,
                };
                faults.push((field, QuestionFault::Bank(why)));
            }
        }
        if faults.is_empty() {
            Ok(QuestionContent { at_ms, prompt, options, explanation })
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(parts: &[(QuestionField, &str)]) -> WrittenQuestion {
        let mut question = WrittenQuestion::default();
        for (field, text) in parts {
            question.set(*field, (*text).to_owned());
        }
        question
    }

    const WHOLE: [(QuestionField, &str); 5] = [
        (QuestionField::At, "1:30"),
        (QuestionField::Prompt, "蟹苗下塘前先做什么？"),
        (QuestionField::Right, "试水"),
        (QuestionField::WrongFirst, "马上投喂"),
        (QuestionField::Explanation, "水温差太大会死苗。"),
    ];

    #[test]
    fn a_question_comes_back_as_it_was_written() {
        let question = written(&WHOLE).read(100_000).unwrap();
        assert_eq!((question.at_ms, question.options.len()), (90_000, 2));
        assert_eq!(WrittenQuestion::of(&question).read(100_000), Ok(question));
    }

    #[test]
    fn each_fault_is_named_at_its_part() {
        let faults = |field, text: &str| {
            let mut question = written(&WHOLE);
            question.set(field, text.to_owned());
            question.read(100_000).unwrap_err()
        };
        let one = |field, fault| vec![(field, fault)];
        assert_eq!(faults(QuestionField::At, "一分半"), one(QuestionField::At, QuestionFault::NoMoment));
        let late = QuestionFault::AfterTheEnd(100_000);
        assert_eq!(faults(QuestionField::At, "2"), one(QuestionField::At, late));
        let length = || QuestionFault::Length(QUESTION_CHARS);
        for field in [
            QuestionField::Prompt,
            QuestionField::Right,
            QuestionField::WrongFirst,
            QuestionField::Explanation,
        ] {
            assert_eq!(faults(field, "  "), one(field, length()));
        }
        assert_eq!(
            faults(QuestionField::WrongThird, &"长".repeat(301)),
            one(QuestionField::WrongThird, length())
        );
        assert!(matches!(
            faults(QuestionField::WrongFirst, "试水")[..],
            [(QuestionField::WrongFirst, QuestionFault::Bank(QuestionError::SameChoices(_)))]
        ));
        assert!(matches!(
            faults(QuestionField::Prompt, "{n")[..],
            [(QuestionField::Prompt, QuestionFault::Bank(_))]
        ));
    }
}
