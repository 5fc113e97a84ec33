//! Where am I, what else is here, what comes next: crumbs, segments, pager.

use app::words::Words;
use leptos::prelude::*;

/// The way down to this page: links to the pages above it, then its own name.
#[component]
pub fn Crumbs(
    words: Words,
    /// Address and name, from the top.
    above: Vec<(String, String)>,
    #[prop(into)] here: String,
) -> impl IntoView {
    let above = above.into_iter().map(|(href, name)| {
        view! {
            <li>
                <a href=href>{name}</a>
            </li>
        }
    });
    view! {
        <nav class="crumbs" aria-label=words.t("所在位置", "You are here")>
            <ol>
                {above.collect_view()} <li>
                    <span aria-current="page">{here}</span>
                </li>
            </ol>
        </nav>
    }
}

/// One page of a few that show the same thing in different ways.
#[derive(Clone, Debug)]
pub struct Segment {
    pub href: String,
    pub name: String,
    /// How many things it kind, where that is worth saying.
    pub count: Option<i64>,
    pub current: bool,
}

/// Links between such pages. Not script tabs: each is an address.
#[component]
pub fn Segments(#[prop(into)] label: String, segments: Vec<Segment>) -> impl IntoView {
    let segments = segments.into_iter().map(|segment| {
        let count = segment.count.map(|count| view! { <span class="count">{count}</span> });
        view! {
            <a href=segment.href aria-current=segment.current.then_some("page")>
                {segment.name}
                {count}
            </a>
        }
    });
    view! {
        <nav class="segments" aria-label=label>
            {segments.collect_view()}
        </nav>
    }
}

/// Pages of a long list. Nothing when there is one page only.
#[component]
pub fn Pager(
    words: Words,
    /// From 1.
    page: i64,
    pages: i64,
    /// The list's address with its query but without `page`: `/courses?q=养殖`.
    #[prop(into)]
    list: String,
    /// `第 1–20 人,共 90 人` or the like.
    #[prop(optional, into)]
    summary: String,
) -> impl IntoView {
    (pages > 1).then(|| {
        let w = words;
        let join = if list.contains('?') { '&' } else { '?' };
        let address = move |page: i64| format!("{list}{join}page={page}");
        let link = |to: i64, name: String| {
            view! {
                <li>
                    <a href=address(to)>{name}</a>
                </li>
            }
        };
        let steps = shown(page, pages).into_iter().map(|step| match step {
            Some(number) if number == page => view! {
                <li>
                    <span aria-current="page">{number}</span>
                </li>
            }
            .into_any(),
            Some(number) => link(number, number.to_string()).into_any(),
            None => view! {
                <li>
                    <span class="gap">"…"</span>
                </li>
            }
            .into_any(),
        });
        let steps = steps.collect_view();
        let before = (page > 1).then(|| link(page - 1, w.t("上一页", "Previous").to_owned()));
        let after = (page < pages).then(|| link(page + 1, w.t("下一页", "Next").to_owned()));
        view! {
            <nav class="pager" aria-label=w.t("分页", "Pages")>
                <span class="soft">{summary}</span>
                <ol>{before} {steps} {after}</ol>
            </nav>
        }
    })
}

/// First, last and the neighbours of this page; `None` where numbers are left out.
fn shown(page: i64, pages: i64) -> Vec<Option<i64>> {
    let mut steps = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|&n| n == 1 || n == pages || (n - page).abs() <= 1) {
        if number > last + 1 {
            steps.push(None);
        }
        steps.push(Some(number));
        last = number;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_shows_its_ends_and_the_neighbours() {
        assert_eq!(shown(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(shown(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(shown(9, 9), [Some(1), None, Some(8), Some(9)]);
    }

    #[test]
    fn a_link_keeps_the_search() {
        let html = Owner::new()
            .with(|| view! { <Pager words=Words::Zh page=1 pages=2 list="/courses?q=x" /> }.to_html());
        assert!(html.contains("/courses?q=x&amp;page=2"), "{html}");
        assert!(!html.contains("上一页"), "{html}");
    }
}
