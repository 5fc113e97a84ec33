//! Which hours are shown: the filters, and the address that holds them.

use app::format;
use app::words::Words;
use domain::time::is_month;
use leptos::prelude::*;
use serde::Deserialize;
use store::class_hours::Named;
use web::parts::{Choice, Kind, LinkButton, Select};

/// The filters as the address has them; empty texts filter nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueryParams {
    pub region: String,
    pub organisation: String,
    pub course: String,
    /// The first and the last month, `2026-11`.
    pub from: String,
    pub to: String,
    pub page: Option<i64>,
}

/// What can be chosen.
pub struct Choosable {
    pub regions: Vec<Named>,
    pub organisations: Vec<Named>,
    pub courses: Vec<Named>,
    /// Months from the first verified hour until now.
    pub months: Vec<String>,
}

impl QueryParams {
    /// Without what is no month, and with the earlier month first.
    pub fn sane(mut self) -> Self {
        for month in [&mut self.from, &mut self.to] {
            if !is_month(month) {
                month.clear();
            }
        }
        if !self.to.is_empty() && self.from > self.to {
            std::mem::swap(&mut self.from, &mut self.to);
        }
        self
    }

    /// The first and the last month that count; `None` where every month does.
    pub fn period(&self) -> Option<(&str, &str)> {
        let (from, to) = (self.from.as_str(), self.to.as_str());
        match (from, to) {
            ("", "") => None,
            (from, "") => Some((from, "9999-12")),
            ("", to) => Some(("0000-01", to)),
            both => Some(both),
        }
    }

    /// The address of this selection, without the page of the list.
    pub fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("from", &self.from),
            ("to", &self.to),
            ("region", &self.region),
            ("course", &self.course),
            ("organisation", &self.organisation),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { "/hours-ledger".to_owned() } else { format!("/hours-ledger?{query}") }
    }

    /// The same selection of one month.
    pub fn of_month(&self, month: &str) -> String {
        Self { from: month.to_owned(), to: month.to_owned(), ..self.clone() }.address()
    }

    /// The same selection of one county.
    pub fn of_region(&self, region: &str) -> String {
        Self { region: region.to_owned(), ..self.clone() }.address()
    }
}

/// The form of the filters; it asks for an address.
pub fn filters(w: Words, query: &QueryParams, choosable: &Choosable) -> impl IntoView + use<> {
    let named = |all: &str, named: &[Named]| {
        let mut options = vec![Choice::new("", all)];
        options.extend(named.iter().map(|one| Choice::new(&one.id, w.either(&one.name, &one.name_en))));
        options
    };
    let months = |none: &str, chosen: &str| {
        let mut options = vec![Choice::new("", none)];
        let known = choosable.months.iter().map(String::as_str);
        let typed = Some(chosen).filter(|month| !month.is_empty() && known.clone().all(|one| one != *month));
        options.extend(known.chain(typed).map(|month| Choice::new(month, format::month(w, month))));
        options
    };
    let set = query.address() != "/hours-ledger";
    let clear = set.then(|| {
        view! {
            <LinkButton href="/hours-ledger" kind=Kind::Quiet>
                {w.t("清除条件", "Clear")}
            </LinkButton>
        }
    });
    view! {
        <details class="filters" open=set>
            <summary>{w.t("筛选", "Filter")}</summary>
            <form class="filters-body" method="get" action="/hours-ledger">
                <Select
                    name="from"
                    label=w.t("从哪个月", "From")
                    options=months(w.t("最早", "The first"), &query.from)
                    chosen=query.from.clone()
                />
                <Select
                    name="to"
                    label=w.t("到哪个月", "To")
                    options=months(w.t("现在", "Now"), &query.to)
                    chosen=query.to.clone()
                />
                <Select
                    name="region"
                    label=w.t("县区", "County")
                    options=named(w.t("全部县区", "All counties"), &choosable.regions)
                    chosen=query.region.clone()
                />
                <Select
                    name="course"
                    label=w.t("课程", "Course")
                    options=named(w.t("全部课程", "All courses"), &choosable.courses)
                    chosen=query.course.clone()
                />
                <Select
                    name="organisation"
                    label=w.t("培训机构", "Institution")
                    options=named(w.t("全部机构", "All institutions"), &choosable.organisations)
                    chosen=query.organisation.clone()
                />
                <div class="actions">
                    <button class="button">{w.t("筛选", "Filter")}</button>
                    {clear}
                </div>
            </form>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_keeps_what_it_can_and_its_address_says_all_of_it() {
        let query =
            QueryParams { from: "2026-11".into(), to: "2026-02".into(), ..QueryParams::default() }.sane();
        assert_eq!(query.period(), Some(("2026-02", "2026-11")));
        assert_eq!(query.of_region("county"), "/hours-ledger?from=2026-02&to=2026-11&region=county");
        assert_eq!(query.of_month("2026-03"), "/hours-ledger?from=2026-03&to=2026-03");
        let odd = QueryParams { from: "soon".into(), to: "2026-13".into(), ..QueryParams::default() }.sane();
        assert_eq!((odd.period(), odd.address().as_str()), (None, "/hours-ledger"));
    }
}
