//! The forms by which an appeal goes on: the institution's comment, the proposal, the confirmation.

use app::words::Words;
use domain::appeal::{Ground, NotTaken, Verdict};
use leptos::prelude::*;
use serde::Deserialize;
use web::form::FormState;
use web::parts::{Button, Choice, Choices, Kind, ReadyReason, ReadyReasons, Select, TextArea};

/// A step that needs a reason and nothing else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    /// The code of a ready reason; empty for none.
    pub ready: String,
    pub reason: String,
}

/// What the first reviewer proposes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    pub verdict: String,
    pub ground: String,
    /// The code of a ready reason; empty for none.
    pub ready: String,
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

/// Why a first reviewer proposes what they do.
pub const PROPOSAL_REASONS: [ReadyReason; 5] = [
    ready("records", "grant", "情况属实，原始记录对得上", "True, and the raw records agree"),
    ready("proof", "grant", "情况属实，有通知或证明", "True, and there is a notice or a proof"),
    ready("not_played", "refuse", "原始记录里没有播放这么多", "The raw records show that less was played"),
    ready("no_time", "refuse", "按真实时间学不了这么多", "Real time does not allow for so much"),
    ready("again", "refuse", "这一段后来学过，已经认定", "It was studied again since, and counts"),
];

/// Why a second reviewer confirms a proposal or sends it back.
pub const CONFIRMATION_REASONS: [ReadyReason; 3] = [
    ready("agreed", "confirm", "已复核，同意初审意见", "Looked over; the proposal is right"),
    ready("unclear", "send_back", "依据不足，请再核实", "The ground is not clear, please look again"),
    ready("ask", "send_back", "请先请培训机构说明情况", "Please ask the institution first"),
];

const fn ready(
    code: &'static str,
    decision: &'static str,
    zh: &'static str,
    en: &'static str,
) -> ReadyReason {
    ReadyReason { code, decision, zh, en }
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

/// The first review; counting the time is offered unless nothing is left that could count.
pub fn propose_form(
    w: Words,
    here: &str,
    nothing_left: bool,
    state: FormState<ProposalForm>,
) -> impl IntoView + use<> {
    let mut grounds = vec![Choice::new("", w.t("请选择", "Choose"))];
    grounds.extend(Ground::ALL.map(|ground| Choice::new(ground.as_str(), w.ground(ground))));
    let (grant, refuse) = (Verdict::Grant.as_str(), Verdict::Refuse.as_str());
    let mut verdicts = vec![Choice::new(refuse, w.t("不认定", "Do not count it"))];
    if !nothing_left {
        verdicts.insert(0, Choice::new(grant, w.t("认定这段时间", "Count the time")));
    }
    let ground = (!nothing_left).then(|| {
        view! {
            <Select
                name="ground"
                label=w.t("认定的依据（不认定的不用选）", "Ground (only to count it)")
                error=state.error("ground")
                options=grounds
                chosen=state.form.ground.clone()
            />
        }
    });
    let only = nothing_left.then(|| {
        view! { <p class="soft">{w.t("没有可以补回的时间，只能建议不认定。", "Nothing could count: only a refusal can be proposed.")}</p> }
    });
    let hint = if nothing_left {
        ""
    } else {
        w.t(
            "认定多长由系统按原始记录算，谁也不能填。",
            "How much counts is reckoned by the system; nobody types it.",
        )
    };
    let fits = |reason: &ReadyReason| !nothing_left || reason.decision == refuse;
    let chosen = if nothing_left { refuse.to_owned() } else { state.form.verdict.clone() };
    view! {
        <form class="form sheet" method="post" action=format!("{here}/propose")>
            <h2>{w.t("初审", "First review")}</h2>
            {only}
            <div class="is-pair">
                <Choices
                    name="verdict"
                    label=w.t("建议", "Proposal")
                    hint=hint
                    error=state.error("verdict")
                    options=verdicts
                    chosen=vec![chosen]
                />
            </div>
            {ground}
            <ReadyReasons
                words=w
                name="ready"
                reasons=PROPOSAL_REASONS.into_iter().filter(fits).collect()
                decisions=vec![(grant, w.t("认定", "Count it")), (refuse, w.t("不认定", "Do not"))]
                error=state.error("ready")
                chosen=state.form.ready.clone()
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

/// One text, two buttons: each sends the form to its own address. What cannot be confirmed now can only be sent back.
pub fn confirm_form(
    w: Words,
    here: &str,
    hindered: Option<NotTaken>,
    state: FormState<ReasonForm>,
) -> impl IntoView + use<> {
    let says = match hindered {
        Some(NotTaken::NothingLeft) => w.t(
            "没有可以补回的时间，不能同意认定：请退回初审。",
            "Nothing could count, so this cannot be confirmed: send it back.",
        ),
        Some(_) => w.t(
            "学员正在学习，要同意认定请过两三分钟再来。",
            "The learner is studying: to confirm, come back in two or three minutes.",
        ),
        None => w.t(
            "同意后立刻生效，不能撤回：认定的时间记入学时账，补贴随之重算。",
            "A confirmation takes effect at once and cannot be taken back: time that counts enters the ledger, the subsidy is computed anew.",
        ),
    };
    let fits = |reason: &ReadyReason| hindered.is_none() || reason.decision == "send_back";
    let confirm = hindered
        .is_none()
        .then(|| view! { <Button kind=Kind::Primary>{w.t("同意初审意见", "Confirm the proposal")}</Button> });
    view! {
        <form class="form sheet" method="post" action=format!("{here}/confirm")>
            <h2>{w.t("复核", "Second review")}</h2>
            <p class="soft">{says}</p>
            <ReadyReasons
                words=w
                name="ready"
                reasons=CONFIRMATION_REASONS.into_iter().filter(fits).collect()
                decisions=vec![("confirm", w.t("同意", "Confirm")), ("send_back", w.t("退回", "Send back"))]
                error=state.error("ready")
                chosen=state.form.ready.clone()
            />
            <TextArea
                name="reason"
                label=w.t("理由（学员会看到）", "Reason (the learner reads it)")
                error=state.error("reason")
                value=state.form.reason
            />
            <div class="actions">
                {confirm}
                <button class="button" type="submit" formaction=format!("{here}/send-back")>
                    {w.t("退回重审", "Send it back")}
                </button>
            </div>
        </form>
    }
}
