//! What the learner sees of the recording: the signals that views read.

use domain::wire::CheckNotice;

use crate::islands::erased_signal::ErasedSignal;

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
pub struct RecordingState {
    /// How the recording stands.
    pub status: ErasedSignal<Status>,
    /// The last remark.
    pub remark: ErasedSignal<Option<Remark>>,
    /// The server's own sentence for [`Stop::Refused`].
    pub detail: ErasedSignal<String>,
    /// Waiting, counted on between answers.
    pub waiting_ms: ErasedSignal<i64>,
    /// Verified.
    pub verified_ms: ErasedSignal<i64>,
    /// Where the player stands.
    pub position_ms: ErasedSignal<i64>,
    /// Whether media runs.
    pub running: ErasedSignal<bool>,
    /// The check that is open.
    pub check: ErasedSignal<Option<CheckNotice>>,
    /// Whether identity must be confirmed first.
    pub held: ErasedSignal<bool>,
    /// What must be studied again before the lesson is complete, in order.
    pub holes: ErasedSignal<Vec<[i64; 2]>>,
    /// Whether the lesson is complete and closed.
    pub finished: ErasedSignal<bool>,
}

impl RecordingState {
    /// A state that shows what the page was made with.
    pub fn new(waiting_ms: i64, verified_ms: i64, position_ms: i64) -> Self {
        Self {
            status: ErasedSignal::new(Status::Ready),
            remark: ErasedSignal::new(None),
            detail: ErasedSignal::new(String::new()),
            waiting_ms: ErasedSignal::new(waiting_ms),
            verified_ms: ErasedSignal::new(verified_ms),
            position_ms: ErasedSignal::new(position_ms),
            running: ErasedSignal::new(false),
            check: ErasedSignal::new(None),
            held: ErasedSignal::new(false),
            holes: ErasedSignal::new(Vec::new()),
            finished: ErasedSignal::new(false),
        }
    }

    /// Whether the learner owes an answer before anything runs.
    pub fn owes_answer(&self) -> bool {
        self.check.with_untracked(Option::is_some) || self.held.get_untracked()
    }
}
