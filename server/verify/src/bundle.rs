//! Evidence bundles and checkpoints, examined by themselves: no database, no key file, nobody to trust
//! but the public key.

use std::collections::{BTreeMap, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::device::SignatureState;
use domain::ledger::{BUNDLE_FORM, Bundle, Claim, Entry, Examined, Exhibit, ProofError, SignedSegment};
use sha2::{Digest, Sha256};

use crate::inclusion::included;
use crate::keys::Chain;
use crate::note::{Note, PublicKey};
use crate::replay::signature_fits;

/// Reads a bundle.
pub fn read(text: &str) -> Result<Bundle, String> {
    let bundle: Bundle = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if bundle.form == BUNDLE_FORM { Ok(bundle) } else { Err(format!("it is of the form {:?}", bundle.form)) }
}

/// What a claim says, for the command line.
pub fn said(claim: Claim) -> &'static str {
    match claim {
        Claim::Signature => "a key of the ledger signed the checkpoint",
        Claim::Entries => "every entry is of this one person, enrolment and class",
        Claim::Inclusion => "every entry lies in the ledger of the checkpoint",
        Claim::Device => "the learner's device signed every entry that says so",
        Claim::Sum => "the sum is right, and no second is in it twice",
        Claim::Continues => "today's ledger continues the checkpoint",
    }
}

/// Examines what somebody brought, a bundle or a checkpoint, against a public key and the hand-overs of the ledger's keys;
/// `None` if it is neither.
pub fn examine_text(text: &str, public_key: &str, hand_overs: &[String]) -> Option<Examined> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('{') {
        return examine(&read(text).ok()?, public_key, hand_overs).ok();
    }
    let note = Note::parse(&format!("{text}\n")).ok()?;
    let chain = Chain::follow(&PublicKey::parse(public_key).ok()?, hand_overs);
    Some(Examined {
        exhibit: if note.is_of_audit() { Exhibit::AuditCheckpoint } else { Exhibit::Checkpoint },
        claims: vec![(Claim::Signature, chain.and_then(|chain| chain.signed(&note)))],
        size: note.size,
        root: note.root,
    })
}

/// Examines a bundle; an error means that key or checkpoint cannot even be read.
pub fn examine(bundle: &Bundle, public_key: &str, hand_overs: &[String]) -> Result<Examined, &'static str> {
    let key = PublicKey::parse(public_key)?;
    let note = Note::parse(&bundle.checkpoint)?;
    let entries = entries(bundle);
    let sum = entries.as_ref().map_or_else(|error| Err(error.clone()), |entries| sum(bundle, entries));
    let devices = entries.as_ref().map_err(Clone::clone).and_then(|entries| devices(bundle, entries));
    let claims = vec![
        (Claim::Signature, Chain::follow(&key, hand_overs).and_then(|chain| chain.signed(&note))),
        (Claim::Entries, entries.map(drop)),
        (Claim::Inclusion, inclusion(bundle, &note)),
        (Claim::Device, devices),
        (Claim::Sum, sum),
    ];
    let exhibit = Exhibit::Bundle { entries: bundle.entries.len(), verified_ms: bundle.verified_ms };
    Ok(Examined { exhibit, size: note.size, root: note.root, claims })
}

fn so(truth: bool, error: ProofError) -> Result<(), ProofError> {
    if truth { Ok(()) } else { Err(error) }
}

fn entries(bundle: &Bundle) -> Result<Vec<Entry>, ProofError> {
    let mut entries: Vec<Entry> = Vec::new();
    for proven in &bundle.entries {
        let index = proven.index;
        let entry: Entry =
            serde_json::from_str(&proven.body).map_err(|_| ProofError::Unreadable { index })?;
        so(entry.canonical() == proven.body, ProofError::NotAsWritten { index })?;
        so(bundle.enrolment == entry.enrolment, ProofError::OtherEnrolment { index })?;
        so(bundle.class == entry.class, ProofError::OtherClass { index })?;
        if let Some(first) = entries.first() {
            so(first.person_digest == entry.person_digest, ProofError::OtherPerson { index })?;
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn inclusion(bundle: &Bundle, note: &Note) -> Result<(), ProofError> {
    let mut before = -1;
    for proven in &bundle.entries {
        let index = proven.index;
        so(index > before, ProofError::OutOfOrder { index, before })?;
        before = index;
        let path: Option<Vec<[u8; 32]>> =
            proven.proof.iter().map(|hash| STANDARD.decode(hash).ok()?.try_into().ok()).collect();
        let leads = |path: &Vec<_>| included(&proven.body, index, note.size, path, &note.root);
        so(path.as_ref().is_some_and(leads), ProofError::ElsewhereLeads { index })?;
    }
    Ok(())
}

/// Each entry that says so was signed: this check, what was given, and the chain over the beats.
fn devices(bundle: &Bundle, entries: &[Entry]) -> Result<(), ProofError> {
    let segments: HashMap<&str, &SignedSegment> =
        bundle.segments.iter().map(|segment| (segment.check.as_str(), segment)).collect();
    for (proven, entry) in bundle.entries.iter().zip(entries) {
        let Some(check) = entry.check.as_ref().filter(|check| check.signed == SignatureState::Signed) else {
            continue;
        };
        let segment = segments.get(check.id.as_str());
        so(segment.is_some_and(|segment| is_signed(segment)), ProofError::NotSigned { index: proven.index })?;
    }
    Ok(())
}

fn is_signed(segment: &SignedSegment) -> bool {
    let mut head = String::new();
    for beat in &segment.beats {
        head = hex::encode(Sha256::digest(format!("{head}\n{beat}")));
    }
    let SignedSegment { check, given_sha256, public_key, signed, .. } = segment;
    let statement = format!("xueshi answer 1\n{check}\n{given_sha256}\n{head}\n");
    signature_fits(&signed.key.0, public_key, &statement, &signed.signature)
}

/// The sums, in time that grows with the file and no faster: anybody may bring anything.
fn sum(bundle: &Bundle, entries: &[Entry]) -> Result<(), ProofError> {
    let mut of_lessons: BTreeMap<&str, Vec<(i64, i64, i64)>> = BTreeMap::new();
    let mut total = 0_i64;
    for (proven, entry) in bundle.entries.iter().zip(entries) {
        let index = proven.index;
        let mut ms = 0_i64;
        for [from, to] in entry.days.iter().flat_map(|day| day.ranges.as_slice()) {
            ms = ms.saturating_add(to.saturating_sub(*from));
            of_lessons.entry(entry.lesson.as_str()).or_default().push((*from, *to, index));
        }
        so(ms == entry.ms, ProofError::WrongEntrySum { index, reckoned_ms: ms, said_ms: entry.ms })?;
        total = total.saturating_add(ms);
    }
    for intervals in of_lessons.values_mut() {
        intervals.sort_unstable();
        for pair in intervals.windows(2) {
            let ((_, end, one), (from, to, other)) = (pair[0], pair[1]);
            let twice = end.min(to).saturating_sub(from);
            so(twice <= 0, ProofError::Twice { index: one.max(other), ms: twice })?;
        }
    }
    so(total == bundle.verified_ms, ProofError::WrongSum { reckoned_ms: total, said_ms: bundle.verified_ms })
}
