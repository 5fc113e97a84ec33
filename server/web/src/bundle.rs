//! Evidence bundles: entries of the ledger, each with its proof under a signed checkpoint.

use std::collections::BTreeSet;

use domain::id::EnrolmentId;
use domain::ledger::{BUNDLE_FORM, Bundle, Entry, ProvenEntry};
use store::ledger::Holder;

use crate::Site;
use crate::error::AppError;

/// The bundle of an enrolment, with its entries up to an index ([`i64::MAX`]: all of them) and what the learner's device signed
/// with their checks.
pub async fn bundle(
    site: &Site,
    enrolment: EnrolmentId,
    holder: Holder,
    until: i64,
) -> Result<Bundle, AppError> {
    let checkpoint = site.db.make_checkpoint(&site.signer, site.now()).await?;
    let (mut entries, mut verified_ms, mut checks) = (Vec::new(), 0, BTreeSet::new());
    let stored = site.db.entries_of_enrolment(&enrolment, checkpoint.size).await?;
    for stored in stored.into_iter().filter(|stored| stored.index <= until) {
        let entry: Entry = serde_json::from_str(&stored.body).map_err(anyhow::Error::from)?;
        verified_ms += entry.ms;
        checks.extend(entry.check.map(|check| check.id));
        let proof = site.db.inclusion_proof(stored.index, checkpoint.size).await?;
        let proof = proof.iter().map(ToString::to_string).collect();
        entries.push(ProvenEntry { index: stored.index, body: stored.body.0, proof });
    }
    let mut segments = site.db.signed_segments(&holder.person).await?;
    segments.retain(|segment| checks.contains(&segment.check));
    Ok(Bundle {
        form: BUNDLE_FORM.to_owned(),
        enrolment,
        class: holder.class,
        verified_ms,
        public_key: site.signer.public_key(),
        keys: site.db.key_notes().await?,
        checkpoint: checkpoint.note,
        entries,
        segments,
    })
}
