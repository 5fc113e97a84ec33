//! Tests that must have their process to themselves: what is logged is heard for a whole process, or not on every thread.

use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tracing_subscriber::filter::LevelFilter;

/// Set in the process that runs one test alone.
const ALONE: &str = "XUESHI_TEST_ALONE";

/// Everything that is logged, down to the finest.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// In the process of the one test `name`: everything logged from now on. Elsewhere it runs the test in such a process,
    /// fails if that fails, and answers nothing.
    pub fn of_own_process(name: &str) -> Option<Self> {
        if std::env::var_os(ALONE).is_none() {
            run_alone(name);
            return None;
        }
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        Some(log)
    }

    /// What was logged so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn run_alone(name: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    // A name that no test has would succeed with nothing.
    assert!(output.status.success() && said.contains("1 passed"), "{name} alone: {said}");
}
