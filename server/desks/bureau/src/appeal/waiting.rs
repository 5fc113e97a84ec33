//! Whose turn it is: the appeals that wait for a reader, and how far their rights carry over appeals.

use app::words::Words;
use domain::access::{Action, ScopeFilter};
use domain::appeal::Stage;
use domain::id::AppealId;
use domain::task::TaskKind;
use domain::time::DAY_MS;
use domain::working_day::Deadline;
use store::appeal::{Appeal, Steps};
use web::error::AppError;
use web::parts::Queue;
use web::{Site, Viewer};

/// The rights that open appeals: each for its own step.
pub const SAY: [Action; 3] = [Action::CommentAppeal, Action::ProposeAppeal, Action::ConfirmAppeal];

/// The right to see appeals at all.
pub fn require_appeal_role(viewer: &Viewer) -> Result<(), AppError> {
    if SAY.iter().any(|action| viewer.may(*action)) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// How far the viewer's rights carry over appeals.
pub fn scope_filter(viewer: &Viewer) -> ScopeFilter {
    SAY.iter().map(|action| viewer.scope_filter(*action)).fold(ScopeFilter::default(), |sum, one| {
        ScopeFilter {
            all: sum.all || one.all,
            organisation: sum.organisation.or(one.organisation),
            region: sum.region.or(one.region),
        }
    })
}

/// Which steps the viewer may take at all.
pub fn steps(viewer: &Viewer) -> Steps {
    Steps {
        comment: viewer.may(Action::CommentAppeal),
        propose: viewer.may(Action::ProposeAppeal),
        confirm: viewer.may(Action::ConfirmAppeal),
    }
}

/// By when the next step is to be taken: the reader's own, where they may take it, or the review that is next.
pub fn deadline(site: &Site, viewer: &Viewer, appeal: &Appeal) -> Option<Deadline> {
    let may = steps(viewer);
    let (reviews, review) = match appeal.stage() {
        Stage::First => (may.propose, TaskKind::AppealFirst),
        Stage::Second => (may.confirm, TaskKind::AppealSecond),
        Stage::Granted | Stage::Refused => return None,
    };
    if may.comment && !reviews && appeal.comments == 0 {
        site.deadline(TaskKind::AppealComment, appeal.made_at)
    } else {
        site.deadline(review, appeal.waits_since())
    }
}

/// The appeals that wait for the viewer, and where this one stands among them.
pub async fn queue(site: &Site, viewer: &Viewer, here: &AppealId) -> Result<Queue, AppError> {
    let ids = site.db.appeals_waiting_for(&scope_filter(viewer), &viewer.person, steps(viewer)).await?;
    Ok(Queue::new(ids.into_iter().map(|id| id.0).collect(), here.as_str()))
}

/// How long the learner has waited.
pub fn waited(w: Words, since_ms: i64, now_ms: i64) -> String {
    let days = (now_ms - since_ms).max(0) / DAY_MS;
    match (w, days) {
        (_, 0) => w.t("不到 1 天", "less than a day").to_owned(),
        (Words::Zh, days) => format!("{days} 天"),
        (Words::En, 1) => "1 day".to_owned(),
        (Words::En, days) => format!("{days} days"),
    }
}
