//! A search of the catalogue as it stands in the address.

use form_urlencoded::Serializer;
use serde::Deserialize;
use store::course::search::CourseQuery;

/// A longer search is a pasted page; the rest would not be looked up anyway.
pub(super) const TEXT_CHARS_MAX: usize = 60;

/// The search as it stands in the address. Everything is text, so that a broken link still shows the catalogue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct QueryParams {
    pub q: String,
    pub trade: String,
    pub level: String,
    pub category: String,
    pub mode: String,
    pub page: String,
}

impl QueryParams {
    pub fn text(&self) -> String {
        domain::typed::visible(&self.q).chars().take(TEXT_CHARS_MAX).collect()
    }

    pub fn query(&self) -> CourseQuery {
        CourseQuery {
            text: self.text(),
            trade: self.trade.clone(),
            level: self.level.clone(),
            category: self.category.clone(),
            mode: self.mode.clone(),
            page: self.page.parse().unwrap_or(1).max(1),
        }
    }

    pub fn has_filter(&self) -> bool {
        [&self.trade, &self.level, &self.category, &self.mode].iter().any(|value| !value.is_empty())
    }

    /// The catalogue's address with this search, except for one of its parts.
    pub fn link_without(&self, part: &str) -> String {
        let text = self.text();
        let parts = [
            ("q", &text),
            ("trade", &self.trade),
            ("level", &self.level),
            ("category", &self.category),
            ("mode", &self.mode),
        ];
        let mut query = Serializer::new(String::new());
        for (name, value) in parts.into_iter().filter(|(name, value)| *name != part && !value.is_empty()) {
            query.append_pair(name, value);
        }
        match query.finish() {
            query if query.is_empty() => "/courses".to_owned(),
            query => format!("/courses?{query}"),
        }
    }
}
