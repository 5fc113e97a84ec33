//! Where the money of a claim is, as its institution and the bureau see it: no account and no bank's words.

use app::format;
use app::words::Words;
use domain::payment::MoneyStage;
use leptos::prelude::*;
use store::payment::ClaimMoney;

use crate::parts::{KeyFigure, KeyFigures};

/// So many of those who have to give an account are named; each of the others stands with the claim.
const NAMED_MAX: usize = 50;

/// Sums by where the money is; nothing before anybody is published.
pub fn claim_money(w: Words, money: &[ClaimMoney]) -> Option<impl IntoView + use<>> {
    if money.is_empty() {
        return None;
    }
    let figure = |label: &'static str, stages: &[MoneyStage]| {
        let of = money.iter().filter(|one| stages.contains(&one.stage()));
        let (people, fen) = of.fold((0, 0), |(people, fen), one| (people + 1, fen + one.amount_fen));
        let note = match w {
            Words::Zh => format!("{} 人", format::count(people)),
            Words::En => format!("learners: {}", format::count(people)),
        };
        (people > 0).then(|| view! { <KeyFigure label=label value=format::money(fen) note=note /> })
    };
    let figures = [
        figure(w.t("已发放", "Paid"), &[MoneyStage::Paid]),
        figure(w.t("银行处理中", "With the bank"), &[MoneyStage::Sent]),
        figure(w.t("等公示期满、等拨付", "Waits to be paid"), &[MoneyStage::Waits]),
        figure(w.t("等学员登记账户", "Waits for an account"), &[MoneyStage::NoAccount, MoneyStage::Failed]),
        figure(w.t("查实异议，不发放", "Struck off"), &[MoneyStage::Struck]),
    ];
    Some(view! {
        <section class="stack">
            <h2>{w.t("钱发到哪了", "Where the money is")}</h2>
            <KeyFigures>{figures.into_iter().flatten().collect_view()}</KeyFigures>
        </section>
    })
}

/// Who has to give an account before it goes on, for their institution. `here` is the address of the claim.
pub fn to_remind(w: Words, here: &str, money: &[ClaimMoney]) -> Option<impl IntoView + use<>> {
    let waiting: Vec<&ClaimMoney> = money.iter().filter(|one| one.stage().waits_for_learner()).collect();
    let rest = waiting.len().saturating_sub(NAMED_MAX);
    let more = (rest > 0).then(|| match w {
        Words::Zh => format!("还有 {rest} 人"),
        Words::En => format!("and {rest} more"),
    });
    let names = waiting.iter().take(NAMED_MAX).map(|one| {
        let (href, name) = (format!("{here}/learners/{}", one.n), one.name.clone());
        let why = match one.stage() {
            MoneyStage::Failed => {
                w.t("银行没有发成，要换一个账户", "the bank could not pay; another account is needed")
            }
            _ => w.t("还没有登记收款账户", "has given no account"),
        };
        view! { <li><a href=href>{name}</a> " " {why}</li> }
    });
    (!waiting.is_empty()).then(|| {
        view! {
            <section class="sheet stack-s">
                <h2>{w.t("请提醒这些学员", "Please remind these learners")}</h2>
                <p>
                    {w.t(
                        "本人登录后，在“补贴”里登记收款账户，钱才能发。别人不能代填。",
                        "They sign in and give an account under “Subsidy” before anything is paid. Nobody else can do it for them.",
                    )}
                </p>
                <ul>{names.collect_view()} {more.map(|more| view! { <li>{more}</li> })}</ul>
            </section>
        }
    })
}
