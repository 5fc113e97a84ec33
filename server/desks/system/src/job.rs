//! The work that is done beside requests, what failed of it first.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::job::{ATTEMPTS_MAX, Job, JobKind, JobLine};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, Chip, ColumnKind, DataTable, Empty, Flash, HeadCell, NavItem, Row, RowMark, Segment, Segments,
    Status, Tone,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/jobs", get(jobs))
}

/// What failed comes first, so what is left out went well.
const JOBS_SHOWN: i64 = 100;

#[derive(Deserialize)]
struct QueryParams {
    /// `trouble`: what failed or fails.
    #[serde(default)]
    show: String,
}

/// How a job stands for whoever looks after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nobody tries again.
    Failed,
    /// The last attempt failed; another follows.
    Troubled,
    Running,
    Waiting,
    Done,
}

impl Standing {
    fn of(job: &Job) -> Self {
        match job.state.as_str() {
            "failed" => Self::Failed,
            "running" => Self::Running,
            "done" => Self::Done,
            _ if job.last_error.is_some() => Self::Troubled,
            _ => Self::Waiting,
        }
    }

    fn name(self, w: Words) -> &'static str {
        match self {
            Self::Failed => w.t("失败", "Failed"),
            Self::Troubled => w.t("出错，会再试", "Retrying"),
            Self::Running => w.t("正在做", "Running"),
            Self::Waiting => w.t("等候", "Waiting"),
            Self::Done => w.t("做完", "Done"),
        }
    }

    fn status(self) -> Status {
        match self {
            Self::Failed => Status::Refused,
            Self::Troubled => Status::Waiting,
            Self::Running => Status::Live,
            Self::Waiting => Status::Neutral,
            Self::Done => Status::Verified,
        }
    }

    fn mark(self) -> RowMark {
        match self {
            Self::Failed => RowMark::Behind,
            Self::Troubled => RowMark::Waiting,
            _ => RowMark::None,
        }
    }
}

/// `GET /jobs`: for the system administrator.
async fn jobs(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeJobs)?;
    let lines = site.db.jobs(JOBS_SHOWN).await?;
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("后台工作", "Background work")).at(NavItem::Jobs);
    Ok(visit.page(about, move || view(w, zone, lines, query.show == "trouble")))
}

fn view(w: Words, zone: Zone, mut lines: Vec<JobLine>, troubled_only: bool) -> impl IntoView + use<> {
    let all = lines.len() as i64;
    let count = |standing| lines.iter().filter(|line| Standing::of(&line.job) == standing).count();
    let summary = summary(w, count(Standing::Failed), count(Standing::Troubled));
    let segment = |href: &str, name: &str, troubled: bool| Segment {
        href: href.to_owned(),
        name: name.to_owned(),
        count: troubled
            .then(|| (count(Standing::Failed) + count(Standing::Troubled)) as i64)
            .filter(|many| *many > 0),
        current: troubled == troubled_only,
    };
    let segments = vec![
        segment("/jobs", w.t("全部", "All"), false),
        segment("/jobs?show=trouble", w.t("出错的", "With errors"), true),
    ];
    let only = (all == JOBS_SHOWN).then(|| match w {
        Words::Zh => format!("这里列出前 {JOBS_SHOWN} 件。"),
        Words::En => format!("The first {JOBS_SHOWN} are listed here."),
    });
    if troubled_only {
        lines.retain(|line| matches!(Standing::of(&line.job), Standing::Failed | Standing::Troubled));
    }
    let list = if all == 0 {
        view! {
            <Empty title=w.t("还没有后台工作", "No background work yet")>
                <p>
                    {w.t(
                        "服务器启动以后，定时的工作和台账导出会列在这里。",
                        "Once a server has started, what recurs and what is exported is listed here.",
                    )}
                </p>
            </Empty>
        }
        .into_any()
    } else {
        let nothing = lines.is_empty();
        view! {
            {summary}
            {(!nothing).then(|| view! {
            <DataTable
                caption=w.t("后台工作", "Background work")
                columns=vec![
                    (w.t("工作", "Work").to_owned(), ColumnKind::Text),
                    (w.t("对象", "About").to_owned(), ColumnKind::Text),
                    (w.t("状态", "State").to_owned(), ColumnKind::Short),
                    (w.t("第几次", "Attempt").to_owned(), ColumnKind::Short),
                    (w.t("时间", "When").to_owned(), ColumnKind::Short),
                    (w.t("详情", "Details").to_owned(), ColumnKind::Short),
                ]
            >
                {lines.into_iter().map(|line| row(w, zone, line)).collect_view()}
            </DataTable>
            })}
        }
        .into_any()
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("后台工作", "Background work")}</h1>
                <p>
                    {w.t(
                        "不用人点、系统自己做的事：生成台账，删除到期资料，压缩旧记录，查找线索。",
                        "What the system does by itself: building exports, erasing expired data, compacting old records, looking for signals.",
                    )}
                    {only}
                </p>
            </div>
        </div>
        <Segments label=w.t("哪些工作", "Which work") segments=segments />
        {list}
    }
}

/// What asks for somebody, in a sentence.
fn summary(w: Words, failed: usize, troubled: usize) -> impl IntoView + use<> {
    let mut said = Vec::new();
    if failed > 0 {
        said.push(match w {
            Words::Zh => format!("{failed} 件失败，不会自己再试：排除原因以后，请申请人重新生成台账。"),
            Words::En => format!(
                "{failed} failed and will not be retried: mend the cause, then whoever asked exports again."
            ),
        });
    }
    if troubled > 0 {
        said.push(match w {
            Words::Zh => format!("{troubled} 件出错，会自己再试。"),
            Words::En => format!("{troubled} had an error and will be retried."),
        });
    }
    let tone = if failed > 0 { Tone::Danger } else { Tone::Warning };
    if said.is_empty() {
        view! { <p class="soft">{w.t("没有出错的工作。", "Nothing went wrong.")}</p> }.into_any()
    } else {
        view! { <Flash tone=tone>{said.join(w.t("", " "))}</Flash> }.into_any()
    }
}

fn row(w: Words, zone: Zone, line: JobLine) -> impl IntoView + use<> {
    let standing = Standing::of(&line.job);
    let kind = match line.job.kind {
        JobKind::BuildExport => w.t("生成台账", "Build export"),
        JobKind::EraseWhatIsOver => w.t("删除到期资料", "Erase expired data"),
        JobKind::Compact => w.t("压缩旧记录", "Compact records"),
        JobKind::LookForSignals => w.t("查找异常线索", "Look for signals"),
        JobKind::MeasureFilm => w.t("检查视频", "Check film"),
    };
    // One attempt that went well is not worth a word.
    let attempts = (line.job.attempts > 1 || line.job.last_error.is_some()).then(|| {
        if line.job.recurs() {
            line.job.attempts.to_string()
        } else {
            format!("{} / {ATTEMPTS_MAX}", line.job.attempts)
        }
    });
    let (subject, when) = (subject(w, &line), when(w, zone, standing, &line.job));
    view! {
        <Row mark=standing.mark()>
            <HeadCell>
                <span class="nowrap">{kind}</span>
            </HeadCell>
            <Cell label=w.t("对象", "About")>{subject}</Cell>
            <Cell label=w.t("状态", "State") kind=ColumnKind::Short>
                <Chip status=standing.status()>{standing.name(w)}</Chip>
            </Cell>
            <Cell label=w.t("第几次", "Attempt") kind=ColumnKind::Short>{attempts}</Cell>
            <Cell label=w.t("时间", "When") kind=ColumnKind::Short>{when}</Cell>
            <Cell label=w.t("详情", "Details")>{technical(w, zone, line)}</Cell>
        </Row>
    }
}

/// What it is about, by name; nothing where the kind says everything.
fn subject(w: Words, line: &JobLine) -> Option<String> {
    line.asked_by.as_ref()?;
    let class = line.class_title.as_ref().zip(line.course_title.as_ref()).map(|(class, course)| {
        let name = w.either(course, line.course_title_en.as_deref().unwrap_or_default());
        format!("{name} {}", class_name(course, class))
    });
    let region = line.region.as_ref().map(|region| {
        let name = w.either(region, line.region_en.as_deref().unwrap_or_default());
        match w {
            Words::Zh => format!("{name}的全部班级"),
            Words::En => format!("All classes of {name}"),
        }
    });
    Some(class.or(region).unwrap_or_else(|| w.t("全部班级", "All classes").to_owned()))
}

/// The moment that matters: the next attempt of what goes on, the end of what does not.
fn when(w: Words, zone: Zone, standing: Standing, job: &Job) -> String {
    let moment = |ms| format::moment(w, &zone.minute(ms));
    match standing {
        Standing::Failed | Standing::Done => job.finished_at.map(moment).unwrap_or_default(),
        Standing::Running => w.t("现在", "Now").to_owned(),
        Standing::Troubled | Standing::Waiting => {
            format!("{}{}", w.t("下次 ", "Next "), moment(job.run_after))
        }
    }
}

/// Who asked for it, the last error, ids and the worker, folded away.
fn technical(w: Words, zone: Zone, line: JobLine) -> impl IntoView + use<> {
    let JobLine { job, asked_by, class_code, .. } = line;
    let moment = |ms| format::moment(w, &zone.minute(ms));
    let facts = [
        (w.t("错误", "Error"), job.last_error.clone()),
        (w.t("申请人", "Asked for by"), asked_by.filter(|name| !name.is_empty())),
        (w.t("班级代码", "Class"), class_code),
        (w.t("上次做完", "Last done"), job.finished_at.filter(|_| job.recurs()).map(moment)),
        (w.t("由谁在做", "Worker"), job.leased_by.clone()),
        (w.t("编号", "Id"), (!job.subject.is_empty()).then(|| job.subject.clone())),
    ];
    let facts: Vec<_> = facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    (!facts.is_empty()).then(|| {
        let facts = facts.into_iter().map(|(name, value)| {
            view! {
                <p class="small break-anywhere">
                    <span class="soft">{name}</span>
                    " "
                    {value}
                </p>
            }
        });
        view! {
            <details class="technical">
                <summary>{w.t("技术信息", "Technical")}</summary>
                {facts.collect_view()}
            </details>
        }
    })
}
