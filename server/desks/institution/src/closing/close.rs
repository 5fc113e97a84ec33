//! The button that closes a class.

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::id::CheckId;
use domain::typed::visible;
use serde::Deserialize;
use store::class_closing::ClosingRefusal;
use store::study::RuleInput;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::FormState;
use web::{Site, Viewer, Visit};

use super::draw::Turn;
use super::page::page;
use super::{actor, class_to_close};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/closing", post(close))
}

/// How long a note may be, in characters.
const NOTE_CHARS_MAX: usize = 300;

/// What was confirmed, and of what.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CloseForm {
    /// The digest of what the page has shown.
    pub sha256: String,
    /// `yes` once it is ticked.
    pub confirm: String,
    pub note: String,
}

/// `POST /classes/{id}/closing`: for whoever closes this class.
async fn close(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<CloseForm>,
) -> Result<Response, AppError> {
    let class = class_to_close(&site, &viewer, id).await?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let note = visible(&state.form.note);
    if note.chars().count() > NOTE_CHARS_MAX {
        state.refuse(
            "note",
            w.t("说明太长，最多 300 个字。", "The note is too long: 300 characters at most."),
        );
    }
    if state.form.confirm != "yes" {
        state.refuse(
            "confirm",
            w.t("请看完上面的学时，没有问题就勾上。", "Please look at the hours above and tick this."),
        );
    }
    let here = format!("/classes/{}/closing", class.id);
    let clock = site.class_clock();
    let days = (class.starts_on.as_str(), class.ends_on.as_str());
    let can = clock.stage(days, class.closed_at.is_some()) == domain::class_closing::ClassStage::ToClose;
    if can && !state.is_valid() {
        return Ok(page(&site, &viewer, &visit, class, Turn::Page(1), state)
            .await?
            .refused()
            .into_response());
    }
    let input = RuleInput {
        now_ms: clock.now_ms,
        fresh_check: CheckId(site.new_id()),
        draw: 0,
        policies: &site.policies,
    };
    let event = |action| site.event(&viewer, &from, action, &note);
    let seen = state.form.sha256.clone();
    let closed = site.db.close_class(&class.id, &seen, &actor(&viewer)?, &note, clock, &input, event).await?;
    Ok(match closed {
        Ok(_) => Flash::done(w.t("已结班。", "The class is closed.")).then(&here),
        Err(ClosingRefusal::Already) => {
            Flash::notice(w.t("这个班已经结班了。", "This class is closed already.")).then(&here)
        }
        Err(ClosingRefusal::NotOver { .. }) => Flash::notice(
            w.t("还没有到可以结班的日子，什么都没有改。", "It cannot be closed yet. Nothing was changed."),
        )
        .then(&here),
        Err(ClosingRefusal::Changed) => {
            state.refuse(
                "",
                w.t(
                    "您打开这一页以后，学员的情况有变化，还没有结班。请把下面的内容再看一遍，再确认。",
                    "Something changed since you opened this page, and the class was not closed. Look it over once more, then confirm.",
                ),
            );
            page(&site, &viewer, &visit, class, Turn::Page(1), state).await?.refused().into_response()
        }
    })
}
