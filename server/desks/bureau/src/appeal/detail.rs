//! One appeal: what was refused, what was said about it, and the step that is next.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use domain::appeal::{NotTaken, Stage};
use domain::id::{AppealId, CheckId};
use domain::time::Zone;
use leptos::prelude::*;
use store::appeal::{Appeal, StepLine};
use store::study::RuleInput;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Button, Crumbs, Fact, Facts, NavItem};
use web::views::appeal::{chip, lesson_of};
use web::{Site, Viewer, Visit};

use super::forms::{AppealForms, comment_form, confirm_form, propose_form};
use super::list::{SAY, require_appeal_role};

pub fn routes() -> Router<Site> {
    Router::new().route("/appeals/{id}", get(appeal))
}

/// What the viewer may do here.
struct May {
    comment: bool,
    propose: bool,
    confirm: bool,
}

struct PageData {
    appeal: Appeal,
    steps: Vec<StepLine>,
    /// What could count now, for those who decide.
    grantable: Option<Result<i64, NotTaken>>,
    may: May,
    /// Where the learner's records are, for whoever may see them.
    records: Option<String>,
    /// Whether the viewer could take it on.
    may_take: bool,
    /// Why the viewer has no say here, although their role would.
    kept_out: bool,
}

/// `GET /appeals/{id}`: for the institution of the class and the reviewers of the bureau.
async fn appeal(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    appeal_page(&site, &viewer, &visit, &AppealId(id), AppealForms::default()).await
}

/// The page, with its forms as they were typed.
pub async fn appeal_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    id: &AppealId,
    forms: AppealForms,
) -> Result<Page, AppError> {
    require_appeal_role(viewer)?;
    let appeal = site.db.appeal(id).await?;
    let has = |action| viewer.require_in(action, &appeal.organisation_id, &appeal.region_id).is_ok();
    if !SAY.iter().any(|action| has(*action)) {
        return Err(AppError::Forbidden);
    }
    let steps = site.db.appeal_steps(id).await?;
    let own = appeal.person_id == viewer.person;
    let took = |kinds: &[&str]| {
        steps.iter().any(|step| step.person_id == viewer.person && !kinds.contains(&step.kind.as_str()))
    };
    let (stage, open) = (appeal.stage(), matches!(appeal.stage(), Stage::First | Stage::Second));
    let may = May {
        comment: open && !own && has(Action::CommentAppeal) && !took(&["comment"]),
        propose: stage == Stage::First && !own && has(Action::ProposeAppeal) && !took(&["propose"]),
        confirm: stage == Stage::Second
            && !own
            && has(Action::ConfirmAppeal)
            && !took(&["confirm", "send_back"]),
    };
    let decides = has(Action::ProposeAppeal) || has(Action::ConfirmAppeal);
    let grantable = if open && decides {
        let input = RuleInput {
            now_ms: site.now(),
            fresh_check: CheckId::default(),
            draw: 0,
            policies: &site.policies,
        };
        Some(site.db.grantable_ms(id, &input).await?)
    } else {
        None
    };
    let role_is_next = (stage == Stage::First && has(Action::ProposeAppeal))
        || (stage == Stage::Second && has(Action::ConfirmAppeal));
    let kept_out = role_is_next && !may.propose && !may.confirm;
    let may_take = role_is_next && !kept_out && appeal.holder.as_deref() != Some(viewer.name.as_str());
    let records = (has(Action::WatchClass) || has(Action::SeeHours))
        .then(|| format!("/classes/{}/learners/{}", appeal.class_id, appeal.enrolment_id));
    let data = PageData { appeal, steps, grantable, may, records, may_take, kept_out };
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("学时申诉", "Appeal")).at(NavItem::Appeals);
    Ok(visit.page(about, move || view(w, zone, data, forms)))
}

fn view(w: Words, zone: Zone, data: PageData, forms: AppealForms) -> impl IntoView + use<> {
    let PageData { appeal, steps, grantable, may, records, may_take, kept_out } = data;
    let here = format!("/appeals/{}", appeal.id);
    let untouched = steps
        .is_empty()
        .then(|| view! { <p class="soft">{w.t("还没有人处理。", "Nobody has taken a step yet.")}</p> });
    let steps = steps.into_iter().map(|step| {
        let ground = step.ground().map(|ground| view! { <span class="soft">" · " {w.ground(ground)}</span> });
        view! {
            <li>
                <p>
                    <b>{w.appeal_step(&step.kind, step.verdict())}</b>
                    {ground}
                    " "
                    <span class="soft small">{step.name.clone()} " " {zone.minute(step.at_ms)}</span>
                </p>
                <p class="break-anywhere">{step.reason.clone()}</p>
            </li>
        }
    });
    let steps = steps.collect_view();
    let possible = grantable.map(|found| {
        let text = match found {
            Ok(ms) => format::duration(w, ms),
            Err(why) => w.not_taken(why).to_owned(),
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
    let class = format!("{} {}", appeal.class_code, w.either(&appeal.organisation, &appeal.organisation_en));
    let course = w.either(&appeal.course_title, &appeal.course_title_en);
    let lesson = format!("{course} · {}", lesson_of(w, &appeal));
    let (day, why) = (format::day(w, &appeal.day), w.refused(&appeal.code).why);
    let stage = appeal.stage();
    let holder = appeal.holder.clone().unwrap_or_else(|| w.t("还没有人领办", "Nobody yet").to_owned());
    let take = may_take.then(|| {
        view! {
            <form method="post" action=format!("{here}/take")>
                <Button>{w.t("我来办", "I take it on")}</Button>
            </form>
        }
    });
    let records = records.map(|href| {
        view! {
            <Fact term=w.t("学习记录", "Records")>
                <a href=href.clone()>{w.t("看这名学员的学时账", "This learner's ledger")}</a>
            </Fact>
        }
    });
    let comment = may.comment.then(|| comment_form(w, &here, forms.comment));
    let propose = may.propose.then(|| propose_form(w, &here, forms.propose));
    let confirm = may.confirm.then(|| confirm_form(w, &here, forms.confirm));
    let kept_out = kept_out.then(|| view! { <p class="sheet">{w.not_taken(NotTaken::NotThisPerson)}</p> });
    view! {
        <Crumbs
            words=w
            above=vec![("/appeals".to_owned(), w.t("学时申诉", "Appeals").to_owned())]
            here=appeal.learner.clone()
        />
        <div class="page-head">
            <div>
                <h1>{appeal.learner.clone()} " " <small class="nowrap">{appeal.document_masked.clone()}</small></h1>
                <p>{chip(w, stage)}</p>
            </div>
            {take}
        </div>
        <section class="sheet">
            <Facts>
                <Fact term=w.t("班期", "Class")>{class}</Fact>
                <Fact term=w.t("课", "Lesson")>{lesson}</Fact>
                <Fact term=w.t("哪天没有算", "Day")>{day}</Fact>
                <Fact term=w.t("没有算的时间", "Not counted")>{format::duration(w, appeal.refused_ms)}</Fact>
                <Fact term=w.t("当时的原因", "Why it was refused")>{why}</Fact>
                <Fact term=w.t("经办人", "Taken on by")>{holder}</Fact>
                {records}
                {possible}
                {granted}
                <Fact term=w.t("学员的理由", "The learner's reason")>
                    <span class="break-anywhere">{appeal.reason}</span>
                </Fact>
                <Fact term=w.t("提出时间", "Made")>{zone.minute(appeal.made_at)}</Fact>
            </Facts>
        </section>
        <section class="sheet stack">
            <h2>{w.t("处理经过", "Steps")}</h2>
            {untouched}
            <ol class="stack">{steps}</ol>
        </section>
        {kept_out}
        {comment}
        {propose}
        {confirm}
    }
}
