//! My hours: every minute by day and lesson, what is verified, what waits, what was refused and why.

use std::collections::HashMap;
use std::sync::Arc;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::appeal::may_be_appealed;
use domain::class_closing::ClassClock;
use domain::id::{EnrolmentId, LessonId};
use domain::policy::Policies;
use domain::study::RefusalCode;
use domain::time::{is_month, month_beside};
use leptos::prelude::*;
use serde::Deserialize;
use store::appeal::Appeal;
use store::enrolment::{MyClass, MyLesson};
use store::hours::HoursLine;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Chip, Empty, HoursSize, Kind, LinkButton, NavItem, Status};
use web::views::class::class_name;
use web::views::class_closing::learner_says;
use web::{Site, Viewer, Visit};

use crate::learn::{class_bar, resume};

pub fn routes() -> Router<Site> {
    Router::new().route("/hours", get(hours))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// `2026-11`; anything else is this month.
    month: String,
}

/// What the page shows.
struct PageData {
    classes: Vec<MyClass>,
    /// Those that were closed and completed.
    completions: Vec<EnrolmentId>,
    lines: Vec<HoursLine>,
    month: String,
    /// Months before and after that can be looked at.
    before: Option<String>,
    after: Option<String>,
    today: String,
    policies: Arc<Policies>,
    appeals: Vec<Appeal>,
}

/// `GET /hours?month=2026-11`: one's own hours.
async fn hours(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    let today = site.today();
    let this_month = month_of(&today);
    let month =
        if is_month(&query.month) && query.month <= this_month { query.month } else { this_month.clone() };
    let first = site.db.first_study_day(&viewer.person).await?.map(|day| month_of(&day));
    let data = PageData {
        classes: site.db.my_classes(&viewer.person).await?,
        completions: site.db.my_completions(&viewer.person).await?,
        // Days are text: the 31st as an upper bound holds every day of any month.
        lines: site.db.my_hours(&viewer.person, &format!("{month}-01"), &format!("{month}-31")).await?,
        before: first.filter(|first| *first < month).and_then(|_| month_beside(&month, -1)),
        after: (month < this_month).then(|| month_beside(&month, 1)).flatten(),
        month,
        today,
        policies: site.policies.clone(),
        appeals: site.db.my_appeals(&viewer.person).await?,
    };
    let w = visit.words;
    let about = About::new(w.t("我的学时", "My hours")).at(NavItem::Hours);
    Ok(visit.page(about, move || view(w, data, site.class_clock())))
}

fn month_of(day: &str) -> String {
    day.chars().take(7).collect()
}

fn view(w: Words, data: PageData, clock: ClassClock<'_>) -> impl IntoView + use<> {
    let never = data.before.is_none() && data.lines.is_empty() && data.after.is_none();
    if never {
        let has_class = !data.classes.is_empty();
        let (help, href, label) = if has_class {
            (
                w.t(
                    "打开课程看上几分钟，学时就会出现在这里。",
                    "Open a lesson, watch a few minutes, and your hours appear here.",
                ),
                "/learn",
                w.t("去学习", "Go and study"),
            )
        } else {
            (
                w.t(
                    "报名一门课，看上几分钟，学时就会出现在这里。",
                    "Enrol, watch a few minutes, and your hours appear here.",
                ),
                "/courses",
                w.t("去选课程", "Choose a course"),
            )
        };
        return view! {
            <h1>{w.t("我的学时", "My hours")}</h1>
            <Empty title=w.t("还没有学习记录", "Nothing recorded yet")>
                <p>{help}</p>
                <LinkButton href=href kind=Kind::Primary>{label}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let sums = data.classes.iter().filter(|class| class.studied_at() > 0).map(|class| {
        class_sum(w, class, clock, &data.policies, data.completions.contains(&class.enrolment_id))
    });
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("我的学时", "My hours")}</h1>
                <p>{w.t("每一分钟都在这里：算数的、等确认的、没算的和原因。", "Every minute is here: what counts, what waits, what was refused and why.")}</p>
            </div>
        </div>
        {sums.collect_view()}
        {resume(w, clock, &data.classes)}
        {month_nav(w, &data)}
        {days(w, &data)}
    }
    .into_any()
}

fn class_sum(
    w: Words,
    class: &MyClass,
    clock: ClassClock<'_>,
    policies: &Policies,
    completed: bool,
) -> impl IntoView + use<> {
    let certificate = completed.then(|| {
        let href = format!("/hours/statement/{}#completions", class.enrolment_id);
        view! {
            <div class="actions">
                <LinkButton href=href>{w.t("结业证明", "Certificate of completion")}</LinkButton>
            </div>
        }
    });
    let end = learner_says(w, clock, (&class.starts_on, &class.ends_on), class.closed());
    let waiting = (class.waiting_ms() > 0).then(|| {
        view! {
            <p class="soft">
                {w.t("“待确认”的时间不会丢：下一次抽查答对，就算数。", "What waits is safe: it counts once you pass the next check.")}
            </p>
        }
    });
    view! {
        <section class="sheet">
            <div class="sheet-head">
                <h2>{w.either(&class.course_title, &class.course_title_en)}</h2>
                <span class="soft small">{class_name(&class.course_title, &class.class_title)}</span>
            </div>
            {class_bar(w, class, policies.version(&class.policy_version), HoursSize::Large)}
            {waiting}
            {end.map(|says| view! { <p>{says}</p> })}
            {certificate}
            {evidence(w, class)}
        </section>
    }
}

/// The proof to take away, once there is something to prove.
fn evidence(w: Words, class: &MyClass) -> impl IntoView + use<> {
    let statement = format!("/hours/statement/{}", class.enrolment_id);
    (class.verified_ms() > 0).then(|| {
        view! {
            <p class="soft">
                <a href=statement>{w.t("学时凭证", "Statement of hours")}</a>
                {w.t(
                    "：好比一张盖了章的收据，可以打印，带二维码。谁说这些学时没有过，扫一扫就清楚。",
                    ": like a stamped receipt, to print, with a code. Should anybody say these hours never were, one scan settles it.",
                )}
            </p>
        }
    })
}

fn month_nav(w: Words, data: &PageData) -> impl IntoView + use<> {
    let link = |month: &Option<String>, label: &'static str| {
        month
            .as_ref()
            .map(|month| view! { <a class="button" href=format!("/hours?month={month}")>{label}</a> })
    };
    view! {
        <div class="split">
            <h2>{format::month(w, &data.month)}</h2>
            <nav class="cluster" aria-label=w.t("换月份", "Other months")>
                {link(&data.before, w.t("上个月", "Month before"))}
                {link(&data.after, w.t("下个月", "Month after"))}
            </nav>
        </div>
    }
}

fn days(w: Words, data: &PageData) -> impl IntoView + use<> {
    if data.lines.is_empty() {
        return view! {
            <p class="soft">{w.t("这个月没有学习记录。", "Nothing was recorded in this month.")}</p>
        }
        .into_any();
    }
    let lessons: HashMap<(&EnrolmentId, &LessonId), (&MyClass, &MyLesson)> = data
        .classes
        .iter()
        .flat_map(|class| class.lessons.iter().map(move |lesson| (class, lesson)))
        .map(|(class, lesson)| ((&lesson.enrolment_id, &lesson.lesson_id), (class, lesson)))
        .collect();
    let days = data.lines.chunk_by(|a, b| a.day == b.day).map(|lines| {
        let mut lines: Vec<_> = lines
            .iter()
            .filter_map(|line| {
                let (class, lesson) = lessons.get(&(&line.enrolment_id, &line.lesson_id))?;
                Some((*class, *lesson, line))
            })
            .collect();
        lines.sort_by_key(|(class, lesson, _)| (&class.enrolment_id, lesson.position));
        let counted_ms: i64 = lines.iter().map(|(.., line)| line.verified_ms + line.waiting_ms).sum();
        let several = lines.iter().any(|(class, ..)| class.enrolment_id != lines[0].0.enrolment_id);
        let day = lines.first().map_or("", |(.., line)| line.day.as_str());
        let name = if day == data.today {
            format!("{} · {}", w.t("今天", "Today"), format::day(w, day))
        } else {
            format::day(w, day)
        };
        let rows = lines
            .iter()
            .map(|(class, lesson, line)| day_lines(w, class, lesson, line, several, &data.appeals))
            .collect_view();
        view! {
            <article class="day">
                <header class="day-head">
                    <h3>{name}</h3>
                    <span class="soft">{w.t("共学 ", "studied ")} {format::duration(w, counted_ms)}</span>
                </header>
                {rows}
            </article>
        }
    });
    view! { <section class="stack">{days.collect_view()}</section> }.into_any()
}

/// One lesson on one day: a line for each way its time stands.
fn day_lines(
    w: Words,
    class: &MyClass,
    lesson: &MyLesson,
    line: &HoursLine,
    with_course: bool,
    appeals: &[Appeal],
) -> impl IntoView + use<> {
    let title = w.either(&lesson.title, &lesson.title_en);
    let title = if with_course {
        format!("{} · {title}", w.either(&class.course_title, &class.course_title_en))
    } else {
        title
    };
    let verified = (line.verified_ms > 0).then(|| {
        let entry = line.last_entry.unwrap_or(0);
        let granted = appeals.iter().filter(|appeal| appeal.granted_ms.is_some() && is_about(appeal, line));
        let checks = line.entries - granted.count() as i64;
        let where_it_is = match (w, checks) {
            (Words::Zh, 0) => format!("申诉成立，已记入学时账，编号 {entry}。"),
            (Words::En, 0) => format!("Appeal granted; entry {entry} of the hours ledger."),
            (Words::Zh, 1) => format!("抽查答对，已记入学时账，编号 {entry}。"),
            (Words::Zh, count) => format!("抽查答对 {count} 次，已记入学时账，最近一条编号 {entry}。"),
            (Words::En, 1) => format!("Check passed; entry {entry} of the hours ledger."),
            (Words::En, count) => {
                format!("{count} checks passed; the last is entry {entry} of the hours ledger.")
            }
        };
        let chip = view! { <Chip status=Status::Verified>{w.t("已认定", "Verified")}</Chip> };
        day_line(w, title.clone(), line.verified_ms, chip, where_it_is, None::<()>)
    });
    let waiting = (line.waiting_ms > 0).then(|| {
        let chip = view! { <Chip status=Status::Waiting>{w.t("待确认", "Waiting")}</Chip> };
        let say = w.t(
            "接着学，抽查会自己出来，答对就算数。",
            "Go on studying: a check will come by itself, and passing it makes this count.",
        );
        day_line(w, title.clone(), line.waiting_ms, chip, say.to_owned(), None::<()>)
    });
    let refused = line.refused.iter().map(|refused| {
        let reason = w.refused(&refused.code);
        let chip = view! { <Chip status=Status::Refused>{w.t("未认定", "Not counted")}</Chip> };
        // A debt paid since needs no more doing.
        let made_up = lesson.still_refused_ms() == 0;
        let help = if made_up {
            w.t(
                "这一课后来已经补学完了，不用再做什么。",
                "You have made up for it since: nothing is left to do.",
            )
        } else {
            reason.help
        };
        let again = (!made_up).then(|| {
            let href = format!("/learn/{}/{}", line.enrolment_id, line.lesson_id);
            view! { <a class="nowrap" href=href>{w.t("去补学", "Study it again")}</a> }
        });
        let known = appeals.iter().find(|appeal| is_about(appeal, line) && appeal.code == refused.code);
        let appeal =
            known.map(|appeal| (w.stage(appeal.stage()), "/hours/appeals".to_owned())).or_else(|| {
                let may = RefusalCode::from_code(&refused.code).is_some_and(may_be_appealed) && !made_up;
                may.then(|| (w.t("申诉", "Appeal"), appeal_address(line, &refused.code)))
            });
        let appeal = appeal.map(|(name, href)| view! { " " <a class="nowrap" href=href>{name}</a> });
        let rules =
            view! { " " <a class="nowrap" href="/rules#credit">{w.t("为什么没有算？看规则", "Why not? See the rules")}</a> };
        let links = view! { {again} {appeal} {rules} };
        day_line(w, title.clone(), refused.ms, chip, format!("{}{help}", reason.why), Some(links))
    });
    let refused = refused.collect_view();
    view! { {verified} {waiting} {refused} }
}

fn day_line(
    w: Words,
    title: String,
    ms: i64,
    chip: impl IntoView,
    reason: String,
    links: Option<impl IntoView>,
) -> impl IntoView {
    view! {
        <div class="day-line">
            <span>{title}</span>
            <span class="number">{format::duration(w, ms)}</span>
            <p class="day-state">{chip}</p>
            <p class="reason">{reason} " " {links}</p>
        </div>
    }
}

/// Whether an appeal is about a lesson on a day.
fn is_about(appeal: &Appeal, line: &HoursLine) -> bool {
    appeal.enrolment_id == line.enrolment_id && appeal.lesson_id == line.lesson_id && appeal.day == line.day
}

/// Where the form for one refusal is.
fn appeal_address(line: &HoursLine, code: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("enrolment", line.enrolment_id.as_str())
        .append_pair("lesson", line.lesson_id.as_str())
        .append_pair("day", &line.day)
        .append_pair("code", code)
        .finish();
    format!("/hours/appeal?{query}")
}
