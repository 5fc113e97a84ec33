//! The form that asks for a learner's number in full, and the page that shows it once.

use app::words::Words;
use domain::person::Number;
use leptos::prelude::*;
use serde::Deserialize;
use store::roster::{RosterLine, WatchedClass};
use web::Visit;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, LinkButton, TextArea};

/// Which number is asked for, and why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RevealForm {
    /// `document` or `phone`.
    pub number: String,
    pub why: String,
}

/// Folded away until it is wanted or something is wrong with it.
pub fn form(w: Words, here: &str, state: FormState<RevealForm>) -> impl IntoView + use<> {
    let open = !state.is_valid();
    let chosen = if state.form.number == "phone" { "phone" } else { "document" };
    view! {
        <details class="sheet" open=open id="reveal">
            <summary>{w.t("查看完整号码", "See a number in full")}</summary>
            <form class="form" method="post" action=format!("{here}/reveal")>
                <p class="soft">
                    {w.t(
                        "证件号和手机号平时只显示一部分。确实要用时写明理由，号码只显示一次；谁看了、为什么看，都会记入操作记录。",
                        "Numbers are shown in part. If you need one, say why: it is shown once, and the audit log keeps who saw it and why.",
                    )}
                </p>
                <Choices
                    name="number"
                    label=w.t("哪个号码", "Which number")
                    options=vec![
                        Choice::new("document", w.t("证件号", "Identity document")),
                        Choice::new("phone", w.t("手机号", "Phone")),
                    ]
                    chosen=vec![chosen.to_owned()]
                />
                <TextArea
                    name="why"
                    label=w.t("为什么要看", "Why you need it")
                    hint=w.t("例如：发证前核对证件号。4 到 300 个字。", "For example: to check the number before the certificate. 4 to 300 characters.")
                    error=state.error("why")
                    value=state.form.why
                />
                <div class="actions">
                    <Button>{w.t("显示号码", "Show the number")}</Button>
                </div>
            </form>
        </details>
    }
}

/// The number, on this answer only.
pub fn shown(visit: &Visit, class: &WatchedClass, line: &RosterLine, what: Number, number: String) -> Page {
    let w = visit.words;
    let back = format!("/classes/{}/learners/{}", class.id, line.enrolment);
    let name = line.name.clone();
    let label = match what {
        Number::Document => w.t("证件号", "Identity document"),
        Number::Phone => w.t("手机号", "Phone"),
    };
    let about = About::new(w.t("完整号码", "A number in full")).narrow();
    visit.page(about, move || {
        view! {
            <h1>{name}</h1>
            <section class="sheet stack">
                <h2>{label}</h2>
                <p class="lead number nowrap"><b>{number}</b></p>
                <p class="soft">
                    {w.t(
                        "只显示这一次，离开这一页就看不到了。这次查看已记入操作记录。",
                        "Shown this once; it is gone when you leave this page. The audit log has a line about it.",
                    )}
                </p>
                <div class="actions">
                    <LinkButton href=back>{w.t("返回学员页", "Back to the learner")}</LinkButton>
                </div>
            </section>
        }
    })
}
