//! Requests and answers, to the letter of the specification.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use translog::{Cosigner, Hash, Hashes, LogKey, SignedCheckpoint, checkpoint, consistency, public_key, root};
use witness::{Refusal, Witness};

/// When tests begin.
pub const NOW_S: i64 = 1_795_000_000;
const ORIGIN: &str = "xueshi.example/test";

pub fn log_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// A log of leaves that may have two pasts.
pub struct TestLog(Hashes);

impl TestLog {
    /// So many leaves; from `fork` on they are others.
    pub fn of(leaves: u64, fork: u64) -> Self {
        let mut hashes = Hashes::default();
        for n in 0..leaves {
            hashes.add_leaf(n, format!("{n} {}", n >= fork).as_bytes()).unwrap();
        }
        Self(hashes)
    }

    pub fn note(&self, size: i64) -> String {
        let root = root(size.unsigned_abs(), &self.0).unwrap();
        checkpoint(ORIGIN, size, root, &[&log_key()]).unwrap()
    }

    /// A request that goes on from an old size.
    pub fn request(&self, old: u64, size: i64) -> String {
        let proof = consistency(old, size.unsigned_abs(), &self.0).unwrap();
        request(old, &proof, &self.note(size))
    }
}

fn request(old: u64, proof: &[Hash], note: &str) -> String {
    proof.iter().fold(format!("old {old}\n"), |head, hash| head + &hash.to_string() + "\n") + "\n" + note
}

/// A witness of that log with its files in a folder, and its clock.
pub fn watching(folder: &Path) -> (Witness, Arc<AtomicI64>) {
    let clock = Arc::new(AtomicI64::new(NOW_S));
    let now_s = clock.clone();
    let key = LogKey::parse(&public_key(ORIGIN, &log_key())).unwrap();
    let opened = Witness::open(
        &folder.join("key"),
        &folder.join("state"),
        Some("witness.example/w1"),
        [(ORIGIN.to_owned(), vec![key])],
        &|bytes| bytes.fill(9),
        move || now_s.load(Ordering::SeqCst),
    );
    (opened.unwrap(), clock)
}

#[test]
fn what_continues_is_cosigned_and_what_does_not_is_refused_with_its_status() {
    let folder = tempfile::tempdir().unwrap();
    let (witness, clock) = watching(folder.path());
    let (log, forked) = (TestLog::of(40, 99), TestLog::of(40, 3));
    let ask = |body: &str| witness.add_checkpoint(body.as_bytes());
    let signed = |body: &str, note: &str, at_s: i64| {
        let line = ask(body).unwrap();
        let cosigner = Cosigner::parse(&witness.public_key()).unwrap();
        let text = SignedCheckpoint::read(note).unwrap().text;
        assert_eq!(cosigner.cosignatures(&text, &line), vec![(line.clone(), at_s)]);
    };
    // It begins with whatever it is shown first.
    signed(&log.request(0, 0), &log.note(0), NOW_S);
    signed(&log.request(0, 5), &log.note(5), NOW_S);
    clock.fetch_add(60, Ordering::SeqCst);
    signed(&log.request(5, 13), &log.note(13), NOW_S + 60);
    signed(&log.request(13, 13), &log.note(13), NOW_S + 60);
    assert_eq!(witness.latest(ORIGIN).map(|seen| (seen.size, seen.at_s)), Some((13, NOW_S + 60)));

    // From another size than the last: 409 with the last.
    for old in [0, 5, 12] {
        assert_eq!(ask(&log.request(old, 20)), Err(Refusal::OtherSize(13)));
    }
    assert_eq!(ask(&log.request(5, 5)), Err(Refusal::OtherSize(13)), "an older checkpoint");
    // Another past, a proof that is none, another tree of the same size: 422.
    assert_eq!(ask(&forked.request(13, 20)), Err(Refusal::Inconsistent));
    assert_eq!(ask(&request(13, &[], &log.note(20))), Err(Refusal::Inconsistent));
    assert_eq!(ask(&forked.request(13, 13)), Err(Refusal::Inconsistent));
    let too_much = request(13, &[Hash([1; 32])], &log.note(13));
    assert_eq!(ask(&too_much), Err(Refusal::Inconsistent));
    // From more than it has: 400. Another log: 404. Another key: 403.
    assert_eq!(ask(&request(21, &[], &log.note(20))), Err(Refusal::Malformed));
    let other = checkpoint("other.example", 20, Hash([1; 32]), &[&log_key()]).unwrap();
    assert_eq!(ask(&request(13, &[], &other)), Err(Refusal::UnknownLog));
    let stranger = SigningKey::from_bytes(&[8; 32]);
    let unsigned = checkpoint(ORIGIN, 20, Hash([1; 32]), &[&stranger]).unwrap();
    assert_eq!(ask(&request(13, &[], &unsigned)), Err(Refusal::Unsigned));
    // None of that moved it.
    signed(&log.request(13, 40), &log.note(40), NOW_S + 60);
}

#[test]
fn the_first_checkpoint_comes_without_a_proof_and_an_empty_tree_has_one_root() {
    let folder = tempfile::tempdir().unwrap();
    let (witness, _) = watching(folder.path());
    let log = TestLog::of(4, 99);
    let proof = request(0, &[Hash([1; 32])], &log.note(4));
    assert_eq!(witness.add_checkpoint(proof.as_bytes()), Err(Refusal::Inconsistent));
    let no_tree = checkpoint(ORIGIN, 0, Hash([1; 32]), &[&log_key()]).unwrap();
    let answer = witness.add_checkpoint(request(0, &[], &no_tree).as_bytes());
    assert_eq!(answer, Err(Refusal::Inconsistent));
    assert!(witness.latest(ORIGIN).is_none());
}

#[test]
fn a_body_that_is_not_to_the_letter_is_malformed() {
    let folder = tempfile::tempdir().unwrap();
    let (witness, _) = watching(folder.path());
    let log = TestLog::of(9, 99);
    witness.add_checkpoint(log.request(0, 4).as_bytes()).unwrap();
    let right = log.request(4, 9);
    let many: String = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64);
    for wrong in [
        String::new(),
        right.replace("old 4", "old 04"),
        right.replace("old 4", "old +4"),
        right.replace("old 4", "OLD 4"),
        right.replace("old 4", "old  4"),
        right.replace("old 4\n", "old 4\r\n"),
        right.replace("old 4\n", "old 4\nx\n"),
        right.replace("old 4\n", &format!("old 4\n{}\n", STANDARD.encode([1; 31]))),
        right.replace("old 4\n", &format!("old 4\n{many}")),
        right.replace("\n9\n", "\n09\n"),
        right.trim_end().to_owned(),
        right.replace("— ", "- "),
    ] {
        assert_ne!(wrong, right);
        assert_eq!(witness.add_checkpoint(wrong.as_bytes()), Err(Refusal::Malformed), "{wrong}");
    }
    witness.add_checkpoint(right.as_bytes()).unwrap();
}
