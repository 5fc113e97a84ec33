//! Objecting to a list: no name is asked for, and whoever objects reads the answer at an address of their own.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use domain::id::{ClaimId, ObjectionId};
use domain::publication::{OBJECTION_CHARS, ObjectionState};
use domain::task::TaskKind;
use leptos::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::publication::{FilingRefusal, NewObjection, Publication, PublishedClass};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, text};
use web::objection::{address, begin_objection, mark};
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Crumbs, ErrorSummary, Fact, Facts, Field, Kind, NavItem, Qr, Select, TextArea,
};
use web::views::class::class_name;
use web::views::deadline::answer_by;
use web::views::publication::{objection_chip, published_on};
use web::{Site, Visit};

use super::{found, unlisted};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/publications/{id}/objection", get(form).post(file))
        .route("/objections/{id}/{mark}", get(answer))
}

/// An objection as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ObjectionForm {
    /// The claim of a class.
    class: String,
    /// A place in the list.
    n: String,
    words: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    n: String,
}

/// `GET /publications/{id}/objection`: open to everybody while the list is shown.
async fn form(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    let (list, over) = found(&site, id).await?;
    if over {
        return Ok(web::flash::see_other(&format!("/publications/{}", list.id)));
    }
    let state = FormState::from(ObjectionForm { n: query.n, ..ObjectionForm::default() });
    Ok(unlisted(page(&site, &visit, list, state).await?))
}

async fn page(
    site: &Site,
    visit: &Visit,
    list: Publication,
    state: FormState<ObjectionForm>,
) -> Result<Page, AppError> {
    let classes = site.db.published_classes(&list.id).await?;
    let w = visit.words;
    let name = published_on(w, site.zone(), list.at_ms);
    let about = About::new(w.t("提出异议", "Object")).at(NavItem::Publications).narrow();
    Ok(visit.page(about, move || {
        let here = format!("/publications/{}", list.id);
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/publications".to_owned(), NavItem::Publications.name(w).to_owned()),
                    (here.clone(), name),
                ]
                here=w.t("提出异议", "Object")
            />
            <h1>{w.t("提出异议", "Object")}</h1>
            <p>
                {w.t(
                    "不用登录，不用留姓名和电话，我们也不记您的网络地址。监督人员 5 个工作日内查清答复；查清以前，您指出的人先不发放。",
                    "No sign-in, no name, no phone; your network address is not kept. Internal control looks into it and answers within 5 working days; until then whoever you name is not paid.",
                )}
            </p>
            <ErrorSummary title=w.t("还没有提交，请看这里", "Not sent yet, please look here") errors=state.errors() />
            {fields(w, &here, &classes, &state)}
        }
    }))
}

fn fields(
    w: Words,
    here: &str,
    classes: &[PublishedClass],
    state: &FormState<ObjectionForm>,
) -> impl IntoView + use<> {
    let name = |one: &PublishedClass| {
        let course = w.either(&one.course_title, &one.course_title_en);
        format!("{course} {}", class_name(&one.course_title, &one.class_title))
    };
    // A list of one class asks for none.
    let class = match classes {
        [only] => view! { <input type="hidden" name="class" value=only.claim_id.0.clone() /> }.into_any(),
        several => {
            let mut options = vec![Choice::new("", w.t("请选择", "Please choose"))];
            options.extend(several.iter().map(|one| Choice::new(one.claim_id.0.clone(), name(one))));
            view! {
                <Select
                    name="class"
                    label=w.t("哪个班级", "Which class")
                    hint=w.t("填了名单序号，可以不选", "Not needed with a number of the list")
                    error=state.error("class")
                    options=options
                    chosen=state.form.class.clone()
                />
            }
            .into_any()
        }
    };
    view! {
        <form class="form sheet" method="post" action=format!("{here}/objection")>
            {class}
            <Field
                name="n"
                label=w.t("名单序号（可以不填）", "Number of the list (optional)")
                hint=w.t("只说一个人，就填他的序号；说整个班级，就空着", "For one person, their number; for the whole class, leave it empty")
                error=state.error("n")
                value=state.form.n.clone()
                inputmode="numeric"
            />
            <TextArea
                name="words"
                label=w.t("哪里不对", "What is wrong")
                hint=w.t(
                    "写清楚时间、地点、什么事，例如：这个人 11 月一直在外地，没有上过课。愿意的话也可以留联系方式。",
                    "When, where, what: for example, this person was away all November and never studied. You may add how to reach you.",
                )
                error=state.error("words")
                value=state.form.words.clone()
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("提交异议", "Send")}</Button>
            </div>
        </form>
    }
}

/// `POST /publications/{id}/objection`: the same. Neither who nor from where is written down.
async fn file(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<ObjectionForm>,
) -> Result<Response, AppError> {
    let (list, _) = found(&site, id).await?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let too_short = match w {
        Words::Zh => {
            format!("请写 {} 到 {} 个字，写清楚哪里不对。", OBJECTION_CHARS.start(), OBJECTION_CHARS.end())
        }
        Words::En => {
            format!("Please write {} to {} characters.", OBJECTION_CHARS.start(), OBJECTION_CHARS.end())
        }
    };
    let words = text(&state.form.words, OBJECTION_CHARS, too_short);
    let words = state.check("words", words);
    let typed = domain::typed::plain(&state.form.n);
    let n = match typed.trim() {
        "" => Some(None),
        typed => {
            let n = typed.parse::<i64>().map(Some);
            state.check("n", n.map_err(|_| w.t("序号是数字，例如 12。", "A number, for example 12.")))
        }
    };
    let classes = site.db.published_classes(&list.id).await?;
    let claim = n.and_then(|n| about(w, &classes, n, &mut state));
    let (Some(words), Some(n), Some(claim)) = (words, n, claim) else {
        return Ok(unlisted(page(&site, &visit, list, state).await?.refused()));
    };
    begin_objection(&site, &from).await?;
    let objection = ObjectionId(site.new_id());
    let new = NewObjection {
        id: &objection,
        publication: &list.id,
        claim: &claim,
        n,
        words: &words,
        over_before: site.publication_clock().over_before(),
    };
    let event = site.event_by_system(AuditAction::ObjectionFile {
        objection: objection.clone(),
        publication: list.id.clone(),
        claim: claim.clone(),
        n,
        sha256: hex::encode(Sha256::digest(words.as_bytes())),
    });
    match site.db.file_objection(&new, &event).await? {
        Ok(()) => {
            let says = w.t(
                "异议已经收到。请保存这一页的网址，答复会写在这里。",
                "Received. Keep the address of this page: the answer appears here.",
            );
            Ok(Flash::done(says).then(&address(&site, &objection)))
        }
        Err(FilingRefusal::NobodyThere) => {
            let state = state.refused("n", nobody(w));
            Ok(unlisted(page(&site, &visit, list, state).await?.refused()))
        }
        Err(FilingRefusal::Over) => {
            let says = w
                .t("公示期已经结束，请打 12333 反映。", "The list is not shown any more. Please ring 12333.");
            Ok(Flash::notice(says).then(&format!("/publications/{}", list.id)))
        }
    }
}

/// The claim that an objection is about: by the place in the list, else by the class that was chosen.
fn about(
    w: Words,
    classes: &[PublishedClass],
    n: Option<i64>,
    state: &mut FormState<ObjectionForm>,
) -> Option<ClaimId> {
    if let Some(n) = n {
        let there = classes.iter().find(|one| (one.first..=one.last).contains(&n));
        return state.check("n", there.map(|one| one.claim_id.clone()).ok_or_else(|| nobody(w)));
    }
    let chosen = classes.iter().find(|one| one.claim_id.0 == state.form.class);
    let says = w.t("请选一个班级，或者填名单序号。", "Please choose a class, or give a number of the list.");
    state.check("class", chosen.map(|one| one.claim_id.clone()).ok_or(says))
}

fn nobody(w: Words) -> &'static str {
    w.t("名单上没有这个序号，请对照名单再看一下。", "The list has no such number; please look again.")
}

/// `GET /objections/{id}/{mark}`: for whoever filed it, who alone has the address.
async fn answer(
    State(site): State<Site>,
    visit: Visit,
    headers: HeaderMap,
    Path((id, given)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = ObjectionId(id);
    if given != mark(&site, &id) {
        return Err(AppError::NotFound);
    }
    let objection = site.db.objection(&id).await?;
    let list = site.db.publication(&objection.publication_id).await?;
    let deadline = site.deadline(TaskKind::Objection, objection.at_ms);
    let link = format!("{}{}", site.origin_of(&headers), address(&site, &id));
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("异议的答复", "Answer to an objection")).at(NavItem::Publications).narrow();
    let page = visit.page(about, move || {
        let moment = move |at_ms| format::moment(w, &zone.minute(at_ms));
        let state = objection.state();
        let course = w.either(&objection.course_title, &objection.course_title_en);
        let class = class_name(&objection.course_title, &objection.class_title);
        let said = if let (Some(reason), ObjectionState::Upheld | ObjectionState::Dismissed) =
            (&objection.reason, state)
        {
            let when = objection.answered_at.map(moment).unwrap_or_default();
            view! {
                <h2>{w.t("答复", "Answer")}</h2>
                <p class="break-anywhere">{reason.clone()}</p>
                <p class="soft">{when}</p>
            }
            .into_any()
        } else {
            let by = deadline.as_ref().map(|deadline| answer_by(w, deadline)).unwrap_or_default();
            let keep = w.t(
                "答复会写在这一页。请把网址存下来，或者拍下二维码：没有它，谁也打不开。",
                "The answer appears on this page. Keep its address or take a picture of the code: nobody opens it without.",
            );
            view! {
                <p>{by}</p>
                <p>{keep}</p>
                <Qr text=link.clone() label=w.t("这一页的网址", "The address of this page") />
            }
            .into_any()
        };
        view! {
            <h1>{w.t("您的异议", "Your objection")} " " {objection_chip(w, state)}</h1>
            <section class="sheet">
                <Facts>
                    <Fact term=w.t("名单", "List")>{published_on(w, zone, list.at_ms)}</Fact>
                    <Fact term=w.t("班级", "Class")>{course} " " {class}</Fact>
                    <Fact term=w.t("说的是", "About")>{w.objection_about(objection.n)}</Fact>
                    <Fact term=w.t("提交时间", "Sent")>{moment(objection.at_ms)}</Fact>
                    <Fact term=w.t("您写的", "Your words")><span class="break-anywhere">{objection.words.clone()}</span></Fact>
                </Facts>
            </section>
            <section class="sheet stack-s">{said}</section>
        }
    });
    Ok(unlisted(page).into_response())
}
