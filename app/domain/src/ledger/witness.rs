//! What comes of asking a witness to cosign a checkpoint.

use serde::{Deserialize, Serialize};

/// Why a witness has not cosigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WitnessTrouble {
    /// It does not answer, or not as the protocol has it.
    Away,
    /// It does not watch this ledger, or not with its present key.
    Unknown,
    /// Its clock and ours differ.
    Clock,
    /// It has seen more entries than there are: the newest were cut off.
    Shorter,
    /// It has seen other entries: they were rewritten.
    Rewritten,
}

impl WitnessTrouble {
    /// Every trouble.
    pub const ALL: [Self; 5] = [Self::Away, Self::Unknown, Self::Clock, Self::Shorter, Self::Rewritten];

    /// The stable code of the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Unknown => "unknown",
            Self::Clock => "clock",
            Self::Shorter => "shorter",
            Self::Rewritten => "rewritten",
        }
    }

    /// The trouble a code stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.as_str() == code)
    }

    /// Whether it speaks against the books rather than of the line between.
    pub fn is_refusal(self) -> bool {
        matches!(self, Self::Shorter | Self::Rewritten)
    }
}
