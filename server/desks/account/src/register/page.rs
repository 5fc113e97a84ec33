//! Registering oneself, one question a page: phone, its code, identity (and birth), home, password.

use app::words::Words;
use axum::response::Response;
use leptos::prelude::*;
use web::cookie::with_cookie;
use web::flash::see_other;
use web::form::FieldErrors;
use web::page::{About, Page};
use web::parts::{Button, ErrorSummary, Kind, LinkButton};
use web::{Site, Visit};

use crate::register::draft::Draft;

/// The questions in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Phone,
    /// Asked only where codes are sent.
    Code,
    Identity,
    /// Asked only where the document's number does not say it: part of the question before.
    Birth,
    Home,
    Password,
}

impl Step {
    const ALL: [Self; 6] = [Self::Phone, Self::Code, Self::Identity, Self::Birth, Self::Home, Self::Password];

    pub fn address(self) -> &'static str {
        match self {
            Self::Phone => "/register",
            Self::Code => "/register/code",
            Self::Identity => "/register/identity",
            Self::Birth => "/register/birth",
            Self::Home => "/register/home",
            Self::Password => "/register/password",
        }
    }

    /// The questions that are counted.
    fn asked(codes: bool) -> impl DoubleEndedIterator<Item = Self> {
        Self::ALL.into_iter().filter(move |step| *step != Self::Birth && (codes || *step != Self::Code))
    }

    /// The question to go back to. A code that was typed right is not asked for again.
    fn before(self) -> Option<Self> {
        Self::asked(false).rev().find(|step| *step < self)
    }

    /// The first question that is open and comes before this one.
    pub fn open_before(self, draft: &Draft) -> Option<Self> {
        let open = |step: &Self| match step {
            Self::Phone => draft.phone.is_empty(),
            Self::Code => draft.codes && draft.verified_phone != draft.phone,
            Self::Identity => draft.document.is_empty(),
            Self::Birth => {
                let told = !draft.birth.is_empty() && !draft.sex.is_empty() && !draft.lacks_country();
                !draft.says_birth() && !told
            }
            Self::Home => draft.region.is_empty(),
            Self::Password => false,
        };
        Self::ALL.into_iter().filter(|step| *step < self).find(open)
    }
}

/// A page with one question: where one is, the question, its form.
pub fn question<V: IntoView + 'static>(
    visit: &Visit,
    step: Step,
    title: &'static str,
    errors: FieldErrors,
    fields: impl FnOnce(Words) -> V + Send + 'static,
) -> Page {
    let w = visit.words;
    let place = place(w, step, visit.site.sender.is_on());
    visit.page(About::new(title).narrow(), move || {
        let back = step.before().map(|before| {
            view! {
                <LinkButton href=before.address() kind=Kind::Quiet>
                    {w.t("上一步", "Back")}
                </LinkButton>
            }
        });
        let on =
            if step == Step::Password { w.t("完成登记", "Register") } else { w.t("下一步", "Next") };
        view! {
            <div class="stack-s">
                <p class="soft">{place}</p>
                <h1>{title}</h1>
            </div>
            <form class="form sheet" method="post" action=step.address()>
                <ErrorSummary title=w.t("请看这里", "Please look here") errors=errors />
                {fields(w)}
                <div class="actions">
                    <Button kind=Kind::Primary>{on}</Button>
                    {back}
                </div>
            </form>
        }
    })
}

/// Which question of how many.
pub fn place(w: Words, step: Step, codes: bool) -> String {
    let n = Step::asked(codes).take_while(|asked| *asked <= step).count();
    let all = Step::asked(codes).count();
    match w {
        Words::Zh => format!("登记 · 第 {n} 步，共 {all} 步"),
        Words::En => format!("Registration · {n} of {all}"),
    }
}

/// To the next question, with the answers so far.
pub fn on(site: &Site, draft: &Draft, step: Step) -> Response {
    with_cookie(see_other(step.address()), &draft.cookie(site))
}
