//! Papers that prove a person category: sent by learners, looked at and decided by the reviewer of their county.

use anyhow::{Result, ensure};
use domain::audit::AuditAction;
use domain::paper::{PaperKind, PaperStanding};
use store::paper::{Decided, NewPaper};
use store::sealed::{PAPER_CONTENT, PAPER_NAME};

use super::World;
use super::format::PaperStory;
use super::stories::at;

/// What is done about a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperStep {
    Send,
    Look,
    Decide,
}

/// Since when the first says to be of the category, from the day of loading; the others for longer.
const SINCE_DAYS: i64 = -150;

impl World {
    /// When a paper takes which of its steps.
    pub fn paper_steps(&self, n: usize, story: &PaperStory) -> Vec<(i64, PaperStep)> {
        let minute = n as i64 * 7 + 9;
        let mut steps = vec![(at(self.day_ms(story.day), 20, minute), PaperStep::Send)];
        let office_ms = self.office_day(story.day + 1);
        if story.look.is_some() {
            steps.push((at(office_ms, 10, minute), PaperStep::Look));
        }
        if story.accepted.is_some() || story.refused.is_some() {
            steps.push((at(office_ms, 10, minute + 6), PaperStep::Decide));
        }
        steps
    }

    /// Takes a step of a paper.
    pub async fn paper(&mut self, n: usize, story: &PaperStory, step: PaperStep) -> Result<()> {
        let Some(pupil) = self.pupil(&story.class, story.learner) else { return Ok(()) };
        if step == PaperStep::Send {
            let content = made_up_pdf();
            let id = self.site.new_id();
            let new = NewPaper {
                person: pupil.seat.person.clone(),
                category: story.category.clone(),
                since: self.site.zone().day(self.day_ms(SINCE_DAYS - n as i64 * 23)),
                name_sealed: self.site.seal(PAPER_NAME.of(&id), &story.file),
                kind: PaperKind::Pdf,
                bytes: content.len() as i64,
                content_sealed: self.site.seal_bytes(PAPER_CONTENT.of(&id), &content),
                id,
            };
            let event =
                self.event(&pupil.account, AuditAction::PaperSend { paper: new.id.as_str().into() }, "");
            ensure!(self.site.db.add_paper(&new, &event).await?, "a paper was not taken");
            self.papers.insert(n, new.id);
            return Ok(());
        }
        let Some(id) = self.papers.get(&n) else { return Ok(()) };
        let (db, paper) = (&self.site.db, id.as_str().into());
        let reviewer = &self.official(self.reviewer_of(&story.class))?.account;
        if step == PaperStep::Look {
            let why = story.look.as_deref().unwrap_or_default();
            let event = self.event(reviewer, AuditAction::PaperLook { paper }, why);
            db.paper_content(id, Some(reviewer), &event).await?;
            return Ok(());
        }
        let (standing, action, why) = match (&story.accepted, &story.refused) {
            (Some(why), _) => {
                let sent = db.paper(id).await?;
                let (person, category, since) = (sent.person_id, sent.category_code, sent.since);
                let action = AuditAction::PaperAccept { paper, person, category, since };
                (PaperStanding::Accepted, action, why.as_str())
            }
            (None, why) => (
                PaperStanding::Refused,
                AuditAction::PaperRefuse { paper },
                why.as_deref().unwrap_or_default(),
            ),
        };
        let event = self.event(reviewer, action, why);
        let decided = db.decide_paper(id, standing, reviewer, &event).await?;
        ensure!(decided == Decided::Done, "a paper was not decided: {decided:?}");
        Ok(())
    }

    /// Who reviews the people of a class's county.
    fn reviewer_of(&self, class: &str) -> &'static str {
        let region = self.class(class).map(|class| class.region.as_str());
        if region == Some("xintan") { "county02" } else { "county01" }
    }
}

/// A page that says what it is.
fn made_up_pdf() -> Vec<u8> {
    let text = "BT /F1 20 Tf 60 760 Td (Haihekou demo city: a made-up paper) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (object, n) in objects.iter().zip(1..) {
        let (line, object) = (format!("{:010} 00000 n \n", file.len()), format!("{n} 0 obj{object}endobj\n"));
        table.push_str(&line);
        file.push_str(&object);
    }
    let begins = file.len();
    let size = objects.len() + 1;
    let end = format!("{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{begins}\n%%EOF\n");
    file.push_str(&end);
    file.into_bytes()
}
