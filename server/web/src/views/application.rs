//! An application to open a class as both sides see it: what was submitted, by whom, and what changed since.

use app::format;
use app::words::Words;
use domain::class_application::{
    ApplicationField, ApplicationState, ApplicationStep, Content, PlannedLesson,
};
use domain::id::{ClassApplicationId, LessonId};
use domain::subsidy::CreditHours;
use domain::time::Zone;
use leptos::prelude::*;
use store::class_application::{ApplicationCourse, ApplicationPaper, ApplicationStepLine};
use store::course::Lesson;
use store::sealed::{APPLICATION_FILE, APPLICATION_PAPER_NAME};

use crate::Site;
use crate::error::AppError;
use crate::file::{Disposition, SealedFile, hand_out};
use crate::parts::{
    Cell, Chip, ColumnKind, DataTable, Fact, Facts, HeadCell, Row, Status, Step, StepState, Timeline,
};

/// What was submitted, with the names of what it means.
#[derive(Clone, Debug)]
pub struct ShownContent {
    pub content: Content,
    pub course: ApplicationCourse,
    pub lessons: Vec<Lesson>,
    teacher: String,
    hours: i64,
}

/// A file with its name.
#[derive(Clone, Debug)]
pub struct NamedPaper {
    pub paper: ApplicationPaper,
    pub name: String,
}

/// Finds the names.
pub async fn shown(site: &Site, content: Content) -> Result<ShownContent, AppError> {
    let course = site.db.course_applied_for(&content.course).await?;
    let lessons = site.db.lessons_of(&content.course).await?;
    let teacher = site.db.official(&content.teacher).await?.name;
    let hours = site.policy().map_or(0, |policy| CreditHours::of_ms(course.ms, policy).tenths);
    Ok(ShownContent { content, course, lessons, teacher, hours })
}

/// The files of an application with their names, those that were removed among them.
pub async fn named_papers(site: &Site, id: &ClassApplicationId) -> Result<Vec<NamedPaper>, AppError> {
    let mut named = Vec::new();
    for paper in site.db.application_papers(id).await? {
        let name = site.open(APPLICATION_PAPER_NAME.of(&paper.id), &paper.name_sealed).await?;
        named.push(NamedPaper { name: name.unwrap_or_default(), paper });
    }
    Ok(named)
}

/// A file of an application, opened.
pub async fn file_of(
    site: &Site,
    paper: &ApplicationPaper,
    content_sealed: &[u8],
) -> Result<axum::response::Response, AppError> {
    let file = SealedFile {
        id: &paper.id,
        kind: &paper.file_kind,
        name: (APPLICATION_PAPER_NAME, &paper.name_sealed),
        content: (APPLICATION_FILE, content_sealed),
    };
    hand_out(site, file, Disposition::Shown).await
}

/// How an application stands, as a chip.
pub fn application_chip(w: Words, state: ApplicationState) -> AnyView {
    let status = match state {
        ApplicationState::Draft | ApplicationState::Withdrawn => Status::Neutral,
        ApplicationState::Submitted => Status::Waiting,
        ApplicationState::Returned => Status::Refused,
        ApplicationState::Approved => Status::Verified,
    };
    view! { <Chip status=status>{w.application_state(state)}</Chip> }.into_any()
}

impl ShownContent {
    /// Trade, level, lessons and hours of the course.
    pub fn course_line(&self, w: Words) -> String {
        let course = &self.course;
        let lessons = match w {
            Words::Zh => format!("{} 课", course.lessons),
            Words::En => format!("{} lessons", course.lessons),
        };
        let parts = [
            w.either(&course.trade, &course.trade_en),
            w.level_of(&course.level).to_owned(),
            lessons,
            format::credit_hours(w, self.hours),
        ];
        parts.join(" · ")
    }

    /// A part in words; the files by their names.
    fn said(&self, w: Words, field: ApplicationField, papers: &[NamedPaper]) -> String {
        let content = &self.content;
        match field {
            ApplicationField::Course => w.either(&self.course.title, &self.course.title_en),
            ApplicationField::Title => content.title.clone(),
            ApplicationField::Dates => {
                format!("{} – {}", format::date(w, &content.starts_on), format::date(w, &content.ends_on))
            }
            ApplicationField::Capacity => content.capacity.to_string(),
            ApplicationField::Place => content.place.clone(),
            ApplicationField::Teacher => self.teacher.clone(),
            ApplicationField::Assessment => content.assessment.clone(),
            ApplicationField::Programme => w.programme(content.programme).to_owned(),
            ApplicationField::Plan => self.planned(w, &content.plan),
            ApplicationField::Papers => {
                let name = |id: &str| {
                    papers.iter().find(|one| one.paper.id == id).map_or(id.to_owned(), |one| one.name.clone())
                };
                let names: Vec<String> = content
                    .papers
                    .iter()
                    .map(|one| {
                        format!("{}{}{}", w.application_paper(one.kind), w.t("：", ": "), name(&one.id))
                    })
                    .collect();
                if names.is_empty() { w.t("没有", "none").to_owned() } else { names.join(w.t("；", "; ")) }
            }
        }
    }

    fn planned(&self, w: Words, lines: &[PlannedLesson]) -> String {
        let line = |one: &PlannedLesson| {
            let n = self.number_of(&one.lesson);
            let day = format::short_day(w, &one.due_on);
            match w {
                Words::Zh => format!("第 {n} 课 {day}"),
                Words::En => format!("lesson {n} {day}"),
            }
        };
        lines.iter().map(line).collect::<Vec<_>>().join(w.t("，", ", "))
    }

    fn number_of(&self, lesson: &LessonId) -> i64 {
        self.lessons.iter().find(|one| one.id == *lesson).map_or(0, |one| one.position)
    }
}

/// Everything but the plan and the files.
pub fn facts(w: Words, shown: &ShownContent) -> impl IntoView + use<> {
    let said = |field| shown.said(w, field, &[]);
    let fields = [
        ApplicationField::Title,
        ApplicationField::Dates,
        ApplicationField::Capacity,
        ApplicationField::Place,
        ApplicationField::Teacher,
        ApplicationField::Programme,
        ApplicationField::Assessment,
    ];
    let lines = fields.map(|field| {
        let value = said(field);
        view! {
            <Fact term=w.application_field(field)>
                <span class="break-anywhere">{value}</span>
            </Fact>
        }
    });
    let (course, line) = (said(ApplicationField::Course), shown.course_line(w));
    view! {
        <Facts>
            <Fact term=w.application_field(ApplicationField::Course)>
                {course} " " <small class="soft">{line}</small>
            </Fact>
            {lines.into_iter().collect_view()}
        </Facts>
    }
}

/// Which lesson is due by which day.
pub fn plan(w: Words, shown: &ShownContent) -> impl IntoView + use<> {
    let rows = shown.lessons.iter().map(|lesson| {
        let due = shown.content.plan.iter().find(|one| one.lesson == lesson.id);
        let due = due.map_or_else(|| "—".to_owned(), |one| format::day(w, &one.due_on));
        let (title, length) =
            (w.either(&lesson.title, &lesson.title_en), format::duration(w, lesson.duration_ms));
        view! {
            <Row>
                <HeadCell>{title}</HeadCell>
                <Cell label=w.t("时长", "Length") kind=ColumnKind::Number>{length}</Cell>
                <Cell label=w.t("哪天前学完", "Due by") kind=ColumnKind::Short>{due}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=w.t("学习进度", "Plan")
            columns=vec![
                (w.t("课", "Lesson").to_owned(), ColumnKind::Text),
                (w.t("时长", "Length").to_owned(), ColumnKind::Number),
                (w.t("哪天前学完", "Due by").to_owned(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
}

/// What was said when: each step with who took it, and the reasons of a return.
pub fn history(
    w: Words,
    zone: Zone,
    steps: &[ApplicationStepLine],
    state: ApplicationState,
) -> impl IntoView + use<> {
    let mut lines: Vec<Step> = steps
        .iter()
        .map(|step| {
            let kind = ApplicationStep::from_code(&step.kind).unwrap_or(ApplicationStep::Submit);
            let (name, when) = (&step.name, format::moment(w, &zone.minute(step.at_ms)));
            let reasons = step
                .reasons()
                .into_iter()
                .map(|one| format!("{}{}{}", w.application_field(one.field), w.t("：", ": "), one.reason));
            let mut said: Vec<String> = reasons.collect();
            if said.is_empty() && !step.reason.is_empty() {
                said.push(step.reason.clone());
            }
            said.insert(0, format!("{name} {when}"));
            let note = said.join(w.t("；", "; "));
            let returned = kind == ApplicationStep::Return;
            Step {
                state: if returned { StepState::Returned } else { StepState::Done },
                title: w.application_step(kind).to_owned(),
                note,
            }
        })
        .collect();
    let next = match state {
        ApplicationState::Submitted => Some(w.t("等人社局审核", "Waits for the bureau")),
        ApplicationState::Returned => Some(w.t("等培训机构修改", "Waits for the institution")),
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

/// What changed between two submissions, old beside new; nothing where nothing did.
pub fn differences(
    w: Words,
    old: &ShownContent,
    new: &ShownContent,
    papers: &[NamedPaper],
) -> Option<AnyView> {
    let fields = old.content.differs_in(&new.content);
    let both = |field| match field {
        // Only the lessons whose day is another.
        ApplicationField::Plan if old.content.course == new.content.course => {
            let only = |of: &ShownContent, other: &ShownContent| {
                let lines: Vec<PlannedLesson> =
                    of.content.plan.iter().filter(|one| !other.content.plan.contains(one)).cloned().collect();
                of.planned(w, &lines)
            };
            (only(old, new), only(new, old))
        }
        field => (old.said(w, field, papers), new.said(w, field, papers)),
    };
    let rows = fields.into_iter().map(|field| {
        let (before, since) = both(field);
        view! {
            <Row>
                <HeadCell>{w.application_field(field)}</HeadCell>
                <Cell label=w.t("上次提交", "Submitted before")>
                    <span class="break-anywhere">{before}</span>
                </Cell>
                <Cell label=w.t("这次提交", "Submitted now")>
                    <span class="break-anywhere">{since}</span>
                </Cell>
            </Row>
        }
    });
    let rows: Vec<_> = rows.collect();
    let nothing = rows.is_empty();
    let body = if nothing {
        view! { <p>{w.t("和上次提交的一样，没有改动。", "Nothing was changed since.")}</p> }.into_any()
    } else {
        view! {
            <DataTable
                caption=w.t("改动", "Changes")
                columns=vec![
                    (w.t("哪一项", "Part").to_owned(), ColumnKind::Text),
                    (w.t("上次提交", "Submitted before").to_owned(), ColumnKind::Text),
                    (w.t("这次提交", "Submitted now").to_owned(), ColumnKind::Text),
                ]
            >
                {rows.collect_view()}
            </DataTable>
        }
        .into_any()
    };
    Some(
        view! {
            <section class="stack">
                <h2>{w.t("退回以后改了什么", "Changes since it was returned")}</h2>
                {body}
            </section>
        }
        .into_any(),
    )
}

/// The files by name, each a link below this address.
pub fn paper_links(w: Words, here: &str, papers: &[NamedPaper]) -> impl IntoView + use<> {
    let lines = papers.iter().map(|one| {
        let address = format!("{here}/papers/{}/file", one.paper.id);
        let size = format::megabytes(one.paper.bytes);
        let (kind, name) = (w.application_paper(one.paper.kind()), one.name.clone());
        view! {
            <li>
                {kind} {w.t("：", ": ")}
                <a class="tap break-anywhere" href=address target="_blank" rel="noopener">{name}</a>
                " " <span class="soft">{size}</span>
            </li>
        }
    });
    let lines = lines.collect_view();
    if papers.is_empty() {
        view! { <p class="soft">{w.t("没有交附件。", "No papers were sent.")}</p> }.into_any()
    } else {
        view! { <ul class="stack-s">{lines}</ul> }.into_any()
    }
}
