//! After the phone: the code that was sent to it.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::person::masked_phone;
use leptos::prelude::*;
use web::flash::see_other;
use web::page::{About, Page};
use web::parts::Kind;
use web::parts::LinkButton;
use web::{Site, Visit};

use super::page::{Step, place};
use crate::phone_code::{CodeAsked, code_form, sent_to};
use crate::register::draft::Draft;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/code", get(code))
}

/// `GET /register/code`: open to everybody who has answered what comes before, where codes are sent.
async fn code(visit: Visit, draft: Draft) -> Response {
    if let Some(step) = Step::Code.open_before(&draft) {
        return see_other(step.address());
    }
    if draft.codes {
        code_page(&visit, &draft, None).into_response()
    } else {
        see_other("/register/identity")
    }
}

/// The page, with what was wrong.
pub fn code_page(visit: &Visit, draft: &Draft, error: Option<String>) -> Page {
    let (w, sender) = (visit.words, visit.site.sender.clone());
    let says = sent_to(w, &masked_phone(&draft.phone));
    let title = w.t("填短信里的验证码", "Type the code of the message");
    visit.page(About::new(title).narrow(), move || {
        let asked = CodeAsked {
            action: "/register/code",
            again: "/register/code/again",
            ticket: String::new(),
            says,
            error,
        };
        view! {
            <div class="stack-s">
                <p class="soft">{place(w, Step::Code, true)}</p>
                <h1>{title}</h1>
            </div>
            {code_form(w, &sender, asked)}
            <p>
                <LinkButton href="/register" kind=Kind::Quiet>
                    {w.t("换个手机号", "Another phone number")}
                </LinkButton>
            </p>
        }
    })
}
