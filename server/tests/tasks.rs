//! What waits for whoever works here: each line opens a page with exactly so many rows, and nobody is shown another's work.

use axum::http::Method;
use domain::access::Role;
use server::jobs::work_once;

use crate::site::actor::between;
use crate::site::{Actor, TestSite, on_both, on_sqlite};
use crate::store_fixture::city::run;

/// The lines of a page of tasks: door and count.
async fn lines(actor: &Actor<'_>) -> Vec<(String, usize)> {
    let page = actor.get("/tasks").await;
    let text = page.is(200).text().to_owned();
    let mut found: Vec<_> = text
        .split("<ul class=\"tasks\">")
        .skip(1)
        .flat_map(|list| {
            between(list, "", "</ul>").split("<li").skip(1).map(str::to_owned).collect::<Vec<_>>()
        })
        .map(|line| {
            let count = between(&line, "<b class=\"task-count\">", "</b>");
            let count = count.split(' ').next().unwrap().parse().unwrap();
            (between(&line, "href=\"", "\"").replace("&amp;", "&"), count)
        })
        .collect();
    found.sort();
    found
}

/// How many things the page behind a door shows.
async fn behind(actor: &Actor<'_>, door: &str) -> usize {
    let (path, part) = door.split_once('#').unwrap_or((door, ""));
    let page = actor.get(path).await;
    let text = page.is(200).text();
    let text = match part {
        "" => text,
        part => between(text, &format!("id=\"{part}\""), "</section>"),
    };
    if path == "/signals" {
        text.matches("<article class=\"sheet stack\">").count()
    } else if path == "/verify" {
        text.matches("没有回音<").count() + text.matches("不认账<").count()
    } else if path.starts_with("/exports/") {
        usize::from(text.contains("下载台账") || text.contains("台账没有生成"))
    } else {
        between(text, "<tbody", "</tbody>").matches("role=\"rowheader\"").count()
    }
}

/// How much waits by the navigation, the part for the reader's ear: name of the place and count.
fn counts(page: &str) -> Vec<(String, i64)> {
    let nav = between(page, "class=\"sidenav\"", "</nav>");
    nav.split("<li")
        .skip(1)
        .filter_map(|item| {
            let said = item.split("，").nth(1)?.split(" 件待办").next()?.parse().ok()?;
            Some((between(item, "href=\"", "\"").to_owned(), said))
        })
        .collect()
}

fn door(path: &str, count: usize) -> (String, usize) {
    (path.to_owned(), count)
}

/// Class `crab-k` with learners who need something, and something for everybody who works here.
async fn a_city_with_work(site: &TestSite) {
    site.with_crab_class().await;
    let db = &site.site.db;
    for login in ["wang", "zhao"] {
        site.learner(login).await;
        site.enrol(login).await;
    }
    // A paper that waits.
    let wang = site.signed_in("wang").await;
    let body = "--b\r\ncontent-disposition: form-data; name=\"category\"\r\n\r\nunemployed\r\n\
        --b\r\ncontent-disposition: form-data; name=\"since\"\r\n\r\n2026-03-01\r\n\
        --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--b--\r\n";
    wang.ask(Method::POST, "/account/papers", Some("multipart/form-data; boundary=b"), body.into())
        .await
        .is(303);
    // Wang and Zhao stop; Li comes later and is held.
    site.clock.forward_s(4 * 24 * 3600);
    site.learner("li").await;
    site.enrol("li").await;
    site.register("boss", Role::SystemAdministrator, Some("bureau"), Some("city")).await;
    site.register("first", Role::CityFirstReviewer, Some("bureau"), Some("city")).await;
    site.register("new", Role::Learner, None, Some("county")).await;
    site.register("principal", Role::InstitutionAdmin, Some("school"), Some("county")).await;
    let now_ms = site.site.now();
    run(
        db,
        &format!(
            "INSERT INTO person_study (person_id, state, live_enrolment_id, last_beat_at, held)
             VALUES ('person-li', '{{}}', 'e-li', {now_ms}, TRUE);
             INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
             VALUES ('e-wang', 'crab-2', '2026-11-21', 'day_cap', 9000, 5), ('e-wang', 'crab-1', '2026-11-21', 'day_cap', 9000, 5),
                    ('e-wang', 'crab-1', '2026-11-20', 'day_cap', 9000, 5);
             INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason, made_at)
             VALUES ('one', 'person-wang', 'account-wang', 'e-wang', 'crab-2', '2026-11-21', 'day_cap', 9000, '那天停电了', 6),
                    ('two', 'person-wang', 'account-wang', 'e-wang', 'crab-1', '2026-11-21', 'day_cap', 9000, '那天停电了', 7),
                    ('three', 'person-wang', 'account-wang', 'e-wang', 'crab-1', '2026-11-20', 'day_cap', 9000, '那天停电了', 8);
             INSERT INTO appeal_step (appeal_id, n, kind, account_id, person_id, role, verdict, ground, reason, at_ms)
             VALUES ('three', 1, 'propose', 'account-first', 'person-first', 'city_first_reviewer', 'refuse', NULL, '情况属实', {now_ms});
             INSERT INTO signal (id, kind, subject, found_at, evidence)
             VALUES ('signal-1', 'night_runs', 'person:x', 0, '[3,1,1]'), ('signal-2', 'night_runs', 'person:y', 1, '[3,1,1]');
             INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at, invited_by)
             VALUES ('account-new', 'finance_officer', 'bureau', 'city', 5, 'account-boss');
             INSERT INTO job (kind, subject, payload, state, run_after, attempts, last_error, created_at, finished_at)
             VALUES ('build_export', 'gone', '{{}}', 'failed', 5, 5, 'disk full', 5, {now_ms}),
                    ('compact', '', '{{}}', 'waiting', 5, 1, 'disk full', 5, NULL),
                    ('look_for_signals', '', '{{}}', 'waiting', 5, 0, NULL, 5, NULL);
             INSERT INTO witness (public_key, tree, asked_at, silent_since, trouble)
             VALUES ('one.example+1+a', 'ledger', {now_ms}, 5, 'away'), ('one.example+1+a', 'audit', {now_ms}, 5, 'away'),
                    ('two.example+1+a', 'ledger', 5, 5, 'rewritten'), ('left.example+1+a', 'ledger', 5, 5, 'away'),
                    ('well.example+1+a', 'ledger', {now_ms}, NULL, NULL)"
        ),
    )
    .await;
    site.adopt_rows().await;
    two_applications(site).await;
    let head = site.actor("head", Role::InstitutionAdmin, Some("school"), Some("county")).await;
    let form = [("name", "新来的人"), ("role", "teacher"), ("organisation", "school"), ("region", "")];
    head.post("/people/invite", &form).await.is(200);
}

/// An application that waits for the bureau, and one that was returned.
async fn two_applications(site: &TestSite) {
    let now_ms = site.site.now();
    run(
        &site.site.db,
        &format!(
            "INSERT INTO class_application (id, organisation_id, region_id, form, title, course_id, starts_on, ends_on, state,
                 version, made_by, made_at, changed_at)
             VALUES ('waits', 'school', 'county', '{{}}', '第 2 期', 'crab', '2027-01-04', '2027-01-29', 'draft', 1, 'account-principal', 6, 6),
                    ('returned', 'school', 'county', '{{}}', '第 3 期', 'crab', '2027-01-04', '2027-01-29', 'draft', 1, 'account-principal', 6, 6);
             INSERT INTO class_application_hand (application_id, person_id)
             VALUES ('waits', 'person-principal'), ('returned', 'person-principal');
             INSERT INTO class_application_step (application_id, n, kind, account_id, person_id, role, reason, reasons, content, sha256, at_ms)
             VALUES ('waits', 1, 'submit', 'account-principal', 'person-principal', 'institution_admin', '', '[]', '', 'ab', {now_ms}),
                    ('returned', 1, 'submit', 'account-principal', 'person-principal', 'institution_admin', '', '[]', '', 'ab', {now_ms}),
                    ('returned', 2, 'return', 'account-first', 'person-first', 'city_first_reviewer', '附件不全', '[]', '', 'ab', {now_ms});
             UPDATE class_application SET state = 'submitted', submitted_at = {now_ms} WHERE id = 'waits';
             UPDATE class_application SET state = 'returned', submitted_at = {now_ms} WHERE id = 'returned'"
        ),
    )
    .await;
}

#[tokio::test]
async fn every_line_opens_exactly_what_it_counts_and_nobody_sees_anothers() {
    on_both(async |site| {
        a_city_with_work(site).await;
        let teaching = vec![
            door("/appeals", 3),
            door("/classes/crab-k/documents", 3),
            door("/classes/crab-k?show=held", 1),
            door("/classes/crab-k?show=stopped", 2),
        ];
        // Who runs the school applies for classes as well.
        let mut applying = teaching.clone();
        applying.insert(1, door("/applications?at=returned", 1));
        let with_invitation = [applying.clone(), vec![door("/people#invitations", 1)]].concat();
        let applications = door("/class-applications", 1);
        let witness = door("/verify#witnesses", 2);
        let expected = [
            (Role::Teacher, "school", "county", teaching.clone()),
            (Role::Enterprise, "school", "county", applying),
            (Role::InstitutionAdmin, "school", "county", with_invitation),
            (Role::Teacher, "school2", "county2", vec![]),
            (Role::CollegeSupervisor, "school", "county", vec![]),
            (Role::PartnerDepartment, "school", "county", vec![]),
            (Role::CountyReviewer, "bureau", "county", vec![applications.clone(), door("/papers", 1)]),
            (Role::CountyReviewer, "bureau", "county2", vec![]),
            (
                Role::CityFirstReviewer,
                "bureau",
                "city",
                vec![door("/appeals", 2), applications, door("/papers", 1)],
            ),
            (Role::CitySecondReviewer, "bureau", "city", vec![door("/appeals", 1)]),
            (Role::FinanceOfficer, "bureau", "city", vec![]),
            (Role::InternalController, "bureau", "city", vec![door("/signals", 2), witness.clone()]),
            (Role::ExternalAuditor, "bureau", "city", vec![witness.clone()]),
            (
                Role::SystemAdministrator,
                "bureau",
                "city",
                vec![
                    door("/jobs?show=trouble", 2),
                    door("/people#invitations", 1),
                    door("/people?show=waiting", 1),
                    witness,
                ],
            ),
        ];
        for (n, (role, organisation, region, expected)) in expected.into_iter().enumerate() {
            let actor = site.actor(&format!("one-{n}"), role, Some(organisation), Some(region)).await;
            let found = lines(&actor).await;
            assert_eq!(found, expected, "{role:?} of {organisation} in {region}");
            for (door, count) in &found {
                assert_eq!(behind(&actor, door).await, *count, "{role:?}: {door}");
            }
            // The navigation counts the same, but for those who are only to be called.
            let waits: usize =
                found.iter().filter(|(door, _)| !door.contains("stopped")).map(|(_, count)| count).sum();
            let page = actor.get("/tasks").await;
            let counted = counts(page.text());
            let of = |place: &str| {
                counted
                    .iter()
                    .find(|(known, _)| known == place)
                    .map_or(0, |(_, count)| usize::try_from(*count).unwrap())
            };
            assert_eq!(of("/tasks"), waits, "{role:?}: {counted:?}");
            let appeals = found
                .iter()
                .filter(|(door, _)| door.starts_with("/appeals"))
                .map(|(_, count)| count)
                .sum::<usize>();
            assert_eq!(of("/appeals"), appeals, "{role:?}: {counted:?}");
            if waits == 0 {
                assert!(page.text().contains("现在没有等您办的事"), "{role:?}");
            }
        }
        // Whoever invited somebody is no second person.
        let boss = site.signed_in("boss").await;
        assert!(!lines(&boss).await.iter().any(|(door, _)| door.contains("waiting")));
        assert!(boss.get("/people?show=waiting").await.is(200).text().contains("现在没有等您确认的岗位"));
    })
    .await;
}

#[tokio::test]
async fn an_export_waits_until_it_was_fetched() {
    on_both(async |site| {
        site.with_crab_class().await;
        let finance = site.actor("fen", Role::FinanceOfficer, Some("bureau"), Some("city")).await;
        let wish = [("scope", "all"), ("format", "csv"), ("numbers", "masked"), ("reason", "月度核对")];
        let run = finance.post("/exports", &wish).await.is(303).location().unwrap().to_owned();
        assert_eq!(lines(&finance).await, []);
        assert!(work_once(&site.site).await.unwrap());
        assert_eq!(lines(&finance).await, [door(&run, 1)]);
        assert_eq!(behind(&finance, &run).await, 1);
        let other = site.actor("fan", Role::FinanceOfficer, Some("bureau"), Some("city")).await;
        assert_eq!(lines(&other).await, [], "it is somebody else's");
        finance.get(&format!("{run}/file")).await.is(200);
        assert_eq!(lines(&finance).await, []);
    })
    .await;
}

#[tokio::test]
async fn everybody_who_works_here_begins_with_what_waits_under_the_name_of_their_house() {
    on_sqlite(async |site| {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Learner) {
            let actor =
                site.actor(&format!("one-{}", role.as_str()), role, Some("bureau"), Some("city")).await;
            assert_eq!(actor.get("/").await.location(), Some("/tasks"), "{role:?}");
            let page = actor.get("/tasks").await;
            let nav = between(page.is(200).text(), "class=\"sidenav\"", "</nav>");
            assert!(
                nav.contains("市人社局") && nav.contains("href=\"/tasks\" aria-current=\"page\""),
                "{role:?}: {nav}"
            );
            assert!(!page.text().contains("Nothing waits"), "{role:?}");
            assert!(actor.in_english().get("/tasks").await.text().contains("City bureau"), "{role:?}");
        }
        site.learner("li").await.get("/tasks").await.is(404);
        assert_eq!(site.stranger().get("/tasks").await.location(), Some("/sign-in?next=%2Ftasks"));
    })
    .await;
}
