//! Learning records (学习记录) and certificates of completion (结业证明): what each says, where anybody checks it, and its file.

use std::sync::Arc;

use app::format;
use app::words::Words;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use certificate::{Attachment, CertificateError, Content, Date, Field, Fonts, draw};
use domain::id::CertificateId;
use domain::policy::Policy;
use store::StoreError;
use store::certificate::Certificate;
use store::class_closing::Completion;
use store::digest::Purpose;
use store::sealed::CERTIFICATE_CONTENT;
use store::statement::Statement;

use crate::Site;
use crate::bundle::bundle;
use crate::error::AppError;
use crate::views::statement::{Stated, stated};

/// Where name and document stand among the fields: what a stranger is not shown.
pub const NAME: usize = 0;
pub const DOCUMENT: usize = 1;
/// The proof inside, as `xueshi verify --bundle` takes it.
const PROOF_NAME: &str = "xueshi-hours.json";
/// Bytes of the mark in an address: too many to guess.
const MARK_BYTES: usize = 12;

/// The mark without which the address of a record opens nothing.
pub fn mark(site: &Site, id: &CertificateId) -> String {
    URL_SAFE_NO_PAD.encode(&site.keys.digest(Purpose::CertificateAddress, id.as_str())[..MARK_BYTES])
}

/// Where anybody checks a record.
pub fn address(site: &Site, id: &CertificateId) -> String {
    format!("/verify/record/{id}/{}", mark(site, id))
}

/// The record that an address is of, anywhere in a text.
pub fn addressed(site: &Site, text: &str) -> Option<CertificateId> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.match_indices("/verify/record/").find_map(|(at, found)| {
        let (id, rest) = text[at + found.len()..].split_once('/')?;
        let id = CertificateId(id.to_owned());
        rest.starts_with(&mark(site, &id)).then_some(id)
    })
}

/// What a record of these hours says.
pub fn content(site: &Site, w: Words, statement: &Statement, link: String) -> Content {
    let Stated { course, class, organisation, days, hours, time } = stated(w, site, statement);
    let Statement { about, lessons, sum } = statement;
    let hours = match (w, time) {
        (_, None) => hours,
        (Words::Zh, Some(time)) => format!("{hours}（{time}）"),
        (Words::En, Some(time)) => format!("{hours} ({time})"),
    };
    let entry = format::count(sum.last_entry);
    let minute = site.zone().minute(sum.last_at);
    let (day, clock) = minute.split_once(' ').unwrap_or((&minute, ""));
    let until = format!("{} {clock}", format::date(w, day));
    let until = match w {
        Words::Zh => format!("{until}，学时账第 {entry} 条"),
        Words::En => format!("{until}, entry {entry} of the ledger"),
    };
    let line = |title: &str, whole_ms, verified_ms| {
        vec![title.to_owned(), format::duration(w, whole_ms), format::duration(w, verified_ms)]
    };
    Content {
        title: w.t("学习记录", "Learning record").to_owned(),
        fields: vec![
            field(w.t("姓名", "Name"), about.name.clone()),
            field(w.t("证件号", "Identity document"), about.document_masked.clone()),
            field(w.t("课程", "Course"), course),
            field(w.t("班级", "Class"), class),
            field(w.t("培训机构", "Training institution"), organisation),
            field(w.t("学习日期", "Days of study"), days),
            field(w.t("认定学时", "Verified hours"), hours),
            field(w.t("算到", "Up to"), until),
            field(w.t("开具日期", "Issued on"), format::date(w, &site.today())),
        ],
        columns: vec![
            w.t("课", "Lesson").to_owned(),
            w.t("时长", "Length").to_owned(),
            w.t("已认定", "Verified").to_owned(),
        ],
        lines: lessons
            .iter()
            .map(|lesson| line(&w.either(&lesson.title, &lesson.title_en), lesson.duration_ms, lesson.verified_ms))
            .collect(),
        notes: vec![
            w.t(
                "认定学时是学习当中抽查答对以后确认的时间。这份记录不是职业技能等级证书。",
                "Verified hours are time that passed checks during study confirmed. This is not a skill certificate.",
            )
            .to_owned(),
            how_to_check(w),
        ],
        ..sheet(site, w, link)
    }
}

/// What a certificate of completion says: what the closing froze, whatever was booked since. The statement is up to the entries
/// that the closing counted.
pub fn completion_content(
    site: &Site,
    w: Words,
    completion: &Completion,
    statement: &Statement,
    link: String,
) -> Content {
    let Stated { course, class, organisation, .. } = stated(w, site, statement);
    let about = &statement.about;
    let policy = site.policies.version(&about.policy_version);
    let hour_ms = policy.map_or(0, Policy::credit_hour_ms);
    let required = if hour_ms == 0 { 0 } else { completion.required_ms * 10 / hour_ms };
    let (hours, required) = (format::credit_hours(w, completion.credit_tenths), format::tenths(required));
    let percent = policy.map_or(0, |policy| policy.subsidy.completion_percent.value);
    let version = &about.policy_version;
    let (hours, rule) = match w {
        Words::Zh => (
            format!("{hours}（应学 {required} 学时），学了 {} 天", completion.days_studied),
            format!("学时规则 {version}：学完应学学时的 {percent}%，就是结业"),
        ),
        Words::En => (
            format!("{hours} of {required} required, on {}", days_of(completion.days_studied)),
            format!("Rules {version}: completed with {percent}% of the hours required"),
        ),
    };
    let trade = w.either(&completion.trade, &completion.trade_en);
    let trade = match w.level_of(&completion.level) {
        "" => trade,
        level => format!("{trade}{}{level}", w.t("，", ", ")),
    };
    let (from, until) = (format::date(w, &about.starts_on), format::date(w, &about.ends_on));
    let closed = format::date(w, &site.zone().day(completion.closed_at));
    Content {
        title: w.t("结业证明", "Certificate of completion").to_owned(),
        fields: vec![
            field(w.t("姓名", "Name"), about.name.clone()),
            field(w.t("证件号", "Identity document"), about.document_masked.clone()),
            field(w.t("课程", "Course"), course),
            field(w.t("职业和等级", "Trade and level"), trade),
            field(w.t("班级", "Class"), class),
            field(w.t("培训机构", "Training institution"), organisation),
            field(w.t("开班和结束", "From and until"), format!("{from} – {until}")),
            field(w.t("认定学时", "Verified hours"), hours),
            field(w.t("怎样算结业", "Completed by"), rule),
            field(w.t("结班日期", "Class closed on"), closed),
            field(w.t("开具日期", "Issued on"), format::date(w, &site.today())),
        ],
        notes: vec![
            w.t(
                "上面这位学员参加了这期培训，按规则学完，已经结业。",
                "The person above took part in this training, studied it to the end by its rules, and has completed it.",
            )
            .to_owned(),
            w.t(
                "学时是班级结班时定下来的，以后不再变。这份证明不是职业技能等级证书。",
                "The hours are those that were frozen when the class was closed. This is not a skill certificate.",
            )
            .to_owned(),
            how_to_check(w),
        ],
        ..sheet(site, w, link)
    }
}

fn field(term: &str, value: String) -> Field {
    Field { term: term.to_owned(), value }
}

fn days_of(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn how_to_check(w: Words) -> String {
    w.t(
        "把这个文件原样交给核验网页，就能查出有没有被改过；文件里附有每一条学时的证明。",
        "Brought unchanged to the checking page, this file shows whether it was altered. The proof of every hour is attached to it.",
    )
    .to_owned()
}

/// What every kind has: whose it is, code, seal and pages. Nothing is said yet.
fn sheet(site: &Site, w: Words, link: String) -> Content {
    Content {
        language: w.tag().to_owned(),
        title: String::new(),
        issuer: match site.publisher.organiser.as_str() {
            "" => w.t("学时学习平台", "Xueshi").to_owned(),
            organiser => organiser.to_owned(),
        },
        fields: Vec::new(),
        columns: Vec::new(),
        lines: Vec::new(),
        notes: Vec::new(),
        link,
        link_says: w.t("扫一扫，或打开网址核验：", "Scan, or open the address, to check:").to_owned(),
        seal: w.t("（盖章）", "(seal)").to_owned(),
        page: w.t("第 {page} 页，共 {pages} 页", "Page {page} of {pages}").to_owned(),
        issued: issued(site),
    }
}

fn issued(site: &Site) -> Date {
    let (zone, now) = (site.zone(), site.now());
    let day = zone.day(now);
    let mut parts = day.split('-').map(|part| part.parse::<u16>().unwrap_or(1));
    let mut next = || parts.next().unwrap_or(1);
    let (year, month, date) = (next(), next(), next());
    let minute = zone.minute_of_day(now);
    Date {
        year,
        month: u8::try_from(month).unwrap_or(1),
        day: u8::try_from(date).unwrap_or(1),
        hour: u8::try_from(minute / 60).unwrap_or(0),
        minute: u8::try_from(minute % 60).unwrap_or(0),
        offset_hours: i8::try_from(zone.offset_minutes / 60).unwrap_or(0),
    }
}

/// What an issued record says; nothing once its owner closed the account.
pub async fn content_of(site: &Site, record: &Certificate) -> Result<Option<Content>, AppError> {
    let Some(sealed) = site.db.certificate_content(&record.id).await? else { return Ok(None) };
    let damaged = || StoreError::Damaged(format!("the content of certificate {}", record.id));
    let text = site.open(CERTIFICATE_CONTENT.of(record.id.as_str()), &sealed).await?.ok_or_else(damaged)?;
    if site.keys.digest(Purpose::Certificate, &text)[..] != record.content_digest[..] {
        return Err(damaged().into());
    }
    Ok(Some(serde_json::from_str(&text).map_err(|_| damaged())?))
}

/// The file of an issued record, with the proof inside.
pub async fn file(
    site: &Site,
    w: Words,
    fonts: Arc<Fonts>,
    record: &Certificate,
) -> Result<Vec<u8>, AppError> {
    let content = content_of(site, record).await?.ok_or(AppError::NotFound)?;
    let holder = site.db.holder(&record.enrolment).await?;
    let proof = bundle(site, record.enrolment.clone(), holder, record.until_entry).await?;
    let attachment = Attachment {
        name: PROOF_NAME,
        mime_type: "application/json",
        description: w.t("每一条学时的证明", "The proof of every hour").to_owned(),
        bytes: serde_json::to_vec(&proof).map_err(anyhow::Error::from)?,
    };
    // The proof of many hours takes a while to pack.
    tokio::task::spawn_blocking(move || draw(&content, &fonts, Some(attachment)))
        .await
        .map_err(anyhow::Error::from)?
        .map_err(|error| not_drawn(&error))
}

/// What somebody is told whose record cannot be made as a file.
pub fn not_drawn(error: &CertificateError) -> AppError {
    match error {
        CertificateError::NoGlyph(c) => {
            tracing::warn!(character = %c, "no font has this character: give another with --pdf-font");
            AppError::invalid(
                "no_glyph",
                "字库里没有您姓名里的一个字，暂时开不出文件。请打 12333，请管理员加字库；学时不受影响。",
                "The fonts of this site lack a character of your name, so no file can be made yet. Please call 12333 and ask for it; your hours are safe.",
            )
        }
        error => AppError::Internal(anyhow::anyhow!("{error}")),
    }
}
