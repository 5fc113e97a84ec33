//! 学时凭证: the learner's own page with its code, and what whoever scans it sees.

use domain::access::Role;

use crate::site::on_both;
use crate::store_learner::StoreLearner;

/// A minute of a lesson, verified: one entry of the ledger.
async fn studied(learner: &mut StoreLearner<'_>, lesson: &str) {
    learner.open(lesson).await;
    learner.watch(60).await;
    learner.close().await;
    learner.answer_check(true).await;
}

#[tokio::test]
async fn what_the_paper_says_is_what_a_stranger_finds_and_nothing_opens_without_its_mark() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut student = StoreLearner::enrolled(site, "li").await;
        let enrolment = student.enrolment.clone();
        let li = site.signed_in("li").await;
        let empty = li.get(&format!("/hours/statement/{enrolment}")).await;
        assert!(
            empty.is(200).text().contains("还没有认定的学时") && !empty.text().contains("/verify/statement/")
        );

        studied(&mut student, "crab-1").await;
        let own = li.get(&format!("/hours/statement/{enrolment}")).await;
        let text = own.is(200).text().to_owned();
        let link = text.split("/verify/statement/").nth(1).unwrap().split('<').next().unwrap();
        let link = format!("/verify/statement/{link}");
        assert!(text.contains("学员li") && text.contains("class=\"qr\""), "{text}");
        // What was verified.
        let said = "1 分";
        assert!(text.contains(said), "{text}");

        // A stranger who scans it finds the same hours, and of the name the first character alone.
        let found = site.stranger().get(&link).await;
        let page = found.is(200).text();
        assert!(page.contains("这张凭证是这里开的") && page.contains(said), "{page}");
        assert!(!page.contains("学员li") && !page.contains("0000**"), "{page}");
        assert!(!page.contains("又有新的记录"));

        // Another number, another learner or another mark: nothing, and not a word of what there is.
        let (front, mark) = link.rsplit_once('/').unwrap();
        let flipped: String = mark.chars().rev().collect();
        for wrong in [
            format!("{front}/{flipped}"),
            format!("{front}/"),
            format!("/verify/statement/{enrolment}/999/{mark}"),
            format!("/verify/statement/e-wang/0/{mark}"),
            format!("/verify/statement/{enrolment}/x/{mark}"),
        ] {
            let answer = site.stranger().get(&wrong).await;
            assert!(matches!(answer.status.as_u16(), 404 | 410), "{wrong}: {}", answer.status);
            assert!(!answer.text().contains(said), "{wrong}");
        }

        // Later hours do not change what an older paper says; they are said beside it.
        studied(&mut student, "crab-2").await;
        let older = site.stranger().get(&link).await;
        assert!(older.is(200).text().contains("又有新的记录") && older.text().contains(said));
        let newer = li.get(&format!("/hours/statement/{enrolment}")).await;
        assert!(!newer.is(200).text().contains(&link), "another paper has another address");
    })
    .await;
}

#[tokio::test]
async fn only_the_learner_and_who_may_see_the_hours_open_it() {
    on_both(async |site| {
        site.with_crab_class().await;
        site.learner("li").await;
        site.enrol("li").await;
        let page = "/hours/statement/e-li";
        site.learner("wang").await.get(page).await.is(404);
        site.teacher("chen").await.get(page).await.is(404);
        site.stranger().get(page).await.is(303);
        let reviewer = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
        reviewer.get(page).await.is(200);
        let county = site.actor("he", Role::CountyReviewer, Some("bureau"), Some("county2")).await;
        county.get(page).await.is(404);
    })
    .await;
}
