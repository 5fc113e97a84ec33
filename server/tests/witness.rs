//! Witnesses outside: what continues is cosigned and published; what was cut, rewritten or redated is refused by every one of
//! them, and named by `verify` with what any one of them saw.

mod process;
mod watching;

use std::sync::Arc;

use domain::access::Role;
use domain::ledger::WitnessTrouble;
use domain::policy::Profile;
use server::jobs::ask_witnesses;
use store::tree::{AUDIT, LEDGER};
use verify::note::Note;
use verify::witness::WitnessKey;
use web::Clock;

use crate::site::verification::without_triggers;
use crate::site::{ManualClock, TestSite, on_both};
use crate::store_fixture::city::run;
use crate::store_fixture::databases;
use crate::store_learner::StoreLearner;

pub use watching::TestWitness;

const DAY_S: i64 = 24 * 3600;

/// Somebody studies a lesson until it is verified: one entry.
async fn study(site: &TestSite, li: &mut StoreLearner<'_>, lesson: &str) {
    let before = site.site.db.ledger_size().await.unwrap();
    li.open(lesson).await;
    li.watch(60).await;
    li.close().await;
    li.answer_check(true).await;
    assert_eq!(site.site.db.ledger_size().await.unwrap(), before + 1);
}

async fn three(site: &TestSite) -> [TestWitness; 3] {
    [
        TestWitness::start(site, "county.example/w").await,
        TestWitness::start(site, "auditor.example").await,
        TestWitness::start(site, "other-city.example/w1").await,
    ]
}

/// Runs a test on two sites of the same key, ledger and clock: until they are treated otherwise, one is a copy of the other.
async fn on_two(test: impl AsyncFn(&TestSite, &TestSite)) {
    let both = async |one: &store::Db, other: &store::Db| {
        let site = TestSite::on(one.clone(), Profile::Standard).await;
        test(&site, &TestSite::on(other.clone(), Profile::Standard).await).await;
    };
    databases::on_postgres(async |one| databases::on_postgres(async |other| both(one, other).await).await)
        .await;
    on_two_sqlite(test).await;
}

/// The same on SQLite only.
async fn on_two_sqlite(test: impl AsyncFn(&TestSite, &TestSite)) {
    let both = async |one: &store::Db, other: &store::Db| {
        let site = TestSite::on(one.clone(), Profile::Standard).await;
        test(&site, &TestSite::on(other.clone(), Profile::Standard).await).await;
    };
    databases::on_sqlite(async |one| databases::on_sqlite(async |other| both(one, other).await).await).await;
}

#[tokio::test]
async fn three_witnesses_cosign_what_grows_and_everybody_sees_it() {
    on_both(async |site| {
        site.with_crab_class().await;
        let nobody = site.stranger().get("/verify").await;
        assert!(nobody.is(200).text().contains("现在还没有平台以外的单位看着这本账"));
        let mut li = StoreLearner::enrolled(site, "li").await;
        let witnesses = three(site).await;
        for (lesson, size) in [("crab-3", 1), ("crab-2", 2)] {
            study(site, &mut li, lesson).await;
            for witness in &witnesses {
                assert!(witness.asked_by(site).await);
                let last = site.site.db.last_cosigned(&LEDGER, &witness.public_key).await.unwrap().unwrap();
                assert_eq!((last.size, last.at_s), (size, site.site.now() / 1000));
            }
        }
        // Of a tree that stands still a cosignature is asked for every ten minutes.
        let count = "SELECT COUNT(*) FROM cosignature WHERE tree = 'ledger'";
        assert_eq!(site.number(count).await, 6);
        site.clock.forward_s(599);
        assert!(witnesses[0].asked_by(site).await);
        assert_eq!(site.number(count).await, 6);
        site.clock.forward_s(1);
        assert!(witnesses[0].asked_by(site).await);
        assert_eq!(site.number(count).await, 7);

        // Published with the checkpoint, as lines of its note and as JSON; of the audit log too.
        for call in ["/api/ledger/checkpoint", "/api/audit/checkpoint"] {
            let answer = site.stranger().get(call).await.is(200).json();
            let note = Note::parse(answer["note"].as_str().unwrap()).unwrap();
            assert_eq!(answer["cosignatures"].as_array().unwrap().len(), 3, "{answer}");
            assert_eq!(answer["witnessed"]["note"], answer["note"]);
            for (witness, said) in witnesses.iter().zip(["county", "auditor", "other-city"]) {
                let key = WitnessKey::parse(&witness.public_key).unwrap();
                assert!(key.name().starts_with(said) && key.cosigned(&note.signed).is_some());
            }
        }
        study(site, &mut li, "crab-1").await;
        let newer = site.stranger().get("/api/ledger/checkpoint").await.is(200).json();
        assert_eq!((&newer["size"], newer["cosignatures"].as_array().unwrap().len()), (&3.into(), 0));
        assert_eq!(newer["witnessed"]["size"], 2, "nobody has seen the third yet");

        let page = site.stranger().get("/verify").await;
        let text = page.is(200).text();
        for part in
            ["county.example/w", "auditor.example", "other-city.example/w1", "看过 2 条", "看着，对得上"]
        {
            assert!(text.contains(part), "{part} is missing");
        }
        // Who is asked no more does not vanish from the page.
        site.clock.forward_s(2 * 3600);
        assert!(witnesses[0].asked_by(site).await);
        let page = site.stranger().get("/verify").await;
        assert_eq!(page.is(200).text().matches("起平台没有再请它看").count(), 2);
        let seen: Vec<_> = witnesses.iter().flat_map(TestWitness::seen).collect();
        let report = site.verify_witnessed(&seen).await.unwrap();
        assert_eq!((report.tree.cosignatures, report.seen.len()), (8, 6));
        assert!(
            report
                .to_string()
                .contains("the witness auditor.example saw 2 entries of xueshi.example/test on ")
        );
    })
    .await;
}

#[tokio::test]
async fn a_witness_that_is_away_hinders_nobody_and_the_page_says_since_when() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        let [county, auditor, mut other] = three(site).await;
        study(site, &mut li, "crab-3").await;
        assert!(other.asked_by(site).await);
        other.stop().await;
        site.clock.forward_s(60);
        let mut since = None;
        for lesson in ["crab-2", "crab-1"] {
            study(site, &mut li, lesson).await;
            since.get_or_insert_with(|| site.site.zone().minute(site.site.now()));
            assert!(!other.asked_by(site).await);
            assert!(county.asked_by(site).await && auditor.asked_by(site).await);
            site.clock.forward_s(120);
        }
        let first = &site.site.db.witnesses(&LEDGER).await.unwrap()[2];
        assert_eq!((first.seen.unwrap().0, first.silent.unwrap().1), (1, WitnessTrouble::Away));
        let page = site.stranger().get("/verify").await;
        assert!(page.is(200).text().contains(&format!("从 {} 起问它没有回音", since.unwrap())));
        assert!(site.audit_lines("witness.refuse").await.is_empty(), "silence is no alarm");
        // Back again, it goes on from what it had seen.
        other.run().await;
        assert!(other.asked_by(site).await);
        let back = &site.site.db.witnesses(&LEDGER).await.unwrap()[2];
        assert_eq!((back.seen.unwrap().0, back.silent), (3, None));
        assert!(!site.stranger().get("/verify").await.is(200).text().contains("没有回音"));
        let checkpoint = site.stranger().get("/api/ledger/checkpoint").await.is(200).json();
        assert_eq!(checkpoint["cosignatures"].as_array().unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn another_past_is_refused_by_every_witness_and_the_alarm_is_raised_once() {
    on_two(async |site, forged| {
        let witnesses = three(site).await;
        for (site, lessons) in
            [(site, vec!["crab-3", "crab-2"]), (forged, vec!["crab-2", "crab-3", "crab-1"])]
        {
            site.with_crab_class().await;
            let mut li = StoreLearner::enrolled(site, "li").await;
            for lesson in lessons {
                study(site, &mut li, lesson).await;
            }
        }
        for witness in &witnesses {
            assert!(witness.asked_by(site).await);
        }
        site.verify_witnessed(&witnesses[0].seen()).await.unwrap();
        // Longer than what was seen, signed by the right key, and not its continuation.
        forged.verify(&[]).await.unwrap();
        for round in 1..=3 {
            for witness in &witnesses {
                witness.asked_by(forged).await;
            }
            let lines = forged.audit_lines("witness.refuse").await;
            assert_eq!(lines.len(), 3, "round {round}: {lines:?}");
            forged.clock.forward_s(60);
        }
        let lines = forged.audit_lines("witness.refuse").await;
        for name in ["county.example/w", "auditor.example", "other-city.example/w1"] {
            let line = lines.iter().find(|line| line.subject == format!("witness:{name}")).unwrap();
            let said = r#"{"log":"xueshi.example/test","trouble":"rewritten","size":3,"seen":2}"#;
            assert_eq!(line.detail, said);
        }
        assert_eq!(forged.number("SELECT COUNT(*) FROM cosignature WHERE tree = 'ledger'").await, 0);
        let controller = forged.actor("sun", Role::InternalController, None, None).await;
        let list = controller.get("/signals").await;
        assert_eq!(list.is(200).text().matches("<h2><a href=\"/signals/").count(), 3, "{}", list.text());
        assert!(list.text().contains("外面的见证单位不认账") && list.text().contains("以前的账被人改过"));
        let page = forged.stranger().get("/verify").await;
        assert_eq!(page.is(200).text().matches("不认账：以前的账和它当时看到的不一样").count(), 3);
        // Each of them is enough.
        for witness in &witnesses {
            let fault = forged.verify_witnessed(&witness.seen()).await.unwrap_err();
            assert!(fault.place.ends_with(WitnessKey::parse(&witness.public_key).unwrap().name()));
            assert!(fault.what.contains("first 2 entries (history was rewritten)"), "{fault}");
        }
    })
    .await;
}

/// The newest entries cut together with their checkpoints, cosignatures and everything else that tells of them: what stands
/// there then is what stood there before they were made, an older copy.
#[tokio::test]
async fn newest_entries_cut_with_their_checkpoints_and_an_older_copy_studied_on_are_caught() {
    on_two(async |site, copy| {
        let [county, auditor, other] = three(site).await;
        let mut learners = Vec::new();
        for site in [site, copy] {
            site.with_crab_class().await;
            let mut li = StoreLearner::enrolled(site, "li").await;
            study(site, &mut li, "crab-3").await;
            learners.push(li);
        }
        let [mut li, mut li_of_copy] = <[StoreLearner; 2]>::try_from(learners).ok().unwrap();
        study(site, &mut li, "crab-2").await;
        study(site, &mut li, "crab-1").await;
        for witness in [&county, &auditor, &other] {
            assert!(witness.asked_by(site).await);
        }
        copy.verify(&[]).await.unwrap();
        for witness in [&county, &auditor, &other] {
            let fault = copy.verify_witnessed(&witness.seen()).await.unwrap_err().to_string();
            let name = WitnessKey::parse(&witness.public_key).unwrap().name().to_owned();
            assert!(
                fault.starts_with(&format!("the witness {name}: the entries it saw on 2026-11-22 ")),
                "{fault}"
            );
            assert!(fault.contains("the newest were cut off, or these books are an older copy"), "{fault}");
        }
        // It is shown to a witness.
        auditor.asked_by(copy).await;
        let standing = &copy.site.db.witnesses(&LEDGER).await.unwrap()[0];
        assert_eq!(standing.silent.map(|silent| silent.1), Some(WitnessTrouble::Shorter));
        let controller = copy.actor("sun", Role::InternalController, None, None).await;
        assert!(
            controller.get("/signals").await.is(200).text().contains("现在只有 1 条，见证单位看到过 3 条")
        );

        // Studied on until it is longer.
        for lesson in ["crab-1", "crab-2"] {
            study(copy, &mut li_of_copy, lesson).await;
        }
        let mut wang = StoreLearner::enrolled(copy, "wang").await;
        study(copy, &mut wang, "crab-2").await;
        copy.verify(&[]).await.unwrap();
        for witness in [&county, &auditor, &other] {
            let fault = copy.verify_witnessed(&witness.seen()).await.unwrap_err().to_string();
            assert!(fault.contains("it saw over the first 3 entries (history was rewritten)"), "{fault}");
            witness.asked_by(copy).await;
        }
        let troubles = copy.site.db.witnesses(&LEDGER).await.unwrap();
        let rewritten = |one: &store::witness::Standing| one.silent.map(|silent| silent.1);
        assert!(troubles.iter().all(|one| rewritten(one) == Some(WitnessTrouble::Rewritten)), "{troubles:?}");
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_or_forward_is_named_with_the_entry_and_the_cosignature() {
    for ahead_s in [-DAY_S, DAY_S, -600, 600] {
        on_both(async |site| {
            site.with_crab_class().await;
            let true_clock = Arc::new(ManualClock::default());
            let witness = TestWitness::by_clock(site, "auditor.example", true_clock.clone()).await;
            let mut li = StoreLearner::enrolled(site, "li").await;
            site.clock.forward_s(DAY_S);
            true_clock.forward_s(DAY_S);
            let before_ms = site.site.now();
            study(site, &mut li, "crab-3").await;
            true_clock.forward_ms(site.site.now() - before_ms);
            assert!(witness.asked_by(site).await);
            // Somebody new studies by a clock that lies.
            let mut wang = StoreLearner::enrolled(site, "wang").await;
            site.clock.forward_s(ahead_s);
            let before_ms = site.site.now();
            study(site, &mut wang, "crab-2").await;
            true_clock.forward_ms(site.site.now() - before_ms);
            // While it does, the server believes no witness; then it is set right.
            assert!(witness.asked_by(site).await);
            let standing = &site.site.db.witnesses(&LEDGER).await.unwrap()[0];
            assert_eq!(standing.silent.map(|silent| silent.1), Some(WitnessTrouble::Clock));
            assert!(site.stranger().get("/verify").await.is(200).text().contains("差了两分钟以上"));
            site.clock.forward_s(-ahead_s);
            assert!(witness.asked_by(site).await);
            let fault = site.verify(&[]).await.unwrap_err();
            assert_eq!((fault.place.as_str(), fault.what.as_str()), ("ledger entry 1", "its time"));
            let (when, size) = if ahead_s < 0 { ("not before", 1) } else { ("not after", 2) };
            let who = format!("when the witness auditor.example cosigned {size} entries");
            assert!(fault.expected.starts_with(when) && fault.expected.ends_with(&who), "{fault}");
            // Without what the books hold of it, the witness still has it.
            without_triggers(&site.site.db, &["cosignature"]).await;
            run(&site.site.db, "DELETE FROM cosignature").await;
            site.verify(&[]).await.unwrap();
            assert_eq!(site.verify_witnessed(&witness.seen()).await.unwrap_err(), fault);
        })
        .await;
    }
}

#[tokio::test]
async fn a_witness_whose_clock_is_wrong_spoils_no_honest_books() {
    on_both(async |site| {
        site.with_crab_class().await;
        let clock = Arc::new(ManualClock::at(site.clock.now_ms() + 3_600_000));
        let witness = TestWitness::by_clock(site, "auditor.example", clock.clone()).await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        study(site, &mut li, "crab-3").await;
        assert!(witness.asked_by(site).await);
        assert_eq!(site.number("SELECT COUNT(*) FROM cosignature").await, 0);
        study(site, &mut li, "crab-2").await;
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_the_books_hold_of_a_witness_is_what_it_signed() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        let witness = TestWitness::start(site, "auditor.example").await;
        for lesson in ["crab-3", "crab-2"] {
            study(site, &mut li, lesson).await;
            assert!(witness.asked_by(site).await);
        }
        let refused = crate::store_fixture::city::try_run(&site.site.db, "DELETE FROM cosignature").await;
        assert!(refused.is_err(), "while the trigger stands");
        if matches!(site.site.db, store::Db::Sqlite(_)) {
            let again = "INSERT OR REPLACE INTO cosignature SELECT tree, size, public_key, at_s, 'x' FROM cosignature";
            assert!(crate::store_fixture::city::try_run(&site.site.db, again).await.is_err(), "nor replaced");
        }
        without_triggers(&site.site.db, &["cosignature", "ledger_checkpoint"]).await;
        for (change, undo, named) in [
            (
                "UPDATE cosignature SET at_s = at_s - 60 WHERE tree = 'ledger' AND size = 1",
                "UPDATE cosignature SET at_s = at_s + 60 WHERE tree = 'ledger' AND size = 1",
                "cosignature of size 1 by auditor.example+",
            ),
            (
                "UPDATE cosignature SET public_key = 'x' || public_key WHERE tree = 'ledger' AND size = 2",
                "UPDATE cosignature SET public_key = substr(public_key, 2) WHERE tree = 'ledger' AND size = 2",
                "cosignature of size 2 by xauditor.example+",
            ),
            (
                "UPDATE cosignature SET size = 7 WHERE tree = 'ledger' AND size = 2",
                "UPDATE cosignature SET size = 2 WHERE tree = 'ledger' AND size = 7",
                "cosignature of size 7 by auditor.example+",
            ),
            (
                "UPDATE cosignature SET tree = 'audit' WHERE tree = 'ledger' AND size = 2",
                "UPDATE cosignature SET tree = 'ledger' WHERE tree = 'audit' AND size = 2",
                "cosignature of size 2 by auditor.example+",
            ),
        ] {
            run(&site.site.db, change).await;
            let fault = site.verify(&[]).await.unwrap_err().to_string();
            assert!(fault.starts_with(named), "{change}\n{fault}");
            run(&site.site.db, undo).await;
            site.verify(&[]).await.unwrap();
        }
        run(&site.site.db, "DELETE FROM ledger_checkpoint WHERE size = 1").await;
        let fault = site.verify(&[]).await.unwrap_err().to_string();
        assert!(fault.contains("the checkpoint it covers"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn a_witness_that_does_not_know_the_ledger_or_says_what_its_key_did_not_sign_gives_nothing() {
    on_both(async |site| {
        let witness = TestWitness::start(site, "auditor.example").await;
        let stranger = TestWitness::start(site, "stranger.example").await;
        // Another key under the address.
        let mixed = format!("http://{}={}", witness.address, stranger.public_key);
        let asked = ask_witnesses::Witness::parse(&mixed).unwrap();
        assert!(!ask_witnesses::once(&site.site, &asked).await.unwrap());
        let mut other = TestSite::bare(site.site.db.clone(), Profile::Standard);
        other.site.signer =
            store::ledger::checkpoint::NoteSigner::new("other.example", other.site.keys.clone()).unwrap();
        assert!(!witness.asked_by(&other).await);
        for tree in [&LEDGER, &AUDIT] {
            let all = site.site.db.witnesses(tree).await.unwrap();
            let troubles: Vec<_> = all.iter().map(|one| one.silent.map(|silent| silent.1)).collect();
            assert_eq!(troubles, [Some(WitnessTrouble::Unknown), Some(WitnessTrouble::Away)]);
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM cosignature").await, 0);
    })
    .await;
}
