//! What a class's rows are made of: the ledger's own entries, compared with every other place.

use std::collections::BTreeMap;

use domain::device::SignatureState;
use domain::export::ExportFailure;
use domain::id::{CheckId, EnrolmentId, LessonId};
use domain::ledger::Entry;
use domain::policy::{Policies, Policy};
use domain::subsidy::{Assessment, CreditHours, Facts, assess};
use domain::wire::CheckKind;
use store::Db;
use store::export::ExportRun;
use store::export::contents::{ExportChecks, ExportClass, ExportLearner, ExportLesson};
use store::sealed::{DOCUMENT, NAME, PHONE, SealedColumn};
use web::Site;

use super::Stop;
use crate::export::rows::{Shown, Verified};

/// Entries read with one statement.
const ENTRIES_A_READ: i64 = 2000;

/// A class as the file will show it.
pub struct ClassExport<'a> {
    class: &'a ExportClass,
    pub learners: Vec<ExportLearner>,
    checks: BTreeMap<EnrolmentId, ExportChecks>,
    lessons: BTreeMap<LessonId, ExportLesson>,
    /// Verified milliseconds by learner, lesson (in the order of the course) and day.
    days: BTreeMap<EnrolmentId, BTreeMap<(i64, LessonId, String), i64>>,
    /// Milliseconds by learner that their own device signed.
    signed: BTreeMap<EnrolmentId, i64>,
    /// The checks behind that time, and whether each was a number to type.
    passed: BTreeMap<EnrolmentId, BTreeMap<CheckId, bool>>,
    /// When the last entry that counts was made; 0 if there is none.
    pub last_entry_ms: i64,
}

/// A learner's hours and what they are worth.
pub struct Hours {
    pub ms: i64,
    signed_ms: i64,
    pub assessment: Assessment,
    required: CreditHours,
    answered: i64,
    unanswered: i64,
    passed: i64,
    by_number: i64,
}

impl Hours {
    /// As a row takes them.
    pub fn row(&self) -> Verified<'_> {
        Verified {
            ms: self.ms,
            signed_ms: self.signed_ms,
            assessment: &self.assessment,
            required: self.required,
            answered: self.answered,
            unanswered: self.unanswered,
            passed: self.passed,
            by_number: self.by_number,
        }
    }
}

impl<'a> ClassExport<'a> {
    /// Reads a class. Hours come from the text of the entries, the bytes that the tree covers.
    pub async fn read(
        db: &Db,
        class: &'a ExportClass,
        run: &ExportRun,
        checks_until_ms: i64,
    ) -> Result<Self, Stop> {
        let lessons = db.export_lessons(&class.id).await?;
        let checks = db.export_checks(&class.id, checks_until_ms).await?;
        let mut content = Self {
            class,
            learners: db.export_learners(&class.id, run.requested_at).await?,
            checks: checks.into_iter().map(|checks| (checks.enrolment.clone(), checks)).collect(),
            lessons: lessons.into_iter().map(|lesson| (lesson.id.clone(), lesson)).collect(),
            days: BTreeMap::new(),
            signed: BTreeMap::new(),
            passed: BTreeMap::new(),
            last_entry_ms: 0,
        };
        let mut after = -1;
        loop {
            let entries = db.export_entries(&class.id, after, run.ledger_size, ENTRIES_A_READ).await?;
            let Some(last) = entries.last() else { return Ok(content) };
            after = last.entry_index;
            for stored in &entries {
                let damaged = || Stop::Refused(ExportFailure::EntryDamaged { index: stored.entry_index });
                let entry: Entry = serde_json::from_str(&stored.body).map_err(|_| damaged())?;
                let days_ms: i64 = entry.days.iter().map(|day| day.ranges.total_ms()).sum();
                let agrees = entry.enrolment == stored.enrolment
                    && entry.class == class.id
                    && entry.ms == stored.ms
                    && entry.ms == days_ms;
                if !agrees {
                    return Err(damaged());
                }
                content.add(&entry);
            }
        }
    }

    fn add(&mut self, entry: &Entry) {
        self.last_entry_ms = self.last_entry_ms.max(entry.at_ms);
        if entry.check.as_ref().is_some_and(|check| check.signed == SignatureState::Signed) {
            *self.signed.entry(entry.enrolment.clone()).or_default() += entry.ms;
        }
        let position = self.lessons.get(&entry.lesson).map_or(0, |lesson| lesson.position);
        let days = self.days.entry(entry.enrolment.clone()).or_default();
        for day in &entry.days {
            let key = (position, entry.lesson.clone(), day.day.clone());
            *days.entry(key).or_default() += day.ranges.total_ms();
        }
        if let Some(check) = &entry.check {
            let passed = self.passed.entry(entry.enrolment.clone()).or_default();
            passed.insert(check.id.clone(), check.kind == CheckKind::Number);
        }
    }

    /// A learner's hours under the policy of the class.
    pub fn hours_of(&self, learner: &ExportLearner, policy: &Policy) -> Hours {
        let ms = self.days.get(&learner.enrolment).map_or(0, |days| days.values().sum());
        let checks = self.checks.get(&learner.enrolment);
        let passed = self.passed.get(&learner.enrolment);
        let count = |wanted: fn(bool) -> bool| {
            passed.map_or(0, |passed| passed.values().filter(|by_number| wanted(**by_number)).count() as i64)
        };
        let required_ms = self.class.required_ms;
        Hours {
            ms,
            signed_ms: self.signed.get(&learner.enrolment).copied().unwrap_or(0),
            assessment: assess(
                &Facts {
                    verified_ms: ms,
                    required_ms,
                    test_mark: learner.has_exam.then_some(learner.exam_mark),
                    identity_seen: learner.identity_seen_at.is_some(),
                },
                policy,
            ),
            required: CreditHours::of_ms(required_ms, policy),
            answered: checks.map_or(0, |checks| checks.answered),
            unanswered: checks.map_or(0, |checks| checks.unanswered),
            passed: count(|_| true),
            by_number: count(|by_number| by_number),
        }
    }

    /// A learner's verified time by lesson and day.
    pub fn days_of(
        &self,
        learner: &ExportLearner,
    ) -> impl Iterator<Item = (Option<&ExportLesson>, &str, i64)> + '_ {
        self.days
            .get(&learner.enrolment)
            .into_iter()
            .flatten()
            .map(|((_, lesson, day), ms)| (self.lessons.get(lesson), day.as_str(), *ms))
    }
}

/// Compares what the places of the books say of everyone in a class, and every subsidy record with
/// what its policy makes of its hours.
pub async fn compare(db: &Db, class: &ExportClass, policies: &Policies) -> Result<(), Stop> {
    let mut totals = db.export_totals(&class.id).await?;
    totals.sort_by(|a, b| a.enrolment.cmp(&b.enrolment));
    for total in totals {
        let (enrolment, code) = (total.enrolment.to_string(), class.code.clone());
        let record_ms = total.record_ms.unwrap_or(0);
        let alike = [total.days_ms, total.progress_ms, record_ms].iter().all(|ms| *ms == total.ledger_ms);
        if !alike {
            return Err(Stop::Refused(ExportFailure::TotalsDiffer {
                class: code,
                enrolment,
                ledger_ms: total.ledger_ms,
                days_ms: total.days_ms,
                progress_ms: total.progress_ms,
                record_ms,
            }));
        }
        let (Some(version), Some(record_fen)) = (total.record_policy, total.record_fen) else { continue };
        let Some(policy) = policies.version(&version) else {
            return Err(Stop::Refused(ExportFailure::PolicyUnknown { class: code, version }));
        };
        let facts = Facts {
            verified_ms: total.ledger_ms,
            required_ms: class.required_ms,
            test_mark: total.has_exam.then_some(total.exam_mark),
            identity_seen: total.identity_seen,
        };
        let policy_fen = assess(&facts, policy).amount.0;
        if policy_fen != record_fen {
            return Err(Stop::Refused(ExportFailure::AmountDiffers {
                class: code,
                enrolment,
                record_fen,
                policy_fen,
            }));
        }
    }
    Ok(())
}

/// Name and numbers of a learner as the file may show them. Of somebody whose account is closed a full file shows what is
/// still kept for audits; what was erased is empty.
pub async fn shown(
    site: &Site,
    class: &ExportClass,
    learner: &ExportLearner,
    full: bool,
) -> Result<Shown, Stop> {
    if !full {
        return Ok(Shown {
            name: learner.name.clone(),
            document: learner.document_masked.clone(),
            phone: learner.phone_masked.clone(),
        });
    }
    let open = async |column: SealedColumn, sealed: &[u8]| -> Result<Option<String>, Stop> {
        if sealed.is_empty() {
            return Ok(Some(String::new()));
        }
        let opened =
            site.db.open_sealed(&site.keys, column.of(&learner.person.0), sealed, site.now()).await?;
        Ok(opened.and_then(|bytes| String::from_utf8(bytes).ok()))
    };
    let name = match &learner.name_sealed {
        Some(sealed) => open(NAME, sealed).await?,
        None => Some(learner.name.clone()),
    };
    let opened =
        (name, open(DOCUMENT, &learner.document_sealed).await?, open(PHONE, &learner.phone_sealed).await?);
    let (Some(name), Some(document), Some(phone)) = opened else {
        return Err(Stop::Refused(ExportFailure::SealBroken {
            class: class.code.clone(),
            enrolment: learner.enrolment.to_string(),
        }));
    };
    Ok(Shown { name, document, phone })
}
