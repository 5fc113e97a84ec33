//! Attacks on the schema: what refuses changes is taken away for good, or made to say something else.

use store::Db;

use super::{Attack, Kind, Named, all_are_caught};
use crate::site::TestSite;
use crate::store_fixture::city::run;

const KINDS: &[Kind] = &[
    Kind {
        name: "the trigger that refuses to delete entries dropped",
        attack: Attack::Steps(|site| {
            Box::pin(each(
                site,
                "DROP TRIGGER ledger_entry_no_delete",
                "DROP TRIGGER ledger_entry_append_only ON ledger_entry",
            ))
        }),
        named: Named::As("the schema: trigger ledger_entry"),
    },
    Kind {
        name: "a trigger that refuses no longer",
        attack: Attack::Steps(|site| {
            Box::pin(each(
                site,
                "DROP TRIGGER evidence_no_update; CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT 1; END",
                "ALTER TABLE evidence DISABLE TRIGGER evidence_append_only",
            ))
        }),
        named: Named::As("the schema: trigger evidence"),
    },
    Kind {
        name: "a function of the triggers that does nothing",
        attack: Attack::Steps(|site| {
            Box::pin(each(
                site,
                "DROP TRIGGER audit_leaf_no_replace",
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END; $$",
            ))
        }),
        named: Named::As("the schema: "),
    },
    Kind {
        name: "a view that shows more than there is",
        attack: Attack::Steps(|site| {
            Box::pin(each(
                site,
                "DROP VIEW evidence_kept; CREATE VIEW evidence_kept AS
                 SELECT person_id, first_n, last_n, last_at, body, mac FROM evidence",
                "CREATE OR REPLACE VIEW evidence_kept AS
                 SELECT person_id, first_n, last_n, last_at, body, mac FROM evidence",
            ))
        }),
        named: Named::As("the schema: view evidence_kept"),
    },
    Kind {
        name: "a trigger of one's own",
        attack: Attack::Steps(|site| {
            Box::pin(each(
                site,
                "CREATE TRIGGER mine AFTER INSERT ON refusal BEGIN DELETE FROM refusal; END",
                "CREATE RULE mine AS ON INSERT TO refusal DO INSTEAD NOTHING",
            ))
        }),
        named: Named::As("nothing: this version makes no such thing"),
    },
    Kind {
        name: "an index dropped",
        attack: Attack::Sql("DROP INDEX evidence_by_time"),
        named: Named::As("the schema: index evidence_by_time"),
    },
    Kind {
        name: "a column added",
        attack: Attack::Sql("ALTER TABLE refusal ADD COLUMN mine TEXT"),
        named: Named::As("the schema: "),
    },
];

async fn each(site: &TestSite, sqlite: &str, postgres: &str) {
    let sql = match &site.site.db {
        Db::Sqlite(_) => sqlite,
        Db::Postgres(_) => postgres,
    };
    run(&site.site.db, sql).await;
}

#[tokio::test]
async fn the_schema_cannot_be_changed_unseen() {
    all_are_caught(async |site: &TestSite| site.with_crab_class().await, KINDS).await;
}
