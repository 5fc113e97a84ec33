//! The page on which a learner gives the account on which they are paid.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::payee::{BANKS, PayeeKind};
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::payee::Payee;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Choices, Crumbs, ErrorSummary, Field, Kind, LinkButton, NavItem, Select, Username,
};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/subsidy/account", get(payee))
}

/// A bank that is not in the list, by its name in a form.
pub const OTHER_BANK: &str = "other";

/// What was typed; the password is never sent back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PayeeForm {
    pub bank: String,
    /// The name of a bank that is not in the list.
    pub other_bank: String,
    /// What kind of account it is, by its code; empty: a card.
    pub kind: String,
    pub number: String,
    /// `yes` where the words beside it were agreed to.
    pub agreed: String,
    pub password: String,
}

impl PayeeForm {
    /// What kind of account it is.
    pub fn kind(&self) -> PayeeKind {
        PayeeKind::from_code(&self.kind).unwrap_or(PayeeKind::Card)
    }
}

/// `GET /subsidy/account`: for learners, about themselves only.
async fn payee(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::Study)?;
    payee_page(&site, &viewer, &visit, FormState::default()).await
}

/// The page, with what was typed and what was wrong with it.
pub async fn payee_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<PayeeForm>,
) -> Result<Page, AppError> {
    let now = site.db.payee_of(&viewer.person).await?;
    let name = site.db.details(&viewer.person).await?.name;
    let (w, login, zone) = (visit.words, viewer.login.clone(), site.zone());
    let title = w.t("收款账户", "Account for payment");
    Ok(visit.page(About::new(title).narrow().at(NavItem::Subsidy), move || {
        view! {
            <Crumbs
                words=w
                above=vec![("/subsidy".to_owned(), w.t("我的补贴", "My subsidy").to_owned())]
                here=title
            />
            <h1>{title}</h1>
            <p>
                {w.t(
                    "补贴由人社局直接打到您本人的银行账户。银行会核对户名，只能用本人账户，不能用家人、老师或者机构的。",
                    "The bureau pays the subsidy straight to your own account at a bank. The bank compares the name: it must be your own account, not one of your family, a teacher or the school.",
                )}
            </p>
            {now.map(|now| registered(w, zone, &now))}
            {form(w, &name, login, &state)}
        }
    }))
}

/// The account that counts now.
fn registered(w: Words, zone: Zone, now: &Payee) -> impl IntoView + use<> {
    let since = format::moment(w, &zone.minute(now.given_at));
    let says = match w {
        Words::Zh => format!("{}，{}，{since} 登记", now.bank, last_four(w, &now.last_four)),
        Words::En => format!("{}, {}, given {since}", now.bank, last_four(w, &now.last_four)),
    };
    view! {
        <section class="sheet stack-s">
            <h2>{w.t("现在登记的账户", "The account registered now")}</h2>
            <p>{says}</p>
            <p class="soft">
                {w.t(
                    "换了卡，在下面填新的，旧的就不再用。已经送到银行的那一笔，还是打到送去时的账户。",
                    "If your card was replaced, give the new one below; the old one is then not used any more. What the bank has already been asked to pay goes to the account it was asked for.",
                )}
            </p>
        </section>
    }
}

/// How an account is named to its owner.
pub fn last_four(w: Words, last_four: &str) -> String {
    match w {
        Words::Zh => format!("尾号 {last_four}"),
        Words::En => format!("ending in {last_four}"),
    }
}

fn form(w: Words, name: &str, login: String, state: &FormState<PayeeForm>) -> impl IntoView + use<> {
    let typed = state.form.clone();
    let choose = Choice::new("", w.t("请选择", "Please choose"));
    let other =
        Choice::new(OTHER_BANK, w.t("其他银行（在下面填名称）", "Another bank (write its name below)"));
    let banks = BANKS.iter().map(|bank| Choice::new(*bank, *bank));
    let banks = [choose].into_iter().chain(banks).chain([other]).collect();
    let kinds = vec![
        Choice::new(PayeeKind::Card.as_str(), w.t("银行卡、社保卡", "A bank card or social security card")),
        Choice::new(
            PayeeKind::Passbook.as_str(),
            w.t("存折，或者别的不是卡的账户", "A passbook, or another account that is no card"),
        ),
    ];
    let agreement = Choice::new(
        "yes",
        w.t("我同意把这个账户用来发放补贴", "I agree that this account is used to pay my subsidy"),
    )
    .note(w.t(
        "账号属于敏感个人信息：加密保存，页面上只显示后四位；除了打款时交给银行，不给别人看，培训机构也看不到。注销账号时删除，已经交给银行的拨付记录依法保存。",
        "The number is sensitive: it is kept encrypted, pages show its last four digits only, and nobody sees it but the bank that pays; the school never does. It is deleted when you close your account here; the records of what the bank was asked to pay are kept as the law asks.",
    ));
    view! {
        <form class="form sheet" method="post" action="/subsidy/account">
            <h2>{w.t("填收款账户", "Give an account")}</h2>
            <ErrorSummary title=w.t("没有登记，请看这里", "Not recorded, please look here") errors=state.errors() />
            <p>
                {w.t("户名", "Account holder")} " " <strong>{name.to_owned()}</strong> " "
                <span class="soft">{w.t("（您登记的姓名，不能改成别人）", "(your registered name; nobody else’s)")}</span>
            </p>
            <Select
                name="bank"
                label=w.t("开户银行", "Bank")
                error=state.error("bank")
                options=banks
                chosen=typed.bank.clone()
            />
            <Field
                name="other_bank"
                label=w.t("其他银行的名称（上面没有才填）", "Name of another bank (only if it is not in the list)")
                error=state.error("other_bank")
                value=typed.other_bank.clone()
                autocomplete="off"
            />
            <Choices
                name="kind"
                label=w.t("是什么账户", "What it is")
                options=kinds
                chosen=vec![typed.kind().as_str().to_owned()]
            />
            <Field
                name="number"
                label=w.t("账号（卡号）", "Number")
                hint=w.t("照着卡或存折填，16 到 19 位的是卡号，中间有空格也行", "Copy it from the card or passbook; a card has 16 to 19 digits, spaces do no harm")
                error=state.error("number")
                value=typed.number.clone()
                autocomplete="off"
                inputmode="numeric"
            />
            <Choices
                name="agreed"
                label=w.t("账号怎么用", "What the number is used for")
                error=state.error("agreed")
                options=vec![agreement]
                chosen=vec![typed.agreed.clone()]
                many=true
            />
            <Username value=login />
            <Field
                name="password"
                label=w.t("登录密码", "Password")
                hint=w.t("再填一次，确认是您本人", "Once more, to make sure that it is you")
                error=state.error("password")
                kind="password"
                autocomplete="current-password"
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("登记这个账户", "Use this account")}</Button>
                <LinkButton href="/subsidy" kind=Kind::Quiet>{w.t("取消", "Cancel")}</LinkButton>
            </div>
        </form>
    }
}
