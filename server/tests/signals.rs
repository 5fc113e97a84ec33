//! From a browser's mark to a verdict: what a signal rests on, who sees it, and what is kept of the look.

use axum::body::Body;
use axum::http::Method;
use domain::access::Role;
use server::jobs::look_for_signals;
use store::audit::AuditSearch;

use crate::site::{Actor, PASSWORD, TestSite, on_both};
use crate::store_fixture::city::run;

/// Signs in with a browser and keeps what it was given.
async fn with_a_browser<'a>(
    site: &'a TestSite,
    login: &str,
    mark: Option<&str>,
) -> (Actor<'a>, Option<String>) {
    let mut stranger = site.stranger();
    stranger.cookies.extend(mark.map(|mark| format!("xueshi_device={mark}")));
    let answer = stranger.post("/sign-in", &[("account", login), ("password", PASSWORD)]).await;
    let token = answer.is(303).cookie("xueshi_session").unwrap();
    let given = answer.cookie("xueshi_device");
    let mut actor = Actor::new(site, Some((login.to_owned(), token)));
    actor
        .cookies
        .extend(mark.map(str::to_owned).or(given.clone()).map(|mark| format!("xueshi_device={mark}")));
    (actor, given)
}

/// Opens lesson `crab-1` as the browser's player does, with its cookies.
async fn opens(actor: &Actor<'_>) {
    let enrolment = format!("e-{}", actor.login);
    let cookies = format!("xueshi_session={}; {}", actor.token.clone().unwrap(), actor.cookies.join("; "));
    let request = axum::http::Request::builder()
        .method(Method::POST)
        .uri("/api/study/sessions")
        .header("host", "xueshi.test")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookies)
        .header("content-type", "application/json")
        .body(Body::from(format!(r#"{{"enrolment":"{enrolment}","lesson":"crab-1"}}"#)))
        .unwrap();
    actor.site().ask(request).await.is(200);
}

#[tokio::test]
async fn learners_on_a_device_of_the_staff_are_found_looked_at_and_kept() {
    on_both(async |site| {
        site.with_crab_class().await;
        let (teacher, mark) = {
            site.teacher("zhang").await;
            with_a_browser(site, "zhang", None).await
        };
        let mark = mark.expect("a browser without a mark gets one at signing in");
        teacher.get("/classes").await.is(200);
        for login in ["li", "wang"] {
            site.learner(login).await;
            run(
                &site.site.db,
                &format!(
                    "INSERT INTO enrolment (id, class_id, person_id, enrolled_at)
                     VALUES ('e-{login}', 'crab-k', 'person-{login}', 10)"
                ),
            )
            .await;
            site.adopt_rows().await;
            let (learner, given) = with_a_browser(site, login, Some(&mark)).await;
            assert_eq!(given, None, "a mark is given once");
            opens(&learner).await;
        }
        assert_eq!(look_for_signals::once(&site.site).await.unwrap(), 1);
        assert_eq!(look_for_signals::once(&site.site).await.unwrap(), 0, "once");

        let controller = site.actor("sun", Role::InternalController, None, None).await;
        let list = controller.get("/signals").await;
        let text = list.is(200).text();
        for part in ["学员用了工作人员的设备", "2 名学员", "也可能是老师把自己的电脑借给学员用"]
        {
            assert!(text.contains(part), "{part} is missing");
        }
        assert!(!text.contains(&mark), "the mark itself is nowhere");
        let at = text.find("/signals/").unwrap();
        let address: String = text[at..].chars().take_while(|c| *c != '"').collect();

        // The auditor sees and does not judge; nobody else sees.
        let auditor = site.actor("qian", Role::ExternalAuditor, None, None).await;
        assert!(!auditor.get(&address).await.is(200).text().contains("name=\"verdict\""));
        auditor.post(&address, &[("verdict", "nothing"), ("note", "看过了，没事")]).await.is(404);
        teacher.get("/signals").await.is(404);

        let wrong = controller.post(&address, &[("verdict", ""), ("note", "查")]).await;
        let said = wrong.is(422).text();
        assert!(
            said.contains("请选一个结论")
                && said.contains("请写 4 到 500 个字")
                && said.contains(">查</textarea>")
        );
        let kept = controller
            .post(&address, &[("verdict", "nothing"), ("note", "老师借电脑给两名学员，已问过")])
            .await;
        assert_eq!(kept.is(303).location(), Some("/signals"));
        assert!(!controller.get("/signals").await.text().contains("/signals/0"));
        let again = controller.post(&address, &[("verdict", "follow_up"), ("note", "再看一遍")]).await;
        assert_eq!(again.is(303).location(), Some(address.as_str()), "once looked at, it stays as it is");
        assert!(controller.get("/signals?all=yes").await.text().contains("老师借电脑给两名学员"));
        let search = AuditSearch { text: "signal.look".into(), until_ms: i64::MAX, ..AuditSearch::default() };
        let (lines, _) = site.site.db.search_audit(&search, 10, None).await.unwrap();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].reason.contains("已问过"));
    })
    .await;
}
