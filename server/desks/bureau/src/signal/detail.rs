//! One signal: what was seen, whom it concerns, and the form for what came of the look.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::access::Action;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::signal::Signal;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Chip, Choice, Choices, Crumbs, NavItem, Status, TextArea};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/signals/{id}", get(signal))
}

/// What came of a look.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct VerdictForm {
    /// `nothing` or `follow_up`.
    pub verdict: String,
    pub note: String,
}

/// `GET /signals/{id}`: for controllers and auditors.
async fn signal(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeSignals)?;
    signal_page(&site, &viewer, &visit, &id, FormState::default()).await
}

/// The page, with a form as it was typed.
pub async fn signal_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    id: &str,
    state: FormState<VerdictForm>,
) -> Result<Page, AppError> {
    let signal = site.db.signal(id).await?;
    let (w, zone) = (visit.words, site.zone());
    let judges = viewer.may(Action::JudgeSignal);
    let watches = viewer.may(Action::WatchClass) || viewer.may(Action::SeeHours);
    let name = w.signal(signal.kind);
    let about = About::new(name).at(NavItem::Signals);
    Ok(visit.page(about, move || {
        let form = (judges && signal.look.is_none()).then(|| form(w, &signal.id, state));
        view! {
            <Crumbs
                words=w
                above=vec![("/signals".to_owned(), w.t("异常线索", "Signals").to_owned())]
                here=name
            />
            <h1>{name}</h1>
            <div class="sheet stack">{what(w, zone, signal, ().into_any(), watches)}</div>
            {form}
        }
    }))
}

/// What was seen, whom it concerns, what looks the same and what came of it.
pub fn what(w: Words, zone: Zone, signal: Signal, name: AnyView, watches: bool) -> impl IntoView + use<> {
    let people = signal.people.into_iter().map(|person| {
        let name = format!("{} {}", person.name, person.document_masked);
        match (person.class_id, person.enrolment_id) {
            (Some(class), Some(enrolment)) if watches => {
                let href = format!("/classes/{class}/learners/{enrolment}");
                view! { <li><a href=href>{name}</a></li> }.into_any()
            }
            _ => view! { <li>{name}</li> }.into_any(),
        }
    });
    let people = people.collect::<Vec<_>>();
    let people = (!people.is_empty()).then(|| view! { <ul class="cluster" role="list">{people}</ul> });
    let class = signal.class_id.zip(signal.class_title).map(|(id, title)| {
        let title = match &signal.day {
            Some(day) => format!("{title} · {}", app::format::date(w, day)),
            None => title,
        };
        if watches {
            view! { <p><a href=format!("/classes/{id}")>{title}</a></p> }.into_any()
        } else {
            view! { <p>{title}</p> }.into_any()
        }
    });
    let look = signal.look.map(|look| {
        let (status, said) = match look.verdict.as_str() {
            "nothing" => (Status::Verified, w.t("没有问题", "Nothing wrong")),
            _ => (Status::Refused, w.t("要跟进", "Follow up")),
        };
        view! {
            <p>
                <Chip status=status>{said}</Chip>
                " "
                {look.note}
                " "
                <span class="soft small">{format!("{} {}", look.by, zone.minute(look.at_ms))}</span>
            </p>
        }
    });
    view! {
        <div class="split">
            {name}
            <span class="soft small nowrap">{zone.minute(signal.found_at)}</span>
        </div>
        <p>{w.signal_seen(signal.kind, &signal.evidence)}</p>
        {class}
        {people}
        <p class="soft small">{w.signal_look_alike(signal.kind)}</p>
        {look}
    }
}

fn form(w: Words, id: &str, state: FormState<VerdictForm>) -> impl IntoView + use<> {
    view! {
        <form class="form sheet" method="post" action=format!("/signals/{id}")>
            <h2>{w.t("看过以后", "After the look")}</h2>
            <Choices
                name="verdict"
                label=w.t("结论", "Verdict")
                error=state.error("verdict")
                options=vec![
                    Choice::new("nothing", w.t("没有问题", "Nothing wrong")),
                    Choice::new("follow_up", w.t("要跟进", "Follow up"))
                        .note(w.t("写清楚接下来找谁、查什么", "Say whom to ask and what to check next")),
                ]
                chosen=vec![state.form.verdict.clone()]
            />
            <TextArea
                name="note"
                label=w.t("怎么看的，看到什么", "How you looked, and what you saw")
                hint=w.t("记入操作记录，以后改不了。", "It goes into the audit log and cannot be changed later.")
                error=state.error("note")
                value=state.form.note
            />
            <div class="actions">
                <button class="button button-primary">{w.t("记下结论", "Keep the verdict")}</button>
            </div>
        </form>
    }
}
