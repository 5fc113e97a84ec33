//! Whether a learner's identity document was seen, by whom; the button that says so, and the form that takes it back.

use app::format;
use app::words::Words;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::roster::RosterLine;
use web::form::FormState;
use web::parts::{Button, Chip, Kind, Status, TextArea};

/// Why it is taken back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UnseenForm {
    pub because: String,
}

/// The category of a learner: proved, or what they say.
pub fn category(w: Words, line: &RosterLine) -> impl IntoView + use<> {
    let name = w.either(line.category.as_deref()?, line.category_en.as_deref().unwrap_or_default());
    let since = line.category_since.as_deref().map(|day| format::date(w, day)).unwrap_or_default();
    let since = match w {
        Words::Zh => format!("{since}起"),
        Words::En => format!("since {since}"),
    };
    let standing = w.category_standing(line.category_proved);
    Some(view! {
        <p>{w.t("人员类别", "Category")} " " {name} " " <span class="soft">{since} " · " {standing}</span></p>
    })
}

/// What is known of the document; with `may` also what can be said of it.
pub fn section(
    w: Words,
    zone: Zone,
    here: &str,
    line: &RosterLine,
    may: bool,
    state: FormState<UnseenForm>,
) -> impl IntoView + use<> {
    let Some(at_ms) = line.identity_seen_at else {
        let form = may.then(|| {
            view! {
                <form method="post" action=format!("{here}/seen")>
                    <input type="hidden" name="shown" value=line.document_masked.clone() />
                    <Button>{w.t("本人和证件原件已当面核对", "I have seen the learner and the document")}</Button>
                </form>
            }
        });
        return view! {
            <section class="sheet stack-s" id="document">
                <p>
                    <Chip status=Status::Waiting>{w.t("证件未核对", "Document not seen")}</Chip>
                    " "
                    {w.t("学时照常认定，补贴暂不计钱。", "Hours count; no subsidy yet.")}
                </p>
                {form}
            </section>
        }
        .into_any();
    };
    let moment = format::moment(w, &zone.minute(at_ms));
    let by = line.identity_seen_by.clone().unwrap_or_default();
    let said = match w {
        Words::Zh => format!("{by}，{moment}"),
        Words::En => format!("{by}, {moment}"),
    };
    let take_back = may.then(|| {
        let open = !state.is_valid();
        view! {
            <details open=open>
                <summary>{w.t("核对错了，撤回", "A mistake: take it back")}</summary>
                <form class="form" method="post" action=format!("{here}/unseen")>
                    <TextArea
                        name="because"
                        label=w.t("为什么撤回", "Why")
                        hint=w.t("例如：按错了人。撤回后补贴暂不计钱，会记入操作记录。", "For example: the wrong person. No subsidy until it is seen again; the audit log keeps this.")
                        error=state.error("because")
                        value=state.form.because
                    />
                    <div class="actions">
                        <Button kind=Kind::Danger>{w.t("撤回核对", "Take it back")}</Button>
                    </div>
                </form>
            </details>
        }
    });
    view! {
        <section class="sheet stack-s" id="document">
            <p>
                <Chip status=Status::Verified>{w.t("证件已核对", "Document seen")}</Chip>
                " "
                {said}
            </p>
            {take_back}
        </section>
    }
    .into_any()
}
