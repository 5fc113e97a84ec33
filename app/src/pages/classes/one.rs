//! One class: its wall for those who watch it, the same list at rest for those who only see its hours.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::id::ClassId;
use domain::subsidy::CreditHours;
use leptos::prelude::*;

use super::wall::{LEARNERS_A_PAGE, Seen, Wish, wall_of};
use super::{must_see, place_of};
use crate::error::AppError;
use crate::format;
use crate::islands::monitor_wall::MonitorWall;
use crate::page::{About, Page};
use crate::parts::{Crumbs, Pager, Place, Segment, Segments};
use crate::request::{Site, Viewer, Visit};
use crate::words::Words;

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}", get(class))
}

/// `GET /classes/{id}`: for whoever may watch this class or see its hours.
async fn class(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Page, AppError> {
    let id = ClassId(id);
    must_see(&viewer, &site.db.watched_class(&id, &site.today()).await?)?;
    let w = visit.words;
    let seen = wall_of(&site, w, &id, &wish).await?;
    let class = &seen.class;
    let policy = site.policies.version(&class.policy_version);
    let due = policy.map_or(0, |policy| CreditHours::of_ms(class.due_by_ms, policy).tenths);
    let title = w.either(&class.course_title, &class.course_title_en);
    let at = place_of(&viewer);
    let mut about = About::new(format!("{title} {}", class.title)).at(at);
    if viewer.must_in(Action::WatchClass, &class.organisation_id, &class.region_id).is_ok() {
        about = about.with_islands();
    }
    Ok(visit.page(about, move || whole(w, seen, &wish, at, &format::credit_hours(w, due))))
}

fn whole(w: Words, seen: Seen, wish: &Wish, at: Place, due: &str) -> impl IntoView + use<> {
    let Seen { class, wall, listed, pages, page } = seen;
    let base = format!("/classes/{}", class.id);
    let address = |show: &str| {
        if show.is_empty() { base.clone() } else { format!("{base}?show={show}") }
    };
    let segment = |show: &str, name: &str| Segment {
        href: address(show),
        name: name.to_owned(),
        count: None,
        current: wish.show == show,
    };
    let segments = vec![
        segment("", w.t("全部", "Everyone")),
        segment("now", w.t("正在学习", "Studying now")),
        segment("behind", w.t("落后计划", "Behind")),
        segment("held", w.t("需核对身份", "To be confirmed")),
    ];
    let facts = [
        class.code.clone(),
        w.either(&class.organisation, &class.organisation_en),
        w.either(&class.region, &class.region_en),
    ];
    let teacher = class.teacher.clone().map(|teacher| format!(" · {} {teacher}", w.t("老师", "teacher")));
    let dates = match w {
        Words::Zh => format!("{} – {} · 按计划今天应到 {due}", class.starts_on, class.ends_on),
        Words::En => format!("{} – {} · due by today {due}", class.starts_on, class.ends_on),
    };
    let source = format!("/api/classes/{}/live{}", class.id, wish.query());
    let first = (page - 1) * LEARNERS_A_PAGE + 1;
    let summary = match w {
        Words::Zh => format!("第 {first}–{} 人,共 {listed} 人", first + wall.lines.len().saturating_sub(1)),
        Words::En => format!("{first}–{} of {listed}", first + wall.lines.len().saturating_sub(1)),
    };
    let all = (pages > 1).then(|| {
        let join = if wish.show.is_empty() { '?' } else { '&' };
        view! {
            <p>
                <a class="button button-quiet" href=format!("{}{join}all=1", address(&wish.show))>
                    {w.t("全部显示在一页", "Show everyone on one page")}
                </a>
            </p>
        }
    });
    let title = w.either(&class.course_title, &class.course_title_en);
    view! {
        <Crumbs
            words=w
            above=vec![(at.address().to_owned(), at.name(w).to_owned())]
            here=format!("{title} {}", class.title)
        />
        <div class="page-head">
            <div>
                <h1>{title} " " <small>{class.title.clone()}</small></h1>
                <p>{facts.join(" · ")} {teacher}</p>
                <p>{dates}</p>
            </div>
        </div>
        <div class="wall stack-l">
            <MonitorWall words=w source=source first=wall>
                <Segments label=w.t("学员", "Learners") segments=segments />
            </MonitorWall>
        </div>
        <Pager
            words=w
            page=page as i64
            pages=pages as i64
            list=address(&wish.show)
            summary=summary
        />
        {all}
    }
}
