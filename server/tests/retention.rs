//! What is over is erased on its day, and not before.

use domain::time::DAY_MS;
use server::jobs::{erase_what_is_over, work_once};

use crate::site::{TestSite, on_both};
use crate::store_fixture::city::{run, try_run};

/// A paper decided so many days ago.
async fn paper(site: &TestSite, id: &str, standing: &str, days_ago: i64) {
    let at_ms = site.site.now() - days_ago * DAY_MS;
    run(
        &site.site.db,
        &format!(
            "INSERT INTO category_paper (id, person_id, category_code, since, name_sealed, kind, bytes, sent_at, standing,
                 decided_at, decided_by, reason)
             SELECT '{id}', 'person-li', 'unemployed', '2026-01-01', phone_sealed, 'pdf', 1, 0, '{standing}', {at_ms},
                 'account-li', '' FROM person WHERE id = 'person-li';
             INSERT INTO paper_content (paper_id, content_sealed)
             SELECT '{id}', phone_sealed FROM person WHERE id = 'person-li';
             INSERT INTO paper_seen (paper_id, account_id, at_ms) VALUES ('{id}', 'account-li', 0)"
        ),
    )
    .await;
}

#[tokio::test]
async fn papers_codes_marks_and_names_in_invitations_go_when_their_time_is_over() {
    on_both(async |site| {
        site.register("li", domain::access::Role::Learner, None, Some("county")).await;
        let now = site.site.now();
        for (id, standing, days_ago) in
            [("r-old", "refused", 91), ("r-new", "refused", 89), ("a-old", "accepted", 1826), ("a-new", "accepted", 1824)]
        {
            paper(site, id, standing, days_ago).await;
        }
        let invitation = |id: &str, blob: &str, days_ago: i64| {
            let blob = match &site.site.db {
                store::Db::Sqlite(_) => format!("x'{blob}'"),
                store::Db::Postgres(_) => format!("'\\x{blob}'"),
            };
            let over = now - days_ago * DAY_MS;
            format!(
                "INSERT INTO invitation (id, code_digest, name, role, organisation_id, region_id, invited_by, made_at, expires_at)
                 VALUES ('{id}', {blob}, '李强', 'teacher', 'school', 'county', 'account-li', 0, {over})"
            )
        };
        run(&site.site.db, &invitation("i-old", "01", 91)).await;
        run(&site.site.db, &invitation("i-new", "02", 89)).await;
        let (long_ago, lately) = (now - 2 * DAY_MS, now - DAY_MS / 2);
        run(
            &site.site.db,
            &format!(
                "INSERT INTO login_failure (login, failures, last_at) VALUES ('a', 1, {long_ago}), ('b', 1, {lately});
                 INSERT INTO code_sending (id, whom, at_ms) VALUES ('a', 'w', {long_ago}), ('b', 'w', {lately});
                 INSERT INTO passkey_challenge (id, purpose, account_id, subject, state, until_ms)
                 VALUES ('a', 'sign_in', '', '', '{{}}', {long_ago}), ('b', 'sign_in', '', '', '{{}}', {lately});
                 INSERT INTO signal (id, kind, subject, found_at, evidence)
                 VALUES ('a', 'even_answers', 'person:person-li', {old}, '{{}}'), ('b', 'night', 'person:person-li', {lately}, '{{}}');
                 INSERT INTO signal_person (signal_id, person_id) VALUES ('a', 'person-li'), ('b', 'person-li')",
                old = now - 1096 * DAY_MS,
            ),
        )
        .await;
        let erased = erase_what_is_over::once(&site.site).await.unwrap();
        assert_eq!((erased.papers, erased.invitations, erased.signals, erased.identities), (2, 1, 1, 0));
        assert_eq!(erased.traces, 3);
        assert_eq!(erase_what_is_over::once(&site.site).await.unwrap().traces, 0);
        for (what, left) in [
            ("SELECT COUNT(*) FROM category_paper WHERE id IN ('r-new', 'a-new')", 2),
            ("SELECT COUNT(*) FROM category_paper", 2),
            ("SELECT COUNT(*) FROM paper_content", 2),
            ("SELECT COUNT(*) FROM invitation WHERE name = ''", 1),
            ("SELECT COUNT(*) FROM signal", 1),
            ("SELECT COUNT(*) FROM signal_person", 1),
            ("SELECT COUNT(*) FROM login_failure", 1),
            ("SELECT COUNT(*) FROM code_sending", 1),
            ("SELECT COUNT(*) FROM passkey_challenge", 1),
        ] {
            assert_eq!(site.number(what).await, left, "{what}");
        }
        // The name alone may go; an invitation still opens once only, and for nobody by SQL.
        for forged in [
            "UPDATE invitation SET name = '', role = 'system_administrator' WHERE id = 'i-new'",
            "UPDATE invitation SET name = '', expires_at = 9999999999999 WHERE id = 'i-new'",
            "UPDATE invitation SET name = '王强' WHERE id = 'i-new'",
            "DELETE FROM invitation",
        ] {
            assert!(try_run(&site.site.db, forged).await.is_err(), "{forged}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_exported_file_goes_after_its_time_and_its_page_says_so() {
    on_both(async |site| {
        site.with_crab_class().await;
        let zhao = site.reviewer("zhao").await;
        let wish = [("scope", "all"), ("format", "csv"), ("numbers", "masked"), ("reason", "月度核对")];
        let run = zhao.post("/exports", &wish).await.is(303).location().unwrap().to_owned();
        assert!(work_once(&site.site).await.unwrap());
        let files = || std::fs::read_dir(site.exports.path()).unwrap().count();
        assert_eq!(files(), 2, "the file and its manifest");
        site.clock.forward_s(180 * DAY_MS / 1000);
        erase_what_is_over::once(&site.site).await.unwrap();
        assert_eq!(files(), 2, "not a day early");
        site.clock.forward_s(DAY_MS / 1000);
        erase_what_is_over::once(&site.site).await.unwrap();
        assert_eq!(files(), 1, "the manifest holds nobody's data");
        let zhao = site.signed_in("zhao").await;
        let page = zhao.get(&run).await;
        assert!(page.is(200).text().contains("文件已按期删除"), "{}", page.text());
        assert!(!page.text().contains(&format!("href=\"{run}/file\"")));
        assert!(zhao.get(&format!("{run}/file")).await.is(409).text().contains("已按期删除"));
        zhao.get(&format!("{run}/manifest")).await.is(200);
    })
    .await;
}
