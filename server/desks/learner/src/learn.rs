//! My classes: how far each lesson has come, and one button to go on.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::class_closing::{ClassClock, ClassStage};
use domain::id::LessonId;
use domain::policy::{Policies, Policy};
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use store::enrolment::{MyClass, MyLesson};
use store::exam::Over;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Chip, Drawing, Empty, Hours, HoursBar, HoursSize, HoursUnit, Icon, Kind, LinkButton, NavItem, Status,
};

pub use web::views::class::class_name;
use web::views::class_closing::learner_says;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/learn", get(learn))
}

/// `GET /learn`: one's own classes.
async fn learn(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    site.db.hand_in_what_is_over(Over::Person(&viewer.person), &site.policies, site.now()).await?;
    let classes = site.db.my_classes(&viewer.person).await?;
    let w = visit.words;
    let about = About::new(w.t("我的课程", "My courses")).at(NavItem::Learn);
    Ok(visit.page(about, move || view(w, classes, site.class_clock(), &site.policies)))
}

fn view(
    w: Words,
    classes: Vec<MyClass>,
    clock: ClassClock<'_>,
    policies: &Policies,
) -> impl IntoView + use<> {
    if classes.is_empty() {
        return view! {
            <h1>{w.t("我的课程", "My courses")}</h1>
            <Empty title=w.t("还没有报名", "Not enrolled yet")>
                <p>{w.t("先选一门课，点“免费报名”，马上就能学。", "Choose a course, press “Enrol for free”, and begin at once.")}</p>
                <LinkButton href="/courses" kind=Kind::Primary>{w.t("去选课程", "Choose a course")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let sheets = classes.iter().map(|class| class_sheet(w, class, clock, policies)).collect_view();
    view! {
        <h1>{w.t("我的课程", "My courses")}</h1>
        {resume(w, clock, &classes)}
        {sheets}
        <p>
            <a class="tap" href="/courses">{w.t("再选一门课程", "Choose another course")}</a>
        </p>
    }
    .into_any()
}

/// Go on where you stopped: the class studied last that is not done, else the check that is left. Nothing where nothing is.
pub(super) fn resume(w: Words, clock: ClassClock<'_>, classes: &[MyClass]) -> impl IntoView + use<> {
    // Never studied: the latest enrolment stands first and wins the tie.
    let to_study = classes
        .iter()
        .rev()
        .filter(|class| class.stage(clock).admits_study())
        .filter_map(|class| Some((class, class.next_lesson()?)))
        .max_by_key(|(class, _)| class.studied_at());
    let (class, lesson, label, act) = match to_study {
        Some((class, lesson)) if class.studied_at() > 0 => {
            (class, lesson, w.t("接着学：", "Go on: "), w.t("继续学习", "Go on studying"))
        }
        Some((class, lesson)) => {
            (class, lesson, w.t("从这里开始：", "Begin here: "), w.t("开始学习", "Begin studying"))
        }
        // Everything was studied, but what lies after the last check still waits for one.
        None => {
            let waiting =
                classes.iter().flat_map(|class| class.lessons.iter().map(move |lesson| (class, lesson)));
            let (class, lesson) = waiting
                .filter(|(_, lesson)| lesson.waiting_ms > 0)
                .max_by_key(|(_, lesson)| lesson.studied_at)?;
            (class, lesson, w.t("只差一道抽查题：", "One check is left: "), w.t("去答题", "Answer it"))
        }
    };
    let title = w.either(&lesson.title, &lesson.title_en);
    let course = w.either(&class.course_title, &class.course_title_en);
    let stand = match (w, lesson.position_ms) {
        _ if lesson.is_done() => match w {
            Words::Zh => format!("{course} · 还有 {}等确认", format::duration(w, lesson.waiting_ms)),
            Words::En => format!("{course} · {} waiting", format::duration(w, lesson.waiting_ms)),
        },
        (_, ..1000) => course,
        (Words::Zh, at) => format!("{course} · 上次学到 {}", format::duration(w, at)),
        (Words::En, at) => format!("{course} · stopped at {}", format::clock(at)),
    };
    Some(view! {
        <section class="resume" aria-labelledby="resume">
            <div class="stack-s">
                <h2 id="resume">{label} {title}</h2>
                <p>{stand}</p>
            </div>
            <LinkButton href=format!("/learn/{}/{}", class.enrolment_id, lesson.lesson_id) large=true>
                <Icon of=Drawing::Play />
                {act}
            </LinkButton>
        </section>
    })
}

fn class_sheet(
    w: Words,
    class: &MyClass,
    clock: ClassClock<'_>,
    policies: &Policies,
) -> impl IntoView + use<> {
    let title = w.either(&class.course_title, &class.course_title_en);
    let stage = class.stage(clock);
    let over = matches!(stage, ClassStage::ToClose | ClassStage::Closed);
    let end = learner_says(w, clock, (&class.starts_on, &class.ends_on), class.closed());
    let all_done = class.next_lesson().is_none();
    let chip = if all_done && class.waiting_ms() == 0 {
        view! { <Chip status=Status::Verified>{w.t("全部学完", "All done")}</Chip> }.into_any()
    } else if all_done {
        view! { <Chip status=Status::Waiting>{w.t("学完了，等抽查确认", "Done, waiting for a check")}</Chip> }
            .into_any()
    } else if over {
        view! { <Chip status=Status::Refused>{w.t("已经结束", "Over")}</Chip> }.into_any()
    } else {
        ().into_any()
    };
    let school = w.either(&class.organisation, &class.organisation_en);
    view! {
        <section class="stack">
            <div class="split">
                <h2>
                    <a class="tap" href=format!("/courses/{}", class.course_code)>{title}</a>
                </h2>
                {chip}
            </div>
            <p class="soft">
                {format!("{} · {school} · ", class_name(&class.course_title, &class.class_title))}
                <span class="nowrap">
                    {format!("{} – {}", format::short_day(w, &class.starts_on), format::short_day(w, &class.ends_on))}
                </span>
            </p>
            {class_bar(w, class, policies.version(&class.policy_version), HoursSize::Medium)}
            {end.map(|says| view! { <p>{says}</p> })}
            {all_done.then(|| to_answer(w, class))}
            {exam_door(w, class, stage, policies.version(&class.policy_version))}
            {lesson_list(w, class, None)}
        </section>
    }
}

/// The door to the check that is left of a class in which everything was studied.
fn to_answer(w: Words, class: &MyClass) -> Option<impl IntoView + use<>> {
    let waits = |lesson: &&MyLesson| lesson.waiting_ms > 0;
    let lesson = class.lessons.iter().filter(waits).max_by_key(|lesson| lesson.studied_at)?;
    let left = format::duration(w, class.waiting_ms());
    let says = match w {
        Words::Zh => format!("还有 {left}等抽查确认，答对一道题就算数。"),
        Words::En => format!("{left} wait for one check."),
    };
    let href = format!("/learn/{}/{}", class.enrolment_id, lesson.lesson_id);
    Some(view! {
        <div class="split">
            <p>{says}</p>
            <LinkButton href=href>{w.t("去答题", "Answer it")}</LinkButton>
        </div>
    })
}

/// The door to the final test of a class that has one: loud once it may be sat.
fn exam_door(
    w: Words,
    class: &MyClass,
    stage: ClassStage,
    policy: Option<&Policy>,
) -> Option<impl IntoView + use<>> {
    let (mark, policy) = (class.test_mark()?, policy?);
    let needed = policy.subsidy.completion_percent.value;
    let passed = mark.is_some_and(|mark| domain::exam::passes(mark, policy));
    let studied = class.verified_ms() * 100 >= class.required_ms() * needed;
    let open = !passed && studied && stage.admits_study();
    let says = match (w, mark) {
        (Words::Zh, Some(mark)) if passed => format!("结业考试合格，{mark} 分。"),
        (Words::En, Some(mark)) if passed => format!("Final test passed with {mark}."),
        (Words::Zh, Some(mark)) => format!("结业考试 {mark} 分，还没有合格。"),
        (Words::En, Some(mark)) => format!("Final test: {mark}, not passed yet."),
        (Words::Zh, None) if open => "学时够了，可以参加线上结业考试。".to_owned(),
        (Words::En, None) if open => "Your hours are complete: you may sit the final test.".to_owned(),
        (Words::Zh, None) => format!("这个班有线上结业考试，认定的学时满 {needed}% 就可以考。"),
        (Words::En, None) => {
            format!("This class has a final test, open once {needed} % of the hours are verified.")
        }
    };
    let href = format!("/exam/{}", class.enrolment_id);
    let door = if open {
        view! { <LinkButton href=href>{w.t("去考试", "To the test")}</LinkButton> }.into_any()
    } else {
        view! { <a class="tap" href=href>{w.t("看结业考试", "About the test")}</a> }.into_any()
    };
    Some(view! {
        <div class="split">
            <p>{says}</p>
            {door}
        </div>
    })
}

/// The hours of a class: credit hours where there are whole ones to earn, else minutes and seconds.
pub(super) fn class_bar(
    w: Words,
    class: &MyClass,
    policy: Option<&Policy>,
    size: HoursSize,
) -> impl IntoView + use<> {
    let time = Hours {
        required: class.required_ms(),
        verified: class.verified_ms(),
        waiting: class.waiting_ms(),
        refused: class.still_refused_ms(),
    };
    match policy {
        Some(policy) if CreditHours::of_ms(time.required, policy).tenths >= 10 => {
            let tenths = |ms| CreditHours::of_ms(ms, policy).tenths;
            let hours = Hours {
                required: tenths(time.required),
                verified: tenths(time.verified),
                waiting: tenths(time.waiting),
                refused: tenths(time.refused),
            };
            // Too little for a tenth of an hour is not nothing.
            let too_little = (time.waiting > 0 && hours.waiting == 0).then(|| {
                let waiting = format::duration(w, time.waiting);
                match w {
                    Words::Zh => format!("另有 {waiting}待确认，不到 0.1 学时。"),
                    Words::En => format!("{waiting} more are waiting, less than 0.1 credit hours."),
                }
            });
            let too_little = too_little.map(|says| view! { <p class="soft small">{says}</p> });
            view! {
                <HoursBar words=w hours=hours size=size />
                {too_little}
            }
            .into_any()
        }
        _ => view! { <HoursBar words=w hours=time unit=HoursUnit::Time size=size /> }.into_any(),
    }
}

/// How a lesson stands, where there is something to say.
pub(super) fn lesson_chip(w: Words, lesson: &MyLesson) -> Option<impl IntoView + use<>> {
    let (status, text) = if lesson.is_done() && lesson.waiting_ms == 0 {
        (Status::Verified, w.t("已学完", "Done"))
    } else if lesson.is_done() {
        (Status::Waiting, w.t("等抽查确认", "Waiting for a check"))
    } else if lesson.counted_ms() > 0 {
        (Status::Neutral, w.t("学习中", "Begun"))
    } else {
        return None;
    };
    Some(view! { <Chip status=status>{text}</Chip> })
}

/// The lessons of a class, each with its hours; `current` is the one on screen.
pub(super) fn lesson_list(w: Words, class: &MyClass, current: Option<&LessonId>) -> impl IntoView + use<> {
    let next = class.next_lesson().map(|lesson| &lesson.lesson_id);
    let marked = current.or(next).cloned();
    let rows = class.lessons.iter().map(|lesson| {
        let here = current == Some(&lesson.lesson_id);
        let row = if lesson.is_done() && lesson.waiting_ms == 0 {
            "lesson is-done"
        } else if marked.as_ref() == Some(&lesson.lesson_id) {
            "lesson is-now"
        } else {
            "lesson"
        };
        let hours = Hours {
            required: lesson.duration_ms,
            verified: lesson.verified_ms,
            waiting: lesson.waiting_ms,
            refused: lesson.still_refused_ms(),
        };
        // The lesson on screen shows its own hours, live; an untouched one has none to show.
        let bar = (!here && lesson.counted_ms() + lesson.refused_ms > 0 && !lesson_is_verified(lesson))
            .then(|| view! { <HoursBar words=w hours=hours unit=HoursUnit::Time size=HoursSize::Small /> });
        let mut facts = vec![w.kind_of(&lesson.kind).to_owned(), format::duration(w, lesson.duration_ms)];
        if lesson.media_bytes > 0 {
            facts.push(format::megabytes(lesson.media_bytes));
        }
        let due_on = lesson.due_on.as_ref().filter(|_| !lesson.is_done()).map(|due_on| {
            let due_on = format::short_day(w, due_on);
            let plan = match w {
                Words::Zh => format!("计划 {due_on}前学完"),
                Words::En => format!("planned by {due_on}"),
            };
            view! { " · " <span class="nowrap">{plan}</span> }
        });
        view! {
            <li class=row>
                <h3 class="lesson-title">
                    <a
                        href=format!("/learn/{}/{}", lesson.enrolment_id, lesson.lesson_id)
                        aria-current=here.then_some("page")
                    >
                        {w.either(&lesson.title, &lesson.title_en)}
                    </a>
                </h3>
                {lesson_chip(w, lesson)}
                <p class="lesson-facts">{facts.join(" · ")} {due_on}</p>
                {bar}
            </li>
        }
    });
    view! { <ol class="lessons">{rows.collect_view()}</ol> }
}

fn lesson_is_verified(lesson: &MyLesson) -> bool {
    lesson.is_done() && lesson.waiting_ms == 0
}
