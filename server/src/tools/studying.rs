//! People who study through the store, without HTTP: how the books of a measurement and of the demo city are filled.
//! Whatever counts is counted by the same functions that the site calls.

use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::device::{head_after, statement};
use domain::id::{AccountId, CheckId, DeviceKeyId, EnrolmentId, LessonId, PersonId, SessionId};
use domain::study::CheckItem;
use domain::wire::DeviceSignature;
use domain::wire::{Beat, CheckAnswered, CheckResult, OpenSession, PlayState, SessionClosed, SessionOpened};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use store::device_key::Added;
use store::study::{BeatArrived, Identity, RuleInput};
use web::{Clock, Site};

use crate::api::study::draw::fresh;

/// A site's time that is moved, not waited for.
pub struct MovedClock(AtomicI64);

impl Clock for MovedClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed) / 1000
    }
}

impl MovedClock {
    /// A clock that stands at this moment.
    pub fn at(now_ms: i64) -> Self {
        Self(AtomicI64::new(now_ms * 1000))
    }

    /// Moves on.
    pub fn forward_us(&self, us: i64) {
        self.0.fetch_add(us, Ordering::Relaxed);
    }

    /// Moves to a moment.
    pub fn set(&self, now_ms: i64) {
        self.0.store(now_ms * 1000, Ordering::Relaxed);
    }
}

/// Whether a check asks who the learner is.
pub fn asks_identity(item: &CheckItem) -> bool {
    item.key.is_empty()
}

/// Somebody in front of the lessons of a class.
#[derive(Clone, Debug)]
pub struct Seat {
    pub person: PersonId,
    pub enrolment: EnrolmentId,
    pub session: SessionId,
    pub seq: i64,
    pub position_ms: i64,
    /// What signs for them; nothing where their browser cannot.
    device: Option<SeatDevice>,
}

/// A device that signs what is studied on it.
#[derive(Clone, Debug)]
struct SeatDevice {
    key: SigningKey,
    name: DeviceKeyId,
    /// The chain over the beats since the last pass.
    head: String,
}

impl Seat {
    /// Before the first lesson.
    pub fn new(person: PersonId, enrolment: EnrolmentId) -> Self {
        Self { person, enrolment, session: SessionId::default(), seq: 0, position_ms: 0, device: None }
    }

    /// Has a device of the learner's sign from now on.
    pub async fn sign_on(&mut self, site: &Site, account: &AccountId, kind: &str) -> Result<()> {
        let mut secret = [0; 32];
        site.rng.fill(&mut secret);
        let key = SigningKey::from_slice(&secret)?;
        let point = URL_SAFE_NO_PAD.encode(key.verifying_key().to_sec1_point(false));
        let added = site.db.add_device_key(account, &point, kind, site.now()).await?;
        let Added::Yes(name) = added else { bail!("a device was not added: {added:?}") };
        self.device = Some(SeatDevice { key, name, head: String::new() });
        Ok(())
    }

    /// What their device signs with what they give for a check.
    fn signed(&self, check: &CheckId, given: &str) -> Option<DeviceSignature> {
        let SeatDevice { key, name, head } = self.device.as_ref()?;
        let signature: Signature = key.sign(statement(check, given, head).as_bytes());
        Some(DeviceSignature { key: name.clone(), signature: URL_SAFE_NO_PAD.encode(signature.to_bytes()) })
    }

    /// The chain begins anew after a pass.
    fn judged(&mut self, answered: CheckAnswered) -> CheckAnswered {
        if let Some(device) = self.device.as_mut().filter(|_| answered.result == CheckResult::Passed) {
            device.head.clear();
        }
        answered
    }

    /// Opens a lesson now.
    pub async fn open(&mut self, site: &Site, lesson: LessonId) -> Result<SessionOpened> {
        let open = OpenSession { enrolment: self.enrolment.clone(), lesson };
        let session = SessionId(site.new_id());
        let opened = site.db.open_session(&self.person, &open, session, &fresh(site), &site.holidays).await?;
        self.session = opened.session.clone();
        self.seq = 0;
        self.position_ms = opened.position_ms;
        Ok(opened)
    }

    /// The next beat, as it arrives at a moment: played from here to there.
    pub fn beat(&mut self, to_ms: i64, input: RuleInput<'_>) -> BeatArrived {
        self.seq += 1;
        let beat = Beat {
            session: self.session.clone(),
            seq: self.seq,
            played: vec![[self.position_ms, to_ms]],
            position_ms: to_ms,
            state: PlayState::Playing,
        };
        if let Some(device) = &mut self.device {
            device.head = head_after(&device.head, &beat);
        }
        BeatArrived {
            person: self.person.clone(),
            beat,
            at_ms: input.now_ms,
            fresh_check: input.fresh_check,
            draw: input.draw,
        }
    }

    /// Closes the lesson now.
    pub async fn close(&self, site: &Site) -> Result<SessionClosed> {
        Ok(site.db.close_session(&self.person, &self.session, &fresh(site)).await?)
    }

    /// Looks at a check; what it asks.
    pub async fn show(&self, site: &Site, check: &CheckId) -> Result<CheckItem> {
        let (shown, _) = site.db.show_check(&self.person, check, &fresh(site)).await?;
        shown.item.context("a check that was shown asks nothing")
    }

    /// Confirms who they are, by password and code, as a check asks.
    pub async fn identify(&mut self, site: &Site, check: &CheckId) -> Result<CheckAnswered> {
        let (signed, how) = (self.signed(check, ""), Identity::Code);
        let said = site.db.identify(&self.person, check, how, signed, &fresh(site), &site.keys).await?;
        Ok(self.judged(said))
    }

    /// Answers a check.
    pub async fn answer(&mut self, site: &Site, check: &CheckId, answer: &str) -> Result<CheckAnswered> {
        let signed = self.signed(check, answer);
        let said =
            site.db.answer_check(&self.person, check, answer, signed, &fresh(site), &site.keys).await?;
        Ok(self.judged(said))
    }
}
