//! A number in full is shown to whoever may see it, says why, and leaves a line; once, and nowhere else.

use domain::access::Role;

use crate::site::{Actor, Answer, TestSite, on_both};

const NUMBER: &str = "000000199001010000";
const PAGE: &str = "/classes/crab-k/learners/e-wang";

async fn a_class(site: &TestSite) {
    site.with_crab_class().await;
    site.learner("wang").await;
    site.enrol("wang").await;
}

async fn ask(actor: &Actor<'_>, why: &str) -> Answer {
    actor.post(&format!("{PAGE}/reveal"), &[("number", "document"), ("why", why)]).await
}

#[tokio::test]
async fn the_number_is_on_that_one_answer_and_its_line_is_in_the_log() {
    on_both(async |site| {
        a_class(site).await;
        let zhou = site.reviewer("zhou").await;
        assert!(zhou.get(PAGE).await.is(200).text().contains("查看完整号码"));
        let shown = ask(&zhou, "发证前核对证件号").await;
        assert!(shown.is(200).text().contains(NUMBER));
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        assert!(shown.header("location").is_none() && shown.cookie("flash").is_none());

        let found = site.audit_lines("number.reveal").await;
        assert_eq!(found.len(), 1);
        assert_eq!(
            (
                found[0].login.as_deref(),
                found[0].reason.as_str(),
                found[0].subject.as_str(),
                found[0].detail.as_str()
            ),
            (Some("zhou"), "发证前核对证件号", "enrolment:e-wang", r#"{"number":"document"}"#)
        );
        // Neither the log nor any page after it has the number.
        assert!(!found[0].leaf().canonical().contains(NUMBER));
        let shen = site.actor("shen", Role::InternalController, Some("bureau"), Some("city")).await;
        for page in ["/audit", "/audit/0"] {
            assert!(!shen.get(page).await.is(200).text().contains(NUMBER));
        }
        for page in [PAGE, "/classes/crab-k"] {
            assert!(!zhou.get(page).await.is(200).text().contains(NUMBER));
        }
        // The address alone shows nothing.
        zhou.get(&format!("{PAGE}/reveal")).await.is(405);
    })
    .await;
}

#[tokio::test]
async fn without_the_right_or_without_a_reason_nothing_is_shown_and_nothing_is_written() {
    on_both(async |site| {
        a_class(site).await;
        for (login, role, organisation, region) in [
            ("chen", Role::Teacher, "school", "county"),
            ("shen", Role::ExternalAuditor, "bureau", "city"),
            ("sys", Role::SystemAdministrator, "bureau", "city"),
            ("other", Role::InstitutionAdmin, "school2", "county2"),
            ("sun", Role::CountyReviewer, "bureau", "county2"),
        ] {
            let actor = site.actor(login, role, Some(organisation), Some(region)).await;
            let answer = ask(&actor, "发证前核对证件号").await;
            assert!(!answer.is(404).text().contains(NUMBER), "{login}");
            assert!(!actor.get(PAGE).await.text().contains("查看完整号码"), "{login}");
        }
        let school = site.actor("school", Role::InstitutionAdmin, Some("school"), Some("county")).await;
        for why in ["", "   ", "看看", &"长".repeat(301)] {
            let refused = ask(&school, why).await;
            assert!(!refused.is(422).text().contains(NUMBER));
            assert!(refused.text().contains(if why.len() > 100 { "300" } else { "至少四个字" }));
        }
        // What was typed is kept.
        assert!(ask(&school, "看看").await.text().contains("看看</textarea>"));
        assert!(site.audit_lines("number.reveal").await.is_empty());
        assert!(ask(&school, "发证前核对证件号").await.is(200).text().contains(NUMBER));
    })
    .await;
}

#[tokio::test]
async fn twenty_an_hour_and_no_more_however_many_ask_at_once() {
    on_both(async |site| {
        a_class(site).await;
        let zhou = site.reviewer("zhou").await;
        let asked = (0..26).map(|_| ask(&zhou, "发证前核对证件号"));
        let answers = futures_util::future::join_all(asked).await;
        let shown = answers.iter().filter(|answer| answer.text().contains(NUMBER)).count();
        assert_eq!((shown, site.audit_lines("number.reveal").await.len()), (20, 20));
        let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
        assert_eq!(refused.header("retry-after"), Some("3600"));
        site.clock.forward_s(3601);
        ask(&site.signed_in("zhou").await, "发证前核对证件号").await.is(200);
    })
    .await;
}
