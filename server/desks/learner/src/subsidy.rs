//! My subsidy: what the verified hours of each class are worth, line by line, and what comes next.

use std::sync::Arc;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::policy::Policies;
use domain::subsidy::{Facts, Reason, assess};
use domain::time::Zone;
use leptos::prelude::*;
use store::enrolment::MyClass;
use store::subsidy::MySubsidy;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Chip, Empty, HoursSize, KeyFigure, KeyFigures, Kind, LinkButton, NavItem, Reckoning, Status, Step,
    StepState, Timeline,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use crate::learn::class_bar;

pub fn routes() -> Router<Site> {
    Router::new().route("/subsidy", get(subsidy))
}

/// A class and what its verified hours are worth now.
struct Worth {
    class: MyClass,
    /// Absent while nothing is verified.
    record: Option<MySubsidy>,
    reasoning: Vec<Reason>,
    amount_fen: i64,
    /// What the class pays once all of it is verified.
    whole_fen: i64,
}

/// `GET /subsidy`: one's own subsidy records.
async fn subsidy(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    let mut records = site.db.my_subsidies(&viewer.person).await?;
    let mut worths = Vec::new();
    for class in site.db.my_classes(&viewer.person).await? {
        let Some(policy) = site.policies.version(&class.policy_version) else {
            return Err(AppError::Internal(anyhow::anyhow!(
                "unknown policy version {}",
                class.policy_version
            )));
        };
        let required_ms = class.required_ms();
        let of = |verified_ms| assess(&Facts { verified_ms, required_ms, test_mark: None }, policy);
        let at = records.iter().position(|record| record.enrolment_id == class.enrolment_id);
        let record = at.map(|at| records.swap_remove(at));
        let (reasoning, amount_fen) = match &record {
            Some(record) => (record.reasoning()?, record.amount_fen),
            None => (of(0).reasoning, 0),
        };
        worths.push(Worth { whole_fen: of(required_ms).amount.0, class, record, reasoning, amount_fen });
    }
    let (w, zone, policies) = (visit.words, site.zone(), site.policies.clone());
    let about = About::new(w.t("我的补贴", "My subsidy")).at(NavItem::Subsidy);
    Ok(visit.page(about, move || view(w, worths, zone, policies)))
}

fn view(w: Words, worths: Vec<Worth>, zone: Zone, policies: Arc<Policies>) -> impl IntoView {
    if worths.is_empty() {
        return view! {
            <h1>{w.t("我的补贴", "My subsidy")}</h1>
            <Empty title=w.t("还没有报名", "Not enrolled yet")>
                <p>{w.t("报名一门课，学过并通过抽查，补贴就在这里一步一步算给您看。", "Enrol, study, pass the checks: your subsidy is then worked out here, step by step.")}</p>
                <LinkButton href="/courses" kind=Kind::Primary>{w.t("去选课程", "Choose a course")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let classes = worths.into_iter().map(|worth| class_worth(w, worth, zone, &policies)).collect_view();
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("我的补贴", "My subsidy")}</h1>
                <p>{w.t("金额由系统按政策和认定学时算出，谁也不能手工改。", "The amount is computed from the policy and your verified hours. Nobody can change it by hand.")}</p>
            </div>
        </div>
        {classes}
    }
    .into_any()
}

fn class_worth(w: Words, worth: Worth, zone: Zone, policies: &Policies) -> impl IntoView + use<> {
    let Worth { class, record, reasoning, amount_fen, whole_fen } = worth;
    let completed = record.as_ref().is_some_and(|record| record.completed);
    let (status, state) = match &record {
        Some(record) if record.completed => (Status::Verified, w.pay_mode_of(&record.pay_mode)),
        Some(record) => (Status::Waiting, w.pay_mode_of(&record.pay_mode)),
        None => (Status::Neutral, w.t("还没有认定的学时", "No verified hours yet")),
    };
    let lines: Vec<_> = reasoning.iter().map(|reason| w.reckoning(reason)).collect();
    let policy = policies.version(&class.policy_version);
    let computed = record.as_ref().map(|record| {
        let at = format::moment(w, &zone.minute(record.computed_at));
        match w {
            Words::Zh => format!("{at} 按学时账算出 · 政策版本 {}", record.policy_version),
            Words::En => format!("Computed {at} from the hours ledger · policy {}", record.policy_version),
        }
    });
    view! {
        <section class="stack">
            <div class="split">
                <h2>
                    {w.either(&class.course_title, &class.course_title_en)} " "
                    <span class="soft small">{class_name(&class.course_title, &class.class_title)}</span>
                </h2>
                <Chip status=status>{state}</Chip>
            </div>
            <KeyFigures>
                <KeyFigure label=w.t("现在的金额", "Amount now") value=format::money(amount_fen) />
                <KeyFigure label=w.t("全部学完的金额", "Once all is done") value=format::money(whole_fen) />
            </KeyFigures>
            {class_bar(w, &class, policy, HoursSize::Medium)}
            <div class="columns">
                <section class="sheet">
                    <h3>{w.t("怎么算出来的", "How it is worked out")}</h3>
                    <Reckoning lines=lines total_label=w.t("现在的金额", "Amount now") total=format::money(amount_fen) />
                    <p class="faint">{computed}</p>
                </section>
                <aside>
                    <section class="sheet">
                        <h3>{w.t("走到哪一步", "Where it stands")}</h3>
                        <Timeline steps=steps(w, &class, zone, completed) />
                        <p class="small soft">{next(w, &class)}</p>
                    </section>
                </aside>
            </div>
        </section>
    }
}

/// Only what this site knows: enrolling, studying, completing. The steps after it happen elsewhere for now.
fn steps(w: Words, class: &MyClass, zone: Zone, completed: bool) -> Vec<Step> {
    let step = |state, title: &str, note: String| Step { state, title: title.to_owned(), note };
    let until = format::date(w, &class.ends_on);
    let studying = match w {
        Words::Zh => format!("{until}以前学"),
        Words::En => format!("until {until}"),
    };
    let (study, after) =
        if completed { (StepState::Done, StepState::Now) } else { (StepState::Now, StepState::Ahead) };
    vec![
        step(StepState::Done, w.t("报名", "Enrolled"), format::short_day(w, &zone.day(class.enrolled_at))),
        step(
            study,
            w.t("学习，答抽查", "Studying and checks"),
            if completed { String::new() } else { studying },
        ),
        step(
            after,
            w.t("机构申报，人社局审核、公示、发放", "Claim, review, publication and payment"),
            w.t("由培训机构和人社局办理", "Done by the school and the bureau").to_owned(),
        ),
    ]
}

fn next(w: Words, class: &MyClass) -> String {
    let (school, phone) = (w.either(&class.organisation, &class.organisation_en), &class.organisation_phone);
    match w {
        Words::Zh => format!(
            "这里的金额是按政策算的，不等于已经批准。申报、审核和发放目前还不在本网站上办，想知道进度，请问{school}（{phone}）。"
        ),
        Words::En => format!(
            "The amount follows the policy; it is not yet an approval. Claim, review and payment are not handled on this site yet: for progress, ask {school} ({phone})."
        ),
    }
}
