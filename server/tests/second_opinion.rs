//! The rules of study and the second opinion on them, lived through side by side by random
//! learners: whatever the one counts, the other must count.

use std::collections::BTreeSet;

use domain::check::{Answered, Identity};
use domain::policy::{Policies, Policy};
use domain::study::{
    CheckItem, LiveSession, PersonStudy, Progresses, RawRecord, RecordBody, RecordLog, RuleContext,
};
use domain::wire::{Beat, BeatAnswer, CheckKind, CheckResult, PlayState};
use proptest::prelude::*;
use verify::replay::{Replay, Verified, Waiting};

#[derive(Clone, Debug)]
enum Step {
    Open {
        lesson: usize,
    },
    /// Plays on from where the lesson stands (or jumps), for as long as the clock ran or longer.
    Beat {
        jump: i64,
        length: i64,
        gap: i64,
    },
    Rewatch {
        from: i64,
        length: i64,
    },
    Show,
    Extend,
    Answer {
        right: bool,
    },
    /// Identity, where it is asked for; by the password alone or not.
    Release {
        password: bool,
    },
    Close,
}

/// Where the lessons have questions: here and there, in long stretches, and nowhere.
const MOMENTS_MS: [&[i64]; 3] = [&[30_000, 90_000, 400_000], &[600_000, 1_200_000], &[]];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0usize..3).prop_map(|lesson| Step::Open { lesson }),
        12 => (prop_oneof![6 => Just(0i64), 1 => 0i64..5_000, 1 => 0i64..400_000], 0i64..200_000, 0i64..900)
            .prop_map(|(jump, length, gap)| Step::Beat { jump, length, gap }),
        2 => (0i64..600_000, 0i64..100_000).prop_map(|(from, length)| Step::Rewatch { from, length }),
        5 => Just(Step::Show),
        1 => Just(Step::Extend),
        5 => prop::bool::weighted(0.7).prop_map(|right| Step::Answer { right }),
        3 => any::<bool>().prop_map(|password| Step::Release { password }),
        1 => Just(Step::Close),
    ]
}

/// How long before a step: mostly a beat, sometimes a silence, a night, or a clock set back.
fn pause() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => Just(0i64),
        2 => 0i64..2_000,
        8 => 10_000i64..20_000,
        3 => 20_000i64..300_000,
        1 => 300_000i64..9_000_000,
        1 => -5_000i64..0,
    ]
}

fn policies() -> Policies {
    let read = |text: &str| toml::from_str::<Policy>(text).unwrap();
    let standard = include_str!("../policies/2026-01-01.toml");
    let compressed = include_str!("../policies/2026-01-01-compressed.toml");
    // A day small enough to be filled, a short allowance and a clock window.
    let strict = standard
        .replace("version = \"2026-01-01\"", "version = \"strict\"")
        .replace("day_cap_credit_hours = { value = 8", "day_cap_credit_hours = { value = 1")
        .replace("[check]", "clock_window = { value = [\"00:10\", \"23:58\"], source = \"test\" }\n[check]");
    let quiet = include_str!("../policies/2026-11-26.toml");
    Policies::new(vec![read(standard), read(compressed), read(&strict), read(quiet)])
}

struct SideBySide<'a> {
    policies: &'a Policies,
    policy: &'a Policy,
    study: PersonStudy,
    progresses: Progresses,
    replay: Replay<'a>,
    log: RecordLog,
    /// Questions that were asked.
    asked: BTreeSet<String>,
    now_ms: i64,
    names: u64,
    seq: i64,
}

impl<'a> SideBySide<'a> {
    fn name(&mut self, what: &str) -> String {
        self.names += 1;
        format!("{what}{}", self.names)
    }

    /// The moment of a step, under the policy that the store would look up for it.
    fn now(&mut self, step: &Step, draw: u64) -> RuleContext<'a> {
        let live = self.study.live.as_ref().map(|live| live.policy.as_str());
        let check = self.study.check.as_ref().map(|check| check.policy.as_str());
        let version = match step {
            Step::Open { .. } => None,
            Step::Beat { .. } | Step::Rewatch { .. } | Step::Close => live,
            Step::Show | Step::Extend | Step::Answer { .. } | Step::Release { .. } => check,
        };
        let policy = version.map_or(self.policy, |version| self.policies.version(version).unwrap());
        RuleContext { at_ms: self.now_ms, policy, fresh_check: self.name("check").as_str().into(), draw }
    }

    fn replay(&mut self, records: &[RawRecord], answer: Option<&BeatAnswer>) -> Vec<Verified> {
        let mut verified = Vec::new();
        for record in records {
            let is_beat = matches!(record.body, RecordBody::Beat { .. });
            self.log.push(record, answer.filter(|_| is_beat));
            // As it comes back from its packing, which must not lose a bit of it.
            let row = RecordLog::records(self.log.as_bytes()).unwrap().pop().unwrap();
            assert_eq!(row.body, record.body.canonical());
            assert_eq!(RecordLog::open(self.log.as_bytes().to_vec()).unwrap(), self.log);
            match self.replay.record(&row) {
                Ok(more) => verified.extend(more),
                Err(fault) => panic!("{fault}\n{row:?}"),
            }
        }
        if self.study.records > 0 {
            assert_eq!(self.replay.chain, self.study.chain);
        }
        verified
    }

    fn take(&mut self, step: &Step, draw: u64) {
        let now = self.now(step, draw);
        match *step {
            Step::Open { lesson } => {
                let session = LiveSession {
                    session: self.name("session").as_str().into(),
                    enrolment: format!("e{}", lesson / 2).as_str().into(),
                    class: format!("k{}", lesson / 2).as_str().into(),
                    lesson: format!("l{lesson}").as_str().into(),
                    duration_ms: 1_801_234,
                    policy: self.policy.version.clone(),
                    question_moments_ms: MOMENTS_MS[lesson].to_vec(),
                    seq_max: -1,
                    seen_at_ms: self.now_ms,
                    open_until_ms: None,
                };
                self.seq = 0;
                let opened = self.study.on_open(session, &now, &mut self.progresses);
                self.replay(&opened.records, None);
            }
            Step::Beat { jump, length, gap } => {
                let Some(live) = &self.study.live else { return };
                let key = domain::study::LessonKey {
                    enrolment: live.enrolment.clone(),
                    lesson: live.lesson.clone(),
                };
                let start = self.progresses.get(&key).map_or(0, |p| p.credited_to_ms) + jump;
                let middle = start + length / 2;
                self.beat(vec![[middle + gap, start + length + gap], [start, middle]], &now);
            }
            Step::Rewatch { from, length } => self.beat(vec![[from, from + length]], &now),
            Step::Show => {
                let Some(id) = self.ready_check(&now) else { return };
                let kind = self.study.check.as_ref().map(|check| check.kind);
                let question = (kind == Some(CheckKind::Question)).then(|| format!("q{}", draw % 4));
                let item = CheckItem {
                    fresh: question.as_ref().is_some_and(|question| !self.asked.contains(question)),
                    question: question.clone().map(Into::into),
                    ..CheckItem::of_no_bank(String::new(), "1 2".to_owned())
                };
                if let Ok((shown, records)) = self.study.on_shown(&id, Some(item), &now) {
                    self.replay(&records, None);
                    self.asked.extend(shown.item.and_then(|item| item.question).map(|question| question.0));
                }
            }
            Step::Extend => {
                let Some(id) = self.ready_check(&now) else { return };
                if let Ok((_, records)) = self.study.on_extend(&id, &now) {
                    self.replay(&records, None);
                }
            }
            Step::Answer { right } => self.answer(if right { " １2" } else { "13" }, &now),
            Step::Release { password } => {
                let by = match draw % 3 {
                    _ if password => Identity::Password,
                    0 => Identity::Supervisor,
                    _ => Identity::Code,
                };
                if let Ok(records) = self.study.on_release(by.clone(), &now) {
                    self.replay(&records, None);
                } else if let Some(id) = self.study.check.as_ref().map(|check| check.id.clone())
                    && let Ok(judged) = self.study.on_identity(&id, by, None, &now, &mut self.progresses)
                {
                    self.judged(&judged);
                }
            }
            Step::Close => {
                let Some(session) = self.study.live.as_ref().map(|live| live.session.clone()) else { return };
                if let Ok((records, _)) = self.study.on_close(&session, &now, &mut self.progresses) {
                    self.replay(&records, None);
                }
            }
        }
        self.agree();
    }

    fn beat(&mut self, played: Vec<[i64; 2]>, now: &RuleContext<'_>) {
        let Some(live) = &self.study.live else { return };
        self.seq += 1;
        let beat = Beat {
            session: live.session.clone(),
            seq: self.seq,
            position_ms: played[0][1],
            played,
            state: PlayState::Playing,
        };
        let counted = self.study.on_beat(&beat, now, &mut self.progresses).unwrap();
        self.replay(&counted.records, Some(&counted.answer));
    }

    /// The open check, after what is overdue was settled, as the store does it.
    fn ready_check(&mut self, now: &RuleContext<'_>) -> Option<domain::id::CheckId> {
        if self.study.held {
            return None;
        }
        let mut records = Vec::new();
        self.study.sweep(now, &mut self.progresses, &mut records);
        self.replay(&records, None);
        self.study.check.as_ref().map(|check| check.id.clone())
    }

    fn answer(&mut self, answer: &str, now: &RuleContext<'_>) {
        let Some(id) = self.study.check.as_ref().filter(|_| !self.study.held).map(|check| check.id.clone())
        else {
            return;
        };
        if let Ok(judged) = self.study.on_answer(&id, answer, None, now, &mut self.progresses) {
            self.judged(&judged);
        }
    }

    fn judged(&mut self, judged: &Answered) {
        let verified = self.replay(&judged.records, None);
        assert_eq!(verified.len(), usize::from(judged.result == CheckResult::Passed));
        let mine: Vec<_> = verified.iter().flat_map(|verified| &verified.segments).collect();
        assert_eq!(mine.len(), judged.verified.len());
        for (mine, theirs) in mine.into_iter().zip(&judged.verified) {
            assert_eq!((&mine.enrolment, &mine.lesson), (&theirs.enrolment.0, &theirs.lesson.0));
            let days: Vec<(String, Vec<(i64, i64)>)> = theirs
                .days
                .iter()
                .map(|day| (day.day.clone(), day.ranges.as_slice().iter().map(|r| (r[0], r[1])).collect()))
                .collect();
            assert_eq!(mine.days, days);
        }
    }

    fn agree(&self) {
        let study = &self.study;
        assert_eq!(
            (self.replay.credit_budget, self.replay.last_at, self.replay.person_time, self.replay.due),
            (study.credit_budget_ms, study.last_at_ms, study.person_time_ms, study.due_ms)
        );
        assert_eq!((self.replay.wrong_in_row, self.replay.held), (study.wrong_in_row, study.held));
        assert_eq!(self.replay.open_check(), study.check.as_ref().map(|check| check.id.as_str()));
        let waiting: Vec<Waiting> = study.waiting.iter().cloned().map(Waiting::from).collect();
        assert_eq!(self.replay.waiting, waiting);
        for (key, theirs) in &self.progresses {
            let lesson = (key.enrolment.0.clone(), key.lesson.0.clone());
            let mine = self.replay.progress.get(&lesson).cloned().unwrap_or_default();
            let covered: Vec<(i64, i64)> = theirs.covered.as_slice().iter().map(|r| (r[0], r[1])).collect();
            assert_eq!(mine.covered, covered);
            assert_eq!(
                (mine.credited_to, mine.waiting, mine.verified),
                (theirs.credited_to_ms, theirs.waiting_ms, theirs.verified_ms)
            );
        }
        self.replay.end().unwrap();
    }
}

fn live_through(version: usize, steps: &[(i64, Step, u64)], starts: i64) {
    let policies = policies();
    let mut world = SideBySide {
        policies: &policies,
        policy: &policies.all()[version],
        study: PersonStudy::default(),
        progresses: Progresses::new(),
        replay: Replay::new("p", &policies, Vec::new(), Vec::new()),
        log: RecordLog::new(1),
        asked: BTreeSet::new(),
        // Shortly before a midnight in China.
        now_ms: 1_795_276_800_000 - starts,
        names: 0,
        seq: 0,
    };
    for (pause, step, draw) in steps {
        world.now_ms += pause;
        // Some learners are in classes of several programmes.
        if *draw % 7 == 0 {
            let others = world.policies.all();
            world.policy = &others[(*draw % 3) as usize];
        }
        world.take(step, *draw);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_second_opinion_agrees_with_the_rules(
        version in 0usize..4,
        starts in prop_oneof![Just(3_600_000i64), 0i64..400_000],
        steps in prop::collection::vec((pause(), step(), any::<u64>()), 1..120),
    ) {
        live_through(version, &steps, starts);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_read_an_answer_alike(
        odd in "[０-９0-9a-zａ-ｚ \\-‐-―−－（）().．·_＿\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}\u{3000}\u{feff}\u{fe0f}]{0,24}",
        any in any::<String>(),
    ) {
        for text in [odd, any] {
            prop_assert_eq!(domain::typed::number(&text), verify::replay::plain(&text));
        }
    }
}

#[test]
fn both_read_every_single_character_alike() {
    for c in '\0'..=char::MAX {
        let text = c.to_string();
        assert_eq!(domain::typed::number(&text), verify::replay::plain(&text), "{c:?}");
    }
}
