//! Recording a filing, with its paper.

use app::words::Words;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::course::Level;
use domain::document::read_day;
use domain::filing::NUMBER_CHARS_MAX;
use domain::id::FilingId;
use domain::paper::{MEGABYTES_MAX, PaperKind, safe_name};
use domain::trade::{Found, find};
use leptos::prelude::*;
use sha2::{Digest, Sha256};
use store::filing::{FilingPaper, NewFiling, Recorded};
use store::institution::Institution;
use store::sealed::{FILING_PAPER_CONTENT, FILING_PAPER_NAME};
use store::trade::Trade;
use web::address::Address;
use web::error::AppError;
use web::file::{not_whole, place_to_receive};
use web::form::{FormState, text};
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Crumbs, ErrorSummary, Field, FileField, Kind};
use web::received_file::{READ_BYTES_MAX, SentFile, kind_of, receive};
use web::{Flash, Site, Viewer, Visit};

use super::{AT, institution_of};

pub fn routes() -> Router<Site> {
    let limit = DefaultBodyLimit::max(READ_BYTES_MAX);
    Router::new().route("/institutions/{organisation}/filings/new", get(form).post(record).layer(limit))
}

/// A filing as it was typed.
#[derive(Clone, Debug, Default)]
pub struct FilingForm {
    /// Code or name.
    trade: String,
    /// The code that was chosen among those that were offered.
    pick: String,
    level: String,
    number: String,
    from: String,
    until: String,
}

/// `GET /institutions/{organisation}/filings/new`: for who registers institutions, those of their region.
async fn form(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let one = institution_of(&site, &viewer, &id, Action::ManageInstitutions).await?;
    Ok(page(&visit, &one, &[], FormState::default()))
}

/// The form; with the trades that may be meant, where none was named exactly.
fn page(visit: &Visit, one: &Institution, offered: &[Trade], state: FormState<FilingForm>) -> Page {
    let w = visit.words;
    let title = w.t("登记备案", "Record a filing");
    let name = w.either(&one.name, &one.name_en);
    let here = format!("/institutions/{}", one.id);
    let picks: Vec<Choice> = offered
        .iter()
        .map(|trade| Choice::new(&trade.code, w.either(&trade.name, &trade.name_en)).note(&trade.code))
        .collect();
    visit.page(About::new(title).at(AT).narrow(), move || {
        let form = state.form.clone();
        let levels = Level::ALL.map(|level| Choice::new(level.as_str(), w.level(level)));
        let pick = (!picks.is_empty()).then(|| {
            view! {
                <Choices
                    name="pick"
                    label=w.t("您要找的是", "Did you mean")
                    options=picks
                    chosen=vec![form.pick.clone()]
                />
            }
        });
        let hint = match w {
            Words::Zh => format!("照片（JPG、PNG）或 PDF，最大 {MEGABYTES_MAX} MB。加密保存，打开有记录。"),
            Words::En => format!(
                "A photograph (JPG, PNG) or PDF, at most {MEGABYTES_MAX} MB. Kept encrypted; each opening is recorded."
            ),
        };
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/institutions".to_owned(), w.t("培训机构", "Institutions").to_owned()),
                    (here.clone(), name.clone()),
                ]
                here=title
            />
            <h1>{title}</h1>
            <p>{name}</p>
            <ErrorSummary title=w.t("没有登记，请看这里", "Not recorded, please look here") errors=state.errors() />
            <form class="form sheet" method="post" action=format!("{here}/filings/new") enctype="multipart/form-data">
                <Field
                    name="trade"
                    label=w.t("工种", "Trade")
                    hint=w.t("填名称或编码，如 养老护理员 或 4-10-01-05", "Its name or code, as 养老护理员 or 4-10-01-05")
                    error=state.error("trade")
                    value=form.trade.clone()
                    autocomplete="off"
                />
                {pick}
                <Choices name="level" label=w.t("等级", "Level") error=state.error("level") options=levels.to_vec() chosen=vec![form.level] />
                <Field
                    name="number"
                    label=w.t("备案文号", "Number of the filing")
                    error=state.error("number")
                    value=form.number
                    autocomplete="off"
                />
                <Field
                    name="from"
                    label=w.t("从哪天起", "First day")
                    hint=w.t("8 个数字，如 20260301", "Eight digits, as 20260301")
                    error=state.error("from")
                    value=form.from
                    autocomplete="off"
                    inputmode="numeric"
                    shape="input-short"
                />
                <Field
                    name="until"
                    label=w.t("到哪天为止（长期有效就不填）", "Last day (empty: until further notice)")
                    error=state.error("until")
                    value=form.until
                    autocomplete="off"
                    inputmode="numeric"
                    shape="input-short"
                />
                <FileField
                    name="file"
                    label=w.t("备案材料（可以不传）", "The paper (optional)")
                    hint=hint
                    error=state.error("file")
                    accept="image/jpeg,image/png,application/pdf"
                />
                <p class="soft">
                    {w.t(
                        "登记后不能修改。写错了，就暂停那一条，再登记一条对的。",
                        "It cannot be changed afterwards: suspend what is wrong, and record it anew.",
                    )}
                </p>
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("登记备案", "Record it")}</Button>
                </div>
            </form>
        }
    })
}

/// `POST /institutions/{organisation}/filings/new`: for who registers institutions, those of their region.
async fn record(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let one = institution_of(&site, &viewer, &id, Action::ManageInstitutions).await?;
    let w = visit.words;
    let _place = place_to_receive()?;
    let (mut typed, mut sent) = (FilingForm::default(), SentFile::default());
    // What is no such form is taken as one in which nothing was typed.
    if let Ok(form) = form {
        let fields = |name: &str, text: String| match name {
            "trade" => typed.trade = text,
            "pick" => typed.pick = text,
            "level" => typed.level = text,
            "number" => typed.number = text,
            "from" => typed.from = text,
            "until" => typed.until = text,
            _ => {}
        };
        match receive(form, fields, &mut sent).await {
            Ok(()) => {}
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => sent.too_large = true,
            Err(_) => return Err(not_whole()),
        }
    }
    let mut state = FormState::from(typed);
    let known = site.db.trades_on(&site.today()).await?;
    let (trade, offered) = trade(w, &state.form, &known);
    let trade = state.check("trade", trade);
    let level = Level::from_code(&state.form.level);
    let level = state.check("level", level.ok_or(w.t("请选择等级。", "Please choose the level.")));
    let says = match w {
        Words::Zh => format!("请填备案文号，最多 {NUMBER_CHARS_MAX} 个字。"),
        Words::En => format!("Please write the number of the filing, {NUMBER_CHARS_MAX} characters at most."),
    };
    let number = state.check("number", text(&state.form.number, 1..=NUMBER_CHARS_MAX, says));
    let first = read_day(&state.form.from);
    let first = state
        .check("from", first.ok_or(w.t("请填日期，如 20260301。", "Please write the day, as 20260301.")));
    let last = state.check("until", last_day(w, &state.form.until, first.as_deref()));
    let kind = if sent.is_missing() { Some(None) } else { state.check("file", kind_of(w, &sent)).map(Some) };
    let (Some(trade), Some(level), Some(number), Some(first), Some(last), Some(kind)) =
        (trade, level, number, first, last, kind)
    else {
        let page = page(&visit, &one, &offered, state).refused();
        let page = if sent.too_large { page.status(StatusCode::PAYLOAD_TOO_LARGE) } else { page };
        return Ok(page.into_response());
    };
    let id = FilingId(site.new_id());
    let new = NewFiling {
        organisation: one.id.clone(),
        trade_code: trade.code.clone(),
        level,
        number,
        valid_from: first,
        valid_to: last,
        paper: kind.map(|kind| sealed(&site, &id, kind, &sent)),
        id,
    };
    let action = AuditAction::FilingRecord {
        filing: new.id.clone(),
        organisation: one.id.clone(),
        trade_code: trade.code,
        level,
    };
    let event = site.event(&viewer, &from, action, "");
    match site.db.record_filing(&new, &event).await? {
        Recorded::Done => {
            let done = w.t("备案已登记。", "The filing is recorded.");
            Ok(Flash::done(done).then(&format!("/institutions/{}", one.id)))
        }
        Recorded::Already => {
            state.refuse(
                "number",
                w.t(
                    "这个文号下，这个工种和等级已经登记过了。",
                    "This trade and level stand under this number already.",
                ),
            );
            Ok(page(&visit, &one, &[], state).refused().into_response())
        }
    }
}

/// The trade that is meant, or a sentence and those that may be meant.
fn trade(w: Words, form: &FilingForm, known: &[Trade]) -> (Result<Trade, String>, Vec<Trade>) {
    // What was chosen counts while it is among what the words offer.
    let names: Vec<(&str, &str)> =
        known.iter().map(|trade| (trade.code.as_str(), trade.name.as_str())).collect();
    let of = |place: usize| known.get(place).cloned();
    match find(&form.trade, &names) {
        Found::One(place) => (of(place).ok_or_else(String::new), Vec::new()),
        Found::Several(places) => {
            let offered: Vec<Trade> = places.into_iter().filter_map(of).collect();
            if let Some(chosen) = offered.iter().find(|trade| trade.code == form.pick) {
                return (Ok(chosen.clone()), offered);
            }
            let say = w.t(
                "没有正好叫这个名字的工种。请在下面选一个，或者填编码。",
                "No trade has exactly this name. Please choose one below, or write its code.",
            );
            (Err(say.to_owned()), offered)
        }
        Found::Nothing if form.trade.trim().is_empty() => (
            Err(w.t("请填工种的名称或编码。", "Please write the name or code of the trade.").to_owned()),
            Vec::new(),
        ),
        Found::Nothing => {
            let say = w.t(
                "职业目录里没有这个工种。请核对名称或编码；本市自己的项目请系统管理员先加进目录。",
                "No such trade is known. Please compare name and code; a trade of the city's own must be added first.",
            );
            (Err(say.to_owned()), Vec::new())
        }
    }
}

/// The last day, if there is one: not before the first.
fn last_day(w: Words, typed: &str, first: Option<&str>) -> Result<Option<String>, &'static str> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    match (read_day(typed), first) {
        (Some(last), Some(first)) if last.as_str() < first => {
            Err(w.t("最后一天早于第一天，请核对。", "The last day lies before the first."))
        }
        (Some(last), _) => Ok(Some(last)),
        (None, _) => Err(
            w.t("请填日期，如 20271231；长期有效就不填。", "Please write the day, as 20271231, or nothing.")
        ),
    }
}

fn sealed(site: &Site, id: &FilingId, kind: PaperKind, sent: &SentFile) -> FilingPaper {
    FilingPaper {
        kind,
        bytes: sent.bytes.len() as i64,
        sha256: hex::encode(Sha256::digest(&sent.bytes)),
        name_sealed: site.seal(FILING_PAPER_NAME.of(id.as_str()), &safe_name(&sent.name, kind)),
        content_sealed: site.seal_bytes(FILING_PAPER_CONTENT.of(id.as_str()), &sent.bytes),
    }
}
