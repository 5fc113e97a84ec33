//! The learner's own device signs what was studied on it, and nothing is lost without.

use domain::device::SignatureState;
use domain::ledger::{Bundle, Claim, Entry};
use p256::ecdsa::SigningKey;
use serde_json::{Value, json};
use verify::bundle::examine;
use verify::export::{ClassSums, manifest_beside, verify_file};

use crate::http_learner::{HttpLearner, long_lessons};
use crate::signing_device::{SigningDevice, public_key};
use crate::site::{TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;
use crate::verify_export::{exported, keys};

async fn entries(site: &TestSite) -> Vec<Entry> {
    let stored = site.site.db.ledger_entries(0, 1000).await.unwrap();
    stored.iter().map(|stored| serde_json::from_str(&stored.body.0).unwrap()).collect()
}

/// What the entries say of their devices, in order.
async fn states(site: &TestSite) -> Vec<SignatureState> {
    entries(site).await.iter().filter_map(|entry| Some(entry.check.as_ref()?.signed)).collect()
}

async fn verified(site: &TestSite) -> Result<(), String> {
    site.verify(&[]).await.map(drop).map_err(|error| error.to_string())
}

/// Watches until a check, and passes it; how much was verified.
async fn segment(learner: &mut HttpLearner<'_>) -> i64 {
    learner.watch_until_check().await;
    let said = learner.answer_check(true).await;
    assert_eq!(said["result"], "passed");
    said["newly_verified_ms"].as_i64().unwrap()
}

#[tokio::test]
async fn a_device_signs_its_own_segments_and_others_differ_or_are_unsigned_and_count_the_same() {
    use SignatureState::{Differs, Signed, Unsigned};
    on_both(async |site| {
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        segment(&mut li).await;
        let opened = li.open("crab-1").await;
        assert_eq!(opened["passes"], 1, "by this a page knows that its chain begins anew");
        li.device = Some(SigningDevice::added(&li.actor, 1).await);
        segment(&mut li).await;
        // Reloaded in the middle: the chain goes on over both sessions.
        li.play(15).await;
        li.open("crab-2").await;
        segment(&mut li).await;
        // A wrong answer is signed too, and takes nothing.
        li.watch_until_check().await;
        assert_eq!(li.answer_check(false).await["result"], "wrong");
        assert_eq!(li.answer_check(true).await["result"], "passed");
        // A beat on a device that knows nothing of the one before.
        let phone = li.device.take();
        li.play(15).await;
        li.device = Some(SigningDevice::added(&li.actor, 2).await);
        let between = segment(&mut li).await;
        // What was signed by nobody here, or with a key that was removed.
        li.device = phone;
        li.device.as_mut().unwrap().head.clear();
        let name = li.device.as_ref().unwrap().name.clone();
        li.actor.post(&format!("/account/signing/{name}/remove"), &[]).await.is(303);
        let removed = segment(&mut li).await;
        assert!(between > 400_000 && removed > 400_000, "nobody loses a second by it: {between} {removed}");
        assert_eq!(states(site).await, [Unsigned, Signed, Signed, Signed, Signed, Differs, Differs]);
        assert_eq!(verified(site).await, Ok(()));
        the_export_says_so(site).await;
    })
    .await;
}

/// The column of seconds that devices signed is the ledger's sum; so are the checks passed, and those by a number.
async fn the_export_says_so(site: &TestSite) {
    let file = exported(site, "csv").await;
    let mut export = verify_file(&file, &manifest_beside(&file), Some(&keys(site))).unwrap();
    let signed =
        |entry: &&Entry| entry.check.as_ref().is_some_and(|check| check.signed == SignatureState::Signed);
    let signed_ms: i64 = entries(site).await.iter().filter(signed).map(|entry| entry.ms).sum();
    let (class, honest) =
        export.sums.classes.iter().map(|(class, sums)| (class.clone(), *sums)).next().unwrap();
    assert_eq!((honest.signed_ms, honest.passed), (signed_ms, 6));
    let mut books = site.site.db.snapshot().await.unwrap();
    export.compare(&mut books).await.unwrap();
    for (changed, says) in [
        (ClassSums { signed_ms: signed_ms + 1, ..honest }, "that the learners' devices signed"),
        (ClassSums { passed: 7, ..honest }, "checks passed in class"),
        (ClassSums { by_number: honest.by_number + 1, ..honest }, "checks passed by a number"),
    ] {
        *export.sums.classes.get_mut(&class).unwrap() = changed;
        let found = export.compare(&mut books).await.unwrap_err().to_string();
        assert!(found.contains(says), "{found}");
    }
}

#[tokio::test]
async fn a_key_is_a_point_of_one_account_and_there_are_not_too_many() {
    on_both(async |site| {
        long_lessons(site).await;
        let (li, wang) = (HttpLearner::begin(site, "li").await, HttpLearner::begin(site, "wang").await);
        let key = |n: u8| json!({ "public_key": public_key(&SigningKey::from_slice(&[n; 32]).unwrap()) });
        let post = async |learner: &HttpLearner<'_>, body: Value| {
            let answer = learner.actor.json("/api/study/devices", body).await;
            (answer.status.as_u16(), answer.json()["code"].as_str().unwrap_or_default().to_owned())
        };
        let first = post(&li, key(1)).await;
        assert_eq!(first, (200, String::new()));
        assert_eq!(post(&li, key(1)).await, first, "the same again is the same");
        assert_eq!(post(&wang, key(1)).await, (400, "no_key".to_owned()), "somebody else's");
        for odd in ["", "AAAA", "no base64!", &"A".repeat(87)] {
            assert_eq!(post(&li, json!({ "public_key": odd })).await, (400, "no_key".to_owned()), "{odd}");
        }
        for n in 2..=12 {
            site.clock.forward_s(30);
            assert_eq!(post(&li, key(n)).await.0, 200, "{n}");
        }
        site.clock.forward_s(30);
        assert_eq!(post(&li, key(13)).await, (409, "too_many_devices".to_owned()));
        site.clock.forward_s(86_400);
        let mut li = li;
        li.sign_in().await;
        assert_eq!(post(&li, key(13)).await.0, 200);
        let page = li.actor.get("/account/devices").await;
        assert_eq!(page.is(200).text().matches("/account/signing/").count(), 12, "the oldest went");
        let own = li.actor.get("/account/data").await.is(200).json();
        assert_eq!(own["devices"].as_array().unwrap().len(), 12);
        site.stranger().json("/api/study/devices", key(14)).await.is(401);
        site.teacher("chen").await.json("/api/study/devices", key(14)).await.is(404);
        assert_eq!(verified(site).await, Ok(()));
    })
    .await;
}

#[tokio::test]
async fn a_key_or_a_signature_that_was_exchanged_in_the_database_is_named() {
    let cases: [(&str, &str); 3] = [
        (
            "UPDATE device_key SET public_key = (SELECT public_key FROM device_key ORDER BY created_at DESC LIMIT 1)",
            "whether the learner's device signed it",
        ),
        ("UPDATE device_key SET removed_at = created_at", "removed_at_ms"),
        (
            "INSERT INTO device_key (id, account_id, public_key, device, created_at)
             SELECT 'ff', account_id, public_key, '', created_at FROM device_key LIMIT 1",
            "its leaf in the audit log",
        ),
    ];
    for (sql, says) in cases {
        on_both(async |site| {
            long_lessons(site).await;
            let mut li = HttpLearner::begin(site, "li").await;
            li.device = Some(SigningDevice::added(&li.actor, 1).await);
            segment(&mut li).await;
            site.clock.forward_s(1);
            SigningDevice::added(&li.actor, 2).await;
            assert_eq!(verified(site).await, Ok(()));
            run(&site.site.db, sql).await;
            let found = verified(site).await.unwrap_err();
            assert!(found.contains(says), "{sql}: {found}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_class_without_signatures_is_a_signal_and_one_with_them_is_none() {
    assert_eq!(domain::signal::unsigned_hours(36_000_000, 3_600_000), None, "some old browsers");
    assert_eq!(domain::signal::unsigned_hours(3_000_000, 3_000_000), None, "a class that has just begun");
    on_sqlite(async |site| {
        long_lessons(site).await;
        for n in 0..3 {
            let mut learner = HttpLearner::begin(site, &format!("li{n}")).await;
            for _ in 0..20 {
                segment(&mut learner).await;
                if learner.at > 13_000 {
                    let next = if learner.seq > 1000 { "crab-3" } else { "crab-2" };
                    learner.open(next).await;
                }
            }
        }
        let found = site.site.db.find_signals(site.site.zone(), site.site.now()).await.unwrap();
        let kinds: Vec<&str> = found.iter().map(|found| found.kind.as_str()).collect();
        assert!(kinds.contains(&"unsigned_hours"), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn a_bundle_shows_the_beats_that_the_device_signed_and_no_others() {
    on_both(async |site| {
        long_lessons(site).await;
        let mut li = HttpLearner::begin(site, "li").await;
        li.device = Some(SigningDevice::added(&li.actor, 1).await);
        segment(&mut li).await;
        segment(&mut li).await;
        li.device = None;
        segment(&mut li).await;
        let path = format!("/api/ledger/bundle/{}", li.enrolment);
        let bundle: Bundle = serde_json::from_slice(&li.actor.get(&path).await.is(200).bytes).unwrap();
        let key = site.site.signer.public_key();
        let changed = |change: &dyn Fn(&mut Bundle)| {
            let mut other = bundle.clone();
            change(&mut other);
            let claims = examine(&other, &key, &[]).unwrap().claims;
            claims
                .into_iter()
                .filter_map(|(claim, found)| found.is_err().then_some(claim))
                .collect::<Vec<_>>()
        };
        assert_eq!((bundle.entries.len(), bundle.segments.len()), (3, 2));
        assert_eq!(changed(&|_| ()), []);
        let longer =
            |b: &mut Bundle| b.segments[1].beats[3] = b.segments[1].beats[3].replacen("0]]", "1]]", 1);
        assert_ne!(
            {
                let mut other = bundle.clone();
                longer(&mut other);
                other
            },
            bundle
        );
        assert_eq!(changed(&longer), [Claim::Device]);
        assert_eq!(changed(&|b| drop(b.segments[0].beats.pop())), [Claim::Device]);
        assert_eq!(changed(&|b| drop(b.segments.pop())), [Claim::Device]);
        assert_eq!(
            changed(&|b| b.segments[0].given_sha256 = b.segments[1].given_sha256.replace('1', "2")),
            [Claim::Device]
        );
        let other = public_key(&SigningKey::from_slice(&[9; 32]).unwrap());
        assert_eq!(changed(&|b| b.segments[0].public_key = other.clone()), [Claim::Device]);
        let as_signed = |b: &mut Bundle| b.entries[2].body = b.entries[2].body.replace("unsigned", "signed");
        assert_eq!(changed(&as_signed), [Claim::Inclusion, Claim::Device]);
    })
    .await;
}
