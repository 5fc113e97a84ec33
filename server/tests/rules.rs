//! The rules are a page for everybody, and what cites them leads to the section.

use domain::rules::SECTIONS;

use crate::site::on_both;

#[tokio::test]
async fn the_rules_open_to_everybody_in_both_languages_and_every_page_leads_to_them() {
    on_both(async |site| {
        let chinese = site.stranger().get("/rules").await;
        let english = site.stranger().in_english().get("/rules").await;
        for (page, title, section) in
            [(&chinese, "学习认定规则", "3. 学习抽查"), (&english, "The rules of study time", "3. Checks")]
        {
            let text = page.is(200).text();
            assert!(text.contains(&format!("<h1>{title}</h1>")), "{title} is not the heading of {text}");
            assert_eq!(text.matches("<h1").count(), 1);
            for id in SECTIONS {
                let (link, head) = (format!("href=\"#{id}\""), format!("<h2 id=\"{id}\">"));
                assert_eq!((text.matches(&link).count(), text.matches(&head).count()), (1, 1), "{id}");
            }
            assert!(text.contains(&format!("<h2 id=\"checks\">{section}</h2>")), "{section}");
        }
        assert!(site.stranger().get("/").await.is(200).text().contains("href=\"/rules\""));
        let teacher = site.teacher("wu").await;
        assert!(teacher.get("/classes").await.is(200).text().contains("href=\"/rules\""));
    })
    .await;
}

#[tokio::test]
async fn the_source_of_a_number_leads_to_the_section_that_it_cites() {
    on_both(async |site| {
        let reviewer = site.reviewer("zhou").await;
        let page = reviewer.get("/policies").await;
        let text = page.is(200).text();
        let source = text.split("href=\"/rules#checks\"").nth(1).expect("checks are cited");
        assert!(source.split("</a>").next().unwrap().contains("RULES.md, section 3"), "{source:.200}");
        // Other sources stay words.
        assert!(text.contains("<span class=\"small soft\">"), "{text}");
    })
    .await;
}
