//! Evidence bundles and checkpoints, examined by themselves: no database, no key file, nobody to trust
//! but the public key.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::ledger::{BUNDLE_FORM, Bundle, Claim, Entry, Examined, Exhibit};

use super::fault::{Fault, holds, same};
use super::inclusion::included;
use super::note::{Note, PublicKey};
use super::sets::{Set, and, length, or};

/// Reads a bundle.
pub fn read(text: &str) -> Result<Bundle, String> {
    let bundle: Bundle = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if bundle.form == BUNDLE_FORM { Ok(bundle) } else { Err(format!("it is of the form {:?}", bundle.form)) }
}

/// What a claim says, for the command line.
pub fn said(claim: Claim) -> &'static str {
    match claim {
        Claim::Signature => "the key signed the checkpoint",
        Claim::Entries => "every entry is of this one person, enrolment and class",
        Claim::Inclusion => "every entry lies in the ledger of the checkpoint",
        Claim::Sum => "the sum is right, and no second is in it twice",
        Claim::Continues => "today's ledger continues the checkpoint",
    }
}

/// Examines what somebody brought, a bundle or a checkpoint, against a public key; `None` if it is neither.
pub fn examine_text(text: &str, public_key: &str) -> Option<Examined> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('{') {
        return examine(&read(text).ok()?, public_key).ok();
    }
    let note = Note::parse(&format!("{text}\n")).ok()?;
    let signature = PublicKey::parse(public_key).ok()?.signed(&note, "the checkpoint");
    Some(Examined {
        exhibit: Exhibit::Checkpoint,
        size: note.size,
        root: note.root,
        claims: vec![(Claim::Signature, plainly(signature))],
    })
}

/// Examines a bundle; an error means that key or checkpoint cannot even be read.
pub fn examine(bundle: &Bundle, public_key: &str) -> Result<Examined, &'static str> {
    let key = PublicKey::parse(public_key)?;
    let note = Note::parse(&bundle.checkpoint)?;
    let entries = entries(bundle);
    let sum = entries.as_ref().map_or_else(|fault| Err(fault.clone()), |entries| sum(bundle, entries));
    let claims = vec![
        (Claim::Signature, plainly(key.signed(&note, "the checkpoint"))),
        (Claim::Entries, plainly(entries.map(drop))),
        (Claim::Inclusion, plainly(inclusion(bundle, &note))),
        (Claim::Sum, plainly(sum)),
    ];
    let exhibit = Exhibit::Bundle { entries: bundle.entries.len(), verified_ms: bundle.verified_ms };
    Ok(Examined { exhibit, size: note.size, root: note.root, claims })
}

fn plainly(found: Result<(), Fault>) -> Result<(), String> {
    found.map_err(|fault| fault.to_string())
}

fn entries(bundle: &Bundle) -> Result<Vec<Entry>, Fault> {
    let mut entries: Vec<Entry> = Vec::new();
    for proven in &bundle.entries {
        let place = format!("entry {}", proven.index);
        let entry: Entry = serde_json::from_str(&proven.body)
            .map_err(|error| Fault::new(&place, "the body", "an entry", error))?;
        same(&place, "the canonical body", &entry.canonical(), &proven.body)?;
        same(&place, "the enrolment", &bundle.enrolment, &entry.enrolment)?;
        same(&place, "the class", &bundle.class, &entry.class)?;
        if let Some(first) = entries.first() {
            same(&place, "the digest of the person", &first.person_digest, &entry.person_digest)?;
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn inclusion(bundle: &Bundle, note: &Note) -> Result<(), Fault> {
    let mut before = -1;
    for proven in &bundle.entries {
        let place = format!("entry {}", proven.index);
        let rises = proven.index > before;
        holds(&place, "its place", rises, &format!("after {before}"), proven.index)?;
        before = proven.index;
        let path: Option<Vec<[u8; 32]>> =
            proven.proof.iter().map(|hash| STANDARD.decode(hash).ok()?.try_into().ok()).collect();
        let leads = |path: &Vec<_>| included(&proven.body, proven.index, note.size, path, &note.root);
        let root = format!("a path to the root of {} entries", note.size);
        holds(&place, "the proof", path.as_ref().is_some_and(leads), &root, "one that leads elsewhere")?;
    }
    Ok(())
}

fn sum(bundle: &Bundle, entries: &[Entry]) -> Result<(), Fault> {
    let mut seen: BTreeMap<&str, Set> = BTreeMap::new();
    let mut total = 0;
    for (proven, entry) in bundle.entries.iter().zip(entries) {
        let place = format!("entry {}", proven.index);
        let before = seen.entry(entry.lesson.as_str()).or_default();
        let mut ms = 0;
        for day in &entry.days {
            let set: Set = day.ranges.as_slice().iter().map(|[from, to]| (*from, *to)).collect();
            same(&place, "seconds that an entry before it holds", &Set::new(), &and(before, &set))?;
            ms += length(&set);
            *before = or(before, &set);
        }
        same(&place, "its milliseconds", &ms, &entry.ms)?;
        total += ms;
    }
    same("the bundle", "verified milliseconds", &total, &bundle.verified_ms)
}
