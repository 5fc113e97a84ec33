//! Deadlines by working days, where people see them: over a holiday with a Saturday that is worked, late, anew after a case was
//! sent back, and provisional until the next year's holidays are announced.

use domain::access::Role;
use domain::time::CHINA;

use crate::papers::{PDF, sent};
use crate::site::actor::between;
use crate::site::{Actor, TestSite, on_both};
use crate::store_fixture::city::run;

/// The same site at ten in the morning of a day.
fn on_the_day(site: &TestSite, day: &str) -> TestSite {
    let ten = CHINA.day_start_ms(day).unwrap() + 10 * 3_600_000;
    site.node((ten - site.site.now()) / 1000)
}

/// The line of a task on the first page of whoever works here: whether it is urgent, and what it says of when.
async fn task(actor: &Actor<'_>, door: &str) -> (bool, String) {
    let page = actor.get("/tasks").await;
    let list = page.is(200).between("<ul class=\"tasks\">", "</ul>");
    let line = list.split("<li").find(|line| line.contains(&format!("href=\"{door}\""))).unwrap();
    let since = between(line, "<span class=\"task-since\">", "</a>");
    (
        line.starts_with(" class=\"is-urgent\""),
        since.replace("</span>", "").rsplit('>').next().unwrap().to_owned(),
    )
}

/// An appeal of Li, made just now on `site`; the class begins later, `in_class`.
async fn an_appeal(site: &TestSite, in_class: &TestSite) {
    site.with_crab_class().await;
    site.register("li", Role::Learner, None, Some("county")).await;
    in_class.enrol("li").await;
    let made_at = site.site.now();
    run(
        &site.site.db,
        &format!(
            "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
             VALUES ('e-li', 'crab-1', '2026-09-28', 'day_cap', 61000, 5);
             INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at)
             VALUES ('one', 'person-li', 'account-li', 'e-li', 'crab-1', '2026-09-28', 'day_cap', 61000, '那天停电了', {made_at})"
        ),
    )
    .await;
    for (login, role, organisation, region) in [
        ("zhou", Role::CityFirstReviewer, "bureau", "city"),
        ("wu", Role::CitySecondReviewer, "bureau", "city"),
        ("chen", Role::Teacher, "school", "county"),
    ] {
        site.register(login, role, Some(organisation), Some(region)).await;
    }
}

#[tokio::test]
async fn an_appeal_is_due_after_the_holiday_then_today_then_late_and_begins_anew_when_it_is_sent_back() {
    on_both(async |site| {
        // A Tuesday. The National Day is from Thursday on, and Saturday 10 October is worked.
        let before = on_the_day(site, "2026-09-29");
        an_appeal(&before, site).await;
        let zhou = before.signed_in("zhou").await;
        assert_eq!(task(&zhou, "/appeals").await, (false, "10 月 12 日到期".to_owned()));
        for page in ["/appeals", "/appeals?at=first", "/appeals/one"] {
            assert!(zhou.get(page).await.is(200).text().contains("10 月 12 日到期"), "{page}");
        }
        assert!(!zhou.get("/appeals").await.text().contains("暂定"));
        // The institution has three days, and the learner hears by when both reviews are done.
        let chen = before.signed_in("chen").await;
        assert_eq!(task(&chen, "/appeals").await, (false, "10 月 9 日到期".to_owned()));
        assert!(chen.get("/appeals/one").await.is(200).text().contains("10 月 9 日到期"));
        let li = before.signed_in("li").await;
        let own = li.get("/hours/appeals").await;
        assert!(own.is(200).text().contains("最晚 10 月 19 日 星期一告诉您结果"), "{}", own.text());
        let english = li.in_english().get("/hours/appeals").await;
        assert!(english.text().contains("You get an answer by Mon 19 Oct 2026."), "{}", english.text());

        let last_day = on_the_day(site, "2026-10-12");
        let zhou = last_day.signed_in("zhou").await;
        assert_eq!(task(&zhou, "/appeals").await, (true, "今天到期".to_owned()));
        let chen = last_day.signed_in("chen").await;
        assert_eq!(
            task(&chen, "/appeals").await,
            (true, "已超期 2 个工作日".to_owned()),
            "10 and 12 October"
        );

        let late = on_the_day(site, "2026-10-14");
        let zhou = late.signed_in("zhou").await;
        assert_eq!(task(&zhou, "/appeals").await, (true, "已超期 2 个工作日".to_owned()));
        assert!(zhou.get("/tasks").await.text().contains("共 1 件，其中 1 件今天到期或已超期。"));
        let said = "<span class=\"chip chip-refused\">已超期 2 个工作日</span>";
        for page in ["/tasks", "/appeals", "/appeals/one"] {
            assert!(zhou.get(page).await.is(200).text().contains(said), "{page}");
        }
        let zhou = zhou.in_english();
        for page in ["/tasks", "/appeals", "/appeals/one"] {
            assert!(zhou.get(page).await.is(200).text().contains("2 working days late"), "{page}");
        }
        // The second review begins with the proposal.
        let proposal = [("verdict", "refuse"), ("ready", "no_time"), ("reason", "")];
        zhou.post("/appeals/one/propose", &proposal).await.is(303);
        let wu = late.signed_in("wu").await;
        assert_eq!(task(&wu, "/appeals").await, (false, "10 月 21 日到期".to_owned()));
        assert!(wu.get("/tasks").await.text().contains("共 1 件。先办"));
        let li = late.signed_in("li").await;
        assert!(li.get("/hours/appeals").await.text().contains("最晚 10 月 21 日 星期三告诉您结果"));

        // Sent back, the first review begins anew, and so does the learner's waiting.
        let next_day = on_the_day(site, "2026-10-15");
        let wu = next_day.signed_in("wu").await;
        wu.post("/appeals/one/send-back", &[("ready", "ask"), ("reason", "")]).await.is(303);
        let zhou = next_day.signed_in("zhou").await;
        assert_eq!(task(&zhou, "/appeals").await, (false, "10 月 22 日到期".to_owned()));
        assert!(zhou.get("/appeals/one").await.text().contains("10 月 22 日到期"));
        let li = next_day.signed_in("li").await;
        assert!(li.get("/hours/appeals").await.text().contains("最晚 10 月 29 日 星期四告诉您结果"));
        let forgotten = on_the_day(site, "2026-11-02");
        let li = forgotten.signed_in("li").await;
        let own = li.get("/hours/appeals").await;
        assert!(
            own.text().contains("应在 10 月 29 日 星期四前告诉您结果，已超期 2 个工作日，可以打 12333 询问"),
            "{}",
            own.text()
        );
        // Decided, nothing is due any more.
        let zhou = forgotten.signed_in("zhou").await;
        zhou.post("/appeals/one/propose", &proposal).await.is(303);
        let wu = forgotten.signed_in("wu").await;
        wu.post("/appeals/one/confirm", &[("ready", "agreed"), ("reason", "")]).await.is(303);
        for page in ["/appeals?at=decided", "/appeals/one"] {
            let text = wu.get(page).await;
            assert!(!text.is(200).text().contains("到期") && !text.text().contains("超期"), "{page}");
        }
        assert!(!li.get("/hours/appeals").await.text().contains("最晚"));
    })
    .await;
}

#[tokio::test]
async fn what_is_late_stands_before_what_has_waited_longer() {
    on_both(async |site| {
        let site = on_the_day(site, "2026-11-18");
        let li = site.learner("li").await;
        sent(&site, &li, "证.pdf", PDF).await;
        let signal = CHINA.day_start_ms("2026-10-12").unwrap();
        run(
            &site.site.db,
            &format!(
                "INSERT INTO signal (id, kind, subject, found_at, evidence)
                 VALUES ('signal-1', 'night_runs', 'person:x', {signal}, '[3,1,1]');"
            ),
        )
        .await;
        let more = on_the_day(&site, "2026-11-20");
        for name in ["证二.pdf", "证三.pdf"] {
            sent(&more, &more.signed_in("li").await, name, PDF).await;
        }
        let first_door = async |day: &str| {
            let site = on_the_day(&site, day);
            let zhou = site.signed_in("zhou").await;
            let page = zhou.get("/tasks").await;
            between(page.is(200).text(), "<ul class=\"tasks\">", "</ul>").find("/papers")
                < between(page.text(), "<ul class=\"tasks\">", "</ul>").find("/signals")
        };
        site.register("zhou", Role::CountyReviewer, Some("bureau"), Some("county")).await;
        run(
            &site.site.db,
            "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
             VALUES ('account-zhou', 'internal_controller', 'bureau', 'city', 0)",
        )
        .await;
        site.adopt_rows().await;
        assert!(!first_door("2026-11-24").await, "neither presses, and the signal has waited longer");
        assert!(first_door("2026-11-25").await, "the document is due today");
        assert!(first_door("2026-11-29").await, "it is late, on a Sunday");
        // The first page counts what presses: one document of three, then all.
        for (day, pressing, says) in
            [("2026-11-26", 1, "最早的已超期 1 个工作日"), ("2026-11-27", 3, "最早的已超期 2 个工作日")]
        {
            let site = on_the_day(&site, day);
            let page = site.signed_in("zhou").await.get("/tasks").await;
            let said = format!("共 4 件，其中 {pressing} 件今天到期或已超期。");
            assert!(
                page.is(200).text().contains(&said) && page.text().contains(says),
                "{day}: {}",
                page.text()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_deadline_is_provisional_until_the_next_years_holidays_are_announced() {
    on_both(async |site| {
        let mut site = on_the_day(site, "2026-12-24");
        let li = site.learner("li").await;
        let id = sent(&site, &li, "证.pdf", PDF).await;
        site.register("zhou", Role::CountyReviewer, Some("bureau"), Some("county")).await;
        {
            let (li, zhou) = (site.signed_in("li").await, site.signed_in("zhou").await);
            assert_eq!(task(&zhou, "/papers").await, (false, "12 月 31 日到期（暂定）".to_owned()));
            for page in ["/tasks", "/papers", &format!("/papers/{id}")] {
                let page = zhou.get(page).await;
                assert!(page.is(200).text().contains("12 月 31 日到期（暂定）"), "{}", page.text());
                assert!(page.text().contains("2027 年的节假日安排还没有公布"), "{}", page.text());
            }
            let own = li.get("/account/papers").await;
            assert!(
                own.is(200).text().contains("最晚 12 月 31 日 星期四告诉您结果。暂定：2027 年"),
                "{}",
                own.text()
            );
            let zhou = zhou.in_english();
            for page in ["/tasks", "/papers"] {
                let page = zhou.get(page).await;
                assert!(page.text().contains("due 31 Dec (provisional)"), "{}", page.text());
                assert!(
                    page.text().contains("the holidays of 2027 are not published yet"),
                    "{}",
                    page.text()
                );
            }
        }
        // The announcement frees the last day of the year, and 2 January is worked.
        let folder = tempfile::tempdir().unwrap();
        let announced = r#"{"year": 2027, "papers": ["x"], "days": [
            {"name": "元旦", "date": "2026-12-31", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-02", "isOffDay": false}]}"#;
        std::fs::write(folder.path().join("2027.json"), announced).unwrap();
        site.site.holidays = std::sync::Arc::new(server::holidays::load(Some(folder.path())).unwrap());
        site.serves_anew();
        let (li, zhou) = (site.signed_in("li").await, site.signed_in("zhou").await);
        assert_eq!(task(&zhou, "/papers").await, (false, "1 月 2 日到期".to_owned()));
        for page in ["/tasks", "/papers", &format!("/papers/{id}")] {
            let page = zhou.get(page).await;
            assert!(
                page.is(200).text().contains("1 月 2 日到期") && !page.text().contains("暂定"),
                "{}",
                page.text()
            );
        }
        assert!(li.get("/account/papers").await.text().contains("最晚 1 月 2 日 星期六告诉您结果。"));
    })
    .await;
}
