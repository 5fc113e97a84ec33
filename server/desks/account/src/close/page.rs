//! Closing one's account: what goes, what stays and until when, what is lost, and the button.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::{Grant, Role};
use leptos::prelude::*;
use serde::Deserialize;
use store::closing::Remains;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Crumbs, ErrorSummary, Field, Kind, NavItem, Username};
use web::{Site, Viewer, Visit};

use crate::account::parts::{Part, above};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/close", get(close))
}

/// Whether it is known what is lost, and the password, which is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    /// `yes` where it was ticked.
    pub known: String,
    pub password: String,
}

/// `GET /account/close`: for whoever is signed in, about themselves only.
async fn close(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    close_page(&site, &viewer, &visit, FormState::default()).await
}

/// What stands on the account page.
pub fn section(w: Words) -> impl IntoView {
    view! {
        <section class="sheet">
            <h2>{w.t("注销账号", "Close the account")}</h2>
            <p>
                {w.t(
                    "不想再用了，可以自己注销。下一页先告诉您删什么、留什么，看清楚再决定。",
                    "You can close it yourself. The next page first says what is erased and what stays.",
                )}
            </p>
            <p>
                <a href="/account/close">{w.t("看看注销会怎样", "See what closing means")}</a>
            </p>
        </section>
    }
}

/// What somebody loses by closing the account today.
pub struct Losses {
    /// Classes that are not over, each with its title and what waits for a check, in milliseconds.
    classes: Vec<(String, i64)>,
    open_appeals: i64,
}

impl Losses {
    /// What the viewer would lose.
    pub async fn of(site: &Site, viewer: &Viewer, remains: &Remains) -> Result<Self, AppError> {
        let today = site.today();
        let classes = site.db.my_classes(&viewer.person).await?;
        let running = classes.iter().filter(|class| class.ends_on >= today);
        Ok(Self {
            classes: running.map(|class| (class.class_title.clone(), class.waiting_ms())).collect(),
            open_appeals: remains.open_appeals,
        })
    }

    /// Whether there is anything to be lost: then the button wants to hear that it is known.
    pub fn any(&self) -> bool {
        !self.classes.is_empty() || self.open_appeals > 0
    }
}

/// The page, with what was ticked and what was wrong with it.
pub async fn close_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<CloseForm>,
) -> Result<Page, AppError> {
    let (w, zone) = (visit.words, site.zone());
    let remains = site.db.remains(&viewer.person, site.now()).await?;
    let losses = Losses::of(site, viewer, &remains).await?;
    let posts = site.db.grants(&viewer.account, site.now()).await?;
    let last_day = remains.last_at.map(|at_ms| format::date(w, &site.retention.last_day(at_ms, zone)));
    let login = viewer.login.clone();
    let title = w.t("注销账号", "Close the account");
    Ok(visit.page(About::new(title).narrow().at(NavItem::Account), move || {
        let above = above(w, Part::Data);
        let body = if let Some(sentence) = in_post(w, &posts) {
            view! { <p class="lead">{sentence}</p> }.into_any()
        } else {
            let lost = losses.any().then(|| lost(w, &losses));
            let form = form(w, login, losses.any(), state);
            view! { {goes(w, last_day.is_none())} {stays(w, &remains, last_day)} {lost} {form} }.into_any()
        };
        view! {
            <Crumbs words=w above=above here=title />
            <h1>{title}</h1>
            {body}
        }
    }))
}

/// Why an official cannot close the account yet.
pub fn in_post(w: Words, posts: &[Grant]) -> Option<String> {
    let held: Vec<_> = posts
        .iter()
        .filter(|post| post.role != Role::Learner)
        .map(|post| w.role_of(post.role.as_str()))
        .collect();
    (!held.is_empty()).then(|| match w {
        Words::Zh => format!(
            "您现在的岗位是{}，还不能注销。请先让系统管理员办好岗位交接，交接那天过后就可以自己注销。",
            held.join("、")
        ),
        Words::En => format!(
            "You hold a post ({}), so the account cannot be closed yet. Have the administrator hand the post over first; after its last day you can close the account yourself.",
            held.join(", ")
        ),
    })
}

fn goes(w: Words, everything: bool) -> impl IntoView {
    let identity = everything.then(|| {
        view! {
            <li>{w.t("姓名、证件号、报过的班", "Name, document number, the classes you joined")}</li>
        }
    });
    view! {
        <section class="sheet">
            <h2>{w.t("马上删除的", "Erased at once")}</h2>
            <ul>
                {identity}
                <li>{w.t("手机号、出生日期、性别、户籍地、人员类别", "Phone, date of birth, sex, household place, category")}</li>
                <li>{w.t("交来的证明材料，文件也删", "The papers you sent, files and all")}</li>
                <li>{w.t("密码、通行密钥、二次验证、关联的其他登录；所有设备都退出", "Password, passkeys, second factor, linked sign-ins; every device is signed out")}</li>
                <li>{w.t("以前的同意全部撤回", "Everything you agreed to is taken back")}</li>
            </ul>
            <p class="soft">
                {w.t("删了就找不回来。想留底的，先", "It cannot be brought back. To keep a copy, first")} " "
                <a href="/account/data" download>{w.t("下载我的数据", "download your data")}</a>{w.t("。", ".")}
            </p>
        </section>
    }
}

fn stays(w: Words, remains: &Remains, last_day: Option<String>) -> impl IntoView + use<> {
    let verified = format::duration(w, remains.verified_ms);
    let was_official = remains.was_official;
    let kept = last_day.clone().map(|day| {
        let hours = match w {
            Words::Zh => format!("已确认的学时（{verified}）、补贴和申诉的记录，还有算出它们的学习过程。学时账里没有姓名和号码。补贴是财政的钱，审计要能查。"),
            Words::En => format!("The verified hours ({verified}), records of subsidy and appeals, and the course of study they come from. The ledger holds no names or numbers. The subsidy is public money: audits must be able to look."),
        };
        let name = match w {
            Words::Zh => format!("姓名和证件号加密封存到 {day}，到期自动删除。这之前只有审计和核查补贴时才打开，每次都写明理由，留下记录。"),
            Words::En => format!("Name and document number, sealed until {day} and then erased by themselves. Until then they are opened for audits and reviews of the subsidy only, each time with a reason and a record."),
        };
        view! {
            <li>{hours}</li>
            <li>{name}</li>
        }
    });
    let official = was_official.then(|| {
        view! {
            <li>{w.t("您做过工作人员，操作记录里的姓名同样留到那一天。", "You held a post: your name in the audit log stays until that day too.")}</li>
        }
    });
    let back = if last_day.is_some() {
        w.t(
            "以后想回来，用同一个证件、同一个姓名重新登记，以前确认的学时都在。",
            "To come back, register with the same document and name: the hours confirmed before are all there.",
        )
    } else {
        w.t("以后想回来，重新登记就行，从头开始。", "To come back, register again and begin anew.")
    };
    view! {
        <section class="sheet">
            <h2>{w.t("按规定要留的", "What the rules keep")}</h2>
            <ul>
                {kept}
                {official}
                <li>
                    {w.t(
                        "操作记录里“什么时候登记、什么时候注销、从哪个网络地址”。这本账谁也改不了，里面没有您的姓名和号码。",
                        "In the audit log: when you registered and closed the account, and from which network. Nobody can change that log; it holds neither your name nor numbers.",
                    )}
                </li>
            </ul>
            <p class="soft">{back}</p>
        </section>
    }
}

fn lost(w: Words, losses: &Losses) -> impl IntoView + use<> {
    let classes: Vec<_> = losses
        .classes
        .iter()
        .map(|(title, waiting_ms)| {
            let waiting = format::duration(w, *waiting_ms);
            let says = match (w, *waiting_ms > 0) {
                (Words::Zh, true) => format!("“{title}”还没结束：还没确认的 {waiting} 不能再确认，这个班按没学完算。"),
                (Words::Zh, false) => format!("“{title}”还没结束：注销后不能再学，这个班按没学完算。"),
                (Words::En, true) => format!("“{title}” is not over: {waiting} not confirmed yet can no longer be, and the class counts as not finished."),
                (Words::En, false) => format!("“{title}” is not over: you can no longer study in it, and it counts as not finished."),
            };
            view! { <li>{says}</li> }
        })
        .collect();
    let appeals = (losses.open_appeals > 0).then(|| {
        let says = match w {
            Words::Zh => {
                format!("还有 {} 个申诉没办完：会照常办理，但结果没法再告诉您。", losses.open_appeals)
            }
            Words::En => format!(
                "Appeals not decided: {}. They go on, but nobody can tell you the outcome.",
                losses.open_appeals
            ),
        };
        view! { <li>{says}</li> }
    });
    view! {
        <section class="sheet">
            <h2>{w.t("现在注销，您会失去", "Closing now, you lose")}</h2>
            <ul>{classes} {appeals}</ul>
            <p class="soft">
                {w.t(
                    "不急的话，先学完、过了抽查、等申诉有结果，再来注销，一点都不会少。",
                    "If there is no hurry, finish, pass the checks, wait for the appeal, and close it then: nothing is lost.",
                )}
            </p>
        </section>
    }
}

fn form(w: Words, login: String, loses: bool, state: FormState<CloseForm>) -> impl IntoView + use<> {
    let (errors, password) = (state.errors(), state.error("password"));
    let known = loses.then(|| {
        view! {
            <Choices
                name="known"
                label=w.t("请确认", "Please confirm")
                error=state.error("known")
                options=vec![Choice::new("yes", w.t("我知道会失去上面这些，仍要注销", "I know that I lose the above, and close it"))]
                chosen=vec![state.form.known]
                many=true
            />
        }
    });
    view! {
        <form class="form sheet" method="post" action="/account/close">
            <h2>{w.t("确定注销", "Close it")}</h2>
            <ErrorSummary title=w.t("还没有注销，请看这里", "Not closed yet, please look here") errors=errors />
            <Username value=login />
            {known}
            <Field
                name="password"
                label=w.t("登录密码", "Password")
                hint=w.t("确认是您本人。按下面的按钮，账号马上注销。", "To make sure that it is you. The button closes the account at once.")
                error=password
                kind="password"
                autocomplete="current-password"
            />
            <div class="actions">
                <Button kind=Kind::Danger>{w.t("注销账号", "Close the account")}</Button>
                <a href=Part::Data.address()>{w.t("不注销了", "Keep it")}</a>
            </div>
        </form>
    }
}
