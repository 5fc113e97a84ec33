//! Whose identity document an official has seen, and whose category a paper proves: without the first hours earn no money,
//! without the second a category is what somebody says.

use domain::access::Role;
use domain::id::PersonId;
use store::identity::DocumentState;
use store::{Constraint, StoreError};

use crate::site::{TestSite, on_both};
use crate::store_fixture::city::run;
use crate::store_learner::StoreLearner;

/// Li studies the whole course; nobody has seen the document.
pub async fn li_has_studied(site: &TestSite) {
    site.with_crab_class().await;
    let mut li = StoreLearner::enrolled(site, "li").await;
    for (lesson, seconds) in [("crab-1", 600), ("crab-2", 300), ("crab-3", 120)] {
        li.open(lesson).await;
        let mut left = seconds;
        while left > 0 {
            let before = li.at_ms;
            li.watch(left).await;
            left -= (li.at_ms - before) / 1000;
            while li.check.is_some() {
                li.answer_check(true).await;
            }
        }
        li.close().await;
        while li.check.is_some() {
            li.answer_check(true).await;
        }
    }
}

pub async fn enrolment(site: &TestSite) -> String {
    let person = PersonId("person-li".into());
    site.site.db.my_classes(&person).await.unwrap().remove(0).enrolment_id.0
}

/// Amount in fen and how it pays.
pub async fn worth(site: &TestSite) -> (i64, String) {
    let record = site.site.db.my_subsidies(&"person-li".into()).await.unwrap().remove(0);
    (record.amount_fen, record.pay_mode)
}

#[tokio::test]
async fn hours_earn_no_money_until_a_teacher_has_seen_the_document() {
    on_both(async |site| {
        li_has_studied(site).await;
        let li = site.signed_in("li").await;
        assert_eq!(worth(site).await, (0, "withheld".to_owned()));
        let report = site.verify(&[]).await.unwrap();
        assert!(report.verified_ms >= 900_000 && report.amount_fen == 0, "{report}");
        let page = li.get("/subsidy").await;
        for part in ["先去核对一次证件", "渔丰学校（0546-1）", "核对后", "等核对证件，暂不计钱"]
        {
            assert!(page.is(200).text().contains(part), "{part}: {}", page.text());
        }
        assert!(
            li.in_english().get("/subsidy").await.text().contains("Have your identity document seen once")
        );

        let sun = site.teacher("sun").await;
        assert!(sun.get("/classes/crab-k").await.text().contains("1 名学员的证件还没有核对"));
        let list = sun.get("/classes/crab-k/documents").await;
        let action = format!("/classes/crab-k/learners/{}/seen", enrolment(site).await);
        assert!(list.is(200).text().contains(&action) && list.text().contains("0000**********0000"));
        let done = sun.post(&action, &[("from", "list")]).await;
        assert_eq!(done.is(303).location(), Some("/classes/crab-k/documents"));
        assert!(sun.get("/classes/crab-k/documents").await.text().contains("都核对过了"));

        let (fen, mode) = worth(site).await;
        assert!(fen > 0 && mode == "full", "{fen} {mode}");
        let report = site.verify(&[]).await.unwrap();
        assert_eq!(report.amount_fen, fen);
        let li = site.signed_in("li").await;
        assert!(!li.get("/subsidy").await.text().contains("先去核对一次证件"));
        let line = &site.audit_lines("identity.see").await[0];
        assert_eq!((line.before_value.as_str(), line.after_value.as_str()), ("not seen", "seen"));
        assert_eq!(line.account_id.as_deref(), Some("account-sun"));
        // Pressed again: nothing more is written.
        sun.post(&action, &[]).await.is(303);
        assert_eq!(site.audit_lines("identity.see").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_slip_is_taken_back_with_a_reason_and_the_money_with_it() {
    on_both(async |site| {
        li_has_studied(site).await;
        let sun = site.teacher("sun").await;
        let here = format!("/classes/crab-k/learners/{}", enrolment(site).await);
        assert_eq!(sun.post(&format!("{here}/seen"), &[]).await.is(303).location(), Some(&*here));
        let page = sun.get(&here).await;
        assert!(page.is(200).text().contains("证件已核对") && page.text().contains("学员sun，"));
        let short = sun.post(&format!("{here}/unseen"), &[("because", "错")]).await;
        assert!(short.is(422).text().contains("为什么撤回，至少四个字"), "{}", short.text());
        sun.post(&format!("{here}/unseen"), &[("because", "按错了人，不是他")]).await.is(303);
        assert_eq!(worth(site).await, (0, "withheld".to_owned()));
        assert!(sun.get(&here).await.text().contains("证件未核对"));
        assert_eq!(site.audit_lines("identity.unsee").await[0].reason, "按错了人，不是他");
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_their_own_document_and_no_stranger_sees_anybodys() {
    on_both(async |site| {
        site.with_crab_class().await;
        let sun = site.teacher("sun").await;
        site.enrol("sun").await;
        let own = "/classes/crab-k/learners/e-sun/seen";
        assert!(sun.get("/classes/crab-k/documents").await.text().contains("这是您本人"));
        assert!(sun.post(own, &[]).await.is(409).text().contains("不能核对自己的证件"));
        let event =
            site.site.event_by_system(domain::audit::AuditAction::SignIn { account: "account-sun".into() });
        let event = store::audit::AuditEvent { account: Some("account-sun".into()), ..event };
        let refused = site
            .site
            .db
            .see_identity(&sun.person().into(), DocumentState::Seen, "", &site.site.policies, &event)
            .await;
        assert!(matches!(refused, Err(StoreError::Conflict(Constraint::PersonSeenByAnother))), "{refused:?}");
        let far = site.actor("feng", Role::Teacher, Some("school2"), Some("county2")).await;
        for actor in [&far, &site.reviewer("zhao").await, &site.learner("wang").await, &site.stranger()] {
            let answer = actor.post(own, &[]).await;
            assert!(
                [303, 401, 403, 404].contains(&answer.status.as_u16()),
                "{}: {}",
                actor.login,
                answer.status
            );
            let answer = actor.get("/classes/crab-k/documents").await;
            assert!([303, 403, 404].contains(&answer.status.as_u16()), "{}: {}", actor.login, answer.status);
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM person WHERE identity_seen_at IS NOT NULL").await, 0);
        site.verify(&[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_has_the_database_makes_no_document_seen_and_no_money() {
    on_both(async |site| {
        li_has_studied(site).await;
        site.teacher("sun").await;
        let db = &site.site.db;
        // The row alone: the leaf says otherwise.
        run(
            db,
            "UPDATE person SET identity_seen_at = 1, identity_seen_by = 'account-sun' WHERE id = 'person-li'",
        )
        .await;
        let fault = site.verify(&[]).await.unwrap_err();
        assert_eq!((fault.place.as_str(), fault.what.as_str()), ("person person-li", "identity_seen_at_ms"));
        // The row with a leaf, before sun held a post.
        site.adopt_rows().await;
        let fault = site.verify(&[]).await.unwrap_err();
        assert!(fault.to_string().contains("who saw the identity document of person person-li"), "{fault}");
        run(db, "UPDATE person SET identity_seen_at = NULL, identity_seen_by = NULL WHERE id = 'person-li'")
            .await;
    })
    .await;
    on_both(async |site| {
        li_has_studied(site).await;
        let db = &site.site.db;
        run(db, "UPDATE subsidy_record SET identity_seen = TRUE, pay_mode = 'full', amount_fen = 100").await;
        let fault = site.verify(&[]).await.unwrap_err();
        assert!(fault.to_string().contains("whether the identity document was seen"), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn a_category_is_proved_by_an_accepted_paper_and_until_then_only_said() {
    on_both(async |site| {
        let li = site.learner("li").await;
        assert!(li.get("/subsidy").await.is(200).text().contains("还没有报名"));
        site.with_crab_class().await;
        site.enrol("li").await;
        for page in ["/subsidy", "/account"] {
            assert!(li.get(page).await.is(200).text().contains("本人填报，还没有材料证明"), "{page}");
        }
        let sun = site.teacher("sun").await;
        assert!(sun.get("/classes/crab-k/learners/e-li").await.text().contains("本人填报，还没有材料证明"));
        let db = &site.site.db;
        let learner = db.export_learners(&"crab-k".into(), i64::MAX).await.unwrap().remove(0);
        assert_eq!(
            (learner.category.as_deref(), learner.category_proved),
            (Some("农村转移就业劳动者"), false)
        );

        crate::papers::accepted(site, &li).await;
        for page in ["/subsidy", "/account"] {
            assert!(li.get(page).await.text().contains("已凭材料认定"), "{page}");
        }
        let learner = db.export_learners(&"crab-k".into(), i64::MAX).await.unwrap().remove(0);
        assert_eq!((learner.category.as_deref(), learner.category_proved), (Some("登记失业人员"), true));
        assert_eq!(learner.category_since.as_deref(), Some("2026-03-01"));
        site.verify(&[]).await.unwrap();
        // Another category under the same paper, leaf and all, is not what was accepted.
        run(db, "UPDATE person SET category_code = 'graduate' WHERE id = 'person-li'").await;
        site.adopt_rows().await;
        let fault = site.verify(&[]).await.unwrap_err();
        assert!(
            fault.to_string().contains("the acceptance of the paper that proves the category"),
            "{fault}"
        );
    })
    .await;
}
