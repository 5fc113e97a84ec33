//! Attendance checks and holds confirmed by the learner's own device, and what a cheat might try with it.

use domain::wire::CheckResult;
use serde_json::{Value, json};

use crate::passkey_device::PasskeyDevice;
use crate::site::{Actor, Answer, PASSWORD, TestSite, on_both};
use crate::store_fixture::city::run;
use crate::store_learner::StoreLearner;

/// A learner with a passkey who has a check open.
async fn li_at_a_check<'a>(site: &'a TestSite, phone: &mut PasskeyDevice) -> (Actor<'a>, StoreLearner<'a>) {
    site.with_crab_class().await;
    let mut learner = StoreLearner::enrolled(site, "li").await;
    let li = owner(site, "li", phone).await;
    learner.open("crab-1").await;
    learner.watch(300).await;
    learner.close().await;
    (li, learner)
}

/// Adds the device's passkey to an account.
pub async fn owner<'a>(site: &'a TestSite, login: &str, device: &mut PasskeyDevice) -> Actor<'a> {
    let actor = site.signed_in(login).await;
    let page = actor.post("/account/passkeys", &[("name", "手机"), ("password", PASSWORD)]).await;
    let cut = |from: &str| page.text().split_once(from).unwrap().1.split_once('"').unwrap().0.to_owned();
    let options: Value = serde_json::from_str(&cut("data-options=\"").replace("&quot;", "\"")).unwrap();
    let credential = device.register(&options);
    let sent = [("challenge", &*cut("name=\"challenge\" value=\"")), ("credential", &*credential)];
    let done = actor.post("/account/passkeys/add", &sent).await;
    Actor::new(site, Some((login.to_owned(), done.is(303).cookie("xueshi_session").unwrap())))
}

async fn shown(li: &Actor<'_>, learner: &StoreLearner<'_>) -> (String, Value) {
    let path = format!("/api/study/checks/{}", learner.check.as_ref().unwrap());
    let shown = li.json(&format!("{path}/shown"), json!({})).await.is(200).json();
    (path, shown)
}

/// Asks for the device's question, lets it sign, sends what it signed.
async fn confirms(li: &Actor<'_>, path: &str, device: &mut PasskeyDevice) -> Answer {
    let asked = li.json(&format!("{path}/passkey"), json!({})).await.is(200).json();
    sends(li, path, &asked["challenge"], &device.sign(&asked["options"])).await
}

async fn sends(li: &Actor<'_>, path: &str, challenge: &Value, credential: &str) -> Answer {
    li.json(&format!("{path}/passkey/answer"), json!({"challenge": challenge, "credential": credential}))
        .await
}

#[tokio::test]
async fn a_device_that_knows_its_owner_passes_the_check() {
    on_both(async |site| {
        let mut phone = PasskeyDevice::new("phone");
        let (li, mut learner) = li_at_a_check(site, &mut phone).await;
        let (path, check_shown) = shown(&li, &learner).await;
        assert_eq!(check_shown["passkey"], true);
        let said = confirms(&li, &path, &mut phone).await.is(200).json();
        assert_eq!((&said["result"], &said["newly_verified_ms"]), (&json!("passed"), &json!(300_000)));
        assert_eq!(said["explain"], Value::Null);
        let entries = site.stranger().get("/api/ledger/entries?from=0&to=1").await;
        assert!(entries.is(200).text().contains("passkey"), "{}", entries.text());
        // It goes on as after any pass, by answers or by passkey.
        learner.check = None;
        learner.open("crab-2").await;
        learner.watch(120).await;
        learner.close().await;
        learner.answer_check(true).await;
        assert_eq!(site.verify(&[]).await.unwrap().verified_ms, 420_000);
        // A passkey that is removed later takes nothing back.
        let id = site.site.db.passkeys(&li.account().into()).await.unwrap()[0].id.clone();
        site.clock.forward_s(60);
        li.post(&format!("/account/passkeys/{id}/remove"), &[("password", PASSWORD)]).await.is(303);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_finger_that_was_not_there_counts_as_nothing_and_not_as_wrong() {
    on_both(async |site| {
        let mut phone = PasskeyDevice::new("phone");
        let (li, mut learner) = li_at_a_check(site, &mut phone).await;
        let (path, _) = shown(&li, &learner).await;
        phone.verifies = false;
        for _ in 0..5 {
            let refused = confirms(&li, &path, &mut phone).await;
            assert_eq!(refused.is(400).json()["code"], "passkey_unverified");
        }
        assert_eq!(learner.answer_check(true).await.result, CheckResult::Passed);
        // It was answered; a passkey comes too late.
        phone.verifies = true;
        assert_eq!(confirms(&li, &path, &mut phone).await.is(410).json()["code"], "check_over");
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_signed_for_one_thing_serves_no_other_and_nobody_else() {
    on_both(async |site| {
        let mut phone = PasskeyDevice::new("phone");
        let (li, learner) = li_at_a_check(site, &mut phone).await;
        let (path, _) = shown(&li, &learner).await;
        let ask = async |path: &str| li.json(&format!("{path}/passkey"), json!({})).await.is(200).json();
        let late = |answer: Answer| assert_eq!(answer.is(410).json()["code"], "passkey_late");

        // Signed after a hold, or for another check.
        let hold = ask("/api/study/identity").await;
        late(sends(&li, &path, &hold["challenge"], &phone.sign(&hold["options"])).await);
        let other = ask("/api/study/checks/another").await;
        late(sends(&li, &path, &other["challenge"], &phone.sign(&other["options"])).await);
        // A challenge that was replaced, and one with what was signed for another.
        let first = ask(&path).await;
        let second = ask(&path).await;
        let signed = phone.sign(&first["options"]);
        late(sends(&li, &path, &first["challenge"], &signed).await);
        sends(&li, &path, &second["challenge"], &signed).await.is(400);
        // A friend's finger on the friend's phone.
        site.learner("wang").await;
        let mut friends = PasskeyDevice::new("friend");
        let wang = owner(site, "wang", &mut friends).await;
        let asked = ask(&path).await;
        sends(&li, &path, &asked["challenge"], &friends.sign(&asked["options"])).await.is(400);
        let asked = wang.json(&format!("{path}/passkey"), json!({})).await.is(200).json();
        sends(&wang, &path, &asked["challenge"], &friends.sign(&asked["options"])).await.is(404);
        // Nothing at all, and too late.
        sends(&li, &path, &json!(""), "{}").await.is(410);
        let asked = ask(&path).await;
        let signed = phone.sign(&asked["options"]);
        site.clock.forward_s(190);
        assert_eq!(sends(&li, &path, &asked["challenge"], &signed).await.is(200).json()["result"], "late");
        site.verify(&[]).await.unwrap();
        // A learner without a passkey is not offered one.
        site.learner("zhao").await;
        let zhao = site.signed_in("zhao").await;
        let refused = zhao.json("/api/study/identity/passkey", json!({})).await;
        assert_eq!(refused.is(409).json()["code"], "no_passkey");
    })
    .await;
}

#[tokio::test]
async fn a_hold_ends_by_passkey_and_loses_nothing() {
    on_both(async |site| {
        let mut phone = PasskeyDevice::new("phone");
        let (li, mut learner) = li_at_a_check(site, &mut phone).await;
        let early = confirms(&li, "/api/study/identity", &mut phone).await;
        assert_eq!(early.is(409).json()["code"], "not_held");
        learner.answer_check(false).await;
        assert_eq!(learner.answer_check(false).await.result, CheckResult::Hold);
        let released = confirms(&li, "/api/study/identity", &mut phone).await.is(200).json();
        learner.check = Some(released["next"]["id"].as_str().unwrap().into());
        // What was signed for it stands in the records and is verified again, as that of a check.
        site.verify(&[]).await.unwrap();
        let key: String = store::read_db!(&site.site.db, |p| {
            sqlx::query_scalar("SELECT public_key FROM passkey").fetch_one(p).await.unwrap()
        });
        let mut other = PasskeyDevice::new("other");
        site.learner("wang").await;
        owner(site, "wang", &mut other).await;
        let swap = "UPDATE passkey SET public_key = (SELECT public_key FROM passkey WHERE account_id = 'account-wang')
                    WHERE account_id = 'account-li'";
        run(&site.site.db, swap).await;
        assert_eq!(site.verify(&[]).await.unwrap_err().what, "passkeys");
        // With the key file too, what was signed still does not fit.
        site.adopt_rows().await;
        assert_eq!(site.verify(&[]).await.unwrap_err().what, "the signature");
        let back = "UPDATE passkey SET public_key = $1 WHERE account_id = 'account-li'";
        store::write_db!(&site.site.db, |p| sqlx::query(back).bind(&key).execute(p).await.map(drop)).unwrap();
        site.adopt_rows().await;
        let (path, _) = shown(&li, &learner).await;
        let said = confirms(&li, &path, &mut phone).await;
        assert_eq!(said.is(200).json()["newly_verified_ms"], 300_000);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_pass_that_no_device_signed_is_found_and_named() {
    on_both(async |site| {
        let mut phone = PasskeyDevice::new("phone");
        let (li, learner) = li_at_a_check(site, &mut phone).await;
        let (path, _) = shown(&li, &learner).await;
        confirms(&li, &path, &mut phone).await.is(200);
        site.verify(&[]).await.unwrap();
        // Whoever owns the database puts another key in place of the learner's.
        let mut other = PasskeyDevice::new("other");
        site.learner("wang").await;
        owner(site, "wang", &mut other).await;
        let swap = "UPDATE passkey SET public_key = (SELECT public_key FROM passkey WHERE account_id = 'account-wang')
                    WHERE account_id = 'account-li'";
        run(&site.site.db, swap).await;
        assert_eq!(site.verify(&[]).await.unwrap_err().what, "passkeys");
        // With the key file too, what was signed still does not fit.
        site.adopt_rows().await;
        assert_eq!(site.verify(&[]).await.unwrap_err().what, "the signature");
        run(&site.site.db, "UPDATE passkey SET created_at = created_at + 1000000 WHERE account_id = 'account-li'").await;
        site.adopt_rows().await;
        assert_eq!(site.verify(&[]).await.unwrap_err().what, "the passkey");
    })
    .await;
}
