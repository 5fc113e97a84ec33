//! What officials do at their desks, in the order of time.

use anyhow::{Context, Result, ensure};
use domain::access::Role;
use domain::id::{AccountId, ExportId};
use domain::official::INVITATION_MS;
use domain::signal::SignalKind;
use domain::time::DAY_MS;
use store::audit::AuditEvent;
use store::digest::Purpose;
use store::export::ExportRequest;
use store::export::contents::Scope;
use store::official::NewInvitation;
use store::reveal::{ACTION, Number};
use store::signal::SignalSearch;

use super::appeals::AppealStep;
use super::format::{ExportStory, Kind, Living, Look, Story};
use super::papers::PaperStep;
use super::stories::{HELD_ONCE, at, device_of};
use super::timetable::is_weekend;
use super::{Calendar, HOUR_MS, World};
use crate::api::study::draw::fresh;
use crate::demo::people::Official;
use crate::jobs::work_once;

/// Something that somebody does.
#[derive(Debug)]
pub enum Deed {
    Appeal(usize, AppealStep),
    Paper(usize, PaperStep),
    /// Signs in at a desk on whose computer learners study.
    UsesDevice(String),
    ConfirmsIdentity(Story),
    Exports(ExportStory),
    Looks(Look),
    RevealsNumber {
        by: &'static str,
        class: &'static str,
        learner: usize,
        number: Number,
        why: &'static str,
    },
    DownloadsAudit(&'static str),
    Invites,
}

impl World {
    /// Puts down when officials do what.
    pub fn plan_deeds(&self, living: &Living, calendar: &mut Calendar) {
        let mut deeds = Vec::new();
        for (n, story) in living.appeal.iter().enumerate() {
            deeds.extend(
                self.appeal_steps(story).into_iter().map(|(at_ms, step)| (at_ms, Deed::Appeal(n, step))),
            );
        }
        for (n, story) in living.paper.iter().enumerate() {
            deeds.extend(
                self.paper_steps(n, story).into_iter().map(|(at_ms, step)| (at_ms, Deed::Paper(n, step))),
            );
        }
        for story in &living.story {
            match story.is {
                Kind::HeldOnce => {
                    let day_ms = self.office_day(HELD_ONCE + 1);
                    deeds.push((at(day_ms, 9, 50), Deed::ConfirmsIdentity(story.clone())));
                }
                Kind::OnStaffDevice => {
                    let class = living.class.iter().find(|class| class.key == story.class);
                    let teacher = class.map(|class| class.teacher.clone()).unwrap_or_default();
                    deeds.push((at(self.day_ms(-2), 8, 40), Deed::UsesDevice(teacher)));
                }
                _ => {}
            }
        }
        for (story, minute) in living.export.iter().zip([12, 38]) {
            deeds.push((at(self.office_day(story.day), 16, minute), Deed::Exports(story.clone())));
        }
        for (look, minute) in living.look.iter().zip([5, 25, 45]) {
            deeds.push((at(self.last_office_day(), 15, minute), Deed::Looks(look.clone())));
        }
        deeds.push((
            at(self.office_day(-13), 10, 40),
            Deed::RevealsNumber {
                by: "county01",
                class: "towns",
                learner: 2,
                number: Number::Phone,
                why: "电话回访培训是否属实",
            },
        ));
        deeds.push((
            at(self.office_day(-6), 14, 20),
            Deed::RevealsNumber {
                by: "city01",
                class: "company",
                learner: 0,
                number: Number::Document,
                why: "核对申诉人身份",
            },
        ));
        deeds.push((at(self.office_day(-7), 11, 5), Deed::DownloadsAudit("auditor01")));
        deeds.push((at(self.office_day(-4), 9, 30), Deed::Invites));
        for (at_ms, deed) in deeds {
            calendar.deeds.entry(self.day_of(at_ms)).or_default().push((at_ms, deed));
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

    /// The line of a deed in the audit log.
    pub fn event(
        &self,
        account: &AccountId,
        action: &'static str,
        subject: String,
        reason: &str,
    ) -> AuditEvent {
        let desk = self.staff.values().position(|official| official.account == *account);
        AuditEvent {
            id: self.site.new_id(),
            at_ms: self.site.now(),
            account: Some(account.clone()),
            action,
            subject,
            reason: reason.to_owned(),
            detail: "{}".to_owned(),
            // Offices have addresses of their own house; those of learners at home are left out.
            address: desk.map(|desk| format!("10.20.0.{}", desk + 11)).unwrap_or_default(),
        }
    }

    /// Does what is to be done now.
    pub async fn perform(&mut self, deed: Deed) -> Result<()> {
        let living = Living::built_in()?;
        match deed {
            Deed::Appeal(n, step) => self.appeal(n, &living.appeal[n], step).await,
            Deed::Paper(n, step) => self.paper(n, &living.paper[n], step).await,
            Deed::UsesDevice(login) => {
                let device = self.trace(&device_of(&login), "").device.context("a device")?;
                let account = &self.official(&login)?.account;
                Ok(self.site.db.note_staff_device(&device, account, self.site.now()).await?)
            }
            Deed::ConfirmsIdentity(story) => self.confirm_identity(&story).await,
            Deed::Exports(story) => self.export(&story).await,
            Deed::Looks(look) => self.look(&look).await,
            Deed::RevealsNumber { by, class, learner, number, why } => {
                let Some(pupil) = self.pupil(class, learner) else { return Ok(()) };
                let subject = format!("enrolment:{}", pupil.seat.enrolment);
                let mut event = self.event(&self.official(by)?.account, ACTION, subject, why);
                let which = if number == Number::Phone { "phone" } else { "document" };
                which.clone_into(&mut event.detail);
                let limit = (1, self.site.now() - HOUR_MS);
                let (db, person) = (&self.site.db, &pupil.seat.person);
                db.reveal_number(person, number, &self.site.keys, limit, &event).await?;
                Ok(())
            }
            Deed::DownloadsAudit(login) => {
                let account = &self.official(login)?.account;
                let mut event = self.event(account, "audit.download", "audit:csv".to_owned(), "");
                event.detail = String::new();
                Ok(self.site.db.write_audit(&event).await?)
            }
            Deed::Invites => self.invite().await,
        }
    }

    async fn confirm_identity(&self, story: &Story) -> Result<()> {
        let Some(pupil) = self.pupil(&story.class, story.learner) else { return Ok(()) };
        let subject = format!("enrolment:{}", pupil.seat.enrolment);
        let event =
            self.event(&self.official(&story.by)?.account, "identity.confirm", subject, &story.reason);
        Ok(self.site.db.confirm_identity(&pupil.seat.person, &fresh(&self.site), &event).await?)
    }

    /// Asks for an export, lets the site build it, and takes it.
    async fn export(&self, story: &ExportStory) -> Result<()> {
        let account = &self.official(&story.by)?.account;
        let request = ExportRequest {
            id: ExportId(self.site.new_id()),
            account: account.clone(),
            scope: Scope { class: None, region: story.region.as_deref().map(Into::into) },
            format: if story.format == "csv" { "csv" } else { "xlsx" },
            full_numbers: false,
            reason: story.reason.clone(),
        };
        let subject = format!("export:{}", request.id);
        let mut event = self.event(account, "export.request", subject.clone(), &story.reason);
        let scope = story.region.as_ref().map_or("all".to_owned(), |region| format!("region:{region}"));
        event.detail = format!("{scope} {} masked", request.format);
        self.site.db.request_export(&request, &event).await?;
        while work_once(&self.site).await? {}
        let run = self.site.db.export_run(&request.id).await?;
        ensure!(run.state == "ready", "the export is {}: {:?}", run.state, run.failure);
        let mut event = self.event(account, "export.download", subject, &story.reason);
        event.detail = format!("sha256 {}", run.sha256.unwrap_or_default());
        self.clock.set(self.site.now() + 90_000);
        event.at_ms = self.site.now();
        Ok(self.site.db.write_audit(&event).await?)
    }

    async fn look(&self, look: &Look) -> Result<()> {
        let kind = SignalKind::from_code(&look.kind);
        let (found, _) = self.site.db.signals(&SignalSearch { kind, all: false }, 1, 0).await?;
        let Some(signal) = found.first() else { return Ok(()) };
        let account = &self.official("control01")?.account;
        let mut event = self.event(account, "signal.look", format!("signal:{}", signal.id), &look.note);
        event.detail.clone_from(&look.verdict);
        Ok(self.site.db.look_at_signal(&signal.id, &look.verdict, &look.note, &event).await?)
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
            invited_by: account.clone(),
            expires_at: self.site.now() + INVITATION_MS,
        };
        let mut event = self.event(account, "official.invite", format!("invitation:{}", new.id), "");
        event.detail.clone_from(&new.name);
        Ok(self.site.db.invite(&new, &event).await?)
    }
}
