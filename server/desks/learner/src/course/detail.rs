//! A course: what one learns, its lessons, its classes, and the button to enrol.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use domain::course::LessonKind;
use domain::policy::{Policies, Policy};
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use store::class::{OpenClass, PlanLine};
use store::course::{Category, Course, Lesson};
use store::enrolment::MyClass;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Button, Chip, Crumbs, Fact, Facts, KeyFigure, KeyFigures, Kind, LinkButton, NavItem, Status,
};
use web::{Site, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/courses/{code}", get(course))
}

/// Everything the page shows.
struct PageData {
    course: Course,
    lessons: Vec<Lesson>,
    audience: Vec<Category>,
    classes: Vec<OpenClass>,
    plans: Vec<PlanLine>,
    /// The reader's own class of this course.
    mine: Option<MyClass>,
    reader: Reader,
    today: String,
}

/// Who looks at the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Stranger,
    Learner,
    /// Signed in without the right to study.
    Staff,
}

/// `GET /courses/{code}`: open to everybody.
async fn course(State(site): State<Site>, visit: Visit, Path(code): Path<String>) -> Result<Page, AppError> {
    let (course, lessons) = site.db.course(&code).await?;
    let today = site.today();
    let mut mine = Vec::new();
    let reader = match &visit.viewer {
        None => Reader::Stranger,
        Some(viewer) if viewer.may(Action::Study) => {
            mine = site.db.my_classes(&viewer.person).await?;
            Reader::Learner
        }
        Some(_) => Reader::Staff,
    };
    let data = PageData {
        audience: site.db.course_audience(&course.id).await?,
        classes: site.db.open_classes(&course.id, &today).await?,
        plans: site.db.plans(&course.id, &today).await?,
        mine: mine.into_iter().find(|class| class.course_id == course.id),
        course,
        lessons,
        reader,
        today,
    };
    let w = visit.words;
    let policies = site.policies.clone();
    let policy = site.policy().cloned();
    let about = About::new(w.either(&data.course.title, &data.course.title_en)).at(NavItem::Courses);
    Ok(visit.page(about, move || view(w, data, policy.as_ref(), &policies)))
}

fn view(w: Words, data: PageData, policy: Option<&Policy>, policies: &Policies) -> impl IntoView + use<> {
    let course = &data.course;
    let title = w.either(&course.title, &course.title_en);
    let audience: Vec<_> = data.audience.iter().map(|one| w.either(&one.name, &one.name_en)).collect();
    let audience = if audience.is_empty() {
        w.t("不限，谁都可以学。", "Everybody.").to_owned()
    } else {
        audience.join(w.t("、", ", "))
    };
    let outcomes = if w == Words::Zh { course.outcomes() } else { course.outcomes_en() };
    let outcomes = outcomes.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let duration_ms: i64 = data.lessons.iter().map(|lesson| lesson.duration_ms).sum();
    let bytes: i64 = data.lessons.iter().map(|lesson| lesson.media_bytes).sum();
    let hours = policy.map(|policy| {
        let hours = format::tenths(CreditHours::of_ms(duration_ms, policy).tenths);
        view! { <KeyFigure label=w.t("学时", "Credit hours") value=hours unit=w.t("学时", "") /> }
    });
    let minutes = ((duration_ms + 59_999) / 60_000).to_string();
    let action = first_action(w, &data);
    let classes = data.classes.iter().map(|class| class_sheet(w, class, &data, policies)).collect_view();
    let none = data.classes.is_empty().then(|| {
        view! {
            <section class="sheet">
                <h2>{w.t("班级安排", "Classes")}</h2>
                <p>{w.t("现在没有可以报名的班。想学的话，请打 12333 问一问，或过几天再来看。", "There is no class to join now. Call 12333 or come back in a few days.")}</p>
            </section>
        }
    });
    view! {
        <Crumbs words=w above=vec![("/courses".to_owned(), w.t("课程", "Courses").to_owned())] here=title.clone() />
        <div class="course-head">
            <div class="course-cover">
                <img src=format!("/media/{}", course.cover) alt="" width="640" height="360" />
            </div>
            <div>
                <h1>{title}</h1>
                <p class="lead">{w.either(&course.summary, &course.summary_en)}</p>
                <p class="soft small">
                    {[
                        w.either(&course.trade, &course.trade_en).as_str(),
                        w.level_of(&course.level),
                        w.mode_of(&course.mode),
                    ]
                        .join(" · ")}
                </p>
                {action}
            </div>
        </div>
        <KeyFigures>
            {hours}
            <KeyFigure label=w.t("总时长约", "Length, about") value=minutes unit=w.t("分钟", "min") />
            <KeyFigure label=w.t("流量约", "Data, about") value=format::megabytes(bytes) />
            <KeyFigure label=w.t("学费", "Price") value=w.t("免费", "Free") />
        </KeyFigures>
        <div class="columns">
            <div class="stack-l">
                <section class="stack">
                    <h2>{w.t("学完您能", "What you will be able to do")}</h2>
                    <ul class="outcomes">{outcomes}</ul>
                </section>
                <section class="stack">
                    <h2>{w.t("课程内容", "Lessons")}</h2>
                    {lesson_list(w, &data)}
                </section>
            </div>
            <aside class="stack">
                {classes} {none}
                <section class="sheet">
                    <h2>{w.t("适合谁学", "For whom")}</h2>
                    <p>{audience}</p>
                </section>
            </aside>
        </div>
    }
}

/// The one thing to do on this page: go on, enrol, or sign in to enrol.
fn first_action(w: Words, data: &PageData) -> impl IntoView + use<> {
    let open = data.classes.iter().find(|class| class.seats().may_enrol(&data.today).is_ok());
    if let Some(mine) = &data.mine {
        let lesson = mine.next_lesson().or(mine.lessons.first());
        let href = lesson.map_or_else(
            || "/learn".to_owned(),
            |lesson| format!("/learn/{}/{}", mine.enrolment_id, lesson.lesson_id),
        );
        let label = match (mine.next_lesson().is_some(), mine.studied_at() > 0) {
            (true, true) => w.t("继续学习", "Go on studying"),
            (true, false) => w.t("开始学习", "Begin studying"),
            (false, _) => w.t("再看一遍", "Watch again"),
        };
        return view! {
            <div class="actions">
                <LinkButton href=href kind=Kind::Primary large=true>{label}</LinkButton>
            </div>
        }
        .into_any();
    }
    let Some(open) = open else { return ().into_any() };
    let until = match w {
        Words::Zh => format!("报名后可以随时学，到 {}为止。", format::date(w, &open.ends_on)),
        Words::En => format!("Study whenever you like, until {}.", format::date(w, &open.ends_on)),
    };
    match data.reader {
        Reader::Learner => view! {
            <form class="actions" method="post" action=format!("/classes/{}/enrol", open.id)>
                <Button kind=Kind::Primary large=true>{w.t("免费报名", "Enrol for free")}</Button>
            </form>
            <p class="faint">{until}</p>
        }
        .into_any(),
        Reader::Stranger => view! {
            <div class="actions">
                <LinkButton href=format!("/sign-in?next=/courses/{}", data.course.code) kind=Kind::Primary large=true>
                    {w.t("登录后免费报名", "Sign in to enrol for free")}
                </LinkButton>
            </div>
            <p class="faint">{until}</p>
        }
        .into_any(),
        Reader::Staff => view! {
            <p class="faint">{w.t("您登录的是工作账号。报名请用学员账号。", "You are signed in for work. To enrol, use a learner's account.")}</p>
        }
        .into_any(),
    }
}

fn lesson_list(w: Words, data: &PageData) -> impl IntoView + use<> {
    let rows = data.lessons.iter().map(|lesson| {
        let title = w.either(&lesson.title, &lesson.title_en);
        let mine = data.mine.as_ref().and_then(|class| {
            let progress = class.lessons.iter().find(|mine| mine.lesson_id == lesson.id)?;
            Some((class, progress))
        });
        let title = match &mine {
            Some((class, _)) => {
                view! { <a href=format!("/learn/{}/{}", class.enrolment_id, lesson.id)>{title}</a> }.into_any()
            }
            None => title.into_any(),
        };
        let chip = mine.as_ref().and_then(|(_, progress)| crate::learn::lesson_chip(w, progress));
        let data = if lesson.kind == LessonKind::Video.as_str() {
            format::megabytes(lesson.media_bytes)
        } else {
            w.t("几乎不用流量", "hardly any data").to_owned()
        };
        view! {
            <li class="lesson">
                <h3 class="lesson-title">{title}</h3>
                {chip}
                <p class="lesson-facts">
                    {format!("{} · {} · {data}", w.kind_of(&lesson.kind), format::duration(w, lesson.duration_ms))}
                </p>
            </li>
        }
    });
    view! { <ol class="lessons">{rows.collect_view()}</ol> }
}

fn class_sheet(w: Words, class: &OpenClass, data: &PageData, policies: &Policies) -> impl IntoView + use<> {
    let mine = data.mine.as_ref().is_some_and(|mine| mine.class_id == class.id);
    let left = class.seats().left();
    let chip = if mine {
        view! { <Chip status=Status::Verified>{w.t("您在这个班", "Your class")}</Chip> }.into_any()
    } else if data.today < class.starts_on {
        view! { <Chip>{w.t("还没开班", "Not begun")}</Chip> }.into_any()
    } else if left == 0 {
        view! { <Chip status=Status::Refused>{w.t("名额已满", "Full")}</Chip> }.into_any()
    } else {
        view! { <Chip status=Status::Live>{w.t("正在报名", "Open")}</Chip> }.into_any()
    };
    let seats = match w {
        Words::Zh => format!("还剩 {left} 个，共 {} 个", class.capacity),
        Words::En => format!("{left} left of {}", class.capacity),
    };
    let pay = policies.version(&class.policy_version).map(|policy| {
        let (rate, percent) = (policy.subsidy.credit_hour_fen.value, policy.subsidy.completion_percent.value);
        match w {
            Words::Zh => format!("学满 {percent}% 算学完，按认定学时每学时 {}", format::money(rate)),
            Words::En => {
                format!("{percent}% completes it; {} for each verified credit hour", format::money(rate))
            }
        }
    });
    let exam = class.has_exam.then(|| {
        let says = w.t(
            "学满以后线上考试，考试合格才算学完",
            "A final test online once the hours are there; a pass completes the class",
        );
        view! { <Fact term=w.t("考试", "Test")>{says}</Fact> }
    });
    let plan = data.plans.iter().filter(|line| line.class_id == class.id).filter_map(|line| {
        let lesson = data.lessons.iter().find(|lesson| lesson.id == line.lesson_id)?;
        let title = w.either(&lesson.title, &lesson.title_en);
        Some(view! { <li><span>{title}</span> <span class="soft nowrap">{format::short_day(w, &line.due_on)}</span></li> })
    });
    let plan = plan.collect_view();
    let plan = (!plan.is_empty()).then(|| {
        view! {
            <details>
                <summary>{w.t("学习计划：每一课建议学完的日子", "Plan: by when each lesson should be done")}</summary>
                <ul class="plan">{plan}</ul>
            </details>
        }
    });
    let title = crate::learn::class_name(&data.course.title, &class.title);
    let phone = class.organisation_phone.clone();
    let school = w.either(&class.organisation, &class.organisation_en);
    let dates = format!("{} – {}", format::short_day(w, &class.starts_on), format::date(w, &class.ends_on));
    view! {
        <section class="sheet">
            <div class="sheet-head">
                <h2>{w.t("班级安排", "Class")}</h2>
                {chip}
            </div>
            <Facts>
                <Fact term=w.t("班级", "Class")>{title}</Fact>
                <Fact term=w.t("培训机构", "School")>
                    {school}
                </Fact>
                <Fact term=w.t("电话", "Phone")>
                    <a class="tap" href=format!("tel:{phone}")>{phone.clone()}</a>
                </Fact>
                <Fact term=w.t("学习时间", "Dates")>{dates}</Fact>
                <Fact term=w.t("名额", "Seats")>{seats}</Fact>
                {exam}
                {pay.map(|pay| view! { <Fact term=w.t("补贴", "Subsidy")>{pay}</Fact> })}
            </Facts>
            {plan}
        </section>
    }
}
