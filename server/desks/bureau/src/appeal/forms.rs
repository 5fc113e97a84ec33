//! The forms by which an appeal goes on: the institution's comment, the proposal, the confirmation.

use app::words::Words;
use domain::appeal::{Ground, Verdict};
use leptos::prelude::*;
use serde::Deserialize;
use web::form::FormState;
use web::parts::{Button, Choice, Choices, Kind, Select, TextArea};

/// A step that needs a reason and nothing else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub reason: String,
}

/// What the first reviewer proposes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    pub verdict: String,
    pub ground: String,
    pub reason: String,
}

/// The forms of an appeal's page.
#[derive(Debug, Default)]
pub struct AppealForms {
    pub comment: FormState<ReasonForm>,
    pub propose: FormState<ProposalForm>,
    /// Confirming the proposal, or sending it back.
    pub confirm: FormState<ReasonForm>,
}

pub fn comment_form(w: Words, here: &str, state: FormState<ReasonForm>) -> impl IntoView + use<> {
    view! {
        <form class="form sheet" method="post" action=format!("{here}/comment")>
            <h2>{w.t("培训机构说明情况", "What the institution knows")}</h2>
            <TextArea
                name="reason"
                label=w.t("说明", "Comment")
                hint=w.t("只说您知道的事实，决定由市局来做。", "Only what you know; the bureau decides.")
                error=state.error("reason")
                value=state.form.reason
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("提交说明", "Add the comment")}</Button>
            </div>
        </form>
    }
}

pub fn propose_form(w: Words, here: &str, state: FormState<ProposalForm>) -> impl IntoView + use<> {
    let mut grounds = vec![Choice::new("", w.t("请选择（只在建议认定时）", "Choose (only to count it)"))];
    grounds.extend(Ground::ALL.map(|ground| Choice::new(ground.as_str(), w.ground(ground))));
    view! {
        <form class="form sheet" method="post" action=format!("{here}/propose")>
            <h2>{w.t("初审", "First review")}</h2>
            <Choices
                name="verdict"
                label=w.t("建议", "Proposal")
                error=state.error("verdict")
                options=vec![
                    Choice::new(Verdict::Grant.as_str(), w.t("认定这段时间", "Count the time"))
                        .note(w.t("时长由系统按原始记录算，谁也不能填。", "The system reckons how much; nobody types it.")),
                    Choice::new(Verdict::Refuse.as_str(), w.t("不认定", "Do not count it")),
                ]
                chosen=vec![state.form.verdict.clone()]
            />
            <Select
                name="ground"
                label=w.t("认定的依据", "Ground")
                error=state.error("ground")
                options=grounds
                chosen=state.form.ground.clone()
            />
            <TextArea
                name="reason"
                label=w.t("理由（学员会看到）", "Reason (the learner reads it)")
                error=state.error("reason")
                value=state.form.reason
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("交给复核", "Hand on to the second review")}</Button>
            </div>
        </form>
    }
}

/// One text, two buttons: each sends the form to its own address.
pub fn confirm_form(w: Words, here: &str, state: FormState<ReasonForm>) -> impl IntoView + use<> {
    view! {
        <form class="form sheet" method="post" action=format!("{here}/confirm")>
            <h2>{w.t("复核", "Second review")}</h2>
            <p>
                {w.t(
                    "同意后立刻生效：认定的时间记入学时账，补贴随之重算，不能撤回。不同意就退回初审。",
                    "A confirmation takes effect at once: time that counts enters the ledger, the subsidy is computed anew, and nothing takes it back. Otherwise send it back.",
                )}
            </p>
            <TextArea
                name="reason"
                label=w.t("理由（学员会看到）", "Reason (the learner reads it)")
                error=state.error("reason")
                value=state.form.reason
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("同意初审意见", "Confirm the proposal")}</Button>
                <button class="button" type="submit" formaction=format!("{here}/send-back")>
                    {w.t("退回重审", "Send it back")}
                </button>
            </div>
        </form>
    }
}
