//! Builds one export: compares the books for everyone in scope, writes the file, hashes it and
//! puts it into place. A run that is cut off anywhere leaves only a temporary file behind and is
//! built anew to the same bytes.

mod collect;
pub mod file;

use anyhow::Result;
use app::words::Words;
use domain::audit::AuditAction;
use domain::export::{ExportFailure, ExportFormat, LedgerNote, Manifest, PolicyNote, Rounding};
use domain::policy::Policy;
use store::export::contents::ExportClass;
use store::export::{ExportRun, Finished};
use store::job::{Job, JobKind};
use web::Site;

use crate::export::digests::Digests;
use crate::export::rows::{DAYS, LEDGER, day_row, ledger_row};
use crate::export::{Writer, csv, xlsx};
use collect::ClassExport;

/// Classes named where a file says what it is about: a cell holds 32,767 characters, and the rows name every class.
const CLASSES_NAMED: usize = 200;

/// How often it is told how far a run has come: whoever waits looks every other second.
const TOLD_EVERY_MS: i64 = 1_000;

/// Why there is no file: the books refuse, or something is broken that may work the next time.
enum Stop {
    Refused(ExportFailure),
    Broken(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// Builds the run of a job to its end, good or bad. What is broken is an error, and may work the next time; after the last
/// attempt the run has failed.
pub async fn run(site: &Site, job: &Job) -> Result<()> {
    let Some(run) = site.db.begin_export(&job.subject.as_str().into()).await? else { return Ok(()) };
    let built = build(site, &run).await;
    if built.is_err() {
        file::Place::clear(&site.exports, &run);
    }
    match built {
        Ok(finished) => {
            let action = AuditAction::ExportReady {
                export: run.id.clone(),
                rows: finished.row_count,
                sha256: finished.sha256.clone(),
            };
            site.db.finish_export(&run.id, &finished, &site.event_by_system(action)).await?;
        }
        Err(Stop::Refused(failure)) => refuse(site, &run, &failure).await?,
        Err(Stop::Broken(error)) => {
            if job.is_last_attempt() {
                refuse(site, &run, &ExportFailure::NotWritten).await?;
            }
            return Err(error);
        }
    }
    Ok(())
}

async fn refuse(site: &Site, run: &ExportRun, failure: &ExportFailure) -> Result<()> {
    tracing::warn!(export = %run.id, %failure, "an export was refused");
    let action = AuditAction::ExportFailed { export: run.id.clone(), failure: failure.clone() };
    site.db.fail_export(&run.id, &serde_json::to_string(failure)?, &site.event_by_system(action)).await?;
    Ok(())
}

async fn build(site: &Site, run: &ExportRun) -> Result<Finished, Stop> {
    let db = &site.db;
    let classes = db.export_classes(&run.scope(), run.requested_at).await?;
    // Each class is compared, and written later.
    let mut steps = Steps::of(site, run, 2 * classes.len());
    // Everything is compared before anything is written.
    let mut policies: Vec<&Policy> = Vec::new();
    for class in &classes {
        let policy = policy_of(site, class)?;
        collect::compare(db, class, &site.policies).await?;
        steps.next().await?;
        if !policies.iter().any(|known| known.version == policy.version) {
            policies.push(policy);
        }
    }
    policies.sort_by(|a, b| a.version.cmp(&b.version));

    let root = db.ledger_root(run.ledger_size).await?;
    let name = file_name(run, &classes);
    let mut manifest = Manifest {
        form: 2,
        generator: format!("xueshi {}", env!("CARGO_PKG_VERSION")),
        file: name.clone(),
        sha256: String::new(),
        scope: scope_words(run, &classes),
        masked: !run.full_numbers,
        rows: 0,
        day_rows: 0,
        verified_ms: 0,
        amount_fen: 0,
        policies: policies.into_iter().map(PolicyNote::of).collect(),
        rounding: Rounding::CreditHoursDownToATenth,
        ledger: LedgerNote {
            size: run.ledger_size,
            root: hex::encode(root.0),
            // Signatures have no randomness in them: the same size and keys give the same note again.
            checkpoint: db.sign(&site.signer, run.ledger_size, root, site.now()).await?,
        },
        tables: Vec::new(),
        signature: String::new(),
    };

    let place = file::Place::prepare(&site.exports, run)?;
    let mut writer = match run.format.as_str() {
        text @ ("csv" | "csv_raw") => {
            let format = ExportFormat::from_code(text).unwrap_or(ExportFormat::Csv);
            Writer::Csv(Box::new(csv::Table::begin(place.create()?, format)?))
        }
        _ => Writer::Xlsx(Box::new(xlsx::ExportWorkbook::begin(&site.exports)?)),
    };
    let (mut ledger, mut days) = (Digests::of("台账", &LEDGER), Digests::of("每日明细", &DAYS));
    let checks_until_ms = db.last_entry_time(run.ledger_size).await?;
    let mut last_entry_ms = 0;
    for class in &classes {
        let policy = policy_of(site, class)?;
        steps.next().await?;
        let content = ClassExport::read(db, class, run, checks_until_ms).await?;
        last_entry_ms = last_entry_ms.max(content.last_entry_ms);
        for learner in &content.learners {
            let shown = collect::shown(site, class, learner, run.full_numbers).await?;
            let hours = content.hours_of(learner, policy);
            manifest.rows += 1;
            manifest.verified_ms += hours.ms;
            manifest.amount_fen += hours.assessment.amount.0;
            let cells = ledger_row(manifest.rows, class, learner, &shown, &hours.row());
            debug_assert_eq!(cells.len(), LEDGER.len());
            writer.row(&cells)?;
            ledger.row(&cells);
            if run.format == "xlsx" {
                for (lesson, day, ms) in content.days_of(learner) {
                    let cells = day_row(manifest.rows, class, &shown, lesson, (day, ms));
                    writer.day(&cells)?;
                    days.row(&cells);
                    manifest.day_rows += 1;
                }
            }
        }
    }
    let rows = manifest.rows;
    let mut tables = vec![ledger.finish()];
    if run.format == "xlsx" {
        tables.push(days.finish());
    }
    let signer = site.signer.export();
    let (sha256, manifest) = tokio::task::spawn_blocking(move || {
        let file = match writer {
            Writer::Csv(table) => table.finish()?,
            // A file about nothing still needs a date; this one says it plainly.
            Writer::Xlsx(book) => book.finish(&manifest, last_entry_ms / 1000, place.create()?)?,
        };
        place.put(&file, Manifest { tables, ..manifest }, &signer)
    })
    .await??;
    Ok(Finished { file_name: name, row_count: rows, sha256, manifest })
}

/// How far a run has come, for whoever waits for it: told at most once in a while, since each telling is a write.
struct Steps<'a> {
    site: &'a Site,
    run: &'a ExportRun,
    done: i64,
    all: i64,
    told_at_ms: i64,
}

impl<'a> Steps<'a> {
    fn of(site: &'a Site, run: &'a ExportRun, all: usize) -> Self {
        Self { site, run, done: 0, all: all as i64, told_at_ms: site.now() }
    }

    async fn next(&mut self) -> Result<()> {
        self.done += 1;
        let now_ms = self.site.now();
        if now_ms - self.told_at_ms >= TOLD_EVERY_MS {
            self.told_at_ms = now_ms;
            let db = &self.site.db;
            db.tell_job(JobKind::BuildExport, self.run.id.as_str(), self.done, self.all).await?;
        }
        Ok(())
    }
}

fn policy_of<'a>(site: &'a Site, class: &ExportClass) -> Result<&'a Policy, Stop> {
    site.policies.version(&class.policy_version).ok_or_else(|| {
        Stop::Refused(ExportFailure::PolicyUnknown {
            class: class.code.clone(),
            version: class.policy_version.clone(),
        })
    })
}

/// The name under which the file is handed out; the same request gives the same name.
fn file_name(run: &ExportRun, classes: &[ExportClass]) -> String {
    let scope = match (&run.class_id, &run.region_id, classes.first()) {
        (Some(_), _, Some(class)) => class.code.clone(),
        (None, Some(_), Some(class)) => format!("{}等{}个班", class.region, classes.len()),
        _ => format!("全部{}个班", classes.len()),
    };
    let masked = if run.full_numbers { "完整" } else { "号码遮挡" };
    let period = Words::Zh.ending_in(&run.ended_from, &run.ended_until);
    let period = period.map_or_else(String::new, |period| format!("_{}", period.replace(' ', "")));
    format!(
        "实名制台账_{scope}{period}_学时账{}条_{masked}.{}",
        run.ledger_size,
        ExportFormat::ending_of(&run.format)
    )
}

fn scope_words(run: &ExportRun, classes: &[ExportClass]) -> String {
    if let (Some(_), [class]) = (&run.class_id, classes) {
        return format!("班级 {}（{}，{}）", class.code, class.title, class.organisation);
    }
    let named: Vec<&str> = classes.iter().take(CLASSES_NAMED).map(|class| class.code.as_str()).collect();
    let more = if classes.len() > CLASSES_NAMED { "等" } else { "" };
    let period = Words::Zh.ending_in(&run.ended_from, &run.ended_until);
    let what = period.map_or_else(|| "个班级".to_owned(), |period| format!("个{period}"));
    format!("{} {what}：{}{more}", classes.len(), named.join("、"))
}
