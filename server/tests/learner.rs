//! A learner's pages: finding a course, enrolling, going on, and seeing every minute.

use serde_json::json;

use crate::site::{Actor, Answer, TestSite, on_both};

/// The enrolment of a learner in the crab class.
async fn enrolled(site: &TestSite, learner: &Actor<'_>) -> String {
    learner.post("/classes/crab-k/enrol", &[]).await.is(303);
    site.site.db.my_classes(&learner.person().into()).await.unwrap().remove(0).enrolment_id.0
}

/// Studies so many seconds of the first lesson over the wire and passes the check at its end.
async fn studies(site: &TestSite, learner: &Actor<'_>, enrolment: &str, seconds: i64) {
    let opened =
        learner.json("/api/study/sessions", json!({"enrolment": enrolment, "lesson": "crab-1"})).await;
    let session = opened.is(200).json()["session"].as_str().unwrap().to_owned();
    let mut check = serde_json::Value::Null;
    for n in 1..=seconds / 15 {
        site.clock.forward_s(15);
        let beat = json!({"session": session, "seq": n, "played": [[n * 15_000 - 15_000, n * 15_000]],
            "position_ms": n * 15_000, "state": "playing"});
        let answer = learner.json("/api/study/beats", beat).await.is(200).json();
        if answer["check"].is_object() {
            check = answer["check"]["id"].clone();
        }
    }
    if check.is_null() {
        let closed =
            learner.json(&format!("/api/study/sessions/{session}/close"), json!({})).await.is(200).json();
        check = closed["check"]["id"].clone();
    }
    let check = check.as_str().expect("the tail is checked").to_owned();
    let shown = learner.json(&format!("/api/study/checks/{check}/shown"), json!({})).await.is(200).json();
    let options = shown["options"].as_array().expect("a question from the lesson's bank");
    let right = options.iter().position(|option| option == "对").unwrap();
    // Nobody reads and answers at once.
    site.clock.forward_s(10);
    let answer = json!({"answer": right.to_string()});
    let answered = learner.json(&format!("/api/study/checks/{check}/answer"), answer).await.is(200).json();
    assert_eq!(answered["result"], "passed");
}

#[track_caller]
fn says(answer: &Answer, words: &[&str]) {
    for word in words {
        assert!(answer.text().contains(word), "{word} is missing in {}", answer.text());
    }
}

#[tokio::test]
async fn two_characters_find_a_course_and_nonsense_finds_a_way_on() {
    on_both(async |site| {
        site.with_crab_class().await;
        let stranger = site.stranger();
        // 养殖
        let found = stranger.get("/courses?q=%E5%85%BB%E6%AE%96").await;
        says(found.is(200), &["大闸蟹养殖入门", "/courses/crab", "找到 1 门课程", "6 MB"]);
        // 无人机
        let none = stranger.get("/courses?q=%E6%97%A0%E4%BA%BA%E6%9C%BA").await;
        says(none.is(200), &["没有找到“无人机”", "看全部课程"]);
        says(stranger.get("/courses?category=employee").await.is(200), &["没有符合条件的课程"]);
        says(
            stranger.get("/courses?category=unemployed&level=special&mode=online").await.is(200),
            &["大闸蟹"],
        );
        for odd in
            ["?page=-7", "?page=x", "?page=99999999999999999999", "?q=%00%27%22%3Cscript%3E", "?level=%25"]
        {
            let answer = stranger.get(&format!("/courses{odd}")).await;
            assert!(!answer.is(200).text().contains("<script>"));
        }
        says(&stranger.in_english().get("/courses").await, &["Free courses", "crab first steps"]);
    })
    .await;
}

#[tokio::test]
async fn a_course_page_leads_a_stranger_to_sign_in_and_a_learner_to_enrol() {
    on_both(async |site| {
        site.with_crab_class().await;
        says(
            site.stranger().get("/courses/crab").await.is(200),
            &["/sign-in?next=/courses/crab", "还剩 30 个"],
        );
        site.stranger().get("/courses/no-such").await.is(404);
        let li = site.learner("li").await;
        says(li.get("/courses/crab").await.is(200), &["/classes/crab-k/enrol", "免费报名", "认识大闸蟹"]);
        let done = li.post("/classes/crab-k/enrol", &[]).await;
        assert_eq!(done.is(303).location(), Some("/learn"));
        says(li.get("/learn").await.is(200), &["大闸蟹养殖入门", "开始学习", "防病手册"]);
        let page = li.get("/courses/crab").await;
        assert!(!page.text().contains("/classes/crab-k/enrol"), "who is enrolled is not asked again");
        says(&page, &["还剩 29 个", "您在这个班"]);
        let teacher = site.teacher("chen").await;
        says(teacher.get("/courses/crab").await.is(200), &["报名请用学员账号"]);
        teacher.post("/classes/crab-k/enrol", &[]).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn enrolling_twice_or_too_late_is_refused_kindly() {
    on_both(async |site| {
        site.with_crab_class().await;
        let li = site.learner("li").await;
        enrolled(site, &li).await;
        let again = li.post("/classes/crab-k/enrol", &[]).await;
        assert_eq!(again.is(303).location(), Some("/learn"));
        assert!(again.cookie("flash").unwrap().starts_with("n."), "a notice, not an error");
        li.post("/classes/no-such/enrol", &[]).await.is(404);
        // The class ends on 31 December.
        site.clock.forward_s(60 * 86_400);
        let wang = site.learner("wang").await;
        let late = wang.post("/classes/crab-k/enrol", &[]).await;
        assert_eq!(late.is(303).location(), Some("/courses/crab"));
        says(wang.get("/courses/crab").await.is(200), &["现在没有可以报名的班"]);
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_somebody_else_is_not_there() {
    on_both(async |site| {
        site.with_crab_class().await;
        let li = site.learner("li").await;
        let enrolment = enrolled(site, &li).await;
        says(
            li.get(&format!("/learn/{enrolment}/crab-1")).await.is(200),
            &["认识大闸蟹", "<noscript>", "防病手册", "boot"],
        );
        li.get(&format!("/learn/{enrolment}/no-such")).await.is(404);
        let wang = site.learner("wang").await;
        wang.get(&format!("/learn/{enrolment}/crab-1")).await.is(404);
        let teacher = site.teacher("chen").await;
        for path in ["/learn", "/hours", "/subsidy", &format!("/learn/{enrolment}/crab-1")] {
            teacher.get(path).await.is(404);
            let stranger = site.stranger().get(path).await;
            assert!(stranger.is(303).location().unwrap().starts_with("/sign-in?next="), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_minute_is_shown_with_what_became_of_it() {
    on_both(async |site| {
        site.with_crab_class().await;
        let li = site.learner("li").await;
        says(li.get("/hours").await.is(200), &["还没有学习记录", "/courses"]);
        says(li.get("/subsidy").await.is(200), &["还没有报名"]);
        let enrolment = enrolled(site, &li).await;
        says(li.get("/subsidy").await.is(200), &["还没有认定的学时", "¥0.00"]);
        studies(site, &li, &enrolment, 300).await;

        let hours = li.get("/hours").await;
        says(hours.is(200), &["今天 · 11 月 22 日 星期日", "已认定", "5 分钟", "认识大闸蟹", "学时账"]);
        let subsidy = li.get("/subsidy").await;
        // 300 s of 45 minutes are 0.1 credit hours, 29 % of seventeen minutes.
        says(subsidy.is(200), &["0.1 学时", "29%", "怎么算出来的", "还没有学完"]);
        says(li.get("/learn").await.is(200), &["继续学习", "学习中"]);

        says(
            li.get("/hours?month=2026-10").await.is(200),
            &["2026 年 10 月", "这个月没有学习记录", "/hours?month=2026-11"],
        );
        says(li.get("/hours?month=2031-01").await.is(200), &["2026 年 11 月"]);
    })
    .await;
}

#[tokio::test]
async fn a_jump_ahead_is_shown_as_not_counted_with_the_way_to_make_up() {
    on_both(async |site| {
        site.with_crab_class().await;
        let li = site.learner("li").await;
        let enrolment = enrolled(site, &li).await;
        let opened =
            li.json("/api/study/sessions", json!({"enrolment": enrolment, "lesson": "crab-1"})).await;
        let session = opened.is(200).json()["session"].clone();
        site.clock.forward_s(15);
        let beat = json!({"session": session, "seq": 1, "played": [[0, 600_000]], "position_ms": 600_000,
            "state": "ended"});
        li.json("/api/study/beats", beat).await.is(200);
        says(
            li.get("/hours").await.is(200),
            &["待确认", "15 秒", "未认定", "9 分 45 秒", "看得比实际时间快", "去补学"],
        );
    })
    .await;
}
