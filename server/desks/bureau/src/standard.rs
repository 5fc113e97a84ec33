//! Standards: what training of a kind pays since which day, and out of which money.

mod detail;
mod fund;
mod import;
mod known;
mod list;
mod record;

use app::format;
use app::words::Words;
use axum::Router;
use domain::standard::Standard;
use leptos::prelude::*;
use store::standard::ListedStandard;
use web::Site;
use web::parts::{Chip, NavItem, Status};

/// The place that is lit in the navigation.
const AT: NavItem = NavItem::Standards;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(record::routes())
        .merge(fund::routes())
        .merge(import::routes())
        .merge(detail::routes())
}

/// What a standard is for: what it names of trade, level, category and programme.
fn named(w: Words, one: &ListedStandard) -> String {
    let (trade, category) = (w.either(&one.trade, &one.trade_en), w.either(&one.category, &one.category_en));
    named_by(w, &one.rule, trade, category)
}

/// The same, by what its trade and its category are called.
fn named_by(w: Words, rule: &Standard, trade: String, category: String) -> String {
    let trade = rule.trade.as_ref().map(|_| trade);
    let level = rule.level.map(|level| w.level(level).to_owned());
    let category = rule.category.as_ref().map(|_| category);
    let programme = rule.programme.map(|programme| w.programme(programme).to_owned());
    let all: Vec<String> = [trade, level, category, programme].into_iter().flatten().collect();
    if all.is_empty() {
        w.t("所有补贴培训", "All subsidised training").to_owned()
    } else {
        all.join(" · ")
    }
}

/// The days of a standard.
fn days(w: Words, one: &ListedStandard) -> String {
    let until = one
        .rule
        .valid_to
        .as_deref()
        .map_or_else(|| w.t("长期有效", "until further notice").to_owned(), |day| format::date(w, day));
    format!("{} – {until}", format::date(w, &one.rule.valid_from))
}

/// How a standard stands on a day, as a chip.
fn chip(w: Words, one: &ListedStandard, today: &str) -> AnyView {
    let over = one.rule.valid_to.as_deref().is_some_and(|last| last < today);
    let (status, say) = if over && one.ended_at.is_some() {
        (Status::Neutral, w.t("已停用", "Ended"))
    } else if over {
        (Status::Neutral, w.t("已到期", "Over"))
    } else if one.rule.valid_on(today) {
        (Status::Verified, w.t("有效", "In force"))
    } else {
        (Status::Waiting, w.t("还没开始", "Not yet"))
    };
    view! { <Chip status=status>{say}</Chip> }.into_any()
}
