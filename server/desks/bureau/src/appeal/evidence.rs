//! What is known of an appeal: what was refused, what the learner says, what was done so far, and how it ended.

use app::format;
use app::words::Words;
use domain::appeal::{NotTaken, Stage};
use domain::time::Zone;
use leptos::prelude::*;
use store::appeal::{Appeal, StepLine};
use web::parts::{Fact, Facts};
use web::views::appeal::lesson_of;

use super::waiting::waited;

/// An appeal with what is shown of it.
pub struct Evidence {
    pub appeal: Appeal,
    pub steps: Vec<StepLine>,
    /// What could count now, for those who decide.
    pub grantable: Option<Result<i64, NotTaken>>,
    /// Where the learner's records are, for whoever may see them.
    pub records: Option<String>,
    pub zone: Zone,
    pub now_ms: i64,
}

/// What was refused and why, what the learner says, and the steps that were taken; with a button for whoever may take it on.
pub fn evidence(w: Words, shown: Evidence, may_take: bool) -> impl IntoView + use<> {
    let Evidence { appeal, steps, grantable, records, zone, now_ms } = shown;
    let open = matches!(appeal.stage(), Stage::First | Stage::Second);
    let steps = (!steps.is_empty()).then(|| {
        let lines = steps.iter().map(|step| step_line(w, zone, step)).collect_view();
        view! {
            <section class="sheet stack-s">
                <h2>{w.t("处理经过", "Steps")}</h2>
                <ol class="stack">{lines}</ol>
            </section>
        }
    });
    let possible = grantable.map(|found| {
        let text = match found {
            Ok(ms) => format::duration(w, ms),
            Err(why) => w.not_grantable(why).to_owned(),
        };
        view! { <Fact term=w.t("按原始记录最多能补回", "At most, by the raw records")>{text}</Fact> }
    });
    let granted = appeal.granted_ms.map(|ms| {
        let entry = appeal.entry_index.unwrap_or(0);
        let text = match w {
            Words::Zh => format!("{}（学时账第 {entry} 条）", format::duration(w, ms)),
            Words::En => format!("{} (entry {entry} of the ledger)", format::duration(w, ms)),
        };
        view! { <Fact term=w.t("已补回", "Counted since")>{text}</Fact> }
    });
    let institution = w.either(&appeal.organisation, &appeal.organisation_en);
    let course = w.either(&appeal.course_title, &appeal.course_title_en);
    let lesson = format!("{course} · {}", lesson_of(w, &appeal));
    let (day, why) = (format::day(w, &appeal.day), w.refused(&appeal.code).why);
    let made = format::moment(w, &zone.minute(appeal.made_at));
    let made = match (w, open) {
        (Words::Zh, true) => format!("{made}，已等 {}", waited(w, appeal.made_at, now_ms)),
        (Words::En, true) => format!("{made}, {} ago", waited(w, appeal.made_at, now_ms)),
        (_, false) => made,
    };
    let take = may_take.then(|| {
        view! {
            <form method="post" action=format!("/appeals/{}/take", appeal.id)>
                <button class="button button-quiet">{w.t("我来办", "I take it on")}</button>
            </form>
        }
    });
    let holder = open.then(|| {
        let name = appeal.holder.unwrap_or_else(|| w.t("还没有人领办", "Nobody yet").to_owned());
        view! { <Fact term=w.t("经办人", "Taken by")><span class="cluster">{name} {take}</span></Fact> }
    });
    let records = records.map(|href| {
        view! {
            <Fact term=w.t("学习记录", "Records")>
                <a href=href>{w.t("看这名学员的学时账", "This learner's ledger")}</a>
            </Fact>
        }
    });
    view! {
        <section class="sheet stack-s">
            <h2>{w.t("学员的理由", "The learner's reason")}</h2>
            <p class="break-anywhere">{appeal.reason}</p>
        </section>
        <section class="sheet">
            <Facts>
                <Fact term=w.t("没有算的时间", "Not counted")>{format::duration(w, appeal.refused_ms)}</Fact>
                {possible}
                {granted}
                <Fact term=w.t("当时的原因", "Why it was refused")>{why}</Fact>
                <Fact term=w.t("哪天", "Day")>{day}</Fact>
                <Fact term=w.t("课", "Lesson")>{lesson}</Fact>
                <Fact term=w.t("班级", "Class")>{appeal.class_title}</Fact>
                <Fact term=w.t("培训机构", "Institution")>{institution}</Fact>
                <Fact term=w.t("提出时间", "Made")>{made}</Fact>
                {holder}
                {records}
            </Facts>
        </section>
        {steps}
    }
}

fn step_line(w: Words, zone: Zone, step: &StepLine) -> impl IntoView + use<> {
    let ground = step.ground().map(|ground| view! { <span class="soft">" · " {w.ground(ground)}</span> });
    let when = format::moment(w, &zone.minute(step.at_ms));
    view! {
        <li>
            <p>
                <b>{w.appeal_step(&step.kind, step.verdict())}</b>
                {ground}
                " "
                <span class="soft small">{step.name.clone()} " · " {when}</span>
            </p>
            <p class="break-anywhere">{step.reason.clone()}</p>
        </li>
    }
}

/// How it stands, for whoever has no step to take: who decided when and why, or for whom it waits.
pub fn outcome(w: Words, shown: &Evidence) -> impl IntoView + use<> {
    let appeal = &shown.appeal;
    let says = match appeal.stage() {
        Stage::First => w.t("等市局初审。", "It waits for the bureau's first review.").to_owned(),
        Stage::Second => w.t("已经初审，等市局复核。", "It waits for the bureau's second review.").to_owned(),
        Stage::Granted => match (w, format::duration(w, appeal.granted_ms.unwrap_or(0))) {
            (Words::Zh, time) => format!("申诉成立，补回 {time}，补贴已重算。"),
            (Words::En, time) => format!("Granted: {time} count since, the subsidy is computed anew."),
        },
        Stage::Refused => w.t("没有通过，这段时间不认定。", "Refused: the time does not count.").to_owned(),
    };
    let decided = shown.steps.last().filter(|step| step.kind == "confirm").map(|step| {
        let when = format::moment(w, &shown.zone.minute(step.at_ms));
        let by = match w {
            Words::Zh => format!("{} 于 {when} 复核办结：", step.name),
            Words::En => format!("Decided by {} on {when}:", step.name),
        };
        view! {
            <p>{by}</p>
            <p class="break-anywhere">{step.reason.clone()}</p>
        }
    });
    view! {
        <section class="sheet stack-s">
            <h2>{w.t("办理结果", "How it stands")}</h2>
            <p>{says}</p>
            {decided}
        </section>
    }
}
