//! What is said of a course: begun with it, and changed later.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::course::{Level, Mode};
use domain::course_draft::{CourseContent, OUTCOME_CHARS, OUTCOMES, SUMMARY_CHARS, TITLE_CHARS};
use domain::filing::State as FilingState;
use domain::id::{CourseDraftId, OrganisationId};
use leptos::prelude::*;
use store::course_draft::{CourseDraft, WrittenDraft};
use store::filing::Filing;
use store::register::Pick;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::{FormState, text};
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Choices, Crumbs, Empty, ErrorSummary, Field, Kind, LinkButton, NavItem, Select, TextArea,
};
use web::views::filing::state_on;
use web::{Site, Viewer, Visit};

use super::{closed, draft_of, write};
use crate::maker_for;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/own-courses/new", get(new).post(create))
        .route("/own-courses/{id}/about", get(about).post(save))
}

/// As it was typed.
#[derive(Clone, Debug, Default)]
struct AboutForm {
    /// Of the page of a new course.
    id: String,
    version: i64,
    title: String,
    /// Code of a trade and of a level, with a bar between.
    trade: String,
    mode: String,
    summary: String,
    /// A line each.
    outcomes: String,
    audience: Vec<String>,
}

impl AboutForm {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "id" => form.id = value,
                "version" => form.version = value.parse().unwrap_or(0),
                "title" => form.title = value,
                "trade" => form.trade = value,
                "mode" => form.mode = value,
                "summary" => form.summary = value,
                "outcomes" => form.outcomes = value,
                "audience" => form.audience.push(value),
                _ => {}
            }
        }
        form
    }

    fn kept(draft: &CourseDraft, content: &CourseContent) -> Self {
        Self {
            id: draft.id.0.clone(),
            version: draft.version,
            title: content.title.clone(),
            trade: format!("{}|{}", content.trade_code, content.level.as_str()),
            mode: content.mode.as_str().to_owned(),
            summary: content.summary.clone(),
            outcomes: content.outcomes.join("\n"),
            audience: content.audience.clone(),
        }
    }
}

/// What can be chosen.
struct Choosable {
    /// Trade and level of each filing that stands, once.
    trades: Vec<Choice>,
    categories: Vec<Pick>,
}

impl Choosable {
    async fn of(site: &Site, w: Words, organisation: &OrganisationId) -> Result<Self, AppError> {
        let today = site.today();
        let filings = site.db.filings_of(organisation).await?;
        let stands =
            |filing: &&Filing| matches!(state_on(filing, &today), FilingState::Valid | FilingState::Later);
        let mut trades: Vec<Choice> = Vec::new();
        for filing in filings.iter().filter(stands) {
            let value = format!("{}|{}", filing.trade_code, filing.level);
            let label =
                format!("{} · {}", w.either(&filing.trade, &filing.trade_en), w.level_of(&filing.level));
            if trades.iter().all(|choice| choice.value != value) {
                trades.push(Choice::new(value, label));
            }
        }
        Ok(Self { trades, categories: site.db.categories_on(&today).await? })
    }
}

/// `GET /own-courses/new`: for whoever makes courses for the institution.
async fn new(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    let organisation = maker_for(&viewer)?;
    let of = Choosable::of(&site, visit.words, &organisation).await?;
    let form =
        AboutForm { id: site.new_id(), mode: Mode::Online.as_str().to_owned(), ..AboutForm::default() };
    Ok(page(&visit, None, of, FormState::from(form)))
}

/// `GET /own-courses/{id}/about`: for whoever makes courses for the institution.
async fn about(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    if !draft.state().is_open_to_change() {
        return Ok(closed(visit.words, &draft.id));
    }
    let of = Choosable::of(&site, visit.words, &draft.organisation_id).await?;
    let form = AboutForm::kept(&draft, &draft.content()?);
    Ok(page(&visit, Some(&draft), of, FormState::from(form)).into_response())
}

fn page(visit: &Visit, draft: Option<&CourseDraft>, of: Choosable, state: FormState<AboutForm>) -> Page {
    let w = visit.words;
    let title = if draft.is_some() {
        w.t("课程介绍", "About the course")
    } else {
        w.t("做一门新课", "Make a new course")
    };
    let mut above = vec![("/own-courses".to_owned(), NavItem::OwnCourses.name(w).to_owned())];
    above.extend(draft.map(|draft| (format!("/own-courses/{}", draft.id), draft.title.clone())));
    let address = draft
        .map_or_else(|| "/own-courses/new".to_owned(), |draft| format!("/own-courses/{}/about", draft.id));
    let back = draft.map_or_else(|| "/own-courses".to_owned(), |draft| format!("/own-courses/{}", draft.id));
    visit.page(About::new(title).at(NavItem::OwnCourses).narrow(), move || {
        let form = state.form.clone();
        let body = if of.trades.is_empty() {
            view! {
                <Empty title=w.t("先要备案", "File first")>
                    <p>
                        {w.t(
                            "课程要属于机构备案过的工种。现在没有有效的备案，请先向人社部门申请备案。",
                            "A course belongs to a trade that the institution is filed for. There is no valid filing now: file with the bureau first.",
                        )}
                    </p>
                    <LinkButton href="/institution">{w.t("看机构备案", "To the filings")}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            let modes = Mode::ALL.map(|mode| Choice::new(mode.as_str(), w.mode(mode)));
            let categories: Vec<Choice> =
                of.categories.iter().map(|one| Choice::new(&one.code, w.either(&one.name, &one.name_en))).collect();
            let mut trades = vec![Choice::new("", w.t("请选择", "Please choose"))];
            trades.extend(of.trades.clone());
            let go_on = if form.version == 0 { w.t("保存，去加课", "Save and add lessons") } else { w.t("保存", "Save") };
            view! {
                <form class="form sheet" method="post" action=address.clone()>
                    <input type="hidden" name="id" value=form.id />
                    <input type="hidden" name="version" value=form.version.to_string() />
                    <Field
                        name="title"
                        label=w.t("课程名称", "Title")
                        hint=w.t("学员一看就懂，如“大闸蟹养殖”", "So that a learner understands it")
                        error=state.error("title")
                        value=form.title
                        autocomplete="off"
                    />
                    <Select
                        name="trade"
                        label=w.t("工种和等级", "Trade and level")
                        hint=w.t("只列出机构备案过的", "Those that the institution is filed for")
                        error=state.error("trade")
                        options=trades
                        chosen=form.trade
                    />
                    <Choices name="mode" label=w.t("怎么学", "How") error=state.error("mode") options=modes.to_vec() chosen=vec![form.mode] />
                    <TextArea
                        name="summary"
                        label=w.t("课程介绍", "What it is about")
                        hint=w.t("两三句话：学什么、对谁有用", "Two or three sentences: what, and for whom")
                        error=state.error("summary")
                        value=form.summary
                    />
                    <TextArea
                        name="outcomes"
                        label=w.t("学完能做什么", "What one can do afterwards")
                        hint=w.t("一行写一条，最多 12 条", "A line each, 12 at most")
                        error=state.error("outcomes")
                        value=form.outcomes
                    />
                    <Choices
                        name="audience"
                        label=w.t("适合谁学（可多选，不选就是不限）", "For whom (none: everybody)")
                        options=categories
                        chosen=form.audience
                        many=true
                    />
                    <div class="actions">
                        <Button kind=Kind::Primary>{go_on}</Button>
                        <LinkButton href=back.clone()>{w.t("取消", "Cancel")}</LinkButton>
                    </div>
                </form>
            }
            .into_any()
        };
        view! {
            <Crumbs words=w above=above here=title />
            <h1>{title}</h1>
            <ErrorSummary title=w.t("没有保存，请看这里", "Not saved, please look here") errors=state.errors() />
            {body}
        }
    })
}

/// Puts what was typed into the course, or keeps each fault beside its field.
fn read(
    w: Words,
    state: &mut FormState<AboutForm>,
    of: &Choosable,
    content: &mut CourseContent,
) -> Option<()> {
    let form = state.form.clone();
    let title = w.t("请填课程名称，2 到 60 个字。", "Please name the course, in 2 to 60 characters.");
    let title = state.check("title", text(&form.title, TITLE_CHARS, title));
    let known = of.trades.iter().any(|choice| choice.value == form.trade)
        // What the draft has already may stay, though the filing ended since: opening a class asks again.
        || form.trade == format!("{}|{}", content.trade_code, content.level.as_str());
    let trade = form.trade.split_once('|').filter(|_| known);
    let trade = trade.and_then(|(code, level)| Some((code.to_owned(), Level::from_code(level)?)));
    let trade =
        state.check("trade", trade.ok_or(w.t("请选择工种和等级。", "Please choose trade and level.")));
    let mode = Mode::from_code(&form.mode);
    let mode = state.check("mode", mode.ok_or(w.t("请选择怎么学。", "Please say how it is taught.")));
    let summary = w.t("请写介绍，4 到 500 个字。", "Please say what it is about, in 4 to 500 characters.");
    let summary = state.check("summary", text(&form.summary, SUMMARY_CHARS, summary));
    let lines: Vec<&str> = form.outcomes.lines().filter(|line| !line.trim().is_empty()).collect();
    let lines: Result<Vec<String>, ()> = lines.iter().map(|line| text(line, OUTCOME_CHARS, ())).collect();
    let outcomes = lines.ok().filter(|lines| OUTCOMES.contains(&lines.len()));
    let says = w.t(
        "请写学完能做什么：一行一条，每条 2 到 100 个字，最多 12 条。",
        "What one can do afterwards: a line each of 2 to 100 characters, 12 at most.",
    );
    let outcomes = state.check("outcomes", outcomes.ok_or(says));
    let (trade_code, level) = trade?;
    content.title = title?;
    (content.trade_code, content.level, content.mode) = (trade_code, level, mode?);
    (content.summary, content.outcomes) = (summary?, outcomes?);
    let chosen = |one: &&Pick| form.audience.contains(&one.code);
    content.audience = of.categories.iter().filter(chosen).map(|one| one.code.clone()).collect();
    content.audience.sort_unstable();
    Some(())
}

/// `POST /own-courses/new`: for whoever makes courses for the institution.
async fn create(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let organisation = maker_for(&viewer)?;
    let w = visit.words;
    let of = Choosable::of(&site, w, &organisation).await?;
    let mut state = FormState::from(AboutForm::of(fields));
    let mut content = CourseContent {
        organisation: organisation.clone(),
        title: String::new(),
        summary: String::new(),
        outcomes: Vec::new(),
        trade_code: String::new(),
        level: Level::Special,
        mode: Mode::Online,
        audience: Vec::new(),
        lessons: Vec::new(),
    };
    if read(w, &mut state, &of, &mut content).is_none() {
        return Ok(page(&visit, None, of, state).refused().into_response());
    }
    let is_id = |id: &str| id.len() == 36 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let id = if is_id(&state.form.id) { state.form.id.clone() } else { site.new_id() };
    let region = site.db.region_of(&organisation).await?;
    let written =
        WrittenDraft { id: CourseDraftId(id.clone()), version: 0, region, content: &content, replaces: None };
    let begun = site.db.write_course_draft(&written, (&viewer.account, &viewer.person), site.now()).await?;
    let flash = match begun {
        Ok(_) => Flash::done(w.t("介绍存好了。现在一课一课地加。", "Saved. Now add the lessons.")),
        Err(_) => Flash::notice(w.t(
            "这门课刚才已经建好了，这一次没有再存。要改，请点“改介绍”。",
            "The course was begun before, and this was not saved. To change it, press “Change it”.",
        )),
    };
    Ok(flash.then(&format!("/own-courses/{id}")))
}

/// `POST /own-courses/{id}/about`: for whoever makes courses for the institution.
async fn save(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let w = visit.words;
    if !draft.state().is_open_to_change() {
        return Ok(closed(w, &draft.id));
    }
    let of = Choosable::of(&site, w, &draft.organisation_id).await?;
    let mut state = FormState::from(AboutForm::of(fields));
    let mut content = draft.content()?;
    if read(w, &mut state, &of, &mut content).is_some() {
        match write(&site, &viewer, w, &draft, state.form.version, &content).await? {
            None => return Ok(see_other(&format!("/own-courses/{}", draft.id))),
            Some(says) => {
                state.form.version = draft.version;
                state.refuse("", says);
            }
        }
    }
    Ok(page(&visit, Some(&draft), of, state).refused().into_response())
}
