//! What is wrong with the forms of a page, once for the whole page: before everything else, each line a way to its field.
//!
//! Fields note their errors while the page is drawn; [`crate::Visit::page`] puts the summary above what it drew. So no page can
//! forget it.

use std::sync::{Arc, Mutex, PoisonError};

use app::words::Words;
use leptos::prelude::*;

const SUMMARY_ID: &str = "errors";

/// The errors of the page that is being drawn.
#[derive(Clone, Default)]
pub(crate) struct PageErrors(Arc<Mutex<Noted>>);

#[derive(Clone, Default)]
struct Noted {
    title: Option<String>,
    /// Name of the field, empty where no single one is at fault, and the sentence.
    errors: Vec<(String, String)>,
}

impl PageErrors {
    fn with<T>(&self, change: impl FnOnce(&mut Noted) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether anything was wrong with what has been drawn so far.
    pub(crate) fn had_any(&self) -> bool {
        self.with(|noted| !noted.errors.is_empty())
    }

    /// The summary; nothing where nothing is wrong.
    pub(crate) fn view(&self, w: Words) -> Option<AnyView> {
        let Noted { title, errors } = self.with(|noted| noted.clone());
        if errors.is_empty() {
            return None;
        }
        let title = title.unwrap_or_else(|| match (w, errors.len()) {
            (Words::Zh, count) => format!("有 {count} 处要改"),
            (Words::En, 1) => "One thing to correct".to_owned(),
            (Words::En, count) => format!("{count} things to correct"),
        });
        let lines = errors.into_iter().map(|(field, sentence)| {
            if field.is_empty() {
                return view! { <li>{sentence}</li> }.into_any();
            }
            view! {
                <li>
                    <a href=format!("#{field}")>{sentence}</a>
                </li>
            }
            .into_any()
        });
        let lines = lines.collect_view();
        let view = view! {
            <div class="error-summary" id=SUMMARY_ID role="alert" tabindex="-1" autofocus=true>
                <h2>{title}</h2>
                <ul>{lines}</ul>
            </div>
        };
        Some(view.into_any())
    }
}

/// Notes what is wrong with a field of the page that is being drawn; once, however many say it.
pub(super) fn note_error(field: &str, sentence: &str) {
    if let Some(page) = use_context::<PageErrors>() {
        page.with(|noted| {
            let error = (field.to_owned(), sentence.to_owned());
            if !noted.errors.contains(&error) {
                noted.errors.push(error);
            }
        });
    }
}

/// Says what is wrong with a form as a whole, and how its summary is headed. Errors of fields note themselves; here belong
/// those of no field, and of fields that are not on the page.
#[component]
pub fn ErrorSummary(
    /// `没有保存，请看这里` or the like.
    #[prop(into)]
    title: String,
    /// Field name and sentence. A name may be empty where no single field is at fault.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    if let Some(page) = use_context::<PageErrors>().filter(|_| !errors.is_empty()) {
        page.with(|noted| noted.title = Some(title));
    }
    for (field, sentence) in errors {
        note_error(&field, &sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::Field;

    #[test]
    fn every_error_of_a_page_stands_in_its_summary_once() {
        let html = Owner::new().with(|| {
            let errors = PageErrors::default();
            provide_context(errors.clone());
            let page = view! {
                <ErrorSummary
                    title="没有保存，请看这里"
                    errors=vec![("phone".to_owned(), "少了一位".to_owned()), (String::new(), "请再试".to_owned())]
                />
                <Field name="phone" label="手机号" error="少了一位".to_owned() />
                <Field name="name" label="姓名" />
            };
            assert!(errors.had_any());
            let summary = errors.view(Words::Zh);
            view! {
                {summary}
                {page}
            }
            .to_html()
        });
        let (summary, rest) = html.split_once("</ul>").unwrap();
        assert!(summary.contains("没有保存，请看这里") && summary.contains("<li>请再试</li>"), "{summary}");
        assert_eq!(summary.matches(r##"href="#phone""##).count(), 1, "{summary}");
        assert!(rest.contains("phone-error") && !summary.contains("name"), "{html}");
    }

    #[test]
    fn a_page_without_errors_has_no_summary() {
        let view = Owner::new().with(|| {
            let errors = PageErrors::default();
            provide_context(errors.clone());
            let _page = view! { <Field name="phone" label="手机号" /> }.into_any();
            errors.view(Words::Zh).is_none()
        });
        assert!(view);
    }
}
