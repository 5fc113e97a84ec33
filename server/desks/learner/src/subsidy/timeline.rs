//! Where the subsidy of a class stands, step by step, and what comes next.

use app::format;
use app::words::Words;
use domain::claim::ClaimState;
use domain::time::Zone;
use domain::working_day::{Deadline, Standing};
use leptos::prelude::*;
use store::claim::LearnersClaim;
use store::enrolment::MyClass;
use store::payment::LearnersPayment;
use store::publication::LearnersPublication;
use web::parts::{Step, StepState};
use web::views::publication::LINES_A_PAGE;

use crate::payee::standing::paid;

/// Where a learner stands in a list that is shown now.
pub fn listed(w: Words, one: &LearnersPublication, last: &Deadline) -> Option<impl IntoView + use<>> {
    let says = match w {
        Words::Zh => format!("看公示名单（您是第 {} 号）", one.n),
        Words::En => format!("See the list (you are number {})", one.n),
    };
    // Where the list has pages, hers.
    let href =
        format!("/publications/{}?page={}#n{}", one.publication_id, (one.n - 1) / LINES_A_PAGE + 1, one.n);
    let over = matches!(last.standing, Standing::Overdue { .. });
    (!over).then(|| view! { <p><a href=href>{says}</a></p> })
}

/// Where a class stands after its claim: the claim itself, the published list, the payment.
pub type Standings<'a> =
    (Option<&'a LearnersClaim>, Option<&'a (LearnersPublication, Deadline)>, Option<&'a LearnersPayment>);

/// Enrolling, studying, completing, the claim with its reviews, the publication, the payment.
pub fn steps(
    w: Words,
    class: &MyClass,
    zone: Zone,
    completed: bool,
    (claim, publication, payment): Standings<'_>,
) -> Vec<Step> {
    let step = |state, title: &str, note: String| Step { state, title: title.to_owned(), note };
    let until = format::date(w, &class.ends_on);
    let studying = match w {
        Words::Zh => format!("{until}以前学"),
        Words::En => format!("until {until}"),
    };
    let (study, after) =
        if completed { (StepState::Done, StepState::Now) } else { (StepState::Now, StepState::Ahead) };
    let enrolled =
        step(StepState::Done, w.t("报名", "Enrolled"), format::short_day(w, &zone.day(class.enrolled_at)));
    if let Some(claim) = claim {
        return claimed(w, zone, enrolled, claim, (publication, payment));
    }
    vec![
        enrolled,
        step(
            study,
            w.t("学习，答抽查", "Studying and checks"),
            if completed { String::new() } else { studying },
        ),
        step(
            after,
            w.t("机构申报，人社局审核、公示、发放", "Claim, review, publication and payment"),
            w.t("由培训机构和人社局办理", "Done by the school and the bureau").to_owned(),
        ),
    ]
}

/// The steps since the school made its claim: who has it, since when, why it went back.
fn claimed(
    w: Words,
    zone: Zone,
    enrolled: Step,
    claim: &LearnersClaim,
    (publication, payment): (Option<&(LearnersPublication, Deadline)>, Option<&LearnersPayment>),
) -> Vec<Step> {
    let state = claim.state();
    let moment = |at_ms| format::moment(w, &zone.minute(at_ms));
    let (title, says) = w.claim_for_learner(state);
    let mut note = match w {
        Words::Zh => format!("{}起；{says}", moment(claim.since)),
        Words::En => format!("since {}; {says}", moment(claim.since)),
    };
    if state == ClaimState::Returned && !claim.reason.is_empty() {
        note.push_str(w.t("。原因：", ". Reason: "));
        note.push_str(&claim.reason);
    }
    let now = match state {
        ClaimState::Returned => StepState::Returned,
        ClaimState::Approved => StepState::Done,
        _ => StepState::Now,
    };
    let done = |title: &str, note: String| Step { state: StepState::Done, title: title.to_owned(), note };
    let mut steps = vec![
        enrolled,
        done(w.t("学习，班级结班", "Studied, class closed"), String::new()),
        done(w.t("培训机构申领", "Claimed by the school"), moment(claim.submitted_at)),
        Step { state: now, title: title.to_owned(), note },
    ];
    if claim.amount_fen > 0 {
        steps.extend(published(w, zone, state == ClaimState::Approved, publication));
        if let Some(payment) = payment {
            steps.pop();
            steps.push(paid(w, zone, payment));
        }
    }
    steps
}

/// The steps after both reviews: the publication, what was objected, and the payment.
fn published(
    w: Words,
    zone: Zone,
    approved: bool,
    publication: Option<&(LearnersPublication, Deadline)>,
) -> Vec<Step> {
    let step = |state, title: &str, note: String| Step { state, title: title.to_owned(), note };
    let by_bureau = w.t("由人社局办理", "Done by the bureau").to_owned();
    let pay = |state| step(state, w.t("发放", "Payment"), by_bureau.clone());
    let Some((one, last)) = publication else {
        let state = if approved { StepState::Now } else { StepState::Ahead };
        let five = w.t("由人社局公示 5 个工作日", "By the bureau, for 5 working days").to_owned();
        return vec![step(state, w.t("公示", "Publication"), five), pay(StepState::Ahead)];
    };
    let (first, until) = (zone.day(one.at_ms), format::date(w, &last.day));
    let days = format!("{} – {until}", format::date(w, &first));
    if let Some(why) = &one.struck {
        let note = match w {
            Words::Zh => format!("{days}；原因：{why}"),
            Words::En => format!("{days}; reason: {why}"),
        };
        return vec![step(
            StepState::Returned,
            w.t("公示期间的异议查实，不发放", "Struck off after an objection"),
            note,
        )];
    }
    let over = matches!(last.standing, Standing::Overdue { .. });
    if one.open_objections > 0 {
        let note = w.t(
            "有人提出异议，正在查，5 个工作日内有结果；查清以前先不发放",
            "Somebody objected; it is being looked into, within 5 working days",
        );
        return vec![
            step(StepState::Now, w.t("公示", "Publication"), format!("{days}{}{note}", w.t("；", "; "))),
            pay(StepState::Ahead),
        ];
    }
    let (state, after) =
        if over { (StepState::Done, StepState::Now) } else { (StepState::Now, StepState::Ahead) };
    let title = if over {
        w.t("公示结束，没有查实的异议", "Shown, and nothing found wrong")
    } else {
        w.t("正在公示", "Shown to the public")
    };
    vec![step(state, title, days), pay(after)]
}

/// What comes next, and whom to ask.
pub fn next(w: Words, class: &MyClass, claimed: bool) -> String {
    let (school, phone) = (w.either(&class.organisation, &class.organisation_en), &class.organisation_phone);
    if claimed {
        return match w {
            Words::Zh => format!(
                "公示期满、登记了收款账户，就由人社局直接发放，进度会显示在这里。觉得金额不对，请问{school}（{phone}）。"
            ),
            Words::En => format!(
                "Once it was published long enough and you have given an account, the bureau pays; you see here how far it is. If the amount looks wrong, ask {school} ({phone})."
            ),
        };
    }
    match w {
        Words::Zh => format!(
            "这里的金额是按政策算的，不等于已经批准。班级结班以后由{school}（{phone}）申领，人社局审核，进度会显示在这里。"
        ),
        Words::En => format!(
            "The amount follows the policy; it is not yet an approval. Once the class is closed, {school} ({phone}) claims it and the bureau reviews it; you see here how far it is."
        ),
    }
}
