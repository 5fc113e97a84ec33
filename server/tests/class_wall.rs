//! The wall of a class: every figure opens exactly the learners it counts, and whoever needs somebody stands first.

use crate::site::actor::between;
use crate::site::{Actor, TestSite, on_both};
use crate::store_fixture::city::run;

/// `wang` and `zhao` have stopped, `li` is held, `sun` came today.
async fn a_class(site: &TestSite) {
    site.with_crab_class().await;
    for login in ["zhao", "wang"] {
        site.learner(login).await;
        site.enrol(login).await;
        site.clock.forward_s(60);
    }
    site.clock.forward_s(4 * 24 * 3600);
    for login in ["sun", "li"] {
        site.learner(login).await;
        site.enrol(login).await;
    }
    let now_ms = site.site.now();
    run(
        &site.site.db,
        &format!(
            "INSERT INTO person_study (person_id, state, live_enrolment_id, last_beat_at, held)
             VALUES ('person-li', '{{}}', 'e-li', {now_ms}, TRUE), ('person-sun', '{{}}', 'e-sun', {now_ms}, FALSE)"
        ),
    )
    .await;
    site.adopt_rows().await;
}

/// The learners of a page, in order.
async fn learners(actor: &Actor<'_>, path: &str) -> Vec<String> {
    let page = actor.get(path).await;
    let body = between(page.is(200).text(), "<tbody", "</tbody>");
    body.split("role=\"rowheader\"").skip(1).map(|row| between(row, "学员", "<").to_owned()).collect()
}

#[tokio::test]
async fn every_figure_opens_exactly_those_it_counts() {
    on_both(async |site| {
        a_class(site).await;
        let teacher = site.teacher("chen").await;
        let page = teacher.get("/classes/crab-k").await;
        let figures = between(page.is(200).text(), "class=\"wall-figures\"", "</dl>");
        let mut counted = Vec::new();
        for figure in figures.split("<dt>").skip(1).filter(|figure| figure.contains("href=")) {
            let (name, href) =
                (between(figure, "", "<"), between(figure, "href=\"", "\"").replace("&amp;", "&"));
            let count: String = figure
                .split("</span>")
                .nth(1)
                .unwrap()
                .chars()
                .skip_while(|c| !c.is_ascii_digit())
                .take_while(char::is_ascii_digit)
                .collect();
            let count: usize = count.parse().unwrap();
            assert_eq!(learners(&teacher, &href).await.len(), count, "{name}: {href}");
            // The part that keeps the page up to date shows the same.
            let live = href.replace("/classes/crab-k", "/classes/crab-k/wall");
            assert_eq!(learners(&teacher, &live).await.len(), count, "{name}: {live}");
            counted.push((name.to_owned(), count));
        }
        let expected = [
            ("学员", 4),
            ("需核对身份", 1),
            ("停学三天", 2),
            ("落后计划", 4),
            ("抽查待答", 0),
            ("正在学习", 1),
        ];
        assert_eq!(counted, expected.map(|(name, count)| (name.to_owned(), count)));
    })
    .await;
}

#[tokio::test]
async fn whoever_needs_somebody_stands_first_unless_another_order_is_asked_for() {
    on_both(async |site| {
        a_class(site).await;
        let teacher = site.teacher("chen").await;
        assert_eq!(learners(&teacher, "/classes/crab-k").await, ["li", "zhao", "wang", "sun"]);
        assert_eq!(learners(&teacher, "/classes/crab-k?sort=name").await, ["li", "sun", "wang", "zhao"]);
        assert_eq!(learners(&teacher, "/classes/crab-k?sort=last&show=stopped").await, ["zhao", "wang"]);
        let page = teacher.get("/classes/crab-k?sort=name&show=stopped").await;
        assert!(
            page.is(200).text().contains("/classes/crab-k?show=held&amp;sort=name"),
            "a figure keeps the order"
        );
    })
    .await;
}
