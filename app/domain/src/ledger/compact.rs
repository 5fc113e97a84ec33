//! An entry without what stands beside it anyway: some sixty bytes instead of five hundred, from which the
//! canonical text comes back to the byte.

use serde::{Deserialize, Serialize};

use super::{Entry, EntryForm, Evidence, PassedCheck};
use crate::check::DaySegment;
use crate::coverage::Ranges;
use crate::device::SignatureState;
use crate::id::{ClassId, EnrolmentId, LessonId};
use crate::wire::CheckKind;

/// What the rows around a compact body say of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRowContext {
    /// Who studied, as a keyed digest.
    pub person_digest: [u8; 32],
    /// Under which enrolment.
    pub enrolment: EnrolmentId,
    /// In which class.
    pub class: ClassId,
    /// Of which lesson.
    pub lesson: LessonId,
    /// The policy version in force.
    pub policy: String,
    /// Its day, if it has only one.
    pub day: Option<String>,
    /// Whether the learner's device vouches for it.
    pub signed: SignatureState,
    /// Verified milliseconds.
    pub ms: i64,
    /// Server time of the pass.
    pub at_ms: i64,
}

/// Ranges, each as its gap to the one before and its length.
type Gaps = Vec<(i64, i64)>;

/// The rest of an entry. Fields and variants are never put in another order: what was written must be read for ever.
#[derive(Serialize, Deserialize)]
struct Rest {
    /// Ranges by day; the day itself where there are several.
    days: Vec<(Option<String>, Gaps)>,
    check: (Id, Kind, i64),
    record: i64,
    chain: [u8; 32],
}

/// An id: nearly always a UUID.
#[derive(Serialize, Deserialize)]
enum Id {
    Uuid([u8; 16]),
    Text(String),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Kind {
    Question,
    Number,
    Passkey,
    Identity,
}

impl Entry {
    /// The entry's bytes without what [`EntryRowContext`] says; `None` for the few that have no such form.
    pub fn compact(&self) -> Option<Vec<u8>> {
        let check = self.check.as_ref().filter(|_| self.granted.is_none())?;
        let only_one = self.days.len() == 1;
        let days = self.days.iter().map(|day| {
            let mut end = 0;
            let gaps = day.ranges.as_slice().iter().map(|&[from, to]| {
                let gap = (from - end, to - from);
                end = to;
                gap
            });
            ((!only_one).then(|| day.day.clone()), gaps.collect())
        });
        let kind = match check.kind {
            CheckKind::Question => Kind::Question,
            CheckKind::Number => Kind::Number,
            CheckKind::Passkey => Kind::Passkey,
            CheckKind::Identity => Kind::Identity,
        };
        let rest = Rest {
            days: days.collect(),
            check: (Id::of(check.id.as_str()), kind, check.offer),
            record: self.evidence.record,
            chain: digest(&self.evidence.chain)?,
        };
        let bytes = postcard::to_allocvec(&rest).ok()?;
        // Whatever could not be told exactly is kept in full.
        let again = Self::from_compact(&bytes, self.row_context()?)?;
        (again.canonical() == self.canonical()).then_some(bytes)
    }

    /// What the rows around the entry say of it.
    pub fn row_context(&self) -> Option<EntryRowContext> {
        Some(EntryRowContext {
            person_digest: digest(&self.person_digest)?,
            enrolment: self.enrolment.clone(),
            class: self.class.clone(),
            lesson: self.lesson.clone(),
            policy: self.policy.clone(),
            day: self.only_day().map(str::to_owned),
            signed: self.check.as_ref().map_or(SignatureState::Unsigned, |check| check.signed),
            ms: self.ms,
            at_ms: self.at_ms,
        })
    }

    /// The local day of an entry that has only one.
    pub fn only_day(&self) -> Option<&str> {
        let [day] = &self.days[..] else { return None };
        Some(&day.day)
    }

    /// The entry again; `None` if these are not its bytes.
    pub fn from_compact(bytes: &[u8], row: EntryRowContext) -> Option<Self> {
        let (rest, after): (Rest, &[u8]) = postcard::take_from_bytes(bytes).ok()?;
        if !after.is_empty() {
            return None;
        }
        let mut days = Vec::with_capacity(rest.days.len());
        for (day, gaps) in rest.days {
            let mut end = 0_i64;
            let mut ranges = Vec::with_capacity(gaps.len());
            for (gap, length) in gaps {
                let from = end.checked_add(gap)?;
                end = from.checked_add(length)?;
                ranges.push([from, end]);
            }
            days.push(DaySegment { day: day.or_else(|| row.day.clone())?, ranges: Ranges::union_of(ranges) });
        }
        let (id, kind, offer) = rest.check;
        let kind = match kind {
            Kind::Question => CheckKind::Question,
            Kind::Number => CheckKind::Number,
            Kind::Passkey => CheckKind::Passkey,
            Kind::Identity => CheckKind::Identity,
        };
        Some(Self {
            v: EntryForm,
            person_digest: hex::encode(row.person_digest),
            enrolment: row.enrolment,
            class: row.class,
            lesson: row.lesson,
            days,
            ms: row.ms,
            check: Some(PassedCheck { id: id.text().into(), kind, offer, signed: row.signed }),
            granted: None,
            policy: row.policy,
            at_ms: row.at_ms,
            evidence: Evidence { record: rest.record, chain: hex::encode(rest.chain) },
        })
    }
}

impl Id {
    fn of(text: &str) -> Self {
        let bytes =
            hex::decode(text.replace('-', "")).ok().and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
        let uuid = bytes.map(Self::Uuid).filter(|uuid| uuid.text() == text);
        uuid.unwrap_or_else(|| Self::Text(text.to_owned()))
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Uuid(bytes) => {
                let mut text = hex::encode(bytes);
                for place in [20, 16, 12, 8] {
                    text.insert(place, '-');
                }
                text
            }
        }
    }
}

fn digest(text: &str) -> Option<[u8; 32]> {
    hex::decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::CheckKind;

    fn entry() -> Entry {
        let chain = "c214607a7b332a013fafc7dfb51ca22b8e33fe990a1598e4c246702e1cf46214";
        Entry {
            v: EntryForm,
            person_digest: "b037b004c54d3cb1563bdcd64e0b7c755b25b26b2c7fdbf1363a0e08209141fe".to_owned(),
            enrolment: "01a215d8-36d8-7b8e-beff-a44d15769b8f".into(),
            class: "01a215d8-36d8-710d-8020-50c0175c799d".into(),
            lesson: "01a215d8-36d8-7488-b764-362a668c07c1".into(),
            days: vec![DaySegment {
                day: "2026-11-26".to_owned(),
                ranges: Ranges::union_of(vec![[1_200_000, 1_684_771]]),
            }],
            ms: 484_771,
            check: Some(PassedCheck {
                id: "01a215df-c470-7e54-a812-95b1ff1010bb".into(),
                kind: CheckKind::Question,
                offer: 1,
                signed: SignatureState::Signed,
            }),
            granted: None,
            policy: "2026-11-26".to_owned(),
            at_ms: 1_795_663_316_080,
            evidence: Evidence { record: 3700, chain: chain.to_owned() },
        }
    }

    fn comes_back(entry: &Entry) -> usize {
        let bytes = entry.compact().unwrap();
        let again = Entry::from_compact(&bytes, entry.row_context().unwrap()).unwrap();
        assert_eq!(again.canonical(), entry.canonical());
        bytes.len()
    }

    /// If this fails, the form that is hashed has changed: entries that stand in ledgers would no longer be proved.
    #[test]
    fn the_hashed_form_of_an_entry_is_kept_to_the_byte() {
        let text = concat!(
            r#"{"v":1,"person_digest":"b037b004c54d3cb1563bdcd64e0b7c755b25b26b2c7fdbf1363a0e08209141fe","#,
            r#""enrolment":"01a215d8-36d8-7b8e-beff-a44d15769b8f","class":"01a215d8-36d8-710d-8020-50c0175c799d","#,
            r#""lesson":"01a215d8-36d8-7488-b764-362a668c07c1","#,
            r#""days":[{"day":"2026-11-26","ranges":[[1200000,1684771]]}],"ms":484771,"#,
            r#""check":{"id":"01a215df-c470-7e54-a812-95b1ff1010bb","kind":"question","offer":1,"signed":"signed"},"#,
            r#""policy":"2026-11-26","at_ms":1795663316080,"evidence":{"record":3700,"#,
            r#""chain":"c214607a7b332a013fafc7dfb51ca22b8e33fe990a1598e4c246702e1cf46214"}}"#,
        );
        assert_eq!(entry().canonical(), text);
        assert_eq!(serde_json::from_str::<Entry>(text).unwrap(), entry());
        for other in ["{\"v\":2,", "{"] {
            assert!(serde_json::from_str::<Entry>(&text.replacen("{\"v\":1,", other, 1)).is_err(), "{other}");
        }
    }

    #[test]
    fn a_usual_entry_takes_seventy_bytes_and_comes_back_to_the_byte() {
        let length = comes_back(&entry());
        assert!(length <= 70, "{length}");
    }

    #[test]
    fn entries_over_midnight_and_with_odd_names_come_back_to_the_byte() {
        let mut odd = entry();
        odd.days.push(DaySegment {
            day: "2026-11-27".to_owned(),
            ranges: Ranges::union_of(vec![[0, 5], [7, 9], [1_000_000, 1_000_001]]),
        });
        for (id, kind) in [
            ("", CheckKind::Number),
            ("c-1", CheckKind::Passkey),
            // What a UUID is not written like.
            ("01A215DF-C470-7E54-A812-95B1FF1010BB", CheckKind::Question),
            ("01a215dfc4707e54a81295b1ff1010bb", CheckKind::Question),
        ] {
            odd.check = Some(PassedCheck { id: id.into(), kind, offer: 3, signed: SignatureState::Differs });
            comes_back(&odd);
        }
        odd.days.clear();
        comes_back(&odd);
    }

    #[test]
    fn what_has_no_such_form_is_kept_in_full() {
        assert_eq!(Entry { check: None, ..entry() }.compact(), None);
        let mut shouted = entry();
        shouted.evidence.chain = shouted.evidence.chain.to_uppercase();
        assert_eq!(shouted.compact(), None);
        assert_eq!(Entry { person_digest: "li".to_owned(), ..entry() }.compact(), None);
    }

    #[test]
    fn bytes_that_were_tampered_with_are_nothing_and_never_a_crash() {
        let entry = entry();
        let bytes = entry.compact().unwrap();
        let read = |bytes: &[u8]| Entry::from_compact(bytes, entry.row_context().unwrap());
        assert!((0..bytes.len()).all(|cut| read(&bytes[..cut]).is_none()));
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 0x55;
            assert!(read(&other).is_none_or(|read| read != entry));
        }
    }

    #[test]
    fn what_was_written_once_is_read_for_ever() {
        let written = hex::decode("01000180be9201c6963b0001a215dfc4707e54a81295b1ff1010bb0002e839c214607a7b332a013fafc7dfb51ca22b8e33fe990a1598e4c246702e1cf46214").unwrap();
        assert_eq!(Entry::from_compact(&written, entry().row_context().unwrap()), Some(entry()));
    }
}
