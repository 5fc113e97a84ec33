//! The ledger's tree, on both databases.

use domain::check::DaySegment;
use domain::coverage::Ranges;
use domain::ledger::{Entry, EntryForm, Evidence, PassedCheck};
use domain::wire::CheckKind;
use sha2::{Digest, Sha256};
use signed_note::{Note, StandardVerifier, VerifierList};
use store::ledger::checkpoint::NoteSigner;
use store::ledger::{NewEntry, append};
use store::{Db, StoreError, read_db, write_db};
use store_read::tree::LEDGER;
use tlog_tiles::{Hash, check_record, check_tree, record_hash, stored_hash_count};
use vault::Keys;

use crate::fixture::databases::{on_both, on_postgres};
use crate::fixture::rows;

fn entry(number: i64) -> NewEntry {
    let day = |day: &str, to: i64| DaySegment { day: day.into(), ranges: Ranges::union_of(vec![[0, to]]) };
    NewEntry {
        person: "p1".into(),
        // Every third as the few that have no compact form.
        entry: Entry {
            v: EntryForm,
            person_digest: "00".repeat(32),
            enrolment: "e1".into(),
            class: "k1".into(),
            lesson: "l1".into(),
            days: if number % 2 == 0 {
                vec![day("2026-11-01", 1000), day("2026-11-02", number + 1)]
            } else {
                vec![day("2026-11-01", 1000 + number + 1)]
            },
            ms: 1000 + number + 1,
            check: Some(PassedCheck {
                id: "x".into(),
                kind: CheckKind::Number,
                offer: 1,
                signed: domain::device::SignatureState::Unsigned,
            }),
            granted: None,
            policy: "2026-01-01".into(),
            at_ms: number,
            evidence: Evidence {
                record: number,
                chain: if number % 3 == 0 { String::new() } else { "ab".repeat(32) },
            },
        },
    }
}

async fn add(db: &Db, entries: &[NewEntry]) -> Result<i64, StoreError> {
    let mut tx = db.begin().await?;
    let size = append(&mut tx, entries).await?;
    tx.commit().await?;
    Ok(size)
}

/// RFC 6962, section 2.1, word for word.
fn naive_root(leaves: &[String]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest(b"").into(),
        [leaf] => Sha256::digest([&[0], leaf.as_bytes()].concat()).into(),
        _ => {
            let split = leaves.len().next_power_of_two() / 2;
            let (left, right) = (naive_root(&leaves[..split]), naive_root(&leaves[split..]));
            Sha256::digest([&[1][..], &left, &right].concat()).into()
        }
    }
}

#[tokio::test]
async fn the_root_is_that_of_rfc_6962_and_every_proof_holds() {
    on_both(async |db| {
        rows::one_learner(db).await;
        let mut leaves: Vec<String> = Vec::new();
        let mut roots = vec![db.ledger_root(0).await.unwrap()];
        while leaves.len() < 70 {
            // One, two, three entries at a time.
            let step = 1 + leaves.len() as i64 % 3;
            let new: Vec<_> = (0..step).map(|more| entry(leaves.len() as i64 + more)).collect();
            leaves.extend(new.iter().map(|new| new.entry.canonical()));
            assert_eq!(add(db, &new).await.unwrap(), leaves.len() as i64);
            while roots.len() <= leaves.len() {
                roots.push(db.ledger_root(roots.len() as i64).await.unwrap());
            }
        }
        for (size, root) in roots.iter().enumerate() {
            assert_eq!(root.0, naive_root(&leaves[..size]), "size {size}");
        }
        let size = leaves.len() as u64;
        let root = roots[leaves.len()];
        for index in 0..size {
            let proof = db.inclusion_proof(index as i64, size as i64).await.unwrap();
            let leaf = record_hash(leaves[index as usize].as_bytes());
            check_record(&proof, size, root, index, leaf).unwrap();
        }
        for old in 1..size {
            let proof = db.consistency_proof(old as i64, size as i64).await.unwrap();
            check_tree(&proof, size, root, old, Hash(roots[old as usize].0)).unwrap();
        }
        assert!(matches!(db.ledger_root(size as i64 + 1).await, Err(StoreError::NotFound)));
        assert!(matches!(db.inclusion_proof(size as i64, size as i64).await, Err(StoreError::NotFound)));
        assert!(matches!(db.consistency_proof(5, 4).await, Err(StoreError::NotFound)));
        let bodies: Vec<String> =
            db.ledger_entries(0, 1000).await.unwrap().into_iter().map(|stored| stored.body.0).collect();
        assert_eq!(bodies, leaves);
    })
    .await;
}

#[tokio::test]
async fn hashes_of_complete_tiles_are_computed_from_their_entries() {
    on_both(async |db| {
        rows::one_learner(db).await;
        let new: Vec<NewEntry> = (0..600).map(entry).collect();
        let leaves: Vec<String> = new.iter().map(|new| new.entry.canonical()).collect();
        for some in new.chunks(70) {
            add(db, some).await.unwrap();
        }
        // Two tiles' tops and what they have in common; the 88 leaves of the third, and the hashes above them.
        let sql = "SELECT COUNT(*) FROM ledger_node";
        let stored: i64 = read_db!(db, |pool| sqlx::query_scalar(sql).fetch_one(pool).await).unwrap();
        assert_eq!(stored as u64, 3 + stored_hash_count(88));
        let mut roots = Vec::new();
        for size in [1, 2, 100, 255, 256, 257, 300, 511, 512, 513, 599, 600] {
            let root = db.ledger_root(size).await.unwrap();
            assert_eq!(root.0, naive_root(&leaves[..size as usize]), "size {size}");
            for index in (0..size).step_by(37).chain([size - 1]) {
                let proof = db.inclusion_proof(index, size).await.unwrap();
                let leaf = record_hash(leaves[index as usize].as_bytes());
                check_record(&proof, size as u64, root, index as u64, leaf).unwrap();
            }
            for (old, old_root) in &roots {
                let proof = db.consistency_proof(*old, size).await.unwrap();
                check_tree(&proof, size as u64, root, *old as u64, *old_root).unwrap();
            }
            roots.push((size, root));
        }
        // Of an incomplete tile everything stays.
        for node in [1024, 1190] {
            let sql = format!("DELETE FROM ledger_node WHERE node_index >= {node}");
            let refused =
                write_db!(db, |pool| { sqlx::query(sqlx::AssertSqlSafe(sql)).execute(pool).await.map(drop) });
            assert!(refused.unwrap_err().to_string().contains("append-only"));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_rolled_back_leaves_no_gap() {
    on_both(async |db| {
        rows::one_learner(db).await;
        add(db, &[entry(0)]).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        append(&mut tx, &[entry(1)]).await.unwrap();
        drop(tx);
        assert_eq!(add(db, &[entry(2)]).await.unwrap(), 2);
        let leaves = [entry(0), entry(2)].map(|new| new.entry.canonical());
        assert_eq!(db.ledger_root(2).await.unwrap().0, naive_root(&leaves));
    })
    .await;
}

#[tokio::test]
async fn concurrent_appends_wait_for_each_other() {
    on_postgres(async |db| {
        rows::one_learner(db).await;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..40 {
            let db = db.clone();
            tasks.spawn(async move { add(&db, &[entry(number), entry(number + 100)]).await.unwrap() });
        }
        let mut sizes = tasks.join_all().await;
        sizes.sort_unstable();
        assert_eq!(sizes, (1..=40).map(|n| n * 2).collect::<Vec<i64>>());
        let leaves: Vec<String> =
            db.ledger_entries(0, 100).await.unwrap().into_iter().map(|stored| stored.body.0).collect();
        assert_eq!(db.ledger_root(80).await.unwrap().0, naive_root(&leaves));
    })
    .await;
}

#[tokio::test]
async fn the_books_refuse_update_and_delete() {
    on_both(async |db| {
        rows::one_learner(db).await;
        add(db, &[entry(0)]).await.unwrap();
        for statement in [
            "UPDATE ledger_entry_group SET policy = ''",
            "DELETE FROM ledger_entry_group",
            "UPDATE ledger_lesson SET lesson_id = lesson_id",
            "DELETE FROM ledger_lesson",
            "UPDATE ledger_entry SET ms = 1",
            "DELETE FROM ledger_entry",
            "UPDATE ledger_day SET ms = 1",
            "DELETE FROM ledger_day",
            "UPDATE ledger_node SET hash = hash",
            "DELETE FROM ledger_node",
        ] {
            let refused =
                write_db!(db, |pool| sqlx::query(statement).execute(pool).await.map(drop)).unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{statement}: {refused}");
        }
    })
    .await;
}

fn signer() -> NoteSigner {
    NoteSigner::new("xueshi.example/test", Keys::from_master(&[9; 32]).into()).unwrap()
}

#[tokio::test]
async fn a_checkpoint_is_made_once_a_size_and_is_signed() {
    on_both(async |db| {
        rows::one_learner(db).await;
        let signer = signer();
        assert!(matches!(db.latest_checkpoint().await, Err(StoreError::NotFound)));
        let empty = db.make_checkpoint(&signer, 5).await.unwrap();
        assert_eq!((empty.size, empty.root.clone()), (0, naive_root(&[]).to_vec()));
        add(db, &[entry(0), entry(1)]).await.unwrap();
        let first = db.make_checkpoint(&signer, 7).await.unwrap();
        assert_eq!((first.size, first.made_at), (2, 7));
        assert_eq!(db.make_checkpoint(&signer, 9).await.unwrap(), first);
        assert_eq!(db.latest_checkpoint().await.unwrap(), first);
        assert_eq!(db.checkpoint(0).await.unwrap(), empty);

        let note = Note::from_bytes(first.note.as_bytes()).unwrap();
        let known = StandardVerifier::new(&signer.public_key()).unwrap();
        note.verify(&VerifierList::new(vec![Box::new(known)])).unwrap();
        let text = tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap();
        assert_eq!(
            (text.origin(), text.size(), &text.hash().0[..]),
            ("xueshi.example/test", 2, &first.root[..])
        );
    })
    .await;
}

#[test]
fn a_ledgers_name_has_no_spaces_and_no_plus() {
    let key = || Keys::from_master(&[9; 32]).into();
    assert!(NoteSigner::new("has space", key()).is_none());
    assert!(NoteSigner::new("has+plus", key()).is_none());
    assert!(NoteSigner::new("", key()).is_none());
    for ending in ["/audit", "/keys"] {
        assert!(NoteSigner::new(&format!("xueshi.example{ending}"), key()).is_none());
    }
}

#[tokio::test]
async fn a_long_read_holds_up_no_write_and_does_not_see_it() {
    on_both(async |db| {
        let mut reading = db.snapshot().await.unwrap();
        let before = reading.tree_size(&LEDGER).await.unwrap();
        rows::one_learner(db).await;
        add(db, &[entry(0)]).await.unwrap();
        assert_eq!(db.ledger_size().await.unwrap(), before + 1);
        assert_eq!(reading.tree_size(&LEDGER).await.unwrap(), before);
    })
    .await;
}
