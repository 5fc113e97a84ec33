//! What officials do at their desks, in the order of time.

use anyhow::{Context, Result, ensure};
use domain::access::Role;
use domain::audit::AuditAction;
use domain::claim::ClaimStep;
use domain::class_closing::ClosingRefusal;
use domain::export::ExportFormat;
use domain::id::{AccountId, ExportId};
use domain::official::INVITATION_MS;
use domain::person::Number;
use domain::signal::{SignalKind, SignalVerdict};
use domain::time::DAY_MS;
use store::audit::AuditEvent;
use store::digest::Purpose;
use store::export::ExportRequest;
use store::export::contents::Scope;
use store::identity::DocumentState;
use store::official::NewInvitation;
use store::signal::SignalSearch;
use store::tree::AUDIT;

use super::appeals::AppealStep;
use super::format::{ExportStory, Kind, Living, Look, Story};
use super::papers::PaperStep;
use super::stories::{HELD_ONCE, at, device_of};
use super::timetable::is_weekend;
use super::{Calendar, HOUR_MS, World};
use crate::api::study::draw::fresh;
use crate::jobs::work_once;
use crate::tools::demo::people::Official;

/// Something that somebody does.
#[derive(Debug)]
pub enum StaffAction {
    Appeal(usize, AppealStep),
    Paper(usize, PaperStep),
    /// Signs in at a desk on whose computer learners study.
    UsesDevice(String),
    ConfirmsIdentity(Story),
    /// Sees the identity document of a learner of a class, by its place in it.
    SeesDocument {
        class: usize,
        place: usize,
    },
    Exports(ExportStory),
    Looks(Look),
    RevealsNumber {
        by: &'static str,
        class: &'static str,
        learner: usize,
        number: Number,
        why: &'static str,
    },
    /// Closes a class whose make-up is over.
    ClosesClass {
        by: &'static str,
        class: &'static str,
    },
    /// Claims what a closed class is owed.
    Claims {
        by: &'static str,
        class: &'static str,
    },
    /// Passes that claim in a review.
    PassesClaim {
        by: &'static str,
        class: &'static str,
        step: ClaimStep,
    },
    /// Publishes what passed both.
    Publishes {
        by: &'static str,
        class: &'static str,
    },
    DownloadsAudit(&'static str),
    Invites,
}

impl World {
    /// Puts down when officials do what.
    pub fn plan_staff_actions(&self, living: &Living, calendar: &mut Calendar) {
        let mut staff_actions = Vec::new();
        for (n, story) in living.appeal.iter().enumerate() {
            staff_actions.extend(
                self.appeal_steps(story)
                    .into_iter()
                    .map(|(at_ms, step)| (at_ms, StaffAction::Appeal(n, step))),
            );
        }
        for (n, story) in living.paper.iter().enumerate() {
            staff_actions.extend(
                self.paper_steps(n, story)
                    .into_iter()
                    .map(|(at_ms, step)| (at_ms, StaffAction::Paper(n, step))),
            );
        }
        for story in &living.story {
            match story.is {
                Kind::HeldOnce => {
                    let day_ms = self.office_day(HELD_ONCE + 1);
                    staff_actions.push((at(day_ms, 9, 50), StaffAction::ConfirmsIdentity(story.clone())));
                }
                Kind::OnStaffDevice => {
                    let class = living.class.iter().find(|class| class.key == story.class);
                    let teacher = class.map(|class| class.teacher.clone()).unwrap_or_default();
                    staff_actions.push((at(self.day_ms(-2), 8, 40), StaffAction::UsesDevice(teacher)));
                }
                _ => {}
            }
        }
        for (story, minute) in living.export.iter().zip([12, 38]) {
            staff_actions
                .push((at(self.office_day(story.day), 16, minute), StaffAction::Exports(story.clone())));
        }
        for (look, minute) in living.look.iter().zip([5, 25, 45]) {
            staff_actions.push((at(self.last_office_day(), 15, minute), StaffAction::Looks(look.clone())));
        }
        staff_actions.push((
            at(self.office_day(-13), 10, 40),
            StaffAction::RevealsNumber {
                by: "county01",
                class: "towns",
                learner: 2,
                number: Number::Phone,
                why: "电话回访培训是否属实",
            },
        ));
        staff_actions.push((
            at(self.office_day(-6), 14, 20),
            StaffAction::RevealsNumber {
                by: "city01",
                class: "company",
                learner: 0,
                number: Number::Document,
                why: "核对申诉人身份",
            },
        ));
        let closes = StaffAction::ClosesClass { by: "school01", class: "towns" };
        staff_actions.push((at(self.office_day(-5), 10, 15), closes));
        let claims = StaffAction::Claims { by: "school01", class: "towns" };
        staff_actions.push((at(self.office_day(-5), 15, 40), claims));
        let passes = StaffAction::PassesClaim { by: "city01", class: "towns", step: ClaimStep::Pass };
        staff_actions.push((at(self.office_day(-4), 16, 20), passes));
        for (day, hour, action) in [
            (-29, 10, StaffAction::ClosesClass { by: "school02", class: "first" }),
            (-29, 15, StaffAction::Claims { by: "school02", class: "first" }),
            (-26, 11, StaffAction::PassesClaim { by: "county02", class: "first", step: ClaimStep::Pass }),
            (-23, 14, StaffAction::PassesClaim { by: "city02", class: "first", step: ClaimStep::Confirm }),
            (-20, 9, StaffAction::Publishes { by: "city01", class: "first" }),
        ] {
            staff_actions.push((at(self.office_day(day), hour, 30), action));
        }
        staff_actions.push((at(self.office_day(-7), 11, 5), StaffAction::DownloadsAudit("auditor01")));
        staff_actions.push((at(self.office_day(-4), 9, 30), StaffAction::Invites));
        for (at_ms, action) in staff_actions {
            calendar.staff_actions.entry(self.day_of(at_ms)).or_default().push((at_ms, action));
        }
    }

    /// That day, or the first after it on which offices are open.
    pub fn office_day(&self, day: i64) -> i64 {
        let mut day_ms = self.day_ms(day);
        while is_weekend(self.site.zone(), day_ms) {
            day_ms += DAY_MS;
        }
        day_ms
    }

    /// The last day on which offices were open.
    fn last_office_day(&self) -> i64 {
        let mut day_ms = self.day_ms(-1);
        while is_weekend(self.site.zone(), day_ms) {
            day_ms -= DAY_MS;
        }
        day_ms
    }

    pub fn official(&self, login: &str) -> Result<&Official> {
        self.staff.get(login).with_context(|| format!("{login} is nobody of the staff"))
    }

    /// The line of an action in the audit log.
    pub fn event(&self, account: &AccountId, action: AuditAction, reason: &str) -> AuditEvent {
        let desk = self.staff.values().position(|official| official.account == *account);
        AuditEvent {
            id: self.site.new_id(),
            at_ms: self.site.now(),
            account: Some(account.clone()),
            action,
            reason: reason.to_owned(),
            // Offices have addresses of their own house; those of learners at home are left out.
            address: desk.map(|desk| format!("10.20.0.{}", desk + 11)).unwrap_or_default(),
        }
    }

    /// Does what is to be done now.
    pub async fn perform(&mut self, action: StaffAction) -> Result<()> {
        let living = Living::built_in()?;
        match action {
            StaffAction::Appeal(n, step) => self.appeal(n, &living.appeal[n], step).await,
            StaffAction::Paper(n, step) => self.paper(n, &living.paper[n], step).await,
            StaffAction::UsesDevice(login) => {
                let device = self.trace(&device_of(&login), "").device.context("a device")?;
                let account = &self.official(&login)?.account;
                Ok(self.site.db.note_staff_device(&device, account, self.site.now()).await?)
            }
            StaffAction::ConfirmsIdentity(story) => self.confirm_identity(&story).await,
            StaffAction::SeesDocument { class, place } => self.see_document(class, place).await,
            StaffAction::Exports(story) => self.export(&story).await,
            StaffAction::Looks(look) => self.look(&look).await,
            StaffAction::RevealsNumber { by, class, learner, number, why } => {
                let Some(pupil) = self.pupil(class, learner) else { return Ok(()) };
                let action = AuditAction::NumberReveal { enrolment: pupil.seat.enrolment.clone(), number };
                let event = self.event(&self.official(by)?.account, action, why);
                let limit = (1, self.site.now() - HOUR_MS);
                let (db, person) = (&self.site.db, &pupil.seat.person);
                db.reveal_number(person, number, &self.site.keys, limit, &event).await?;
                Ok(())
            }
            StaffAction::ClosesClass { by, class } => self.close_class(by, class).await,
            StaffAction::Claims { by, class } => self.claim(by, class).await,
            StaffAction::PassesClaim { by, class, step } => self.pass_claim(by, class, step).await,
            StaffAction::Publishes { by, class } => self.publish(by, class).await,
            StaffAction::DownloadsAudit(login) => {
                let account = &self.official(login)?.account;
                let lines_before = self.site.db.tree_size(&AUDIT).await?;
                let action = AuditAction::AuditDownload {
                    format: ExportFormat::Csv,
                    lines_before,
                    search: String::new(),
                };
                let event = self.event(account, action, "");
                Ok(self.site.db.write_audit(&event).await?)
            }
            StaffAction::Invites => self.invite().await,
        }
    }

    async fn confirm_identity(&self, story: &Story) -> Result<()> {
        let Some(pupil) = self.pupil(&story.class, story.learner) else { return Ok(()) };
        let class = self.class(&story.class).context("a class")?;
        let action = AuditAction::IdentityConfirm {
            enrolment: pupil.seat.enrolment.clone(),
            class: class.id.clone(),
            class_code: class.code.clone(),
        };
        let event = self.event(&self.official(&story.by)?.account, action, &story.reason);
        Ok(self
            .site
            .db
            .confirm_identity(&pupil.seat.person, &fresh(&self.site), &self.site.keys, &event)
            .await?)
    }

    /// Closes a class with what stands there then. Where holidays have made its make-up longer it waits for whoever tries the
    /// demo.
    async fn close_class(&self, by: &str, class: &str) -> Result<()> {
        let Some(class) = self.class(class) else { return Ok(()) };
        let official = self.official(by)?;
        let (site, clock) = (&self.site, self.site.class_clock());
        let seen = site.db.to_freeze(&class.id, &site.policies, clock).await?;
        let actor = self.actor(by)?;
        let event = |action| self.event(&official.account, action, "");
        let input = fresh(site);
        let closed = site.db.close_class(&class.id, &seen.sha256, &actor, "", clock, &input, event).await?;
        ensure!(
            matches!(closed, Ok(_) | Err(ClosingRefusal::NotOver { .. })),
            "the class was not closed: {closed:?}"
        );
        Ok(())
    }

    async fn see_document(&self, class: usize, place: usize) -> Result<()> {
        let Some(class) = self.classes.get(class) else { return Ok(()) };
        let Some(pupil) = class.pupils.get(place).map(|pupil| &self.pupils[*pupil]) else { return Ok(()) };
        let action = AuditAction::IdentitySee {
            enrolment: pupil.seat.enrolment.clone(),
            class: class.id.clone(),
            class_code: class.code.clone(),
        };
        let event = self.event(&self.official(&class.teacher)?.account, action, "");
        self.site
            .db
            .see_identity(&pupil.seat.person, DocumentState::Seen, "", &self.site.policies, &event)
            .await?;
        Ok(())
    }

    /// Asks for an export, lets the site build it, and takes it.
    async fn export(&self, story: &ExportStory) -> Result<()> {
        let account = &self.official(&story.by)?.account;
        let request = ExportRequest {
            id: ExportId(self.site.new_id()),
            account: account.clone(),
            scope: Scope { region: story.region.as_deref().map(Into::into), ..Scope::default() },
            format: ExportFormat::from_code(&story.format).context("no such format")?,
            full_numbers: false,
            reason: story.reason.clone(),
        };
        let event = self.event(account, request.action(), &story.reason);
        self.site.db.request_export(&request, &event).await?;
        while work_once(&self.site).await? {}
        let run = self.site.db.export_run(&request.id).await?;
        ensure!(run.state == "ready", "the export is {}: {:?}", run.state, run.failure);
        let sha256 = run.sha256.context("a finished file")?;
        let action = AuditAction::ExportDownload { export: request.id, sha256 };
        self.clock.set(self.site.now() + 90_000);
        let event = self.event(account, action, &story.reason);
        Ok(self.site.db.write_audit(&event).await?)
    }

    async fn look(&self, look: &Look) -> Result<()> {
        let kind = SignalKind::from_code(&look.kind);
        let (found, _) = self.site.db.signals(&SignalSearch { kind, all: false }, 1, 0).await?;
        let Some(signal) = found.first() else { return Ok(()) };
        let account = &self.official("control01")?.account;
        let verdict = SignalVerdict::from_code(&look.verdict).context("no such verdict")?;
        let action = AuditAction::SignalLook { signal: signal.id.as_str().into(), verdict };
        let event = self.event(account, action, &look.note);
        Ok(self.site.db.look_at_signal(&signal.id, verdict, &look.note, &event).await?)
    }

    async fn invite(&self) -> Result<()> {
        let account = &self.official("school02")?.account;
        let new = NewInvitation {
            id: self.site.new_id(),
            code_digest: self.site.keys.digest(Purpose::Invitation, &self.site.new_id()),
            name: "关子涵".to_owned(),
            role: Role::Teacher,
            organisation: "xinhang".into(),
            region: "xintan".into(),
            invited_by: Some(account.clone()),
            expires_at: self.site.now() + INVITATION_MS,
        };
        let action = AuditAction::OfficialInvite { invitation: new.id.as_str().into() };
        let event = self.event(account, action, "");
        Ok(self.site.db.invite(&new, &event).await?)
    }
}
