//! `xueshi demo`: an invented city with real lessons, made by the same store functions as everything else.

mod classes;
mod course;
mod crowd;
mod filing;
mod format;
mod living;
mod made_up;
mod people;
mod standard;

use anyhow::{Context, Result, bail};
use assets::Files;
use domain::audit::AuditAction;
use domain::id::EnrolmentId;
use store::audit::AuditEvent;
use store::setting::{DEMO_BEGUN, DEMO_CITY};
use web::Site;
use web::password_hash::hash_password;

use crate::serve::state_policies;
use crate::tools::Demo;
use format::City;

/// The password of every demo account. A demo city holds nobody's real data.
pub const PASSWORD: &str = "xueshi-demo-2026";

/// Loads the city, unless it is there already, and adds learners if asked.
pub async fn load(site: &Site, options: &Demo) -> Result<()> {
    load_small(site, options, usize::MAX).await
}

/// The same with so many learners in each class of the living city at most.
pub async fn load_small(site: &Site, options: &Demo, class_max: usize) -> Result<()> {
    let city = City::built_in()?;
    match site.db.setting(DEMO_CITY).await? {
        Some(_) if !options.once && options.learners == 0 => {
            bail!("the demo city is in this database already: use --once to go on silently")
        }
        Some(_) => {}
        None => build(site, &city, options, class_max).await?,
    }
    if options.learners > 0 {
        crowd::add(site, options.learners).await?;
        println!("{} more learners: load000001 …, enrolled in the open classes.", options.learners);
    }
    print_sign_ins(&city);
    Ok(())
}

async fn build(site: &Site, city: &City, options: &Demo, class_max: usize) -> Result<()> {
    if site.db.setting(DEMO_BEGUN).await?.is_some() {
        bail!("an earlier load of the demo city was interrupted: remove this database and load it anew");
    }
    site.db.settle(DEMO_BEGUN, &site.today()).await?;
    // One hash for all demo accounts: their password is printed anyway, and sixty hashes take half a minute on a small
    // machine. A real account always has a salt of its own.
    let hash = hash_password(site, PASSWORD).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    site.db.wait_for_disk(false).await?;
    state_policies(site).await?;
    if options.empty {
        first_day(site, city, options, &hash).await?;
    } else {
        living::fill(site, city, &Files::public(options.public.as_deref()), &hash, class_max).await?;
    }
    site.db
        .write_audit(&AuditEvent::by_system(
            site.new_id(),
            site.now(),
            AuditAction::DemoLoad { city: city.name.clone() },
        ))
        .await?;
    site.db.settle(DEMO_CITY, &city.name).await?;
    Ok(site.db.wait_for_disk(true).await?)
}

/// The city before anybody has studied.
async fn first_day(site: &Site, city: &City, options: &Demo, hash: &str) -> Result<()> {
    let people = people::add(site, city, hash).await.context("the people of the demo city")?;
    filing::add(site, city, &people.staff).await.context("the filings of the demo city")?;
    standard::add(site, city, &people.staff).await.context("the standards of the demo city")?;
    let courses = classes::add_courses(site, city, &Files::public(options.public.as_deref())).await?;
    for class in classes::of_city(site, city, &courses, &people.staff, site.now())? {
        site.db.open_class(&class, site.now()).await.with_context(|| format!("opening {}", class.code))?;
        for learner in people.learners.iter().filter(|learner| learner.wants(city, &class)) {
            let enrolment = EnrolmentId(site.new_id());
            site.db.enrol(&enrolment, &class.id, &learner.person, &site.today(), site.now()).await?;
        }
    }
    Ok(())
}

/// Who can sign in, one line a role, and what there is to look at.
fn print_sign_ins(city: &City) {
    println!("演示账号 Demo sign-ins （密码 password: {PASSWORD}）");
    let learners = city.learner.len();
    if let (Some(first), Some(last)) = (city.learner.first(), city.learner.last()) {
        println!("  {} … {}  learner  {learners} 名学员", first.login, last.login);
        println!("      /learn 我的学习 my study; /hours 每天的学时 hours of each day");
    }
    for staff in &city.staff {
        println!("  {:<13}  {:<20}  {}", staff.login, staff.role, staff.name);
        if let Some(look_at) = &staff.look_at {
            println!("      {look_at}");
        }
    }
    println!(
        "  工作人员只用密码登录，要用 --second-factor offered 启动 （make run 已带上）；不带时他们先要设好二次验证。"
    );
    println!(
        "  Officials sign in by password alone where the server was started with --second-factor offered."
    );
}
