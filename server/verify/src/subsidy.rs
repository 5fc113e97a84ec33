//! Subsidy records, recomputed from verified time by the numbers of the dated policy.

use domain::policy::Policies;
use domain::subsidy::{CreditHours, Fen, Reason};
use store_read::evidence::{EnrolmentRow, SubsidyRow};

use crate::error::{Mismatch, holds, same};
use crate::facts::Asked;

/// Compares the record of an enrolment with `verified_ms` found in the ledger. `last_entry` is the
/// index of the enrolment's newest entry, `mark` that of its final test which counts. What the class asks for is taken from the leaves of the audit log.
pub fn verify(
    enrolment: &EnrolmentRow,
    (asked, identity_seen, mark): (&Asked, bool, Option<i64>),
    record: Option<&SubsidyRow>,
    verified_ms: i64,
    last_entry: Option<i64>,
    ledger_size: i64,
    policies: &Policies,
) -> Result<(), Mismatch> {
    let place = format!("subsidy record of enrolment {} in class {}", enrolment.id, enrolment.class_id);
    let Some(record) = record else {
        return holds(&place, "the record", verified_ms == 0, "one for the verified time", "none");
    };
    same(&place, "the class", &enrolment.class_id, &record.class_id)?;
    same(&place, "the policy version", &asked.policy, &record.policy_version)?;
    same(&place, "verified milliseconds", &verified_ms, &record.verified_ms)?;
    same(&place, "required milliseconds", &asked.required_ms, &record.required_ms)?;
    same(&place, "whether the identity document was seen", &identity_seen, &record.identity_seen)?;
    let counted = last_entry.map_or(0, |index| index + 1);
    holds(
        &place,
        "the size of the ledger it was computed from",
        (counted..=ledger_size).contains(&record.ledger_size),
        &format!("{counted} to {ledger_size}"),
        record.ledger_size,
    )?;
    let policy = policies.version(&record.policy_version).ok_or_else(|| {
        Mismatch::new(&place, "the policy version", "one that is known", &record.policy_version)
    })?;

    let minutes = policy.credit.credit_hour_minutes.value;
    let needed_percent = policy.subsidy.completion_percent.value;
    let rate = policy.subsidy.credit_hour_fen.value;
    let most = policy.subsidy.class_fen_max.value;
    let partial = policy.subsidy.partial_percent.value;

    // A tenth of a credit hour for every full tenth studied.
    let tenths = verified_ms / (minutes * 6_000);
    let reached = record.required_ms > 0 && 100 * verified_ms >= needed_percent * record.required_ms;
    let needed = policy.subsidy.test_mark_min.value;
    let (test, passed) = match (asked.has_exam, mark) {
        (false, _) => (Reason::NoTest, true),
        (true, None) => (Reason::TestMissing { needed }, false),
        (true, Some(mark)) => (Reason::Test { mark, needed }, mark >= needed),
    };
    let completed = reached && passed;
    let percent = if completed { 100 } else { partial };
    let product = tenths * rate * percent / (10 * 100);
    let worth = product.min(most);
    // Who was not seen with a document earns hours and no money.
    let amount = if identity_seen { worth } else { 0 };
    let pay_mode = match (completed, partial, identity_seen) {
        (false, 0, _) => "hours_only",
        (_, _, false) => "withheld",
        (true, _, true) => "full",
        (false, _, true) => "partial",
    };
    let hours = CreditHours { tenths };
    let mut reasoning = vec![
        Reason::Hours { verified_ms, credit_hour_minutes: minutes, hours },
        Reason::Share { verified_ms, required_ms: record.required_ms, needed_percent, reached },
        test,
    ];
    if pay_mode == "hours_only" {
        reasoning.push(Reason::NothingYet);
    } else {
        reasoning.push(Reason::Pay { hours, rate: Fen(rate), percent, amount: Fen(product) });
        if product > most {
            reasoning.push(Reason::Capped { max: Fen(most) });
        }
    }
    if !identity_seen {
        reasoning.push(Reason::IdentityUnseen { withheld: Fen(worth) });
    }
    same(&place, "credit hours in tenths", &tenths, &record.credit_tenths)?;
    same(&place, "whether the class is completed", &completed, &record.completed)?;
    same(&place, "how it pays", &pay_mode, &record.pay_mode.as_str())?;
    same(&place, "the amount in fen", &amount, &record.amount_fen)?;
    let stored: Vec<Reason> = serde_json::from_str(&record.reasoning)
        .map_err(|error| Mismatch::new(&place, "the reasoning", "a list of steps", error))?;
    same(&place, "the reasoning", &reasoning, &stored)
}
