//! What waits for whoever works here: the first page of every official, each line a door to exactly these things.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::time::Zone;
use domain::working_day::Deadline;
use leptos::prelude::*;
use store::task::{Task, TaskKind};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Empty, LinkButton, NavItem};
use web::task::{door, tasks_of};
use web::views::class::class_name;
use web::views::deadline::{due, mark, provisional_note};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/tasks", get(tasks))
}

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// `GET /tasks`: for everybody who works here, each what waits for them by their rights and reach.
async fn tasks(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require_official()?;
    let tasks = tasks_of(&site, &viewer, true).await?.into_iter();
    let mut lines: Vec<Line> =
        tasks.map(|task| Line { deadline: site.deadline(task.kind, task.since), task }).collect();
    // What is due or holds somebody up stands before what has only waited longer.
    lines.sort_by_key(|line| !line.is_urgent());
    let acts = Action::ALL.into_iter().any(|action| action != Action::Study && viewer.may(action));
    let (w, zone, now_ms) = (visit.words, site.zone(), site.now());
    let about = About::new(w.t("待办", "To do")).at(NavItem::Tasks);
    Ok(visit.page(about, move || view(w, zone, now_ms, lines, acts)))
}

/// What waits, and by when the oldest of it is to be done.
struct Line {
    task: Task,
    deadline: Option<Deadline>,
}

impl Line {
    /// Whether it is late or due today, or holds somebody up.
    fn is_urgent(&self) -> bool {
        self.deadline.as_ref().is_some_and(Deadline::presses) || is_urgent(self.task.kind)
    }
}

/// Whether somebody cannot go on, or the books are in doubt, until it is done.
fn is_urgent(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::Held | TaskKind::Witness | TaskKind::Job | TaskKind::ExportFailed)
}

fn view(w: Words, zone: Zone, now_ms: i64, lines: Vec<Line>, acts: bool) -> impl IntoView {
    let (stopped, waiting): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.task.kind == TaskKind::Stopped);
    let total: i64 = waiting.iter().map(|line| line.task.count).sum();
    let note = provisional_note(w, waiting.iter().filter_map(|line| line.deadline.as_ref()));
    let pressing = waiting.iter().map(|line| line.task.pressing).sum();
    let said = (total > 0).then(|| how_many(w, total, pressing));
    let first = if waiting.is_empty() {
        nothing(w, acts).into_any()
    } else {
        list(w, zone, now_ms, waiting).into_any()
    };
    let to_call = (!stopped.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{w.t("可以联系的学员", "Learners to call")}</h2>
                <p class="soft">
                    {w.t(
                        "班还在办，三天以上没有学习，也还没有学完。问一问是不是遇到了困难。",
                        "Their class is under way, they have not finished it and have not studied for three days or more. Ask whether something is in the way.",
                    )}
                </p>
                {list(w, zone, now_ms, stopped)}
            </section>
        }
    });
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("待办", "To do")}</h1>
                {said.map(|said| view! { <p>{said}</p> })}
            </div>
        </div>
        {first}
        {note}
        {to_call}
    }
}

/// How much waits, how much of it is due, and in which order it stands.
fn how_many(w: Words, total: i64, pressing: i64) -> String {
    let order = w.t(
        "先办到期的和卡住别人的，再按等得久的排。",
        "What is due or holds others up comes first, then what has waited longest.",
    );
    match (w, pressing) {
        (Words::Zh, 0) => format!("共 {total} 件。{order}"),
        (Words::En, 0) => format!("{total} in all. {order}"),
        (Words::Zh, pressing) => format!("共 {total} 件，其中 {pressing} 件今天到期或已超期。{order}"),
        (Words::En, pressing) => format!("{total} in all, {pressing} due today or late. {order}"),
    }
}

fn nothing(w: Words, acts: bool) -> impl IntoView {
    let says = if acts {
        w.t("有事要您办的时候，会出现在这里。", "Whatever needs you will appear here.")
    } else {
        w.t(
            "您的岗位目前没有要在平台上办理的事项，可以看课程和认定规则。",
            "Nothing on this site is for your post to do at present. The courses and the rules are open to you.",
        )
    };
    view! {
        <Empty title=w.t("现在没有等您办的事", "Nothing waits for you")>
            <p>{says}</p>
            {(!acts).then(|| view! {
                <LinkButton href="/courses">{w.t("看课程", "Courses")}</LinkButton>
                <LinkButton href="/rules">{w.t("看认定规则", "Rules")}</LinkButton>
            })}
        </Empty>
    }
}

fn list(w: Words, zone: Zone, now_ms: i64, lines: Vec<Line>) -> impl IntoView {
    let lines = lines.into_iter().map(|line| {
        let urgent = line.is_urgent().then_some("is-urgent");
        let Line { task, deadline } = line;
        let class = class(w, &task);
        let when = match deadline {
            Some(deadline) => mark(first_due(w, task.count, &deadline), &deadline),
            None => since(w, zone, now_ms, &task).into_any(),
        };
        view! {
            <li class=urgent>
                <a href=door(&task)>
                    <span class="task-what">{what(w, task.kind)} {class}</span>
                    <b class="task-count">{many(w, task.kind, task.count)}</b>
                    <span class="task-since">{when}</span>
                </a>
            </li>
        }
    });
    view! { <ul class="tasks">{lines.collect_view()}</ul> }
}

/// What is to be done.
fn what(w: Words, kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::AppealComment => w.t("等您说明情况的申诉", "Appeals for you to comment on"),
        TaskKind::AppealFirst => w.t("待您初审的申诉", "Appeals for your first review"),
        TaskKind::AppealSecond => w.t("待您复核的申诉", "Appeals for your second review"),
        TaskKind::Paper => w.t("待您审核的证明材料", "Supporting documents for you to decide on"),
        TaskKind::ClassApplication => {
            w.t("待您审核的开班申请", "Applications for classes for you to decide on")
        }
        TaskKind::ClassApplicationReturned => {
            w.t("退回来要改的开班申请", "Applications for classes returned to you")
        }
        TaskKind::CourseReview => w.t("待您审核的课程", "Courses for you to review"),
        TaskKind::CourseReturned => w.t("退回来要改的课程", "Courses returned to you"),
        TaskKind::ClaimToMake => w.t("结了班、还没有申领补贴的班级", "Closed classes nobody has claimed"),
        TaskKind::ClaimReturned => w.t("退回来要补正的补贴申领", "Claims returned to you"),
        TaskKind::ClaimFirst => w.t("待您初审的补贴申领", "Claims for your first review"),
        TaskKind::ClaimSecond => w.t("待您复核的补贴申领", "Claims for your second review"),
        TaskKind::ClaimToPublish => w.t("审核通过、还没有公示的补贴申领", "Claims to publish"),
        TaskKind::PaymentToMake => w.t("公示期满、待拨付的补贴", "Subsidies to pay"),
        TaskKind::PaymentUnanswered => {
            w.t("银行还没有答复的拨付批次", "Batches without an answer of the bank")
        }
        TaskKind::Objection => w.t("等您答复的公示异议", "Objections for you to answer"),
        TaskKind::ClassToClose => w.t("可以办理结班的班级", "Classes to close"),
        TaskKind::Signal => w.t("还没有看过的异常线索", "Signals nobody has looked at"),
        TaskKind::Post => w.t("等您确认岗位的人员", "People whose post you can confirm"),
        TaskKind::Invitation => w.t("对方还没有接受的邀请", "Invitations not accepted yet"),
        TaskKind::Job => w.t("出错的后台工作", "Background work with errors"),
        TaskKind::Witness => w.t("没有回音或不认账的见证单位", "Witnesses that are silent or refuse"),
        TaskKind::ExportReady => w.t("已生成、还没有下载的台账", "An export ready to fetch"),
        TaskKind::ExportFailed => w.t("没有生成的台账", "An export that failed"),
        TaskKind::Held => w.t("需核对身份才能继续学的学员", "Learners held until you confirm who they are"),
        TaskKind::Document => w.t("还没有核对证件的学员", "Learners whose document nobody has seen"),
        TaskKind::Stopped => w.t("停学三天以上的学员", "Learners who have stopped"),
    }
}

/// Of which class, where it is about one.
fn class(w: Words, task: &Task) -> Option<impl IntoView + use<>> {
    (!task.class_title.is_empty()).then(|| {
        let course = w.either(&task.course_title, &task.course_title_en);
        let class = format!("{course} {}", class_name(&task.course_title, &task.class_title));
        view! { " " <small>{class}</small> }
    })
}

fn many(w: Words, kind: TaskKind, count: i64) -> String {
    let unit = match kind {
        TaskKind::Paper
        | TaskKind::ClassApplication
        | TaskKind::ClassApplicationReturned
        | TaskKind::ClaimReturned
        | TaskKind::ClaimFirst
        | TaskKind::ClaimSecond
        | TaskKind::ClaimToPublish
        | TaskKind::Invitation
        | TaskKind::ExportReady
        | TaskKind::ExportFailed => "份",
        TaskKind::PaymentToMake
        | TaskKind::Post
        | TaskKind::Held
        | TaskKind::Document
        | TaskKind::Stopped => "人",
        TaskKind::CourseReview | TaskKind::CourseReturned => "门",
        TaskKind::Signal => "条",
        TaskKind::PaymentUnanswered => "批",
        TaskKind::Witness => "家",
        TaskKind::ClaimToMake | TaskKind::ClassToClose => "个",
        _ => "件",
    };
    match w {
        Words::Zh => format!("{} {unit}", format::count(count)),
        Words::En => format::count(count),
    }
}

/// By when the first of so many is to be done.
fn first_due(w: Words, count: i64, deadline: &Deadline) -> String {
    match (w, count, due(w, deadline)) {
        (_, 1, due) => due,
        (Words::Zh, _, due) => {
            format!("最早的{}{due}", if due.starts_with(|c: char| c.is_ascii_digit()) { " " } else { "" })
        }
        (Words::En, _, due) => format!("first {due}"),
    }
}

/// How long the oldest has waited, or by when the first runs out.
fn since(w: Words, zone: Zone, now_ms: i64, task: &Task) -> String {
    let waited = waited(w, now_ms - task.since);
    if let Some(due) = task.due {
        let day = format::short_day(w, &zone.day(due));
        return match w {
            Words::Zh => format!("最早的 {day}到期"),
            Words::En => format!("the first runs out on {day}"),
        };
    }
    match (w, task.count, task.kind) {
        (Words::Zh, ..) if now_ms - task.since < HOUR_MS => "刚到，不到 1 小时".to_owned(),
        (Words::Zh, 1, TaskKind::Stopped) => format!("已停 {waited}"),
        (Words::Zh, _, TaskKind::Stopped) => format!("最久的已停 {waited}"),
        (Words::Zh, 1, _) => format!("已等 {waited}"),
        (Words::Zh, ..) => format!("最早的已等 {waited}"),
        (Words::En, 1, _) => format!("for {waited}"),
        (Words::En, ..) => format!("the oldest for {waited}"),
    }
}

fn waited(w: Words, ms: i64) -> String {
    let plural =
        |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    match (w, ms / DAY_MS, ms / HOUR_MS) {
        (Words::Zh, 0, 0) => "不到 1 小时".to_owned(),
        (Words::En, 0, 0) => "less than an hour".to_owned(),
        (Words::Zh, 0, hours) => format!("{hours} 小时"),
        (Words::En, 0, hours) => plural(hours, "hour"),
        (Words::Zh, days, _) => format!("{days} 天"),
        (Words::En, days, _) => plural(days, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_its_largest_whole_unit() {
        for (ms, zh, en) in [
            (HOUR_MS - 1, "不到 1 小时", "less than an hour"),
            (HOUR_MS, "1 小时", "1 hour"),
            (DAY_MS - 1, "23 小时", "23 hours"),
            (DAY_MS, "1 天", "1 day"),
            (9 * DAY_MS + 1, "9 天", "9 days"),
        ] {
            assert_eq!(waited(Words::Zh, ms), zh);
            assert_eq!(waited(Words::En, ms), en);
        }
    }
}
