//! The rules of study time, for everybody: rendered once from the documents beside the rules' code.

use std::sync::LazyLock;

use app::words::Words;
use axum::Router;
use axum::routing::get;
use domain::rules::{CHINESE, ENGLISH, SECTIONS};
use leptos::prelude::*;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use web::page::{About, Page};
use web::{Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/rules", get(rules))
}

/// `GET /rules`: open to everybody. Policies and refusals lead to its sections: `/rules#checks`.
async fn rules(visit: Visit) -> Page {
    let w = visit.words;
    visit.page(About::new(w.t("学习认定规则", "The rules of study time")), move || {
        let document = rules_html(w);
        let (opening, sections) = document.split_at(document.find("<h2").unwrap_or(document.len()));
        let contents = rules_sections(w).into_iter().map(|(id, title)| {
            view! {
                <li>
                    <a href=format!("#{id}")>{title}</a>
                </li>
            }
        });
        view! {
            <div class="rules">
                <div class="rules-text" inner_html=opening></div>
                <nav class="rules-contents" aria-label=w.t("本页目录", "On this page")>
                    <ol>{contents.collect_view()}</ol>
                </nav>
                <div class="rules-text" inner_html=sections></div>
            </div>
        }
    })
}

/// The document as HTML: one `h1`, then a section each under an `h2` whose id is that of [`SECTIONS`].
fn rules_html(w: Words) -> &'static str {
    static RENDERED: LazyLock<[String; 2]> =
        LazyLock::new(|| [rendered(CHINESE, ""), rendered(ENGLISH, " ")]);
    match w {
        Words::Zh => &RENDERED[0],
        Words::En => &RENDERED[1],
    }
}

/// Id and title of every section, for the list of contents.
fn rules_sections(w: Words) -> Vec<(&'static str, &'static str)> {
    let heads = w.t(CHINESE, ENGLISH).lines().filter_map(|line| line.strip_prefix("## "));
    SECTIONS.into_iter().zip(heads).collect()
}

/// `between` stands between two lines of a paragraph: Chinese has no spaces.
fn rendered(markdown: &str, between: &'static str) -> String {
    let mut ids = SECTIONS.iter();
    let mut tables = Tables::default();
    let events =
        Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match tables.drawn(event) {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, classes, attrs, .. }) => {
                let id = ids.next().copied().map(CowStr::Borrowed);
                Some(Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs }))
            }
            // A link to the file of the other language leads nowhere on a page, which has its own switch.
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => None,
            Event::SoftBreak => Some(Event::Text(between.into())),
            Event::Code(text) => Some(Event::Html(code(&text).into())),
            other => Some(other),
        });
    let mut page = String::new();
    html::push_html(&mut page, events);
    // The corner above the heads of rows is no head.
    page = page.replace("<th role=\"columnheader\" scope=\"col\"></th>", "<td></td>");
    // Emphasis that ends in a full stop needs a space behind it in the document; a page does not.
    if between.is_empty() {
        page = page.replace("</strong> ", "</strong>");
    }
    page
}

/// A name of the code, which breaks where its words end.
fn code(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<code>{}</code>", text.replace('_', "_<wbr>").replace('.', ".<wbr>"))
}

/// Draws tables like those of other pages: of three columns or more, each row is a card on a phone.
#[derive(Default)]
struct Tables {
    heads: Vec<String>,
    in_head: bool,
    column: usize,
}

impl Tables {
    fn drawn<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        let tag = match event {
            Event::Start(Tag::Table(columns)) => {
                let cards = if columns.len() > 2 { " table-cards" } else { "" };
                format!("<div class=\"table-wrap{cards}\"><table class=\"table\" role=\"table\">\n")
            }
            Event::End(TagEnd::Table) => "</tbody></table></div>\n".to_owned(),
            Event::Start(Tag::TableHead) => {
                (self.in_head, self.heads) = (true, Vec::new());
                "<thead role=\"rowgroup\"><tr role=\"row\">".to_owned()
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                "</tr></thead><tbody role=\"rowgroup\">\n".to_owned()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr role=\"row\">".to_owned()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".to_owned(),
            Event::Start(Tag::TableCell) => self.cell(),
            Event::End(TagEnd::TableCell) => {
                let is_head = self.in_head || self.column == 1;
                if is_head { "</th>" } else { "</td>" }.to_owned()
            }
            Event::Text(text) => {
                if let Some(head) = self.heads.last_mut().filter(|_| self.in_head) {
                    head.push_str(&text);
                }
                return Event::Text(text);
            }
            other => return other,
        };
        Event::Html(tag.into())
    }

    /// The first cell of a row is its head.
    fn cell(&mut self) -> String {
        if self.in_head {
            self.heads.push(String::new());
            return "<th role=\"columnheader\" scope=\"col\">".to_owned();
        }
        self.column += 1;
        if self.column == 1 {
            return "<th role=\"rowheader\" scope=\"row\">".to_owned();
        }
        let label = self.heads.get(self.column - 1).map_or("", String::as_str);
        let label = label.replace('&', "&amp;").replace('"', "&quot;");
        format!("<td role=\"cell\" data-label=\"{label}\">")
    }
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
            assert_eq!(page.matches("<th ").count(), page.matches("</th>").count());
            assert_eq!(page.matches("<td").count(), page.matches("</td>").count());
            let label = w.t(
                "<td role=\"cell\" data-label=\"怎么办\">先回答",
                "<td role=\"cell\" data-label=\"What to do",
            );
            assert!(page.contains(label), "{page}");
            let spaced = page.contains("。</strong> ") || page.contains("：</strong> ");
            assert!(!spaced && page.contains("</strong>"), "Chinese has no spaces between sentences: {page}");
            let broken = page.lines().filter(|line| !line.contains('<')).count();
            assert_eq!(broken, 0, "a line break inside a paragraph is a space on the page");
            assert!(page.contains("<code>credit.<wbr>beat_<wbr>seconds</code>"), "{page}");
            assert!(!page.contains("href") && !page.contains("| "), "links and tables are rendered: {page}");
        }
    }
}
