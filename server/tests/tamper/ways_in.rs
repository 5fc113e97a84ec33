//! The rows by which an account is entered or won back, changed beside the program: none opens anything, and each is named.

use domain::access::Role;
use domain::audit::AuditAction;
use store::audit::AuditEvent;
use store::digest::Purpose;
use store::sealed::TOTP_SECRET;
use store::second_factor::NewSecondFactor;
use web::second_factor::passes;

use crate::passkey_checks::owner;
use crate::passkey_device::PasskeyDevice;
use crate::site::{PASSWORD, TestSite, on_both};
use crate::store_fixture::city::run;

const PHONE: &str = "10020260001";
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const CODE: &str = "7kmt0-h4rb2";

/// Lets a phone open an account, as registering does.
async fn phone_of(site: &TestSite, login: &str, phone: &str) -> [u8; 32] {
    let digest = site.site.keys.digest(Purpose::Phone, phone);
    let mut tx = site.site.db.begin().await.unwrap();
    assert!(tx.add_account_phone(&format!("account-{login}").into(), &digest, 1).await.unwrap());
    tx.commit().await.unwrap();
    digest
}

/// What happened to an account, for the log.
fn event(site: &TestSite, action: AuditAction) -> AuditEvent {
    AuditEvent::by_system(site.site.new_id(), site.site.now(), action)
}

/// Gives an account the authenticator [`SECRET`] and the recovery code [`CODE`].
async fn second_factor_of(site: &TestSite, login: &str) {
    let account = format!("account-{login}");
    let new = NewSecondFactor {
        secret_sealed: site.site.seal(TOTP_SECRET.of(&account), SECRET),
        step: 0,
        recovery_codes: vec![web::second_factor::recovery_digest(&site.site, &account.clone().into(), CODE)],
        account: account.clone().into(),
    };
    let event = event(site, AuditAction::SecondFactorOn { account: account.into() });
    assert!(site.site.db.add_second_factor(&new, &event).await.unwrap());
}

/// What `verify` names, which it must.
async fn named(site: &TestSite) -> String {
    let fault = site.verify(&[]).await.expect_err("something is wrong");
    format!("{}: {}", fault.place, fault.what)
}

#[tokio::test]
async fn a_phone_pointed_at_somebody_else_wins_no_password_back() {
    on_both(async |site| {
        let (site, outbox) = site.with_codes();
        for login in ["li", "wang"] {
            site.register(login, Role::Learner, None, Some("county")).await;
        }
        // The forger's own phone, honestly registered.
        let digest = phone_of(&site, "li", PHONE).await;
        let db = &site.site.db;
        db.phone_is_verified(&digest, 5).await.unwrap();
        let recover = async || {
            let asked = site.stranger().post("/recover", &[("phone", PHONE), ("last", "0000")]).await;
            asked.is(200);
            outbox.letters().len()
        };
        assert_eq!(recover().await, 1);
        site.verify(&[]).await.unwrap();

        run(db, "UPDATE account_phone SET account_id = 'account-wang'").await;
        site.clock.forward_s(3600);
        assert_eq!(recover().await, 1, "nothing is sent");
        assert!(db.account_of_phone(&digest).await.unwrap().is_none());
        assert!(db.phone_verified_at(&"account-wang".into()).await.unwrap().is_none());
        site.stranger().post("/sign-in", &[("account", PHONE), ("password", PASSWORD)]).await.is(422);
        assert_eq!(named(&site).await, "a phone of account account-wang: the mark of the program");
        // A code that is typed right does not make it the program's own.
        db.phone_is_verified(&digest, 7).await.unwrap();
        assert!(db.account_of_phone(&digest).await.unwrap().is_none());

        run(db, "UPDATE account_phone SET account_id = 'account-li'").await;
        site.verify(&[]).await.unwrap();
        site.clock.forward_s(3600);
        assert_eq!(recover().await, 2);

        // Nor is one believed that is said to be verified, or an account behind it that is somebody else's now.
        run(db, "UPDATE account_phone SET verified_at = 6").await;
        assert_eq!(named(&site).await, "a phone of account account-li: the mark of the program");
        run(db, "UPDATE account_phone SET verified_at = 5").await;
        run(db, "UPDATE account SET person_id = 'person-wang' WHERE id = 'account-li'").await;
        assert!(db.account_of_phone(&digest).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_made_beside_the_program_stands_in_the_way_and_opens_nothing() {
    on_both(async |site| {
        for login in ["li", "wang"] {
            site.register(login, Role::Learner, None, Some("county")).await;
        }
        second_factor_of(site, "li").await;
        let (db, li) = (&site.site.db, "account-li".into());
        let shown = async || {
            site.clock.forward_s(60);
            passes(&site.site, &li, &site.totp_code(SECRET)).await.unwrap()
        };
        assert!(shown().await);
        site.verify(&[]).await.unwrap();

        run(db, "UPDATE second_factor SET mark = mark || mark").await;
        assert!(!shown().await);
        assert!(web::second_factor::is_on(&site.site, &li).await.unwrap(), "it is not simply gone");
        assert_eq!(named(site).await, "the second factor of account account-li: the mark of the program");
        // A recovery code is another row.
        assert!(passes(&site.site, &li, CODE).await.unwrap());

        run(db, "DELETE FROM second_factor").await;
        assert_eq!(named(site).await, "account account-li: second_factor_since_ms");
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_that_was_copied_or_put_back_opens_nothing() {
    on_both(async |site| {
        for login in ["li", "wang"] {
            site.register(login, Role::Learner, None, Some("county")).await;
            second_factor_of(site, login).await;
        }
        let (db, li, wang) = (&site.site.db, "account-li".into(), "account-wang".into());
        assert!(passes(&site.site, &li, CODE).await.unwrap());
        assert_eq!(db.recovery_codes_left(&li).await.unwrap(), 0);
        site.verify(&[]).await.unwrap();

        run(db, "UPDATE recovery_code SET used_at = NULL").await;
        assert!(!passes(&site.site, &li, CODE).await.unwrap());
        assert_eq!(db.recovery_codes_left(&li).await.unwrap(), 0);
        assert_eq!(named(site).await, "a recovery code of account account-li: the mark of the program");
        run(db, "DELETE FROM recovery_code WHERE account_id = 'account-wang'").await;
        // The digest says whose it is: it is the mark that stops a code of one's own under another account.
        let digest = hex::encode(web::second_factor::recovery_digest(&site.site, &wang, CODE));
        let bytes = match db {
            store::Db::Sqlite(_) => format!("x'{digest}'"),
            store::Db::Postgres(_) => format!("decode('{digest}', 'hex')"),
        };
        run(
            db,
            &format!("UPDATE recovery_code SET account_id = 'account-wang', code_digest = {bytes} WHERE account_id = 'account-li'"),
        )
        .await;
        assert!(!passes(&site.site, &wang, CODE).await.unwrap());
        assert_eq!(named(site).await, "a recovery code of account account-wang: the mark of the program");
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_a_passkey_or_a_link_that_was_pointed_at_somebody_else_opens_nothing() {
    on_both(async |site| {
        let zhao = site.actor("zhao", Role::InternalController, Some("bureau"), Some("city")).await;
        site.learner("li").await;
        let mut device = PasskeyDevice::new("phone");
        let li = owner(site, "li", &mut device).await;
        let db = &site.site.db;
        let credential = db.passkeys(&li.account().into()).await.unwrap()[0].credential_id.clone();
        assert!(db.passkey_of_credential(&credential).await.unwrap().is_some());
        let linked = event(site, AuditAction::IdentityLink { account: "account-li".into() });
        db.link_identity("city", "li", &"account-li".into(), &linked).await.unwrap();
        assert!(db.account_of_identity("city", "li").await.unwrap().is_some());
        zhao.get("/audit").await.is(200);
        site.verify(&[]).await.unwrap();
        for (table, named_of_verify) in
            [("login_session", None), ("passkey", Some("passkeys")), ("identity_link", Some("links"))]
        {
            let point = async |from: &str, to: &str| {
                let sql = format!(
                    "UPDATE {table} SET account_id = 'account-{to}' WHERE account_id = 'account-{from}'"
                );
                run(db, &sql).await;
            };
            point("li", "zhao").await;
            // No node still believes what it read before.
            site.clock.forward_s(120);
            if let Some(what) = named_of_verify {
                assert_eq!(named(site).await, format!("account account-li: {what}"));
            } else {
                assert!(li.get("/audit").await.location().is_some_and(|to| to.starts_with("/sign-in")));
                continue;
            }
            assert_eq!(db.passkey_of_credential(&credential).await.unwrap().is_some(), table != "passkey");
            assert_eq!(
                db.account_of_identity("city", "li").await.unwrap().is_some(),
                table != "identity_link"
            );
            point("zhao", "li").await;
            site.verify(&[]).await.unwrap();
        }
        // Whom the provider means, and when it was linked, are stated too.
        run(db, "UPDATE identity_link SET subject = 'zhao'").await;
        assert_eq!(named(site).await, "account account-li: links");
        assert!(db.account_of_identity("city", "zhao").await.unwrap().is_none());
        run(db, "DELETE FROM identity_link").await;
        assert_eq!(named(site).await, "account account-li: links");
    })
    .await;
}

#[tokio::test]
async fn what_was_slipped_in_gets_no_mark_by_the_next_honest_change() {
    on_both(async |site| {
        let li = site.learner("li").await;
        site.register("wang", Role::Learner, None, Some("county")).await;
        let db = &site.site.db;
        let typed = [("old", PASSWORD), ("password", "chuntian-zhongyu"), ("again", "chuntian-zhongyu")];
        for (slip, undo) in [
            (
                "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
                 VALUES ('account-li', 'city_second_reviewer', 'bureau', 'city', 0)",
                "DELETE FROM role_grant WHERE role = 'city_second_reviewer'",
            ),
            (
                "UPDATE account SET person_id = 'person-wang' WHERE id = 'account-li'",
                "UPDATE account SET person_id = 'person-li' WHERE id = 'account-li'",
            ),
        ] {
            run(db, slip).await;
            let changed = event(site, AuditAction::AccountPassword { account: "account-li".into() });
            let refused = db.change_password(&"account-li".into(), "x", &changed).await.unwrap_err();
            assert!(refused.to_string().contains("beside the program"), "{refused}");
            let linked = event(site, AuditAction::IdentityLink { account: "account-li".into() });
            let refused = db.link_identity("city", "li", &"account-li".into(), &linked).await.unwrap_err();
            assert!(refused.to_string().contains("beside the program"), "{refused}");
            assert_ne!(site.signed_in("li").await.get("/audit").await.status, 200);
            run(db, undo).await;
        }
        site.verify(&[]).await.unwrap();
        li.post("/account/password", &typed).await.is(303);
        site.verify(&[]).await.unwrap();
    })
    .await;
}
