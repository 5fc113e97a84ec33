//! `xueshi demo`: an invented city with real lessons, made by the same store functions as everything else.

mod course;
mod crowd;
mod format;
mod made_up;
mod people;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use assets::Files;
use domain::id::{AccountId, ClassId, CourseId, EnrolmentId, LessonId};
use domain::time::{CHINA, DAY_MS};
use store::audit::AuditEvent;
use store::class::NewClass;
use store::setting::{DEMO_BEGUN, DEMO_CITY};
use web::Site;
use web::password_hash::hash_password;

use crate::config::Demo;
use format::{City, Class};

/// The password of every demo account. A demo city holds nobody's real data.
pub const PASSWORD: &str = "xueshi-demo-2026";
/// On the day of loading a class is at least so old, so that its plan has a past and a future.
const CLASS_AGE_DAYS: i64 = 14;

/// Loads the city, unless it is there already, and adds learners if asked.
pub async fn load(site: &Site, options: &Demo) -> Result<()> {
    let city = City::built_in()?;
    match site.db.setting(DEMO_CITY).await? {
        Some(_) if !options.once && options.learners == 0 => {
            bail!("the demo city is in this database already: use --once to go on silently")
        }
        Some(_) => {}
        None => build(site, &city, &Files::public(options.public.as_deref())).await?,
    }
    if options.learners > 0 {
        crowd::add(site, options.learners).await?;
        println!("{} more learners: load000001 …, enrolled in the open classes.", options.learners);
    }
    print_sign_ins(&city);
    Ok(())
}

async fn build(site: &Site, city: &City, public: &Files) -> Result<()> {
    if site.db.setting(DEMO_BEGUN).await?.is_some() {
        bail!("an earlier load of the demo city was interrupted: remove this database and load it anew");
    }
    site.db.settle(DEMO_BEGUN, &site.today()).await?;
    // One hash for all demo accounts: their password is printed anyway, and sixty hashes take half a minute on a small
    // machine. A real account always has a salt of its own.
    let hash = hash_password(site, PASSWORD).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let people = people::add(site, city, &hash).await.context("the people of the demo city")?;
    let courses = add_courses(site, city, public).await?;
    let classes = open_classes(site, city, &courses, &people.staff).await?;
    for (person, wishes) in &people.wishes {
        for class in wishes.iter().filter_map(|course| classes.get(course)) {
            let enrolment = EnrolmentId(site.new_id());
            site.db.enrol(&enrolment, class, person, &site.today(), site.now()).await?;
        }
    }
    site.db
        .write_audit(&AuditEvent {
            id: site.new_id(),
            at_ms: site.now(),
            account: None,
            action: "demo.load",
            subject: format!("city:{}", city.name),
            reason: String::new(),
            detail: "{}".to_owned(),
            address: String::new(),
        })
        .await?;
    site.db.settle(DEMO_CITY, &city.name).await?;
    Ok(())
}

/// A published course: its id and those of its lessons by their codes.
struct Published {
    id: CourseId,
    lessons: BTreeMap<String, LessonId>,
}

/// Publishes every course whose files are there, each by the institution that opens its first class.
async fn add_courses(site: &Site, city: &City, public: &Files) -> Result<BTreeMap<String, Published>> {
    let mut published = BTreeMap::new();
    for code in course::codes() {
        let Some(class) = city.class.iter().find(|class| class.course == code) else { continue };
        let new = match course::read(site, &code, &class.organisation, public) {
            Ok(new) => new,
            // A city with two courses is better than none: an author at work has not all the videos yet.
            Err(error) => {
                eprintln!("xueshi: the course {code} is left out: {error:#}");
                continue;
            }
        };
        site.db.publish_course(&new, site.now()).await.with_context(|| format!("publishing {code}"))?;
        let lessons = new.lessons.into_iter().map(|lesson| (lesson.code, lesson.id)).collect();
        published.insert(code, Published { id: new.id, lessons });
    }
    Ok(published)
}

/// Opens the classes of the published courses; answers their ids by course.
async fn open_classes(
    site: &Site,
    city: &City,
    courses: &BTreeMap<String, Published>,
    staff: &BTreeMap<String, AccountId>,
) -> Result<BTreeMap<String, ClassId>> {
    let mut classes = BTreeMap::new();
    for class in &city.class {
        let Some(course) = courses.get(&class.course) else { continue };
        let days = days_to_move(site, class)?;
        let move_day = |day: &str| moved(day, days).with_context(|| format!("{day} is no date"));
        let starts_on = move_day(&class.starts_on)?;
        let policy = site.policies.on(site.profile, &starts_on);
        let policy = policy.with_context(|| format!("no policy is in force on {starts_on}"))?;
        let plan = class.plan.iter().map(|line| {
            let lesson =
                course.lessons.get(&line.lesson).with_context(|| format!("no lesson {}", line.lesson))?;
            Ok((lesson.clone(), move_day(&line.due_on)?))
        });
        let new = NewClass {
            id: ClassId(site.new_id()),
            code: class.code.clone(),
            course: course.id.clone(),
            organisation: class.organisation.as_str().into(),
            region: class.region.as_str().into(),
            teacher: staff.get(&class.teacher).cloned(),
            title: class.title.clone(),
            ends_on: move_day(&class.ends_on)?,
            starts_on,
            capacity: class.capacity,
            policy_version: policy.version.clone(),
            plan: plan.collect::<Result<_>>()?,
        };
        site.db.open_class(&new, site.now()).await.with_context(|| format!("opening {}", class.code))?;
        classes.insert(class.course.clone(), new.id);
    }
    Ok(classes)
}

/// How many days the dates of a class are moved, so that a city loaded next year is not a city of classes that are over.
fn days_to_move(site: &Site, class: &Class) -> Result<i64> {
    let start = CHINA.day_start_ms(&class.starts_on).context("starts_on is no date")?;
    let middle = CHINA.day_start_ms(&class.ends_on).context("ends_on is no date")?.midpoint(start);
    let today = CHINA.midnight_ms(site.now());
    let begun = start + CLASS_AGE_DAYS * DAY_MS;
    Ok(if (begun..middle).contains(&today) { 0 } else { (today - begun) / DAY_MS })
}

fn moved(day: &str, days: i64) -> Option<String> {
    Some(CHINA.day(CHINA.day_start_ms(day)? + days * DAY_MS))
}

/// Who can sign in, one line a role.
fn print_sign_ins(city: &City) {
    println!("演示账号 Demo sign-ins (密码 password: {PASSWORD})");
    let learners = city.learner.len();
    if let (Some(first), Some(last)) = (city.learner.first(), city.learner.last()) {
        println!("  {} … {}  learner  {learners} 名学员", first.login, last.login);
    }
    for staff in &city.staff {
        println!("  {:<13}  {:<20}  {}", staff.login, staff.role, staff.name);
    }
    println!(
        "  工作人员只用密码登录，要用 --second-factor offered 启动 (make run 已带上)；不带时他们先要设好二次验证。"
    );
    println!(
        "  Officials sign in by password alone where the server was started with --second-factor offered."
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_moves_by_days() {
        assert_eq!(moved("2026-12-31", 1).unwrap(), "2027-01-01");
        assert_eq!(moved("2026-03-01", -1).unwrap(), "2026-02-28");
        assert_eq!(moved("soon", 1), None);
    }
}
