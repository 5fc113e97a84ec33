//! How much memory this process holds, as Linux says it; elsewhere 0.

/// Resident memory now, in megabytes.
pub fn now_mb() -> u64 {
    of("VmRSS:")
}

/// The most since [`forget_peak`], in megabytes.
pub fn peak_mb() -> u64 {
    of("VmHWM:")
}

/// Begins a new peak.
pub fn forget_peak() {
    // Where it cannot be reset, the peak is that of the whole run: too much, never too little.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

fn of(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|text| text.strip_prefix(line));
    value.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}
