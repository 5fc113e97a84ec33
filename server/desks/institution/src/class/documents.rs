//! Whose identity document was seen: the list of those whose was not, with a button for each, and taking it back.

use std::ops::RangeInclusive;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{ClassId, EnrolmentId, PersonId};
use leptos::prelude::*;
use serde::Deserialize;
use store::identity::DocumentState;
use store::roster::{RosterLine, WatchedClass};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, cut_text};
use web::page::{About, Page};
use web::parts::{Button, Cell, ColumnKind, Crumbs, DataTable, Empty, HeadCell, LinkButton, Row};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use super::learner::document::UnseenForm;
use super::learner::{LearnerForms, learner_page};
use super::list::place_of;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/classes/{id}/documents", get(documents))
        .route("/classes/{id}/learners/{enrolment}/seen", post(seen))
        .route("/classes/{id}/learners/{enrolment}/unseen", post(unseen))
}

/// How long the reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 4..=300;

/// From which page the button was pressed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SeenForm {
    /// `list`: from the list of a class.
    from: String,
    /// The number as it was shown: it may have been exchanged since.
    shown: String,
}

async fn class_of(site: &Site, viewer: &Viewer, class: String) -> Result<WatchedClass, AppError> {
    viewer.require(Action::ConfirmIdentity)?;
    let class = site.db.watched_class(&ClassId(class), &site.today()).await?;
    viewer.require_in(Action::ConfirmIdentity, &class.organisation_id, &class.region_id)?;
    Ok(class)
}

/// `GET /classes/{id}/documents`: for supervisors of this class.
async fn documents(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(class): Path<String>,
) -> Result<Page, AppError> {
    let class = class_of(&site, &viewer, class).await?;
    let mut roster = site.db.roster(&class.id).await?;
    roster.retain(|line| line.unseen);
    let (w, at, own) = (visit.words, place_of(&viewer), viewer.person.clone());
    let title = w.t("核对证件", "Identity documents");
    Ok(visit.page(About::new(title).at(at), move || {
        let course = w.either(&class.course_title, &class.course_title_en);
        let name = format!("{course} {}", class_name(&class.course_title, &class.title));
        let here = format!("/classes/{}", class.id);
        view! {
            <Crumbs
                words=w
                above=vec![(at.address().to_owned(), at.name(w).to_owned()), (here.clone(), name)]
                here=title
            />
            <div class="page-head">
                <div>
                    <h1>{title}</h1>
                    <p>
                        {w.t(
                            "学员本人和证件原件都在眼前，号码头尾对得上，再按“已看原件”。没有核对过的人照常学习、认定学时，但不计补贴。谁核对的，会记入操作记录。",
                            "Press “Seen” when the learner and the document itself are before you and its ends are those shown here. Who was not seen studies and earns hours, but no subsidy. The audit log keeps who said so.",
                        )}
                    </p>
                </div>
            </div>
            {if roster.is_empty() {
                view! {
                    <Empty title=w.t("都核对过了", "All are seen")>
                        <p>{w.t("这个班学员的证件都核对过了。", "The document of everybody in this class was seen.")}</p>
                        <LinkButton href=here>{w.t("返回班级", "Back to the class")}</LinkButton>
                    </Empty>
                }
                    .into_any()
            } else {
                list(w, &here, roster, &own).into_any()
            }}
        }
    }))
}

fn list(w: Words, here: &str, roster: Vec<RosterLine>, own: &PersonId) -> impl IntoView + use<> {
    let rows = roster.into_iter().map(|line| row(w, here, line, own)).collect_view();
    view! {
        <DataTable
            caption=w.t("证件没有核对的学员", "Learners whose document was not seen")
            columns=vec![
                (w.t("学员", "Learner").to_owned(), ColumnKind::Text),
                (w.t("证件号", "Document").to_owned(), ColumnKind::Text),
                (w.t("核对", "Seen").to_owned(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
}

fn row(w: Words, here: &str, line: RosterLine, own: &PersonId) -> impl IntoView + use<> {
    let href = format!("{here}/learners/{}", line.enrolment);
    let action = format!("{href}/seen");
    let of_another = line.person != *own;
    let (name, whose) = (line.name.clone(), format!(" {}", line.name));
    let (masked, shown) = (line.document_masked.clone(), line.document_masked);
    view! {
        <Row>
            <HeadCell>
                <a href=href>{name}</a>
            </HeadCell>
            <Cell label=w.t("证件号", "Document")>
                <span class="nowrap">{masked}</span>
            </Cell>
            <Cell label=w.t("核对", "Seen") kind=ColumnKind::Short>
                {if of_another {
                    view! {
                        <form method="post" action=action>
                            <input type="hidden" name="from" value="list" />
                            <input type="hidden" name="shown" value=shown />
                            <Button>
                                {w.t("已看原件", "Seen")}
                                <span class="visually-hidden">{whose}</span>
                            </Button>
                        </form>
                    }
                        .into_any()
                } else {
                    view! { {w.t("这是您本人，请同事核对", "This is you; ask a colleague")} }.into_any()
                }}
            </Cell>
        </Row>
    }
}

/// `POST /classes/{id}/learners/{enrolment}/seen`: for supervisors of this class, never for themselves.
async fn seen(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path((class, enrolment)): Path<(String, String)>,
    Form(form): Form<SeenForm>,
) -> Result<Response, AppError> {
    let class = class_of(&site, &viewer, class).await?;
    let line = site.db.roster_line(&class.id, &EnrolmentId(enrolment)).await?;
    let action = AuditAction::IdentitySee {
        enrolment: line.enrolment.clone(),
        class: class.id.clone(),
        class_code: class.code.clone(),
    };
    let event = site.event(&viewer, &from, action, "");
    let said = DocumentState::Seen;
    let changed = site.db.see_identity(&line.person, said, &form.shown, &site.policies, &event).await?;
    let exchanged = !changed && !form.shown.is_empty() && form.shown != line.document_masked;
    let w = visit.words;
    let back = if form.from == "list" {
        format!("/classes/{}/documents", class.id)
    } else {
        format!("/classes/{}/learners/{}", class.id, line.enrolment)
    };
    let name = &line.name;
    let flash = match (changed, w) {
        _ if exchanged => Flash::notice(w.t(
            "证件号刚换过。请看着新的证件和现在显示的号码，再核对一次。",
            "The number was exchanged meanwhile. Please look at the new document and the number now shown.",
        )),
        (true, Words::Zh) => {
            Flash::done(format!("{name}的证件已核对，补贴已按认定学时重新算过。按错了，可以在学员页撤回。"))
        }
        (true, Words::En) => Flash::done(format!(
            "The document of {name} is seen and the subsidy reckoned anew. A slip can be taken back on the learner's page."
        )),
        (false, _) => Flash::notice(w.t("已经有人核对过了。", "Somebody has seen it already.")),
    };
    Ok(flash.then(&back))
}

/// `POST /classes/{id}/learners/{enrolment}/unseen`: for supervisors of this class.
async fn unseen(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path((class, enrolment)): Path<(String, String)>,
    Form(form): Form<UnseenForm>,
) -> Result<Response, AppError> {
    let class = class_of(&site, &viewer, class).await?;
    let line = site.db.roster_line(&class.id, &EnrolmentId(enrolment)).await?;
    let w = visit.words;
    let mut document = FormState::from(form);
    let short = w.t("请写明为什么撤回，至少四个字。", "Please say why.");
    let Some(reason) = document.check("because", cut_text(&document.form.because, REASON_CHARS, short))
    else {
        let forms = LearnerForms { document, ..LearnerForms::default() };
        let page = learner_page(&site, &viewer, &visit, &(class.id, line.enrolment), 1, forms).await?;
        return Ok(page.refused().into_response());
    };
    let action = AuditAction::IdentityUnsee {
        enrolment: line.enrolment.clone(),
        class: class.id.clone(),
        class_code: class.code.clone(),
    };
    let event = site.event(&viewer, &from, action, reason);
    let changed =
        site.db.see_identity(&line.person, DocumentState::Unseen, "", &site.policies, &event).await?;
    let back = format!("/classes/{}/learners/{}", class.id, line.enrolment);
    let flash = if changed {
        Flash::done(w.t(
            "已撤回。核对以前，补贴暂不计钱。",
            "Taken back. Until the document is seen no subsidy is reckoned.",
        ))
    } else {
        Flash::notice(w.t("证件本来就没有核对。", "It was not seen anyway."))
    };
    Ok(flash.then(&back))
}
