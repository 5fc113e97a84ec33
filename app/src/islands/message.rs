//! Everything the players can say. The sentences come from the server, in the reader's language;
//! here they only have names.

use serde::{Deserialize, Serialize};

use crate::format;
use crate::words::Words;

macro_rules! sayings {
    ($($name:ident),+ $(,)?) => {
        /// A sentence or label of the players.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum MessageKey {
            $(#[expect(missing_docs, reason = "the sentences in words/player.rs say it")] $name),+
        }

        impl MessageKey {
            /// All of them, in the order in which they travel.
            pub const ALL: &'static [MessageKey] = &[$(MessageKey::$name),+];
        }
    };
}

sayings! {
    // Buttons
    Start, GoOn, Play, Pause, Break, Back10, Captions, ContinueHere, SignIn, TryAgain, AnswerNow,
    // The line that says what is recorded
    Ready, Opening, On, SoFar, Paused, Stalled, Offline, CheckWaits, Finished,
    // Remarks
    NoJumpAhead, OnlyRealTime, CaughtUp, StudyAgain, PressAgain, ReadOn, OnBreak,
    // Why it stopped, and what to do
    Superseded, SupersededHelp, Ended, EndedHelp, SignedOut, SignedOutHelp, CannotStart, CannotStartHelp,
    OfflineTooLong, OfflineTooLongHelp, NoStorage, NoStorageHelp, DayCap, DayCapHelp, OutsideWindow,
    OutsideWindowHelp, Refused, RefusedHelp, Media, MediaHelp,
    // The end
    Hole, HoleWhere, HoleAnd, HoleHelp, HoleGo, Done, DoneVerified, DoneWaiting, NextLesson, BackToCourse,
    // Hours
    Hours, HoursNote,
    // The check
    CheckTitle, CheckIntro, CheckLoading, CheckLeft, CheckSend, CheckMore, CheckRead, CheckChoose, CheckNumber,
    CheckLater, Passed, PassedHelp, Wrong, WrongHelp, WrongNext, Late, LateHelp, LateBack, Hold, HoldHelp,
    HoldAgain, HoldStronger, IdentityHelp,
    Password, PasswordSend, PasswordWrong, Code, CodeSent, CodeWrong, Trouble, ByPasskey, PasskeyFailed,
    // The document
    PageOf, PageBefore, PageAfter, PageLeft, PageRead, Pages,
}

/// The sentences, as a page hands them to an island.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayerWords {
    /// The language they are in.
    pub language: Words,
    sentences: Vec<String>,
}

impl PlayerWords {
    /// Collects the sentences.
    pub fn collect(language: Words, sentence: impl Fn(MessageKey) -> &'static str) -> Self {
        Self { language, sentences: MessageKey::ALL.iter().map(|say| sentence(*say).to_owned()).collect() }
    }

    /// A sentence.
    pub fn say(&self, say: MessageKey) -> &str {
        self.sentences.get(say as usize).map_or("", String::as_str)
    }

    /// An owned sentence, for views.
    pub fn own(&self, say: MessageKey) -> String {
        self.say(say).to_owned()
    }

    /// A sentence about a length of time.
    pub fn with_time(&self, say: MessageKey, ms: i64) -> String {
        self.say(say).replace("{time}", &self.time(ms))
    }

    /// A length of time in words.
    pub fn time(&self, ms: i64) -> String {
        format::duration(self.language, ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_arrives_under_its_name() {
        let words = Words::Zh.for_player();
        assert!(MessageKey::ALL.iter().all(|say| !words.say(*say).is_empty()));
        assert_eq!(words.say(MessageKey::Start), "开始学习");
        assert_eq!(words.say(MessageKey::Pages), "课文");
        assert_eq!(words.with_time(MessageKey::SoFar, 84_500), " · 这一课已记 1 分 24 秒");
        assert_eq!(Words::En.for_player().with_time(MessageKey::DoneVerified, 9_999), "9 s verified.");
    }
}
