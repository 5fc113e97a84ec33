//! Giving the account on which one is paid.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::PayeeId;
use domain::payee::{AccountNumber, BANKS, CHANGES, NumberFault, PAYEE_VERSION, PayeeKind, bank_name};
use store::digest::Purpose;
use store::one_time_code::SendingCount;
use store::payee::NewPayee;
use store::person::SealedNumber;
use store::sealed::PAYEE_NUMBER;
use web::address::Address;
use web::error::{AppError, Sentence};
use web::flash::Flash;
use web::form::FormState;
use web::sign_in::confirm_password;
use web::{Site, Viewer, Visit};

use super::page::{OTHER_BANK, PayeeForm, last_four, payee_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/subsidy/account", post(give))
}

/// `POST /subsidy/account`: for learners who know their password, about themselves only.
async fn give(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<PayeeForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let kind = state.form.kind();
    let bank = state.form.bank.clone();
    let bank = if bank == OTHER_BANK {
        let say = w.t(
            "请填银行的名称，2 到 40 个字，只用汉字、字母和数字。",
            "Please write the name of the bank, in 2 to 40 letters.",
        );
        state.check("other_bank", bank_name(&state.form.other_bank).ok_or(say))
    } else {
        let known = BANKS.iter().find(|known| **known == bank);
        let bank = known.map(|bank| (*bank).to_owned());
        state.check("bank", bank.ok_or(w.t("请选择开户银行。", "Please choose the bank.")))
    };
    let number = AccountNumber::read(&state.form.number, kind).map_err(|fault| said(w, kind, fault));
    let number = state.check("number", number);
    if state.form.agreed != "yes" {
        let say = w.t("要同意了才能登记。", "It can be used only if you agree.");
        state.refuse("agreed", say);
    }
    let mut wrong = None;
    if state.is_valid() {
        let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
        wrong = state.check_password(w, "password", confirmed)?;
    }
    if state.is_valid()
        && let Err(error) = counted(&site, &viewer).await
    {
        state.refuse("", error.say().to(w));
        wrong = Some(error);
    }
    let (Some(bank), Some(number), true) = (bank, number, state.is_valid()) else {
        return Ok(payee_page(&site, &viewer, &visit, state).await?.refused_by(wrong.as_ref()));
    };
    let id = PayeeId(site.new_id());
    let new = NewPayee {
        person: viewer.person.clone(),
        kind,
        bank,
        number: SealedNumber {
            digest: site.keys.digest(Purpose::Payee, number.digits()),
            sealed: site.seal(PAYEE_NUMBER.of(id.as_str()), number.digits()),
            masked: number.last_four().to_owned(),
        },
        salt: site.random(),
        id: id.clone(),
    };
    let action = AuditAction::PayeeGive {
        account: viewer.account.clone(),
        payee: id,
        agreed: PAYEE_VERSION.to_owned(),
    };
    if !site.db.give_payee(&new, &site.event(&viewer, &from, action, "")).await? {
        let say = w.t(
            "这个账户不能用：已经有别人登记了它。请检查有没有填错，只能用本人账户；没有填错，请拨打 12333。",
            "This account cannot be used: somebody else has given it. Please look whether it is typed right, and that it is your own; if it is, call 12333.",
        );
        let state = state.refused("number", say);
        return Ok(payee_page(&site, &viewer, &visit, state).await?.refused().into_response());
    }
    let shown = last_four(w, number.last_four());
    let done = match w {
        Words::Zh => format!("收款账户登记好了（{shown}），补贴会打到这个账户。"),
        Words::En => format!("Recorded: your subsidy is paid to the account {shown}."),
    };
    Ok(Flash::done(done).then("/subsidy"))
}

/// What is wrong with a number.
fn said(w: Words, kind: PayeeKind, fault: NumberFault) -> String {
    match (fault, w) {
        (NumberFault::Empty, _) => w.t("请填账号。", "Please write the number.").to_owned(),
        (NumberFault::NotDigits, _) => {
            w.t("账号里只能有数字，请检查。", "A number has digits only; please look again.").to_owned()
        }
        (NumberFault::Length(length), Words::Zh) if kind == PayeeKind::Card => {
            format!("卡号是 16 到 19 位，您填了 {length} 位，请检查有没有多填或漏填；不是卡，请在上面选“存折”。")
        }
        (NumberFault::Length(length), Words::En) if kind == PayeeKind::Card => format!(
            "A card has 16 to 19 digits, and there are {length}: please look whether one is missing; if it is no card, choose the passbook above."
        ),
        (NumberFault::Length(length), Words::Zh) => {
            format!("存折账号是 9 到 30 位，您填了 {length} 位，请检查。")
        }
        (NumberFault::Length(length), Words::En) => {
            format!("The number of a passbook has 9 to 30 digits, and there are {length}: please look again.")
        }
        (NumberFault::CheckDigit, _) => w
            .t(
                "卡号里有一位不对，或者有两位写颠倒了。请照着卡再核对一遍。",
                "One digit of the card is wrong, or two are exchanged. Please compare it with the card once more.",
            )
            .to_owned(),
    }
}

/// Counts a change, or says that there were enough for today.
async fn counted(site: &Site, viewer: &Viewer) -> Result<(), AppError> {
    let whose = format!("payees of {}", viewer.login);
    let count = SendingCount {
        id: site.new_id(),
        whom: hex::encode(site.keys.digest(Purpose::OneTimeCode, &whose)),
        limits: CHANGES,
    };
    if site.db.begin_counted(&count, site.now()).await? {
        return Ok(());
    }
    Err(AppError::TooMany {
        code: "too_many_payees",
        wait_seconds: 3600,
        say: Sentence::new(
            "今天改收款账户改得太多了，请过一小时再试。",
            "The account was changed too often today. Please try again in an hour.",
        ),
    })
}
