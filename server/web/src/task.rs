//! What waits for whoever works here: where each thing is found, and how much stands behind each place of the navigation.

use app::words::Words;
use store::task::{Task, TaskKind, TaskSearch};

use crate::error::AppError;
use crate::parts::NavItem;
use crate::{Site, Viewer};

/// What a page shows of its reader's desk, beside their name: read with the page, in one statement each.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// What the organisation is called for which the reader acts, in both languages.
    organisation: (String, String),
    /// How much waits, by the place where it is found.
    waiting: Vec<(NavItem, i64)>,
}

impl Desk {
    /// The desk of whoever works here; of others an empty one.
    pub async fn of(site: &Site, viewer: &Viewer) -> Result<Self, AppError> {
        if !viewer.works_here() {
            return Ok(Self::default());
        }
        let organisation = match viewer.grants.iter().find_map(|grant| grant.organisation.as_ref()) {
            Some(organisation) => site.db.organisation_name(organisation).await?.unwrap_or_default(),
            None => Default::default(),
        };
        let mut waiting: Vec<(NavItem, i64)> = Vec::new();
        for task in tasks_of(site, viewer, false).await? {
            for place in [NavItem::Tasks].into_iter().chain(place_of(task.kind)) {
                match waiting.iter_mut().find(|(known, _)| *known == place) {
                    Some((_, count)) => *count += task.count,
                    None => waiting.push((place, task.count)),
                }
            }
        }
        Ok(Self { organisation, waiting })
    }

    /// What stands above the navigation.
    pub fn organisation(&self, w: Words) -> String {
        w.either(&self.organisation.0, &self.organisation.1)
    }

    /// How much waits, by place.
    pub fn waiting(&self) -> Vec<(NavItem, i64)> {
        self.waiting.clone()
    }
}

/// What waits for the viewer; with those who have stopped, where their reach has any.
pub async fn tasks_of(site: &Site, viewer: &Viewer, with_stopped: bool) -> Result<Vec<Task>, AppError> {
    let search = TaskSearch {
        account: &viewer.account,
        person: &viewer.person,
        grants: &viewer.grants,
        now_ms: site.now(),
        zone: site.zone(),
        holidays: &site.holidays,
        with_stopped,
    };
    Ok(site.db.tasks(&search).await?)
}

/// The page that shows exactly these things.
pub fn door(task: &Task) -> String {
    let id = &task.id;
    match task.kind {
        TaskKind::AppealComment | TaskKind::AppealFirst | TaskKind::AppealSecond => "/appeals".to_owned(),
        TaskKind::Paper => "/papers".to_owned(),
        TaskKind::ClassApplication => "/class-applications".to_owned(),
        TaskKind::ClassApplicationReturned => "/applications?at=returned".to_owned(),
        TaskKind::CourseReview => "/course-reviews".to_owned(),
        TaskKind::CourseReturned => "/own-courses?at=returned".to_owned(),
        TaskKind::ClaimToMake => "/own-claims".to_owned(),
        TaskKind::ClaimReturned => "/own-claims?at=returned".to_owned(),
        TaskKind::ClaimFirst | TaskKind::ClaimSecond => "/claims".to_owned(),
        TaskKind::ClaimToPublish => "/publications/new".to_owned(),
        TaskKind::Objection => "/objections".to_owned(),
        TaskKind::PaymentToMake | TaskKind::PaymentUnanswered => "/payments".to_owned(),
        TaskKind::ClassToClose => format!("/classes/{id}/closing"),
        TaskKind::Signal => "/signals".to_owned(),
        TaskKind::Post => "/people?show=waiting".to_owned(),
        TaskKind::Invitation => "/people#invitations".to_owned(),
        TaskKind::Job => "/jobs?show=trouble".to_owned(),
        TaskKind::Witness => "/verify#witnesses".to_owned(),
        TaskKind::ExportReady | TaskKind::ExportFailed => format!("/exports/{id}"),
        TaskKind::Held => format!("/classes/{id}?show=held"),
        TaskKind::Document => format!("/classes/{id}/documents"),
        TaskKind::Stopped => format!("/classes/{id}?show=stopped"),
    }
}

/// The place of the navigation behind which it stands; the page of witnesses is public and has none.
fn place_of(kind: TaskKind) -> Option<NavItem> {
    Some(match kind {
        TaskKind::AppealComment | TaskKind::AppealFirst | TaskKind::AppealSecond => NavItem::Appeals,
        TaskKind::Paper => NavItem::Papers,
        TaskKind::ClassApplication => NavItem::ClassApplications,
        TaskKind::ClassApplicationReturned => NavItem::Applications,
        TaskKind::CourseReview => NavItem::CourseReviews,
        TaskKind::CourseReturned => NavItem::OwnCourses,
        TaskKind::ClaimToMake | TaskKind::ClaimReturned => NavItem::OwnClaims,
        TaskKind::ClaimFirst | TaskKind::ClaimSecond => NavItem::Claims,
        TaskKind::ClaimToPublish => NavItem::Publications,
        TaskKind::Objection => NavItem::Objections,
        TaskKind::PaymentToMake | TaskKind::PaymentUnanswered => NavItem::Payments,
        TaskKind::Signal => NavItem::Signals,
        TaskKind::Post | TaskKind::Invitation => NavItem::People,
        TaskKind::Job => NavItem::Jobs,
        TaskKind::Witness => return None,
        TaskKind::ExportReady | TaskKind::ExportFailed => NavItem::Exports,
        TaskKind::ClassToClose | TaskKind::Held | TaskKind::Document | TaskKind::Stopped => NavItem::Classes,
    })
}
