//! Checks: what turns waiting time into verified time (RULES.md, section 3).

use domain::device::SignatureState;
use domain::study::KeptRecord;
use domain::study::RecordBody;
use domain::wire::{CheckKind, CheckResult};

use super::{Check, Next, Replay, Waiting, drawn, seconds};
use crate::error::{Mismatch, holds, same};
use crate::sets::{Set, or};

/// What a passed check verified.
#[derive(Clone, Debug)]
pub struct Verified {
    pub record: i64,
    pub chain: String,
    pub at: i64,
    pub check: String,
    pub kind: CheckKind,
    pub offer: i64,
    pub policy: String,
    /// Whether a device of the person's vouches for it.
    pub signed: SignatureState,
    /// One a lesson, in the order studied.
    pub segments: Vec<Segment>,
}

/// The verified part of one lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub enrolment: String,
    pub class: String,
    pub lesson: String,
    /// By local day, in the order studied.
    pub days: Vec<(String, Set)>,
}

impl Replay<'_> {
    /// The record that the one before it demanded.
    pub(super) fn must_follow(
        &mut self,
        place: &str,
        next: Next,
        row: &KeptRecord,
        body: &RecordBody,
    ) -> Result<(), Mismatch> {
        if let Next::GivenBack = next {
            return match body {
                RecordBody::Expire { check, spans, due_ms } => {
                    self.give_back_held(place, row, &check.0, spans, *due_ms)
                }
                _ => Err(Mismatch::new(place, "what follows the last hold", "expire", body.kind())),
            };
        }
        if let Next::Settled = next {
            return match body {
                RecordBody::Ignored { check } => self.ignored(place, row, &check.0),
                RecordBody::Expire { check, spans, due_ms } => {
                    self.expire(place, row, &check.0, spans, *due_ms)
                }
                _ => {
                    Err(Mismatch::new(place, "what follows a late answer", "ignored or expire", body.kind()))
                }
            };
        }
        let RecordBody::Issue { check: id, check_kind, due_ms } = body else {
            return Err(Mismatch::new(place, "a check that is due here", "issue", body.kind()));
        };
        let fresh = match &next {
            Next::IssueAnew(before, pause) => {
                same(place, "the kind of the check", &before.kind, check_kind)?;
                Check {
                    id: id.0.clone(),
                    offer: 1,
                    issued_at: row.at_ms,
                    key: None,
                    characters: 0,
                    fresh: false,
                    not_before: row.at_ms + pause,
                    shown_at: None,
                    answer_by: None,
                    extensions: 0,
                    ..before.clone()
                }
            }
            Next::IssueOfTail(session) => {
                self.kind_is_right(place, session, true, row.at_ms, *check_kind)?;
                let policy = session.policy.clone();
                Check { tail: true, ..issued(row, (&id.0, *check_kind), self.person_time, policy) }
            }
            _ => {
                let live = self.live_as(place, &row.session.0)?;
                self.kind_is_right(place, &live, false, row.at_ms, *check_kind)?;
                issued(row, (&id.0, *check_kind), self.due, live.policy)
            }
        };
        same(place, "the point up to which the check verifies", &fresh.due, due_ms)?;
        same(place, "the session of the check", &fresh.session, &row.session.0)?;
        self.check = Some(fresh);
        if let Next::IssueOfBeat { place, answer, stored } = next {
            let announced = domain::wire::BeatAnswer { check: self.notice(), ..answer };
            same(&place, "the stored answer", &announced, &stored)?;
        }
        Ok(())
    }

    pub(super) fn shown(
        &mut self,
        place: &str,
        row: &KeptRecord,
        id: &str,
        (key, characters): (String, i64),
        by: i64,
    ) -> Result<(), Mismatch> {
        let mut check = self.open_as(place, row, id)?;
        let pause = check.not_before;
        holds(place, "a check shown", row.at_ms >= pause, &format!("not before {pause}"), row.at_ms)?;
        holds(place, "a check shown", !self.held, "none while identity is to be confirmed", id)?;
        let policy = self.policy(place, &check.policy)?;
        same(place, "an earlier deadline of this offer", &None, &check.answer_by)?;
        same(place, "the deadline", &(row.at_ms + seconds(policy.check.answer_seconds.value)), &by)?;
        if let Some(before) = &check.key {
            same(place, "the right answer of the same item", before, &key)?;
            same(place, "how much of it there is to read", &check.characters, &characters)?;
        }
        check.shown_at = check.shown_at.or(Some(row.at_ms));
        check.characters = characters;
        check.told_at = check.told_at.or(Some(row.at_ms));
        check.key = Some(key);
        check.answer_by = Some(by);
        self.check = Some(check);
        Ok(())
    }

    pub(super) fn extend(
        &mut self,
        place: &str,
        row: &KeptRecord,
        id: &str,
        by: i64,
    ) -> Result<(), Mismatch> {
        let mut check = self.open_as(place, row, id)?;
        let policy = self.policy(place, &check.policy)?;
        let Some(before) = check.answer_by else {
            return Err(Mismatch::new(place, "the check extended", "one on screen", "one not shown"));
        };
        holds(place, "its time", row.at_ms <= before, &format!("not after {before}"), row.at_ms)?;
        check.extensions += 1;
        let most = policy.check.extensions_max.value;
        holds(place, "extensions", check.extensions <= most, &format!("at most {most}"), check.extensions)?;
        same(place, "the deadline", &(before + seconds(policy.check.answer_seconds.value)), &by)?;
        check.answer_by = Some(by);
        self.check = Some(check);
        Ok(())
    }

    pub(super) fn answer(
        &mut self,
        place: &str,
        row: &KeptRecord,
        id: &str,
        (given, hasty): (&str, bool),
        told: (CheckResult, i64),
    ) -> Result<Option<Verified>, Mismatch> {
        let check = self.open_as(place, row, id)?;
        let kind = check.kind;
        let read = matches!(kind, CheckKind::Question | CheckKind::Number);
        holds(place, "what was given", read, "a confirmed identity", "an answer")?;
        let numbers = &self.policy(place, &check.policy)?.check;
        // To see it and press, and to read every character faster than anybody does.
        let rate = numbers.read_characters_a_second.value;
        let readable = numbers.answer_ms_min.value + 1000 * check.characters / rate;
        let in_time =
            check.answer_by.is_some_and(|by| row.at_ms <= by + seconds(numbers.answer_grace_seconds.value));
        let too_fast = in_time && check.shown_at.is_none_or(|shown| row.at_ms - shown < readable);
        same(place, "whether it was faster than reading", &too_fast, &hasty)?;
        self.judge(place, row, check, kind, |key| !too_fast && plain(given) == plain(key), told)
    }

    /// What follows from something given for the open check.
    pub(super) fn judge(
        &mut self,
        place: &str,
        row: &KeptRecord,
        check: Check,
        kind: CheckKind,
        right: impl FnOnce(&str) -> bool,
        (result, due): (CheckResult, i64),
    ) -> Result<Option<Verified>, Mismatch> {
        holds(place, "an answer", !self.held, "none while identity is to be confirmed", &check.id)?;
        let policy = self.policy(place, &check.policy)?;
        let (Some(key), Some(by)) = (check.key.clone(), check.answer_by) else {
            return Err(Mismatch::new(place, "the check answered", "one on screen", "one not shown"));
        };
        let in_time = row.at_ms <= by + seconds(policy.check.answer_grace_seconds.value);
        let verdict = if !in_time {
            CheckResult::Late
        } else if right(&key) {
            CheckResult::Passed
        } else if self.spare > 0 || self.wrong_in_row + 1 < policy.check.wrong_max.value {
            CheckResult::Wrong
        } else {
            CheckResult::Hold
        };
        same(place, "the verdict on the answer", &verdict, &result)?;
        if verdict == CheckResult::Passed {
            // The next due point is drawn from this one, but never lies in the past; a tail leaves it where it was.
            let soonest = self.person_time + 1;
            if check.tail {
                same(place, "the next due point", &self.due.max(soonest), &due)?;
            } else if due == soonest {
                let earliest = check.due + seconds(policy.check.interval_seconds_min.value);
                holds(
                    place,
                    "the next due point",
                    earliest <= soonest,
                    &format!("{earliest} or later"),
                    due,
                )?;
            } else {
                holds(place, "the next due point", due > soonest, &format!("{soonest} or later"), due)?;
                drawn(place, policy, check.due, due)?;
            }
            self.due = due;
            self.check = None;
            let counts = !check.tail || check.fresh;
            if counts && kind == CheckKind::Question && (self.wrong, self.holds) == (0, 0) {
                self.first_tries += 1;
                if self.first_tries >= policy.check.spare_from_row.value {
                    self.spare = policy.check.spare_tries_max.value.min(self.spare + 1);
                }
            }
            (self.wrong, self.holds) = (0, 0);
            // A tail can be had every second: by an old question it makes nothing good and earns nothing, but a number is one.
            if counts {
                self.wrong_in_row = 0;
            }
            self.head.clear();
            if kind == CheckKind::Number {
                self.passed_by_number += 1;
            }
            if counts || kind == CheckKind::Number {
                self.passed += 1;
            }
            let segments = self.verify_up_to(check.due);
            return Ok(Some(Verified {
                record: row.n,
                chain: self.chain.clone(),
                at: row.at_ms,
                check: check.id,
                kind,
                offer: check.offer,
                policy: check.policy,
                signed: SignatureState::Unsigned,
                segments,
            }));
        }
        same(place, "the next due point", &self.due, &due)?;
        match verdict {
            CheckResult::Late => self.next = Some(Next::Settled),
            CheckResult::Wrong => {
                self.wrong += 1;
                self.one_missed();
                let pause = self.wrong * seconds(policy.check.wrong_pause_seconds.value);
                self.next = Some(Next::IssueAnew(check, pause));
            }
            _ => self.begin_hold(check, policy),
        }
        Ok(None)
    }

    /// A wrong answer or a check that expired: paid for by a try put aside, if there is one, and counted if not.
    pub(super) fn one_missed(&mut self) {
        self.first_tries = 0;
        match self.spare {
            0 => self.wrong_in_row += 1,
            _ => self.spare -= 1,
        }
    }

    /// The open check, if the record is about it.
    pub(super) fn open_as(&self, place: &str, row: &KeptRecord, id: &str) -> Result<Check, Mismatch> {
        let check = self.check.clone().filter(|check| check.id == id);
        let open = self.check.as_ref().map_or("none", |check| check.id.as_str());
        let check = check.ok_or_else(|| Mismatch::new(place, "the open check", open, id))?;
        same(place, "the session of the check", &check.session, &row.session.0)?;
        Ok(check)
    }

    /// Waiting time up to a point of person-time, taken out span by span.
    fn verify_up_to(&mut self, due: i64) -> Vec<Segment> {
        let mut left = (due - (self.person_time - self.waiting_total())).max(0);
        let mut segments: Vec<Segment> = Vec::new();
        let mut waiting = Vec::new();
        for span in std::mem::take(&mut self.waiting) {
            let pass = left.min(span.to - span.from);
            left -= pass;
            let middle = span.from + pass;
            if pass > 0 {
                let progress =
                    self.progress.entry((span.enrolment.clone(), span.lesson.clone())).or_default();
                progress.waiting -= pass;
                progress.verified += pass;
                add(&mut segments, &span, (span.from, middle));
            }
            if middle < span.to {
                waiting.push(Waiting { from: middle, ..span });
            }
        }
        self.waiting = waiting;
        segments
    }
}

/// A check on its first way to the learner.
fn issued(row: &KeptRecord, (id, kind): (&str, CheckKind), due: i64, policy: String) -> Check {
    Check {
        id: id.to_owned(),
        kind,
        due,
        tail: false,
        offer: 1,
        issued_at: row.at_ms,
        told_at: None,
        session: row.session.0.clone(),
        policy,
        key: None,
        characters: 0,
        fresh: false,
        not_before: 0,
        shown_at: None,
        answer_by: None,
        extensions: 0,
    }
}

fn add(segments: &mut Vec<Segment>, span: &Waiting, part: (i64, i64)) {
    for segment in segments.iter_mut() {
        if segment.enrolment == span.enrolment && segment.lesson == span.lesson {
            for (day, set) in &mut segment.days {
                if *day == span.day {
                    *set = or(set, &[part]);
                    return;
                }
            }
            segment.days.push((span.day.clone(), vec![part]));
            return;
        }
    }
    segments.push(Segment {
        enrolment: span.enrolment.clone(),
        class: span.class.clone(),
        lesson: span.lesson.clone(),
        days: vec![(span.day.clone(), vec![part])],
    });
}

/// What nobody sees of a text: soft hyphens, joiners, marks of direction and order, shapes, tags.
const UNSEEN: [(u32, u32); 11] = [
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x61c, 0x61c),
    (0x180e, 0x180e),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xfff9, 0xfffb),
    (0xe0000, 0xe0fff),
];
/// What stands between the groups of a number, or around them.
const BETWEEN: [char; 19] =
    ['-', '‐', '‑', '‒', '–', '—', '―', '\u{2043}', '−', '⸺', '⸻', '﹘', '﹣', '－', '(', ')', '.', '·', '_'];

/// The letters and digits of an answer as an English keyboard has them, in capitals, and nothing that only parts them.
pub fn plain(text: &str) -> String {
    let mut result = String::new();
    for c in text.chars() {
        let code = u32::from(c);
        let unseen = UNSEEN.iter().any(|(from, to)| (*from..=*to).contains(&code));
        if unseen || c.is_whitespace() || c.is_control() || BETWEEN.contains(&c) {
            continue;
        }
        // The full-width forms lie in the order of ASCII.
        let c =
            if (0xff01..=0xff5e).contains(&code) { char::from_u32(code - 0xfee0).unwrap_or(c) } else { c };
        if !BETWEEN.contains(&c) {
            result.push(c.to_ascii_uppercase());
        }
    }
    result
}
