//! A list in which nothing stands: because nothing is there yet, or because of what is looked for.

use app::words::Words;
use leptos::prelude::*;

use super::button::LinkButton;
use super::status::{Empty, EmptyMark};

/// Instead of an empty list. Only where something is set does it advise to clear it.
#[component]
pub fn Nothing(
    words: Words,
    /// What is said where nothing is looked for: `还没有班级`.
    #[prop(into)]
    yet: String,
    /// The list's address without what is set; absent where nothing is.
    #[prop(default = None, into)]
    clear: Option<String>,
    /// What to do where nothing is there yet.
    children: Children,
) -> impl IntoView {
    let w = words;
    if let Some(address) = clear {
        view! {
            <Empty title=w.t("没有找到", "Nothing found") mark=EmptyMark::Search>
                <p>{w.t("没有符合条件的。换一个条件，或者看全部。", "Nothing fits. Look for something else, or see everything.")}</p>
                <LinkButton href=address>{w.t("清除条件", "Clear")}</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=yet>{children()}</Empty> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(clear: Option<&str>) -> String {
        let clear = clear.map(str::to_owned);
        Owner::new().with(|| {
            view! {
                <Nothing words=Words::Zh yet="还没有班级" clear=clear>
                    <p>"开班以后会出现在这里。"</p>
                </Nothing>
            }
            .to_html()
        })
    }

    #[test]
    fn only_a_list_with_something_set_advises_to_clear_it() {
        assert!(
            nothing(Some("/classes")).contains("清除条件")
                && !nothing(Some("/classes")).contains("还没有班级")
        );
        assert!(nothing(None).contains("还没有班级") && !nothing(None).contains("清除"));
    }
}
