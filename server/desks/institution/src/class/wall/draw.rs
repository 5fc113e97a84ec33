//! The wall drawn: figures, whom the list shows, and the list.

use app::format;
use app::words::Words;
use domain::id::ClassId;
use leptos::prelude::*;
use web::parts::{
    Cell, Chip, ColumnKind, DataTable, HeadCell, HoursBar, HoursSize, KeyFigure, KeyFigures, Row, RowMark,
    Segment, Segments, Status,
};

use super::order::Order;
use super::{Doing, Pace, QueryParams, Wall, WallLine};

impl WallLine {
    fn mark(&self) -> RowMark {
        match (self.now, self.plan) {
            (Doing::Held, _) | (_, Pace::Behind) => RowMark::Behind,
            (Doing::CheckOpen, _) => RowMark::Waiting,
            _ => RowMark::None,
        }
    }
}

/// A class at one moment. Its figures choose whom the list shows, and each shows exactly those it counts.
pub fn wall_view(w: Words, wall: Wall, class: &ClassId, query: &QueryParams) -> impl IntoView + use<> {
    let people = w.t("人", "");
    let nobody = wall.lines.is_empty();
    let figures = [
        ("", w.t("学员", "Learners"), wall.learners),
        ("held", w.t("需核对身份", "To be confirmed"), wall.held),
        ("stopped", w.t("停学三天", "Stopped"), wall.stopped),
        ("behind", w.t("落后计划", "Behind"), wall.behind),
        ("asked", w.t("抽查待答", "Being asked"), wall.asked),
        ("now", w.t("正在学习", "Studying now"), wall.studying),
    ]
    .map(|(show, name, count)| {
        let href = QueryParams::list_of(class, show, &query.sort);
        view! { <KeyFigure label=name value=count.to_string() unit=people href=href current={query.show == show} /> }
    });
    let orders = Order::ALL.map(|order| Segment {
        href: QueryParams::list_of(class, &query.show, order.code()),
        name: order.name(w).to_owned(),
        count: None,
        current: Order::of(&query.sort) == order,
    });
    let unfiltered = query.show.is_empty();
    view! {
        <p>
            <span class="chip chip-live">{format!("{} {}", w.t("最后更新", "Updated"), wall.at)}</span>
        </p>
        <div class="wall-figures">
            <KeyFigures>
                {figures.collect_view()}
                <KeyFigure
                    label=w.t("已认定", "Verified")
                    value=format::many_tenths(wall.verified_tenths)
                    unit=w.t("学时", "credit hours")
                />
            </KeyFigures>
        </div>
        <Segments label=w.t("顺序", "Order") segments=orders.to_vec() />
        <DataTable
            dense=true
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
                let says = if unfiltered {
                    w.t(
                        "班里还没有学员。点上面的“花名册”，邀请学员。",
                        "Nobody is in the class yet. Invite learners by the roster above.",
                    )
                } else {
                    w.t("现在没有这样的学员。", "No such learners at the moment.")
                };
                view! { <p class="soft">{says}</p> }
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
