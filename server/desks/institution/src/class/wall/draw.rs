//! The wall drawn: figures, whom the list shows, and the list.

use app::format;
use app::words::Words;
use leptos::prelude::*;
use web::parts::{
    Cell, Chip, ColumnKind, DataTable, HeadCell, HoursBar, HoursSize, KeyFigure, KeyFigures, Row, RowMark,
    Segment, Segments, Status,
};

use super::{Doing, Pace, Wall, WallLine};

impl WallLine {
    fn mark(&self) -> RowMark {
        match (self.now, self.plan) {
            (Doing::Held, _) | (_, Pace::Behind) => RowMark::Behind,
            (Doing::CheckOpen, _) => RowMark::Waiting,
            _ => RowMark::None,
        }
    }
}

/// A class at one moment; `segments` choose whom the list shows.
pub fn wall_view(w: Words, wall: Wall, segments: Vec<Segment>) -> impl IntoView {
    let people = w.t("人", "");
    let nobody = wall.lines.is_empty();
    view! {
        <p>
            <span class="chip chip-live">{format!("{} {}", w.t("最后更新", "Updated"), wall.at)}</span>
        </p>
        <KeyFigures>
            <KeyFigure label=w.t("学员", "Learners") value=wall.learners.to_string() unit=people />
            <KeyFigure label=w.t("正在学习", "Studying now") value=wall.studying.to_string() unit=people />
            <KeyFigure label=w.t("抽查待答", "Being asked") value=wall.asked.to_string() unit=people />
            <KeyFigure label=w.t("落后计划", "Behind") value=wall.behind.to_string() unit=people />
            <KeyFigure
                label=w.t("已认定", "Verified")
                value=format::tenths(wall.verified_tenths)
                unit=w.t("学时", "credit hours")
            />
        </KeyFigures>
        <Segments label=w.t("学员", "Learners") segments=segments />
        <DataTable
            caption=w.t("学员进度", "Learners")
            columns=vec![
                (w.t("学员", "Learner").to_owned(), ColumnKind::Text),
                (w.t("现在", "Now").to_owned(), ColumnKind::Short),
                (w.t("在学", "Lesson").to_owned(), ColumnKind::Short),
                (w.t("学时", "Hours").to_owned(), ColumnKind::Text),
                (w.t("对照计划", "Against the plan").to_owned(), ColumnKind::Short),
                (w.t("上次学习", "Last seen").to_owned(), ColumnKind::Short),
            ]
        >
            {wall.lines.into_iter().map(|line| learner(w, line)).collect_view()}
        </DataTable>
        {nobody
            .then(|| {
                view! { <p class="soft">{w.t("现在没有这样的学员。", "No such learners at the moment.")}</p> }
            })}
    }
}

fn learner(w: Words, line: WallLine) -> impl IntoView {
    let doing = match line.now {
        Doing::Studying => Status::Live,
        Doing::CheckOpen => Status::Waiting,
        Doing::Held => Status::Refused,
        Doing::Offline | Doing::Away => Status::Neutral,
    };
    let pace = match line.plan {
        Pace::Completed | Pace::OnPlan => Status::Verified,
        Pace::Today => Status::Neutral,
        // Ochre, not brick: somebody is late, nobody did wrong.
        Pace::Behind => Status::Waiting,
    };
    view! {
        <Row mark=line.mark()>
            <HeadCell>
                <a href=line.href>{line.name}</a>
                <small class="nowrap">{line.document}</small>
            </HeadCell>
            <Cell label=w.t("现在", "Now") kind=ColumnKind::Short>
                <Chip status=doing>{line.now_text}</Chip>
            </Cell>
            <Cell label=w.t("在学", "Lesson") kind=ColumnKind::Short>
                {line.lesson_text}
            </Cell>
            <Cell label=w.t("学时", "Hours") kind=ColumnKind::Bar>
                <HoursBar words=w hours=line.hours size=HoursSize::Small />
            </Cell>
            <Cell label=w.t("对照计划", "Against the plan") kind=ColumnKind::Short>
                <Chip status=pace>{line.plan_text}</Chip>
            </Cell>
            <Cell label=w.t("上次学习", "Last seen") kind=ColumnKind::Short>
                {line.last_text}
            </Cell>
        </Row>
    }
}
