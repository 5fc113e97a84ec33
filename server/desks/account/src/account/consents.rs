//! What I agreed to, each with the way to take it back.

use app::format;
use app::words::Words;
use domain::consent::{Purpose, Record, standing};
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use web::parts::{Button, Chip, Kind, Status};

/// One agreement given or taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConsentForm {
    pub purpose: String,
    /// `give` or `withdraw`.
    pub action: String,
}

pub fn section(w: Words, zone: Zone, records: &[Record]) -> impl IntoView + use<> {
    let purposes = Purpose::ALL.into_iter().map(|purpose| one(w, zone, purpose, standing(records, purpose)));
    let purposes = purposes.collect_view();
    view! {
        <section class="sheet" id="consents">
            <h2>{w.t("我同意了什么", "What I agreed to")}</h2>
            {purposes}
        </section>
    }
}

fn one(w: Words, zone: Zone, purpose: Purpose, record: Option<&Record>) -> impl IntoView + use<> {
    let given = record.is_none_or(|record| record.given);
    let chip = match record {
        None => view! { <Chip>{w.t("在培训机构签的", "Signed at the school")}</Chip> }.into_any(),
        Some(_) if given => {
            view! { <Chip status=Status::Verified>{w.t("已同意", "Agreed")}</Chip> }.into_any()
        }
        Some(_) => view! { <Chip status=Status::Refused>{w.t("没有同意", "Not agreed")}</Chip> }.into_any(),
    };
    let when = record.map(|record| format::moment(w, &zone.minute(record.at_ms)));
    let (value, kind, does) = if given {
        ("withdraw", Kind::Danger, w.t("撤回", "Take it back"))
    } else {
        ("give", Kind::Secondary, w.t("同意", "Agree"))
    };
    let means = given.then(|| view! { <p class="soft small">{w.consent_withdrawn_means(purpose)}</p> });
    view! {
        <form class="stack-s" method="post" action="/account/consents">
            <input type="hidden" name="purpose" value=purpose.as_str() />
            <div class="split">
                <h3>{w.consent_title(purpose)}</h3>
                {chip}
            </div>
            <p>{w.consent_text(purpose)}</p>
            {means}
            <div class="split">
                <span class="soft small">{when}</span>
                <Button kind=kind name="action" value=value>
                    {does}
                    <span class="visually-hidden">" " {w.consent_title(purpose)}</span>
                </Button>
            </div>
        </form>
    }
}
