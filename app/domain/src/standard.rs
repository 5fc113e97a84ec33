//! Dated standards (补贴标准): what training of a trade, a level, a category of people or a programme pays, out of which fund.
//!
//! A standard leaves open what it does not name. Of those that apply the one that names most is taken. Two that name equally
//! much and could both apply to one training are never both recorded, so that nothing is ever settled silently.

use serde::{Deserialize, Serialize};

use crate::class_application::Programme;
use crate::course::Level;
use crate::id::{FundSourceId, StandardId};
use crate::subsidy::Fen;

/// The longest number of a document or code of a fund, in characters.
pub const SOURCE_CHARS_MAX: usize = 60;
/// No sum of a standard is larger, in fen: a million yuan.
pub const FEN_MAX: i64 = 100_000_000;

/// A dated standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    pub id: StandardId,
    /// The code of a trade; absent: any. The same for what follows.
    pub trade: Option<String>,
    pub level: Option<Level>,
    /// The code of a category of people.
    pub category: Option<String>,
    pub programme: Option<Programme>,
    /// The first day (`YYYY-MM-DD`).
    pub valid_from: String,
    /// The last day; absent until further notice.
    pub valid_to: Option<String>,
    pub pay: Pay,
    /// Share of it that a class not completed still pays, in percent.
    pub partial_percent: i64,
    pub living: Option<Living>,
    pub fund: FundSourceId,
    /// The number of the document that sets it.
    pub source: String,
}

/// How a standard pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pay {
    /// A fixed sum for each person.
    PerPerson { fen: Fen },
    /// For each credit hour, and the most for one class.
    PerCreditHour { fen: Fen, max: Fen },
}

/// The living allowance (生活费): for each day present, and the most for one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Living {
    pub day_fen: Fen,
    pub max: Fen,
}

/// What a class is, as far as a standard can name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// The code of the trade, as courses bear it.
    pub trade: String,
    pub level: Level,
    pub programme: Programme,
    /// Local days, both included.
    pub starts_on: String,
    pub ends_on: String,
}

/// Why a standard cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("it ends before it begins")]
    Days,
    #[error("a sum is below nothing or above a million yuan")]
    Sum,
    #[error("the share for a class not completed is no percentage")]
    Percent,
}

impl Standard {
    /// Whether it can be recorded, seen by itself.
    ///
    /// # Errors
    ///
    /// [`Flaw`] says why not.
    pub fn checked(&self) -> Result<(), Flaw> {
        let (sum, max) = match self.pay {
            Pay::PerPerson { fen } => (fen, fen),
            Pay::PerCreditHour { fen, max } => (fen, max),
        };
        let (day, days_max) = self.living.map_or((Fen(0), Fen(0)), |living| (living.day_fen, living.max));
        if self.valid_to.as_ref().is_some_and(|last| *last < self.valid_from) {
            Err(Flaw::Days)
        } else if [sum, max, day, days_max].iter().any(|sum| !(0..=FEN_MAX).contains(&sum.0)) {
            Err(Flaw::Sum)
        } else if !(0..=100).contains(&self.partial_percent) {
            Err(Flaw::Percent)
        } else {
            Ok(())
        }
    }

    /// Whether it is in force on a day.
    pub fn valid_on(&self, day: &str) -> bool {
        self.valid_from.as_str() <= day && self.valid_to.as_deref().is_none_or(|last| day <= last)
    }

    /// Whether it applies to somebody of a category in a training: as of the training's first day.
    pub fn applies(&self, training: &Training, category: Option<&str>) -> bool {
        self.valid_on(&training.starts_on)
            && self.trade.as_ref().is_none_or(|trade| *trade == training.trade)
            && self.level.is_none_or(|level| level == training.level)
            && self.programme.is_none_or(|programme| programme == training.programme)
            && self.category.as_deref().is_none_or(|named| Some(named) == category)
    }

    /// How much it names: of trade, level, category and programme.
    pub fn names(&self) -> usize {
        usize::from(self.trade.is_some())
            + usize::from(self.level.is_some())
            + usize::from(self.category.is_some())
            + usize::from(self.programme.is_some())
    }

    /// Whether there is a training to which both would apply, and neither names more: one of them cannot be recorded.
    pub fn ties_with(&self, other: &Self) -> bool {
        fn meet<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.zip(other).is_none_or(|(one, other)| one == other)
        }
        let begins_by = |last: &Option<String>, first: &str| last.as_deref().is_none_or(|last| first <= last);
        // One that was ended before its first day is never in force.
        let ever = |one: &Self| begins_by(&one.valid_to, &one.valid_from);
        self.names() == other.names()
            && ever(self)
            && ever(other)
            && meet(self.trade.as_ref(), other.trade.as_ref())
            && meet(self.level.as_ref(), other.level.as_ref())
            && meet(self.category.as_ref(), other.category.as_ref())
            && meet(self.programme.as_ref(), other.programme.as_ref())
            && begins_by(&self.valid_to, &other.valid_from)
            && begins_by(&other.valid_to, &self.valid_from)
    }

    /// Whether both say the same, whatever they are called: a file that is read twice records nothing new.
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { id: other.id.clone(), ..self.clone() } == *other
    }
}

/// Which standard applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// The one that names most.
    One(&'a Standard),
    /// Several name equally much, which recording refuses; in the order of their ids.
    Tie(Vec<&'a Standard>),
    /// None applies.
    General,
}

/// The standard for somebody of a category in a training.
pub fn choose<'a>(standards: &'a [Standard], training: &Training, category: Option<&str>) -> Choice<'a> {
    let mut apply: Vec<_> = standards.iter().filter(|one| one.applies(training, category)).collect();
    let most = apply.iter().map(|one| one.names()).max().unwrap_or(0);
    apply.retain(|one| one.names() == most);
    apply.sort_by(|a, b| a.id.cmp(&b.id));
    match apply[..] {
        [] => Choice::General,
        [one] => Choice::One(one),
        _ => Choice::Tie(apply),
    }
}
