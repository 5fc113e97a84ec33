//! `xueshi bench money`: a class from its closing to the published list: how long each step of the money takes, and the pages on
//! which it is looked over.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Router;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::claim::{COMMITMENT_VERSION, ClaimContent, ClaimStep};
use domain::id::{ClaimId, PersonId, PublicationId};
use domain::publication::{PublishedLine, digest};
use domain::standard::{Pay, Standard};
use domain::subsidy::Fen;
use store::appeal::Actor;
use store::audit::AuditEvent;
use store::claim::ClaimMove;
use store::identity::DocumentState;
use store::publication::sums;
use store::standard::FundSource;

use super::city::{self, Learner, PLACE, Plan};
use super::load::{self, Pace};
use super::pages::Reader;
use super::study::Crowd;
use super::{Ground, memory};
use crate::api::study::draw::fresh;
use crate::tools::BenchMoney;

const DAY_US: i64 = 86_400_000_000;

/// Measures one engine.
pub(super) async fn measure(ground: &Ground, options: &BenchMoney) -> Result<()> {
    let (site, db) = (&ground.site, &ground.site.db);
    let people = options.people;
    let plan = Plan { people, class: people, lessons: 2, lesson_ms: 20 * 60_000, days: Some(20) };
    let mut learners = city::people(site, &plan).await.context("the people of the class")?;
    let crowd = Crowd { site, clock: &ground.clock, plan: &plan };
    crowd.study(&mut learners, 110_000, people).await?;
    let class = city::class_of(&plan, 0);
    let [school, first, second] = [
        official(ground, Role::InstitutionAdmin).await?,
        official(ground, Role::CityFirstReviewer).await?,
        official(ground, Role::CitySecondReviewer).await?,
    ];
    a_standard(ground, &first).await?;
    for learner in &learners {
        see_document(ground, &plan, learner, &school).await?;
    }
    // The class ends, and so does its make-up, however long the holidays.
    ground.clock.forward_us(50 * DAY_US);
    memory::forget_peak();

    let event =
        |by: &Actor, action| AuditEvent { account: Some(by.account.clone()), ..site.event_by_system(action) };
    let clock = site.class_clock();
    let seen =
        told(ground, "what a closing would freeze", db.to_freeze(&class, &site.policies, clock)).await?;
    let input = fresh(site);
    let closing =
        db.close_class(&class, &seen.sha256, &school, "", clock, &input, |action| event(&school, action));
    let closed = told(ground, "closing", closing).await?;
    ensure!(closed.is_ok(), "the class was not closed: {closed:?}");

    let named = told(ground, "what is owed, worked out", db.claim_now(&class, &site.policies)).await?;
    let (sha256, id) = (named.content.digest(), ClaimId(site.new_id()));
    ensure!(named.content.sums().paid > 0, "nobody is owed anything");
    let submitted = |claim: &ClaimId, content: &ClaimContent| {
        let sums = content.sums();
        let action = AuditAction::ClaimSubmit {
            claim: claim.clone(),
            class: class.clone(),
            sha256: content.digest(),
            commitment: COMMITMENT_VERSION.to_owned(),
            people: sums.people,
            paid: sums.paid,
            amount: sums.amount,
        };
        event(&school, action)
    };
    let claim = db.submit_claim(&id, &class, (&sha256, &site.policies), &school, submitted);
    ensure!(told(ground, "claim", claim).await?.is_ok(), "the claim was refused");
    for (what, step, by) in
        [("first review", ClaimStep::Pass, &first), ("second review", ClaimStep::Confirm, &second)]
    {
        let (claim, seen) = (id.clone(), sha256.clone());
        let action = match step {
            ClaimStep::Pass => AuditAction::ClaimPass { claim, sha256: seen },
            _ => AuditAction::ClaimConfirm { claim, sha256: seen },
        };
        let event = event(by, action);
        let taken = ClaimMove { step, sha256: &sha256, actor: by, event: &event };
        let moved = told(ground, what, db.move_claim(&id, &site.policies, &taken)).await?;
        ensure!(moved.is_ok(), "the {what} was refused: {moved:?}");
    }
    let list = PublicationId(site.new_id());
    let published = |lines: &[PublishedLine]| {
        let (people, amount) = sums(lines);
        let (publication, claims, sha256) = (list.clone(), vec![id.clone()], digest(lines));
        event(&first, AuditAction::PublicationMake { publication, claims, people, amount, sha256 })
    };
    let made = db.publish(&list, std::slice::from_ref(&id), &first, published);
    ensure!(told(ground, "publication", made).await?.is_ok(), "the list was refused");

    let (address, server) = ground.serve(Router::new()).await?;
    // The sign-in of before has ended meanwhile.
    let token = city::sign_in(site, &first.account).await?;
    for (what, path) in [
        ("page: a claim", format!("/claims/{id}")),
        ("page: a learner of it", format!("/claims/{id}/learners/1")),
        ("page: claims", "/claims?at=all".to_owned()),
        ("page: a published list", format!("/publications/{list}")),
    ] {
        let readers = (0..2).map(|_| Reader::of(&path, &token)).collect();
        let pace = Pace { time: Duration::from_millis(people as u64), rate: None };
        let (phase, _) = load::run(address, readers, pace).await?;
        ensure!(phase.failed == 0, "{what} failed {} times", phase.failed);
        println!("{:<12} {what:<30} p50 {:.2} ms, p99 {:.2} ms", ground.name, phase.ms(0.5), phase.ms(0.99));
    }
    server.abort();
    let began = load::now();
    let report = ground.verify().await?;
    println!(
        "{:<12} verify: {} claims, {} lists in {:.0?}; at most {} MB in all",
        ground.name,
        report.claims.0,
        report.publications.0,
        began.elapsed(),
        memory::peak_mb()
    );
    Ok(())
}

/// Does something and says how long it took.
async fn told<T, E>(
    ground: &Ground,
    what: &str,
    done: impl Future<Output = std::result::Result<T, E>>,
) -> std::result::Result<T, E> {
    let began = load::now();
    let came = done.await;
    println!("{:<12} {what:<30} {:.2?}", ground.name, began.elapsed());
    came
}

async fn official(ground: &Ground, role: Role) -> Result<Actor> {
    let (account, person, _) = city::official_person(&ground.site, role).await?;
    Ok(Actor { account, person, role: role.as_str() })
}

/// Everybody of the class is paid by it, completed or not.
async fn a_standard(ground: &Ground, by: &Actor) -> Result<()> {
    let site = &ground.site;
    let event = |action| AuditEvent { account: Some(by.account.clone()), ..site.event_by_system(action) };
    let (code, budget_fen) = ("bench".to_owned(), 1_000_000_000);
    let (name, name_en) = (code.clone(), code.clone());
    let fund = FundSource { id: PLACE.into(), code: code.clone(), name, name_en, year: 2026, budget_fen };
    let action = AuditAction::FundSourceRecord { fund: PLACE.into(), code, budget_fen };
    ensure!(site.db.record_fund(&fund, &event(action)).await?, "the fund is there");
    let standard = Standard {
        id: PLACE.into(),
        trade: None,
        level: None,
        category: None,
        programme: None,
        valid_from: "2020-01-01".to_owned(),
        valid_to: None,
        pay: Pay::PerPerson { fen: Fen(88_000) },
        partial_percent: 60,
        living: None,
        fund: PLACE.into(),
        source: "bench".to_owned(),
    };
    let action = AuditAction::StandardRecord { standard: PLACE.into(), source: standard.source.clone() };
    site.db.record_standards(&[(standard, event(action))]).await?;
    Ok(())
}

async fn see_document(ground: &Ground, plan: &Plan, learner: &Learner, by: &Actor) -> Result<()> {
    let site = &ground.site;
    let action = AuditAction::IdentitySee {
        enrolment: learner.seat.enrolment.clone(),
        class: city::class_of(plan, 0),
        class_code: String::new(),
    };
    let event = AuditEvent { account: Some(by.account.clone()), ..site.event_by_system(action) };
    let person: &PersonId = &learner.seat.person;
    site.db.see_identity(person, DocumentState::Seen, "", &site.policies, &event).await?;
    Ok(())
}
