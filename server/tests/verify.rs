//! Books kept honestly verify; one changed byte anywhere is found and named.

use domain::study::KeptRecord;
use domain::wire::CheckResult;
use store::ledger::checkpoint::NoteSigner;
use store::ledger::{NewEntry, append};
use store::{Db, read_db, write_db};
use store_read::packed::{ENTRIES, RECORDS};
use store_read::records::unsealed;
use tlog_tiles::Hash;
use vault::Keys;
use verify::Options;
use verify::note::Note;
use verify::tree::Kept;

use crate::site::repacked::repacked;
use crate::site::verification::without_triggers;
use crate::site::{TestSite, on_both};
use crate::store_fixture::city::{run, try_run};
use crate::store_learner::StoreLearner;

/// Three learners, every outcome of a check, a night between two days.
pub async fn busy_days(site: &TestSite) {
    site.with_crab_class().await;
    site.ledger_checkpoint().await;
    // What follows counts milliseconds.
    site.clock.ticks(false);

    // One who studies, with all that happens to honest people.
    let mut li = StoreLearner::enrolled(site, "li").await;
    li.open("crab-1").await;
    li.watch(60).await;
    let first = li.beat_again(1, &[[0, 15_000]]).await;
    assert_eq!(first.counted_ms, 15_000);
    site.clock.forward_s(10);
    let hasty = li.beat(&[[60_000, 90_000]]).await;
    assert_eq!((hasty.counted_ms, hasty.refused.len()), (10_000, 1));
    site.clock.forward_s(300);
    let tunnel = li.beat(&[[70_000, 370_000]]).await;
    assert_eq!(tunnel.counted_ms, 300_000);
    li.watch(230).await;
    if li.check.is_none() {
        li.close().await;
    }
    assert_eq!(li.answer_check(false).await.result, CheckResult::Wrong);
    assert_eq!(li.answer_check(true).await.result, CheckResult::Passed);
    site.ledger_checkpoint().await;
    li.open("crab-2").await;
    li.watch(300).await;
    li.close().await;
    assert_eq!(li.answer_check(false).await.result, CheckResult::Wrong);
    assert_eq!(li.answer_check(false).await.result, CheckResult::Hold);
    site.clock.forward_s(60);
    li.prove_identity().await;
    li.show_check().await;
    li.extend_check().await;
    site.clock.forward_s(200);
    assert_eq!(li.answer_check(true).await.result, CheckResult::Passed);

    // One who walks away from the open check, three times.
    let mut wang = StoreLearner::enrolled(site, "wang").await;
    wang.open("crab-2").await;
    wang.watch(120).await;
    wang.close().await;
    assert_eq!(wang.answer_check(true).await.result, CheckResult::Passed);
    wang.open("crab-1").await;
    wang.watch(300).await;
    wang.close().await;
    for _ in 0..3 {
        wang.show_check().await;
        site.clock.forward_s(400);
    }
    wang.open("crab-1").await;
    wang.watch(45).await;

    // One over midnight, in two lessons, until the next morning's check; more waits at the end.
    let mut zhao = StoreLearner::enrolled(site, "zhao").await;
    let night_ms = 1_795_276_800_000 + 24 * 3_600_000 - 100_000;
    site.clock.forward_ms(night_ms - site.site.now());
    zhao.open("crab-3").await;
    zhao.watch(60).await;
    zhao.open("crab-2").await;
    site.clock.forward_s(85);
    zhao.beat(&[[0, 85_000]]).await;
    zhao.watch(200).await;
    zhao.close().await;
    assert_eq!(zhao.answer_check(true).await.result, CheckResult::Passed);
    zhao.open("crab-1").await;
    zhao.watch(90).await;
    site.ledger_checkpoint().await;
}

#[tokio::test]
async fn honest_books_verify() {
    on_both(async |site| {
        let nothing = site.verify(&[]).await.unwrap();
        assert_eq!((nothing.records, nothing.tree.entries), (0, 0));
        busy_days(site).await;
        let report = site.verify(&[]).await.unwrap();
        assert_eq!(report.people, 3);
        assert_eq!((report.tree.checkpoints, report.tree.signatures), (3, 3));
        assert!(report.tree.entries >= 5, "{report}");
        assert!(report.verified_ms > 1_000_000 && report.waiting_ms >= 90_000, "{report}");
        assert_eq!(report.subsidies, 3);
        assert!(report.to_string().ends_with("OK"));
    })
    .await;
}

/// A change by the database's owner, how it is undone, and what must be named.
struct Forgery {
    table: &'static str,
    change: &'static str,
    undo: &'static str,
    named: &'static str,
}

const FORGERIES: &[Forgery] = &[
    Forgery {
        table: "ledger_entry",
        change: "UPDATE ledger_entry SET ms = ms + 1 WHERE entry_index = 2",
        undo: "UPDATE ledger_entry SET ms = ms - 1 WHERE entry_index = 2",
        named: "ledger entry 2: the hash of its bytes",
    },
    Forgery {
        table: "ledger_entry",
        change: "UPDATE ledger_entry SET day = '1' || day WHERE entry_index = 0",
        undo: "UPDATE ledger_entry SET day = substr(day, 2) WHERE entry_index = 0",
        named: "ledger entry 0: the hash of its bytes",
    },
    Forgery {
        table: "ledger_entry_group",
        change: "UPDATE ledger_entry_group SET policy = 'x' || policy WHERE entry_group = 1",
        undo: "UPDATE ledger_entry_group SET policy = substr(policy, 2) WHERE entry_group = 1",
        named: "ledger entry 0: the hash of its bytes",
    },
    Forgery {
        table: "evidence",
        change: "UPDATE evidence SET last_n = last_n + 100 WHERE first_n = 1 AND person_id = 'person-li'",
        undo: "UPDATE evidence SET last_n = last_n - 100 WHERE first_n = 1 AND person_id = 'person-li'",
        named: "the numbers beside the evidence",
    },
    Forgery {
        table: "ledger_checkpoint",
        change: "UPDATE ledger_checkpoint SET note = replace(note, 'xueshi', 'xuexhi') WHERE size = 0",
        undo: "UPDATE ledger_checkpoint SET note = replace(note, 'xuexhi', 'xueshi') WHERE size = 0",
        named: "checkpoint of size 0: the signature",
    },
    Forgery {
        table: "ledger_checkpoint",
        change: "UPDATE ledger_checkpoint SET size = size + 1000 WHERE size > 1",
        undo: "UPDATE ledger_checkpoint SET size = size - 1000 WHERE size > 1000",
        named: "checkpoint of size 100",
    },
    Forgery {
        table: "ledger_head",
        change: "UPDATE ledger_head SET size = size + 1",
        undo: "UPDATE ledger_head SET size = size - 1",
        named: "the ledger: the number of entries",
    },
    Forgery {
        table: "lesson_progress",
        change: "UPDATE lesson_progress SET verified_ms = verified_ms + 1 WHERE lesson_id = 'crab-3'",
        undo: "UPDATE lesson_progress SET verified_ms = verified_ms - 1 WHERE lesson_id = 'crab-3'",
        named: "in lesson crab-3: how far it has come",
    },
    Forgery {
        table: "person_study",
        change: r#"UPDATE person_study SET state = replace(state, '"credit_budget_ms":', '"credit_budget_ms":1') WHERE person_id = 'person-zhao'"#,
        undo: r#"UPDATE person_study SET state = replace(state, '"credit_budget_ms":1', '"credit_budget_ms":') WHERE person_id = 'person-zhao'"#,
        named: "the study of person person-zhao: the credit budget",
    },
    Forgery {
        table: "subsidy_record",
        change: "UPDATE subsidy_record SET amount_fen = amount_fen + 100 WHERE person_id = 'person-li'",
        undo: "UPDATE subsidy_record SET amount_fen = amount_fen - 100 WHERE person_id = 'person-li'",
        named: "in class crab-k: the amount in fen",
    },
    Forgery {
        table: "subsidy_record",
        change: "UPDATE subsidy_record SET verified_ms = verified_ms + 1 WHERE person_id = 'person-wang'",
        undo: "UPDATE subsidy_record SET verified_ms = verified_ms - 1 WHERE person_id = 'person-wang'",
        named: "in class crab-k: verified milliseconds",
    },
];

#[tokio::test]
async fn one_changed_byte_is_found_and_named() {
    on_both(async |site| {
        busy_days(site).await;
        let db = &site.site.db;
        for forgery in FORGERIES {
            without_triggers(db, &[forgery.table]).await;
            run(db, forgery.change).await;
            let fault = site.verify(&[]).await.expect_err(forgery.change).to_string();
            assert!(fault.contains(forgery.named), "{}\n{fault}", forgery.change);
            run(db, forgery.undo).await;
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}

/// A change of the raw records by the owner of the database, who packs them again.
struct ForgedRecord {
    person: &'static str,
    n: i64,
    forge: fn(&mut KeptRecord),
    named: &'static str,
}

const FORGED_RECORDS: &[ForgedRecord] = &[
    ForgedRecord {
        person: "person-li",
        n: 3,
        forge: |record| record.body = record.body.replace(r#""position_ms":30000"#, r#""position_ms":30001"#),
        // Where the player stood counts for nothing, but the chain over all bytes is in the ledger.
        named: "ledger entry 0: the hash chain over its evidence",
    },
    ForgedRecord {
        person: "person-li",
        n: 3,
        forge: |record| record.body = record.body.replace("[15000,30000]", "[15000,29000]"),
        named: "record 3 of person person-li: the stored answer",
    },
    ForgedRecord {
        person: "person-li",
        n: 4,
        forge: |record| {
            record.answer = record
                .answer
                .take()
                .map(|said| said.replace(r#""counted_ms":15000"#, r#""counted_ms":15001"#));
        },
        named: "record 4 of person person-li: the stored answer",
    },
    ForgedRecord {
        person: "person-wang",
        n: 2,
        forge: |record| record.at_ms -= 9000,
        named: "record 2 of person person-wang: the stored answer",
    },
];

/// Rewrites the evidence that holds a record; returns what has to be put back.
async fn forge(db: &Db, forged: &ForgedRecord) -> (i64, Vec<u8>) {
    let sql = "SELECT first_n, body FROM evidence WHERE person_id = $1 AND first_n <= $2 AND last_n >= $2";
    let (first, body): (i64, Vec<u8>) =
        read_db!(db, |pool| sqlx::query_as(sql).bind(forged.person).bind(forged.n).fetch_one(pool).await)
            .unwrap();
    let mut records = unsealed(&body).unwrap();
    let record = records.iter_mut().find(|record| record.n == forged.n).unwrap();
    let before = record.clone();
    (forged.forge)(record);
    assert_ne!(*record, before);
    put(db, forged.person, first, RECORDS.pack(&repacked(&records)).unwrap()).await.unwrap();
    (first, body)
}

async fn put(db: &Db, person: &str, first: i64, body: Vec<u8>) -> Result<(), sqlx::Error> {
    let sql = "UPDATE evidence SET body = $1 WHERE person_id = $2 AND first_n = $3";
    write_db!(db, |pool| sqlx::query(sql).bind(body).bind(person).bind(first).execute(pool).await.map(drop))
}

#[tokio::test]
async fn one_changed_record_is_found_and_named() {
    on_both(async |site| {
        busy_days(site).await;
        let db = &site.site.db;
        without_triggers(db, &["evidence"]).await;
        for forged in FORGED_RECORDS {
            let (first, body) = forge(db, forged).await;
            let fault = site.verify(&[]).await.expect_err(forged.named).to_string();
            assert!(fault.contains(forged.named), "{}\n{fault}", forged.named);
            put(db, forged.person, first, body).await.unwrap();
        }
        put(db, "person-li", 1, b"not a log".to_vec()).await.unwrap();
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains("the evidence") && fault.contains("a log of records"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn a_rewritten_entry_is_found_and_named() {
    on_both(async |site| {
        busy_days(site).await;
        let db = &site.site.db;
        without_triggers(db, &["ledger_entry"]).await;
        let text = db.ledger_entries(1, 2).await.unwrap().remove(0).body.0;
        let other = text.replace(r#""offer":1"#, r#""offer":2"#);
        assert_ne!(text, other);
        for (body, holds) in [
            (ENTRIES.pack(other.as_bytes()).unwrap(), false),
            (ENTRIES.pack(text.as_bytes()).unwrap(), true),
            (text.into_bytes(), false),
            (b"{}".to_vec(), false),
            (vec![1, 7, 7], false),
        ] {
            let sql = "UPDATE ledger_entry SET body = $1 WHERE entry_index = 1";
            write_db!(db, |pool| sqlx::query(sql).bind(&body).execute(pool).await.map(drop)).unwrap();
            match site.verify(&[]).await {
                Ok(_) => assert!(holds),
                Err(fault) => {
                    let fault = fault.to_string();
                    assert!(!holds && fault.contains("ledger entry 1: the hash of its bytes"), "{fault}");
                }
            }
        }
    })
    .await;
}

/// Of a complete tile the tree keeps its top only: what was changed below is found there.
#[tokio::test]
async fn a_changed_entry_of_a_complete_tile_is_found_with_its_tile() {
    on_both(async |site| {
        busy_days(site).await;
        let db = &site.site.db;
        let body = db.ledger_entries(1, 2).await.unwrap().remove(0).body.0;
        let like = NewEntry { person: "person-li".into(), entry: serde_json::from_str(&body).unwrap() };
        let mut tx = db.begin().await.unwrap();
        append(&mut tx, &vec![like; 300]).await.unwrap();
        tx.commit().await.unwrap();
        // The tree is whole, only nobody studied that much.
        let honest = site.verify(&[]).await.unwrap_err().to_string();
        assert!(!honest.contains("hash of its bytes"), "{honest}");
        without_triggers(db, &["ledger_entry"]).await;
        let change = "UPDATE ledger_entry SET at_ms = at_ms + 1 WHERE entry_index = 100";
        let undo = "UPDATE ledger_entry SET at_ms = at_ms - 1 WHERE entry_index = 100";
        run(db, change).await;
        // Its MAC names the entry itself; whoever has no key file learns in which tile it lies.
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains("ledger entry 100: its MAC"), "{fault}");
        let options = Options { policies: &site.site.policies, keys: None, key: None, kept: &[] };
        let books = &mut db.snapshot().await.unwrap();
        let fault = verify::verify(books, &options).await.unwrap_err().to_string();
        assert!(fault.contains("ledger entries 0 to 255: the hash of its bytes"), "{fault}");
        run(db, undo).await;
        assert_eq!(site.verify(&[]).await.unwrap_err().to_string(), honest);
        without_triggers(db, &["ledger_node"]).await;
        run(db, "DELETE FROM ledger_node WHERE node_index = 510").await;
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains("ledger entries 0 to 255: the number of a stored hash"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn while_the_triggers_stand_the_books_refuse() {
    on_both(async |site| {
        busy_days(site).await;
        for forgery in FORGERIES {
            let refused = try_run(&site.site.db, forgery.change).await;
            let is_append_only = ["ledger_entry", "ledger_entry_group", "evidence", "ledger_checkpoint"]
                .contains(&forgery.table);
            assert_eq!(refused.is_err(), is_append_only, "{}", forgery.change);
            if !is_append_only {
                run(&site.site.db, forgery.undo).await;
            }
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_kept_checkpoint_shows_a_rewritten_history() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        for lesson in ["crab-3", "crab-2"] {
            li.open(lesson).await;
            li.watch(60).await;
            li.close().await;
            li.answer_check(true).await;
        }
        let kept = |note: &str| {
            let name = "the kept checkpoint".to_owned();
            [Kept { name, note: Note::parse(note).unwrap() }]
        };
        let old = site.ledger_checkpoint().await;
        li.open("crab-1").await;
        li.watch(60).await;
        li.close().await;
        li.answer_check(true).await;
        let report = site.verify(&kept(&old)).await.unwrap();
        assert_eq!((report.kept, report.tree.entries), (vec![("xueshi.example/test".to_owned(), 2)], 3));

        // The same ledger's signer once signed another history of the same length.
        let other = site.site.signer.sign(2, Hash([7; 32])).unwrap();
        let fault = site.verify(&kept(&other)).await.unwrap_err();
        assert!(fault.what.contains("fork") && fault.place == "the kept checkpoint", "{fault}");

        // Somebody else signed it.
        let stranger = NoteSigner::new("xueshi.example/test", Keys::from_master(&[1; 32]).into()).unwrap();
        let forged = stranger.sign(2, Hash([7; 32])).unwrap();
        let fault = site.verify(&kept(&forged)).await.unwrap_err();
        assert_eq!(fault.what, "the signature");

        // A longer history than today's.
        let longer = site.site.signer.sign(4, Hash([7; 32])).unwrap();
        let fault = site.verify(&kept(&longer)).await.unwrap_err();
        assert!(fault.found.contains("cut off"), "{fault}");
    })
    .await;
}
