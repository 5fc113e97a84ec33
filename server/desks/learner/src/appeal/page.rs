//! A learner's own appeals: the form for one refusal, and how all of them stand.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::appeal::{Stage, may_be_appealed};
use domain::id::{EnrolmentId, LessonId};
use domain::study::RefusalCode;
use domain::task::TaskKind;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::appeal::{Appeal, StepLine};
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Crumbs, Empty, Fact, Facts, Kind, LinkButton, NavItem, TextArea};
use web::views::appeal::{chip, lesson_of};
use web::views::deadline::answer_by;
use web::{Flash, Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/hours/appeal", get(form)).route("/hours/appeals", get(appeals))
}

/// The reviews that an appeal goes through, one after the other.
const REVIEWS: [TaskKind; 2] = [TaskKind::AppealFirst, TaskKind::AppealSecond];

/// How many working days these take at most.
fn working_days(reviews: &[TaskKind]) -> u32 {
    reviews.iter().filter_map(|review| review.working_days()).sum()
}

/// Which refusal is meant, and what was typed about it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AppealForm {
    pub enrolment: EnrolmentId,
    pub lesson: LessonId,
    pub day: String,
    pub code: String,
    pub reason: String,
}

/// A refusal of the viewer's own.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub code: RefusalCode,
    pub ms: i64,
    title: String,
}

/// The refusal that a form means, if it is the viewer's own, can be appealed and was not.
pub async fn refusal_of(
    site: &Site,
    viewer: &Viewer,
    w: Words,
    form: &AppealForm,
) -> Result<Option<Refusal>, AppError> {
    let Some(code) = RefusalCode::from_code(&form.code).filter(|code| may_be_appealed(*code)) else {
        return Ok(None);
    };
    let lines = site.db.my_hours(&viewer.person, &form.day, &form.day).await?;
    let line = lines.iter().find(|line| line.enrolment_id == form.enrolment && line.lesson_id == form.lesson);
    let refused = line.and_then(|line| line.refused.iter().find(|refused| refused.code == form.code));
    let Some(refused) = refused else { return Ok(None) };
    let classes = site.db.my_classes(&viewer.person).await?;
    let class = classes.iter().find(|class| class.enrolment_id == form.enrolment);
    let lesson = class.and_then(|class| class.lessons.iter().find(|one| one.lesson_id == form.lesson));
    let (Some(class), Some(lesson)) = (class, lesson) else { return Ok(None) };
    let title = format!(
        "{} · {}",
        w.either(&class.course_title, &class.course_title_en),
        w.either(&lesson.title, &lesson.title_en)
    );
    Ok(Some(Refusal { code, ms: refused.ms, title }))
}

/// `GET /hours/appeal?enrolment=…&lesson=…&day=…&code=…`: for the learner to whom it was refused.
async fn form(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(form): Query<AppealForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    match refusal_of(&site, &viewer, visit.words, &form).await? {
        Some(refusal) => Ok(appeal_form(&visit, refusal, form.into()).into_response()),
        None => Ok(nothing_to_appeal(visit.words)),
    }
}

/// Back to the hours, where every refusal has its own line.
pub fn nothing_to_appeal(w: Words) -> Response {
    let notice = w.t(
        "没有找到这段时间。请从“学时”里没有算的那一行点“申诉”。",
        "That time was not found. Choose “Appeal” on the line of the time that was not counted.",
    );
    Flash::notice(notice).then("/hours")
}

/// The form, with what was typed and what was wrong with it.
pub fn appeal_form(visit: &Visit, refusal: Refusal, state: FormState<AppealForm>) -> Page {
    let w = visit.words;
    let about = About::new(w.t("申诉", "Appeal")).at(NavItem::Hours);
    visit.page(about, move || {
        let days = working_days(&REVIEWS);
        let answered = match w {
            Words::Zh => format!("一般 {days} 个工作日之内告诉您结果。"),
            Words::En => format!("You usually get an answer within {days} working days."),
        };
        let error = state.error("reason");
        let form = state.form;
        let hidden = [
            ("enrolment", form.enrolment.0),
            ("lesson", form.lesson.0),
            ("day", form.day.clone()),
            ("code", form.code),
        ];
        let hidden = hidden
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view();
        view! {
            <Crumbs
                words=w
                above=vec![("/hours".to_owned(), w.t("我的学时", "My hours").to_owned())]
                here=w.t("申诉", "Appeal")
            />
            <h1>{w.t("这段时间没有算，我要申诉", "Appeal time that was not counted")}</h1>
            <section class="sheet">
                <Facts>
                    <Fact term=w.t("课", "Lesson")>{refusal.title.clone()}</Fact>
                    <Fact term=w.t("哪一天", "Day")>{format::day(w, &form.day)}</Fact>
                    <Fact term=w.t("没有算的时间", "Not counted")>{format::duration(w, refusal.ms)}</Fact>
                    <Fact term=w.t("当时的原因", "Why")>{w.refused(refusal.code.as_str()).why}</Fact>
                </Facts>
            </section>
            <form class="form sheet" method="post" action="/hours/appeal">
                {hidden}
                <TextArea
                    name="reason"
                    label=w.t("为什么应该算", "Why it should count")
                    hint=w.t(
                        "写清楚当时的情况，比如停电、断网、看病。4 到 500 个字，不用写证件号。",
                        "Say what happened: a power cut, no network, a doctor. 4 to 500 characters; no numbers of documents.",
                    )
                    error=error
                    value=form.reason
                />
                <p class="soft">
                    {w.t(
                        "交上去以后：培训机构可以说明情况，市人社局一个人先审、另一个人复核。每一步的结果和理由都会在这里告诉您。每段时间只能申诉一次；也可以不申诉，把这一段再学一遍，照样算。",
                        "Then the institution may say what it knows, and two people of the bureau decide, one after the other. You see every result with its reason. Each stretch can be appealed once; studying it again counts as well.",
                    )}
                    {w.t("", " ")}
                    {answered}
                </p>
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("交申诉", "Send the appeal")}</Button>
                    <LinkButton href="/hours" kind=Kind::Quiet>{w.t("先不交", "Not now")}</LinkButton>
                </div>
            </form>
        }
    })
}

/// `GET /hours/appeals`: one's own, with every step and its reason.
async fn appeals(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    let mut mine = Vec::new();
    for appeal in site.db.my_appeals(&viewer.person).await? {
        let steps = site.db.appeal_steps(&appeal.id).await?;
        mine.push((answer(&site, &appeal), appeal, steps));
    }
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("我的申诉", "My appeals")).at(NavItem::Hours);
    Ok(visit.page(about, move || {
        let list = if mine.is_empty() {
            view! {
                <Empty title=w.t("还没有申诉", "No appeals yet")>
                    <p>{w.t("觉得哪段时间应该算，在“我的学时”那一行点“申诉”。", "Choose “Appeal” on a line of My hours.")}</p>
                    <LinkButton href="/hours">{w.t("看我的学时", "My hours")}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            mine.into_iter().map(|(answer, appeal, steps)| one(w, zone, answer, appeal, steps)).collect_view().into_any()
        };
        view! {
            <Crumbs
                words=w
                above=vec![("/hours".to_owned(), w.t("我的学时", "My hours").to_owned())]
                here=w.t("我的申诉", "My appeals")
            />
            <h1>{w.t("我的申诉", "My appeals")}</h1>
            {list}
        }
    }))
}

/// By when the learner gets an answer: after the reviews that are still to come.
fn answer(site: &Site, appeal: &Appeal) -> Option<Deadline> {
    let to_come = match appeal.stage() {
        Stage::First => &REVIEWS[..],
        Stage::Second => &REVIEWS[1..],
        Stage::Granted | Stage::Refused => return None,
    };
    Some(site.deadline_in(working_days(to_come), appeal.waits_since()))
}

fn one(
    w: Words,
    zone: domain::time::Zone,
    answer: Option<Deadline>,
    appeal: Appeal,
    steps: Vec<StepLine>,
) -> impl IntoView + use<> {
    let head = format!("{} · {}", format::day(w, &appeal.day), lesson_of(w, &appeal));
    let (why, stage) = (w.refused(&appeal.code).why, appeal.stage());
    let outcome = match (appeal.stage(), appeal.granted_ms) {
        (Stage::Granted, Some(ms)) => match w {
            Words::Zh => format!(
                "补回 {}，已记入学时账第 {} 条。",
                format::duration(w, ms),
                appeal.entry_index.unwrap_or(0)
            ),
            Words::En => format!(
                "{} count since: entry {} of the ledger.",
                format::duration(w, ms),
                appeal.entry_index.unwrap_or(0)
            ),
        },
        (Stage::Refused, _) => w
            .t(
                "没有通过，理由在下面。这一段可以再学一遍，照样算；还有疑问请打 12333。",
                "Refused; the reason is below. Studying it again counts. Questions: call 12333.",
            )
            .to_owned(),
        _ => {
            let by = answer.map(|deadline| answer_by(w, &deadline)).unwrap_or_default();
            format!("{}{by}", w.t("正在办理。", "It is being looked at. "))
        }
    };
    let steps = steps.into_iter().map(|step| {
        view! {
            <li>
                <p><b>{w.appeal_step(&step.kind, step.verdict())}</b> " " <span class="soft small">{format::moment(w, &zone.minute(step.at_ms))}</span></p>
                <p>{step.reason.clone()}</p>
            </li>
        }
    });
    view! {
        <section class="sheet stack">
            <div class="split">
                <h2>{head}</h2>
                {chip(w, stage)}
            </div>
            <p>{outcome}</p>
            <Facts>
                <Fact term=w.t("没有算的时间", "Not counted")>{format::duration(w, appeal.refused_ms)}</Fact>
                <Fact term=w.t("当时的原因", "Why")>{why}</Fact>
                <Fact term=w.t("我的理由", "My reason")>{appeal.reason}</Fact>
            </Facts>
            <ol class="stack">{steps.collect_view()}</ol>
        </section>
    }
}
