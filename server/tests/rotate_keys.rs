//! The data key is changed under a running server: whoever is killed in the middle, nothing is lost and nothing is left.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::{Grant, Role};
use domain::audit::AuditAction;
use domain::document::DocumentKind;
use domain::id::AccountId;
use domain::person::Sex;
use server::key_file;
use store::Db;
use store::audit::{AuditEvent, AuditSearch};
use store::digest::Purpose;
use store::person::{NewAccount, NewPerson, RosterLine, SealedNumber};
use store::reseal::SEALED;
use store::sealed::{DOCUMENT, PHONE, SealedColumn, TOTP_SECRET};
use store::second_factor::NewSecondFactor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use vault::{HEADER_BYTES, header};

use crate::server_process::{ServerProcess, database_url};
use crate::site::{PASSWORD, TestSite, on_both};
use crate::store_fixture::city::a_city;
use crate::store_fixture::databases;

const PEOPLE: usize = 1500;

/// A full city with a data key of its own.
async fn a_full_city(site: &TestSite) {
    let db = &site.site.db;
    site.has_a_data_key().await;
    site.register("li", Role::Learner, None, Some("county")).await;
    let roster = (0..PEOPLE).map(|n| {
        let id = format!("p{n:05}");
        let number = |column: SealedColumn, text: String, nonce: [u8; 12]| SealedNumber {
            digest: site.site.keys.digest(Purpose::Document, &text),
            sealed: site.site.keys.seal(column.of(&id), &text, nonce),
            masked: "****".to_owned(),
        };
        let nonce = |of: u8| std::array::from_fn(|at| if at == 0 { n as u8 } else { (n >> at) as u8 ^ of });
        let person = NewPerson {
            document_kind: DocumentKind::Resident,
            id: format!("p{n:05}").as_str().into(),
            name: "王芳".to_owned(),
            sex: Sex::Female,
            birth_date: "1990-01-01".to_owned(),
            document: number(DOCUMENT, format!("document {n}"), nonce(1)),
            phone: number(PHONE, format!("phone {n}"), nonce(2)),
            region: "county".into(),
            category: None,
            fact_salt: [1; 16],
        };
        let account = NewAccount {
            id: format!("a{n:05}").as_str().into(),
            person: person.id.clone(),
            login: format!("l{n:05}"),
            password_hash: "-".to_owned(),
            grants: vec![Grant { role: Role::Learner, organisation: None, region: None }],
        };
        RosterLine { person, account, enrolments: Vec::new() }
    });
    db.register_roster(&roster.collect::<Vec<_>>(), 1).await.unwrap();
    for n in 0..50 {
        let account = format!("a{n:05}");
        let sealed = site.site.seal(TOTP_SECRET.of(&account), "a secret");
        let account = AccountId(account);
        let on = AuditAction::SecondFactorOn { account: account.clone() };
        let new = NewSecondFactor { account, secret_sealed: sealed, step: 0, recovery_codes: Vec::new() };
        db.add_second_factor(&new, &AuditEvent::by_system(site.site.new_id(), 1, on)).await.unwrap();
    }
}

fn rotation(folder: &Path, url: &str, more: &[&str]) -> Child {
    rotation_with("key", folder, url, more)
}

fn rotation_with(key_file: &str, folder: &Path, url: &str, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xueshi"))
        .args(["--database", url, "--key-file", key_file, "--log", "error", "rotate-keys"])
        .args(more)
        .current_dir(folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

async fn ends(mut child: Child) -> bool {
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.success();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// One request; panics unless the server answers with 200, 303 or 422.
async fn asks(address: SocketAddr, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "{head}\r\nhost: {address}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).unwrap();
    assert!(["200", "303", "422"].contains(&status), "{answer}");
    answer
}

fn cookie(answer: &str, name: &str) -> String {
    let at = answer.find(&format!("{name}=")).unwrap();
    answer[at..].split([';', '\r']).next().unwrap().to_owned()
}

/// Under which header the running server seals what it hands out.
async fn seals_under(address: SocketAddr) -> Vec<u8> {
    let answer = asks(address, "GET /register?next=%2Fcourses HTTP/1.1", "").await;
    let draft = cookie(&answer, "register");
    URL_SAFE_NO_PAD.decode(draft.split_once('=').unwrap().1).unwrap()[..HEADER_BYTES].to_vec()
}

/// The running server opens a document: it knows the birthday in it.
async fn opens_documents(address: SocketAddr) {
    let typed = format!("account=li&password={}", PASSWORD.replace(' ', "+"));
    let session = cookie(&asks(address, "POST /sign-in HTTP/1.1", &typed).await, "xueshi_session");
    let typed = "old=x&password=19900101x&again=19900101x";
    let head = format!("POST /account/password HTTP/1.1\r\ncookie: {session}");
    // What is wrong is shown at an address of its own, opened from what was sealed.
    let moved = asks(address, &head, typed).await;
    let page = moved.split("location: ").nth(1).unwrap().split('\r').next().unwrap();
    let head = format!("GET {page} HTTP/1.1\r\ncookie: {session}");
    assert!(asks(address, &head, "").await.contains("您自己的"));
}

/// How many values of each column are under a key and how many are not.
async fn counts(db: &Db, id: [u8; 8]) -> (i64, i64) {
    let mut sum = (0, 0);
    for place in &SEALED {
        let sql = format!(
            "SELECT COUNT(CASE WHEN SUBSTR({0}, 1, {HEADER_BYTES}) = $1 THEN 1 END), COUNT({0}) FROM {1}",
            place.column, place.table
        );
        let (under, all): (i64, i64) = store::read_db!(db, |p| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql.clone())).bind(&header(id)[..]).fetch_one(p).await.unwrap()
        });
        sum = (sum.0 + under, sum.1 + all - under);
    }
    sum
}

#[tokio::test]
async fn keys_change_under_a_running_server_and_a_killed_rotation_is_gone_on_with() {
    on_both(async |site| {
        a_full_city(site).await;
        let (db, folder) = (&site.site.db, tempfile::tempdir().unwrap());
        let url = database_url(db).await;
        let mut server = ServerProcess::start(folder.path(), &url);
        let address = server.address;
        opens_documents(address).await;
        let present = async || {
            let keys = key_file::existing(&folder.path().join("key"), db, 0).await.unwrap().unwrap();
            keys.current().unwrap()
        };
        let first = present().await.id;
        assert_eq!(counts(db, first).await.1, 0);

        // Killed when something is done and something is left.
        let mut child = rotation(folder.path(), &url, &[]);
        while counts(db, first).await.1 == 0 {
            asks(address, "GET /healthz HTTP/1.1", "").await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let (left, done) = counts(db, first).await;
        assert!(done > 0 && left > 0, "{done} done, {left} left: it was not killed in the middle");
        opens_documents(address).await;

        let child = rotation(folder.path(), &url, &[]);
        let (ended, ()) = tokio::join!(ends(child), async {
            for _ in 0..20 {
                asks(address, "GET /register?next=%2F HTTP/1.1", "").await;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        assert!(ended);
        let second = present().await.id;
        assert_eq!(counts(db, second).await.1, 0, "nothing is left under another key");

        // Once more, to another cipher; the server that runs learns of the new key by itself.
        assert!(ends(rotation(folder.path(), &url, &["--cipher", "sm4-gcm"])).await);
        let third = present().await;
        assert!(![first, second].contains(&third.id) && third.cipher.as_str() == "sm4-gcm");
        assert_eq!(counts(db, second).await.0, 0);
        // The numbers of people, fifty other values, and the two forms that were refused above.
        assert_eq!(counts(db, third.id).await, (2 * (PEOPLE as i64 + 1) + 50 + 2, 0));
        assert_eq!(seals_under(address).await, header(third.id));
        opens_documents(address).await;
        let (document, _) = db.sealed_numbers(&"p00007".into()).await.unwrap();
        let keys = key_file::existing(&folder.path().join("key"), db, i64::MAX).await.unwrap().unwrap();
        assert_eq!(keys.open(DOCUMENT.of("p00007"), &document).as_deref(), Some("document 7"));
        assert_eq!(keys.data_keys().len(), 1, "an hour later the old ones open nothing");

        let search = AuditSearch { text: "keys.rotate".to_owned(), until_ms: i64::MAX, ..Default::default() };
        let (lines, _) = db.search_audit(&search, 10, None).await.unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].subject.contains(&hex::encode(third.id)) && lines[0].detail.contains("sm4-gcm"));
        server.kill();
    })
    .await;
}

#[tokio::test]
async fn a_new_key_file_takes_over_without_a_moment_in_which_neither_opens() {
    on_both(async |site| {
        site.has_a_data_key().await;
        site.register("li", Role::Learner, None, Some("county")).await;
        let (db, folder) = (&site.site.db, tempfile::tempdir().unwrap());
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("key"), [7; 32]).unwrap();
        let url = database_url(db).await;
        assert!(ends(rotation(folder.path(), &url, &[])).await);
        assert!(ends(rotation(folder.path(), &url, &["--new-key-file", "new"])).await);
        // Both open; neither may rotate alone, for the other could not follow.
        let old = key_file::existing(&path("key"), db, 0).await.unwrap().unwrap();
        let new = key_file::existing(&path("new"), db, 0).await.unwrap().unwrap();
        let (document, _) = db.sealed_numbers(&"person-li".into()).await.unwrap();
        let opened =
            [old.open(DOCUMENT.of("person-li"), &document), new.open(DOCUMENT.of("person-li"), &document)];
        assert!(opened[0].is_some() && opened[0] == opened[1]);
        assert!(!ends(rotation(folder.path(), &url, &[])).await);
        // What must never change has not: digests, and the key that signs the ledger.
        assert_eq!(new.digest(Purpose::Document, "x"), site.site.keys.digest(Purpose::Document, "x"));
        assert_eq!(new.signing().newest.to_bytes(), site.site.keys.signing().newest.to_bytes());

        assert!(ends(rotation_with("new", folder.path(), &url, &["--forget-other-key-files"])).await);
        let said = key_file::existing(&path("key"), db, 0).await.unwrap_err().to_string();
        assert!(said.contains("does not belong"), "{said}");
        assert!(ends(rotation_with("new", folder.path(), &url, &[])).await);
    })
    .await;
}

#[tokio::test]
async fn a_value_that_opens_under_no_key_keeps_the_old_key_in_use() {
    databases::on_sqlite(async |db| {
        a_city(db, 1).await;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("key"), [7; 32]).unwrap();
        assert!(!ends(rotation(folder.path(), &database_url(db).await, &[])).await);
        let keys = key_file::existing(&folder.path().join("key"), db, 0).await.unwrap().unwrap();
        assert_eq!(keys.data_keys().len(), 2, "neither is retired");
    })
    .await;
}

#[tokio::test]
async fn every_sealed_column_of_the_schema_is_rotated() {
    databases::on_sqlite(async |db| {
        let store::Db::Sqlite(pools) = db else { return };
        let sql = "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
                   WHERE m.type = 'table' AND c.name LIKE '%sealed%' ORDER BY 1";
        let there: Vec<String> = sqlx::query_scalar(sql).fetch_all(&pools.readers).await.unwrap();
        let mut known = SEALED.map(|place| format!("{}.{}", place.table, place.column));
        known.sort();
        assert_eq!(there, known);
    })
    .await;
}
