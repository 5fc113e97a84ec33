//! The final test of a class of the living city: on the evening before the city is loaded one learner passes it and one does
//! not; whoever else has the hours by then can still sit it.

use anyhow::{Context, Result};
use domain::audit::AuditAction;
use domain::exam::is_right;
use domain::id::{ClassId, ExamPaperId};
use store::audit::AuditEvent;

use super::{Classroom, World};

/// How long somebody thinks about a question.
const THINK_MS: i64 = 5_000;
/// The seeds of their papers; each a little apart from the other.
const SEED: u64 = 0x0EE5_2026;

impl World {
    /// Gives a class its final test before anybody is in it.
    pub(super) async fn give_exam(&self, class: &ClassId, code: &str, organisation: &str) -> Result<()> {
        let login = if organisation == "chaosheng" { "school01" } else { "school02" };
        let head = self.staff.get(login).with_context(|| format!("no {login}"))?.account.clone();
        let action = AuditAction::ClassExam { class: class.clone(), class_code: code.to_owned() };
        // An id of its own: what is drawn for the rest of the city stays as it was.
        let id = format!("exam-{class}");
        let by = Some(head.clone());
        let event = AuditEvent { account: by, ..AuditEvent::by_system(id, self.site.now(), action) };
        let given = self.site.db.give_exam(class, &head, &event).await?;
        given.map_err(|refusal| anyhow::anyhow!("{code} has no final test: {refusal:?}"))
    }

    /// The first two of each class who have the hours sit its test: one knows everything, one knows little.
    pub(super) async fn sit_exams(&self) -> Result<()> {
        for class in self.classes.iter().filter(|class| class.exam.is_some()) {
            self.sit_exam(class).await.with_context(|| class.code.clone())?;
        }
        Ok(())
    }

    async fn sit_exam(&self, class: &Classroom) -> Result<()> {
        let (db, policies) = (&self.site.db, &self.site.policies);
        let Some(bank) = &class.exam else { return Ok(()) };
        let mut knows = [true, false].into_iter();
        for place in &class.pupils {
            let seat = &self.pupils[*place].seat;
            let exam = db.my_exam(&seat.person, &seat.enrolment).await?;
            let policy = policies.version(&exam.policy_version).context("a policy of the city")?;
            if exam.may_start(policy, self.site.class_clock()).is_err() {
                continue;
            }
            let Some(knows) = knows.next() else {
                println!(
                    "  {} 可以考结业考试 can sit the final test: /exam/{}",
                    self.pupils[*place].login, seat.enrolment
                );
                break;
            };
            let seed = SEED + *place as u64;
            let id = ExamPaperId(format!("exam-{}", seat.enrolment));
            let clock = self.site.class_clock();
            let begun = db.start_exam(&seat.person, &seat.enrolment, (id, seed), clock, policies).await?;
            let paper = begun.map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?;
            let drawn = domain::exam::draw(seed, bank, paper.count);
            for (n, question) in (1..).zip(&drawn) {
                self.clock.set(self.site.now() + THINK_MS);
                // Whoever knows little is right now and then.
                let right = knows || n % 3 == 0;
                let place = (0..question.order.len() as i64).find(|at| is_right(question, *at) == right);
                let answer = (n, place.unwrap_or(0));
                let saved = db.save_exam_answer(&seat.person, &paper.id, answer, self.site.now()).await?;
                saved.map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?;
            }
            db.hand_in_exam(&seat.person, &paper.id, policies, self.site.now()).await?;
        }
        Ok(())
    }
}
