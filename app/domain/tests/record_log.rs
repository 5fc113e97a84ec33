//! Packed records come back bit by bit, and bytes that were tampered with never do worse than be refused.

use domain::study::{RawRecord, RecordBody, RecordLog};
use domain::wire::{BeatAnswer, CheckKind, CheckNotice, PlayState, Refused};
use proptest::prelude::*;

fn answer() -> impl Strategy<Value = BeatAnswer> {
    let refused = prop::collection::vec(
        (0i64..100_000).prop_map(|ms| Refused { code: "day_cap".into(), ms, text: String::new() }),
        0..2,
    );
    let check =
        prop::option::weighted(0.1, Just(CheckNotice { id: "c".into(), kind: CheckKind::Number, offer: 2 }));
    (0i64..200_000, 0i64..9_000_000, 0i64..90_000_000, refused, check, prop::bool::weighted(0.1)).prop_map(
        |(counted_ms, waiting_ms, verified_ms, refused, check, held)| BeatAnswer {
            counted_ms,
            waiting_ms,
            verified_ms,
            refused,
            next_beat_in_ms: 15_000,
            check,
            held,
        },
    )
}

type Written = (i64, &'static str, Option<i64>, RecordBody, Option<BeatAnswer>);

fn written() -> impl Strategy<Value = Written> {
    let at = i64::from(i32::MAX);
    let beat = (prop::collection::vec([0..at, 0..at], 0..5), 0..at, 0i64..5000, answer()).prop_map(
        |(played, position_ms, seq, answer)| {
            let body = RecordBody::Beat { played, position_ms, state: PlayState::Hidden };
            (Some(seq), body, Some(answer))
        },
    );
    let other = prop_oneof![
        Just(RecordBody::Close),
        ".{0,20}".prop_map(|by| RecordBody::Release { by, proof: None }),
        ".{0,20}".prop_map(|id| RecordBody::Ignored { check: id.as_str().into() }),
    ]
    .prop_map(|body| (None, body, None));
    (0i64..90_000_000, prop_oneof![Just("s1"), Just("s2")], prop_oneof![4 => beat, 1 => other])
        .prop_map(|(after_ms, session, (seq, body, answer))| (after_ms, session, seq, body, answer))
}

fn log(first: i64, story: &[Written]) -> (RecordLog, Vec<RawRecord>) {
    let mut log = RecordLog::new(first);
    let mut at_ms = 1_795_305_600_000;
    let mut records = Vec::new();
    for (after_ms, session, seq, body, answer) in story {
        at_ms += after_ms;
        let n = first + records.len() as i64;
        let record = RawRecord {
            n,
            at_ms,
            session: (*session).into(),
            seq: *seq,
            body: body.clone(),
            chain: String::new(),
        };
        log.push(&record, answer.as_ref());
        records.push(record);
    }
    (log, records)
}

proptest! {
    #[test]
    fn what_was_packed_comes_back(first in 1i64..100_000, story in prop::collection::vec(written(), 0..40)) {
        let (log, records) = log(first, &story);
        let back = RecordLog::records(log.as_bytes()).unwrap();
        prop_assert_eq!(back.len(), records.len());
        for ((kept, record), (.., answer)) in back.iter().zip(&records).zip(&story) {
            prop_assert_eq!(kept.n, record.n);
            prop_assert_eq!(kept.at_ms, record.at_ms);
            prop_assert_eq!(&kept.session, &record.session);
            prop_assert_eq!(kept.seq, record.seq);
            prop_assert_eq!(&kept.body, &record.body.canonical());
            prop_assert_eq!(&kept.answer, &answer.as_ref().map(|answer| serde_json::to_string(answer).unwrap()));
        }
        prop_assert_eq!(RecordLog::open(log.as_bytes().to_vec()).unwrap(), log.clone());
        prop_assert_eq!((log.first(), log.last()), (first, first + records.len() as i64 - 1));
    }

    #[test]
    fn bytes_that_were_tampered_with_are_read_or_refused(
        story in prop::collection::vec(written(), 1..10),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = log(1, &story).0.as_bytes().to_vec();
        let at = place.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        // Whatever it says: it says something.
        drop(RecordLog::records(&bytes));
    }
}
