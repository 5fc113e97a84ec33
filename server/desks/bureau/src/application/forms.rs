//! The decision on an application: approve it, or return it with reasons by field.

use app::words::Words;
use domain::class_application::{ApplicationField, FieldReason, REASON_CHARS};
use leptos::prelude::*;
use web::form::{FormState, reason};
use web::parts::{Button, Choice, Choices, Field, Kind};

/// Reasons that are used often, each with the part it is of.
const READY: [(&str, ApplicationField, &str, &str); 6] = [
    ("dates", ApplicationField::Dates, "离开班太近，请往后排", "It begins too soon, please move it"),
    ("plan", ApplicationField::Plan, "每天的课排得太满，请放宽", "Too much is planned for a day"),
    ("teacher", ApplicationField::Teacher, "缺这位老师的资格证明", "The teacher's qualification is missing"),
    (
        "assessment",
        ApplicationField::Assessment,
        "考核方式没有写清楚",
        "How learners are assessed is not clear",
    ),
    (
        "unreadable",
        ApplicationField::Papers,
        "附件看不清，请重新交",
        "A paper cannot be read, please send it again",
    ),
    ("missing", ApplicationField::Papers, "附件不全，请补齐", "Papers are missing"),
];

/// What is sent with a decision.
#[derive(Clone, Debug, Default)]
pub struct DecisionForm {
    /// The digest of what the page has shown.
    pub sha256: String,
    /// Codes of ready reasons.
    pub ready: Vec<String>,
    /// What was typed, by part.
    pub reasons: Vec<(ApplicationField, String)>,
}

impl DecisionForm {
    /// From the fields of a form, in which a name may stand several times.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "sha256" => form.sha256 = value,
                "ready" => form.ready.push(value),
                name => {
                    if let Some(field) = name.strip_prefix("why-").and_then(ApplicationField::from_code) {
                        form.reasons.push((field, value));
                    }
                }
            }
        }
        form
    }

    fn typed(&self, field: ApplicationField) -> &str {
        self.reasons.iter().find(|(of, _)| *of == field).map_or("", |(_, typed)| typed.as_str())
    }
}

/// The reasons of a return, one for each part, in the order of the parts; or `None` and what is wrong with them.
pub fn reasons(w: Words, state: &mut FormState<DecisionForm>) -> Option<Vec<FieldReason>> {
    let mut reasons = Vec::new();
    for field in ApplicationField::ALL {
        let ready = READY
            .iter()
            .filter(|(code, of, _, _)| *of == field && state.form.ready.iter().any(|chosen| chosen == code));
        let mut said: Vec<String> = ready.map(|(_, _, zh, en)| w.t(zh, en).to_owned()).collect();
        let typed = state.form.typed(field).trim().to_owned();
        said.extend((!typed.is_empty()).then_some(typed));
        if said.is_empty() {
            continue;
        }
        let short = w.t("请写明原因，至少四个字。", "Please say why, in four characters or more.");
        let said = reason(w, &said.join(w.t("；", "; ")), REASON_CHARS, short);
        if let Some(reason) = state.check(&why_field(field), said) {
            reasons.push(FieldReason { field, reason });
        }
    }
    if state.is_valid() && reasons.is_empty() {
        let says = w.t(
            "退回要写明哪一项、为什么：选常用的说法，或者在对应的项里写。",
            "To return it, say which part and why: choose a reason or write one at its part.",
        );
        state.refuse("ready", says);
    }
    state.is_valid().then_some(reasons)
}

fn why_field(field: ApplicationField) -> String {
    format!("why-{}", field.as_str())
}

/// The form beside the application.
pub fn decision(
    w: Words,
    here: &str,
    sha256: &str,
    state: &FormState<DecisionForm>,
) -> impl IntoView + use<> {
    let colon = w.t("：", ": ");
    let ready: Vec<Choice> = READY
        .iter()
        .map(|(code, field, zh, en)| {
            Choice::new(*code, format!("{}{colon}{}", w.application_field(*field), w.t(zh, en)))
        })
        .collect();
    let typed = state.form.reasons.iter().any(|(_, typed)| !typed.is_empty());
    let wrong = ApplicationField::ALL.iter().any(|field| state.error(&why_field(*field)).is_some());
    let fields = ApplicationField::ALL.map(|field| {
        let name = why_field(field);
        view! {
            <Field
                name=name.clone()
                label=w.application_field(field)
                error=state.error(&name)
                value=state.form.typed(field).to_owned()
                autocomplete="off"
            />
        }
    });
    let fields = fields.into_iter().collect_view();
    view! {
        <form class="form sheet" method="post" action=format!("{here}/approve")>
            <h2>{w.t("同意", "Approve")}</h2>
            <input type="hidden" name="sha256" value=sha256.to_owned() />
            <p class="soft">
                {w.t(
                    "同意以后班级马上开好，不能撤回。",
                    "The class is open at once, which cannot be taken back.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("同意开班", "Approve")}</Button>
            </div>
        </form>
        <form class="form sheet" method="post" action=format!("{here}/return")>
            <h2>{w.t("退回修改", "Return it")}</h2>
            <input type="hidden" name="sha256" value=sha256.to_owned() />
            <div class="ready">
                <Choices
                    name="ready"
                    label=w.t("常用的说法（可多选）", "Reasons used often (any of them)")
                    error=state.error("ready")
                    options=ready
                    chosen=state.form.ready.clone()
                    many=true
                />
            </div>
            <details open=typed || wrong>
                <summary>{w.t("在对应的项里写", "Write at a part")}</summary>
                <div class="stack-s">{fields}</div>
            </details>
            <div class="actions">
                <Button kind=Kind::Danger>{w.t("退回", "Return it")}</Button>
            </div>
        </form>
    }
}
