//! The check that a person has to answer before more is verified.

use serde::{Deserialize, Serialize};

use crate::id::{CheckId, EnrolmentId, LessonId, QuestionId, SessionId};
use crate::study::LessonKey;
use crate::wire::CheckKind;

/// The open check of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCheck {
    /// The check.
    pub id: CheckId,
    /// Its kind.
    pub kind: CheckKind,
    /// The person-time up to which a pass verifies.
    pub due_ms: i64,
    /// Whether it confirms the tail of a closed lesson, outside the order of due points.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tail: bool,
    /// Which offer this is, from 1.
    pub offer: i64,
    /// Server time of issue.
    pub issued_at_ms: i64,
    /// Server time from which the player is sure to have heard of it.
    pub told_at_ms: Option<i64>,
    /// The policy version of the session in which it was issued.
    pub policy: String,
    /// That session.
    pub session: SessionId,
    /// The enrolment studied then.
    pub enrolment: EnrolmentId,
    /// The lesson studied then.
    pub lesson: LessonId,
    /// The lesson whose bank the question comes from.
    pub bank: LessonKey,
    /// What is asked, once shown.
    pub item: Option<CheckItem>,
    /// Not shown before this server time: wrong answers slow the next item.
    pub not_before_ms: i64,
    /// Server time at which the item first was on screen.
    pub shown_at_ms: Option<i64>,
    /// The deadline of the current offer, once shown.
    pub answer_by_ms: Option<i64>,
    /// Extensions used in the current offer.
    pub extensions: i64,
}

/// What a check asks, and the answer that passes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckItem {
    /// The bank item, for a question.
    pub question: Option<QuestionId>,
    /// What is asked.
    pub prompt: String,
    /// The choices in this learner's order.
    pub options: Option<Vec<String>>,
    /// The right answer: the index of the right choice, or the number. Never leaves the server.
    pub key: String,
    /// Why the right answer is right.
    pub explain: Option<String>,
    /// Whether it is a question that this person has not been asked of late: what is known by heart proves little.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fresh: bool,
}

impl CheckItem {
    /// What a check of identity asks: nothing that could be read or chosen.
    pub fn of_identity() -> Self {
        Self::of_no_bank(String::new(), String::new())
    }

    /// What is asked without a bank: a number to read and type.
    pub fn of_no_bank(prompt: String, key: String) -> Self {
        Self { question: None, prompt, options: None, key, explain: None, fresh: false }
    }

    /// How much there is to read.
    pub fn characters(&self) -> i64 {
        characters_of(&self.prompt, self.options.as_deref().unwrap_or_default())
    }
}

/// How much there is to read of a question and its choices.
pub fn characters_of(prompt: &str, options: &[String]) -> i64 {
    let texts = std::iter::once(prompt).chain(options.iter().map(String::as_str));
    let count = texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}
