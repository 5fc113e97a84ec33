//! One official: posts, and what can be done about them.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::{Action, Role};
use domain::id::AccountId;
use domain::official::may_appoint;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::official::{Official, Post};
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Chip, Choice, Crumbs, Fact, Facts, Field, Kind, NavItem, Select, Status, TextArea};
use web::{Site, Viewer, Visit};

use super::list::post_text;

pub fn routes() -> Router<Site> {
    Router::new().route("/people/{account}", get(person))
}

/// Why an account is closed or opened again.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ActiveForm {
    pub reason: String,
}

/// Who takes a post over, after which day, and why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct HandOverForm {
    /// Role and account of the successor.
    pub successor: String,
    pub day: String,
    /// Named apart from the other form's reason, which stands on the same page.
    pub hand_reason: String,
}

/// The forms of an official's page.
#[derive(Debug, Default)]
pub struct OfficialForms {
    pub active: FormState<ActiveForm>,
    pub hand_over: FormState<HandOverForm>,
}

/// Whether the viewer may end these posts: every one that has not ended must be within their right, and none their own.
pub fn may_dismiss(viewer: &Viewer, official: &Official, posts: &[Post], now_ms: i64) -> bool {
    let mut standing = posts.iter().filter(|post| post.ends_at.is_none_or(|at| at > now_ms)).peekable();
    let other = official.person_id != viewer.person;
    let any = standing.peek().is_some();
    other
        && any
        && standing.all(|post| {
            Role::from_code(&post.role).is_some_and(|role| {
                // Whoever learns beside a post is closed by the system's administrator only.
                may_appoint(&viewer.grants, role, post.organisation_id.as_ref())
                    || (role == Role::Learner && viewer.is(Role::SystemAdministrator))
            })
        })
}

/// Whether the viewer may be the second person behind a post that waits for one.
pub fn may_confirm(viewer: &Viewer, official: &Official, post: &Post, now_ms: i64) -> bool {
    post.is_waiting()
        && post.ends_at.is_none_or(|at| at > now_ms)
        && official.person_id != viewer.person
        && post.invited_by.as_ref() != Some(&viewer.account)
        && Role::from_code(&post.role)
            .is_some_and(|role| may_appoint(&viewer.grants, role, post.organisation_id.as_ref()))
}

fn confirm_form(w: Words, here: &str, role: String) -> impl IntoView + use<> {
    let name = w.role_of(&role);
    view! {
        <form class="form sheet" method="post" action=format!("{here}/confirm")>
            <input type="hidden" name="role" value=role />
            <h2>{w.t("确认任职", "Confirm the post")} " " {name}</h2>
            <p class="soft">
                {w.t(
                    "审核、拨付、监督的岗位要两个人经手：一位邀请，另一位确认。请核实本人和任命文件再确认；确认以后岗位马上生效。",
                    "Two people stand behind a post that reviews, pays or watches: one invites, another confirms. Make sure of the person and of the appointment first; the post is valid at once.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("确认任职", "Confirm")}</Button>
            </div>
        </form>
    }
}

/// `GET /people/{account}`: within the viewer's right.
async fn person(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(account): Path<String>,
) -> Result<Page, AppError> {
    person_page(&site, &viewer, &visit, &AccountId(account), OfficialForms::default()).await
}

/// The page, with its forms as they were typed.
pub async fn person_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    account: &AccountId,
    forms: OfficialForms,
) -> Result<Page, AppError> {
    viewer.require(Action::ManageOfficials)?;
    let official = site.db.official(account).await?;
    let posts = site.db.posts(account).await?;
    let scope_filter = viewer.scope_filter(Action::ManageOfficials);
    let mine = posts.iter().any(|post| {
        post.role != Role::Learner.as_str()
            && (scope_filter.all || post.organisation_id == scope_filter.organisation)
    });
    if !mine {
        return Err(AppError::NotFound);
    }
    let now_ms = site.now();
    let may = may_dismiss(viewer, &official, &posts, now_ms);
    let waiting: Vec<String> = posts
        .iter()
        .filter(|post| may_confirm(viewer, &official, post, now_ms))
        .map(|post| post.role.clone())
        .collect();
    let mut colleagues = Vec::new();
    for post in
        posts.iter().filter(|post| may && post.ends_at.is_none() && post.role != Role::Learner.as_str())
    {
        for other in site.db.colleagues(post, &official.person_id, now_ms).await? {
            let label = format!("{} {}", other.name, visit.words.role_of(&post.role));
            colleagues.push(Choice::new(format!("{}:{}", post.role, other.account), label));
        }
    }
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(official.name.clone()).at(NavItem::People);
    Ok(visit.page(about, move || view(w, zone, now_ms, official, posts, (waiting, colleagues), may, forms)))
}

#[expect(clippy::too_many_arguments, reason = "what one page shows")]
fn view(
    w: Words,
    zone: Zone,
    now_ms: i64,
    official: Official,
    posts: Vec<Post>,
    (waiting, colleagues): (Vec<String>, Vec<Choice>),
    may: bool,
    forms: OfficialForms,
) -> impl IntoView + use<> {
    let here = format!("/people/{}", official.account);
    let posts = posts
        .iter()
        .map(|post| {
            let (text, since) = (post_text(w, zone, now_ms, post), zone.day(post.granted_at));
            view! { <Fact term=since>{text}</Fact> }
        })
        .collect_view();
    let closed =
        (!official.active).then(|| view! { <Chip status=Status::Refused>{w.t("已停用", "Closed")}</Chip> });
    let confirms = waiting.into_iter().map(|role| confirm_form(w, &here, role)).collect_view();
    let close = may.then(|| active_form(w, &here, official.active, forms.active));
    let alone = (may && official.active && colleagues.is_empty()).then(|| {
        view! {
            <p class="sheet soft">
                {w.t(
                    "要换人接手，先邀请一个同岗位的人；本人接受以后，这里就能办交接。",
                    "To hand the post over, first invite somebody into the same post; once they accept, it can be done here.",
                )}
            </p>
        }
    });
    let hand = (may && official.active && !colleagues.is_empty())
        .then(|| hand_form(w, &here, colleagues, forms.hand_over));
    let (name, login) = (official.name, official.login);
    view! {
        <Crumbs
            words=w
            above=vec![("/people".to_owned(), w.t("人员", "People").to_owned())]
            here=name.clone()
        />
        <h1>{name} " " <small class="nowrap">{login}</small> " " {closed}</h1>
        <section class="sheet">
            <h2>{w.t("岗位（从哪天起）", "Posts, since")}</h2>
            <Facts>{posts}</Facts>
        </section>
        {confirms}
        {hand}
        {alone}
        {close}
    }
}

fn active_form(w: Words, here: &str, active: bool, state: FormState<ActiveForm>) -> impl IntoView + use<> {
    let (step, title, help) = if active {
        (
            "deactivate",
            w.t("停用账号", "Close the account"),
            w.t(
                "所有设备立刻退出登录，不能再登录。做过的事和名字都留着。",
                "Every device is signed out at once and nobody signs in again. What was done keeps its name.",
            ),
        )
    } else {
        (
            "activate",
            w.t("恢复账号", "Open the account again"),
            w.t("恢复后可以重新登录，岗位照旧。", "The person can sign in again and holds the same posts."),
        )
    };
    view! {
        <form class="form sheet" method="post" action=format!("{here}/{step}")>
            <h2>{title}</h2>
            <p class="soft">{help}</p>
            <TextArea
                name="reason"
                label=w.t("理由", "Reason")
                error=state.error("reason")
                value=state.form.reason
            />
            <div class="actions">
                <Button>{title}</Button>
            </div>
        </form>
    }
}

fn hand_form(
    w: Words,
    here: &str,
    colleagues: Vec<Choice>,
    state: FormState<HandOverForm>,
) -> impl IntoView + use<> {
    view! {
        <form class="form sheet" method="post" action=format!("{here}/hand-over")>
            <h2>{w.t("换人接手", "Hand the post over")}</h2>
            <p class="soft">
                {w.t(
                    "岗位到那一天结束；手上没办完的申诉马上转给接手的人。以前办过的事还写原来的名字。",
                    "The post ends on that day; open appeals go to the successor at once. What was done before keeps the old name.",
                )}
            </p>
            <Select
                name="successor"
                label=w.t("谁接手", "Successor")
                error=state.error("successor")
                options=colleagues
                chosen=state.form.successor.clone()
            />
            <Field
                name="day"
                kind="date"
                label=w.t("最后一天", "Last day")
                error=state.error("day")
                value=state.form.day.clone()
            />
            <TextArea
                name="hand_reason"
                label=w.t("理由", "Reason")
                error=state.error("hand_reason")
                value=state.form.hand_reason
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("交接", "Hand over")}</Button>
            </div>
        </form>
    }
}
