//! The page that the link of an invitation to a class opens, and accepting it: only by whoever has the document that is meant.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::class::EnrolRefusal;
use domain::consent::{Purpose, missing};
use domain::id::EnrolmentId;
use domain::person::masked_name;
use domain::roster::COMMITMENT_VERSION;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use store::StoreError;
use store::class_invitation::{Accepting, InvitationByCode};
use store::digest;
use store::sealed::INVITED_NAME;
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Fact, Facts, Kind, LinkButton};
use web::views::class::class_name;
use web::{Flash, Sender, Site, Viewer, Visit};

use crate::course::enrol::{agreement, not_agreed, record_agreed};

pub fn routes() -> Router<Site> {
    Router::new().route("/join/{code}", get(invitation).post(accept))
}

/// What the reader agrees to with accepting: `yes` for each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct JoinForm {
    commitment: String,
    real_name: String,
    subsidy: String,
}

impl JoinForm {
    fn agrees(&self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::RealName => self.real_name == "yes",
            Purpose::Subsidy => self.subsidy == "yes",
        }
    }
}

/// How the reader stands to the invitation.
enum Reader {
    /// Signed out.
    Nobody,
    /// Signed in with an account that does not study.
    Staff,
    /// The invitation means another document.
    Another,
    /// Their phone is not proved, and can be.
    NoPhone,
    /// They may accept, once they agree to these.
    Meant(Vec<Purpose>),
}

async fn found(site: &Site, code: &str) -> Result<Option<InvitationByCode>, AppError> {
    let digest = site.keys.digest(digest::Purpose::ClassInvitation, code);
    Ok(site.db.invitation_by_code(&digest).await?)
}

async fn reader(
    site: &Site,
    viewer: Option<&Viewer>,
    invitation: &InvitationByCode,
) -> Result<Reader, AppError> {
    let Some(viewer) = viewer else { return Ok(Reader::Nobody) };
    if !viewer.may(Action::Study) {
        return Ok(Reader::Staff);
    }
    if !site.db.is_invited(&invitation.id, &viewer.person).await? {
        return Ok(Reader::Another);
    }
    let can_prove = !matches!(site.sender, Sender::None);
    if can_prove && site.db.phone_verified_at(&viewer.account).await?.is_none() {
        return Ok(Reader::NoPhone);
    }
    Ok(Reader::Meant(missing(&site.db.consents(&viewer.person).await?)))
}

/// `GET /join/{code}`: open to everybody who has the link; accepting needs one's own account.
async fn invitation(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let Some(invitation) = found(&site, &code).await? else { return Ok(over_page(&visit, None)) };
    let reader = reader(&site, visit.viewer.as_deref(), &invitation).await?;
    join_page(&site, &visit, &code, invitation, reader, FormState::default()).await
}

/// The link opens nothing: copied wrongly, withdrawn, or its class is long over.
fn over_page(visit: &Visit, school: Option<(String, String)>) -> Page {
    let w = visit.words;
    let about = About::new(w.t("班级邀请", "Invitation to a class")).narrow();
    let page = visit.page(about, move || {
        let ask = match (w, school) {
            (Words::Zh, Some((name, phone))) => format!("请联系{name}，电话 {phone}。"),
            (Words::En, Some((name, phone))) => format!("Please call {name}: {phone}."),
            (Words::Zh, None) => "请看看链接是不是抄全了，或者问一下发给您的老师。".to_owned(),
            (Words::En, None) => {
                "See whether the link is complete, or ask the teacher who sent it.".to_owned()
            }
        };
        view! {
            <h1>{w.t("这个邀请打不开", "This invitation does not open")}</h1>
            <p>{ask}</p>
            <div class="actions">
                <LinkButton href="/courses">{w.t("看看课程", "See the courses")}</LinkButton>
            </div>
        }
    });
    page.status(StatusCode::GONE)
}

async fn join_page(
    site: &Site,
    visit: &Visit,
    code: &str,
    invitation: InvitationByCode,
    reader: Reader,
    state: FormState<JoinForm>,
) -> Result<Page, AppError> {
    let w = visit.words;
    let school = w.either(&invitation.organisation, &invitation.organisation_en);
    if invitation.withdrawn_at.is_some() {
        return Ok(over_page(visit, Some((school, invitation.organisation_phone))));
    }
    let name = site.open(INVITED_NAME.of(invitation.id.as_str()), &invitation.name_sealed).await?;
    let name = name.filter(|name| !name.is_empty()).map(|name| masked_name(&name));
    let here = format!("/join/{code}");
    let viewer = visit.viewer.clone();
    let title = w.t("邀请您参加培训", "You are invited to a class");
    Ok(visit.page(About::new(title).narrow(), move || {
        let course = w.either(&invitation.course_title, &invitation.course_title_en);
        let class = class_name(&invitation.course_title, &invitation.class_title);
        let days = format!("{} – {}", format::date(w, &invitation.starts_on), format::date(w, &invitation.ends_on));
        let contact = format!("{school} {}", invitation.organisation_phone);
        let for_whom = name.map(|name| view! { <Fact term=w.t("给谁", "For")>{name}</Fact> });
        let mine = viewer.map(|viewer| viewer.name.clone()).unwrap_or_default();
        let accepted = invitation.accepted_at.is_some();
        let rest = match reader {
            _ if accepted => already(w).into_any(),
            Reader::Nobody => sign_in_first(w, &here).into_any(),
            Reader::Staff => another_account(
                w,
                w.t(
                    "您登录的是工作人员账号，不能用来学习。请让学员本人登录。",
                    "This account does not study. The learner should sign in with their own.",
                )
                .to_owned(),
            )
            .into_any(),
            Reader::Another => another_account(w, for_another(w, &mine, &contact)).into_any(),
            Reader::NoPhone => view! {
                <section class="sheet stack">
                    <p>{w.t("请先验证手机号，再打开这个链接接受邀请。", "Please prove your phone first, then open this link again.")}</p>
                    <div class="actions">
                        <LinkButton href="/account/phone" kind=Kind::Primary>{w.t("验证手机号", "Prove my phone")}</LinkButton>
                    </div>
                </section>
            }
            .into_any(),
            Reader::Meant(purposes) => form(w, here, purposes, state).into_any(),
        };
        view! {
            <h1>{title}</h1>
            <section class="sheet">
                <Facts>
                    {for_whom}
                    <Fact term=w.t("课程", "Course")>{course}</Fact>
                    <Fact term=w.t("班级", "Class")>{class}</Fact>
                    <Fact term=w.t("起止", "Dates")>{days}</Fact>
                    <Fact term=w.t("谁邀请的", "Invited by")>{contact}</Fact>
                </Facts>
            </section>
            {rest}
        }
    }))
}

fn already(w: Words) -> impl IntoView {
    view! {
        <section class="sheet stack">
            <p>{w.t("这个邀请已经接受过了。", "This invitation was accepted already.")}</p>
            <div class="actions">
                <LinkButton href="/learn" kind=Kind::Primary>{w.t("去学习", "Go to my lessons")}</LinkButton>
            </div>
        </section>
    }
}

fn sign_in_first(w: Words, here: &str) -> impl IntoView + use<> {
    let next = utf8_percent_encode(here, NON_ALPHANUMERIC).to_string();
    view! {
        <section class="sheet stack">
            <p>
                {w.t(
                    "请用本人的证件号注册，或者登录；办完会回到这一页，再接受邀请。",
                    "Register with your own document, or sign in; you will come back to this page to accept.",
                )}
            </p>
            <div class="actions">
                <LinkButton href=format!("/register?next={next}") kind=Kind::Primary>{w.t("注册", "Register")}</LinkButton>
                <LinkButton href=format!("/sign-in?next={next}")>{w.t("我有账号，登录", "Sign in")}</LinkButton>
            </div>
        </section>
    }
}

fn another_account(w: Words, why: String) -> impl IntoView {
    view! {
        <section class="sheet stack">
            <p>{why}</p>
            <form method="post" action="/sign-out">
                <Button>{w.t("退出，换本人登录", "Sign out and use another account")}</Button>
            </form>
        </section>
    }
}

fn for_another(w: Words, mine: &str, contact: &str) -> String {
    match w {
        Words::Zh => format!(
            "这个邀请不是给“{mine}”的：名单上的证件号和您登记的不一样。请本人登录；如果名单上写错了，请让学校改，联系：{contact}。"
        ),
        Words::En => format!(
            "This invitation is not for “{mine}”: the roster has another document. The person meant should sign in; if the roster is wrong, ask the school: {contact}."
        ),
    }
}

fn form(w: Words, here: String, purposes: Vec<Purpose>, state: FormState<JoinForm>) -> impl IntoView {
    let questions = purposes
        .into_iter()
        .map(|purpose| agreement(w, purpose, state.form.agrees(purpose), state.error(purpose.as_str())));
    let questions = questions.collect_view();
    let chosen = if state.form.commitment == "yes" { vec!["yes".to_owned()] } else { Vec::new() };
    view! {
        <form class="form sheet" method="post" action=here>
            {questions}
            <Choices
                name="commitment"
                label=w.t("学习承诺", "Commitment")
                error=state.error("commitment")
                options=vec![Choice::new("yes", w.commitment())]
                chosen=chosen
                many=true
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("接受邀请，进班学习", "Accept and join the class")}</Button>
            </div>
        </form>
    }
}

/// `POST /join/{code}`: for the learner whose document is meant.
async fn accept(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(code): Path<String>,
    Form(form): Form<JoinForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let w = visit.words;
    let Some(invitation) = found(&site, &code).await? else {
        return Ok(over_page(&visit, None).into_response());
    };
    let reader = reader(&site, Some(&viewer), &invitation).await?;
    let over = invitation.withdrawn_at.is_some() || invitation.accepted_at.is_some();
    let purposes = match &reader {
        Reader::Meant(purposes) if !over => purposes.clone(),
        // The page says why.
        _ => {
            let page = join_page(&site, &visit, &code, invitation, reader, FormState::default()).await?;
            return Ok(if over { page.into_response() } else { page.refused().into_response() });
        }
    };
    let mut state = FormState::from(form);
    for purpose in &purposes {
        if !state.form.agrees(*purpose) {
            state.refuse(purpose.as_str(), not_agreed(w));
        }
    }
    if state.form.commitment != "yes" {
        state.refuse(
            "commitment",
            w.t("请看完学习承诺，同意的话勾上。", "Please read the commitment and tick it if you agree."),
        );
    }
    if !state.is_valid() {
        let page = join_page(&site, &visit, &code, invitation, reader, state).await?;
        return Ok(page.refused().into_response());
    }
    record_agreed(&site, &viewer, &from, purposes).await?;
    let enrolment = EnrolmentId(site.new_id());
    let event = |enrolment: &EnrolmentId| {
        let action = AuditAction::RosterAccept {
            enrolment: enrolment.clone(),
            class: invitation.class_id.clone(),
            class_code: invitation.class_code.clone(),
            invitation: invitation.id.clone(),
            commitment: COMMITMENT_VERSION.to_owned(),
        };
        site.event(&viewer, &from, action, "")
    };
    let now = (&*site.today(), site.now());
    let accepted = site.db.accept_class_invitation(&invitation, &enrolment, &viewer.person, now, event).await;
    Ok(match accepted {
        Ok(Accepting::Done) => {
            let done = if invitation.starts_on.as_str() > now.0 {
                let day = format::date(w, &invitation.starts_on);
                w.either(
                    &format!("您已进班。{day}开班，从那天起就可以学。"),
                    &format!("You are in the class. It begins on {day}: study counts from then on."),
                )
            } else {
                w.t("您已进班，现在就可以开始学。", "You are in the class and can begin at once.").to_owned()
            };
            Flash::done(done).then("/learn")
        }
        Ok(Accepting::Already) => Flash::notice(w.enrol_refused(EnrolRefusal::Already)).then("/learn"),
        // Withdrawn or accepted a moment ago, or the document was exchanged: the page says which.
        Ok(Accepting::Over | Accepting::Another) => web::flash::see_other(&format!("/join/{code}")),
        Err(StoreError::Enrol(refusal)) => {
            Flash::notice(w.enrol_refused(refusal)).then(&format!("/join/{code}"))
        }
        Err(error) => return Err(error.into()),
    })
}
