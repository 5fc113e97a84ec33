//! The key that signs the ledger is changed under a running server: whoever kept a checkpoint, a bundle or a public key from
//! before can follow, and nobody can follow to a stranger's key.

mod hand_over;

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use domain::ledger::{Claim, KeyList, KeyListError, ProofError};
use server::jobs::{end_signing_key, make_checkpoint};
use store::Db;
use store::ledger::checkpoint::NoteSigner;
use store::signing_key::KeyChange;
use tlog_tiles::Hash;
use vault::Keys;
use verify::bundle::{examine, examine_text};
use verify::keys::Chain;
use verify::note::Note;

use crate::server_process::{ServerProcess, database_url, get};
use crate::site::{on_both, on_sqlite};
use crate::store_fixture::city::run;
use crate::store_learner::StoreLearner;
use hand_over::{
    books, bundle, command, first_keys, forged_hand_over, hands_over, key, notes, page, signatures, studies,
    try_hand_over, wrapped,
};

#[tokio::test]
async fn a_key_hands_over_under_a_running_server_and_everybody_can_follow() {
    on_both(async |site| {
        site.has_a_data_key().await;
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        studies(site, &mut li, "crab-3").await;
        let (first, thief) =
            (site.site.signer.public_key(), site.site.signer.sign(9, Hash([3; 32])).unwrap());
        let (old_note, old_audit) = notes(site).await;
        let old_bundle = bundle(site).await;
        let (db, folder) = (&site.site.db, tempfile::tempdir().unwrap());
        let url = database_url(db).await;
        let server = ServerProcess::start(folder.path(), &url);
        let published = async || {
            let (status, body) = get(server.address, "/api/ledger/keys").await;
            assert_eq!(status, 200, "{body}");
            serde_json::from_str::<KeyList>(&body).unwrap()
        };
        assert_eq!(published().await.keys.len(), 1);

        // The overlap: the running server signs with both, by itself; the command refuses a second hand-over.
        let (begun, said) =
            command(folder.path(), &url, &["rotate-signing-key", "--overlap-hours", "2"]).await;
        assert!(begun && said.contains("new key xueshi.example/test+"), "{said}");
        let (again, said) = command(folder.path(), &url, &["rotate-signing-key"]).await;
        assert!(!again && said.contains("for 1 hours more"), "{said}");
        let list = published().await;
        let second = list.keys[1].public_key.clone();
        assert!(list.keys[0].public_key == first && list.keys[0].ended.is_none() && second != first);
        for (path, names) in [("ledger", "xueshi.example/test"), ("audit", "xueshi.example/test/audit")] {
            let (_, body) = get(server.address, &format!("/api/{path}/checkpoint")).await;
            let note = serde_json::from_str::<serde_json::Value>(&body).unwrap()["note"].to_string();
            assert_eq!(note.matches(&format!("— {names} ")).count(), 2, "{note}");
        }
        studies(site, &mut li, "crab-2").await;
        let (both_note, both_audit) = notes(site).await;
        assert_eq!((signatures(&both_note), signatures(&both_audit)), (2, 2));
        for trusted in [&first, &second] {
            // Whoever knows either needs no list yet.
            let alone = Chain::of(key(trusted));
            alone.signed(&Note::parse(&both_note).unwrap()).unwrap();
            alone.signed(&Note::parse(&both_audit).unwrap()).unwrap();
            let kept = [&old_note, &old_audit, &both_note, &both_audit].map(String::as_str);
            assert_eq!(books(site, trusted, &kept).await.unwrap().signing_keys, Some((2, 0)));
        }
        assert_eq!(wrapped(db).await, 2);

        // The end: the old key is erased, and signs nothing larger than what there was.
        let (ended, said) = command(folder.path(), &url, &["rotate-signing-key", "--end-overlap"]).await;
        assert!(ended && said.contains("erased") && said.contains("derived from the key file"), "{said}");
        assert_eq!(wrapped(db).await, 1);
        studies(site, &mut li, "crab-1").await;
        let (new_note, new_audit) = notes(site).await;
        assert_eq!((signatures(&new_note), signatures(&new_audit)), (1, 1));
        let list = published().await;
        let end = list.keys[0].ended.unwrap();
        assert_eq!((end.ledger, list.keys[1].ended), (2, None));
        for trusted in [&first, &second] {
            let kept = [&old_note, &old_audit, &both_note, &new_note, &new_audit].map(String::as_str);
            let report = books(site, trusted, &kept).await.unwrap();
            assert_eq!(report.signing_keys, Some((2, 1)));
            assert!(report.to_string().contains("signing keys         2 (1 ended)"));
            let chain = Chain::follow(&key(trusted), &list.notes).unwrap();
            assert_eq!(chain.signed(&Note::parse(&thief).unwrap()), Err(ProofError::EndedKey { size: 2 }));
            let fault = books(site, trusted, &[&thief]).await.unwrap_err();
            assert!(fault.contains("has ended"), "{fault}");
        }
        let said = page(site, &thief).await;
        assert!(said.contains("签名的钥匙已经停用") && said.contains("不能作数"));
        for (note, genuine) in [(&old_note, "这个检查点是真的"), (&old_audit, "操作记录的检查点是真的")]
        {
            assert!(page(site, note).await.contains(genuine));
        }
        let said = site.stranger().get("/verify").await.is(200).text().to_owned();
        assert!(said.contains(&first) && said.contains(&second) && said.contains("那时账本有 2 条"));

        // Bundles: an old one with the new key, a new one with the old key, and nothing else at hand.
        let new_bundle = bundle(site).await;
        assert!(
            page(site, &serde_json::to_string(&old_bundle).unwrap()).await.contains("这份学时证明是真的")
        );
        let file = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        file("old.json", serde_json::to_string(&old_bundle).unwrap());
        file("new.json", serde_json::to_string(&new_bundle).unwrap());
        file("keys.json", serde_json::to_string(&list).unwrap());
        for (arguments, holds) in [
            (&["--bundle", "old.json", "--public-key", &first][..], true),
            (&["--bundle", "old.json", "--public-key", &second], false),
            (&["--bundle", "old.json", "--public-key", &second, "--keys", "keys.json"], true),
            (&["--bundle", "new.json", "--public-key", &first], true),
            (&["--bundle", "new.json"], true),
        ] {
            let (held, said) = command(folder.path(), &url, &[&["verify"], arguments].concat()).await;
            assert_eq!(held, holds, "{arguments:?}: {said}");
        }
        let (held, said) = command(folder.path(), &url, &["verify", "--public-key", &first]).await;
        assert!(held && said.contains("signing keys         2 (1 ended)"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn a_ledger_that_stands_still_is_signed_anew_and_the_file_for_auditors_too() {
    on_both(async |site| {
        let (db, signer) = (&site.site.db, &site.site.signer);
        first_keys(site).await;
        let folder = tempfile::tempdir().unwrap();
        make_checkpoint::once(&site.site, Some(folder.path())).await.unwrap();
        let latest = || std::fs::read_to_string(folder.path().join("latest.note")).unwrap();
        let before = latest();
        hands_over(site, signer, 5_000).await;
        make_checkpoint::once(&site.site, Some(folder.path())).await.unwrap();
        assert_eq!((signatures(&before), signatures(&latest())), (1, 2));
        assert_eq!(std::fs::read_to_string(folder.path().join("0.note")).unwrap(), before, "it stays");
        // Its end comes by itself, not before its time.
        assert!(!end_signing_key::once(&site.site).await.unwrap());
        site.clock.forward_s(6);
        assert!(end_signing_key::once(&site.site).await.unwrap());
        assert!(!end_signing_key::once(&site.site).await.unwrap());
        make_checkpoint::once(&site.site, Some(folder.path())).await.unwrap();
        Chain::of(key(&signer.public_key())).signed(&Note::parse(&latest()).unwrap()).unwrap();
        assert_eq!((signatures(&latest()), wrapped(db).await), (1, 1));

        // Another process that has not heard of it yet hears of it before it signs.
        let other = NoteSigner::new("xueshi.example/test", Arc::new(Keys::from_master(&[7; 32]))).unwrap();
        assert_ne!(other.public_key(), signer.public_key());
        assert_eq!(db.make_checkpoint(&other, site.site.now()).await.unwrap().note, latest());
        // And once more round: three keys, two of them ended.
        hands_over(site, &other, 0).await;
        db.refresh_keys(&site.site.keys, site.site.now()).await.unwrap();
        assert!(end_signing_key::once(&site.site).await.unwrap());
        assert_eq!(books(site, &other.public_key(), &[&before]).await.unwrap().signing_keys, Some((3, 2)));
        // Who takes the last note away, so that the old key might sign again, is found by the audit log.
        match db {
            Db::Sqlite(_) => run(db, "DROP TRIGGER ledger_key_note_no_delete").await,
            Db::Postgres(_) => run(db, "ALTER TABLE ledger_key_note DISABLE TRIGGER ALL").await,
        }
        run(db, "DELETE FROM ledger_key_note WHERE n = 3").await;
        let fault = books(site, &other.public_key(), &[]).await.unwrap_err();
        assert!(fault.contains("hand-overs that ended, by the audit log"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn a_strangers_key_in_the_table_is_refused() {
    on_both(async |site| {
        let (db, signer) = (&site.site.db, &site.site.signer);
        first_keys(site).await;
        let honest = signer.public_key();
        let (note, _) = notes(site).await;
        // The stranger owns the database but has no key of the ledger: a hand-over from the ledger's key to theirs, signed
        // as well as they can.
        let foreign = Arc::new(Keys::from_master(&[1; 32]));
        let folder = tempfile::tempdir().unwrap();
        let scratch = store::scratch::Scratch::sqlite(folder.path()).await.unwrap();
        let stranger = NoteSigner::new("xueshi.example/test", foreign.clone()).unwrap();
        let theirs = forged_hand_over(&scratch.db.clone().with_keys(foreign), site, &stranger).await;
        for forged in [theirs.clone(), theirs.replacen(&stranger.public_key(), &honest, 1)] {
            let insert = format!("INSERT INTO ledger_key_note (n, note, made_at) VALUES (0, '{forged}', 0)");
            run(db, &insert).await;
            let fault = books(site, &honest, &[]).await.unwrap_err();
            assert!(fault.starts_with("the signing keys: the hand-overs"), "{fault}");
            let said = page(site, &note).await;
            assert!(said.contains("不能作数"), "{said}");
            let refused = try_hand_over(site, signer, 0).await;
            assert!(!matches!(refused, Ok(KeyChange::Begun(_))), "{refused:?}");
            let end = end_signing_key::once(&site.site).await;
            assert!(!matches!(end, Ok(true)), "{end:?}");
            assert_eq!(wrapped(db).await, 1, "nothing was erased");
            match db {
                Db::Sqlite(_) => run(db, "DROP TRIGGER IF EXISTS ledger_key_note_no_delete").await,
                Db::Postgres(_) => run(db, "ALTER TABLE ledger_key_note DISABLE TRIGGER ALL").await,
            }
            run(db, "DELETE FROM ledger_key_note").await;
        }
        scratch.remove().await.unwrap();
        books(site, &honest, &[&note]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_list_of_keys_holds_only_whole_and_in_order() {
    on_sqlite(async |site| {
        first_keys(site).await;
        let first = site.site.signer.public_key();
        for _ in 0..2 {
            hands_over(site, &site.site.signer, 0).await;
            assert!(end_signing_key::once(&site.site).await.unwrap());
        }
        let notes = site.site.db.key_notes().await.unwrap();
        let follow = |notes: &[String]| Chain::follow(&key(&first), notes).map(|chain| chain.count());
        let flaw = |note, found| Err(ProofError::KeyList { note, found });
        assert_eq!(follow(&notes), Ok((3, 2)));
        assert_eq!(follow(&notes[..1]), Ok((2, 0)));
        assert_eq!(follow(&[]), Ok((1, 0)));
        assert_eq!(follow(&notes[1..]), flaw(1, KeyListError::Gap));
        assert_eq!(follow(&notes[2..]), flaw(2, KeyListError::KeyNotListed));
        let picked = |picks: &[usize]| picks.iter().map(|at| notes[*at].clone()).collect::<Vec<_>>();
        assert_eq!(follow(&picked(&[0, 2])), flaw(2, KeyListError::Gap));
        assert_eq!(follow(&picked(&[0, 0])), flaw(2, KeyListError::Gap));
        assert_eq!(follow(&picked(&[0, 1, 1])), flaw(3, KeyListError::Gap));
        assert_eq!(follow(&picked(&[0, 1, 0])), flaw(3, KeyListError::Gap));
        let changed = |from: &str, to: &str| [&[notes[0].replacen(from, to, 1)], &notes[1..]].concat();
        assert_eq!(follow(&changed("\nhand-over 1\n", "\nhand-over end 1\n")), flaw(1, KeyListError::Gap));
        assert_eq!(follow(&changed("xueshi", "other")), flaw(1, KeyListError::Unreadable));
        let number = notes[0].lines().nth(4).unwrap();
        assert_eq!(follow(&changed(number, &format!("{number}0"))), flaw(1, KeyListError::Unsigned));
        assert_eq!(follow(&changed(number, "1 99")), flaw(1, KeyListError::Unsigned));
        let one_signature = notes[0].trim_end().rsplit_once('\n').unwrap().0.to_owned() + "\n";
        assert_eq!(follow(&[one_signature]), flaw(1, KeyListError::Unsigned));
        assert_eq!(follow(&["no note".to_owned()]), flaw(1, KeyListError::Unreadable));
        // A hand-over is never taken for a checkpoint.
        assert!(Note::parse(&notes[0]).is_err());
        assert!(examine_text(&notes[0], &first, &[]).is_none());
    })
    .await;
}

#[tokio::test]
async fn a_rotation_that_is_killed_has_happened_or_has_not() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        studies(site, &mut li, "crab-3").await;
        let (first, old_bundle) = (site.site.signer.public_key(), bundle(site).await);
        let (db, folder) = (&site.site.db, tempfile::tempdir().unwrap());
        let url = database_url(db).await;
        let mut server = ServerProcess::start(folder.path(), &url);
        for round in 0..12_u64 {
            let mut child = Command::new(env!("CARGO_BIN_EXE_xueshi"))
                .args(["--database", &url, "--key-file", "key", "--ledger-name", "xueshi.example/test"])
                .args(["--log", "off", "rotate-signing-key", "--overlap-hours", "0"])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            tokio::time::sleep(Duration::from_millis(10 + 7 * round)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            if round == 6 {
                // The server goes the same way, perhaps while it ends a key.
                server.kill();
                server = ServerProcess::start(folder.path(), &url);
            }
            let (notes, wrapped) = loop {
                let before = db.key_notes().await.unwrap();
                let wrapped = wrapped(db).await;
                // The server may have ended a key meanwhile.
                if before == db.key_notes().await.unwrap() {
                    break (before, wrapped);
                }
            };
            let chain = Chain::follow(&key(&first), &notes).unwrap();
            let keys = chain.count().0 - chain.count().1;
            assert_eq!(wrapped, keys as i64, "a wrapped key for every key that signs");
            let (status, body) = get(server.address, "/api/ledger/checkpoint").await;
            let note = serde_json::from_str::<serde_json::Value>(&body).unwrap()["note"].clone();
            assert_eq!(status, 200);
            chain.signed(&Note::parse(note.as_str().unwrap()).unwrap()).unwrap();
        }
        let notes = db.key_notes().await.unwrap();
        let examined = examine(&old_bundle, &first, &notes).unwrap();
        assert!(examined.claims.iter().all(|(_, found)| found.is_ok()), "{examined:?}");
        assert_eq!(examined.claims[0].0, Claim::Signature);
        books(site, &first, &[&old_bundle.checkpoint]).await.unwrap();
    })
    .await;
}
