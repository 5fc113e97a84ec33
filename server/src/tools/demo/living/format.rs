//! `living.toml`, as its author writes it.

use anyhow::{Context, Result};
use serde::Deserialize;

const LIVING: &str = include_str!("../../../../demo/living.toml");

/// What makes the city alive.
#[derive(Debug, Deserialize)]
pub struct Living {
    pub more: Vec<More>,
    pub class: Vec<LivingClass>,
    pub story: Vec<Story>,
    pub appeal: Vec<AppealStory>,
    pub paper: Vec<PaperStory>,
    pub look: Vec<Look>,
    pub export: Vec<ExportStory>,
}

/// More learners for a class of the city's own.
#[derive(Debug, Deserialize)]
pub struct More {
    pub class: String,
    pub learners: usize,
}

/// A class whose days are counted from the day of loading.
#[derive(Debug, Deserialize)]
pub struct LivingClass {
    /// By what the rest of the file names it.
    pub key: String,
    pub code: String,
    pub course: String,
    pub organisation: String,
    pub title: String,
    pub region: String,
    pub teacher: String,
    pub starts: i64,
    pub days: i64,
    pub learners: usize,
    /// Whether it has a final test.
    #[serde(default)]
    pub exam: bool,
}

/// A learner of a class, by their place in it.
#[derive(Clone, Debug, Deserialize)]
pub struct Story {
    pub class: String,
    pub learner: usize,
    pub is: Kind,
    /// Who acts, where an official does.
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub reason: String,
}

/// What is told of a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Opens the lessons of the next learner at the same moments.
    Twin,
    OnStaffDevice,
    OnSharedDevice,
    AtNight,
    /// Answers every check after the same time.
    Steady,
    AvoidsChecks,
    /// Must confirm who they are.
    Held,
    /// Had to, and an official has confirmed it.
    HeldOnce,
}

/// An appeal as far as it has come.
#[derive(Clone, Debug, Deserialize)]
pub struct AppealStory {
    pub class: String,
    pub learner: usize,
    /// On which day time was refused.
    pub day: i64,
    pub cause: String,
    pub reason: String,
    #[serde(default)]
    pub comment: String,
    #[serde(default)]
    pub commented_by: String,
    pub proposal: Option<Proposal>,
    pub decision: Option<String>,
}

/// What the first reviewer proposes.
#[derive(Clone, Debug, Deserialize)]
pub struct Proposal {
    pub verdict: String,
    #[serde(default)]
    pub ground: String,
    pub reason: String,
}

/// A paper as far as it has come.
#[derive(Clone, Debug, Deserialize)]
pub struct PaperStory {
    pub class: String,
    pub learner: usize,
    pub category: String,
    pub file: String,
    pub day: i64,
    /// Why a reviewer has opened it.
    pub look: Option<String>,
    pub accepted: Option<String>,
    pub refused: Option<String>,
}

/// What came of the look at a signal.
#[derive(Clone, Debug, Deserialize)]
pub struct Look {
    pub kind: String,
    pub verdict: String,
    pub note: String,
}

/// An export that was asked for.
#[derive(Clone, Debug, Deserialize)]
pub struct ExportStory {
    pub by: String,
    pub day: i64,
    pub format: String,
    pub region: Option<String>,
    pub reason: String,
}

impl Living {
    pub fn built_in() -> Result<Self> {
        toml::from_str(LIVING).context("server/demo/living.toml")
    }
}
