//! The people of a measurement: a school with classes of a usual size, each in front of its lessons.

use anyhow::{Context, Result};
use domain::access::{Grant, Role};
use domain::course::{LessonKind, Level, Mode};
use domain::document::DocumentKind;
use domain::id::{AccountId, ClassId, EnrolmentId, PersonId};
use domain::person::Sex;
use store::class::NewClass;
use store::course::{NewCourse, NewLesson, NewQuestion};
use store::digest::Purpose;
use store::person::{NewAccount, NewOrganisation, NewPerson, NewRegion, RosterLine, SealedNumber};
use store::sealed::{DOCUMENT, PHONE, SealedColumn};
use web::Site;

use crate::progress::Progress;
use crate::serve::state_policies;
use crate::tools::studying::Seat;

/// What every question's right answer says.
pub const RIGHT: &str = "a";
/// The region, the school and the course of a measurement.
pub const PLACE: &str = "bench";

/// How large the city is.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub people: usize,
    /// People in a class.
    pub class: usize,
    /// Lessons of the course.
    pub lessons: usize,
    /// How long each is.
    pub lesson_ms: i64,
    /// For how many days a class is held; none: for ever.
    pub days: Option<i64>,
}

/// A learner in front of a lesson.
#[derive(Debug)]
pub struct Learner {
    pub account: AccountId,
    /// Of a sign-in, once there is one.
    pub token: String,
    /// Which lesson of the course, from 1.
    pub lesson: usize,
    pub seat: Seat,
}

/// Registers and enrols the people of a city.
pub async fn people(site: &Site, plan: &Plan) -> Result<Vec<Learner>> {
    place(site, plan).await?;
    let mut learners = Vec::with_capacity(plan.people);
    let mut progress = Progress::of("people registered");
    for first in (0..plan.people).step_by(500) {
        let lines: Vec<RosterLine> =
            (first..plan.people.min(first + 500)).map(|number| line(site, plan, number)).collect();
        site.db.register_roster(&lines, site.now()).await?;
        progress.at(first, Some(plan.people));
        for line in lines {
            let (enrolment, _) = line.enrolments.into_iter().next().context("an enrolment")?;
            learners.push(Learner {
                account: line.account.id,
                token: String::new(),
                lesson: 0,
                seat: Seat::new(line.person.id, enrolment),
            });
        }
    }
    Ok(learners)
}

/// Signs an account in and returns the token.
pub async fn sign_in(site: &Site, account: &AccountId) -> Result<String> {
    let token = site.new_id();
    let digest = site.keys.digest(Purpose::Token, &token);
    site.db.open_login(&digest, account, "bench", "", site.now()).await?;
    Ok(token)
}

/// Somebody with a role, signed in: their account and token.
pub async fn official(site: &Site, role: Role) -> Result<(AccountId, String)> {
    let (account, _, token) = official_person(site, role).await?;
    Ok((account, token))
}

/// The same, and who they are.
pub async fn official_person(site: &Site, role: Role) -> Result<(AccountId, PersonId, String)> {
    let mut line = line(
        site,
        &Plan { people: 0, class: 1, lessons: 0, lesson_ms: 0, days: None },
        900_000_000 + role as usize,
    );
    line.enrolments.clear();
    line.account.grants = vec![Grant { role, organisation: Some(PLACE.into()), region: Some(PLACE.into()) }];
    site.db.register_roster(std::slice::from_ref(&line), site.now()).await?;
    let token = sign_in(site, &line.account.id).await?;
    Ok((line.account.id, line.person.id, token))
}

/// The id of the class of the person with this number.
pub fn class_of(plan: &Plan, number: usize) -> ClassId {
    format!("bench-class-{}", number / plan.class).as_str().into()
}

/// The id of a lesson of the course, from 1.
pub fn lesson(number: usize) -> String {
    format!("bench-{number}")
}

async fn place(site: &Site, plan: &Plan) -> Result<()> {
    let text = |text: &str| text.to_owned();
    state_policies(site).await?;
    let mut tx = site.db.begin().await?;
    tx.add_region(&NewRegion {
        id: PLACE.into(),
        kind: text("city"),
        name: text("测试市"),
        name_en: text("Bench"),
        parent: None,
    })
    .await?;
    tx.add_organisation(
        &NewOrganisation {
            id: PLACE.into(),
            kind: text("institution"),
            name: text("测试学校"),
            name_en: text("Bench School"),
            region: PLACE.into(),
            credit_code: text("bench"),
            phone: String::new(),
        },
        site.now(),
    )
    .await?;
    tx.commit().await?;
    let course = NewCourse {
        id: PLACE.into(),
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
        organisation: PLACE.into(),
        audience: Vec::new(),
        lessons: (1..=plan.lessons).map(|number| new_lesson(number, plan.lesson_ms)).collect(),
        version: 1,
        replaces: None,
    };
    site.db.publish_course(&course, site.now()).await?;
    let policy = site.policy().context("no policy is in force")?;
    for number in 0..plan.people.div_ceil(plan.class) {
        let class = NewClass {
            id: class_of(plan, number * plan.class),
            code: format!("bench-{number:05}"),
            course: PLACE.into(),
            organisation: PLACE.into(),
            region: PLACE.into(),
            teacher: None,
            title: format!("测试{number}班"),
            starts_on: site.today(),
            ends_on: plan
                .days
                .map_or_else(|| text("9999-12-31"), |days| site.zone().day(site.now() + days * 86_400_000)),
            capacity: i64::try_from(plan.class)?,
            policy_version: policy.version.clone(),
            plan: Vec::new(),
        };
        site.db.open_class(&class, site.now()).await?;
    }
    Ok(())
}

fn new_lesson(number: usize, duration_ms: i64) -> NewLesson {
    let text = |text: &str| text.to_owned();
    let question = |place: i64| NewQuestion {
        id: format!("bench-{number}-{place}").as_str().into(),
        at_ms: 60_000 * place,
        prompt: format!("第{place}题"),
        options: vec![text(RIGHT), text("b"), text("c")],
        explanation: String::new(),
    };
    NewLesson {
        id: lesson(number).as_str().into(),
        code: lesson(number),
        kind: LessonKind::Video,
        title: format!("第{number}课"),
        title_en: format!("Lesson {number}"),
        summary: String::new(),
        duration_ms,
        media_path: Some(text("bench.mp4")),
        media_bytes: 0,
        media_sha256: None,
        captions_path: None,
        poster_path: None,
        pages: Vec::new(),
        questions: (1..=5).map(question).collect(),
    }
}

fn line(site: &Site, plan: &Plan, number: usize) -> RosterLine {
    let id = PersonId(site.new_id());
    let sealed = |column: SealedColumn| SealedNumber {
        digest: site.keys.digest(Purpose::Document, &format!("{}{number}", column.name)),
        sealed: site.seal(column.of(&id.0), "bench"),
        masked: "***".to_owned(),
    };
    let person = NewPerson {
        document_kind: DocumentKind::Resident,
        name: format!("学员{number}"),
        sex: Sex::Female,
        birth_date: "1980-01-01".to_owned(),
        document: sealed(DOCUMENT),
        phone: sealed(PHONE),
        region: PLACE.into(),
        category: None,
        id,
        fact_salt: site.random(),
    };
    let account = NewAccount {
        id: AccountId(site.new_id()),
        person: person.id.clone(),
        login: format!("bench{number}"),
        // Nobody signs in with a password here.
        password_hash: "-".to_owned(),
        grants: vec![Grant { role: Role::Learner, organisation: None, region: None }],
    };
    RosterLine { person, account, enrolments: vec![(EnrolmentId(site.new_id()), class_of(plan, number))] }
}
