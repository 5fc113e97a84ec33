//! One class: its wall for those who watch it, the same list at rest for those who only see its hours.

use app::format;
use app::islands::island_props;
use app::islands::live_region::{Handed, LiveRegion};
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::class_closing::ClassStage;
use domain::id::ClassId;
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use store::exam::GiveRefusal;
use web::error::AppError;
use web::page::{About, Fragment, Page, fragment};
use web::parts::{Crumbs, NavItem, Pager};
use web::views::class::class_name;
use web::views::class_closing::stage_says;
use web::{Site, Viewer, Visit};

use super::list::{place_of, require_class};
use super::wall::{LEARNERS_A_PAGE, QueryParams, Seen, wall_of, wall_view};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}", get(class)).route("/classes/{id}/wall", get(wall))
}

/// `GET /classes/{id}/wall`: the wall alone, for whoever may watch this class; it keeps the page up to date.
async fn wall(
    State(site): State<Site>,
    viewer: Viewer,
    words: Words,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Fragment, AppError> {
    viewer.require(Action::WatchClass)?;
    let id = ClassId(id);
    let class = site.db.watched_class(&id, &site.today()).await?;
    viewer.require_in(Action::WatchClass, &class.organisation_id, &class.region_id)?;
    let wall = wall_of(&site, words, &id, &query).await?.wall;
    Ok(fragment(move || wall_view(words, wall, &id, &query)))
}

/// `GET /classes/{id}`: for whoever may watch this class or see its hours.
async fn class(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let id = ClassId(id);
    require_class(&viewer, &site.db.watched_class(&id, &site.today()).await?)?;
    let w = visit.words;
    let seen = wall_of(&site, w, &id, &query).await?;
    let class = &seen.class;
    let policy = site.policies.version(&class.policy_version);
    let due = policy.map_or(0, |policy| CreditHours::of_ms(class.due_by_ms, policy).tenths);
    let title = w.either(&class.course_title, &class.course_title_en);
    let at = place_of(&viewer);
    let mut about = About::new(format!("{title} {}", class_name(&class.course_title, &class.title))).at(at);
    let confirms =
        viewer.require_in(Action::ConfirmIdentity, &class.organisation_id, &class.region_id).is_ok();
    let invites = viewer.require_in(Action::ManageRoster, &class.organisation_id, &class.region_id).is_ok();
    let closes = [Action::CloseClass, Action::SeeHours]
        .into_iter()
        .any(|action| viewer.require_in(action, &class.organisation_id, &class.region_id).is_ok());
    let days = (class.starts_on.as_str(), class.ends_on.as_str());
    let stage = site.class_clock().stage(days, class.closed_at.is_some());
    let exam = match site.db.class_exam(&class.id).await? {
        Err(GiveRefusal::Already) => Some(w.t("结业考试", "Final test")),
        Ok(())
            if viewer.require_in(Action::ApplyForClass, &class.organisation_id, &class.region_id).is_ok() =>
        {
            Some(w.t("加上结业考试", "Give it a final test"))
        }
        _ => None,
    };
    let end = End {
        says: stage_says(w, site.class_clock(), days, class.closed_at),
        door: closes.then(|| match stage {
            ClassStage::ToClose => w.t("办理结班", "Close it"),
            ClassStage::Closed => w.t("看结班内容", "What was closed"),
            _ => w.t("结班", "Closing"),
        }),
        exam,
    };
    let live = viewer.require_in(Action::WatchClass, &class.organisation_id, &class.region_id).is_ok();
    if live {
        about = about.with_islands();
    }
    Ok(visit.page(about, move || {
        view(w, seen, &query, at, &format::credit_hours(w, due), (live, confirms, invites), end)
    }))
}

/// How many still have to show their document, and the way to the list for whoever sees them.
fn documents(w: Words, class: &ClassId, unseen: usize, confirms: bool) -> impl IntoView + use<> {
    let count = match w {
        Words::Zh => format!("{unseen} 名学员的证件还没有核对，暂不计补贴。"),
        Words::En => format!("Documents not seen yet, no subsidy until then: {unseen}."),
    };
    let list = confirms.then(|| {
        view! { <a href=format!("/classes/{class}/documents")>{w.t("去核对", "See them")}</a> }
    });
    view! { {count} " " {list} " " }
}

/// At which stage the class is and until when, and the door to its closing for whoever may see it.
struct End {
    says: String,
    door: Option<&'static str>,
    /// The door to its final test, or to giving it one.
    exam: Option<&'static str>,
}

fn view(
    w: Words,
    seen: Seen,
    query: &QueryParams,
    at: NavItem,
    due: &str,
    (live, confirms, invites): (bool, bool, bool),
    end: End,
) -> impl IntoView + use<> {
    let Seen { class, wall, listed, pages, page, unseen } = seen;
    let list = QueryParams::list_of(&class.id, &query.show, &query.sort);
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
    let source = format!("/classes/{}/wall{}", class.id, query.query());
    let first = (page - 1) * LEARNERS_A_PAGE + 1;
    let summary = match w {
        Words::Zh => format!("第 {first}–{} 人，共 {listed} 人", first + wall.lines.len().saturating_sub(1)),
        Words::En => format!("{first}–{} of {listed}", first + wall.lines.len().saturating_sub(1)),
    };
    let all = (pages > 1).then(|| {
        let join = if list.contains('?') { '&' } else { '?' };
        view! {
            <p>
                <a class="button button-quiet" href=format!("{list}{join}all=1")>
                    {w.t("全部显示在一页", "Show everyone on one page")}
                </a>
            </p>
        }
    });
    let documents = (unseen > 0).then(|| documents(w, &class.id, unseen, confirms));
    let roster = invites.then(|| {
        view! {
            <a href=format!("/classes/{}/roster", class.id)>{w.t("花名册", "Roster")}</a>
            " "
        }
    });
    let title = w.either(&class.course_title, &class.course_title_en);
    let name = class_name(&class.course_title, &class.title);
    let drawn = wall_view(w, wall, &class.id, query);
    let door = end.door.map(|label| view! { <a href=format!("/classes/{}/closing", class.id)>{label}</a> });
    let exam = end.exam.map(|label| view! { <a href=format!("/classes/{}/exam", class.id)>{label}</a> });
    let questions = live.then(|| {
        view! {
            <a href=format!("/classes/{}/questions", class.id)>
                {w.t("题目用得多不多", "How often questions are asked")}
            </a>
        }
    });
    let lost = w.t(
        "连不上服务器，下面是最后一次看到的情况。连上后会自动更新；一直不更新，请刷新页面。",
        "The server cannot be reached; this is what was seen last. It will update by itself; if it does not, reload the page.",
    );
    view! {
        <Crumbs
            words=w
            above=vec![(at.address().to_owned(), at.name(w).to_owned())]
            here=format!("{title} {name}")
        />
        <div class="page-head">
            <div>
                <h1>{title} " " <small>{name}</small></h1>
                <p>{facts.join(" · ")} {teacher} <br /> {dates}</p>
                <p>{end.says} " " {door} " " {exam}</p>
                {(unseen > 0 || live).then(|| view! { <p>{documents} {roster} {questions}</p> })}
            </div>
        </div>
        <div class="wall stack-l">
            {if live {
                view! {
                    {island_props::put(Handed { source, lost_words: lost.to_owned() })}
                    <LiveRegion>
                        {drawn}
                    </LiveRegion>
                }
                    .into_any()
            } else {
                drawn.into_any()
            }}
        </div>
        <Pager
            words=w
            page=page as i64
            pages=pages as i64
            list=list
            summary=summary
        />
        {all}
    }
}
