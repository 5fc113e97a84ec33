//! My subsidy: what the verified hours of each class are worth, line by line, and what comes next.

mod timeline;

use std::sync::Arc;

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::policy::Policies;
use domain::subsidy::{Facts, PayMode, Reason, assess};
use domain::time::Zone;
use domain::working_day::Deadline;
use leptos::prelude::*;
use store::account::Details;
use store::claim::LearnersClaim;
use store::enrolment::MyClass;
use store::exam::Over;
use store::payee::Payee;
use store::payment::LearnersPayment;
use store::publication::LearnersPublication;
use store::subsidy::MySubsidy;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Chip, Empty, HoursSize, KeyFigure, KeyFigures, Kind, LinkButton, NavItem, Reckoning, Status, Timeline,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use crate::learn::class_bar;
use crate::payee::standing::{account, mend};

use timeline::{listed, next, steps};

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
    /// Where its claim stands, once the school has made one: the amount and the reasoning are then those of the claim.
    claim: Option<LearnersClaim>,
    /// Where it stands in a published list, and until when that is shown.
    publication: Option<(LearnersPublication, Deadline)>,
    /// Where its payment stands, once it is in a batch: that of the latest.
    payment: Option<LearnersPayment>,
}

/// `GET /subsidy`: one's own subsidy records.
async fn subsidy(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    site.db.hand_in_what_is_over(Over::Person(&viewer.person), &site.policies, site.now()).await?;
    let mut records = site.db.my_subsidies(&viewer.person).await?;
    let seen = site.db.identity_seen_at(&viewer.person).await?.is_some();
    let details = site.db.details(&viewer.person).await?;
    let payee = site.db.payee_of(&viewer.person).await?;
    let payments = site.db.my_payments(&viewer.person).await?;
    let mut claims = site.db.my_claims(&viewer.person).await?;
    let clock = site.publication_clock();
    let mut publications = site.db.my_publications(&viewer.person).await?;
    let mut worths = Vec::new();
    for class in site.db.my_classes(&viewer.person).await? {
        let Some(policy) = site.policies.version(&class.policy_version) else {
            return Err(AppError::Internal(anyhow::anyhow!(
                "unknown policy version {}",
                class.policy_version
            )));
        };
        let required_ms = class.required_ms();
        let of = |verified_ms, identity_seen, test_mark| {
            assess(&Facts { verified_ms, required_ms, test_mark, identity_seen }, policy)
        };
        let at = records.iter().position(|record| record.enrolment_id == class.enrolment_id);
        let record = at.map(|at| records.swap_remove(at));
        let at = claims.iter().position(|claim| claim.enrolment_id == class.enrolment_id.as_str());
        let claim = at.map(|at| claims.swap_remove(at));
        let at = publications.iter().position(|one| one.enrolment_id == class.enrolment_id);
        let publication = at.map(|at| publications.swap_remove(at));
        let publication = publication.map(|one| {
            let last = clock.last_day(one.at_ms);
            (one, last)
        });
        let (reasoning, amount_fen) = match (&claim, &record) {
            (Some(claim), _) => (claim.line()?.entitlement.reasoning, claim.amount_fen),
            (None, Some(record)) => (record.reasoning()?, record.amount_fen),
            (None, None) => (of(0, seen, class.test_mark()).reasoning, 0),
        };
        let payment = payments.iter().find(|payment| payment.enrolment_id == class.enrolment_id).cloned();
        worths.push(Worth {
            whole_fen: of(required_ms, true, class.has_exam.then_some(Some(100))).amount.0,
            class,
            record,
            reasoning,
            amount_fen,
            claim,
            publication,
            payment,
        });
    }
    // What was earned stands first; what has not begun last.
    worths.sort_by_key(|worth| std::cmp::Reverse((worth.amount_fen, worth.class.studied_at())));
    let (w, zone, policies) = (visit.words, site.zone(), site.policies.clone());
    let about = About::new(w.t("我的补贴", "My subsidy")).at(NavItem::Subsidy);
    Ok(visit.page(about, move || view(w, worths, (seen, details, payee), zone, policies)))
}

fn view(
    w: Words,
    worths: Vec<Worth>,
    (seen, details, payee): (bool, Details, Option<Payee>),
    zone: Zone,
    policies: Arc<Policies>,
) -> impl IntoView {
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
    let unseen = (!seen).then(|| unseen(w, &worths));
    let has_begun = |worth: &Worth| worth.record.is_some() || worth.class.studied_at() > 0;
    let (begun, untouched): (Vec<_>, Vec<_>) = worths.into_iter().partition(has_begun);
    let count = untouched.len();
    let untouched = untouched.into_iter().map(|worth| class_worth(w, worth, zone, &policies)).collect_view();
    let untouched = match (count, begun.is_empty()) {
        (0, _) => None,
        // Nothing else is there to see.
        (_, true) => Some(untouched.into_any()),
        (count, false) => {
            let name = match (w, count) {
                (Words::Zh, count) => format!("还没开始学的班级（{count} 个）"),
                (Words::En, 1) => "One class not begun".to_owned(),
                (Words::En, count) => format!("{count} classes not begun"),
            };
            let folded = view! {
                <details class="sheet stack">
                    <summary>{name}</summary>
                    {untouched}
                </details>
            };
            Some(folded.into_any())
        }
    };
    let classes = begun.into_iter().map(|worth| class_worth(w, worth, zone, &policies)).collect_view();
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("我的补贴", "My subsidy")}</h1>
                <p>{w.t("金额由系统按政策和认定学时算出，谁也不能手工改。", "The amount is computed from the policy and your verified hours. Nobody can change it by hand.")}</p>
            </div>
        </div>
        {unseen}
        {category(w, details)}
        {account(w, payee)}
        {classes}
        {untouched}
    }
    .into_any()
}

/// The category: proved, or only what the learner says; then the way to prove it.
fn category(w: Words, details: Details) -> impl IntoView {
    let name = w.either(&details.category?, details.category_en.as_deref().unwrap_or_default());
    let since = details.category_since.map(|day| format::date(w, &day)).unwrap_or_default();
    let since = match w {
        Words::Zh => format!("{since}起"),
        Words::En => format!("since {since}"),
    };
    let proof = (!details.category_proved)
        .then(|| view! { <a href="/account/papers">{w.t("交证明材料", "Send the paper")}</a> });
    Some(view! {
        <p>
            {w.t("人员类别", "Category")} " " {name}
            " " <span class="soft">{since} " · " {w.category_standing(details.category_proved)}</span> " " {proof}
        </p>
    })
}

/// What somebody does whose document nobody has seen.
fn unseen(w: Words, worths: &[Worth]) -> impl IntoView + use<> {
    let mut schools: Vec<String> = worths
        .iter()
        .map(|Worth { class, .. }| match w {
            Words::Zh => format!("{}（{}）", class.organisation, class.organisation_phone),
            Words::En => format!("{} ({})", class.organisation_en, class.organisation_phone),
        })
        .collect();
    schools.sort();
    schools.dedup();
    view! {
        <section class="sheet stack-s">
            <h2>{w.t("先去核对一次证件", "Have your identity document seen once")}</h2>
            <p>
                {w.t(
                    "学时照常认定，不受影响。领补贴以前，要带身份证件原件到培训机构，当面给老师看一次；老师确认后，金额自动算出来。只要办一次。",
                    "Your hours count as they are. Before any subsidy, show the document itself to a teacher of your school once; the amount then appears by itself. Once is enough.",
                )}
            </p>
            <p class="soft">{schools.join(w.t("；", "; "))}</p>
        </section>
    }
}

fn class_worth(w: Words, worth: Worth, zone: Zone, policies: &Policies) -> impl IntoView + use<> {
    let Worth { class, record, reasoning, amount_fen, whole_fen, claim, publication, payment } = worth;
    let listed = publication.as_ref().and_then(|(one, last)| listed(w, one, last));
    let completed = record.as_ref().is_some_and(|record| record.completed);
    let (status, state) = match &record {
        Some(record) if record.completed && record.pay_mode != PayMode::Withheld.as_str() => {
            (Status::Verified, w.pay_mode_of(&record.pay_mode, &reasoning))
        }
        Some(record) => (Status::Waiting, w.pay_mode_of(&record.pay_mode, &reasoning)),
        None => (Status::Neutral, w.t("还没有认定的学时", "No verified hours yet")),
    };
    let lines: Vec<_> = reasoning.iter().map(|reason| w.reckoning(reason)).collect();
    let policy = policies.version(&class.policy_version);
    let computed = record.as_ref().filter(|_| claim.is_none()).map(|record| {
        let at = format::moment(w, &zone.minute(record.computed_at));
        match w {
            Words::Zh => format!("{at} 按学时账算出 · 政策版本 {}", record.policy_version),
            Words::En => format!("Computed {at} from the hours ledger · policy {}", record.policy_version),
        }
    });
    let amount = if claim.is_some() {
        w.t("申领的金额", "Amount claimed")
    } else {
        w.t("现在的金额", "Amount now")
    };
    let whole = claim.is_none().then(|| {
        view! { <KeyFigure label=w.t("全部学完的金额", "Once all is done") value=format::money(whole_fen) /> }
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
                <KeyFigure label=amount value=format::money(amount_fen) />
                {whole}
            </KeyFigures>
            {class_bar(w, &class, policy, HoursSize::Medium)}
            <div class="columns">
                <section class="sheet">
                    <h3>{w.t("怎么算出来的", "How it is worked out")}</h3>
                    <Reckoning lines=lines total_label=amount total=format::money(amount_fen) />
                    <p class="faint">{computed}</p>
                </section>
                <aside>
                    <section class="sheet">
                        <h3>{w.t("走到哪一步", "Where it stands")}</h3>
                        <Timeline steps=steps(w, &class, zone, completed, (claim.as_ref(), publication.as_ref(), payment.as_ref())) />
                        {payment.as_ref().and_then(|payment| mend(w, payment))}
                        {listed}
                        <p class="small soft">{next(w, &class, claim.is_some())}</p>
                    </section>
                </aside>
            </div>
        </section>
    }
}
