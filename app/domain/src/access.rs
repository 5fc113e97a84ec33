//! Who may do what: one table of role × action, each cell with its scope.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::id::{OrganisationId, RegionId};

codes! {
    /// What a person is, by a grant.
    Role {
        /// Studies.
        Learner = "learner",
        /// Teaches and looks after classes of an institution.
        Teacher = "teacher",
        /// Runs an institution.
        InstitutionAdmin = "institution_admin",
        /// Runs an enterprise's own classes.
        Enterprise = "enterprise",
        /// Supervises classes for a college.
        CollegeSupervisor = "college_supervisor",
        /// Reviews for a county bureau.
        CountyReviewer = "county_reviewer",
        /// First review in the city bureau.
        CityFirstReviewer = "city_first_reviewer",
        /// Second review in the city bureau.
        CitySecondReviewer = "city_second_reviewer",
        /// Pays from the special account.
        FinanceOfficer = "finance_officer",
        /// Watches risk points.
        InternalController = "internal_controller",
        /// Verifies everything, read-only.
        ExternalAuditor = "external_auditor",
        /// Sponsors programmes for its own people.
        PartnerDepartment = "partner_department",
        /// Runs the system; can create neither seconds nor money.
        SystemAdministrator = "system_administrator",
    }
}

/// What can be done so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Enrol oneself and study.
    Study,
    /// See the learners of a class and their progress, live.
    WatchClass,
    /// Invite learners to a class by its roster, and withdraw such an invitation.
    ManageRoster,
    /// Confirm a learner's identity after a hold.
    ConfirmIdentity,
    /// Look at the papers by which people prove their category, and decide on them.
    ReviewPapers,
    /// See classes with verified hours and subsidy records.
    SeeHours,
    /// Take back a certificate that was issued.
    RevokeCertificate,
    /// Export the real-name ledger with masked numbers.
    ExportMasked,
    /// Export the real-name ledger with full numbers.
    ExportFull,
    /// Read the audit log.
    ReadAudit,
    /// See signals: patterns for a human look.
    SeeSignals,
    /// Keep what came of a look at a signal.
    JudgeSignal,
    /// Take an official's second factor away, so that they set it up anew.
    ResetSecondFactor,
    /// See a learner's number in full, one at a time, with a reason.
    RevealNumber,
    /// Say what the institution knows of an appeal.
    CommentAppeal,
    /// Propose whether an appeal is granted.
    ProposeAppeal,
    /// Confirm the proposal, or send it back.
    ConfirmAppeal,
    /// Invite officials, end their posts, hand their work on.
    ManageOfficials,
    /// See the work that is done beside requests, and what failed of it.
    SeeJobs,
    /// Make courses of one's own institution, and the films for them.
    MakeCourses,
    /// Publish or return such a course.
    ReviewCourses,
    /// Apply to open a class.
    ApplyForClass,
    /// Close a class that is over.
    CloseClass,
    /// Approve or return such an application.
    ReviewApplications,
    /// Claim the subsidy of a closed class, and see one's claims.
    ClaimSubsidy,
    /// See claims.
    SeeClaims,
    /// Pass claims in the first review, or return them.
    ReviewClaims,
    /// Pass claims in the second review, send them back or return them.
    ConfirmClaims,
    /// Publish what passed both reviews.
    PublishClaims,
    /// Answer objections to what is published.
    AnswerObjections,
    /// See payments, and where the money of each fund is.
    SeePayments,
    /// Pay what was published, by batches, and take in what the bank answers.
    MakePayments,
    /// See institutions and what they are filed for.
    SeeInstitutions,
    /// Register institutions, record their filings, suspend and lift them, and invite who runs them.
    ManageInstitutions,
    /// See what one's own institution is filed for.
    SeeOwnInstitution,
    /// See the standards by which training is paid, and the funds.
    SeeStandards,
    /// Record standards and funds, by hand or by file, and end standards.
    ManageStandards,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 37] = [
        Self::Study,
        Self::WatchClass,
        Self::ManageRoster,
        Self::ConfirmIdentity,
        Self::ReviewPapers,
        Self::SeeHours,
        Self::RevokeCertificate,
        Self::ExportMasked,
        Self::ExportFull,
        Self::ReadAudit,
        Self::SeeSignals,
        Self::JudgeSignal,
        Self::ResetSecondFactor,
        Self::RevealNumber,
        Self::CommentAppeal,
        Self::ProposeAppeal,
        Self::ConfirmAppeal,
        Self::ManageOfficials,
        Self::SeeJobs,
        Self::MakeCourses,
        Self::ReviewCourses,
        Self::ApplyForClass,
        Self::CloseClass,
        Self::ReviewApplications,
        Self::ClaimSubsidy,
        Self::SeeClaims,
        Self::ReviewClaims,
        Self::ConfirmClaims,
        Self::PublishClaims,
        Self::AnswerObjections,
        Self::SeePayments,
        Self::MakePayments,
        Self::SeeInstitutions,
        Self::ManageInstitutions,
        Self::SeeOwnInstitution,
        Self::SeeStandards,
        Self::ManageStandards,
    ];
}

/// How far a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Not at all.
    None,
    /// What is one's own.
    Own,
    /// Classes of one's organisation.
    Organisation,
    /// Classes of one's region.
    Region,
    /// Everything.
    All,
}

/// The table: how far a role's right to an action reaches.
pub fn reach(role: Role, action: Action) -> Scope {
    use Role::{
        CityFirstReviewer, CitySecondReviewer, CollegeSupervisor, CountyReviewer, Enterprise,
        ExternalAuditor, FinanceOfficer, InstitutionAdmin, InternalController, Learner, SystemAdministrator,
        Teacher,
    };
    match (action, role) {
        (Action::Study, Learner) => Scope::Own,
        (
            Action::WatchClass
            | Action::ManageRoster
            | Action::ConfirmIdentity
            | Action::CommentAppeal
            | Action::MakeCourses,
            Teacher | InstitutionAdmin | Enterprise,
        )
        | (Action::RevealNumber | Action::ManageOfficials, InstitutionAdmin)
        | (Action::ApplyForClass | Action::CloseClass | Action::ClaimSubsidy, InstitutionAdmin | Enterprise)
        | (Action::SeeOwnInstitution, Teacher | InstitutionAdmin | Enterprise | CollegeSupervisor) => {
            Scope::Organisation
        }
        (
            Action::WatchClass
            | Action::SeeHours
            | Action::ExportMasked
            | Action::ReviewPapers
            | Action::ReviewApplications
            | Action::ReviewCourses
            | Action::SeeClaims
            | Action::ReviewClaims
            | Action::RevealNumber
            | Action::SeeInstitutions
            | Action::ManageInstitutions,
            CountyReviewer,
        ) => Scope::Region,
        (
            Action::WatchClass | Action::SeeHours | Action::ExportMasked,
            CityFirstReviewer | CitySecondReviewer | InternalController,
        )
        | (Action::SeeHours | Action::ExportMasked, FinanceOfficer | ExternalAuditor)
        | (Action::ExportFull, CitySecondReviewer | FinanceOfficer)
        | (Action::MakePayments, FinanceOfficer)
        | (Action::RevealNumber, CityFirstReviewer | CitySecondReviewer | FinanceOfficer)
        | (Action::RevokeCertificate, CityFirstReviewer | CitySecondReviewer)
        | (
            Action::ReviewPapers
            | Action::ReviewApplications
            | Action::ReviewCourses
            | Action::ReviewClaims
            | Action::PublishClaims
            | Action::ProposeAppeal
            | Action::ManageInstitutions
            | Action::ManageStandards,
            CityFirstReviewer,
        )
        | (Action::ConfirmAppeal | Action::ConfirmClaims, CitySecondReviewer)
        | (
            Action::SeeClaims | Action::SeePayments,
            CityFirstReviewer | CitySecondReviewer | FinanceOfficer | InternalController | ExternalAuditor,
        )
        // What is paid is no secret of a region: an institution reads it as the city does.
        | (
            Action::SeeStandards,
            CountyReviewer | CityFirstReviewer | CitySecondReviewer | FinanceOfficer | InternalController
            | ExternalAuditor | InstitutionAdmin,
        )
        | (Action::ManageOfficials | Action::ResetSecondFactor | Action::SeeJobs, SystemAdministrator)
        | (Action::ReadAudit | Action::SeeSignals, InternalController | ExternalAuditor)
        | (Action::JudgeSignal | Action::AnswerObjections, InternalController)
        | (
            Action::SeeInstitutions,
            CityFirstReviewer | CitySecondReviewer | FinanceOfficer | InternalController | ExternalAuditor
            | SystemAdministrator,
        ) => Scope::All,
        _ => Scope::None,
    }
}

/// A role held by an account, and where it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What the holder is.
    pub role: Role,
    /// The organisation the holder acts for.
    pub organisation: Option<OrganisationId>,
    /// The region the holder answers for.
    pub region: Option<RegionId>,
}

/// Which classes an action may touch: everything, or those of one organisation or one region.
/// Lists filter by it: `$1 (all) OR organisation_id = $2 OR region_id = $3`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeFilter {
    /// No limit.
    pub all: bool,
    /// Classes of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Classes of this region.
    pub region: Option<RegionId>,
}

/// Whether anybody but oneself depends on these rights.
pub fn is_official(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| grant.role != Role::Learner)
}

/// Whether any grant allows the action at all.
pub fn may(grants: &[Grant], action: Action) -> bool {
    grants.iter().any(|grant| reach(grant.role, action) > Scope::None)
}

/// Whether a grant allows the action on a class of this organisation and region.
pub fn may_in(grants: &[Grant], action: Action, organisation: &OrganisationId, region: &RegionId) -> bool {
    grants.iter().any(|grant| match reach(grant.role, action) {
        Scope::None | Scope::Own => false,
        Scope::Organisation => grant.organisation.as_ref() == Some(organisation),
        Scope::Region => grant.region.as_ref() == Some(region),
        Scope::All => true,
    })
}

/// How far the grants carry an action over classes. Of several organisations or regions the first
/// counts, so that a list never shows more than its right.
pub fn scope_filter(grants: &[Grant], action: Action) -> ScopeFilter {
    let mut filter = ScopeFilter::default();
    for grant in grants {
        match reach(grant.role, action) {
            Scope::None | Scope::Own => {}
            Scope::Organisation => filter.organisation = filter.organisation.or(grant.organisation.clone()),
            Scope::Region => filter.region = filter.region.or(grant.region.clone()),
            Scope::All => filter.all = true,
        }
    }
    filter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, organisation: &str, region: &str) -> Grant {
        Grant { role, organisation: Some(organisation.into()), region: Some(region.into()) }
    }

    #[test]
    fn a_grant_reaches_its_own_organisation_or_region_only() {
        let teacher = [grant(Role::Teacher, "school", "east")];
        assert!(may_in(&teacher, Action::WatchClass, &"school".into(), &"west".into()));
        assert!(!may_in(&teacher, Action::WatchClass, &"other".into(), &"east".into()));
        assert!(!may(&teacher, Action::SeeHours));
        let county = [grant(Role::CountyReviewer, "bureau", "east")];
        assert!(may_in(&county, Action::SeeHours, &"other".into(), &"east".into()));
        assert!(!may_in(&county, Action::SeeHours, &"bureau".into(), &"west".into()));
        assert!(scope_filter(&[grant(Role::CityFirstReviewer, "bureau", "city")], Action::SeeHours).all);
        assert_eq!(scope_filter(&teacher, Action::SeeHours), ScopeFilter::default());
    }

    #[test]
    fn studying_gives_no_view_of_any_class() {
        let learner = [grant(Role::Learner, "school", "east")];
        assert!(may(&learner, Action::Study));
        assert!(!may_in(&learner, Action::Study, &"school".into(), &"east".into()));
    }

    #[test]
    fn every_role_has_its_own_code() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.as_str()), Some(role));
        }
    }
}
