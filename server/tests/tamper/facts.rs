//! Rows that say what hours are worth, changed beside the program by whoever owns the database: each is named.

use domain::access::Role;
use domain::policy::Policies;
use store::class::NewClass;
use store_read::facts::of_policy;
use verify::note::PublicKey;
use verify::{Mismatch, Options, VerifyError, verify};

use crate::site::{TestSite, on_both};
use crate::store_fixture::city::run;
use crate::store_fixture::courses::{class, course};
use crate::store_learner::StoreLearner;

/// A kind of edit: what is done to the database, what makes it good again, and what `verify` names.
struct Kind {
    attack: &'static str,
    undo: &'static str,
    place: &'static str,
    what: &'static str,
}

const fn kind(attack: &'static str, undo: &'static str, place: &'static str, what: &'static str) -> Kind {
    Kind { attack, undo, place, what }
}

/// Exchanges the documents of two people, whatever stands in the way.
const EXCHANGE_DOCUMENTS: &str = "
    CREATE TABLE held AS SELECT id, document_digest FROM person;
    UPDATE person SET document_type = 'moving' WHERE id = 'person-li';
    UPDATE person SET document_digest = (SELECT h.document_digest FROM held h WHERE h.id =
        CASE person.id WHEN 'person-li' THEN 'person-wang' ELSE 'person-li' END)
    WHERE id IN ('person-li', 'person-wang');
    UPDATE person SET document_type = 'resident' WHERE id = 'person-li';
    DROP TABLE held";
const EXCHANGE_NAMES: &str = "
    UPDATE person SET name = CASE name WHEN '学员li' THEN '学员wang' ELSE '学员li' END
    WHERE id IN ('person-li', 'person-wang')";

const KINDS: [Kind; 34] = [
    kind(EXCHANGE_DOCUMENTS, EXCHANGE_DOCUMENTS, "person person-li", "document"),
    kind(EXCHANGE_NAMES, EXCHANGE_NAMES, "person person-li", "name"),
    kind(
        "UPDATE person SET phone_masked = '139****9999' WHERE id = 'person-li'",
        "UPDATE person SET phone_masked = '0000**********0000' WHERE id = 'person-li'",
        "person person-li",
        "phone",
    ),
    kind(
        "UPDATE person SET birth_date = '1950-01-01' WHERE id = 'person-li'",
        "UPDATE person SET birth_date = '1990-01-01' WHERE id = 'person-li'",
        "person person-li",
        "birth",
    ),
    kind(
        "UPDATE person SET category_code = 'unemployed' WHERE id = 'person-li'",
        "UPDATE person SET category_code = 'rural_transfer' WHERE id = 'person-li'",
        "person person-li",
        "category",
    ),
    kind(
        "UPDATE person SET category_since = '2020-01-01' WHERE id = 'person-li'",
        "UPDATE person SET category_since = '2026-01-01' WHERE id = 'person-li'",
        "person person-li",
        "category_since",
    ),
    kind(
        "UPDATE person SET category_paper_id = 'made-up' WHERE id = 'person-li'",
        "UPDATE person SET category_paper_id = NULL WHERE id = 'person-li'",
        "person person-li",
        "category_paper",
    ),
    kind(
        "UPDATE person SET identity_seen_at = 1000, identity_seen_by = 'account-zhao' WHERE id = 'person-li'",
        "UPDATE person SET identity_seen_at = NULL, identity_seen_by = NULL WHERE id = 'person-li'",
        "person person-li",
        "identity_seen_at_ms",
    ),
    kind(
        "UPDATE person SET identity_seen_by = 'account-li' WHERE id = 'person-chen'",
        "UPDATE person SET identity_seen_by = 'account-sun' WHERE id = 'person-chen'",
        "person person-chen",
        "identity_seen_by",
    ),
    kind(
        "UPDATE person SET region_id = 'county2' WHERE id = 'person-li'",
        "UPDATE person SET region_id = 'county' WHERE id = 'person-li'",
        "person person-li",
        "region",
    ),
    kind(
        "UPDATE lesson SET duration_ms = 6000000 WHERE id = 'crab-1'",
        "UPDATE lesson SET duration_ms = 600000 WHERE id = 'crab-1'",
        "lesson crab-1",
        "duration_ms",
    ),
    kind(
        "UPDATE lesson SET media_sha256 = 'another film' WHERE id = 'crab-1'",
        "UPDATE lesson SET media_sha256 = '0000000000000000000000000000000000000000000000000000000000000000' WHERE id = 'crab-1'",
        "lesson crab-1",
        "media_sha256",
    ),
    kind(
        "UPDATE lesson SET course_id = 'electric', position = 9 WHERE id = 'crab-2'",
        "UPDATE lesson SET course_id = 'crab', position = 2 WHERE id = 'crab-2'",
        "lesson crab-2",
        "course",
    ),
    kind(
        "UPDATE course SET trade_code = 'better paid' WHERE id = 'crab'",
        "UPDATE course SET trade_code = 'trade-crab' WHERE id = 'crab'",
        "course crab",
        "trade_code",
    ),
    kind(
        "UPDATE course SET organisation_id = 'school2' WHERE id = 'crab'",
        "UPDATE course SET organisation_id = 'school' WHERE id = 'crab'",
        "course crab",
        "organisation",
    ),
    kind(
        "UPDATE question SET prompt = '一加一等于几?' WHERE id = 'crab-1-q1'",
        "UPDATE question SET prompt = '刚才讲了什么?' WHERE id = 'crab-1-q1'",
        "question crab-1-q1",
        "item",
    ),
    kind(
        "UPDATE question SET options = '[\"错\",\"对\",\"不知道\"]' WHERE id = 'crab-1-q1'",
        "UPDATE question SET options = '[\"对\",\"错\",\"不知道\"]' WHERE id = 'crab-1-q1'",
        "question crab-1-q1",
        "item",
    ),
    kind(
        "UPDATE question SET at_ms = 599999 WHERE id = 'crab-1-q1'",
        "UPDATE question SET at_ms = 60000 WHERE id = 'crab-1-q1'",
        "question crab-1-q1",
        "at_ms",
    ),
    kind(
        "INSERT INTO question (id, lesson_id, at_ms, prompt, options, explanation) VALUES ('easy', 'crab-1', 1, '?', '[\"a\",\"b\",\"c\"]', '')",
        "DELETE FROM question WHERE id = 'easy'",
        "question easy",
        "its leaf in the audit log",
    ),
    kind(
        "UPDATE training_class SET policy_version = 'kinder' WHERE id = 'crab-k'",
        "UPDATE training_class SET policy_version = '2026-01-01' WHERE id = 'crab-k'",
        "class crab-k",
        "policy",
    ),
    kind(
        "UPDATE training_class SET organisation_id = 'school2' WHERE id = 'crab-k'",
        "UPDATE training_class SET organisation_id = 'school' WHERE id = 'crab-k'",
        "class crab-k",
        "organisation",
    ),
    kind(
        "UPDATE training_class SET region_id = 'county2' WHERE id = 'crab-k'",
        "UPDATE training_class SET region_id = 'county' WHERE id = 'crab-k'",
        "class crab-k",
        "region",
    ),
    kind(
        "UPDATE training_class SET course_id = 'electric' WHERE id = 'crab-k'",
        "UPDATE training_class SET course_id = 'crab' WHERE id = 'crab-k'",
        "class crab-k",
        "course",
    ),
    kind(
        "UPDATE training_class SET ends_on = '2027-12-31' WHERE id = 'crab-k'",
        "UPDATE training_class SET ends_on = '2026-12-31' WHERE id = 'crab-k'",
        "class crab-k",
        "ends_on",
    ),
    kind(
        "UPDATE training_class SET capacity = 3000 WHERE id = 'crab-k'",
        "UPDATE training_class SET capacity = 30 WHERE id = 'crab-k'",
        "class crab-k",
        "capacity",
    ),
    kind(
        "UPDATE organisation SET credit_code = 'C9' WHERE id = 'school'",
        "UPDATE organisation SET credit_code = 'C1' WHERE id = 'school'",
        "organisation school",
        "credit_code",
    ),
    kind(
        "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
         VALUES ('account-li', 'city_second_reviewer', 'bureau', 'city', 0)",
        "DELETE FROM role_grant WHERE account_id = 'account-li' AND role = 'city_second_reviewer'",
        "account account-li",
        "roles",
    ),
    kind(
        "UPDATE role_grant SET role = 'internal_controller' WHERE account_id = 'account-zhao'",
        "UPDATE role_grant SET role = 'city_first_reviewer' WHERE account_id = 'account-zhao'",
        "account account-zhao",
        "roles",
    ),
    kind(
        "UPDATE account SET person_id = 'person-wang' WHERE id = 'account-li'",
        "UPDATE account SET person_id = 'person-li' WHERE id = 'account-li'",
        "account account-li",
        "person",
    ),
    kind(
        "UPDATE account SET login = 'li2' WHERE id = 'account-li'",
        "UPDATE account SET login = 'li' WHERE id = 'account-li'",
        "account account-li",
        "sign_in",
    ),
    kind(
        "UPDATE enrolment SET person_id = 'person-wang' WHERE id = 'e-zhao'",
        "UPDATE enrolment SET person_id = 'person-zhao' WHERE id = 'e-zhao'",
        "enrolment e-zhao",
        "person",
    ),
    kind(
        "UPDATE enrolment SET class_id = 'electric-k' WHERE id = 'e-zhao'",
        "UPDATE enrolment SET class_id = 'crab-k' WHERE id = 'e-zhao'",
        "enrolment e-zhao",
        "class",
    ),
    kind(
        "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e-new', 'electric-k', 'person-wang', 0)",
        "DELETE FROM enrolment WHERE id = 'e-new'",
        "enrolment e-new",
        "its leaf in the audit log",
    ),
    kind(
        "DELETE FROM enrolment WHERE id = 'e-zhao'",
        "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) SELECT 'e-zhao', class_id, 'person-zhao', enrolled_at
         FROM enrolment WHERE person_id = 'person-li'",
        "enrolment e-zhao",
        "the row of its leaf in the audit log",
    ),
];

/// Somebody who studied, somebody who did not enrol, a reviewer who also learns, and a second class.
async fn books(site: &TestSite) {
    site.with_crab_class().await;
    site.site.db.publish_course(&course("electric", "安全用电常识"), 1_000).await.unwrap();
    let other = NewClass { organisation: "school2".into(), region: "county2".into(), ..class("electric") };
    site.site.db.open_class(&other, 1_000).await.unwrap();
    let mut li = StoreLearner::enrolled(site, "li").await;
    site.register("wang", Role::Learner, None, Some("county")).await;
    site.register("zhao", Role::CityFirstReviewer, Some("bureau"), Some("city")).await;
    site.enrol("zhao").await;
    let sun = site.teacher("sun").await;
    site.register("chen", Role::Learner, None, Some("county")).await;
    site.enrol("chen").await;
    sun.post("/classes/crab-k/learners/e-chen/seen", &[]).await.is(303);
    li.open("crab-1").await;
    li.watch(200).await;
    li.close().await;
    li.answer_check(true).await;
}

#[tokio::test]
async fn a_fact_changed_beside_the_program_is_named_with_its_row_and_its_column() {
    on_both(async |site| {
        books(site).await;
        let report = site.verify(&[]).await.unwrap();
        assert!(report.facts > 20 && report.verified_ms > 0, "{report}");
        for kind in &KINDS {
            run(&site.site.db, kind.attack).await;
            let fault = site.verify(&[]).await.expect_err(kind.attack);
            assert_eq!(
                (fault.place.as_str(), fault.what.as_str()),
                (kind.place, kind.what),
                "{}: {fault}",
                kind.attack
            );
            run(&site.site.db, kind.undo).await;
        }
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn without_the_keys_only_what_takes_them_is_not_compared() {
    on_both(async |site| {
        books(site).await;
        let db = &site.site.db;
        let without = async || {
            let options = Options { policies: &site.site.policies, keys: None, key: None, kept: &[] };
            match verify(&mut db.snapshot().await.unwrap(), &options).await {
                Err(VerifyError::Mismatch(fault)) => Some(fault.to_string()),
                other => other.map(|_| None).unwrap(),
            }
        };
        assert_eq!(without().await, None);
        run(db, EXCHANGE_NAMES).await;
        assert_eq!(without().await, None);
        run(db, "UPDATE lesson SET duration_ms = 6000000 WHERE id = 'crab-1'").await;
        assert!(without().await.unwrap().starts_with("lesson crab-1: duration_ms\n  expected: 600000\n"));
    })
    .await;
}

#[tokio::test]
async fn a_policy_that_says_something_else_than_when_it_was_served_is_refused() {
    on_both(async |site| {
        books(site).await;
        let mut policies: Vec<_> = site.site.policies.all().to_vec();
        let changed = policies.iter_mut().find(|policy| policy.version == "2026-01-01").unwrap();
        changed.subsidy.class_fen_max.value *= 2;
        let (changed, key) = (changed.clone(), PublicKey::parse(&site.site.signer.public_key()).unwrap());
        let policies = Policies::new(policies);
        let options =
            Options { policies: &policies, keys: Some(&site.site.keys), key: Some(&key), kept: &[] };
        let fault = verify(&mut site.site.db.snapshot().await.unwrap(), &options).await.unwrap_err();
        let VerifyError::Mismatch(Mismatch { place, what, .. }) = fault else { panic!("{fault}") };
        assert_eq!(place, "policy 2026-01-01");
        assert_eq!(what, "sha256: this version said something else when it was served first");

        // And nothing is served by it.
        let refused = site.site.db.state_policies(policies.all(), 2_000).await.unwrap().unwrap();
        assert_eq!(refused.version, "2026-01-01");
        assert!(
            of_policy(&changed).detail().contains(&refused.is_sha256)
                && refused.was_sha256 != refused.is_sha256
        );
        assert_eq!(site.site.db.state_policies(site.site.policies.all(), 2_000).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_role_that_the_program_did_not_grant_opens_no_page() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, Some("county")).await;
        let zhao = site.actor("zhao", Role::InternalController, Some("bureau"), Some("city")).await;
        zhao.get("/audit").await.is(200);
        let grant = "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at, mark)
                     SELECT 'account-li', role, organisation_id, region_id, granted_at, mark FROM role_grant
                     WHERE account_id = 'account-zhao'";
        run(&site.site.db, grant).await;
        site.signed_in("li").await.get("/audit").await.is(404);
        let fault = site.verify(&[]).await.unwrap_err();
        assert_eq!((fault.place.as_str(), fault.what.as_str()), ("account account-li", "roles"));
        // Had the program granted it, it would open.
        site.adopt_rows().await;
        site.signed_in("li").await.get("/audit").await.is(200);
        // One that is ended by the program stays ended.
        run(&site.site.db, "UPDATE role_grant SET region_id = 'county2' WHERE account_id = 'account-li'")
            .await;
        site.signed_in("li").await.get("/audit").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_was_pointed_at_somebody_else_opens_nothing() {
    on_both(async |site| {
        site.register("li", Role::Learner, None, Some("county")).await;
        site.register("wang", Role::Learner, None, Some("county")).await;
        let db = &site.site.db;
        assert!(db.credentials("li").await.unwrap().is_some());
        for (change, back) in [
            ("person_id = 'person-wang'", "person_id = 'person-li'"),
            ("password_hash = password_hash || ' '", "password_hash = TRIM(password_hash)"),
            ("login = 'root'", "login = 'li'"),
        ] {
            site.signed_in("li").await.get("/account").await.is(200);
            run(db, &format!("UPDATE account SET {change} WHERE id = 'account-li'")).await;
            assert!(db.credentials("li").await.unwrap().is_none(), "{change}");
            assert!(db.credentials_of(&"account-li".into()).await.unwrap().is_none(), "{change}");
            let answer = site.signed_in("li").await.get("/account").await;
            assert!(answer.location().is_some_and(|to| to.starts_with("/sign-in")), "{change}");
            run(db, &format!("UPDATE account SET {back} WHERE id = 'account-li'")).await;
        }
    })
    .await;
}
