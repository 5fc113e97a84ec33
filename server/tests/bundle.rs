//! Evidence that a learner takes away, examined by strangers: on the command line, on the page, and
//! against a database whose owner rewrote it.

use std::process::Command;

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use domain::ledger::{Bundle, Claim, Examined, Exhibit};
use store::Db;
use verify::bundle::{examine, examine_text};
use verify::note::{Note, PublicKey};
use verify::tree::Kept;
use verify::{Options, verify};

use crate::site::{Actor, Answer, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;
use crate::store_learner::StoreLearner;

/// Two learners, each of whom had several lessons confirmed; the bundle of the first.
async fn taken_away(site: &TestSite) -> Bundle {
    site.with_crab_class().await;
    let (mut li, mut wang) =
        (StoreLearner::enrolled(site, "li").await, StoreLearner::enrolled(site, "wang").await);
    for lesson in ["crab-3", "crab-2", "crab-1"] {
        for learner in [&mut li, &mut wang] {
            learner.open(lesson).await;
            learner.watch(60).await;
            learner.close().await;
            learner.answer_check(true).await;
        }
    }
    bundle_of(site, "li").await
}

async fn enrolment(actor: &Actor<'_>) -> String {
    actor.get("/api/study/enrolments").await.json()[0]["enrolment"].as_str().unwrap().to_owned()
}

async fn bundle_of(site: &TestSite, login: &str) -> Bundle {
    let actor = site.signed_in(login).await;
    let answer = actor.get(&format!("/api/ledger/bundle/{}", enrolment(&actor).await)).await;
    assert_eq!(
        answer.is(200).header("content-disposition"),
        Some("attachment; filename=\"xueshi-hours.json\"")
    );
    for secret in ["学员li", "person-li", "0000**********0000"] {
        assert!(!answer.text().contains(secret), "{secret}");
    }
    serde_json::from_slice(&answer.bytes).unwrap()
}

fn broken(examined: &Examined) -> Vec<Claim> {
    examined.claims.iter().filter(|(_, found)| found.is_err()).map(|(claim, _)| *claim).collect()
}

#[tokio::test]
async fn a_bundle_holds_and_every_change_of_it_is_named() {
    on_both(async |site| {
        let bundle = taken_away(site).await;
        let key = site.site.signer.public_key();
        let honest = examine(&bundle, &key, &[]).unwrap();
        assert!(honest.holds(), "{honest:?}");
        assert_eq!(honest.exhibit, Exhibit::Bundle { entries: 3, verified_ms: 180_000 });
        let changed = |change: &dyn Fn(&mut Bundle)| {
            let mut other = bundle.clone();
            change(&mut other);
            broken(&examine(&other, &key, &[]).unwrap())
        };
        let theirs = bundle_of(site, "wang").await.entries.remove(0);
        assert_eq!(changed(&|b| b.verified_ms += 1), [Claim::Sum]);
        assert_eq!(changed(&|b| b.entries[1].index += 1), [Claim::Inclusion]);
        assert_eq!(changed(&|b| b.entries[1].proof.swap(0, 1)), [Claim::Inclusion]);
        assert_eq!(changed(&|b| b.entries[1].proof.clear()), [Claim::Inclusion]);
        assert_eq!(changed(&|b| b.entries[1].proof[0] = "no hash".into()), [Claim::Inclusion]);
        assert_eq!(changed(&|b| b.entries.push(b.entries[0].clone())), [Claim::Inclusion, Claim::Sum]);
        assert_eq!(changed(&|b| b.entries.swap(0, 1)), [Claim::Inclusion]);
        assert_eq!(
            changed(&|b| b.entries[0] = theirs.clone()),
            [Claim::Entries, Claim::Device, Claim::Sum],
            "somebody else's entry is no evidence"
        );
        assert_eq!(changed(&|b| b.enrolment = "another".into()), [Claim::Entries, Claim::Device, Claim::Sum]);
        let more = |b: &mut Bundle| b.entries[0].body = b.entries[0].body.replace("60000", "90000");
        assert_eq!(changed(&more), [Claim::Inclusion, Claim::Sum]);
        let spaces = |b: &mut Bundle| b.entries[0].body.push(' ');
        assert_eq!(changed(&spaces), [Claim::Entries, Claim::Inclusion, Claim::Device, Claim::Sum]);
        let size = format!("\n{}\n", honest.size);
        let grown = format!("\n{}\n", honest.size + 1);
        let forged = |b: &mut Bundle| b.checkpoint = b.checkpoint.replacen(&size, &grown, 1);
        assert_eq!(changed(&forged)[0], Claim::Signature);
        assert!(examine_text("{}", &key, &[]).is_none() && examine_text("hello", &key, &[]).is_none());
        assert!(examine_text(&bundle.checkpoint.replace('\n', "\r\n"), &key, &[]).unwrap().holds());
    })
    .await;
}

#[tokio::test]
async fn the_learner_and_who_may_see_the_hours_get_it_and_nobody_else() {
    on_both(async |site| {
        taken_away(site).await;
        let li = site.signed_in("li").await;
        let path = format!("/api/ledger/bundle/{}", enrolment(&li).await);
        site.stranger().get(&path).await.is(401);
        site.signed_in("wang").await.get(&path).await.is(404);
        site.teacher("chen").await.get(&path).await.is(404);
        site.county_reviewer("zhou", "county").await.get(&path).await.is(200);
        site.county_reviewer("sun", "county2").await.get(&path).await.is(404);
        site.actor("wu", Role::ExternalAuditor, None, None).await.get(&path).await.is(200);
        for odd in ["", "x", "%00", "%ff", "..%2f", &"x".repeat(400)] {
            let answer = li.get(&format!("/api/ledger/bundle/{odd}")).await;
            assert!([400, 404].contains(&answer.status.as_u16()), "{odd}: {}", answer.status);
        }
        let statement = path.replace("/api/ledger/bundle/", "/hours/statement/");
        assert!(li.get("/hours").await.text().contains(&statement), "the learner's own link");
        assert!(li.get(&statement).await.text().contains(&path), "and from there to the evidence");
    })
    .await;
}

#[tokio::test]
async fn the_command_examines_a_bundle_with_nothing_else_at_hand() {
    on_sqlite(async |site| {
        let bundle = taken_away(site).await;
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, bundle: &Bundle| {
            std::fs::write(folder.path().join(name), serde_json::to_string(bundle).unwrap()).unwrap();
        };
        let says = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_xueshi"));
            let ran = command
                .arg("verify")
                .args(arguments)
                .current_dir(folder.path())
                .env_clear()
                .output()
                .unwrap();
            (ran.status.success(), String::from_utf8(ran.stdout).unwrap())
        };
        file("good.json", &bundle);
        file("bad.json", &Bundle { verified_ms: 181_000, ..bundle.clone() });
        let (right, said) = says(&["--bundle", "good.json", "--public-key", &bundle.public_key]);
        assert!(right && said.ends_with("OK\n") && said.contains("3 entries, 0:03:00"), "{said}");
        let (right, said) = says(&["--bundle", "bad.json"]);
        assert!(!right && said.contains("BROKEN  the sum is right"), "{said}");
        assert!(said.contains("compare it with the one that is published"), "{said}");
        assert!(!says(&["--bundle", "nothing.json"]).0);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "it made no database and no key");
    })
    .await;
}

#[tokio::test]
async fn a_file_full_of_intervals_is_examined_no_slower_than_it_is_read() {
    on_sqlite(async |site| {
        let bundle = taken_away(site).await;
        let entry: serde_json::Value = serde_json::from_str(&bundle.entries[0].body).unwrap();
        let ranges: Vec<[i64; 2]> = (0..60_000).map(|n| [3 * n, 3 * n + 1]).collect();
        let mut full = bundle.clone();
        let mut changed = entry.clone();
        changed["days"][0]["ranges"] = serde_json::json!(ranges);
        changed["ms"] = serde_json::json!(60_000);
        full.entries[0].body = changed.to_string();
        let extreme = {
            let mut changed = entry;
            changed["days"][0]["ranges"] =
                serde_json::json!([[i64::MIN, i64::MAX], [i64::MAX - 1, i64::MAX]]);
            let mut full = bundle.clone();
            full.entries[0].body = changed.to_string();
            full.entries[1].index = i64::MAX;
            full
        };
        // Were the work to grow with the square of the file, this would take minutes.
        for odd in [full, extreme] {
            let said = page(site, &serde_json::to_string(&odd).unwrap(), "").await;
            assert!(said.is(200).text().contains("对不上，不能作数"));
        }
    })
    .await;
}

/// Sends the form of the page as a browser without scripts does.
async fn page(site: &TestSite, file: &str, text: &str) -> Answer {
    let part = |name: &str, more: &str, content: &str| {
        format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}\r\n")
    };
    let body =
        part("file", "; filename=\"xueshi-hours.json\"", file) + &part("text", "", text) + "--cut--\r\n";
    let kind = Some("multipart/form-data; boundary=cut");
    site.stranger().ask(Method::POST, "/verify", kind, Body::from(body)).await
}

#[tokio::test]
async fn the_page_says_in_plain_words_what_holds() {
    on_both(async |site| {
        let bundle = taken_away(site).await;
        let text = serde_json::to_string(&bundle).unwrap();
        assert!(site.stranger().get("/verify").await.is(200).text().contains("谁都可以查"));
        for answer in [page(site, &text, "").await, page(site, "", &text).await] {
            assert!(answer.is(200).text().contains("这份学时证明是真的"));
            assert!(!answer.text().contains("对不上"));
        }
        let note = page(site, "", &bundle.checkpoint.replace('\n', "\r\n")).await;
        assert!(note.is(200).text().contains("这个检查点是真的"));
        let changed = page(site, &text.replace("\"verified_ms\":180000", "\"verified_ms\":480000"), "").await;
        assert!(changed.is(200).text().contains("对不上，不能作数"));
        for nothing in
            ["", "hello", "{}", "<script>alert(1)</script>", "\u{0}", "{\"form\":\"xueshi bundle 9\"}"]
        {
            let answer = page(site, "", nothing).await;
            assert!(answer.is(422).text().contains("这不是学时证明"), "{nothing}");
            assert!(!answer.text().contains("<script>alert"), "{}", answer.text());
        }
        let odd =
            site.stranger().ask(Method::POST, "/verify", Some("multipart/form-data"), Body::from("x")).await;
        assert_eq!(odd.status.as_u16(), 400);
    })
    .await;
}

/// The owner of the database wipes the books: triggers off, everything gone.
async fn wipe(db: &Db) {
    let tables = [
        "ledger_day",
        "ledger_entry",
        "ledger_entry_group",
        "ledger_node",
        "ledger_checkpoint",
        "evidence",
        "attendance_check",
        "subsidy_record",
        "lesson_progress",
        "refusal",
        "study_session",
        "person_study",
    ];
    for table in tables {
        match db {
            Db::Sqlite(_) => run(db, &format!("DROP TRIGGER IF EXISTS {table}_no_delete")).await,
            Db::Postgres(_) => run(db, &format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).await,
        }
        run(db, &format!("DELETE FROM {table}")).await;
    }
    run(db, "UPDATE ledger_head SET size = 0, checkpoints = 0, mac = NULL").await;
}

#[tokio::test]
async fn a_rewritten_and_fully_rehashed_database_is_caught_by_whoever_kept_something() {
    on_both(async |site| {
        let began_ms = site.site.now();
        let bundle = taken_away(site).await;
        let (db, key) = (&site.site.db, PublicKey::parse(&site.site.signer.public_key()).unwrap());
        // Another history with the same people, written by the rules, hashed and signed by the right key.
        wipe(db).await;
        site.clock.forward_ms(began_ms - site.site.now());
        for login in ["li", "wang"] {
            let mut learner = StoreLearner::of(site, login).await;
            for (lesson, seconds) in [("crab-3", 105), ("crab-2", 120), ("crab-1", 240), ("crab-1", 60)] {
                learner.open(lesson).await;
                learner.watch(seconds).await;
                learner.close().await;
                learner.answer_check(true).await;
            }
        }
        db.make_checkpoint(&site.site.signer, site.site.now()).await.unwrap();
        let (policies, keys) = (&site.site.policies, Some(&*site.site.keys));
        let books = async |kept: &[Kept]| {
            verify(&mut db.snapshot().await.unwrap(), &Options { policies, keys, key: Some(&key), kept })
                .await
                .map_err(|error| error.to_string())
        };
        books(&[]).await.unwrap();
        let kept =
            Kept { name: "the kept checkpoint".to_owned(), note: Note::parse(&bundle.checkpoint).unwrap() };
        let fault = books(&[kept]).await.unwrap_err();
        assert!(fault.contains("a fork: history was rewritten"), "{fault}");
        // The page tells the same to the learner with their file and to whoever has the checkpoint alone.
        for kept in [serde_json::to_string(&bundle).unwrap(), bundle.checkpoint.clone()] {
            let said = page(site, &kept, "").await;
            assert!(said.is(200).text().contains("对不上，不能作数"));
            assert!(said.text().contains("今天账本的前 6 条和当时签的不一样"));
        }
    })
    .await;
}
