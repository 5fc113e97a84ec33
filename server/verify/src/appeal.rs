//! Appeals: who took which step, judged once more, and the contra entries that grants became.

use std::collections::BTreeMap;

use domain::appeal::Ground;
use domain::ledger::Entry;
use store_read::digest::Purpose;
use store_read::evidence::{AppealRow, EntryRow, GrantRow, Snapshot, StepRow};

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::options::Options;
use crate::replay::Granted;

/// A grant on which two people agreed.
#[derive(Clone, Debug)]
struct Agreed {
    ground: Ground,
    actor: String,
    approver: String,
    reason: String,
}

/// The appeals of one person.
pub struct Appeals {
    rows: BTreeMap<String, (AppealRow, Option<Agreed>)>,
    grants: BTreeMap<String, GrantRow>,
}

impl Appeals {
    /// Reads them, and judges every step of each.
    pub async fn of(books: &mut Snapshot, person: &str) -> Result<Self, VerifyError> {
        let mut steps: BTreeMap<String, Vec<StepRow>> = BTreeMap::new();
        for step in books.appeal_steps_of(person).await? {
            steps.entry(step.appeal_id.clone()).or_default().push(step);
        }
        let mut rows = BTreeMap::new();
        for row in books.appeals_of(person).await? {
            let place = format!("appeal {}", row.id);
            same(&place, "whose account made it", &row.person_id, &row.account_person)?;
            same(&place, "whose enrolment it is about", &row.person_id, &row.enrolment_person)?;
            let agreed = judged(&place, &row, &steps.remove(&row.id).unwrap_or_default())?;
            rows.insert(row.id.clone(), (row, agreed));
        }
        let grants = books.appeal_grants_of(person).await?;
        let grants = grants.into_iter().map(|grant| (grant.appeal_id.clone(), grant)).collect();
        Ok(Self { rows, grants })
    }

    /// Compares a grant of the records, and the entry it became, with the appeal behind it.
    pub fn take(
        &mut self,
        seen: &Granted,
        row: &EntryRow,
        entry: &Entry,
        options: &Options<'_>,
    ) -> Result<(), Mismatch> {
        let (place, grant) = (format!("ledger entry {}", row.entry_index), &seen.grant);
        let behind = self.rows.remove(grant.appeal.as_str()).and_then(|(row, agreed)| Some((row, agreed?)));
        let Some((appeal, agreed)) = behind else {
            return Err(Mismatch::new(place, "the appeal behind it", "one that two people granted", "none"));
        };
        same(&place, "the enrolment of the appeal", &appeal.enrolment_id, &grant.enrolment.0)?;
        same(&place, "the lesson of the appeal", &appeal.lesson_id, &grant.lesson.0)?;
        same(&place, "the day of the appeal", &appeal.day, &grant.day)?;
        same(&place, "the refusal of the appeal", &appeal.code.as_str(), &grant.code.as_str())?;
        same(&place, "the policy of the class", &appeal.policy_version, &grant.policy)?;
        let Some(granted) = &entry.granted else {
            return Err(Mismatch::new(place, "its kind", "a granted appeal", "another"));
        };
        same(&place, "the passed check", &None, &entry.check)?;
        same(&place, "the appeal", &grant.appeal, &granted.appeal)?;
        same(&place, "the refusal", &grant.code, &granted.code)?;
        same(&place, "the ground", &agreed.ground, &granted.ground)?;
        holds(
            &place,
            "its two people",
            granted.actor != granted.approver
                && granted.actor != entry.person_digest
                && granted.approver != entry.person_digest,
            "three different people",
            "one of them twice",
        )?;
        if let Some(keys) = options.keys {
            let digest = |purpose, text: &str| hex::encode(keys.digest(purpose, text));
            same(&place, "who proposed it", &digest(Purpose::LedgerPerson, &agreed.actor), &granted.actor)?;
            let approver = digest(Purpose::LedgerPerson, &agreed.approver);
            same(&place, "who confirmed it", &approver, &granted.approver)?;
            let reason = digest(Purpose::GrantReason, &agreed.reason);
            same(&place, "the digest of its reason", &reason, &granted.reason)?;
        }
        let kept = self.grants.remove(grant.appeal.as_str());
        let kept = kept.map(|kept| (kept.entry_index, kept.ms));
        same(&place, "what stands beside the appeal", &Some((row.entry_index, entry.ms)), &kept)
    }

    /// Every granted appeal must have had its entry.
    pub fn end(&self) -> Result<(), Mismatch> {
        for (id, (_, agreed)) in &self.rows {
            let place = format!("appeal {id}");
            holds(&place, "the contra entry of a grant", agreed.is_none(), "one", "none")?;
        }
        match self.grants.keys().next() {
            Some(id) => Err(Mismatch::new(format!("appeal {id}"), "an entry of it", "none", "one")),
            None => Ok(()),
        }
    }
}

/// The separation of duties, step by step. Persons count, not accounts.
fn judged(place: &str, appeal: &AppealRow, steps: &[StepRow]) -> Result<Option<Agreed>, Mismatch> {
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    let mut proposal: Option<&StepRow> = None;
    let mut confirmed: Option<&StepRow> = None;
    for (at, step) in (1..).zip(steps) {
        let what = format!("step {} ({})", step.n, step.kind);
        same(place, &format!("{what}: its number"), &at, &step.n)?;
        same(place, &format!("{what}: whose account took it"), &step.person_id, &step.account_person)?;
        holds(place, &what, step.person_id != appeal.person_id, "not one of the learner's own", "one")?;
        holds(place, &what, confirmed.is_none(), "none after the confirmation", "one")?;
        let (part, turn) = match step.kind.as_str() {
            "comment" => ("comment", true),
            "propose" => ("propose", proposal.is_none()),
            "send_back" | "confirm" => ("confirm", proposal.is_some()),
            other => return Err(Mismatch::new(place, what, "a known kind", other)),
        };
        holds(place, &format!("{what}: its turn"), turn, "this one", "another's")?;
        let before = *kinds.entry(&step.person_id).or_insert(part);
        same(place, &format!("{what}: the part of one person"), &before, &part)?;
        match step.kind.as_str() {
            "propose" => proposal = Some(step),
            "send_back" => proposal = None,
            "confirm" => confirmed = Some(step),
            _ => {}
        }
    }
    let (Some(proposal), Some(confirmed)) = (proposal, confirmed) else { return Ok(None) };
    same(place, "the verdict that was confirmed", &proposal.verdict, &confirmed.verdict)?;
    same(place, "the ground that was confirmed", &proposal.ground, &confirmed.ground)?;
    if confirmed.verdict.as_deref() != Some("grant") {
        return Ok(None);
    }
    let ground = proposal.ground.as_deref().and_then(Ground::from_code);
    let ground = ground.ok_or_else(|| Mismatch::new(place, "the ground", "a known one", "none"))?;
    Ok(Some(Agreed {
        ground,
        actor: proposal.person_id.clone(),
        approver: confirmed.person_id.clone(),
        reason: proposal.reason.clone(),
    }))
}
