//! Whatever steps whoever tries in whatever order: none is taken twice, out of order, or by the wrong person.

use domain::claim::{ClaimState, ClaimStep};
use domain::class_application::{ApplicationState, ApplicationStep};
use domain::id::PersonId;
use domain::workflow::{Case, NotTaken, Side, Workflow};
use proptest::prelude::*;

type Application = Case<ApplicationState>;

fn person(n: usize) -> PersonId {
    PersonId(format!("p{n}"))
}

#[test]
fn an_application_goes_its_way_and_is_closed_at_its_end() {
    let (applicant, reviewer) = (person(0), person(1));
    let case = Application::begun_by([applicant.clone()]);
    let case = case.take(ApplicationStep::Submit, &applicant, "").unwrap();
    assert_eq!(case.admits(ApplicationStep::Submit, &applicant), Err(NotTaken::NotItsTurn));
    assert_eq!(case.admits(ApplicationStep::Withdraw, &applicant), Err(NotTaken::NotItsTurn));
    assert_eq!(case.admits(ApplicationStep::Approve, &applicant), Err(NotTaken::NotThisPerson));
    let case = case.take(ApplicationStep::Return, &reviewer, "日期不对").unwrap();
    assert_eq!(case.admits(ApplicationStep::Approve, &reviewer), Err(NotTaken::NotItsTurn));
    assert_eq!(case.admits(ApplicationStep::Submit, &reviewer), Err(NotTaken::NotThisPerson));
    let case = case.take(ApplicationStep::Submit, &applicant, "").unwrap();
    let case = case.take(ApplicationStep::Approve, &reviewer, "").unwrap();
    assert_eq!(case.state(), ApplicationState::Approved);
    for step in ApplicationStep::ALL {
        assert!(case.admits(step, &person(2)).is_err(), "{step:?}");
    }
}

#[test]
fn a_return_says_why_and_is_due_in_five_working_days() {
    let case = Application::begun_by([person(0)]).take(ApplicationStep::Submit, &person(0), "").unwrap();
    assert_eq!(case.take(ApplicationStep::Return, &person(1), " ").unwrap_err(), NotTaken::NoReason);
    assert_eq!(ApplicationState::rule(ApplicationStep::Return).working_days(), Some(5));
    assert_eq!(ApplicationState::rule(ApplicationStep::Approve).working_days(), Some(5));
    assert!(
        ApplicationState::Returned.is_open_to_change() && !ApplicationState::Submitted.is_open_to_change()
    );
}

#[test]
fn a_claim_is_reviewed_by_two_people_who_have_no_part_in_it() {
    type Claim = Case<ClaimState>;
    let (school, learner, first, second) = (person(0), person(1), person(2), person(3));
    let case = Claim::begun_by([learner.clone()]).take(ClaimStep::Submit, &school, "").unwrap();
    for (who, step) in
        [(&school, ClaimStep::Pass), (&learner, ClaimStep::Pass), (&learner, ClaimStep::Return)]
    {
        assert_eq!(case.admits(step, who), Err(NotTaken::NotThisPerson), "{step:?}");
    }
    assert_eq!(case.admits(ClaimStep::Confirm, &second), Err(NotTaken::NotItsTurn));
    let case = case.take(ClaimStep::Pass, &first, "").unwrap();
    assert_eq!(case.admits(ClaimStep::Confirm, &first), Err(NotTaken::NotThisPerson));
    assert_eq!(case.admits(ClaimStep::Withdraw, &school), Err(NotTaken::NotItsTurn));
    let case = case.take(ClaimStep::SendBack, &second, "少一份材料").unwrap();
    assert_eq!(case.admits(ClaimStep::Return, &second), Err(NotTaken::NotThisPerson));
    let case = case.take(ClaimStep::Pass, &first, "").unwrap();
    let case = case.take(ClaimStep::Refer, &second, "名单不对").unwrap();
    let case = case.take(ClaimStep::Submit, &school, "").unwrap();
    let case = case.take(ClaimStep::Return, &first, "名单不对").unwrap();
    let case = case.take(ClaimStep::Submit, &school, "").unwrap();
    let case = case.take(ClaimStep::Pass, &first, "").unwrap().take(ClaimStep::Confirm, &second, "").unwrap();
    assert_eq!(case.state(), ClaimState::Approved);
    for step in ClaimStep::ALL {
        assert!(case.admits(step, &person(4)).is_err(), "{step:?}");
    }
    for step in ClaimStep::ALL {
        assert_eq!(
            step.goes_back(),
            matches!(step, ClaimStep::Return | ClaimStep::SendBack | ClaimStep::Refer)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_step_is_taken_twice_out_of_order_or_by_the_wrong_person(
        tries in prop::collection::vec((0usize..4, prop::sample::select(ApplicationStep::ALL.to_vec()), any::<bool>()), 0..40),
    ) {
        let mut taken: Vec<(usize, ApplicationStep)> = Vec::new();
        for (who, step, says_why) in tries {
            // Read anew for each try, as the store does.
            let case = taken.iter().fold(Application::begun_by([person(0)]), |case, (who, step)| {
                case.take(*step, &person(*who), "因为").unwrap()
            });
            let before = case.state();
            let Ok(after) = case.take(step, &person(who), if says_why { "因为" } else { "" }) else { continue };
            prop_assert!(says_why || step != ApplicationStep::Return, "nothing is returned without a reason");
            // Said once more, by hand.
            let (from, to): (&[ApplicationState], _) = match step {
                ApplicationStep::Submit => (&[ApplicationState::Draft, ApplicationState::Returned], ApplicationState::Submitted),
                ApplicationStep::Withdraw => (&[ApplicationState::Draft, ApplicationState::Returned], ApplicationState::Withdrawn),
                ApplicationStep::Approve => (&[ApplicationState::Submitted], ApplicationState::Approved),
                ApplicationStep::Return => (&[ApplicationState::Submitted], ApplicationState::Returned),
            };
            prop_assert!(from.contains(&before) && after.state() == to, "{before:?} {step:?} {:?}", after.state());
            taken.push((who, step));
        }
        let decides = |step: ApplicationStep| ApplicationState::rule(step).side == Side::Decides;
        for (who, step) in &taken {
            prop_assert!(*who != 0 || !decides(*step), "who began it decided on it");
            let both = taken.iter().any(|(other, another)| other == who && decides(*another) != decides(*step));
            prop_assert!(!both, "one person on both sides");
        }
        let ends = taken.iter().filter(|(_, step)| matches!(step, ApplicationStep::Approve | ApplicationStep::Withdraw));
        prop_assert!(ends.count() <= 1, "decided twice");
        for pair in taken.windows(2) {
            prop_assert!(pair[0].1 != pair[1].1, "the same step twice in a row");
        }
    }
}
