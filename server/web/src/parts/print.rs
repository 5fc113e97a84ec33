//! What only stands on paper.

use app::words::Words;
use leptos::prelude::*;

/// The end of a printed page: who printed it, when, and the place for a seal. Screens do not show it.
#[component]
pub fn PrintFoot(
    words: Words,
    #[prop(into)] who: String,
    /// As people write it.
    #[prop(into)]
    when: String,
) -> impl IntoView {
    let w = words;
    view! {
        <div class="print-foot" aria-hidden="true">
            <span>{w.t("打印人：", "Printed by: ")} {who}</span>
            <span>{w.t("打印时间：", "Printed on: ")} {when}</span>
            <span>{w.t("（盖章）", "(Seal)")}</span>
        </div>
    }
}
