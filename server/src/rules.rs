//! The rules of study time as a page shows them: rendered once from the documents beside the rules' code.

use std::sync::LazyLock;

use app::words::Words;
use domain::rules::{CHINESE, ENGLISH, SECTIONS};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The document as HTML: one `h1`, then a section each under an `h2` whose id is that of [`SECTIONS`].
pub fn rules_html(w: Words) -> &'static str {
    static RENDERED: LazyLock<[String; 2]> =
        LazyLock::new(|| [rendered(CHINESE, ""), rendered(ENGLISH, " ")]);
    match w {
        Words::Zh => &RENDERED[0],
        Words::En => &RENDERED[1],
    }
}

/// Id and title of every section, for a table of contents.
pub fn rules_sections(w: Words) -> Vec<(&'static str, &'static str)> {
    let heads = w.t(CHINESE, ENGLISH).lines().filter_map(|line| line.strip_prefix("## "));
    SECTIONS.into_iter().zip(heads).collect()
}

/// `between` stands between two lines of a paragraph: Chinese has no spaces.
fn rendered(markdown: &str, between: &'static str) -> String {
    let mut ids = SECTIONS.iter();
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H2, classes, attrs, .. }) => {
            let id = ids.next().copied().map(CowStr::Borrowed);
            Some(Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs }))
        }
        // A link to the file of the other language leads nowhere on a page, which has its own switch.
        Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => None,
        Event::SoftBreak => Some(Event::Text(between.into())),
        other => Some(other),
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    // Wide tables scroll by themselves, and look like those of other pages.
    page.replace("<table>", "<div class=\"table-wrap\"><table class=\"table\">")
        .replace("</table>", "</table></div>")
        .replace("<th>", "<th scope=\"col\">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_reached_by_its_name_in_both_languages() {
        for w in [Words::Zh, Words::En] {
            let page = rules_html(w);
            assert_eq!(page.matches("<h1>").count(), 1);
            assert_eq!(page.matches("<h2 ").count(), SECTIONS.len());
            for (number, (id, title)) in (1..).zip(rules_sections(w)) {
                let head = format!("<h2 id=\"{id}\">{number}. ");
                assert!(page.contains(&head) && title.starts_with(&format!("{number}. ")), "{head}");
            }
            assert_eq!(page.matches("<table class").count(), page.matches("</table></div>").count());
            let broken = page.lines().filter(|line| !line.contains('<')).count();
            assert_eq!(broken, 0, "a line break inside a paragraph is a space on the page");
            assert!(!page.contains("href") && !page.contains("| "), "links and tables are rendered: {page}");
        }
    }
}
