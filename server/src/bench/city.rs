//! The people of a measurement: everybody in one class, in front of one long lesson.

use anyhow::{Context, Result};
use app::request::Site;
use domain::access::{Grant, Role};
use domain::course::{LessonKind, Level, Mode};
use domain::document::DocumentKind;
use domain::id::{AccountId, EnrolmentId, PersonId};
use domain::person::Sex;
use domain::wire::OpenSession;
use store::class::NewClass;
use store::course::{NewCourse, NewLesson, NewQuestion};
use store::keys::Purpose;
use store::person::{NewAccount, NewOrganisation, NewPerson, NewRegion, RosterLine, SealedNumber};
use store::study::Moment;

use super::load::Learner;

/// Longer than any measurement plays.
const LESSON_MS: i64 = 24 * 3_600_000;

/// Registers, enrols and signs in so many learners; each has an open session.
pub async fn learners(site: &Site, count: usize) -> Result<Vec<Learner>> {
    place(site, count).await?;
    let mut roster = Vec::with_capacity(count);
    for number in 0..count {
        roster.push(line(site, number));
    }
    for lines in roster.chunks(500) {
        site.db.register_roster(lines, site.now()).await?;
    }
    let mut learners = Vec::with_capacity(count);
    for line in roster {
        let token = site.new_id();
        let digest = site.keys.digest(Purpose::Token, &token);
        site.db.open_login(&digest, &line.account.id, &line.account.login, "", site.now()).await?;
        let (enrolment, _) = line.enrolments.into_iter().next().context("an enrolment")?;
        let open = OpenSession { enrolment, lesson: "bench-1".into() };
        let mut draw = [0; 8];
        site.dice.fill(&mut draw);
        let moment = Moment {
            now_ms: site.now(),
            fresh_check: site.new_id().into(),
            draw: u64::from_le_bytes(draw),
            policies: &site.policies,
        };
        let session = site.new_id().into();
        let opened = site.db.open_session(&line.person.id, &open, session, &moment).await?;
        learners.push(Learner { token, session: opened.session.0, seq: 0, position_ms: 0 });
    }
    Ok(learners)
}

async fn place(site: &Site, count: usize) -> Result<()> {
    let text = |text: &str| text.to_owned();
    let mut tx = site.db.begin().await?;
    tx.add_region(&NewRegion {
        id: "bench".into(),
        kind: text("city"),
        name: text("测试市"),
        name_en: text("Bench"),
        parent: None,
    })
    .await?;
    tx.add_organisation(&NewOrganisation {
        id: "bench".into(),
        kind: text("institution"),
        name: text("测试学校"),
        name_en: text("Bench School"),
        region: "bench".into(),
        credit_code: text("bench"),
        phone: String::new(),
    })
    .await?;
    tx.commit().await?;
    let lesson = NewLesson {
        id: "bench-1".into(),
        code: text("bench-1"),
        kind: LessonKind::Video,
        title: text("一"),
        title_en: text("One"),
        summary: String::new(),
        duration_ms: LESSON_MS,
        media_path: Some(text("bench.mp4")),
        media_bytes: 0,
        captions_path: None,
        poster_path: None,
        pages: Vec::new(),
        questions: vec![NewQuestion {
            id: "bench-q".into(),
            at_ms: 60_000,
            prompt: text("?"),
            options: vec![text("a"), text("b"), text("c")],
            explanation: String::new(),
        }],
    };
    let course = NewCourse {
        id: "bench".into(),
        code: text("bench"),
        title: text("测试课"),
        title_en: text("Bench"),
        summary: String::new(),
        summary_en: String::new(),
        outcomes: Vec::new(),
        outcomes_en: Vec::new(),
        trade_code: text("bench"),
        trade: text("测试"),
        trade_en: text("bench"),
        level: Level::Special,
        mode: Mode::Online,
        cover: text("bench.svg"),
        organisation: "bench".into(),
        audience: Vec::new(),
        lessons: vec![lesson],
    };
    site.db.publish_course(&course, site.now()).await?;
    let policy = site.policy().context("no policy is in force")?;
    let class = NewClass {
        id: "bench".into(),
        code: text("bench"),
        course: "bench".into(),
        organisation: "bench".into(),
        region: "bench".into(),
        teacher: None,
        title: text("测试班"),
        starts_on: site.today(),
        ends_on: text("9999-12-31"),
        capacity: i64::try_from(count)?,
        policy_version: policy.version.clone(),
        plan: Vec::new(),
    };
    site.db.open_class(&class, site.now()).await?;
    Ok(())
}

fn line(site: &Site, number: usize) -> RosterLine {
    let sealed = |what: &str| SealedNumber {
        digest: site.keys.digest(Purpose::Document, &format!("{what}{number}")),
        sealed: site.seal("bench"),
        masked: "***".to_owned(),
    };
    let person = NewPerson {
        document_kind: DocumentKind::Resident,
        id: PersonId(site.new_id()),
        name: format!("学员{number}"),
        sex: Sex::Female,
        birth_date: "1980-01-01".to_owned(),
        document: sealed("document"),
        phone: sealed("phone"),
        region: "bench".into(),
        category: None,
    };
    let account = NewAccount {
        id: AccountId(site.new_id()),
        person: person.id.clone(),
        login: format!("bench{number}"),
        // Nobody signs in with a password here.
        password_hash: "-".to_owned(),
        grants: vec![Grant { role: Role::Learner, organisation: None, region: None }],
    };
    RosterLine { person, account, enrolments: vec![(EnrolmentId(site.new_id()), "bench".into())] }
}
