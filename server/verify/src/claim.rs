//! Claims, judged once more: every step is in the audit log and was taken in turn by somebody in a post for it; what was submitted
//! has its digest, follows from the closing of the class, and comes to what it says.

use domain::audit::AuditAction;
use domain::claim::{ClaimHead, ClaimLine};
use domain::policy::{Policies, Policy};
use domain::standard::{Pay, Standard};
use domain::subsidy::Fen;
use sha2::{Digest, Sha256};
use store_read::evidence::{ClaimLineRow, ClaimRow, ClaimStepRow, Snapshot};

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::facts::Facts;

const PAGE: i64 = 200;

/// A step as the audit log states it.
#[derive(Clone, Debug)]
pub struct ClaimLeaf {
    action: AuditAction,
    account: String,
    reason: String,
    at_ms: i64,
}

impl ClaimLeaf {
    /// What a leaf says of a claim, and of which.
    pub fn of(
        action: AuditAction,
        account: Option<String>,
        reason: &str,
        at_ms: i64,
    ) -> Option<(String, Self)> {
        use AuditAction::{
            ClaimConfirm, ClaimPass, ClaimRefer, ClaimReturn, ClaimSendBack, ClaimSubmit, ClaimWithdraw,
        };
        let claim = match &action {
            ClaimSubmit { claim, .. }
            | ClaimPass { claim, .. }
            | ClaimReturn { claim, .. }
            | ClaimConfirm { claim, .. }
            | ClaimSendBack { claim, .. }
            | ClaimRefer { claim, .. }
            | ClaimWithdraw { claim } => claim.0.clone(),
            _ => return None,
        };
        Some((claim, Self { action, account: account.unwrap_or_default(), reason: reason.to_owned(), at_ms }))
    }

    /// The code of its step, and the digest that it names.
    fn step(&self) -> (&'static str, &str) {
        match &self.action {
            AuditAction::ClaimSubmit { sha256, .. } => ("submit", sha256),
            AuditAction::ClaimPass { sha256, .. } => ("pass", sha256),
            AuditAction::ClaimReturn { sha256, .. } => ("return", sha256),
            AuditAction::ClaimConfirm { sha256, .. } => ("confirm", sha256),
            AuditAction::ClaimSendBack { sha256, .. } => ("send_back", sha256),
            AuditAction::ClaimRefer { sha256, .. } => ("refer", sha256),
            _ => ("withdraw", ""),
        }
    }
}

/// Goes through all claims; how many there are, and what they come to that passed both reviews.
pub async fn verify(
    books: &mut Snapshot,
    facts: &mut Facts,
    policies: &Policies,
) -> Result<(i64, i64), VerifyError> {
    let (mut after, mut count, mut approved_fen) = (String::new(), 0, 0);
    loop {
        let page = books.claims(&after, PAGE).await?;
        for claim in &page {
            one(books, facts, policies, claim).await?;
            count += 1;
            approved_fen += if claim.state == "approved" { claim.amount_fen } else { 0 };
        }
        match page.last() {
            Some(last) => after.clone_from(&last.id),
            None => break,
        }
    }
    if let Some(gone) = facts.claims.keys().next() {
        let place = format!("claim {gone}");
        return Err(Mismatch::new(place, "the row of its leaves in the audit log", "one", "none").into());
    }
    Ok((count, approved_fen))
}

async fn one(
    books: &mut Snapshot,
    facts: &mut Facts,
    policies: &Policies,
    claim: &ClaimRow,
) -> Result<(), VerifyError> {
    let place = format!("claim {}", claim.id);
    let leaves = facts.claims.remove(&claim.id).unwrap_or_default();
    let steps = books.claim_steps(&claim.id).await?;
    same(&place, "steps that the audit log tells of", &leaves.len(), &steps.len())?;
    let mut state = "draft";
    let mut submitted: Option<&ClaimStepRow> = None;
    for ((n, step), leaf) in (1i64..).zip(&steps).zip(&leaves) {
        let place = format!("{place}, step {n}");
        same(&place, "its number", &n, &step.n)?;
        let (kind, sha256) = leaf.step();
        same(&place, "what the audit log says was done", &kind, &step.kind.as_str())?;
        same(&place, "who the audit log says did it", &leaf.account, &step.account_id)?;
        same(&place, "why, as the audit log says", &leaf.reason, &step.reason)?;
        same(&place, "when, as the audit log says", &leaf.at_ms, &step.at_ms)?;
        if kind != "withdraw" {
            same(&place, "the digest in the audit log", &sha256, &step.sha256.as_str())?;
        }
        same(&place, "whose account it is", &step.account_person, &step.person_id)?;
        let (from, to, roles): (&[&str], _, &[&str]) = match kind {
            "submit" => (&["draft", "returned"], "submitted", &["institution_admin", "enterprise"]),
            "withdraw" => (&["returned"], "withdrawn", &["institution_admin", "enterprise"]),
            "pass" => (&["submitted"], "reviewed", &["county_reviewer", "city_first_reviewer"]),
            "return" => (&["submitted"], "returned", &["county_reviewer", "city_first_reviewer"]),
            "confirm" => (&["reviewed"], "approved", &["city_second_reviewer"]),
            "send_back" => (&["reviewed"], "submitted", &["city_second_reviewer"]),
            _ => (&["reviewed"], "returned", &["city_second_reviewer"]),
        };
        holds(&place, "its turn", from.contains(&state), &from.join(" or "), state)?;
        let in_post = facts.held(&step.account_id, step.at_ms, roles);
        holds(&place, "the post of whoever did it", in_post, &roles.join(" or "), &step.account_id)?;
        let other_side =
            steps.iter().find(|other| other.person_id == step.person_id && side(other) != side(step));
        holds(
            &place,
            "its person",
            other_side.is_none(),
            "nobody who acted on another side",
            &step.person_id,
        )?;
        match (kind, submitted) {
            ("submit", _) => {
                let lines = books.claim_lines(&claim.id, &claim.class_id, n).await?;
                let own = lines
                    .iter()
                    .find(|line| steps.iter().any(|step| side(step) > 0 && step.person_id == line.person_id));
                holds(&place, "its reviewers", own.is_none(), "nobody who stands on the list", n)?;
                submission(books, facts, policies, claim, step, &lines).await?;
                submitted = Some(step);
            }
            ("withdraw", _) => {}
            (_, Some(last)) => same(&place, "the digest of what was submitted", &last.sha256, &step.sha256)?,
            (_, None) => {
                return Err(
                    Mismatch::new(place, "what was submitted before it", "something", "nothing").into()
                );
            }
        }
        state = to;
    }
    same(&place, "how it stands", &state, &claim.state.as_str())?;
    same(&place, "its last submission", &submitted.map_or(0, |step| step.n), &claim.submission)?;
    Ok(())
}

/// On which side a step is: who asks, the first review, the second.
fn side(step: &ClaimStepRow) -> u8 {
    match step.kind.as_str() {
        "submit" | "withdraw" => 0,
        "pass" | "return" => 1,
        _ => 2,
    }
}

/// What was submitted has its digest, holds each learner of the closing as it froze them, and comes to what the claim says.
async fn submission(
    books: &mut Snapshot,
    facts: &Facts,
    policies: &Policies,
    claim: &ClaimRow,
    step: &ClaimStepRow,
    lines: &[ClaimLineRow],
) -> Result<(), VerifyError> {
    let place = format!("claim {}, step {}", claim.id, step.n);
    let mut hasher = Sha256::new();
    for text in std::iter::once(step.head.as_str()).chain(lines.iter().map(|line| line.line.as_str())) {
        hasher.update(text.as_bytes());
        hasher.update(b"\n");
    }
    same(&place, "the digest of its texts", &hex::encode(hasher.finalize()), &step.sha256)?;
    let unread =
        |what: &str, error: serde_json::Error| Mismatch::new(&place, what, "one that can be read", error);
    let head: ClaimHead = serde_json::from_str(&step.head).map_err(|error| unread("its head", error))?;
    same(&place, "its class", &claim.class_id, &head.class.0)?;
    same(&place, "the digest of the closing", &claim.closing_sha256, &head.closing_sha256)?;
    let asked = facts.asked(&place, &claim.class_id)?;
    same(&place, "the policy of its class", &asked.policy, &head.policy)?;
    let policy = policies
        .version(&head.policy)
        .ok_or_else(|| Mismatch::new(&place, "the policy version", "one that is known", &head.policy))?;
    let closed = books.closed_learners(&claim.class_id).await?;
    same(&place, "learners of the closing", &closed, &i64::try_from(lines.len()).unwrap_or(i64::MAX))?;
    let (mut paid, mut sum) = (0, 0);
    for (n, row) in (1i64..).zip(lines) {
        let place = format!("{place}, learner {n}");
        same(&place, "its number", &n, &row.n)?;
        let line: ClaimLine = serde_json::from_str(&row.line).map_err(|error| unread("a line", error))?;
        same(&place, "its enrolment", &line.enrolment.0, &row.enrolment_id)?;
        same(&place, "whose it is", &row.closed_person.as_ref(), &Some(&row.person_id))?;
        let candidate = &line.candidate;
        same(&place, "verified milliseconds", &row.verified_ms, &Some(candidate.verified_ms))?;
        same(&place, "required milliseconds", &row.required_ms, &Some(candidate.required_ms))?;
        same(&place, "days of study", &row.days_studied, &Some(candidate.days))?;
        same(&place, "whether the document was seen", &row.identity_seen, &Some(candidate.identity_seen))?;
        let mark = row.has_exam.map(|has_exam| has_exam.then_some(row.exam_mark));
        same(&place, "the mark of the final test", &mark, &Some(candidate.test_mark))?;
        same(&place, "the category", &row.category_code, &candidate.category)?;
        same(&place, "whether it is proved", &row.category_proved, &Some(candidate.category_proved))?;
        let owed = owed(&line, &head, policy);
        same(&place, "what is owed, in fen", &owed, &line.entitlement.amount.0)?;
        same(&place, "the amount of its row", &owed, &row.amount_fen)?;
        paid += i64::from(owed > 0);
        sum += owed;
    }
    if step.n == claim.submission {
        same(&place, "learners in all", &closed, &claim.people)?;
        same(&place, "learners who are owed something", &paid, &claim.paid)?;
        same(&place, "the sum in fen", &sum, &claim.amount_fen)?;
    }
    Ok(())
}

/// What a learner is owed in fen, reckoned a second time from what the line names.
fn owed(line: &ClaimLine, head: &ClaimHead, policy: &Policy) -> i64 {
    let (one, training) = (&line.candidate, &head.training);
    let year = |day: &str| day.chars().take(4).collect::<String>();
    let mut this_year = 0;
    for other in &line.earlier {
        let again = other.trade == training.trade && other.level == training.level;
        if again || (other.starts_on <= training.ends_on && training.starts_on <= other.ends_on) {
            return 0;
        }
        this_year += i64::from(year(&other.starts_on) == year(&training.starts_on));
    }
    if one.age.is_some() || this_year >= policy.limits.trainings_a_year.value || !one.identity_seen {
        return 0;
    }
    let rules = &policy.subsidy;
    let tenths = one.verified_ms.max(0) / (policy.credit.credit_hour_minutes.value * 6_000);
    let share = i128::from(one.verified_ms) * 100
        >= i128::from(one.required_ms) * i128::from(rules.completion_percent.value);
    let passed = one.test_mark.is_none_or(|mark| mark.is_some_and(|mark| mark >= rules.test_mark_min.value));
    let completed = one.required_ms > 0 && share && passed;
    let part = |percent: i64| if completed { 100 } else { percent };
    let hours = |rate: i64, percent: i64, most: i64| (tenths * rate * percent / 1_000).min(most);
    let standard = match most_named(head, one.category.as_deref()) {
        Applying::One(standard) => standard,
        // Two that name equally much settle nothing.
        Applying::Several => return 0,
        Applying::None => {
            return hours(
                rules.credit_hour_fen.value,
                part(rules.partial_percent.value),
                rules.class_fen_max.value,
            );
        }
    };
    // A category that is not proved pays nothing yet.
    let percent = part(standard.partial_percent.clamp(0, 100));
    if percent == 0 || (standard.category.is_some() && !one.category_proved) {
        return 0;
    }
    let living = standard.living.map_or(0, |living| (one.days.max(0) * living.day_fen.0).min(living.max.0));
    living
        + match standard.pay {
            Pay::PerPerson { fen: Fen(fen) } => fen * percent / 100,
            Pay::PerCreditHour { fen: Fen(fen), max: Fen(max) } => hours(fen, percent, max),
        }
}

/// What of the standards of a claim applies.
enum Applying<'a> {
    None,
    One(&'a Standard),
    /// Several, and none of them names more.
    Several,
}

/// The standard that applies and names most.
fn most_named<'a>(head: &'a ClaimHead, category: Option<&str>) -> Applying<'a> {
    let training = &head.training;
    let day = training.starts_on.as_str();
    let (mut most, mut best) = (0, Applying::None);
    for one in &head.standards {
        let in_force =
            one.valid_from.as_str() <= day && one.valid_to.as_deref().is_none_or(|last| last >= day);
        let fits = in_force
            && one.trade.as_deref().is_none_or(|trade| trade == training.trade)
            && one.level.is_none_or(|level| level == training.level)
            && one.programme.is_none_or(|programme| programme == training.programme)
            && one.category.as_deref().is_none_or(|named| category == Some(named));
        let names =
            [one.trade.is_some(), one.level.is_some(), one.category.is_some(), one.programme.is_some()];
        let named = names.into_iter().filter(|named| *named).count();
        if !fits || (named < most && !matches!(best, Applying::None)) {
            continue;
        }
        best = if named == most && !matches!(best, Applying::None) {
            Applying::Several
        } else {
            Applying::One(one)
        };
        most = named;
    }
    best
}
