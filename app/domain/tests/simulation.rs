//! Three people with two enrolments each before one server, which keeps answers as the store does.

use std::collections::BTreeMap;

use domain::check::Identity;
use domain::coverage::Ranges;
use domain::policy::Policy;
use domain::study::{
    CheckItem, LessonKey, LessonProgress, LiveSession, PersonStudy, Progresses, RawRecord, RecordBody,
    RuleContext,
};
use domain::time::CHINA;
use domain::wire::{Beat, BeatAnswer, CheckResult, PlayState};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

pub const S: i64 = 1000;
const DURATION_MS: i64 = 3_600_000;

/// What happens next.
#[derive(Clone, Debug)]
pub enum Step {
    Wait {
        seconds: i64,
    },
    /// The server's clock is set back.
    ClockBack {
        back: i64,
    },
    Open {
        person: usize,
        lesson: usize,
    },
    /// Plays on (or from elsewhere); a beat that is held is kept for [`Step::Again`].
    Beat {
        person: usize,
        from: Option<i64>,
        length: i64,
        held: bool,
    },
    /// Sends any earlier beat once more, or a held one at last.
    Again {
        person: usize,
        which: prop::sample::Index,
    },
    Close {
        person: usize,
    },
    Show {
        person: usize,
    },
    Answer {
        person: usize,
        right: bool,
    },
    Release {
        person: usize,
    },
}

#[derive(Default)]
struct Learner {
    study: PersonStudy,
    beats: Vec<Beat>,
    answers: BTreeMap<(String, i64), BeatAnswer>,
    records: Vec<RawRecord>,
    /// (when, how much) was credited.
    credits: Vec<(i64, i64)>,
    verified: BTreeMap<(LessonKey, String), Ranges>,
    first_open_ms: Option<i64>,
    /// The latest the clock said since then.
    latest_ms: i64,
    seq: i64,
}

pub struct Simulation {
    people: Vec<Learner>,
    progresses: Progresses,
    policy: Policy,
    now_ms: i64,
    /// The latest the clock ever said.
    latest_ms: i64,
    draw: u64,
    names: u64,
}

fn key(person: usize, lesson: usize) -> LessonKey {
    LessonKey {
        enrolment: format!("e{person}-{}", lesson / 2).as_str().into(),
        lesson: format!("l{lesson}").as_str().into(),
    }
}

impl Simulation {
    /// Begins so many seconds before a midnight.
    pub fn new(policy: Policy, before_midnight: i64, draw: u64) -> Self {
        let now_ms = CHINA.day_start_ms("2026-11-22").unwrap() - before_midnight * S;
        let people = (0..3).map(|_| Learner::default()).collect();
        Self { people, progresses: Progresses::new(), policy, now_ms, latest_ms: now_ms, draw, names: 0 }
    }

    fn now(&mut self) -> (Policy, i64, String, u64) {
        self.names += 1;
        self.draw = self.draw.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        (self.policy.clone(), self.now_ms, format!("name{}", self.names), self.draw)
    }

    pub fn run(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let (policy, at_ms, name, draw) = self.now();
        let now = RuleContext { at_ms, policy: &policy, fresh_check: name.as_str().into(), draw };
        match *step {
            Step::Wait { seconds } => self.now_ms += seconds * S,
            Step::ClockBack { back } => self.now_ms -= back * S,
            Step::Open { person, lesson } => {
                let LessonKey { enrolment, lesson: id } = key(person, lesson);
                let session = LiveSession {
                    session: name.as_str().into(),
                    class: enrolment.0.as_str().into(),
                    enrolment,
                    lesson: id,
                    duration_ms: DURATION_MS,
                    policy: policy.version.clone(),
                    question_moments_ms: vec![5000],
                    seq_max: -1,
                    seen_at_ms: at_ms,
                    open_until_ms: None,
                };
                let one = &mut self.people[person];
                one.first_open_ms.get_or_insert(at_ms);
                let opened = one.study.on_open(session, &now, &mut self.progresses);
                one.records.extend(opened.records);
            }
            Step::Beat { person, from, length, held } => {
                let one = &mut self.people[person];
                let Some(live) = &one.study.live else { return Ok(()) };
                let place = LessonKey { enrolment: live.enrolment.clone(), lesson: live.lesson.clone() };
                let stands_ms = self.progresses.get(&place).map_or(0, |progress| progress.credited_to_ms);
                let from_ms = from.map_or(stands_ms, |from| from * S);
                one.seq += 1;
                let beat = Beat {
                    session: live.session.clone(),
                    seq: one.seq,
                    played: vec![[from_ms, from_ms + length * S]],
                    position_ms: from_ms,
                    state: PlayState::Playing,
                };
                one.beats.push(beat.clone());
                if !held {
                    self.receive(person, &beat)?;
                }
            }
            Step::Again { person, ref which } => {
                let beats = &self.people[person].beats;
                if !beats.is_empty() {
                    let beat = which.get(beats).clone();
                    self.receive(person, &beat)?;
                }
            }
            Step::Close { person } => {
                let one = &mut self.people[person];
                let Some(session) = one.study.live.as_ref().map(|live| live.session.clone()) else {
                    return Ok(());
                };
                if let Ok((records, _)) = one.study.on_close(&session, &now, &mut self.progresses) {
                    one.records.extend(records);
                }
            }
            Step::Show { person } => {
                let one = &mut self.people[person];
                let Some(id) =
                    one.study.check.as_ref().filter(|_| !one.study.held).map(|check| check.id.clone())
                else {
                    return Ok(());
                };
                let item = CheckItem {
                    question: None,
                    prompt: String::new(),
                    options: None,
                    key: "2".to_owned(),
                    explain: None,
                    fresh: false,
                };
                if let Ok((_, records)) = one.study.on_shown(&id, Some(item), &now) {
                    one.records.extend(records);
                }
            }
            Step::Answer { person, right } => self.answer(person, if right { "2" } else { "1" }, &now)?,
            Step::Release { person } => {
                let one = &mut self.people[person];
                if let Ok(records) = one.study.on_release(Identity::Supervisor, &now) {
                    one.records.extend(records);
                }
            }
        }
        self.latest_ms = self.latest_ms.max(self.now_ms);
        for one in self.people.iter_mut().filter(|one| one.first_open_ms.is_some()) {
            one.latest_ms = one.latest_ms.max(self.now_ms);
        }
        Ok(())
    }

    /// A beat with a number and range of its own.
    pub fn send_beat(&mut self, person: usize, seq: i64, range: [i64; 2]) -> Result<(), TestCaseError> {
        let session = self.people[person].study.live.as_ref().unwrap().session.clone();
        let beat = Beat { session, seq, played: vec![range], position_ms: 0, state: PlayState::Playing };
        self.receive(person, &beat)
    }

    fn receive(&mut self, person: usize, beat: &Beat) -> Result<(), TestCaseError> {
        let (policy, at_ms, name, draw) = self.now();
        let now = RuleContext { at_ms, policy: &policy, fresh_check: name.as_str().into(), draw };
        let one = &mut self.people[person];
        let place = (beat.session.0.clone(), beat.seq);
        let Some(live) = one.study.live.as_ref().filter(|live| live.session == beat.session) else {
            return Ok(());
        };
        if one.answers.contains_key(&place) {
            return Ok(());
        }
        let key = LessonKey { enrolment: live.enrolment.clone(), lesson: live.lesson.clone() };
        let before = self.progresses.get(&key).cloned().unwrap_or_default();
        let was_verified = before.verified_ms;
        let counted = one.study.on_beat(beat, &now, &mut self.progresses).unwrap();
        let progress = &self.progresses[&key];
        prop_assert_eq!(progress.verified_ms, was_verified, "I4: a beat verifies nothing");
        if counted.expired.is_empty() {
            let wanted = Ranges::union_of(beat.played.clone()).within(0, DURATION_MS).minus(&before.covered);
            let missing = wanted.total_ms() - counted.answer.counted_ms;
            let said: i64 = counted.answer.refused.iter().map(|refused| refused.ms).sum();
            prop_assert!(missing >= 0, "I2: never more than was new");
            prop_assert!(missing == said || (said == 0 && missing < S), "I7: {missing} missing, {said} said");
        }
        one.credits.push((one.study.last_at_ms, counted.answer.counted_ms));
        one.answers.insert(place, counted.answer);
        one.records.extend(counted.records);
        Ok(())
    }

    fn answer(&mut self, person: usize, answer: &str, now: &RuleContext<'_>) -> Result<(), TestCaseError> {
        let one = &mut self.people[person];
        let Some(id) = one.study.check.as_ref().filter(|_| !one.study.held).map(|check| check.id.clone())
        else {
            return Ok(());
        };
        let Ok(judged) = one.study.on_answer(&id, answer, None, now, &mut self.progresses) else {
            return Ok(());
        };
        one.records.extend(judged.records);
        prop_assert_eq!(judged.verified.is_empty() || judged.result == CheckResult::Passed, true, "I4");
        for segment in judged.verified {
            let lesson = LessonKey { enrolment: segment.enrolment, lesson: segment.lesson };
            for day in segment.days {
                for ((known, _), before) in &one.verified {
                    let twice = *known == lesson && before.minus(&day.ranges) != *before;
                    prop_assert!(!twice, "I2, I5: a second is verified once, on one day");
                }
                let all = one.verified.entry((lesson.clone(), day.day)).or_default();
                *all = all.union(&day.ranges);
            }
        }
        Ok(())
    }

    /// What everybody but the one who acts has.
    pub fn others(&self, step: &Step) -> Vec<(LessonKey, LessonProgress)> {
        let person = match *step {
            Step::Wait { .. } | Step::ClockBack { .. } => None,
            Step::Open { person, .. }
            | Step::Beat { person, .. }
            | Step::Again { person, .. }
            | Step::Close { person }
            | Step::Show { person }
            | Step::Answer { person, .. }
            | Step::Release { person } => Some(format!("e{person}-")),
        };
        let is_other =
            |key: &LessonKey| person.as_ref().is_none_or(|mine| !key.enrolment.0.starts_with(mine));
        let all = self.progresses.iter().filter(|(key, _)| is_other(key));
        all.map(|(key, progress)| (key.clone(), progress.clone())).collect()
    }

    pub fn invariants(&self) -> Result<(), TestCaseError> {
        let (policy, cap_ms) = (&self.policy, self.policy.day_cap_ms());
        for (index, one) in self.people.iter().enumerate() {
            let study = &one.study;
            let mine = |key: &&LessonKey| key.enrolment.0.starts_with(&format!("e{index}-"));
            let keys: Vec<&LessonKey> = self.progresses.keys().filter(mine).collect();
            let mut waiting_ms = 0;
            for key in keys {
                let progress = &self.progresses[key];
                prop_assert_eq!(
                    progress.covered.total_ms(),
                    progress.waiting_ms + progress.verified_ms,
                    "I2"
                );
                prop_assert_eq!(progress.covered.within(0, DURATION_MS), progress.covered.clone(), "I2");
                let verified = one.verified.iter().filter(|((lesson, _), _)| lesson == key);
                let verified_ms: i64 = verified.map(|(_, ranges)| ranges.total_ms()).sum();
                prop_assert_eq!(verified_ms, progress.verified_ms, "I4: only passes verify");
                waiting_ms += progress.waiting_ms;
            }
            prop_assert_eq!(waiting_ms, study.waiting_ms());
            prop_assert!(waiting_ms <= policy.unchecked_ms_max(), "I4: {waiting_ms} unchecked");
            let elapsed_ms = one.latest_ms - one.first_open_ms.unwrap_or(one.latest_ms);
            prop_assert!(study.person_time_ms <= elapsed_ms, "I1: {} in {elapsed_ms}", study.person_time_ms);
            let mut days = BTreeMap::<&str, i64>::new();
            for ((_, day), ranges) in &one.verified {
                *days.entry(day).or_default() += ranges.total_ms();
            }
            for span in &study.waiting {
                *days.entry(&span.day).or_default() += span.ms();
            }
            for (day, ms) in days {
                let begins_ms = CHINA.day_start_ms(day).unwrap();
                prop_assert!(ms <= cap_ms && ms <= (self.latest_ms - begins_ms).max(0), "I5: {ms} on {day}");
            }
        }
        Ok(())
    }

    /// I6: every record is numbered and chained over what was before it, and none goes back in time.
    pub fn every_record_follows_the_one_before(&self) -> Result<(), TestCaseError> {
        self.people.iter().try_for_each(chained)
    }

    /// I1 for every interval between two beats: its length, what the credit budget held, and the day's allowance.
    pub fn no_interval_holds_more_than_its_length(&self) -> Result<(), TestCaseError> {
        let credit = &self.policy.credit;
        for one in &self.people {
            for (n, (from_ms, _)) in one.credits.iter().enumerate() {
                let mut sum_ms = 0;
                for (to_ms, credited_ms) in &one.credits[n..] {
                    sum_ms += credited_ms;
                    let days = (to_ms - from_ms) / domain::time::DAY_MS + 2;
                    let more_ms = credit.budget_seconds_max.value + days * credit.offline_seconds_a_day.value;
                    prop_assert!(sum_ms <= to_ms - from_ms + more_ms * S, "I1: {sum_ms}");
                }
            }
        }
        Ok(())
    }

    /// What was verified of a person's lessons, by day.
    pub fn ledger(&self, person: usize) -> BTreeMap<(LessonKey, String), Ranges> {
        self.people[person].verified.clone()
    }
}

fn chained(one: &Learner) -> Result<(), TestCaseError> {
    let (mut chain, mut at_ms) = (String::new(), 0);
    for (n, record) in (1..).zip(&one.records) {
        let body = record.body.canonical();
        chain = RawRecord::chain_after(&chain, n, record.at_ms, &record.session, record.seq, &body);
        prop_assert_eq!((record.n, &record.chain), (n, &chain), "I6");
        prop_assert!(record.at_ms >= at_ms, "server time runs backwards for nobody");
        let read: RecordBody = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(&read, &record.body, "I6: what is stored can be read again");
        at_ms = record.at_ms;
    }
    prop_assert_eq!(&one.study.chain, &chain, "I6");
    Ok(())
}
