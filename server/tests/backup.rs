//! A backup is taken while people study, and comes back elsewhere with everything that was acknowledged; whatever is not
//! what its manifest says is refused.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use assets::Files;
use clap::Parser;
use domain::export::LedgerNote;
use futures_util::future::{join, join_all};
use server::accept::Bounds;
use server::backup::manifest::{Manifest, beside};
use server::backup::{self, restore};
use server::cli::{Cli, Command};
use server::config::Common;
use server::key_file;
use server::system::{SystemClock, SystemRng};
use store::Db;
use store::audit::AuditSearch;
use store::checkpoint::NoteSigner;
use vault::Keys;
use verify::note::{Note, PublicKey};
use verify::tree::Kept;
use verify::{Options, Report, verify};
use web::{Clock, Shared, Site};

use crate::crash::persistent_learner::{Load, PersistentLearner};
use crate::server_process::database_url;
use crate::site::TestSite;
use crate::store_fixture::city::run;
use crate::store_fixture::databases::{on_postgres, on_sqlite};
use crate::store_learner::StoreLearner;

const LEARNERS: usize = 6;

/// A folder with the key file of the test site, and the database named as the commands are told.
struct Operator {
    folder: tempfile::TempDir,
    url: String,
}

impl Operator {
    /// The database gets its keys, as at the first start of a server.
    async fn of(site: &TestSite) -> Self {
        let (folder, db) = (tempfile::tempdir().unwrap(), &site.site.db);
        let key = folder.path().join("key");
        std::fs::write(&key, [7; 32]).unwrap();
        key_file::keys(&key, db, &SystemRng, vault::Cipher::Aes256Gcm, 0).await.unwrap();
        // The site seals under the key that its database has, as every server does.
        db.refresh_keys(&site.site.keys, site.site.now()).await.unwrap();
        Self { folder, url: database_url(db).await }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, url: &str, more: &[&str]) -> (Common, Command) {
        let key = self.path("key");
        let common = ["xueshi", "--database", url, "--key-file", key.to_str().unwrap()];
        let named = ["--ledger-name", "xueshi.example/test"];
        let cli = Cli::parse_from(common.iter().chain(&named).chain(more));
        (cli.common, cli.command)
    }

    async fn backs_up(&self, name: &str) -> Manifest {
        let (common, _) = self.command(&self.url, &["backup", name]);
        backup::make(&common, &self.path(name)).await.unwrap()
    }

    /// Restores a backup as the database `to` of the folder; what was put aside, or the sentence by which it was refused.
    async fn restores(&self, name: &str, to: &str, more: &[&str]) -> Result<Vec<PathBuf>, String> {
        let (file, url) = (self.path(name), format!("sqlite:{}", self.path(to).display()));
        let arguments = [&["restore", file.to_str().unwrap()], more].concat();
        let (common, Command::Restore(options)) = self.command(&url, &arguments) else { panic!() };
        match restore::restore(&common, &options).await {
            Ok((_, aside)) => Ok(aside),
            Err(error) => Err(format!("{error:#}")),
        }
    }

    /// Every name in the folder.
    fn names(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

async fn books(site: &TestSite, db: &Db, kept: &[Kept]) -> Report {
    let key = PublicKey::parse(&site.site.signer.public_key()).unwrap();
    let (policies, keys) = (&site.site.policies, Some(&*site.site.keys));
    verify(&mut db.snapshot().await.unwrap(), &Options { policies, keys, key: Some(&key), kept })
        .await
        .unwrap()
}

/// The server of the test site in this process, in the machine's own time.
async fn serves(site: &TestSite) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = Site::from(Shared { clock: Arc::new(SystemClock), ..Shared::clone(&site.site) });
    let router = server::router::router(site, &Files::site(Some(Path::new("."))), &Files::public(None));
    tokio::spawn(async move {
        server::accept::accept(listener, router, &Bounds::default(), std::future::pending()).await
    });
    address
}

#[tokio::test]
async fn what_was_acknowledged_before_a_backup_comes_back_with_it() {
    on_sqlite(async |db| {
        let site = &TestSite::on(db.clone(), domain::policy::Profile::Standard).await;
        site.with_crab_class().await;
        // Programs answer here, faster than anybody reads: only the compressed policy lets them.
        let long = "UPDATE training_class SET starts_on = '2000-01-01', ends_on = '2999-12-31',
            policy_version = '2026-11-26-compressed'";
        run(db, long).await;
        site.adopt_rows().await;
        run(db, "UPDATE lesson SET duration_ms = 14400000").await;
        site.adopt_rows().await;
        site.clock.forward_ms(SystemClock.now_ms() - site.site.now());
        let operator = Operator::of(site).await;
        let mut people = Vec::new();
        for n in 0..LEARNERS {
            people.push(PersistentLearner::enrolled(site, &format!("l{n}")).await);
        }
        let load = Load::default();
        load.address.set(Some(serves(site).await));
        let backing_up = async {
            tokio::time::sleep(Duration::from_millis(2500)).await;
            let began_ms = SystemClock.now_ms();
            let manifest = operator.backs_up("city.backup").await;
            let ended_ms = SystemClock.now_ms();
            tokio::time::sleep(Duration::from_millis(2500)).await;
            load.over.set(true);
            (manifest, began_ms, ended_ms)
        };
        let study = join_all(people.iter_mut().map(|one| one.study(site, &load)));
        let ((manifest, began_ms, ended_ms), _) = join(backing_up, study).await;

        assert_eq!(operator.restores("city.backup", "elsewhere/city.db", &[]).await, Ok(Vec::new()));
        let restored = Db::open_file(&operator.path("elsewhere/city.db")).await.unwrap();
        let (mut before, mut all) = (0, 0);
        for one in &people {
            before += one.acknowledged_before_is_there(&restored, began_ms).await;
            all += one.all_acknowledged_is_there(db).await;
        }
        assert!(before > 20 * LEARNERS && all > before, "{before} of {all} beats: that was no load");
        eprintln!("{before} beats before, {all} in all, {} ms of backup", ended_ms - began_ms);

        // The live books and the restored ones both continue the checkpoints that the backup was signed with.
        let kept = [&manifest.ledger, &manifest.audit].map(|note| Kept {
            name: "the backup's checkpoint".to_owned(),
            note: Note::parse(&note.checkpoint).unwrap(),
        });
        assert_eq!(books(site, &restored, &kept).await.tree.entries, manifest.ledger.size);
        assert!(manifest.ledger.size > 0 && books(site, db, &kept).await.tree.entries > manifest.ledger.size);
        let search =
            AuditSearch { text: "backup.restore".to_owned(), until_ms: i64::MAX, ..Default::default() };
        let (lines, _) = restored.search_audit(&search, 10, None).await.unwrap();
        assert!(lines.len() == 1 && lines[0].detail.contains(&manifest.database.sha256));
        restored.close().await;
    })
    .await;
}

/// A site where somebody studied, backed up as `b`.
async fn backed_up(test: impl AsyncFn(&TestSite, &Operator, Manifest)) {
    on_sqlite(async |db| {
        let site = TestSite::on(db.clone(), domain::policy::Profile::Standard).await;
        site.with_crab_class().await;
        let operator = Operator::of(&site).await;
        let mut li = StoreLearner::enrolled(&site, "li").await;
        li.open("crab-2").await;
        li.watch(60).await;
        li.close().await;
        li.answer_check(true).await;
        let manifest = operator.backs_up("b").await;
        test(&site, &operator, manifest).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_not_what_its_manifest_says_is_refused() {
    backed_up(async |_, operator, manifest| {
        let (bytes, note) =
            (std::fs::read(operator.path("b")).unwrap(), std::fs::read(beside(&operator.path("b"))).unwrap());
        let note = String::from_utf8(note).unwrap();
        let changed = async |bytes: &[u8], note: &str, key: u8| {
            std::fs::write(operator.path("b"), bytes).unwrap();
            std::fs::write(beside(&operator.path("b")), note).unwrap();
            std::fs::write(operator.path("key"), [key; 32]).unwrap();
            let names = operator.names();
            let said = operator.restores("b", "new.db", &[]).await.unwrap_err();
            assert_eq!(operator.names(), names, "{said}");
            said
        };
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        let said = changed(&flipped, &note, 7).await;
        assert!(said.contains("is not the file of its manifest"), "{said}");
        let said = changed(&bytes[..bytes.len() - 4096], &note, 7).await;
        assert!(said.contains("it was cut off"), "{said}");
        let said = changed(&bytes, &note, 8).await;
        assert!(said.contains("name the right one with --key-file"), "{said}");

        let edit = |what: &str, by: &str| {
            assert!(note.contains(what), "{what}");
            note.replacen(what, by, 1)
        };
        let schema = format!("\"schema\": {}", manifest.schema);
        let said = changed(&bytes, &edit(&schema, "\"schema\": 99999999"), 7).await;
        assert!(said.contains("was made by a newer program"), "{said}");
        let said = changed(&bytes, &edit("\"generator\": \"xueshi", "\"generator\": \"xuexi"), 7).await;
        assert!(said.contains("does not bear the signature"), "{said}");
        let said = changed(&bytes, &edit("\"form\": 1", "\"form\": 2"), 7).await;
        assert!(said.contains("is no manifest that this program reads"), "{said}");
        let other = note.replace("xueshi.example/test", "xueshi.example/other");
        let said = changed(&bytes, &other, 7).await;
        assert!(said.contains("--ledger-name"), "{said}");

        std::fs::remove_file(beside(&operator.path("b"))).unwrap();
        let said = operator.restores("b", "new.db", &[]).await.unwrap_err();
        assert!(said.contains("it belongs beside the backup"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn a_manifest_that_fits_a_changed_database_is_refused_too() {
    backed_up(async |site, operator, manifest| {
        let (file, signer) = (operator.path("b"), &site.site.signer);
        let stranger = NoteSigner::new("xueshi.example/test", Keys::from_master(&[1; 32]).into()).unwrap();
        std::fs::write(beside(&file), manifest.sign(&stranger).unwrap()).unwrap();
        let said = operator.restores("b", "new.db", &["--quick"]).await.unwrap_err();
        assert!(said.contains("does not bear the signature"), "{said}");

        // Whoever has the key can sign anything, but not what the books do not say.
        let notes: [fn(&mut Manifest) -> &mut LedgerNote; 2] = [|m| &mut m.ledger, |m| &mut m.audit];
        for note in notes {
            let mut other = manifest.clone();
            note(&mut other).root = "00".repeat(32);
            std::fs::write(beside(&file), other.sign(signer).unwrap()).unwrap();
            let said = operator.restores("b", "new.db", &["--quick"]).await.unwrap_err();
            assert!(said.contains("is not the one of its manifest"), "{said}");
        }

        let copy = Db::open_file(&file).await.unwrap();
        run(&copy, "UPDATE lesson_progress SET verified_ms = verified_ms + 1").await;
        copy.close().await;
        let mut other = manifest.clone();
        other.database.bytes = std::fs::metadata(&file).unwrap().len();
        other.database.sha256 = server::jobs::build_export::file::sha256_of(&file).unwrap();
        std::fs::write(beside(&file), other.sign(signer).unwrap()).unwrap();
        let said = operator.restores("b", "new.db", &[]).await.unwrap_err();
        assert!(said.contains("do not hold") && said.contains("how far it has come"), "{said}");
        assert_eq!(
            operator.restores("b", "new.db", &["--quick"]).await,
            Ok(Vec::new()),
            "--quick does not look"
        );
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_there_is_kept_aside_or_left_alone() {
    backed_up(async |site, operator, _| {
        let said = operator.restores("b", "b", &[]).await.unwrap_err();
        assert!(said.contains("with --replace"), "the backup itself is a database: {said}");

        // One that no server has given keys, and nothing that could be taken for a backup is left of the attempt.
        let url = format!("sqlite:{}", operator.path("unused.db").display());
        let unused = Db::connect(&url).await.unwrap();
        unused.migrate().await.unwrap();
        unused.close().await;
        let (common, _) = operator.command(&url, &["backup", "u"]);
        let names = operator.names();
        let said = backup::make(&common, &operator.path("u")).await.unwrap_err().to_string();
        assert!(said.contains("no server ever ran") && operator.names() == names, "{said}");

        // An empty one, and what a killed server left beside it.
        let new = Db::connect(&format!("sqlite:{}", operator.path("new.db").display())).await.unwrap();
        new.migrate().await.unwrap();
        let said = operator.restores("b", "new.db", &["--replace"]).await.unwrap_err();
        assert!(said.contains("stop the server first"), "{said}");
        new.close().await;
        assert_eq!(operator.restores("b", "new.db", &[]).await.unwrap().len(), 1);
        let restored = Db::open_file(&operator.path("new.db")).await.unwrap();
        books(site, &restored, &[]).await;
        restored.close().await;

        let said = operator.restores("b", "new.db", &[]).await.unwrap_err();
        assert!(said.contains("with --replace it is kept aside"), "{said}");
        let aside = operator.restores("b", "new.db", &["--replace"]).await.unwrap();
        let [aside] = &aside[..] else { panic!("{aside:?}") };
        let kept = Db::open_copy(aside).await.unwrap();
        assert_eq!(kept.tree_size(&store::tree::LEDGER).await.unwrap(), 1);
        kept.close().await;

        // A damaged one, and a log that belongs to no file.
        std::fs::write(operator.path("new.db"), b"this was a database once").unwrap();
        std::fs::write(operator.path("new.db-wal"), b"and this its log").unwrap();
        assert!(operator.restores("b", "new.db", &[]).await.is_err());
        let aside = operator.restores("b", "new.db", &["--replace"]).await.unwrap();
        assert!(!operator.path("new.db-wal").exists());
        assert_eq!(std::fs::read(aside.last().unwrap()).unwrap(), b"this was a database once");
        std::fs::write(operator.path("other.db-wal"), b"a log without its file").unwrap();
        assert_eq!(operator.restores("b", "other.db", &[]).await.unwrap().len(), 1);

        let (common, _) = operator.command(&operator.url, &["backup", "b"]);
        let said = backup::make(&common, &operator.path("b")).await.unwrap_err().to_string();
        assert!(said.contains("no backup is overwritten"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn postgresql_is_left_to_its_own_tools() {
    on_postgres(async |db| {
        let site = TestSite::bare(db.clone(), domain::policy::Profile::Standard);
        let operator = Operator::of(&site).await;
        let (common, Command::Restore(options)) = operator.command(&operator.url, &["restore", "b"]) else {
            panic!()
        };
        let said = backup::make(&common, &operator.path("b")).await.unwrap_err().to_string();
        assert!(said.contains("pg_dump") && said.contains("OPERATING.md"), "{said}");
        let said = restore::restore(&common, &options).await.unwrap_err().to_string();
        assert!(said.contains("pg_restore") && said.contains("OPERATING.md"), "{said}");
    })
    .await;
}
