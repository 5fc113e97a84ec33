//! A document lesson's pages, from their plain text; items of a quiz have an exercise below it.

use app::words::Words;
use domain::course::DocumentPage;
use leptos::prelude::*;

use super::exercise::exercise;

/// One page; only the reader that runs in the browser shows another than the first.
pub fn sheet(w: Words, index: usize, page: &DocumentPage, shown: bool) -> impl IntoView + use<> {
    let body = blocks(&page.body).into_iter().map(|block| match block {
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => {
            let items = items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
    });
    view! {
        <article class="reading" data-page=index.to_string() hidden=!shown>
            <h2 tabindex="-1">{page.title.clone()}</h2>
            {body.collect_view()}
            {page.exercise.as_ref().map(|asked| exercise(w, index, asked))}
        </article>
    }
}

/// One block of a page's plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    /// A paragraph.
    Paragraph(String),
    /// Lines that began with `- `.
    List(Vec<String>),
}

/// The blocks of a page: blank lines separate them, lines that start with `- ` are a list.
fn blocks(body: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut goes_on = false;
    for line in body.lines().map(str::trim) {
        match (line.strip_prefix("- "), blocks.last_mut()) {
            _ if line.is_empty() => {
                goes_on = false;
                continue;
            }
            (Some(item), Some(Block::List(items))) if goes_on => items.push(item.to_owned()),
            (Some(item), _) => blocks.push(Block::List(vec![item.to_owned()])),
            (None, Some(Block::Paragraph(text))) if goes_on => {
                // Chinese lines join without a space; others need one.
                let latin =
                    text.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii());
                text.push_str(if latin { " " } else { "" });
                text.push_str(line);
            }
            (None, _) => blocks.push(Block::Paragraph(line.to_owned())),
        }
        goes_on = true;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(text.to_owned())
    }

    #[test]
    fn plain_text_becomes_paragraphs_and_lists() {
        let body = "第一段\n接着写\n\n第二段\n- 一\n- 二\n\n- 三\nAfter the list\nin English\n";
        let list = |items: &[&str]| Block::List(items.iter().map(|item| (*item).to_owned()).collect());
        assert_eq!(
            blocks(body),
            [
                paragraph("第一段接着写"),
                paragraph("第二段"),
                list(&["一", "二"]),
                list(&["三"]),
                paragraph("After the list in English"),
            ]
        );
        assert!(blocks(" \n\n").is_empty());
    }
}
