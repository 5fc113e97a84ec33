//! A statement of hours: one's own to print, and what a stranger who scans it compares it with.

use app::format;
use app::words::Words;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::EnrolmentId;
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use store::digest::Purpose;
use store::statement::{StatedLesson, Statement};

use crate::Site;
use crate::parts::{Cell, ColumnKind, DataTable, Fact, Facts, HeadCell, KeyFigure, KeyFigures, Row};
use crate::views::class::class_name;

/// Bytes of the mark in a statement's address: too many to guess.
const MARK_BYTES: usize = 12;

/// The mark without which the address of a statement opens nothing: whoever knows a class's enrolments has no statements.
pub fn mark(site: &Site, enrolment: &EnrolmentId, until_entry: i64) -> String {
    let digest = site.keys.digest(Purpose::Statement, &format!("{enrolment} {until_entry}"));
    URL_SAFE_NO_PAD.encode(&digest[..MARK_BYTES])
}

/// Where a stranger checks a statement up to an entry.
pub fn address(site: &Site, enrolment: &EnrolmentId, until_entry: i64) -> String {
    format!("/verify/statement/{enrolment}/{until_entry}/{}", mark(site, enrolment, until_entry))
}

/// What a statement says in words, on whichever paper.
pub struct Stated {
    pub course: String,
    pub class: String,
    pub organisation: String,
    pub days: String,
    /// Credit hours; the time itself where their policy is not known.
    pub hours: String,
    /// The time beside credit hours.
    pub time: Option<String>,
}

/// The words of a statement.
pub fn stated(w: Words, site: &Site, Statement { about, sum, .. }: &Statement) -> Stated {
    let policy = site.policies.version(&about.policy_version);
    let tenths = policy.map(|policy| CreditHours::of_ms(sum.verified_ms, policy).tenths);
    let time = format::duration(w, sum.verified_ms);
    let (hours, time) = match tenths {
        Some(tenths) => (format::credit_hours(w, tenths), Some(time)),
        None => (time, None),
    };
    let days = match (sum.first_day.as_str(), sum.last_day.as_str()) {
        ("", _) => "—".to_owned(),
        (first, last) if first == last => format::date(w, first),
        (first, last) => format!("{} – {}", format::date(w, first), format::date(w, last)),
    };
    Stated {
        course: w.either(&about.course_title, &about.course_title_en),
        class: format!("{}（{}）", class_name(&about.course_title, &about.class_title), about.class_code),
        organisation: w.either(&about.organisation, &about.organisation_en),
        days,
        hours,
        time,
    }
}

/// What the statement says: `name` as this reader may see it, `document` with it where they may.
pub fn statement_view(
    w: Words,
    site: &Site,
    statement: Statement,
    name: String,
    document: Option<String>,
) -> impl IntoView + use<> {
    let Stated { course, class, organisation, days, hours, time } = stated(w, site, &statement);
    let Statement { lessons, sum, .. } = statement;
    let until = format::date(w, &site.zone().day(sum.last_at));
    let document = document.map(|document| {
        view! { <Fact term=w.t("证件号", "Identity document")><span class="nowrap">{document}</span></Fact> }
    });
    view! {
        <KeyFigures>
            <KeyFigure label=w.t("认定学时", "Verified hours") value=hours note=time.unwrap_or_default() />
            <KeyFigure label=w.t("学时账里的记录", "Entries of the ledger") value=format::count(sum.entries) />
        </KeyFigures>
        <Facts>
            <Fact term=w.t("姓名", "Name")>{name}</Fact>
            {document}
            <Fact term=w.t("课程", "Course")>{course}</Fact>
            <Fact term=w.t("班级", "Class")>{class}</Fact>
            <Fact term=w.t("培训机构", "Training institution")>{organisation}</Fact>
            <Fact term=w.t("学习日期", "Days of study")>{days}</Fact>
            <Fact term=w.t("算到", "Up to")>
                {until} {w.t("，学时账第 ", ", entry ")} {format::count(sum.last_entry)} {w.t(" 条", " of the ledger")}
            </Fact>
        </Facts>
        {lesson_table(w, lessons)}
    }
}

fn lesson_table(w: Words, lessons: Vec<StatedLesson>) -> impl IntoView + use<> {
    let rows = lessons.into_iter().map(move |lesson| {
        let title = w.either(&lesson.title, &lesson.title_en);
        view! {
            <Row>
                <HeadCell>{title}</HeadCell>
                <Cell label=w.t("时长", "Length") kind=ColumnKind::Number>{format::duration(w, lesson.duration_ms)}</Cell>
                <Cell label=w.t("已认定", "Verified") kind=ColumnKind::Number>{format::duration(w, lesson.verified_ms)}</Cell>
            </Row>
        }
    });
    let columns = vec![
        (w.t("课", "Lesson").to_owned(), ColumnKind::Text),
        (w.t("时长", "Length").to_owned(), ColumnKind::Number),
        (w.t("已认定", "Verified").to_owned(), ColumnKind::Number),
    ];
    view! {
        <DataTable caption=w.t("每一课认定的时间", "Verified time by lesson") columns=columns>
            {rows.collect_view()}
        </DataTable>
    }
}
