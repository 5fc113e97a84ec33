//! Attacks on what institutions are filed for: money is paid only for what was filed.

use domain::course::Level;
use store::filing::NewFiling;

use super::{Attack, Kind, Named, all_are_caught};
use crate::institution::{event, filing};
use crate::site::TestSite;

const KINDS: &[Kind] = &[
    kind(
        "a filing made longer",
        "UPDATE filing SET valid_to = '2036-12-31' WHERE id = 'filing-1'",
        "filing filing-1: valid_to",
    ),
    kind(
        "a filing of another level",
        "UPDATE filing SET level = 'three' WHERE id = 'filing-1'",
        "filing filing-1: level",
    ),
    kind(
        "a filing of another school",
        "UPDATE filing SET organisation_id = 'school2' WHERE id = 'filing-1'",
        "filing filing-1: organisation",
    ),
    kind(
        "a suspension taken away",
        "UPDATE filing SET suspended_at = NULL, suspended_by = NULL, suspended_reason = '' WHERE id = 'filing-2'",
        "filing filing-2: suspended_at_ms",
    ),
    kind(
        "a filing invented",
        "INSERT INTO filing (id, organisation_id, trade_code, level, number, valid_from, recorded_by, recorded_at)
         VALUES ('filing-9', 'school2', 't1', 'five', '9', '2026-01-01', 'account-zhou', 1)",
        "filing filing-9: its leaf in the audit log",
    ),
    kind(
        "a suspended filing deleted",
        "DELETE FROM filing WHERE id = 'filing-2'",
        "filing filing-2: the row of its leaf in the audit log",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_an_institution_is_filed_for_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            site.reviewer("zhou").await;
            filing(site, "filing-1", Level::Five).await;
            filing(site, "filing-2", Level::Four).await;
            let NewFiling { id, organisation, .. } = crate::institution::new("filing-2", Level::Four);
            let suspended = domain::audit::AuditAction::FilingSuspend { filing: id.clone(), organisation };
            site.site.db.suspend_filing(&id, &event(site, "account-zhou", suspended, "核查")).await.unwrap();
        },
        KINDS,
    )
    .await;
}
