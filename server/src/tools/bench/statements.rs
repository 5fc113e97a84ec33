//! Which statements the database was asked for a page, as the database's own driver tells it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

static LISTENING: AtomicBool = AtomicBool::new(false);
/// Text → how often, and rows returned in all.
static HEARD: Mutex<BTreeMap<String, (u64, u64)>> = Mutex::new(BTreeMap::new());

/// The layer that hears statements while somebody [`listen`]s.
pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>() -> impl Layer<S> {
    Listener.with_filter(dynamic_filter_fn(|event, _| {
        LISTENING.load(Ordering::Relaxed) && event.target() == "sqlx::query" && *event.level() <= Level::DEBUG
    }))
}

/// Begins anew.
pub fn listen() {
    heard().clear();
    LISTENING.store(true, Ordering::Relaxed);
}

/// Ends; each text with how often it was asked and how many rows it returned in all.
pub fn stop() -> BTreeMap<String, (u64, u64)> {
    LISTENING.store(false, Ordering::Relaxed);
    std::mem::take(&mut *heard())
}

fn heard() -> std::sync::MutexGuard<'static, BTreeMap<String, (u64, u64)>> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Listener;

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut statement = StatementEvent::default();
        event.record(&mut statement);
        // A short text stands in the summary alone.
        let text = if statement.text.trim().is_empty() { statement.summary } else { statement.text };
        let mut heard = heard();
        let (times, rows) = heard.entry(text.trim().to_owned()).or_default();
        *times += 1;
        *rows += statement.rows;
    }
}

#[derive(Default)]
struct StatementEvent {
    summary: String,
    text: String,
    rows: u64,
}

impl Visit for StatementEvent {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "rows_returned" {
            self.rows = value;
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.text),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
