//! The desk of appeals: one case after another, each reviewer told what they can do and nothing else, and a finished case
//! that says who decided it and why.

use domain::access::Role;

use crate::site::{TestSite, on_both};
use crate::store_fixture::city::run;

/// Two learners of class `crab-k` with an appeal each: `one` waits longer than `two`. The raw records allow for nothing.
async fn two_appeals(site: &TestSite) {
    site.with_crab_class().await;
    for (n, (login, id)) in [("li", "one"), ("wang", "two")].into_iter().enumerate() {
        site.learner(login).await;
        site.enrol(login).await;
        let made_at = site.site.now() - (9 - n as i64) * 24 * 3_600_000;
        run(
            &site.site.db,
            &format!(
                "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
                 VALUES ('e-{login}', 'crab-1', '2026-11-10', 'day_cap', 61000, 5);
                 INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason,
                                     made_at)
                 VALUES ('{id}', 'person-{login}', 'account-{login}', 'e-{login}', 'crab-1', '2026-11-10', 'day_cap',
                         61000, '那天停电了', {made_at})"
            ),
        )
        .await;
    }
}

#[tokio::test]
async fn a_reviewer_goes_from_case_to_case_and_is_told_only_what_they_can_do() {
    on_both(async |site| {
        two_appeals(site).await;
        let zhou = site.reviewer("zhou").await;
        let wu = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;

        // The list says what is asked for, by whom, and how long it has waited; the longest first.
        let list = zhou.get("/appeals").await;
        let text = list.is(200).text();
        assert!(text.find("/appeals/one").unwrap() < text.find("/appeals/two").unwrap(), "{text}");
        for part in ["学员li", "1 分 1 秒", ">9 天<", ">8 天<"] {
            assert!(text.contains(part), "{part}: {text}");
        }

        // Nothing could count: a first reviewer is offered the refusal alone, and no step of the second.
        let one = zhou.get("/appeals/one").await;
        let text = one.is(200).text();
        assert!(
            text.contains("待您办的第 1 件，共 2 件") && text.contains("rel=\"next\" href=\"/appeals/two\""),
            "{text}"
        );
        assert!(!text.contains("rel=\"prev\"") && text.contains("只能建议不认定"), "{text}");
        assert!(!text.contains("退回") && !text.contains("value=\"grant\""), "{text}");
        assert!(zhou.get("/appeals/two").await.is(200).text().contains("rel=\"prev\" href=\"/appeals/one\""));

        // A ready reason belongs to its decision, and what was typed stays.
        let odd = [("verdict", "refuse"), ("ready", "records"), ("reason", "看过记录")];
        let odd = zhou.post("/appeals/one/propose", &odd).await;
        assert!(odd.is(422).text().contains("另一种决定") && odd.text().contains("看过记录</textarea>"));
        let ready = [("verdict", "refuse"), ("ready", "no_time"), ("reason", "")];
        let next = zhou.post("/appeals/one/propose", &ready).await;
        assert_eq!(next.is(303).location(), Some("/appeals/two"));
        assert!(next.cookie("flash").unwrap().starts_with("d."));
        let last = zhou.post("/appeals/two/propose", &ready).await;
        assert_eq!(last.is(303).location(), Some("/appeals"));

        // The second reviewer goes the same way.
        let text = wu.get("/appeals/two").await;
        let text = text.is(200).text();
        assert!(text.contains("待您办的第 2 件，共 2 件") && text.contains("同意初审意见"), "{text}");
        let odd = wu.post("/appeals/two/send-back", &[("ready", "agreed")]).await;
        assert!(odd.is(422).text().contains("另一种决定"));
        let agreed = wu.post("/appeals/two/confirm", &[("ready", "agreed"), ("reason", "")]).await;
        assert_eq!(agreed.is(303).location(), Some("/appeals/one"));
        let back = wu.post("/appeals/one/send-back", &[("ready", "ask"), ("reason", "问谁在场")]).await;
        assert_eq!(back.is(303).location(), Some("/appeals"));
        assert!(zhou.get("/appeals/one").await.is(200).text().contains("请先请培训机构说明情况；问谁在场"));

        // What is finished says who decided, when and why, to everybody who may read it.
        let done = zhou.get("/appeals/two").await;
        let text = done.is(200).text();
        assert!(
            text.contains("学员wu 于 ") && text.contains("复核办结") && text.contains("已复核，同意初审意见"),
            "{text}"
        );
        assert!(!text.contains("还没有人领办") && text.contains("待您办的还有 1 件"), "{text}");
        let decided = zhou.get("/appeals?at=decided").await;
        assert!(decided.is(200).text().contains("学员wu") && !decided.text().contains("/appeals/one"));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_led_to_a_case_in_which_they_took_another_step_or_are_the_learner() {
    on_both(async |site| {
        two_appeals(site).await;
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
             VALUES ('account-li', 'city_first_reviewer', 'bureau', 'city', 0)",
        )
        .await;
        site.adopt_rows().await;
        let li = site.signed_in("li").await;
        let own = li.get("/appeals/one").await;
        assert!(own.is(200).text().contains("您不能处理这件申诉"));
        assert!(own.text().contains("待您办的还有 1 件") && own.text().contains("href=\"/appeals/two\""));

        // The institution is led to what it has not commented on; who comments is not led there as a reviewer.
        let chen = site.teacher("chen").await;
        assert!(chen.get("/appeals/one").await.is(200).text().contains("待您办的第 1 件，共 2 件"));
        let said = chen.post("/appeals/one/comment", &[("reason", "当天确实停电")]).await;
        assert_eq!(said.is(303).location(), Some("/appeals/two"));
        assert!(chen.get("/appeals/two").await.text().contains("待您办的第 1 件，共 1 件"));
    })
    .await;
}
