//! A claim as those who work on it see it: its sums, its learners, how each amount came about, and what was done with it.

use app::format;
use app::words::Words;
use domain::claim::{ClaimHead, ClaimState, ClaimStep, ClaimSums};
use domain::task::TaskKind;
use domain::time::Zone;
use domain::working_day::Deadline;
use leptos::prelude::*;
use store::claim::{Claim, ClaimStepLine, ShownLine};
use store::publication::Publication;

use crate::Site;
use crate::error::AppError;
use crate::parts::{
    Cell, Chip, ColumnKind, DataTable, Fact, Facts, HeadCell, KeyFigure, KeyFigures, Reckoning, Row, Status,
    Step, StepState, Timeline,
};
use crate::views::class::class_name;

/// Learners on a page of a claim.
pub const LINES_A_PAGE: i64 = 50;

/// How a claim stands, as a chip.
pub fn claim_chip(w: Words, state: ClaimState) -> AnyView {
    let status = match state {
        ClaimState::Draft | ClaimState::Withdrawn => Status::Neutral,
        ClaimState::Submitted | ClaimState::Reviewed => Status::Waiting,
        ClaimState::Returned => Status::Refused,
        ClaimState::Approved => Status::Verified,
    };
    view! { <Chip status=status>{w.claim_state(state)}</Chip> }.into_any()
}

/// By when the next review is to be done.
pub fn deadline_of(site: &Site, claim: &Claim) -> Option<Deadline> {
    let kind = match claim.state() {
        ClaimState::Submitted => TaskKind::ClaimFirst,
        ClaimState::Reviewed => TaskKind::ClaimSecond,
        ClaimState::Draft | ClaimState::Approved | ClaimState::Returned | ClaimState::Withdrawn => {
            return None;
        }
    };
    site.deadline(kind, claim.since)
}

/// What was submitted last, and its digest.
///
/// # Errors
///
/// Where what is stored cannot be read.
pub fn submitted(claim: &Claim, steps: &[ClaimStepLine]) -> Result<(ClaimHead, String), AppError> {
    let last = steps.iter().find(|step| step.n == claim.submission);
    let found = last.and_then(|step| Some((step.head()?, step.sha256.clone())));
    found.ok_or_else(|| AppError::Internal(anyhow::anyhow!("claim {} cannot be read", claim.id)))
}

/// Course and class, as one name.
pub fn claimed_class(w: Words, claim: &Claim) -> String {
    let course = w.either(&claim.course_title, &claim.course_title_en);
    format!("{course} {}", class_name(&claim.course_title, &claim.class_title))
}

/// What a claim comes to.
pub fn sums(w: Words, sums: ClaimSums) -> impl IntoView {
    view! {
        <KeyFigures>
            <KeyFigure label=w.t("应补金额", "Subsidy") value=format::money(sums.amount.0) />
            <KeyFigure label=w.t("有补贴的学员", "Learners paid for") value=format::count(sums.paid) />
            <KeyFigure label=w.t("结班学员", "Learners of the class") value=format::count(sums.people) />
        </KeyFigures>
    }
}

/// What it was computed from.
pub fn facts(w: Words, trade: &str, head: &ClaimHead, sha256: &str) -> impl IntoView + use<> {
    let training = &head.training;
    let days = format!("{} – {}", format::date(w, &training.starts_on), format::date(w, &training.ends_on));
    let standards = match (head.standards.len(), w) {
        (0, _) => w
            .t("没有对应的补贴标准，按政策里的标准算", "None recorded applies: by the policy's own rate")
            .to_owned(),
        (n, Words::Zh) => format!("可能用到的补贴标准 {n} 条，每位学员用的是哪一条，看“怎么算的”"),
        (n, Words::En) => {
            format!("{n} recorded standards may apply; which one does stands with each learner")
        }
    };
    let trade = format!("{trade} · {}", w.level_of(training.level.as_str()));
    let (programme, policy, sha256) =
        (w.programme(training.programme), head.policy.clone(), sha256.to_owned());
    view! {
        <Facts>
            <Fact term=w.t("工种", "Trade")>{trade}</Fact>
            <Fact term=w.t("项目类别", "Programme")>{programme}</Fact>
            <Fact term=w.t("起止日期", "First and last day")>{days}</Fact>
            <Fact term=w.t("补贴标准", "Standard")>{standards}</Fact>
            <Fact term=w.t("政策版本", "Policy")>{policy}</Fact>
            <Fact term=w.t("内容摘要", "Digest")><code class="break-anywhere">{sha256}</code></Fact>
        </Facts>
    }
}

/// Learners with what each is owed; each opens how that came about.
pub fn lines(w: Words, here: &str, shown: &[ShownLine]) -> impl IntoView + use<> {
    let rows = shown.iter().map(|one| {
        let owed = &one.line.entitlement;
        let (name, href) = (one.name.clone(), format!("{here}/learners/{}", one.n));
        let status = if owed.amount.0 > 0 { Status::Verified } else { Status::Neutral };
        let (document, mode) = (one.document_masked.clone(), w.pay_mode(owed.pay_mode, &owed.reasoning));
        let (hours, amount) = (format::many_tenths(owed.hours.tenths), format::money(owed.amount.0));
        view! {
            <Row>
                <HeadCell><a href=href>{name}</a> " " <small>{document}</small></HeadCell>
                <Cell label=w.t("认定学时", "Credit hours") kind=ColumnKind::Number>
                    {hours}
                </Cell>
                <Cell label=w.t("结果", "Result") kind=ColumnKind::Short>
                    <Chip status=status>{mode}</Chip>
                </Cell>
                <Cell label=w.t("应补金额", "Subsidy") kind=ColumnKind::Number>{amount}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=w.t("学员", "Learners")
            columns=vec![
                (w.t("学员", "Learner").to_owned(), ColumnKind::Text),
                (w.t("认定学时", "Credit hours").to_owned(), ColumnKind::Number),
                (w.t("结果", "Result").to_owned(), ColumnKind::Short),
                (w.t("应补金额", "Subsidy").to_owned(), ColumnKind::Number),
            ]
        >
            {rows}
        </DataTable>
    }
}

/// How the amount of one learner came about.
pub fn reckoned(w: Words, shown: &ShownLine) -> impl IntoView + use<> {
    let owed = &shown.line.entitlement;
    let reasons: Vec<_> = owed.reasoning.iter().map(|reason| w.reckoning(reason)).collect();
    let earlier = shown.line.earlier.iter().map(|one| {
        let days = format!("{} – {}", format::date(w, &one.starts_on), format::date(w, &one.ends_on));
        let training = format!("{} · {}", one.trade, w.level_of(one.level.as_str()));
        view! { <li>{one.class_code.clone()} " " {training} " " {days}</li> }
    });
    let earlier = (!shown.line.earlier.is_empty()).then(|| {
        let earlier = earlier.collect_view();
        view! {
            <section class="sheet stack-s">
                <h2>{w.t("这位学员别的补贴培训", "Other subsidised trainings of this learner")}</h2>
                <ul>{earlier}</ul>
            </section>
        }
    });
    let candidate = &shown.line.candidate;
    let category = match &shown.category {
        None => w.t("没有填", "not given").to_owned(),
        Some((name, name_en)) => {
            format!("{} · {}", w.either(name, name_en), w.category_standing(candidate.category_proved))
        }
    };
    let seen =
        if candidate.identity_seen { w.t("已核对", "seen") } else { w.t("没有核对", "not seen") };
    let (document, days, total) =
        (shown.document_masked.clone(), candidate.days, format::money(owed.amount.0));
    view! {
        <section class="sheet stack">
            <Reckoning lines=reasons total_label=w.t("应补金额", "Subsidy") total=total />
        </section>
        <section class="sheet">
            <Facts>
                <Fact term=w.t("证件号码", "Document")>{document}</Fact>
                <Fact term=w.t("身份证件", "Identity document")>{seen}</Fact>
                <Fact term=w.t("报名时的人员类别", "Category at enrolment")>{category}</Fact>
                <Fact term=w.t("学习天数", "Days of study")>{days}</Fact>
            </Facts>
        </section>
        {earlier}
    }
}

/// Who reads what was done with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The institution: it learns why a claim went back, not what was found out before it passed.
    Asks,
    /// Those who decide and those who watch over them.
    Decides,
}

/// What was done when, by whom, and why.
pub fn history(
    w: Words,
    zone: Zone,
    steps: &[ClaimStepLine],
    state: ClaimState,
    publication: Option<&Publication>,
    reader: Reader,
) -> impl IntoView + use<> {
    let mut lines: Vec<Step> = steps
        .iter()
        .map(|step| {
            let kind = ClaimStep::from_code(&step.kind).unwrap_or(ClaimStep::Submit);
            let mut note = format!("{} {}", step.name, format::moment(w, &zone.minute(step.at_ms)));
            if !step.reason.is_empty() && (kind.goes_back() || reader == Reader::Decides) {
                note.push_str(w.t("；", "; "));
                note.push_str(&step.reason);
            }
            let state = if kind.goes_back() { StepState::Returned } else { StepState::Done };
            Step { state, title: w.claim_step(kind).to_owned(), note }
        })
        .collect();
    lines.extend(publication.map(|publication| Step {
        state: StepState::Done,
        title: w.t("公示", "Published").to_owned(),
        note: format!("{} {}", publication.clerk, format::moment(w, &zone.minute(publication.at_ms))),
    }));
    let next = match state {
        ClaimState::Approved if publication.is_none() => Some(w.t("等人社局公示", "Waits to be published")),
        ClaimState::Submitted => Some(w.t("等人社局初审", "Waits for the first review")),
        ClaimState::Reviewed => Some(w.t("等人社局复核", "Waits for the second review")),
        ClaimState::Returned => Some(w.t("等培训机构补正", "Waits for the institution")),
        ClaimState::Draft | ClaimState::Approved | ClaimState::Withdrawn => None,
    };
    lines.extend(next.map(|title| Step {
        state: StepState::Now,
        title: title.to_owned(),
        note: String::new(),
    }));
    view! {
        <section class="sheet stack">
            <h2>{w.t("办理经过", "What was done")}</h2>
            <Timeline steps=lines />
        </section>
    }
}
