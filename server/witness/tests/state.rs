//! What a witness remembers across restarts and crashes, and that it does not begin without.

use std::sync::atomic::Ordering;

use witness::{Refusal, Witness, WitnessError, read_history};

use super::protocol::{NOW_S, TestLog, watching};

#[test]
fn a_restart_forgets_nothing_and_a_line_cut_off_was_never_answered() {
    let folder = tempfile::tempdir().unwrap();
    let log = TestLog::of(30, 99);
    let (witness, _) = watching(folder.path());
    let public_key = witness.public_key();
    for (old, size) in [(0, 4), (4, 9)] {
        witness.add_checkpoint(log.request(old, size).as_bytes()).unwrap();
    }
    drop(witness);
    let state = folder.path().join("state");
    let mut text = std::fs::read_to_string(&state).unwrap();
    text.push_str(r#"{"at":17950"#);
    std::fs::write(&state, text).unwrap();
    let (witness, _) = watching(folder.path());
    assert_eq!(witness.public_key(), public_key);
    assert_eq!(witness.add_checkpoint(log.request(4, 20).as_bytes()), Err(Refusal::OtherSize(9)));
    witness.add_checkpoint(log.request(9, 20).as_bytes()).unwrap();
    let seen = read_history(&std::fs::read_to_string(&state).unwrap()).unwrap();
    assert_eq!(seen.iter().map(|seen| seen.size).collect::<Vec<_>>(), [4, 9, 20]);
}

#[test]
fn a_tree_that_stands_still_does_not_fill_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let log = TestLog::of(9, 99);
    let (witness, clock) = watching(folder.path());
    witness.add_checkpoint(log.request(0, 9).as_bytes()).unwrap();
    for _ in 0..100 {
        clock.fetch_add(60, Ordering::SeqCst);
        witness.add_checkpoint(log.request(9, 9).as_bytes()).unwrap();
    }
    let seen = read_history(&std::fs::read_to_string(folder.path().join("state")).unwrap()).unwrap();
    assert_eq!(
        seen.iter().map(|seen| seen.at_s - NOW_S).collect::<Vec<_>>(),
        [0, 600, 1200, 1800, 2400, 3000, 3600, 4200, 4800, 5400, 6000]
    );
}

#[test]
fn without_its_key_its_state_or_its_name_it_does_not_begin() {
    let folder = tempfile::tempdir().unwrap();
    let (key, state) = (folder.path().join("key"), folder.path().join("state"));
    let open = |name: Option<&str>| Witness::open(&key, &state, name, [], &|bytes| bytes.fill(9), || NOW_S);
    assert!(matches!(open(None), Err(WitnessError::NoName)));
    assert!(matches!(open(Some("two words")), Err(WitnessError::NoName)));
    let witness = open(Some("w")).unwrap();
    assert!(
        matches!(open(None), Err(WitnessError::InUse(_))),
        "two would each cosign what the other did not see"
    );
    drop(witness);
    assert!(matches!(open(Some("v")), Err(WitnessError::OtherName { .. })));
    open(None).unwrap();
    std::fs::rename(&state, folder.path().join("elsewhere")).unwrap();
    assert!(matches!(open(None), Err(WitnessError::NoState(_))));
    std::fs::write(&state, "{}\n").unwrap();
    assert!(matches!(open(None), Err(WitnessError::Damaged { line: 1, .. })));
    // The master key of a site is no key of a witness.
    std::fs::write(&key, [7; 32]).unwrap();
    assert!(matches!(open(None), Err(WitnessError::ForeignKey(_))));
    assert!(std::fs::metadata(&key).is_ok());
}

#[test]
fn a_state_without_its_key_is_nobodys() {
    let folder = tempfile::tempdir().unwrap();
    let (witness, _) = watching(folder.path());
    witness.add_checkpoint(TestLog::of(9, 99).request(0, 9).as_bytes()).unwrap();
    drop(witness);
    let key = folder.path().join("key");
    std::fs::remove_file(&key).unwrap();
    let opened = Witness::open(&key, &folder.path().join("state"), Some("w"), [], &|_| {}, || NOW_S);
    assert!(matches!(opened, Err(WitnessError::NoKey(_))));
}
