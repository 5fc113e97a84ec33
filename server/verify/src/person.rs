//! One person: every raw record lived through again, compared with all that is kept about them.

use std::collections::{BTreeMap, HashMap};

use domain::ledger::Entry;
use domain::policy::Policies;
use domain::study::PersonStudy;
use store_read::derived::{DerivedRows, LessonRow};
use store_read::evidence::{EnrolmentRow, EntryRow, Records, Snapshot};

use crate::appeal::Appeals;
use crate::derived::Derived;
use crate::error::{Mismatch, VerifyError, holds, same};
use crate::facts::Facts;
use crate::options::Options;
use crate::replay::{Granted, Opened, Progress, Replay, Segment, Verified, Waiting};
use crate::sets::{Set, and, or};
use crate::subsidy;

/// What was found for one person.
#[derive(Debug, Default)]
pub struct PersonReport {
    pub records: i64,
    /// Of them in closed segments.
    pub closed_records: i64,
    pub entries: i64,
    pub verified_ms: i64,
    pub waiting_ms: i64,
    pub subsidies: i64,
    pub amount_fen: i64,
    /// Rows kept for lists that follow from the records.
    pub derived: i64,
}

/// The entries of one person, taken one by one as the records call for them.
struct Ledger {
    rows: std::vec::IntoIter<EntryRow>,
    digest: Option<String>,
    /// Enrolment → verified milliseconds, newest entry.
    totals: HashMap<String, (i64, i64)>,
    /// What was verified of each lesson.
    verified: BTreeMap<(String, String), Set>,
    /// Local day → verified milliseconds.
    days: BTreeMap<String, i64>,
    count: i64,
}

/// What a person's records were found to say, once entries and state agree with them.
struct Lived<'a> {
    replay: Replay<'a>,
    derived: Derived,
    /// What its sessions were opened on, by the number of the record.
    opened: Vec<(i64, Opened)>,
    ledger: Ledger,
    closed_records: i64,
}

/// Recomputes everything about one person.
pub async fn verify(
    books: &mut Snapshot,
    person: &str,
    ledger_size: i64,
    facts: &Facts,
    options: &Options<'_>,
) -> Result<PersonReport, VerifyError> {
    let Lived { replay, derived, opened, mut ledger, closed_records } = lived(books, person, options).await?;
    let enrolments = books.enrolments(person).await?;
    for (n, opened) in &opened {
        opened_as_stated(&format!("record {n} of person {person}"), opened, &enrolments, facts)?;
    }
    for (n, class) in &replay.class_closed {
        let place = format!("record {n} of person {person}");
        holds(&place, "the class that was closed", facts.is_closed(class), "one that was", class)?;
    }
    compare_columns(books, person).await?;
    compare_progress(books, person, &replay).await?;
    let derived = derived.compare(books, person).await?;

    let mut report = PersonReport {
        records: replay.records,
        closed_records,
        entries: ledger.count,
        verified_ms: ledger.totals.values().map(|(ms, _)| ms).sum(),
        waiting_ms: replay.waiting.iter().map(|span| span.to - span.from).sum(),
        derived,
        ..PersonReport::default()
    };
    let kept = books.subsidies(person).await?;
    let marks = books.exam_marks(person).await?;
    for enrolment in &enrolments {
        let record = kept.iter().find(|record| record.enrolment_id == enrolment.id);
        let (verified_ms, last) =
            ledger.totals.remove(&enrolment.id).map_or((0, None), |(ms, last)| (ms, Some(last)));
        let place = format!("enrolment {}", enrolment.id);
        let asked = facts.asked(&place, &enrolment.class_id)?;
        let mark = marks.iter().find(|(id, _)| *id == enrolment.id).map(|(_, mark)| *mark);
        let asked = (&asked, facts.identity_seen(person), mark);
        subsidy::verify(enrolment, asked, record, verified_ms, last, ledger_size, options.policies)?;
        report.subsidies += i64::from(record.is_some());
        report.amount_fen += record.map_or(0, |record| record.amount_fen);
    }
    if let Some((enrolment, (_, last))) = ledger.totals.iter().next() {
        let place = format!("ledger entry {last}");
        return Err(Mismatch::new(place, "its enrolment", "one of the person", enrolment).into());
    }
    Ok(report)
}

/// What follows from a person's records, for whoever makes the tables for lists anew. The records must hold.
pub async fn derived_rows(
    books: &mut Snapshot,
    person: &str,
    options: &Options<'_>,
) -> Result<DerivedRows, VerifyError> {
    let Lived { replay, derived, .. } = lived(books, person, options).await?;
    let lesson = |((enrolment, lesson), progress): (&(String, String), &Progress)| LessonRow {
        enrolment_id: enrolment.clone(),
        lesson_id: lesson.clone(),
        covered: serde_json::to_string(&progress.covered).unwrap_or_default(),
        position_ms: progress.position,
        credited_to_ms: progress.credited_to,
        waiting_ms: progress.waiting,
        verified_ms: progress.verified,
    };
    Ok(DerivedRows {
        records: replay.records,
        sessions: derived.sessions(),
        checks: derived.checks(),
        refusals: derived.refusals(),
        lessons: replay.progress.iter().map(lesson).collect(),
    })
}

/// Lives through a person's records, and holds entries and state against them.
async fn lived<'a>(
    books: &mut Snapshot,
    person: &str,
    options: &Options<'a>,
) -> Result<Lived<'a>, VerifyError> {
    let mut ledger = Ledger {
        rows: books.entries_of(person).await?.into_iter(),
        digest: options.person_digest(person),
        totals: HashMap::new(),
        verified: BTreeMap::new(),
        days: BTreeMap::new(),
        count: 0,
    };
    let (passkeys, devices) = (books.passkeys(person).await?, books.device_keys(person).await?);
    let mut replay = Replay::new(person, options.policies, passkeys, devices);
    let mut appeals = Appeals::of(books, person).await?;
    let (mut closed_records, mut derived, mut opened) = (0, Derived::default(), Vec::new());
    while let Some(stretch) = books.records(person, replay.records).await? {
        let place = || format!("the records of person {person} after number {}", replay.records);
        let mut row = None;
        let records = match stretch {
            Records::Closed { first, last, records, marked } => {
                let told = (records.first().map(|record| record.n), records.last().map(|record| record.n));
                same(&place(), "the numbers beside the evidence", &(Some(first), Some(last)), &told)?;
                closed_records += records.len() as i64;
                row = Some((first, marked));
                records
            }
            Records::Open(records) => records,
            Records::Unreadable => {
                return Err(Mismatch::new(place(), "the evidence", "a log of records", "other bytes").into());
            }
        };
        for record in &records {
            if let Some(verified) = replay.record(record)? {
                ledger.take(&verified, options.policies)?;
            }
            derived.take(record, options.policies);
            opened.extend(replay.opened.take().map(|opened| (record.n, opened)));
            if let Some(granted) = replay.granted.take() {
                ledger.take_grant(&granted, &mut appeals, options)?;
            }
        }
        // What the replay can name is named better; the MAC is for what it believes.
        if let Some((first, marked)) = row {
            let place = format!("evidence {first} of person {person}");
            options.mac(&place, &marked.text, &marked.mac)?;
        }
    }
    replay.end()?;
    appeals.end()?;
    if let Some(row) = ledger.rows.next() {
        let place = format!("ledger entry {}", row.entry_index);
        return Err(
            Mismatch::new(place, "the passed check behind it", "one in the raw records", "none").into()
        );
    }
    compare_state(books, person, &replay, options).await?;
    Ok(Lived { replay, derived, opened, ledger, closed_records })
}

/// What a session was opened on must be what the leaves of the audit log state: an enrolment of this person, its class, a lesson
/// of its course, by its length.
fn opened_as_stated(
    place: &str,
    opened: &Opened,
    enrolments: &[EnrolmentRow],
    facts: &Facts,
) -> Result<(), Mismatch> {
    let stated = enrolments.iter().find(|stated| stated.id == opened.enrolment);
    let stated = stated.map(|stated| stated.class_id.as_str());
    same(
        place,
        &format!("the class of enrolment {}", opened.enrolment),
        &stated,
        &Some(opened.class.as_str()),
    )?;
    facts.opened(place, &opened.class, &opened.lesson, opened.duration_ms)
}

impl Ledger {
    /// Compares the entries of a passed check with what the records say.
    fn take(&mut self, verified: &Verified, policies: &Policies) -> Result<(), Mismatch> {
        for segment in &verified.segments {
            let ms: i64 = segment.days.iter().flat_map(|(_, set)| set).map(|(from, to)| to - from).sum();
            let missing = || {
                let place = format!("record {} of enrolment {}", verified.record, segment.enrolment);
                Mismatch::new(place, "the ledger entry of a passed check", format!("{ms} ms"), "none")
            };
            let row = self.rows.next().ok_or_else(missing)?;
            let place = format!("ledger entry {}", row.entry_index);
            let entry: Entry = serde_json::from_str(&row.body)
                .map_err(|error| Mismatch::new(&place, "the body", "an entry", error))?;
            same(&place, "the record of its evidence", &verified.record, &entry.evidence.record)?;
            same(&place, "the hash chain over its evidence", &verified.chain, &entry.evidence.chain)?;
            let digest = self.digest.get_or_insert_with(|| entry.person_digest.clone());
            same(&place, "the digest of the person", digest, &entry.person_digest)?;
            same(&place, "the enrolment", &segment.enrolment, &entry.enrolment.0)?;
            same(&place, "the class", &segment.class, &entry.class.0)?;
            same(&place, "the lesson", &segment.lesson, &entry.lesson.0)?;
            let days: Vec<(String, Set)> = entry
                .days
                .iter()
                .map(|day| (day.day.clone(), day.ranges.as_slice().iter().map(|r| (r[0], r[1])).collect()))
                .collect();
            same(&place, "the verified intervals by day", &segment.days, &days)?;
            same(&place, "verified milliseconds", &ms, &entry.ms)?;
            let (Some(check), None) = (&entry.check, &entry.granted) else {
                return Err(Mismatch::new(place, "its kind", "a passed check", "another"));
            };
            same(&place, "the check", &verified.check, &check.id.0)?;
            same(&place, "the kind of the check", &verified.kind, &check.kind)?;
            same(&place, "the offer of the check", &verified.offer, &check.offer)?;
            same(&place, "whether the learner's device signed it", &verified.signed, &check.signed)?;
            same(&place, "the policy version", &verified.policy, &entry.policy)?;
            same(&place, "its time", &verified.at, &entry.at_ms)?;
            self.once_and_within_the_cap(&place, &entry.policy, segment, policies)?;
            let total = self.totals.entry(segment.enrolment.clone()).or_default();
            *total = (total.0 + ms, row.entry_index);
            self.count += 1;
        }
        Ok(())
    }

    /// Compares the contra entry of a granted appeal with what records and appeal say.
    fn take_grant(
        &mut self,
        seen: &Granted,
        appeals: &mut Appeals,
        options: &Options<'_>,
    ) -> Result<(), Mismatch> {
        let grant = &seen.grant;
        let missing = || {
            let place = format!("record {} of enrolment {}", seen.record, grant.enrolment);
            Mismatch::new(place, "the contra entry of a grant", "one", "none")
        };
        let row = self.rows.next().ok_or_else(missing)?;
        let place = format!("ledger entry {}", row.entry_index);
        let entry: Entry = serde_json::from_str(&row.body)
            .map_err(|error| Mismatch::new(&place, "the body", "an entry", error))?;
        same(&place, "the record of its evidence", &seen.record, &entry.evidence.record)?;
        same(&place, "the hash chain over its evidence", &seen.chain, &entry.evidence.chain)?;
        let digest = self.digest.get_or_insert_with(|| entry.person_digest.clone());
        same(&place, "the digest of the person", digest, &entry.person_digest)?;
        same(&place, "the enrolment", &grant.enrolment, &entry.enrolment)?;
        same(&place, "the class", &grant.class, &entry.class)?;
        same(&place, "the lesson", &grant.lesson, &entry.lesson)?;
        let set: Set = grant.ranges.as_slice().iter().map(|range| (range[0], range[1])).collect();
        let ms: i64 = set.iter().map(|(from, to)| to - from).sum();
        let days: Vec<(String, Set)> = entry
            .days
            .iter()
            .map(|day| (day.day.clone(), day.ranges.as_slice().iter().map(|r| (r[0], r[1])).collect()))
            .collect();
        same(&place, "the granted intervals by day", &vec![(grant.day.clone(), set.clone())], &days)?;
        same(&place, "granted milliseconds", &ms, &entry.ms)?;
        same(&place, "the policy version", &grant.policy, &entry.policy)?;
        same(&place, "its time", &seen.at, &entry.at_ms)?;
        appeals.take(seen, &row, &entry, options)?;
        let segment = Segment {
            enrolment: grant.enrolment.0.clone(),
            class: grant.class.0.clone(),
            lesson: grant.lesson.0.clone(),
            days,
        };
        self.once_and_within_the_cap(&place, &entry.policy, &segment, options.policies)?;
        let total = self.totals.entry(segment.enrolment).or_default();
        *total = (total.0 + ms, row.entry_index);
        self.count += 1;
        Ok(())
    }

    /// Whatever the replay says: no second of a lesson twice, no day above its cap.
    fn once_and_within_the_cap(
        &mut self,
        place: &str,
        policy: &str,
        segment: &Segment,
        policies: &Policies,
    ) -> Result<(), Mismatch> {
        let credit = policies.version(policy).map(|policy| &policy.credit);
        let cap = credit.map_or(0, |c| c.day_cap_credit_hours.value * c.credit_hour_minutes.value * 60_000);
        let lesson = (segment.enrolment.clone(), segment.lesson.clone());
        let before = self.verified.entry(lesson).or_default();
        for (day, set) in &segment.days {
            same(place, "what was verified before", &Set::new(), &and(before, set))?;
            *before = or(before, set);
            let used = self.days.entry(day.clone()).or_default();
            *used += set.iter().map(|(from, to)| to - from).sum::<i64>();
            holds(place, &format!("verified on {day}"), *used <= cap, &format!("at most {cap} ms"), *used)?;
        }
        Ok(())
    }
}

async fn compare_state(
    books: &mut Snapshot,
    person: &str,
    replay: &Replay<'_>,
    options: &Options<'_>,
) -> Result<(), VerifyError> {
    let place = format!("the study of person {person}");
    let Some(row) = books.state(person).await? else {
        holds(&place, "the kept state", replay.records == 0, "one", "none")?;
        return Ok(());
    };
    let state: PersonStudy = serde_json::from_str(&row.state)
        .map_err(|error| Mismatch::new(&place, "the kept state", "the state of a study", error))?;
    same(&place, "the number of records", &replay.records, &state.records)?;
    let kept_chain = if state.chain.is_empty() { "0".repeat(64) } else { state.chain };
    same(&place, "the hash chain over all records", &replay.chain, &kept_chain)?;
    same(&place, "the running sum of its time", &replay.person_time, &state.person_time_ms)?;
    same(&place, "the next due point", &replay.due, &state.due_ms)?;
    same(
        &place,
        "the credit budget",
        &(replay.credit_budget, replay.last_at),
        &(state.credit_budget_ms, state.last_at_ms),
    )?;
    same(&place, "a hold", &replay.held, &state.held)?;
    same(&place, "wrong answers in a row", &replay.wrong_in_row, &state.wrong_in_row)?;
    let check = state.check.as_ref().map(|check| check.id.as_str());
    same(&place, "the open check", &replay.open_check(), &check)?;
    let live = state.live.as_ref().map(|live| live.session.as_str());
    same(&place, "the live session", &replay.live_session(), &live)?;
    let waiting: Vec<Waiting> = state.waiting.into_iter().map(Waiting::from).collect();
    same(&place, "what waits", &replay.waiting, &waiting)?;
    options.mac(&place, &row.text(person), &row.mac)?;
    Ok(())
}

/// What stands beside the state for lists follows from it.
async fn compare_columns(books: &mut Snapshot, person: &str) -> Result<(), VerifyError> {
    let Some(row) = books.state(person).await? else { return Ok(()) };
    let place = format!("person_study of person {person}");
    let state: PersonStudy = serde_json::from_str(&row.state)
        .map_err(|error| Mismatch::new(&place, "the kept state", "the state of a study", error))?;
    let live = state.live.as_ref();
    let (enrolment, lesson) = (live.map(|live| &live.enrolment.0), live.map(|live| &live.lesson.0));
    same(&place, "person_study.live_enrolment_id", &enrolment, &row.live_enrolment_id.as_ref())?;
    same(&place, "person_study.live_lesson_id", &lesson, &row.live_lesson_id.as_ref())?;
    same(&place, "person_study.last_beat_at", &state.last_at_ms, &row.last_beat_at)?;
    let check = state.check.as_ref().map(|check| &check.id.0);
    same(&place, "person_study.open_check_id", &check, &row.open_check_id.as_ref())?;
    same(&place, "person_study.held", &state.held, &row.held)?;
    Ok(())
}

async fn compare_progress(
    books: &mut Snapshot,
    person: &str,
    replay: &Replay<'_>,
) -> Result<(), VerifyError> {
    let mut expected = replay.progress.clone();
    for row in books.progress(person).await? {
        let place = format!("the progress of enrolment {} in lesson {}", row.enrolment_id, row.lesson_id);
        let covered: Vec<[i64; 2]> = serde_json::from_str(&row.covered)
            .map_err(|error| Mismatch::new(&place, "what is covered", "intervals", error))?;
        let found = Progress {
            covered: covered.into_iter().map(|[from, to]| (from, to)).collect(),
            position: row.position_ms,
            credited_to: row.credited_to_ms,
            waiting: row.waiting_ms,
            verified: row.verified_ms,
        };
        let progress = expected.remove(&(row.enrolment_id, row.lesson_id)).unwrap_or_default();
        same(&place, "how far it has come", &progress, &found)?;
        if let Some(shown_ms) = row.shown_waiting_ms {
            same(&place, "what pages show as waiting", &progress.waiting, &shown_ms)?;
        }
    }
    match expected.into_iter().find(|(_, progress)| *progress != Progress::default()) {
        Some(((enrolment, lesson), progress)) => {
            let place = format!("the progress of enrolment {enrolment} in lesson {lesson}");
            Err(Mismatch::new(place, "how far it has come", format!("{progress:?}"), "nothing").into())
        }
        None => Ok(()),
    }
}
