//! Attacks on what training pays and out of which money.

use super::{Attack, Kind, Named, all_are_caught};
use crate::institution::event;
use crate::site::TestSite;
use crate::standard::{a_fund, record, standard};
use domain::audit::AuditAction;
use domain::course::Level;
use domain::standard::Standard;

const KINDS: &[Kind] = &[
    kind(
        "a standard that pays more",
        "UPDATE subsidy_standard SET pay_fen = 188000 WHERE id = 's1'",
        "standard s1: pay_fen",
    ),
    kind(
        "a standard for another trade",
        "UPDATE subsidy_standard SET trade_code = 't2' WHERE id = 's1'",
        "standard s1: trade_code",
    ),
    kind(
        "a standard made longer",
        "UPDATE subsidy_standard SET valid_to = '2036-12-31' WHERE id = 's1'",
        "standard s1: valid_to",
    ),
    kind(
        "a living allowance added",
        "UPDATE subsidy_standard SET living_max_fen = 90000 WHERE id = 's1'",
        "standard s1: living_max_fen",
    ),
    kind(
        "the end of a standard taken back",
        "UPDATE subsidy_standard SET valid_to = '2026-12-31', ended_at = NULL, ended_by = NULL, ended_reason = ''
         WHERE id = 's2'",
        "standard s2: ended_at_ms",
    ),
    kind(
        "a standard invented",
        "INSERT INTO subsidy_standard (id, trade_code, level, valid_from, pay, pay_fen, partial_percent, fund_id, source,
             recorded_by, recorded_at)
         VALUES ('s9', 't2', 'five', '2026-01-01', 'per_person', 1, 0, 'fund-1', 'x', 'account-zhou', 1)",
        "standard s9: its leaf in the audit log",
    ),
    kind(
        "a standard deleted",
        "DELETE FROM subsidy_standard WHERE id = 's2'",
        "standard s2: the row of its leaf in the audit log",
    ),
    kind(
        "a fund with more money",
        "UPDATE fund_source SET budget_fen = 900000000 WHERE id = 'fund-1'",
        "fund_source fund-1: budget_fen",
    ),
];

const fn kind(name: &'static str, sql: &'static str, says: &'static str) -> Kind {
    Kind { name, attack: Attack::Sql(sql), named: Named::As(says) }
}

#[tokio::test]
async fn what_training_pays_cannot_be_changed_unseen() {
    all_are_caught(
        async |site: &TestSite| {
            a_fund(site).await;
            record(site, &[standard("s1"), Standard { level: Some(Level::Four), ..standard("s2") }]).await;
            let ended = AuditAction::StandardEnd { standard: "s2".into(), valid_to: "2026-06-30".to_owned() };
            let said = event(site, "account-zhou", ended, "新文件替代");
            site.site.db.end_standard(&"s2".into(), "2026-06-30", "2025-12-31", &said).await.unwrap();
        },
        KINDS,
    )
    .await;
}
