//! From a leptos view to a whole HTML document.

use std::sync::Arc;

use app::format;
use app::words::Words;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::access::Action;
use domain::id::AccountId;
use leptos::prelude::*;

use crate::error::AppError;
use crate::flash::FlashKind;
use crate::parts::summary::PageErrors;
use crate::parts::{Area, Flash, NavItem, PrintFoot, Shell, Tone};
use crate::sent_form::with_presses;
use crate::{Site, Viewer, Visit};

/// A finished page. Handlers return `Result<Page, AppError>`.
#[derive(Debug)]
pub struct Page {
    status: StatusCode,
    html: String,
}

/// What a page says about itself.
#[derive(Debug)]
pub struct About {
    title: String,
    at: Option<NavItem>,
    islands: bool,
    /// The domain of the passkeys that the page may use.
    passkeys: Option<String>,
    /// Whose device signs on the page, and the keys that may.
    device: Option<SigningDevice>,
    uploads: bool,
    narrow: bool,
    prints: bool,
}

/// What a page tells the device that signs on it.
#[derive(Clone, Debug)]
pub struct SigningDevice {
    pub account: AccountId,
    /// The keys of the account that may sign, between spaces.
    pub keys: String,
}

impl About {
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            at: None,
            islands: false,
            passkeys: None,
            device: None,
            uploads: false,
            narrow: false,
            prints: false,
        }
    }

    /// The place that is lit in the navigation.
    #[must_use]
    pub fn at(mut self, place: NavItem) -> Self {
        self.at = Some(place);
        self
    }

    /// The page holds an island and loads the wasm.
    #[must_use]
    pub fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }

    /// The page may ask for a passkey of this domain, where there are any.
    #[must_use]
    pub fn with_passkeys(mut self, domain: Option<String>) -> Self {
        self.passkeys = domain;
        self
    }

    /// The page records study, for which the learner's device signs.
    #[must_use]
    pub fn with_device(mut self, device: SigningDevice) -> Self {
        self.device = Some(device);
        self
    }

    /// Films are uploaded on the page.
    #[must_use]
    pub fn with_uploads(mut self) -> Self {
        self.uploads = true;
        self
    }

    /// The page has a button that prints it.
    #[must_use]
    pub fn printable(mut self) -> Self {
        self.prints = true;
        self
    }

    /// One narrow column, for a single form or question.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }
}

impl Visit {
    /// A whole page for this reader: their navigation, the flash line, then `body` in `<main>`.
    pub fn page<V: IntoView + 'static>(
        &self,
        about: About,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> Page {
        let w = self.words;
        let (room, places) = rooms(self.viewer.as_deref(), about.at);
        let (organisation, waiting) = (self.desk.organisation(w), self.desk.waiting());
        let who = self.viewer.as_ref().map_or_else(String::new, |viewer| viewer.name.clone());
        let (here, large) = (self.path.clone(), self.large);
        let flash = self.flash.as_ref().map(|flash| {
            let tone = match flash.kind {
                FlashKind::Done => Tone::Done,
                FlashKind::Notice => Tone::Warning,
            };
            let text = flash.text.clone();
            view! { <Flash tone=tone>{text}</Flash> }
        });
        let typed = self.typed.clone();
        let title = match about.title.as_str() {
            "" => w.t("学时", "Xueshi").to_owned(),
            title => format!("{title} · {}", w.t("学时", "Xueshi")),
        };
        let frame = Frame {
            site: &self.site,
            words: w,
            large: self.large,
            desk: room.is_desk(),
            prints: about.prints,
            title,
            islands: about.islands,
            passkeys: about.passkeys,
            device: about.device,
            uploads: about.uploads,
        };
        let printed = format::moment(w, &self.site.zone().minute(self.site.now()));
        let (printer, publisher) = (who.clone(), self.site.publisher.clone());
        frame.page(move || {
            let print_foot =
                (!printer.is_empty()).then(|| view! { <PrintFoot words=w who=printer when=printed /> });
            let still_there = typed.map(|typed| {
                provide_context(typed);
                let says = w.t(
                    "您刚才填的内容还在，还没有提交。请看一遍，再提交一次。",
                    "What you typed is still here and was not sent. Please look it over and send it.",
                );
                view! { <Flash tone=Tone::Warning>{says}</Flash> }
            });
            // Drawn first: its fields say what is wrong with them.
            let body = body();
            let summary = expect_context::<PageErrors>().view(w);
            view! {
                <Shell
                    words=w
                    room=room
                    places=places
                    at=about.at
                    who=who
                    organisation=organisation
                    waiting=waiting
                    here=here
                    narrow=about.narrow
                    large=large
                    publisher=publisher
                >
                    {flash}
                    {still_there}
                    {summary}
                    {body}
                    {print_foot}
                </Shell>
            }
        })
    }
}

/// The reader's room and what their rights open in it.
fn rooms(viewer: Option<&Viewer>, at: Option<NavItem>) -> (Area, Vec<NavItem>) {
    let Some(viewer) = viewer else { return (Area::Visitor, Vec::new()) };
    let opens = |place: &NavItem| match place {
        NavItem::Courses | NavItem::Account => true,
        NavItem::Tasks => viewer.works_here(),
        NavItem::Learn | NavItem::Hours | NavItem::Subsidy => viewer.may(Action::Study),
        NavItem::Classes => viewer.may(Action::WatchClass),
        NavItem::OwnCourses | NavItem::Films => viewer.may(Action::MakeCourses),
        NavItem::CourseReviews => viewer.may(Action::ReviewCourses),
        NavItem::Applications => viewer.may(Action::ApplyForClass),
        NavItem::ClassApplications => viewer.may(Action::ReviewApplications),
        NavItem::OwnClaims => viewer.may(Action::ClaimSubsidy),
        NavItem::Claims | NavItem::Publications => viewer.may(Action::SeeClaims),
        NavItem::Payments => viewer.may(Action::SeePayments),
        NavItem::Objections => viewer.may(Action::AnswerObjections),
        NavItem::HoursLedger => viewer.may(Action::SeeHours),
        NavItem::Papers => viewer.may(Action::ReviewPapers),
        NavItem::Exports => viewer.may(Action::ExportMasked),
        NavItem::Signals => viewer.may(Action::SeeSignals),
        NavItem::Appeals => [Action::CommentAppeal, Action::ProposeAppeal, Action::ConfirmAppeal]
            .into_iter()
            .any(|action| viewer.may(action)),
        NavItem::Institutions => viewer.may(Action::SeeInstitutions),
        NavItem::Standards => viewer.may(Action::SeeStandards),
        NavItem::Filings => viewer.may(Action::SeeOwnInstitution),
        NavItem::People => viewer.may(Action::ManageOfficials),
        NavItem::Audit => viewer.may(Action::ReadAudit),
        NavItem::SecondFactors => viewer.may(Action::ResetSecondFactor),
        NavItem::Jobs => viewer.may(Action::SeeJobs),
    };
    // Who both works here and studies is a learner on a learner's page.
    let studies = viewer.may(Action::Study) && at.is_some_and(|at| Area::Learner.places().contains(&at));
    let room = if studies {
        Area::Learner
    } else if [Action::SeeHours, Action::ReadAudit, Action::SeeJobs]
        .into_iter()
        .any(|action| viewer.may(action))
    {
        Area::Bureau
    } else if viewer.works_here() {
        Area::Institution
    } else {
        Area::Learner
    };
    (room, room.places().iter().copied().filter(opens).collect())
}

/// What the document needs besides its body.
struct Frame<'a> {
    site: &'a Site,
    words: Words,
    /// Large type, and high contrast with it.
    large: bool,
    /// Pages of staff have a style of their own, and what works their buttons and keys.
    desk: bool,
    /// So have pages that are made to be printed.
    prints: bool,
    title: String,
    /// Only pages that hold an island load the wasm.
    islands: bool,
    /// Only pages that may ask for a passkey load what asks for it: the domain it is bound to.
    passkeys: Option<String>,
    /// Only pages that record study load what signs it.
    device: Option<SigningDevice>,
    /// Only the page of films loads what uploads them.
    uploads: bool,
}

impl Frame<'_> {
    /// Renders `body` inside the frame.
    fn page<V: IntoView + 'static>(&self, body: impl FnOnce() -> V) -> Page {
        let assets = &self.site.assets;
        let title = self.title.clone();
        let css = assets.url(if self.desk || self.prints { "staff.css" } else { "app.css" });
        let lang = self.words.tag();
        let (text, contrast) = (self.large.then_some("large"), self.large.then_some("high"));
        let script = self.islands.then(|| {
            let (boot, js, wasm) = (assets.url("boot.js"), assets.url("app.js"), assets.url("app.wasm"));
            view! {
                <link rel="modulepreload" href=js.clone() />
                <link rel="preload" href=wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="" />
                <script type="module" id="boot" src=boot data-js=js data-wasm=wasm></script>
            }
        });
        let buttons = (self.desk || self.prints).then(|| {
            let src = assets.url("page.js");
            view! { <script type="module" src=src></script> }
        });
        let passkeys = self.passkeys.clone().map(|domain| {
            let src = assets.url("passkey.js");
            view! { <script type="module" id="passkey" src=src data-domain=domain></script> }
        });
        let device = self.device.clone().map(|SigningDevice { account, keys }| {
            let src = assets.url("device.js");
            view! { <script type="module" id="device" src=src data-account=account.0 data-keys=keys></script> }
        });
        let uploads = self.uploads.then(|| {
            let src = assets.url("upload.js");
            view! { <script type="module" src=src></script> }
        });
        let words = self.words;
        let html = render(move || {
            let errors = PageErrors::default();
            provide_context(errors.clone());
            let body = body();
            let title =
                if errors.had_any() { format!("{}{title}", words.t("错误：", "Error: ")) } else { title };
            view! {
                <html lang=lang data-text=text data-contrast=contrast>
                    <head>
                        <meta charset="utf-8" />
                        <meta name="viewport" content="width=device-width, initial-scale=1" />
                        <title>{title}</title>
                        <link rel="icon" href="/favicon.svg" r#type="image/svg+xml" />
                        <link rel="stylesheet" href=css />
                        {script}
                        {buttons}
                        {passkeys}
                        {device}
                        {uploads}
                    </head>
                    <body>{body}</body>
                </html>
            }
        });
        Page { status: StatusCode::OK, html: with_presses(self.site, format!("<!DOCTYPE html>{html}")) }
    }
}

impl Page {
    /// The same page with another status, for refusals that are pages too.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The page of a form that was sent and cannot be done as it is (422).
    #[must_use]
    pub fn refused(self) -> Self {
        self.status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// The same where an error stands behind it: with its status, and with how long to wait. 422 instead of 401, at which
    /// browsers would ask for a password of their own.
    pub fn refused_by<'a>(self, error: impl Into<Option<&'a AppError>>) -> Response {
        let error = error.into();
        let status = match error.map(AppError::status) {
            None | Some(StatusCode::UNAUTHORIZED) => StatusCode::UNPROCESSABLE_ENTITY,
            Some(other) => other,
        };
        let mut response = self.status(status).into_response();
        let wait = error.and_then(AppError::retry_after);
        response.headers_mut().extend(wait.map(|wait| (header::RETRY_AFTER, wait)));
        response
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = (self.status, Html(self.html)).into_response();
        // A page may hold personal data: no shared or lasting copy.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// A piece of a page, for a live region.
pub type Fragment = ([(header::HeaderName, HeaderValue); 1], Html<String>);

/// Renders a piece of a page.
pub fn fragment<V: IntoView>(view: impl FnOnce() -> V) -> Fragment {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Html(render(view)))
}

/// Runs a view on the server. Only islands inside it get what hydration needs.
fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let shared = Arc::new(hydration_context::SsrSharedContext::new_islands());
    let owner = Owner::new_root(Some(shared));
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    html
}
