//! The wall of a class: who studies now, who is being asked, who has fallen behind. Drawn whole by the server, then kept
//! up to date; without JavaScript it is the same wall, as old as the page.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::http;
use crate::format;
use crate::parts::{
    Cell, Chip, DataTable, HeadCell, Holds, Hours, HoursBar, HoursSize, KeyFigure, KeyFigures, Row, RowMark,
    Standing,
};
use crate::words::Words;

/// How often the wall asks.
const ASK_EVERY_MS: u32 = 5_000;

/// A class at one moment. Texts are in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    /// Local time of the moment, `10:32:05`.
    pub at: String,
    pub learners: i64,
    pub studying: i64,
    /// Learners with an open check.
    pub asked: i64,
    /// Learners whose identity must be confirmed.
    pub held: i64,
    pub behind: i64,
    /// Verified tenths of a credit hour, over everyone.
    pub verified_tenths: i64,
    /// The learners of this page of the list.
    pub lines: Vec<WallLine>,
}

/// One learner at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallLine {
    pub enrolment: String,
    pub href: String,
    pub name: String,
    /// Masked.
    pub document: String,
    pub now: Doing,
    pub now_text: String,
    pub lesson_text: String,
    /// In tenths of a credit hour.
    pub hours: Hours,
    pub plan: Pace,
    pub plan_text: String,
    pub last_text: String,
}

/// What a learner does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    Studying,
    /// A check waits for the answer.
    Asked,
    /// Identity must be confirmed first.
    Held,
    /// Was here a moment ago.
    Offline,
    Away,
}

/// How a learner stands to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    Completed,
    OnPlan,
    /// What is due today is still open.
    Today,
    Behind,
}

impl WallLine {
    fn mark(&self) -> RowMark {
        match (self.now, self.plan) {
            (Doing::Held, _) | (_, Pace::Behind) => RowMark::Behind,
            (Doing::Asked, _) => RowMark::Waiting,
            _ => RowMark::None,
        }
    }
}

/// The wall. Its children stand between the figures and the list: links that choose whom the list shows.
#[island]
pub fn MonitorWall(
    words: Words,
    /// Where the wall of this page of the list is asked for.
    source: String,
    /// The wall as the server drew it.
    first: Wall,
    children: Children,
) -> impl IntoView {
    let w = words;
    let wall = RwSignal::new(first);
    let lost = RwSignal::new(false);
    Effect::new(move |_| {
        let source = source.clone();
        spawn_local(keep_asking(source, wall, lost));
    });
    let people = w.t("人", "");
    view! {
        <p class="cluster wall-state" role="status">
            <span class=move || if lost.get() { "chip chip-refused" } else { "chip chip-live" }>
                {move || wall.with(|wall| format!("{} {}", w.t("最后更新", "Updated"), wall.at))}
            </span>
            <span hidden=move || !lost.get()>
                {w.t(
                    "连不上服务器,下面是最后一次看到的情况。连上后会自动更新。",
                    "The server cannot be reached; this is what was seen last. It will update by itself.",
                )}
            </span>
        </p>
        {move || {
            // Read here: what is read inside a component is read once, and would stand still.
            let seen = wall.get();
            view! {
                <KeyFigures>
                    <KeyFigure label=w.t("学员", "Learners") value=seen.learners.to_string() unit=people />
                    <KeyFigure
                        label=w.t("正在学习", "Studying now")
                        value=seen.studying.to_string()
                        unit=people
                    />
                    <KeyFigure
                        label=w.t("抽查待答", "Being asked")
                        value=seen.asked.to_string()
                        unit=people
                    />
                    <KeyFigure label=w.t("落后计划", "Behind") value=seen.behind.to_string() unit=people />
                    <KeyFigure
                        label=w.t("已认定", "Verified")
                        value=format::tenths(seen.verified_tenths)
                        unit=w.t("学时", "credit hours")
                    />
                </KeyFigures>
            }
        }}
        {children()}
        <DataTable
            caption=w.t("学员进度", "Learners")
            columns=vec![
                (w.t("学员", "Learner").to_owned(), Holds::Text),
                (w.t("现在", "Now").to_owned(), Holds::Short),
                (w.t("在学", "Lesson").to_owned(), Holds::Short),
                (w.t("学时", "Hours").to_owned(), Holds::Text),
                (w.t("对照计划", "Against the plan").to_owned(), Holds::Short),
                (w.t("上次学习", "Last seen").to_owned(), Holds::Short),
            ]
        >
            {move || wall.get().lines.into_iter().map(|line| learner(w, line)).collect_view()}
        </DataTable>
        <p class="soft" hidden=move || wall.with(|wall| !wall.lines.is_empty())>
            {w.t("现在没有这样的学员。", "No such learners at the moment.")}
        </p>
    }
}

fn learner(w: Words, line: WallLine) -> impl IntoView {
    let doing = match line.now {
        Doing::Studying => Standing::Live,
        Doing::Asked => Standing::Waiting,
        Doing::Held => Standing::Refused,
        Doing::Offline | Doing::Away => Standing::Neutral,
    };
    let pace = match line.plan {
        Pace::Completed | Pace::OnPlan => Standing::Verified,
        Pace::Today => Standing::Neutral,
        // Ochre, not brick: somebody is late, nobody did wrong.
        Pace::Behind => Standing::Waiting,
    };
    view! {
        <Row mark=line.mark()>
            <HeadCell>
                <a href=line.href>{line.name}</a>
                <small class="nowrap">{line.document}</small>
            </HeadCell>
            <Cell label=w.t("现在", "Now") holds=Holds::Short>
                <Chip standing=doing>{line.now_text}</Chip>
            </Cell>
            <Cell label=w.t("在学", "Lesson") holds=Holds::Short>
                {line.lesson_text}
            </Cell>
            <Cell label=w.t("学时", "Hours") holds=Holds::Bar>
                <HoursBar words=w hours=line.hours size=HoursSize::Small />
            </Cell>
            <Cell label=w.t("对照计划", "Against the plan") holds=Holds::Short>
                <Chip standing=pace>{line.plan_text}</Chip>
            </Cell>
            <Cell label=w.t("上次学习", "Last seen") holds=Holds::Short>
                {line.last_text}
            </Cell>
        </Row>
    }
}

/// Asks as long as the page lives; a hidden page does not ask.
async fn keep_asking(source: String, wall: RwSignal<Wall>, lost: RwSignal<bool>) {
    loop {
        TimeoutFuture::new(ASK_EVERY_MS).await;
        if document().hidden() {
            continue;
        }
        match http::get::<Wall>(&source).await {
            Ok(seen) => {
                lost.set(false);
                wall.set(seen);
            }
            Err(_) => lost.set(true),
        }
    }
}
