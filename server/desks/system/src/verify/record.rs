//! Learning records and certificates of completion in the hands of strangers: the page behind the code, and the file itself, compared part by part with what
//! was issued.

use app::format;
use app::words::Words;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use certificate::{Content, Difference, FileRead, Part, compare, read};
use domain::certificate::CertificateStanding;
use domain::id::CertificateId;
use domain::ledger::{Bundle, Claim, Examined};
use domain::person::masked_name;
use domain::time::Zone;
use leptos::prelude::*;
use store::StoreError;
use store::certificate::Certificate;
use tokio::sync::Semaphore;
use web::certificate::{DOCUMENT, NAME, addressed, content_of, mark};
use web::error::{AppError, Sentence};
use web::page::{About, Page};
use web::parts::{
    Cell, Chip, ColumnKind, Crumbs, DataTable, Fact, Facts, Flash, HeadCell, Row, Status, Tone,
};
use web::views::certificate::{kind_name, kind_title, standing_chip};
use web::{Site, Visit};

use super::continues;

/// Files that are read at once: whoever finds one at which the reader does not end holds these places and nothing else.
static READING: Semaphore = Semaphore::const_new(4);

/// What a file turned out to be.
pub enum FileFound {
    /// It cannot be read: damaged, locked, a picture.
    Unreadable,
    /// It names no record that was issued here.
    NotOurs,
    /// This server has no fonts to compare with; the code on the paper still works.
    NoFonts,
    Record(Box<RecordFound>),
}

/// A file of a record that was issued.
pub struct RecordFound {
    pub record: Certificate,
    /// What was issued; nothing once its owner closed the account.
    pub content: Option<Content>,
    pub differences: Vec<Difference>,
    pub proof: ProofInside,
}

/// What the proof inside a file is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofInside {
    Holds,
    /// There is none, or something else beside it.
    Gone,
    /// It is of other hours than those of the record.
    Another,
    /// It does not fit the ledger.
    DoesNotHold,
}

/// Whether these bytes are to be read as a record.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF")
}

/// Compares a file with what was issued.
pub async fn examine(
    site: &Site,
    bytes: Vec<u8>,
    examine_proof: impl FnOnce(&str) -> Option<Examined>,
) -> Result<FileFound, AppError> {
    let Some(fonts) = site.fonts.clone() else { return Ok(FileFound::NoFonts) };
    let place = READING.try_acquire().map_err(|_| AppError::TooMany {
        code: "too_many_files",
        wait_seconds: 20,
        say: Sentence::new(
            "正在查别人的文件，请等 20 秒再交一次。",
            "Other files are being checked. Please bring it again in 20 seconds.",
        ),
    })?;
    // The place is given back when the reading has ended, not when somebody no longer waits for it.
    let reading = tokio::task::spawn_blocking(move || {
        let _place = place;
        read(&bytes).ok()
    });
    // A file at which the reader fails is no file of ours.
    let Some(file) = reading.await.ok().flatten() else { return Ok(FileFound::Unreadable) };
    if file.text.trim().is_empty() {
        return Ok(FileFound::Unreadable);
    }
    let Some(id) = addressed(site, &file.text) else { return Ok(FileFound::NotOurs) };
    let record = match site.db.certificate(&id).await {
        Ok(record) => record,
        Err(StoreError::NotFound) => return Ok(FileFound::NotOurs),
        Err(error) => return Err(error.into()),
    };
    let content = content_of(site, &record).await?;
    let proof = proof_inside(site, &file, &record, examine_proof).await?;
    let differences = match content.clone() {
        None => Vec::new(),
        Some(content) => tokio::task::spawn_blocking(move || compare(&content, &fonts, &file))
            .await
            .map_err(anyhow::Error::from)?
            .map_err(anyhow::Error::from)?,
    };
    Ok(FileFound::Record(Box::new(RecordFound { record, content, differences, proof })))
}

/// Whether the proof inside is there, is of the hours of this record, and holds.
async fn proof_inside(
    site: &Site,
    file: &FileRead,
    record: &Certificate,
    examine_proof: impl FnOnce(&str) -> Option<Examined>,
) -> Result<ProofInside, AppError> {
    let [bytes] = file.attachments.as_slice() else { return Ok(ProofInside::Gone) };
    let text = String::from_utf8_lossy(bytes);
    let (Ok(bundle), Some(mut examined)) = (serde_json::from_str::<Bundle>(&text), examine_proof(&text))
    else {
        return Ok(ProofInside::Gone);
    };
    if bundle.enrolment != record.enrolment
        || bundle.entries.last().map(|entry| entry.index) != Some(record.until_entry)
    {
        return Ok(ProofInside::Another);
    }
    examined.claims.push((Claim::Continues, continues(site, &examined).await?));
    Ok(if examined.holds() { ProofInside::Holds } else { ProofInside::DoesNotHold })
}

/// `GET /verify/record/{id}/{mark}`: open to whoever has the record.
pub async fn record(
    State(site): State<Site>,
    visit: Visit,
    Path((id, shown)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let w = visit.words;
    let about = About::new(w.t("核验学习记录、结业证明", "Check a learning record or certificate"));
    let id = CertificateId(id);
    // Compared first: whether there is such a record is nobody's business.
    if mark(&site, &id) != shown {
        return Ok(visit.page(about, move || nothing(w)).status(StatusCode::GONE));
    }
    let record = match site.db.certificate(&id).await {
        Ok(record) => record,
        Err(StoreError::NotFound) => {
            return Ok(visit.page(about, move || nothing(w)).status(StatusCode::GONE));
        }
        Err(error) => return Err(error.into()),
    };
    let (content, zone) = (content_of(&site, &record).await?, site.zone());
    let what = kind_name(w, record.kind);
    let title = match (w, record.standing()) {
        (Words::Zh, CertificateStanding::Revoked) => format!("这份{what}已经作废"),
        (Words::En, CertificateStanding::Revoked) => format!("This {what} was revoked"),
        (Words::Zh, _) => format!("这份{what}是这里开的"),
        (Words::En, _) => format!("This {what} was issued here"),
    };
    Ok(visit.page(about, move || {
        let above = vec![("/verify".to_owned(), w.t("查验学时", "Check hours").to_owned())];
        view! {
            <Crumbs words=w above=above here=kind_title(w, record.kind) />
            <h1>{title}</h1>
            {standing(w, zone, &record)}
            <p class="lead">
                {w.t(
                    "请和手里的逐项对照。有一处不同，那份就被改过。姓名只显示姓。",
                    "Compare each line with what you hold. Where one differs, yours was altered. Of the name the family name alone is shown.",
                )}
            </p>
            <section class="sheet stack">{content.map_or_else(|| closed(w).into_any(), |content| said(w, content).into_any())}</section>
            <p>
                <a href="/verify">{w.t("有文件的话，把文件交上来，自动逐项对照", "If you have the file, bring it: each part is compared for you")}</a>
            </p>
        }
    }))
}

/// What came of a file, on the page that takes it.
pub fn outcome(w: Words, zone: Zone, found: FileFound) -> AnyView {
    let sentence = match found {
        FileFound::Record(found) => return of_record(w, zone, *found).into_any(),
        FileFound::Unreadable => w.t(
            "这个文件读不出文字：可能是拍的照片、扫描件，加了密码，或者坏了。请向本人要原来的文件，或者扫纸上的二维码。",
            "No words can be read from this file: a photograph or scan, locked, or damaged. Ask for the original file, or scan the code on the paper.",
        ),
        FileFound::NotOurs => w.t(
            "这个文件不是这里开的，或者网址被改过。不要相信它；可以打 12333 问。",
            "This file was not issued here, or its address was altered. Do not trust it; you can call 12333.",
        ),
        FileFound::NoFonts => w.t(
            "这个网站现在不能对照文件。请扫文件上的二维码，在打开的网页上逐项对照。",
            "Files cannot be compared here at present. Scan the code in the file and compare each line with the page that opens.",
        ),
    };
    view! { <section class="sheet stack"><Flash tone=Tone::Danger>{sentence}</Flash></section> }.into_any()
}

fn of_record(w: Words, zone: Zone, found: RecordFound) -> impl IntoView {
    let RecordFound { record, content, differences, proof } = found;
    let unaltered = differences.is_empty() && proof == ProofInside::Holds;
    let revoked = record.standing() == CertificateStanding::Revoked;
    let (tone, verdict) = match (&content, unaltered) {
        // Whoever glances at the page sees the colour.
        _ if revoked => (Tone::Danger, w.t("这份文件已经作废，不能作数。", "This file was revoked and does not count.")),
        (None, _) => (Tone::Warning, w.t("这份记录是这里开的。它的主人已经注销账号，内容不再保存，没法逐项对照。", "This record was issued here. Its owner closed the account: what it said is no longer kept and cannot be compared.")),
        (Some(_), true) => (Tone::Done, w.t("文件和开出来的时候一样，没有改过。", "The file is as it was issued: nothing was altered.")),
        (Some(_), false) => (Tone::Danger, w.t("文件被改过，不能作数。下面是改过的地方。", "The file was altered and does not count. What was altered stands below.")),
    };
    let lines: Vec<_> = content
        .iter()
        .flat_map(|content| differences.iter().map(|difference| line(w, content, difference)))
        .map(|line| view! { <li>{line}</li> })
        .collect();
    let proof = match proof {
        ProofInside::Holds => None,
        ProofInside::Gone => Some(w.t(
            "文件里附的学时证明没有了，或者被换过。",
            "The proof of the hours that was inside is gone, or was exchanged.",
        )),
        ProofInside::Another => Some(w.t(
            "文件里附的学时证明不是这份记录的。",
            "The proof of the hours inside is not that of this record.",
        )),
        ProofInside::DoesNotHold => {
            Some(w.t("文件里附的学时证明对不上学时账。", "The proof inside does not fit the ledger."))
        }
    };
    let proof = proof.map(|sentence| view! { <li>{sentence}</li> });
    view! {
        <section class="sheet stack">
            <Flash tone=tone>{verdict}</Flash>
            <ul class="stack-s">{lines} {proof}</ul>
            <h2>{w.t("开出来的是", "What was issued: a ")} {kind_name(w, record.kind)}</h2>
            {standing(w, zone, &record)}
            {content.map(|content| said(w, content))}
        </section>
    }
}

/// So much of what a file says is shown: whoever forges it may have written a book into it.
const SHOWN_CHARS_MAX: usize = 80;

fn cut(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    if shown.len() < text.len() { format!("{shown}……") } else { shown }
}

/// What differs, with what it should be; of name and number of the document only that they differ.
fn line(w: Words, content: &Content, difference: &Difference) -> String {
    let (what, recorded, in_file) = match difference {
        Difference::Picture => {
            return w
                .t(
                    "文字都对得上，但画面动过：可能盖了一块、切掉一块、加了批注，或者换了字形。以下面的文字为准。",
                    "The words are as issued, but the picture is not: something covers it, a piece was cut off, a note was added, or its letters were exchanged. Go by the words below.",
                )
                .to_owned();
        }
        Difference::Added(text) => {
            let text = cut(text);
            return match w {
                Words::Zh => format!("多出来的文字：“{text}”"),
                Words::En => format!("Words that were added: \u{201c}{text}\u{201d}"),
            };
        }
        Difference::Part { part, in_file } => {
            let (what, recorded) = part_of(w, content, *part);
            (what, recorded, in_file)
        }
    };
    let in_file = match in_file.as_str() {
        "" => w.t("没有了", "is gone").to_owned(),
        text => {
            let text = cut(text);
            w.either(&format!("写的是“{text}”"), &format!("says \u{201c}{text}\u{201d}"))
        }
    };
    match (w, recorded) {
        (Words::Zh, Some(recorded)) => format!("“{what}”{in_file}，开出来的是“{recorded}”"),
        (Words::En, Some(recorded)) => {
            format!("\u{201c}{what}\u{201d} {in_file}; issued was \u{201c}{recorded}\u{201d}")
        }
        (Words::Zh, None) => format!("“{what}”{in_file}，和开出来的不一样"),
        (Words::En, None) => format!("\u{201c}{what}\u{201d} {in_file}, which is not what was issued"),
    }
}

/// The name of a part, and what it says, where a stranger may know that.
fn part_of(w: Words, content: &Content, part: Part) -> (String, Option<String>) {
    let own = |text: &str| text.to_owned();
    let field = |at: usize| content.fields.get(at).cloned();
    match part {
        Part::Title => (own(w.t("标题", "Title")), Some(content.title.clone())),
        Part::Issuer => (own(w.t("开具单位", "Issuer")), Some(content.issuer.clone())),
        Part::Term(at) | Part::Field(at) if at == NAME || at == DOCUMENT => {
            (field(at).map(|field| field.term).unwrap_or_default(), None)
        }
        Part::Term(at) => (own(w.t("项目名称", "The name of a line")), field(at).map(|field| field.term)),
        Part::Field(at) => {
            let field = field(at);
            (
                field.as_ref().map(|field| field.term.clone()).unwrap_or_default(),
                field.map(|field| field.value),
            )
        }
        Part::Heads => (own(w.t("表头", "The heads of the table")), None),
        Part::Line(at) => {
            let line = content.lines.get(at).cloned().unwrap_or_default();
            let title = line.first().cloned().unwrap_or_default();
            (title, Some(line.join(" ")))
        }
        Part::Note(_) | Part::LinkSays | Part::Seal | Part::Page => {
            (own(w.t("下面的说明", "The words below")), None)
        }
        Part::Link => (own(w.t("核验网址", "The address for checking")), None),
    }
}

/// What it is worth today.
fn standing(w: Words, zone: Zone, record: &Certificate) -> impl IntoView + use<> {
    let day = |at_ms: i64| format::date(w, &zone.day(at_ms));
    let issued = day(record.issued_at);
    let standing = record.standing();
    let more = match (standing, record.revoked_at) {
        (CertificateStanding::Valid, _) => w.t("。这是最新的一份。", ". It is the newest.").to_owned(),
        (CertificateStanding::Replaced, _) => w
            .t(
                "。这一份没有错，只是后来又学了，又开过新的：可以请本人出示新的。",
                ". It is true, but there is a later one with more hours: ask for that.",
            )
            .to_owned(),
        (CertificateStanding::Revoked, at) => {
            let when = at.map(day).unwrap_or_default();
            w.either(
                &format!("，{when}作废。它不再证明任何事，请打 12333 问。"),
                &format!(", revoked on {when}. It proves nothing any more; please call 12333."),
            )
        }
    };
    view! {
        <p>
            {standing_chip(w, standing)} " " {w.t("开具日期 ", "Issued on ")} {issued} {more}
        </p>
    }
}

/// What a record says, with the family name alone and without the number of the document.
fn said(w: Words, content: Content) -> impl IntoView + use<> {
    let Content { fields, columns, lines, .. } = content;
    let facts: Vec<_> = fields
        .into_iter()
        .enumerate()
        .filter(|(at, _)| *at != DOCUMENT)
        .map(|(at, field)| {
            let value = if at == NAME { masked_name(&field.value) } else { field.value };
            view! { <Fact term=field.term>{value}</Fact> }
        })
        .collect();
    let heads = columns.clone();
    let rows: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let mut cells = line.into_iter();
            let first = cells.next().unwrap_or_default();
            let rest: Vec<_> = cells
                .zip(heads.iter().skip(1).cloned())
                .map(|(cell, label)| view! { <Cell label=label kind=ColumnKind::Number>{cell}</Cell> })
                .collect();
            view! { <Row><HeadCell>{first}</HeadCell>{rest}</Row> }
        })
        .collect();
    let columns: Vec<_> = columns
        .into_iter()
        .enumerate()
        .map(|(at, column)| (column, if at == 0 { ColumnKind::Text } else { ColumnKind::Number }))
        .collect();
    view! {
        <Facts>{facts}</Facts>
        {(!rows.is_empty()).then(|| view! { <DataTable caption=w.t("每一课认定的时间", "Verified time by lesson") columns=columns>{rows}</DataTable> })}
    }
}

fn closed(w: Words) -> impl IntoView {
    view! {
        <p>
            <Chip status=Status::Neutral>{w.t("已注销", "Closed")}</Chip>
            " "
            {w.t(
                "它的主人已经注销账号，内容不再保存。",
                "Its owner closed the account; what it said is no longer kept.",
            )}
        </p>
    }
}

fn nothing(w: Words) -> impl IntoView {
    view! {
        <h1>{w.t("没有这份学习记录或结业证明", "There is no such record or certificate")}</h1>
        <p>
            {w.t(
                "网址不完整，或者被改过。请再扫一次二维码；还是这样，就不要相信那份文件，可以打 12333 问。",
                "The address is incomplete or was altered. Scan the code once more; if this page comes again, do not trust it and call 12333.",
            )}
        </p>
    }
}
