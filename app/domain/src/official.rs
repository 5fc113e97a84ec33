//! Officials: who may invite whom into which post, and which posts one person never holds together.

use crate::access::{Action, Grant, Role, may_in};
use crate::id::{OrganisationId, RegionId};

/// How long an invitation can be accepted.
pub const INVITATION_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Whether a role reviews, pays or watches over those who do.
pub fn reviews_or_pays(role: Role) -> bool {
    matches!(
        role,
        Role::CountyReviewer
            | Role::CityFirstReviewer
            | Role::CitySecondReviewer
            | Role::FinanceOfficer
            | Role::InternalController
            | Role::ExternalAuditor
    )
}

/// Whether somebody who holds these roles may hold another one beside them: whoever runs the system
/// neither reviews nor pays.
pub fn may_hold_beside(held: &[Role], role: Role) -> bool {
    let runs = |role: Role| role == Role::SystemAdministrator;
    !held.iter().any(|have| (runs(*have) && reviews_or_pays(role)) || (runs(role) && reviews_or_pays(*have)))
}

/// Whether a post gives its rights: one that reviews, pays or watches, and came by an invitation, only once a second person has
/// confirmed it.
pub fn stands(role: Role, invited: bool, confirmed: bool) -> bool {
    !reviews_or_pays(role) || !invited || confirmed
}

/// Whether a role belongs to an organisation of this kind (`bureau`, `institution`, `enterprise`, `college`, `partner`).
pub fn fits_organisation(role: Role, kind: &str) -> bool {
    match role {
        Role::Learner => false,
        Role::Teacher => kind != "bureau",
        Role::InstitutionAdmin => kind == "institution",
        Role::Enterprise => kind == "enterprise",
        Role::PartnerDepartment => kind == "partner",
        Role::CollegeSupervisor => kind == "college",
        Role::CountyReviewer
        | Role::CityFirstReviewer
        | Role::CitySecondReviewer
        | Role::FinanceOfficer
        | Role::InternalController
        | Role::ExternalAuditor
        | Role::SystemAdministrator => kind == "bureau",
    }
}

/// Whether these grants allow to invite into a role for an organisation, or to end one there. Learners
/// register themselves; an institution looks after its own teachers and nobody else.
pub fn may_appoint(grants: &[Grant], role: Role, organisation: Option<&OrganisationId>) -> bool {
    grants.iter().any(|grant| match grant.role {
        Role::SystemAdministrator => role != Role::Learner,
        Role::InstitutionAdmin => {
            role == Role::Teacher && organisation.is_some() && grant.organisation.as_ref() == organisation
        }
        _ => false,
    })
}

/// The post of whoever runs an organisation of this kind, where the bureau gives it: a bureau's own posts are given by those who
/// run the system.
pub fn head_of(kind: &str) -> Option<Role> {
    [Role::InstitutionAdmin, Role::Enterprise, Role::CollegeSupervisor, Role::PartnerDepartment]
        .into_iter()
        .find(|role| fits_organisation(*role, kind))
}

/// Whether these grants allow to invite whoever runs an organisation, there: whoever registers institutions does.
pub fn may_appoint_head(
    grants: &[Grant],
    kind: &str,
    organisation: &OrganisationId,
    region: &RegionId,
) -> bool {
    head_of(kind).is_some() && may_in(grants, Action::ManageInstitutions, organisation, region)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, organisation: &str) -> Grant {
        Grant { role, organisation: Some(organisation.into()), region: None }
    }

    #[test]
    fn an_institution_appoints_its_own_teachers_only() {
        let school = [grant(Role::InstitutionAdmin, "school")];
        assert!(may_appoint(&school, Role::Teacher, Some(&"school".into())));
        assert!(!may_appoint(&school, Role::Teacher, Some(&"school2".into())));
        assert!(!may_appoint(&school, Role::Teacher, None));
        assert!(!may_appoint(&school, Role::InstitutionAdmin, Some(&"school".into())));
        assert!(!may_appoint(&[grant(Role::Teacher, "school")], Role::Teacher, Some(&"school".into())));
    }

    #[test]
    fn whoever_registers_institutions_invites_who_runs_them_within_their_reach() {
        let county = [Grant { role: Role::CountyReviewer, organisation: None, region: Some("east".into()) }];
        let may =
            |kind: &str, region: &str| may_appoint_head(&county, kind, &"school".into(), &region.into());
        assert!(may("institution", "east") && may("enterprise", "east") && may("partner", "east"));
        assert!(!may("institution", "west") && !may("bureau", "east"));
        assert!(!may_appoint_head(
            &[grant(Role::InstitutionAdmin, "school")],
            "institution",
            &"school".into(),
            &"east".into()
        ));
        assert_eq!(head_of("institution"), Some(Role::InstitutionAdmin));
        assert!(["institution", "enterprise", "college", "partner"].iter().all(|kind| {
            head_of(kind).is_some_and(|role| !reviews_or_pays(role) && role != Role::SystemAdministrator)
        }));
    }

    #[test]
    fn every_post_has_a_kind_of_organisation_and_no_bureau_teaches() {
        const KINDS: [&str; 5] = ["bureau", "institution", "enterprise", "college", "partner"];
        for role in Role::ALL {
            let fits = KINDS.into_iter().filter(|kind| fits_organisation(role, kind)).count();
            assert_eq!(fits == 0, role == Role::Learner, "{role:?}");
            assert!(!reviews_or_pays(role) || (fits == 1 && fits_organisation(role, "bureau")), "{role:?}");
        }
        assert!(!fits_organisation(Role::Teacher, "bureau") && fits_organisation(Role::Teacher, "college"));
    }

    #[test]
    fn a_post_that_reviews_or_pays_takes_a_second_person() {
        for role in Role::ALL {
            assert!(stands(role, true, true) && stands(role, false, false), "{role:?}");
            assert_eq!(stands(role, true, false), !reviews_or_pays(role), "{role:?}");
        }
        assert!(!stands(Role::FinanceOfficer, true, false) && stands(Role::Teacher, true, false));
    }

    #[test]
    fn whoever_runs_the_system_holds_no_review_or_pay_role() {
        for role in Role::ALL {
            assert_eq!(
                may_hold_beside(&[Role::SystemAdministrator], role),
                !reviews_or_pays(role),
                "{role:?}"
            );
            assert_eq!(
                may_hold_beside(&[role], Role::SystemAdministrator),
                !reviews_or_pays(role),
                "{role:?}"
            );
        }
        assert!(may_hold_beside(&[Role::Learner], Role::CityFirstReviewer));
    }
}
