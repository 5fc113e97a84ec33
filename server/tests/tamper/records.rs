//! Attacks on what was studied: evidence, entries, the state of a study, the tree.

use domain::audit::AuditAction;
use domain::wire::CheckResult;
use store::StoreError;
use store::audit::AuditEvent;
use store_read::row_mac::RowText;

use super::attack::blob;
use super::forger::{forger, forger_of};
use super::{Attack, Kind, Named, all_are_caught, owner};
use crate::site::{TestSite, on_both};
use crate::store_learner::StoreLearner;
use crate::verify::busy_days;

const KINDS: &[Kind] = &[
    Kind {
        name: "the milliseconds beside an entry",
        attack: Attack::Sql("UPDATE ledger_entry SET ms = ms + 60000 WHERE entry_index = 1"),
        named: Named::As("ledger entry 1: the hash of its bytes in the tree"),
    },
    Kind {
        name: "two entries exchange their bodies",
        attack: Attack::Sql(
            "UPDATE ledger_entry SET body =
                 (SELECT y.body FROM ledger_entry y WHERE y.entry_index = 1 - ledger_entry.entry_index)
             WHERE entry_index IN (0, 1)",
        ),
        named: Named::As("ledger entry 0: the hash of its bytes in the tree"),
    },
    Kind {
        name: "two people exchange their entry groups",
        attack: Attack::Sql(
            "UPDATE ledger_entry_group SET person_id =
                 CASE person_id WHEN 'person-li' THEN 'person-wang' WHEN 'person-wang' THEN 'person-li'
                      ELSE person_id END",
        ),
        named: Named::As("ledger entry 0: its MAC"),
    },
    Kind {
        name: "hours minted: records, entry, nodes, head and subsidy, all of them right",
        attack: Attack::Steps(|site| Box::pin(mint(site))),
        named: Named::As(": its MAC (it was not written by the running server"),
    },
    Kind {
        name: "an open log forged, which would become hours at the next check passed",
        attack: Attack::Steps(|site| Box::pin(forge_open_log(site))),
        named: Named::As("the study of person person-wang: its MAC"),
    },
    Kind {
        name: "the time beside evidence",
        attack: Attack::Sql(
            "UPDATE evidence SET last_at = last_at + 1 WHERE person_id = 'person-li' AND first_n = 1",
        ),
        named: Named::As("evidence 1 of person person-li: its MAC"),
    },
    Kind {
        name: "the evidence of two people exchanged",
        attack: Attack::Sql(
            "UPDATE evidence SET body =
                 (SELECT y.body FROM evidence y WHERE y.first_n = 1 AND y.person_id <> evidence.person_id
                  AND y.person_id IN ('person-li', 'person-wang'))
             WHERE first_n = 1 AND person_id IN ('person-li', 'person-wang')",
        ),
        named: Named::As("the records of person person-li after number 0"),
    },
    Kind {
        name: "the evidence of somebody gone",
        attack: Attack::Sql("DELETE FROM evidence WHERE person_id = 'person-wang'"),
        named: Named::As(": the passed check behind it"),
    },
    Kind {
        name: "the newest entry cut off with its nodes, checkpoints, days and subsidy",
        attack: Attack::Steps(|site| {
            Box::pin(async {
                cut_newest(site).await;
            })
        }),
        named: Named::As("ledger_head: its MAC"),
    },
    Kind {
        name: "the same, with the head from an older copy",
        attack: Attack::Steps(|site| Box::pin(cut_newest_with_old_head(site))),
        named: Named::As("the ledger entry of a passed check"),
    },
    Kind {
        name: "all checkpoints deleted",
        attack: Attack::Sql("DELETE FROM ledger_checkpoint"),
        named: Named::As("the ledger: the number of checkpoints ever signed"),
    },
    Kind {
        name: "all checkpoints deleted and counted anew",
        attack: Attack::Sql("DELETE FROM ledger_checkpoint; UPDATE ledger_head SET checkpoints = 0"),
        named: Named::As("ledger_head: its MAC"),
    },
    Kind {
        name: "the newest checkpoint deleted",
        attack: Attack::Sql(
            "DELETE FROM ledger_checkpoint WHERE size = (SELECT MAX(c.size) FROM ledger_checkpoint c)",
        ),
        named: Named::As("the ledger: the number of checkpoints ever signed"),
    },
    Kind {
        name: "the head's MAC taken away",
        attack: Attack::Sql("UPDATE ledger_head SET mac = NULL"),
        named: Named::As("ledger_head: its MAC"),
    },
    Kind {
        name: "a line slipped into the audit log, with its leaf, its nodes and its head",
        attack: Attack::Steps(|site| Box::pin(forge_audit_line(site))),
        named: Named::As(": its MAC (it was not written by the running server, or was moved)"),
    },
];

#[tokio::test]
async fn what_was_studied_cannot_be_changed_unseen() {
    all_are_caught(study, KINDS).await;
}

/// Busy days, and somebody enrolled who never studied.
async fn study(site: &TestSite) {
    busy_days(site).await;
    StoreLearner::enrolled(site, "chen").await;
}

async fn mint(site: &TestSite) {
    let forged = forger(site, &["ledger_head"]).await;
    let mut chen = StoreLearner::of(&forged, "chen").await;
    chen.open("crab-1").await;
    chen.watch(240).await;
    chen.close().await;
    assert_eq!(chen.answer_check(true).await.result, CheckResult::Passed);
}

async fn forge_open_log(site: &TestSite) {
    let forged = forger_of(site, "person-wang").await;
    let mut wang = StoreLearner::of(&forged, "wang").await;
    wang.open("crab-1").await;
    wang.watch(60).await;
}

async fn forge_audit_line(site: &TestSite) {
    let forged = forger(site, &["audit_head"]).await;
    let action = AuditAction::BackupRestore {
        ledger: String::new(),
        made_at_ms: 0,
        sha256: String::new(),
        entries: 0,
    };
    let event = AuditEvent::by_system("invented".to_owned(), site.site.now(), action);
    forged.site.db.write_audit(&event).await.unwrap();
}

/// Without an older copy of the rows: the records and the state of the study still say what was passed.
async fn cut_newest(site: &TestSite) -> i64 {
    let db = &site.site.db;
    let size = db.ledger_size().await.unwrap();
    let newest = size - 1;
    let nodes = translog::frontier(u64::try_from(newest).unwrap()).into_iter().max();
    let kept = nodes.map_or(-1, |node| i64::try_from(node).unwrap());
    owner(
        db,
        &format!(
            "DELETE FROM ledger_day WHERE entry_index = {newest}; DELETE FROM ledger_entry WHERE entry_index = {newest};
             DELETE FROM ledger_node WHERE node_index > {kept}; DELETE FROM ledger_checkpoint WHERE size > {newest};
             UPDATE ledger_head SET size = {newest}, checkpoints = (SELECT COUNT(*) FROM ledger_checkpoint)"
        ),
    )
    .await;
    newest
}

async fn cut_newest_with_old_head(site: &TestSite) {
    let size = cut_newest(site).await;
    let db = &site.site.db;
    let sql = "SELECT COUNT(*) FROM ledger_checkpoint";
    let mac = RowText::head("ledger_head", size, site.number(sql).await).mac(&site.site.keys);
    owner(db, &format!("UPDATE ledger_head SET mac = {}", blob(db, &mac))).await;
}

/// What has counted since the last pass, of everybody.
const LIVE: &str = "SELECT CAST(SUM(live_counted_ms) AS BIGINT) FROM person_study";

/// What is caught by `verify` later is not counted on now.
#[tokio::test]
async fn nothing_is_counted_on_a_study_that_the_server_did_not_write() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        li.open("crab-1").await;
        li.watch(60).await;
        let mut wang = StoreLearner::enrolled(site, "wang").await;
        wang.open("crab-1").await;
        owner(&site.site.db, "UPDATE person_study SET live_counted_ms = 1 WHERE person_id = 'person-li'")
            .await;
        let refused = li.try_beat(&[[60_000, 75_000]]).await.unwrap_err();
        assert!(matches!(refused, StoreError::Damaged(_)), "{refused:?}");
        let before = site.number(LIVE).await;
        // Others study on.
        wang.watch(30).await;
        assert_eq!(site.number(LIVE).await, before + 30_000);
    })
    .await;
}
