//! Where the payment of a learner stands, in the timeline of their subsidy.

use app::format;
use app::words::Words;
use domain::payment::PaymentState;
use domain::time::Zone;
use leptos::prelude::*;
use store::payee::Payee;
use store::payment::LearnersPayment;
use web::parts::{Step, StepState};

use super::page::last_four;

/// Where it is paid to, and the way to say so.
pub fn account(w: Words, payee: Option<Payee>) -> impl IntoView {
    let (says, link) = match &payee {
        Some(payee) => {
            (format!("{} {}", payee.bank, last_four(w, &payee.last_four)), w.t("更换", "Change it"))
        }
        None => (
            w.t("还没有登记，没有账户打不了款", "Not given yet, and nothing can be paid without one")
                .to_owned(),
            w.t("登记收款账户", "Give an account"),
        ),
    };
    view! {
        <p>
            {w.t("收款账户", "Account for payment")} " " <span class="soft">{says}</span> " "
            <a href="/subsidy/account">{link}</a>
        </p>
    }
}

/// Where the payment stands, since when, and to which account.
pub fn paid(w: Words, zone: Zone, payment: &LearnersPayment) -> Step {
    let moment = |at_ms| format::moment(w, &zone.minute(at_ms));
    let to = last_four(w, &payment.last_four);
    let (sent, answered) = (moment(payment.sent_at), moment(payment.answered_at.unwrap_or(payment.sent_at)));
    let (state, title, note) = match (payment.state(), w) {
        (PaymentState::Sent, Words::Zh) => {
            (StepState::Now, "正在发放", format!("{sent} 交给银行，打到您的账户（{to}）"))
        }
        (PaymentState::Sent, Words::En) => {
            (StepState::Now, "Being paid", format!("given to the bank {sent}, for your account {to}"))
        }
        (PaymentState::Paid, Words::Zh) => {
            (StepState::Done, "已发放", format!("{answered} 银行答复已打到您的账户（{to}）"))
        }
        (PaymentState::Paid, Words::En) => {
            (StepState::Done, "Paid", format!("the bank said so {answered}: to your account {to}"))
        }
        (PaymentState::Failed, Words::Zh) => {
            let why = if payment.reason.is_empty() { "没有说原因" } else { &payment.reason };
            (
                StepState::Returned,
                "没有发成",
                format!("{answered} 银行答复没有打进您的账户（{to}）。原因：{why}"),
            )
        }
        (PaymentState::Failed, Words::En) => {
            let why = if payment.reason.is_empty() { "none was given" } else { &payment.reason };
            (StepState::Returned, "Not paid", format!("{answered}, to your account {to}. Reason: {why}"))
        }
    };
    Step { state, title: title.to_owned(), note }
}

/// What somebody does to whom it was not paid.
pub fn mend(w: Words, payment: &LearnersPayment) -> Option<impl IntoView + use<>> {
    if payment.state() != PaymentState::Failed {
        return None;
    }
    let says = if payment.newer_account {
        w.t(
            "您已经换了账户，下一批会打到新账户。",
            "You have given another account since: the next batch pays to it.",
        )
    } else {
        w.t(
            "请登记另一个账户，或者把卡弄好以后再登记一次，下一批就再打一次。",
            "Please give another account, or the same once more when the bank has put it right: the next batch pays again.",
        )
    };
    let link = (!payment.newer_account)
        .then(|| view! { " " <a href="/subsidy/account">{w.t("登记收款账户", "Give an account")}</a> });
    Some(view! { <p class="small">{says} {link}</p> })
}
