//! The bureau's hours by period, county and course: summed from the ledger's entries, and every bar opens exactly its part.

use store::Db;

use crate::site::actor::between;
use crate::site::{Actor, TestSite, on_both};
use crate::store_fixture::city::run;
use crate::store_fixture::courses::{class, course};

const MINUTE_MS: i64 = 60_000;

/// Entries of the ledger: group 1 is class `crab-k` in `county`, group 2 is `electric-k` in `county2`.
async fn add(site: &TestSite, first: i64, entries: &[(i64, Option<&str>, i64)]) {
    let nothing = if matches!(site.site.db, Db::Sqlite(_)) { "x''" } else { "''::bytea" };
    for (n, (group, day, minutes)) in entries.iter().enumerate() {
        let (index, ms) = (first + n as i64, minutes * MINUTE_MS);
        let day = day.map_or("NULL".to_owned(), |day| format!("'{day}'"));
        let sql = format!(
            "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, day, body)
             VALUES ({index}, 5, {group}, 1, {ms}, {day}, {nothing})"
        );
        run(&site.site.db, &sql).await;
    }
    let size = first + entries.len() as i64;
    run(&site.site.db, &format!("UPDATE ledger_head SET size = {size} WHERE id = 1")).await;
}

async fn two_counties(site: &TestSite) {
    site.with_crab_class().await;
    let db = &site.site.db;
    db.publish_course(&course("electric", "安全用电常识"), 1_000).await.unwrap();
    let mut other = class("electric");
    (other.region, other.organisation) = ("county2".into(), "school2".into());
    db.open_class(&other, 1_000).await.unwrap();
    // Numbers that PostgreSQL gives by itself.
    let (nothing, given) =
        if matches!(db, Db::Sqlite(_)) { ("x''", "") } else { ("''::bytea", "OVERRIDING SYSTEM VALUE") };
    for (group, login, class) in [(1, "wang", "crab-k"), (2, "zhao", "electric-k")] {
        site.learner(login).await;
        let sql = format!(
            "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e-{login}', '{class}', 'person-{login}', 10);
             INSERT INTO ledger_entry_group (entry_group, enrolment_id, class_id, person_id, person_digest, policy)
             {given} VALUES ({group}, 'e-{login}', '{class}', 'person-{login}', {nothing}, '2026-01-01')"
        );
        run(db, &sql).await;
    }
    run(db, &format!("INSERT INTO ledger_lesson (lesson, lesson_id) {given} VALUES (1, 'crab-1')")).await;
    let entries = [
        (1, Some("2026-10-05"), 45),
        (1, Some("2026-11-03"), 90),
        (2, Some("2026-11-10"), 45),
        (1, None, 45),
    ];
    add(site, 0, &entries).await;
    let days = format!(
        "INSERT INTO ledger_day (entry_index, day, ms) VALUES (3, '2026-10-31', {}), (3, '2026-11-01', {})",
        15 * MINUTE_MS,
        30 * MINUTE_MS
    );
    run(db, &days).await;
    site.adopt_rows().await;
}

/// The credit hours that a page sums up, and the exact time behind them.
async fn verified(actor: &Actor<'_>, path: &str) -> (String, String) {
    let page = actor.get(path).await;
    let figure = between(page.is(200).text(), "<dt>已认定</dt>", "</div>").to_owned();
    let number = between(&figure, "<dd class=\"\">", "<small>")
        .chars()
        .take_while(|c| c.is_ascii_digit() || ".,".contains(*c));
    let exact = figure.split("key-figure-note\">").nth(1).unwrap().split(" 秒").next().unwrap().to_owned();
    (number.collect(), exact)
}

/// The bars of a page: where each leads and what it says.
async fn bars(actor: &Actor<'_>, path: &str) -> Vec<(String, String)> {
    let page = actor.get(path).await;
    let lists =
        page.is(200).text().split("<ol class=\"chart-bars\">").skip(1).map(|list| between(list, "", "</ol>"));
    lists
        .flat_map(|list| list.split("<li>").skip(1))
        .map(|bar| {
            let number = between(bar, "class=\"chart-number\">", "<span");
            let number = number.chars().take_while(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
            (between(bar, "href=\"", "\"").replace("&amp;", "&"), number)
        })
        .collect()
}

#[tokio::test]
async fn the_sums_follow_the_filter_and_every_bar_opens_exactly_its_part() {
    on_both(async |site| {
        two_counties(site).await;
        let city = site.reviewer("zhou").await;
        for (path, hours, exact) in [
            // 45 minutes are a credit hour.
            ("/hours-ledger?from=2026-10&to=2026-11", "5", "13,500.000"),
            ("/hours-ledger?from=2026-11", "3.6", "9,900.000"),
            ("/hours-ledger?to=2026-10", "1.3", "3,600.000"),
            ("/hours-ledger?from=2026-11&to=2026-10&region=county", "4", "10,800.000"),
            ("/hours-ledger?from=2026-10&region=county2", "1", "2,700.000"),
            ("/hours-ledger?from=2026-10&course=crab", "4", "10,800.000"),
            ("/hours-ledger?from=2026-10&organisation=school2", "1", "2,700.000"),
            ("/hours-ledger?from=2026-12", "0", "0.000"),
        ] {
            assert_eq!(verified(&city, path).await, (hours.to_owned(), exact.to_owned()), "{path}");
        }
        let start = "/hours-ledger?from=2026-10&to=2026-11";
        let drawn = bars(&city, start).await;
        assert_eq!(drawn.len(), 4, "two months and two counties: {drawn:?}");
        for (href, number) in &drawn {
            assert_eq!(verified(&city, href).await.0, *number, "{href}");
        }
        // The list holds the classes of the period alone; each leads to its class.
        let october = city.get("/hours-ledger?from=2026-10&to=2026-10").await;
        assert!(
            october.is(200).text().contains("/classes/crab-k\"")
                && !october.text().contains("/classes/electric-k\"")
        );
        // Whoever answers for a county sees its hours alone.
        let county = site.county_reviewer("sun", "county2").await;
        assert_eq!(verified(&county, start).await.1, "2,700.000");
        assert_eq!(verified(&county, "/hours-ledger?from=2026-10&region=county").await.1, "0.000");
        // What comes later is added to what was summed.
        add(site, 4, &[(2, Some("2026-11-11"), 90)]).await;
        assert_eq!(verified(&city, start).await, ("7".to_owned(), "18,900.000".to_owned()));
    })
    .await;
}
