//! A quiz lesson: items to practise on with a nominal length each, recorded, checked and paid like any lesson.

use domain::course::{DocumentPage, Exercise, ExerciseOption, LessonKind};
use domain::wire::CheckResult;
use store::course::NewLesson;
use verify::{Options, verify};

use crate::site::{TestSite, on_both};
use crate::store_fixture::courses::{class, course};
use crate::store_learner::StoreLearner;

/// Publishes the course `crab` with a quiz of two items as its fourth lesson, and opens its class.
async fn with_quiz(site: &TestSite) {
    let mut crab = course("crab", "大闸蟹养殖入门");
    let option = |text: &str, why: &str, right| ExerciseOption { text: text.into(), why: why.into(), right };
    let item = |title: &str, seconds, seconds_min| DocumentPage {
        title: title.into(),
        seconds,
        seconds_min,
        body: "老李去看塘。".into(),
        exercise: Some(Exercise {
            question: format!("{title}：选哪一口？"),
            options: vec![option("沙底的", "存不住水。", false), option("黏土的", "存得住水。", true)],
        }),
    };
    let pages = vec![item("看塘", 60, Some(20)), item("看水", 30, None)];
    assert!(pages.iter().all(|page| page.checked(LessonKind::Quiz).is_ok()));
    let last = crab.lessons.last().unwrap().clone();
    crab.lessons.push(NewLesson {
        id: "crab-4".into(),
        code: "crab-4".into(),
        kind: LessonKind::Quiz,
        title: "练一练".into(),
        title_en: "Practice".into(),
        duration_ms: 90_000,
        pages,
        questions: vec![store::course::NewQuestion {
            id: "crab-4-q1".into(),
            at_ms: 60_000,
            ..last.questions[0].clone()
        }],
        ..last
    });
    site.site.db.publish_course(&crab, 1_000).await.unwrap();
    site.site.db.open_class(&class("crab"), 1_000).await.unwrap();
}

#[tokio::test]
async fn a_quiz_is_listed_shown_and_practised_without_a_script() {
    on_both(async |site| {
        with_quiz(site).await;
        StoreLearner::enrolled(site, "li").await;
        let li = site.signed_in("li").await;
        let listed = li.get("/courses/crab").await;
        assert!(listed.is(200).text().contains("练习 · 1 分 30 秒 · 几乎不用流量"), "{}", listed.text());
        let enrolment =
            li.get("/api/study/enrolments").await.json()[0]["enrolment"].as_str().unwrap().to_owned();
        let page = li.get(&format!("/learn/{enrolment}/crab-4")).await;
        let text = page.is(200).text();
        for part in [
            "练习 · 1 分 30 秒",
            "id=\"item-0\"",
            "role=\"radiogroup\" aria-labelledby=\"item-0\"",
            "<label for=\"item-1-1\"",
            "role=\"status\"",
            "对了。",
            "再想想。",
            // What the reader is handed: where the items lie, and how long each is shown at least.
            "\"from_ms\":0,\"to_ms\":60000,\"least_ms\":20000",
            "\"from_ms\":60000,\"to_ms\":90000,\"least_ms\":30000",
            "第 {n} 题，共 {count} 题",
        ] {
            let escaped = part.replace('"', "&quot;");
            assert!(text.contains(part) || text.contains(&escaped), "{part} is missing in {text}");
        }
        // The checks' own questions are not among them.
        assert!(!text.contains("刚才讲了什么"), "{text}");
        let other = li.get(&format!("/learn/{enrolment}/crab-3")).await;
        assert!(!other.is(200).text().contains("radiogroup"));
    })
    .await;
}

#[tokio::test]
async fn its_time_is_real_time_and_no_more_than_its_length() {
    on_both(async |site| {
        with_quiz(site).await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        li.open("crab-4").await;
        // Turning ahead of time: both items "done" after ten seconds are ten seconds.
        site.clock.forward_s(10);
        let hasty = li.beat(&[[0, 60_000], [60_000, 90_000]]).await;
        assert_eq!((hasty.counted_ms, hasty.waiting_ms), (10_000, 10_000));
        // The first item's least time, then the second one: what was passed over is not counted.
        site.clock.forward_s(10);
        li.beat(&[[10_000, 20_000]]).await;
        site.clock.forward_s(30);
        let second = li.beat(&[[60_000, 90_000]]).await;
        assert_eq!(second.waiting_ms, 50_000);
        // However long one thinks, an item counts no longer than its length.
        site.clock.forward_s(100);
        let more = li.beat(&[[20_000, 60_000], [90_000, 120_000]]).await;
        assert_eq!(more.waiting_ms, 90_000);
        li.close().await;
        let said = li.answer_check(true).await;
        assert_eq!(said.result, CheckResult::Passed);
        let options =
            Options { policies: &site.site.policies, keys: Some(&site.site.keys), key: None, kept: &[] };
        let report = verify(&mut site.site.db.snapshot().await.unwrap(), &options).await.unwrap();
        assert_eq!((report.verified_ms, report.waiting_ms), (90_000, 0));
    })
    .await;
}
