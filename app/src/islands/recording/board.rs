//! What the learner sees of the recording: the signals that views read.

use crate::islands::slot::Slot;
use domain::wire::CheckNotice;

/// How the recording stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Nothing was started yet.
    #[default]
    Ready,
    /// A session is being opened.
    Opening,
    /// Study runs and is counted.
    On,
    /// The learner paused.
    Paused,
    /// The media waits for data.
    Stalled,
    /// Study runs and is kept in the browser until the network is back.
    Offline,
    /// A check waits for its answer.
    Check,
    /// The lesson is complete and closed.
    Finished,
    /// Nothing is counted, so nothing runs.
    Stopped(Stop),
}

/// Why recording stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Another device, tab or lesson took over.
    Superseded,
    /// The session was ended.
    Ended,
    /// The sign-in ran out.
    SignedOut,
    /// The session could not be opened: no network.
    CannotStart,
    /// No network for longer than can be made up for.
    OfflineTooLong,
    /// No network, and the browser cannot keep what is played.
    NoStorage,
    /// The day's cap is reached.
    DayCap,
    /// Study does not count at this hour.
    OutsideWindow,
    /// Refused for another reason; the server's sentence says which.
    Refused,
    /// The media cannot be played.
    Media,
}

/// A passing remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A jump ahead was taken back.
    NoJumpAhead,
    /// Only normal speed counts.
    OnlyRealTime,
    /// The network is back and what was kept has been counted.
    CaughtUp,
    /// A check was not answered three times: so much has to be studied again.
    StudyAgain(i64),
    /// The browser wants one more press before it plays.
    PressAgain,
    /// The page's reading time has not run yet.
    ReadOn,
    /// The learner takes a break.
    OnBreak,
}

/// The signals.
#[derive(Clone, Copy, Debug)]
pub struct Board {
    /// How the recording stands.
    pub status: Slot<Status>,
    /// The last remark.
    pub remark: Slot<Option<Remark>>,
    /// The server's own sentence for [`Stop::Refused`].
    pub detail: Slot<String>,
    /// Waiting, counted on between answers.
    pub waiting_ms: Slot<i64>,
    /// Verified.
    pub verified_ms: Slot<i64>,
    /// Where the player stands.
    pub position_ms: Slot<i64>,
    /// Whether media runs.
    pub running: Slot<bool>,
    /// The check that is open.
    pub check: Slot<Option<CheckNotice>>,
    /// Whether identity must be confirmed first.
    pub held: Slot<bool>,
    /// What must be studied again before the lesson is complete.
    pub hole: Slot<Option<[i64; 2]>>,
    /// Whether the lesson is complete and closed.
    pub finished: Slot<bool>,
}

impl Board {
    /// A board that shows what the page was made with.
    pub fn new(waiting_ms: i64, verified_ms: i64, position_ms: i64) -> Self {
        Self {
            status: Slot::new(Status::Ready),
            remark: Slot::new(None),
            detail: Slot::new(String::new()),
            waiting_ms: Slot::new(waiting_ms),
            verified_ms: Slot::new(verified_ms),
            position_ms: Slot::new(position_ms),
            running: Slot::new(false),
            check: Slot::new(None),
            held: Slot::new(false),
            hole: Slot::new(None),
            finished: Slot::new(false),
        }
    }

    /// Whether the learner owes an answer before anything runs.
    pub fn owes_answer(&self) -> bool {
        self.check.with_untracked(Option::is_some) || self.held.get_untracked()
    }
}
