//! A class is closed: what waits of it is given back, in the transaction that closes it.

use std::collections::BTreeSet;

use domain::id::{ClassId, PersonId};
use domain::study::RefusalCode;

use super::rule_input::RuleInput;
use super::unit_of_work::StudyUnitOfWork;
use crate::db::Tx;
use crate::error::Result;

/// Holds the study of these people until the transaction ends, and gives back what waits of the class.
pub(crate) async fn close_class_within(
    tx: &mut Tx,
    class: &ClassId,
    people: &BTreeSet<PersonId>,
    policy: &str,
    input: &RuleInput<'_>,
) -> Result<()> {
    let mut work = StudyUnitOfWork::load(tx, people).await?;
    let now = input.under(policy)?;
    let mut changed = false;
    let mut states = std::mem::take(&mut work.states);
    for (person, study) in &mut states {
        if let Some((record, spans)) = study.on_class_closed(class, &now, &mut work.progresses) {
            work.give_back(&spans, RefusalCode::ClassClosed);
            work.keep(person, vec![record], None)?;
            changed = true;
        }
    }
    if changed {
        work.states = states;
        work.save(tx, input.now_ms).await?;
    }
    Ok(())
}
