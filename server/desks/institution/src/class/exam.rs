//! The final test of a class: who sat it and how it went; and, as long as nobody is in the class, the button that gives it one.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::ClassId;
use domain::policy::ExamPolicy;
use domain::time::Zone;
use leptos::prelude::*;
use store::exam::{ClassExamLine, GiveRefusal, Over};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, Chip, ColumnKind, Crumbs, DataTable, Empty, HeadCell, Kind, LinkButton, Pager, Row, Status,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use super::list::{place_of, require_class};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/exam", get(exam).post(give))
}

/// Learners of a page.
const LINES_A_PAGE: usize = 50;

#[derive(serde::Deserialize)]
struct Turn {
    page: Option<usize>,
}

/// `GET /classes/{id}/exam`: for whoever may watch this class or see its hours.
async fn exam(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    axum::extract::Query(turn): axum::extract::Query<Turn>,
) -> Result<Page, AppError> {
    let class = site.db.watched_class(&ClassId(id), &site.today()).await?;
    require_class(&viewer, &class)?;
    site.db.hand_in_what_is_over(Over::Class(&class.id), &site.policies, site.now()).await?;
    let stands = site.db.class_exam(&class.id).await?;
    let lines = match stands {
        Err(GiveRefusal::Already) => site.db.class_exam_lines(&class.id).await?,
        _ => Vec::new(),
    };
    let gives = viewer.require_in(Action::ApplyForClass, &class.organisation_id, &class.region_id).is_ok();
    let (w, zone, at) = (visit.words, site.zone(), place_of(&viewer));
    let policy = site.policies.version(&class.policy_version);
    let rules = policy.and_then(|policy| policy.exam.clone());
    let least = policy.map_or(0, |policy| policy.subsidy.test_mark_min.value);
    let title = w.t("结业考试", "Final test");
    Ok(visit.page(About::new(title).at(at), move || {
        let course = w.either(&class.course_title, &class.course_title_en);
        let name = format!("{course} {}", class_name(&class.course_title, &class.title));
        let here = format!("/classes/{}", class.id);
        let says = rules.as_ref().map(|rules| rules_say(w, rules, least));
        let body = match (stands, rules) {
            (Err(GiveRefusal::Already), Some(rules)) => {
                table(w, zone, &here, lines, &rules, turn.page.unwrap_or(1)).into_any()
            }
            (Ok(()), Some(_)) if gives => give_form(w, &here).into_any(),
            _ => none(w, &here, stands).into_any(),
        };
        view! {
            <Crumbs
                words=w
                above=vec![(at.address().to_owned(), at.name(w).to_owned()), (here.clone(), name.clone())]
                here=title
            />
            <div class="page-head">
                <div>
                    <h1>{title} " " <small>{name}</small></h1>
                    <p>{says}</p>
                </div>
            </div>
            {body}
        }
    }))
}

/// How it is held, in a line.
fn rules_say(w: Words, rules: &ExamPolicy, least: i64) -> String {
    let (questions, minutes, tries) = (rules.questions.value, rules.minutes.value, rules.tries());
    match w {
        Words::Zh => {
            format!("从题库抽 {questions} 题，{minutes} 分钟，{least} 分合格，一共可以考 {tries} 次。")
        }
        Words::En => {
            format!("{questions} questions of the bank, {minutes} minutes, {least} passes, {tries} tries.")
        }
    }
}

/// There is none, and none can be given here.
fn none(w: Words, here: &str, stands: Result<(), GiveRefusal>) -> impl IntoView + use<> {
    let back = here.to_owned();
    let says = match stands {
        Err(GiveRefusal::SomebodyIn) => w.t(
            "这个班已经有学员，他们报名的时候没有考试，现在不能再加。",
            "People enrolled when it had none; it cannot be given one now.",
        ),
        Err(GiveRefusal::NoQuestions) => {
            w.t("这门课还没有题目，抽不出试卷。", "Its course has no questions to draw from.")
        }
        _ => w.t("学满学时就算结业。", "It is completed by its hours."),
    };
    view! {
        <Empty title=w.t("这个班没有结业考试", "This class has no final test")>
            <p>{says}</p>
            <LinkButton href=back>{w.t("返回班级", "Back to the class")}</LinkButton>
        </Empty>
    }
}

fn give_form(w: Words, here: &str) -> impl IntoView + use<> {
    view! {
        <form class="form sheet stack" method="post" action=format!("{here}/exam")>
            <h2>{w.t("给这个班加上线上结业考试", "Give this class a final test online")}</h2>
            <p>
                {w.t(
                    "加上以后，学员学满学时还要考试合格才算结业。班里有了学员就不能再加，加上以后也不能取消。",
                    "Learners then complete the class only with a pass. It cannot be given once somebody is in the class, and never taken away.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("加上结业考试", "Give it a final test")}</Button>
                <LinkButton href=here.to_owned() kind=Kind::Quiet>{w.t("不加", "Leave it")}</LinkButton>
            </div>
        </form>
    }
}

fn table(
    w: Words,
    zone: Zone,
    here: &str,
    lines: Vec<ClassExamLine>,
    rules: &ExamPolicy,
    page: usize,
) -> impl IntoView + use<> {
    let people = lines.len();
    if people == 0 {
        let back = here.to_owned();
        return view! {
            <Empty title=w.t("班里还没有学员", "Nobody is in the class yet")>
                <p>{w.t("学员学满学时以后就可以考，成绩会列在这里。", "Learners may sit it once their hours are there; the marks are listed here.")}</p>
                <LinkButton href=back>{w.t("返回班级", "Back to the class")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let passed = lines.iter().filter(|line| line.passed).count();
    let sat = lines.iter().filter(|line| line.tries > 0).count();
    let sums = match w {
        Words::Zh => format!("{people} 名学员，{sat} 人考过，{passed} 人合格。"),
        Words::En => format!("Learners: {people}, sat it: {sat}, passed: {passed}."),
    };
    let pages = people.div_ceil(LINES_A_PAGE);
    let page = page.clamp(1, pages);
    let first = (page - 1) * LINES_A_PAGE;
    let shown: Vec<_> = lines.into_iter().skip(first).take(LINES_A_PAGE).collect();
    let summary = match w {
        Words::Zh => format!("第 {}–{} 人，共 {people} 人", first + 1, first + shown.len()),
        Words::En => format!("{}–{} of {people}", first + 1, first + shown.len()),
    };
    let tries = rules.tries();
    let rows = shown.into_iter().map(|line| row(w, zone, here, line, tries)).collect_view();
    view! {
        <p>{sums}</p>
        <DataTable
            caption=w.t("每名学员的考试", "The test of each learner")
            columns=vec![
                (w.t("学员", "Learner").to_owned(), ColumnKind::Text),
                (w.t("最高分", "Best mark").to_owned(), ColumnKind::Short),
                (w.t("还能考几次", "Tries left").to_owned(), ColumnKind::Short),
                (w.t("怎么样", "How it stands").to_owned(), ColumnKind::Text),
            ]
        >
            {rows}
        </DataTable>
        <Pager words=w page=page as i64 pages=pages as i64 list=format!("{here}/exam") summary=summary />
    }
    .into_any()
}

fn row(w: Words, zone: Zone, here: &str, line: ClassExamLine, tries: i64) -> impl IntoView + use<> {
    let href = format!("{here}/learners/{}", line.enrolment);
    let name = if line.name.is_empty() { w.t("已注销", "Account closed").to_owned() } else { line.name };
    let mark = match (line.mark, w) {
        (None, _) => "–".to_owned(),
        (Some(mark), Words::Zh) => format!("{mark} 分"),
        (Some(mark), Words::En) => mark.to_string(),
    };
    let left = if line.passed { "–".to_owned() } else { (tries - line.tries).max(0).to_string() };
    let (status, says) = if line.passed {
        (Status::Verified, w.t("合格", "Passed"))
    } else if line.open {
        (Status::Live, w.t("正在考", "Sitting it now"))
    } else if line.mark.is_some() {
        (Status::Refused, w.t("没有合格", "Not passed"))
    } else {
        (Status::Neutral, w.t("还没有考", "Not sat yet"))
    };
    let when = line.submitted_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
    view! {
        <Row>
            <HeadCell>
                <a href=href>{name}</a>
                " "
                <span class="soft small nowrap">{line.document_masked}</span>
            </HeadCell>
            <Cell label=w.t("最高分", "Best mark") kind=ColumnKind::Short>
                {mark}
            </Cell>
            <Cell label=w.t("还能考几次", "Tries left") kind=ColumnKind::Short>
                {left}
            </Cell>
            <Cell label=w.t("怎么样", "How it stands")>
                <span><Chip status=status>{says}</Chip> " " <span class="soft small">{when}</span></span>
            </Cell>
        </Row>
    }
}

/// `POST /classes/{id}/exam`: for whoever applies for classes of this institution, as long as nobody is in it.
async fn give(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    viewer.require(Action::ApplyForClass)?;
    let class = site.db.watched_class(&ClassId(id), &site.today()).await?;
    viewer.require_in(Action::ApplyForClass, &class.organisation_id, &class.region_id)?;
    let w = visit.words;
    let here = format!("/classes/{}/exam", class.id);
    if site.policies.version(&class.policy_version).is_none_or(|policy| policy.exam.is_none()) {
        let notice = w.t(
            "这个班的政策里没有结业考试的规定。",
            "The policy of this class says nothing of a final test.",
        );
        return Ok(Flash::notice(notice).then(&here));
    }
    let action = AuditAction::ClassExam { class: class.id.clone(), class_code: class.code.clone() };
    let event = site.event(&viewer, &from, action, "");
    Ok(match site.db.give_exam(&class.id, &viewer.account, &event).await? {
        Ok(()) => Flash::done(w.t("已加上结业考试。", "The class has a final test.")).then(&here),
        Err(GiveRefusal::Already) => {
            Flash::notice(w.t("这个班已经有结业考试。", "It has a final test already.")).then(&here)
        }
        Err(GiveRefusal::SomebodyIn | GiveRefusal::NoQuestions) => Flash::notice(w.t(
            "没有加上：班里已经有学员，或者没有题目。",
            "Not given: somebody is in the class, or there are no questions.",
        ))
        .then(&here),
    })
}
