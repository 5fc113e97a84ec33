//! A course as an institution made it, as both sides see it: all of it, what it lacks, and what changed.

use app::format;
use app::words::Words;
use domain::check::questions_missing;
use domain::course_draft::{
    CourseContent, CourseDraftState, CourseDraftStep, CoursePart, Lack, LessonContent, PartReason,
};
use domain::film::media_path;
use domain::id::LessonId;
use domain::time::Zone;
use leptos::prelude::*;
use store::course_draft::CourseDraftStepLine;

use crate::Site;
use crate::error::AppError;
use crate::parts::{Chip, Fact, Facts, Status, Step, StepState, Timeline};

/// How a draft stands, as a chip.
pub fn course_draft_chip(w: Words, state: CourseDraftState) -> AnyView {
    let status = match state {
        CourseDraftState::Draft | CourseDraftState::Withdrawn => Status::Neutral,
        CourseDraftState::Submitted => Status::Waiting,
        CourseDraftState::Returned => Status::Refused,
        CourseDraftState::Published => Status::Verified,
    };
    view! { <Chip status=status>{w.course_draft_state(state)}</Chip> }.into_any()
}

/// A course with the names of what it means.
#[derive(Clone, Debug)]
pub struct ShownCourse {
    pub content: CourseContent,
    pub trade: (String, String),
    /// In both languages.
    pub audience: Vec<(String, String)>,
    pub lacks: Vec<Lack>,
}

/// Finds the names, and what it lacks.
pub async fn shown_course(site: &Site, content: CourseContent) -> Result<ShownCourse, AppError> {
    let today = site.today();
    let trades = site.db.trades_on(&today).await?;
    let trade = trades.into_iter().find(|trade| trade.code == content.trade_code);
    let trade = trade
        .map_or_else(|| (content.trade_code.clone(), String::new()), |trade| (trade.name, trade.name_en));
    let categories = site.db.categories_on(&today).await?;
    let audience = categories
        .into_iter()
        .filter(|one| content.audience.contains(&one.code))
        .map(|one| (one.name, one.name_en))
        .collect();
    let lacks = lacks(site, &content);
    Ok(ShownCourse { content, trade, audience, lacks })
}

/// What a course lacks, by the policy of today.
pub fn lacks(site: &Site, content: &CourseContent) -> Vec<Lack> {
    let policy = site.policy();
    content.lacks(|duration_ms, questions| {
        policy.map_or(0, |policy| questions_missing(duration_ms, questions, policy))
    })
}

/// How many questions a lesson lacks, by the policy of today.
pub fn missing_questions(site: &Site, lesson: &LessonContent) -> i64 {
    site.policy()
        .map_or(0, |policy| questions_missing(lesson.duration_ms(), lesson.questions.len() as i64, policy))
}

/// The number of a lesson, from 1.
pub fn lesson_number(content: &CourseContent, id: &LessonId) -> usize {
    content.lessons.iter().position(|lesson| lesson.id == *id).map_or(0, |at| at + 1)
}

/// A part of a course by its name.
pub fn part_name(w: Words, content: &CourseContent, part: &CoursePart) -> String {
    match part {
        CoursePart::About => w.t("课程介绍", "About the course").to_owned(),
        CoursePart::Lesson(id) => match content.lesson(id) {
            Some(lesson) => {
                let n = lesson_number(content, id);
                match w {
                    Words::Zh => format!("第 {n} 课 {}", lesson.title),
                    Words::En => format!("Lesson {n} {}", lesson.title),
                }
            }
            None => w.t("删掉的一课", "A lesson that was taken out").to_owned(),
        },
    }
}

/// What a course lacks, in a sentence each with the lesson it is of.
pub fn lack_says(w: Words, content: &CourseContent, lack: &Lack) -> String {
    let name = |id: &LessonId| part_name(w, content, &CoursePart::Lesson(id.clone()));
    match (w, lack) {
        (Words::Zh, Lack::Lessons) => "还没有课，请先加一课。".to_owned(),
        (Words::En, Lack::Lessons) => "There is no lesson yet. Add one.".to_owned(),
        (Words::Zh, Lack::Film(id)) => format!("{}：还没有选视频。", name(id)),
        (Words::En, Lack::Film(id)) => format!("{}: no film is chosen.", name(id)),
        (Words::Zh, Lack::Pages(id)) => format!("{}：还没有内容。", name(id)),
        (Words::En, Lack::Pages(id)) => format!("{}: it has no page.", name(id)),
        (Words::Zh, Lack::Questions(id, missing)) => {
            format!("{}：学习抽查还差 {missing} 道题。", name(id))
        }
        (Words::En, Lack::Questions(id, missing)) => {
            format!("{}: {missing} more questions are needed for its checks.", name(id))
        }
    }
}

/// Kind, length and number of questions of a lesson.
pub fn lesson_line(w: Words, lesson: &LessonContent) -> String {
    let length = lesson.duration_ms();
    let length = if length == 0 {
        w.t("还没有时长", "no length yet").to_owned()
    } else {
        format::duration(w, length)
    };
    let questions = match w {
        Words::Zh => format!("{} 道抽查题", lesson.questions.len()),
        Words::En => format!("{} questions", lesson.questions.len()),
    };
    [w.kind_of(lesson.kind.as_str()), &length, &questions].join(" · ")
}

/// What is said of a course, as facts.
pub fn about_facts(w: Words, shown: &ShownCourse) -> impl IntoView + use<> {
    let content = &shown.content;
    let audience: Vec<String> =
        shown.audience.iter().map(|(name, name_en)| w.either(name, name_en)).collect();
    let audience = if audience.is_empty() {
        w.t("不限", "Everybody").to_owned()
    } else {
        audience.join(w.t("、", ", "))
    };
    let outcomes = content.outcomes.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
    let trade = format!("{} · {}", w.either(&shown.trade.0, &shown.trade.1), w.level(content.level));
    let (summary, mode) = (content.summary.clone(), w.mode(content.mode));
    let length = match content.duration_ms() {
        0 => w.t("还没有课", "no lesson yet").to_owned(),
        ms => format::duration(w, ms),
    };
    view! {
        <Facts>
            <Fact term=w.t("工种和等级", "Trade and level")>{trade}</Fact>
            <Fact term=w.t("怎么学", "How")>{mode}</Fact>
            <Fact term=w.t("总时长", "Length")>{length}</Fact>
            <Fact term=w.t("介绍", "What it is about")><span class="break-anywhere">{summary}</span></Fact>
            <Fact term=w.t("学完能做什么", "What one learns")><ul class="outcomes">{outcomes}</ul></Fact>
            <Fact term=w.t("适合谁", "For whom")>{audience}</Fact>
        </Facts>
    }
}

/// A lesson whole, as its learners will see it, with what may be asked.
pub fn lesson_whole(
    w: Words,
    content: &CourseContent,
    lesson: &LessonContent,
    open: bool,
) -> impl IntoView + use<> {
    let title = part_name(w, content, &CoursePart::Lesson(lesson.id.clone()));
    let film = lesson.film.as_ref().map(|film| {
        view! {
            <video class="film" controls preload="none" src=format!("/media/{}", media_path(&film.sha256))></video>
        }
    });
    let pages = lesson.pages.iter().enumerate().map(|(n, page)| {
        let length = format::duration(w, page.seconds * 1000);
        let exercise = page.exercise.as_ref().map(|exercise| {
            let options = exercise.options.iter().map(|option| {
                let mark = if option.right { w.t("（对）", " (right)") } else { "" };
                let text = format!("{}{mark}", option.text);
                view! { <li>{text} " " <span class="soft">{option.why.clone()}</span></li> }
            });
            view! { <p><b>{exercise.question.clone()}</b></p> <ul class="bullets">{options.collect_view()}</ul> }
        });
        view! {
            <article class="stack-s">
                <h3>{format!("{}. {}", n + 1, page.title)} " " <small class="soft">{length}</small></h3>
                <p class="as-typed">{page.body.clone()}</p>
                {exercise}
            </article>
        }
    });
    let pages = pages.collect_view();
    let questions = lesson.questions.iter().map(|question| {
        let options = question.options.iter().enumerate().map(|(n, option)| {
            let mark = if n == 0 { w.t("（对）", " (right)") } else { "" };
            view! { <li>{format!("{option}{mark}")}</li> }
        });
        let options = options.collect_view();
        view! {
            <li class="stack-s">
                <p>
                    <span class="soft number">{format::clock(question.at_ms)}</span> " " <b class="break-anywhere">{question.prompt.clone()}</b>
                </p>
                <ul class="bullets">{options}</ul>
                <p class="soft break-anywhere">{question.explanation.clone()}</p>
            </li>
        }
    });
    let questions = questions.collect_view();
    let count = lesson.questions.len();
    let asked = (count > 0).then(|| {
        let says = match w {
            Words::Zh => format!("学习抽查的题（{count} 道）"),
            Words::En => format!("Questions of its checks ({count})"),
        };
        view! { <details><summary>{says}</summary><ul class="stack">{questions}</ul></details> }
    });
    let (line, summary) = (lesson_line(w, lesson), lesson.summary.clone());
    view! {
        <details class="sheet" open=open>
            <summary><b>{title}</b> " " <span class="soft">{line}</span></summary>
            <div class="stack">
                <p class="break-anywhere">{summary}</p>
                {film} {pages} {asked}
            </div>
        </details>
    }
}

/// Everything of a course: what is said of it, and each lesson.
pub fn whole_course(w: Words, shown: &ShownCourse, open: bool) -> impl IntoView + use<> {
    let lessons = shown.content.lessons.iter().map(|lesson| lesson_whole(w, &shown.content, lesson, open));
    let lessons = lessons.collect_view();
    view! {
        <section class="sheet">{about_facts(w, shown)}</section>
        <section class="stack">
            <h2>{w.t("课程内容", "Lessons")}</h2>
            {lessons}
        </section>
    }
}

/// The reasons of a return, each with its part.
pub fn return_reasons(w: Words, content: &CourseContent, reasons: &[PartReason]) -> impl IntoView + use<> {
    let lines = reasons.iter().map(|one| {
        let line = format!("{}{}{}", part_name(w, content, &one.part), w.t("：", ": "), one.reason);
        view! { <li class="break-anywhere">{line}</li> }
    });
    view! { <ul class="bullets">{lines.collect_view()}</ul> }
}

/// What was said when: each step with who took it, and the reasons of a return.
pub fn course_history(
    w: Words,
    zone: Zone,
    steps: &[CourseDraftStepLine],
    content: &CourseContent,
    state: CourseDraftState,
) -> impl IntoView + use<> {
    let mut lines: Vec<Step> =
        steps
            .iter()
            .map(|step| {
                let kind = CourseDraftStep::from_code(&step.kind).unwrap_or(CourseDraftStep::Submit);
                let mut said = vec![format!("{} {}", step.name, format::moment(w, &zone.minute(step.at_ms)))];
                said.extend(step.reasons().into_iter().map(|one| {
                    format!("{}{}{}", part_name(w, content, &one.part), w.t("：", ": "), one.reason)
                }));
                let returned = kind == CourseDraftStep::Return;
                Step {
                    state: if returned { StepState::Returned } else { StepState::Done },
                    title: w.course_draft_step(kind).to_owned(),
                    note: said.join(w.t("；", "; ")),
                }
            })
            .collect();
    let next = match state {
        CourseDraftState::Submitted => Some(w.t("等人社局审核", "Waits for the bureau")),
        CourseDraftState::Returned => Some(w.t("等培训机构修改", "Waits for the institution")),
        _ => None,
    };
    lines.extend(next.map(|title| Step {
        state: StepState::Now,
        title: title.to_owned(),
        note: String::new(),
    }));
    (!lines.is_empty()).then(|| {
        view! {
            <section class="sheet stack">
                <h2>{w.t("办理经过", "What was done")}</h2>
                <Timeline steps=lines />
            </section>
        }
    })
}

/// What a version changed against another, a sentence for each part that differs.
pub fn changed_parts(w: Words, before: &CourseContent, after: &CourseContent) -> Vec<String> {
    let mut says = Vec::new();
    let named = |zh: &str, en: &str, old: &str, new: &str| match w {
        Words::Zh => format!("{zh}：“{old}”改成“{new}”"),
        Words::En => format!("{en}: “{old}” is now “{new}”"),
    };
    let mut differs = |zh: &str, en: &str, old: String, new: String| {
        if old != new {
            says.push(named(zh, en, &old, &new));
        }
    };
    differs("课程名称", "Title", before.title.clone(), after.title.clone());
    differs("介绍", "What it is about", before.summary.clone(), after.summary.clone());
    let lines = |content: &CourseContent| content.outcomes.join(w.t("；", "; "));
    differs("学完能做什么", "What one learns", lines(before), lines(after));
    let trade = |content: &CourseContent| format!("{} {}", content.trade_code, w.level(content.level));
    differs("工种和等级", "Trade and level", trade(before), trade(after));
    differs("怎么学", "How", w.mode(before.mode).to_owned(), w.mode(after.mode).to_owned());
    let audience = |content: &CourseContent| content.audience.join(w.t("、", ", "));
    differs("适合谁（代码）", "For whom (codes)", audience(before), audience(after));
    let mut kept = Vec::new();
    for lesson in &after.lessons {
        let name = part_name(w, after, &CoursePart::Lesson(lesson.id.clone()));
        let Some(was) = after.continues(lesson, before) else {
            says.push(format!("{name}{}", w.t("：新加的", ": new")));
            continue;
        };
        kept.push(was.id.clone());
        let mut parts: Vec<String> = Vec::new();
        let mut part =
            |is: bool, zh: &'static str, en: &'static str| parts.extend(is.then(|| w.t(zh, en).to_owned()));
        part(was.title != lesson.title, "名称", "title");
        part(was.summary != lesson.summary, "介绍", "summary");
        part(was.film != lesson.film, "视频", "film");
        part(was.pages != lesson.pages, "内容", "pages");
        part(was.questions != lesson.questions, "抽查题", "questions");
        part(lesson_number(before, &was.id) != lesson_number(after, &lesson.id), "顺序", "place");
        if was.duration_ms() != lesson.duration_ms() {
            let (old, new) =
                (format::duration(w, was.duration_ms()), format::duration(w, lesson.duration_ms()));
            parts.push(match w {
                Words::Zh => format!("时长（{old}改成 {new}）"),
                Words::En => format!("length ({old}, now {new})"),
            });
        }
        if !parts.is_empty() {
            says.push(format!("{name}{}{}", w.t("：改了", ": changed "), parts.join(w.t("、", ", "))));
        }
    }
    for gone in before.lessons.iter().filter(|lesson| !kept.contains(&lesson.id)) {
        let name = part_name(w, before, &CoursePart::Lesson(gone.id.clone()));
        says.push(format!("{name}{}", w.t("：删掉了", ": taken out")));
    }
    says
}

/// These sentences as a list under a heading.
pub fn changes(w: Words, heading: &'static str, says: Vec<String>) -> impl IntoView + use<> {
    let body = if says.is_empty() {
        view! { <p>{w.t("没有改动。", "Nothing was changed.")}</p> }.into_any()
    } else {
        let lines = says.into_iter().map(|line| view! { <li class="break-anywhere">{line}</li> });
        view! { <ul class="bullets">{lines.collect_view()}</ul> }.into_any()
    };
    view! { <section class="sheet stack-s"><h2>{heading}</h2>{body}</section> }
}
